//! Judging: measurements against rules, as findings. Nothing here sees a sample.

mod chapter;
mod memory;
mod review;
mod take;

pub use chapter::{Master, judge_master};
pub use memory::{Memory, Waived};
pub use review::{Review, Why, review};
pub use take::judge_take;
