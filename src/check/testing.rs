//! Takes and scripts for tests of judging.

use crate::script::{Chapter, ChapterKind, Cue, CueKind, Opens, Script};
use crate::signal::{Measured, Peaks, Room, Speech};
use crate::takes::{Sound, Take, TakeFormat};
use crate::words::{ChapterId, FileKind, Fingerprint, SampleRate};

/// A chapter of three lines.
pub fn script() -> Script {
    let cues = vec![cue("01-0001", "One."), cue("01-0002", "Two."), cue("01-0003", "Three.")];
    let chapter =
        Chapter { id: ChapterId::new(1), kind: ChapterKind::Chapter, continues: None, title: "One".to_owned(), cues };
    Script { chapters: vec![chapter], ..Script::default() }
}

pub fn cue(id: &str, text: &str) -> Cue {
    let id = id.parse().unwrap();
    Cue { id, kind: CueKind::Narration, opens: Opens::Paragraph, text: text.to_owned(), spoken: None }
}

/// A take of ten seconds with nothing wrong: speech at -20 dBFS from 0.5 to 9.5 s, noise at -70 dBFS.
pub fn clean(stem: &str) -> Take {
    let at = |seconds| SampleRate::CD.frames(seconds);
    let speech = Speech {
        start: at(0.5),
        end: at(9.5),
        mean_square: 0.01,
        kept: at(0.38)..at(9.72),
        kept_mean_square: 0.01,
        longest_gap: None,
    };
    let measured = Measured {
        frames: at(10.0),
        peaks: Peaks { highest: 0.5, ..Peaks::default() },
        mean_square: 0.009,
        speech: Some(speech),
        room: Some(Room { quiet: at(0.0)..at(0.5), mean_square: 1e-7, ..Room::default() }),
        ..Measured::default()
    };
    let format = TakeFormat {
        kind: FileKind::Wav,
        sample_rate: SampleRate::CD,
        bit_depth: Some(16),
        channels: 1,
        promised: Some(at(10.0)),
    };
    Take::named(
        format!("{stem}.wav"),
        stem,
        Ok(Sound { format, audio: Fingerprint::of(stem.as_bytes()), measured, channels: None }),
    )
}
