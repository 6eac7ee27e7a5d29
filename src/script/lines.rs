//! Lines to be read: a paragraph in its parts, each with its kind and its spoken form.

use std::ops::Range;

use super::quotes::quoted;
use super::spoken::spoken;
use super::{Cue, CueKind, Opens, Paragraph};
use crate::words::language::speaks_behind_dashes;
use crate::words::{Book, CueId};

/// The cues of a paragraph that is divided into these parts; as many IDs as parts.
pub fn cues(paragraph: &Paragraph, parts: &[Range<usize>], ids: Vec<CueId>, book: &Book) -> Vec<Cue> {
    let speech = Speech::of(paragraph, book);
    let mut opens = paragraph.opens;
    parts
        .iter()
        .zip(ids)
        .map(|(part, id)| {
            let text = paragraph.at(part.clone());
            let kind = if speech.is_in(part) { CueKind::Dialogue } else { paragraph.kind };
            let opens = std::mem::replace(&mut opens, Opens::Sentence);
            let spoken = match paragraph.said() {
                Some(said) => Some(said.to_owned()).filter(|said| said != text),
                None => spoken(text, kind, book),
            };
            Cue { id, kind, opens, text: text.to_owned(), spoken }
        })
        .collect()
}

/// What of a paragraph is spoken by its characters.
struct Speech<'a> {
    text: &'a str,
    /// In order, in bytes.
    quoted: Vec<Range<usize>>,
}

impl<'a> Speech<'a> {
    fn of(paragraph: &'a Paragraph, book: &Book) -> Self {
        let text = paragraph.text();
        let dashed = text.starts_with(['—', '–', '―']) || text.starts_with("--");
        let behind_dash = dashed && speaks_behind_dashes(&book.language);
        let quoted = match paragraph.kind {
            // Where a speech behind a dash ends, not every language shows.
            CueKind::Narration if behind_dash => std::iter::once(0..text.len()).collect(),
            CueKind::Narration => quoted(text),
            _ => Vec::new(),
        };
        Self { text, quoted }
    }

    /// Says whether a part of the paragraph begins with a quotation, or more than half of it is quoted.
    fn is_in(&self, part: &Range<usize>) -> bool {
        let first = self.quoted.partition_point(|quoted| quoted.end <= part.start);
        let within = self.quoted[first..].iter().take_while(|quoted| quoted.start < part.end);
        let spoken: Vec<_> = within.map(|quoted| quoted.start.max(part.start)..quoted.end.min(part.end)).collect();
        let letters = |range: Range<usize>| self.text[range].chars().filter(|c| c.is_alphanumeric()).count();
        let begins = spoken.first().is_some_and(|spoken| letters(part.start..spoken.start) == 0);
        begins || spoken.into_iter().map(letters).sum::<usize>() * 2 > letters(part.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{divide, number};
    use crate::manuscript::{Format, read};
    use crate::words::Book;

    /// The sentences of a paragraph, with `*` before those that are dialogue.
    fn spoken(language: &str, text: &str) -> String {
        let book = format!("title = 'A Test'\nlanguage = '{language}'\n[cues]\ngranularity = 'sentence'\n");
        let book = Book::parse(&book).unwrap();
        let manuscript = read(format!("# 1\n\n{text}\n").as_bytes(), Format::Markdown, &book).unwrap();
        let script = number(divide(&manuscript, &book), &book);
        let kinds = script.cues().skip(1).map(|(_, cue)| match cue.kind {
            super::CueKind::Dialogue => format!("*{}", cue.text),
            _ => cue.text.clone(),
        });
        kinds.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_speech_ends_where_its_own_mark_closes() {
        for (language, wanted) in [
            ("en", "*“Are you coming?” he asked.|She nodded.|*“Then come.|*Now.”|It rained."),
            ("en", "*‘Are you coming?’ he asked.|*‘I said “now,” Ann.’|It was late.|The boys’ coats were wet."),
            ("en", "'Twas late.|*\"Go,\" he said.|He went."),
            ("de", "*„Kommst du?“, fragte er.|Sie nickte.|Er ging hinaus.|Es regnete."),
            ("de", "*»Kommst du?«, fragte er.|Sie nickte.|*»Gut.«|Es regnete."),
            ("de", "*‚Ja‘, sagte er.|Es regnete."),
            ("de", "*›Ja‹, sagte er.|Es regnete."),
            ("fr", "Il entra.|*« Bonjour. »|Elle sourit.|*« Asseyez-vous. »|Il s’assit."),
            ("sv", "*”Kom”, sade han.|Det regnade."),
            ("ja", "*「行こう。」|彼は言った。|*『はい。』"),
            ("zh-Hant", "*「你好。」他說。|她笑了。"),
        ] {
            let text = wanted.replace('*', "").replace('|', " ");
            assert_eq!(spoken(language, &text), wanted, "{language}");
        }
    }

    #[test]
    fn a_dash_before_a_paragraph_is_speech_where_the_language_has_it_so() {
        for (language, text, speaks) in [
            ("fr", "— Tu viens ? dit-il.", true),
            ("fr", "--Tu viens? dit-il.", true),
            ("es", "—¿Vienes? —dijo él.", true),
            ("ru", "— Ты идёшь? — спросил он.", true),
            ("pl", "— Idziesz? — zapytał.", true),
            ("it-IT", "– Vieni? – disse.", true),
            ("en", "—and so he left.", false),
            ("de", "– und ging.", false),
        ] {
            assert_eq!(spoken(language, text).starts_with('*'), speaks, "{text}");
        }
    }
}
