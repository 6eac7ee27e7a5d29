//! Recording sessions: which takes were made together, and what brings each session to the level of the others.

mod cuts;
mod evidence;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::check::{FEWEST, REACH, Review, distance, median, spread};
use crate::signal::OCTAVES;
use crate::takes::{Take, TakeFormat};
use crate::words::levels::LevelSettings;
use crate::words::{CueId, Finding, Gain, Place, Rule};

use self::cuts::cuts;
use self::evidence::{Character, Made, Varying};

/// The takes of a book by recording session.
#[derive(Clone, PartialEq, Debug)]
pub struct Sessions {
    /// All of them, in the order in which the book first uses them.
    all: Vec<Session>,
    /// Where the take belongs that each cue uses.
    places: HashMap<CueId, Placement>,
    /// What was found about them.
    findings: Vec<Finding>,
}

/// Takes that were made together.
#[derive(Clone, PartialEq, Debug)]
pub struct Session {
    /// What brings it to the level of the others.
    pub gain: Gain,
    /// How many of the takes in use are of it.
    pub takes: usize,
}

/// Where a take belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placement {
    /// The session, by its place among the book's sessions.
    pub session: usize,
    /// What the take alone is moved by, as it stands apart from its neighbours.
    pub apart: Gain,
}

/// From so many takes and so many seconds of speech on, the median level of a session is that of a narrator and not of a
/// few lines.
const LARGE_TAKES: usize = 12;
const LARGE_SECONDS: f64 = 60.0;

/// A session is only moved from here on, in decibels: less is not heard from one chapter to the next.
const DEAD: f64 = 1.0;

/// Gains go in steps of so many decibels, so that a changed take does not move all others by a thousandth, and every
/// chapter with them.
const STEP: f64 = 0.5;

/// Takes that were seen so many seconds apart may be of two sittings, if they sound so.
const SITTING: f64 = 2.0 * 60.0 * 60.0;

/// A take is a stranger among those made around it from so many decibels of noise or tone on, and from so many times what
/// they vary by: what `floor-far` and `tone-far` begin at.
const STRANGE_FLOOR: f64 = 6.0;
const STRANGE_TONE: f64 = 5.0;
const STRANGE: f64 = 4.0;

/// Takes that stand together in the order in which they were made, by their places in the book.
struct Group {
    lines: Vec<usize>,
    /// Whether it was taken out of the group around it, as it is unlike it.
    strange: bool,
}

impl Sessions {
    /// The sessions of the takes that a book uses, and their gains.
    #[must_use]
    pub fn of(review: &Review, settings: &LevelSettings) -> Self {
        let in_use = review.in_use();
        let mut made: Vec<Made<'_>> = Vec::with_capacity(in_use.len());
        made.extend(in_use.filter_map(|(take, seen)| Made::of(take, seen)));
        let mut by_format: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (line, take) in made.iter().enumerate() {
            by_format.entry(key(take.format)).or_default().push(line);
        }
        let mut recordings: Vec<Vec<usize>> =
            by_format.into_values().flat_map(|lines| recordings(&made, lines)).collect();
        for lines in &mut recordings {
            lines.sort_unstable();
        }
        recordings.sort_unstable_by_key(|lines| lines.first().copied());
        Levelling::new(&made, &recordings).solve(settings)
    }

    /// Where a take in use belongs; what is no take of a cue, to the book's first session.
    #[must_use]
    pub fn place(&self, take: &Take) -> Placement {
        let place = take.id.as_ref().and_then(|id| self.places.get(id.cue())).copied();
        place.unwrap_or(Placement { session: 0, apart: Gain::UNITY })
    }

    /// The sessions, in the order in which the book first uses them.
    #[must_use]
    pub fn all(&self) -> &[Session] {
        &self.all
    }

    /// What was found about takes that could not be brought to the level of those around them.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// What two takes of one recorder have in common, whatever else differs.
fn key(format: &TakeFormat) -> String {
    format!("{:?} {} {:?} {}", format.kind, format.sample_rate.hertz(), format.bit_depth, format.channels)
}

/// The recordings that takes of one format, given in the order of the book, come from.
fn recordings(made: &[Made<'_>], mut lines: Vec<usize>) -> Vec<Vec<usize>> {
    // Takes that were seen together tell no time among themselves: the order of the book stands for it, and a log that
    // could not be written saw everything at once.
    lines.sort_by_key(|&line| (made[line].seen.is_none(), made[line].seen, line));
    let row: Vec<&Made<'_>> = lines.iter().map(|&line| &made[line]).collect();
    let varying = Varying::of(&row.iter().map(|&&take| take));
    let mut places = vec![0];
    places.extend(cuts(&row, varying));
    places.extend((1..row.len()).filter(|&place| is_another_sitting(row[place - 1], row[place])));
    places.push(row.len());
    places.sort_unstable();
    places.dedup();
    let parts = places.windows(2).map(|ends| &lines[ends[0]..ends[1]]);
    join(made, parts.flat_map(|part| without_strangers(made, part, varying)).collect(), varying)
}

fn is_another_sitting(before: &Made<'_>, next: &Made<'_>) -> bool {
    let gap = before.seen.zip(next.seen).map(|(before, next)| next.duration_since(before).as_secs_f64());
    gap.is_some_and(|gap| gap >= SITTING)
}

/// A part of the row, and the takes in it that another recording must have brought, each run of them for itself.
fn without_strangers(made: &[Made<'_>], part: &[usize], varying: Varying) -> Vec<Group> {
    let common = Character::of(&part.iter().map(|&line| made[line]));
    let varying = varying.most(common.varying);
    let (most_floor, most_tone) =
        (STRANGE_FLOOR.max(STRANGE * varying.floor), STRANGE_TONE.max(STRANGE * varying.tone));
    let differ = |floors: Option<(f64, f64)>, tones: Option<([f64; OCTAVES], [f64; OCTAVES])>| {
        floors.is_some_and(|(one, other)| (one - other).abs() > most_floor)
            || tones.is_some_and(|(one, other)| distance(&one, &other) > most_tone)
    };
    let is_strange = |take: &Made<'_>| {
        let (floor, tone) = (common.floor.map(|usual| usual.value), common.tone.map(|usual| usual.value));
        differ(take.floor.zip(floor), take.tone().zip(tone))
    };
    let are_alike =
        |one: &Made<'_>, other: &Made<'_>| !differ(one.floor.zip(other.floor), one.tone().zip(other.tone()));
    let mut groups = vec![Group { lines: Vec::new(), strange: false }];
    let mut stranger: Option<usize> = None;
    for &line in part {
        let strange = part.len() >= FEWEST && is_strange(&made[line]);
        // Two strangers side by side need not come from one recording.
        let goes_on = strange && stranger.is_some_and(|before| are_alike(&made[before], &made[line]));
        match groups.last_mut().filter(|_| goes_on) {
            Some(run) => run.lines.push(line),
            None if strange => groups.push(Group { lines: vec![line], strange }),
            None => groups[0].lines.push(line),
        }
        stranger = Some(line).filter(|_| strange);
    }
    groups.retain(|group| !group.lines.is_empty());
    groups
}

/// Joins groups that neither noise nor tone tells apart, wherever they stand: somebody came back to the same place with the
/// same settings. The largest come first, and each takes in what is nearer to it than to any other.
fn join(made: &[Made<'_>], mut groups: Vec<Group>, varying: Varying) -> Vec<Vec<usize>> {
    groups.sort_by_key(|group| (group.strange, std::cmp::Reverse(group.lines.len()), group.lines[0]));
    let mut found: Vec<(Character, Vec<usize>)> = Vec::new();
    for group in groups {
        let character = Character::of(&group.lines.iter().map(|&line| made[line]));
        let near = |(place, (other, _)): (usize, &(Character, Vec<usize>))| {
            let level = character.level.zip(other.level).map_or(0.0, |(one, other)| (one.value - other.value).abs());
            Some((character.apart(other, varying)?.hypot(level / varying.level), place))
        };
        // What was unlike its surroundings is not like them after all, and like something far away only by chance.
        let candidates = found.iter().enumerate().filter(|_| !group.strange);
        match candidates.filter_map(near).min_by(|one, other| one.0.total_cmp(&other.0)) {
            Some((_, place)) => found[place].1.extend(group.lines),
            None => found.push((character, group.lines)),
        }
    }
    found.into_iter().map(|(_, lines)| lines).collect()
}

/// The recordings of a book while their gains are solved.
struct Levelling<'a> {
    made: &'a [Made<'a>],
    recordings: &'a [Vec<usize>],
    /// For each take, its recording.
    of: Vec<usize>,
    characters: Vec<Character>,
    varying: Varying,
}

impl<'a> Levelling<'a> {
    fn new(made: &'a [Made<'a>], recordings: &'a [Vec<usize>]) -> Self {
        let mut of = vec![0; made.len()];
        for (recording, lines) in recordings.iter().enumerate() {
            for &line in lines {
                of[line] = recording;
            }
        }
        let characters = recordings.iter().map(|lines| Character::of(&lines.iter().map(|&line| made[line]))).collect();
        Self { made, recordings, of, characters, varying: Varying::of(&made.iter().copied()) }
    }

    fn is_large(&self, recording: usize) -> bool {
        let lines = &self.recordings[recording];
        let takes = self.characters[recording].level.map_or(0, |level| level.takes);
        takes >= LARGE_TAKES && lines.iter().map(|&line| self.made[line].seconds).sum::<f64>() >= LARGE_SECONDS
    }

    fn solve(&self, settings: &LevelSettings) -> Sessions {
        let gains: Vec<Gain> = (0..self.recordings.len()).map(|recording| self.gain(recording)).collect();
        let mut findings = Vec::new();
        let mut places = HashMap::with_capacity(self.made.len());
        for (session, lines) in self.recordings.iter().enumerate() {
            let wanted = if self.is_large(session) { 0.0 } else { self.stands_apart(session, &gains) };
            let most = settings.most_apart();
            let apart = Gain::from_db(stepped(-wanted).clamp(-whole_steps(most.db()), whole_steps(most.db())));
            let left = (wanted.abs() - apart.db().abs()).max(0.0);
            if most > Gain::UNITY && left >= DEAD {
                findings.push(left_apart(self.made[lines[0]].take, wanted, apart, lines.len()));
            }
            for &line in lines {
                let cue = self.made[line].take.id.as_ref().map(|id| id.cue().clone());
                places.extend(cue.map(|cue| (cue, Placement { session, apart })));
            }
        }
        let all = gains.into_iter().zip(self.recordings).map(|(gain, lines)| Session { gain, takes: lines.len() });
        Sessions { all: all.collect(), places, findings }
    }

    /// The gain of a whole session: a large one is brought to the level of the book's first large one, by as much as its
    /// recording level was moved.
    fn gain(&self, recording: usize) -> Gain {
        let first = (0..self.recordings.len()).find(|&recording| self.is_large(recording));
        let Some(first) = first.filter(|&first| first != recording && self.is_large(recording)) else {
            return Gain::UNITY;
        };
        let (own, reference) = (&self.characters[recording], &self.characters[first]);
        let moved = own.moved_from(reference, self.varying, self.comparable(recording, first));
        Gain::from_db(stepped(-moved))
    }

    /// Whether one recorder made both, so that their noise can be compared.
    fn comparable(&self, one: usize, other: usize) -> bool {
        let format = |recording: usize| self.recordings[recording].first().map(|&line| key(self.made[line].format));
        format(one) == format(other)
    }

    /// By how much the recording level of a small session was moved from that of the takes around it, in decibels, as the
    /// median of what each of its takes shows.
    fn stands_apart(&self, recording: usize, gains: &[Gain]) -> f64 {
        let mut moved = Vec::new();
        let mut usual = Vec::new();
        for &line in &self.recordings[recording] {
            let around = self.around(line);
            if around.len() < FEWEST || self.made[line].level.is_none() {
                continue;
            }
            let raised = || around.iter().map(|&other| self.made[other].raised_by(gains[self.of[other]]));
            let reference = Character::of(&raised());
            let comparable = around.iter().all(|&other| self.comparable(recording, self.of[other]));
            let levels = raised().filter_map(|take| Some(take.level? - reference.level?.value));
            usual.push(spread(levels).unwrap_or(0.0));
            let own = Character::of(&std::iter::once(self.made[line]));
            moved.push(own.moved_from(&reference, self.varying, comparable));
        }
        let takes = moved.len().max(1) as f64;
        // A single line may be soft or loud because it is meant so: what lines differ by anyway is no evidence.
        let telling = STANDS_OUT * median(&mut usual).unwrap_or(0.0) / takes.sqrt();
        median(&mut moved).filter(|moved| moved.abs() > telling).unwrap_or(0.0)
    }

    /// The takes in use before and behind a take that are of larger sessions.
    fn around(&self, line: usize) -> Vec<usize> {
        let size = |recording: usize| (self.recordings[recording].len(), std::cmp::Reverse(recording));
        let is_larger = |other: &usize| size(self.of[*other]) > size(self.of[line]);
        let near = |lines: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
            lines.take(LOOKED_AT).filter(is_larger).take(REACH).collect()
        };
        let mut found = near(&mut (0..line).rev());
        found.extend(near(&mut (line + 1..self.made.len())));
        found
    }
}

/// So many standard deviations from its neighbours a single take must lie to stand apart.
const STANDS_OUT: f64 = 2.0;

/// How far a take's neighbours are looked for, in takes: beyond, it is another page.
const LOOKED_AT: usize = 50;

/// A gain in whole steps; none where it would hardly be heard.
fn stepped(decibels: f64) -> f64 {
    if decibels.abs() < DEAD { 0.0 } else { (decibels / STEP).round() * STEP }
}

fn whole_steps(decibels: f64) -> f64 {
    (decibels / STEP).floor() * STEP
}

fn left_apart(first: &Take, moved: f64, apart: Gain, takes: usize) -> Finding {
    let cue = first.id.as_ref().map(|id| id.cue().clone());
    let place = Place { cue, take: Some(first.file.clone()), ..Place::default() };
    let side = if moved > 0.0 { "louder" } else { "softer" };
    let others = match takes {
        1 => String::new(),
        2 => ", and 1 take more".to_owned(),
        more => format!(", and {} takes more", more - 1),
    };
    let found = format!("recorded {:.1} dB {side} than the takes around it, and moved by {apart}{others}", moved.abs());
    let hint =
        "listen to it between its neighbours: record it again at their gain, or raise `[levels] offset` in book.toml";
    Finding::new(Rule::LevelApart, place, found, format!("at most {:.1} dB", apart.db().abs())).hint(hint)
}
