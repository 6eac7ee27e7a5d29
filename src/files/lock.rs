//! One writer at a time in a book.

use std::fs::{self, File, TryLockError};

use crate::words::{Error, Result};

use super::folder::BookFolder;
use super::replace::{sweep, unwritable};

/// The right to write into a book, until it is dropped.
///
/// The system gives it back when the process ends, however it ends.
#[derive(Debug)]
pub struct BookLock {
    _file: File,
}

impl BookLock {
    /// Takes the lock, and removes what a killed run left half-written.
    ///
    /// # Errors
    /// Where another cuebook writes into this book now, or the output folder can't be written.
    pub fn take(folder: &BookFolder) -> Result<Self> {
        let cache = folder.cache();
        fs::create_dir_all(&cache).map_err(|error| unwritable(&cache, &error))?;
        let path = cache.join("lock");
        let file = File::options().create(true).append(true).open(&path).map_err(|error| unwritable(&path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(format!("another cuebook is writing into `{}`", folder.root().display()))
                    .hint("wait until it is done, then run the same command again"));
            }
            Err(TryLockError::Error(error)) => return Err(unwritable(&path, &error)),
        }
        for folder in [folder.script_folder(), folder.masters()] {
            sweep(&folder)?;
        }
        Ok(Self { _file: file })
    }
}
