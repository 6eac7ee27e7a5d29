//! `cuebook deliver`: what distributors take, made of the masters, and measured as it is delivered.

mod masters;
mod package;
mod report;

use std::collections::BTreeSet;
use std::path::Path;

use crate::delivery::{Setting, Together, conflicts, required, together};
use crate::files::{BookLock, cover, own_profiles, profile};
use crate::script::Script;
use crate::words::letters::is_illegible;
use crate::words::listing::few;
use crate::words::profile::Files;
use crate::words::{Error, Finding, Profile, Result, Severity};

use self::masters::Masters;
use self::package::{Package, deliver};
use super::answer::Answer;
use super::arguments::Deliver;
use super::findings;
use super::remade::remake;
use super::script::refuse_another_text;
use super::session::Session;

/// So many chapters are named.
const NAMED: usize = 8;

/// A profile that files are made for.
pub(super) struct Wanted {
    pub profile: Profile,
    pub files: Files,
}

pub(super) fn run(root: &Path, options: &Deliver) -> Result<Answer> {
    let session = Session::open(root)?;
    session.folder.require_recordings()?;
    let wanted = wanted(&session, options)?;
    let cover = cover(&session.folder, &session.book)?;
    for Wanted { profile, files } in &wanted {
        required(&session.book, files, &profile.title, cover.is_some())?;
    }
    let remade = remake(&session, &BTreeSet::new())?;
    refuse_another_text(&remade)?;
    let script = &remade.script;
    let review = session.preview(script)?;
    let is_missing = script.cues().any(|(_, cue)| review.used(&cue.id).is_none());
    let is_unfit = review.findings.iter().any(|finding| finding.severity == Severity::Error);
    if (is_missing || is_unfit) && !options.partial {
        return Ok(report::refused(&review.findings, script, options));
    }
    // Nobody builds while masters are read.
    let _lock = if options.dry_run { None } else { Some(BookLock::take(&session.folder)?) };
    let masters = Masters::of(&session, script, &review)?;
    tell_of_titles(&session, script);
    let mut packages = Vec::new();
    for wanted in &wanted {
        packages.push(Package::plan(&session, &masters, wanted, cover.as_ref(), options)?);
    }
    if options.dry_run {
        return Ok(report::preview(&packages, options));
    }
    let mut deliveries = deliver(&session, &masters, &packages)?;
    for (delivery, Wanted { profile, .. }) in deliveries.iter_mut().zip(&wanted) {
        let unfit = conflicts(&masters.with_rooms(), &session.book, &session.profile, profile);
        delivery.judge(&session, unfit);
    }
    let served = options.all.then(|| served(&session, &masters, &wanted, &deliveries));
    let beside: Vec<Finding> = if options.partial { review.findings.clone() } else { Vec::new() };
    Ok(report::delivered(&deliveries, &beside, served.as_deref(), script, options))
}

/// Says which chapters are called otherwise in tags and files than in the text, as their headings hold what nobody sees.
fn tell_of_titles(session: &Session, script: &Script) {
    let odd = script.chapters.iter().filter(|chapter| chapter.title.contains(is_illegible));
    let odd: Vec<String> = odd.map(|chapter| format!("chapter {}", chapter.id)).collect();
    if !odd.is_empty() {
        session.talk.note(format!(
            "invisible characters in titles are left out of files and tags ({}): `cuebook script --lint` shows them",
            few(&odd, NAMED)
        ));
    }
}

/// The profiles that were asked for, each once, in the order of the command line.
fn wanted(session: &Session, options: &Deliver) -> Result<Vec<Wanted>> {
    let mut names = options.profiles.clone();
    if options.all {
        names = Profile::built_in().iter().map(|profile| profile.name.clone()).collect();
        names.extend(own_profiles(&session.folder)?);
    } else if names.is_empty() {
        names.push(session.book.delivery.profile.clone());
    }
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    let mut wanted = Vec::new();
    for name in names {
        let profile = profile(&session.folder, &name)?;
        match &profile.files {
            Some(files) => wanted.push(Wanted { files: files.clone(), profile }),
            None if options.all => {}
            None => {
                return Err(Error::new(format!("the profile `{name}` does not say which files to make"))
                    .hint("name a distributor's (`cuebook deliver acx`), or give it `[files]` as `cuebook explain acx --toml` has"));
            }
        }
    }
    Ok(wanted)
}

/// Whether one set of masters serves all profiles, in lines to be read: else which one would, or what contradicts itself.
fn served(
    session: &Session,
    masters: &Masters<'_>,
    wanted: &[Wanted],
    deliveries: &[package::Delivery<'_>],
) -> Vec<String> {
    let unserved: Vec<_> =
        deliveries.iter().filter(|delivery| delivery.has_unfit_masters()).map(package::Delivery::title).collect();
    if unserved.is_empty() {
        return vec![format!("one set of masters serves all {}", findings::counted(wanted.len(), "profile"))];
    }
    let mut lines = vec![format!("this set of masters does not serve {}", unserved.join(", "))];
    let profiles: Vec<&Profile> = wanted.iter().map(|wanted| &wanted.profile).collect();
    let spacing = &session.book.spacing;
    let mut better = Vec::new();
    for met in together(&profiles, &masters.measured) {
        match met {
            Together::Never(setting, by, one, other) => {
                let (what, unit) = match setting {
                    Setting::Head => ("quiet at the head", "s"),
                    Setting::Tail => ("quiet at the tail", "s"),
                    Setting::Level => ("level", "dB"),
                };
                lines.push(format!("no {what} serves all, by {by:.1} {unit}: {one}, {other}"));
            }
            Together::Value(Setting::Head, value) if spacing.head != value => {
                better.push(format!("`head = {value}` below `[spacing]`"));
            }
            Together::Value(Setting::Tail, value) if spacing.tail != value => {
                better.push(format!("`tail = {value}` below `[spacing]`"));
            }
            Together::Value(Setting::Level, value) => {
                better.push(format!("`rms = {value:.1}` below `[aim]` in a profile of your own"));
            }
            Together::Value(..) => {}
        }
    }
    if lines.len() == 1 {
        lines.push(format!("one that would: {}", better.join(", ")));
    }
    lines
}
