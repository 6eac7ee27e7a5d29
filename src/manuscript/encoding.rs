//! Bytes to text: encodings, line ends, and the refusal of what is no text.

use encoding_rs::Encoding;

use super::{Format, Note, charset};
use crate::words::letters::compose;
use crate::words::{Error, Result};

/// A text with `\n` at its line ends.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    pub notes: Vec<Note>,
}

/// What other programs write, by its first bytes.
const FOREIGN: [(&[u8], &str); 6] = [
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript document"),
    (b"RIFF", "a sound file"),
    (b"ID3", "a sound file"),
    (b"\x89PNG", "a picture"),
];

/// How a PDF begins; readers take it wherever it stands in the first 1,024 bytes (Adobe's PDF
/// Reference 1.7, appendix H.3, note 13).
const PDF: &[u8] = b"%PDF-";
const PDF_WITHIN: usize = 1024;

/// How Word documents began before DOCX, and how those with a password begin today.
const OLD_WORD: &[u8] = b"\xd0\xcf\x11\xe0";

/// How ZIP archives begin.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// Refuses bytes that are not what the file's name says, as far as that can be told without parsing them.
pub fn agree(bytes: &[u8], format: Format) -> Result<()> {
    let head = &bytes[..bytes.len().min(PDF_WITHIN)];
    let found = if !bytes.starts_with(ARCHIVE) && head.windows(PDF.len()).any(|window| window == PDF) {
        return Err(refuse("a PDF"));
    } else if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(refuse(name));
    } else if bytes.starts_with(OLD_WORD) {
        // Names in such a file are of two bytes a letter.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(name.len()).any(|window| window == name) {
            return Err(Error::new("the manuscript is a Word document with a password, so its text can't be read")
                .hint("save it without the password, and use that"));
        }
        return Err(refuse("an old Word document"));
    } else if bytes.starts_with(ARCHIVE) {
        // The names of an archive's files stand in it as they are.
        let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
        match () {
            () if holds(b"META-INF/container.xml") => Format::Epub,
            () if holds(b"word/document.xml") => Format::Docx,
            () if holds(b"application/vnd.oasis.opendocument.text") => Format::Odt,
            // The names of an EPUB's own files may say anything; so may the place of a DOCX's text.
            () if holds(b"word/_rels/") => Format::Docx,
            // What is missing in it is said when it is read.
            () if matches!(format, Format::Epub | Format::Docx | Format::Odt) => return Ok(()),
            () => return Err(refuse("a ZIP archive")),
        }
    } else if !matches!(format, Format::Epub | Format::Docx | Format::Odt) {
        return Ok(());
    } else if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(empty());
    } else {
        return Err(Error::new(format!("the manuscript is not {}, as its name says", format.name()))
            .hint("save it again from the program it was written with"));
    };
    if found == format { Ok(()) } else { Err(disagree(found, format)) }
}

fn refuse(what: &str) -> Error {
    Error::new(format!("the manuscript is {what}, but it must be plain text, Markdown, HTML, EPUB, DOCX or ODT"))
        .hint("save it as one of these, and use that")
}

fn disagree(found: Format, named: Format) -> Error {
    Error::new(format!("the manuscript is {}, but its name says {}", found.name(), named.name()))
        .hint(format!("name it `manuscript.{}`", found.ending()))
}

fn empty() -> Error {
    Error::new("the manuscript is empty").hint("save the text of the book there, then try again")
}

/// Decodes UTF-8, UTF-16, what HTML says of itself, and what a detector takes the rest for, given the book's language;
/// turns CR and CRLF into LF.
pub fn decode(bytes: &[u8], format: Format, language: &str) -> Result<Decoded> {
    let (text, mut notes) = to_text(bytes, (format == Format::Html).then(|| declared(bytes)).flatten(), language);
    if is_binary(&text) {
        return Err(refuse("binary data"));
    }
    let start = text.trim_start();
    if is_latex(start) {
        return Err(refuse("LaTeX"));
    }
    if !text.contains(char::is_alphanumeric) {
        return Err(empty());
    }
    if is_html(start) && format != Format::Html {
        return Err(disagree(Format::Html, format));
    }
    if format == Format::Html && !text.contains('<') {
        return Err(disagree(Format::PlainText, format));
    }
    // Plain text keeps the form feeds that begin its pages.
    let page = if format == Format::PlainText { "\n\u{c}" } else { "\n" };
    let text = in_one_form(text, page);
    notes.extend(broken_bytes(&text, bytes));
    Ok(Decoded { text, notes })
}

/// Decodes a page of a book, which says its encoding itself or is UTF-8.
pub fn decode_page(bytes: &[u8]) -> String {
    in_one_form(to_text(bytes, declared(bytes), "").0, "\n")
}

/// The text as all texts are read from here on: with plain line ends, and with accents in their letters.
fn in_one_form(text: String, page: &str) -> String {
    let mut text = with_plain_line_ends(text, page);
    compose(&mut text);
    text
}

/// The text with `\n` wherever a line ends, however its program says so, and `page` where a page does.
fn with_plain_line_ends(text: String, page: &str) -> String {
    let ends = |c: char| matches!(c, '\r' | '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{85}');
    let Some(first) = text.find(ends) else { return text };
    let mut plain = String::with_capacity(text.len());
    plain.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find(ends) {
        plain.push_str(&rest[..at]);
        plain.push_str(if rest[at..].starts_with('\u{c}') { page } else { "\n" });
        rest = rest[at..].strip_prefix("\r\n").unwrap_or_else(|| rest[at..].strip_prefix(ends).unwrap_or_default());
    }
    plain.push_str(rest);
    plain
}

/// Counts what could not be decoded; what the author's program had already lost, and wrote so, is not ours to count.
fn broken_bytes(text: &str, bytes: &[u8]) -> Option<Note> {
    let stand_in = '\u{fffd}';
    let at = text.find(stand_in)?;
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let count = text[at..].matches(stand_in).count();
    Some(Note::BrokenBytes { count, line: text[..at].matches('\n').count() + 1 })
}

fn is_html(start: &str) -> bool {
    let tags = ["<!doctype html", "<html", "<?xml"];
    tags.iter().any(|tag| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag)))
}

/// The encoding that a page names near its start.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let at = ["charset=", "encoding="].iter().find_map(|key| Some(head.find(key)? + key.len()))?;
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(label.len());
    // A page that can be searched for its encoding has none of two bytes a letter.
    Encoding::for_label(&label.as_bytes()[..end]).filter(|encoding| encoding.is_ascii_compatible())
}

fn to_text(bytes: &[u8], declared: Option<&'static Encoding>, language: &str) -> (String, Vec<Note>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let note = (encoding != encoding_rs::UTF_8).then(|| Note::Encoding(encoding.name()));
        return (text.into_owned(), note.into_iter().collect());
    }
    if charset::is_iso_2022_jp(bytes) {
        let encoding = encoding_rs::ISO_2022_JP;
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return (text.into_owned(), vec![Note::Encoding(encoding.name())]);
    }
    // Plain UTF-16 of Western text is valid UTF-8 with a NUL in every other byte.
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')) {
        return (text.to_owned(), Vec::new());
    }
    if let Some(encoding) = declared.filter(|encoding| *encoding != encoding_rs::UTF_8) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return (text.into_owned(), vec![Note::Encoding(encoding.name())]);
    }
    let charset::Guess { encoding, by_language } = charset::guess(bytes, language);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let note = match encoding.name() {
        "UTF-8" => None,
        name if by_language => Some(Note::EncodingOfLanguage { name, language: language.to_owned() }),
        name => Some(Note::Encoding(name)),
    };
    (text.into_owned(), note.into_iter().collect())
}

/// NUL never stands in a text; other control characters may have crept in, but not one in twenty.
fn is_binary(text: &str) -> bool {
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    text.contains('\0') || controls * 20 > text.chars().count()
}

/// A preamble, or without one several commands that only LaTeX has at the start of lines: a chapter of a longer work.
fn is_latex(start: &str) -> bool {
    const PREAMBLE: [&str; 3] = ["\\documentclass", "\\documentstyle", "\\begin{document"];
    const COMMANDS: [&str; 6] = ["\\part{", "\\chapter{", "\\chapter*{", "\\section{", "\\section*{", "\\begin{"];
    const INLINE: [&str; 6] = ["\\emph{", "\\textit{", "\\textbf{", "\\label{", "\\footnote{", "\\end{"];
    let lines = || start.lines().map(str::trim_start).filter(|line| !line.starts_with('%'));
    let begins = |line: &&str| COMMANDS.iter().any(|command| line.starts_with(command));
    let contains = |line: &str| INLINE.iter().any(|command| line.contains(command));
    lines().take(60).any(|line| PREAMBLE.iter().any(|command| line.starts_with(command)))
        || match lines().filter(begins).take(2).count() {
            0 => false,
            1 => lines().any(contains),
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_words() {
        let utf16: Vec<u8> = "\u{feff}Été".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in ["Été".as_bytes(), "\u{feff}Été".as_bytes(), &utf16] {
            assert_eq!(decode(bytes, Format::PlainText, "en").unwrap().text, "Été");
        }
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode("Un café très déjà vu, à Genève, où l'été finit.");
        assert_eq!(
            decode(&latin, Format::PlainText, "en").unwrap().text,
            "Un café très déjà vu, à Genève, où l'été finit."
        );
        let (cyrillic, ..) = encoding_rs::WINDOWS_1251.encode("Глава первая. Мой дядя самых честных правил");
        let decoded = decode(&cyrillic, Format::PlainText, "en").unwrap();
        assert_eq!(decoded.text, "Глава первая. Мой дядя самых честных правил");
        assert_eq!(decoded.notes, [Note::Encoding("windows-1251")]);
    }

    #[test]
    fn every_line_end_is_one() {
        assert_eq!(decode(b"a\r\nb\rc\nd", Format::PlainText, "en").unwrap().text, "a\nb\nc\nd");
    }

    fn refused(bytes: &[u8], format: Format) -> String {
        let agreed = agree(bytes, format).and_then(|()| decode(bytes, format, "en"));
        agreed.unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_text_is_named_with_the_way_out() {
        for (bytes, name) in [
            (&b"%PDF-1.7 ..."[..], "a PDF"),
            (b"\n%PDF-1.4 ...", "a PDF"),
            (b"\\chapter{The Storm}\n\nHe said \\emph{no}.\n", "LaTeX"),
            (b"\\section{One}\n\nHe left.\n\n\\section{Two}\n", "LaTeX"),
            (b"PK\x03\x04....", "a ZIP archive"),
            (b"\xd0\xcf\x11\xe0....", "an old Word document"),
            (b"{\\rtf1\\ansi", "an RTF document"),
            (b"% a book\n\\documentclass{book}\n", "LaTeX"),
            (b"abc\0def", "binary data"),
        ] {
            assert_eq!(
                refused(bytes, Format::PlainText),
                format!(
                    "the manuscript is {name}, but it must be plain text, Markdown, HTML, EPUB, DOCX or ODT\n  \
                     hint: save it as one of these, and use that"
                )
            );
        }
        assert_eq!(agree(b"", Format::Epub).unwrap_err().message(), "the manuscript is empty");
        assert_eq!(decode(b" \n\t", Format::PlainText, "en").unwrap_err().message(), "the manuscript is empty");
    }

    #[test]
    fn a_text_that_speaks_of_latex_is_text() {
        let text = b"He typed\n\\chapter{One}\nand nothing happened.";
        assert!(agree(text, Format::PlainText).and_then(|()| decode(text, Format::PlainText, "en")).is_ok());
    }

    #[test]
    fn a_name_that_says_something_else_is_refused() {
        for (bytes, format, message) in [
            (&b"PK\x03\x04 META-INF/container.xml"[..], Format::PlainText, "an EPUB, but its name says plain text"),
            (b"PK\x03\x04 word/document.xml", Format::Epub, "a DOCX, but its name says an EPUB"),
            (b"<!DOCTYPE html><p>Hello", Format::Markdown, "HTML, but its name says Markdown"),
            (b"Hello", Format::Html, "plain text, but its name says HTML"),
            (b"Hello", Format::Docx, "not a DOCX, as its name says"),
        ] {
            let refused = refused(bytes, format);
            assert!(refused.starts_with(&format!("the manuscript is {message}\n  hint: ")), "{refused}");
        }
    }

    #[test]
    fn a_word_document_with_a_password_is_told_from_an_old_one() {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let refused = refused(&[OLD_WORD, &name].concat(), Format::Docx);
        assert_eq!(
            refused,
            "the manuscript is a Word document with a password, so its text can't be read\n  \
             hint: save it without the password, and use that"
        );
    }

    #[test]
    fn a_page_says_its_encoding() {
        let (page, ..) = encoding_rs::WINDOWS_1251.encode("<meta charset='windows-1251'><p>Да");
        assert!(decode(&page, Format::Html, "en").unwrap().text.ends_with("Да"));
    }
}
