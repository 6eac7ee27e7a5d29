//! The book's cover: a picture beside book.toml.

use std::fs;
use std::io::ErrorKind;

use imagesize::ImageType;

use super::BookFolder;
use crate::encode::Picture;
use crate::words::profile::Pixels;
use crate::words::{Book, Error, Result};

/// What a cover is called where book.toml does not say.
const NAMES: [&str; 3] = ["cover.jpg", "cover.jpeg", "cover.png"];

/// The largest cover, in bytes: FLAC can't hold more, and no shop takes half of it.
const LARGEST: usize = 16 << 20;

/// A cover, and what is measured of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cover {
    /// The picture as it came.
    pub picture: Picture,
    /// Its shorter side.
    pub shorter: Pixels,
}

/// The cover of a book; `None` where it has none.
///
/// # Errors
/// Where the cover that book.toml names is not there, or what is there is no JPEG or PNG picture.
pub fn cover(folder: &BookFolder, book: &Book) -> Result<Option<Cover>> {
    let named = book.delivery.cover.as_deref();
    for name in named.map_or(NAMES.to_vec(), |name| vec![name]) {
        let path = folder.root().join(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => continue,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Error::new(format!(
                    "there is no cover `{}`, which `delivery.cover` names",
                    path.display()
                ))
                .hint("put it there, or take the line out of book.toml"));
            }
            Err(error) => return Err(Error::io("read", &path, error)),
        };
        let refuse = |what: String| {
            Error::new(format!("the cover `{}` is {what}", path.display())).hint("save it as a JPEG or PNG picture")
        };
        let kind = imagesize::image_type(&bytes).map_err(|_| refuse("no picture that is known".to_owned()))?;
        let media_type = match kind {
            ImageType::Jpeg => "image/jpeg",
            ImageType::Png => "image/png",
            other => return Err(refuse(format!("a picture of another kind ({other:?})"))),
        };
        let size =
            imagesize::blob_size(&bytes).map_err(|_| refuse("a picture that is cut off or damaged".to_owned()))?;
        if !is_whole(kind, &bytes) {
            return Err(refuse("a picture that is cut off or damaged".to_owned()));
        }
        if kind == ImageType::Jpeg && inks(&bytes) == Some(CMYK) {
            return Err(Error::new(format!("the cover `{}` is in CMYK, the colours of print", path.display()))
                .hint("save it in RGB: players show the colours of print wrongly, and shops refuse them"));
        }
        let shorter = size.width.min(size.height);
        if shorter == 0 || bytes.len() > LARGEST {
            let what = format!("of {} x {} pixels in {} bytes", size.width, size.height, bytes.len());
            return Err(refuse(what).hint("at most 16 MiB fit into a file of sound"));
        }
        return Ok(Some(Cover {
            picture: Picture { media_type, bytes: bytes.into() },
            shorter: Pixels(shorter as u32),
        }));
    }
    Ok(None)
}

/// How many components a picture in the colours of print has (JFIF knows one or three).
const CMYK: u8 = 4;

/// Whether a picture has its end: shops refuse what an upload or a full disk cut off, and players show half of it.
fn is_whole(kind: ImageType, bytes: &[u8]) -> bool {
    match kind {
        // Within a scan, no byte of 0xff stands before 0xd9. A preview before the picture has an end of its own.
        ImageType::Jpeg => {
            let scan = bytes.windows(2).rposition(|mark| mark == [0xff, 0xda]).unwrap_or(0);
            bytes[scan..].windows(2).any(|mark| mark == [0xff, 0xd9])
        }
        _ => png_chunks(bytes).any(|chunk| chunk == b"IEND"),
    }
}

/// The names of the chunks that a PNG file has whole.
fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let name = rest.get(4..8)?;
        // Its length, its name, and the sum behind it.
        rest = rest.get(length.checked_add(12)?..)?;
        Some(name)
    })
}

/// How many components a JPEG says that it has, in the head of its frame; `None` where that is not found.
fn inks(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, mark, high, low] = *rest.first_chunk()? else { return None };
        // Frames of all kinds, but for the tables that have numbers among theirs.
        if matches!(mark, 0xc0..=0xcf) && !matches!(mark, 0xc4 | 0xc8 | 0xcc) {
            return rest.get(9).copied();
        }
        rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head and the end of a picture of 3 by 2 pixels.
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\0\0\0\0sums\0\0\0\0IEND\xaeB`\x82";

    /// A JPEG of so many components, with a preview of one before its frame.
    fn jpeg(components: u8) -> Vec<u8> {
        let preview = b"\xff\xd8\xff\xe1\0\x0aExif\xff\xda\xff\xd9";
        let frame = [b"\xff\xc0\0\x11\x08\0\x02\0\x03".as_slice(), &[components; 10]].concat();
        [preview.as_slice(), &frame, b"\xff\xda\0\x02scan\xff\0\xff\xd9"].concat()
    }

    fn found(files: &[(&str, &[u8])], settings: &str) -> Result<Option<Cover>> {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("book.toml"), "").unwrap();
        for (name, bytes) in files {
            fs::write(root.path().join(name), bytes).unwrap();
        }
        let book = Book::parse(&format!("title = 'x'\n[delivery]\n{settings}")).unwrap();
        cover(&BookFolder::open(root.path()).unwrap(), &book)
    }

    #[test]
    fn a_picture_beside_the_book_is_its_cover() {
        assert_eq!(found(&[], "").unwrap(), None);
        let cover = found(&[("cover.png", PNG)], "").unwrap().unwrap();
        assert_eq!((cover.picture.media_type, cover.shorter), ("image/png", Pixels(2)));
        assert!(found(&[("front.png", PNG)], "cover = 'front.png'").unwrap().is_some());
        assert!(found(&[("cover.jpg", &jpeg(3))], "").unwrap().is_some() && inks(&jpeg(1)) == Some(1));
    }

    #[test]
    fn what_is_no_picture_is_refused_by_its_name() {
        for (bytes, said) in [
            (b"hello, this is a letter".as_slice(), "no picture that is known"),
            (b"", "no picture that is known"),
            (&PNG[..12], "cut off or damaged"),
            (&PNG[..PNG.len() - 6], "cut off or damaged"),
            (&jpeg(3)[..jpeg(3).len() - 1], "cut off or damaged"),
            (&jpeg(4), "in CMYK"),
            (b"GIF89a\x03\0\x02\0\0\0\0", "of another kind"),
        ] {
            let refused = found(&[("cover.jpg", bytes)], "").unwrap_err().to_string();
            assert!(refused.contains(said) && refused.contains("cover.jpg"), "{refused}");
        }
        let refused = found(&[], "cover = 'art.png'").unwrap_err().to_string();
        assert!(refused.contains("`delivery.cover` names"), "{refused}");
    }
}
