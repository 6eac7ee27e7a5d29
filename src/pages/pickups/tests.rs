use crate::check::{Pickup, PickupKind, Reason};
use crate::script::{Chapter, ChapterKind, Cue, CueKind, Opens};
use crate::words::{Book, ChapterId, Dbfs, Rule, Severity, TakeId};

use super::*;

fn cue(id: &str, text: &str) -> Cue {
    let id = id.parse().unwrap();
    Cue { id, kind: CueKind::Narration, opens: Opens::Paragraph, text: text.to_owned(), spoken: None }
}

fn chapter() -> Chapter {
    let cues =
        vec![cue("01-0001", "Low, \"water\"."), cue("01-0002", "=cmd, *bold* & <b>"), cue("01-0003", "Nobody\ncame.")];
    Chapter { id: ChapterId::new(1), kind: ChapterKind::Chapter, continues: None, title: "<The> Tide".to_owned(), cues }
}

fn book() -> Book {
    Book::parse("title = 'Tide & Sons'").unwrap()
}

fn sheet<'a>(book: &'a Book, chapter: &'a Chapter) -> PickupSheet<'a> {
    let reason = Reason {
        rule: Rule::PickupNoted,
        severity: Severity::Error,
        seconds: Some(1.5),
        found: "misread, \"twice\"".to_owned(),
        hint: String::new(),
        said: Some("-1+2".to_owned()),
        should_be: Some("two\nrows".to_owned()),
    };
    let cue = &chapter.cues[1];
    let pickup = Pickup {
        chapter,
        cue,
        before: Some(&chapter.cues[0]),
        after: Some(&chapter.cues[2]),
        kind: PickupKind::Noted,
        reasons: vec![reason],
        take: None,
        record_as: TakeId::new(cue.id.clone(), 2),
    };
    let figures = Figures { level: Some(Dbfs::new(-20.12)), noise: None, forecast: None, seconds: 4.25 };
    PickupSheet {
        book,
        owed: vec![Owed { pickup, figures: Some(figures), start: Some(60.0), heard: vec![Some(61.5)] }],
    }
}

#[test]
fn csv_has_the_columns_of_a_proofers_sheet_first() {
    let (book, chapter) = (book(), chapter());
    let csv = sheet(&book, &chapter).csv().unwrap();
    let text = csv.strip_prefix('\u{feff}').expect("Excel wants the mark");
    assert!(text.starts_with("chapter,cue,timecode,said,should be,note,"), "{text}");
    assert_eq!(text.matches("\r\n").count(), 2);
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!(
        row.iter().collect::<Vec<_>>(),
        [
            "01",
            "01-0002",
            "0:01:01.5",
            "'-1+2",
            "two\nrows",
            "misread, \"twice\"",
            "noted",
            "'=cmd, *bold* & <b>",
            "Low, \"water\".",
            "Nobody\ncame.",
            "",
            "-20.1",
            "",
            "4.2",
            "01-0002_t2.wav"
        ]
    );
}

#[test]
fn markdown_shows_words_as_they_are() {
    let (book, chapter) = (book(), chapter());
    assert_eq!(
        sheet(&book, &chapter).markdown(),
        "# Pickups: Tide \\& Sons\n\n## 01  \\<The\\> Tide\n\n\
         - [ ] **01-0002** noted, at 0:01:00.0, record as `01-0002_t2.wav`\n  \
           - before: Low, \"water\".\n  \
           - **=cmd, \\*bold\\* \\& \\<b\\>**\n  \
           - after: Nobody came.\n  \
           - why (0:01:01.5): misread, \"twice\": said “-1+2”, should be “two rows”\n"
    );
}

#[test]
fn the_page_needs_nothing_else_and_runs_nothing() {
    let (book, chapter) = (book(), chapter());
    let page = sheet(&book, &chapter).html();
    assert!(page.contains("default-src 'none'") && !page.contains("<script") && !page.contains("http://"), "{page}");
    assert!(page.contains("=cmd, *bold* &amp; &lt;b&gt;") && page.contains("&lt;The&gt; Tide"), "{page}");
    assert!(page.contains("<article id=\"01-0002\" class=\"noted\">") && page.contains("at 0:01:00.0"), "{page}");
    let empty = PickupSheet { book: &book, owed: Vec::new() }.html();
    assert!(empty.contains("Nothing is to be recorded again."), "{empty}");
}

#[test]
fn what_was_found_in_words_of_the_book_keeps_its_own_stop() {
    let (book, chapter) = (book(), chapter());
    let mut sheet = sheet(&book, &chapter);
    let reason = &mut sheet.owed[0].pickup.reasons[0];
    let mut told = |found: &str, hint: &str| {
        (reason.found, reason.hint) = (found.to_owned(), hint.to_owned());
        (reason.said, reason.should_be) = (Some("It came.".to_owned()), None);
        Owed::why(reason)
    };
    assert_eq!(
        told("recorded for other words: It [-came.-] {+went.+}", ""),
        "recorded for other words: It [-came.-] {+went.+} said “It came.”"
    );
    assert_eq!(
        told("recorded for other words: {+It rained.+} It came.", "listen"),
        "recorded for other words: {+It rained.+} It came. said “It came.”; listen"
    );
}
