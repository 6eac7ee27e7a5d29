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
