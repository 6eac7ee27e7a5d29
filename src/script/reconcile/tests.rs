use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::script::{ChapterKind, CueKind, DraftChapter, parse, write};
use crate::words::ChapterId;

/// A draft of one chapter for every inner list.
fn draft(chapters: &[&[&str]]) -> Draft {
    let paragraph = |(at, text): (usize, &&str)| {
        let opens = if at == 0 { Opens::Chapter } else { Opens::Paragraph };
        Paragraph::new(CueKind::Narration, opens, text, &divide::pieces(text, Language::English))
    };
    let chapter = |lines: &&[&str]| DraftChapter {
        kind: ChapterKind::Chapter,
        title: String::new(),
        paragraphs: lines.iter().enumerate().map(paragraph).collect(),
    };
    Draft { chapters: chapters.iter().map(chapter).collect() }
}

fn book() -> Book {
    Book::parse("title = 'A Book'").unwrap()
}

fn reconcile(old: Option<&Script>, draft: Draft) -> (Script, Changes) {
    super::reconcile(old, draft, &book(), &Known::default())
}

fn fresh(chapters: &[&[&str]]) -> Script {
    reconcile(None, draft(chapters)).0
}

fn lines(script: &Script) -> Vec<String> {
    script.cues().map(|(_, cue)| format!("{} {}", cue.id, cue.text)).collect()
}

fn ids(script: &Script) -> Vec<String> {
    script.cues().map(|(_, cue)| cue.id.to_string()).collect()
}

#[test]
fn a_fresh_script_counts_from_one() {
    let mut fresh = draft(&[&["a"], &["b"], &["c", "d"], &["e"]]);
    for (chapter, kind) in fresh.chapters.iter_mut().zip([ChapterKind::Front, ChapterKind::Front]) {
        chapter.kind = kind;
    }
    assert_eq!(ids(&reconcile(None, fresh).0), ["00-0001", "00a-0001", "01-0001", "01-0002", "02-0001"]);
}

#[test]
fn inserts_take_letters_and_ends_take_numbers() {
    let old = fresh(&[&["Ebb.", "Flood.", "Slack."]]);
    let (script, changes) =
        reconcile(Some(&old), draft(&[&["X one.", "Ebb.", "Y two.", "Z three.", "Flood.", "Slack.", "W four."]]));
    assert_eq!(
        lines(&script),
        [
            "01-0000a X one.",
            "01-0001 Ebb.",
            "01-0001a Y two.",
            "01-0001b Z three.",
            "01-0002 Flood.",
            "01-0003 Slack.",
            "01-0004 W four."
        ]
    );
    assert_eq!(changes.to_string().lines().next(), Some("3 kept, 4 new"));
}

#[test]
fn where_numbers_and_letters_have_run_out_new_lines_get_what_was_never_given() {
    let json = r#"{"format": 1, "chapters": [{"id": "999999", "kind": "chapter", "title": "", "cues": [
        {"id": "999999-0001zzzz", "kind": "narration", "opens": "chapter", "text": "Ebb."},
        {"id": "999999-999999", "kind": "narration", "opens": "paragraph", "text": "Flood."}
        ]}], "retired": [{"id": "999999-999998", "text": "Slack."}]}"#;
    let old = parse(json).unwrap();
    let new = draft(&[&["Ebb.", "X one.", "Flood.", "Y two."], &["Z three."]]);
    let (script, _) = reconcile(Some(&old), new);
    let ids = ids(&script);
    assert_eq!(ids, ["999999-0001zzzz", "999999-999997", "999999-999999", "999999-999996", "999998-0001"]);
    assert_eq!(parse(&write(&script)).unwrap(), script);
}

#[test]
fn repeated_lines_are_told_apart_by_their_neighbours() {
    let old = fresh(&[&["Yes.", "The tide is out.", "Yes.", "The boats are dry.", "Yes."]]);
    let (script, changes) =
        reconcile(Some(&old), draft(&[&["The boats are dry.", "Yes.", "Yes.", "The tide is out."]]));
    let by_id: BTreeMap<String, usize> = ids(&script).into_iter().zip(0..).collect();
    assert_eq!(by_id.get("01-0004"), Some(&0));
    assert_eq!(by_id.get("01-0005"), Some(&1));
    assert_eq!(changes.retired.len(), 1);
    assert!(changes.new.is_empty());
}

#[test]
fn an_edited_line_keeps_its_id_and_a_cosmetic_change_is_none() {
    let old = fresh(&[&["Ebb.", "“Wait,” she said—“it’s low.”", "The boats lay on the stones.", "Flood."]]);
    let (script, changes) = reconcile(
        Some(&old),
        draft(&[&["Ebb.", "\"Wait,\" she  said--\"it's low.\"", "The old boats lay on the dry stones.", "Flood."]]),
    );
    assert_eq!(ids(&script), ids(&old));
    assert_eq!((changes.kept.len(), changes.restyled.len(), changes.edited.len()), (2, 1, 1));
    assert_eq!(changes.edited[0].id.to_string(), "01-0003");
}

#[test]
fn a_replaced_line_gets_an_id_of_its_own() {
    let old = fresh(&[&["Ebb.", "The boats lay on the stones.", "Flood."]]);
    let (script, changes) = reconcile(Some(&old), draft(&[&["Ebb.", "Nobody ever came back here.", "Flood."]]));
    assert_eq!(ids(&script), ["01-0001", "01-0001a", "01-0003"]);
    assert_eq!(changes.retired[0].id.to_string(), "01-0002");
}

#[test]
fn a_cut_line_that_comes_back_gets_its_id_back() {
    let old = fresh(&[&["Ebb.", "The boats lay on the stones.", "Flood."]]);
    let (cut, _) = reconcile(Some(&old), draft(&[&["Ebb.", "Flood."]]));
    assert_eq!(cut.retired.len(), 1);
    let (back, changes) = reconcile(Some(&cut), draft(&[&["Ebb.", "Flood.", "The boats lay on the stones."]]));
    assert_eq!(ids(&back), ["01-0001", "01-0003", "01-0002"]);
    assert_eq!((changes.restored.len(), back.retired.len()), (1, 0));
}

#[test]
fn a_cut_number_at_the_end_is_never_given_again() {
    let old = fresh(&[&["Ebb.", "Flood."]]);
    let (cut, _) = reconcile(Some(&old), draft(&[&["Ebb."]]));
    let (new, _) = reconcile(Some(&cut), draft(&[&["Ebb.", "Slack and low water."]]));
    assert_eq!(ids(&new), ["01-0001", "01-0003"]);
}

#[test]
fn chapters_go_with_most_of_their_lines() {
    let old = fresh(&[&["a a", "b b"], &["c c", "d d"]]);
    let (script, changes) =
        reconcile(Some(&old), draft(&[&["c c", "d d"], &["n n", "m m"], &["a a", "b b"], &["e e"]]));
    let chapters: Vec<String> = script.chapters.iter().map(|chapter| chapter.id.to_string()).collect();
    assert_eq!(chapters, ["02", "02a", "01", "03"]);
    assert_eq!(ids(&script)[2..4], ["02a-0001", "02a-0002"]);
    assert_eq!((changes.kept.len(), changes.moved.len()), (2, 2));
}

#[test]
fn ten_thousand_lines_are_quick() {
    let texts: Vec<String> = (0..10_000).map(|n| format!("line {n} of the long book about tide {}", n % 7)).collect();
    let old: Vec<&str> = texts.iter().map(String::as_str).collect();
    let edited: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| if n % 3 == 0 { format!("{text} changed") } else { text.clone() })
        .collect();
    let new: Vec<&str> = edited.iter().map(String::as_str).collect();
    let script = fresh(&[&old]);
    for draft in [draft(&[&old]), draft(&[&new]), draft(&[&old.iter().rev().copied().collect::<Vec<_>>()])] {
        let start = std::time::Instant::now();
        let (_, changes) = reconcile(Some(&script), draft);
        assert!(changes.new.is_empty());
        // A second in an unoptimised build on a busy machine; a quarter of that is common.
        assert!(start.elapsed().as_secs_f64() < 60.0, "{:?}", start.elapsed());
    }
}

/// A book of chapters, with lines that repeat.
fn any_book() -> impl Strategy<Value = Vec<Vec<String>>> {
    let line = prop_oneof![3 => "[a-e]{1,3}( [a-e]{1,3}){3,7}", 1 => Just("Yes.".to_owned())];
    proptest::collection::vec(proptest::collection::vec(line, 1..12), 1..4)
}

fn as_draft(book: &[Vec<String>]) -> Draft {
    let chapters: Vec<Vec<&str>> = book.iter().map(|lines| lines.iter().map(String::as_str).collect()).collect();
    draft(&chapters.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn every_id(script: &Script) -> Vec<CueId> {
    let cues = script.cues().map(|(_, cue)| cue.id.clone());
    cues.chain(script.retired.iter().map(|line| line.id.clone())).collect()
}

proptest! {
    #[test]
    fn the_same_text_keeps_every_id(book in any_book()) {
        let (old, _) = reconcile(None, as_draft(&book));
        let (new, changes) = reconcile(Some(&old), as_draft(&book));
        prop_assert_eq!(&changes, &Changes { kept: changes.kept.clone(), ..Changes::default() });
        prop_assert_eq!(new, old);
    }

    #[test]
    fn no_id_is_ever_given_twice(books in proptest::collection::vec(any_book(), 2..5)) {
        let mut script: Option<Script> = None;
        let mut words: HashMap<CueId, String> = HashMap::new();
        for book in &books {
            let (next, _) = reconcile(script.as_ref(), as_draft(book));
            let ids = every_id(&next);
            let unique: HashSet<&CueId> = ids.iter().collect();
            prop_assert_eq!(unique.len(), ids.len());
            let chapters: HashSet<&ChapterId> = next.chapters.iter().map(|chapter| &chapter.id).collect();
            prop_assert_eq!(chapters.len(), next.chapters.len());
            // A retired ID comes back only with its own words.
            for (_, cue) in next.cues() {
                if let Some(text) = words.get(&cue.id) {
                    prop_assert_eq!(text, &cue.text);
                }
            }
            for id in script.iter().flat_map(every_id) {
                prop_assert!(ids.contains(&id), "{} was forgotten", id);
            }
            words = next.retired.iter().map(|line| (line.id.clone(), line.text.clone())).collect();
            script = Some(next);
        }
    }

    #[test]
    fn whatever_takes_read_every_word_stands_once_and_in_order(
        lines in proptest::collection::vec("[a-e]{1,3}( [a-e]{1,3}){0,3}\\.", 2..12),
        divisions in proptest::collection::vec(proptest::collection::vec(any::<bool>(), 12), 2..4),
    ) {
        // The same sentences, divided into other paragraphs each time.
        let divided = |division: &[bool]| {
            let mut paragraphs: Vec<String> = Vec::new();
            for (line, starts) in lines.iter().zip(division) {
                match paragraphs.last_mut().filter(|_| !starts) {
                    Some(paragraph) => paragraph.extend([" ", line]),
                    None => paragraphs.push(line.clone()),
                }
            }
            as_draft(&[paragraphs])
        };
        let words = |script: &Script| script.cues().flat_map(|(_, cue)| cue.text.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>();
        let (first, _) = reconcile(None, divided(&divisions[0]));
        let mut script = first.clone();
        for division in &divisions[1..] {
            // Every line was recorded when the book was new, and none since.
            let changed = first.cues().filter(|(_, was)| script.cue(&was.id).is_some_and(|(_, cue)| cue.text != was.text));
            let recorded = changed.map(|(_, was)| (was.id.clone(), was.text.clone())).collect();
            let known = Known { recorded, ..Known::default() };
            let (next, changes) = super::reconcile(Some(&script), divided(division), &book(), &known);
            prop_assert_eq!(words(&next), words(&first));
            let ids = every_id(&next);
            prop_assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
            prop_assert_eq!(changes.before(), script.cues().count());
            for id in &changes.rejoined {
                prop_assert_eq!(&next.cue(id).unwrap().1.text, &first.cue(id).unwrap().1.text);
            }
            script = next;
        }
    }

    #[test]
    fn an_edit_leaves_the_other_lines_alone(
        count in 3usize..40,
        edits in proptest::collection::vec((0usize..1000, 0u8..3), 1..6),
    ) {
        // Lines that share no words with each other.
        let old_texts: Vec<String> = (0..count).map(|n| format!("a{n} b{n} c{n} d{n} e{n}")).collect();
        let (old, _) = reconcile(None, as_draft(std::slice::from_ref(&old_texts)));
        let by_text: HashMap<&str, String> = old.cues().map(|(_, cue)| (cue.text.as_str(), cue.id.to_string())).collect();
        let mut texts = old_texts.clone();
        let mut edited = HashMap::new();
        for (step, (at, what)) in edits.iter().enumerate() {
            let at = at % texts.len();
            match what {
                0 => texts.insert(at, format!("x{step} y{step} z{step}")),
                1 if texts.len() > 1 => drop(texts.remove(at)),
                _ if by_text.contains_key(texts[at].as_str()) => {
                    let id = by_text[texts[at].as_str()].clone();
                    texts[at] = texts[at].replacen('b', "changed", 1);
                    edited.insert(texts[at].clone(), id);
                }
                _ => {}
            }
        }
        let (new, _) = reconcile(Some(&old), as_draft(&[texts]));
        for (_, cue) in new.cues() {
            if let Some(id) = by_text.get(cue.text.as_str()).or_else(|| edited.get(&cue.text)) {
                prop_assert_eq!(&cue.id.to_string(), id);
            }
        }
    }
}

const WHOLE: &str = "The tide was out in 1962. Nobody came to the pier. The lamp burned all night long.";
const HALVES: [&str; 2] = ["The tide was out in 1962.", "Nobody came to the pier. The lamp burned all night long."];

/// A paragraph that was divided and is put together again, its take read for these words: the lines, and what is said.
fn put_together(read: &[(&str, &str)], settings: &str) -> (Vec<String>, String) {
    let rest = ["Something else.", "Ebb and flood."];
    let whole = || draft(&[&[rest[0], WHOLE, rest[1]]]);
    let book = Book::parse(&format!("title = 'A Book'\n{settings}")).unwrap();
    let recorded = read.iter().map(|(id, words)| (id.parse().unwrap(), (*words).to_owned())).collect();
    let known = Known { recorded, ..Known::default() };
    let old = super::reconcile(None, whole(), &book, &Known::default()).0;
    let halves = draft(&[&[rest[0], HALVES[0], HALVES[1], rest[1]]]);
    let divided = super::reconcile(Some(&old), halves, &book, &Known::default()).0;
    let (script, changes) = super::reconcile(Some(&divided), whole(), &book, &known);
    let again = super::reconcile(Some(&script), whole(), &book, &known).1;
    assert!(again.is_silent(), "{again}");
    (
        lines(&script).into_iter().filter(|line| !rest.iter().any(|rest| line.ends_with(rest))).collect(),
        changes.to_string(),
    )
}

#[test]
fn a_paragraph_that_was_divided_and_is_put_together_is_the_line_that_its_take_reads() {
    let spoken = WHOLE.replace("1962", "nineteen sixty-two");
    let (lines, said) = put_together(&[("01-0002", &spoken)], "");
    assert_eq!(lines, [format!("01-0002 {WHOLE}")]);
    assert_eq!(
        said,
        "2 kept, 1 edited, 1 merged\n  01-0002 edited, to what its take reads: {+The tide was out in 1962.+} Nobody came to the \
         …\n  01-0001a merged: its words are in 01-0002 now"
    );
}

#[test]
fn a_line_stays_divided_where_no_take_reads_it_whole() {
    let divided = [format!("01-0001a {}", HALVES[0]), format!("01-0002 {}", HALVES[1])];
    assert_eq!(put_together(&[], "").0, divided);
    let other = WHOLE.replace("1962", "nineteen sixty-three");
    assert_eq!(put_together(&[("01-0002", &other)], "").0, divided, "other words");
    assert_eq!(put_together(&[("01-0002", &format!("{WHOLE} Ebb and flood."))], "").0, divided, "more words");
}

#[test]
fn a_chapter_that_was_cut_and_is_put_back_is_itself_again() {
    let whole = |texts: &[&[&str]]| draft(texts);
    let one: &[&str] = &["Chapter 1", "The tide was out.", "Nobody came."];
    let two: &[&str] = &["Chapter 2", "The lamp was lit."];
    let (first, _) = reconcile(None, whole(&[one, two]));
    let (cut, _) = reconcile(Some(&first), whole(&[two]));
    let (back, changes) = reconcile(Some(&cut), whole(&[one, two]));
    assert_eq!(back.chapters, first.chapters);
    assert_eq!(changes.restored.len(), 3);
}

#[test]
fn a_line_that_comes_back_to_be_spoken_otherwise_is_edited() {
    let texts: &[&str] = &["The town was old.", "In 1066 they came over the sea to the town.", "It rained all week."];
    let (first, _) = reconcile(None, draft(&[texts]));
    let (cut, _) = reconcile(Some(&first), draft(&[&[texts[0], texts[2]]]));
    let json = write(&cut);
    let cut = parse(&json).unwrap();
    let (_, changes) = reconcile(Some(&cut), draft(&[texts]));
    assert_eq!((changes.restored.len(), changes.edited.len()), (1, 0));
    let book = Book::parse("title = 'A Book'\n[spoken]\n'1066' = 'one oh double six'").unwrap();
    let (_, changes) = super::reconcile(Some(&cut), draft(&[texts]), &book, &Known::default());
    assert_eq!((changes.restored.len(), changes.edited.len(), changes.before()), (1, 1, 2));
    let said = changes.to_string();
    assert!(said.starts_with("2 kept, 1 edited\n  01-0002 restored and edited: "), "{said}");
}

#[test]
fn a_heading_in_capitals_or_with_its_number_in_letters_is_announced_as_before() {
    let heading = |text: &str| {
        let mut made = draft(&[&[text, "The tide was out."]]);
        made.chapters[0].paragraphs[0] = Paragraph::whole(CueKind::Announcement, Opens::Chapter, text);
        made
    };
    let (old, _) = reconcile(None, heading("Chapter 1"));
    let (_, changes) = reconcile(Some(&old), heading("CHAPTER ONE"));
    assert_eq!((changes.restyled.len(), changes.edited.len()), (1, 0), "{changes}");
    let (_, changes) = reconcile(Some(&old), heading("CHAPTER TWO"));
    assert_eq!(changes.edited.len(), 1, "{changes}");
}

#[test]
fn what_becomes_of_chapters_is_said() {
    let titled = |chapters: &[(ChapterKind, &str, &[&str])]| {
        let mut made = draft(&chapters.iter().map(|(.., lines)| *lines).collect::<Vec<_>>());
        for (made, (kind, title, _)) in made.chapters.iter_mut().zip(chapters) {
            (made.kind, made.title) = (*kind, (*title).to_owned());
        }
        made
    };
    let (ebb, flood, slack) = (&["a a", "b b"][..], &["c c", "d d"][..], &["e e", "f f"][..]);
    let chapter = ChapterKind::Chapter;
    let old = titled(&[(chapter, "Ebb", ebb), (chapter, "Flood", flood), (chapter, "Slack", slack)]);
    let (old, changes) = reconcile(None, old);
    assert_eq!(changes.chapters, []);
    let said = |new: Draft| {
        let (_, changes) = reconcile(Some(&old), new);
        changes.to_string().lines().filter(|line| line.contains(" chapter ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let new = titled(&[(ChapterKind::Front, "", ebb), (chapter, "Slack", slack), (chapter, "New", &["x x x"])]);
    assert_eq!(
        said(new),
        [
            "  chapter 02 is no more",
            "  chapter 01 was a chapter, and is front matter now",
            "  chapter 01 has no title now: it was `Ebb`",
            "  chapter 04 is new",
        ]
    );
    let new = titled(&[(chapter, "Flood Tide", flood), (chapter, "Slack", slack), (chapter, "Ebb", ebb)]);
    assert_eq!(said(new), ["  chapter 02 has another title: Flood {+Tide+}", "  chapter 01 moved"]);
}
