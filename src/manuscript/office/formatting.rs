//! How the paragraphs of word processors look, by their styles, their own formatting and that of their runs.

use crate::manuscript::look::Look;

/// What a style or a run says of its look.
#[derive(Clone, Copy, Default)]
pub struct Format {
    pub centred: Option<bool>,
    pub bold: Option<bool>,
    pub capitals: Option<bool>,
    /// In half points.
    pub size: Option<u16>,
    pub new_page: Option<bool>,
}

impl Format {
    /// What it says, else what the other does.
    pub fn or(self, other: Self) -> Self {
        Self {
            centred: self.centred.or(other.centred),
            bold: self.bold.or(other.bold),
            capitals: self.capitals.or(other.capitals),
            size: self.size.or(other.size),
            new_page: self.new_page.or(other.new_page),
        }
    }
}

/// The formatting of an open paragraph.
#[derive(Default)]
pub struct Formatting {
    /// What the paragraph says of itself.
    pub own: Format,
    /// What the open run says.
    pub run: Format,
    /// Letters, and those of them whose runs say that they are bold, not bold, in capitals, not in capitals.
    letters: usize,
    bold: [usize; 2],
    capitals: [usize; 2],
    /// The largest size that a run has, in half points.
    size: Option<u16>,
}

impl Formatting {
    /// Counts the letters of a text in the open run.
    pub fn count(&mut self, text: &str) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.letters += letters;
        let add = |counts: &mut [usize; 2], says: Option<bool>| {
            if let Some(says) = says {
                counts[usize::from(!says)] += letters;
            }
        };
        add(&mut self.bold, self.run.bold);
        add(&mut self.capitals, self.run.capitals);
        if letters > 0 {
            self.size = self.size.max(self.run.size);
        }
    }

    /// The look, where the paragraph's style says this of it, and has this name where that is a heading's.
    pub fn look(&self, by_style: Format, named: Option<String>) -> Look {
        let all = |[on, off]: [usize; 2], by_style: Option<bool>| {
            self.letters > 0 && if by_style == Some(true) { off == 0 } else { on == self.letters }
        };
        Look {
            named,
            centred: self.own.centred.or(by_style.centred).unwrap_or_default(),
            bold: all(self.bold, by_style.bold),
            capitals: all(self.capitals, by_style.capitals),
            size: self.size.or(by_style.size).unwrap_or_default(),
            new_page: self.own.new_page.or(by_style.new_page).unwrap_or_default(),
        }
    }
}
