//! What a file says of itself: title, people, cover, chapters.

use std::sync::Arc;

use id3::frame::{Chapter, Comment, Picture as Frame, PictureType, TableOfContents};
use id3::{Content, Frame as Id3Frame, Tag, TagLike};

use crate::words::About;

/// What a delivered file says of itself; empty texts are left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tags {
    /// The title of the file: the chapter's.
    pub title: String,
    /// The title of the book.
    pub album: String,
    /// The author.
    pub artist: String,
    /// The narrator.
    pub narrator: String,
    /// What else there is to say of the book.
    pub about: About,
    /// The language as a code of three letters (ISO 639-2), `eng`; empty where it is not known.
    pub language: String,
    /// The number of the file and how many there are; `None` for a whole book.
    pub track: Option<(u32, u32)>,
    /// The cover.
    pub cover: Option<Picture>,
    /// Where chapters begin in a file that holds several.
    pub chapters: Vec<Mark>,
}

/// A picture as it was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// The bytes of its file, which the tags of many files share.
    pub bytes: Arc<[u8]>,
}

/// A chapter within a file, in milliseconds from its start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// What it is called.
    pub title: String,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// What ID3 has for an offset in bytes that is not given.
const NO_OFFSET: u32 = u32::MAX;

impl Tags {
    /// The tags as ID3: the author as artist and the narrator as composer, which is how players of audiobooks show them.
    pub(super) fn id3(&self) -> Tag {
        let mut tag = Tag::new();
        let mut text = |id: &str, value: &str| {
            if !value.is_empty() {
                tag.set_text(id, value);
            }
        };
        text("TIT2", &self.title);
        text("TALB", &self.album);
        text("TPE1", &self.artist);
        text("TPE2", &self.artist);
        text("TCOM", &self.narrator);
        text("TYER", &self.about.year());
        text("TPUB", &self.about.publisher);
        text("TCOP", &self.about.copyright);
        text("TLAN", &self.language);
        text("TCON", "Audiobook");
        if let Some((number, of)) = self.track {
            text("TRCK", &format!("{number}/{of}"));
        }
        if !self.about.description.is_empty() {
            let lang = if self.language.is_empty() { "und" } else { &self.language };
            let (lang, description) = (lang.to_owned(), String::new());
            tag.add_frame(Comment { lang, description, text: self.about.description.clone() });
        }
        if let Some(cover) = &self.cover {
            tag.add_frame(Frame {
                mime_type: cover.media_type.to_owned(),
                picture_type: PictureType::CoverFront,
                description: String::new(),
                data: cover.bytes.to_vec(),
            });
        }
        if !self.chapters.is_empty() {
            let names = (1..=self.chapters.len()).map(|number| format!("chp{number}"));
            tag.add_frame(TableOfContents {
                element_id: "toc".to_owned(),
                top_level: true,
                ordered: true,
                elements: names.clone().collect(),
                frames: Vec::new(),
            });
            for (element_id, mark) in names.zip(&self.chapters) {
                tag.add_frame(Chapter {
                    element_id,
                    start_time: mark.start,
                    end_time: mark.end,
                    start_offset: NO_OFFSET,
                    end_offset: NO_OFFSET,
                    frames: vec![Id3Frame::with_content("TIT2", Content::Text(mark.title.clone()))],
                });
            }
        }
        tag
    }
}
