//! Pages for people: the narrator's sheet, and the sheet of pickups.

mod language;
mod pickups;
mod sheet;

pub use pickups::{Owed, PickupSheet};
pub use sheet::{LineState, Sheet};
