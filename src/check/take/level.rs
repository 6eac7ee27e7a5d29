//! How loud a take is, and whether there is anything in it.

use crate::signal::Speech;
use crate::words::{Dbfs, Rule};

use super::Judge;

impl Judge<'_> {
    /// What a take without speech is: silent, unless its channels took each other away.
    pub(super) fn silence(&mut self) {
        let lost = |rule| rule == Rule::ChannelInverted || rule == Rule::ChannelsCancel;
        if self.findings.iter().any(|finding| lost(finding.rule)) && self.sound.channels_cancel() {
            return;
        }
        let peak = self.sound.measured.peaks.level();
        let found = peak.map_or("digital silence".to_owned(), |peak| format!("nothing louder than {peak}"));
        let hint = "check the microphone's switch and the input, then record it again";
        self.find(Rule::TakeSilent, found, "the cue's words", hint);
    }

    pub(super) fn peaks(&mut self) {
        let measured = &self.sound.measured;
        if let Some(first) = measured.peaks.first_clipped {
            let found = match measured.peaks.clipped_runs {
                1 => "1 run of samples at full scale".to_owned(),
                runs => format!("{runs} runs of samples at full scale"),
            };
            let hint = "lower the input gain by 6 dB and record it again";
            self.find_at(first, Rule::TakeClipped, found, "none", hint);
            return;
        }
        let later = "it is not clipped yet; lower the input gain before the next take";
        let (limit, true_limit) = (self.limit(Rule::PeakHigh), self.limit(Rule::TruePeakHigh));
        if let Some(peak) = measured.peaks.level().filter(|peak| limit.is_broken_by(peak.db())) {
            self.find(Rule::PeakHigh, peak.to_string(), limit.to_string(), later);
        } else if let Some(peak) = measured.true_peak().filter(|peak| true_limit.is_broken_by(peak.db())) {
            let hint = "lower the input gain before the next take, and turn off a limiter that works on samples";
            self.find(Rule::TruePeakHigh, peak.to_string(), true_limit.to_string(), hint);
        }
    }

    pub(super) fn level(&mut self, speech: &Speech) {
        let limit = self.limit(Rule::LevelLow);
        if let Some(level) = speech.level().filter(|level| limit.is_broken_by(level.db())) {
            let short = (limit.value - level.db()).ceil().max(1.0);
            let hint = format!("raise the input gain by {short:.0} dB or more, or move closer, and record it again");
            self.find(Rule::LevelLow, level.to_string(), limit.to_string(), hint);
        }
        if let Some(offset) = self.offset(speech) {
            let hint = "look for a faulty interface or cable; a high-pass filter at 20 Hz removes it from this take";
            self.find(Rule::DcOffset, offset.to_string(), self.limit(Rule::DcOffset).to_string(), hint);
        }
    }

    /// The offset of a take, where there is too much of it. The waveform of a voice is lopsided, and more so where it was
    /// clipped: an offset is in the pauses, too.
    pub(super) fn offset(&self, speech: &Speech) -> Option<Dbfs> {
        let in_pauses = speech.noise_mean_square.map_or(f64::INFINITY, f64::sqrt);
        let offset = Dbfs::from_amplitude(self.sound.measured.offset.abs().min(in_pauses))?;
        self.limit(Rule::DcOffset).is_broken_by(offset.db()).then_some(offset)
    }
}
