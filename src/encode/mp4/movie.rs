//! The index of a file: its tracks, their lengths, and where each sample stands (ISO/IEC 14496-12, 8).

use super::super::Tags;
use super::boxes::Boxes;
use super::{CHUNK, FRAME, Sound, chapters, tags};

/// Everything that is known of a file once its frames are written.
pub struct Movie<'a> {
    pub sound: &'a Sound,
    /// The size of each frame.
    pub sizes: &'a [u16],
    /// Where each chunk of frames begins.
    pub chunks: &'a [u64],
    pub text: Option<&'a Text>,
    pub tags: &'a Tags,
}

/// The titles of the chapters, which stand behind the sound.
pub struct Text {
    /// Where the first begins.
    pub at: u64,
    /// The size of each.
    pub sizes: Vec<u32>,
    /// How long each lasts, in samples of the sound.
    pub lengths: Vec<u64>,
}

/// The numbers of the tracks.
const SOUND: u32 = 1;
const TEXT: u32 = 2;

/// A track's flags: shown (in the movie), and played unless somebody chooses another.
const SHOWN: u32 = 2;
const PLAYED: u32 = 1;

impl Movie<'_> {
    /// The box `moov`.
    pub fn boxes(&self) -> Vec<u8> {
        let mut boxes = Boxes::default();
        boxes.within(*b"moov", |boxes| {
            self.timed(boxes, *b"mvhd", 0, |boxes| {
                boxes.u32(self.sound.rate.hertz());
                self.time(boxes, self.sound.heard.0);
                boxes.u32(0x1_0000);
                boxes.u16(0x100);
                boxes.zeros(10);
                matrix(boxes);
                boxes.zeros(24);
                boxes.u32(TEXT + 1);
            });
            boxes.within(*b"trak", |boxes| self.sound(boxes));
            if let Some(text) = self.text {
                boxes.within(*b"trak", |boxes| self.text(boxes, text));
            }
            boxes.within(*b"udta", |boxes| {
                tags::write(boxes, self.tags);
                if self.text.is_some() {
                    chapters::list(boxes, &self.tags.chapters);
                }
            });
        });
        boxes.done()
    }

    fn sound(&self, boxes: &mut Boxes) {
        let decoded = self.sizes.len() as u64 * FRAME;
        self.track(boxes, SOUND, SHOWN | PLAYED, 0x100);
        boxes.within(*b"edts", |boxes| {
            boxes.full(*b"elst", self.version(), 0, |boxes| {
                boxes.u32(1);
                self.time(boxes, self.sound.heard.0);
                self.time(boxes, self.sound.delay);
                boxes.u32(0x1_0000);
            });
        });
        if self.text.is_some() {
            boxes.within(*b"tref", |boxes| boxes.within(*b"chap", |boxes| boxes.u32(TEXT)));
        }
        boxes.within(*b"mdia", |boxes| {
            self.media(boxes, decoded, *b"soun");
            boxes.within(*b"minf", |boxes| {
                boxes.full(*b"smhd", 0, 0, |boxes| boxes.zeros(4));
                data_is_here(boxes);
                boxes.within(*b"stbl", |boxes| {
                    boxes.full(*b"stsd", 0, 0, |boxes| {
                        boxes.u32(1);
                        self.entry(boxes);
                    });
                    lengths(boxes, &[(self.sizes.len() as u32, FRAME as u32)]);
                    chunks(boxes, self.sizes.len(), CHUNK);
                    sizes(boxes, self.sizes.iter().map(|&size| u32::from(size)));
                    places(boxes, self.chunks);
                });
            });
        });
    }

    /// What the sound's frames are (ISO/IEC 14496-14, 5.6, and 14496-1, 7.2.6).
    fn entry(&self, boxes: &mut Boxes) {
        let sound = self.sound;
        boxes.within(*b"mp4a", |boxes| {
            boxes.zeros(6);
            boxes.u16(1);
            boxes.zeros(8);
            boxes.u16(sound.channels.count() as u16);
            boxes.u16(16);
            boxes.zeros(4);
            // A rate of 16 bits; a higher one stands in the decoder's settings alone.
            boxes.u16(u16::try_from(sound.rate.hertz()).unwrap_or(0));
            boxes.u16(0);
            boxes.full(*b"esds", 0, 0, |boxes| {
                let settings = sound.settings.len() as u8;
                boxes.bytes(&[3, 23 + settings, 0, 0, 0]);
                boxes.bytes(&[4, 15 + settings, 0x40, 0x15]);
                let longest = self.sizes.iter().copied().max().unwrap_or(0);
                // Of 24 bits.
                boxes.bytes(&u32::from(longest).to_be_bytes()[1..]);
                boxes.u32(self.bits_a_second(u64::from(longest), 1));
                boxes.u32(self.bits_a_second(self.sizes.iter().map(|&size| u64::from(size)).sum(), self.sizes.len()));
                boxes.bytes(&[5, settings]);
                boxes.bytes(&sound.settings);
                boxes.bytes(&[6, 1, 2]);
            });
        });
    }

    fn bits_a_second(&self, bytes: u64, frames: usize) -> u32 {
        let samples = frames.max(1) as u64 * FRAME;
        (bytes * 8 * u64::from(self.sound.rate.hertz()) / samples) as u32
    }

    fn text(&self, boxes: &mut Boxes, text: &Text) {
        self.track(boxes, TEXT, SHOWN, 0);
        boxes.within(*b"mdia", |boxes| {
            self.media(boxes, text.lengths.iter().sum(), *b"text");
            boxes.within(*b"minf", |boxes| {
                boxes.within(*b"gmhd", |boxes| {
                    boxes.full(*b"gmin", 0, 0, |boxes| {
                        // Dithered copy, in grey: what QuickTime itself writes.
                        boxes.bytes(&[0, 0x40, 0x80, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0]);
                    });
                    boxes.within(*b"text", matrix);
                });
                data_is_here(boxes);
                boxes.within(*b"stbl", |boxes| {
                    boxes.full(*b"stsd", 0, 0, |boxes| {
                        boxes.u32(1);
                        boxes.within(*b"text", |boxes| {
                            boxes.zeros(6);
                            boxes.u16(1);
                            // Nobody draws it: no colours, no place, no font.
                            boxes.zeros(43);
                        });
                    });
                    let each: Vec<_> = text.lengths.iter().map(|&length| (1, length as u32)).collect();
                    lengths(boxes, &each);
                    // All in one chunk: some readers (mp4ameta 0.13) go astray where the last of several is shorter.
                    chunks(boxes, text.sizes.len(), text.sizes.len());
                    sizes(boxes, text.sizes.iter().copied());
                    places(boxes, &[text.at]);
                });
            });
        });
    }

    fn track(&self, boxes: &mut Boxes, number: u32, flags: u32, volume: u16) {
        self.timed(boxes, *b"tkhd", flags, |boxes| {
            boxes.u32(number);
            boxes.u32(0);
            self.time(boxes, self.sound.heard.0);
            boxes.zeros(12);
            boxes.u16(volume);
            boxes.u16(0);
            matrix(boxes);
            boxes.zeros(8);
        });
    }

    fn media(&self, boxes: &mut Boxes, length: u64, handler: [u8; 4]) {
        self.timed(boxes, *b"mdhd", 0, |boxes| {
            boxes.u32(self.sound.rate.hertz());
            self.time(boxes, length);
            boxes.u16(language(&self.tags.language));
            boxes.u16(0);
        });
        boxes.full(*b"hdlr", 0, 0, |boxes| {
            boxes.zeros(4);
            boxes.bytes(&handler);
            boxes.zeros(13);
        });
    }

    /// A box that begins with when it was made and changed, of which nothing is said: the same book is the same bytes.
    fn timed(&self, boxes: &mut Boxes, name: [u8; 4], flags: u32, fill: impl FnOnce(&mut Boxes)) {
        boxes.full(name, self.version(), flags, |boxes| {
            self.time(boxes, 0);
            self.time(boxes, 0);
            fill(boxes);
        });
    }

    fn time(&self, boxes: &mut Boxes, samples: u64) {
        match u32::try_from(samples) {
            Ok(samples) if self.version() == 0 => boxes.u32(samples),
            _ => boxes.u64(samples),
        }
    }

    /// 1 where times need 64 bits: past 27 hours at 44.1 kHz.
    fn version(&self) -> u8 {
        let longest = self.sizes.len() as u64 * FRAME;
        u8::from(u32::try_from(longest.max(self.sound.heard.0)).is_err())
    }
}

/// No turning, no scaling.
fn matrix(boxes: &mut Boxes) {
    for number in [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000] {
        boxes.u32(number);
    }
}

fn data_is_here(boxes: &mut Boxes) {
    boxes.within(*b"dinf", |boxes| {
        boxes.full(*b"dref", 0, 0, |boxes| {
            boxes.u32(1);
            boxes.full(*b"url ", 0, 1, |_| ());
        });
    });
}

/// How many samples last how long.
fn lengths(boxes: &mut Boxes, runs: &[(u32, u32)]) {
    boxes.full(*b"stts", 0, 0, |boxes| {
        boxes.u32(runs.len() as u32);
        for (count, length) in runs {
            boxes.u32(*count);
            boxes.u32(*length);
        }
    });
}

/// How many samples a chunk has: always as many, and in the last one the rest.
fn chunks(boxes: &mut Boxes, samples: usize, each: usize) {
    let (whole, rest) = (samples / each.max(1), samples % each.max(1));
    let runs = [(1, each, whole > 0), (whole + 1, rest, rest > 0)];
    let runs: Vec<_> = runs.into_iter().filter(|(_, _, is_there)| *is_there).collect();
    boxes.full(*b"stsc", 0, 0, |boxes| {
        boxes.u32(runs.len() as u32);
        for (first, count, _) in runs {
            boxes.u32(first as u32);
            boxes.u32(count as u32);
            boxes.u32(1);
        }
    });
}

fn sizes(boxes: &mut Boxes, sizes: impl ExactSizeIterator<Item = u32>) {
    boxes.full(*b"stsz", 0, 0, |boxes| {
        boxes.u32(0);
        boxes.u32(sizes.len() as u32);
        for size in sizes {
            boxes.u32(size);
        }
    });
}

fn places(boxes: &mut Boxes, places: &[u64]) {
    let narrow: Option<Vec<u32>> = places.iter().map(|&place| u32::try_from(place).ok()).collect();
    let name = if narrow.is_some() { *b"stco" } else { *b"co64" };
    boxes.full(name, 0, 0, |boxes| {
        boxes.u32(places.len() as u32);
        match narrow {
            Some(places) => places.into_iter().for_each(|place| boxes.u32(place)),
            None => places.iter().for_each(|&place| boxes.u64(place)),
        }
    });
}

/// Three letters of a language in 15 bits; `und` where there are none.
fn language(code: &str) -> u16 {
    let letters: [u8; 3] = code.as_bytes().try_into().unwrap_or(*b"und");
    let letters = if letters.iter().all(u8::is_ascii_lowercase) { letters } else { *b"und" };
    letters.iter().fold(0, |packed, letter| packed << 5 | u16::from(letter - 0x60))
}
