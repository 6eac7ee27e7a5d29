//! Judging: measurements against rules, as findings. Nothing here sees a sample.

mod chapter;
mod memory;
mod pickups;
mod progress;
mod rate;
mod review;
mod take;
mod work;

pub use chapter::{Master, judge_master};
pub use memory::{Memory, Waived};
pub use pickups::{Figures, Pickup, PickupKind, Reason, pickups};
pub use progress::{BookProgress, ChapterProgress, Checkpoint, Progress, Standing, progress};
pub use rate::{Expected, Interval, Rate};
pub use review::{Review, Why, review};
pub use take::judge_take;
pub use work::{AtMicrophone, DayWork, Made, at_microphone, day_work, made};
