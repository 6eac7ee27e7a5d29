//! English number words.

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(u64, &str); 3] = [(1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand")];

/// Ordinals that are more than the cardinal with `th`.
const ORDINALS: [(&str, &str); 7] = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("five", "fifth"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("twelve", "twelfth"),
];

/// Writes a number in words: 1204 is `one thousand two hundred four`.
pub fn cardinal(number: u64) -> String {
    let mut parts = Vec::new();
    let mut rest = number;
    for (scale, name) in SCALES {
        if rest >= scale {
            parts.push(format!("{} {name}", cardinal(rest / scale)));
            rest %= scale;
        }
    }
    if rest >= 100 {
        parts.push(format!("{} hundred", SMALL[(rest / 100) as usize]));
        rest %= 100;
    }
    if rest > 0 || parts.is_empty() {
        parts.push(below_hundred(rest));
    }
    parts.join(" ")
}

fn below_hundred(number: u64) -> String {
    match (number / 10, number % 10) {
        (0 | 1, _) => SMALL[number as usize].to_owned(),
        (tens, 0) => TENS[tens as usize].to_owned(),
        (tens, unit) => format!("{}-{}", TENS[tens as usize], SMALL[unit as usize]),
    }
}

/// Writes the place in an order: 21 is `twenty-first`.
pub fn ordinal(number: u64) -> String {
    let words = cardinal(number);
    let start = words.rfind([' ', '-']).map_or(0, |at| at + 1);
    let (head, last) = words.split_at(start);
    let last = match ORDINALS.iter().find(|(cardinal, _)| *cardinal == last) {
        Some((_, ordinal)) => (*ordinal).to_owned(),
        None => last.strip_suffix('y').map_or_else(|| format!("{last}th"), |stem| format!("{stem}ieth")),
    };
    format!("{head}{last}")
}

/// Says a year as years are said: 1455 is `fourteen fifty-five`, 1905 `nineteen oh five`, 2004 `two thousand four`.
pub fn year(year: u64) -> String {
    match (year / 100, year % 100) {
        (20, 0..=9) => cardinal(year),
        (century, 0) => format!("{} hundred", cardinal(century)),
        (century, rest @ 1..=9) => format!("{} oh {}", cardinal(century), cardinal(rest)),
        (century, rest) => format!("{} {}", cardinal(century), cardinal(rest)),
    }
}

/// Says digits one by one: `14` is `one four`.
pub fn digits(digits: &str) -> String {
    let words: Vec<&str> = digits.bytes().filter(u8::is_ascii_digit).map(|b| SMALL[usize::from(b - b'0')]).collect();
    words.join(" ")
}

/// Writes the first letter as a capital.
pub fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(cardinal(0), "zero");
        assert_eq!(cardinal(1204), "one thousand two hundred four");
        assert_eq!(cardinal(2_000_015), "two million fifteen");
        assert_eq!(
            [3, 12, 20, 21, 100].map(ordinal),
            ["third", "twelfth", "twentieth", "twenty-first", "one hundredth"]
        );
        assert_eq!(
            [1455, 1905, 1900, 2000, 2004, 2026].map(year),
            [
                "fourteen fifty-five",
                "nineteen oh five",
                "nineteen hundred",
                "two thousand",
                "two thousand four",
                "twenty twenty-six"
            ]
        );
    }
}
