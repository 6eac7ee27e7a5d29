//! Files in `recordings/` that are no take of a cue by their names: nearly one, or of no cue at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::script::Script;
use crate::takes::{Take, stem};
use crate::words::{ChapterId, CueId, Finding, Place, Rule, TakeId};

/// So many cues are suggested at most: more are a guess.
const SUGGESTED: usize = 3;

/// The names that a script knows, and those that its takes have.
pub(super) struct Names<'a> {
    /// Each cue with its chapter, and the words that it is read with.
    cues: BTreeMap<&'a CueId, (&'a ChapterId, &'a str)>,
    /// The lines that the script no longer has, and their words.
    retired: BTreeMap<&'a CueId, &'a str>,
    /// The highest number of the takes of each cue.
    highest: BTreeMap<&'a CueId, u32>,
    /// Each cue under its own text and under each text that lacks one of its letters; filled when it is first needed.
    near: Option<HashMap<String, Vec<&'a CueId>>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(script: &'a Script, takes: &'a [Take]) -> Self {
        let cues = script.cues().map(|(chapter, cue)| (&cue.id, (&chapter.id, cue.spoken()))).collect();
        let mut highest = BTreeMap::new();
        for id in takes.iter().filter_map(|take| take.id.as_ref()) {
            let number = highest.entry(id.cue()).or_insert(0);
            *number = id.number().max(*number);
        }
        let retired = script.retired.iter().map(|line| (&line.id, line.spoken())).collect();
        Self { cues, retired, highest, near: None }
    }

    /// What there is to say of a file that is no take of any cue.
    pub(super) fn orphan(&mut self, take: &Take) -> Finding {
        let place = Place { take: Some(take.file.clone()), ..Place::default() };
        let meant = spelled(stem(&take.file));
        if let Some((cue, attempt)) = meant.as_ref().filter(|(cue, _)| take.id.is_none() && self.cues.contains_key(cue))
        {
            return self.misnamed(take, cue, *attempt, place);
        }
        let wanted = "a cue of the script";
        let cue = take.id.as_ref().map(|id| id.cue().clone()).or(meant.map(|(cue, _)| cue));
        let Some(cue) = cue else {
            let hint = "name it by its cue, `01-0042.wav`, a second take `01-0042_t2.wav`";
            return Finding::new(Rule::TakeOrphaned, place, "its name is no cue's", wanted).hint(hint);
        };
        if let Some(whole) = self.joined_into(&cue) {
            let found = format!("cue {cue} was joined into {whole}, which has its words now");
            let hint = format!("record {whole} with all of its words, and move this file out of `recordings/`");
            return Finding::new(Rule::TakeOrphaned, place, found, wanted).hint(hint);
        }
        if self.retired.contains_key(&cue) {
            let found = format!("cue {cue} was cut from the manuscript");
            let hint = "move it out of `recordings/`, or put the line back";
            return Finding::new(Rule::TakeOrphaned, place, found, wanted).hint(hint);
        }
        let hint = self.suggestion(&cue);
        Finding::new(Rule::TakeOrphaned, place, format!("there is no cue {cue}"), wanted).hint(hint)
    }

    /// The cue that has the words of a line that is gone: a line is joined to one beside it.
    fn joined_into(&self, cue: &CueId) -> Option<&'a CueId> {
        let words = letters(self.retired.get(cue)?);
        let before = self.cues.range::<CueId, _>(..cue).next_back();
        let behind = self.cues.range::<CueId, _>(cue..).next();
        let has_words = |text: &str| !words.is_empty() && letters(text).contains(&words);
        before.into_iter().chain(behind).find(|(_, (_, text))| has_words(text)).map(|(id, _)| *id)
    }

    fn misnamed(&self, take: &Take, cue: &CueId, attempt: Attempt, place: Place) -> Finding {
        let highest = self.highest.get(cue).copied().unwrap_or(0);
        let number = match attempt {
            Attempt::Take(number) if number > highest => number,
            Attempt::Take(_) | Attempt::Copy => highest.saturating_add(1),
        };
        let ending = take.file.rsplit_once('.').map_or("wav", |(_, ending)| ending);
        let name = format!("{}.{ending}", TakeId::new(cue.clone(), number));
        let found = format!("the name is not quite that of cue {cue}");
        let hint = match highest {
            0 => format!("rename it to `{name}`: until then it is not used"),
            _ => format!("rename it to `{name}` if it is another take of this cue: until then it is not used"),
        };
        let chapter = self.cues.get(cue).map(|(chapter, _)| (*chapter).clone());
        Finding::new(Rule::TakeMisnamed, Place { chapter, ..place }, found, format!("`{name}`")).hint(hint)
    }

    /// What a cue that is not there may have been meant for: one edit away, and best one that has no take yet.
    fn suggestion(&mut self, cue: &CueId) -> String {
        let text = cue.to_string();
        let near = self.near.get_or_insert_with(|| {
            let mut near: HashMap<String, Vec<&CueId>> = HashMap::new();
            for &cue in self.cues.keys() {
                let text = cue.to_string();
                for key in shortened(&text).chain([text.clone()]).collect::<BTreeSet<_>>() {
                    near.entry(key).or_default().push(cue);
                }
            }
            near
        });
        let keys = shortened(&text).chain([text.clone()]);
        let shared: BTreeSet<&CueId> = keys.filter_map(|key| near.get(&key)).flatten().copied().collect();
        let close = shared.into_iter().filter(|cue| strsim::osa_distance(&cue.to_string(), &text) <= 1);
        let (missing, recorded): (Vec<&CueId>, Vec<&CueId>) = close.partition(|cue| !self.highest.contains_key(cue));
        match (missing.as_slice(), recorded.as_slice()) {
            ([one], _) => format!("is it a take of {one}, which has none? then rename it to `{one}`"),
            ([], [one]) => format!("the nearest is {one}: rename it to a take of that cue, if it is one"),
            (some @ [_, ..], _) if some.len() <= SUGGESTED => {
                let names: Vec<_> = some.iter().map(ToString::to_string).collect();
                format!(
                    "the nearest without a take are {}: rename it to the one whose words it reads",
                    names.join(", ")
                )
            }
            _ => "rename it to the cue that it is a take of".to_owned(),
        }
    }
}

/// What is heard of a text, whatever stands between its letters.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The texts that lack one letter of this one: two texts one edit apart share one of them, or one is the other's.
fn shortened(text: &str) -> impl Iterator<Item = String> {
    text.char_indices().map(|(at, letter)| format!("{}{}", &text[..at], &text[at + letter.len_utf8()..]))
}

/// The cue and the take number that a name was probably meant for: `1-42`, `01_0042 (1)`, `Cue 01-0042 copy`.
fn spelled(stem: &str) -> Option<(CueId, Attempt)> {
    let name = stem.trim().to_lowercase();
    let name = ["cue", "take", "line"].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(&name);
    let (chapter, rest) = number(separated(name))?;
    let behind = separated(rest);
    if behind.len() == rest.len() {
        return None;
    }
    let (line, rest) = number(behind)?;
    let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
    let is_insert = letters > 0 && rest.len() == letters && !TAKE_WORDS.contains(&rest)
        || letters > 0 && !TAKE_WORDS.contains(&&rest[..letters]) && rest[letters..].starts_with(SEPARATORS);
    let (insert, rest) = rest.split_at(if is_insert { letters } else { 0 });
    let cue = format!("{chapter:02}-{line:04}{insert}").parse().ok()?;
    attempt(rest).map(|attempt| (cue, attempt))
}

/// Which take a name says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Attempt {
    /// The one of this number.
    Take(u32),
    /// None of its own: the first, or a copy of another.
    Copy,
}

/// What stands between the parts of a name.
const SEPARATORS: [char; 6] = ['-', '_', ' ', '.', '–', '—'];

/// What is written before the number of a take, or behind the name of a copy.
const TAKE_WORDS: [&str; 8] = ["t", "tk", "take", "copy", "retake", "pickup", "edit", "final"];

fn separated(text: &str) -> &str {
    text.trim_start_matches(SEPARATORS)
}

fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

/// What stands behind a cue's name: `_T2`, ` (1)`, ` - Copy (2)`, `-final`; `None` where it is something else.
fn attempt(text: &str) -> Option<Attempt> {
    let mut rest = text.trim();
    let mut take = Attempt::Copy;
    let mut word = "";
    while !rest.is_empty() {
        let behind = separated(rest);
        if let Some(inside) = behind.strip_prefix('(') {
            // A file manager's count of copies, not a take's number.
            let (_, closed) = number(inside)?;
            rest = closed.strip_prefix(')')?;
        } else if let Some((count, after)) = number(behind) {
            take = if word == "copy" { take } else { Attempt::Take(count) };
            rest = after;
        } else {
            let letters = behind.bytes().take_while(u8::is_ascii_lowercase).count();
            word = TAKE_WORDS.into_iter().find(|known| *known == &behind[..letters])?;
            rest = &behind[letters..];
        }
    }
    Some(take)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check::testing::{clean, script};
    use crate::script::Retired;

    fn take(cue: CueId, attempt: Attempt) -> TakeId {
        match attempt {
            Attempt::Take(number) => TakeId::new(cue, number),
            Attempt::Copy => TakeId::new(cue, 1),
        }
    }

    #[test]
    fn names_that_people_and_programs_write_are_understood() {
        for (name, meant) in [
            ("1-42", "01-0042"),
            ("01_0042", "01-0042"),
            ("01-0042A", "01-0042a"),
            ("01-0042 (1)", "01-0042"),
            ("01-0042 - Copy", "01-0042"),
            ("01-0042 - Copy (2)", "01-0042"),
            ("01-0042 copy 2", "01-0042"),
            ("01-0042_T2", "01-0042_t2"),
            ("01-0042_t02", "01-0042_t2"),
            ("01-0042-t3", "01-0042_t3"),
            ("01-0042 take 4", "01-0042_t4"),
            ("01-0042_2", "01-0042_t2"),
            ("01-0042b-take2", "01-0042b_t2"),
            (" Cue 01.0042 final", "01-0042"),
            ("01–0042", "01-0042"),
        ] {
            let (cue, attempt) = spelled(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(take(cue, attempt).to_string(), meant, "{name}");
        }
        for name in ["", "intro", "take five", "42", "010042", "01-0042 with Ann", "01-0042 (a)", "2026-11-23 night"] {
            assert_eq!(spelled(name), None, "{name}");
        }
    }

    fn said(names: &[&str], file: &str) -> (Rule, String, String) {
        let script = script();
        let takes: Vec<_> = names.iter().map(|name| clean(name)).collect();
        let finding = Names::of(&script, &takes).orphan(&clean(file));
        (finding.rule, finding.wanted, finding.hint)
    }

    #[test]
    fn a_misspelled_name_is_told_what_to_become() {
        let (rule, wanted, _) = said(&[], "1_2 (1)");
        assert_eq!((rule, wanted.as_str()), (Rule::TakeMisnamed, "`01-0002.wav`"));
        assert_eq!(said(&["01-0002", "01-0002_t3"], "01-0002 copy").1, "`01-0002_t4.wav`");
        assert_eq!(said(&["01-0002"], "01-0002_T2").1, "`01-0002_t2.wav`");
        assert_eq!(said(&["01-0002", "01-0002_t2"], "01-0002_T2").1, "`01-0002_t3.wav`");
    }

    #[test]
    fn an_orphan_is_told_the_nearest_cue_and_best_one_that_is_missing() {
        let (rule, _, hint) = said(&["01-0001", "01-0003"], "01-0022");
        assert_eq!(
            (rule, hint.as_str()),
            (Rule::TakeOrphaned, "is it a take of 01-0002, which has none? then rename it to `01-0002`")
        );
        assert_eq!(
            said(&["01-0001"], "01-0009").2,
            "the nearest without a take are 01-0002, 01-0003: rename it to the one whose words it reads"
        );
        assert_eq!(said(&["01-0001", "01-0002", "01-0003"], "01-0009").2, "rename it to the cue that it is a take of");
        assert_eq!(said(&[], "09-0777").2, "rename it to the cue that it is a take of");
        assert!(said(&[], "intro").2.starts_with("name it by its cue"));
    }

    #[test]
    fn a_line_that_was_joined_to_its_neighbour_was_not_cut() {
        let mut script = script();
        let words = script.chapters[0].cues[0].text.clone();
        let id: CueId = "01-0001a".parse().unwrap();
        script.retired = vec![Retired { id, text: words.to_uppercase(), spoken: None }];
        let take = clean("01-0001a");
        let found = |script: &Script| Names::of(script, std::slice::from_ref(&take)).orphan(&take).found;
        assert_eq!(found(&script), "cue 01-0001a was joined into 01-0001, which has its words now");
        script.retired[0].text = "Nobody knows where it went.".to_owned();
        assert_eq!(found(&script), "cue 01-0001a was cut from the manuscript");
    }

    proptest! {
        #[test]
        fn no_name_is_too_odd(name in "\\PC{0,24}") {
            let _ = spelled(&name);
        }

        #[test]
        fn a_proper_name_is_understood_as_itself(chapter in 0u32..200, line in 0u32..20_000, number in 1u32..90) {
            let id = TakeId::new(CueId::new(crate::words::ChapterId::new(chapter), line), number);
            let (cue, attempt) = spelled(&id.to_string()).unwrap();
            prop_assert_eq!(take(cue, attempt), id);
        }
    }
}
