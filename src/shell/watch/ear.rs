//! Takes are heard beside the screen: a take of an hour must not hold it up.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::files::{Heard, Measurements, RecordedFile};
use crate::words::{Error, Result};

/// A thread that hears what it is given, one take after the other.
pub(super) struct Ear {
    files: Sender<RecordedFile>,
    takes: Receiver<(String, Result<Heard>)>,
    waiting: usize,
}

impl Ear {
    pub fn open() -> Result<Self> {
        let (files, given) = channel::<RecordedFile>();
        let (heard, takes) = channel();
        let listen = move || {
            // Nothing that is new was heard before.
            let measurements = Measurements::default();
            for file in given {
                let take = measurements.hear(&file);
                if heard.send((file.name, take)).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("ear".to_owned())
            .spawn(listen)
            .map_err(|error| Error::new("can't start the thread that hears takes").cause(error))?;
        Ok(Self { files, takes, waiting: 0 })
    }

    /// Has a file heard.
    pub fn give(&mut self, file: RecordedFile) {
        // The thread lives as long as this does.
        self.waiting += usize::from(self.files.send(file).is_ok());
    }

    /// What was heard since the last time, by the names of the files.
    pub fn heard(&mut self) -> Vec<(String, Result<Heard>)> {
        let heard: Vec<_> = self.takes.try_iter().collect();
        self.waiting = self.waiting.saturating_sub(heard.len());
        heard
    }

    /// How many files are yet to be heard.
    pub fn waiting(&self) -> usize {
        self.waiting
    }
}
