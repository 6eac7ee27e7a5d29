//! What the text itself should be looked at for before it is read aloud: slips of the author, and words that a narrator
//! stumbles over.

mod characters;
mod headings;
mod homographs;
mod long;
mod markup;
mod passages;
mod quotes;
mod shouting;
mod slips;
#[cfg(test)]
mod testing;
mod text;
mod unspeakable;

use super::Script;
use crate::words::{Book, Finding};
use text::{Noted, Text};

/// Looks through the lines of a script; findings come in the order of the script.
#[must_use]
pub fn lint(script: &Script, book: &Book) -> Vec<Finding> {
    let text = Text::new(script, book);
    let rules: [fn(&Text) -> Vec<Noted>; 12] = [
        passages::repeated,
        quotes::unbalanced,
        quotes::mixed,
        unspeakable::unspeakable,
        shouting::shouting,
        homographs::homographs,
        long::long_sentences,
        headings::skips,
        markup::stray,
        characters::invisible,
        slips::cut_paragraphs,
        slips::doubled_words,
    ];
    let mut noted: Vec<Noted> = rules.iter().flat_map(|rule| rule(&text)).collect();
    noted.sort_by_key(|noted| (noted.line, noted.finding.rule));
    noted.into_iter().map(|noted| noted.finding).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::manuscript::{self, Format};
    use crate::script::{divide, number};

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_findings_keep_the_order_of_the_script(
            text in "(Chapter 1|the the |[a-zé]{1,4} |[A-Z]{3} |[“”‘’\"'«»„_*<>&#§\\[\\]{}\\\\`ñ1]| |\n\n|\u{200b}|\u{fffd}|😀|Ã©){0,80}"
        ) {
            let book = Book::parse("title = 'A Test'").unwrap();
            let Ok(manuscript) = manuscript::read(text.as_bytes(), Format::PlainText, &book) else { return Ok(()) };
            let script = number(divide(&manuscript, &book), &book);
            let order: Vec<_> = script.cues().map(|(_, cue)| &cue.id).collect();
            let found = lint(&script, &book);
            let place = |finding: &Finding| order.iter().position(|id| Some(*id) == finding.place.cue.as_ref());
            prop_assert!(found.iter().all(|finding| place(finding).is_some()));
            prop_assert!(found.is_sorted_by_key(place));
        }
    }
}
