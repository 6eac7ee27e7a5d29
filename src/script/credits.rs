//! Credits as lines to be read: before and after the book, and its chapters.

use super::heard::sounds_alike;
use super::{ChapterKind, CueKind, Draft, DraftChapter, Opens, Paragraph};
use crate::words::credits::{ClosingPlace, CreditLines};
use crate::words::{Book, Language};

/// Adds the credits that the book wants.
///
/// A title page in the manuscript is the opening credits: it keeps its printed words, and they say its lines.
pub fn add(draft: &mut Draft, book: &Book) {
    let lines = book.credits.lines(Language::of(&book.language));
    let ends = draft.chapters.iter().flat_map(|chapter| &chapter.paragraphs).last().cloned();
    let mut number = 0;
    for chapter in &mut draft.chapters {
        let is_chapter = chapter.kind == ChapterKind::Chapter;
        number += usize::from(is_chapter);
        // A title page alone has nothing to be read but the credits.
        if !chapter.paragraphs.iter().all(|paragraph| paragraph.kind == CueKind::Credits) {
            surround(chapter, &lines, is_chapter.then_some(number), book);
        }
    }
    if let Some(text) = filled(&lines.opening, book, Names::default()) {
        open(draft, book, &text);
    }
    let closing: Vec<String> = match ends {
        // The book says itself that it ends.
        Some(last) => lines.closing.into_iter().filter(|line| !same_end(line, last.text())).collect(),
        None => Vec::new(),
    };
    let Some(text) = filled(&closing, book, Names::default()) else { return };
    if let Some(last) = draft.chapters.last_mut().filter(|_| lines.closing_place == ClosingPlace::LastFile) {
        last.paragraphs.push(credits(Opens::Section, &text));
        return;
    }
    let paragraphs = vec![credits(Opens::Chapter, &text)];
    draft.chapters.push(DraftChapter { kind: ChapterKind::Back, title: "Closing credits".to_owned(), paragraphs });
}

/// Puts the lines of a chapter around it; `number` is that of a chapter, and none of a preface.
fn surround(chapter: &mut DraftChapter, lines: &CreditLines, number: Option<usize>, book: &Book) {
    let (before, after) = match number {
        Some(_) => (&lines.before_chapter, &lines.after_chapter),
        None => (&lines.before_matter, &lines.after_matter),
    };
    let names = Names { number, chapter: chapter.title.trim() };
    let unnamed = || filled(&lines.after_unnamed, book, names).filter(|_| names.chapter.is_empty());
    let (before, after) = (filled(before, book, names), filled(after, book, names).or_else(unnamed));
    if let (Some(text), Some(first)) = (before, chapter.paragraphs.first_mut()) {
        first.opens = Opens::Section;
        chapter.paragraphs.insert(0, credits(Opens::Chapter, &text));
    }
    chapter.paragraphs.extend(after.map(|text| credits(Opens::Section, &text)));
}

/// What the lines of a chapter name beside the book.
#[derive(Clone, Copy, Default)]
struct Names<'a> {
    number: Option<usize>,
    chapter: &'a str,
}

fn same_end(line: &str, last: &str) -> bool {
    let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
    sounds_alike(&bare(line), &bare(last))
}

fn credits(opens: Opens, text: &str) -> Paragraph {
    Paragraph::whole(CueKind::Credits, opens, text)
}

/// The lines with their names filled in, in one; those of which a name is not known are left out.
fn filled(lines: &[String], book: &Book, of: Names) -> Option<String> {
    let number = of.number.map(|number| number.to_string()).unwrap_or_default();
    let names = [
        ("{title}", book.title.trim()),
        ("{author}", book.author.trim()),
        ("{narrator}", book.narrator.trim()),
        ("{number}", number.as_str()),
        ("{chapter}", of.chapter),
    ];
    let known = lines.iter().filter(|line| names.iter().all(|(name, is)| !line.contains(name) || !is.is_empty()));
    let said: Vec<String> = known
        .map(|line| names.iter().fold(line.trim().to_owned(), |line, (name, is)| line.replace(name, is)))
        .map(|line| line.replace("?.", "?").replace("!.", "!").replace("..", "."))
        .map(|line| line.replace("？。", "？").replace("！。", "！").replace("。。", "。"))
        .collect();
    let text = said.join(if Language::of(&book.language).is_unspaced() { "" } else { " " });
    text.contains(char::is_alphanumeric).then_some(text)
}

/// Puts the opening credits before everything, or into the mouth of the title page.
fn open(draft: &mut Draft, book: &Book, text: &str) {
    if draft.chapters.first().is_none_or(|first| first.kind != ChapterKind::Front) {
        let front = DraftChapter { kind: ChapterKind::Front, title: String::new(), paragraphs: Vec::new() };
        draft.chapters.insert(0, front);
    }
    let Some(front) = draft.chapters.first_mut() else { return };
    if let Some(title) = front.paragraphs.first_mut().filter(|first| first.kind == CueKind::Credits) {
        title.say(text);
        // `by Ann Lee` below the title is said with it.
        if front.paragraphs.get(1).is_some_and(|next| names_author(next.text(), book)) {
            let author = front.paragraphs.remove(1);
            front.paragraphs[0].add_line(author.text());
        }
        return;
    }
    if let Some(first) = front.paragraphs.first_mut() {
        first.opens = Opens::Section;
    }
    front.paragraphs.insert(0, credits(Opens::Chapter, text));
}

fn names_author(line: &str, book: &Book) -> bool {
    let line = line.to_lowercase();
    let author = book.author.trim().to_lowercase();
    let rest =
        ["written by ", "by ", "von ", "par ", "por ", "de ", ""].iter().find_map(|start| line.strip_prefix(start));
    !author.is_empty() && rest.is_some_and(|rest| rest.trim() == author)
}

#[cfg(test)]
mod tests {
    use super::super::{divide, number};
    use super::*;
    use crate::manuscript::{Format, read};

    fn lines(text: &str, settings: &str) -> Vec<String> {
        let book = format!("title = 'Low Water'\nauthor = 'Ann Lee'\nnarrator = 'Bo'\n[credits]\n{settings}");
        let book = Book::parse(&book).unwrap();
        let manuscript = read(text.as_bytes(), Format::Markdown, &book).unwrap();
        let script = number(divide(&manuscript, &book), &book);
        let line = |cue: &super::super::Cue| {
            format!("{} {:?} {} / {}", cue.id, cue.opens, cue.text.replace('\n', "|"), cue.spoken())
        };
        script.cues().map(|(_, cue)| line(cue)).collect()
    }

    #[test]
    fn acx_hears_who_wrote_and_who_reads_and_that_it_ends() {
        let opening = "Low Water. Written by Ann Lee. Narrated by Bo.";
        let closing = "This has been Low Water, written by Ann Lee. Narrated by Bo. The End.";
        assert_eq!(
            lines("# Chapter 1\n\nEbb.\n", "template = 'acx'"),
            [
                format!("00-0001 Chapter {opening} / {opening}"),
                "01-0001 Chapter Chapter 1 / Chapter One".to_owned(),
                "01-0002 Paragraph Ebb. / Ebb.".to_owned(),
                format!("02-0001 Chapter {closing} / {closing}"),
            ]
        );
    }

    #[test]
    fn a_title_page_is_the_opening_credits_and_an_end_is_said_once() {
        let found =
            lines("# Low Water\n\nby Ann Lee\n\n## One\n\nEbb.\n\n## Two\n\nFlood.\n\nThe End\n", "template = 'acx'");
        assert_eq!(found[0], "00-0001 Chapter Low Water|by Ann Lee / Low Water. Written by Ann Lee. Narrated by Bo.");
        assert_eq!(found[1], "01-0001 Chapter One / One");
        assert!(found.last().unwrap().ends_with("/ This has been Low Water, written by Ann Lee. Narrated by Bo."));
    }

    #[test]
    fn a_librivox_book_has_its_words_in_every_file_and_its_end_in_the_last() {
        let found = lines("# Preface\n\nDry.\n\n# Chapter 1\n\nEbb.\n", "template = 'librivox'");
        let disclaimer = "This is a LibriVox recording. All LibriVox recordings are in the public domain. For more \
            information, or to volunteer, please visit librivox dot org. Recording by Bo.";
        let printed: Vec<&str> = found.iter().map(|line| line.split_once(" / ").unwrap().0).collect();
        assert_eq!(
            printed,
            [
                format!("00-0001 Chapter Preface of Low Water, by Ann Lee. {disclaimer}").as_str(),
                "00-0002 Section Preface",
                "00-0003 Paragraph Dry.",
                "00-0004 Section End of Preface.",
                &format!("01-0001 Chapter Chapter 1 of Low Water, by Ann Lee. {disclaimer}"),
                "01-0002 Section Chapter 1",
                "01-0003 Paragraph Ebb.",
                "01-0004 Section End of Chapter 1.",
                "01-0005 Section End of Low Water, by Ann Lee.",
            ]
        );
    }

    #[test]
    fn credits_are_said_in_the_language_of_the_book() {
        for (language, wanted) in [
            ("de", "Ebbe. Von Ann Lee. Gelesen von Bo."),
            ("fr-CA", "Ebbe. Écrit par Ann Lee. Lu par Bo."),
            ("ja", "Ebbe。著者、Ann Lee。朗読、Bo。"),
            ("nl", "Ebbe. Written by Ann Lee. Narrated by Bo."),
        ] {
            let mut book =
                Book::parse("title = 'Ebbe'\nauthor = 'Ann Lee'\nnarrator = 'Bo'\n[credits]\ntemplate = 'acx'")
                    .unwrap();
            language.clone_into(&mut book.language);
            let manuscript = read(b"# 1\n\nEbbe.\n", Format::Markdown, &book).unwrap();
            let script = number(divide(&manuscript, &book), &book);
            assert_eq!(script.cues().next().unwrap().1.text, wanted);
            assert_eq!(book.credits.falls_back(Language::of(language)), language == "nl");
        }
    }

    #[test]
    fn the_books_own_lines_come_before_the_templates() {
        let found =
            lines("# One\n\nEbb.\n\n# Two\n\nFlood.\n", "before_chapter = ['{number}: {chapter}']\nafter_chapter = []");
        assert_eq!(found[0], "01-0001 Chapter 1: One / one: One");
        assert_eq!(found[3], "02-0001 Chapter 2: Two / two: Two");
        assert_eq!(found.len(), 6);
    }
}
