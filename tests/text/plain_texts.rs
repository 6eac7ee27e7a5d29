//! Small plain texts in many layouts and languages: what is a heading, what is left out, and how lines are gathered.

use cuebook::manuscript::{Block, BlockKind, Format, HeadingKind, Manuscript, Note, read};
use cuebook::words::Book;

/// 24 words of prose on a line of their own.
const LINE: &str = "The tide went out and did not come back until the evening of the following day, which nobody there had ever seen before.";

/// The same, wrapped.
const WRAPPED: &str = "The tide went out and did not come back until the evening of the\nfollowing day, which nobody there had ever seen before. The boats lay\non their sides, and the children went out to them.";

fn read_as(text: &str, settings: &str) -> Manuscript {
    let book = Book::parse(&format!("title = 'A Book'\n{settings}")).expect("settings");
    read(text.replace('@', LINE).replace('%', WRAPPED).as_bytes(), Format::PlainText, &book).expect("a text")
}

fn read_text(text: &str) -> Manuscript {
    read_as(text, "")
}

/// Each heading with its kind, on one line.
fn headings(manuscript: &Manuscript) -> Vec<String> {
    let told = |block: &Block| Some(format!("{}: {}", block.heading()?, block.text.replace('\n', " / ")));
    manuscript.blocks.iter().filter_map(told).collect()
}

fn kinds(manuscript: &Manuscript) -> Vec<BlockKind> {
    manuscript.blocks.iter().map(|block| block.kind).collect()
}

fn texts(manuscript: &Manuscript) -> Vec<&str> {
    manuscript.blocks.iter().map(|block| block.text.as_str()).collect()
}

#[test]
fn chapters_have_numbers_in_every_language() {
    for (text, wanted) in [
        ("CHAPTER ONE\n\n%\n\nCHAPTER TWO\n\n%\n", ["chapter: CHAPTER ONE", "chapter: CHAPTER TWO"]),
        (
            "Chapter the First\n\n%\n\nChapter the Second\n\n%\n",
            ["chapter: Chapter the First", "chapter: Chapter the Second"],
        ),
        ("Erstes Kapitel\n\n%\n\nZweites Kapitel\n\n%\n", ["chapter: Erstes Kapitel", "chapter: Zweites Kapitel"]),
        (
            "CHAPITRE PREMIER\n\n%\n\nCHAPITRE DEUXIÈME\n\n%\n",
            ["chapter: CHAPITRE PREMIER", "chapter: CHAPITRE DEUXIÈME"],
        ),
        ("Capítulo primero\n\n%\n\nCapítulo II\n\n%\n", ["chapter: Capítulo primero", "chapter: Capítulo II"]),
        ("CAPITOLO PRIMO\n\n%\n\nCAPITOLO SECONDO\n\n%\n", ["chapter: CAPITOLO PRIMO", "chapter: CAPITOLO SECONDO"]),
        ("Capítulo Um\n\n%\n\nCapítulo Dois\n\n%\n", ["chapter: Capítulo Um", "chapter: Capítulo Dois"]),
        ("Глава первая\n\n%\n\nГлава вторая\n\n%\n", ["chapter: Глава первая", "chapter: Глава вторая"]),
        ("第一章\n\n@\n\n第二章　海\n\n@\n", ["chapter: 第一章", "chapter: 第二章 海"]),
        ("第１話\n\n@\n\n第２話\n\n@\n", ["chapter: 第１話", "chapter: 第２話"]),
        ("One\n\n@\n\nTwo\n\n@\n\nThree\n\n@\n", ["chapter: One", "chapter: Two"]),
        ("1. The Sea\n\n@\n\n2. The Land\n\n@\n", ["chapter: 1. The Sea", "chapter: 2. The Land"]),
        ("1\n\nThe Sea\n\n@\n\n2\n\nThe Land\n\n@\n", ["chapter: 1 / The Sea", "chapter: 2 / The Land"]),
        (
            "CHAPTER I.\nTHE LONG WAY\nTO THE SEA.\n\n%\n\nCHAPTER II.\nHOME.\n\n%\n",
            ["chapter: CHAPTER I. / THE LONG WAY TO THE SEA.", "chapter: CHAPTER II. / HOME."],
        ),
        (
            "Kapitel 1: Das Meer\n\n%\n\nKapitel 2: Wie alles begann\n\n%\n",
            ["chapter: Kapitel 1: Das Meer", "chapter: Kapitel 2: Wie alles begann"],
        ),
    ] {
        let found = headings(&read_text(text));
        assert_eq!(found[..2], wanted, "{text}");
        assert!(found.iter().all(|heading| heading.starts_with("chapter: ")), "{found:?}");
    }
}

#[test]
fn numbers_begin_again_in_parts() {
    let text = "PARTE PRIMA\n\nI\n\n%\n\nII\n\n%\n\nPARTE SECONDA\n\nI\n\n%\n\nII\n\n%\n";
    let wanted = ["part: PARTE PRIMA", "chapter: I", "chapter: II", "part: PARTE SECONDA", "chapter: I", "chapter: II"];
    assert_eq!(headings(&read_text(text)), wanted);
}

#[test]
fn titles_alone_are_chapters_where_nothing_else_is() {
    let chapter = |title: &str| format!("\n\n\n{title:^64}\n\n\n%\n\n%\n\n%\n");
    let text: String = ["LOW WATER", "THE LONG SHORE", "HOME"].map(chapter).concat();
    let wanted = ["chapter: LOW WATER", "chapter: THE LONG SHORE", "chapter: HOME"];
    assert_eq!(headings(&read_text(&format!("A BOOK OF TIDES\n\nby Ann Lee\n{text}"))), wanted);
}

#[test]
fn a_book_has_its_pieces_around_the_chapters() {
    let text = "Inhalt\n\nProlog\nErstes Kapitel\nZweites Kapitel\nEpilog\n\n\nProlog\n\n%\n\nErstes Kapitel\n\n%\n\nZweites Kapitel\n\n%\n\nEpilog\n\n%\n\nEnde\n";
    let manuscript = read_as(text, "language = 'de'");
    let wanted = ["prologue: Prolog", "chapter: Erstes Kapitel", "chapter: Zweites Kapitel", "back matter: Epilog"];
    assert_eq!(headings(&manuscript), wanted);
    assert_eq!(manuscript.notes, [Note::Contents(6)]);
    assert_eq!(texts(&manuscript).last(), Some(&"Ende"));
}

#[test]
fn a_japanese_book_has_no_spaces_where_lines_end() {
    let prose = "　潮が引いて、誰もそれを見たことがなかった。夕方になっても戻らなかった。";
    let text = format!(
        "目次\n\n第一章　海\n第二章　空\n\n\n序章\n\n　誰も海のことを話さなかった。\n　「潮だ」\n\n第一章　海\n\n{prose}\n\n第二章　空\n\n{prose}\n\n終\n"
    );
    let manuscript = read_as(&text, "language = 'ja'");
    assert_eq!(headings(&manuscript), ["prologue: 序章", "chapter: 第一章 海", "chapter: 第二章 空"]);
    assert_eq!(texts(&manuscript)[2], "「潮だ」");
    let (shifted, ..) = encoding_rs::SHIFT_JIS.encode(&text);
    let book = Book::parse("title = 'x'\nlanguage = 'ja'").expect("settings");
    let same = read(&shifted, Format::PlainText, &book).expect("a text");
    assert_eq!(same.blocks, manuscript.blocks);
    assert_eq!(same.notes[0], Note::Encoding("Shift_JIS"));
}

#[test]
fn what_looks_like_a_heading_and_is_none_is_doubted() {
    for text in [
        "CHAPTER I\n\n%\n\nI went home, and HELP! was what they cried.\n\n%\n",
        "CHAPTER I\n\n%\n\nARRIVING MONDAY STOP MEET ME STOP\n\n%\n",
        "CHAPTER I\n\n%\n\nSTOP THAT SHIP!\n\n%\n",
        "CHAPTER I\n\n%\n\n3 May.--Left at night. %\n\n5 May.--The castle. %\n",
        "CHAPTER I\n\n%\n\nLondon, 5 May 1890\n\n%\n",
        "CHAPTER I\n\n%\n\n“Yes”\n\n»Ja«\n\n%\n",
        "CHAPTER I\n\n%\n\n7\n\n%\n",
        "CHAPTER I\n\n%\n\nYours truly,\n\nAnn Lee\n\n%\n",
        "CHAPTER I\n\n%\n\n1. Milk\n\n2. Bread\n\n3. Salt\n\n%\n",
    ] {
        assert_eq!(headings(&read_text(text)), ["chapter: CHAPTER I"], "{text}");
    }
    let doubts = read_text("CHAPTER I\n\n%\n\n7\n\n%\n\nTHE END\n").doubts;
    let told: Vec<String> =
        doubts.iter().map(|doubt| format!("{} {}: {}", doubt.line, doubt.text, doubt.reason)).collect();
    assert_eq!(
        told,
        ["7 7: a number alone, not one of several that run on", "13 THE END: it says that something ends"]
    );
}

#[test]
fn headings_know_the_line_they_came_from() {
    let manuscript =
        read_text("Licence\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nCHAPTER I\n\n%\n\nCHAPTER II\n\n%\n");
    let lines: Vec<_> = manuscript.blocks.iter().map(|block| block.line).collect();
    assert_eq!(lines, [Some(4), Some(6), Some(10), Some(12)]);
}

#[test]
fn stanzas_have_numbers_and_are_no_chapters() {
    let stanza = "My uncle was a man of honour,\nWhen once in earnest he fell ill\nHe made them think the better of him,\nAnd no one thinks of better still.\n";
    let chapter = |name: &str| format!("{name}\n\nI\n\n{stanza}\nII\n\n{stanza}\nIII. IV\n\n{stanza}\n");
    let manuscript = read_text(&format!("{}{}", chapter("Глава первая"), chapter("Глава вторая")));
    assert_eq!(headings(&manuscript), ["chapter: Глава первая", "chapter: Глава вторая"]);
    assert_eq!(manuscript.blocks.iter().filter(|block| block.kind == BlockKind::Verse).count(), 6);
}

#[test]
fn lines_are_gathered_part_by_part() {
    let poem = "    Low water, low water,\n    The bell has gone under,\n    The boats on the stones,\n    And nobody to mind.";
    let text = format!("CHAPTER I\n\n{}@ @\n\n@ @\n\n@ @ @\n\n{poem}\n\n%\n", "%\n\n".repeat(12));
    let manuscript = read_text(&text);
    assert_eq!(manuscript.blocks.len(), 1 + 12 + 3 + 1 + 1);
    assert_eq!(manuscript.blocks[16].kind, BlockKind::Verse);
    let text = format!("Chapter 1\n\n{}%\n\n{poem}\n\n@\n", "@\n\n".repeat(8));
    let manuscript = read_text(&text);
    assert_eq!(manuscript.blocks.len(), 1 + 8 + 1 + 1 + 1);
    assert!(!manuscript.blocks[9].text.contains('\n'));
}

#[test]
fn indents_alone_begin_paragraphs_and_a_blank_line_is_a_break() {
    let paragraph = format!("   {WRAPPED}\n   “Yes.”\n   “No.”\n");
    let text = format!("Chapter 1\n\n{}\n{}", paragraph.repeat(4), paragraph.repeat(2));
    let manuscript = read_text(&text);
    let breaks = manuscript.blocks.iter().filter(|block| block.kind == BlockKind::SceneBreak).count();
    assert_eq!((manuscript.blocks.len(), breaks), (1 + 18 + 1, 1));
}

#[test]
fn double_spacing_is_no_row_of_paragraphs() {
    let chapter = |name: &str| {
        format!(
            "{name}\n\n\n\n{}\n\n\n\n",
            [WRAPPED; 3].join("\n\n\n").replace('\n', "\n\n").replace("\n\n\n\n\n\n", "\n\n\n\n")
        )
    };
    let manuscript = read_text(&["Chapter One", "Chapter Two"].map(chapter).concat());
    assert_eq!(headings(&manuscript), ["chapter: Chapter One", "chapter: Chapter Two"]);
    assert_eq!(manuscript.blocks.len(), 8, "{:#?}", texts(&manuscript));
}

#[test]
fn page_numbers_are_left_out_and_counted() {
    let page = |number: u32| {
        format!(
            "The tide had gone out further than anyone remembered, and nobody\n\n- {number} -\n\nspoke of it for most of a week, not even the harbour master. "
        )
    };
    let text = format!("Chapter 1\n\n{}", (7..12).map(page).collect::<String>());
    let manuscript = read_text(&text);
    assert_eq!(manuscript.notes, [Note::PageNumbers(5)]);
    assert!(manuscript.blocks.iter().all(|block| !block.text.contains(" - ")));
}

#[test]
fn footnotes_are_left_out_or_read() {
    let text = "CHAPTER I\n\nThe pilot[1] knew the tide[2 - It was low.] well. @\n\n[1] A man of the harbour.\n\n%\n";
    let left = read_text(text);
    assert_eq!(left.notes, [Note::Footnotes(2)]);
    assert_eq!(texts(&left)[1], format!("The pilot knew the tide well. {LINE}"));
    assert_eq!(left.blocks.len(), 3);
    let read = read_as(text, "[manuscript]\nfootnotes = 'read'");
    assert_eq!(texts(&read)[2..4], ["2 - It was low.", "[1] A man of the harbour."]);
    assert_eq!(read.notes, []);
}

#[test]
fn letters_mottos_and_verse_are_told_apart() {
    use BlockKind::{Attribution, Epigraph, Heading, Paragraph, Quote};
    let text = "Chapter 1\n\n“No small tides.”\n\n— A Pilot\n\n@\n\nDear Ann,\n\n@\n\nYours truly,\n\nJohn\n\n@\n";
    let chapter = Heading(HeadingKind::Chapter);
    assert_eq!(
        kinds(&read_text(text)),
        [chapter, Epigraph, Attribution, Paragraph, Quote, Quote, Quote, Quote, Paragraph]
    );
    let spoken = "Chapitre 1\n\n@\n\n— Oui, dit-il.\n\n@\n\nChapitre 2\n\n@\n\n— Non.\n\n@\n";
    assert!(kinds(&read_text(spoken)).iter().all(|kind| matches!(kind, Heading(_) | Paragraph)));
}

#[test]
fn the_book_names_lines_within_paragraphs() {
    let text = "CHAPTER I\n\n%\nThe Gate\n%\n\nCHAPTER II\n\nA Title\n\n%\n\nThe Pilot's Story\n\n%\n";
    let settings = "[manuscript.headings]\n'The Gate' = 'section'\n'A Title' = 'text'\n'The Pilot''s Story' = 'back'";
    let manuscript = read_as(text, &settings.replace("'The Pilot''s Story'", "\"The Pilot's Story\""));
    let wanted = ["chapter: CHAPTER I", "section: The Gate", "chapter: CHAPTER II", "back matter: The Pilot's Story"];
    assert_eq!(headings(&manuscript), wanted);
    assert_eq!(manuscript.notes, []);
}

#[test]
fn the_language_decides_what_bytes_leave_open() {
    let text = format!("Chapter 1\n\n{LINE} It was £3.50, he said.\n");
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
    let book = Book::parse("title = 'x'").expect("settings");
    let manuscript = read(&bytes, Format::PlainText, &book).expect("a text");
    assert!(manuscript.blocks[1].text.ends_with("£3.50, he said."));
    assert_eq!(manuscript.notes[0].to_string(), "the text is not UTF-8; read as windows-1252, which is usual for `en`");
}

#[test]
fn broken_bytes_are_counted() {
    let mut bytes = "Été\nCafé, déjà vu, à Genève\n".as_bytes().to_vec();
    bytes.insert(9, 0xff);
    let book = Book::parse("title = 'x'\nlanguage = 'fr'").expect("settings");
    let manuscript = read(&bytes, Format::PlainText, &book).expect("a text");
    assert_eq!(manuscript.notes, [Note::BrokenBytes { count: 1, line: 2 }]);
}

#[test]
fn a_million_words_take_linear_time() {
    let chapter =
        |number: usize| format!("Chapter {number}\n\n{}", format!("{WRAPPED}\n\n“Yes,” he said.\n\n").repeat(100));
    let time = |chapters: usize| {
        let text: String = (1..=chapters).map(chapter).collect();
        let start = std::time::Instant::now();
        assert_eq!(headings(&read_text(&text)).len(), chapters);
        start.elapsed().as_secs_f64()
    };
    let (one, eight) = (time(20), time(160));
    // Eight times the text; a quadratic step would take 64 times as long.
    assert!(eight < one * 25.0 + 0.5, "{one} s, then {eight} s");
}
