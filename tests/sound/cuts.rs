//! Where takes of real voices are cut: into the room, not into breaths and consonants. Skipped aloud where the recordings
//! are not there.

use cuebook::signal::{Measured, Meter};
use cuebook::words::SampleRate;

use super::readings::{Reading, readings};

/// Recordings by nine readers; of long ones, what lies between two pauses of half a second is taken for a take, with half
/// of each pause.
const FOLDERS: [&str; 8] = [
    "ljspeech_takes",
    "css10_multilingual",
    "librispeech",
    "sense_and_sensibility",
    "two_cities",
    "udhr",
    "fleurs_du_mal_fr",
    "sonnets",
];

struct Take {
    name: String,
    rate: SampleRate,
    samples: Vec<f32>,
}

fn measured(rate: SampleRate, samples: &[f32]) -> Measured {
    let mut meter = Meter::new(rate);
    meter.push(samples);
    meter.finish()
}

fn mean_square(samples: &[f32]) -> f64 {
    samples.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / samples.len().max(1) as f64
}

/// The mean squares of 10 ms.
fn course(take: &Take) -> Vec<f64> {
    take.samples.chunks(take.rate.frames(0.01).index()).map(mean_square).collect()
}

/// The middles of the pauses of half a second and longer: where it is softer than a hundredth of the whole.
fn pauses(rate: SampleRate, samples: &[f32]) -> Vec<usize> {
    let step = rate.frames(0.01).index();
    let limit = mean_square(samples) / 300.0;
    let (mut middles, mut quiet) = (Vec::new(), 0);
    for (number, step_samples) in samples.chunks(step).enumerate() {
        if mean_square(step_samples) < limit {
            quiet += 1;
        } else {
            if quiet >= 50 {
                middles.push((number - quiet / 2) * step);
            }
            quiet = 0;
        }
    }
    middles
}

fn takes() -> Option<Vec<Take>> {
    let mut takes = Vec::new();
    for Reading { name, rate, samples } in readings(&FOLDERS)? {
        let mut places = pauses(rate, &samples);
        places.insert(0, 0);
        places.push(samples.len());
        for (number, part) in places.windows(2).enumerate() {
            takes.push(Take { name: format!("{name} {number}"), rate, samples: samples[part[0]..part[1]].to_vec() });
        }
    }
    Some(takes)
}

/// How far the 40 ms that a take fades over at a cut lie above its room, in decibels.
fn above_room(course: &[f64], from: usize, room: f64) -> f64 {
    let part = &course[from.min(course.len() - 1)..(from + 4).min(course.len())];
    10.0 * (part.iter().sum::<f64>() / part.len() as f64 / room).log10()
}

#[test]
fn takes_of_real_voices_are_cut_in_the_room_and_not_in_breaths() {
    let Some(takes) = takes() else { return };
    let (mut heads, mut tails, mut count) = (Vec::new(), Vec::new(), 0);
    // The same at a fixed distance of the speech: 0.12 s before it and 0.22 s behind.
    let (mut fixed_heads, mut fixed_tails) = (Vec::new(), Vec::new());
    for take in &takes {
        let measured = measured(take.rate, &take.samples);
        let Some((speech, room)) = measured.speech.zip(measured.room) else { continue };
        let course = course(take);
        let step = take.rate.frames(0.01).index();
        let (from, to) = (speech.kept.start.index() / step, speech.kept.end.index() / step);
        count += 1;
        // A take that begins or ends there has not been cut.
        if from > 0 {
            fixed_heads.push(above_room(&course, (speech.start.index() / step).saturating_sub(12), room.mean_square));
            heads.push((above_room(&course, from, room.mean_square), take.name.clone()));
        }
        if to + 1 < course.len() {
            fixed_tails.push(above_room(&course, speech.end.index() / step + 18, room.mean_square));
            tails.push((above_room(&course, to.saturating_sub(4), room.mean_square), take.name.clone()));
        }
    }
    eprintln!("{count} of {} takes have a room to be cut in", takes.len());
    for (what, cuts, fixed) in [("heads", &heads, &fixed_heads), ("tails", &tails, &fixed_tails)] {
        let loud = |limit: f64| cuts.iter().filter(|(above, _)| *above > limit).count();
        eprintln!("{what}: {} cut, {} 6 dB above the room and more, {} 10 dB", cuts.len(), loud(6.0), loud(10.0));
        let fixed = fixed.iter().filter(|above| **above > 6.0).count();
        eprintln!("  at a fixed distance {fixed} would be 6 dB above the room and more");
        for (above, name) in cuts.iter().filter(|(above, _)| *above > 10.0) {
            eprintln!("  {above:.1} dB: {name}");
        }
        let share = loud(6.0) as f64 / cuts.len() as f64;
        assert!(share < 0.05, "{:.1} % of the {what} are cut in something that is heard", share * 100.0);
    }
}
