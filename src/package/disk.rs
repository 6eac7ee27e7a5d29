//! A file that is being written, and why writing failed.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::files::unwritable;
use crate::words::{Error, Result};

use super::folder::place_of;

/// How much is written at once, in bytes.
const PIECE: usize = 1 << 17;

/// A file that is being written. Encoders wrap errors of the disk in words of their own; this remembers them.
pub struct Disk {
    file: BufWriter<File>,
    trouble: Trouble,
}

/// Why writing a file failed, if it did.
#[derive(Clone)]
pub struct Trouble {
    path: PathBuf,
    why: Arc<Mutex<Option<std::io::ErrorKind>>>,
}

impl Disk {
    /// Creates the file.
    ///
    /// # Errors
    /// Where the folder can't be written.
    pub fn create(path: &Path) -> Result<(Self, Trouble)> {
        let file = File::create(path).map_err(|error| unwritable(&place_of(path), &error))?;
        let trouble = Trouble { path: place_of(path), why: Arc::default() };
        Ok((Self { file: BufWriter::with_capacity(PIECE, file), trouble: trouble.clone() }, trouble))
    }

    /// Brings everything to the disk.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub fn close(mut self) -> Result<()> {
        let path = self.trouble.path.clone();
        let closed = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        closed.map_err(|error| unwritable(&path, &error))
    }
}

impl Trouble {
    /// An encoder's error, as that of the disk where it was one.
    pub fn explain(&self, error: Error) -> Error {
        match *self.why.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(kind) => unwritable(&self.path, &kind.into()),
            None => error.within(&format!("can't make `{}`", self.path.display())),
        }
    }

    fn note<T>(&self, result: std::io::Result<T>) -> std::io::Result<T> {
        result.inspect_err(|error| {
            *self.why.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.kind());
        })
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.trouble.note(self.file.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.trouble.note(self.file.flush())
    }
}

impl Seek for Disk {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.trouble.note(self.file.seek(to))
    }
}
