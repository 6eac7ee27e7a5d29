//! The list of names and rare words, with a line to write on where nobody has told how one is said.

use maud::{Markup, html};

use super::Sheet;
use super::progress::{counted, thousands};
use crate::script::{Chapter, Pronunciation};

impl Sheet<'_> {
    /// The words by the chapter that each stands in first: they are looked up before that chapter is read.
    pub(super) fn word_list(&self) -> Markup {
        if self.words.is_empty() {
            return html! {};
        }
        html! {
            section #words aria-labelledby="words-title" lang=[self.english()] dir=[self.english_direction()] {
                h2 #words-title { "Names and rare words" }
                p.about {
                    (self.words_told()) ". What " code { "[pronunciation]" } " of book.toml tells stands above the word "
                    "throughout the text. Each word is in the chapter that needs it first."
                }
                @for words in self.words.chunk_by(|word, next| word.first.chapter() == next.first.chapter()) {
                    @if let Some(chapter) = self.script.chapter(words[0].first.chapter()) {
                        (self.chapter_words(chapter, words))
                    }
                }
            }
        }
    }

    fn chapter_words(&self, chapter: &Chapter, words: &[Pronunciation]) -> Markup {
        html! {
            table {
                caption { a href={ "#chapter-" (chapter.id) } lang=[self.book_language()] { bdi { (chapter.name()) } } }
                thead {
                    tr {
                        th scope="col" { "Word" } th scope="col" { "How it is said" }
                        th scope="col" { "First in" } th scope="col" { "Times" }
                    }
                }
                tbody {
                    @for word in words {
                        tr {
                            th scope="row" lang=[self.book_language()] { bdi { (word.word) } }
                            @match &word.how {
                                Some(how) => td.told { (how) },
                                None => td.blank { span.heard { "not told" } },
                            }
                            td.first { a href={ "#" (word.first) } { (word.first) } }
                            td.times { (thousands(word.count)) }
                        }
                    }
                }
            }
        }
    }

    /// `312 words, 12 of them told`.
    pub(super) fn words_told(&self) -> String {
        let told = self.words.iter().filter(|word| word.how.is_some()).count();
        format!("{}, {} told", counted(self.words.len(), "word"), thousands(told))
    }
}
