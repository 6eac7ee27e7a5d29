//! Number words of headings by language: `twenty-first`, `einundzwanzigstes`, `vingt et unième`, `двадцать первая`.

/// A language whose number words are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tongue {
    English,
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
    Russian,
}

impl Tongue {
    pub const ALL: [Self; 7] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Italian, Self::Portuguese, Self::Russian];

    /// Each word with its value; German and Russian ones without their endings.
    fn words(self) -> &'static [(&'static str, u32)] {
        match self {
            Self::English => ENGLISH,
            Self::German => GERMAN,
            Self::French => FRENCH,
            Self::Spanish => SPANISH,
            Self::Italian => ITALIAN,
            Self::Portuguese => PORTUGUESE,
            Self::Russian => RUSSIAN,
        }
    }

    /// What stands between tens and units.
    fn joins(self, word: &str) -> bool {
        match self {
            Self::English => word == "and",
            Self::French => word == "et",
            Self::Spanish => word == "y",
            Self::Portuguese => word == "e",
            Self::German | Self::Italian | Self::Russian => false,
        }
    }

    fn value_of(self, word: &str) -> Option<u32> {
        let find = |word: &str| self.words().iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
        find(word).or_else(|| match self {
            Self::German => german(word, &find),
            Self::Italian => italian(word, &find),
            Self::French => find(word.strip_suffix("ième").or_else(|| word.strip_suffix("ieme"))?),
            Self::Russian => RUSSIAN_ENDINGS.iter().find_map(|ending| find(word.strip_suffix(ending)?)),
            _ => None,
        })
    }
}

/// The value of a number in words, of one word or several: `Forty-two`, `soixante et unième`.
pub fn value(phrase: &str, tongue: Tongue) -> Option<u32> {
    if phrase.len() > 80 || !phrase.starts_with(char::is_alphabetic) {
        return None;
    }
    let phrase = phrase.to_lowercase();
    let words: Vec<&str> = phrase.split([' ', '-', '\u{2010}', '\u{2011}']).filter(|word| !word.is_empty()).collect();
    let mut total = 0;
    let mut last = u32::MAX;
    for (at, word) in words.iter().enumerate() {
        if tongue.joins(word) && at > 0 && at + 1 < words.len() {
            continue;
        }
        let value = tongue.value_of(word)?;
        match value {
            // `quatre-vingts` and `two hundred`.
            20 if tongue == Tongue::French && total == 4 => total = 80,
            100 if (1..10).contains(&total) => total *= 100,
            // Numbers are said from the large to the small: `one two` is none. French goes on to nineteen.
            _ if value < last && (at == 0 || below(total, tongue) > value) => total += value,
            _ => return None,
        }
        last = value;
    }
    (total > 0).then_some(total)
}

/// What may still be added to a number that was said so far.
fn below(total: u32, tongue: Tongue) -> u32 {
    match total {
        t if t % 100 == 0 => 100,
        60 | 80 if tongue == Tongue::French => 20,
        t if t % 10 == 0 && t >= 20 => 10,
        // `decimo primero`
        10 if matches!(tongue, Tongue::Spanish | Tongue::Portuguese | Tongue::Italian) => 10,
        _ => 0,
    }
}

/// German joins units and tens into one word and bends ordinals.
fn german(word: &str, find: &dyn Fn(&str) -> Option<u32>) -> Option<u32> {
    let stem = ["er", "es", "en", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let whole = |word: &str| find(word).or_else(|| find(word.strip_suffix("st").or_else(|| word.strip_suffix('t'))?));
    whole(stem).or_else(|| {
        let (unit, tens) = stem.split_once("und")?;
        let (unit, tens) = (find(unit)?, whole(tens)?);
        ((1..10).contains(&unit) && tens % 10 == 0 && tens < 100).then_some(unit + tens)
    })
}

/// Italian joins tens and units into one word, and ordinals end in `-esimo`.
fn italian(word: &str, find: &dyn Fn(&str) -> Option<u32>) -> Option<u32> {
    let ordinal = word.strip_suffix("esimo").or_else(|| word.strip_suffix("esima"));
    let cardinal = |stem: &str| {
        let tens = ["vent", "trent", "quarant", "cinquant", "sessant", "settant", "ottant", "novant"];
        let (at, rest) = tens.iter().enumerate().find_map(|(at, tens)| Some((at, stem.strip_prefix(tens)?)))?;
        let tens = (at as u32 + 2) * 10;
        let rest = rest.strip_prefix(['i', 'a']).unwrap_or(rest);
        let unit = |rest: &str| find(rest).filter(|unit| *unit < 10);
        if rest.is_empty() { Some(tens) } else { unit(rest).map(|unit| tens + unit) }
    };
    match ordinal {
        Some(stem) => ["", "o", "a", "e", "i"].iter().find_map(|vowel| {
            let whole = format!("{stem}{vowel}");
            find(&whole).or_else(|| cardinal(&whole))
        }),
        None => cardinal(&word.replace("tré", "tre")),
    }
}

const RUSSIAN_ENDINGS: [&str; 12] = ["ый", "ий", "ой", "ая", "ья", "яя", "ое", "ье", "ого", "ей", "ую", "ью"];

#[rustfmt::skip]
const ENGLISH: &[(&str, u32)] = &[
    ("one", 1), ("first", 1), ("two", 2), ("second", 2), ("three", 3), ("third", 3), ("four", 4), ("fourth", 4),
    ("five", 5), ("fifth", 5), ("six", 6), ("sixth", 6), ("seven", 7), ("seventh", 7), ("eight", 8), ("eighth", 8),
    ("nine", 9), ("ninth", 9), ("ten", 10), ("tenth", 10), ("eleven", 11), ("eleventh", 11), ("twelve", 12),
    ("twelfth", 12), ("thirteen", 13), ("thirteenth", 13), ("fourteen", 14), ("fourteenth", 14), ("fifteen", 15),
    ("fifteenth", 15), ("sixteen", 16), ("sixteenth", 16), ("seventeen", 17), ("seventeenth", 17), ("eighteen", 18),
    ("eighteenth", 18), ("nineteen", 19), ("nineteenth", 19), ("twenty", 20), ("twentieth", 20), ("thirty", 30),
    ("thirtieth", 30), ("forty", 40), ("fortieth", 40), ("fifty", 50), ("fiftieth", 50), ("sixty", 60),
    ("sixtieth", 60), ("seventy", 70), ("seventieth", 70), ("eighty", 80), ("eightieth", 80), ("ninety", 90),
    ("ninetieth", 90), ("hundred", 100), ("hundredth", 100),
];

#[rustfmt::skip]
const GERMAN: &[(&str, u32)] = &[
    ("eins", 1), ("ein", 1), ("erst", 1), ("zwei", 2), ("zwo", 2), ("drei", 3), ("dritt", 3), ("vier", 4),
    ("fünf", 5), ("sechs", 6), ("sieben", 7), ("sieb", 7), ("acht", 8), ("neun", 9), ("zehn", 10), ("elf", 11),
    ("zwölf", 12), ("dreizehn", 13), ("vierzehn", 14), ("fünfzehn", 15), ("sechzehn", 16), ("siebzehn", 17),
    ("siebenzehn", 17), ("achtzehn", 18), ("neunzehn", 19), ("zwanzig", 20), ("dreißig", 30), ("dreissig", 30),
    ("vierzig", 40), ("fünfzig", 50), ("sechzig", 60), ("siebzig", 70), ("achtzig", 80), ("neunzig", 90),
    ("hundert", 100), ("einhundert", 100),
];

#[rustfmt::skip]
const FRENCH: &[(&str, u32)] = &[
    ("un", 1), ("une", 1), ("premier", 1), ("première", 1), ("premiere", 1), ("deux", 2), ("second", 2),
    ("seconde", 2), ("trois", 3), ("quatre", 4), ("quatr", 4), ("cinq", 5), ("cinqu", 5), ("six", 6), ("sept", 7),
    ("huit", 8), ("neuf", 9), ("neuv", 9), ("dix", 10), ("onze", 11), ("onz", 11), ("douze", 12), ("douz", 12),
    ("treize", 13), ("treiz", 13), ("quatorze", 14), ("quatorz", 14), ("quinze", 15), ("quinz", 15), ("seize", 16),
    ("seiz", 16), ("vingt", 20), ("vingts", 20), ("trente", 30), ("trent", 30), ("quarante", 40), ("quarant", 40),
    ("cinquante", 50), ("cinquant", 50), ("soixante", 60), ("soixant", 60), ("cent", 100),
];

#[rustfmt::skip]
const SPANISH: &[(&str, u32)] = &[
    ("uno", 1), ("un", 1), ("una", 1), ("primero", 1), ("primera", 1), ("primer", 1), ("dos", 2), ("segundo", 2),
    ("segunda", 2), ("tres", 3), ("tercero", 3), ("tercera", 3), ("tercer", 3), ("cuatro", 4), ("cuarto", 4),
    ("cuarta", 4), ("cinco", 5), ("quinto", 5), ("quinta", 5), ("seis", 6), ("sexto", 6), ("sexta", 6),
    ("siete", 7), ("séptimo", 7), ("séptima", 7), ("septimo", 7), ("ocho", 8), ("octavo", 8), ("octava", 8),
    ("nueve", 9), ("noveno", 9), ("novena", 9), ("diez", 10), ("décimo", 10), ("décima", 10), ("decimo", 10),
    ("once", 11), ("undécimo", 11), ("undécima", 11), ("undecimo", 11), ("doce", 12), ("duodécimo", 12),
    ("duodécima", 12), ("trece", 13), ("decimotercero", 13), ("catorce", 14), ("decimocuarto", 14), ("quince", 15),
    ("decimoquinto", 15), ("dieciséis", 16), ("dieciseis", 16), ("decimosexto", 16), ("diecisiete", 17),
    ("decimoséptimo", 17), ("dieciocho", 18), ("decimoctavo", 18), ("diecinueve", 19), ("decimonoveno", 19),
    ("veinte", 20), ("vigésimo", 20), ("vigésima", 20), ("veintiuno", 21), ("veintiún", 21), ("veintidós", 22),
    ("veintitrés", 23), ("veinticuatro", 24), ("veinticinco", 25), ("veintiséis", 26), ("veintisiete", 27),
    ("veintiocho", 28), ("veintinueve", 29), ("treinta", 30), ("trigésimo", 30), ("trigésima", 30),
    ("cuarenta", 40), ("cuadragésimo", 40), ("cincuenta", 50), ("quincuagésimo", 50), ("sesenta", 60),
    ("setenta", 70), ("ochenta", 80), ("noventa", 90), ("cien", 100), ("ciento", 100),
];

#[rustfmt::skip]
const ITALIAN: &[(&str, u32)] = &[
    ("uno", 1), ("un", 1), ("una", 1), ("primo", 1), ("prima", 1), ("due", 2), ("secondo", 2), ("seconda", 2),
    ("tre", 3), ("terzo", 3), ("terza", 3), ("quattro", 4), ("quarto", 4), ("quarta", 4), ("cinque", 5),
    ("quinto", 5), ("quinta", 5), ("sei", 6), ("sesto", 6), ("sesta", 6), ("sette", 7), ("settimo", 7),
    ("settima", 7), ("otto", 8), ("ottavo", 8), ("ottava", 8), ("nove", 9), ("nono", 9), ("nona", 9), ("dieci", 10),
    ("decimo", 10), ("decima", 10), ("undici", 11), ("undecimo", 11), ("decimoprimo", 11), ("dodici", 12),
    ("duodecimo", 12), ("decimosecondo", 12), ("tredici", 13), ("decimoterzo", 13), ("quattordici", 14),
    ("decimoquarto", 14), ("quindici", 15), ("decimoquinto", 15), ("sedici", 16), ("decimosesto", 16),
    ("diciassette", 17), ("decimosettimo", 17), ("diciotto", 18), ("decimottavo", 18), ("diciannove", 19),
    ("decimonono", 19), ("venti", 20), ("cento", 100),
];

#[rustfmt::skip]
const PORTUGUESE: &[(&str, u32)] = &[
    ("um", 1), ("uma", 1), ("primeiro", 1), ("primeira", 1), ("dois", 2), ("duas", 2), ("segundo", 2),
    ("segunda", 2), ("três", 3), ("tres", 3), ("terceiro", 3), ("terceira", 3), ("quatro", 4), ("quarto", 4),
    ("quarta", 4), ("cinco", 5), ("quinto", 5), ("quinta", 5), ("seis", 6), ("sexto", 6), ("sexta", 6), ("sete", 7),
    ("sétimo", 7), ("sétima", 7), ("oito", 8), ("oitavo", 8), ("oitava", 8), ("nove", 9), ("nono", 9), ("nona", 9),
    ("dez", 10), ("décimo", 10), ("décima", 10), ("onze", 11), ("undécimo", 11), ("doze", 12), ("duodécimo", 12),
    ("treze", 13), ("catorze", 14), ("quatorze", 14), ("quinze", 15), ("dezesseis", 16), ("dezasseis", 16),
    ("dezessete", 17), ("dezassete", 17), ("dezoito", 18), ("dezenove", 19), ("dezanove", 19), ("vinte", 20),
    ("vigésimo", 20), ("vigésima", 20), ("trinta", 30), ("trigésimo", 30), ("quarenta", 40), ("quadragésimo", 40),
    ("cinquenta", 50), ("sessenta", 60), ("setenta", 70), ("oitenta", 80), ("noventa", 90), ("cem", 100),
    ("cento", 100),
];

#[rustfmt::skip]
const RUSSIAN: &[(&str, u32)] = &[
    ("один", 1), ("одна", 1), ("перв", 1), ("два", 2), ("две", 2), ("втор", 2), ("три", 3), ("трет", 3),
    ("четыре", 4), ("четверт", 4), ("четвёрт", 4), ("пять", 5), ("пят", 5), ("шесть", 6), ("шест", 6), ("семь", 7),
    ("седьм", 7), ("восемь", 8), ("восьм", 8), ("девять", 9), ("девят", 9), ("десять", 10), ("десят", 10),
    ("одиннадцать", 11), ("одиннадцат", 11), ("двенадцать", 12), ("двенадцат", 12), ("тринадцать", 13),
    ("тринадцат", 13), ("четырнадцать", 14), ("четырнадцат", 14), ("пятнадцать", 15), ("пятнадцат", 15),
    ("шестнадцать", 16), ("шестнадцат", 16), ("семнадцать", 17), ("семнадцат", 17), ("восемнадцать", 18),
    ("восемнадцат", 18), ("девятнадцать", 19), ("девятнадцат", 19), ("двадцать", 20), ("двадцат", 20),
    ("тридцать", 30), ("тридцат", 30), ("сорок", 40), ("сороков", 40), ("пятьдесят", 50), ("пятидесят", 50),
    ("шестьдесят", 60), ("шестидесят", 60), ("семьдесят", 70), ("семидесят", 70), ("восемьдесят", 80),
    ("восьмидесят", 80), ("девяносто", 90), ("девяност", 90), ("сто", 100), ("сот", 100),
];

/// The value of Chinese numerals: `二十三`, `百八`, `一〇二`.
pub fn han(text: &str) -> Option<u32> {
    // `壱弐参` are how contracts, and some novels, write one, two and three.
    let digit = |c: char| match c {
        '零' => Some(0),
        '壱' => Some(1),
        '弐' => Some(2),
        '参' => Some(3),
        _ => "〇一二三四五六七八九".chars().position(|d| d == c).map(|at| at as u32),
    };
    if text.is_empty() || text.chars().count() > 9 {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) && text.chars().count() > 1 {
        return text.chars().try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut pending) = (0u32, None);
    for c in text.chars() {
        let worth = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '廿' => {
                total += 20;
                continue;
            }
            '卅' => {
                total += 30;
                continue;
            }
            _ => {
                pending = Some(digit(c)?);
                continue;
            }
        };
        total += pending.take().unwrap_or(1) * worth;
    }
    Some(total + pending.unwrap_or(0)).filter(|total| *total > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_tongue() {
        for (tongue, words) in [
            (Tongue::English, [("Four", 4), ("TWENTY-FIRST", 21), ("forty two", 42), ("One Hundred and Three", 103)]),
            (Tongue::German, [("Erstes", 1), ("siebentes", 7), ("Einundzwanzigstes", 21), ("dreißigster", 30)]),
            (Tongue::French, [("PREMIER", 1), ("neuvième", 9), ("vingt et unième", 21), ("quatre-vingt-dix-neuf", 99)]),
            (Tongue::Spanish, [("Primero", 1), ("once", 11), ("treinta y dos", 32), ("vigésimo primero", 21)]),
            (Tongue::Italian, [("Primo", 1), ("ventunesimo", 21), ("trentatré", 33), ("quattordicesimo", 14)]),
            (Tongue::Portuguese, [("primeira", 1), ("dezoito", 18), ("vinte e um", 21), ("décimo quinto", 15)]),
            (Tongue::Russian, [("первая", 1), ("ТРЕТЬЯ", 3), ("двадцать первая", 21), ("сороковая", 40)]),
        ] {
            for (word, number) in words {
                assert_eq!(value(word, tongue), Some(number), "{word}");
            }
        }
        for (word, tongue) in [
            ("once", Tongue::English),
            ("one two", Tongue::English),
            ("forty-twelve", Tongue::English),
            ("und", Tongue::German),
            ("людей", Tongue::Russian),
        ] {
            assert_eq!(value(word, tongue), None, "{word}");
        }
    }

    #[test]
    fn chinese_numerals_are_read_both_ways() {
        for (text, number) in [("一", 1), ("十", 10), ("二十三", 23), ("百八", 108), ("一〇二", 102), ("廿一", 21)]
        {
            assert_eq!(han(text), Some(number), "{text}");
        }
        assert_eq!(han("章"), None);
    }
}
