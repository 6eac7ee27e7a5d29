//! What the tests of this module have in common.

use std::path::Path;

use crate::delivery::Manifest;

use super::Standing;

/// A manifest of no files.
pub(super) fn manifest(title: &str) -> Manifest {
    Manifest {
        format: 1,
        profile: "acx".to_owned(),
        title: title.to_owned(),
        files: Vec::new(),
        beside: Vec::new(),
        checked: Vec::new(),
    }
}

/// The title of the package that stands at a place.
pub(super) fn title_at(place: &Path) -> Option<String> {
    match Standing::at(place).unwrap() {
        Standing::Package(manifest) => Some(manifest.title),
        Standing::Nothing => None,
    }
}
