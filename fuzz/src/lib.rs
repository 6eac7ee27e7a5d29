//! What the fuzz targets hold every input to: the laws of `tests/sound/hostile.rs`.

#[path = "../../tests/support/laws.rs"]
mod laws;
#[path = "../../tests/support/take_laws.rs"]
pub mod take_laws;

pub use laws::*;
