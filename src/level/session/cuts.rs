//! Where a row of takes changes for good.

use super::evidence::{Made, Varying};
use crate::check::median;
use crate::signal::OCTAVES;

/// So many takes on either side show that something changed for good.
const FEWEST: usize = 4;

/// So many are needed on either side for a value to have a say.
const FEWEST_VALUES: usize = 3;

/// How surely something changed: the sum over noise, level and tone of the squares of what the means differ by, in standard
/// errors. Chance does not reach half of it; nothing depends on it closely, as what was cut for nothing is joined again.
const CHANGED: f64 = 30.0;

/// How many standard deviations from the middle a value may count for: one odd take is no change.
const ODD: f64 = 3.0;

/// More recording sessions no book has; it keeps a row of pure chance from being cut for ever.
const MOST_CUTS: usize = 256;

/// Noise, level and the octaves of a take; the octaves together count as much as one of the others.
const VALUES: usize = 2 + OCTAVES;

/// The places in a row of takes at which something changed, in rising order; never nearer to each other than four takes.
pub(super) fn cuts(takes: &[&Made<'_>], varying: Varying) -> Vec<usize> {
    let mut found = Vec::new();
    let mut waiting = Vec::from([(0, takes.len())]);
    while let Some((start, end)) = waiting.pop().filter(|_| found.len() < MOST_CUTS) {
        let varying = varying.most(Varying::of(&takes[start..end].iter().map(|&&take| take)));
        if let Some(cut) = strongest(&takes[start..end], varying).map(|cut| start + cut) {
            found.push(cut);
            waiting.push((start, cut));
            waiting.push((cut, end));
        }
    }
    found.sort_unstable();
    found
}

fn value(take: &Made<'_>, number: usize) -> Option<f64> {
    match number {
        0 => take.floor,
        1 => take.level,
        octave => take.tone().map(|tone| tone[octave - 2]),
    }
}

/// The place where the takes before differ most from those behind; `None` where nothing changed.
fn strongest(takes: &[&Made<'_>], varying: Varying) -> Option<usize> {
    let places = FEWEST..(takes.len() + 1).saturating_sub(FEWEST);
    let mut changed = vec![0.0; takes.len()];
    for number in 0..VALUES {
        let deviation = match number {
            0 => varying.floor,
            1 => varying.level,
            _ => varying.tone,
        };
        let weight = if number < 2 { 1.0 } else { 1.0 / OCTAVES as f64 };
        let known: Vec<Option<f64>> = takes.iter().map(|take| value(take, number)).collect();
        let Some(middle) = median(&mut known.iter().flatten().copied().collect::<Vec<_>>()) else { continue };
        let held = |value: f64| (value - middle).clamp(-ODD * deviation, ODD * deviation);
        let (all, count) =
            known.iter().flatten().fold((0.0, 0usize), |(sum, count), &value| (sum + held(value), count + 1));
        let (mut before, mut counted) = (0.0, 0usize);
        for (place, value) in known.into_iter().enumerate() {
            let behind = count - counted;
            if counted >= FEWEST_VALUES && behind >= FEWEST_VALUES {
                let step = before / counted as f64 - (all - before) / behind as f64;
                let error = deviation.powi(2) * (1.0 / counted as f64 + 1.0 / behind as f64);
                changed[place] += weight * step * step / error;
            }
            if let Some(value) = value {
                before += held(value);
                counted += 1;
            }
        }
    }
    let best = places.max_by(|&one, &other| changed[one].total_cmp(&changed[other]))?;
    (changed[best] > CHANGED).then_some(best)
}
