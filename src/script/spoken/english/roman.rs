//! Roman numerals: in headings, behind parts, and behind the names of kings.

use crate::manuscript::roman;
use crate::script::numbers::english::{capitalised, cardinal, ordinal};
use crate::script::spoken::spot::{Found, Spot, char_at, joins, letters};

/// Words in front of a heading's number.
const NUMBERED: [&str; 13] = [
    "chapter", "chap.", "part", "book", "volume", "letter", "act", "scene", "canto", "stave", "section", "appendix",
    "phase",
];
/// Words before a counted thing in running text.
const COUNTED: [&str; 20] = [
    "Chapter", "Part", "Book", "Volume", "Act", "Scene", "Canto", "Stave", "Section", "Appendix", "War", "Type",
    "Apollo", "Mark", "Class", "Phase", "Level", "Bowl", "Article", "Gemini",
];
/// Names that rulers and popes share.
const RULERS: [&str; 52] = [
    "Henry",
    "Louis",
    "George",
    "Edward",
    "Charles",
    "James",
    "William",
    "Richard",
    "Elizabeth",
    "Mary",
    "Philip",
    "Francis",
    "Frederick",
    "Catherine",
    "Peter",
    "Paul",
    "Nicholas",
    "Alexander",
    "Ivan",
    "Napoleon",
    "Leopold",
    "Ferdinand",
    "Pius",
    "Leo",
    "Benedict",
    "Gregory",
    "Innocent",
    "Clement",
    "Urban",
    "Boniface",
    "Ramses",
    "Ptolemy",
    "Otto",
    "Wilhelm",
    "Gustavus",
    "Christian",
    "Alfonso",
    "Joseph",
    "Maximilian",
    "Rudolf",
    "Edmund",
    "Malcolm",
    "Robert",
    "Constantine",
    "Theodosius",
    "Darius",
    "Stephen",
    "Emmanuel",
    "Sixtus",
    "Julius",
    "Isabella",
    "Margaret",
];
const RANKS: [&str; 9] = ["King", "Queen", "Pope", "Emperor", "Empress", "Tsar", "Czar", "Kaiser", "Sultan"];

/// `Chapter IV` is `Chapter Four`, and so is a `IV.` that begins the heading.
pub fn heading(spot: Spot) -> Found {
    let rest = spot.rest();
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(length);
    let numbered =
        NUMBERED.contains(&spot.nearby().split_whitespace().next_back().unwrap_or_default().to_lowercase().as_str());
    let leads = spot.head().trim().is_empty() && (behind.is_empty() || behind.starts_with(['.', '\n']));
    if word.is_empty() || !(numbered || leads) || behind.starts_with(['\'', '’']) {
        return None;
    }
    let number =
        roman(word).or_else(|| word.parse().ok().filter(|_| !behind.starts_with(':') || !joins(char_at(behind, 1))))?;
    Some((length, capitalised(&cardinal(u64::from(number)))))
}

/// `Henry VIII` is `Henry the Eighth`, `World War II` is `World War Two`.
pub fn by_rule(spot: Spot) -> Found {
    if !spot.rest().starts_with(['I', 'V', 'X', 'L', 'C', 'D', 'M']) {
        return None;
    }
    let word = spot.word();
    let number = u64::from(roman(word).filter(|_| word.len() <= 6)?);
    if char_at(spot.rest(), word.len()).is_some_and(|c| c.is_ascii_digit()) || !spot.head().ends_with(' ') {
        return None;
    }
    let before = spot.word_before();
    if COUNTED.contains(&before) && (word != "I" || before != "Mark") {
        return Some((word.len(), capitalised(&cardinal(number))));
    }
    // `When Charles I met` may be two people: a lone `I` needs the rank before the name, or another king beside him.
    let mut behind_name = spot.nearby().split_whitespace().rev().skip(1);
    let ranked = behind_name.clone().next().is_some_and(|rank| RANKS.contains(&rank));
    let beside = behind_name.next() == Some("and")
        && behind_name.next().and_then(roman).is_some()
        && behind_name.next().is_some_and(|name| RULERS.contains(&name));
    let certain = word != "I" || ranked || beside || leads_to_ruler(&spot.rest()[word.len()..]);
    // No king, but the one who was born Malcolm Little.
    let surname = before == "Malcolm" && word == "X";
    (RULERS.contains(&before) && certain && !surname)
        .then(|| (word.len(), format!("the {}", capitalised(&ordinal(number)))))
}

/// ` and James II`
fn leads_to_ruler(behind: &str) -> bool {
    let mut words = behind.split(' ').skip(1);
    let numeral = |word: &str| roman(letters(word)).is_some();
    behind.starts_with([' ', ','])
        && matches!(words.next(), Some("and" | "or"))
        && words.next().is_some_and(|name| RULERS.contains(&name))
        && words.next().is_some_and(numeral)
}
