//! Rules about the text itself.

use super::Words;

/// Where rules about the text come from.
const EDITORS: &str = "What proofreaders and prepping narrators look for.";

pub(super) const PASSAGE_REPEATED: Words = Words {
    what: "A passage stands twice in the text, nearly word for word.",
    why: "Two revisions of it were probably left in, and both would be read aloud.",
    example: "43 words also stand in 04-0017\n--> cue 04-0021\nwanted: each passage once",
    mend: "Take one of the two out of the manuscript and run `cuebook script` again.",
    source: EDITORS,
};

pub(super) const QUOTES_UNBALANCED: Words = Words {
    what: "A quotation opens and never closes, or closes without having opened.",
    why: "The narrator can't see where the character's voice ends.",
    example: "“ opens and never closes\n--> cue 02-0007\nwanted: a pair",
    mend: "Put the missing mark into the manuscript.",
    source: EDITORS,
};

pub(super) const QUOTES_MIXED: Words = Words {
    what: "Straight and curly quotation marks or apostrophes stand in one book.",
    why: "It does no harm aloud, but shows where passages were pasted or changed late.",
    example: "12 straight apostrophes among 812 curly ones\n--> cue 02-0007\nwanted: one kind",
    mend: "Look at those places: late changes are where slips are.",
    source: EDITORS,
};

pub(super) const UNSPEAKABLE: Words = Words {
    what: "Something in the text has no sound: `§§`, a web address, broken characters, an emoji.",
    why: "The narrator must guess, or stop and ask.",
    example: "§§ 3-4\n--> cue 02-0007\nwanted: words",
    mend: "Say under `[spoken]` in book.toml how it is read.",
    source: EDITORS,
};

pub(super) const TEXT_LOST: Words = Words {
    what: "A replacement character stands where a letter was.",
    why: "The letter was lost when the file was converted, and nobody can read what is not there.",
    example: "caf\u{fffd}\n--> cue 02-0007\nwanted: the letter that was lost",
    mend: "Ask the author for the file from before it was converted, or write the letter in.",
    source: "Unicode: U+FFFD stands for what could not be decoded.",
};

pub(super) const SHOUTING: Words = Words {
    what: "Three or more words in a row stand in capitals in running text.",
    why: "Capitals may be a shout, a sign or a slip, and each is read in another voice.",
    example: "GET OUT OF HERE\n--> cue 02-0007\nwanted: a reader who knows why",
    mend: "Decide with the author how it is read.",
    source: EDITORS,
};

pub(super) const HOMOGRAPH: Words = Words {
    what: "A word has two sounds, and its neighbours do not say at once which is meant.",
    why: "The narrator finds out at the end of the sentence, and reads it again.",
    example: "lead: LEED or LED\n--> cue 02-0007\nwanted: one sound",
    mend: "Look at the sentence before recording it; `[pronunciation]` in book.toml puts it on the sheet.",
    source: EDITORS,
};

pub(super) const SENTENCE_LONG: Words = Words {
    what: "A sentence is longer than half a minute aloud: more than 75 words at 9,300 words an hour.",
    why: "It needs its breaths planned, and one slip costs the whole of it.",
    example: "a sentence of 94 words\n--> cue 02-0007\nwanted: at most 75",
    mend: "Mark the breaths before recording it.",
    source: "ACX reckons with 9,300 words a finished hour.",
};

pub(super) const HEADING_SKIPS: Words = Words {
    what: "The numbers of headings skip or repeat one.",
    why: "A chapter may be missing, doubled or misnumbered, and listeners hear the numbers.",
    example: "chapter 12 behind chapter 10\n--> chapter 12\nwanted: chapter 11",
    mend: "Ask for the missing chapter, or mend the number in the manuscript.",
    source: EDITORS,
};

pub(super) const MARKUP_STRAY: Words = Words {
    what: "Mark-up or an author's placeholder is left in the text: `**`, `<i>`, `&nbsp;`, `TODO`.",
    why: "It is no part of the story, and would be read or stumbled over.",
    example: "TODO\n--> cue 02-0007\nwanted: text alone",
    mend: "Take it out of the manuscript, or write what belongs there.",
    source: EDITORS,
};

pub(super) const CHARACTER_INVISIBLE: Words = Words {
    what: "The text holds characters that can't be seen, or letters of another script that look alike.",
    why: "They break words for searching, for pronunciations and for speech engines, and hide from the eye.",
    example: "a zero width space in `har\u{b7}bour`\n--> cue 02-0007\nwanted: characters that can be seen",
    mend: "Type the word anew in the manuscript.",
    source: "Unicode's lists of invisible and of confusable characters.",
};

pub(super) const PARAGRAPH_CUT: Words = Words {
    what: "A paragraph ends without a stop, and the next begins in lower case.",
    why: "A line break fell into a sentence, and a pause would stand there.",
    example: "ends with `and the`, and 02-0008 begins with `tide`\n--> cue 02-0007\nwanted: one paragraph",
    mend: "Join the two in the manuscript.",
    source: EDITORS,
};

pub(super) const WORD_DOUBLED: Words = Words {
    what: "A short word stands twice in a row.",
    why: "It is a slip of typing that the narrator reads, or corrects without being asked.",
    example: "the the\n--> cue 02-0007\nwanted: the word once",
    mend: "Take one of the two out of the manuscript, or leave it if it is meant.",
    source: EDITORS,
};
