//! The book behind the player: sounds and takes, notes, and the bookmark.

use std::sync::OnceLock;

use crate::files::read_untimed_take_log;
use crate::player::{Chapter, Line, Mark, MasterSound, Place, Programme, Sound, Studio, TakeSound};
use crate::script::{Chapter as ScriptChapter, Script};
use crate::takes::Take;
use crate::takes::log::{Heard, What};
use crate::timeline::{Clip, Sounds, Span};
use crate::words::time::clock;
use crate::words::{CueId, Error, Gain, Result, SampleRate};

use super::super::decided;
use super::super::session::Session;
use super::bookmark::Bookmark;
use super::parts::Part;
use super::preview::Preview;
use super::raw;

/// A book that is being listened to.
pub(super) struct Booth {
    session: Session,
    parts: Vec<Part>,
    /// `None` where one line or chapter is heard by itself.
    bookmark: Option<Bookmark>,
    /// Why the bookmark could not be kept, the first time.
    lost: OnceLock<String>,
}

/// A line as the chapter has it.
struct Used<'a> {
    span: &'a Span,
    cue: &'a CueId,
    clip: &'a Clip,
    gain: Gain,
    rate: SampleRate,
}

impl Booth {
    pub fn new(session: Session, parts: Vec<Part>, bookmark: Option<Bookmark>) -> Self {
        Self { session, parts, bookmark, lost: OnceLock::new() }
    }

    /// The chapters that can be heard, with their lines.
    pub fn programme(&self, script: &Script) -> Programme {
        let chapter = |part: &Part| {
            let timeline = &part.timeline;
            let lines = timeline.cues().map(|sounding| Line {
                cue: sounding.cue.clone(),
                // What was built is heard, whatever the manuscript says by now.
                text: sounding.text.to_owned(),
                take: sounding.take.to_owned(),
                start: sounding.place.start,
                end: sounding.place.end,
            });
            Chapter {
                title: script.chapter(&timeline.chapter).map_or(timeline.title.clone(), ScriptChapter::name),
                remark: if part.is_built { "" } else { "preview" },
                frames: timeline.frames,
                lines: lines.collect(),
            }
        };
        let sample_rate = self.parts.first().map_or(SampleRate::CD, |part| part.timeline.sample_rate);
        Programme { sample_rate, chapters: self.parts.iter().map(chapter).collect() }
    }

    /// Says what went wrong beside the sound.
    pub fn close(&self) {
        if let Some(why) = self.lost.get() {
            self.session.talk.note(format!("where you stopped can't be kept: {why}"));
        }
    }

    fn used(&self, chapter: usize, line: usize) -> Result<Used<'_>> {
        let timeline = self.parts.get(chapter).map(|part| &part.timeline);
        let used = timeline.and_then(|timeline| {
            let mut lines = timeline.spans.iter().filter_map(|span| match &span.sounds {
                Sounds::Cue { cue, clip, gain, .. } => {
                    Some(Used { span, cue, clip, gain: *gain, rate: timeline.sample_rate })
                }
                Sounds::Pause { .. } => None,
            });
            lines.nth(line)
        });
        used.ok_or_else(|| Error::new("there is no such line"))
    }

    /// A take of a line that is not the chapter's.
    fn other(&self, cue: &CueId, file: &str) -> Result<Vec<Take>> {
        let mut takes = raw::takes_of(&self.session.folder, cue)?;
        let at = takes.iter().position(|take| take.file == file);
        let at = at.ok_or_else(|| Error::new(format!("`recordings/{file}` can't be heard any more")))?;
        takes.swap(0, at);
        Ok(takes)
    }

    /// What is heard, as the take log keeps it, and the file.
    fn heard<'a>(&'a self, mark: &'a Mark, used: &Used<'a>) -> Result<(Heard, &'a str)> {
        let (audio, from, file) = match mark.take.as_deref().filter(|file| *file != used.clip.file) {
            None => {
                let made_from = self.parts[mark.chapter].timeline.made_from.as_ref();
                let audio = made_from.and_then(|from| from.sounds.get(&used.clip.file)).copied();
                let start = used.rate.seconds(used.span.start);
                let line = self.parts[mark.chapter].timeline.heard().nth(mark.line);
                (audio, line.map(|line| line.in_take(start)), used.clip.file.as_str())
            }
            Some(file) => {
                let takes = self.other(used.cue, file)?;
                let rate = takes[0].sound.as_deref().ok().map(|sound| sound.format.sample_rate);
                let from = raw::spoken(&takes[0], None).zip(rate).map(|((clip, _), rate)| rate.seconds(clip.from));
                (takes[0].audio(), from, file)
            }
        };
        // As near as anybody can tell by ear.
        let seconds = from.map(|from| ((from + used.rate.seconds(mark.at)) * 1000.0).round() / 1000.0);
        Ok((Heard { audio, seconds, said: None, wanted: None, note: mark.text.clone() }, file))
    }
}

impl Studio for Booth {
    fn open(&self, chapter: usize) -> Result<Box<dyn Sound>> {
        let part = self.parts.get(chapter).ok_or_else(|| Error::new("there is no such chapter"))?;
        let timeline = &part.timeline;
        if part.is_built {
            let path = self.session.folder.master_path(&timeline.chapter);
            return Ok(Box::new(MasterSound::open_as(&path, timeline.frames, timeline.sample_rate)?));
        }
        Ok(Box::new(Preview::open(timeline, &self.session.folder.recordings())))
    }

    fn takes(&self, chapter: usize, line: usize) -> Result<Vec<String>> {
        let used = self.used(chapter, line)?;
        let takes = raw::takes_of(&self.session.folder, used.cue)?;
        let others = takes.into_iter().map(|take| take.file).filter(|file| *file != used.clip.file);
        Ok(std::iter::once(used.clip.file.clone()).chain(others).collect())
    }

    fn open_take(&self, chapter: usize, line: usize, take: &str) -> Result<TakeSound> {
        let used = self.used(chapter, line)?;
        let folder = &self.session.folder;
        if take == used.clip.file {
            return raw::open(folder, used.clip.clone(), used.rate, used.gain);
        }
        let takes = self.other(used.cue, take)?;
        let than = takes.iter().find(|take| take.file == used.clip.file).and_then(|take| take.sound.as_deref().ok());
        let (clip, softer) =
            raw::spoken(&takes[0], than).ok_or_else(|| Error::new(format!("`recordings/{take}` holds no speech")))?;
        raw::open(folder, clip, used.rate, used.gain + softer)
    }

    fn note(&self, mark: &Mark) -> Result<String> {
        let used = self.used(mark.chapter, mark.line)?;
        let (note, file) = self.heard(mark, &used)?;
        let at = note.seconds.map_or(String::new(), |seconds| format!(" at {}", clock(seconds)));
        if read_untimed_take_log(&self.session.folder)?.notes(used.cue).iter().any(|known| known.heard == note) {
            return Ok(format!("that is noted already for `recordings/{file}`{at}"));
        }
        let said = format!("noted for `recordings/{file}`{at}: {}", note.note);
        decided::write(&self.session, vec![What::Noted { cue: used.cue.clone(), note }])?;
        Ok(said)
    }

    fn reached(&self, place: Option<Place>) {
        let Some(bookmark) = &self.bookmark else { return };
        let kept = match place.map(|place| (place, self.parts.get(place.chapter))) {
            Some((place, Some(part))) => bookmark.keep(part, place),
            Some((_, None)) => Ok(()),
            None => bookmark.forget(),
        };
        if let Err(error) = kept {
            // Nobody is kept from listening by that; it is said at the end.
            let _ = self.lost.set(error.to_string());
        }
    }
}
