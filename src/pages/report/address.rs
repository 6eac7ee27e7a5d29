//! Where the sound lies, as seen from the page.

use std::fmt::Write;

use crate::words::ChapterId;

/// The address of a chapter's master.
pub(super) fn master(chapter: &ChapterId) -> String {
    format!("../masters/{chapter}.wav")
}

/// The address of a file of `recordings/`.
pub(super) fn take(file: &str) -> String {
    below("../../recordings/", file)
}

/// The address of a file of a package.
pub(super) fn delivered(folder: &str, file: &str) -> String {
    below("../delivery/", &format!("{folder}/{file}"))
}

fn below(folder: &str, file: &str) -> String {
    let mut address = folder.to_owned();
    for byte in file.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(char::from(byte));
            }
            // All others have a meaning in some address (RFC 3986, section 2).
            _ => drop(write!(address, "%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn no_name_ends_its_address() {
        assert_eq!(take("day 2/01-0001_t2.wav"), "../../recordings/day%202/01-0001_t2.wav");
        assert_eq!(take("a#b?c%d\"é.wav"), "../../recordings/a%23b%3Fc%25d%22%C3%A9.wav");
    }
}
