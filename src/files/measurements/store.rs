//! The file that measurements are kept in.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
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

/// Reads what is kept; nothing where there is nothing, or where other code measured it.
///
/// # Errors
/// Where the file is damaged.
pub(super) fn read(cache: &Path) -> Result<BTreeMap<String, Kept>, Damaged> {
    let text = match fs::read(cache.join(NAME)) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| Damaged)?,
        Err(_) => return Ok(BTreeMap::new()),
    };
    let lines = text.strip_suffix('\n').ok_or(Damaged)?;
    let (lines, digest) = lines.rsplit_once('\n').ok_or(Damaged)?;
    if digest.parse() != Ok(Fingerprint::of(lines.as_bytes())) {
        return Err(Damaged);
    }
    let (head, rows) = lines.split_once('\n').unwrap_or((lines, ""));
    if head != MEASURED_BY {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<&str> = rows.lines().collect();
    // A line that can't be read, as there is no number in it where one should be, is a take to be heard again.
    let kept = rows.par_iter().filter_map(|row| serde_json::from_str::<Row>(row).ok());
    Ok(kept.map(|row| (row.file, row.kept)).collect::<Vec<_>>().into_iter().collect())
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
