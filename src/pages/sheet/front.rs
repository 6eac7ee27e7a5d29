//! What stands before the text: the book, how the sheet is read and looks, and its chapters.

use maud::{Markup, html};

use super::progress::counted;
use super::{LineState, Sheet};

/// Values and names of the sizes of type; the second is what the page begins with.
const SIZES: [(&str, &str); 4] = [("small", "small"), ("medium", "medium"), ("large", "large"), ("huge", "huge")];
const LIGHTS: [(&str, &str); 3] = [("auto", "as the device"), ("light", "light"), ("dark", "dark")];

impl Sheet<'_> {
    pub(super) fn cover(&self) -> Markup {
        let book = self.book;
        let progress = self.progress(self.script.cues().map(|(_, cue)| cue));
        let next = self.script.cues().find(|(_, cue)| (self.state)(&cue.id) == LineState::ToRecord);
        html! {
            header.cover lang=[self.english()] dir=[self.english_direction()] {
                h1 lang=[self.book_language()] { bdi { (book.title) } }
                @if !book.author.is_empty() { p.by { "by " bdi lang=[self.book_language()] { (book.author) } } }
                @if !book.narrator.is_empty() { p.by { "read by " bdi { (book.narrator) } } }
                p.facts {
                    (counted(progress.lines, "line")) " · " (counted(progress.words, "word")) " · "
                    (progress.length()) " · " (progress.recorded())
                    @if let Some((_, cue)) = next.filter(|_| progress.recorded > 0) {
                        " · " a href={ "#" (cue.id) } { "next to record: " (cue.id) }
                    }
                }
                (legend())
                (controls(self.direction().is_some()))
            }
        }
    }

    pub(super) fn contents(&self) -> Markup {
        html! {
            nav lang=[self.english()] dir=[self.english_direction()] aria-labelledby="contents" {
                h2 #contents { "Contents" }
                ol {
                    @for chapter in &self.script.chapters {
                        @let progress = self.progress(chapter.cues.iter());
                        li {
                            a href={ "#chapter-" (chapter.id) } {
                                span.number { (chapter.id) " " }
                                span.name lang=[self.book_language()] { bdi { (chapter.name()) } }
                                span.length { " " (progress.length()) }
                                span.count .whole[progress.is_whole()] { " " (progress.recorded()) }
                            }
                        }
                    }
                    @if !self.words.is_empty() {
                        li {
                            a href="#words" {
                                span.number {}
                                span.name { "Names and rare words" }
                                span.length {}
                                span.count { " " (self.words_told()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn legend() -> Markup {
    html! {
        ul.legend aria-label="Signs" {
            @for state in [LineState::ToRecord, LineState::Recorded] {
                @let (class, mark, words) = state.shown();
                li class=(class) { span.mark aria-hidden="true" { (mark) } " " (words) }
            }
            li { span.spoken-sample { "read this" } " instead of what is printed" }
            li { s { "this" } " not read" }
            li { span.how-sample { "SAY-it" } " how a word is pronounced" }
        }
    }
}

/// They work by the style sheet alone; the script remembers them. In a book that is read from right to left, the next line
/// is where the left arrow points.
fn controls(leftwards: bool) -> Markup {
    let (forward, back) = if leftwards { ("←", "→") } else { ("→", "←") };
    html! {
        div.controls role="group" aria-label="How the sheet looks" {
            (choice("type", "Type", &SIZES, 1))
            (choice("light", "Light", &LIGHTS, 0))
            label.tick { input #only-owed type="checkbox"; " only what is to record" }
            p #keys hidden {
                kbd { (forward) } " next line, " kbd { (back) } " the one before; with " kbd { "Shift" } ", the next to record"
            }
        }
    }
}

fn choice(name: &str, title: &str, values: &[(&str, &str)], chosen: usize) -> Markup {
    html! {
        fieldset {
            legend { (title) }
            @for (at, (value, words)) in values.iter().enumerate() {
                label { input #{ (name) "-" (value) } type="radio" name=(name) checked[at == chosen]; " " (words) }
            }
        }
    }
}
