use super::*;

/// Edits narration.json as a person might, and runs every command that reads it.
#[track_caller]
fn refused(from: &str, to: &str, complaint: &str) {
    let book = begun();
    let json = fs::read_to_string(book.path("script/narration.json")).unwrap();
    assert!(json.contains(from), "{json}");
    book.file("script/narration.json", json.replacen(from, to, 1));
    for command in ["script", "status", "check", "build", "play"] {
        refuses(&book, &[command], complaint);
    }
}

const MENDABLE: &str = "  hint: restore it from version control\n  \
        hint: or delete it and run `cuebook script` to number afresh, which gives up the IDs that takes are named by\n";

#[test]
fn a_broken_line() {
    refused(
        "\"id\": \"01\", ",
        "\"id\": 01, ",
        &format!(
            "error: `narration.json` can't be understood\n  because: invalid number at line 2 column 9\n{MENDABLE}"
        ),
    );
}

#[test]
fn an_id_twice() {
    refused(
        "01-0003",
        "01-0002",
        &format!("error: `narration.json` has cue `01-0002` twice, but a cue's ID must be its own\n{MENDABLE}"),
    );
}

#[test]
fn an_id_that_is_none() {
    refused(
        "01-0003",
        "1-3",
        &format!(
            "error: `narration.json` can't be understood\n  because: `1-3` is not a cue ID such as `01-0042` or `01-0042a` at line 5 column 11\n{MENDABLE}"
        ),
    );
}

#[test]
fn a_newer_format() {
    refused(
        "\"format\": 1",
        "\"format\": 2",
        "error: `narration.json` is of format 2, but this version knows format 1\n  hint: update cuebook\n",
    );
}

#[test]
fn an_unknown_field() {
    refused(
        "\"title\"",
        "\"heading\"",
        &format!(
            "error: `narration.json` can't be understood\n  because: unknown field `heading`, expected one of `id`, `kind`, `continues`, `title`, `cues` at line 2 column 41\n{MENDABLE}"
        ),
    );
}
