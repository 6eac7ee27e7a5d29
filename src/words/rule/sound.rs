//! Rules about the sound of one take.

use super::Words;

pub(super) const TAKE_SILENT: Words = Words {
    what: "A take has no speech in it, so its cue counts as missing.",
    why: "A muted microphone records a perfect silence.",
    example: "nothing louder than -71.3 dBFS\n--> recordings/01-0042.wav, cue 01-0042\nwanted: the cue's words",
    mend: "Check the microphone's switch and the input, then record it again.",
    source: "Speech is what rises above the noise for 30 ms in a row.",
};

pub(super) const TAKE_CLIPPED: Words = Words {
    what: "A take's waveform was cut off: it has runs of samples at full scale, or flat tops where it was turned down later.",
    why: "The tops of the waveform are gone: it crackles, and nothing brings them back.",
    example: "14 runs of samples at full scale\n--> recordings/01-0042.wav at 2.418 s, cue 01-0042\nwanted: none",
    mend: "Lower the input gain by 6 dB and record it again.",
    source: "Three samples or more in a row at full scale, as two can be a peak that just reaches it; at another level, five \
             such runs at the height of the highest sample, with a corner at either end.",
};

pub(super) const LEVEL_LOW: Words = Words {
    what: "A take's speech is very quiet.",
    why: "Raising it raises its noise with it.",
    example: "-41.2 dBFS\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at least -36.0 dBFS",
    mend: "Move closer to the microphone or raise the input gain, and record it again.",
    source: "The RMS level from the first sound of the speech to the last.",
};

pub(super) const PEAK_HIGH: Words = Words {
    what: "A take's peaks come close to full scale.",
    why: "The next louder word clips.",
    example: "-0.4 dBFS\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most -1.0 dBFS",
    mend: "Nothing is clipped yet; lower the input gain before the next take. Above 0 dBFS, which only float files hold, \
           lower the take itself: nothing of it is lost.",
    source: "The highest sample of all channels.",
};

pub(super) const TRUE_PEAK_HIGH: Words = Words {
    what: "A take's waveform passes full scale between its samples.",
    why: "Converters, encoders and players clip there, though no sample is at full scale.",
    example: "+0.6 dBTP\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most 0.0 dBTP",
    mend: "Lower the input gain before the next take, and turn off a limiter that works on samples.",
    source: "ITU-R BS.1770-4, annex 2: true peak.",
};

pub(super) const DC_OFFSET: Words = Words {
    what: "A take's waveform does not lie around zero (DC offset).",
    why: "Checkers take it for noise, every cut to and from it thumps, and it takes headroom.",
    example: "-61.8 dBFS, -51.8 dBFS after the +10.0 dB that the level needs\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most -60.0 dBFS",
    mend: "Look for a faulty interface or cable; `build` takes it out of this one.",
    source: "The mean of all samples, at the level of delivery; the first ACX Check plug-in (2015) showed it too.",
};

pub(super) const DROPOUT: Words = Words {
    what: "The sound of a take stops for a moment and goes on: samples were lost on their way to the disk.",
    why: "It is heard as a tick or a stutter within a word.",
    example: "3 holes in the sound, the longest 12.0 ms\n--> recordings/01-0042.wav at 4.210 s, cue 01-0042\nwanted: none",
    mend: "Record it again with a larger buffer in the recorder, and nothing else running.",
    source: "Samples that are zero or stand still, with sound right before and behind them.",
};

pub(super) const DIGITAL_SILENCE: Words = Words {
    what: "There is digital silence between the words of a take.",
    why: "The room switches off and on again: silence was put in while editing, or a gate cut it out, and distributors \
          refuse it.",
    example: "0.42 s of digital silence\n--> recordings/01-0042.wav at 2.418 s, cue 01-0042\nwanted: at most 0.1 s",
    mend: "Fill the place with room tone, or record it again without the gate.",
    source: "Runs of samples that are exactly zero; ACX asks for room tone, never digital silence.",
};

pub(super) const CLICK: Words = Words {
    what: "There are clicks in the speech of a take that no voice makes.",
    why: "A bad cut, a cable, a clock that is not in step, a gate that opens at once within a word: listeners take them for a fault of their own device.",
    example: "2 clicks in the speech\n--> recordings/01-0042.wav at 4.210 s, cue 01-0042\nwanted: none",
    mend: "Listen to the place; cut it anew with a short fade, or record it again. Where a gate or expander chops words, take \
           the sound from before it.",
    source: "Impulses that are shorter and steeper than any sound of speech.",
};

pub(super) const KNOCK: Words = Words {
    what: "A single click, knock or thump in a pause of a take will be heard at delivery level.",
    why: "In the quiet between two sentences nothing covers it: a chair, a foot at the stand, a cable, a bad cut.",
    example: "a knock that peaks at -14.2 dBFS after the +5.0 dB that the level needs\n\
              --> recordings/01-0042.wav at 3.210 s, cue 01-0042\nwanted: at most -20.0 dBFS",
    mend: "Listen to the place, and put room tone over it, or record the line again.",
    source: "What is over within 40 ms, or a thump below the voice within 100 ms; 20 dB above what is around it, a quarter of a \
             second behind the words and a tenth before them.",
};

pub(super) const PLOSIVE: Words = Words {
    what: "Bursts of breath hit the microphone: a popped p, b or t.",
    why: "They thump in headphones and drive the limiter.",
    example: "2 popped sounds\n--> recordings/01-0042.wav at 1.105 s, cue 01-0042\nwanted: none",
    mend: "Speak past the microphone rather than into it, or use a pop shield; a high-pass filter at 80 Hz mends mild ones.",
    source: "Short bursts far below the pitch of any voice.",
};

pub(super) const MOUTH_NOISE: Words = Words {
    what: "There are many small clicks in the pauses of a take: lips and tongue.",
    why: "Compressed and in headphones they are what listeners complain about most.",
    example: "9 mouth clicks, 31.2 a minute\n--> recordings/01-0042.wav at 0.310 s, cue 01-0042\nwanted: at most 20.0 a minute",
    mend: "Drink water, eat a green apple, move a hand's breadth away; a de-clicker removes what is left.",
    source: "Impulses in pauses; from three of them on, as one says nothing.",
};

pub(super) const NOISE_FORECAST_HIGH: Words = Words {
    what: "At the gain that the delivery level needs, the take's noise floor will pass the limit.",
    why: "Noise is cheap to lower in the room, and impossible to lower well afterwards.",
    example: "needs +11.0 dB for ACX / Audible, its floor will then be -55.0 dBFS\n--> recordings/01-0042.wav, cue 01-0042\n\
              wanted: below -60.0 dBFS",
    mend: "Lower the room's noise by as much as the finding says, or speak louder and nearer by as much.",
    source: "The noise of the quietest long pause, and the gain that this book's takes need (their median, as soon as there \
             are enough; before that the take's own).",
};

pub(super) const HUM: Words = Words {
    what: "Mains hum will be heard in the pauses at delivery level.",
    why: "A steady tone is heard far below noise of the same level.",
    example: "hum of 50 Hz at -71.0 dBFS, -60.0 dBFS after the +11.0 dB that the book needs\n\
              --> recordings/01-0042.wav, cue 01-0042\nwanted: at most -70.0 dBFS",
    mend: "Use a balanced cable, plug everything into one socket, move the power supply away, run the laptop on its battery.",
    source: "50 or 60 Hz and their harmonics, heard in the pauses alone.",
};

pub(super) const GATE: Words = Words {
    what: "A noise gate works on a take: the noise drops behind words and comes back before them.",
    why: "The room breathes with the voice, and the ends of words are cut off.",
    example: "the noise falls by 22.0 dB behind words\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most 6.0 dB",
    mend: "Turn off gate, expander and noise reduction in the recorder and in the calling or conference software, and record \
           it again.",
    source: "Steady, abrupt drops of the floor behind words, again and again.",
};

pub(super) const SPEECH_CUT_AT_HEAD: Words = Words {
    what: "Speech begins at the very start of a take.",
    why: "The first sound may have been cut off.",
    example: "speech 5 ms from the start\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at least 0.02 s of quiet",
    mend: "Listen to that end; if a sound is missing, record it again with a second of quiet around it.",
    source: "Where the first sound stands that is clearly above the noise.",
};

pub(super) const SPEECH_CUT_AT_TAIL: Words = Words {
    what: "Speech goes on to the very end of a take.",
    why: "The last sound may have been cut off.",
    example: "speech up to 5 ms before the end\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at least 0.02 s of quiet",
    mend: "Listen to that end; if a sound is missing, record it again with a second of quiet around it.",
    source: "Where the last sound stands that is clearly above the noise.",
};

pub(super) const HEAD_LONG: Words = Words {
    what: "A take begins with a long silence.",
    why: "It is trimmed when the chapter is built; a false start may hide in it.",
    example: "6.4 s\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most 3 s",
    mend: "Nothing to do, unless something is said in it.",
    source: "The time before the first sound of the speech.",
};

pub(super) const TAIL_LONG: Words = Words {
    what: "A take ends with a long silence.",
    why: "It is trimmed when the chapter is built; something may have been said off the script.",
    example: "4.9 s\n--> recordings/01-0042.wav at 12.310 s, cue 01-0042\nwanted: at most 3 s",
    mend: "Nothing to do, unless something is said in it.",
    source: "The time behind the last sound of the speech.",
};

pub(super) const GAP_LONG: Words = Words {
    what: "There is a long silence between the words of a take.",
    why: "It stays in the chapter, unlike silence at the ends: a page was turned, a line was looked up, or a second reading \
          follows.",
    example: "3.8 s of silence\n--> recordings/01-0042.wav at 4.210 s, cue 01-0042\nwanted: at most 2.5 s",
    mend: "Cut the pause shorter, or record the line again in one go.",
    source: "The longest pause within the speech; the longest that Audible's studios leave within a text is about as long.",
};

pub(super) const SPEECH_TOO_SHORT: Words = Words {
    what: "A take is shorter than its words can be read in, or than this narrator reads so many.",
    why: "Words were probably left out, a page was turned twice, or it is the take of another line.",
    example: "25 words in 3.9 s\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at least 7.2 s, as this book is read",
    mend: "Compare the take with the cue's words: some may be missing.",
    source: "This book's own takes as soon as there are twenty: how long they last for their words, and how much that varies. \
             Before that, narrators' 2.5 to 2.7 words a second, with room.",
};

pub(super) const SPEECH_TOO_LONG: Words = Words {
    what: "A take is longer than its words need, or than this narrator takes for so many.",
    why: "A false start may have stayed in, a sentence was read twice, or it is the take of another line.",
    example: "25 words in 19 s\n--> recordings/01-0042.wav, cue 01-0042\nwanted: at most 13 s, as this book is read",
    mend: "Listen for a false start or a repeated line in it.",
    source: "This book's own takes as soon as there are twenty: how long they last for their words, and how much that varies. \
             Before that, narrators' 2.5 to 2.7 words a second, with room.",
};
