//! Where a chapter that is too long for one file goes on best in another.

use std::cmp::Reverse;

use super::{Pause, Sounds, Span, Timeline};
use crate::words::{CueId, Frames};

/// What a further file takes beside its lines, in seconds: its head, its announcement, its tail, and some air.
const AROUND: f64 = 15.0;

/// How far around an ideal place there must be a choice of pauses, in seconds: one file more is better than one that
/// begins in the middle of a thought.
const CHOICE: f64 = 60.0;

/// A place where a chapter can go on in another file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Break {
    /// The first cue of the other file.
    pub before: CueId,
    /// Where the pause before it begins.
    pub at: Frames,
    /// What kind of pause that is.
    pub pause: Pause,
}

impl Timeline {
    /// The pauses at which this chapter is best divided so that no file is longer than `longest` seconds; none where it
    /// is not, and fewer than it takes where it has no pause in the right place.
    ///
    /// As few files as leave a choice, about equally long; around each ideal place the deepest break counts most: a section or a
    /// scene before a paragraph, a paragraph before a sentence; then the nearest.
    #[must_use]
    pub fn breaks(&self, longest: f64) -> Vec<Break> {
        let (whole, room) = (self.frames.0, self.sample_rate.frames(longest - AROUND).0);
        if self.frames <= self.sample_rate.frames(longest) || room == 0 {
            return Vec::new();
        }
        // Both breaks at the ends of a file may move this far before it is too long.
        let reach = |files: u64| (room - whole / files) / 2;
        let fewest = whole.div_ceil(room);
        let files = if reach(fewest) < self.sample_rate.frames(CHOICE).0 { fewest + 1 } else { fewest };
        let reach = reach(files);
        let places: Vec<Break> = self.places().collect();
        let best = |ideal: u64| {
            let off = |place: &Break| place.at.0.abs_diff(ideal);
            let within = places.iter().filter(|place| off(place) <= reach);
            within.max_by_key(|place| (depth(place.pause), Reverse(off(place)))).cloned()
        };
        (1..files).filter_map(|file| best(whole * file / files)).collect()
    }

    fn places(&self) -> impl Iterator<Item = Break> {
        self.spans.windows(2).filter_map(|pair| match pair {
            [Span { start, sounds: Sounds::Pause { pause, .. }, .. }, Span { sounds: Sounds::Cue { cue, .. }, .. }]
                if depth(*pause) > 0 =>
            {
                Some(Break { before: cue.clone(), at: *start, pause: *pause })
            }
            _ => None,
        })
    }
}

/// How deep a break is that has this pause; 0 where no file should begin: right behind an announcement.
fn depth(pause: Pause) -> u32 {
    match pause {
        Pause::Head | Pause::Announcement | Pause::Tail => 0,
        Pause::Sentence => 1,
        // An answer belongs to what it answers.
        Pause::Dialogue => 2,
        Pause::Paragraph => 3,
        Pause::Scene => 4,
        Pause::Section => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::testing;
    use crate::words::ChapterId;

    /// A chapter of lines of 59 s with a second before each: a pause of this kind before each line.
    fn chapter(pauses: &[Pause]) -> Timeline {
        let line = |number| testing::line(CueId::new(ChapterId::new(1), number), 0, 59_000);
        let parts =
            pauses.iter().zip(1..).flat_map(|(&pause, number)| [(1000, testing::pause(pause)), (59_000, line(number))]);
        testing::chapter(ChapterId::new(1), parts)
    }

    fn breaks(pauses: &[Pause], minutes: f64) -> Vec<String> {
        chapter(pauses).breaks(minutes * 60.0).iter().map(|found| found.before.to_string()).collect()
    }

    #[test]
    fn what_is_short_enough_stays_whole() {
        assert_eq!(breaks(&[Pause::Paragraph; 120], 120.0), [""; 0]);
        assert_eq!(breaks(&[], 120.0), [""; 0]);
    }

    #[test]
    fn a_long_chapter_goes_on_at_its_deepest_break_near_the_middle() {
        let mut pauses = [Pause::Paragraph; 160];
        assert_eq!(breaks(&pauses, 120.0), ["01-0081"], "in the middle where all are alike");
        pauses[70] = Pause::Scene;
        pauses[92] = Pause::Scene;
        assert_eq!(breaks(&pauses, 120.0), ["01-0071"], "the nearer of two scene breaks");
        pauses[95] = Pause::Section;
        assert_eq!(breaks(&pauses, 120.0), ["01-0096"], "a section before a scene");
        pauses[130] = Pause::Section;
        pauses[95] = Pause::Announcement;
        assert_eq!(breaks(&pauses, 120.0), ["01-0071"], "not where the other file would be too long");
    }

    #[test]
    fn no_file_is_longer_than_it_may_be() {
        for (minutes, seed) in (121..900).step_by(13).zip(0..) {
            let pauses: Vec<Pause> = (0..minutes)
                .map(|line| match crate::signal::tone::scatter(seed, line) % 40 {
                    0 => Pause::Scene,
                    1..10 => Pause::Sentence,
                    _ => Pause::Paragraph,
                })
                .collect();
            let timeline = chapter(&pauses);
            let found = timeline.breaks(7200.0);
            let fewest = (minutes as f64 / 119.75).ceil() as usize - 1;
            assert!((fewest..=fewest + 1).contains(&found.len()), "{minutes} min: {found:?}");
            let ends = found.iter().map(|place| place.at).chain([timeline.frames]);
            let mut start = Frames::ZERO;
            for end in ends {
                assert!(timeline.sample_rate.seconds(end - start) + AROUND <= 7200.0, "{minutes} min: {found:?}");
                start = end;
            }
        }
    }
}
