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
    refused(&book, "no audio that can be read (the file breaks off where it says how it was recorded)", EXPORT);
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
