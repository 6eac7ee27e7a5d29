//! Files of `recordings/`: WAV first of all, and whatever else its first bytes say it is.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

/// A file in memory where the system has such a folder: a disk would be what is measured.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("cuebook-fuzz-{}.wav", std::process::id()))
});

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fs::write(&*FILE, input).expect("the file is written");
    cuebook_fuzz::take_laws::hears(&FILE);
});
