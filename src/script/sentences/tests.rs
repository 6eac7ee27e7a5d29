//! Marked examples, a file a language: `|` stands where a sentence ends.

use proptest::prelude::*;

use super::*;

const EXAMPLES: [(Language, &str); 7] = [
    (Language::English, include_str!("examples/english.txt")),
    (Language::French, include_str!("examples/french.txt")),
    (Language::German, include_str!("examples/german.txt")),
    (Language::Spanish, include_str!("examples/spanish.txt")),
    (Language::Russian, include_str!("examples/russian.txt")),
    (Language::Chinese, include_str!("examples/chinese.txt")),
    (Language::Japanese, include_str!("examples/japanese.txt")),
];

#[test]
fn each_sentence_is_found_in_seven_languages() {
    let mut wrong = Vec::new();
    for (language, examples) in EXAMPLES {
        assert!(examples.lines().count() >= 25, "{language:?}");
        for marked in examples.lines() {
            let wanted: Vec<&str> = marked.split('|').map(str::trim).collect();
            let text = marked.replace('|', "");
            let found = sentences(&text, language);
            if found != wanted {
                wrong.push(format!("{language:?}: {}", found.join("|")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_has_no_sentences_and_silence_is_one() {
    assert!(sentences("", Language::English).is_empty());
    assert!(sentences(" \n", Language::Chinese).is_empty());
    assert_eq!(sentences(" “...” ", Language::English), ["“...”"]);
    assert_eq!(sentences("No. “...”", Language::English), ["No. “...”"]);
}

/// The law: in order, none empty, none with space at its ends, nothing but space between them.
fn assert_whole(text: &str, language: Language) {
    let mut end = 0;
    for range in sentence_ranges(text, language) {
        assert!(text[end..range.start].trim().is_empty(), "{text:?} lost {:?}", &text[end..range.start]);
        let sentence = &text[range.clone()];
        assert!(!sentence.is_empty() && sentence.trim() == sentence, "{text:?} has {sentence:?}");
        end = range.end;
    }
    assert!(text[end..].trim().is_empty(), "{text:?} lost {:?}", &text[end..]);
}

fn any_language() -> impl Strategy<Value = Language> {
    proptest::sample::select(EXAMPLES.map(|(language, _)| language).to_vec())
}

proptest! {
    #[test]
    fn the_sentences_are_the_paragraph_again(
        text in "([A-Za-z]{1,5}|Mr\\.|[.!?…\"”“)( 。！？」「』»«—]|a\\.m\\. |т\\. |z\\. B\\. |[走他と]|3|\u{a0}|\u{3000}){0,60}",
        language in any_language(),
    ) {
        assert_whole(&text, language);
    }

    #[test]
    fn any_text_has_sentences(text in "\\PC{0,80}", language in any_language()) {
        assert_whole(&text, language);
    }
}
