//! How far the recording of a book is: by line, by chapter, and to the moment at which its first minutes are approved.

use std::collections::HashSet;

use serde::{Serialize, Serializer};

use super::Review;
use super::rate::{Expected, Interval, Rate};
use crate::script::{Chapter, Cue, Script, pause_before};
use crate::words::{Book, ChapterId, CueId, Severity};

/// Seconds a word: 9,300 words are a finished hour by ACX's figure. Narrators run 9,000 to 9,700 over whole books, but one of
/// whom nothing is known yet may read to either side of that. A take of ten words (four seconds) lies a fifth from its
/// narrator's rate, and chapters lie 4 % from each other nine times of ten.
const READING: Expected = Expected { rate: 3600.0 / 9_300.0, spread: 0.1, scatter: 0.06, drift: 0.024 };

/// What is approved before the rest is recorded, in seconds of the finished book: ACX's first 15 minutes.
const CHECKPOINT: f64 = 15.0 * 60.0;

/// How far a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It has a take, and nothing against it.
    Recorded,
    /// It has a take with an error or a warning.
    ToLookAt,
    /// It has no take that can be used.
    ToRecord,
}

/// How far a chapter or the book is.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Progress {
    /// The lines.
    pub cues: usize,
    /// Those that have a take.
    pub recorded: usize,
    /// Those of them with an error or a warning against the take.
    pub to_look_at: usize,
    /// Those that have none.
    pub missing: usize,
    /// The words of all lines.
    pub words: usize,
    /// The words of those that have a take.
    pub words_recorded: usize,
    /// How long the takes in use are in the finished chapter, pauses included.
    #[serde(serialize_with = "hundredths")]
    pub finished_seconds: f64,
}

/// Rounds only what is written, so that no later rounding adds to it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn hundredths<S: Serializer>(seconds: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // A sum of nothing is -0.0, which nobody wants to read.
    serializer.serialize_f64((seconds * 100.0).round() / 100.0 + 0.0)
}

impl Progress {
    /// The words that have no take.
    #[must_use]
    pub fn words_left(&self) -> usize {
        self.words - self.words_recorded
    }

    /// Whether every line has a take.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing == 0
    }

    fn add(&mut self, line: &Line<'_>) {
        let recorded = usize::from(line.finished.is_some());
        self.cues += 1;
        self.recorded += recorded;
        self.to_look_at += usize::from(line.standing() == Standing::ToLookAt);
        self.missing += 1 - recorded;
        self.words += line.words;
        self.words_recorded += recorded * line.words;
        self.finished_seconds += line.finished.unwrap_or(0.0);
    }
}

impl std::ops::Add for Progress {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            cues: self.cues + other.cues,
            recorded: self.recorded + other.recorded,
            to_look_at: self.to_look_at + other.to_look_at,
            missing: self.missing + other.missing,
            words: self.words + other.words,
            words_recorded: self.words_recorded + other.words_recorded,
            finished_seconds: self.finished_seconds + other.finished_seconds,
        }
    }
}

/// A chapter and how far it is.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ChapterProgress {
    /// The chapter.
    pub id: ChapterId,
    /// Its heading, or what it is where it has none.
    pub title: String,
    /// How far it is.
    #[serde(flatten)]
    pub progress: Progress,
}

/// The first minutes of the book, which are approved before the rest is recorded.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Checkpoint {
    /// The last line of them.
    pub until: CueId,
    /// How far they are.
    #[serde(flatten)]
    pub progress: Progress,
    /// How long they will be when they are recorded, in seconds of the finished book.
    #[serde(serialize_with = "hundredths")]
    pub seconds: f64,
}

/// How far a book is.
#[derive(Clone, PartialEq, Debug)]
pub struct BookProgress<'a> {
    /// Its chapters in reading order.
    pub chapters: Vec<ChapterProgress>,
    /// All of them together.
    pub book: Progress,
    /// How many seconds this narrator takes for a word.
    pub reading: Rate,
    /// The first fifteen minutes; `None` where the book is not longer than that.
    pub checkpoint: Option<Checkpoint>,
    /// The first line that has no take.
    pub next: Option<&'a Cue>,
}

impl BookProgress<'_> {
    /// How long the words without a take will be, in seconds of the finished book.
    #[must_use]
    pub fn seconds_left(&self) -> Interval {
        self.reading.of(self.book.words_left() as f64)
    }
}

/// A line with what is known about its take.
struct Line<'a> {
    cue: &'a Cue,
    words: usize,
    /// How long its take is in the finished chapter, with the pause before it; `None` without a take.
    finished: Option<f64>,
    has_finding: bool,
}

impl Line<'_> {
    fn standing(&self) -> Standing {
        match self.finished {
            None => Standing::ToRecord,
            Some(_) if self.has_finding => Standing::ToLookAt,
            Some(_) => Standing::Recorded,
        }
    }
}

/// Says how far a book is.
#[must_use]
pub fn progress<'a>(script: &'a Script, review: &Review, book: &Book) -> BookProgress<'a> {
    let flagged = flagged(review);
    let line = |cue: &'a Cue| Line {
        cue,
        words: cue.words(),
        finished: finished_seconds(cue, review, book),
        has_finding: flagged.contains(&cue.id),
    };
    let lines: Vec<(&Chapter, Vec<Line<'_>>)> =
        script.chapters.iter().map(|chapter| (chapter, chapter.cues.iter().map(line).collect())).collect();

    let heard = lines.iter().flat_map(|(_, lines)| lines).filter_map(|line| Some((line.words as f64, line.finished?)));
    let reading = Rate::measured(&heard.collect::<Vec<_>>(), &READING);
    let chapters: Vec<ChapterProgress> = lines
        .iter()
        .map(|(chapter, lines)| {
            let mut progress = Progress::default();
            for line in lines {
                progress.add(line);
            }
            ChapterProgress { id: chapter.id.clone(), title: chapter.name(), progress }
        })
        .collect();
    let book = chapters.iter().fold(Progress::default(), |sum, chapter| sum + chapter.progress);
    let mut all = lines.iter().flat_map(|(_, lines)| lines);
    let checkpoint = checkpoint(all.clone(), &reading);
    let next = all.find(|line| line.finished.is_none()).map(|line| line.cue);
    BookProgress { chapters, book, reading, checkpoint, next }
}

/// Cues with an open error or warning.
fn flagged(review: &Review) -> HashSet<&CueId> {
    let weighty = review.findings.iter().filter(|finding| finding.severity > Severity::Note);
    weighty.filter_map(|finding| finding.place.cue.as_ref()).collect()
}

/// How long the take in use is in the finished chapter, with the pause before it.
pub(super) fn finished_seconds(cue: &Cue, review: &Review, book: &Book) -> Option<f64> {
    let sound = review.used(&cue.id)?.sound.as_deref().ok()?;
    let kept = &sound.measured.speech.as_ref()?.kept;
    let speech = sound.format.sample_rate.seconds(kept.end.saturating_sub(kept.start));
    Some(speech + pause_before(cue.opens, &book.spacing))
}

/// The lines from the first on that will be fifteen minutes together.
fn checkpoint<'l, 'c: 'l>(lines: impl Iterator<Item = &'l Line<'c>>, reading: &Rate) -> Option<Checkpoint> {
    let mut progress = Progress::default();
    let mut seconds = 0.0;
    for line in lines {
        progress.add(line);
        seconds += line.finished.unwrap_or_else(|| reading.of(line.words as f64).likely);
        if seconds >= CHECKPOINT {
            return Some(Checkpoint { until: line.cue.id.clone(), progress, seconds });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::review;
    use super::super::testing::{clean, cue};
    use super::*;
    use crate::script::ChapterKind;
    use crate::takes::{Take, TakeLog};
    use crate::words::{Frames, Profile};

    /// A chapter of so many lines of twenty words, about 7.7 s each at 9,300 words an hour.
    fn script(lines: usize) -> Script {
        let text = ["word"; 20].join(" ");
        let cues = (1..=lines).map(|n| cue(&format!("01-{n:04}"), &text)).collect();
        let chapter =
            Chapter { id: ChapterId::new(1), kind: ChapterKind::Chapter, continues: None, title: String::new(), cues };
        Script { chapters: vec![chapter], ..Script::default() }
    }

    fn reviewed(script: &Script, takes: Vec<Take>) -> Review {
        review(script, takes, &TakeLog::default(), &settings(), &Profile::named("acx").unwrap())
    }

    fn settings() -> Book {
        Book::parse("title = 'x'").unwrap()
    }

    fn takes(from: usize, to: usize) -> Vec<Take> {
        (from..=to).map(|n| clean(&format!("01-{n:04}"))).collect()
    }

    #[test]
    fn lines_are_recorded_to_look_at_or_to_record() {
        let script = script(4);
        let mut takes = takes(1, 2);
        Arc::make_mut(takes[1].sound.as_mut().unwrap()).measured.peaks.first_clipped = Some(Frames(3));
        let review = reviewed(&script, takes);
        let found = progress(&script, &review, &settings());
        let book = found.book;
        assert_eq!((book.cues, book.recorded, book.to_look_at, book.missing), (4, 2, 1, 2));
        assert_eq!((book.words, book.words_left(), book.is_whole()), (80, 40, false));
        // 9.34 s are kept of each, and the pause of a paragraph stands before it.
        assert!((book.finished_seconds - 2.0 * (9.34 + 0.8)).abs() < 0.01, "{}", book.finished_seconds);
        assert_eq!(found.next.map(|cue| cue.id.to_string()).as_deref(), Some("01-0003"));
        assert_eq!(found.chapters[0].title, "Chapter 01");
        assert_eq!(found.chapters[0].progress, book);
    }

    #[test]
    fn the_checkpoint_lies_where_fifteen_minutes_will_be_over() {
        let all = script(300);
        let review = reviewed(&all, Vec::new());
        let checkpoint = progress(&all, &review, &settings()).checkpoint.unwrap();
        // 900 s at 7.74 s a line.
        assert_eq!(checkpoint.until.to_string(), "01-0117");
        assert_eq!((checkpoint.progress.recorded, checkpoint.progress.missing), (0, 117));

        // This narrator takes 10.1 s a line, and so has it sooner.
        let review = reviewed(&all, takes(1, 200));
        let checkpoint = progress(&all, &review, &settings()).checkpoint.unwrap();
        assert_eq!(checkpoint.until.to_string(), "01-0089");
        assert!(checkpoint.progress.is_whole() && checkpoint.seconds >= CHECKPOINT);

        let short = script(100);
        assert_eq!(progress(&short, &reviewed(&short, Vec::new()), &settings()).checkpoint, None);
    }

    #[test]
    fn the_time_left_follows_the_narrator() {
        let script = script(400);
        let left = |recorded| progress(&script, &reviewed(&script, takes(1, recorded)), &settings()).seconds_left();
        let (none, some, many) = (left(0), left(10), left(200));
        assert!((none.likely - 400.0 * 20.0 * 3600.0 / 9_300.0).abs() < 1.0, "{none:?}");
        let width = |interval: Interval| (interval.most - interval.least) / interval.likely;
        assert!(width(none) > width(some) && width(some) > width(many), "{none:?} {some:?} {many:?}");
        assert!(many.least < 200.0 * 10.14 && 200.0 * 10.14 < many.most, "{many:?}");
        assert_eq!(left(400), Interval::default());
    }

    #[test]
    fn an_empty_script_has_nothing_left() {
        let script = Script::default();
        let found = progress(&script, &reviewed(&script, Vec::new()), &settings());
        assert_eq!((found.book, found.next, found.checkpoint.is_none()), (Progress::default(), None, true));
    }
}
