//! From chosen takes to a timeline.

use crate::check::Review;
use crate::level::{Placement, Sessions, Stretch, solve};
use crate::script::{Chapter, Cue};
use crate::signal::Speech;
use crate::signal::tone::{TONE_LEVEL, scatter};
use crate::takes::{Mix, Sound, Take};
use crate::words::{Book, Frames, Gain, Profile, SampleRate};

use super::tone::LevelAround;
use super::{Bed, Clip, Levels, Pause, RoomTone, Sounds, Span, Timeline, Tone};

/// How long a take and the room tone share, at either end of the take, in seconds: inside what was kept around the
/// speech, so that no fade ever touches a word.
const FADE: f64 = 0.03;

/// The fade of a take that was cut where its speech begins or ends, in seconds: what keeps the cut from clicking, and no
/// more, as what it fades is a part of the first or the last word.
const SHORTEST_FADE: f64 = 0.002;

/// The least offset that is taken out of a take, in millionths of full scale: less, -80 dBFS, clicks at no cut, moves no floor
/// that a distributor measures, and may be the chance of a short pause.
const LEAST_OFFSET: i32 = 100;

/// A cue with the take it uses.
struct Line<'a> {
    cue: &'a Cue,
    take: &'a Take,
    channels: Mix,
    rate: SampleRate,
    speech: &'a Speech,
    loudness_mean_square: Option<f64>,
    /// Its DC offset in millionths of full scale; 0 where it does not matter.
    offset: i32,
    placement: Placement,
}

impl Line<'_> {
    /// The mean square of what it brings into a chapter, its offset taken out.
    fn mean_square(&self) -> f64 {
        let offset = f64::from(self.offset) / 1e6;
        (self.speech.kept_mean_square - offset * offset).max(0.0)
    }

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
    let lines = lines(chapter, material, book);
    let mut layout = Layout::new(rate, book, material, rooms(&lines, material));
    for (pause, line) in &lines {
        layout.add(*pause, line);
    }
    layout.end()?;
    layout.spans.shrink_to_fit();

    let solved = solve(&layout.stretches, layout.loudest_noise, profile);
    let timeline = Timeline {
        chapter: chapter.id.clone(),
        title: chapter.title.clone(),
        sample_rate: rate,
        bit_depth: book.masters.bit_depth,
        frames: layout.position,
        ceiling: profile.aim.ceiling.db(),
        aim: solved.aim,
        high_pass: book.levels.high_pass(),
        seed: chapter_seed(chapter),
        levels: Levels {
            chapter: Gain::UNITY,
            // Those of this chapter alone: another one's pickup is none of its business.
            sessions: layout.rooms.iter().map(|room| material.sessions.all()[room.session].gain).collect(),
        },
        tones: layout.rooms.into_iter().map(|room| room.tone).collect(),
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

/// The cues that have a take, each with the pause before it.
fn lines<'a>(chapter: &'a Chapter, material: Material<'a>, book: &Book) -> Vec<(Pause, Line<'a>)> {
    let mut lines = Vec::new();
    let mut before: Option<&Cue> = None;
    let mut pause: Option<Pause> = None;
    for cue in &chapter.cues {
        if let Some(before) = before {
            let here = Pause::between(before, cue);
            let longer = |pause: &Pause| pause.seconds(&book.spacing) > here.seconds(&book.spacing);
            pause = Some(pause.filter(longer).unwrap_or(here));
        }
        before = Some(cue);
        if let Some(line) = line(cue, material, book) {
            let here = pause.take().unwrap_or(Pause::Paragraph);
            lines.push((if lines.is_empty() { Pause::Head } else { here }, line));
        }
    }
    lines
}

fn line<'a>(cue: &'a Cue, material: Material<'a>, book: &Book) -> Option<Line<'a>> {
    let take = material.review.used(&cue.id)?;
    let sound = take.sound.as_deref().ok()?;
    let Sound { format, measured, .. } = sound;
    let speech = measured.speech.as_ref()?;
    // The filter against rumble takes it out, too; and without a pause, nothing tells it from a lopsided voice.
    let is_left = book.levels.high_pass().is_some() || measured.room.is_none();
    let offset = if is_left { 0.0 } else { measured.offset };
    let offset = (offset.clamp(-1.0, 1.0) * 1e6).round() as i32;
    Some(Line {
        cue,
        take,
        channels: sound.mix(),
        rate: format.sample_rate,
        speech,
        loudness_mean_square: measured.loudness.integrated_mean_square,
        offset: if offset.abs() >= LEAST_OFFSET { offset } else { 0 },
        placement: material.sessions.place(take),
    })
}

/// The room of a session as a chapter hears it.
struct ChapterRoom {
    session: usize,
    tone: Tone,
    level: LevelAround,
}

/// The rooms of a chapter's lines, in the order in which they are first heard.
fn rooms(lines: &[(Pause, Line<'_>)], material: Material<'_>) -> Vec<ChapterRoom> {
    let mut sessions: Vec<usize> = Vec::new();
    for (_, line) in lines {
        if !sessions.contains(&line.placement.session) {
            sessions.push(line.placement.session);
        }
    }
    let room = |session: usize| {
        let takes =
            || lines.iter().filter(move |(_, line)| line.placement.session == session).map(|(_, line)| line.take);
        let room_tone = &material.tones[session];
        ChapterRoom { session, tone: room_tone.under(takes()), level: room_tone.level_around(takes()) }
    };
    sessions.into_iter().map(room).collect()
}

/// A chapter while it is laid out, before its own gain.
struct Layout<'a> {
    rate: SampleRate,
    book: &'a Book,
    material: Material<'a>,
    rooms: Vec<ChapterRoom>,
    spans: Vec<Span>,
    stretches: Vec<Stretch>,
    position: Frames,
    /// The last cue's bed, and the quiet that was kept behind its speech.
    behind: Option<(Bed, Frames)>,
    /// The mean square of the loudest room tone.
    loudest_noise: f64,
}

impl<'a> Layout<'a> {
    fn new(rate: SampleRate, book: &'a Book, material: Material<'a>, rooms: Vec<ChapterRoom>) -> Self {
        Self {
            rate,
            book,
            material,
            rooms,
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
        let bed = self.bed(line, own);
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

    /// What lies under a take that has this gain: its own room, as loud as in the take.
    fn bed(&mut self, line: &Line<'_>, gain: Gain) -> Bed {
        let tone = self.rooms.iter().position(|room| room.session == line.placement.session).unwrap_or_default();
        let bed = Bed { tone, gain: self.rooms[tone].level.gain(line.take) + gain };
        self.loudest_noise = self.loudest_noise.max(mean_square(bed));
        bed
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
        let mean_square = f64::midpoint(mean_square(from), mean_square(to));
        let stretch = Stretch { frames, mean_square, loudness_mean_square: None };
        self.push(stretch, Sounds::Pause { pause, from, to });
    }

    fn cue(&mut self, line: &Line<'_>, gain: Gain, bed: Bed) {
        let kept = &line.speech.kept;
        let clip = Clip { file: line.take.file.clone(), channels: line.channels, from: kept.start, to: kept.end };
        let frames = self.rate.rescale(kept.end - kept.start, line.rate);
        let shorter = |room: Frames| {
            let room = room.max(self.rate.frames(SHORTEST_FADE));
            Some(room).filter(|&room| room < self.rate.frames(FADE))
        };
        let sounds = Sounds::Cue {
            cue: line.cue.id.clone(),
            text: line.cue.text.clone(),
            clip,
            session: bed.tone,
            offset: line.offset,
            gain,
            apart: line.placement.apart,
            bed,
            head_fade: shorter(line.room_before(self.rate)),
            tail_fade: shorter(line.room_behind(self.rate)),
        };
        let power = gain.factor().powi(2);
        let stretch = Stretch {
            frames,
            mean_square: line.mean_square() * power,
            loudness_mean_square: line.loudness_mean_square.map(|heard| heard * power),
        };
        self.push(stretch, sounds);
    }
}

/// The mean square of the room tone of a bed.
fn mean_square(bed: Bed) -> f64 {
    (TONE_LEVEL + bed.gain).mean_square()
}
