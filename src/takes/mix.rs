//! Which channels of a take are heard.

use serde::{Deserialize, Serialize};

/// The channels of a take that are averaged into the one that is measured and rendered: all, or those that have sound.
///
/// In a file it is a list of channels, counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<u32>", into = "Vec<u32>")]
pub struct Mix {
    /// A bit for each of 32 channels; none is set where all are meant.
    channels: u32,
}

impl Mix {
    /// All channels, however many there are.
    pub const ALL: Self = Self { channels: 0 };

    /// These channels, counted from 0; one beyond the 32nd is none of any take.
    #[must_use]
    pub fn of(channels: impl IntoIterator<Item = usize>) -> Self {
        let bit = |channel: usize| u32::try_from(channel).ok().and_then(|channel| 1u32.checked_shl(channel));
        Self { channels: channels.into_iter().filter_map(bit).fold(0, |all, bit| all | bit) }
    }

    /// Whether all channels are heard.
    #[must_use]
    pub fn is_of_all(&self) -> bool {
        *self == Self::ALL
    }

    /// The channels, counted from 0; nothing where all are heard.
    pub fn channels(self) -> impl Iterator<Item = usize> {
        (0..u32::BITS as usize).filter(move |channel| self.channels >> channel & 1 == 1)
    }
}

impl From<Vec<u32>> for Mix {
    fn from(channels: Vec<u32>) -> Self {
        Self::of(channels.into_iter().filter_map(|channel| usize::try_from(channel.checked_sub(1)?).ok()))
    }
}

impl From<Mix> for Vec<u32> {
    fn from(mix: Mix) -> Self {
        (1..=u32::BITS).filter(|name| mix.channels >> (name - 1) & 1 == 1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_is_written_as_the_list_of_its_channels() {
        for (mix, json) in [(Mix::ALL, "[]"), (Mix::of([1]), "[2]"), (Mix::of([0, 31]), "[1,32]")] {
            assert_eq!(serde_json::to_string(&mix).unwrap(), json);
            assert_eq!(serde_json::from_str::<Mix>(json).unwrap(), mix);
        }
        assert_eq!(serde_json::from_str::<Mix>("[0, 33, 4000000000]").unwrap(), Mix::ALL, "no take has such channels");
    }
}
