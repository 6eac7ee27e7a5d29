//! The page as a whole.

use super::*;
use crate::script::{Chapter, ChapterKind, Cue, CueKind, Opens};
use crate::words::ChapterId;

fn cue(number: u32, kind: CueKind, opens: Opens, text: &str, spoken: Option<&str>) -> Cue {
    let id = CueId::new(ChapterId::new(1), number);
    Cue { id, kind, opens, text: text.to_owned(), spoken: spoken.map(str::to_owned) }
}

fn said(text: &str, spoken: &str) -> Vec<Cue> {
    vec![cue(1, CueKind::Narration, Opens::Chapter, text, Some(spoken))]
}

fn page_of(settings: &str, cues: Vec<Cue>) -> String {
    let chapter = Chapter {
        id: ChapterId::new(1),
        kind: ChapterKind::Chapter,
        continues: None,
        title: "Ebb & <Flood>".to_owned(),
        cues,
    };
    let script = Script { chapters: vec![chapter], ..Script::default() };
    let book = Book::parse(&format!("title = 'Low <Water>'\n{settings}")).unwrap();
    let state = |id: &CueId| if id.number() == 1 { LineState::Recorded } else { LineState::ToRecord };
    Sheet::new(&script, &book, &state, 9_300.0).pieces().collect()
}

fn page(cues: Vec<Cue>) -> String {
    page_of("language = 'en-GB'", cues)
}

#[track_caller]
fn assert_holds(page: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(page.contains(wanted), "{wanted} is missing in {}", &page[page.find("<body").unwrap()..]);
    }
}

#[test]
fn every_line_has_its_anchor_its_mark_and_its_words() {
    let page = page(vec![
        cue(1, CueKind::Announcement, Opens::Chapter, "Ebb & <Flood>", None),
        cue(2, CueKind::Dialogue, Opens::Scene, "“Go,” said Ann.", None),
    ]);
    assert_holds(
        &page,
        &[
            "<html lang=\"en-GB\">",
            "<title>Low &lt;Water&gt; – narrator’s sheet</title>",
            "href=\"#chapter-01\"",
            "<h2>Ebb &amp; &lt;Flood&gt;</h2>",
            "id=\"01-0002\" class=\"cue dialogue owed\"",
            "01-0001<span class=\"heard\"> recorded</span>",
            "<hr class=\"scene\">",
            "<span class=\"speaker\">Ann</span>",
            "2 lines · 5 words · under 1 min · 1 of 2 recorded",
            "next to record: 01-0002",
        ],
    );
    assert!(!page.contains("<Flood>") && !page.contains("http:") && !page.contains("https:"));
}

#[test]
fn only_the_sheets_own_script_is_on_the_page() {
    let page = page(vec![cue(1, CueKind::Narration, Opens::Chapter, "<script>alert(1)</script>", None)]);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains("&lt;script&gt;") && page.contains("default-src 'none'"));
    assert!(!KEYS.contains("</") && !STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
}

#[test]
fn what_is_said_stands_above_what_is_printed() {
    let page = page(said("At “4:00 AM”, rain.", "At “four A M”, rain."));
    let ruby = "At “<ruby class=\"spoken\"><u>4:00 AM</u><rp> (</rp><rt>four A M</rt><rp>)</rp></ruby>”, rain.";
    assert_holds(&page, &[ruby]);
}

#[test]
fn a_reading_much_longer_than_its_words_stands_beside_them() {
    let long = "one thousand seven hundred and six point four";
    let page = page(said("It was 1706.4 in all.", &format!("It was {long} in all.")));
    assert_holds(
        &page,
        &[&format!(
            "It was <span class=\"spoken\"><u>1706.4</u> <span class=\"beside\">[{long}]</span></span> in all."
        )],
    );
}

#[test]
fn what_sounds_the_same_is_not_explained() {
    assert_holds(
        &page(said("— from the book of Saltby", "From the book of Saltby.")),
        &["<p>— from the book of Saltby</p>"],
    );
}

#[test]
fn what_is_not_said_is_crossed_out() {
    assert_holds(&page(said("Rain [1] fell.", "Rain fell.")), &["Rain <s>[1]</s> fell."]);
}

#[test]
fn a_note_stands_above_every_occurrence_of_its_word_and_in_the_list() {
    let note = "<ruby class=\"how\"><u>Saltby</u><rp> (</rp><rt>SAWL-bee</rt><rp>)</rp></ruby>";
    let page = page_of(
        "[pronunciation]\nSaltby = 'SAWL-bee'",
        vec![
            cue(
                1,
                CueKind::Narration,
                Opens::Chapter,
                "From Saltby at 4:00, with Szgany.",
                Some("From Saltby at four, with Szgany."),
            ),
            cue(2, CueKind::Narration, Opens::Paragraph, "To Saltby’s end.", None),
        ],
    );
    assert_eq!(page.matches(note).count(), 2, "{page}");
    assert_holds(&page, &["2 words, 1 told", "<td class=\"told\">SAWL-bee</td>", "href=\"#01-0001\">01-0001</a>"]);
    assert_eq!(page.matches("not told").count(), 1);
}

#[test]
fn the_lines_of_a_paragraph_belong_together() {
    let page = page(vec![
        cue(1, CueKind::Narration, Opens::Chapter, "One.", None),
        cue(2, CueKind::Narration, Opens::Paragraph, "Two.", None),
        cue(3, CueKind::Narration, Opens::Sentence, "Three.", None),
        cue(4, CueKind::Narration, Opens::Paragraph, "Four.", None),
    ]);
    let (_, paragraph) = page.split_once("<div class=\"paragraph\">").unwrap();
    assert_eq!(page.matches("class=\"paragraph\"").count(), 1);
    let places = ["01-0002", "01-0003", "</div></div><div id=\"01-0004\""].map(|part| paragraph.find(part).unwrap());
    assert!(places.is_sorted() && !paragraph.contains("id=\"01-0001\""));
}

#[test]
fn verse_keeps_its_lines_and_is_named_once() {
    let verse = |number| cue(number, CueKind::Verse, Opens::Paragraph, "At 4\n  sharp", Some("At four\n  sharp"));
    let page = page(vec![verse(1), verse(2)]);
    assert_holds(&page, &["<rt>four</rt><rp>)</rp></ruby>\n</span><span class=\"row\">  sharp\n</span>"]);
    assert_eq!(page.matches(">verse</span>").count(), 1);
}

#[test]
fn what_the_sheet_says_is_english_in_a_book_of_another_language() {
    let page = page_of("language = 'he'", said("שלום.", "שלום."));
    assert_holds(
        &page,
        &[
            "<html lang=\"he\" dir=\"rtl\">",
            "<header class=\"cover\" lang=\"en\" dir=\"ltr\">",
            "<nav lang=\"en\" dir=\"ltr\"",
            "<h1 lang=\"he\"><bdi>",
            "<kbd>←</kbd> next line",
            "<span class=\"heard\" lang=\"en\"> recorded</span>",
        ],
    );
}

#[test]
fn a_book_without_chapters_has_a_page_too() {
    let book = Book::parse("title = 'x'").unwrap();
    let page: String = Sheet::new(&Script::default(), &book, &|_| LineState::ToRecord, 9_300.0).pieces().collect();
    assert_holds(&page, &["0 lines · 0 words · under 1 min · no lines"]);
}
