//! German number words.

const SMALL: [&str; 20] = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const TENS: [&str; 10] =
    ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

/// Writes a number below a million million in words: 21 is `einundzwanzig`, 1204 `eintausendzweihundertvier`.
pub fn cardinal(number: u64) -> String {
    let mut parts = Vec::new();
    let mut rest = number;
    for (scale, one, many) in [(1_000_000_000, "Milliarde", "Milliarden"), (1_000_000, "Million", "Millionen")] {
        match rest / scale {
            0 => {}
            1 => parts.push(format!("eine {one}")),
            count => parts.push(format!("{} {many}", cardinal(count))),
        }
        rest %= scale;
    }
    if rest > 0 || parts.is_empty() {
        parts.push(below_million(rest));
    }
    parts.join(" ")
}

fn below_million(number: u64) -> String {
    let (thousands, rest) = (number / 1000, number % 1000);
    match (thousands, rest) {
        (0, _) => below_thousand(rest),
        (_, 0) => format!("{}tausend", counted(thousands)),
        (_, _) => format!("{}tausend{}", counted(thousands), below_thousand(rest)),
    }
}

/// `eins` loses its s in front of what it counts.
fn counted(number: u64) -> String {
    let words = below_thousand(number);
    if number % 100 == 1 { words.trim_end_matches('s').to_owned() } else { words }
}

fn below_thousand(number: u64) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    match (hundreds, rest) {
        (0, _) => below_hundred(rest),
        (_, 0) => format!("{}hundert", counted(hundreds)),
        (_, _) => format!("{}hundert{}", counted(hundreds), below_hundred(rest)),
    }
}

fn below_hundred(number: u64) -> String {
    let (tens, unit) = (TENS[(number / 10) as usize], number % 10);
    match (number, unit) {
        (0..20, _) => SMALL[number as usize].to_owned(),
        (_, 0) => tens.to_owned(),
        (_, 1) => format!("einund{tens}"),
        (_, _) => format!("{}und{tens}", SMALL[unit as usize]),
    }
}

/// Says a year as years are said: 1887 is `achtzehnhundertsiebenundachtzig`, 2004 `zweitausendvier`.
pub fn year(year: u64) -> String {
    match (year / 100, year % 100) {
        (11..20, 0) => format!("{}hundert", below_hundred(year / 100)),
        (11..20, rest) => format!("{}hundert{}", below_hundred(year / 100), below_hundred(rest)),
        _ => cardinal(year),
    }
}

/// Writes the place in an order without its ending: 3 is `dritt`, 21 `einundzwanzigst`.
pub fn ordinal_stem(number: u64) -> String {
    match number {
        1 => "erst".to_owned(),
        3 => "dritt".to_owned(),
        7 => "siebt".to_owned(),
        8 => "acht".to_owned(),
        _ if (1..20).contains(&(number % 100)) => format!("{}t", cardinal(number)),
        _ => format!("{}st", cardinal(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_years_are_said_as_in_german() {
        for (number, wanted) in [
            (0, "null"),
            (1, "eins"),
            (16, "sechzehn"),
            (21, "einundzwanzig"),
            (101, "einhunderteins"),
            (1204, "eintausendzweihundertvier"),
            (21_000, "einundzwanzigtausend"),
            (1_000_001, "eine Million eins"),
            (2_000_000, "zwei Millionen"),
        ] {
            assert_eq!(cardinal(number), wanted);
        }
        assert_eq!(
            [1887, 1900, 2004].map(year),
            ["achtzehnhundertsiebenundachtzig", "neunzehnhundert", "zweitausendvier"]
        );
        assert_eq!([1, 3, 12, 19, 21].map(ordinal_stem), ["erst", "dritt", "zwölft", "neunzehnt", "einundzwanzigst"]);
    }
}
