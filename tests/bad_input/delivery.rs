use super::output::Mounted;
use super::*;

const SETTINGS: &str = "title = \"A Test\"\nauthor = \"Ann\"\nnarrator = \"Bo\"\n";

/// A built book of one chapter of half a minute.
fn built() -> Book {
    let book = Book::of(STORY);
    book.file("book.toml", SETTINGS);
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0).take("01-0002", 5.0).take("01-0003", 4.0);
    book.run(&["build"]).exits(0);
    book
}

/// The same with a profile of its own that wants something else than ACX.
fn wanting(changes: &[(&str, &str)]) -> Book {
    let book = built();
    let mut mine = book.run(&["explain", "acx", "--toml"]).stdout().replacen("name = \"acx\"", "name = \"mine\"", 1);
    for (from, to) in changes {
        assert!(mine.contains(from), "{from}");
        mine = mine.replacen(from, to, 1);
    }
    book.file("profiles/mine.toml", mine);
    book
}

#[test]
fn who_wrote_and_who_reads_it_must_be_said() {
    let book = built();
    book.file("book.toml", "title = \"A Test\"\n");
    refuses(
        &book,
        &["deliver"],
        "error: ACX / Audible needs `author` and `narrator`, which the book does not have\n  \
         hint: write `author = \"...\"` and `narrator = \"...\"` into book.toml\n",
    );
}

#[test]
fn a_cover_that_is_wanted_must_be_there_and_be_a_picture() {
    let book = wanting(&[("needs = [\"author\", \"narrator\"]", "needs = [\"cover\"]")]);
    refuses(
        &book,
        &["deliver", "mine"],
        "error: ACX / Audible needs `cover`, which the book does not have\n  \
         hint: put the picture beside book.toml as `cover.jpg` or `cover.png`\n",
    );
    book.file("cover.jpg", "this is no picture at all, it is a letter");
    refuses(
        &book,
        &["deliver", "mine"],
        "error: the cover `./cover.jpg` is no picture that is known\n  \
         hint: save it as a JPEG or PNG picture\n",
    );
    book.file("book.toml", format!("{SETTINGS}[delivery]\ncover = \"art/front.png\"\n"));
    refuses(
        &book,
        &["deliver"],
        "error: there is no cover `./art/front.png`, which `delivery.cover` names\n  \
         hint: put it there, or take the line out of book.toml\n",
    );
}

#[test]
fn a_book_that_is_not_built_is_not_delivered() {
    let book = Book::of(STORY);
    book.file("book.toml", SETTINGS);
    book.run(&["script"]).exits(0);
    let before = contents(&book.path(""));
    let said = book.run(&["deliver"]).exits(1).complains("").stdout();
    assert!(said.ends_with(
        "nothing was delivered: every cue wants a take, and none with an error, but for `--partial`: 3 errors\n"
    ));
    assert_same(&before, &contents(&book.path("")));
    refuses(
        &book,
        &["deliver", "--partial"],
        "error: nothing is built yet\n  hint: record something, then run `cuebook build`\n",
    );
    book.take("01-0001", 2.0).take("01-0002", 5.0).take("01-0003", 4.0);
    refuses(
        &book,
        &["deliver"],
        "error: chapter 01 is not built as the book is now: for the first time\n  \
         hint: run `cuebook build`, then deliver\n",
    );
}

#[test]
fn a_master_that_is_gone_or_stale_is_not_delivered() {
    let book = built();
    book.run(&["deliver"]).exits(0);
    book.take("01-0002_t2", 5.5);
    refuses(
        &book,
        &["deliver"],
        "error: chapter 01 is not built as the book is now: another take of 01-0002; room tone\n  \
         hint: run `cuebook build`, then deliver\n",
    );
    book.run(&["build"]).exits(0);
    fs::remove_file(book.path("output/masters/01.wav")).unwrap();
    refuses(
        &book,
        &["deliver"],
        "error: chapter 01 is not built as the book is now: its master is gone\n  \
         hint: run `cuebook build`, then deliver\n",
    );
}

#[test]
fn a_book_that_lacks_a_line_is_delivered_only_when_asked() {
    let book = built();
    fs::remove_file(book.path("recordings/01-0003.wav")).unwrap();
    book.run(&["build"]).exits(1);
    book.run(&["deliver"]).exits(1);
    assert!(!book.path("output/delivery").exists());
    let said = book.run(&["deliver", "--partial"]).exits(1).complains("").stdout();
    assert!(said.starts_with("error[cue-missing]: no take\n") && said.contains("ACX / Audible: 2 files"), "{said}");
}

#[test]
fn a_title_of_slashes_quotes_and_pictures_is_a_tag_and_no_path() {
    let book = wanting(&[("names = \"{track} - {section}\"", "names = \"{title}/{author}-{track}\"")]);
    let title = "../\"Why?\" 🦊 C:\\x | <b>";
    book.file("book.toml", format!("title = {}\nauthor = \"CON\"\nnarrator = \"Bo\"\n", toml::Value::from(title)));
    book.run(&["build"]).exits(0);
    let said = book.run(&["deliver", "mine", "--json"]).exits(0).complains("").json();
    let file = &said["deliveries"][0]["files"][0];
    assert_eq!(file["name"], "'Why' C --x - b-CON-01.mp3");
    assert_eq!(file["facts"]["says"]["album"], title, "as it is read back");
    assert!(book.path("output/delivery/mine/'Why' C --x - b-CON-01.mp3").is_file());
}

#[test]
fn what_nobody_sees_in_a_heading_reaches_no_tag_and_no_name() {
    let book = Book::of(&STORY.replacen("Chapter 1", "Chapter 1: Low\u{202E} Water", 1));
    book.file("book.toml", SETTINGS);
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0).take("01-0002", 5.0).take("01-0003", 4.0);
    book.run(&["build"]).exits(0);
    let said = book.run(&["deliver", "--json"]).exits(0);
    let said = said.complains(
        "note: invisible characters in titles are left out of files and tags (chapter 01): `cuebook script --lint` shows \
         them\n",
    );
    let said = said.json();
    let file = &said["deliveries"][0]["files"][0];
    assert_eq!(file["name"], "01 - Chapter 1 - Low Water.mp3");
    assert_eq!(file["facts"]["says"]["title"], "Chapter 1: Low Water", "as it is read back");
    assert!(book.run(&["script", "--lint"]).stdout().contains("character-invisible"));
}

#[test]
fn a_file_that_is_too_long_or_too_large_is_an_error_of_its_own() {
    let size = "[files.size]\nmax = 0.1\nsource = \"x\"\nread = \"2026-11\"\nconfidence = \"chosen\"\n\n[files.sample]";
    let book = wanting(&[
        ("make = [\"sections\", \"sample\"]", "make = [\"sections\"]"),
        ("max = 120.0", "max = 0.1"),
        ("[files.sample]", size),
        ("credits = \"apart\"", "credits = \"within\""),
    ]);
    book.run(&["deliver", "mine"]).exits(1).complains("").prints(
        "error[file-too-long]: 0:16\n  \
         --> output/delivery/mine/01 - Chapter 1.mp3\n  \
         wanted: at most 6.0 s\n  \
         hint: let the chapter go on in another file: `continue_at` below `[delivery]` in book.toml\n\
         error[file-too-large]: 0.4 MB\n  \
         --> output/delivery/mine/01 - Chapter 1.mp3\n  \
         wanted: at most 0.1 MB\n  \
         hint: let the chapter go on in another file, or deliver fewer kilobits a second\n\
         file                length    size         RMS       peak  true peak  noise floor\n\
         01 - Chapter 1.mp3    0:16  0.4 MB  -20.0 dBFS  -8.5 dBFS  -8.5 dBTP   -63.6 dBFS\n\
         ACX / Audible: 1 file in `./output/delivery/mine`, MP3, 192 kbps constant, 44100 Hz, mono; decoded and measured: \
         2 errors\n",
    );
}

#[test]
fn a_file_that_is_not_ours_is_not_thrown_away() {
    let book = built();
    book.run(&["deliver"]).exits(0);
    book.file("output/delivery/acx/notes.txt", "mine");
    refuses(
        &book,
        &["deliver"],
        "error: `./output/delivery/acx` holds `notes.txt`, which cuebook did not put there, and a package is replaced as a \
         whole\n  hint: move that file away, then deliver again\n",
    );
    fs::remove_file(book.path("output/delivery/acx/notes.txt")).unwrap();
    book.file("output/delivery/acx/delivery.json", "{}");
    let said = book.run(&["deliver"]).exits(2).prints("").stderr();
    assert!(said.contains("hint: delete that folder, if nothing of yours is in it"), "{said}");
}

#[test]
fn a_full_disk_leaves_the_old_package_and_no_half_of_a_new_one() {
    let book = built();
    let Some(_mounted) = Mounted::on(&book, "output/delivery", "size=1m") else { return };
    book.run(&["deliver"]).exits(0).complains("");
    let old = contents(&book.path("output/delivery"));
    book.take("01-0002_t2", 30.0);
    book.run(&["build"]).exits(0);
    refuses(
        &book,
        &["deliver"],
        "error: failed to write `./output/delivery/acx/01 - Chapter 1.mp3`\n  \
         because: no storage space\n  \
         hint: the disk is full: free some space, then run the same command again; what was there before is untouched\n",
    );
    assert_same(&old, &contents(&book.path("output/delivery")));
}

#[test]
fn a_delivered_file_that_was_changed_is_made_again() {
    let book = built();
    book.run(&["deliver"]).exits(0);
    let path = book.path("output/delivery/acx/01 - Chapter 1.mp3");
    let bytes = fs::read(&path).unwrap();
    for broken in [bytes[..bytes.len() - 1].to_vec(), [&bytes[..1000], b"x", &bytes[1001..]].concat()] {
        fs::write(&path, broken).unwrap();
        let said = book.run(&["deliver"]).exits(0).stdout();
        assert!(said.contains("; 1 as before;"), "{said}");
        assert!(fs::read(&path).unwrap() == bytes);
    }
}
