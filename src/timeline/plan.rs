//! From chosen takes to a timeline.

use crate::check::Review;
use crate::level::{Stretch, gain_for};
use crate::script::{Chapter, Cue};
use crate::signal::Speech;
use crate::signal::tone::scatter;
use crate::takes::Sound;
use crate::words::{Book, Frames, Gain, Profile, SampleRate};

use super::{Clip, Pause, RoomTone, Sounds, Span, Timeline, Tone};

/// How long a take and the room tone share, at either end of the take, in seconds: inside what was kept around the
/// speech, so that no fade ever touches a word.
const FADE: f64 = 0.03;

/// The fade of a take that was cut where its speech begins or ends, in seconds: what keeps the cut from clicking, and no
/// more, as what it fades is a part of the first or the last word.
const SHORTEST_FADE: f64 = 0.002;

/// A cue with the take it uses.
struct Line<'a> {
    cue: &'a Cue,
    file: &'a str,
    rate: SampleRate,
    speech: &'a Speech,
    loudness_mean_square: Option<f64>,
}

impl Line<'_> {
    /// The quiet that is kept before the speech, at the chapter's rate.
    fn room_before(&self, rate: SampleRate) -> Frames {
        rate.rescale(self.speech.start.saturating_sub(self.speech.kept.start), self.rate)
    }

    /// The quiet that is kept behind the speech, at the chapter's rate.
    fn room_behind(&self, rate: SampleRate) -> Frames {
        rate.rescale(self.speech.kept.end.saturating_sub(self.speech.end), self.rate)
    }
}

/// Lays out a chapter: head, cues with the pauses between them, tail, and one gain for all.
///
/// A cue without a take is left out; the pause there is the longest of those around it. `None` where no cue of the
/// chapter has a take with speech in it.
#[must_use]
pub fn plan(
    chapter: &Chapter,
    review: &Review,
    room_tone: &RoomTone,
    book: &Book,
    profile: &Profile,
) -> Option<Timeline> {
    let rate = book.recording.sample_rate;
    let mut layout = Layout {
        rate,
        book,
        spans: Vec::new(),
        stretches: Vec::new(),
        position: Frames::ZERO,
        room_behind: Frames::ZERO,
        tone_mean_square: room_tone.mean_square,
    };
    let mut before: Option<&Cue> = None;
    let mut pause: Option<Pause> = None;
    for cue in &chapter.cues {
        if let Some(before) = before {
            let here = Pause::between(before, cue);
            let longer = |pause: &Pause| pause.seconds(&book.spacing) > here.seconds(&book.spacing);
            pause = Some(pause.filter(longer).unwrap_or(here));
        }
        before = Some(cue);
        if let Some(line) = line(cue, review) {
            let here = pause.take().unwrap_or(Pause::Paragraph);
            layout.pause(if layout.spans.is_empty() { Pause::Head } else { here }, line.room_before(rate));
            layout.cue(&line);
        }
    }
    if layout.spans.is_empty() {
        return None;
    }
    layout.pause(Pause::Tail, Frames::ZERO);

    let gain = gain_for(&layout.stretches, room_tone.mean_square, profile).unwrap_or(Gain::UNITY);
    for span in &mut layout.spans {
        if let Sounds::Cue { gain: of_cue, .. } = &mut span.sounds {
            *of_cue = gain;
        }
    }
    Some(Timeline {
        chapter: chapter.id.clone(),
        title: chapter.title.clone(),
        sample_rate: rate,
        frames: layout.position,
        ceiling: profile.aim.ceiling.db(),
        tone: Tone { gain: room_tone.tone.gain + gain, seed: chapter_seed(chapter), ..room_tone.tone.clone() },
        fade: rate.frames(FADE),
        spans: layout.spans,
    })
}

/// Another order of grains in each chapter, the same in every build.
fn chapter_seed(chapter: &Chapter) -> u64 {
    chapter.id.to_string().bytes().fold(0, |seed, byte| scatter(seed, u64::from(byte)))
}

fn line<'a>(cue: &'a Cue, review: &'a Review) -> Option<Line<'a>> {
    let take = review.used(&cue.id)?;
    let Sound { format, measured, .. } = take.sound.as_ref().ok()?;
    Some(Line {
        cue,
        file: &take.file,
        rate: format.sample_rate,
        speech: measured.speech.as_ref()?,
        loudness_mean_square: measured.loudness.integrated_mean_square,
    })
}

struct Layout<'a> {
    rate: SampleRate,
    book: &'a Book,
    spans: Vec<Span>,
    stretches: Vec<Stretch>,
    position: Frames,
    /// The quiet that was kept behind the speech of the last cue.
    room_behind: Frames,
    tone_mean_square: f64,
}

impl Layout<'_> {
    fn push(&mut self, stretch: Stretch, sounds: Sounds) {
        let frames = stretch.frames;
        // A pause of no length is no span.
        if frames > Frames::ZERO {
            self.spans.push(Span { start: self.position, end: self.position + frames, sounds });
            self.stretches.push(stretch);
            self.position += frames;
        }
    }

    /// Adds a pause before a cue that brings some quiet of its own; with that, and with what the cue before left, the
    /// quiet is as long as the book's spacing says.
    fn pause(&mut self, pause: Pause, room_before: Frames) {
        let quiet = self.rate.frames(pause.seconds(&self.book.spacing));
        let frames = quiet.saturating_sub(self.room_behind + room_before);
        let stretch = Stretch { frames, mean_square: self.tone_mean_square, loudness_mean_square: None };
        self.push(stretch, Sounds::Pause { pause });
    }

    fn cue(&mut self, line: &Line<'_>) {
        let kept = &line.speech.kept;
        let clip = Clip { file: line.file.to_owned(), from: kept.start, to: kept.end };
        let frames = self.rate.rescale(kept.end - kept.start, line.rate);
        let shorter = |room: Frames| {
            let room = room.max(self.rate.frames(SHORTEST_FADE));
            Some(room).filter(|&room| room < self.rate.frames(FADE))
        };
        let sounds = Sounds::Cue {
            cue: line.cue.id.clone(),
            text: line.cue.text.clone(),
            clip,
            gain: Gain::UNITY,
            head_fade: shorter(line.room_before(self.rate)),
            tail_fade: shorter(line.room_behind(self.rate)),
        };
        let mean_square = line.speech.kept_mean_square;
        self.push(Stretch { frames, mean_square, loudness_mean_square: line.loudness_mean_square }, sounds);
        self.room_behind = line.room_behind(self.rate);
    }
}
