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

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a picture of 3 by 2 pixels.
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\0\0\0\0";

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
    }

    #[test]
    fn what_is_no_picture_is_refused_by_its_name() {
        for (bytes, said) in [
            (b"hello, this is a letter".as_slice(), "no picture that is known"),
            (b"", "no picture that is known"),
            (&PNG[..12], "cut off or damaged"),
            (b"GIF89a\x03\0\x02\0\0\0\0", "of another kind"),
        ] {
            let refused = found(&[("cover.jpg", bytes)], "").unwrap_err().to_string();
            assert!(refused.contains(said) && refused.contains("cover.jpg"), "{refused}");
        }
        let refused = found(&[], "cover = 'art.png'").unwrap_err().to_string();
        assert!(refused.contains("`delivery.cover` names"), "{refused}");
    }
}
