//! Which files other programs of this machine are writing, as far as the system tells.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Files that another program has open for writing.
#[derive(Debug, Default)]
pub(super) struct Writers(BTreeSet<PathBuf>);

impl Writers {
    /// Whether a file is being written. Where the system does not tell, it is not known to be.
    pub fn write(&self, path: &Path) -> bool {
        self.0.contains(path)
    }
}

/// Which of these files another program has open for writing.
#[cfg(target_os = "linux")]
pub(super) fn writers(paths: &BTreeSet<&Path>) -> Writers {
    use std::collections::BTreeMap;
    use std::fs;

    let real: BTreeMap<PathBuf, &Path> =
        paths.iter().filter_map(|path| Some((path.canonicalize().ok()?, *path))).collect();
    let mut found = BTreeSet::new();
    let ourselves = std::process::id().to_string();
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let name = process.file_name();
        let is_process = name.as_encoded_bytes().iter().all(u8::is_ascii_digit);
        if !is_process || name == ourselves.as_str() {
            continue;
        }
        // Others' processes can't be looked into; nor can those that have ended meanwhile.
        let Ok(open) = fs::read_dir(process.path().join("fd")) else { continue };
        for file in open.flatten() {
            let Ok(target) = fs::read_link(file.path()) else { continue };
            if let Some(path) = real.get(&target)
                && is_writing(&process.path().join("fdinfo").join(file.file_name()))
            {
                found.insert((*path).to_owned());
            }
        }
    }
    Writers(found)
}

/// Whether a file was opened for more than reading: the last two bits of its flags, in octal digits (proc(5)).
#[cfg(target_os = "linux")]
fn is_writing(info: &Path) -> bool {
    let info = std::fs::read_to_string(info).unwrap_or_default();
    let flags = info.lines().find_map(|line| line.strip_prefix("flags:"));
    flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok()).is_some_and(|flags| flags & 0b11 != 0)
}

/// Which of these files another program has open for writing.
#[cfg(not(target_os = "linux"))]
pub(super) fn writers(_paths: &BTreeSet<&Path>) -> Writers {
    Writers::default()
}
