//! Same book, same bytes: whatever was built before, on any number of threads, wherever the book stands.

use std::fs;

use super::support::{Book, Contents, assert_same, contents};

fn built(book: &Book, arguments: &[&str]) -> Contents {
    book.run(arguments).exits(0).complains("");
    let masters = contents(&book.path("output/masters"));
    assert_eq!(masters.len(), 10, "a master and a timeline for each of five chapters: {:?}", masters.keys());
    masters
}

#[test]
fn building_again_changes_no_byte() {
    let book = Book::sample();
    let first = built(&book, &["build"]);
    assert_same(&first, &built(&book, &["build"]));
    fs::remove_dir_all(book.path("output")).unwrap();
    assert_same(&first, &built(&book, &["build"]));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let book = Book::sample();
    let one = built(&book, &["build", "--threads", "1"]);
    for threads in ["2", "7"] {
        fs::remove_dir_all(book.path("output")).unwrap();
        assert_same(&one, &built(&book, &["build", "--threads", threads]));
    }
}

#[test]
fn a_copy_of_the_book_elsewhere_gives_the_same_bytes() {
    let (here, there) = (Book::sample(), Book::sample());
    assert_same(&built(&here, &["build"]), &built(&there, &["build"]));
    // Named from outside, by a path that is not `.`.
    let root = there.path("");
    let from_outside = here.command(&["-C", root.to_str().unwrap(), "build"]).output().unwrap();
    assert_eq!(from_outside.status.code(), Some(0));
    assert_same(&contents(&here.path("output/masters")), &contents(&there.path("output/masters")));
}

#[test]
fn the_script_is_the_same_wherever_it_is_made() {
    let (here, there) = (Book::sample(), Book::sample());
    let committed = contents(&here.path("script"));
    for name in ["script/narration.json", "script/narration.html"] {
        fs::remove_file(there.path(name)).unwrap();
    }
    there.run(&["script"]).exits(0).complains("");
    assert_same(&committed, &contents(&there.path("script")));
}
