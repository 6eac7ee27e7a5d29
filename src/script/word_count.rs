//! How long a text is for a narrator, in words.

/// Characters of one Chinese word: 255 characters are 158 words, each read aloud in one minute (Trauzettel-Klosinski and
/// Dietz 2012, `IReST` texts, table 4).
const CHINESE: f64 = 1.61;
/// Characters of one Japanese word: 357 characters are 193 words (the same table).
const JAPANESE: f64 = 1.85;

/// How many words are read aloud: runs between white space that hold a letter or a digit, and what would be words in text
/// that is set without spaces.
#[must_use]
pub fn word_count(text: &str) -> usize {
    let (mut words, mut han, mut kana) = (0, 0, 0);
    let mut within = false;
    for c in text.chars() {
        // Most characters are passed over here.
        if c.is_ascii_alphanumeric() {
            words += usize::from(!within);
            within = true;
            continue;
        }
        let alone = is_han(c) || is_kana(c);
        han += usize::from(is_han(c));
        kana += usize::from(is_kana(c));
        if c.is_whitespace() || alone {
            within = false;
        } else if !within && c.is_alphanumeric() {
            within = true;
            words += 1;
        }
    }
    let of_one = if kana > 0 { JAPANESE } else { CHINESE };
    words + ((han + kana) as f64 / of_one).ceil() as usize
}

fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_no_letter_is_no_word() {
        for (text, wanted) in
            [("", 0), ("“...” — !", 0), ("Don’t go—now, at 4:00.", 4), ("Иди домой.", 2), ("R 2-D 2", 3)]
        {
            assert_eq!(word_count(text), wanted, "{text}");
        }
    }

    #[test]
    fn text_without_spaces_is_counted_by_its_characters() {
        // Sixteen characters, ten words by the figure.
        assert_eq!(word_count("他走了很久，没有人知道他去了哪里"), 10);
        assert_eq!(word_count("彼は行った。"), 3);
        assert_eq!(word_count("他说 hello 了"), 3);
    }

    proptest! {
        #[test]
        fn words_between_spaces_add_up(left in "[a-z走か ]{0,20}", right in "[a-z ]{0,20}") {
            let together = word_count(&format!("{left} {right}"));
            prop_assert_eq!(together, word_count(&left) + word_count(&right));
        }
    }
}
