//! The pages: the book's words in paragraphs, each line by itself so that it can light up.

use std::fmt::Write;

use super::super::{Edition, Line, SoundFile};
use super::{Names, anchor, xml};
use crate::script::{CueKind, Opens};

/// How the pages look: what sounds is marked in a colour that light and dark pages bear.
pub const STYLE: &str = "body { line-height: 1.5; }\n\
    h1, h2 { line-height: 1.2; }\n\
    .verse { margin-left: 2em; }\n\
    .epigraph, .letter { margin: 1em 2em; }\n\
    .credits { text-align: center; }\n\
    .scene { margin-top: 2em; }\n\
    .sounds { background-color: rgba(255, 200, 0, 0.35); }\n";

fn open(language: &str, title: &str) -> String {
    let (language, title) = (xml(language), xml(title));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>{title}</title>\n"
    )
}

/// The table of contents, which readers also use to go from chapter to chapter.
pub fn contents(edition: &Edition<'_>) -> String {
    let mut text = open(edition.language, edition.title);
    let _ = write!(
        text,
        "<link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n<body>\n<nav epub:type=\"toc\" id=\"toc\">\n\
         <h1>{}</h1>\n<ol>\n",
        xml(edition.title)
    );
    for (number, file) in edition.files.iter().enumerate() {
        let _ = writeln!(text, "<li><a href=\"{}\">{}</a></li>", Names::of(number).page, xml(&file.title));
    }
    text + "</ol>\n</nav>\n</body>\n</html>\n"
}

/// The page of one file.
pub fn page(edition: &Edition<'_>, file: &SoundFile<'_>) -> String {
    let mut text = open(edition.language, &file.title);
    text += "<link rel=\"stylesheet\" href=\"../style.css\"/>\n</head>\n<body>\n<section epub:type=\"chapter\" id=\"text\">\n";
    let mut lines = file.lines.iter().peekable();
    while let Some(first) = lines.next() {
        let (tag, class) = block(first);
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = write!(text, "<{tag}{class}>{}", span(first));
        while let Some(line) = lines.next_if(|line| line.cue.opens == Opens::Sentence) {
            let _ = write!(text, " {}", span(line));
        }
        let _ = writeln!(text, "</{tag}>");
    }
    text + "</section>\n</body>\n</html>\n"
}

/// The element of a paragraph that begins with this line, and its class.
fn block(line: &Line<'_>) -> (&'static str, &'static str) {
    match (line.cue.kind, line.cue.opens) {
        (CueKind::Announcement, Opens::Chapter) => ("h1", ""),
        (CueKind::Announcement, _) => ("h2", ""),
        (CueKind::Verse, _) => ("p", "verse"),
        (CueKind::Epigraph, _) => ("p", "epigraph"),
        (CueKind::Letter, _) => ("p", "letter"),
        (CueKind::Credits, _) => ("p", "credits"),
        (CueKind::Narration | CueKind::Dialogue, Opens::Scene) => ("p", "scene"),
        (CueKind::Narration | CueKind::Dialogue, _) => ("p", ""),
    }
}

fn span(line: &Line<'_>) -> String {
    let lines: Vec<String> = line.text.lines().map(xml).collect();
    format!("<span id=\"{}\">{}</span>", anchor(&line.cue.id), lines.join("<br/>"))
}
