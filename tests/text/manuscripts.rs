//! Whole manuscripts from a folder beside the repository: no word of any of them is lost, and chapters come out right.

use super::support;
use std::collections::BTreeSet;

use cuebook::manuscript::{Block, ChapterFile, Format, HeadingKind, Manuscript, Source, read};
use cuebook::script::{ChapterKind, CueKind, Known, divide, number, parse, reconcile, write};
use cuebook::words::Book;
use unicode_normalization::UnicodeNormalization;

/// A file of the folder beside the repository; `None`, said aloud, where there is no such folder.
fn shared(path: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(support::shared_data(path)?).expect("it can be read"))
}

fn book() -> Book {
    Book::parse("title = 'A Book'").expect("a title is enough")
}

/// The words that the cues hold, read through the whole text side.
fn read_words(manuscript: &Manuscript) -> Vec<String> {
    let script = number(divide(manuscript, &book()), &book());
    let again = parse(&write(&script)).expect("what was written can be read");
    assert_eq!(again, script);
    script.cues().flat_map(|(_, cue)| cue.text.split_whitespace().map(str::to_owned)).collect()
}

/// The words of a raw text, found without the code that is tested: what stands between the marks of the licence, without
/// the contents, ornaments, pictures, the marks of footnotes and typewriter emphasis.
fn raw_words(text: &str) -> Vec<String> {
    let text: String = cut(text, "[Illustration", "]").nfc().collect();
    let text = text.trim_start_matches('\u{feff}').replace('\r', "");
    let mut lines: Vec<&str> = text.lines().map(str::trim).collect();
    if let Some(start) = lines.iter().position(|line| line.starts_with("*** START OF")) {
        lines.drain(..=start);
        lines.truncate(lines.iter().position(|line| line.starts_with("*** END OF")).expect("an end"));
        let closing = |line: &&str| line.starts_with("End of ") && line.contains("Project Gutenberg");
        lines.truncate(lines.iter().position(closing).unwrap_or(lines.len()));
        let first = lines.iter().position(|line| !line.is_empty()).expect("text");
        if lines[first].starts_with("Produced by") {
            lines.drain(..lines.iter().skip(first).position(|line| line.is_empty()).expect("a blank line") + first);
        }
        // One text has its credits in French, too.
        let last = lines.iter().position(|line| line.ends_with("pour preparer ce texte."));
        lines.drain(..last.map_or(0, |last| last + 1));
    }
    if let Some(contents) = lines.iter().position(|line| *line == "CONTENTS") {
        let first = contents + 1 + lines[contents + 1..].iter().position(|line| !line.is_empty()).expect("an entry");
        let again = first + 1 + lines[first + 1..].iter().position(|line| *line == lines[first]).expect("the text");
        lines.drain(contents..again);
    }
    lines.retain(|line| line.contains(|c: char| !"*-_ ".contains(c)));
    let words = lines.iter().flat_map(|line| line.split_whitespace()).map(|word| without_mark(&word.replace('_', "")));
    words.filter(|word| !word.is_empty()).collect()
}

/// A word without the mark of a footnote behind it: `tide[1].`
fn without_mark(word: &str) -> String {
    match word.split_once('[').and_then(|(word, rest)| Some((word, rest.split_once(']')?))) {
        Some((before, (mark, behind))) if !before.is_empty() && mark.len() < 3 => format!("{before}{behind}"),
        _ => word.to_owned(),
    }
}

fn assert_no_word_lost(path: &str, manuscript: &Manuscript, raw: &str) {
    let (read, raw) = (read_words(manuscript), raw_words(raw));
    let differs = read.iter().zip(&raw).position(|(read, raw)| read.replace('_', "") != *raw);
    if let Some(at) = differs {
        let from = at.saturating_sub(5);
        panic!("{path}, word {at}: read {:?}, but the text has {:?}", &read[from..at + 3], &raw[from..at + 3]);
    }
    assert_eq!(read.len(), raw.len(), "{path}");
}

fn headings(manuscript: &Manuscript, kind: HeadingKind) -> Vec<&str> {
    let found = manuscript.blocks.iter().filter(|block| block.heading() == Some(kind));
    found.map(|block| block.text.as_str()).collect()
}

/// What the folder's list says that a file holds, under a key.
fn truth(path: &str, key: &str) -> Vec<String> {
    let list = shared("MANIFEST.json").expect("the folder is whole");
    let list: serde_json::Value = serde_json::from_slice(&list).expect("JSON");
    let entries = list["entries"].as_array().expect("a list");
    let entry = entries.iter().find(|entry| entry["file"] == path).expect("the list names the file");
    let values = entry["ground_truth"][key].as_array().expect("a list of texts");
    values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

#[test]
fn a_badly_formatted_chapter_has_its_true_structure() {
    let path = "manuscripts/background_talent.txt";
    let Some(bytes) = shared(path) else { return };
    let manuscript = read(&bytes, Format::PlainText, &book()).expect("a text");
    assert_eq!(headings(&manuscript, HeadingKind::Front), truth(path, "front"));
    assert_eq!(headings(&manuscript, HeadingKind::Chapter), truth(path, "chapter_titles"));
    assert_eq!(headings(&manuscript, HeadingKind::Section), truth(path, "sections"));
    for text in truth(path, "not_headings") {
        let block = manuscript.blocks.iter().find(|block| block.text == text).expect("a paragraph of its own");
        assert_eq!(block.heading(), None, "{text}");
    }
    let all = manuscript.blocks.iter().filter(|block| block.heading().is_some()).count();
    assert_eq!(all, 7);
    assert_no_word_lost(path, &manuscript, &String::from_utf8_lossy(&bytes));
}

/// A heading's letters: the list writes a two-line heading on one line, and leaves out footnote marks.
fn letters(heading: &str) -> String {
    let unmarked: String =
        heading.split('[').map(|part| part.split_once("1]").map_or(part, |(_, rest)| rest)).collect();
    unmarked.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every heading that is no chapter, as `kind: words`.
fn other_headings(manuscript: &Manuscript) -> Vec<String> {
    let told = |block: &Block| Some((block.heading()?, block.text.replace('\n', " ")));
    let others = manuscript.blocks.iter().filter_map(told).filter(|(kind, _)| *kind != HeadingKind::Chapter);
    others.map(|(kind, text)| format!("{kind}: {text}")).collect()
}

/// How many chapters each part has.
fn parts(manuscript: &Manuscript) -> Vec<(String, usize)> {
    let mut parts: Vec<(String, usize)> = Vec::new();
    for block in &manuscript.blocks {
        match (block.heading(), parts.last_mut()) {
            (Some(HeadingKind::Part), _) => parts.push((block.text.clone(), 0)),
            (Some(HeadingKind::Chapter), Some((_, chapters))) => *chapters += 1,
            _ => {}
        }
    }
    parts
}

#[test]
fn whole_novels_have_their_chapters_and_every_word() {
    for (name, language, encoding, others) in [
        ("alice", "en", encoding_rs::UTF_8, &[][..]),
        ("frankenstein", "en", encoding_rs::UTF_8, &[]),
        ("hound_of_baskervilles", "en", encoding_rs::UTF_8, &[]),
        (
            "tale_of_two_cities",
            "en",
            encoding_rs::UTF_8,
            &[
                "part: Book the First--Recalled to Life",
                "part: Book the Second--the Golden Thread",
                "part: Book the Third--the Track of a Storm",
            ],
        ),
        (
            "dracula",
            "en",
            encoding_rs::WINDOWS_1252,
            // Documents within chapters whose names have no stop behind them.
            &["section: Lucy Westenra's Diary", "section: Mina Harker's Journal", "section: NOTE"],
        ),
        ("candide_fr", "fr", encoding_rs::WINDOWS_1252, &["prologue: Préface de l'Éditeur"]),
        ("effi_briest_de", "de", encoding_rs::WINDOWS_1252, &[]),
    ] {
        let path = format!("manuscripts/{name}/{name}.txt");
        let Some(bytes) = shared(&path) else { return };
        let book = format!("title = 'A Book'\nlanguage = '{language}'\n[manuscript]\nfootnotes = 'read'");
        let book = Book::parse(&book).expect("settings");
        let manuscript = read(&bytes, Format::PlainText, &book).expect("a text");
        let (found, wanted) = (headings(&manuscript, HeadingKind::Chapter), truth(&path, "chapter_titles"));
        assert_eq!(found.len(), wanted.len(), "{path}: {found:#?}");
        for (found, wanted) in found.iter().zip(&wanted) {
            let wanted = wanted.rsplit(" / ").next().unwrap_or(wanted);
            assert!(letters(found).starts_with(&letters(wanted)), "{path}: {found} is not {wanted}");
        }
        assert_eq!(other_headings(&manuscript), others, "{path}");
        assert_no_word_lost(&path, &manuscript, &encoding.decode(&bytes).0);
    }
}

#[test]
fn the_parts_of_a_novel_hold_their_chapters() {
    let path = "manuscripts/tale_of_two_cities/tale_of_two_cities.txt";
    let Some(bytes) = shared(path) else { return };
    let manuscript = read(&bytes, Format::PlainText, &book()).expect("a text");
    let list: serde_json::Value =
        serde_json::from_slice(&shared("MANIFEST.json").expect("the folder is whole")).expect("JSON");
    let entry = list["entries"].as_array().expect("a list").iter().find(|entry| entry["file"] == path);
    let wanted = &entry.expect("the list names the file")["ground_truth"]["parts"];
    let found = parts(&manuscript);
    assert_eq!(found.len(), 3);
    for (part, chapters) in found {
        assert_eq!(wanted[&part], chapters, "{part}");
    }
}

#[test]
fn a_novel_in_verse_has_its_chapters_and_every_word_but_its_notes() {
    let path = "manuscripts/onegin_ru/onegin_cp1251.txt";
    let Some(bytes) = shared(path) else { return };
    let book = Book::parse("title = 'A Book'\nlanguage = 'ru'").expect("settings");
    let manuscript = read(&bytes, Format::PlainText, &book).expect("a text");
    assert_eq!(headings(&manuscript, HeadingKind::Chapter), truth(path, "chapter_titles"));
    // Stanzas have numbers and are no sections.
    let others = ["section: Письмо Онегина к Татьяне", "section: Отрывки из путешествия Онегина"];
    assert_eq!(other_headings(&manuscript), others);
    let (raw, ..) = encoding_rs::WINDOWS_1251.decode(&bytes);
    // Each note stands in brackets in its line, with its number and a dash.
    let mut unnoted = String::new();
    for line in raw.lines() {
        let mut rest = line;
        while let Some((before, note)) = rest.split_once('[') {
            let end = note.find(']').expect("a note ends in its line");
            assert!(
                note.starts_with(|c: char| c.is_ascii_digit()) && note[..end].contains(" – ")
                    || note[..end].contains(" - ")
                    || note[..end].contains("– "),
                "{line}"
            );
            unnoted.push_str(before);
            rest = &note[end + 1..];
        }
        unnoted.push_str(rest);
        unnoted.push('\n');
    }
    assert_no_word_lost(path, &manuscript, &unnoted);
}

/// The text between the tags of a page, found without the code that is tested: white space where a block begins or ends.
fn tagless(page: &str) -> String {
    const INLINE: [&str; 16] =
        ["a", "abbr", "b", "big", "cite", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time", "u", "w:t"];
    let mut text = String::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = if rest[start..].starts_with("<!--") { "-->" } else { ">" };
        let length = rest[start..].find(end).expect("every tag ends") + end.len();
        let tag = rest[start + 1..start + length].trim_matches(['/', '>']);
        if !INLINE.contains(&tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default()) {
            text.push(' ');
        }
        rest = &rest[start + length..];
    }
    text.push_str(rest);
    for (name, character) in [
        ("ldquo", "“"),
        ("rdquo", "”"),
        ("lsquo", "‘"),
        ("rsquo", "’"),
        ("mdash", "—"),
        ("ndash", "–"),
        ("nbsp", " "),
        ("eacute", "é"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("amp", "&"),
    ] {
        text = text.replace(&format!("&{name};"), character);
    }
    text.replace(['\u{2060}', '\u{feff}', '\u{ad}', '\u{200b}'], "")
}

fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What begins with a mark and goes on to another is cut, as often as it is there.
fn cut(text: &str, from: &str, to: &str) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(from) {
        left.push_str(&rest[..start]);
        rest = &rest[start + rest[start..].find(to).expect("an end") + to.len()..];
    }
    left + rest
}

fn file_of(zip: &mut zip::ZipArchive<std::io::Cursor<&[u8]>>, name: &str) -> String {
    std::io::read_to_string(zip.by_name(name).expect("the archive names it")).expect("UTF-8")
}

/// The words of a book's pages that are read, in the order of the list beside it; ornaments aside.
fn epub_words(path: &str, bytes: &[u8]) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut words = Vec::new();
    for page in truth(path, "spine") {
        let page = file_of(&mut zip, &format!("epub/text/{page}"));
        let left = ["titlepage", "halftitlepage", "imprint", "colophon", "copyright-page", "endnotes"];
        if left.iter().any(|piece| {
            page.contains(&format!("<section id=\"{piece}\"")) || page.contains(&format!("epub:type=\"{piece}\""))
        }) {
            continue;
        }
        let body = cut(&page[page.find("<body").expect("a body")..], "epub:type=\"noteref\"", "</a");
        words.extend(tagless(&body).split_whitespace().map(str::to_owned));
    }
    words
}

/// Words by their letters and digits: what is between them is a matter of mark-up.
fn in_letters(words: &[String]) -> Vec<String> {
    words
        .iter()
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect()
}

fn assert_same_words(path: &str, manuscript: &Manuscript, raw: &[String]) {
    let (read, raw) = (in_letters(&read_words(manuscript)), in_letters(raw));
    if let Some(at) = (0..read.len().max(raw.len())).find(|at| read.get(*at) != raw.get(*at)) {
        let around =
            |words: &[String]| words[at.saturating_sub(5).min(words.len())..(at + 5).min(words.len())].join(" ");
        panic!("{path}, word {at}: read `{}`, but the book has `{}`", around(&read), around(&raw));
    }
}

/// An entry of a table of contents in the folder's list, with the titles of the entries that it stands in.
struct Listed {
    title: String,
    around: Vec<String>,
    leaf: bool,
    depth: u64,
}

/// What the list says of a book's table of contents, without what it calls front and back matter.
fn table_of_contents(path: &str) -> Vec<Listed> {
    let list = shared("MANIFEST.json").expect("the folder is whole");
    let list: serde_json::Value = serde_json::from_slice(&list).expect("JSON");
    let entries = list["entries"].as_array().expect("a list");
    let truth = &entries.iter().find(|entry| entry["file"] == path).expect("the list names the file")["ground_truth"];
    let left = truth["front_back_matter"].as_array().expect("a list");
    let toc: Vec<(u64, String)> = truth["toc"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|entry| !left.contains(&entry["title"]))
        .map(|entry| (entry["depth"].as_u64().expect("a depth"), entry["title"].as_str().expect("a title").to_owned()))
        .collect();
    let mut around: Vec<(u64, String)> = Vec::new();
    let mut listed = Vec::new();
    for (at, (depth, title)) in toc.iter().enumerate() {
        around.retain(|(outer, _)| outer < depth);
        listed.push(Listed {
            title: title.clone(),
            around: around.iter().map(|(_, title)| title.clone()).collect(),
            leaf: toc.get(at + 1).is_none_or(|(next, _)| next <= depth),
            depth: *depth,
        });
        around.push((*depth, title.clone()));
    }
    listed
}

#[test]
fn epubs_have_their_chapters_and_every_word() {
    for name in [
        "the_time_machine",
        "love_among_the_chickens",
        "adventures_of_sherlock_holmes",
        "the_man_who_was_thursday",
        "the_moonstone",
        "war_and_peace",
    ] {
        let path = format!("manuscripts/{name}/{name}.epub");
        let Some(bytes) = shared(&path) else { return };
        let manuscript = read(&bytes, Format::Epub, &book()).expect("a book");
        let toc = table_of_contents(&path);
        // Each story is one, whatever is listed inside; elsewhere each leaf is a chapter.
        let stories = name == "adventures_of_sherlock_holmes";
        let wanted: Vec<&Listed> =
            toc.iter().filter(|listed| if stories { listed.depth == 1 } else { listed.leaf }).collect();
        let draft = divide(&manuscript, &book());
        let files: Vec<_> = draft.chapters.iter().filter(|chapter| chapter.kind != ChapterKind::Front).collect();
        assert_eq!(files.len(), wanted.len(), "{path}");
        let mut heard: Vec<String> = Vec::new();
        for (file, wanted) in files.iter().zip(&wanted) {
            let announced = file.paragraphs.iter().take_while(|line| line.kind == CueKind::Announcement);
            let announced: Vec<String> = announced.map(|line| letters(line.text())).collect();
            // What stands over this chapter and not over the one before is announced with it, from outside inwards.
            let new = wanted.around.iter().map(|title| letters(title)).filter(|title| !is_half_title(&toc, title));
            let mut expected: Vec<String> = new.collect();
            let known = expected.iter().zip(&heard).take_while(|(now, before)| now == before).count();
            heard.clone_from(&expected);
            expected.drain(..known);
            expected.push(letters(&wanted.title));
            let named = announced.iter().zip(&expected).all(|(heading, title)| heading.starts_with(title.as_str()));
            let sections = if stories { announced.len() >= expected.len() } else { announced.len() == expected.len() };
            assert!(sections && named, "{path}: {announced:?} is not {expected:?}");
        }
        assert_same_words(&path, &manuscript, &epub_words(&path, &bytes));
    }
}

/// The outermost entry around a whole book is its half title, which is not read.
fn is_half_title(toc: &[Listed], title: &str) -> bool {
    toc.iter().any(|listed| listed.depth == 1 && !listed.leaf && letters(&listed.title) == title)
}

#[test]
fn no_heading_is_one_by_accident() {
    for name in ["the_time_machine", "adventures_of_sherlock_holmes", "the_moonstone", "war_and_peace"] {
        let path = format!("manuscripts/{name}/{name}.epub");
        let Some(bytes) = shared(&path) else { return };
        let manuscript = read(&bytes, Format::Epub, &book()).expect("a book");
        let toc = table_of_contents(&path);
        let titles: BTreeSet<String> = toc.iter().map(|listed| letters(&listed.title)).collect();
        for block in manuscript.blocks.iter().filter(|block| {
            block.heading().is_some_and(|kind| !matches!(kind, HeadingKind::Front | HeadingKind::Title))
        }) {
            let first = letters(block.text.split('\n').next().unwrap_or_default());
            assert!(titles.iter().any(|title| title.starts_with(&first)), "{path}: {}", block.text);
        }
    }
}

#[test]
fn a_folder_of_chapters_has_them_in_their_order_with_every_word() {
    let path = "manuscripts/nanowrimo_md/";
    let Some(folder) = support::shared_data(path) else { return };
    let mut files: Vec<ChapterFile> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| ChapterFile {
            name: path.file_name().expect("a name").to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).expect("it can be read"),
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let manuscript = Source::Folder(files.clone()).read(&book()).expect("a book");
    assert_eq!(headings(&manuscript, HeadingKind::Chapter), truth(path, "chapter_titles"));
    assert_eq!(manuscript.blocks.iter().filter(|block| block.heading().is_some()).count(), 31);
    let mut raw: Vec<(u32, String)> = Vec::new();
    for file in &files {
        let text = String::from_utf8(file.bytes.clone()).expect("UTF-8");
        let (settings, body) = text.strip_prefix("---").and_then(|rest| rest.split_once("\n---")).expect("settings");
        let title = settings.split_once("title: ").expect("a title").1.lines().next().expect("a line");
        let number = title.rsplit(' ').next().and_then(|number| number.parse().ok()).expect("a number");
        raw.push((number, format!("{title}\n{body}")));
    }
    raw.sort();
    let raw: String = raw.into_iter().map(|(_, text)| text + "\n").collect();
    assert_same_words(path, &manuscript, &words_of(&raw));
}

#[test]
fn a_page_has_its_chapters_and_every_word() {
    let path = "manuscripts/peter_pan_html/peter_pan_html.htm";
    let Some(bytes) = shared(path) else { return };
    let manuscript = read(&bytes, Format::Html, &book()).expect("a page");
    let (found, wanted) = (headings(&manuscript, HeadingKind::Chapter), truth(path, "chapter_titles"));
    assert_eq!(
        found.iter().map(|title| letters(title)).collect::<Vec<_>>(),
        wanted.iter().map(|title| letters(title)).collect::<Vec<_>>()
    );
    assert_eq!(headings(&manuscript, HeadingKind::Section), [""; 0]);
    let page = String::from_utf8(bytes).expect("UTF-8");
    let page = &page
        [page.find("</pre>").expect("the licence ends")..page.find("End of the Project Gutenberg").expect("an end")];
    let page = cut(page, "<b>CONTENTS", "</blockquote>");
    assert_same_words(path, &manuscript, &words_of(&tagless(&page)));
}

#[test]
fn a_word_document_has_its_chapters_and_every_word() {
    let path = "manuscripts/hound_docx_generated/hound_GENERATED.docx";
    let Some(bytes) = shared(path) else { return };
    let manuscript = read(&bytes, Format::Docx, &book()).expect("a document");
    assert_eq!(headings(&manuscript, HeadingKind::Chapter).len(), 15);
    assert_eq!(headings(&manuscript, HeadingKind::Title), ["The Hound of the Baskervilles"]);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes[..])).expect("an archive");
    let document = file_of(&mut zip, "word/document.xml")
        .replace("</w:r><w:r>", "")
        .replace("<w:t xml:space=\"preserve\">", "")
        .replace("</w:t>", "");
    let joined = cut(&document, "<w:rPr>", "</w:rPr>").replace("</w:r><w:r>", "");
    assert_same_words(path, &manuscript, &words_of(&tagless(&joined)));
}

#[test]
fn a_revision_touches_only_the_lines_it_changes() {
    let Some(bytes) = shared("manuscripts/background_talent.txt") else { return };
    let text = String::from_utf8(bytes).expect("UTF-8");
    let script = |text: &str, old| {
        let manuscript = read(text.as_bytes(), Format::PlainText, &book()).expect("a text");
        reconcile(old, divide(&manuscript, &book()), &book(), &Known::default())
    };
    let (old, _) = script(&text, None);
    let mut revised = String::new();
    let mut count = 0;
    for (at, line) in text.lines().enumerate() {
        let edited = if at % 7 == 0 { line.replacen(" the ", " that ", 1) } else { line.to_owned() };
        count += usize::from(edited != line);
        revised.push_str(&edited);
        revised.push('\n');
    }
    let (new, changes) = script(&revised, Some(&old));
    assert_eq!((changes.edited.len(), changes.new.len(), changes.retired.len()), (count, 0, 0), "{changes}");
    assert!(count > 8 && new.cues().map(|(_, cue)| &cue.id).eq(old.cues().map(|(_, cue)| &cue.id)));

    let long: Vec<&str> = text.lines().filter(|line| line.split_whitespace().count() > 60).collect();
    let (_, after_cut) = script(&text.replacen(long[long.len() / 2], "", 1), Some(&old));
    let touched = after_cut.edited.len() + after_cut.new.len() + after_cut.moved.len();
    assert!(touched == 0 && !after_cut.retired.is_empty(), "{after_cut}");
}
