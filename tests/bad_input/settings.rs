use super::*;

#[track_caller]
fn refused(settings: impl AsRef<[u8]>, complaint: &str) {
    let book = Book::of(STORY);
    book.file("book.toml", settings);
    for command in ["script", "status", "check", "build", "play"] {
        refuses(&book, &[command], complaint);
    }
}

#[test]
fn no_book() {
    let book = Book::of(STORY);
    fs::remove_file(book.path("book.toml")).unwrap();
    for command in ["script", "status", "check", "build", "play"] {
        refuses(
            &book,
            &[command],
            "error: there is no book in `.`: it has no book.toml\n  \
                 hint: start one with `cuebook new DIR`, or name the book's folder with `-C DIR`\n",
        );
    }
    refuses(
        &book,
        &["-C", "elsewhere", "build"],
        "error: there is no book in `elsewhere`: it has no book.toml\n  \
             hint: start one with `cuebook new DIR`, or name the book's folder with `-C DIR`\n",
    );
}

#[test]
fn a_broken_line() {
    refused(
        "title = \"Low Water\"\nauthor = Ann\n",
        "error: `book.toml` can't be understood\n  \
             because: TOML parse error at line 2, column 10\n    \
             |\n  \
             2 | author = Ann\n    \
             |          ^^^\n  \
             string values must be quoted, expected literal string\n  \
             hint: `cuebook new` writes a commented book.toml to compare with\n",
    );
}

#[test]
fn an_unknown_setting() {
    refused(
        "title = \"Low Water\"\n\n[spacing]\nparagraf = 1.0\n",
        "error: `book.toml` can't be understood\n  \
             because: TOML parse error at line 4, column 1\n    \
             |\n  \
             4 | paragraf = 1.0\n    \
             | ^^^^^^^^\n  \
             unknown field `paragraf`, expected one of `head`, `announcement`, `sentence`, `paragraph`, `dialogue`, `scene`, `section`, `tail`\n  \
             hint: `cuebook new` writes a commented book.toml to compare with\n",
    );
}

#[test]
fn an_unknown_profile() {
    refused(
        "title = \"Low Water\"\n\n[delivery]\nprofile = \"audible\"\n",
        "error: there is no delivery profile `audible`\n  hint: `delivery.profile` in `book.toml` can be `acx`, `inaudio`, \
         `authors-republic`, `google-play`, `librivox`, `m4b`, `opus`, `archive`, `read-along`, `ebu-r128`, or a file of your own, \
         `profiles/audible.toml`\n",
    );
}

#[test]
fn no_title() {
    refused(
        "author = \"Ann\"\n",
        "error: `book.toml` can't be understood\n  \
             because: TOML parse error at line 1, column 1\n    \
             |\n  \
             1 | author = \"Ann\"\n    \
             | ^\n  \
             missing field `title`\n  \
             hint: `cuebook new` writes a commented book.toml to compare with\n",
    );
    refused("title = \" \"\n", "error: `title` in `book.toml` is empty, but it must be the title of the book\n");
}

#[test]
fn impossible_values() {
    refused(
        "title = \"Low Water\"\n\n[spacing]\nhead = -1.0\n",
        "error: `spacing.head` in `book.toml` is -1, but it must be seconds from 0 to 60\n",
    );
    refused(
        "title = \"Low Water\"\n\n[about]\nyear = 26\n",
        "error: `about.year` in `book.toml` is 26, but it must be a year of four figures\n",
    );
    refused(
        "title = \"Low Water\"\n\n[recording]\nsample_rate = 44\n",
        "error: `recording.sample_rate` in `book.toml` is 44 Hz, but it must be 8000 to 384000\n",
    );
    refused(
        "title = \"Low Water\"\n\n[recording]\nsample_rate = 0\n",
        "error: `book.toml` can't be understood\n  \
             because: TOML parse error at line 4, column 15\n    \
             |\n  \
             4 | sample_rate = 0\n    \
             |               ^\n  \
             a sample rate can't be 0 Hz; most recordings have 44100\n  \
             hint: `cuebook new` writes a commented book.toml to compare with\n",
    );
    refused(
        "title = \"Low Water\"\n\n[recording]\nchannels = 6\n",
        "error: `recording.channels` in `book.toml` is 6, but it must be 1 or 2\n",
    );
    refused(
        "title = \"Low Water\"\n\n[cues]\nmax_words = 0\n",
        "error: `cues.max_words` in `book.toml` is 0, but it must be at least 5\n",
    );
    refused(
        "title = \"Low Water\"\n\n[cues]\ngranularity = \"line\"\n",
        "error: `book.toml` can't be understood\n  \
             because: TOML parse error at line 4, column 15\n    \
             |\n  \
             4 | granularity = \"line\"\n    \
             |               ^^^^^^\n  \
             unknown variant `line`, expected `paragraph` or `sentence`\n  \
             hint: `cuebook new` writes a commented book.toml to compare with\n",
    );
}

#[test]
fn no_utf_8() {
    refused(
        b"title = \"Ebbe \xfcber Flut\"\n",
        "error: failed to read `./book.toml`\n  \
             because: invalid utf-8 sequence of 1 bytes from index 14\n  \
             hint: save it as plain text in UTF-8\n",
    );
}
