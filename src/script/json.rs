//! `narration.json`: one cue a line, so that a version control's line diffs read as the lines of the book.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::iter;

use serde::{Deserialize, Serialize};

use super::{Chapter, ChapterKind, Cue, Division, Retired, Script};
use crate::words::id::HIGHEST_NUMBER;
use crate::words::letters::compose;
use crate::words::{ChapterId, CueId, Error, Result};

/// The format that is written, and the newest that is read.
const FORMAT: u64 = 1;

/// Writes a script as the text of `narration.json`.
#[must_use]
pub fn write(script: &Script) -> String {
    pieces(script).collect()
}

/// The text of `narration.json` piece by piece: its head, each chapter, and what is retired.
pub fn pieces(script: &Script) -> impl Iterator<Item = String> {
    let mut head = format!("{{\"format\": {FORMAT}, ");
    if let Some(division) = &script.division {
        let _ = write!(head, "\"division\": {}, ", text(division));
    }
    head.push_str("\"chapters\": [");
    let chapters = script.chapters.iter().enumerate().map(|(at, chapter)| {
        let comma = if at > 0 { "," } else { "" };
        let (id, kind, title) = (text(&chapter.id), text(&chapter.kind), text(&chapter.title));
        let cues = rows(&chapter.cues);
        let continues =
            chapter.continues.as_ref().map(|id| format!("\"continues\": {}, ", text(id))).unwrap_or_default();
        format!("{comma}\n{{\"id\": {id}, \"kind\": {kind}, {continues}\"title\": {title}, \"cues\": [{cues}]}}")
    });
    let retired = || format!("\n], \"retired\": [{}]}}\n", rows(&script.retired));
    iter::once(head).chain(chapters).chain(iter::once_with(retired))
}

fn rows<T: Serialize>(values: &[T]) -> String {
    let mut rows = String::new();
    for (at, value) in values.iter().enumerate() {
        rows.push_str(if at > 0 { ",\n" } else { "\n" });
        rows.push_str(&text(value));
    }
    rows.push('\n');
    rows
}

/// A value of the script as JSON: strings and structs of strings, which can't fail.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Deserialize)]
struct Version {
    format: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "format")]
    _format: u64,
    #[serde(default)]
    division: Option<Division>,
    chapters: Vec<ChapterRow>,
    retired: Vec<Retired>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChapterRow {
    id: ChapterId,
    kind: ChapterKind,
    #[serde(default)]
    continues: Option<ChapterId>,
    title: String,
    cues: Vec<Cue>,
}

impl From<ChapterRow> for Chapter {
    fn from(row: ChapterRow) -> Self {
        Self { id: row.id, kind: row.kind, continues: row.continues, title: row.title, cues: row.cues }
    }
}

/// Reads the text of `narration.json`.
///
/// # Errors
/// Where the text is no JSON, was written by a newer version, has fields that do not exist, has an ID twice or a cue
/// without words; the message has the line and column, or the ID.
pub fn parse(json: &str) -> Result<Script> {
    let version: Version = serde_json::from_str(json).map_err(|error| unreadable(&error))?;
    if version.format != FORMAT {
        let found = version.format;
        return Err(Error::new(format!(
            "`narration.json` is of format {found}, but this version knows format {FORMAT}"
        ))
        .hint("update cuebook"));
    }
    let file: File = serde_json::from_str(json).map_err(|error| unreadable(&error))?;
    let chapters = file.chapters.into_iter().map(Chapter::from).collect();
    let mut script = Script { division: file.division, chapters, retired: file.retired };
    compose_all(&mut script);
    validate(&script).map_err(|message| mendable(Error::new(message)))?;
    Ok(script)
}

/// Brings accents into their letters: scripts of the first versions have them as the manuscript did.
fn compose_all(script: &mut Script) {
    for chapter in &mut script.chapters {
        compose(&mut chapter.title);
        for cue in &mut chapter.cues {
            compose(&mut cue.text);
            cue.spoken.iter_mut().for_each(compose);
        }
    }
    for line in &mut script.retired {
        compose(&mut line.text);
        line.spoken.iter_mut().for_each(compose);
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    mendable(Error::new("`narration.json` can't be understood").cause(error))
}

fn mendable(error: Error) -> Error {
    error
        .hint("restore it from version control")
        .hint("or delete it and run `cuebook script` to number afresh, which gives up the IDs that takes are named by")
}

fn validate(script: &Script) -> Result<(), String> {
    let mut chapters: HashSet<&ChapterId> = HashSet::new();
    if let Some(twice) = script.chapters.iter().find(|chapter| !chapters.insert(&chapter.id)) {
        return Err(format!("`narration.json` has chapter `{}` twice, but a chapter's ID must be its own", twice.id));
    }
    let mut cues: HashSet<&CueId> = HashSet::new();
    let ids = || script.cues().map(|(_, cue)| &cue.id).chain(script.retired.iter().map(|line| &line.id));
    if let Some(twice) = ids().find(|id| !cues.insert(id)) {
        return Err(format!("`narration.json` has cue `{twice}` twice, but a cue's ID must be its own"));
    }
    let too_high = |id: &&CueId| id.number().max(id.chapter().number()) > HIGHEST_NUMBER;
    let chapter_too_high = script.chapters.iter().map(|chapter| &chapter.id).find(|id| id.number() > HIGHEST_NUMBER);
    let high = ids().find(too_high).map(ToString::to_string);
    if let Some(id) = high.or_else(|| chapter_too_high.map(ToString::to_string)) {
        return Err(format!("`narration.json` has the ID `{id}`, but IDs count to {HIGHEST_NUMBER}"));
    }
    let silent = |text: &str| text.trim().is_empty();
    if let Some((_, cue)) =
        script.cues().find(|(_, cue)| silent(&cue.text) || cue.spoken.as_deref().is_some_and(silent))
    {
        return Err(format!("cue `{}` in `narration.json` has no words, but it must have some to be read", cue.id));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::script::{CueKind, Opens};
    use crate::words::book::Granularity;

    fn script() -> Script {
        let cue = |id: &str, text: &str, spoken: Option<&str>| Cue {
            id: id.parse().unwrap(),
            kind: CueKind::Narration,
            opens: Opens::Paragraph,
            text: text.to_owned(),
            spoken: spoken.map(str::to_owned),
        };
        let cues = vec![cue("01-0001", "Ebb at 4:00.", Some("Ebb at four o'clock.")), cue("01-0002", "“Flood.”", None)];
        let chapter = Chapter {
            id: ChapterId::new(1),
            kind: ChapterKind::Chapter,
            continues: None,
            title: "Chapter \"1\"".to_owned(),
            cues,
        };
        let retired = Retired { id: "01-0003".parse().unwrap(), text: "Slack.".to_owned(), spoken: None };
        Script { division: None, chapters: vec![chapter], retired: vec![retired] }
    }

    #[test]
    fn a_cue_is_a_line() {
        assert_eq!(
            write(&script()),
            r#"{"format": 1, "chapters": [
{"id": "01", "kind": "chapter", "title": "Chapter \"1\"", "cues": [
{"id":"01-0001","kind":"narration","opens":"paragraph","text":"Ebb at 4:00.","spoken":"Ebb at four o'clock."},
{"id":"01-0002","kind":"narration","opens":"paragraph","text":"“Flood.”"}
]}
], "retired": [
{"id":"01-0003","text":"Slack."}
]}
"#
        );
    }

    #[test]
    fn a_broken_file_is_named_with_its_place_and_the_way_out() {
        let good = write(&script());
        for (from, to, wanted) in [
            ("\"format\": 1", "\"format\": 2", "is of format 2"),
            ("01-0002", "01-0001", "has cue `01-0001` twice"),
            ("01-0003", "01-0001", "has cue `01-0001` twice"),
            ("“Flood.”", " ", "cue `01-0002` in `narration.json` has no words"),
            ("\"opens\":", "\"open\":", "line 3"),
            ("01-0002", "1-2", "`1-2` is not a cue ID"),
            ("01-0002", "01-4294967295", "IDs count to 999999"),
            ("]}\n]", "]}\n", "line 6"),
        ] {
            let message = parse(&good.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(message.contains(wanted) && message.contains("hint: "), "{message}");
        }
    }

    fn any_script() -> impl Strategy<Value = Script> {
        let kind = prop_oneof![Just(CueKind::Verse), Just(CueKind::Dialogue), Just(CueKind::Announcement)];
        let opens = prop_oneof![Just(Opens::Chapter), Just(Opens::Scene), Just(Opens::Sentence)];
        let words = ("\\PC*[a-z]\n?\\PC*", proptest::option::of("\\PC*[a-z]"));
        let cue = (kind, opens, words).prop_map(|(kind, opens, (mut text, mut spoken))| {
            compose(&mut text);
            spoken.iter_mut().for_each(compose);
            let id = CueId::new(ChapterId::new(0), 1);
            Cue { id, kind, opens, text, spoken }
        });
        proptest::collection::vec(proptest::collection::vec(cue, 0..6), 0..4).prop_map(|chapters| {
            let chapter = |(number, mut cues): (u32, Vec<Cue>)| {
                let id = ChapterId::new(number);
                for (at, cue) in (1..).zip(&mut cues) {
                    cue.id = CueId::new(id.clone(), at);
                }
                let title = cues.first().map_or_else(String::new, |cue| cue.text.clone());
                Chapter { id, kind: ChapterKind::Back, continues: None, title, cues }
            };
            let retired = vec![Retired {
                id: CueId::new(ChapterId::new(99), 1),
                text: "\"\\\n".to_owned(),
                spoken: Some("é".to_owned()),
            }];
            let division = Some(Division { granularity: Granularity::Sentence, max_words: 7 });
            Script { division, chapters: (0..).zip(chapters).map(chapter).collect(), retired }
        })
    }

    proptest! {
        #[test]
        fn parsing_inverts_writing(script in any_script()) {
            let json = write(&script);
            prop_assert!(json.ends_with('\n'));
            prop_assert_eq!(parse(&json).unwrap(), script);
        }

        #[test]
        fn parsing_never_panics(text in "\\PC*", at in 0usize..400, noise in "[\\PC\n]{0,3}") {
            let _ = parse(&text);
            let mut json = write(&script());
            let at = json.floor_char_boundary(at);
            json.insert_str(at, &noise);
            let _ = parse(&json);
            json.truncate(at);
            let _ = parse(&json);
        }
    }
}
