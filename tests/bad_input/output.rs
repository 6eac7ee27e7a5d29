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
    book.run(&["status"]).exits(0).complains(
        "note: all takes are heard again next time, as what was measured can't be kept: failed to write `./output/.cache`\n  \
             because: Not a directory (os error 20)\n  \
             hint: a file stands where a folder is needed: move it away\n",
    );
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
pub struct Mounted(PathBuf);

impl Mounted {
    /// `None` where this system or this user can't mount, which is said loudly.
    pub fn on(book: &Book, folder: &str, options: &str) -> Option<Self> {
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
    book.run(&["status"]).exits(0).complains(
        "note: all takes are heard again next time, as what was measured can't be kept: failed to write `./output/.cache`\n  \
             because: Read-only file system (os error 30)\n  \
             hint: make the folder writable for you, or copy the book to one that is\n",
    );
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
    book.run(&["check"]).exits(0);
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
