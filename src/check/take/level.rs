//! How loud a take is, and whether there is anything in it.

use crate::signal::Speech;
use crate::words::{Dbfs, Frames, Rule};

use super::Judge;

/// The highest sample that a file of whole numbers can hold.
const FULL_SCALE: Dbfs = Dbfs::new(0.0);

/// How far from full scale a peak is still at it, in decibels: converters stop a little short of it.
const AT_FULL_SCALE_DB: f64 = 0.001;

/// With fewer bits than these a low tone has flat tops, too.
const TELLING_BITS: u32 = 16;

fn is_full_scale(peak: Dbfs) -> bool {
    (peak.db() - FULL_SCALE.db()).abs() < AT_FULL_SCALE_DB
}

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
        let peak = measured.peaks.level();
        if let Some(first) = measured.peaks.first_clipped.filter(|_| self.shows_flat_tops()) {
            self.clipped(first);
            return;
        }
        let (limit, true_limit) = (self.limit(Rule::PeakHigh), self.limit(Rule::TruePeakHigh));
        if let Some(peak) = peak.filter(|peak| limit.is_broken_by(peak.db())) {
            let hint = if peak > FULL_SCALE {
                let excess = (peak.db() - limit.value).ceil().max(1.0);
                format!(
                    "lower this take by {excess:.0} dB, nothing of it is lost; lower the input gain before the next"
                )
            } else {
                "it is not clipped yet; lower the input gain before the next take".to_owned()
            };
            self.find_beyond(peak.db() - limit.value, Rule::PeakHigh, peak.to_string(), limit.to_string(), hint);
        } else if let Some(peak) = measured.true_peak().filter(|peak| true_limit.is_broken_by(peak.db())) {
            let hint = "lower the input gain before the next take, and turn off a limiter that works on samples";
            self.find(Rule::TruePeakHigh, peak.to_string(), true_limit.to_string(), hint);
        }
    }

    /// Whether equal samples say anything: in 8 bits many are, wherever nothing was cut off.
    fn shows_flat_tops(&self) -> bool {
        let peak = self.sound.measured.peaks.level();
        peak.is_some_and(is_full_scale) || self.sound.format.bit_depth.is_none_or(|bits| bits >= TELLING_BITS)
    }

    fn clipped(&mut self, first: Frames) {
        let peaks = self.sound.measured.peaks;
        let Some(peak) = peaks.level() else { return };
        let (found, hint) = if is_full_scale(peak) {
            let runs = if peaks.clipped_runs == 1 { "run" } else { "runs" };
            let hint = "lower the input gain by 6 dB and record it again";
            (format!("{} {runs} of samples at full scale", peaks.clipped_runs), hint)
        } else {
            let hint =
                "it was clipped before it was brought to this level: lower the input gain by 6 dB and record it again";
            (format!("{} peaks cut off flat at {peak}", peaks.clipped_runs), hint)
        };
        self.find_at(first, Rule::TakeClipped, found, "none", hint);
    }

    pub(super) fn level(&mut self, speech: &Speech) {
        let limit = self.limit(Rule::LevelLow);
        let is_low = |&level: &Dbfs| limit.is_broken_by(self.against.voice.telling_level(level).db());
        if let Some(level) = speech.level().filter(is_low) {
            let short = (limit.value - level.db()).ceil().max(1.0);
            let hint = format!("raise the input gain by {short:.0} dB or more, or move closer, and record it again");
            let beyond = limit.value - level.db();
            self.find_beyond(beyond, Rule::LevelLow, level.to_string(), limit.to_string(), hint);
        }
    }
}
