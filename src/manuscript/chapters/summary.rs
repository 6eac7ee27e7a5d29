//! The file that lists the others in their order, as mdBook has it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::grouping::fold;
use super::super::markup::target;
use super::super::titles;

/// Its name.
pub const SUMMARY: &str = "SUMMARY.md";

/// A line of the list of files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Listed {
    /// A heading between files: those behind it belong to this part.
    Part(String),
    File {
        name: String,
        title: String,
        /// How deep it is listed.
        depth: usize,
    },
}

impl Listed {
    /// How deep it is listed.
    pub fn depth(&self) -> usize {
        match self {
            Self::Part(_) => 0,
            Self::File { depth, .. } => *depth,
        }
    }
}

/// Reads the list of files: links are files, headings behind the first are parts.
pub fn list(text: &str) -> Vec<Listed> {
    let mut listed = Vec::new();
    let mut words: Option<String> = None;
    let mut link = None;
    let (mut headings, mut depth) = (0, 0);
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::Heading { .. }) => words = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                headings += 1;
                let title = fold(&words.take().unwrap_or_default());
                let summary = headings == 1 && listed.is_empty() && is_summary(&title);
                if link.is_none() && !title.is_empty() && !summary {
                    listed.push(Listed::Part(title));
                }
            }
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::Link { dest_url, .. }) => {
                link = Some(target(SUMMARY, &dest_url));
                words = Some(String::new());
            }
            Event::End(TagEnd::Link) => {
                if let (Some(name), Some(title)) = (link.take(), words.take()) {
                    let name = name.split('#').next().unwrap_or_default().to_owned();
                    // A draft of mdBook's is listed without a file.
                    if name != SUMMARY && !name.is_empty() {
                        listed.push(Listed::File { name, title: fold(&title), depth });
                    }
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(words) = &mut words {
                    words.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(words) = &mut words {
                    words.push(' ');
                }
            }
            _ => {}
        }
    }
    listed
}

fn is_summary(title: &str) -> bool {
    titles::is_contents(title) || title.eq_ignore_ascii_case("summary")
}
