//! What is broken in the sound of a take, and what the mouth adds to it.

use crate::signal::{Knock, Speech, Spots};
use crate::words::{Dbfs, Frames, Rule};

use super::Judge;
use crate::check::voice::Needed;

/// Fewer mouth clicks than these say nothing about how many a minute there are.
const FEWEST_MOUTH_CLICKS: u64 = 3;

/// A single such click may be a cut.
const FEWEST_OPENINGS: u64 = 3;

impl Judge<'_> {
    pub(super) fn damage(&mut self, speech: &Speech) {
        let measured = &self.sound.measured;
        let longest = measured.dropouts.longest().map(|hole| self.seconds(hole.end.saturating_sub(hole.start)));
        let longest = longest.map_or(String::new(), |seconds| format!(", the longest {:.1} ms", seconds * 1e3));
        let found =
            format!("{}{longest}", counted(measured.dropouts.count(), "hole in the sound", "holes in the sound"));
        let hint = "record it again with a larger buffer in the recorder and nothing else running";
        self.spots(Rule::Dropout, &measured.dropouts, found, hint);
        let found = counted(measured.clicks.count(), "click in the speech", "clicks in the speech");
        // Half of them: where a gate opens on a voice that is rising, little more is heard behind the step than before it.
        let is_own = 2 * measured.opening_clicks >= measured.clicks.count().max(FEWEST_OPENINGS);
        let is_gate = is_own || self.against.voice.is_chopped;
        let (found, hint) = if is_gate {
            let found = if is_own { format!("{found}, where it is turned up at once") } else { found };
            (found, "a gate or expander does that: take the sound from before it, or turn it off and record it again")
        } else {
            (found, "listen to the place; cut it anew with a short fade, or record it again")
        };
        self.spots(Rule::Click, &measured.clicks, found, hint);
        let found = counted(measured.plosives.count(), "popped sound", "popped sounds");
        let hint = "speak past the microphone, or use a pop shield; a high-pass filter at 80 Hz mends mild ones";
        self.spots(Rule::Plosive, &measured.plosives, found, hint);
        self.mouth();
        self.knocks();
        self.digital_silence(speech);
    }

    fn spots(&mut self, rule: Rule, spots: &Spots, found: String, hint: &str) {
        let limit = self.limit(rule);
        if limit.is_broken_by(spots.count() as f64) {
            self.find_at(spots.first().unwrap_or(Frames::ZERO), rule, found, limit.to_string(), hint);
        }
    }

    fn mouth(&mut self) {
        let spots = &self.sound.measured.mouth_clicks;
        let limit = self.limit(Rule::MouthNoise);
        let a_minute = spots.count() as f64 * 60.0 / self.sound.seconds();
        if spots.count() >= FEWEST_MOUTH_CLICKS && limit.is_broken_by(a_minute) {
            let found = format!("{} mouth clicks, {}", spots.count(), limit.unit.show(a_minute));
            let hint = "drink water and move a hand's breadth away; a de-clicker removes what is left";
            self.find_at(spots.first().unwrap_or(Frames::ZERO), Rule::MouthNoise, found, limit.to_string(), hint);
        }
    }

    /// What nobody will hear at the level of delivery does no harm.
    fn knocks(&mut self) {
        let limit = self.limit(Rule::Knock);
        let Some(gain) = self.against.voice.needed(self.sound, self.against.profile).map(Needed::gain) else { return };
        let delivered = |knock: &Knock| Dbfs::from_amplitude(knock.peak).map(|peak| (knock.at, peak + gain));
        let heard = self.sound.measured.knocks.iter().filter_map(delivered);
        let loud: Vec<(Frames, Dbfs)> = heard.filter(|(_, peak)| limit.is_broken_by(peak.db())).collect();
        let Some(&(first, _)) = loud.first() else { return };
        let highest =
            loud.iter().map(|(_, peak)| *peak).fold(loud[0].1, |one, other| if other > one { other } else { one });
        let what = match loud.len() {
            1 => "a knock in a pause that peaks".to_owned(),
            count => format!("{count} knocks in the pauses, the loudest of which peaks"),
        };
        let found = format!("{what} at {highest} after the {gain} that the level needs");
        let hint = "listen to the place; put room tone over it, or record the line again";
        self.find_at(first, Rule::Knock, found, limit.to_string(), hint);
    }

    /// Silence before and behind the speech is cut away with the rest of what is there.
    fn digital_silence(&mut self, speech: &Speech) {
        let Some(run) = &self.sound.measured.digital_silence.longest() else { return };
        let (start, end) = (run.start.max(speech.start), run.end.min(speech.end));
        let limit = self.limit(Rule::DigitalSilence);
        let seconds = self.seconds(end.saturating_sub(start));
        if limit.is_broken_by(seconds) {
            let found = format!("{seconds:.2} s of digital silence between the words");
            let hint = "fill the place with room tone, or record it again without a gate";
            self.find_at(start, Rule::DigitalSilence, found, limit.to_string(), hint);
        }
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::check::review;
    use crate::check::testing::{clean, cue, script};
    use crate::takes::TakeLog;
    use crate::words::{Book, Profile};

    use super::*;

    /// The hints about clicks in a book whose takes have so many, and so many of them where the sound is turned up.
    fn hints(takes: &[(u64, u64)]) -> Vec<String> {
        let mut script = script();
        let ids: Vec<String> = (1..=takes.len()).map(|number| format!("01-{number:04}")).collect();
        script.chapters[0].cues = ids.iter().map(|id| cue(id, "One.")).collect();
        let takes = ids.iter().zip(takes).map(|(id, &(clicks, opening))| {
            let mut take = clean(id);
            let measured = &mut Arc::make_mut(take.sound.as_mut().unwrap()).measured;
            measured.clicks = Spots::new(clicks, Frames(30_000), Frames(30_000)..Frames(30_016));
            measured.opening_clicks = opening;
            take
        });
        let book = Book::parse("title = 'x'").unwrap();
        let found = review(&script, takes.collect(), &TakeLog::default(), &book, &Profile::named("acx").unwrap());
        let clicks = found.findings.into_iter().filter(|finding| finding.rule == Rule::Click);
        clicks.map(|finding| finding.hint).collect()
    }

    #[test]
    fn a_gate_that_chops_words_is_what_is_to_be_turned_off() {
        let is_gate =
            |takes: &[(u64, u64)]| hints(takes).iter().map(|hint| hint.contains("a gate")).collect::<Vec<_>>();
        assert_eq!(is_gate(&[(1, 1), (4, 0)]), [false, false], "a cut, a cable");
        assert_eq!(is_gate(&[(4, 2), (1, 0)]), [true, false]);
        assert_eq!(is_gate(&[(1, 1), (2, 1), (1, 1), (1, 1), (1, 1), (2, 0)]), [true; 6], "the gate of the book");
    }
}
