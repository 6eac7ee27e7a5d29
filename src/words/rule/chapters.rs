//! Rules about finished chapters and the quiet in them.

use super::Words;

pub(super) const ROOM_TONE_MISSING: Words = Words {
    what: "There is no `room-tone*.wav`, so gaps are filled from pauses found in the takes.",
    why: "Half a minute of the quiet room, recorded once, makes every pause sound alike.",
    example: "gaps are filled from 14 pauses in the takes\nwanted: a recording of the quiet room",
    mend: "Record half a minute of the quiet room as `recordings/room-tone.wav`.",
    source: "ACX asks for room tone at both ends of a file; digital silence in an edit is refused.",
};

pub(super) const ROOM_TONE_REFUSED: Words = Words {
    what: "There is a `room-tone*.wav`, but it is not used: it can't be heard, is silent or short, or is of another room \
           than the takes.",
    why: "Gaps are filled from pauses of the takes, or with made noise, while somebody thinks that the room was recorded.",
    example: "not used for chapters 04 to 06: -48.0 dBFS, 15.0 dB above the noise of the takes\n\
              --> recordings/room-tone.wav\nwanted: within 6.0 dB of the noise of the takes, -63.0 dBFS",
    mend: "Record half a minute of the quiet room with the microphone and the gain of these takes, under the name proposed.",
    source: "A tone 6 dB off is heard to come and go with each line; two seconds is more quiet than a misnamed take has.",
};

pub(super) const ROOM_TONE_SPOKEN: Words = Words {
    what: "Something else than the room is heard in a `room-tone*.wav`: a slate, a door, a click, a take with the wrong \
           name.",
    why: "It would be heard in every pause of the book, so only a quiet stretch of the file is used, if there is one.",
    example: "something is heard from 1.2 s to 3.9 s\n--> recordings/room-tone.wav at 1.200 s\n\
              wanted: nothing but the quiet room",
    mend: "Record half a minute of the room with nobody speaking or moving in it, or cut the slate off.",
    source: "Room tone stands under every pause; speech, impulses and whatever rises 8 dB above the file's own level are found.",
};

pub(super) const ROOM_TONE_MADE: Words = Words {
    what: "Neither a room tone file nor a usable pause was found, so gaps are filled with made noise.",
    why: "Made noise does not sound like the room.",
    example: "gaps are filled with made noise\nwanted: a recording of the quiet room",
    mend: "Record half a minute of the quiet room as `recordings/room-tone.wav`.",
    source: "ACX asks for room tone at both ends of a file; digital silence in an edit is refused.",
};

pub(super) const CONTINUE_AT_UNKNOWN: Words = Words {
    what: "`continue_at` in book.toml names a cue that the script does not have.",
    why: "The chapter stays in one file, which may be longer than the distributor takes.",
    example: "`delivery.continue_at` in book.toml has `05-0210`, so no chapter goes on there\nwanted: a cue of the script",
    mend: "Name the first cue of the further file; `cuebook build` proposes places for chapters that are too long.",
    source: "`[delivery]` in book.toml; the cues of `narration.json`.",
};

pub(super) const LEVELS_CONFLICT: Words = Words {
    what: "No gain brings a chapter to the least level that the delivery profile allows and keeps the noise or the peaks down.",
    why: "The distributor's check refuses the file, or the limiter flattens it; another level only moves the fault.",
    example: "the room is 4.0 dB too loud for this voice: at -23.0 dBFS RMS its noise is at -56.0 dBFS\n--> chapter 03\n\
              wanted: below -60.0 dBFS",
    mend: "Make the room quieter or go nearer to the microphone by as much; of peaks, record the loudest cues from further away.",
    source: "The delivery profile's window, and what the master measures; 6 dB of limiting are a choice of cuebook's.",
};

pub(super) const SPACING_UNFIT: Words = Words {
    what: "The quiet that `[spacing]` in book.toml puts at the ends of chapters is not what the delivery profile asks for.",
    why: "The distributor's check measures the quiet at both ends of every file.",
    example: "`spacing.head` in book.toml is 0.5 s\nwanted: 1 s to 5 s",
    mend: "Set `head` or `tail` in `[spacing]` of book.toml.",
    source: "The delivery profile; `cuebook explain acx` shows one with its sources.",
};

pub(super) const CHAPTER_RMS: Words = Words {
    what: "A chapter's RMS level is outside the delivery profile's window.",
    why: "The distributor's check refuses the file.",
    example: "-24.1 dBFS\n--> chapter 03\nwanted: -23.0 dBFS to -18.0 dBFS",
    mend: "Its peaks leave no room for this level: record its loudest cues more evenly.",
    source: "The delivery profile; `cuebook explain acx` shows one with its sources.",
};

pub(super) const CHAPTER_LOUDNESS: Words = Words {
    what: "A chapter's integrated loudness is outside the delivery profile's window.",
    why: "The distributor's check refuses the file, or plays it louder or softer than the others.",
    example: "-20.8 LUFS\n--> chapter 03\nwanted: -24.0 LUFS to -22.0 LUFS",
    mend: "Its peaks leave no room for this level: record its loudest cues more evenly.",
    source: "The delivery profile, which also says how a mono file is counted; `cuebook explain ebu-r128` shows one.",
};

pub(super) const CHAPTER_PEAK: Words = Words {
    what: "A chapter's highest sample is above the delivery profile's limit.",
    why: "The distributor's check refuses the file, and encoding may clip it.",
    example: "-2.1 dBFS\n--> chapter 03\nwanted: below -3.0 dBFS",
    mend: "Build the chapter again: the limiter keeps masters below this.",
    source: "The delivery profile; `cuebook explain acx` shows one with its sources.",
};

pub(super) const CHAPTER_TRUE_PEAK: Words = Words {
    what: "A chapter's true peak is above the delivery profile's limit.",
    why: "Between its samples the waveform is higher than they are, and players and encoders meet it there.",
    example: "-0.4 dBTP\n--> chapter 03\nwanted: at most -1.0 dBTP",
    mend: "Build the chapter again: the limiter keeps masters below this.",
    source: "The delivery profile; true peak as ITU-R BS.1770-4, annex 2, has it.",
};

pub(super) const CHAPTER_NOISE_FLOOR: Words = Words {
    what: "A chapter's noise floor is above the delivery profile's limit.",
    why: "The distributor's check refuses the file.",
    example: "-57.3 dBFS\n--> chapter 03\nwanted: below -60.0 dBFS",
    mend: "Make the room quieter for its cues; a short chapter needs it most, as its pauses lower the level that is set.",
    source: "The delivery profile; the floor is the quietest 0.4 s, as ACX Check 2.4.2 takes it.",
};

pub(super) const CHAPTER_FLOOR_DEAD: Words = Words {
    what: "A chapter's quietest moment is as good as digital silence.",
    why: "No room is that quiet: listeners hear the book switch off between words.",
    example: "digital silence\n--> chapter 03\nwanted: at least -90.0 dBFS",
    mend: "Record room tone as `recordings/room-tone.wav`, and turn off the gate or noise reduction that made the takes dead.",
    source: "The warnings of ACX Check 2.4.2 (\"dead silence sounds unnatural\"), as the delivery profile cites them.",
};

pub(super) const CHAPTER_TOO_LONG: Words = Words {
    what: "A chapter is longer than the delivery profile allows a file to be.",
    why: "The distributor refuses the file.",
    example: "2:04:10\n--> chapter 03\nwanted: at most 2:00:00",
    mend: "Divide the chapter with a heading in the manuscript.",
    source: "The delivery profile; `cuebook explain acx` shows one with its sources.",
};

pub(super) const CHAPTER_SAMPLE_RATE: Words = Words {
    what: "A chapter's sample rate is not the one that the delivery profile asks for.",
    why: "The file must be converted before it is delivered, and conversion moves peaks.",
    example: "48000 Hz\n--> chapter 03\nwanted: 44100 Hz",
    mend: "Set `recording.sample_rate` in book.toml, which masters follow, to the profile's rate.",
    source: "The delivery profile; `cuebook explain acx` shows one with its sources.",
};

pub(super) const CHAPTER_UNMEASURED: Words = Words {
    what: "Something that the delivery profile asks for could not be measured in a chapter.",
    why: "A check that did not run is not passed.",
    example: "the noise floor can't be measured in less than 0.4 s\n--> chapter 03\nwanted: below -60.0 dBFS",
    mend: "Record more of the chapter, then build it again.",
    source: "The windows of the measurements: 0.4 s for the noise floor and for loudness.",
};

pub(super) const LIMITER_BUSY: Words = Words {
    what: "The limiter held back more than a few peaks of a chapter.",
    why: "Limiting that can be heard flattens the performance.",
    example: "7.2 % of the chapter lowered, by up to 8.1 dB\n--> chapter 03\nwanted: at most 5 % and 6.0 dB",
    mend: "Record the loudest cues a little further from the microphone.",
    source: "A choice of cuebook's: a limiter that works a twentieth of the time, or 6 dB deep, is heard.",
};
