//! What is to be played: one chapter's sound, and which line sounds where.

use std::path::PathBuf;

use crate::words::{CueId, Frames, SampleRate};

/// How long after its start a line counts as just begun, in seconds: until then, previous means the line before it.
const JUST_BEGUN: f64 = 1.5;

/// One chapter as it is played: its WAV, and its lines in the order in which they sound.
#[derive(Clone, PartialEq, Debug)]
pub struct Programme {
    /// The name of the chapter, as a person calls it.
    pub title: String,
    /// The file that is played; opened read-only.
    pub wav: PathBuf,
    /// The rate of that file.
    pub sample_rate: SampleRate,
    /// The length of that file.
    pub frames: Frames,
    /// The lines, by the place where they begin to sound.
    pub lines: Vec<Line>,
}

/// One cue in the chapter's sound.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// The cue's ID.
    pub cue: CueId,
    /// What is read.
    pub text: String,
    /// The take that is heard, as it is named in `recordings/`.
    pub take: String,
    /// The first frame of the cue in the chapter.
    pub start: Frames,
    /// The frame after its last one; room tone follows until the next line.
    pub end: Frames,
}

impl Programme {
    /// The line at a position, by its index: the last one that has begun, also in the room tone after it.
    #[must_use]
    pub fn line_at(&self, position: Frames) -> Option<usize> {
        self.lines.partition_point(|line| line.start <= position).checked_sub(1)
    }

    /// Where the next line begins; `None` from the last line on.
    #[must_use]
    pub fn next(&self, position: Frames) -> Option<Frames> {
        let next = self.line_at(position).map_or(0, |index| index + 1);
        self.lines.get(next).map(|line| line.start)
    }

    /// Where the line at a position begins, or the line before it where that one has only just begun; before the first
    /// line the start of the chapter.
    #[must_use]
    pub fn previous(&self, position: Frames) -> Frames {
        let Some(index) = self.line_at(position) else { return Frames::ZERO };
        let start = self.lines[index].start;
        if position >= start + self.sample_rate.frames(JUST_BEGUN) {
            return start;
        }
        index.checked_sub(1).map_or(Frames::ZERO, |before| self.lines[before].start)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Lines of two seconds at 1 s, 4 s and 7 s of a chapter of 10 s, at 1,000 Hz so that frames read as milliseconds.
    pub(in crate::player) fn three_lines() -> Programme {
        let line = |number: u64, text: &str| Line {
            cue: format!("01-{number:04}").parse().unwrap(),
            text: text.to_owned(),
            take: format!("01-{number:04}_t2"),
            start: Frames(number * 3000 - 2000),
            end: Frames(number * 3000),
        };
        Programme {
            title: "One".to_owned(),
            wav: PathBuf::from("output/masters/01.wav"),
            sample_rate: SampleRate::new(1000).unwrap(),
            frames: Frames(10_000),
            lines: vec![line(1, "Low water."), line(2, "The boats lay on their sides."), line(3, "Nobody came.")],
        }
    }

    #[test]
    fn a_line_lasts_until_the_next_one_begins() {
        let programme = three_lines();
        let at = |frame| programme.line_at(Frames(frame));
        assert_eq!(
            [0, 999, 1000, 3500, 3999, 4000, 9999].map(at),
            [None, None, Some(0), Some(0), Some(0), Some(1), Some(2)]
        );
    }

    #[test]
    fn next_goes_to_the_start_of_the_following_line() {
        let programme = three_lines();
        let next = |frame| programme.next(Frames(frame)).map(|f| f.0);
        assert_eq!([0, 1000, 3999, 4000, 7000].map(next), [Some(1000), Some(4000), Some(4000), Some(7000), None]);
    }

    #[test]
    fn previous_repeats_a_line_or_goes_before_one_that_has_just_begun() {
        let programme = three_lines();
        let previous = |frame| programme.previous(Frames(frame)).0;
        assert_eq!([500, 1000, 2499, 2500, 4000, 5499, 5500].map(previous), [0, 0, 0, 1000, 1000, 1000, 4000]);
    }

    #[test]
    fn a_chapter_without_lines_can_be_played() {
        let programme = Programme { lines: Vec::new(), ..three_lines() };
        let at = Frames(5000);
        assert_eq!((programme.line_at(at), programme.next(at), programme.previous(at)), (None, None, Frames::ZERO));
    }
}
