//! Silence around and within the speech of a take, and how fast it is read.

use crate::script::Cue;
use crate::signal::Speech;
use crate::words::Rule;
use crate::words::time::clock;

use super::Judge;
use crate::check::pace::FEWEST_WORDS;
use crate::check::voice::seconds_of_speech;

/// Seconds that a reading of any few words may last: a drawn-out "No" is no mistake.
const UNHURRIED: f64 = 2.5;

/// So much quiet, never more than there is; `None` below a hundredth of a second.
fn quiet(seconds: f64) -> Option<String> {
    let hundredths = (seconds * 100.0).floor();
    (hundredths >= 1.0).then(|| format!("{:.2} s of quiet", hundredths / 100.0))
}

impl Judge<'_> {
    pub(super) fn edges(&mut self, speech: &Speech) {
        let head = self.seconds(speech.start);
        let tail = self.seconds(self.sound.measured.frames.saturating_sub(speech.end));
        let again = "listen to that end; if a sound is missing, record it again with a second of quiet around it";
        let limit = |rule| self.against.book.check.limit(rule);
        let (cut_head, cut_tail) = (limit(Rule::SpeechCutAtHead), limit(Rule::SpeechCutAtTail));
        let (long_head, long_tail, long_gap) = (limit(Rule::HeadLong), limit(Rule::TailLong), limit(Rule::GapLong));
        if cut_head.is_broken_by(head) {
            let wanted = format!("{cut_head} of quiet");
            let found = quiet(head)
                .map_or("speech from the first sample on".to_owned(), |quiet| format!("{quiet} before the speech"));
            self.find(Rule::SpeechCutAtHead, found, wanted, again);
        } else if long_head.is_broken_by(head) {
            self.find(Rule::HeadLong, clock(head), long_head.to_string(), "");
        }
        if cut_tail.is_broken_by(tail) {
            let wanted = format!("{cut_tail} of quiet");
            let found = quiet(tail)
                .map_or("speech up to the last sample".to_owned(), |quiet| format!("{quiet} behind the speech"));
            self.find(Rule::SpeechCutAtTail, found, wanted, again);
        } else if long_tail.is_broken_by(tail) {
            self.find_at(speech.end, Rule::TailLong, clock(tail), long_tail.to_string(), "");
        }
        if let Some(gap) = &speech.longest_gap {
            let seconds = self.seconds(gap.end.saturating_sub(gap.start));
            if long_gap.is_broken_by(seconds) {
                let hint = "cut the pause shorter, or record the line again in one go";
                let found = format!("{} of silence between the words", clock(seconds));
                self.find_at(gap.start, Rule::GapLong, found, long_gap.to_string(), hint);
            }
        }
    }

    pub(super) fn pace(&mut self, cue: &Cue) {
        let words = cue.words();
        let Some(seconds) = seconds_of_speech(self.sound).filter(|_| words >= FEWEST_WORDS) else { return };
        let fitted = self.against.voice.pace.map(|pace| pace.range(words));
        let check = &self.against.book.check;
        // What the book itself sets counts more than what its takes say.
        let fitted = |rule| fitted.filter(|_| !check.sets_limit(rule));
        let (least, as_read) = match fitted(Rule::SpeechTooShort) {
            Some((least, _)) => (least, ", as this book is read"),
            None => (words as f64 / check.limit(Rule::SpeechTooShort).value, ""),
        };
        let (most, as_read_slowly) = match fitted(Rule::SpeechTooLong) {
            Some((_, most)) => (most.max(UNHURRIED), ", as this book is read"),
            None => (words as f64 / check.limit(Rule::SpeechTooLong).value + UNHURRIED, ""),
        };
        let found = format!("{words} words in {}", clock(seconds));
        if seconds < least {
            let hint = "compare the take with the cue's words: some may be missing";
            self.find(Rule::SpeechTooShort, found, format!("at least {}{as_read}", clock(least)), hint);
        } else if seconds > most {
            let hint = "listen for a false start or a repeated line in it";
            self.find(Rule::SpeechTooLong, found, format!("at most {}{as_read_slowly}", clock(most)), hint);
        }
    }
}
