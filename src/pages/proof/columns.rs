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
    /// The take that a list of our own is about.
    Take,
    /// What the next take is to be called: only a list of our own says so.
    RecordAs,
}

/// The names by letters and digits alone, in lower case. Where a list has two of them, the first name here counts.
const NAMES: [(Column, &[&str]); 9] = [
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
            "correcttext",
            "correctedtext",
            "aswritten",
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
            "type",
            "errortype",
            "category",
            "severity",
            "issue",
            "problem",
            "description",
            "what",
            "anmerkung",
            "remarque",
        ],
    ),
    (Column::Kind, &["kind"]),
    (Column::Take, &["take"]),
    (Column::RecordAs, &["recordas"]),
];

/// What else stands in a list of our own.
const OURS: [&str; 6] = ["words", "before", "after", "leveldbfs", "noisedbfs", "seconds"];

/// What the columns of a list hold, by the cells of its first row: each thing once, but for notes. Behind them, the columns
/// that are not known.
pub(super) fn columns<'a>(header: impl Iterator<Item = &'a str>) -> (Vec<(Column, usize)>, Vec<usize>) {
    let names: Vec<String> = header.map(folded).collect();
    let is_ours = names.iter().any(|name| name == "recordas");
    let mut found = Vec::new();
    for (column, known) in &NAMES {
        match column {
            Column::Note => {
                let is_note = |name: &String| known.contains(&name.as_str()) || (!is_ours && name == "kind");
                found.extend(names.iter().enumerate().filter(|(_, name)| is_note(name)).map(|(at, _)| (*column, at)));
            }
            Column::Kind | Column::Take if !is_ours => {}
            _ => {
                let at = known.iter().find_map(|known| names.iter().position(|name| name == known));
                found.extend(at.map(|at| (*column, at)));
            }
        }
    }
    let is_known = |at: usize| found.iter().any(|(_, known)| *known == at);
    let is_left = |at: usize, name: &str| !(is_known(at) || is_ours && OURS.contains(&name));
    let unknown = names.iter().enumerate().filter(|(at, name)| is_left(*at, name)).map(|(at, _)| at).collect();
    (found, unknown)
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
