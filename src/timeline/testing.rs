//! Timelines for tests.

use super::{Bed, Clip, Levels, Pause, Sounds, Span, Timeline, Tone, ToneOrigin};
use crate::takes::Mix;
use crate::words::{BitDepth, ChapterId, CueId, Frames, Gain, SampleRate};

const BED: Bed = Bed { tone: 0, gain: Gain::UNITY };

/// A pause of this kind.
pub(crate) fn pause(pause: Pause) -> Sounds {
    Sounds::Pause { pause, from: BED, to: BED }
}

/// A line that says its own ID, from these frames of a take of its name.
pub(crate) fn line(cue: CueId, from: u64, to: u64) -> Sounds {
    Sounds::Cue {
        text: cue.to_string(),
        clip: Clip { file: format!("{cue}.wav"), channels: Mix::ALL, from: Frames(from), to: Frames(to) },
        cue,
        session: 0,
        offset: 0,
        gain: Gain::UNITY,
        apart: Gain::UNITY,
        bed: BED,
        head_fade: None,
        tail_fade: None,
    }
}

/// A chapter without a title at 1000 Hz: what sounds for so many frames each.
pub(crate) fn chapter(chapter: ChapterId, parts: impl IntoIterator<Item = (u64, Sounds)>) -> Timeline {
    let mut at = 0;
    let spans = parts.into_iter().map(|(frames, sounds)| {
        at += frames;
        Span { start: Frames(at - frames), end: Frames(at), sounds }
    });
    let spans: Vec<_> = spans.collect();
    Timeline {
        chapter,
        title: String::new(),
        sample_rate: SampleRate::new(1000).unwrap(),
        bit_depth: BitDepth::Int24,
        frames: Frames(at),
        ceiling: -4.0,
        aim: None,
        high_pass: None,
        seed: 1,
        tones: vec![Tone { origin: ToneOrigin::Made, clips: Vec::new() }],
        levels: Levels::default(),
        fade: Frames(30),
        made_from: None,
        spans,
    }
}
