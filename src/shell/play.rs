//! `cuebook play`: hear a chapter, its words on the screen.

use std::path::Path;

use crate::player::{self, Line, Programme, ScreenChoice};
use crate::script::{Chapter, Script};
use crate::timeline::Timeline;
use crate::words::{ChapterId, CueId, Error, Frames, Result};

use super::answer::Answer;
use super::arguments::Play;
use super::built::{built_timeline, refuse_another_master};
use super::named;
use super::session::Session;

pub(super) fn run(root: &Path, options: &Play) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let wanted = Wanted::parse(options, &script)?;
    let chapter = wanted.chapter(&session, &script)?;
    let (timeline, programme) = load(&session, chapter)?;
    let (from, until) = wanted.range(&timeline)?;
    let screen = if options.plain { ScreenChoice::Plain } else { ScreenChoice::Automatic };
    player::play(&programme, from, until, &options.output, screen)?;
    Ok(Answer::clean(""))
}

/// What the command was asked to play.
enum Wanted {
    First,
    Chapter(ChapterId),
    From(CueId),
    Only(CueId),
}

impl Wanted {
    fn parse(options: &Play, script: &Script) -> Result<Self> {
        let cue = |text: &str| -> Result<CueId> {
            let id: CueId = text.parse().map_err(|error| Error::new("can't play that").cause(error))?;
            let known = script.cue(&id).is_some();
            if known { Ok(id) } else { Err(no_cue(&id)) }
        };
        match (options.what.as_deref(), options.from.as_deref()) {
            (None, None) => Ok(Self::First),
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

    fn chapter<'a>(&self, session: &Session, script: &'a Script) -> Result<&'a Chapter> {
        match self {
            Self::First => {
                let built = |chapter: &&Chapter| session.folder.timeline_path(&chapter.id).is_file();
                script.chapters.iter().find(built).ok_or_else(|| not_built("no chapter"))
            }
            Self::Chapter(id) => named::chapter(&id.to_string(), script),
            Self::From(cue) | Self::Only(cue) => match script.cue(cue) {
                Some((chapter, _)) => Ok(chapter),
                None => Err(no_cue(cue)),
            },
        }
    }

    fn range(&self, timeline: &Timeline) -> Result<(Frames, Option<Frames>)> {
        let place = |wanted: &CueId| {
            let found = timeline.cues().find(|sounding| sounding.cue == wanted).map(|sounding| sounding.place);
            found.ok_or_else(|| {
                Error::new(format!("cue `{wanted}` is not in the built chapter {}", timeline.chapter))
                    .hint("record it, then run `cuebook build`")
            })
        };
        Ok(match self {
            Self::First | Self::Chapter(_) => (Frames::ZERO, None),
            Self::From(cue) => (place(cue)?.start, None),
            Self::Only(cue) => (place(cue)?.start, Some(place(cue)?.end)),
        })
    }
}

fn not_built(what: &str) -> Error {
    Error::new(format!("{what} is built yet")).hint("`cuebook build` makes the chapters")
}

fn load(session: &Session, chapter: &Chapter) -> Result<(Timeline, Programme)> {
    let timeline = built_timeline(session, &chapter.id)?;
    refuse_another_master(session, &timeline)?;
    let lines = timeline.cues().map(|sounding| Line {
        cue: sounding.cue.clone(),
        // What was built is heard, whatever the manuscript says by now.
        text: sounding.text.to_owned(),
        take: sounding.take.to_owned(),
        start: sounding.place.start,
        end: sounding.place.end,
    });
    let programme = Programme {
        title: chapter.name(),
        wav: session.folder.master_path(&chapter.id),
        sample_rate: timeline.sample_rate,
        frames: timeline.frames,
        lines: lines.collect(),
    };
    Ok((timeline, programme))
}

fn no_cue(cue: &CueId) -> Error {
    Error::new(format!("there is no cue `{cue}` in the script"))
}
