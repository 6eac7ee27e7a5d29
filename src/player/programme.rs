//! What is to be played: chapters in a row, and which line sounds where.

use crate::words::{CueId, Frames, SampleRate};

/// How long after its start a line or a chapter counts as just begun, in seconds: until then, previous means the one before.
const JUST_BEGUN: f64 = 1.5;

/// A moment of a programme.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The chapter, by its place in the programme.
    pub chapter: usize,
    /// The frame in that chapter.
    pub frame: Frames,
}

/// Chapters that are heard one behind the other, all at one rate.
#[derive(Clone, PartialEq, Debug)]
pub struct Programme {
    /// The rate of its sound.
    pub sample_rate: SampleRate,
    /// The chapters, in the order in which they are heard.
    pub chapters: Vec<Chapter>,
}

/// One chapter as it is played: its length, and its lines in the order in which they sound.
#[derive(Clone, PartialEq, Debug)]
pub struct Chapter {
    /// The name of the chapter, as a person calls it.
    pub title: String,
    /// What else is to be known of its sound, in a word or two; nothing where it is what was built.
    pub remark: &'static str,
    /// The length of its sound.
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

impl Chapter {
    /// The line at a position, by its index: the last one that has begun, also in the room tone after it.
    #[must_use]
    pub fn line_at(&self, position: Frames) -> Option<usize> {
        self.lines.partition_point(|line| line.start <= position).checked_sub(1)
    }
}

impl Programme {
    /// The start of a chapter; `None` where there is none.
    #[must_use]
    pub fn chapter(&self, chapter: usize) -> Option<Place> {
        (chapter < self.chapters.len()).then_some(Place { chapter, frame: Frames::ZERO })
    }

    /// The start of a line, by its chapter and its index there.
    #[must_use]
    pub fn line(&self, chapter: usize, line: usize) -> Option<Place> {
        let line = self.chapters.get(chapter)?.lines.get(line)?;
        Some(Place { chapter, frame: line.start })
    }

    /// The chapter and line at a place, by their indices; `None` before the first line of a chapter.
    #[must_use]
    pub fn line_at(&self, place: Place) -> Option<(usize, usize)> {
        Some((place.chapter, self.chapters.get(place.chapter)?.line_at(place.frame)?))
    }

    /// Where the next line begins, be it in the next chapter; `None` from the last line on.
    #[must_use]
    pub fn next(&self, place: Place) -> Option<Place> {
        let next = self.line_at(place).map_or(0, |(_, line)| line + 1);
        let here = self.line(place.chapter, next);
        here.or_else(|| (place.chapter + 1..self.chapters.len()).find_map(|chapter| self.line(chapter, 0)))
    }

    /// Where the line at a place begins, or the line before it where that one has only just begun; before the first line of
    /// a chapter the chapter's start, and then the last line of the one before.
    #[must_use]
    pub fn previous(&self, place: Place) -> Place {
        let before = || {
            let last = |chapter: usize| self.line(chapter, self.chapters[chapter].lines.len().checked_sub(1)?);
            (0..place.chapter.min(self.chapters.len())).rev().find_map(last)
        };
        let start = Place { frame: Frames::ZERO, ..place };
        let Some((chapter, line)) = self.line_at(place) else {
            return if self.has_just_begun(place) { before().unwrap_or(start) } else { start };
        };
        let begins = self.chapters[chapter].lines[line].start;
        if place.frame >= begins + self.sample_rate.frames(JUST_BEGUN) {
            return Place { frame: begins, ..place };
        }
        line.checked_sub(1)
            .and_then(|line| self.line(chapter, line))
            .unwrap_or_else(|| if begins == Frames::ZERO { before().unwrap_or(start) } else { start })
    }

    /// Whether a chapter has only just begun.
    fn has_just_begun(&self, place: Place) -> bool {
        place.frame < self.sample_rate.frames(JUST_BEGUN)
    }

    /// The start of the chapter at a place, or of the one before where that one has only just begun.
    #[must_use]
    pub fn previous_chapter(&self, place: Place) -> Place {
        let before = place.chapter.checked_sub(1).filter(|_| self.has_just_begun(place));
        Place { chapter: before.unwrap_or(place.chapter), frame: Frames::ZERO }
    }

    /// A place so many seconds on, or back where they are negative: within its chapter.
    #[must_use]
    pub fn moved(&self, place: Place, seconds: f64) -> Place {
        let step = self.sample_rate.frames(seconds.abs());
        let frame = if seconds < 0.0 { place.frame.saturating_sub(step) } else { place.frame + step };
        let length = self.chapters.get(place.chapter).map_or(Frames::ZERO, |chapter| chapter.frames);
        Place { frame: frame.min(length), ..place }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Lines of two seconds at 1 s, 4 s and 7 s of a chapter of 10 s, at 1,000 Hz so that frames read as milliseconds.
    pub(in crate::player) fn three_lines() -> Programme {
        Programme { sample_rate: SampleRate::new(1000).unwrap(), chapters: vec![one()] }
    }

    /// The same, and a second chapter of one line from 2 s to 3 s of 5 s.
    pub(in crate::player) fn two_chapters() -> Programme {
        let mut two = one();
        (two.title, two.frames) = ("Two".to_owned(), Frames(5000));
        two.lines.truncate(1);
        let line = Line { start: Frames(2000), cue: "02-0001".parse().unwrap(), ..two.lines[0].clone() };
        two.lines = vec![Line { end: Frames(3000), text: "Élodie’s boat came.".to_owned(), ..line }];
        Programme { chapters: vec![one(), two], ..three_lines() }
    }

    fn one() -> Chapter {
        let line = |number: u64, text: &str| Line {
            cue: format!("01-{number:04}").parse().unwrap(),
            text: text.to_owned(),
            take: format!("01-{number:04}_t2"),
            start: Frames(number * 3000 - 2000),
            end: Frames(number * 3000),
        };
        Chapter {
            title: "One".to_owned(),
            remark: "",
            frames: Frames(10_000),
            lines: vec![line(1, "Low water."), line(2, "The boats lay on their sides."), line(3, "Nobody came.")],
        }
    }

    pub(in crate::player) fn at(chapter: usize, frame: u64) -> Place {
        Place { chapter, frame: Frames(frame) }
    }

    #[test]
    fn a_line_lasts_until_the_next_one_begins() {
        let programme = two_chapters();
        let line = |frame| programme.line_at(at(0, frame)).map(|(_, line)| line);
        assert_eq!(
            [0, 999, 1000, 3500, 3999, 4000, 9999].map(line),
            [None, None, Some(0), Some(0), Some(0), Some(1), Some(2)]
        );
        assert_eq!(programme.line_at(at(1, 2000)), Some((1, 0)));
        assert_eq!(programme.line_at(at(2, 2000)), None);
    }

    #[test]
    fn next_goes_to_the_start_of_the_following_line_and_into_the_next_chapter() {
        let programme = two_chapters();
        let next = |frame| programme.next(at(0, frame));
        assert_eq!(
            [0, 1000, 3999, 4000, 7000].map(next),
            [at(0, 1000), at(0, 4000), at(0, 4000), at(0, 7000), at(1, 2000)].map(Some)
        );
        assert_eq!((programme.next(at(1, 0)), programme.next(at(1, 2000))), (Some(at(1, 2000)), None));
    }

    #[test]
    fn previous_repeats_a_line_or_goes_before_one_that_has_just_begun() {
        let programme = two_chapters();
        let previous = |frame| programme.previous(at(0, frame)).frame.0;
        assert_eq!([500, 1000, 2499, 2500, 4000, 5499, 5500].map(previous), [0, 0, 0, 1000, 1000, 1000, 4000]);
        assert_eq!(programme.previous(at(1, 2100)), at(1, 0));
        assert_eq!(programme.previous(at(1, 1600)), at(1, 0));
        assert_eq!(programme.previous(at(1, 0)), at(0, 7000));
    }

    #[test]
    fn chapters_are_begun_again_or_changed() {
        let programme = two_chapters();
        assert_eq!(programme.previous_chapter(at(1, 1500)), at(1, 0));
        assert_eq!(programme.previous_chapter(at(1, 1499)), at(0, 0));
        assert_eq!(programme.previous_chapter(at(0, 10)), at(0, 0));
        assert_eq!((programme.chapter(1), programme.chapter(2)), (Some(at(1, 0)), None));
    }

    #[test]
    fn a_step_in_time_stays_in_its_chapter() {
        let programme = two_chapters();
        assert_eq!(programme.moved(at(0, 6000), 5.0), at(0, 10_000));
        assert_eq!(programme.moved(at(1, 2000), -5.0), at(1, 0));
        assert_eq!(programme.moved(at(1, 2000), 1.5), at(1, 3500));
    }

    #[test]
    fn a_chapter_without_lines_can_be_played() {
        let mut programme = three_lines();
        programme.chapters[0].lines.clear();
        let here = at(0, 5000);
        assert_eq!((programme.line_at(here), programme.next(here), programme.previous(here)), (None, None, at(0, 0)));
    }
}
