//! What is said of room tone that nobody recorded, or that was recorded and is not used.

use std::collections::BTreeSet;

use crate::check::Review;
use crate::takes::stem;
use crate::timeline::{Refused, ToneOrigin};
use crate::words::{Finding, Place, Rule};

use super::super::findings::counted;
use super::report::listed;
use super::work::Task;

/// A recording of the room that sessions do not use.
pub(in crate::shell) struct RefusedTone {
    pub refused: Refused,
    /// The chapters that these sessions sound in, by their places among the tasks.
    pub chapters: BTreeSet<usize>,
}

/// What is said of room tone that nobody recorded, of several the worst; and of each recording that is not used, why. A new
/// one is to have this name.
pub(super) fn about_tones(tasks: &[Task], refused: &[RefusedTone], name: &str) -> Vec<Finding> {
    let tones = tasks.iter().flat_map(|task| &task.planned.tones);
    let of = |origin| tones.clone().filter(move |tone| tone.origin == origin);
    let harvested: BTreeSet<_> =
        of(ToneOrigin::Harvested).flat_map(|tone| &tone.clips).map(|clip| (&clip.file, clip.from)).collect();
    let is_made = of(ToneOrigin::Made).next().is_some();

    let mut found: Vec<Finding> = refused.iter().map(|tone| not_used(tone, tasks, name)).collect();
    let finding = |rule, found: String| {
        let hint = format!("record half a minute of the quiet room as `recordings/{name}`");
        Finding::new(rule, Place::default(), found, "a recording of the quiet room").hint(hint)
    };
    if is_made {
        found.push(finding(Rule::RoomToneMade, "gaps are filled with made noise".to_owned()));
    } else if !harvested.is_empty() && refused.is_empty() {
        let filled = format!("gaps are filled from {} in the takes", counted(harvested.len(), "pause"));
        found.push(finding(Rule::RoomToneMissing, filled));
    }
    found
}

fn not_used(tone: &RefusedTone, tasks: &[Task], name: &str) -> Finding {
    let Refused { file, why } = &tone.refused;
    let tasks: Vec<&Task> = tasks.iter().collect();
    let places: Vec<usize> = tone.chapters.iter().copied().collect();
    let word = if places.len() == 1 { "chapter" } else { "chapters" };
    let found = format!("not used for {word} {}: {why}", listed(&tasks, &places));
    let hint = format!(
        "record half a minute of the quiet room, as it was with these takes, as `recordings/{name}`; what stands there \
         already stays"
    );
    let place = Place { take: Some(file.clone()), ..Place::default() };
    Finding::new(Rule::RoomToneRefused, place, found, why.wanted()).hint(hint)
}

/// The first name for a recording of the room that no file has yet, whatever its folder and its ending.
pub(super) fn free_name(review: &Review) -> String {
    let taken: BTreeSet<&str> =
        review.takes.iter().filter(|take| take.is_room_tone()).map(|take| stem(&take.file)).collect();
    let first = "room-tone".to_owned();
    let mut names = std::iter::once(first).chain((2..).map(|number| format!("room-tone-{number}")));
    // As many names as there are files, and one more, can't all be taken.
    let free = names.find(|name| !taken.contains(name.as_str())).unwrap_or_default();
    format!("{free}.wav")
}
