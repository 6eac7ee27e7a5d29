//! Pages for people: the narrator's sheet.

mod sheet;

pub use sheet::{LineState, Sheet};
