//! `cuebook play`: hear the book, its words on the screen.

mod bookmark;
mod booth;
mod parts;
mod preview;
mod raw;

use std::path::Path;
use std::sync::Arc;

use crate::player::{self, Place, ScreenChoice, Studio};
use crate::script::Script;
use crate::words::{ChapterId, CueId, Error, Frames, Result};

use self::bookmark::Bookmark;
use self::booth::Booth;
use self::parts::{Part, parts};
use super::answer::Answer;
use super::arguments::Play;
use super::named;
use super::session::Session;

pub(super) fn run(root: &Path, options: &Play) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let wanted = Wanted::parse(options, &script)?;
    let parts = parts(&session, &script, &wanted)?;
    let bookmark = Bookmark::of(&session.folder);
    let (from, until) = wanted.range(&parts, &script, &bookmark, &session)?;
    let screen = if options.plain { ScreenChoice::Plain } else { ScreenChoice::Automatic };
    let bookmark = wanted.moves_on().then_some(bookmark);
    let booth = Arc::new(Booth::new(session, parts, bookmark));
    let programme = booth.programme(&script);
    let studio: Arc<dyn Studio> = booth.clone();
    player::play(&programme, &studio, from, until, &options.output, screen)?;
    booth.close();
    Ok(Answer::clean(""))
}

/// What the command was asked to play.
enum Wanted {
    All,
    Chapter(ChapterId),
    From(CueId),
    Only(CueId),
}

impl Wanted {
    fn parse(options: &Play, script: &Script) -> Result<Self> {
        let cue = |text: &str| -> Result<CueId> {
            let id: CueId = text.parse().map_err(|error| Error::new("can't play that").cause(error))?;
            let known = script.cue(&id).is_some();
            if known { Ok(id) } else { Err(Error::new(format!("there is no cue `{id}` in the script"))) }
        };
        match (options.what.as_deref(), options.from.as_deref()) {
            (None, None) => Ok(Self::All),
            (None, Some(from)) => Ok(Self::From(cue(from)?)),
            (Some(what), from) if what.contains('-') => {
                let only = cue(what)?;
                match from {
                    None => Ok(Self::Only(only)),
                    Some(_) => Err(Error::new("`--from` wants a chapter to play, not a single cue")),
                }
            }
            (Some(what), from) => {
                let chapter = named::chapter(what, script)?.id.clone();
                let Some(from) = from.map(cue).transpose()? else { return Ok(Self::Chapter(chapter)) };
                match script.cue(&from) {
                    Some((of, _)) if of.id == chapter => Ok(Self::From(from)),
                    Some((of, _)) => Err(Error::new(format!("cue `{from}` is in chapter {}, not in {chapter}", of.id))),
                    None => unreachable!("the cue was found in the script"),
                }
            }
        }
    }

    /// The chapter that must be there; `None` where any will do.
    fn chapter<'a>(&'a self, script: &'a Script) -> Option<&'a ChapterId> {
        match self {
            Self::All => None,
            Self::Chapter(chapter) => Some(chapter),
            Self::From(cue) | Self::Only(cue) => script.cue(cue).map(|(chapter, _)| &chapter.id),
        }
    }

    /// Whether one chapter follows the other, and where somebody stops is worth remembering.
    fn moves_on(&self) -> bool {
        matches!(self, Self::All | Self::From(_))
    }

    fn range(
        &self,
        parts: &[Part],
        script: &Script,
        bookmark: &Bookmark,
        session: &Session,
    ) -> Result<(Place, Option<Place>)> {
        let at = |chapter: usize, frame: Frames| Place { chapter, frame };
        let chapter = self.chapter(script).and_then(|id| parts.iter().position(|part| part.timeline.chapter == *id));
        let first = chapter.unwrap_or(0);
        let timeline = &parts[first].timeline;
        let cue = |wanted: &CueId| {
            let found = timeline.cues().find(|sounding| sounding.cue == wanted).map(|sounding| sounding.place);
            found.ok_or_else(|| {
                Error::new(format!("cue `{wanted}` is not in the built chapter {}", timeline.chapter))
                    .hint("record it, then run `cuebook build`")
            })
        };
        Ok(match self {
            Self::All => match bookmark.place(parts) {
                Some((place, cue)) => {
                    session.talk.note(format!("goes on at {cue}, where it stopped; `--from` begins elsewhere"));
                    (place, None)
                }
                None => (at(0, Frames::ZERO), None),
            },
            Self::Chapter(_) => (at(first, Frames::ZERO), Some(at(first, timeline.frames))),
            Self::From(from) => (at(first, cue(from)?.start), None),
            Self::Only(only) => {
                let place = cue(only)?;
                (at(first, place.start), Some(at(first, place.end)))
            }
        })
    }
}
