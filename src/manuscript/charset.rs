//! Which encoding bytes are in that don't say so.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, ISO_2022_JP, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// An encoding, and whether the book's language decided for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guess {
    pub encoding: &'static Encoding,
    pub by_language: bool,
}

/// Languages that were always written in Windows-1252 or Latin-1.
const WESTERN: [&str; 18] =
    ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "nn", "fi", "is", "ca", "ga", "gl", "eu"];

/// Languages with the top-level domain that tells the detector of them, where it is not their own name.
const DOMAINS: [(&str, &str); 20] = [
    ("ja", "jp"),
    ("zh", "cn"),
    ("zh-tw", "tw"),
    ("zh-hk", "hk"),
    ("zh-hant", "tw"),
    ("ko", "kr"),
    ("uk", "ua"),
    ("be", "by"),
    ("cs", "cz"),
    ("el", "gr"),
    ("he", "il"),
    ("ar", "eg"),
    ("fa", "ir"),
    ("sr", "rs"),
    ("sl", "si"),
    ("et", "ee"),
    ("da", "dk"),
    ("sv", "se"),
    ("vi", "vn"),
    ("en", "uk"),
];

/// Guesses the encoding of bytes that are no valid UTF-8, of a text in this language.
pub fn guess(bytes: &[u8], language: &str) -> Guess {
    let sure = |encoding| Guess { encoding, by_language: false };
    if let Some(encoding) = unmarked_utf16(bytes) {
        return sure(encoding);
    }
    if is_broken_utf8(bytes) {
        return sure(UTF_8);
    }
    let language = language.to_ascii_lowercase().replace('_', "-");
    let primary = language.split('-').next().unwrap_or_default();
    let find = |tag: &str| DOMAINS.iter().find(|(known, _)| *known == tag).map(|(_, domain)| *domain);
    let domain = find(&language).or_else(|| find(primary)).unwrap_or(primary);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let unbiased = detector.guess(None, Utf8Detection::Deny);
    let known = domain.len() == 2 && domain.bytes().all(|b| b.is_ascii_lowercase());
    let guessed = if known { detector.guess(Some(domain.as_bytes()), Utf8Detection::Deny) } else { unbiased };
    // Western text is nearly all ASCII, whatever its few other bytes look like; other scripts are not.
    let others = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let western = WESTERN.contains(&primary) && others * 6 < letters;
    if western && is_macintosh(bytes) {
        return sure(MACINTOSH);
    }
    if western && is_windows_1252(bytes) {
        return Guess { encoding: WINDOWS_1252, by_language: unbiased != WINDOWS_1252 };
    }
    // A language that the text is evidently not in says nothing.
    let encoding = if WESTERN.contains(&primary) { unbiased } else { guessed };
    let told = if [GBK, GB18030, BIG5].contains(&encoding) { chinese(bytes, encoding) } else { encoding };
    Guess { encoding: told, by_language: told == encoding && encoding != unbiased }
}

/// Whether bytes that pass for ASCII hold Japanese between escapes.
pub fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let escapes = |window: &[u8]| window == b"\x1b$B" || window == b"\x1b$@";
    bytes.contains(&0x1b) && bytes.windows(3).any(escapes) && !ISO_2022_JP.decode_without_bom_handling(bytes).1
}

/// Which of the two encodings of Chinese reads as a text: without characters that nobody has, and with those that every
/// text has. Where they tell nothing, the one guessed.
fn chinese(bytes: &[u8], guessed: &'static Encoding) -> &'static Encoding {
    const COMMON: &str =
        "的一是不了在人有我他她你這这個个們们來来說说時时到就也那得著着過过後后裡里沒没去都看還还好上下，。";
    const SAMPLE: usize = 1 << 16;
    let score = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(SAMPLE)]).0;
        let nobody = |c: &char| matches!(*c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
        let (wrong, common) = text.chars().fold((0, 0), |(wrong, common), c| {
            (wrong + i64::from(nobody(&c)), common + i64::from(!c.is_ascii() && COMMON.contains(c)))
        });
        common - 5 * wrong
    };
    let other = if guessed == BIG5 { GBK } else { BIG5 };
    if score(other) > score(guessed) { other } else { guessed }
}

/// Whether the bytes beyond ASCII stand where those of Mac OS Roman do and those of Windows-1252 don't: `“` before a word,
/// `”` behind a stop and `’` within a word would be `Ò`, `Ó` and `Õ`, and the small letters with accents would be signs.
fn is_macintosh(bytes: &[u8]) -> bool {
    const LEAST: usize = 2;
    let at = |place: Option<usize>| place.and_then(|place| bytes.get(place)).copied().unwrap_or(b' ');
    let (mut mac, mut windows) = (0usize, 0usize);
    for (place, byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let (before, after) = (at(place.checked_sub(1)), at(Some(place + 1)));
        let opens = (before.is_ascii_whitespace() || before == b'(') && after.is_ascii_alphabetic();
        let closes = before.is_ascii_graphic() && (after.is_ascii_whitespace() || after == b')');
        let within = before.is_ascii_alphabetic() && after.is_ascii_lowercase();
        let letter = before.is_ascii_lowercase() && !after.is_ascii_uppercase() && !after.is_ascii_digit();
        match byte {
            0xd2 | 0xd4 => mac += usize::from(opens),
            0xd3 => mac += usize::from(closes),
            0xd5 => mac += usize::from(within && before.is_ascii_lowercase() || closes),
            0x87..=0x89 | 0x8b | 0x8d..=0x90 | 0x98 | 0x99 | 0x9b | 0x9d | 0x9f => mac += usize::from(letter),
            0x91 | 0x93 => windows += usize::from(opens),
            0x92 | 0x94 => windows += usize::from(closes || within),
            0xe0..=0xff => windows += usize::from(within || letter),
            _ => {}
        }
    }
    mac >= LEAST && mac > windows * 4
}

/// Whether no byte is one that Windows-1252 leaves undefined.
fn is_windows_1252(bytes: &[u8]) -> bool {
    !bytes.iter().any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d))
}

/// UTF-16 without a mark: in no other encoding do texts have a NUL, and read rightly it has spaces and line ends.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1 << 16) & !1];
    if !bytes.len().is_multiple_of(2) || sample.is_empty() {
        return None;
    }
    let common = |unit: u16| matches!(unit, 0x20 | 0x0a | 0x0d | 0x2c | 0x2e | 0x3001 | 0x3002 | 0x3000);
    let count = |read: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        let (mut commons, mut wrong) = (0usize, 0usize);
        for unit in units {
            commons += usize::from(common(unit));
            wrong +=
                usize::from(unit == 0 || (unit < 0x20 && !matches!(unit, 9..=13)) || unit == 0xffff || unit == 0xfffe);
        }
        if wrong * 100 > sample.len() { 0 } else { commons }
    };
    let nul = sample.contains(&0);
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    let least = sample.len() / 2 / 50;
    let (encoding, more, less) = if little > big { (UTF_16LE, little, big) } else { (UTF_16BE, big, little) };
    let clean = || !encoding.decode_without_bom_handling(sample).0.contains('\u{fffd}');
    (nul && more > least && more > less * 4 && clean()).then_some(encoding)
}

/// UTF-8 with a few bytes broken: of what is not ASCII, nearly all is valid.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid >= 4 && broken * 3 <= valid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(encoding: &'static Encoding, text: &str, language: &str) -> &'static str {
        guess(&encoding.encode(text).0, language).encoding.name()
    }

    #[test]
    fn the_language_decides_where_bytes_say_little() {
        let bytes = WINDOWS_1252.encode("It was £3.50, he said.").0.into_owned();
        assert_eq!(guess(&bytes, "en"), Guess { encoding: WINDOWS_1252, by_language: true });
        assert_eq!(guessed(WINDOWS_1252, "Un café", "fr"), "windows-1252");
        assert_eq!(guessed(encoding_rs::WINDOWS_1250, "Zażółć gęślą jaźń, źle się dzieje", "pl"), "windows-1250");
    }

    #[test]
    fn a_language_that_is_evidently_wrong_decides_nothing() {
        assert_eq!(guessed(encoding_rs::WINDOWS_1251, "Мой дядя самых честных правил", "en"), "windows-1251");
        assert_eq!(guessed(encoding_rs::SHIFT_JIS, "潮が引いて、誰もそれを見たことがなかった。", "en"), "Shift_JIS");
    }

    #[test]
    fn other_scripts_are_told_apart() {
        for (encoding, text, language) in [
            (encoding_rs::WINDOWS_1251, "Глава первая. Мой дядя самых честных правил", "ru"),
            (encoding_rs::KOI8_R, "Глава первая. Мой дядя самых честных правил, когда не в шутку занемог", "ru"),
            (encoding_rs::SHIFT_JIS, "第一章　潮が引いて、誰もそれを見たことがなかった。", "ja"),
            (encoding_rs::EUC_JP, "第一章　潮が引いて、誰もそれを見たことがなかった。", "ja"),
            (encoding_rs::GBK, "第一章　潮水退了，没有人见过这样的事情。他们都走了。", "zh"),
            (encoding_rs::BIG5, "第一章　潮水退了，沒有人見過這樣的事情。他們都走了。", "zh-TW"),
        ] {
            // The Ukrainian variant has the same Russian letters.
            assert_eq!(guessed(encoding, text, language).replace("KOI8-U", "KOI8-R"), encoding.name(), "{text}");
        }
    }

    #[test]
    fn the_two_encodings_of_chinese_are_told_apart() {
        let traditional = "第一章　潮水退了，沒有人見過這樣的事情。他們都走了，她還在那裡看著海，不說話。".repeat(3);
        let simple = "第一章　潮水退了，没有人见过这样的事情。他们都走了，她还在那里看着海，不说话。".repeat(3);
        for language in ["zh", "zh-TW", "zh-CN"] {
            assert_eq!(guessed(BIG5, &traditional, language), "Big5", "{language}");
            assert!(["GBK", "gb18030"].contains(&guessed(GBK, &simple, language)), "{language}");
        }
    }

    #[test]
    fn the_quotation_marks_of_an_old_macintosh_are_known() {
        for (text, language) in [
            ("“You don’t,” she said, and went out to the harbour. “Not at the café.” The tide was low.", "en"),
            ("L’été finit à Genève. Le matin, on voyait la mer se retirer, très loin, déjà. Il partit.", "fr"),
        ] {
            assert_eq!(guessed(MACINTOSH, text, language), "macintosh", "{text}");
        }
        for text in [
            "“You don’t,” she said, and went out to the harbour. ‘Not at the café.’ The tide was low.",
            "L’été finit à Genève, où le cœur s’arrête. Le matin, on voyait la mer se retirer, très loin.",
        ] {
            assert_eq!(guessed(WINDOWS_1252, text, "fr"), "windows-1252");
        }
        assert_eq!(guessed(WINDOWS_1252, "O avião não fez ÓPERA, LIÇÕES e emoções.", "pt"), "windows-1252");
    }

    #[test]
    fn japanese_between_escapes_is_known() {
        assert!(is_iso_2022_jp(b"\x1b$BDc$1$l$P\x1b(B low"));
        assert!(!is_iso_2022_jp(b"\x1b[1mlow\x1b[0m $B"));
    }

    #[test]
    fn utf16_is_known_without_its_mark() {
        for text in ["The tide went out, and nobody spoke of it.", "Мой дядя самых честных правил, и так далее."]
        {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(guess(&little, "en").encoding, UTF_16LE);
            assert_eq!(guess(&big, "en").encoding, UTF_16BE);
        }
    }

    #[test]
    fn a_few_broken_bytes_leave_a_text_what_it_is() {
        let mut bytes = "Été, hiver, café, déjà vu, à Genève, où l’été".as_bytes().to_vec();
        bytes.insert(8, 0xff);
        assert_eq!(guess(&bytes, "fr").encoding, UTF_8);
    }
}
