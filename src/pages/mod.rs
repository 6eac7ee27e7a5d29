//! Pages for people: the narrator's sheet, the sheet of pickups, and a proofer's list as it comes in.

#[cfg(test)]
mod colours;
mod language;
mod pickups;
mod proof;
mod report;
mod sheet;

pub use pickups::{Owed, PickupSheet};
pub use proof::{Placed, Places, ProofList, ProofRow, place, read as read_proof};
pub use report::{BookReport, BuiltChapter, DeliveredPackage};
pub use sheet::{LineState, Sheet};
