//! What word processors have in common: styles, paragraphs, blank lines.

pub mod docx;
mod formatting;
mod numbering;
pub mod odt;

use crate::manuscript::grouping::fold;
use crate::manuscript::look::Look;
use crate::manuscript::markup::Gathered;
use crate::manuscript::{Block, BlockKind, HeadingKind, Manuscript, Reason, broken, outline, titles};

/// What paragraphs of a style are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    Title,
    Subtitle,
    Heading(u8),
    Quote,
    Verse,
    Contents,
}

/// What word processors call their headings, without the level.
const HEADINGS: [&str; 14] = [
    "heading",
    "überschrift",
    "titre",
    "título",
    "titolo",
    "заголовок",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagłówek",
    "nadpis",
    "标题",
    "見出し",
];

/// Other styles by their names.
const STYLES: [(&str, Style); 21] = [
    ("title", Style::Title),
    ("titel", Style::Title),
    ("titre", Style::Title),
    ("título", Style::Title),
    ("titolo", Style::Title),
    ("название", Style::Title),
    ("subtitle", Style::Subtitle),
    ("untertitel", Style::Subtitle),
    ("sous-titre", Style::Subtitle),
    ("подзаголовок", Style::Subtitle),
    ("quote", Style::Quote),
    ("quotations", Style::Quote),
    ("intense quote", Style::Quote),
    ("intensequote", Style::Quote),
    ("block text", Style::Quote),
    ("blocktext", Style::Quote),
    ("zitat", Style::Quote),
    ("citation", Style::Quote),
    ("verse", Style::Verse),
    ("poem", Style::Verse),
    ("poetry", Style::Verse),
];

impl Style {
    /// By its name, which most programs write in English whatever language they speak.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_lowercase().replace("_20_", " ");
        let level = |word: &&str| name.strip_prefix(word).and_then(|level| level.trim().parse().ok());
        if let Some(level) = HEADINGS.iter().find_map(level) {
            return (1..=10).contains(&level).then_some(Self::Heading(level));
        }
        if name.starts_with("toc") || name.starts_with("contents ") {
            return Some(Self::Contents);
        }
        STYLES.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }
}

/// A paragraph as it is gathered.
#[derive(Clone, Default, Debug)]
pub struct Paragraph {
    /// The words, with `\n` where a line is broken.
    pub text: String,
    pub style: Option<Style>,
    /// How it looks.
    pub look: Look,
    /// The number that the program puts before it.
    pub number: Option<String>,
    /// Whether it holds a line or a sign between scenes.
    pub ruled: bool,
    /// Whether something stands in it that is not read, so that it is no blank line.
    pub filled: bool,
}

/// A document as it is gathered.
#[derive(Default)]
pub struct Document {
    pub gathered: Gathered,
    /// The footnote that is being read.
    pub note: Option<usize>,
    /// Blank lines since the last paragraph.
    blank: usize,
    /// Paragraphs of text with a paragraph of text right before them, each with the blank lines between.
    gaps: Vec<(usize, usize)>,
}

impl Document {
    /// Adds a paragraph.
    pub fn push(&mut self, paragraph: &Paragraph) {
        let lines: Vec<String> = paragraph.text.lines().map(fold).filter(|line| !line.is_empty()).collect();
        if paragraph.style == Some(Style::Contents) {
            self.gathered.omissions.contents += usize::from(!lines.is_empty() || paragraph.filled);
            return;
        }
        let is_heading = matches!(paragraph.style, Some(Style::Heading(_) | Style::Title));
        if lines.is_empty() && !(is_heading && paragraph.number.is_some()) {
            if paragraph.ruled {
                self.add(Block::new(BlockKind::SceneBreak, "", Reason::Marked));
            } else if !paragraph.filled && self.note.is_none() {
                self.blank += 1;
            }
            return;
        }
        let (kind, reason) = match paragraph.style {
            Some(Style::Title) => (BlockKind::Heading(HeadingKind::Title), Reason::Marked),
            Some(Style::Subtitle) => (BlockKind::Heading(HeadingKind::Front), Reason::Marked),
            Some(Style::Heading(level)) => (BlockKind::Heading(HeadingKind::Section), Reason::Level(level)),
            _ if lines.iter().all(|line| titles::is_ornament(line)) => (BlockKind::SceneBreak, Reason::Ornament),
            Some(Style::Quote) => (BlockKind::Quote, Reason::Marked),
            Some(Style::Verse) => (BlockKind::Verse, Reason::Marked),
            _ if lines.len() > 1 && !broken::is_prose(&lines) => (BlockKind::Verse, Reason::Marked),
            _ => (BlockKind::Paragraph, Reason::Text),
        };
        if kind == BlockKind::SceneBreak {
            return self.add(Block::new(kind, "", reason));
        }
        if kind == BlockKind::Paragraph && lines.len() > 1 {
            let mut number = paragraph.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
            for text in broken::paragraphs(&lines) {
                self.add(Block::new(kind, std::mem::take(&mut number) + &text, reason.clone()));
            }
            return;
        }
        let text = lines.join("\n");
        let text = match &paragraph.number {
            Some(number) if text.is_empty() => number.clone(),
            // `Chapter 1` before a title is a line of its own, `1.` is not.
            Some(number) if is_heading && number.contains(char::is_whitespace) => format!("{number}\n{text}"),
            Some(number) => format!("{number} {text}"),
            None => text,
        };
        let from = self.gathered.entries.len();
        self.add(Block::new(kind, text, reason));
        self.gathered.set_look(from, &paragraph.look);
    }

    fn add(&mut self, block: Block) {
        if let Some(note) = self.note {
            if block.kind != BlockKind::SceneBreak {
                self.gathered.footnotes.push(note, block);
            }
            return;
        }
        let is_text = |block: &Block| block.heading().is_none() && block.kind != BlockKind::SceneBreak;
        let blank = std::mem::take(&mut self.blank);
        if is_text(&block) && self.gathered.entries.last().is_some_and(|last| is_text(&last.block)) {
            self.gaps.push((self.gathered.entries.len(), blank));
        }
        self.gathered.push(block, false);
    }

    /// The manuscript, with breaks where blank lines mean them: where few paragraphs have one before them, or more than
    /// the others have.
    pub fn finish(mut self) -> Manuscript {
        let least = [1, 2].into_iter().find(|least| {
            let wide = self.gaps.iter().filter(|(_, blank)| blank >= least).count();
            wide > 0 && wide * 5 <= self.gaps.len()
        });
        if let Some(least) = least {
            let mut breaks = self.gaps.iter().filter(|(_, blank)| *blank >= least).map(|(at, _)| *at).peekable();
            let entries = std::mem::take(&mut self.gathered.entries);
            for (at, entry) in entries.into_iter().enumerate() {
                if breaks.next_if_eq(&at).is_some() {
                    let block = Block::new(BlockKind::SceneBreak, "", Reason::Marked);
                    self.gathered.entries.push(block.into());
                }
                self.gathered.entries.push(entry);
            }
        }
        outline::settle(self.gathered)
    }
}
