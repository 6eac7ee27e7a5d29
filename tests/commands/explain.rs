use super::*;

#[test]
fn every_rule_and_profile_is_listed_and_explained() {
    let book = Book::new();
    let listed = book.run(&["explain"]).exits(0).complains("").stdout();
    for rule in cuebook::words::Rule::ALL {
        assert!(listed.contains(&format!("  {rule} ")), "{rule} is not listed");
        let said = book.run(&["explain", rule.code()]).exits(0).complains("").stdout();
        for part in ["\nexample\n", "\nhow to mend it\n", "\nwhere it comes from\n", "\nto change it, in book.toml\n"] {
            assert!(said.contains(part), "{said}");
        }
    }
    for profile in ["acx", "inaudio", "authors-republic", "google-play", "librivox", "ebu-r128", "recording"] {
        assert!(listed.contains(&format!("  {profile} ")), "{profile} is not listed");
        book.run(&["explain", profile]).exits(0).complains("");
    }
}

#[test]
fn a_rule_is_explained_as_the_book_holds_it() {
    let book = Book::new();
    book.file("book.toml", "title = \"x\"\n[check]\nlevel-low = { severity = \"error\", limit = -40 }\n");
    book.run(&["explain", "level-low"]).exits(0).complains("").prints(
        "level-low  warning, level\n\n\
         A take's speech is very quiet.\n\
         Raising it raises its noise with it.\n\n\
         example\n  \
         warning[level-low]: -41.2 dBFS\n    \
         --> recordings/01-0042.wav, cue 01-0042\n    \
         wanted: at least -36.0 dBFS\n\n\
         how to mend it\n  \
         Move closer to the microphone or raise the input gain, and record it again.\n\n\
         where it comes from\n  \
         The RMS level from the first sound of the speech to the last.\n\n\
         limit\n  \
         The RMS level of a take's speech: at least -36.0 dBFS; a book may set -96.0\n  \
         dBFS to 0.0 dBFS\n  \
         16 dB under what ACX wants delivered: raised by so much, any room is heard\n  \
         (cuebook's choice, 2026-11)\n\n\
         in this book\n  \
         error, at least -40.0 dBFS\n\n\
         to change it, in book.toml\n  \
         [check]\n  \
         level-low = { severity = \"warning\", limit = -36 }\n  \
         # the severity can be \"off\", \"note\", \"warning\" or \"error\"\n",
    );
    let report = book.run(&["explain", "level-low", "--json"]).exits(0).json();
    assert_eq!((report["here"]["limit"].as_f64(), report["figure"]["limit"].as_f64()), (Some(-40.0), Some(-36.0)));
}

#[test]
fn a_profile_of_the_books_own_begins_with_one_that_is_there() {
    let book = Book::new();
    let acx = book.run(&["explain", "acx", "--toml"]).exits(0).complains("").stdout();
    let mine =
        acx.replace("name = \"acx\"", "name = \"mine\"").replace("title = \"ACX / Audible\"", "title = \"Mine\"");
    book.file("profiles/mine.toml", mine);
    let said = book.run(&["explain", "mine"]).exits(0).complains("").stdout();
    assert!(said.starts_with("mine  Mine\n"), "{said}");
}

#[test]
fn a_profile_is_printed_though_the_shell_has_emptied_the_file_that_it_goes_to() {
    let book = Book::new();
    book.file("profiles/acx.toml", "");
    let acx = book.run(&["explain", "acx", "--toml"]).exits(0).complains("").stdout();
    assert!(acx.contains("\nname = \"acx\"\n"), "{acx}");
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let book = Book::new();
    for (name, near) in [("levle-low", "level-low"), ("librevox", "librivox"), ("Take_Clipped", "take-clipped")] {
        book.run(&["explain", name]).exits(2).prints("").complains(&format!(
            "error: there is no rule or profile `{name}`\n  hint: did you mean `{near}`?\n  \
             hint: `cuebook explain` lists them all\n"
        ));
    }
}

#[test]
fn the_books_own_profiles_are_listed() {
    let book = Book::new();
    fs::create_dir(book.path("profiles")).unwrap();
    let acx = book.run(&["explain", "acx", "--toml"]).stdout();
    let house = acx.replace("name = \"acx\"", "name = \"house\"").replace("title = \"", "title = \"Our ");
    book.file("profiles/house.toml", house).file("profiles/acx.toml", acx).file("profiles/torn.toml", "name = ");
    let listed = book.run(&["explain"]).exits(0).complains("").stdout();
    let own: Vec<&str> = listed.lines().filter(|line| line.contains("this book's own")).map(str::trim).collect();
    assert_eq!(own.len(), 3, "{listed}");
    assert!(own[0].starts_with("acx ") && own[1].starts_with("house ") && own[1].contains("  Our "), "{own:?}");
    assert!(own[2].starts_with("torn ") && own[2].contains("`cuebook explain torn` says why"), "{own:?}");
    assert_eq!(listed.lines().filter(|line| line.starts_with("  acx ")).count(), 1, "{listed}");
    let json = book.run(&["explain", "--json"]).json();
    assert!(json["profiles"].as_array().unwrap().iter().any(|name| name == "house"));
    let said = book.run(&["explain", "hous"]).exits(2).stderr();
    assert!(said.contains("did you mean `house`?"), "{said}");
}
