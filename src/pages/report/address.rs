//! Where the sound lies, as seen from the page.

use crate::words::ChapterId;
use crate::words::address::address;

/// The address of a chapter's master.
pub(super) fn master(chapter: &ChapterId) -> String {
    format!("../masters/{chapter}.wav")
}

/// The address of a file of `recordings/`.
pub(super) fn take(file: &str) -> String {
    format!("../../recordings/{}", address(file))
}

/// The address of a file of a package.
pub(super) fn delivered(folder: &str, file: &str) -> String {
    format!("../delivery/{}/{}", address(folder), address(file))
}
