//! Rules about files, formats and channels.

use super::Words;

pub(super) const TAKE_UNREADABLE: Words = Words {
    what: "A take's file can't be decoded as audio.",
    why: "A broken copy or a text file with the wrong name would leave a hole in the chapter.",
    example: "a text file\n--> recordings/01-0042.wav, cue 01-0042\nwanted: audio",
    mend: "Export or copy the take again, or give the file another name.",
    source: "The decoder's own words.",
};

pub(super) const TAKE_CUT_SHORT: Words = Words {
    what: "A take's file holds less audio than its header promises.",
    why: "A recording or a copy was interrupted, so the end of the line may be missing.",
    example: "3.1 s of 7.4 s\n--> recordings/01-0042.wav, cue 01-0042\nwanted: all that the header promises",
    mend: "Copy the file again from where it was recorded, or record the cue again.",
    source: "The length in the file's header against the samples behind it.",
};

pub(super) const FORMAT_UNWELCOME: Words = Words {
    what: "A take is in a file format that the book does not allow.",
    why: "MP3 and AAC throw sound away that the delivered file, compressed again, would need; A-law, mu-law and ADPCM, which \
          phones and dictation machines write, add noise that follows the voice.",
    example: "MP3\n--> recordings/01-0042.mp3, cue 01-0042\nwanted: WAV or FLAC or AIFF",
    mend: "Export the take again from the recorder or editor, or allow the format in `recording.formats` of book.toml.",
    source: "`recording.formats` in book.toml: what loses nothing.",
};

pub(super) const SAMPLE_RATE_MIXED: Words = Words {
    what: "A take's sample rate is not the book's.",
    why: "It is converted when the chapter is built, but a lower rate has lost its highs for good.",
    example: "22050 Hz\n--> recordings/01-0042.wav, cue 01-0042\nwanted: 44100 Hz",
    mend: "Set the recorder to the book's rate, or `recording.sample_rate` in book.toml to the recorder's.",
    source: "`recording.sample_rate` in book.toml; ACX and LibriVox ask for 44.1 kHz.",
};

pub(super) const BIT_DEPTH_LOW: Words = Words {
    what: "A take has fewer bits than the book asks for.",
    why: "Fewer bits mean more noise once the level is raised.",
    example: "8 bits\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at least 16 bits",
    mend: "Set the recorder to the book's bit depth.",
    source: "`recording.bit_depth` in book.toml.",
};

pub(super) const FORMAT_ODD: Words = Words {
    what: "A take is good enough for the book, but has another format than nearly all others.",
    why: "It was probably made with another recorder, editor or setting, and one that went through an MP3 has lost \
          something.",
    example: "48000 Hz, 24 bits, mono\n--> recordings/01-0042.wav, cue 01-0042\nwanted: 44100 Hz, 16 bits, mono, as most takes are",
    mend: "Listen to it beside its neighbours; export it again in the others' format if it was changed on its way.",
    source: "The format that most takes of this book have.",
};

pub(super) const CHANNELS_MIXED: Words = Words {
    what: "A take has another number of channels than the book.",
    why: "It is mixed down when the chapter is built; a voice at two microphones may lose its body there.",
    example: "stereo\n--> recordings/01-0042.wav, cue 01-0042\nwanted: mono",
    mend: "Record with one microphone on one channel, or set `recording.channels` in book.toml.",
    source: "`recording.channels` in book.toml; ACX recommends mono.",
};

pub(super) const CHANNELS_CANCEL: Words = Words {
    what: "The channels of a take cancel each other when they are mixed.",
    why: "Chapters are mono: the voice would be lost, or sound hollow.",
    example: "little is left when the channels are mixed\n--> recordings/01-0042.wav, cue 01-0042\nwanted: channels that agree",
    mend: "Export one of the channels alone as a mono file.",
    source: "The level of the mix against that of the channels: unrelated channels lose 3 dB.",
};

pub(super) const CHANNEL_INVERTED: Words = Words {
    what: "One channel of a take is the other turned upside down.",
    why: "Chapters are mono: in the mix the two take each other away, and the voice is gone or thin.",
    example: "the channels are alike by -0.98\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at least -0.50",
    mend: "Export one channel alone as mono; swap the wires of one microphone, or its polarity switch (Ø), before the \
           next take.",
    source: "The correlation of the two channels: 1 the same, 0 unrelated, -1 upside down.",
};

pub(super) const CHANNEL_DEAD: Words = Words {
    what: "One channel of a stereo take has nothing of the voice in it.",
    why: "A microphone on one input of two. The live channel alone is used, so nothing is lost here; other programs mix the \
          two, and the voice loses 6 dB.",
    example: "the voice is on the left channel alone, the right one 62.0 dB below it\n--> recordings/01-0042.wav, cue 01-0042\n\
              wanted: at most 40.0 dB between the channels",
    mend: "Set the track to mono with that input alone, and export the live channel of this take as mono.",
    source: "The levels of the two channels.",
};

pub(super) const CHANNELS_UNEQUAL: Words = Words {
    what: "One channel of a stereo take is clearly louder than the other.",
    why: "The voice stands to one side; mixed to mono, the weaker channel adds more noise than voice.",
    example: "the left channel is 9.3 dB above the right one\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most 3.0 dB",
    mend: "Set both inputs to the same gain, or record with one microphone in mono.",
    source: "The levels of the two channels.",
};
