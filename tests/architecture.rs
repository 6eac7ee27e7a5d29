//! The house rules that a machine can hold: dependencies run one way, and no file outgrows its reader.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order of ARCHITECTURE.md, lowest layer first: each may use those of its own layer that stand
/// before it, and all of the layers below.
const ORDER: [&str; 18] = [
    "words",
    "manuscript",
    "script",
    "signal",
    "takes",
    "check",
    "level",
    "timeline",
    "readalong",
    "delivery",
    "encode",
    "files",
    "pages",
    "terminal",
    "player",
    "render",
    "package",
    "shell",
];

/// Exceptions to the order: text and signal know nothing of each other, and the player nothing of books: it reads a
/// file.
const STRANGERS: [(&str, &str); 9] = [
    ("signal", "manuscript"),
    ("signal", "script"),
    ("pages", "files"),
    ("player", "takes"),
    ("player", "script"),
    ("player", "timeline"),
    ("terminal", "files"),
    ("render", "pages"),
    ("render", "player"),
];

/// About what one person reads in a sitting.
const LONGEST_FILE: usize = 500;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn dependencies_run_one_way() {
    let root = source_root();
    for path in sources(&root) {
        let inside = path.strip_prefix(&root).unwrap();
        let module = inside.iter().next().unwrap().to_str().unwrap();
        let Some(place) = ORDER.iter().position(|name| *name == module) else { continue };
        let code = fs::read_to_string(&path).unwrap();
        assert!(!code.contains("crate::{"), "`src/{}` imports several modules in one line", inside.display());
        for used in code.split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let Some(other) = ORDER.iter().position(|name| *name == used) else { continue };
            assert!(other <= place, "`src/{}` looks up at `{used}`", inside.display());
            assert!(!STRANGERS.contains(&(module, &used)), "`src/{}` should not know `{used}`", inside.display());
        }
    }
}

#[test]
fn every_module_has_its_place() {
    let declared = fs::read_to_string(source_root().join("lib.rs")).unwrap();
    let declared: Vec<_> =
        declared.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut placed = ORDER.to_vec();
    let mut found = declared.clone();
    placed.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, placed, "ARCHITECTURE.md, lib.rs and this test name the same modules");
}

#[test]
fn no_file_outgrows_its_reader() {
    for path in sources(&source_root()) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(
            lines <= LONGEST_FILE,
            "`{}` has {lines} lines: what is the second thing that it does?",
            path.display()
        );
    }
}
