//! The narrator's sheet: the whole book to read from, on a screen or on paper.
//!
//! One page that needs nothing else: no script, no font, no network. Every line has its cue ID in the margin, which is its
//! anchor too; what is said other than printed stands above the words it replaces.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use similar::{ChangeTag, TextDiff};

use crate::script::{Chapter, Cue, CueKind, Opens, Script};
use crate::words::{Book, CueId};

/// How far a line's recording is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineState {
    /// No take is there.
    ToRecord,
    /// A take is there.
    Recorded,
}

impl LineState {
    /// The class, the mark and the words for it. The marks differ in shape, for paper and for eyes that see no colour.
    fn shown(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ToRecord => ("owed", "○", "to record"),
            Self::Recorded => ("done", "●", "recorded"),
        }
    }
}

const STYLE: &str = include_str!("sheet.css");

/// Writes the narrator's sheet as an HTML page.
#[must_use]
pub fn sheet(script: &Script, book: &Book, state: &dyn Fn(&CueId) -> LineState) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(book.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (book.title) " – narrator’s sheet" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#text" { "Skip to the text" }
                (cover(script, book, state))
                (contents(script, state))
                main #text {
                    @for chapter in &script.chapters { (chapter_section(chapter, state)) }
                }
            }
        }
    };
    page.into_string()
}

fn cover(script: &Script, book: &Book, state: &dyn Fn(&CueId) -> LineState) -> Markup {
    let lines = script.cues().count();
    let words: usize = script.cues().map(|(_, cue)| cue.words()).sum();
    let owed = script.cues().filter(|(_, cue)| state(&cue.id) == LineState::ToRecord).count();
    html! {
        header.cover {
            h1 { (book.title) }
            @if !book.author.is_empty() { p.by { "by " (book.author) } }
            @if !book.narrator.is_empty() { p.by { "read by " (book.narrator) } }
            p.facts {
                (counted(lines, "line")) " · " (counted(words, "word")) " · "
                @if owed == 0 { "all recorded" } @else { (thousands(owed)) " to record" }
            }
            p.legend {
                @for state in [LineState::ToRecord, LineState::Recorded] {
                    @let (class, mark, words) = state.shown();
                    span class=(class) { span.mark aria-hidden="true" { (mark) } " " (words) }
                }
            }
        }
    }
}

fn contents(script: &Script, state: &dyn Fn(&CueId) -> LineState) -> Markup {
    html! {
        nav aria-label="Chapters" {
            ol {
                @for chapter in &script.chapters {
                    @let recorded = chapter.cues.iter().filter(|cue| state(&cue.id) != LineState::ToRecord).count();
                    li {
                        a href={ "#chapter-" (chapter.id) } {
                            span.number { (chapter.id) }
                            span.name { (chapter.name()) }
                            span.count { (recorded) " / " (chapter.cues.len()) }
                        }
                    }
                }
            }
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", thousands(count), if count == 1 { "" } else { "s" })
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let grouped: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    grouped.join(",")
}

fn chapter_section(chapter: &Chapter, state: &dyn Fn(&CueId) -> LineState) -> Markup {
    let announced = chapter.cues.iter().any(|cue| is_chapter_heading(chapter, cue));
    html! {
        section.chapter #{ "chapter-" (chapter.id) } {
            @if !announced { h2.unread { (chapter.name()) } }
            @for cue in &chapter.cues {
                @if cue.opens == Opens::Scene { hr.scene; }
                (line(chapter, cue, state(&cue.id)))
            }
        }
    }
}

/// Whether the line announces the chapter itself, not a part or a section.
fn is_chapter_heading(chapter: &Chapter, cue: &Cue) -> bool {
    let folded = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    cue.kind == CueKind::Announcement && folded(&cue.text) == folded(&chapter.title)
}

fn line(chapter: &Chapter, cue: &Cue, state: LineState) -> Markup {
    let (class, mark, words) = state.shown();
    let id = cue.id.to_string();
    html! {
        div id=(id) class={ "cue " (kind(cue.kind)) " " (class) @if cue.opens == Opens::Sentence { " goes-on" } } {
            a.margin href={ "#" (id) } {
                span.id { (id) }
                span.mark title=(words) aria-label=(words) role="img" { (mark) }
            }
            @if is_chapter_heading(chapter, cue) {
                h2 { (text(cue)) }
            } @else if cue.kind == CueKind::Announcement && cue.opens == Opens::Chapter && !chapter.title.is_empty() {
                p.part { (text(cue)) }
            } @else if cue.kind == CueKind::Announcement {
                h3 { (text(cue)) }
            } @else {
                p { (text(cue)) }
            }
        }
    }
}

fn kind(kind: CueKind) -> &'static str {
    match kind {
        CueKind::Announcement => "announcement",
        CueKind::Narration => "narration",
        CueKind::Dialogue => "dialogue",
        CueKind::Verse => "verse",
        CueKind::Letter => "letter",
        CueKind::Epigraph => "epigraph",
        CueKind::Credits => "credits",
    }
}

/// The printed words, with what is said above those that are said otherwise.
fn text(cue: &Cue) -> Markup {
    let Some(spoken) = &cue.spoken else { return html! { (cue.text) } };
    html! {
        @for (printed, said) in readings(&cue.text, spoken) {
            @if printed == said { (printed) } @else if printed.trim().is_empty() { span.said { (said) } } @else {
                @let same = shared_end(printed.as_str(), said.as_str());
                @let (words, end) = printed.split_at(printed.len() - same);
                ruby { (words) rp { " (" } rt { (said[..said.len() - same]) } rp { ")" } }
                (end)
            }
        }
    }
}

/// How many bytes of white space and punctuation both end with.
fn shared_end(printed: &str, said: &str) -> usize {
    let pairs = printed.chars().rev().zip(said.chars().rev());
    pairs.take_while(|(left, right)| left == right && !left.is_alphanumeric()).map(|(c, _)| c.len_utf8()).sum()
}

/// Pairs of printed and spoken stretches; neighbouring changes with only white space between them are one.
fn readings(printed: &str, spoken: &str) -> Vec<(String, String)> {
    let diff = TextDiff::from_words(printed, spoken);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let value = change.value();
        let changed = pairs.last().is_some_and(|(printed, said)| printed != said);
        let gap = change.tag() == ChangeTag::Equal && value.trim().is_empty();
        if pairs.is_empty() || (changed == (change.tag() == ChangeTag::Equal) && !(changed && gap)) {
            pairs.push((String::new(), String::new()));
        }
        let Some((printed, said)) = pairs.last_mut() else { continue };
        if change.tag() != ChangeTag::Insert {
            printed.push_str(value);
        }
        if change.tag() != ChangeTag::Delete {
            said.push_str(value);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use crate::script::ChapterKind;

    use super::*;
    use crate::words::ChapterId;

    fn cue(number: u32, kind: CueKind, opens: Opens, text: &str, spoken: Option<&str>) -> Cue {
        let id = CueId::new(ChapterId::new(1), number);
        Cue { id, kind, opens, text: text.to_owned(), spoken: spoken.map(str::to_owned) }
    }

    fn page(cues: Vec<Cue>) -> String {
        let chapter =
            Chapter { id: ChapterId::new(1), kind: ChapterKind::Chapter, title: "Ebb & <Flood>".to_owned(), cues };
        let script = Script { chapters: vec![chapter], ..Script::default() };
        let book = Book::parse("title = 'Low <Water>'\nlanguage = 'en-GB'").unwrap();
        sheet(&script, &book, &|id| if id.number() == 1 { LineState::Recorded } else { LineState::ToRecord })
    }

    #[test]
    fn every_line_has_its_anchor_its_mark_and_its_words() {
        let page = page(vec![
            cue(1, CueKind::Announcement, Opens::Chapter, "Ebb & <Flood>", None),
            cue(2, CueKind::Dialogue, Opens::Scene, "“Go.”", None),
        ]);
        for wanted in [
            "<html lang=\"en-GB\">",
            "<title>Low &lt;Water&gt; – narrator’s sheet</title>",
            "href=\"#chapter-01\"",
            "<h2>Ebb &amp; &lt;Flood&gt;</h2>",
            "id=\"01-0002\" class=\"cue dialogue owed\"",
            "aria-label=\"recorded\"",
            "<hr class=\"scene\">",
            "2 lines · 3 words · 1 to record",
        ] {
            assert!(page.contains(wanted), "{wanted} is missing in {page}");
        }
        assert!(!page.contains("<Flood>") && !page.contains("http") && !page.contains("<script"));
    }

    #[test]
    fn what_is_said_stands_above_what_is_printed() {
        let page =
            page(vec![cue(1, CueKind::Narration, Opens::Chapter, "At 4:00 AM, rain.", Some("At four A M, rain."))]);
        let ruby = "At <ruby>4:00 AM<rp> (</rp><rt>four A M</rt><rp>)</rp></ruby>, rain.";
        assert!(page.contains(ruby), "{page}");
    }

    #[test]
    fn readings_hold_both_texts() {
        let (printed, spoken) = ("4:00 AM and 3 men & a dog", "four A M and three men and a dog");
        let pairs = readings(printed, spoken);
        assert_eq!(pairs.iter().map(|(printed, _)| printed.as_str()).collect::<String>(), printed);
        assert_eq!(pairs.iter().map(|(_, said)| said.as_str()).collect::<String>(), spoken);
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!([7, 999, 1000, 1_234_567].map(thousands), ["7", "999", "1,000", "1,234,567"]);
    }
}
