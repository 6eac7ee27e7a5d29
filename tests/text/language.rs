//! Sentences, pronunciations and speakers of whole manuscripts from a folder beside the repository.

use super::support;
use cuebook::manuscript::{BlockKind, Format, Manuscript, read};
use cuebook::script::{Opens, Script, divide, number, pronunciations, sentence_ranges, speakers};
use cuebook::words::{Book, Language};

fn book(language: &str) -> Book {
    Book::parse(&format!("title = 'A Book'\nlanguage = '{language}'")).expect("a title is enough")
}

/// A manuscript of the folder; `None`, said aloud, where there is no such folder.
fn manuscript(path: &str, book: &Book) -> Option<Manuscript> {
    let bytes = std::fs::read(support::shared_data(path)?).expect("it can be read");
    let format = if path.rsplit('.').next() == Some("epub") { Format::Epub } else { Format::PlainText };
    Some(read(&bytes, format, book).expect("a text"))
}

fn script(path: &str, book: &Book) -> Option<Script> {
    Some(number(divide(&manuscript(path, book)?, book), book))
}

const BOOKS: [(&str, &str); 9] = [
    ("manuscripts/background_talent.txt", "en"),
    ("manuscripts/dracula/dracula.txt", "en"),
    ("manuscripts/frankenstein/frankenstein.txt", "en"),
    ("manuscripts/hound_of_baskervilles/hound_of_baskervilles.txt", "en"),
    ("manuscripts/tale_of_two_cities/tale_of_two_cities.txt", "en"),
    ("manuscripts/the_moonstone/the_moonstone.epub", "en"),
    ("manuscripts/candide_fr/candide_fr.txt", "fr"),
    ("manuscripts/effi_briest_de/effi_briest_de.txt", "de"),
    ("manuscripts/onegin_ru/onegin_cp1251.txt", "ru"),
];

#[test]
fn sentences_follow_one_another_through_whole_books() {
    for (path, tag) in BOOKS {
        let Some(manuscript) = manuscript(path, &book(tag)) else { return };
        let (mut all, mut small) = (0, 0);
        for block in manuscript.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
            let mut end = 0;
            for range in sentence_ranges(&block.text, Language::of(tag)) {
                let sentence = &block.text[range.clone()];
                assert!(block.text[end..range.start].trim().is_empty(), "{path}: {}", block.text);
                assert!(!sentence.is_empty() && sentence.trim() == sentence, "{path}: {sentence:?}");
                let within = range.start > 0;
                let first = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
                all += 1;
                small += usize::from(within && first.starts_with(char::is_lowercase));
                end = range.end;
            }
            assert!(block.text[end..].trim().is_empty(), "{path}: {}", block.text);
        }
        assert!(small * 500 < all, "{path}: {small} of {all} sentences begin with a small letter");
        assert!(all > manuscript.blocks.len() / 2, "{path}: {all} sentences");
    }
}

#[test]
fn the_names_of_a_novel_are_listed_and_its_plain_words_are_not() {
    let book = book("en");
    let Some(script) = script("manuscripts/dracula/dracula.txt", &book) else { return };
    let list = pronunciations(&script, &book);
    let has = |word: &str| list.iter().any(|entry| entry.word == word);
    for word in ["Szgany", "Bistritz", "nosferatu", "Varna", "Whitby", "Westenra", "Galatz", "Honfoglalas", "calèche"]
    {
        assert!(has(word), "{word}");
    }
    for word in ["however", "Jonathan", "London", "Mr", "zoölogical", "doin", "doin'", "castle", "Budapest", "hurrying"]
    {
        assert!(!has(word), "{word}");
    }
    // About one in 350 of the book's words, and one in twenty of its different ones.
    assert!((350..650).contains(&list.len()), "{}", list.len());
    let helsing = list.iter().find(|entry| entry.word == "Helsing").expect("he is there");
    let cue = script.cue(&helsing.first).expect("the cue").1;
    assert!(cue.text.contains("Helsing") && helsing.count > 250);
}

/// Who speaks in two chapters of Alice, paragraph by paragraph where a tag has a name, as read by a person.
const CAUCUS_RACE: &str = "Mouse Lory Mouse Lory Duck Alice Dodo Eaglet Dodo Alice Dodo Dodo Mouse Dodo Alice Dodo Mouse \
     Alice Mouse Alice Mouse Alice Mouse Alice Alice Lory Alice Lory";
const CATERPILLAR: &str = "Caterpillar Caterpillar Caterpillar Alice Caterpillar Alice Caterpillar Alice Caterpillar \
     Caterpillar Caterpillar Caterpillar Alice Caterpillar Alice";

#[test]
fn speakers_are_whom_a_reader_finds() {
    let book = book("en");
    let Some(script) = script("manuscripts/alice/alice.txt", &book) else { return };
    let named = speakers(&script, Language::English);
    let chapter = |words: &str| {
        let chapter = script.chapters.iter().find(|chapter| chapter.title.contains(words)).expect("the chapter");
        let paragraphs = chapter.cues.chunk_by(|_, next| next.opens == Opens::Sentence);
        let heard = paragraphs.filter_map(|cues| cues.iter().find_map(|cue| named.get(&cue.id)));
        heard.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(chapter("Caucus"), CAUCUS_RACE);
    assert!(chapter("Caterpillar").starts_with(CATERPILLAR), "{}", chapter("Caterpillar"));
    assert!(named.len() > 300, "{}", named.len());
}

#[test]
fn text_without_spaces_is_divided_without_a_sign_more_or_less() {
    let paragraph = "他走了很久。她没走。没有人知道他去了哪里！“走吧。”他说。天黑了。";
    let book = Book::parse("title = 'x'\nlanguage = 'zh'\n[cues]\nmax_words = 10").expect("settings");
    let manuscript = read(paragraph.as_bytes(), Format::Markdown, &book).expect("a text");
    let script = number(divide(&manuscript, &book), &book);
    let lines: Vec<&str> = script.cues().map(|(_, cue)| cue.text.as_str()).collect();
    assert_eq!(lines.concat(), paragraph);
    assert_eq!(lines.len(), 3, "{lines:?}");
}
