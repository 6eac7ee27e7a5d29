use super::*;

#[test]
fn a_folder_in_use_is_refused_and_left_alone() {
    let book = Book::of(STORY);
    book.file("notes.txt", "not a folder");
    let before = contents(&book.path(""));
    for (name, shown) in [(".", "."), ("script", "script"), ("notes.txt", "notes.txt")] {
        book.run(&["new", name]).exits(2).prints("").complains(&format!(
            "error: `{shown}` is in use: a new book wants a folder that is empty or not there yet\n  \
                 hint: give another name\n"
        ));
    }
    assert_same(&before, &contents(&book.path("")));
}

#[test]
fn an_empty_folder_is_taken_and_its_name_is_the_title() {
    let book = Book::new();
    fs::create_dir(book.path("Low Tide")).unwrap();
    book.run(&["new", "Low Tide", "--author", "Ann \"Nan\" Marsh"]).exits(0).complains("");
    let settings = fs::read_to_string(book.path("Low Tide/book.toml")).unwrap();
    let named: Vec<&str> = settings.lines().filter(|line| line.starts_with(char::is_alphabetic)).collect();
    assert_eq!(named, ["title = \"Low Tide\"", "author = 'Ann \"Nan\" Marsh'", "narrator = \"\"", "language = \"en\""]);
}
