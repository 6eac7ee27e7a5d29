//! A line: its ID, its state and its speaker in the margin, and its words.

use maud::{Markup, html};

use super::Sheet;
use super::chapter::is_chapter_heading;
use crate::script::{Chapter, Cue, CueKind, Opens};

impl Sheet<'_> {
    /// The line, behind one of the kind `before`.
    pub(super) fn line(&self, chapter: &Chapter, cue: &Cue, before: Option<CueKind>) -> Markup {
        let (state, mark, words) = (self.state)(&cue.id).shown();
        let (kind, label) = kind(cue.kind);
        let label = label.filter(|_| before != Some(cue.kind));
        let speaker = self.speakers.get(&cue.id);
        let id = cue.id.to_string();
        html! {
            div id=(id) class={ "cue " (kind) " " (state) } {
                div.margin {
                    a href={ "#" (id) } dir=[self.english_direction()] {
                        span.mark aria-hidden="true" { (mark) } " " (id)
                        span.heard lang=[self.english()] { " " (words) }
                    }
                    @if let Some(speaker) = speaker { " " span.speaker { (speaker) } }
                    @else if let Some(label) = label { " " span.label lang=[self.english()] { (label) } }
                }
                @if is_chapter_heading(chapter, cue) {
                    h2 { (self.text(cue)) }
                } @else if cue.kind == CueKind::Announcement && cue.opens == Opens::Chapter && !chapter.title.is_empty() {
                    p.part { (self.text(cue)) }
                } @else if cue.kind == CueKind::Announcement {
                    h3 { (self.text(cue)) }
                } @else {
                    p { (self.text(cue)) }
                }
            }
        }
    }
}

/// The class, and what the margin calls it where the kind is not plain prose.
fn kind(kind: CueKind) -> (&'static str, Option<&'static str>) {
    match kind {
        CueKind::Announcement => ("announcement", None),
        CueKind::Narration => ("narration", None),
        CueKind::Dialogue => ("dialogue", None),
        CueKind::Verse => ("verse", Some("verse")),
        CueKind::Letter => ("letter", Some("letter")),
        CueKind::Epigraph => ("epigraph", Some("epigraph")),
        CueKind::Credits => ("credits", Some("credits")),
    }
}
