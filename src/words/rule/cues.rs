//! Rules about takes and the cues that they belong to.

use super::Words;

pub(super) const CUE_MISSING: Words = Words {
    what: "A cue has no take that can be used.",
    why: "The chapter lacks this line until it is recorded.",
    example: "no take\n--> cue 01-0042\nwanted: a take",
    mend: "Record the line as `recordings/01-0042.wav`; `cuebook status` names the next one.",
    source: "What a script is for.",
};

pub(super) const TAKE_STALE: Words = Words {
    what: "The words of a cue have changed audibly since its take was recorded.",
    why: "The take reads the old words, and nobody hears that before a listener with the book in hand does.",
    example: "recorded for other words: lay on the [-stones-] {+sand+} and\n--> recordings/01-0042.wav, cue 01-0042\n\
              wanted: a take of today's words",
    mend: "Record the line again as its next take. If the take reads the new words after all, waive the finding.",
    source: "The take log, `recordings/takes.jsonl`, which holds the words that each take was first seen with.",
};

pub(super) const TAKE_MISNAMED: Words = Words {
    what: "A file's name is nearly a cue's: another case, zeros missing, `_` for `-`, a space, `(1)` or `copy` behind it.",
    why: "The take is not used, and its cue counts as missing or keeps an older one.",
    example: "the name is not quite that of cue 01-0042\n--> recordings/1-42 (1).wav\nwanted: `01-0042.wav`",
    mend: "Rename the file as the finding says.",
    source: "Names that recorders, editors and file managers give to copies.",
};

pub(super) const TAKE_ORPHANED: Words = Words {
    what: "A file in `recordings/` belongs to no cue of the script.",
    why: "A mistyped name hides a good take, and the cue stays missing.",
    example: "there is no cue 01-0420\n--> recordings/01-0420.wav\nwanted: a cue of the script",
    mend: "Rename it to the cue that it is a take of, or move it out of `recordings/`.",
    source: "Film and games, where delivered names are held against the script.",
};

pub(super) const TAKE_DOUBLED: Words = Words {
    what: "Two files in `recordings/` claim to be the same take of the same cue.",
    why: "Only one of them can be used, and nobody knows which was meant.",
    example: "the same take as `01-0042.wav`\n--> recordings/day 2/01-0042.wav, cue 01-0042\nwanted: one file for each take",
    mend: "Give one of the two the next free number, `_t2`, `_t3`, or move it out of `recordings/`.",
    source: "One file, one take.",
};

pub(super) const TAKE_SAME_AUDIO: Words = Words {
    what: "The same recording, sample by sample, stands under two cues with different words.",
    why: "At least one of the two lines has the wrong words in it.",
    example: "the same sound as `01-0041.wav`\n--> recordings/01-0042.wav, cue 01-0042\nwanted: a recording of its own",
    mend: "Listen to it, keep it under the cue whose words it has, and record or find the other.",
    source: "The fingerprint of the samples, whatever the file and its format.",
};

pub(super) const TAKE_ELSEWHERE: Words = Words {
    what: "A take's sound was first heard under another cue, which has other words.",
    why: "Takes that were renamed to each other's cues have the right names, the right count, and the wrong words in them.",
    example: "this sound was first heard as 01-0005\n--> recordings/01-0004.wav, cue 01-0004\n\
              wanted: a take that was recorded for this cue",
    mend: "Listen to it. Rename it back if it reads the other cue's words; if it reads these, it had the wrong name at first: \
           circle it, or waive the finding.",
    source: "The take log, `recordings/takes.jsonl`, which holds the cue that each sound was first heard as.",
};

pub(super) const TAKE_WORSE: Words = Words {
    what: "A newer take is noisier than the one it replaces, or has faults that the older one has not.",
    why: "The newest take wins unless one is circled, and a retake is not always the better one.",
    example: "15.2 dB less between speech and noise than `01-0042.wav`\n--> recordings/01-0042_t2.wav, cue 01-0042\n\
              wanted: at most 6.0 dB",
    mend: "Listen to both, and circle the older one if it is the better: `cuebook circle 01-0042.wav`.",
    source: "The level of the speech above the noise of its room, measured in both takes.",
};

pub(super) const PICKUP_NOTED: Words = Words {
    what: "Somebody heard something in the take that is used, and noted it.",
    why: "What was noted is in the chapter until the line is recorded again, or the note is settled.",
    example: "said “bold”, should be “cold”\n--> recordings/01-0042.wav at 3.200 s, cue 01-0042\nwanted: the line as it should be",
    mend: "Record the line again: a note is closed by another take. Where it was a mistake, `cuebook note --settle CUE`.",
    source: "A proofer's pickup sheet, or somebody who listened: `cuebook note`, `cuebook pickups --from`.",
};

pub(super) const CIRCLED_GONE: Words = Words {
    what: "The take that was circled for a cue is not in `recordings/`.",
    why: "Another take is used than the one that somebody chose.",
    example: "`01-0042_t2.wav` was circled, and its sound is not here\n--> cue 01-0042\nwanted: the circled take",
    mend: "Bring the file back, circle another take, or take the circle back: `cuebook circle --undo CUE`.",
    source: "The take log, `recordings/takes.jsonl`.",
};

pub(super) const LOG_LINE_UNREAD: Words = Words {
    what: "A line of the take log, `recordings/takes.jsonl`, can't be understood.",
    why: "What it remembers, a waiver or a circled take, counts for nothing.",
    example: "line 12 breaks off\nwanted: one whole event a line",
    mend: "Where a program was killed while it wrote, say again what it was told; the line itself may stay.",
    source: "The take log is only ever added to, so nothing in it is repaired behind anybody's back.",
};
