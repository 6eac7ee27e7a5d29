//! Who is named, and who is not.

use super::*;
use crate::script::{Chapter, ChapterKind};

fn named(language: Language, kind: CueKind, lines: &[(Opens, &str)]) -> Vec<String> {
    let cue = |(at, (opens, text)): (usize, &(Opens, &str))| Cue {
        id: format!("01-{:04}", at + 1).parse().unwrap(),
        kind,
        opens: *opens,
        text: (*text).to_owned(),
        spoken: None,
    };
    let cues: Vec<Cue> = lines.iter().enumerate().map(cue).collect();
    let ids: Vec<CueId> = cues.iter().map(|cue| cue.id.clone()).collect();
    let id = "01".parse().unwrap();
    let chapter = Chapter { id, kind: ChapterKind::Chapter, continues: None, title: String::new(), cues };
    let found = speakers(&Script { chapters: vec![chapter], ..Script::default() }, language);
    ids.iter().map(|id| found.get(id).cloned().unwrap_or_default()).collect()
}

#[track_caller]
fn assert_named(language: Language, pairs: &[(&str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .filter_map(|(text, wanted)| {
            let found = named(language, CueKind::Dialogue, &[(Opens::Paragraph, text)]).remove(0);
            (found != *wanted).then(|| format!("{text}: `{found}`, but not `{wanted}`"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_tag_names_the_speaker() {
    assert_named(
        Language::English,
        &[
            ("“Go,” said Ann.", "Ann"),
            ("“Go!” Ann said. “Now.”", "Ann"),
            ("“Go?” asked Mr. Bell, and left.", "Mr. Bell"),
            ("\"Go,\" said the Mock Turtle.", "Mock Turtle"),
            ("‘Don’t go,’ cried poor Ann.", "Ann"),
            ("“Go!” the Queen said.", "Queen"),
            ("“Go!” The Queen shouted.", "Queen"),
            ("Ann said, “Go.”", "Ann"),
            ("Ann said nothing. “Well?” Bob asked.", "Bob"),
            ("“Go?” Ann asked Bob.", "Ann"),
            ("“Go,” Van Helsing quietly replied.", "Van Helsing"),
            ("“Go,” said the Duchess of Bell.", "Duchess of Bell"),
        ],
    );
    assert_named(
        Language::French,
        &[
            ("— Oui, dit Candide, il pleut.", "Candide"),
            ("« Oui ! » s’écria Martin.", "Martin"),
            ("— Oui, dit-il.", ""),
        ],
    );
    assert_named(
        Language::German,
        &[
            ("„Komm“, sagte Effi.", "Effi"),
            ("»Komm!« rief Frau von Briest.", "Frau von Briest"),
            ("„Komm“, sagte sie.", ""),
        ],
    );
    assert_named(Language::Spanish, &[("—Sí —dijo Ana—. Vamos.", "Ana"), ("—Sí —dijo.", "")]);
    assert_named(
        Language::Russian,
        &[("— Да, — сказал Иван.", "Иван"), ("«Да», — сказала Анна.", "Анна"), ("— Да, — сказал он.", "")],
    );
}

#[test]
fn nothing_is_guessed() {
    assert_named(
        Language::English,
        &[
            ("“Go.”", ""),
            ("“Go,” she said.", ""),
            ("“Go,” said I.", ""),
            ("“Go,” said the old man.", ""),
            ("“Go,” said Ann’s mother.", ""),
            ("“Go,” said Ann and Bob.", ""),
            ("“What?” Ann thought Bob said.", ""),
            ("“What?” Ann thought he said.", ""),
            ("“Go.” Ann said nothing.", ""),
            ("“Go!” Ann said nothing.", ""),
            ("“Go.” Then he left with Ann.", ""),
            ("“Go,” said Ann. “No,” said Bob.", ""),
            ("“Did you know what said Ann?”", ""),
        ],
    );
}

#[test]
fn a_paragraph_in_several_cues_is_one_speech() {
    use Opens::{Paragraph, Sentence};
    assert_eq!(
        named(
            Language::English,
            CueKind::Dialogue,
            &[(Paragraph, "“It is late."), (Sentence, "It rains,” said Ann."), (Paragraph, "“Yes.”")]
        ),
        ["Ann", "Ann", ""]
    );
    assert_eq!(
        named(
            Language::English,
            CueKind::Dialogue,
            &[(Paragraph, "“It is late,” he said."), (Sentence, "“Yes,” said Ann.")]
        ),
        ["", "Ann"]
    );
}

#[test]
fn a_line_that_is_mostly_narrated_has_a_speaker_where_a_tag_names_one() {
    let line = |text| named(Language::English, CueKind::Narration, &[(Opens::Paragraph, text)]).remove(0);
    assert_eq!(line("Ann said nothing. “Well?” Bob asked."), "Bob");
    assert_eq!(line("Ann said nothing for a long time."), "");
}
