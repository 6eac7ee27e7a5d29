//! The words of a line, with what is said above those that are said otherwise.

use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

use super::Sheet;
use super::notes::Piece;
use crate::script::{Cue, CueKind};

/// The longest words that something stands above, in letters: they are not broken over lines, and a narrow screen holds no more.
const WIDEST_BASE: usize = 20;
/// The longest text that stands above words, in letters: it is set half as large as they are.
const WIDEST_ABOVE: usize = 36;
/// How much longer than the words below it a text may be: what stands out on both sides is a gap between the words.
const OVERHANG: usize = 12;

impl Sheet<'_> {
    pub(super) fn text(&self, cue: &Cue) -> Markup {
        let spoken = cue.spoken();
        let rows = |text: &str| text.split('\n').count();
        if cue.kind != CueKind::Verse || rows(&cue.text) != rows(spoken) {
            return self.row(&cue.text, spoken);
        }
        html! {
            @for (printed, said) in cue.text.split('\n').zip(spoken.split('\n')) {
                span.row { (self.row(printed, said)) "\n" }
            }
        }
    }

    fn row(&self, printed: &str, said: &str) -> Markup {
        if printed == said {
            return self.noted(printed);
        }
        html! {
            @for (printed, said) in readings(printed, said) {
                @if printed == said { (self.noted(&printed)) } @else { (self.changed(&printed, &said)) }
            }
        }
    }

    /// Words that are said otherwise: the reading is above them, without the punctuation that both have.
    fn changed(&self, printed: &str, said: &str) -> Markup {
        let letters = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        if !letters(said).is_empty() && letters(printed) == letters(said) {
            // A full stop or a capital more is nothing that a narrator reads otherwise.
            return self.noted(printed);
        }
        let head = shared(printed.chars().zip(said.chars()));
        let (start, printed) = printed.split_at(head);
        let said = &said[head..];
        let same = shared(printed.chars().rev().zip(said.chars().rev()));
        let (words, end) = printed.split_at(printed.len() - same);
        let said = self.notes.written_out(said[..said.len() - same].trim());
        html! {
            (start)
            @if said.is_empty() { s { (words.trim_end()) } (words[words.trim_end().len()..]) }
            @else if words.trim().is_empty() { span.spoken { span.beside { "[" (said) "] " } } }
            @else { (explained("spoken", words, &said)) }
            (end)
        }
    }

    /// Words as printed, with the producer's notes above those that have one.
    fn noted(&self, text: &str) -> Markup {
        html! {
            @for piece in self.notes.pieces(text) {
                @match piece {
                    Piece::Plain(text) => (text),
                    Piece::Word { word, how } => (explained("how", word, how)),
                }
            }
        }
    }
}

/// Words with a text above them, or beside them where it is too long for that.
fn explained(class: &str, words: &str, text: &str) -> Markup {
    let (below, above) = (words.chars().count(), text.chars().count());
    let fits = below <= WIDEST_BASE && above <= WIDEST_ABOVE.min(below * 2 + OVERHANG);
    html! {
        @if fits { ruby class=(class) { u { (words) } rp { " (" } rt { (text) } rp { ")" } } }
        @else { span class=(class) { u { (words) } " " span.beside { "[" (text) "]" } } }
    }
}

/// How many bytes of white space and punctuation both begin with.
fn shared(pairs: impl Iterator<Item = (char, char)>) -> usize {
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
    use super::*;

    #[test]
    fn readings_hold_both_texts() {
        let (printed, spoken) = ("4:00 AM and 3 men & a dog", "four A M and three men and a dog");
        let pairs = readings(printed, spoken);
        assert_eq!(pairs.iter().map(|(printed, _)| printed.as_str()).collect::<String>(), printed);
        assert_eq!(pairs.iter().map(|(_, said)| said.as_str()).collect::<String>(), spoken);
    }
}
