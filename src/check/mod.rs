//! Judging: measurements against rules, as findings. Nothing here sees a sample.

mod across;
mod attempts;
mod bench;
mod chapter;
mod comparable;
mod conflict;
mod continuations;
mod first_heard;
mod memory;
mod names;
mod pace;
mod pickups;
mod progress;
mod rate;
mod review;
mod spacing;
mod take;
mod used;
mod voice;
mod work;

#[cfg(test)]
mod testing;

pub use chapter::{Master, judge_master};
pub(crate) use comparable::{Comparable, FEWEST, INAUDIBLE, REACH, distance};
pub use memory::{Memory, Verdicts, Waived, WaivedChapters};
pub use pickups::{Figures, Pickup, PickupKind, Reason, pickups};
pub use progress::{BookProgress, ChapterProgress, Checkpoint, Progress, Standing, progress};
pub use rate::{Expected, Interval, Rate};
pub use review::{Review, Why, review};
pub use spacing::judge_spacing;
pub use take::{Against, judge_take};
pub use voice::{Forecast, Voice};
pub use work::{AtMicrophone, DayWork, Made, at_microphone, day_work, made};

/// From the median absolute deviation to the standard deviation of what is spread normally: 1 / Φ⁻¹(3/4).
const DEVIATIONS: f64 = 1.4826;

/// The middle of these values; `None` for none.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

/// How far these errors are spread around zero, as a standard deviation that outliers do not move; `None` for none.
pub(crate) fn spread(errors: impl Iterator<Item = f64>) -> Option<f64> {
    median(&mut errors.map(f64::abs).collect::<Vec<_>>()).map(|middle| DEVIATIONS * middle)
}
