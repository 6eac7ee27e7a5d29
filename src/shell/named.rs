//! What people type to name a take, a cue or a chapter.

use crate::check::Review;
use crate::script::{Chapter, Cue, Script};
use crate::takes::{Take, stem};
use crate::words::rule::nearest;
use crate::words::{ChapterId, CueId, Error, Result, TakeId};

/// Whether a name is that of a take's file: its path, as seen from the book, from `recordings/` or from anywhere, or its
/// name without folder and ending, where a first take may be called `_t1`.
pub(super) fn is_take(name: &str, file: &str) -> bool {
    is_path(name, file) || name == stem(file) || is_number(name, file)
}

fn is_path(name: &str, file: &str) -> bool {
    let path = name.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    path == file || path.ends_with(&format!("recordings/{file}"))
}

/// Whether a name says the number of a take, and the file is that take.
fn is_number(name: &str, file: &str) -> bool {
    let is_of = |id: TakeId| stem(file).parse().is_ok_and(|of: TakeId| of == id);
    name.contains("_t") && name.parse().is_ok_and(is_of)
}

/// Whether a name is that of a cue or of its chapter.
pub(super) fn is_line(name: &str, chapter: &Chapter, cue: &Cue) -> bool {
    cue.id.to_string() == name || is_chapter(name, &chapter.id)
}

/// Whether a name is that of a chapter.
pub(super) fn is_chapter(name: &str, id: &ChapterId) -> bool {
    chapter_id(name).is_some_and(|named| named == *id)
}

/// The chapter ID that a name says, with as many zeros before its number as somebody types: `1`, `01`, `7a`.
fn chapter_id(name: &str) -> Option<ChapterId> {
    let number = name.trim_start_matches('0');
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let zeros = "00".get(digits..).filter(|_| digits > 0 || name.starts_with('0')).unwrap_or_default();
    format!("{zeros}{number}").parse().ok()
}

/// The chapter of the script that has this name.
///
/// # Errors
/// Where there is none; the chapters that there are are listed.
pub(super) fn chapter<'a>(name: &str, script: &'a Script) -> Result<&'a Chapter> {
    chapter_id(name).and_then(|id| script.chapter(&id)).ok_or_else(|| {
        let ids: Vec<_> = script.chapters.iter().map(|chapter| chapter.id.to_string()).collect();
        Error::new(format!("there is no chapter `{name}` in the script"))
            .hint(format!("its chapters are {}", ids.join(", ")))
    })
}

/// The names of a book: its takes, its cues and its chapters.
pub(super) struct Names<'a> {
    pub script: &'a Script,
    pub review: &'a Review,
}

impl<'a> Names<'a> {
    /// The take of this name; `None` where there is none.
    ///
    /// # Errors
    /// Where two files in different folders have it.
    pub fn take(&self, name: &str) -> Result<Option<&'a Take>> {
        let is_named: [fn(&str, &str) -> bool; 3] = [is_path, |name, file| name == stem(file), is_number];
        // A file that has the very name is meant rather than one that only may be called so.
        let found = is_named.iter().map(|is_named| {
            let mut found = self.review.takes.iter().filter(|take| is_named(name, &take.file));
            (found.next(), found.next())
        });
        match found.into_iter().find(|(one, _)| one.is_some()).unwrap_or_default() {
            (Some(one), Some(other)) => {
                Err(Error::new(format!("`{name}` may be `recordings/{}` or `recordings/{}`", one.file, other.file))
                    .hint("name the file with its folder"))
            }
            (one, _) => Ok(one),
        }
    }

    /// The cue of this name, and its chapter.
    pub fn cue(&self, name: &str) -> Option<(&'a Chapter, &'a Cue)> {
        self.script.cue(&name.parse().ok()?)
    }

    /// The chapter of this name.
    pub fn chapter(&self, name: &str) -> Option<&'a Chapter> {
        self.script.chapter(&chapter_id(name)?)
    }

    /// The cue of the script that a take is a take of.
    ///
    /// # Errors
    /// Where its name names none.
    pub fn cue_of(&self, take: &Take) -> Result<(&'a Chapter, &'a Cue)> {
        take.id.as_ref().and_then(|id| self.script.cue(id.cue())).ok_or_else(|| {
            Error::new(format!("`recordings/{}` is a take of no cue of the script", take.file))
                .hint("name it by its cue, `01-0042.wav`, a second take `01-0042_t2.wav`")
        })
    }

    /// The cue with this ID, which must be in the script.
    ///
    /// # Errors
    /// Where it is not; the one that is most like it is suggested.
    pub fn known_cue(&self, id: &CueId) -> Result<(&'a Chapter, &'a Cue)> {
        self.script.cue(id).ok_or_else(|| self.unknown(&id.to_string(), "cue"))
    }

    /// That a name is nothing of this book, and which one is most like it.
    pub fn unknown(&self, name: &str, wanted: &str) -> Error {
        let error = Error::new(format!("`{name}` is no {wanted} of this book"));
        let takes = self.review.takes.iter().map(|take| stem(&take.file).to_owned());
        let cues = self.script.cues().map(|(_, cue)| cue.id.to_string());
        let known: Vec<String> = takes.chain(cues).collect();
        match nearest(stem(name), known.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("name a file in `recordings/`, a cue such as `01-0042`, or a chapter such as `01`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_take_is_named_by_its_path_or_by_its_stem() {
        let file = "day 2/01-0042_t2.wav";
        for name in [
            file,
            "01-0042_t2",
            "recordings/day 2/01-0042_t2.wav",
            "./recordings/day 2/01-0042_t2.wav",
            "/home/ann/tide/recordings/day 2/01-0042_t2.wav",
            "recordings\\day 2\\01-0042_t2.wav",
        ] {
            assert!(is_take(name, file), "{name}");
        }
        for name in ["01-0042", "01-0042_t1", "01-0042_t2.wav.txt", "2/01-0042_t2.wav", "", "recordings/"] {
            assert!(!is_take(name, file), "{name}");
        }
    }

    #[test]
    fn a_chapter_may_be_called_by_its_number() {
        for (name, id) in
            [("1", "01"), ("01", "01"), ("001", "01"), ("7a", "07a"), ("0", "00"), ("00", "00"), ("112", "112")]
        {
            assert_eq!(chapter_id(name).map(|id| id.to_string()).as_deref(), Some(id), "{name}");
        }
        for name in ["", "a", "1-2", "one", "-1", "1 ", "01A"] {
            assert_eq!(chapter_id(name), None, "{name}");
        }
    }

    #[test]
    fn a_first_take_may_be_called_so() {
        assert!(is_take("01-0042_t1", "01-0042.wav") && is_take("01-0042_t1", "day 2/01-0042_t1.wav"));
        assert!(!is_take("01-0042", "01-0042_t1.wav"), "that names the cue");
        assert!(!is_take("01-0042_t1", "01-0043.wav") && !is_take("01-0042_t1", "01-0042_t11.wav"));
    }
}
