//! A proofer's list of what they heard, as a spreadsheet wrote it: what it says, row by row, and the lines that it means.

mod columns;
mod meant;
mod part;
mod place;
mod sheet;
#[cfg(test)]
mod tests;

pub use place::{Placed, Places, place};
pub use sheet::{ProofList, ProofRow, read};
