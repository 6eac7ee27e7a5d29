//! The automatic numbers of a DOCX.

use std::collections::{BTreeMap, BTreeSet};

use crate::manuscript::markup::{Element, Piece};
use crate::manuscript::office::numbering::{Counter, LEVELS, Level, Spelling};

/// The numberings of a document, and how far each has counted.
#[derive(Default)]
pub struct Numbering {
    /// The levels by the ID that several numberings may share; they count on together.
    levels: BTreeMap<String, Vec<Level>>,
    /// Each numbering's levels, and where it begins anew.
    numbers: BTreeMap<String, (String, Vec<usize>)>,
    counters: BTreeMap<String, Counter>,
    /// Numberings that were used.
    begun: BTreeSet<String>,
}

impl Numbering {
    pub fn read(pieces: &[Piece]) -> Self {
        let mut all = Self::default();
        let (mut shared, mut number, mut level) = (None, None, 0);
        for piece in pieces {
            let Piece::Start(element) = piece else { continue };
            let value = element.attribute("val").unwrap_or_default();
            match element.name.as_str() {
                "abstractNum" => {
                    (shared, number) = (element.attribute("abstractNumId").map(str::to_owned), None);
                }
                "num" => (shared, number) = (None, element.attribute("numId").map(str::to_owned)),
                "lvl" | "lvlOverride" => level = index(element.attribute("ilvl")),
                "abstractNumId" => {
                    if let Some(number) = &number {
                        all.numbers.insert(number.clone(), (value.to_owned(), Vec::new()));
                    }
                }
                "startOverride" => {
                    if let Some((_, restarts)) = number.as_ref().and_then(|number| all.numbers.get_mut(number)) {
                        restarts.push(level);
                    }
                }
                _ => all.level(shared.as_ref(), level, element, value),
            }
        }
        all
    }

    fn level(&mut self, shared: Option<&String>, level: usize, element: &Element, value: &str) {
        let Some(shared) = shared.filter(|_| level < LEVELS) else { return };
        let levels = self.levels.entry(shared.clone()).or_default();
        while levels.len() <= level {
            levels.push(Level { spelling: Spelling::Digits, text: String::new(), start: 1 });
        }
        match element.name.as_str() {
            "start" => levels[level].start = value.parse().unwrap_or(1),
            "numFmt" => levels[level].spelling = spelling(value),
            "lvlText" => value.clone_into(&mut levels[level].text),
            _ => {}
        }
    }

    /// Counts on, and gives back what stands before a paragraph of this numbering.
    pub fn next(&mut self, number: &str, level: usize) -> Option<String> {
        let (shared, restarts) = self.numbers.get(number)?;
        let counter = self.counters.entry(shared.clone()).or_default();
        if self.begun.insert(number.to_owned()) {
            for level in restarts {
                counter.restart(*level);
            }
        }
        counter.next(self.levels.get(shared)?, level)
    }
}

/// A level as the file writes it.
pub fn index(value: Option<&str>) -> usize {
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

fn spelling(format: &str) -> Spelling {
    match format {
        "upperRoman" => Spelling::UpperRoman,
        "lowerRoman" => Spelling::LowerRoman,
        "upperLetter" => Spelling::UpperLetter,
        "lowerLetter" => Spelling::LowerLetter,
        "cardinalText" => Spelling::Words,
        "ordinalText" => Spelling::Ordinals,
        "bullet" | "none" => Spelling::None,
        _ => Spelling::Digits,
    }
}
