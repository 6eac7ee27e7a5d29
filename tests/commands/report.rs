use std::path::PathBuf;
use std::process::Command;

use super::support::{has, skipped};
use super::*;

/// What the page says, with every tag taken out.
fn words(page: &str) -> String {
    let (_, body) = page.split_once("<body>").unwrap();
    let (body, _) = body.split_once("<script>").unwrap();
    let mut words = String::new();
    for part in body.split('<') {
        words.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        words.push(' ');
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(book: &Book) -> String {
    fs::read_to_string(book.path("output/report/index.html")).unwrap()
}

/// A book of two chapters, of which one is built: in the other a line is clipped, and one is not recorded.
fn half_built() -> Book {
    let book = scripted();
    book.take("01-0001", 2.0).take("01-0002", 5.0).take("01-0003", 4.0).take("02-0001", 2.0);
    clipped_take(&book, "01-0003_t2", 4.0);
    book.run(&["build"]);
    clipped_take(&book, "02-0001", 2.0);
    book.run(&["note", "01-0002", "sounds <b>tired</b>"]).exits(0);
    book
}

#[test]
fn it_says_how_far_the_book_is_and_what_is_wrong() {
    let book = half_built();
    let told = book.run(&["report"]).exits(0).complains("").stdout();
    assert_eq!(
        told,
        "2 of 2 chapters built, 2 pickups: 2 errors, 1 note\nopen `./output/report/index.html` in a browser\n"
    );
    let page = page(&book);
    let words = words(&page);
    for wanted in [
        "A Test",
        "Recorded 4 of 5 lines",
        "RMS -23.0 dBFS to -18.0 dBFS",
        "01 Chapter 1 recorded 3/3",
        "The boats lay on their sides.",
        "built before 1 line changed: build it again",
        "2 takes; 01-0003.wav is used: the newest without an error",
        "sounds &lt;b&gt;tired&lt;/b&gt;",
        "take-clipped",
        "paragraph 0.8 s",
    ] {
        assert!(words.contains(wanted), "no `{wanted}` in {words}");
    }
    assert!(page.contains("data-src=\"../masters/01.wav\""));
    assert!(page.contains("data-src=\"../../recordings/02-0001.wav\" data-from=\"0"));
    let again = book.run(&["report"]).stdout();
    assert_eq!((again, self::page(&book) == page), (told, true));
}

#[test]
fn a_book_of_which_nothing_is_built_has_its_page_too() {
    let book = scripted();
    book.run(&["report"])
        .exits(0)
        .complains("")
        .prints("0 of 2 chapters built, 0 pickups: no findings\nopen `./output/report/index.html` in a browser\n");
    assert!(words(&page(&book)).contains("length not built yet"));
}

#[test]
fn what_stands_in_its_way_is_said() {
    Book::of(STORY)
        .run(&["report"])
        .exits(2)
        .complains("error: `.` has no narration script yet\n  hint: make it with `cuebook script`\n");
    let book = recorded();
    book.run(&["build"]).exits(0);
    fs::write(book.path("output/masters/02.wav"), "no sound").unwrap();
    let said = book.run(&["report"]).exits(2).stderr();
    assert!(said.contains("02.wav`") && said.contains("hint: `cuebook build`"), "{said}");
    fs::remove_file(book.path("output/masters/02.wav")).unwrap();
    let told = book.run(&["report"]).exits(0).stdout();
    assert!(told.starts_with("1 of 2 chapters built"), "{told}");
}

#[test]
fn what_was_delivered_stands_there_with_its_verdicts_and_digests() {
    let book = Book::sample();
    book.run(&["build"]).exits(0);
    book.run(&["deliver", "acx"]).exits(0);
    // Its pauses are too short for LibriVox, and its credits too loud.
    book.run(&["deliver", "librivox"]).exits(1);
    book.run(&["report"]).exits(0);
    let whole = page(&book);
    assert!(whole.contains("<li class=\"warning\">") && whole.contains("<li class=\"error\">"), "{whole}");
    let words = words(&whole);
    let manifest = fs::read_to_string(book.path("output/delivery/acx/delivery.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert!(files.len() > 4 && words.contains("ACX / Audible file length size verdict BLAKE3"), "{words}");
    for file in files {
        let (name, hash) = (file["name"].as_str().unwrap(), file["facts"]["hash"].as_str().unwrap());
        assert!(words.contains(name) && whole.contains(&format!("title=\"{hash}\"")), "{name}");
    }
    assert_eq!(words.matches("✔ as wanted").count(), files.len(), "{words}");
    let path = |number: usize| book.path("output/delivery/acx").join(files[number]["name"].as_str().unwrap());
    let mut bytes = fs::read(path(0)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(path(0), bytes).unwrap();
    fs::remove_file(path(1)).unwrap();
    let mut master = fs::read(book.path("output/masters/02.wav")).unwrap();
    master.truncate(master.len() / 2);
    fs::write(book.path("output/masters/02.wav"), master).unwrap();
    let (one, other) = (files[0]["name"].as_str().unwrap(), files[1]["name"].as_str().unwrap());
    book.run(&["report"]).exits(0).complains(&format!(
        "note: 1 master was changed since it was built (`./output/masters/02.wav`), and its levels are not known: \
         `cuebook build` makes it again\n\
         note: in `./output/delivery/acx` 2 files are no longer as judged (`{one}`, `{other}`): `cuebook deliver acx` \
         makes the package again\n"
    ));
    let words = self::words(&page(&book));
    assert!(words.contains("✖ changed since it was judged") && words.contains("✖ not there any more"), "{words}");
}

/// Where `playwright-core` was installed for the tests of pages.
fn playwright() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/browser");
    if !(has("node") && has("chromium")) {
        return None;
    }
    if !folder.join("node_modules/playwright-core").exists() {
        skipped("playwright-core is not installed in `target/browser`");
        return None;
    }
    Some(folder)
}

#[test]
fn it_plays_follows_and_finds_in_a_browser() {
    let Some(folder) = playwright() else { return };
    let book = Book::sample();
    clipped_take(&book, "02-0003_t2", 4.0);
    book.run(&["build"]);
    book.run(&["note", "03-0002", "a chair", "--json"]);
    book.run(&["report"]);
    let suite = folder.join("report.mjs");
    fs::copy(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser/report.mjs"), &suite).unwrap();
    let ran = Command::new("node")
        .arg(&suite)
        .arg(book.path("output/report/index.html"))
        .arg(folder.join("report"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{told}{}", String::from_utf8_lossy(&ran.stderr));
    eprint!("{told}");
}
