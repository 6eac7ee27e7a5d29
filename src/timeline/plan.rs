//! From chosen takes to a timeline.

use crate::check::Review;
use crate::level::{Placement, Sessions, Stretch, solve};
use crate::script::{Chapter, Cue};
use crate::signal::Speech;
use crate::signal::tone::scatter;
use crate::takes::Sound;
use crate::words::{Book, Frames, Gain, Profile, SampleRate};

use super::{Bed, Clip, Levels, Pause, RoomTone, Sounds, Span, Timeline, Tone};

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
    placement: Placement,
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

/// The takes of a book with what was decided about their sessions.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The takes, judged.
    pub review: &'a Review,
    /// Which were made together.
    pub sessions: &'a Sessions,
    /// The room tone of each session.
    pub tones: &'a [RoomTone],
}

/// Lays out a chapter: head, cues with the pauses between them, tail, and the gain of each take.
///
/// A cue without a take is left out; the pause there is the longest of those around it. `None` where no cue of the
/// chapter has a take with speech in it.
#[must_use]
pub fn plan(chapter: &Chapter, material: Material<'_>, book: &Book, profile: &Profile) -> Option<Timeline> {
    let rate = book.recording.sample_rate;
    let mut layout = Layout::new(rate, book, material, chapter_seed(chapter));
    let mut before: Option<&Cue> = None;
    let mut pause: Option<Pause> = None;
    for cue in &chapter.cues {
        if let Some(before) = before {
            let here = Pause::between(before, cue);
            let longer = |pause: &Pause| pause.seconds(&book.spacing) > here.seconds(&book.spacing);
            pause = Some(pause.filter(longer).unwrap_or(here));
        }
        before = Some(cue);
        if let Some(line) = line(cue, material) {
            let here = pause.take().unwrap_or(Pause::Paragraph);
            layout.add(if layout.spans.is_empty() { Pause::Head } else { here }, &line);
        }
    }
    layout.end()?;

    let solved = solve(&layout.stretches, layout.loudest_noise, profile);
    let timeline = Timeline {
        chapter: chapter.id.clone(),
        title: chapter.title.clone(),
        sample_rate: rate,
        frames: layout.position,
        ceiling: profile.aim.ceiling.db(),
        aim: solved.aim,
        high_pass: book.levels.high_pass(),
        tones: layout.tones,
        levels: Levels {
            chapter: Gain::UNITY,
            // Those of this chapter alone: another one's pickup is none of its business.
            sessions: layout.tone_sessions.iter().map(|&session| material.sessions.all()[session].gain).collect(),
        },
        fade: rate.frames(FADE),
        made_from: None,
        spans: layout.spans,
    };
    Some(timeline.raised_by(solved.gain))
}

/// Another order of grains in each chapter, the same in every build.
fn chapter_seed(chapter: &Chapter) -> u64 {
    chapter.id.to_string().bytes().fold(0, |seed, byte| scatter(seed, u64::from(byte)))
}

fn line<'a>(cue: &'a Cue, material: Material<'a>) -> Option<Line<'a>> {
    let take = material.review.used(&cue.id)?;
    let Sound { format, measured, .. } = take.sound.as_ref().ok()?;
    Some(Line {
        cue,
        file: &take.file,
        rate: format.sample_rate,
        speech: measured.speech.as_ref()?,
        loudness_mean_square: measured.loudness.integrated_mean_square,
        placement: material.sessions.place(take),
    })
}

/// A chapter while it is laid out, before its own gain.
struct Layout<'a> {
    rate: SampleRate,
    book: &'a Book,
    material: Material<'a>,
    seed: u64,
    tones: Vec<Tone>,
    /// For each of `tones`, the session that it is of.
    tone_sessions: Vec<usize>,
    spans: Vec<Span>,
    stretches: Vec<Stretch>,
    position: Frames,
    /// The last cue's bed, and the quiet that was kept behind its speech.
    behind: Option<(Bed, Frames)>,
    /// The mean square of the loudest room tone.
    loudest_noise: f64,
}

impl<'a> Layout<'a> {
    fn new(rate: SampleRate, book: &'a Book, material: Material<'a>, seed: u64) -> Self {
        Self {
            rate,
            book,
            material,
            seed,
            tones: Vec::new(),
            tone_sessions: Vec::new(),
            spans: Vec::new(),
            stretches: Vec::new(),
            position: Frames::ZERO,
            behind: None,
            loudest_noise: 0.0,
        }
    }

    /// Adds a cue, and before it a pause: with the quiet that the cue brings and what the cue before left, the quiet is as
    /// long as the book's spacing says.
    fn add(&mut self, pause: Pause, line: &Line<'_>) {
        let own = self.material.sessions.all()[line.placement.session].gain + line.placement.apart;
        let bed = self.bed(line.placement.session, own);
        let (from, room_behind) = self.behind.unwrap_or((bed, Frames::ZERO));
        self.pause(pause, room_behind + line.room_before(self.rate), from, bed);
        self.cue(line, own, bed);
        self.behind = Some((bed, line.room_behind(self.rate)));
    }

    /// Adds the pause behind the last cue; `None` where there is no cue.
    fn end(&mut self) -> Option<()> {
        let (bed, room) = self.behind?;
        self.pause(Pause::Tail, room, bed, bed);
        Some(())
    }

    /// What lies under a take of a session that has this gain.
    fn bed(&mut self, session: usize, gain: Gain) -> Bed {
        let room_tone = &self.material.tones[session];
        let tone = self.tone_sessions.iter().position(|&other| other == session).unwrap_or_else(|| {
            self.tones.push(Tone { clips: room_tone.clips.clone(), made: room_tone.made(), seed: self.seed });
            self.tone_sessions.push(session);
            self.tones.len() - 1
        });
        let bed = Bed { tone, gain: room_tone.gain() + gain };
        self.loudest_noise = self.loudest_noise.max(self.mean_square(bed));
        bed
    }

    fn mean_square(&self, bed: Bed) -> f64 {
        self.material.tones[self.tone_sessions[bed.tone]].mean_square * bed.gain.factor().powi(2)
    }

    fn push(&mut self, stretch: Stretch, sounds: Sounds) {
        let frames = stretch.frames;
        // A pause of no length is no span.
        if frames > Frames::ZERO {
            self.spans.push(Span { start: self.position, end: self.position + frames, sounds });
            self.stretches.push(stretch);
            self.position += frames;
        }
    }

    fn pause(&mut self, pause: Pause, room: Frames, from: Bed, to: Bed) {
        let frames = self.rate.frames(pause.seconds(&self.book.spacing)).saturating_sub(room);
        let mean_square = f64::midpoint(self.mean_square(from), self.mean_square(to));
        let stretch = Stretch { frames, mean_square, loudness_mean_square: None };
        self.push(stretch, Sounds::Pause { pause, from, to });
    }

    fn cue(&mut self, line: &Line<'_>, gain: Gain, bed: Bed) {
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
            session: self.tone_sessions.iter().position(|&session| session == line.placement.session).unwrap_or(0),
            gain,
            apart: line.placement.apart,
            bed,
            head_fade: shorter(line.room_before(self.rate)),
            tail_fade: shorter(line.room_behind(self.rate)),
        };
        let power = gain.factor().powi(2);
        let stretch = Stretch {
            frames,
            mean_square: line.speech.kept_mean_square * power,
            loudness_mean_square: line.loudness_mean_square.map(|heard| heard * power),
        };
        self.push(stretch, sounds);
    }
}
