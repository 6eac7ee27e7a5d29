//! What the fuzz targets hold every input to: the laws of `tests/hostile.rs`.

#[path = "../../tests/support/laws.rs"]
mod laws;

pub use laws::*;
