//! A folder of Markdown files as one manuscript: their order, and what is called a chapter.

mod order;
mod summary;

use std::collections::BTreeMap;

use super::encoding;
use super::grouping::fold;
use super::markup::Gathered;
use super::{Block, BlockKind, Format, HeadingKind, Manuscript, Note, Reason, markdown, marked, outline, titles};
use crate::words::{Book, Result};
use order::{is_about_the_folder, sort};
use summary::{Listed, SUMMARY, list};

/// A file of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChapterFile {
    /// Its path inside the folder, with `/` between its parts.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a heading is one that a file does not have.
const LISTED: Reason = Reason::NamedBy { what: "`SUMMARY.md`" };

/// A file, read.
struct Chapter {
    name: String,
    page: markdown::Page,
    /// What the list of files calls it.
    listed: Option<String>,
    /// Whether other files are listed below it.
    divided: bool,
}

/// Reads the files of a folder as one book, in the order of their `SUMMARY.md`, else by the numbers of the chapters, else
/// by their names.
///
/// # Errors
/// Where a file is no text.
pub fn read(files: &[ChapterFile], book: &Book) -> Result<Manuscript> {
    let mut notes = Vec::new();
    let mut chapters: BTreeMap<&str, Chapter> = BTreeMap::new();
    let mut summary = None;
    for file in files {
        let decoded = encoding::decode(&file.bytes, Format::Markdown, &book.language);
        let Ok(decoded) = decoded else {
            if file.bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            decoded.map_err(|error| error.within(&format!("can't read `{}`", file.name)))?;
            continue;
        };
        for note in decoded.notes {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        if file.name.eq_ignore_ascii_case(SUMMARY) {
            summary = Some(list(&decoded.text));
            continue;
        }
        let page = markdown::gather(&decoded.text, book);
        chapters.insert(&file.name, Chapter { name: file.name.clone(), page, listed: None, divided: false });
    }
    let mut pages = Vec::new();
    if let Some(summary) = summary {
        let depths: Vec<usize> = summary.iter().map(Listed::depth).collect();
        for (at, listed) in summary.into_iter().enumerate() {
            match listed {
                Listed::Part(title) => {
                    let mut part = Gathered::default();
                    part.push(Block::new(BlockKind::Heading(HeadingKind::Part), title, LISTED), false);
                    pages.push(part);
                }
                Listed::File { name, title, depth } => {
                    if let Some(mut chapter) = chapters.remove(name.as_str()) {
                        chapter.listed = Some(title);
                        chapter.divided = depths.get(at + 1).is_some_and(|next| *next > depth);
                        pages.push(chapter.headed());
                    } else {
                        missing(&mut notes, &name);
                    }
                }
            }
        }
        if !chapters.is_empty() {
            notes.push(Note::Files(chapters.into_keys().map(str::to_owned).collect()));
        }
    } else {
        let (about, mut read): (Vec<Chapter>, Vec<Chapter>) =
            chapters.into_values().partition(|chapter| is_about_the_folder(&chapter.name));
        if read.is_empty() {
            read = about;
        } else if !about.is_empty() {
            notes.push(Note::Files(about.into_iter().map(|chapter| chapter.name).collect()));
        }
        let mut chapters = read;
        notes.extend(sort(&mut chapters));
        pages.extend(chapters.into_iter().map(Chapter::headed));
    }
    let beside =
        |page: &Gathered| page.entries.iter().any(|entry| matches!(entry.block.reason, Reason::NamedBy { .. }));
    if pages.iter().any(beside) {
        // Levels say nothing where some texts have no headings: what each text begins with stands over a chapter.
        pages.iter_mut().for_each(rank_by_file);
    }
    let mut gathered = Gathered::default();
    for page in pages {
        gathered.append(page);
    }
    let mut manuscript = outline::settle_as_meant(gathered);
    manuscript.notes.splice(0..0, notes);
    Ok(manuscript)
}

/// Remembers a file that is listed twice or is not there.
fn missing(notes: &mut Vec<Note>, name: &str) {
    if let Some(Note::NoSuchFile(names)) = notes.iter_mut().find(|note| matches!(note, Note::NoSuchFile(_))) {
        names.push(name.to_owned());
    } else {
        notes.push(Note::NoSuchFile(vec![name.to_owned()]));
    }
}

/// Gives the headings of a file's highest level their kinds.
fn rank_by_file(page: &mut Gathered) {
    let level = |reason: &Reason| match reason {
        Reason::Level(level) => Some(*level),
        _ => None,
    };
    let top = page.entries.iter().filter_map(|entry| level(&entry.block.reason)).min();
    for block in page.entries.iter_mut().map(|entry| &mut entry.block) {
        if top.is_some() && level(&block.reason) == top && block.heading() == Some(HeadingKind::Section) {
            block.kind = BlockKind::Heading(kind(&block.text));
        }
    }
}

/// What a heading stands over, by its words; a chapter where they say nothing.
fn kind(title: &str) -> HeadingKind {
    let numbered = || marked::numbered(title).map(|found| found.kind);
    marked::named(title).or_else(numbered).unwrap_or(HeadingKind::Chapter)
}

impl Chapter {
    /// The text with a heading: its own, else what the settings in front of it, the list of files, or its name say.
    fn headed(self) -> Gathered {
        let mut gathered = self.page.gathered;
        let bare = gathered.entries.iter().all(|entry| matches!(entry.block.reason, Reason::Level(_)));
        if let (true, true, [entry]) = (self.divided, bare, &mut gathered.entries[..]) {
            (entry.block.kind, entry.block.reason) = (BlockKind::Heading(HeadingKind::Part), LISTED);
        }
        if gathered.entries.iter().any(|entry| entry.block.heading().is_some()) {
            return gathered;
        }
        if !gathered.entries.iter().any(|entry| !entry.block.text.is_empty()) {
            return gathered;
        }
        let called = [
            (self.page.title, "the settings in front of the file"),
            (self.listed, "`SUMMARY.md`"),
            (Some(called(&self.name)), "the name of the file"),
        ];
        let named = called.into_iter().find_map(|(title, what)| Some((title.filter(|title| !title.is_empty())?, what)));
        let Some((title, what)) = named else { return gathered };
        // A text that begins with its title needs it no second time.
        let first = &mut gathered.entries[0].block;
        let kind = BlockKind::Heading(kind(&title));
        let reason = Reason::NamedBy { what };
        if fold(&first.text).eq_ignore_ascii_case(&title) {
            (first.kind, first.reason) = (kind, reason);
        } else {
            gathered.entries.insert(0, Block::new(kind, title, reason).into());
        }
        gathered
    }

    /// What the text is called, as far as that can say where it stands.
    fn title(&self) -> Option<&str> {
        let headings = self.page.gathered.entries.iter().map(|entry| &entry.block);
        let first = headings.clone().find(|block| matches!(block.reason, Reason::Level(_)));
        self.page.title.as_deref().or(first.map(|block| block.text.as_str()))
    }

    /// The number of the chapter: by its title, else by its file's name.
    fn number(&self) -> Option<u32> {
        let by_title = self.title().and_then(|title| {
            let numbered = titles::numbered(title).filter(|found| found.kind == HeadingKind::Chapter);
            numbered.and_then(|found| found.number).or_else(|| titles::lone_number(title).map(|(number, _)| number))
        });
        by_title.or_else(|| titles::numbered(&called(&self.name)).and_then(|found| found.number))
    }

    /// Whether it stands before, among or behind the chapters.
    fn place(&self) -> u8 {
        let name = called(&self.name);
        let kind = self.title().and_then(titles::named).or_else(|| titles::named(&name));
        match kind {
            Some(HeadingKind::Front) => 0,
            Some(HeadingKind::Prologue) => 1,
            Some(HeadingKind::Back) => 3,
            _ => 2,
        }
    }
}

/// What a file's name calls its text: `2013-11-01-chapter_2.md` is `Chapter 2`, `03-the-long-shore.md` is `The Long Shore`.
fn called(name: &str) -> String {
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let parts: Vec<&str> = stem.split(['-', '_', ' ', '.']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    let counted = parts.iter().take_while(|part| is_number(part)).count();
    let words = if counted < parts.len() { &parts[counted..] } else { &parts[counted.saturating_sub(1)..] };
    let mut title = String::new();
    for word in words {
        // `chapter2`
        let end = word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (letters, number) = word.split_at(end);
        for piece in [letters, number.trim_start_matches('0')].into_iter().filter(|piece| !piece.is_empty()) {
            if !title.is_empty() {
                title.push(' ');
            }
            let mut characters = piece.chars();
            title.extend(characters.next().into_iter().flat_map(char::to_uppercase));
            title.push_str(characters.as_str());
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::super::testing::any_book;
    use super::*;

    fn read_files(files: &[(&str, &str)]) -> Manuscript {
        let file = |(name, text): &(&str, &str)| ChapterFile { name: (*name).into(), bytes: text.as_bytes().into() };
        read(&files.iter().map(file).collect::<Vec<_>>(), &any_book()).unwrap()
    }

    fn headings(files: &[(&str, &str)]) -> Vec<(HeadingKind, String)> {
        let blocks = read_files(files).blocks;
        blocks.into_iter().filter_map(|block| Some((block.heading()?, block.text))).collect()
    }

    fn titles(files: &[(&str, &str)]) -> Vec<String> {
        headings(files).into_iter().map(|(_, title)| title).collect()
    }

    #[test]
    fn the_number_of_a_chapter_decides_before_the_name_of_its_file() {
        let post = |number: u32| format!("---\nlayout: post\ntitle: Chapter {number}\n---\n\nThe tide.\n");
        let posts = [post(2), post(10), post(1)];
        assert_eq!(
            titles(&[
                ("2013-11-02-b.md", posts[0].as_str()),
                ("2013-11-02-a.md", posts[1].as_str()),
                ("2013-11-03-c.md", posts[2].as_str()),
            ]),
            ["Chapter 1", "Chapter 2", "Chapter 10"]
        );
        assert_eq!(titles(&[("chapter10.md", "a"), ("Chapter_2.md", "b")]), ["Chapter 2", "Chapter 10"]);
        assert_eq!(
            titles(&[("10.md", "# Ten\na"), ("9.md", "# Nine\nb"), ("1.md", "# One\nc")]),
            ["One", "Nine", "Ten"]
        );
    }

    #[test]
    fn numbers_before_all_names_decide_for_pieces_without_a_chapter_number() {
        assert_eq!(
            titles(&[
                ("01-prologue.md", "# Prologue\na"),
                ("02.md", "# Chapter 1\nb"),
                ("03-interlude.md", "# Interlude\nc"),
                ("04.md", "# Chapter 2\nd"),
            ]),
            ["Prologue", "Chapter 1", "Interlude", "Chapter 2"]
        );
        assert_eq!(
            titles(&[("afterword.md", "a"), ("chapter-1.md", "b"), ("epilogue.md", "c"), ("prologue.md", "d")]),
            ["Prologue", "Chapter 1", "Afterword", "Epilogue"]
        );
    }

    #[test]
    fn a_summary_has_the_order_and_the_parts() {
        use HeadingKind::{Chapter, Part, Prologue};
        let summary = "# Summary\n\n[Foreword](fore.md)\n\n# Ebb\n\n- [One](./a%20b.md)\n- [Two](b.md)\n\n# Flow\n\n- [Three](c.md)\n- [Draft]()\n- [Four](gone.md)\n";
        let files = [
            ("SUMMARY.md", summary),
            ("a b.md", "# First\nx"),
            ("b.md", "y"),
            ("c.md", "z"),
            ("fore.md", "w"),
            ("notes.md", "no"),
        ];
        let found = headings(&files);
        let found: Vec<_> = found.iter().map(|(kind, title)| (*kind, title.as_str())).collect();
        assert_eq!(
            found,
            [
                (Prologue, "Foreword"),
                (Part, "Ebb"),
                (Chapter, "First"),
                (Chapter, "Two"),
                (Part, "Flow"),
                (Chapter, "Three")
            ]
        );
        let left = [Note::NoSuchFile(vec!["gone.md".into()]), Note::Files(vec!["notes.md".into()])];
        assert_eq!(read_files(&files).notes, left);
    }

    #[test]
    fn a_file_with_others_below_it_is_a_part_where_it_holds_no_text() {
        let summary = "- [The Sea](sea.md)\n  - [Ebb](ebb.md)\n  - [Flow](flow.md)\n";
        let files =
            [("SUMMARY.md", summary), ("sea.md", "# The Sea\n"), ("ebb.md", "# Ebb\na"), ("flow.md", "# Flow\nb")];
        let kinds: Vec<HeadingKind> = headings(&files).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [HeadingKind::Part, HeadingKind::Chapter, HeadingKind::Chapter]);
    }

    #[test]
    fn a_name_says_what_a_text_is_called() {
        for (name, title) in [
            ("2013-11-06-chapter7.md", "Chapter 7"),
            ("part1/03-the-long-shore.markdown", "The Long Shore"),
            ("07.md", "7"),
            ("chapter_012.md", "Chapter 12"),
        ] {
            assert_eq!(called(name), title);
        }
    }

    #[test]
    fn a_file_that_is_no_text_is_named() {
        let files = [ChapterFile { name: "a.md".into(), bytes: b"%PDF\0\0".to_vec() }];
        assert!(read(&files, &any_book()).unwrap_err().to_string().contains("can't read `a.md`"));
    }

    #[test]
    fn files_about_the_folder_are_left_out_and_those_without_a_number_noted() {
        let book = [("00-front.md", "For Ann."), ("01-ebb.md", "# Ebb\na"), ("02-flow.md", "# Flow\nb")];
        assert_eq!(titles(&book), ["Front", "Ebb", "Flow"]);
        let mut more = book.to_vec();
        more.extend([("README.md", "Build."), ("Notes/people.md", "Ann")]);
        assert_eq!(titles(&more), ["Front", "Ebb", "Flow", "People"]);
        let left = Note::Files(vec!["README.md".into()]);
        assert_eq!(read_files(&more).notes, [left, Note::Unnumbered(vec!["Notes/people.md".into()])]);
        assert_eq!(titles(&[("README.md", "# Ebb\na")]), ["Ebb"]);
    }
}
