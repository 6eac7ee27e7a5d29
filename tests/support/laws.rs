//! What holds for every text that can be read: shared by the tests of hostile manuscripts and by the fuzz targets.

use std::collections::HashSet;
use std::io::{Cursor, Write};

use cuebook::manuscript::{BlockKind, ChapterFile, Format, Manuscript, Source};
use cuebook::script::{Chapter, Known, Script, divide, number, parse, reconcile, write};
use cuebook::words::letters::composed;
use cuebook::words::{Book, CueId};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What stands between the files of an archive or a folder in one input, and between a text and its revision: ASCII's
/// file separator.
pub const SEPARATOR: u8 = 0x1c;

/// The languages with rules of their own, and one without.
const LANGUAGES: [&str; 8] = ["en", "de", "fr", "es", "ru", "ja", "en-GB", "tlh"];

/// A book whose settings are chosen by the last byte of the input, so that an input is a text as authors write it.
pub fn book(input: &[u8]) -> Book {
    let dice = usize::from(input.last().copied().unwrap_or_default());
    let language = LANGUAGES[dice & 7];
    let footnotes = ["leave-out", "read"][dice >> 3 & 1];
    let granularity = ["paragraph", "sentence"][dice >> 4 & 1];
    let max_words = [60, 5][dice >> 5 & 1];
    let headings =
        ["", "[manuscript.headings]\n'The tide was out.' = 'chapter'\n'Chapter 2' = 'text'\n"][dice >> 6 & 1];
    Book::parse(&format!(
        "title = 'Low Water'\nlanguage = '{language}'\n[manuscript]\nfootnotes = '{footnotes}'\n{headings}\
         [cues]\ngranularity = '{granularity}'\nmax_words = {max_words}\n[spoken]\n'Nobody came.' = ''\n"
    ))
    .expect("the settings are good")
}

/// Reads an input in one format, and holds the result to every law; an error is an answer, too.
pub fn reads(format: Format, input: &[u8]) {
    let source = match format {
        Format::Epub | Format::Docx | Format::Odt => Source::File(format, archive(format, input)),
        _ => Source::File(format, input.to_vec()),
    };
    read(&source, &book(input));
}

/// Reads an input as a folder of Markdown, and holds the result to every law.
pub fn reads_folder(input: &[u8]) {
    let names = ["SUMMARY.md", "01-ebb.md", "02-flow.md", "slack/Chapter 3.md", "slack/README.md", "10.md"];
    let file = |(name, bytes): (&&str, &[u8])| ChapterFile { name: (*name).to_owned(), bytes: bytes.to_vec() };
    let mut files: Vec<ChapterFile> = names.iter().zip(parts(input)).map(file).collect();
    // A list with nothing in it is no list.
    files.retain(|file| !file.bytes.is_empty());
    read(&Source::Folder(files), &book(input));
}

fn read(source: &Source, book: &Book) {
    if let Ok(manuscript) = source.read(book) {
        every_block_has_words(&manuscript);
        let script = number(divide(&manuscript, book), book);
        holds(&script, &manuscript);
    }
}

/// Reads the two texts of an input, and gives the lines of the second the IDs that they had in the first; then those of
/// the first again.
pub fn revises(input: &[u8]) {
    let book = book(input);
    let read = |bytes: &[u8]| Source::File(Format::Markdown, bytes.to_vec()).read(&book).ok();
    let Some((first, second)) = input
        .iter()
        .position(|byte| *byte == SEPARATOR)
        .and_then(|at| Some((read(&input[..at])?, read(&input[at + 1..])?)))
    else {
        return;
    };
    let mut script = number(divide(&first, &book), &book);
    for manuscript in [&first, &second, &first] {
        let (next, changes) = reconcile(Some(&script), divide(manuscript, &book), &book, &Known::default());
        holds(&next, manuscript);
        none_is_forgotten(&script, &next);
        let before = script.cues().count();
        assert_eq!(changes.before(), before, "every old line is said to be somewhere, once");
        if next.chapters == script.chapters {
            assert!(changes.is_silent(), "nothing has changed, but something is said to have");
        }
        let (again, changes) = reconcile(Some(&next), divide(manuscript, &book), &book, &Known::default());
        assert_eq!(again, next, "a text that has not changed leaves the script as it is");
        assert_eq!(changes.kept.len(), next.cues().count());
        script = next;
    }
}

/// Reads an input as `narration.json`; what can be read is written as it was read, and takes new lines.
pub fn narrates(input: &[u8]) {
    let Ok(script) = std::str::from_utf8(input).map_err(drop).and_then(|json| parse(json).map_err(drop)) else {
        return;
    };
    round_trips(&script);
    let book = book(input);
    let text = "# Chapter 1\n\nThe tide was out.\n\nNobody came.\n\n# Chapter 2\n\nThe lamp was lit.\n";
    let manuscript = Source::File(Format::Markdown, text.into()).read(&book).expect("a text");
    let (next, _) = reconcile(Some(&script), divide(&manuscript, &book), &book, &Known::default());
    holds(&next, &manuscript);
    none_is_forgotten(&script, &next);
}

fn every_block_has_words(manuscript: &Manuscript) {
    for block in &manuscript.blocks {
        let silent = block.text.trim().is_empty();
        assert_eq!(silent, block.kind == BlockKind::SceneBreak, "{block:?}");
        assert_eq!(composed(&block.text), block.text, "an accent stands behind its letter");
    }
}

/// Every letter and sign once and in order, no ID twice, no chapter without a line, and nothing lost on the way to the disk.
fn holds(script: &Script, manuscript: &Manuscript) {
    // Where words have no spaces between them, two lines may divide what stands in a row.
    let read = script.cues().flat_map(|(_, cue)| cue.text.chars().filter(|c| !c.is_whitespace()));
    let printed = manuscript.blocks.iter().flat_map(|block| block.text.chars().filter(|c| !c.is_whitespace()));
    assert!(read.eq(printed), "a word was lost, doubled or moved: {script:?}\n{manuscript:?}");
    let mut chapters = HashSet::new();
    for Chapter { id, cues, .. } in &script.chapters {
        assert!(!cues.is_empty() && chapters.insert(id), "chapter {id}");
    }
    let mut ids = HashSet::new();
    assert!(every_id(script).all(|id| ids.insert(id)), "an ID stands twice: {script:?}");
    round_trips(script);
}

fn round_trips(script: &Script) {
    match parse(&write(script)) {
        Ok(again) => assert_eq!(again, *script),
        Err(error) => panic!("what was written can't be read: {error}\n{script:?}"),
    }
}

fn none_is_forgotten(old: &Script, new: &Script) {
    let ids: HashSet<&CueId> = every_id(new).collect();
    let forgotten = every_id(old).find(|id| !ids.contains(id));
    assert_eq!(forgotten, None, "an ID was forgotten, and may be given away again");
}

fn every_id(script: &Script) -> impl Iterator<Item = &CueId> {
    script.cues().map(|(_, cue)| &cue.id).chain(script.retired.iter().map(|line| &line.id))
}

fn parts(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    input.split(|byte| *byte == SEPARATOR)
}

/// The archive that an input stands for: its bytes where they begin as one, else one around its parts, each under the
/// name that the format has for it.
pub fn archive(format: Format, input: &[u8]) -> Vec<u8> {
    if input.starts_with(b"PK") {
        return input.to_vec();
    }
    let (fixed, names): (&[_], &[&str]) = match format {
        Format::Epub => (
            &[(
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>",
            )],
            &["OPS/book.opf", "OPS/a.xhtml", "OPS/b.xhtml", "OPS/nav.xhtml", "OPS/toc.ncx", "META-INF/encryption.xml"],
        ),
        Format::Docx => (
            &[],
            &[
                "word/document.xml",
                "word/styles.xml",
                "word/numbering.xml",
                "word/footnotes.xml",
                "word/endnotes.xml",
                "word/_rels/document.xml.rels",
                "_rels/.rels",
            ],
        ),
        _ => (
            &[("mimetype", "application/vnd.oasis.opendocument.text")],
            &["content.xml", "styles.xml", "META-INF/manifest.xml"],
        ),
    };
    let fixed = fixed.iter().map(|(name, text)| (*name, text.as_bytes()));
    let files = fixed.chain(names.iter().copied().zip(parts(input)).filter(|(_, bytes)| !bytes.is_empty()));
    zipped(files).expect("a vector can be written to")
}

fn zipped<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A fuzzer is to find its way through the readers, not through the compressor.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        zip.start_file(name, stored)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
