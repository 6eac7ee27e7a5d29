//! Bytes to text: encodings, line ends, and the refusal of what is no text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::Note;
use crate::words::{Error, Result};

/// A text with `\n` at its line ends.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    pub note: Option<Note>,
}

/// What other programs write, by its first bytes.
const FOREIGN: [(&[u8], &str); 9] = [
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, as DOCX, ODT and EPUB are"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript document"),
    (b"RIFF", "a sound file"),
    (b"ID3", "a sound file"),
    (b"\x89PNG", "a picture"),
];

/// Decodes UTF-8, UTF-16 with a mark, and what a detector takes the rest for; turns CR and CRLF into LF.
pub fn decode(bytes: &[u8]) -> Result<Decoded> {
    let refuse = |what: &str| {
        Err(Error::new(format!("the manuscript is {what}, but it must be plain text or Markdown"))
            .hint("save it as plain text or Markdown, and use that"))
    };
    if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return refuse(name);
    }
    let (text, note) = to_text(bytes);
    if is_binary(&text) {
        return refuse("binary data");
    }
    let start = text.trim_start();
    if is_latex(start) {
        return refuse("LaTeX");
    }
    let html = ["<!doctype html", "<html", "<?xml"];
    if html.iter().any(|tag| start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag))) {
        return refuse("HTML or XML");
    }
    if !text.contains(char::is_alphanumeric) {
        return Err(Error::new("the manuscript is empty").hint("save the text of the book there, then try again"));
    }
    Ok(Decoded { text: text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{c}'], "\n"), note })
}

fn to_text(bytes: &[u8]) -> (String, Option<Note>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let note = (encoding != encoding_rs::UTF_8).then(|| Note::Encoding(encoding.name()));
        return (text.into_owned(), note);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), Some(Note::Encoding(encoding.name())))
}

/// NUL never stands in a text; other control characters may have crept in, but not one in twenty.
fn is_binary(text: &str) -> bool {
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    text.contains('\0') || controls * 20 > text.chars().count()
}

fn is_latex(start: &str) -> bool {
    let mut lines = start.lines().filter(|line| !line.trim_start().starts_with('%'));
    let head: Vec<&str> = lines.by_ref().take(60).collect();
    head.iter().any(|line| {
        let line = line.trim_start();
        line.starts_with("\\documentclass")
            || line.starts_with("\\documentstyle")
            || line.starts_with("\\begin{document")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_words() {
        let utf16: Vec<u8> = "\u{feff}Été".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in ["Été".as_bytes(), "\u{feff}Été".as_bytes(), &utf16] {
            assert_eq!(decode(bytes).unwrap().text, "Été");
        }
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode("Un café très déjà vu, à Genève, où l'été finit.");
        assert_eq!(decode(&latin).unwrap().text, "Un café très déjà vu, à Genève, où l'été finit.");
        let (cyrillic, ..) = encoding_rs::WINDOWS_1251.encode("Глава первая. Мой дядя самых честных правил");
        let decoded = decode(&cyrillic).unwrap();
        assert_eq!(decoded.text, "Глава первая. Мой дядя самых честных правил");
        assert_eq!(decoded.note, Some(Note::Encoding("windows-1251")));
    }

    #[test]
    fn every_line_end_is_one() {
        assert_eq!(decode(b"a\r\nb\rc\nd").unwrap().text, "a\nb\nc\nd");
    }

    #[test]
    fn what_is_no_text_is_named_with_the_way_out() {
        for (bytes, name) in [
            (&b"%PDF-1.7 ..."[..], "a PDF"),
            (b"PK\x03\x04....", "EPUB"),
            (b"{\\rtf1\\ansi", "RTF"),
            (b"% a book\n\\documentclass{book}\n", "LaTeX"),
            (b"<!DOCTYPE html><p>Hello", "HTML"),
            (b"abc\0def", "binary"),
        ] {
            let message = decode(bytes).unwrap_err().to_string();
            assert!(message.contains(name) && message.contains("hint: save it as plain text"), "{message}");
        }
        assert_eq!(decode(b" \n\t").unwrap_err().message(), "the manuscript is empty");
    }
}
