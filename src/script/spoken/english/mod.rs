//! What an English narrator says for figures, signs and shortened words.

mod abbreviations;
mod clock;
mod dates;
mod figures;
mod money;
mod roman;
mod symbols;
mod units;
mod web;

use super::spot::{Found, Notation, Spot};
use crate::script::CueKind;

const NOTATION: Notation = Notation { groups: &[','], point: '.' };

/// The first rule that knows what stands here, the most special first.
pub fn by_rule(spot: Spot, kind: CueKind) -> Found {
    let c = spot.rest().chars().next()?;
    if c.is_ascii_digit() {
        return at_digit(spot, kind);
    }
    if c.is_alphabetic() {
        return at_letter(spot, kind);
    }
    // Most of what is neither letter nor digit is nothing to read.
    if c.is_whitespace() || ",.;:!?\"“”".contains(c) {
        return None;
    }
    money::by_sign(spot)
        .or_else(|| symbols::by_rule(spot))
        .or_else(|| web::phone(spot))
        .or_else(|| dates::short_decade(spot))
}

fn at_digit(spot: Spot, kind: CueKind) -> Found {
    if !spot.starts_word() {
        return None;
    }
    let heading = || (kind == CueKind::Announcement).then(|| roman::heading(spot)).flatten();
    heading()
        .or_else(|| web::phone(spot))
        // Parts of `12/4`, `1.2.3`, `$7`, a date or a version.
        .or_else(|| figures::part(spot))
        .or_else(|| clock::by_rule(spot))
        .or_else(|| dates::day_first(spot))
        .or_else(|| figures::height(spot))
        .or_else(|| money::by_unit(spot))
        .or_else(|| figures::spaced(spot))
        .or_else(|| figures::fraction(spot))
        .or_else(|| units::by_rule(spot))
        .or_else(|| figures::by_rule(spot))
}

fn at_letter(spot: Spot, kind: CueKind) -> Found {
    if !spot.starts_word() {
        return None;
    }
    let heading = || (kind == CueKind::Announcement).then(|| roman::heading(spot)).flatten();
    heading()
        .or_else(|| web::address(spot))
        .or_else(|| dates::month_first(spot))
        .or_else(|| abbreviations::by_rule(spot))
        .or_else(|| roman::by_rule(spot))
}
