//! French number words, as in France: `soixante-dix`, `quatre-vingts`.

const SMALL: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const TENS: [&str; 7] = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];

/// Writes a number below a million million in words: 80 is `quatre-vingts`, 1887 `mille huit cent quatre-vingt-sept`.
pub fn cardinal(number: u64) -> String {
    let mut parts = Vec::new();
    let mut rest = number;
    for (scale, name) in [(1_000_000_000, "milliard"), (1_000_000, "million")] {
        if rest >= scale {
            let count = rest / scale;
            parts.push(format!("{} {name}{}", cardinal(count), if count > 1 { "s" } else { "" }));
            rest %= scale;
        }
    }
    match rest / 1000 {
        0 => {}
        1 => parts.push("mille".to_owned()),
        // `quatre-vingts` and `cents` lose their s before `mille`.
        count => parts.push(format!("{} mille", below_thousand(count, false))),
    }
    rest %= 1000;
    if rest > 0 || parts.is_empty() {
        parts.push(below_thousand(rest, true));
    }
    parts.join(" ")
}

fn below_thousand(number: u64, last: bool) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    match (hundreds, rest) {
        (0, _) => below_hundred(rest, last),
        (1, 0) => "cent".to_owned(),
        (1, _) => format!("cent {}", below_hundred(rest, last)),
        (_, 0) => format!("{} cent{}", SMALL[hundreds as usize], if last { "s" } else { "" }),
        (_, _) => format!("{} cent {}", SMALL[hundreds as usize], below_hundred(rest, last)),
    }
}

fn below_hundred(number: u64, last: bool) -> String {
    match number {
        0..20 => SMALL[number as usize].to_owned(),
        71 => "soixante et onze".to_owned(),
        80 if last => "quatre-vingts".to_owned(),
        80 => "quatre-vingt".to_owned(),
        20..70 if number.is_multiple_of(10) => TENS[(number / 10) as usize].to_owned(),
        20..70 if number % 10 == 1 => format!("{} et un", TENS[(number / 10) as usize]),
        20..70 => format!("{}-{}", TENS[(number / 10) as usize], SMALL[(number % 10) as usize]),
        70..80 => format!("soixante-{}", SMALL[(number - 60) as usize]),
        _ => format!("quatre-vingt-{}", SMALL[(number - 80) as usize]),
    }
}

/// Writes the place in an order behind the first: 2 is `deuxième`, 19 `dix-neuvième`.
pub fn ordinal(number: u64) -> String {
    let words = cardinal(number);
    let stem = match words.as_str() {
        words if words.ends_with("neuf") => words.strip_suffix('f').map(|stem| format!("{stem}v")),
        words if words.ends_with("cinq") => Some(format!("{words}u")),
        words => words.strip_suffix(['e', 's']).filter(|_| !words.ends_with("trois")).map(str::to_owned),
    };
    format!("{}ième", stem.unwrap_or(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_in_france() {
        for (number, wanted) in [
            (0, "zéro"),
            (16, "seize"),
            (21, "vingt et un"),
            (71, "soixante et onze"),
            (80, "quatre-vingts"),
            (81, "quatre-vingt-un"),
            (97, "quatre-vingt-dix-sept"),
            (200, "deux cents"),
            (201, "deux cent un"),
            (1000, "mille"),
            (1887, "mille huit cent quatre-vingt-sept"),
            (80_000, "quatre-vingt mille"),
            (2_000_000, "deux millions"),
        ] {
            assert_eq!(cardinal(number), wanted);
        }
        let ordinals = [2, 3, 4, 5, 9, 19, 21, 80].map(ordinal);
        assert_eq!(
            ordinals,
            [
                "deuxième",
                "troisième",
                "quatrième",
                "cinquième",
                "neuvième",
                "dix-neuvième",
                "vingt et unième",
                "quatre-vingtième"
            ]
        );
    }
}
