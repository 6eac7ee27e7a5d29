//! Names the code that measures takes, renders chapters and encodes files, each by a digest: so that no measurement, no
//! master and no delivered file of other code is ever taken for one of this.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::Path;

/// What a take's measurements depend on: the code that reads and measures, and the versions of what that uses.
const MEASURING: [&str; 9] = [
    "Cargo.lock",
    "src/files/hear.rs",
    "src/files/measurements",
    "src/files/take_audio",
    "src/signal",
    "src/takes/mod.rs",
    "src/words/fingerprint.rs",
    "src/words/level.rs",
    "src/words/time.rs",
];

/// What a master depends on besides its timeline and the sounds of its takes.
const RENDERING: [&str; 8] = [
    "Cargo.lock",
    "src/files/master",
    "src/files/take_audio",
    "src/level/correction.rs",
    "src/render",
    "src/signal",
    "src/words/level.rs",
    "src/words/time.rs",
];

/// What a delivered file and its figures depend on besides the masters and the settings.
const ENCODING: [&str; 8] = [
    "Cargo.lock",
    "src/encode",
    "src/files/master",
    "src/files/take_audio",
    "src/package",
    "src/signal",
    "src/words/level.rs",
    "src/words/time.rs",
];

fn main() -> io::Result<()> {
    println!("cargo:rustc-env=CUEBOOK_MEASURED_BY={:016x}", digest_of(&MEASURING)?);
    println!("cargo:rustc-env=CUEBOOK_RENDERED_BY={:016x}", digest_of(&RENDERING)?);
    println!("cargo:rustc-env=CUEBOOK_ENCODED_BY={:016x}", digest_of(&ENCODING)?);
    Ok(())
}

fn digest_of(paths: &[&str]) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        println!("cargo:rerun-if-changed={path}");
        digest(Path::new(path), &mut hasher)?;
    }
    // Floating point is not the same everywhere.
    hasher.write(env::var("TARGET").unwrap_or_default().as_bytes());
    Ok(hasher.finish())
}

/// Adds a file, or all files of a folder by name. What is not there says nothing: a crate that is used as a library has no lock file.
fn digest(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> =
            fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| digest(entry, hasher));
    }
    if path.is_file() {
        let bytes = fs::read(path)?;
        hasher.write_u64(bytes.len() as u64);
        hasher.write(&bytes);
    }
    Ok(())
}
