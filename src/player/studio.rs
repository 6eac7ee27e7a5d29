//! What the player asks of whoever knows the book: sounds, takes, and where notes go.

use super::programme::Place;
use crate::signal::Pull;
use crate::words::{Frames, Result};

/// Mono sound at the programme's rate that can be wound to any frame.
pub trait Sound: Pull + Send {
    /// Winds to a frame: it is the next sample. Behind the end there are none.
    ///
    /// # Errors
    /// Where the sound can't be read there.
    fn seek(&mut self, frame: Frames) -> Result<()>;
}

/// One take of a line, to be heard in the line's place.
pub struct TakeSound {
    /// What is heard.
    pub sound: Box<dyn Sound>,
    /// Its length.
    pub frames: Frames,
}

/// Something that somebody heard and wrote a note about.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// The chapter, by its place in the programme.
    pub chapter: usize,
    /// The line, by its place in the chapter.
    pub line: usize,
    /// The take that was heard, where it was not that of the chapter.
    pub take: Option<String>,
    /// How far behind the line's first frame it was.
    pub at: Frames,
    /// What they wrote.
    pub text: String,
}

/// The book behind a programme.
pub trait Studio: Send + Sync {
    /// Opens the sound of a chapter.
    ///
    /// # Errors
    /// Where it can't be read.
    fn open(&self, chapter: usize) -> Result<Box<dyn Sound>>;

    /// The takes of a line that can be heard, the one that the chapter uses first.
    ///
    /// # Errors
    /// Where they can't be read.
    fn takes(&self, chapter: usize, line: usize) -> Result<Vec<String>>;

    /// Opens a take of a line as it was recorded, as loud as the chapter has that line.
    ///
    /// # Errors
    /// Where it can't be read.
    fn open_take(&self, chapter: usize, line: usize, take: &str) -> Result<TakeSound>;

    /// Notes what was heard, and says where that is kept.
    ///
    /// # Errors
    /// Where it can't be kept.
    fn note(&self, mark: &Mark) -> Result<String>;

    /// Remembers how far somebody has listened; `None` once they have heard all.
    fn reached(&self, place: Option<Place>);
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    use super::*;
    use crate::player::master::MasterSound;
    use crate::player::programme::{Chapter, Programme};
    use crate::words::{Error, SampleRate};

    /// Chapters that lie on the disk, and a notebook.
    #[derive(Default)]
    pub(in crate::player) struct Shelf {
        pub masters: Vec<PathBuf>,
        pub takes: Vec<(String, PathBuf)>,
        pub notes: Mutex<Vec<Mark>>,
        pub reached: Mutex<Vec<Option<Place>>>,
    }

    impl Shelf {
        pub fn of(masters: &[&Path]) -> Self {
            Self { masters: masters.iter().map(|&path| path.to_owned()).collect(), ..Self::default() }
        }
    }

    /// The shelf as a programme without lines.
    pub(in crate::player) fn untitled(shelf: &Shelf) -> Programme {
        let masters = shelf.masters.iter().map(|path| hound::WavReader::open(path).unwrap());
        let rates: Vec<_> = masters.map(|master| (master.spec().sample_rate, master.duration())).collect();
        let chapter = |&(_, frames): &(u32, u32)| Chapter {
            title: String::new(),
            remark: "",
            frames: Frames(frames.into()),
            lines: Vec::new(),
        };
        Programme { sample_rate: SampleRate::new(rates[0].0).unwrap(), chapters: rates.iter().map(chapter).collect() }
    }

    impl Studio for Shelf {
        fn open(&self, chapter: usize) -> Result<Box<dyn Sound>> {
            Ok(Box::new(MasterSound::open(&self.masters[chapter])?))
        }

        fn takes(&self, _: usize, _: usize) -> Result<Vec<String>> {
            Ok(self.takes.iter().map(|(name, _)| name.clone()).collect())
        }

        fn open_take(&self, _: usize, _: usize, take: &str) -> Result<TakeSound> {
            let path = self.takes.iter().find(|(name, _)| name == take).map(|(_, path)| path);
            let path = path.ok_or_else(|| Error::new("there is no such take"))?;
            let frames = Frames(hound::WavReader::open(path).unwrap().duration().into());
            Ok(TakeSound { sound: Box::new(MasterSound::open(path)?), frames })
        }

        fn note(&self, mark: &Mark) -> Result<String> {
            if mark.text == "refuse" {
                return Err(Error::new("the disk is full"));
            }
            self.notes.lock().unwrap().push(mark.clone());
            Ok("noted".to_owned())
        }

        fn reached(&self, place: Option<Place>) {
            self.reached.lock().unwrap().push(place);
        }
    }
}
