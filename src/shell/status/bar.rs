//! A bar of what is recorded, what is to be looked at and what is to be recorded.

use crate::check::Progress;
use crate::terminal::{Look, Row, span};

/// The signs of the three parts and what they mean. They differ in shape, for eyes and terminals that see no colour.
pub(in crate::shell) const PARTS: [(&str, Look, &str); 3] =
    [("█", Look::Good, "recorded"), ("▞", Look::Warning, "to look at"), ("░", Look::Dim, "to record")];

/// The bar in so many columns. Of what there is a little, a little is seen: no part is rounded away.
pub(in crate::shell) fn bar(progress: &Progress, columns: usize) -> Row {
    let counts = [progress.recorded - progress.to_look_at, progress.to_look_at, progress.missing];
    let parts = PARTS.iter().zip(shares(counts, columns)).filter(|(_, share)| *share > 0);
    parts.map(|((sign, look, _), share)| span(sign.repeat(share), *look)).collect()
}

/// Divides columns by counts, at least one to each that is not zero where there are so many.
fn shares(counts: [usize; 3], columns: usize) -> [usize; 3] {
    let whole: usize = counts.iter().sum();
    if whole == 0 {
        return [0, 0, columns];
    }
    let mut shares = counts.map(|count| (count * columns / whole).max(usize::from(count > 0)));
    // What rounding leaves over or owes is the largest part's.
    let largest = (0..3).rev().max_by_key(|&at| counts[at]).unwrap_or(0);
    let others: usize = (0..3).filter(|&at| at != largest).map(|at| shares[at]).sum();
    shares[largest] = columns.saturating_sub(others);
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(recorded: usize, to_look_at: usize, missing: usize, columns: usize) -> String {
        let progress = Progress { recorded, to_look_at, missing, ..Progress::default() };
        bar(&progress, columns).into_iter().map(|span| span.text).collect()
    }

    #[test]
    fn a_bar_shows_its_parts() {
        assert_eq!(shown(10, 0, 10, 10), "█████░░░░░");
        assert_eq!(shown(10, 5, 0, 10), "█████▞▞▞▞▞");
        assert_eq!(shown(0, 0, 0, 4), "░░░░");
    }

    #[test]
    fn one_line_of_a_thousand_is_seen() {
        assert_eq!(shown(999, 1, 1, 10), "████████▞░");
        assert_eq!(shown(1, 0, 999, 10), "█░░░░░░░░░");
        assert_eq!(shown(999, 0, 1, 10), "█████████░");
    }

    proptest! {
        #[test]
        fn a_bar_is_as_wide_as_it_should_be(recorded in 0..2000usize, look in 0..2000usize, missing in 0..2000usize, columns in 3..60usize) {
            let look = look.min(recorded);
            prop_assert_eq!(shown(recorded, look, missing, columns).chars().count(), columns);
            let shares = shares([recorded - look, look, missing], columns);
            for (count, share) in [recorded - look, look, missing].into_iter().zip(shares) {
                prop_assert!(recorded + missing == 0 || (count > 0) == (share > 0), "{count} {share}");
            }
        }
    }
}
