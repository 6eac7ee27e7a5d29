//! HTML to blocks.

use std::collections::BTreeMap;

use super::markup::{Collector, page};
use super::{Manuscript, outline};
use crate::words::Book;

/// Reads a page: leaves out what is not shown, tables of contents and pictures, and footnotes unless the book wants them.
pub fn read(text: &str, book: &Book) -> Manuscript {
    let mut collector = Collector::new(&book.language, book.manuscript.footnotes, BTreeMap::new());
    collector.page("", &page(text), None);
    outline::settle(collector.finish())
}

#[cfg(test)]
mod tests {
    use super::super::testing::any_book;
    use super::super::{BlockKind, HeadingKind, Note};
    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        read(text, &any_book()).blocks.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    #[test]
    fn every_kind_of_block_is_known() {
        assert_eq!(
            kinds(
                "<title>no</title><h2>Chapter 1</h2><h3>Ebb</h3><p>A <b>b</b>c\n d.<hr><p>* * *<p>x<br>y\
                 <blockquote><p>Come home.</blockquote><ol><li>one<li><p>two</p></ol>\
                 <div class=stanza><div>Low</div><div>water</div></div><script>no</script><h2>Chapter 2</h2>z"
            ),
            [
                (BlockKind::Heading(HeadingKind::Chapter), "Chapter 1\nEbb".into()),
                (BlockKind::Paragraph, "A bc d.".into()),
                (BlockKind::SceneBreak, String::new()),
                (BlockKind::Verse, "x\ny".into()),
                (BlockKind::Quote, "Come home.".into()),
                (BlockKind::Paragraph, "1. one".into()),
                (BlockKind::Paragraph, "2. two".into()),
                (BlockKind::Verse, "Low\nwater".into()),
                (BlockKind::Heading(HeadingKind::Chapter), "Chapter 2".into()),
                (BlockKind::Paragraph, "z".into()),
            ]
        );
    }

    #[test]
    fn what_is_left_out_is_said() {
        let manuscript = read(
            "<nav><a href=x>One</a></nav><h1>Contents</h1><p><a href='#a'>One</a><h1 id=a>One</h1><p>A<a href='#n'><sup>1</sup></a>\
             b<span class=pagenum>12</span>.<img src=x><div class=footnote>Not read.</div>",
            &any_book(),
        );
        assert_eq!(manuscript.blocks.len(), 2);
        assert_eq!(manuscript.blocks[1].text, "Ab.");
        let notes = [Note::Contents(3), Note::Footnotes(1), Note::PageNumbers(1), Note::Pictures(1)];
        assert_eq!(manuscript.notes, notes);
    }

    #[test]
    fn lines_of_a_title_page_are_no_chapters() {
        let headings: Vec<_> = kinds("<h1>Low Water</h1><h2>by Ann</h2><h2>Chapter 1</h2>a<h2>Chapter 2</h2>b");
        assert_eq!(headings[1].0, BlockKind::Heading(HeadingKind::Front));
    }

    #[test]
    fn quotations_that_are_printed_with_their_marks_get_no_others() {
        let text = "<p>Called, “<q>who <q>was</q></q>,” and <q>“so”</q> and <q>‘<q>on</q>’</q>.";
        assert_eq!(kinds(text), [(BlockKind::Paragraph, "Called, “who ‘was’,” and “so” and “‘on’”.".into())]);
        let left = "<p>Tide<aside epub:type=footnote><q>a note</q></aside>.";
        assert_eq!(kinds(left).last().map(|(_, text)| text.contains('“')), Some(false));
    }

    #[test]
    fn letters_and_headings_may_be_pictures_and_quotations_have_no_marks() {
        let text = "<h2><img alt='Chapter I'></h2><p><img class=cap alt=T>he <q>tide <q>was</q></q> out.<h2>Chapter II</h2><p lang=de><q>Ja</q>";
        assert_eq!(
            kinds(text),
            [
                (BlockKind::Heading(HeadingKind::Chapter), "Chapter I".into()),
                (BlockKind::Paragraph, "The “tide ‘was’” out.".into()),
                (BlockKind::Heading(HeadingKind::Chapter), "Chapter II".into()),
                (BlockKind::Paragraph, "„Ja“".into()),
            ]
        );
    }

    #[test]
    fn what_is_said_is_no_heading() {
        let text =
            "<h2>Chapter 1 Ebb</h2><h3>“Straight on till morning.”</h3><p>That was the way.<h2>Chapter 2 Flow</h2>a";
        let headings = kinds(text).into_iter().filter(|(kind, _)| matches!(kind, BlockKind::Heading(_)));
        assert_eq!(headings.count(), 2);
    }

    #[test]
    fn footnotes_are_read_where_the_book_wants_them() {
        let book = Book::parse("title = 'x'\n[manuscript]\nfootnotes = 'read'").unwrap();
        let text = "<p>Ebb<a href='#f1' class=fnanchor>[1]</a>.<p>Flow.<div class=footnote id=f1><p><a href='#r'>[1]</a> Low water.</div>\
                    <div class=footnote><p>Alone.</div>";
        let words: Vec<String> = read(text, &book).blocks.into_iter().map(|block| block.text).collect();
        assert_eq!(words, ["Ebb.", "Low water.", "Flow.", "Alone."]);
    }

    #[test]
    fn deep_nesting_is_read_in_no_time() {
        let begun = std::time::Instant::now();
        for tag in ["<div>", "<p><b>", "<ul><li>"] {
            let read = kinds(&(tag.repeat(100_000) + "a"));
            assert_eq!(read.last().map(|(_, text)| text.as_str()), Some("a"), "{tag}");
        }
        // A tag that looks at all tags around it would take minutes.
        assert!(begun.elapsed().as_secs() < 60);
    }

    #[test]
    fn notes_that_raised_numbers_lead_to_are_left_out() {
        for note in [
            "<p id=n1>1. Not read. <a href='#r1'>back</a>",
            "<ol><li id=n1>Not read.</ol>",
            "<div id=n1><p>1 Not read.</div>",
        ] {
            let read = read(&format!("<p>He saw it.<sup><a href='#n1' id=r1>1</a></sup><p>Then.{note}"), &any_book());
            let words: Vec<&str> = read.blocks.iter().map(|block| block.text.as_str()).collect();
            assert_eq!(words, ["He saw it.", "Then."], "{note}");
            assert_eq!(read.notes, [Note::Footnotes(1)]);
        }
        let chapter = "<p><a href='#c'>[1]</a> leads on.<div id=c><h2>Ebb</h2><p>1 tide.</div>";
        assert_eq!(kinds(chapter).len(), 3);
    }

    #[test]
    fn raised_numbers_behind_words_are_marks_and_powers_are_none() {
        let text =
            "<p>He saw it.<sup>1</sup> The tide<sup>2</sup> was 10<sup>6</sup> m<sup>2</sup> and 3 km<sup>2</sup>.";
        let read = read(text, &any_book());
        assert_eq!(read.blocks[0].text, "He saw it. The tide was 106 m2 and 3 km2.");
        assert_eq!(read.notes, [Note::Footnotes(2)]);
    }

    #[test]
    fn what_is_hidden_is_left_out_and_counted() {
        let read = read(
            "<p>Ebb<span style='color:red; display: none'>not this</span>.<div hidden>Nor that one.</div>",
            &any_book(),
        );
        assert_eq!((read.blocks.len(), read.blocks[0].text.as_str()), (1, "Ebb."));
        assert_eq!(read.notes, [Note::Hidden(5)]);
    }

    #[test]
    fn pictures_in_what_is_left_out_are_no_text() {
        let read =
            read("<p>Ebb.<div class=footnote><p><img alt=T>he tide.</div><nav><img alt=A></nav><p>Flow.", &any_book());
        let words: Vec<&str> = read.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(words, ["Ebb.", "Flow."]);
    }
}
