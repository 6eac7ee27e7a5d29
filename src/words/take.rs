//! The name of a take: the cue it was recorded for, and which attempt it is.

use std::fmt;
use std::str::FromStr;

use super::id::{CueId, IdError};

/// One attempt at a cue, as its file is named: `01-0042` is take 1, `01-0042_t2` is take 2.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct TakeId {
    cue: CueId,
    number: u32,
}

impl TakeId {
    /// Take `number` of a cue; the first take is 1 (0 is read as 1).
    #[must_use]
    pub fn new(cue: CueId, number: u32) -> Self {
        Self { cue, number: number.max(1) }
    }

    /// The cue that this take was recorded for.
    #[must_use]
    pub fn cue(&self) -> &CueId {
        &self.cue
    }

    /// Which attempt it is, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Display for TakeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            1 => self.cue.fmt(f),
            number => f.pad(&format!("{}_t{number}", self.cue)),
        }
    }
}

impl FromStr for TakeId {
    type Err = IdError;

    fn from_str(stem: &str) -> Result<Self, IdError> {
        let (cue, number) = match stem.split_once("_t") {
            Some((cue, digits)) if digits.starts_with(|c: char| c.is_ascii_digit() && c != '0') => match digits.parse()
            {
                Ok(number) => (cue, number),
                Err(_) => (stem, 1),
            },
            _ => (stem, 1),
        };
        Ok(Self::new(cue.parse()?, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stem_names_cue_and_attempt() {
        let take: TakeId = "01-0042a_t12".parse().unwrap();
        assert_eq!((take.cue().to_string().as_str(), take.number()), ("01-0042a", 12));
        assert_eq!("01-0042".parse::<TakeId>().unwrap().number(), 1);
        assert_eq!("01-0042_t2".parse::<TakeId>().unwrap().to_string(), "01-0042_t2");
        assert_eq!("01-0042_t1".parse::<TakeId>().unwrap().to_string(), "01-0042");
        for wrong in ["01-0042_t", "01-0042_t0", "01-0042_t02", "01-0042_T2", "01-0042-t2", "01-0042_t2x", "room-tone"]
        {
            assert!(wrong.parse::<TakeId>().is_err(), "{wrong}");
        }
    }
}
