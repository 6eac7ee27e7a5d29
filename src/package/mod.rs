//! Packages: delivered files, encoded from masters, read back and measured, and put in place whole.

mod along;
mod decode;
mod disk;
mod encode;
mod folder;
mod make;
mod measure;
mod read;
mod sound;
mod standing;
#[cfg(test)]
mod testing;

pub use along::{Beside, write_beside};
pub use folder::{Workplace, sweep};
pub use make::{Made, Source, Task, made_from, make, says, tags};
pub use measure::{digest, measure};
pub use standing::{Standing, losses, manifest_at};

/// The code that encodes and measures, by a digest of its sources and of what it was compiled from and for (`build.rs`).
pub const ENCODED_BY: &str = env!("CUEBOOK_ENCODED_BY");
