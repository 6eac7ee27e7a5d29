//! Lists that people read.

/// `a, b, c`; of more texts than `most` the first and how many are left: `a, b and 3 more`.
#[must_use]
pub fn few(texts: &[String], most: usize) -> String {
    match texts.len().checked_sub(most) {
        Some(more @ 1..) => format!("{} and {more} more", texts[..most].join(", ")),
        _ => texts.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn of_a_long_list_the_first_are_named() {
        let texts: Vec<String> = (1..=5).map(|number| number.to_string()).collect();
        assert_eq!(few(&texts[..2], 2), "1, 2");
        assert_eq!(few(&texts, 2), "1, 2 and 3 more");
        assert_eq!(few(&[], 2), "");
    }
}
