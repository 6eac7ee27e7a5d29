//! Sound formats that are not read, told by their first bytes.

/// How files begin, and what they then are.
const BEGINNINGS: [(&[u8], &str); 11] = [
    // Its 16 bytes are a GUID, of which the first four are also letters.
    (b"riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB", "Wave64 (W64)"),
    (b"caff\0\x01", "Core Audio (CAF)"),
    (b"OggS", "Ogg (Vorbis, Opus or FLAC)"),
    (b".snd", "AU"),
    (b"wvpk", "WavPack"),
    (b"MAC ", "Monkey's Audio"),
    (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "Windows Media (WMA)"),
    (b"\x1A\x45\xDF\xA3", "Matroska or WebM"),
    (b"#!AMR", "AMR"),
    (b"FRM8", "DSDIFF"),
    (b"DSD ", "DSF"),
];

/// The format of a file that begins so; `None` where it is none of these.
pub fn format(start: &[u8]) -> Option<&'static str> {
    BEGINNINGS.iter().find(|(bytes, _)| start.starts_with(bytes)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::super::TakeAudio;
    use crate::takes::Unreadable;

    #[test]
    fn what_a_recorder_wrote_in_another_format_is_called_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("01-0001.wav");
        for (start, name) in [
            (&b"riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\0\0"[..], "Wave64 (W64)"),
            (b"caff\0\x01\0\0desc", "Core Audio (CAF)"),
            (b"OggS\0\x02\0\0", "Ogg (Vorbis, Opus or FLAC)"),
            (b".snd\0\0\0\x18\xFF\xFF\xFF\xFF", "AU"),
        ] {
            std::fs::write(&path, [start, &[0, 7, 3, 0xFF].repeat(500)].concat()).unwrap();
            assert_eq!(TakeAudio::open(&path).err(), Some(Unreadable::Foreign(name)));
        }
    }
}
