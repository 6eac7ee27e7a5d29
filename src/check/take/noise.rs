//! The noise of a take, as it will be heard at delivery level: the forecast.

use crate::signal::Hum;
use crate::words::{Dbfs, Gain, Rule};

use super::Judge;
use crate::check::voice::Needed;

/// What to do about hum.
const LESS_HUM: &str =
    "use a balanced cable, plug everything into one socket, move power supplies away, run the laptop on its battery";

/// Whether at least half of the power of a noise is hum.
fn is_most_of(hum: &Hum, noise: Dbfs) -> bool {
    2.0 * hum.mean_square >= noise.mean_square()
}

impl Judge<'_> {
    pub(super) fn noise(&mut self) {
        let needed = self.against.voice.needed(self.sound, self.against.profile);
        if let (Some(needed), Some(noise)) = (needed, self.sound.measured.noise()) {
            self.forecast(needed, noise);
        }
        if let Some(needed) = needed {
            self.hum(needed.gain());
            self.offset(needed.gain());
        }
        let limit = self.limit(Rule::Gate);
        if let Some(decibels) = self.sound.measured.gate.filter(|&decibels| limit.is_broken_by(decibels)) {
            let found = format!("the noise falls by {decibels:.1} dB behind words");
            let hint = "turn off gate, expander and noise reduction in the recorder and the conference software, and \
                        record it again";
            self.find(Rule::Gate, found, limit.to_string(), hint);
        }
    }

    fn forecast(&mut self, needed: Needed, noise: Dbfs) {
        let profile = self.against.profile;
        let gain = needed.gain();
        let floor = noise + gain;
        let Some(limit) = profile.highest_floor().filter(|&limit| floor >= limit) else { return };
        let beyond = floor.above(limit).db();
        let excess = beyond.ceil().max(1.0);
        let title = &profile.title;
        let (found, louder) = match needed {
            Needed::Take(_) => (format!("needs {gain} for {title}, its floor will then be {floor}"), ""),
            Needed::Book(_) => {
                (format!("the book needs {gain} for {title}, this floor will then be {floor}"), " in all takes")
            }
        };
        let hint = match self.sound.measured.hum.filter(|hum| is_most_of(hum, noise)) {
            Some(hum) => format!(
                "most of this noise is mains hum of {} Hz: {LESS_HUM}; it has to fall by {excess:.0} dB, or speak that much \
                 louder or nearer{louder}",
                hum.hertz
            ),
            None => format!(
                "lower the room noise by {excess:.0} dB (fans, computer, window, gain of the preamplifier), or speak that \
                 much louder or nearer{louder}"
            ),
        };
        self.find_beyond(beyond, Rule::NoiseForecastHigh, found, format!("below {limit}"), hint);
    }

    fn offset(&mut self, gain: Gain) {
        let Some(offset) = Dbfs::from_amplitude(self.sound.measured.offset.abs()) else { return };
        let limit = self.limit(Rule::DcOffset);
        let delivered = offset + gain;
        if limit.is_broken_by(delivered.db()) {
            let found = format!("{offset}, {delivered} after the {gain} that the level needs");
            let hint = "look for a faulty interface or cable; `build` takes it out of this one";
            self.find(Rule::DcOffset, found, limit.to_string(), hint);
        }
    }

    fn hum(&mut self, gain: Gain) {
        let Some(hum) = &self.sound.measured.hum else { return };
        let limit = self.limit(Rule::Hum);
        let Some(level) = Dbfs::from_mean_square(hum.mean_square) else { return };
        let delivered = level + gain;
        if limit.is_broken_by(delivered.db()) {
            let found =
                format!("hum of {} Hz at {level}, {delivered} after the {gain} that the level needs", hum.hertz);
            self.find(Rule::Hum, found, limit.to_string(), LESS_HUM);
        }
    }
}
