//! Choosing room tone: a recording of the room first, pauses of the takes second, made noise last.

use crate::check::Review;
use crate::level::Sessions;
use crate::takes::Sound;
use crate::words::{Dbfs, Frames, Gain, SampleRate};

use super::Clip;

/// The room tone of a recording session.
#[derive(Clone, PartialEq, Debug)]
pub struct RoomTone {
    /// Where it is taken from; nothing where it is made.
    pub clips: Vec<Clip>,
    /// Its mean square as it was recorded, or as it is made.
    pub mean_square: f64,
    /// The mean square of the noise of the session's takes; `None` where nothing is known of it.
    pub noise: Option<f64>,
    /// Where it comes from.
    pub origin: ToneOrigin,
}

impl RoomTone {
    /// The level of the noise that is made where there is nothing to take it from.
    #[must_use]
    pub fn made(&self) -> Option<Dbfs> {
        Dbfs::from_mean_square(self.mean_square).filter(|_| self.origin == ToneOrigin::Made)
    }

    /// The gain that brings it to the level of the noise of the takes around it.
    #[must_use]
    pub fn gain(&self) -> Gain {
        match_gain(self.noise, self.mean_square)
    }
}

/// Where room tone comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ToneOrigin {
    /// A file that is a recording of the room.
    Recorded,
    /// Pauses in the takes of the book.
    Harvested,
    /// Nothing was found: it is made.
    Made,
}

/// What is left out at either end of a room tone file, in seconds: the hand on the button.
const TRIM: f64 = 0.25;

/// The shortest quiet in a room tone file in which somebody speaks that is worth more than the pauses of the takes, in
/// seconds: a take that was misnamed has none as long.
const SHORTEST_BESIDE_SPEECH: f64 = 2.0;

/// The most that is taken of recorded tone, in seconds: enough for no pattern to be heard, little enough for memory.
const LONGEST_TONE: f64 = 30.0;

/// What is left out at either end of a pause, in seconds: the last of one word and the first of the next.
const PAUSE_TRIM: f64 = 0.04;

/// A pause must be this long after trimming to be used, in seconds.
const SHORTEST_CLIP: f64 = 0.25;

/// The most clips that are harvested.
const MOST_CLIPS: usize = 24;

/// How far tone may be raised or lowered to lie at the level of the takes' own pauses.
const MATCH_BOUND_DB: f64 = 12.0;

/// How much louder than the quietest pause a harvested one may be, as a ratio of mean squares (3 dB): louder ones hold a
/// breath or a page.
const QUIET_ENOUGH: f64 = 2.0;

/// The level of made noise where not even the takes' noise is known: below every distributor's limit, above silence.
const MADE_LEVEL: Dbfs = Dbfs::new(-75.0);

/// Chooses the room tone of each recording session.
#[must_use]
pub fn choose_tones(review: &Review, sessions: &Sessions) -> Vec<RoomTone> {
    let noise = median_noise(review);
    sessions
        .all()
        .iter()
        .map(|_| {
            let (clips, mean_square, origin) = match mean_square_of(recorded(review)) {
                Some((clips, own)) => (clips, own, ToneOrigin::Recorded),
                None => match mean_square_of(harvest(review)) {
                    Some((clips, own)) => (clips, own, ToneOrigin::Harvested),
                    None => (Vec::new(), noise.unwrap_or(MADE_LEVEL.mean_square()), ToneOrigin::Made),
                },
            };
            RoomTone { clips, mean_square, noise, origin }
        })
        .collect()
}

/// A part of a file with its mean square.
type MeasuredClip = (Clip, f64);

/// The clips and the mean square of all together; `None` where there are none.
fn mean_square_of(measured: Vec<MeasuredClip>) -> Option<(Vec<Clip>, f64)> {
    let length = |clip: &Clip| (clip.to - clip.from).0 as f64;
    let energy: f64 = measured.iter().map(|(clip, mean_square)| mean_square * length(clip)).sum();
    let frames: f64 = measured.iter().map(|(clip, _)| length(clip)).sum();
    (frames > 0.0).then(|| (measured.into_iter().map(|(clip, _)| clip).collect(), energy / frames))
}

/// The recordings of the room, up to the length that is enough.
fn recorded(review: &Review) -> Vec<MeasuredClip> {
    let mut enough = LONGEST_TONE;
    let mut clips = Vec::new();
    for take in review.room_tones() {
        let Ok(sound) = &take.sound else { continue };
        if let Some(clip) = clip_of_tone(&take.file, sound, enough) {
            enough -= sound.format.sample_rate.seconds(clip.0.to - clip.0.from);
            clips.push(clip);
        }
    }
    clips
}

fn used_sounds(review: &Review) -> impl Iterator<Item = (&str, &Sound)> {
    review.takes.iter().filter_map(|take| {
        let used = review.used(take.id.as_ref()?.cue())?;
        Some((take.file.as_str(), take.sound.as_ref().ok()?)).filter(|_| used.file == take.file)
    })
}

/// The median of the mean squares of the noise between the words, over all takes in use.
fn median_noise(review: &Review) -> Option<f64> {
    let mut noises: Vec<f64> = used_sounds(review)
        .filter_map(|(_, sound)| sound.measured.speech.as_ref()?.noise_mean_square)
        .filter(|&noise| noise > 0.0)
        .collect();
    noises.sort_by(f64::total_cmp);
    noises.get(noises.len() / 2).copied()
}

fn match_gain(noise: Option<f64>, own: f64) -> Gain {
    let levels = noise.and_then(Dbfs::from_mean_square).zip(Dbfs::from_mean_square(own));
    levels.map_or(Gain::UNITY, |(wanted, own)| {
        Gain::from_db(wanted.above(own).db().clamp(-MATCH_BOUND_DB, MATCH_BOUND_DB))
    })
}

/// The middle of a room tone file, with its mean square; of one in which something else is heard, the quietest long
/// stretch without it. `None` where that is too short or silent.
fn clip_of_tone(file: &str, sound: &Sound, enough: f64) -> Option<MeasuredClip> {
    let (rate, measured) = (sound.format.sample_rate, &sound.measured);
    let (quiet, mean_square, shortest) = match &measured.speech {
        None => (Frames::ZERO..measured.frames, measured.median_mean_square, SHORTEST_CLIP),
        Some(speech) => (speech.quietest_pause.clone()?, speech.noise_mean_square?, SHORTEST_BESIDE_SPEECH),
    };
    let trim = rate.frames(TRIM);
    let from = quiet.start + trim;
    let to = quiet.end.saturating_sub(trim).min(from + rate.frames(enough));
    let usable = to.saturating_sub(from) >= rate.frames(shortest) && mean_square > 0.0;
    usable.then(|| (Clip { file: file.to_owned(), from, to }, mean_square))
}

/// The longest pauses of all takes in use whose noise is among the quietest.
fn harvest(review: &Review) -> Vec<MeasuredClip> {
    let sounds: Vec<_> =
        used_sounds(review).filter_map(|(file, sound)| Some((file, sound, sound.measured.speech.as_ref()?))).collect();
    let quietest =
        sounds.iter().filter_map(|(_, _, speech)| speech.noise_mean_square).filter(|&n| n > 0.0).min_by(f64::total_cmp);
    let Some(quietest) = quietest else { return Vec::new() };
    let mut found: Vec<(Frames, MeasuredClip)> = Vec::new();
    for (file, sound, speech) in sounds {
        let Some((pause, noise)) = speech.quietest_pause.as_ref().zip(speech.noise_mean_square) else { continue };
        if noise == 0.0 || noise > quietest * QUIET_ENOUGH {
            continue;
        }
        let rate = sound.format.sample_rate;
        let trim = rate.frames(PAUSE_TRIM);
        let (from, to) = (pause.start + trim, pause.end.saturating_sub(trim));
        let length = to.saturating_sub(from);
        if length >= rate.frames(SHORTEST_CLIP) {
            found.push((SampleRate::CD.rescale(length, rate), (Clip { file: file.to_owned(), from, to }, noise)));
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.0.file.cmp(&b.1.0.file)));
    found.truncate(MOST_CLIPS);
    found.into_iter().map(|(_, clip)| clip).collect()
}
