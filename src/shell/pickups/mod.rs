//! `cuebook pickups`: what to record again, and why.

mod list;
mod out;
mod proof;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::check::{Figures, Pickup, pickups};
use crate::files::replace;
use crate::pages::{Owed, PickupSheet};
use crate::timeline::Timeline;
use crate::words::{ChapterId, Error, Result, Severity};

use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::counted;
use super::rows;
use super::session::Session;

/// How the pickups are written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Text,
    Json,
    Csv,
    Markdown,
    Html,
}

/// File endings that say how a file is written.
const ENDINGS: [(&str, Form); 7] = [
    ("csv", Form::Csv),
    ("md", Form::Markdown),
    ("markdown", Form::Markdown),
    ("html", Form::Html),
    ("htm", Form::Html),
    ("json", Form::Json),
    ("txt", Form::Text),
];

pub(super) fn run(root: &Path, options: &arguments::Pickups) -> Result<Answer> {
    if let Some(list) = &options.from {
        return proof::run(root, list, options);
    }
    let form = form(options)?;
    let session = Session::open(root)?;
    let script = session.script()?;
    let (review, log) = session.hear_and_judge(&script)?;
    let pickups = pickups(&script, &review, &log);
    let wrong = pickups.iter().flat_map(|pickup| &pickup.reasons).any(|reason| reason.severity == Severity::Error);
    let outcome = if wrong { Outcome::Errors } else { Outcome::Clean };

    let mut timelines = Timelines::of_book(&session);
    let owed = pickups.into_iter().map(|pickup| timelines.placed(pickup)).collect();
    let sheet = PickupSheet { book: &session.book, owed };
    let text = match form {
        Form::Text if options.out.is_some() => plain(&list::list(&sheet, rows::width())),
        Form::Text => rows::written(&list::list(&sheet, rows::width())),
        Form::Json => Answer::json(&Report { pickups: sheet.entries() }, outcome).text,
        Form::Csv => sheet.csv()?,
        Form::Markdown => sheet.markdown(),
        Form::Html => sheet.html(),
    };
    let page = || (form == Form::Html).then(|| session.folder.output().join("pickups.html"));
    match options.out.clone().or_else(page) {
        Some(path) => {
            out::allow(&path, &session.folder)?;
            replace(&path, text.as_bytes())?;
            let lines = counted(sheet.owed.len(), "pickup");
            Ok(Answer { text: format!("{lines} in `{}`\n", path.display()), outcome })
        }
        None => Ok(Answer { text, outcome }),
    }
}

#[derive(Serialize)]
struct Report<T> {
    pickups: T,
}

fn form(options: &arguments::Pickups) -> Result<Form> {
    let asked = [
        (options.json, Form::Json),
        (options.csv, Form::Csv),
        (options.markdown, Form::Markdown),
        (options.html, Form::Html),
    ];
    if let Some((_, form)) = asked.into_iter().find(|(is_asked, _)| *is_asked) {
        return Ok(form);
    }
    let Some(path) = &options.out else { return Ok(Form::Text) };
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, form)| *form).ok_or_else(|| {
        Error::new(format!("what to write can't be told from the name `{}`", path.display()))
            .hint("let it end in `.csv`, `.md`, `.html`, `.json` or `.txt`, or say `--csv`, `--markdown` or `--html`")
    })
}

/// The rows without their looks, for a file.
fn plain(rows: &[crate::terminal::Row]) -> String {
    anstream::adapter::strip_str(&rows::written(rows)).to_string()
}

/// The timelines of built chapters, each read once.
pub(super) struct Timelines<'a> {
    session: &'a Session,
    known: BTreeMap<ChapterId, Option<Timeline>>,
}

impl<'a> Timelines<'a> {
    pub(super) fn of_book(session: &'a Session) -> Self {
        Self { session, known: BTreeMap::new() }
    }

    /// A chapter's timeline; `None` where it is not built. `play` and `build` speak of a broken one.
    fn of(&mut self, chapter: &ChapterId) -> Option<&Timeline> {
        let path: PathBuf = self.session.folder.timeline_path(chapter);
        let read = || fs::read_to_string(path).ok().and_then(|json| Timeline::from_json(&json).ok());
        self.known.entry(chapter.clone()).or_insert_with(read).as_ref()
    }

    /// A pickup with its place in the chapter.
    pub(super) fn placed<'p>(&mut self, pickup: Pickup<'p>) -> Owed<'p> {
        let profile = &self.session.profile;
        let figures = pickup.take.and_then(|take| Figures::of(take, profile));
        let heard =
            self.of(&pickup.chapter.id).and_then(|timeline| timeline.heard().find(|heard| *heard.cue == pickup.cue.id));
        let start = heard.map(|heard| heard.start());
        // A place in another take than the one that was built is no place in the chapter: its line is all that is known.
        let is_built = heard.is_some_and(|heard| pickup.take.is_some_and(|take| take.file == heard.clip.file));
        let in_chapter = |seconds: Option<f64>| match (heard, seconds) {
            (Some(heard), Some(seconds)) if is_built => Some(heard.in_chapter(seconds)),
            _ => start,
        };
        let heard = pickup.reasons.iter().map(|reason| in_chapter(reason.seconds)).collect();
        Owed { pickup, figures, start, heard }
    }
}
