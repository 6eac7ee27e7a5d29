//! What the columns of a proofer's list are called.

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Column {
    Chapter,
    Cue,
    Timecode,
    Said,
    ShouldBe,
    Note,
    /// What kind of pickup a list of our own says it is.
    Kind,
}

/// The names by letters and digits alone, in lower case. Where a list has two of them, the first name here counts.
const NAMES: [(Column, &[&str]); 7] = [
    (Column::Cue, &["cue", "cueid", "cuenumber", "pageorcue", "cueorpage", "lineid", "line", "id"]),
    (
        Column::Chapter,
        &["chapter", "chap", "ch", "chapterid", "section", "file", "filename", "track", "kapitel", "chapitre"],
    ),
    (
        Column::Timecode,
        &[
            "timecode",
            "timestamp",
            "time",
            "tc",
            "at",
            "position",
            "start",
            "starttime",
            "in",
            "zeit",
            "zeitcode",
            "temps",
        ],
    ),
    (
        Column::Said,
        &["said", "heard", "wassaid", "narratorsaid", "asread", "read", "recorded", "actual", "error", "gesagt"],
    ),
    (
        Column::ShouldBe,
        &[
            "shouldbe",
            "shouldread",
            "shouldsay",
            "should",
            "correction",
            "correct",
            "expected",
            "wanted",
            "manuscript",
            "script",
            "text",
            "printed",
            "soll",
        ],
    ),
    (
        Column::Note,
        &[
            "note",
            "notes",
            "comment",
            "comments",
            "remark",
            "remarks",
            "issue",
            "problem",
            "description",
            "what",
            "anmerkung",
            "remarque",
        ],
    ),
    (Column::Kind, &["kind"]),
];

/// What the columns of a list hold, by the cells of its first row; each thing once.
pub(super) fn columns<'a>(header: impl Iterator<Item = &'a str>) -> Vec<(Column, usize)> {
    let names: Vec<String> = header.map(folded).collect();
    let known = NAMES.iter().filter_map(|(column, known)| {
        let at = known.iter().find_map(|known| names.iter().position(|name| name == known))?;
        Some((*column, at))
    });
    known.collect()
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
