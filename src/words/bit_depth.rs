//! What samples of a master are stored as.

use serde::{Deserialize, Serialize};

/// The number of bits of a sample in a master, written as that number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub enum BitDepth {
    /// Whole numbers of 16 bits, as on a CD.
    Int16,
    /// Whole numbers of 24 bits: their noise lies below that of every converter.
    #[default]
    Int24,
    /// Floating point of 32 bits: nothing is rounded.
    Float32,
}

impl BitDepth {
    /// The number of bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::Int16 => 16,
            Self::Int24 => 24,
            Self::Float32 => 32,
        }
    }
}

impl From<BitDepth> for u32 {
    fn from(depth: BitDepth) -> Self {
        depth.bits()
    }
}

impl TryFrom<u32> for BitDepth {
    type Error = String;

    fn try_from(bits: u32) -> Result<Self, String> {
        [Self::Int16, Self::Int24, Self::Float32]
            .into_iter()
            .find(|depth| depth.bits() == bits)
            .ok_or_else(|| format!("a master's `bit_depth` is {bits}, but it must be 16, 24, or 32 for floats"))
    }
}
