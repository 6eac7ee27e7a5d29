//! Packages, from their plan to their place.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::delivery::{
    Checked, Credit, Delivered, Kept, Manifest, Part, Plan, PlannedFile, Row, Source as OfMaster, judge_book,
    judge_cover, judge_file, plan,
};
use crate::encode::Tags;
use crate::files::Cover;
use crate::package::{
    self, Beside, Made, Source, Standing, Task, Workplace, made_from, make, says, tags, write_beside,
};
use crate::readalong::{Edition, SoundFile};
use crate::words::profile::files::Make;
use crate::words::{Error, Finding, Fingerprint, Frames, Place, Result, Rule};

use super::super::arguments;
use super::super::progress::Progress;
use super::super::session::Session;
use super::Wanted;
use super::masters::Masters;

/// A package that is to be made.
pub(super) struct Package<'a> {
    pub wanted: &'a Wanted,
    pub plan: Plan,
    pub place: PathBuf,
    tags: Vec<Tags>,
    cover: Option<&'a Cover>,
    standing: Standing,
}

/// A package that stands in its place.
pub(super) struct Delivery<'a> {
    pub wanted: &'a Wanted,
    pub place: PathBuf,
    pub manifest: Manifest,
    /// How many of its files are those of the package before.
    pub taken_over: usize,
    /// What is to be said of it.
    pub findings: Vec<Finding>,
}

impl<'a> Package<'a> {
    pub fn plan(
        session: &Session,
        masters: &Masters<'_>,
        wanted: &'a Wanted,
        cover: Option<&'a Cover>,
        options: &arguments::Deliver,
    ) -> Result<Self> {
        let credit = Credit::of(&session.book);
        let plan = plan(&masters.chapters(), credit, &wanted.files);
        let wants_sample = wanted.files.make.contains(&Make::Sample);
        if wants_sample && !plan.files.iter().any(|file| file.part == Part::Sample) {
            session.talk.note(format!("{} gets no retail sample: no chapter has narration yet", wanted.profile.title));
        }
        let place = session.folder.package(&wanted.profile.name);
        let picture = cover.map(|cover| &cover.picture);
        let tags = plan.files.iter().map(|file| tags(file, &session.book, picture)).collect();
        let standing = if options.dry_run { Standing::Nothing } else { Standing::at(&place)? };
        Ok(Self { wanted, plan, place, tags, cover, standing })
    }

    fn jobs<'b>(&'b self, package: usize, source: Source<'b>) -> impl Iterator<Item = Job<'b>> {
        self.plan.files.iter().zip(&self.tags).map(move |(planned, tags)| {
            let task = Task { planned, profile: &self.wanted.profile, files: &self.wanted.files, tags, source };
            Job { package, task, made_from: made_from(task) }
        })
    }

    /// The row of the package that stands there for a file that would come out the same, if its bytes are still those.
    fn kept(&self, made_from: Fingerprint) -> Option<&Row> {
        let Standing::Package(manifest) = &self.standing else { return None };
        let row = manifest.files.iter().find(|row| row.made_from == made_from)?;
        let found = package::digest(&self.place.join(&row.name)).ok()?;
        (found == (row.facts.bytes, row.facts.hash)).then_some(row)
    }
}

/// Makes all packages, and puts each in its place.
pub(super) fn deliver<'a>(
    session: &Session,
    masters: &Masters<'_>,
    packages: &[Package<'a>],
) -> Result<Vec<Delivery<'a>>> {
    let (bits, _) = masters.form();
    let source = Source { folder: &session.folder, bits, recipes: &masters.recipes };
    package::sweep(&session.folder.packages())?;
    let mut work = Vec::new();
    for package in packages {
        work.push(Workplace::begin(&package.place)?);
    }
    let jobs: Vec<Job<'_>> =
        packages.iter().enumerate().flat_map(|(number, package)| package.jobs(number, source)).collect();
    // What is unchanged is found by reading it, on all threads.
    let mut rows: Vec<Option<Row>> =
        jobs.par_iter().map(|job| packages[job.package].kept(job.made_from).cloned()).collect();
    for (job, row) in jobs.iter().zip(&rows) {
        if let Some(row) = row {
            work[job.package].take_over(&row.name, &job.task.planned.name)?;
        }
    }
    let taken: Vec<bool> = rows.iter().map(Option::is_some).collect();
    make_all(&jobs, &work, &mut rows)?;
    let mut deliveries = Vec::new();
    for (number, (package, work)) in packages.iter().zip(work).enumerate() {
        let own = || (0..jobs.len()).filter(|&at| jobs[at].package == number);
        let rows = own().map(|at| {
            let planned = jobs[at].task.planned;
            let row = rows[at].clone().ok_or_else(|| Error::new(format!("`{}` was not made", planned.name)))?;
            // A file that was taken over may have another name and place by now.
            Ok(Row { name: planned.name.clone(), part: planned.part, ..row })
        });
        let taken_over = own().filter(|&at| taken[at]).count();
        deliveries.push(finish(session, masters, package, work, rows.collect::<Result<_>>()?, taken_over)?);
    }
    Ok(deliveries)
}

/// A file that is to be made for a package.
struct Job<'a> {
    /// The number of the package.
    package: usize,
    task: Task<'a>,
    made_from: Fingerprint,
}

/// Makes what there is no row for yet. What several packages have is made once.
fn make_all(jobs: &[Job<'_>], work: &[Workplace], rows: &mut [Option<Row>]) -> Result<()> {
    let mut first = BTreeMap::new();
    let missing: Vec<usize> = (0..jobs.len()).filter(|&at| rows[at].is_none()).collect();
    for &at in &missing {
        first.entry(jobs[at].made_from).or_insert(at);
    }
    // The longest first: the last ones to be done are then short, and no thread waits long for another.
    let mut left: Vec<usize> = first.values().copied().collect();
    left.sort_by_key(|&at| (Reverse(jobs[at].task.planned.frames), at));
    let frames: Frames = left.iter().map(|&at| jobs[at].task.planned.frames).sum();
    let progress = Progress::of("delivering", 2 * frames.0);
    let place = |at: usize| work[jobs[at].package].path(&jobs[at].task.planned.name);
    // Handed out one by one, in that order.
    let made = left
        .into_iter()
        .par_bridge()
        .map(|at| (at, make(jobs[at].task, &place(at), &|frames| progress.advance(frames.0))));
    let mut made: Vec<(usize, Result<Made>)> = made.collect();
    // Of several errors always the first in the order of the book.
    made.sort_by_key(|(at, _)| *at);
    for (at, made) in made {
        rows[at] = Some(row(&jobs[at], made?));
    }
    for at in missing {
        let source = first[&jobs[at].made_from];
        if source != at {
            work[jobs[at].package].same(&place(source), &jobs[at].task.planned.name)?;
            rows[at] = rows.get(source).cloned().flatten();
        }
    }
    Ok(())
}

fn row(job: &Job<'_>, made: Made) -> Row {
    let task = job.task;
    let mut masters: Vec<OfMaster> = Vec::new();
    for piece in &task.planned.pieces {
        let chapter = piece.chapter.to_string();
        let recipe = task.source.recipes.get(&piece.chapter);
        if let Some(&master) = recipe.filter(|_| masters.iter().all(|known| known.chapter != chapter)) {
            masters.push(OfMaster { chapter, master });
        }
    }
    Row {
        name: task.planned.name.clone(),
        part: task.planned.part,
        title: task.planned.title.clone(),
        made_from: job.made_from,
        masters,
        gain: made.gain,
        facts: made.facts,
        checked: Vec::new(),
    }
}

/// Judges the files of a package, writes what stands beside them, and puts it all in place; a package that would be the
/// same to the byte stays as it is.
fn finish<'a>(
    session: &Session,
    masters: &Masters<'_>,
    package: &Package<'a>,
    work: Workplace,
    mut rows: Vec<Row>,
    taken_over: usize,
) -> Result<Delivery<'a>> {
    let Wanted { profile, files } = package.wanted;
    let said: Vec<_> = package.tags.iter().map(|tags| says(tags, files.format)).collect();
    for row in rows.iter().filter(|row| !row.gain.is_unity()) {
        session.talk.note(format!(
            "`{}` is changed by {}: cut out of its chapter, it would miss what {} asks",
            row.name, row.gain, profile.title
        ));
    }
    for ((row, planned), says) in rows.iter_mut().zip(&package.plan.files).zip(&said) {
        let delivered = Delivered { planned, says: says.as_ref(), facts: &row.facts };
        row.checked = judge_file(delivered, files, profile);
    }
    let delivered: Vec<_> = rows
        .iter()
        .zip(&package.plan.files)
        .map(|(row, planned)| Delivered { planned, says: None, facts: &row.facts })
        .collect();
    let mut checked = judge_book(&delivered, files);
    checked.extend(judge_cover(package.cover.map(|cover| cover.shorter), files));
    let beside = write_beside(&work, &beside(session, masters, package, &rows))?;
    let (name, title) = (profile.name.clone(), session.book.title.clone());
    let manifest = Manifest { format: 1, profile: name, title, files: rows, beside, checked };
    let stands = matches!(&package.standing, Standing::Package(standing) if **standing == manifest);
    let is_there =
        |kept: &Kept| package::digest(&package.place.join(&kept.name)).is_ok_and(|(_, hash)| hash == kept.hash);
    let is_as_before = stands && taken_over == manifest.files.len() && manifest.beside.iter().all(is_there);
    if !is_as_before {
        work.finish(&manifest)?;
    }
    Ok(Delivery { wanted: package.wanted, place: package.place.clone(), manifest, taken_over, findings: Vec::new() })
}

fn beside<'a>(session: &'a Session, masters: &'a Masters<'_>, package: &'a Package<'_>, rows: &[Row]) -> Beside<'a> {
    let book = &session.book;
    let is_section = |file: &&PlannedFile| !matches!(file.part, Part::Sample | Part::Whole);
    let files = package.plan.files.iter().filter(is_section).map(|planned| sound_file(masters, planned));
    let edition = Edition {
        title: &book.title,
        author: &book.author,
        narrator: &book.narrator,
        language: &book.language,
        files: files.collect(),
    };
    let made_from: Vec<_> = rows.iter().map(|row| row.made_from).collect();
    let sample = package.plan.files.iter().find(|file| file.part == Part::Sample);
    Beside {
        edition,
        along: &package.wanted.files.along,
        cover: package.cover.map(|cover| &cover.picture),
        preview: sample.map(|file| file.name.as_str()),
        stem: crate::delivery::file_name(&book.title),
        identity: Fingerprint::of(format!("{made_from:?}").as_bytes()),
    }
}

/// A file with the lines that sound in it, each where it stands in the file.
fn sound_file<'a>(masters: &'a Masters<'_>, planned: &PlannedFile) -> SoundFile<'a> {
    let mut file = SoundFile {
        name: planned.name.clone(),
        title: planned.title.clone(),
        rate: planned.rate,
        frames: planned.frames,
        lines: Vec::new(),
    };
    let (_, master_rate) = masters.form();
    for (piece, start) in planned.places() {
        let found = masters.chapters().into_iter().find(|(chapter, _)| chapter.id == piece.chapter);
        let Some((chapter, timeline)) = found else { continue };
        let at = |frame: Frames| planned.rate.rescale(start + (frame - piece.from), master_rate);
        for mut line in SoundFile::of(chapter, timeline, String::new()).lines {
            if line.place.start >= piece.from && line.place.end <= piece.to {
                line.place = at(line.place.start)..at(line.place.end);
                file.lines.push(line);
            }
        }
    }
    file
}

impl Delivery<'_> {
    pub fn title(&self) -> &str {
        &self.wanted.profile.title
    }

    /// Takes down what is to be said. Where the masters can't serve the profile, that is one matter: the levels of all files
    /// are not told again.
    pub fn judge(&mut self, session: &Session, unfit: Option<Finding>) {
        let follows = |rule| {
            matches!(rule, Rule::FileLevel | Rule::FilePeak | Rule::FileNoiseFloor | Rule::FileEnds) && unfit.is_some()
        };
        let name = &self.wanted.profile.name;
        let mut findings = Vec::new();
        let of_book = self.manifest.checked.iter().filter_map(|checked| checked.finding(None));
        findings.extend(of_book);
        for row in &self.manifest.files {
            let place = format!("{name}/{}", row.name);
            let told = row.checked.iter().filter(|checked: &&Checked| !follows(checked.rule));
            findings.extend(told.filter_map(|checked| checked.finding(Some(&place))));
        }
        findings.extend(unfit.map(|finding| Finding { place: Place::default(), ..finding }));
        self.findings = session.book.check.weigh(findings);
    }

    pub fn has_unfit_masters(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == Rule::MastersUnfit)
    }
}
