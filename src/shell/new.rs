//! `cuebook new`: start a book.

use std::fs;

use crate::files::replace;
use crate::words::letters::legible;
use crate::words::{Book, Error, Result};

use super::answer::Answer;
use super::arguments::New;

pub(super) fn run(options: &New) -> Result<Answer> {
    let dir = &options.dir;
    let in_use = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if in_use || dir.is_file() {
        return Err(Error::new(format!(
            "`{}` is in use: a new book wants a folder that is empty or not there yet",
            dir.display()
        ))
        .hint("give another name"));
    }
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.clone());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    let title = options.title.clone().or(name).unwrap_or_else(|| "Untitled".to_owned());
    let settings = settings(&title, &options.author, &options.narrator);
    Book::parse(&settings)?;
    for folder in ["script", "recordings", "output"] {
        let folder = dir.join(folder);
        fs::create_dir_all(&folder).map_err(|error| Error::io("make", &folder, error))?;
    }
    replace(&dir.join("book.toml"), settings.as_bytes())?;
    Ok(Answer::clean(format!(
        "A new book stands in `{dir}`.\n\n\
         1. Put its text there as `script/manuscript.txt` or `script/manuscript.md`.\n\
         2. Look at `book.toml`.\n\
         3. Make the narration script: `cuebook -C {dir} script`\n",
        dir = dir.display()
    )))
}

fn settings(title: &str, author: &str, narrator: &str) -> String {
    let text = |value: &str| toml::Value::from(legible(value).as_ref()).to_string();
    format!(
        r#"# What cuebook needs to know about this book. Lines that begin with # show defaults.

title = {title}
author = {author}
narrator = {narrator}
language = "en"

[about]
# What delivered files say of the book besides, for shops and players. The year is that of the recording.
# year = 2026
# publisher = ""
# copyright = ""
# description = ""

[manuscript]
# Footnotes are left out, or "read" behind the paragraph that refers to them.
# footnotes = "leave-out"

[manuscript.headings]
# What single lines are, where the text or its mark-up was taken for something else (`cuebook script --explain`):
# "title", "part", "chapter", "prologue", "front", "back", "section", or "text" for no heading.
# "Unit B." = "text"

[credits]
# What is said before and after the book: "none", "acx" or "librivox". Lines of your own take the place of the
# template's: opening, closing, before_chapter, after_chapter, with {{title}}, {{author}}, {{narrator}}, {{number}}, {{chapter}}.
# template = "none"
# opening = ["{{title}}.", "Written by {{author}}.", "Narrated by {{narrator}}."]

[cues]
# One cue a paragraph, or one a "sentence".
# granularity = "paragraph"
# Longer paragraphs are divided at the ends of sentences, in words.
# max_words = 60

[recording]
# What the takes should be; masters have the same sample rate.
# sample_rate = 44100
# bit_depth = 16
# channels = 1
# formats = ["wav", "flac", "aiff"]    # MP3 and M4A only where they must be: "mp3", "m4a"

[spacing]
# Quiet from the last sound of one cue to the first of the next, in seconds.
# head = 1.0            # before the first cue of a chapter
# announcement = 2.5    # after the heading of a chapter or section
# sentence = 0.4        # between two cues of one paragraph
# paragraph = 0.8       # between two paragraphs
# dialogue = 0.6        # between two paragraphs of speech, where one answers the other
# scene = 2.5           # at a scene break
# section = 3.0         # before the heading of a section
# tail = 3.5            # after the last cue of a chapter

[levels]
# Chapters are brought to the aim of the delivery "profile", or to "none": they keep the level that they have.
# aim = "profile"
# The most that a few takes from another day are moved towards the takes around them, in dB; 0 moves none.
# offset = 3.0
# A filter against rumble, in Hz (80 is usual); 0 is no filter.
# high_pass = 0

[masters]
# Bits of a sample: 16 or 24 (dithered), or 32 for floats.
# bit_depth = 24

[delivery]
# What masters are levelled for and judged by: "acx", "inaudio", "authors-republic", "google-play", "librivox",
# "ebu-r128", or a file of your own, profiles/NAME.toml (`cuebook explain acx --toml` prints one to begin with).
# profile = "acx"
# Where a chapter that is too long for one file goes on in another, with "Chapter 5, continued" before this line; `cuebook build`
# says when and where that is best.
# continue_at = ["05-0210"]
# The cover, if it is not called cover.jpg or cover.png: put it beside this file.
# cover = "front.jpg"

[check]
# What rules weigh in this book, "off", "note", "warning" or "error", and where they begin; `cuebook explain` lists them.
# head-long = "off"
# level-low = {{ severity = "error", limit = -40 }}    # limit in dBFS; `cuebook explain level-low` tells what it bounds

[spoken]
# How a printed text is read aloud, wherever it stands.
# "4:00 AM" = "four A M"

[pronunciation]
# How a word is pronounced: shown on the narrator's sheet wherever it stands.
# "Saltby" = "SAWL-bee"
"#,
        title = text(title),
        author = text(author),
        narrator = text(narrator),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::credits::{Credits, Template};
    use crate::words::reading::Standing;
    use crate::words::{Language, Rule};

    #[test]
    fn the_defaults_that_a_new_book_shows_are_the_defaults() {
        let shown = settings("x", "", "").replace("# granularity", "granularity").replace("# max_words", "max_words");
        let uncommented = |line| if str::contains(line, " = ") { line.trim_start_matches("# ") } else { line };
        let shown = shown.lines().map(uncommented).collect::<Vec<_>>().join("\n");
        let mut book = Book::parse(&shown).unwrap();
        let check = std::mem::take(&mut book.check);
        assert_eq!(book.about.year.take(), Some(2026));
        assert_eq!((check.severity(Rule::HeadLong), check.limit(Rule::LevelLow).value), (None, -40.0));
        assert_eq!(book.spoken.remove("4:00 AM").as_deref(), Some("four A M"));
        assert_eq!(book.pronunciation.remove("Saltby").as_deref(), Some("SAWL-bee"));
        assert_eq!(book.manuscript.headings.remove("Unit B."), Some(Standing::Text));
        let acx = Credits { template: Template::Acx, ..Credits::default() };
        assert_eq!(book.credits.opening.take(), Some(acx.lines(Language::English).opening));
        assert_eq!(std::mem::take(&mut book.delivery.continue_at), ["05-0210".parse().unwrap()]);
        assert_eq!(book.delivery.cover.take().as_deref(), Some("front.jpg"));
        assert_eq!(book, Book::parse("title = 'x'").unwrap());
    }

    #[test]
    fn any_title_is_written_so_that_it_can_be_read() {
        for title in ["He said \"No\"", "C:\\new\\book", "Zwei Wörter 📖"] {
            assert_eq!(Book::parse(&settings(title, "", "")).unwrap().title, title);
        }
        assert_eq!(Book::parse(&settings("line\nbreak\u{7}", "", "")).unwrap().title, "line break");
    }
}
