//! Whatever is wrong with a book: one clear message, nothing on standard output, and not a byte of the book changed.

mod support;

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use support::{Book, assert_same, contents, speech_like, write_wav};

const STORY: &str =
    "# Chapter 1\n\nThe tide was out. The boats lay on their sides.\n\n\"When does it come back?\" she asked.\n";

/// A book with its script and a good take of its first cue.
fn begun() -> Book {
    let book = Book::of(STORY);
    book.take("01-0001", 2.0);
    book.run(&["script"]).exits(0);
    book
}

/// The command must fail with this message and leave everything as it was.
#[track_caller]
fn refuses(book: &Book, arguments: &[&str], complaint: &str) {
    let before = contents(&book.path(""));
    book.run(arguments).exits(2).prints("").complains(complaint);
    assert_same(&before, &contents(&book.path("")));
}

mod settings {
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
             unknown field `paragraf`, expected one of `head`, `announcement`, `sentence`, `paragraph`, `scene`, `section`, `tail`\n  \
             hint: `cuebook new` writes a commented book.toml to compare with\n",
        );
    }

    #[test]
    fn an_unknown_profile() {
        refused(
            "title = \"Low Water\"\n\n[delivery]\nprofile = \"audible\"\n",
            "error: there is no delivery profile `audible`\n  hint: `delivery.profile` in `book.toml` can be `acx`\n",
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
}

mod manuscript {
    use super::*;

    #[track_caller]
    fn refused(files: &[(&str, &[u8])], complaint: &str) {
        let book = Book::new();
        for (name, bytes) in files {
            book.file(&format!("script/{name}"), bytes);
        }
        for command in ["script", "build"] {
            refuses(&book, &[command], complaint);
        }
    }

    #[test]
    fn none() {
        let complaint = "error: there is no manuscript in `./script`\n  \
                         hint: put the text there as `manuscript.txt`, `.md`, `.html`, `.epub`, `.docx` or `.odt`\n";
        refused(&[], complaint);
        refused(&[("novel.txt", b"Chapter 1")], complaint);
    }

    #[test]
    fn nothing_in_it() {
        for nothing in ["", " \n\t\n \r\n"] {
            refused(
                &[("manuscript.txt", nothing.as_bytes())],
                "error: can't read `./script/manuscript.txt`\n  \
                 because: the manuscript is empty\n  \
                 hint: save the text of the book there, then try again\n",
            );
        }
    }

    #[test]
    fn two_of_them() {
        refused(
            &[("manuscript.md", STORY.as_bytes()), ("manuscript.txt", STORY.as_bytes())],
            "error: there are 2 manuscripts in `./script`: `manuscript.md`, `manuscript.txt`\n  \
             hint: keep the one to be read and move the others out of this folder\n",
        );
    }

    #[test]
    fn a_file_and_a_folder() {
        refused(
            &[("manuscript/01.md", STORY.as_bytes()), ("manuscript.txt", STORY.as_bytes())],
            "error: there are 2 manuscripts in `./script`: `manuscript/`, `manuscript.txt`\n  \
             hint: keep the one to be read and move the others out of this folder\n",
        );
    }

    #[test]
    fn a_folder_without_chapters() {
        refused(
            &[("manuscript/notes.rtf", b"{\\rtf1"), ("manuscript/.hidden.md", STORY.as_bytes())],
            "error: `./script/manuscript` holds no Markdown files\n  \
             hint: put the chapters there as `01.md`, `02.md` and so on, or one file beside it as `manuscript.txt`\n",
        );
    }

    #[test]
    fn a_chapter_that_is_no_text() {
        refused(
            &[("manuscript/01.md", STORY.as_bytes()), ("manuscript/more/02.md", b"%PDF-1.7\0\0")],
            "error: can't read `./script/manuscript`\n  \
             because: can't read `more/02.md`\n  \
             because: the manuscript is binary data, but it must be plain text, Markdown, HTML, EPUB, DOCX or ODT\n  \
             hint: save it as one of these, and use that\n",
        );
    }

    #[test]
    fn of_a_kind_that_is_not_read() {
        for name in ["manuscript.rtf", "manuscript.pdf", "manuscript.mobi", "manuscript"] {
            refused(
                &[(name, STORY.as_bytes())],
                &format!(
                    "error: `./script/{name}` is of a kind that is not read: wanted plain text, Markdown, HTML, EPUB, DOCX or ODT\n  \
                     hint: save the text as `manuscript.txt`, `.md`, `.html`, `.epub`, `.docx` or `.odt` there\n"
                ),
            );
        }
    }

    #[test]
    fn not_what_its_name_says() {
        let noise: Vec<u8> = (0..300).map(|n| (n * 7 % 256) as u8).collect();
        for (bytes, found) in
            [(&noise[..], "binary data"), (b"%PDF-1.7\n1 0 obj", "a PDF"), (b"PK\x03\x04rest", "a ZIP archive")]
        {
            refused(
                &[("manuscript.txt", bytes)],
                &format!(
                    "error: can't read `./script/manuscript.txt`\n  \
                     because: the manuscript is {found}, but it must be plain text, Markdown, HTML, EPUB, DOCX or ODT\n  \
                     hint: save it as one of these, and use that\n"
                ),
            );
        }
        refused(
            &[("manuscript.txt", b"<!DOCTYPE html>\n<p>The tide was out.")],
            "error: can't read `./script/manuscript.txt`\n  \
             because: the manuscript is HTML, but its name says plain text\n  \
             hint: name it `manuscript.html`\n",
        );
        refused(
            &[("manuscript.epub", STORY.as_bytes())],
            "error: can't read `./script/manuscript.epub`\n  \
             because: the manuscript is not an EPUB, as its name says\n  \
             hint: save it again from the program it was written with\n",
        );
    }

    #[test]
    fn a_file_where_its_folder_should_be() {
        let book = Book::new();
        fs::remove_dir(book.path("script")).unwrap();
        book.file("script", "The tide was out.");
        refuses(
            &book,
            &["script"],
            "error: failed to read `./script`\n  \
             because: Not a directory (os error 20)\n  \
             hint: a file stands where a folder is needed: move it away\n",
        );
    }
}

mod narration {
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
                "error: `narration.json` can't be understood\n  because: unknown field `heading`, expected one of `id`, `kind`, `title`, `cues` at line 2 column 41\n{MENDABLE}"
            ),
        );
    }
}

mod takes {
    use super::*;

    /// A file with a cue's name that is no take: a finding for `check`, and a reason to build nothing.
    #[track_caller]
    fn refused(book: &Book, found: &str, hint: &str) {
        refuses(
            book,
            &["build"],
            &format!(
                "error: `recordings/01-0002.wav` is {found}, but it should be a take of its cue\n  \
                 hint: {hint}\n  \
                 hint: nothing was built; move such files out of `recordings/` to build without them\n"
            ),
        );
        let before = contents(&book.path(""));
        book.run(&["check", "01-0002"]).exits(1).complains("").prints(&format!(
            "error[cue-missing]: no take that can be used\n  \
             --> cue 01-0002\n  \
             wanted: a take\n  \
             hint: record it as `recordings/01-0002.wav`\n\
             error[take-unreadable]: {found}\n  \
             --> recordings/01-0002.wav, cue 01-0002\n  \
             wanted: audio\n  \
             hint: {hint}\n\
             1 take for 1 cue: 2 errors\n"
        ));
        assert_same(&before, &contents(&book.path("")));
    }

    const MOVE: &str = "move it away, or give it a name that does not end like a sound file";
    const COPY: &str = "copy the file again from where it was recorded, or record it again";
    const EXPORT: &str = "export the take again as WAV, or give the file another name";

    #[test]
    fn a_text_file() {
        let book = begun();
        book.file("recordings/01-0002.wav", "I'll record this one tomorrow.\n");
        refused(&book, "a text file", EXPORT);
    }

    #[test]
    fn an_empty_file() {
        let book = begun();
        book.file("recordings/01-0002.wav", "");
        refused(&book, "an empty file", COPY);
    }

    #[test]
    fn a_folder() {
        let book = begun();
        book.file("recordings/01-0002.wav/01-0002.wav", "");
        refused(&book, "a folder", MOVE);
    }

    #[test]
    fn a_picture() {
        let book = begun();
        book.file("recordings/01-0002.wav", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0");
        refused(&book, "no audio that can be read (it is like no sound format that is known)", EXPORT);
    }

    #[test]
    fn a_header_cut_short() {
        let book = begun();
        let whole = fs::read(book.path("recordings/01-0001.wav")).unwrap();
        book.file("recordings/01-0002.wav", &whole[..30]);
        refused(&book, "no audio that can be read (unexpected end of file)", EXPORT);
    }

    #[test]
    fn two_of_them_are_said_at_once() {
        let book = begun();
        book.file("recordings/01-0002.wav", "").file("recordings/01-0003.wav", "Tomorrow.\n");
        refuses(
            &book,
            &["build"],
            "error: `recordings/01-0002.wav` is an empty file, but it should be a take of its cue\n  \
             because: 1 more can't be read: `recordings/01-0003.wav` is a text file\n  \
             hint: copy the file again from where it was recorded, or record it again\n  \
             hint: nothing was built; move such files out of `recordings/` to build without them\n",
        );
    }

    #[test]
    fn audio_cut_short_is_a_finding_and_what_is_there_is_used() {
        let book = begun();
        book.take("01-0002", 5.0).take("01-0003", 4.0);
        let whole = fs::read(book.path("recordings/01-0002.wav")).unwrap();
        for length in [200_000, 200_001] {
            book.file("recordings/01-0002.wav", &whole[..length]);
            book.run(&["check"]).exits(1).complains("").prints(
                "error[take-cut-short]: 2.3 s of 5.0 s\n  \
                 --> recordings/01-0002.wav, cue 01-0002\n  \
                 wanted: all that the header promises\n  \
                 hint: copy the file again, or record the cue again\n\
                 warning[speech-cut-at-tail]: speech up to the last sample\n  \
                 --> recordings/01-0002.wav, cue 01-0002\n  \
                 wanted: at least 0.02 s of quiet\n  \
                 hint: listen to that end; if a sound is missing, record it again with a second of quiet around it\n\
                 warning[speech-too-short]: 10 words in 1.8 s\n  \
                 --> recordings/01-0002.wav, cue 01-0002\n  \
                 wanted: at least 1.8 s\n  \
                 hint: compare the take with the cue's words: some may be missing\n\
                 3 takes for 3 cues: 1 error, 2 warnings\n",
            );
        }
        book.run(&["build"]).exits(1).complains("");
        assert!(book.path("output/masters/01.wav").is_file());
    }

    #[test]
    fn a_room_tone_that_can_not_be_heard_is_a_warning() {
        let book = begun();
        book.take("01-0002", 5.0).take("01-0003", 4.0);
        book.file("recordings/room-tone.wav", "The room was noisy, later.\n");
        book.run(&["check"]).exits(0).complains("").prints(
            "warning[take-unreadable]: a text file\n  \
             --> recordings/room-tone.wav\n  \
             wanted: audio\n  \
             hint: export the take again as WAV, or give the file another name\n\
             3 takes for 3 cues: 1 warning\n",
        );
    }

    #[cfg(unix)]
    mod on_unix {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;

        use super::*;

        #[test]
        fn a_link_to_itself() {
            let book = begun();
            symlink("01-0002.wav", book.path("recordings/01-0002.wav")).unwrap();
            refused(
                &book,
                "a file that can't be opened (Too many levels of symbolic links (os error 40))",
                "check that the file is yours to read",
            );
        }

        #[test]
        fn a_link_to_nothing() {
            let book = begun();
            symlink("/nowhere/01-0002.wav", book.path("recordings/01-0002.wav")).unwrap();
            refused(
                &book,
                "a file that can't be opened (No such file or directory (os error 2))",
                "check that the file is yours to read",
            );
        }

        /// Reading it would wait for ever.
        #[test]
        fn a_pipe() {
            let book = begun();
            assert!(Command::new("mkfifo").arg(book.path("recordings/01-0002.wav")).status().unwrap().success());
            refused(&book, "a pipe", MOVE);
        }

        /// Reading it would never end.
        #[test]
        fn a_device() {
            let book = begun();
            symlink("/dev/zero", book.path("recordings/01-0002.wav")).unwrap();
            refused(&book, "a device", MOVE);
        }

        #[test]
        fn a_socket() {
            let book = begun();
            let _listening = UnixListener::bind(book.path("recordings/01-0002.wav")).unwrap();
            refused(&book, "a socket", MOVE);
        }

        #[test]
        fn a_link_to_a_take_is_a_take() {
            let book = begun();
            book.take("01-0002", 5.0).take("01-0003", 4.0);
            fs::rename(book.path("recordings/01-0003.wav"), book.path("elsewhere.wav")).unwrap();
            symlink("../elsewhere.wav", book.path("recordings/01-0003.wav")).unwrap();
            book.run(&["check"]).exits(0).complains("").prints("3 takes for 3 cues: no findings\n");
        }

        #[test]
        fn a_folder_that_holds_itself_is_heard_once() {
            let book = begun();
            book.take("day 1/01-0002", 5.0).take("day 2/01-0003", 4.0);
            symlink("../recordings", book.path("recordings/again")).unwrap();
            symlink("../day 2", book.path("recordings/day 1/next")).unwrap();
            symlink("../day 1", book.path("recordings/day 2/last")).unwrap();
            let listed = book.run(&["check"]).exits(0).complains("").stdout();
            assert!(listed.ends_with("5 takes for 3 cues: 2 warnings\n"), "{listed}");
        }

        #[test]
        fn a_folder_with_a_name_that_is_no_text() {
            let book = begun();
            let folder = book.path("recordings").join(OsStr::from_bytes(b"day\xff"));
            write_wav(&folder.join("01-0002.wav"), &speech_like(3, 5.0));
            refuses(
                &book,
                &["build"],
                "error: `recordings/day�/01-0002.wav` is a file with a name that is not UTF-8, but it should be a take of its cue\n  \
                 hint: rename it, and the folders it stands in, with letters that every system knows\n  \
                 hint: nothing was built; move such files out of `recordings/` to build without them\n",
            );
            book.run(&["check", "01-0002"]).exits(1).complains("").prints(
                "error[cue-missing]: no take that can be used\n  \
                 --> cue 01-0002\n  \
                 wanted: a take\n  \
                 hint: record it as `recordings/01-0002.wav`\n\
                 error[take-unreadable]: a file with a name that is not UTF-8\n  \
                 --> recordings/day�/01-0002.wav, cue 01-0002\n  \
                 wanted: audio\n  \
                 hint: rename it, and the folders it stands in, with letters that every system knows\n\
                 1 take for 1 cue: 2 errors\n",
            );
        }

        #[test]
        fn a_file_with_a_name_that_is_no_text_belongs_to_no_cue() {
            let book = begun();
            book.take("01-0002", 5.0).take("01-0003", 4.0);
            let path = book.path("recordings").join(OsStr::from_bytes(b"01-0001\xff.wav"));
            write_wav(&path, &speech_like(3, 2.0));
            book.run(&["check"]).exits(0).complains("").prints(
                "warning[take-orphaned]: its name is no cue's\n  \
                 --> recordings/01-0001�.wav\n  \
                 wanted: a cue of the script\n  \
                 hint: name it by its cue, `01-0042.wav`, a second take `01-0042_t2.wav`\n\
                 4 takes for 3 cues: 1 warning\n",
            );
        }
    }
}

mod output {
    use super::*;

    #[test]
    fn a_file_where_its_folder_should_be() {
        let book = begun();
        fs::remove_dir_all(book.path("output")).unwrap();
        book.file("output", "in the way");
        for command in ["script", "build"] {
            refuses(
                &book,
                &[command],
                "error: failed to write `./output/.cache`\n  \
                 because: Not a directory (os error 20)\n  \
                 hint: a file stands where a folder is needed: move it away\n",
            );
        }
        // What only reads goes on.
        book.run(&["status"]).exits(0).complains("");
    }

    #[test]
    fn a_folder_where_a_master_should_be() {
        let book = begun();
        book.file("output/masters/01.wav/mine.txt", "in the way");
        refuses(
            &book,
            &["build"],
            "error: failed to write `./output/masters/01.wav`\n  \
             because: Is a directory (os error 21)\n  \
             hint: a folder stands where a file is to be written: move it away\n",
        );
    }

    #[test]
    fn another_cuebook_is_writing() {
        let book = begun();
        let lock = File::create(book.path("output/.cache/lock")).unwrap();
        lock.lock().unwrap();
        for command in ["script", "build"] {
            refuses(
                &book,
                &[command],
                "error: another cuebook is writing into `.`\n  \
                 hint: wait until it is done, then run the same command again\n",
            );
        }
        book.run(&["status"]).exits(0).complains("");
        lock.unlock().unwrap();
        book.run(&["build"]).exits(1).complains("");
    }

    /// A small file system of its own on a folder of the book; gone when dropped, even by a failed assertion.
    struct Mounted(PathBuf);

    impl Mounted {
        /// `None` where this system or this user can't mount, which is said loudly.
        fn on(book: &Book, folder: &str, options: &str) -> Option<Self> {
            let path = book.path(folder);
            fs::create_dir_all(&path).unwrap();
            let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "cuebook-test"]).arg(&path).output();
            if mount.is_ok_and(|output| output.status.success()) {
                return Some(Self(path));
            }
            support::skipped(&format!("can't mount a tmpfs on `{}`", path.display()));
            None
        }
    }

    impl Drop for Mounted {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        }
    }

    #[test]
    fn a_folder_that_can_only_be_read() {
        let book = begun();
        let Some(_mounted) = Mounted::on(&book, "output", "ro") else { return };
        for command in ["script", "build"] {
            refuses(
                &book,
                &[command],
                "error: failed to write `./output/.cache`\n  \
                 because: Read-only file system (os error 30)\n  \
                 hint: make the folder writable for you, or copy the book to one that is\n",
            );
        }
        book.run(&["status"]).exits(0).complains("");
    }

    #[test]
    fn a_folder_of_masters_that_can_only_be_read() {
        let book = begun();
        let Some(_mounted) = Mounted::on(&book, "output/masters", "ro") else { return };
        refuses(
            &book,
            &["build"],
            "error: failed to write `./output/masters/01.wav`\n  \
             because: read-only filesystem or storage medium\n  \
             hint: make the folder writable for you, or copy the book to one that is\n",
        );
    }

    #[test]
    fn a_full_disk_leaves_the_old_master_and_no_half_of_a_new_one() {
        let book = begun();
        let Some(_mounted) = Mounted::on(&book, "output", "size=1m") else { return };
        // One short cue fits, the whole chapter does not.
        book.run(&["build"]).exits(1).complains("");
        let old = contents(&book.path("output/masters"));
        assert_eq!(old.len(), 2, "{:?}", old.keys());
        book.take("01-0002", 5.0).take("01-0003", 4.0);
        book.run(&["script"]).exits(0);
        refuses(
            &book,
            &["build"],
            "error: failed to write `./output/masters/01.wav`\n  \
             because: No space left on device (os error 28)\n  \
             hint: the disk is full: free some space, then run the same command again; what was there before is untouched\n",
        );
        assert_same(&old, &contents(&book.path("output/masters")));
    }

    #[test]
    fn a_full_disk_leaves_no_half_of_a_script() {
        let book = Book::new();
        let Some(_mounted) = Mounted::on(&book, "script", "size=8k") else { return };
        book.file("script/manuscript.md", STORY).file("script/filler", [7; 4096]).file("output/.cache/lock", "");
        refuses(
            &book,
            &["script"],
            "error: failed to write `./script/narration.json`\n  \
             because: No space left on device (os error 28)\n  \
             hint: the disk is full: free some space, then run the same command again; what was there before is untouched\n",
        );
    }
}
