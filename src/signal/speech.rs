//! Where speech begins and ends in a recording, and where it pauses.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::words::{Dbfs, Frames};

use super::bands::BandStep;
use super::course::{Course, PADDING, runs, steps};
use super::edges;
use super::measured::Room;

/// Where the speech of a recording is, and how loud without its offset.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Speech {
    /// Where the first sound of speech begins.
    pub start: Frames,
    /// Where the last sound of speech ends.
    pub end: Frames,
    /// The mean square between the two, pauses included.
    pub mean_square: f64,
    /// The part that belongs into a chapter: the speech with room for a breath before it and its decay behind it.
    pub kept: Range<Frames>,
    /// The mean square of the kept part with its offset: what it brings into a chapter.
    pub kept_mean_square: f64,
    /// The longest pause between two sounds of the speech.
    pub longest_gap: Option<Range<Frames>>,
}

impl Speech {
    /// The RMS level from the first sound of speech to the last.
    #[must_use]
    pub fn level(&self) -> Option<Dbfs> {
        Dbfs::from_mean_square(self.mean_square)
    }
}

/// The shortest stretch that counts as a pause, in seconds: shorter ones are the closures inside words.
const SHORTEST_PAUSE: f64 = 0.25;

/// How many envelope frames in a row must be loud to count as speech: shorter bursts are clicks.
const ONSET_FRAMES: usize = 3;

/// A recording whose loud moments stay below this holds no speech, unless it is told from the noise by more than its level.
const PLAIN_SPEECH: Dbfs = Dbfs::new(-50.0);

/// Where the loud moments of its middle band lie further below that, in decibels, a recording rumbles: voices have theirs 5
/// to 12 dB below all of them.
const RUMBLE_DB: f64 = 16.0;

/// How far faint speech rises above the noise in the middle band, where no room rumbles, in decibels; and how much of it
/// there is above a share of that, in runs of so many envelope frames: what falls over or creaks is shorter, and a car that
/// passes lower.
const FAINT_RANGE_DB: f64 = 20.0;
const FAINT_RUN: usize = 5;
const FAINT_FRAMES: usize = 40;
const FAINT_SHARE: f64 = 0.6;

/// What counts as silence where a file has no finer steps than that: below the noise of 16 bits.
const SILENCE: Dbfs = Dbfs::new(-110.0);

/// How long a quiet moment must last to show the noise of the room, in envelope frames: the closures inside words are
/// shorter.
const QUIET_FRAMES: usize = 15;

/// How far above the noise a step must be to have a say in what is loud, in decibels.
const CLEARLY_LOUD_DB: f64 = 10.0;

/// Where the loud moments are not this far above the quietest one, in decibels, that one is no pause but soft speech.
const LEAST_RANGE_DB: f64 = 15.0;

/// How far below the loud moments speech still counts, in decibels: soft consonants lie 30 dB below stressed vowels.
const SPEECH_RANGE_DB: f64 = 30.0;

/// How far up from the noise to the loud moments the threshold lies, and how far at least, in decibels.
const THRESHOLD_SHARE: f64 = 0.25;
const THRESHOLD_LEAST_DB: f64 = 3.0;

/// Which steps are above the threshold of speech; none where there is no speech.
pub(super) fn loud_steps(mean_squares: &[f64], bands: &[BandStep]) -> Vec<bool> {
    let noise = noise_level(mean_squares, PADDING.mean_square()).unwrap_or(PADDING).db();
    let middle: Vec<f64> = bands.iter().map(|step| f64::from(step.middle)).collect();
    let is_voice = |loud: &Dbfs| {
        let in_middle = loud_level(&middle, noise_level(&middle, 0.0).map_or(SILENCE.db(), Dbfs::db));
        *loud > PLAIN_SPEECH && in_middle.is_some_and(|middle| middle.db() > PLAIN_SPEECH.db() - RUMBLE_DB)
    };
    let plain = loud_level(mean_squares, noise).filter(is_voice);
    let loud = plain.map_or_else(|| faint_steps(mean_squares, &middle), |loud| above(mean_squares, noise, loud.db()));
    if onset(&loud).is_some() { loud } else { vec![false; mean_squares.len()] }
}

/// Which steps are speech in a take that was recorded far too low; none where nothing rises and falls as speech does.
fn faint_steps(mean_squares: &[f64], middle: &[f64]) -> Vec<bool> {
    let is_spoken = |noise: f64| {
        let Some(loud) = loud_level(middle, noise).map(Dbfs::db).filter(|loud| loud - noise >= FAINT_RANGE_DB) else {
            return false;
        };
        let half = Dbfs::new(noise + FAINT_SHARE * (loud - noise)).mean_square();
        let voiced: Vec<bool> = middle.iter().map(|&mean_square| mean_square > half).collect();
        runs(&voiced, true, FAINT_RUN).iter().map(ExactSizeIterator::len).sum::<usize>() >= FAINT_FRAMES
    };
    // Exact zeros alone are padding here: nothing says how far the take was turned down.
    let noise = |mean_squares: &[f64]| noise_level(mean_squares, 0.0).map(Dbfs::db);
    let silence = mean_squares.contains(&0.0).then(|| SILENCE.db());
    let noise = match (noise(mean_squares).zip(noise(middle)), silence) {
        (Some((all, middle)), _) if is_spoken(middle) => all,
        (_, Some(silence)) if is_spoken(silence) => silence,
        _ => return Vec::new(),
    };
    loud_level(mean_squares, noise).map_or(Vec::new(), |loud| above(mean_squares, noise, loud.db()))
}

/// Which steps are above the threshold between noise and loud moments of these levels.
fn above(mean_squares: &[f64], noise: f64, loud: f64) -> Vec<bool> {
    let threshold = threshold(noise, loud).mean_square();
    mean_squares.iter().map(|&mean_square| mean_square > threshold).collect()
}

/// Where so many steps in a row are loud for the first time.
fn onset(loud: &[bool]) -> Option<usize> {
    loud.windows(ONSET_FRAMES).position(|run| run.iter().all(|&l| l))
}

/// The steps from the first sound of speech to the last.
fn spoken(loud: &[bool]) -> Option<Range<usize>> {
    let last = loud.windows(ONSET_FRAMES).rposition(|run| run.iter().all(|&l| l))? + ONSET_FRAMES;
    Some(onset(loud)?..last)
}

impl Speech {
    /// The speech of a recording with this room; `None` where there is none.
    pub(super) fn of(course: &Course, room: Option<&Room>) -> Option<Self> {
        let spoken = spoken(&course.loud)?;
        let kept = edges::kept(course, &spoken, room.map(|room| room.mean_square));
        Some(Self {
            start: course.frames(&spoken).start,
            end: course.frames(&spoken).end,
            mean_square: course.mean_square(&spoken),
            kept_mean_square: course.mean_square_with_offset(&kept),
            longest_gap: longest_gap(&course.loud[spoken.clone()], spoken.start).map(|gap| course.frames(&gap)),
            kept: course.frames(&kept),
        })
    }

    /// What the pauses of this speech last together.
    pub(super) fn paused(course: &Course) -> Frames {
        let Some(spoken) = spoken(&course.loud) else { return Frames::ZERO };
        let pauses = runs(&course.loud[spoken], false, steps(SHORTEST_PAUSE));
        pauses.iter().map(|pause| course.frames(pause)).map(|pause| pause.end - pause.start).sum()
    }
}

/// The level above which a step is speech.
fn threshold(noise: f64, loud: f64) -> Dbfs {
    let lowest_speech = loud - SPEECH_RANGE_DB;
    let level = if loud - noise < LEAST_RANGE_DB {
        lowest_speech
    } else {
        (noise + THRESHOLD_SHARE * (loud - noise)).min(lowest_speech).max(noise + THRESHOLD_LEAST_DB)
    };
    Dbfs::new(level)
}

/// How loud the quietest moment gets that is long enough to be a pause, padding left out; `None` where all is padding.
fn noise_level(mean_squares: &[f64], padding: f64) -> Option<Dbfs> {
    let room = mean_squares
        .windows(QUIET_FRAMES)
        .filter(|moment| moment.iter().all(|&mean_square| mean_square > padding))
        .map(|moment| moment.iter().copied().fold(0.0, f64::max))
        .min_by(f64::total_cmp);
    room.and_then(Dbfs::from_mean_square)
}

/// The level of the loud moments, whatever share of the recording they are: of ten steps that are clearly above the
/// noise, the second loudest, so that a slammed door does not decide. Without any, that of the whole.
fn loud_level(mean_squares: &[f64], noise: f64) -> Option<Dbfs> {
    let clearly = Dbfs::new(noise + CLEARLY_LOUD_DB).mean_square();
    let mut loud: Vec<f64> = mean_squares.iter().copied().filter(|&mean_square| mean_square > clearly).collect();
    if loud.len() < ONSET_FRAMES {
        loud = mean_squares.to_vec();
    }
    loud.sort_by(f64::total_cmp);
    Dbfs::from_mean_square(*loud.get(loud.len().checked_sub(1)? * 9 / 10)?)
}

/// The longest stretch of quiet steps within speech that begins at `first`; of equally long ones the first.
fn longest_gap(spoken: &[bool], first: usize) -> Option<Range<usize>> {
    let gap = runs(spoken, false, 1).into_iter().rev().max_by_key(Range::len)?;
    Some(first + gap.start..first + gap.end)
}

#[cfg(test)]
mod tests {
    use super::super::course::Envelope;
    use super::super::room;
    use super::super::testing::{in_bits, measured, noise, pink, rumble, silence, sine, voice};
    use super::*;
    use crate::words::SampleRate;

    fn speech(parts: &[Vec<f32>]) -> Option<Speech> {
        let mut envelope = Envelope::new(SampleRate::CD);
        for part in parts {
            envelope.push(part);
        }
        let course = envelope.finish();
        Speech::of(&course, room::find(&course, std::iter::empty()).as_ref())
    }

    fn seconds(frames: Frames) -> f64 {
        SampleRate::CD.seconds(frames)
    }

    #[test]
    fn speech_is_found_between_quiet_noise_to_10_ms() {
        let found = speech(&[noise(1, 0.0006, 0.7), sine(180.0, 0.2, 2.0), noise(2, 0.0006, 1.1)]).unwrap();
        assert!((seconds(found.start) - 0.7).abs() <= 0.01, "{found:?}");
        assert!((seconds(found.end) - 2.7).abs() <= 0.011, "{found:?}");
        assert!((seconds(found.kept.start) - 0.58).abs() <= 0.01 && (seconds(found.kept.end) - 2.92).abs() <= 0.011);
        assert!((found.level().unwrap().db() + 17.0).abs() < 0.1, "a sine of 0.2 has an RMS of -16.99 dBFS");
    }

    #[test]
    fn an_offset_changes_nothing_of_what_speech_is_found_and_measured() {
        let parts = [noise(1, 0.0002, 0.7), sine(180.0, 0.045, 2.0), noise(2, 0.0002, 1.1)];
        let still = speech(&parts).unwrap();
        for offset in [0.0009, -0.02, 0.1] {
            let shifted = parts.each_ref().map(|part| part.iter().map(|sample| sample + offset).collect());
            let found = speech(&shifted).unwrap();
            assert_eq!((found.start, found.end), (still.start, still.end), "{offset}");
            let db = |speech: &Speech| speech.level().unwrap().db();
            assert!((db(&found) - db(&still)).abs() < 0.01, "{offset}: {found:?}");
        }
    }

    #[test]
    fn zeros_that_an_editor_padded_with_are_no_noise_beside_an_offset() {
        let heard = [noise(1, 0.0002, 0.7), sine(180.0, 0.045, 2.0), noise(2, 0.0002, 0.7)].concat();
        let shifted: Vec<f32> = heard.iter().map(|sample| sample + 0.02).collect();
        let found = speech(&[silence(2.0), shifted, silence(2.0)]).unwrap();
        assert!((seconds(found.start) - 2.7).abs() <= 0.01 && (seconds(found.end) - 4.7).abs() <= 0.011, "{found:?}");
    }

    #[test]
    fn a_click_is_no_speech() {
        let mut head = noise(1, 0.0006, 1.0);
        head[20_000..20_200].fill(0.4);
        let found = speech(&[head, sine(180.0, 0.2, 1.0), noise(2, 0.0006, 0.5)]).unwrap();
        assert!((seconds(found.start) - 1.0).abs() <= 0.01);
    }

    #[test]
    fn a_short_word_is_found_in_a_recording_of_any_length() {
        for seconds in [0.5, 8.0, 60.0] {
            for room in [noise(1, 0.0006, seconds), silence(seconds)] {
                let found = speech(&[room, sine(180.0, 0.2, 0.35), noise(2, 0.0006, 0.5)]).expect("the word");
                assert!((self::seconds(found.start) - seconds).abs() <= 0.01, "{seconds} s: {found:?}");
            }
        }
    }

    #[test]
    fn speech_is_told_from_noise_of_any_level_that_leaves_it_audible() {
        // Noise equally distributed to a peak has an RMS 4.8 dB below it.
        for amplitude in [0.0001, 0.0006, 0.003, 0.01, 0.03] {
            let voice: Vec<f32> =
                sine(180.0, 0.3, 2.0).iter().zip(noise(3, amplitude, 2.0)).map(|(s, n)| s + n).collect();
            let found = measured(&[noise(1, amplitude, 0.7), voice, noise(2, amplitude, 1.1)].concat());
            let level = 20.0 * amplitude.log10() - 4.77;
            assert!((found.noise().unwrap().db() - level).abs() < 0.5, "{:?} is not {level}", found.noise());
            let found = found.speech.unwrap();
            assert!(
                (seconds(found.start) - 0.7).abs() <= 0.01 && (seconds(found.end) - 2.7).abs() <= 0.011,
                "{found:?}"
            );
        }
    }

    #[test]
    fn padding_with_digital_silence_hides_no_noise() {
        let parts = [silence(0.5), noise(1, 0.0006, 5.0), sine(180.0, 0.2, 2.0), noise(2, 0.0006, 1.0), silence(0.3)];
        let found = speech(&parts).unwrap();
        assert!((seconds(found.start) - 5.5).abs() <= 0.01 && (seconds(found.end) - 7.5).abs() <= 0.011, "{found:?}");
    }

    #[test]
    fn a_slammed_door_does_not_hide_the_words() {
        let mut head = noise(1, 0.0006, 1.0);
        head.splice(20_000..24_000, noise(4, 0.9, 4000.0 / 44_100.0));
        let found = speech(&[head, sine(180.0, 0.05, 2.0), noise(2, 0.0006, 1.0)]).unwrap();
        assert!((seconds(found.end) - 3.0).abs() <= 0.03, "{found:?}");
    }

    #[test]
    fn a_soft_ending_is_kept() {
        // 27 dB below the vowels, 23 dB above the noise: an f or a th.
        let parts = [noise(1, 0.0006, 0.5), sine(180.0, 0.2, 1.0), noise(3, 0.0155, 0.3), noise(2, 0.0006, 0.5)];
        assert!((seconds(speech(&parts).unwrap().end) - 1.8).abs() <= 0.011);
    }

    #[test]
    fn speech_without_a_quiet_moment_is_kept_whole() {
        let found = speech(&[sine(180.0, 0.2, 1.005)]).unwrap();
        assert_eq!((found.start, found.kept.clone()), (Frames::ZERO, Frames::ZERO..SampleRate::CD.frames(1.005)));
    }

    #[test]
    fn speech_is_found_however_low_it_was_recorded() {
        let plain = voice(120.0, 5.0);
        let found = measured(&plain).speech.unwrap();
        // From -20 dBFS to -63, in floats and in 24 bits.
        let low: Vec<f32> = plain.iter().map(|sample| sample * 0.007).collect();
        for low in [in_bits(&low, 24), low] {
            let low = measured(&low).speech.expect("speech");
            assert!((low.level().unwrap().db() - found.level().unwrap().db() + 43.1).abs() < 0.2, "{low:?}");
            assert!((seconds(low.start) - seconds(found.start)).abs() <= 0.03, "{low:?}");
            assert!((seconds(low.end) - seconds(found.end)).abs() <= 0.03, "{low:?}");
        }
        let coarse: Vec<f32> = plain.iter().map(|sample| sample * 0.01).collect();
        assert!(measured(&in_bits(&coarse, 16)).speech.is_some());
    }

    #[test]
    fn an_empty_room_in_which_something_falls_over_is_no_speech() {
        for (seed, level) in (0..).zip([-64.0, -70.0, -78.0]) {
            for mut room in [pink(seed, level, 6.0), rumble(seed, level, 6.0), noise(seed, 0.0006, 6.0)] {
                assert_eq!(measured(&room).speech, None, "{level}");
                // A bump and a creak, 25 dB above the room, and a car that passes.
                for (start, hertz, length) in [(1.0, 90.0, 0.15), (3.0, 700.0, 0.12)] {
                    let sound = sine(hertz, Dbfs::new((level + 28.0).min(-53.0)).amplitude(), length);
                    let start = SampleRate::CD.frames(start).index();
                    room[start..].iter_mut().zip(sound).for_each(|(sample, sound)| *sample += sound);
                }
                let car = rumble(seed + 9, (level + 12.0).min(-62.0), 6.0);
                for (n, (sample, car)) in room.iter_mut().zip(car).enumerate() {
                    *sample += car * (n as f32 / 264_600.0 * std::f32::consts::PI).sin().powi(4);
                }
                assert_eq!(measured(&room).speech, None, "{level}, and what falls over in it");
            }
        }
    }

    #[test]
    fn noise_and_silence_alone_are_no_speech() {
        assert_eq!(speech(&[silence(2.0)]), None);
        assert_eq!(speech(&[noise(1, 0.001, 2.0)]), None);
        assert_eq!(speech(&[]), None);
        assert_eq!(speech(&[vec![0.5]]), None);
    }
}
