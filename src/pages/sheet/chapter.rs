//! A chapter: its heading, its progress and its paragraphs.

use maud::{Markup, html};

use super::Sheet;
use crate::script::{Chapter, Cue, CueKind, Opens};

/// Words in a row of text at the medium size.
const WORDS_A_ROW: usize = 10;

impl Sheet<'_> {
    pub(super) fn chapter(&self, chapter: &Chapter) -> Markup {
        let announced = chapter.cues.iter().any(|cue| is_chapter_heading(chapter, cue));
        let progress = self.progress(chapter.cues.iter());
        // For the scroll bar, while the browser has not laid the chapter out.
        let rows = progress.words / WORDS_A_ROW + chapter.cues.len() * 2;
        let mut before = None;
        html! {
            section.chapter.whole[progress.is_whole()] #{ "chapter-" (chapter.id) } style={ "--rows:" (rows) } {
                p.progress lang=[self.english()] {
                    span dir=[self.english_direction()] {
                        (chapter.id) " · " (progress.length()) " · " (progress.recorded())
                    }
                }
                @if !announced { h2.unread { (chapter.name()) } }
                @for paragraph in chapter.cues.chunk_by(|_, next| next.opens == Opens::Sentence) {
                    @if paragraph.first().is_some_and(|cue| cue.opens == Opens::Scene) { hr.scene; }
                    @if let [only] = paragraph {
                        (self.line(chapter, only, before.replace(only.kind)))
                    } @else {
                        div.paragraph {
                            @for cue in paragraph { (self.line(chapter, cue, before.replace(cue.kind))) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether the line announces the chapter itself, not a part or a section.
pub(super) fn is_chapter_heading(chapter: &Chapter, cue: &Cue) -> bool {
    let folded = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    cue.kind == CueKind::Announcement && folded(&cue.text) == folded(&chapter.title)
}
