//! Rules about delivered files.

use super::Words;

pub(super) const FILE_FORMAT: Words = Words {
    what: "A delivered file's format is not the one that its profile makes: kind, bit rate, sample rate, bits, channels.",
    why: "Distributors refuse joint stereo, bit rates that vary and other sample rates, some of them only days later.",
    example: "MP3, 192 kbps constant, 44100 Hz, joint stereo\n--> output/delivery/acx/01.mp3\nwanted: MP3, 192 kbps constant, 44100 Hz, mono",
    mend: "Deliver again; what a profile of your own makes stands in its `[files]`.",
    source: "The delivery profile; the format is read from the headers of all of the file's frames.",
};

pub(super) const FILE_UNLIKE: Words = Words {
    what: "A delivered file, decoded again, is not its master: longer, shorter, or another sound.",
    why: "A chapter that lost its end or stands under another title is heard by listeners first.",
    example: "2646001 samples\n--> output/delivery/acx/01.mp3\nwanted: 2646000 samples, as planned",
    mend: "Deliver again; if it stays, report it.",
    source: "Every file is decoded and compared with its master, sample by sample, without the codec's delay.",
};

pub(super) const FILE_TAGS: Words = Words {
    what: "What a delivered file says of itself is not what the book says: title, author, narrator, number, cover, chapters.",
    why: "Players sort and show files by their tags.",
    example: "title `Chapter 1`\n--> output/delivery/acx/01.mp3\nwanted: title `Chapter 1: The Lamp`",
    mend: "Deliver again; if it stays, report it.",
    source: "The tags are read back by other code than wrote them.",
};

pub(super) const FILE_LEVEL: Words = Words {
    what: "A delivered file's RMS level or loudness is outside of the profile's window.",
    why: "The distributor's check refuses the file; a short file's pauses lower its level.",
    example: "-24.1 dBFS\n--> output/delivery/acx/Retail sample.mp3\nwanted: -23.0 dBFS to -18.0 dBFS",
    mend: "Its level is that of its master: build the book for this profile, or record it more evenly.",
    source: "The delivery profile; the file is decoded and measured.",
};

pub(super) const FILE_PEAK: Words = Words {
    what: "A delivered file's highest sample or true peak is above the profile's limit.",
    why: "Encoding moves peaks: a master that keeps to the limit may be a file that does not.",
    example: "-2.7 dBTP\n--> output/delivery/acx/01.mp3\nwanted: below -3.0 dBTP",
    mend: "Lower `aim.ceiling` in a profile of your own, build and deliver again.",
    source: "The delivery profile; the file is decoded and measured.",
};

pub(super) const FILE_NOISE_FLOOR: Words = Words {
    what: "A delivered file's noise floor is above the profile's limit.",
    why: "The distributor's check refuses the file.",
    example: "-58.3 dBFS\n--> output/delivery/acx/01.mp3\nwanted: below -60.0 dBFS",
    mend: "Make the room quieter for its cues.",
    source: "The delivery profile; the file is decoded and measured.",
};

pub(super) const FILE_ENDS: Words = Words {
    what: "The quiet before the first sound of a delivered file, or behind its last, is not what the profile asks for.",
    why: "The distributor's check measures the quiet at both ends of every file.",
    example: "0.52 s of quiet at its head\n--> output/delivery/acx/01.mp3\nwanted: 1 s to 5 s at its head",
    mend: "Set `head` and `tail` in `[spacing]` of book.toml, and build again.",
    source: "The delivery profile; where speech begins and ends is heard in the decoded file, to a tenth of a second.",
};

pub(super) const FILE_TOO_LONG: Words = Words {
    what: "A delivered file is longer than the profile allows.",
    why: "The distributor refuses the file.",
    example: "2:04:10\n--> output/delivery/acx/03.mp3\nwanted: at most 2:00:00",
    mend: "Let the chapter go on in another file: `continue_at` below `[delivery]` in book.toml.",
    source: "The delivery profile; `cuebook explain acx` shows one with its sources.",
};

pub(super) const FILE_TOO_LARGE: Words = Words {
    what: "A delivered file is larger than the profile allows.",
    why: "The distributor's upload refuses the file.",
    example: "172.8 MB\n--> output/delivery/authors-republic/03.mp3\nwanted: at most 170.0 MB",
    mend: "Let the chapter go on in another file, or deliver fewer kilobits a second by a profile of your own.",
    source: "The delivery profile; `cuebook explain authors-republic` shows one with its sources.",
};

pub(super) const FILE_UNMEASURED: Words = Words {
    what: "Something that the profile asks for could not be measured in a delivered file.",
    why: "A check that did not run is not passed.",
    example: "not measured, because no speech is heard near it\n--> output/delivery/acx/01.mp3\nwanted: 1 s to 5 s at its head",
    mend: "Listen to the file.",
    source: "The windows of the measurements: 0.4 s for the noise floor, ten seconds at either end for the speech.",
};

pub(super) const BOOK_LENGTH: Words = Words {
    what: "All delivered sections together are shorter or longer than the distributor takes.",
    why: "The distributor refuses the book.",
    example: "3:12\nwanted: 5:00 to 100:00:00",
    mend: "Choose another distributor for a short book; divide a long one into volumes.",
    source: "The delivery profile; `cuebook explain google-play` shows one with its sources.",
};

pub(super) const CREDITS_MISSING: Words = Words {
    what: "The distributor wants opening and closing credits in files of their own, and the book has none.",
    why: "The distributor sends the book back.",
    example: "no closing credits\nwanted: opening and closing credits in files of their own",
    mend: "Write `template = \"acx\"` below `[credits]` in book.toml, then run `cuebook script` and record them.",
    source: "The delivery profile; `cuebook explain acx` shows one with its sources.",
};

pub(super) const COVER_UNFIT: Words = Words {
    what: "The cover is smaller than the distributor takes, or there is none.",
    why: "Shops show it large, and refuse small ones.",
    example: "1400 pixels\nwanted: at least 2400 pixels",
    mend: "Put a larger picture beside book.toml as `cover.jpg` or `cover.png`.",
    source: "The delivery profile; the shorter side of the picture counts.",
};

pub(super) const MASTERS_UNFIT: Words = Words {
    what: "The masters were made for another profile, and this one asks for other levels or other quiet at the ends.",
    why: "One set of masters can't serve two distributors that contradict each other.",
    example: "masters made for ACX / Audible do not serve LibriVox: `spacing.tail` in book.toml is 3.5 s\nwanted: at least 5 s",
    mend: "Set what serves both, if anything does: `cuebook deliver --all` says so; else build for one after the other.",
    source: "The delivery profiles; every master is held to the figures of each.",
};
