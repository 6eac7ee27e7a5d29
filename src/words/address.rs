//! Names of files as parts of addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what has no meaning in any address (RFC 3986, section 2.3), and the `/` between the parts of a path.
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path of a file, with `/` between its parts, as a relative address.
#[must_use]
pub fn address(path: &str) -> String {
    utf8_percent_encode(path, QUOTED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_its_address() {
        assert_eq!(address("day 2/01-0001_t2.wav"), "day%202/01-0001_t2.wav");
        assert_eq!(address("a#b?c%d\"é.wav"), "a%23b%3Fc%25d%22%C3%A9.wav");
        assert_eq!(address("01 - Été?.mp3"), "01%20-%20%C3%89t%C3%A9%3F.mp3");
    }
}
