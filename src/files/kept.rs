//! What is kept of one file in another, to be quicker the next time: a line of JSON, and the digest of that line.
//!
//! Whatever is wrong with it, it counts for nothing: it is made again.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::replace;
use crate::words::{Error, Fingerprint, Result};

/// Keeps this.
///
/// # Errors
/// Where the disk does not take it.
pub(super) fn keep(path: &Path, kept: &impl Serialize) -> Result<()> {
    let line = serde_json::to_string(kept).map_err(|error| Error::io("write", path, error))?;
    let digest = Fingerprint::of(line.as_bytes());
    replace(path, format!("{line}\n{digest}\n").as_bytes())
}

/// What is kept; `None` where there is nothing, or not what was written.
pub(super) fn read_kept<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let text = fs::read_to_string(path).ok()?;
    let (line, digest) = text.strip_suffix('\n')?.split_once('\n')?;
    let is_whole = digest.parse() == Ok(Fingerprint::of(line.as_bytes()));
    serde_json::from_str(line).ok().filter(|_| is_whole)
}
