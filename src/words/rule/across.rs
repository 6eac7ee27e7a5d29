//! Rules about a take against the takes around it in the script.

use super::Words;

pub(super) const LEVEL_FAR: Words = Words {
    what: "A take's speech is far louder or quieter than that of the takes around it.",
    why: "A whisper or a shout is meant so; a pickup made on another day, at another distance, is not, and jumps out.",
    example: "9.1 dB quieter than the takes around it\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most 8.0 dB",
    mend: "Listen to it between its neighbours. Nothing to do for a whisper; record a pickup again at the same distance \
           and gain.",
    source: "The median of the takes in use around it, and how much those differ among themselves.",
};

pub(super) const LEVEL_APART: Words = Words {
    what: "A take from another recording session lies further from the takes around it than it may be moved.",
    why: "Its noise and its tone say that the recording level was another one, not the voice: it jumps out of its page.",
    example: "recorded 7.5 dB softer than the takes around it, and moved by +3.0 dB\n\
              --> recordings/01-0042.wav, cue 01-0042\nwanted: at most 3.0 dB",
    mend: "Record it again at the gain of the others, or raise `[levels] offset` in book.toml.",
    source: "The median of the takes in use around it; the bound is `[levels] offset`.",
};

pub(super) const FLOOR_FAR: Words = Words {
    what: "A take's noise is far from that of the takes around it.",
    why: "The room changes in the middle of a page: a fan, another day, a gate or a noise reduction on this take alone.",
    example: "noise 11.4 dB above the takes around it\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most 6.0 dB",
    mend: "Listen to its pauses between its neighbours, and record it again in the same room with the same settings.",
    source: "The median of the takes in use around it, and how much those differ among themselves.",
};

pub(super) const TONE_FAR: Words = Words {
    what: "A take's tone, its balance of lows and highs, is far from that of the takes around it.",
    why: "Another microphone, distance or room: a pickup that can be told from the line before it with eyes shut.",
    example: "tone 7.2 dB from the takes around it, most at 4000 Hz: -9.8 dB\n--> recordings/01-0042.wav, cue 01-0042\n\
              wanted: at most 5.0 dB",
    mend: "Record it again at the place and distance of the others, or bring it near them with an equalizer.",
    source: "The levels of seven octave bands of the speech against their medians in the takes in use around it.",
};
