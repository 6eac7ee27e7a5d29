//! From a time in a chapter to the line that sounds there and the place in its take, and back.

use super::{Clip, Sounds, Span, Timeline};
use crate::words::{CueId, Frames, SampleRate};

/// A line as it is heard in a chapter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeardLine<'a> {
    /// The cue.
    pub cue: &'a CueId,
    /// The part of the take.
    pub clip: &'a Clip,
    rate: SampleRate,
    span: &'a Span,
}

impl HeardLine<'_> {
    /// Where it begins in the chapter, in seconds.
    #[must_use]
    pub fn start(&self) -> f64 {
        self.rate.seconds(self.span.start)
    }

    /// The place in the take that sounds at so many seconds of the chapter, in seconds of the take; of a time outside of the
    /// line, its nearer end.
    #[must_use]
    pub fn in_take(&self, seconds: f64) -> f64 {
        let within = (seconds - self.start()).clamp(0.0, self.rate.seconds(self.span.frames()));
        self.cut() + within
    }

    /// Where in the chapter so many seconds of the take sound; of what was cut off, the nearer end.
    #[must_use]
    pub fn in_chapter(&self, take_seconds: f64) -> f64 {
        self.start() + (take_seconds - self.cut()).clamp(0.0, self.rate.seconds(self.span.frames()))
    }

    /// How much of the take's beginning is left out, in seconds.
    fn cut(&self) -> f64 {
        // The take's rate is what makes its part as long as its place in the chapter.
        let length = (self.clip.to.saturating_sub(self.clip.from)).0.max(1) as f64;
        self.clip.from.0 as f64 / length * self.rate.seconds(self.span.frames())
    }
}

impl Timeline {
    /// The length of the chapter in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.sample_rate.seconds(self.frames)
    }

    /// The place among the spans of the one that sounds at a frame, at the very end the last one; `None` behind that.
    #[must_use]
    pub fn span_at(&self, at: Frames) -> Option<usize> {
        let last = self.spans.len().checked_sub(1)?;
        (at <= self.frames).then(|| self.spans.partition_point(|span| span.end <= at).min(last))
    }

    /// The lines in the order in which they are heard.
    #[must_use]
    pub fn heard(&self) -> impl DoubleEndedIterator<Item = HeardLine<'_>> {
        self.spans.iter().filter_map(|span| match &span.sounds {
            Sounds::Cue { cue, clip, .. } => Some(HeardLine { cue, clip, rate: self.sample_rate, span }),
            Sounds::Pause { .. } => None,
        })
    }

    /// The line that is heard at so many seconds; in a pause, the nearer of the two around it. `None` outside of the
    /// chapter.
    #[must_use]
    pub fn heard_at(&self, seconds: f64) -> Option<HeardLine<'_>> {
        if !(0.0..=self.seconds()).contains(&seconds) {
            return None;
        }
        let distance = |heard: &HeardLine<'_>| -> Frames {
            let at = self.sample_rate.frames(seconds);
            heard.span.start.saturating_sub(at).max(at.saturating_sub(heard.span.end))
        };
        // The first of two that are equally near: what was heard comes before the note about it.
        self.heard().min_by_key(distance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::{Pause, testing};
    use crate::words::ChapterId;

    /// A second of head, a line of two seconds of a take at the double rate, a second of pause, a line of a second.
    fn timeline() -> Timeline {
        let line = |cue: &str, from, to| testing::line(cue.parse().unwrap(), from, to);
        let pause = testing::pause(Pause::Paragraph);
        let parts = [
            (1000, pause.clone()),
            (2000, line("01-0001", 600, 4600)),
            (1000, pause),
            (1000, line("01-0002", 0, 1000)),
        ];
        testing::chapter(ChapterId::new(1), parts)
    }

    #[test]
    fn a_time_in_the_chapter_is_a_place_in_a_take() {
        let timeline = timeline();
        let place = |seconds| {
            timeline
                .heard_at(seconds)
                .map(|heard| (heard.cue.to_string(), (heard.in_take(seconds) * 1000.0).round() / 1000.0))
        };
        let first = |seconds| Some(("01-0001".to_owned(), seconds));
        assert_eq!([1.0, 1.5, 2.999].map(place), [first(0.3), first(0.8), first(2.299)]);
        assert_eq!(place(0.0), first(0.3), "in the head, the first line is next");
        assert_eq!(place(3.4), first(2.3), "a pause belongs to the nearer line");
        assert_eq!(place(3.6), Some(("01-0002".to_owned(), 0.0)));
        assert_eq!(place(5.0), Some(("01-0002".to_owned(), 1.0)));
        assert_eq!([-0.1, 5.1, f64::NAN].map(place), [None, None, None]);
    }

    #[test]
    fn every_frame_lies_in_one_span() {
        let timeline = timeline();
        let span = |frame| timeline.span_at(Frames(frame));
        assert_eq!([0, 999, 1000, 2999, 3000, 4999, 5000].map(span), [0, 0, 1, 1, 2, 3, 3].map(Some));
        assert_eq!(span(5001), None);
    }

    #[test]
    fn a_place_in_a_take_is_a_time_in_the_chapter() {
        let timeline = timeline();
        let heard: Vec<HeardLine<'_>> = timeline.heard().collect();
        assert_eq!(heard.len(), 2);
        for seconds in [1.0, 1.7, 3.0] {
            assert!((heard[0].in_chapter(heard[0].in_take(seconds)) - seconds).abs() < 1e-9);
        }
        assert_eq!((heard[0].in_chapter(0.0), heard[0].in_chapter(100.0)), (1.0, 3.0));
    }
}
