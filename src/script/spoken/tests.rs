//! What is printed against what is said.

use proptest::prelude::*;

use super::*;

fn book(language: &str, table: &[(&str, &str)]) -> Book {
    let mut book = Book::parse("title = 'Low Water'").unwrap();
    language.clone_into(&mut book.language);
    book.spoken = table.iter().map(|(printed, spoken)| ((*printed).to_owned(), (*spoken).to_owned())).collect();
    book
}

#[track_caller]
fn assert_said(language: &str, kind: CueKind, pairs: &[(&str, &str)]) {
    let book = book(language, &[]);
    let wrong: Vec<String> = pairs
        .iter()
        .filter_map(|(printed, wanted)| {
            let said = spoken(printed, kind, &book).unwrap_or_else(|| (*printed).to_owned());
            (said != *wanted).then(|| format!("{printed}\n  is said {said}\n  but not {wanted}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn assert_as_printed(language: &str, texts: &[&str]) {
    let pairs: Vec<(&str, &str)> = texts.iter().map(|text| (*text, *text)).collect();
    assert_said(language, CueKind::Narration, &pairs);
}

#[test]
fn numbers_and_years_are_spelt_out() {
    assert_said(
        "en",
        CueKind::Narration,
        &[
            ("1,204 men and 17 dogs", "one thousand two hundred four men and seventeen dogs"),
            ("the 3rd and the 21st", "the third and the twenty-first"),
            ("in 1455, or 1905", "in fourteen fifty-five, or nineteen oh five"),
            ("1805 men sailed in 1805 ships.", "one thousand eight hundred five men sailed in eighteen oh five ships."),
            ("the 1920s, the '60s and her 80s", "the nineteen twenties, the sixties and her eighties"),
            (
                "1914–1918, 1914–18, 1914-18",
                "nineteen fourteen to nineteen eighteen, nineteen fourteen to eighteen, nineteen fourteen to eighteen",
            ),
            ("pi is 3.14.", "pi is three point one four."),
            ("5% off, 2.5 % on", "five percent off, two point five percent on"),
            ("a 9-year-old", "a nine-year-old"),
            ("number 6?”", "number six?”"),
            (
                "1/2 a cup, 2 1/2 cups, 3/4 full, 24/7",
                "one half a cup, two and a half cups, three quarters full, twenty-four seven",
            ),
            ("½ cup, a ½ cup, 2½ cups", "a half cup, a half cup, two and a half cups"),
        ],
    );
}

#[test]
fn times_and_dates_are_spelt_out() {
    assert_said(
        "en",
        CueKind::Narration,
        &[
            ("6:00 AM—still.", "six A M—still."),
            ("High water: 4:00 A.M.", "High water: four A M."),
            ("at 4:30 a.m. sharp", "at four thirty A M sharp"),
            ("at 4.30 p.m. or 4 P. M.", "at four thirty P M or four P M."),
            ("Tea at 12:05.", "Tea at twelve oh five."),
            ("at 4:00 or 16:30 or 16:00", "at four o'clock or sixteen thirty or sixteen hundred"),
            ("about 9 p.m., maybe 10pm", "about nine P M, maybe ten P M"),
            ("from 7:15 – 8:45.", "from seven fifteen to eight forty-five."),
            ("On May 3, 1887, he left.", "On May third, eighteen eighty-seven, he left."),
            ("On 3 May 1887 he left.", "On the third of May, eighteen eighty-seven he left."),
            ("On the 3rd May he left.", "On the third of May he left."),
            ("It was Dec. 24.", "It was December twenty-fourth."),
            ("May 1887 was dry.", "May eighteen eighty-seven was dry."),
            ("March 10 miles a day.", "March ten miles a day."),
        ],
    );
}

#[test]
fn money_and_measures_are_spelt_out() {
    assert_said(
        "en",
        CueKind::Narration,
        &[
            ("$5, £3, $1 and $2.50", "five dollars, three pounds, one dollar and two dollars and fifty cents"),
            ("$1.5 million, £5m, €20", "one point five million dollars, five million pounds, twenty euros"),
            ("$0.01, 50¢", "one cent, fifty cents"),
            ("£3 10s. a week, 10s. 6d. a day", "three pounds, ten shillings a week, ten shillings and six pence a day"),
            ("5 km, 1 km, a 6-ft wall", "five kilometres, one kilometre, a six-foot wall"),
            ("10 lb. of tea at 60 mph", "ten pounds of tea at sixty miles an hour"),
            ("It weighs 10 lb. He smiled.", "It weighs ten pounds. He smiled."),
            (
                "20 °C, 3°, −5°, 72°F",
                "twenty degrees Celsius, three degrees, minus five degrees, seventy-two degrees Fahrenheit",
            ),
        ],
    );
}

#[test]
fn roman_numerals_are_spelt_out_where_a_name_shows_what_they_are() {
    assert_said(
        "en-GB",
        CueKind::Announcement,
        &[
            ("CHAPTER IV", "CHAPTER Four"),
            ("Chapter 1: Low Water: 6:40 AM", "Chapter One: Low Water: six forty A M"),
            ("I. The Harbour", "One. The Harbour"),
            ("Letter 4", "Letter Four"),
            ("I Go Home", "I Go Home"),
        ],
    );
    assert_said(
        "en",
        CueKind::Narration,
        &[
            ("Henry VIII's wives", "Henry the Eighth's wives"),
            ("Louis XIV met King Charles I.", "Louis the Fourteenth met King Charles the First."),
            ("World War II, Part III", "World War Two, Part Three"),
            ("I. The others", "I. The others"),
            ("So Charles I told you", "So Charles I told you"),
        ],
    );
}

#[test]
fn short_forms_are_spelt_out_where_they_are_not_evident() {
    assert_said(
        "en",
        CueKind::Narration,
        &[
            ("St. John lived on Bell St. in 3 rooms.", "Saint John lived on Bell Street in three rooms."),
            ("He lived on Bell St. She left.", "He lived on Bell Street. She left."),
            ("See No. 5, vol. 3, pp. 3–7.", "See number five, volume three, pages three to seven."),
            ("No. 5 men.", "number five men."),
            ("rye, e.g. bread, i.e. food vs. drink", "rye, for example bread, that is food versus drink"),
            ("Ropes & Ends", "Ropes and Ends"),
            (
                "room #5, § 7, 2 + 2 = 4, 3 × 4",
                "room number five, section seven, two plus two equals four, three times four",
            ),
            ("Call 555-0142.", "Call five five five, zero one four two."),
            (
                "Mail ann@example.com or see www.example.com/tide.",
                "Mail ann at example dot com or see w w w dot example dot com slash tide.",
            ),
        ],
    );
}

#[test]
fn ranges_early_years_and_sums_are_said_whole() {
    assert_said(
        "en",
        CueKind::Narration,
        &[
            ("10–12 days, 10-12 days", "ten to twelve days, ten to twelve days"),
            ("30–40 years, 10–12%", "thirty to forty years, ten to twelve percent"),
            ("In 1066 they came.", "In ten sixty-six they came."),
            ("It had 1066 rooms, or 1066.", "It had one thousand sixty-six rooms, or one thousand sixty-six."),
            ("$5–10, £3–£4, $2-3 million", "five to ten dollars, three to four pounds, two to three million dollars"),
            ("5 €, 10 000 men", "five euros, ten thousand men"),
            ("He is 6'2\" tall, or 6' tall.", "He is six foot two tall, or six feet tall."),
            ("Charles I and James II", "Charles the First and James the Second"),
            ("James II and Charles I.", "James the Second and Charles the First."),
        ],
    );
    assert_as_printed(
        "en",
        &[
            "In 17— he left.",
            "In 17–, or 17--, he left.",
            "10-12",
            "¥500",
            "¥500–600",
            "$1.50–2",
            "10 500 men",
            "5–007",
            "$10 500",
            "6'2",
            "Malcolm X",
            "1.2.3–4",
        ],
    );
    assert_said(
        "de",
        CueKind::Narration,
        &[
            ("Er kam am 5.", "Er kam am fünften."),
            ("Er war der 1.", "Er war der 1."),
            ("Er war 17.", "Er war siebzehn."),
            ("3,50 €, 1,05 €, 0,50 €", "drei Euro fünfzig, ein Euro fünf, fünfzig Cent"),
            ("€ 5", "€ 5"),
        ],
    );
    assert_said(
        "es",
        CueKind::Narration,
        &[
            ("3,50 €, 1,50 €, 21,50 €", "tres euros cincuenta, un euro cincuenta, 21,50 €"),
            ("la 2.ª vez, el 1.º", "la segunda vez, el primero"),
            ("el 1.º capítulo, la 12.ª vez", "el 1.º capítulo, la 12.ª vez"),
        ],
    );
}

#[test]
fn what_is_not_known_stays_as_printed() {
    assert_as_printed(
        "en",
        &[
            "R&B",
            "007",
            "B2",
            "12/4",
            "12/4/1999",
            "1.2.3",
            "H2O",
            "nothing",
            "Mr. Bell and Dr. Ames",
            "the FBI",
            "etc.",
            "He said no. Ann left.",
            "1887-05-03",
            "R2-D2",
        ],
    );
    assert_as_printed("ru", &["В 1887 г. было 5 %."]);
    assert_as_printed("nl", &["In 1887 kwam hij om 16:30."]);
    assert_as_printed("zh", &["他买了3.5公斤。"]);
}

#[test]
fn french_figures_are_said_in_french() {
    assert_said(
        "fr",
        CueKind::Narration,
        &[
            ("en 1887, à 16 h 30", "en mille huit cent quatre-vingt-sept, à seize heures trente"),
            ("à 16h, à 1 h", "à seize heures, à une heure"),
            ("le 1er mai, la 2e fois, au XIXe siècle", "le premier mai, la deuxième fois, au dix-neuvième siècle"),
            ("5 %, 3,5 %", "cinq pour cent, trois virgule cinq pour cent"),
            ("20 €, 3,50 €", "vingt euros, trois euros cinquante"),
            ("n° 5, 1 204 hommes", "numéro cinq, mille deux cent quatre hommes"),
            ("21 maisons", "21 maisons"),
        ],
    );
}

#[test]
fn german_figures_are_said_in_german() {
    assert_said(
        "de",
        CueKind::Narration,
        &[
            ("1887 um 16.30 Uhr", "achtzehnhundertsiebenundachtzig um sechzehn Uhr dreißig"),
            ("am 3. Mai, der 21. Mai", "am dritten Mai, der einundzwanzigste Mai"),
            ("Nr. 5, 3,5 % und 20 €", "Nummer fünf, drei Komma fünf Prozent und zwanzig Euro"),
            ("1.204 Mann, 17 Hunde", "eintausendzweihundertvier Mann, siebzehn Hunde"),
            ("1 Haus, 101 Nacht, im 3. Kapitel", "1 Haus, 101 Nacht, im 3. Kapitel"),
            ("Er war 17. Danach ging er.", "Er war 17. Danach ging er."),
        ],
    );
}

#[test]
fn spanish_figures_are_said_in_spanish() {
    assert_said(
        "es",
        CueKind::Narration,
        &[
            ("en 1887, a las 16:30", "en mil ochocientos ochenta y siete, a las dieciséis treinta"),
            ("a la 1:15, a las 4:00", "a la una quince, a las cuatro en punto"),
            ("el 3 de mayo de 1887", "el tres de mayo de mil ochocientos ochenta y siete"),
            ("5 %, 3,5 km", "cinco por ciento, tres coma cinco km"),
            ("21 casas, 200 casas, 17 casas", "21 casas, 200 casas, diecisiete casas"),
        ],
    );
}

#[test]
fn a_table_that_silences_a_whole_line_leaves_it_as_printed() {
    let book = book("en", &[("[sic]", "")]);
    assert_eq!(spoken("Ebb [sic] tide.", CueKind::Narration, &book).as_deref(), Some("Ebb  tide."));
    assert_eq!(spoken("[sic]", CueKind::Narration, &book), None);
}

#[test]
fn the_books_own_table_overrules() {
    let table = [("Pier C", "Pier See"), ("Pier C ladder", "Pier See ladder"), ("4:00 AM", "oh four hundred")];
    let book = book("ru", &table);
    assert_eq!(
        spoken("Pier C ladder at 4:00 AM", CueKind::Narration, &book).as_deref(),
        Some("Pier See ladder at oh four hundred")
    );
    assert_eq!(spoken("Pier Charlie, 17", CueKind::Narration, &book), None);
}

proptest! {
    #[test]
    fn any_text_has_a_spoken_form(
        text in "([0-9]{1,5}|[:.,$£€%&–/+#½°¢’@-]| |am|p\\.m\\.|Chapter |IV|St\\.|May |km|s\\.|h|Uhr|é|\n|[“”]){0,30}",
        language in "en|fr|de|es",
    ) {
        let book = book(&language, &[("4", "four"), ("é", "e acute")]);
        let _ = spoken(&text, CueKind::Announcement, &book);
        let _ = spoken(&text, CueKind::Narration, &book);
    }

    #[test]
    fn nothing_begins_within_a_word(
        text in "([0-9]{1,3}|[a-zA-Zé½²]|潮|[:.’@-]| |am|IV|St\\.|May |km|th|Uhr){0,20}",
        language in "en|fr|de|es|ru|zh",
        key in "[a-z0-9é½]{1,2}",
    ) {
        let book = book(&language, &[(&key, "said")]);
        let language = Language::of(&language);
        for (at, c) in text.char_indices() {
            let spot = Spot { text: &text, at };
            if spot.is_within_word(c) {
                prop_assert_eq!(here(spot, CueKind::Announcement, &book, language), None);
                prop_assert_eq!(here(spot, CueKind::Narration, &book, language), None);
            }
        }
    }

    #[test]
    fn words_without_figures_and_signs_stay(text in "[b-z ,;’]{0,60}") {
        prop_assert_eq!(spoken(&text, CueKind::Narration, &book("en", &[])), None);
    }
}
