//! The file that measurements are kept in.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Keep, Kept};
use crate::files::replace::{beside, commit, sweep, unwritable};
use crate::words::{Fingerprint, Result};

/// What measured: a digest of the code and of what it was compiled from and for (`build.rs`).
const MEASURED_BY: &str = env!("CUEBOOK_MEASURED_BY");

/// A line for one take, as it is read; and as it is written, of what is not held a second time for that.
#[derive(Deserialize)]
struct Row {
    file: String,
    kept: Kept,
}

#[derive(Serialize)]
struct NewRow<'a> {
    file: &'a str,
    kept: Keep<'a>,
}

/// The bytes are not those that were written.
#[derive(Debug)]
pub(super) struct Damaged;

/// The name of the file in the folder of kept results.
pub(super) const NAME: &str = "takes";

/// So many bytes are in memory at a time: all of a long book's are more than what is kept of it.
const PIECE: u64 = 1 << 18;

/// The length of the file's last line, a digest in hexadecimal digits, between two ends of lines.
const SEAL: u64 = 34;

/// Reads what is kept; nothing where there is nothing, or where other code measured it.
///
/// # Errors
/// Where the file is damaged.
pub(super) fn read(cache: &Path) -> Result<BTreeMap<String, Kept>, Damaged> {
    match File::open(cache.join(NAME)) {
        Ok(file) => read_from(file).map_err(|_| Damaged),
        Err(_) => Ok(BTreeMap::new()),
    }
}

fn read_from(file: File) -> io::Result<BTreeMap<String, Kept>> {
    let length = file.metadata()?.len().checked_sub(SEAL).ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut lines = BufReader::new(file).take(length);
    let (mut digest, mut piece) = (blake3::Hasher::new(), Vec::new());
    lines.read_until(b'\n', &mut piece)?;
    digest.update(&piece);
    let is_ours = piece.trim_ascii_end() == MEASURED_BY.as_bytes();
    let mut known = BTreeMap::new();
    loop {
        piece.clear();
        lines.by_ref().take(PIECE).read_to_end(&mut piece)?;
        lines.read_until(b'\n', &mut piece)?;
        if piece.is_empty() {
            break;
        }
        digest.update(&piece);
        if is_ours {
            // A line that can't be read, as there is no number in it where one should be, is a take to be heard again.
            let rows = piece.par_split(|&byte| byte == b'\n');
            let rows = rows.filter_map(|row| serde_json::from_slice::<Row>(row).ok());
            known.extend(rows.map(|row| (row.file, row.kept)).collect::<Vec<_>>());
        }
    }
    let mut seal = Vec::new();
    lines.into_inner().take(SEAL + 1).read_to_end(&mut seal)?;
    let sealed = format!("\n{}\n", Fingerprint::from(digest.finalize()));
    if seal == sealed.as_bytes() { Ok(known) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// Puts these measurements in the place of those that are kept.
///
/// # Errors
/// Where they can't be written.
pub(super) fn write(cache: &Path, kept: &BTreeMap<&str, Keep<'_>>) -> Result<()> {
    let path = cache.join(NAME);
    fs::create_dir_all(cache).map_err(|error| unwritable(cache, &error))?;
    // Whoever comes second leaves it to the first: another run keeps what is missing then.
    let lock_path = cache.join("takes.lock");
    let lock = File::options().create(true).append(true).open(&lock_path);
    let lock = lock.map_err(|error| unwritable(&lock_path, &error))?;
    if lock.try_lock().is_err() {
        return Ok(());
    }
    sweep(cache)?;
    let file = beside(&path)?;
    write_to(file.as_file(), kept).map_err(|error| unwritable(&path, &error))?;
    commit(file, &path)
}

fn write_to(file: &File, kept: &BTreeMap<&str, Keep<'_>>) -> io::Result<()> {
    let mut writer = BufWriter::new(file);
    let mut digest = blake3::Hasher::new();
    let mut write = |text: &str| {
        digest.update(text.as_bytes());
        writer.write_all(text.as_bytes())
    };
    write(MEASURED_BY)?;
    for (&file, &kept) in kept {
        let row = serde_json::to_string(&NewRow { file, kept })?;
        // A number that JSON does not have would come back as another one.
        if serde_json::from_str::<Row>(&row).is_ok_and(|read| read.kept == kept) {
            write("\n")?;
            write(&row)?;
        }
    }
    write!(writer, "\n{}\n", Fingerprint::from(digest.finalize()))?;
    writer.flush()
}
