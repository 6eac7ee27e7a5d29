//! `cuebook explain`: what a rule or a delivery profile means and where it comes from, or what sounds at a moment of a
//! chapter and why.

mod moment;
mod profile;
mod rule;

use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use crate::files::{self, BookFolder};
use crate::terminal::wrap;
use crate::words::profile::Limits;
use crate::words::rule::{Group, nearest};
use crate::words::{Book, Error, Profile, Result, Rule};

use self::moment::Asked;
use super::answer::{Answer, Outcome};
use super::arguments;
use super::findings::{BOLD, PLAIN};
use super::rows::width;
use super::table::text_table;

/// The name of the profile that takes are held to.
const RECORDING: &str = "recording";

/// What the command's answer depends on besides its arguments: rules and profiles can be explained outside of any book.
#[derive(Default)]
struct Here {
    folder: Option<BookFolder>,
    book: Option<Book>,
}

impl Here {
    /// A book that can't be read explains nothing; the commands that need it say so.
    fn at(root: &Path) -> Self {
        let folder = BookFolder::open(root).ok();
        let book = folder.as_ref().and_then(|folder| folder.settings().ok());
        Self { folder, book }
    }

    /// The names of the book's own profiles, in the order of the alphabet.
    fn own_profiles(&self) -> Result<Vec<String>> {
        self.folder.as_ref().map_or(Ok(Vec::new()), files::own_profiles)
    }

    /// What the book's own profile of this name is: its title, or that it can't be read.
    fn own_title(&self, name: &str) -> String {
        let own = self.folder.as_ref().map(|folder| files::own_profile(folder, name));
        match own {
            Some(Ok(Some(profile))) => format!("{} (this book's own)", profile.title),
            _ => format!("this book's own, but it can't be read: `cuebook explain {name}` says why"),
        }
    }
}

pub(super) fn run(root: &Path, options: &arguments::Explain) -> Result<Answer> {
    let here = Here::at(root);
    let Some(name) = &options.name else { return list(&here, options.json) };
    if let Some(time) = &options.at {
        return moment::explain(root, &Asked::Moment { chapter: name, time }, options.json);
    }
    if let Ok(cue) = name.parse() {
        return moment::explain(root, &Asked::Cue(cue), options.json);
    }
    let rule = match name.parse::<Rule>() {
        Ok(rule) => return explain_rule(rule, &here, options),
        Err(unknown) => unknown.nearest,
    };
    if name == RECORDING {
        return Ok(if options.json {
            json(Limits::built_in())
        } else {
            Answer::clean(profile::limits(here.book.as_ref()))
        });
    }
    // What the shell is about to write is not read: `cuebook explain acx --toml > profiles/acx.toml`.
    if let Some(text) = Profile::text(name).filter(|_| options.toml) {
        return Ok(Answer::clean(text));
    }
    let own = here.folder.as_ref().map(|folder| files::own_profile(folder, name)).transpose()?.flatten();
    let Some(found) = own.or_else(|| Profile::named(name).ok()) else { return Err(unknown(name, rule, &here)) };
    if options.toml {
        return Err(Error::new(format!("`profiles/{name}.toml` is a file of this book")));
    }
    Ok(if options.json { json(&found) } else { Answer::clean(profile::explain(&found)) })
}

fn explain_rule(rule: Rule, here: &Here, options: &arguments::Explain) -> Result<Answer> {
    if options.toml {
        return Err(Error::new(format!("`{rule}` is a rule, and `--toml` prints a delivery profile"))
            .hint("`cuebook explain acx --toml`"));
    }
    Ok(if options.json {
        json(&rule::Report::of(rule, here.book.as_ref()))
    } else {
        Answer::clean(rule::explain(rule, here.book.as_ref()))
    })
}

fn json(value: &impl Serialize) -> Answer {
    Answer::json(value, Outcome::Clean)
}

fn unknown(name: &str, rule: Option<Rule>, here: &Here) -> Error {
    let own = here.own_profiles().unwrap_or_default();
    let profiles = Profile::built_in().iter().map(|profile| profile.name.as_str()).chain([RECORDING]);
    let profiles = profiles.chain(own.iter().map(String::as_str));
    let near = rule.map(Rule::code).or_else(|| nearest(&name.to_lowercase(), profiles));
    let error = Error::new(format!("there is no rule or profile `{name}`"));
    let error = match near {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error,
    };
    error.hint("`cuebook explain` lists them all")
}

/// All rules by group, and all profiles: those of the book take the place of those that come with cuebook.
fn list(here: &Here, as_json: bool) -> Result<Answer> {
    let book = here.book.as_ref();
    let own = here.own_profiles()?;
    let built_in = || Profile::built_in().iter().filter(|profile| !own.contains(&profile.name));
    if as_json {
        #[derive(Serialize)]
        struct All<'a> {
            rules: Vec<rule::Report>,
            profiles: Vec<&'a str>,
        }
        let profiles = built_in().map(|profile| profile.name.as_str()).chain(own.iter().map(String::as_str)).collect();
        let rules = Rule::ALL.iter().map(|&rule| rule::Report::of(rule, book)).collect();
        return Ok(json(&All { rules, profiles }));
    }
    let mut text = String::new();
    for group in Group::ALL {
        let _ = writeln!(text, "{BOLD}{group}{PLAIN}");
        let rows: Vec<Vec<String>> = Rule::of_group(group)
            .map(|rule| vec![format!("  {rule}"), rule::weight(rule, book), rule.doc().words.what.to_owned()])
            .collect();
        text.push_str(&listed(&rows));
        text.push('\n');
    }
    let _ = writeln!(text, "{BOLD}profiles{PLAIN}");
    let mut rows: Vec<Vec<String>> =
        built_in().map(|profile| vec![format!("  {}", profile.name), profile.title.clone()]).collect();
    rows.extend(own.iter().map(|name| vec![format!("  {name}"), here.own_title(name)]));
    rows.push(vec![format!("  {RECORDING}"), "the figures that takes are held to".to_owned()]);
    text.push_str(&text_table(&rows));
    text.push_str("\n`cuebook explain NAME` tells more of each\n");
    Ok(Answer::clean(text))
}

/// Rows whose last column is wrapped below itself.
fn listed(rows: &[Vec<String>]) -> String {
    /// As long as the longest code and severity: so that the columns of all groups stand below each other.
    const CODE: usize = 22;
    const WEIGHT: usize = 8;
    let beside = CODE + WEIGHT;
    let mut text = String::new();
    for row in rows {
        let [code, weight, what] = row.as_slice() else { continue };
        let lines = wrap(what, width().clamp(beside + 30, 110) - beside);
        let head = format!("{code:<CODE$}{weight:<WEIGHT$}");
        for (at, line) in lines.iter().enumerate() {
            let before = if at == 0 { head.clone() } else { " ".repeat(beside) };
            let _ = writeln!(text, "{before}{line}");
        }
    }
    text
}

/// A paragraph, wrapped and indented.
fn paragraph(text: &str, indent: usize) -> String {
    let lines = wrap(text, width().clamp(40, 100) - indent);
    let lines: Vec<_> = lines.iter().map(|line| format!("{}{line}\n", " ".repeat(indent))).collect();
    lines.concat()
}
