//! Spanish number words, masculine.

const SMALL: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: [&str; 10] = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const HUNDREDS: [&str; 10] = [
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];

/// Writes a number below a million million in words: 1887 is `mil ochocientos ochenta y siete`.
pub fn cardinal(number: u64) -> String {
    let mut parts = Vec::new();
    match number / 1_000_000 {
        0 => {}
        1 => parts.push("un millón".to_owned()),
        millions => parts.push(format!("{} millones", shortened(cardinal(millions)))),
    }
    let rest = number % 1_000_000;
    match rest / 1000 {
        0 => {}
        1 => parts.push("mil".to_owned()),
        thousands => parts.push(format!("{} mil", shortened(below_thousand(thousands)))),
    }
    if !rest.is_multiple_of(1000) || parts.is_empty() {
        parts.push(below_thousand(rest % 1000));
    }
    parts.join(" ")
}

/// `veintiuno` before what it counts is `veintiún`, and `uno` is `un`.
fn shortened(words: String) -> String {
    if let Some(stem) = words.strip_suffix("veintiuno") {
        return format!("{stem}veintiún");
    }
    words.strip_suffix("uno").map(|stem| format!("{stem}un")).unwrap_or(words)
}

fn below_thousand(number: u64) -> String {
    let (hundreds, rest) = (HUNDREDS[(number / 100) as usize], number % 100);
    match (number / 100, rest) {
        (0, _) => below_hundred(rest),
        (1, 0) => "cien".to_owned(),
        (_, 0) => hundreds.to_owned(),
        (_, _) => format!("{hundreds} {}", below_hundred(rest)),
    }
}

fn below_hundred(number: u64) -> String {
    match (number / 10, number % 10) {
        (0..3, _) => SMALL[number as usize].to_owned(),
        (tens, 0) => TENS[tens as usize].to_owned(),
        (tens, unit) => format!("{} y {}", TENS[tens as usize], SMALL[unit as usize]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_in_spanish() {
        for (number, wanted) in [
            (0, "cero"),
            (16, "dieciséis"),
            (22, "veintidós"),
            (31, "treinta y uno"),
            (100, "cien"),
            (101, "ciento uno"),
            (500, "quinientos"),
            (1000, "mil"),
            (1887, "mil ochocientos ochenta y siete"),
            (21_000, "veintiún mil"),
            (1_000_000, "un millón"),
            (2_000_000, "dos millones"),
        ] {
            assert_eq!(cardinal(number), wanted);
        }
    }
}
