//! Pieces of a book that are known by their names: `Prologue`, `Nachwort`, `目次`, `The End`.

use crate::manuscript::{HeadingKind, titles};

use HeadingKind::{Back, Chapter, Front, Prologue};

/// Pieces that are known by their names.
#[rustfmt::skip]
const NAMED: [(&str, HeadingKind); 133] = [
    ("dedication", Front), ("epigraph", Front), ("epigraphs", Front), ("copyright", Front), ("title page", Front),
    ("contents", Front), ("table of contents", Front), ("cast of characters", Front), ("dramatis personae", Front),
    ("author's note", Front), ("a note from the author", Front), ("note from the author", Front),
    ("a note to the reader", Front), ("to the reader", Front), ("list of characters", Front), ("characters", Front),
    ("list of illustrations", Front), ("illustrations", Front), ("praise", Front), ("also by the author", Front),
    ("widmung", Front), ("motto", Front), ("personen", Front), ("impressum", Front),
    ("dédicace", Front), ("épigraphe", Front), ("personnages", Front), ("note de l'auteur", Front), ("au lecteur", Front),
    ("dedicatoria", Front), ("personajes", Front), ("nota del autor", Front), ("al lector", Front),
    ("dedica", Front), ("personaggi", Front), ("nota dell'autore", Front), ("al lettore", Front),
    ("dedicatória", Front), ("personagens", Front), ("nota do autor", Front), ("ao leitor", Front), ("epígrafe", Front),
    ("посвящение", Front), ("эпиграф", Front), ("действующие лица", Front), ("от автора", Front),
    ("献辞", Front), ("献词", Front), ("登場人物", Front), ("人物表", Front),
    ("prologue", Prologue), ("prolog", Prologue), ("foreword", Prologue), ("preface", Prologue),
    ("introduction", Prologue), ("introductory", Prologue), ("preamble", Prologue), ("prelude", Prologue),
    ("vorwort", Prologue), ("vorrede", Prologue), ("einleitung", Prologue), ("geleitwort", Prologue), ("vorspiel", Prologue),
    ("préface", Prologue), ("avant-propos", Prologue), ("prélude", Prologue), ("avertissement", Prologue),
    ("prólogo", Prologue), ("prefacio", Prologue), ("introducción", Prologue), ("preámbulo", Prologue),
    ("prefazione", Prologue), ("introduzione", Prologue), ("proemio", Prologue),
    ("prefácio", Prologue), ("introdução", Prologue),
    ("пролог", Prologue), ("вместо предисловия", Prologue), ("предисловие", Prologue), ("введение", Prologue), ("вступление", Prologue),
    ("序章", Prologue), ("序", Prologue), ("序文", Prologue), ("序言", Prologue), ("前言", Prologue), ("楔子", Prologue),
    ("引子", Prologue), ("プロローグ", Prologue), ("はじめに", Prologue), ("まえがき", Prologue),
    ("interlude", Chapter), ("番外", Chapter), ("番外編", Chapter), ("intermezzo", Chapter), ("entr'acte", Chapter), ("幕間", Chapter), ("интерлюдия", Chapter),
    ("epilogue", Back), ("epilog", Back), ("afterword", Back), ("acknowledgements", Back), ("acknowledgments", Back),
    ("about the author", Back), ("appendix", Back), ("glossary", Back), ("bibliography", Back), ("conclusion", Back),
    ("nachwort", Back), ("danksagung", Back), ("anhang", Back), ("nachspiel", Back), ("über den autor", Back),
    ("épilogue", Back), ("postface", Back), ("remerciements", Back),
    ("epílogo", Back), ("agradecimientos", Back), ("epilogo", Back), ("postfazione", Back), ("ringraziamenti", Back),
    ("posfácio", Back), ("agradecimentos", Back),
    ("эпилог", Back), ("послесловие", Back), ("примечания", Back), ("заключение", Back),
    ("coda", Back), ("colofón", Back), ("colophon", Back), ("終章", Back), ("尾声", Back), ("後記", Back),
];

/// Names that are only such in Chinese and Japanese, and more of the same.
const MORE_BACK: [&str; 7] = ["后记", "跋", "エピローグ", "あとがき", "おわりに", "благодарности", "об авторе"];

/// The names of a table of contents.
#[rustfmt::skip]
const CONTENTS: [&str; 24] = [
    "contents", "table of contents", "the contents", "list of chapters", "contents of this volume", "inhalt",
    "inhaltsverzeichnis", "inhaltsübersicht", "inhalts-verzeichnis", "table des matières", "table des matieres", "sommaire",
    "table des chapitres", "índice", "indice", "tabla de contenido", "contenido", "sumário", "sommario", "содержание",
    "оглавление", "目次", "目录", "目錄",
];

/// What says that the text is at its end.
#[rustfmt::skip]
const ENDS: [&str; 16] = [
    "the end", "end", "finis", "fin", "ende", "fine", "fim", "конец", "終", "完", "了", "終わり", "おわり", "全文完", "（完）", "einde",
];

/// What a line begins with that says where a part ends: `End of Book One`, `FIN DE CANDIDE`.
#[rustfmt::skip]
const END_OF: [&str; 15] = [
    "end of ", "the end of ", "fin de ", "fin du ", "fin d'", "ende des ", "ende der ", "ende von ", "fin del ", "fine del",
    "fine di", "fim d", "конец ", "here ends ", "slut ",
];

/// Reads the name of a piece, with or without a title behind it: `Prologue`, `Prologue: The Storm`, `Author's Preface`,
/// `Preface to the Second Edition`.
pub fn named(line: &str) -> Option<HeadingKind> {
    if line.len() > 200 || line.split_whitespace().count() > 10 {
        return None;
    }
    // `Introduction.` is a heading; `"Introduction?"` is somebody asking.
    if line.starts_with(['"', '“', '‘', '\'', '«', '—', '–', '-', '»', '„', '「'])
        || line.ends_with(['?', '!', ',', ';'])
    {
        return None;
    }
    let name = line.split([':', '—', '–', '：']).next().unwrap_or(line);
    let name = name.split("--").next().unwrap_or(name);
    let name = plain(name);
    let find = |name: &str| {
        let back = MORE_BACK.contains(&name).then_some(Back);
        NAMED.iter().find(|(word, _)| *word == name).map(|(_, kind)| *kind).or(back)
    };
    // `序章　海` has its title behind a space.
    let first = name.split_whitespace().next().unwrap_or_default();
    if lists_other_books(&name) {
        return Some(Back);
    }
    find(&name)
        .or_else(|| if first.starts_with(crate::manuscript::lines::is_wide) { find(first) } else { None })
        .or_else(|| {
            let owned = titles::is_title_case(line) && !line.ends_with('.') && name.split(' ').count() <= 8;
            let first = name.split(' ').next().unwrap_or_default();
            let rest = name.get(first.len()..).unwrap_or_default().trim_start();
            let of = [
                "to ", "by ", "of the ", "for the ", "de l'", "de la ", "du ", "des ", "der ", "zur ", "zum ", "del ",
                "al ", "à la ", "к ",
            ];
            let whose = ["author's ", "translator's ", "editor's ", "publisher's ", "the author's "];
            let possessed = whose.iter().find_map(|whose| find(name.strip_prefix(whose)?));
            if !owned {
                return None;
            }
            let also = name.starts_with("also by ").then_some(Front);
            possessed.or(also).or_else(|| find(first).filter(|_| of.iter().any(|of| rest.starts_with(of))))
        })
}

/// Says whether a name is that of what publishers put behind a book: other books, and who wrote them.
fn lists_other_books(name: &str) -> bool {
    const BEGINNINGS: [&str; 27] = [
        "also by ",
        "also from ",
        "other books by ",
        "other works by ",
        "other titles by ",
        "more books by ",
        "books by ",
        "more by ",
        "about the ",
        "weitere bücher von ",
        "weitere werke von ",
        "bücher von ",
        "außerdem von ",
        "über die autor",
        "über den autor",
        "du même auteur",
        "de la même auteur",
        "à propos de l'auteur",
        "autres livres d",
        "otros libros d",
        "otras obras d",
        "sobre el autor",
        "sobre la autora",
        "altri libri d",
        "sobre o autor",
        "другие книги ",
        "об авторе",
    ];
    const WHO: [&str; 8] =
        ["author", "authors", "translator", "publisher", "narrator", "editor", "series", "illustrator"];
    let begins = BEGINNINGS.iter().find(|begins| name.starts_with(**begins));
    begins.is_some_and(|begins| *begins != "about the " || WHO.contains(&&name[begins.len()..]))
        && name.split(' ').count() <= 8
}

/// A name in small letters, without what stands around it.
fn plain(name: &str) -> String {
    name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'").replace("l' ", "l'")
}

/// Says whether the line heads a table of contents.
pub fn is_contents(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    // Old title pages space their letters and the words of `目　次`.
    let name = plain(line);
    CONTENTS.contains(&name.as_str()) || CONTENTS.contains(&name.replace([' ', '\u{3000}'], "").as_str())
}

/// Says whether the line says that the text or a part of it ends: `THE END`, `FIN DE CANDIDE`, `Ende des ersten Teils`.
pub fn is_end_mark(line: &str) -> bool {
    if line.len() > 80 || line.starts_with(['"', '“', '»', '«', '„', '‘', '「']) || line.ends_with(['?', ',', ';', ':'])
    {
        return false;
    }
    let name = plain(line);
    let whole = line.chars().filter(|c| c.is_alphanumeric()).count() > 0 && ENDS.contains(&name.as_str());
    let begins =
        END_OF.iter().any(|end| name.starts_with(end)) && titles::is_heading_case(line) && !line.ends_with('.')
            || END_OF.iter().any(|end| name.starts_with(end))
                && line.split_whitespace().count() <= 7
                && !line.contains(char::is_lowercase);
    whole || begins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_known_by_their_names() {
        for (line, kind) in [
            ("Dedication", Some(Front)),
            ("EPIGRAPHS", Some(Front)),
            ("Prologue: The Storm", Some(Prologue)),
            ("Prolog", Some(Prologue)),
            ("Эпилог", Some(Back)),
            ("序章　海", Some(Prologue)),
            ("Author’s Note", Some(Front)),
            ("Translator's Preface", Some(Prologue)),
            ("Préface de l'Éditeur", Some(Prologue)),
            ("Preface to the Second Edition", Some(Prologue)),
            ("Acknowledgements.", Some(Back)),
            ("“Introduction?”", None),
            ("Prologue to a long day", None),
        ] {
            assert_eq!(named(line), kind, "{line}");
        }
    }

    #[test]
    fn a_table_of_contents_has_its_name() {
        for line in ["CONTENTS", "Contents.", "Inhalt", "Содержание", "目　次", "C O N T E N T S", "TABLE DES MATIÈRES"]
        {
            assert!(is_contents(line), "{line}");
        }
        assert!(!is_contents("Contents of the Box"));
    }

    #[test]
    fn an_end_says_so() {
        for line in
            ["THE END", "Fin.", "FIN DE CANDIDE.", "Ende des ersten Teils", "End of Book One", "КОНЕЦ", "（完）"]
        {
            assert!(is_end_mark(line), "{line}");
        }
        for line in ["The end of the pier was wet.", "Endless", "“The End?”", "End of the road, he thought"] {
            assert!(!is_end_mark(line), "{line}");
        }
    }
}
