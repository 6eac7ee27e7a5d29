//! A noise gate, told by what it does to the pauses: behind every word the noise of the room stays for a moment, and then
//! falls, always from the same level to the same.
//!
//! Levels are those of the middle band: full-band noise of a room is mostly rumble, which rises and falls by itself.

use super::course::Course;

/// How long a pause must be to be counted where it has no fall, in steps of 10 ms.
const PAUSE: usize = 20;

/// The shortest pause that is looked at: a gate that holds for long leaves little of one below the threshold of speech.
const SHORTEST: usize = 8;

/// How long the noise stays as it is before the fall, and how much of it behind the fall is looked at, in steps.
const PLATEAU: usize = 5;
const BEHIND: std::ops::Range<usize> = 6..20;

/// How long a fall may last, in steps: from gates that shut at once to those that release for 150 ms.
const FALLS: [usize; 6] = [2, 4, 7, 11, 15, 19];

/// How many times steeper than the noise before it a fall is: what dies away in a room is as steep before as behind.
const STEEPER: f64 = 2.0;

/// How much of a pause's end is left out, in steps: the gate opens before the next word.
const BEFORE_WORD: usize = 3;

/// How far it falls at least, in decibels.
const LEAST_DB: f64 = 9.0;

/// How far the steps of a plateau may stray from its mean, in decibels: those of a room's noise do by one or two; and how
/// far below it the sound before it may go, as the open gate lets all of the noise through.
const STEADY_DB: f64 = 3.0;
const BELOW_DB: f64 = 5.0;

/// How much the noise before the falls may differ from one to the next, in decibels: it is the same room, and no breath.
const SAME_ROOM_DB: f64 = 4.0;

/// How much more or less the low band may fall than the middle one, in decibels: a gate turns down all of the room, and
/// what a breath or a hiss rises above is another sound. Below this level, files have no more noise to tell by.
const SAME_SOUND_DB: f64 = 5.0;
const FAINT_DB: f64 = -90.0;

/// How many falls prove a gate, and which share of the pauses must have one.
const FEWEST: usize = 2;
const SHARE: f64 = 0.6;

/// Where there are but two, they last no longer than this, in steps: what dies away in a room is slower.
const STEEP: usize = 7;

/// How far below the speech the noise before a fall lies at least, in decibels: a vowel that a p ends is as steady.
const BELOW_SPEECH_DB: f64 = 20.0;

/// How far back into the sound of a word the fall is looked for, in steps, as the noise of an open gate may count as sound;
/// and how far behind it, as gates hold for half a second at most.
const INTO_WORD: usize = 40;
const BEHIND_WORD: usize = 60;

/// What counts as silence, in decibels.
const SILENCE_DB: f64 = -100.0;

/// What falls behind a word.
#[derive(Clone, Copy, Debug)]
struct Fall {
    /// The level before and behind it, in decibels.
    top: f64,
    bottom: f64,
    /// How long it lasts, in steps.
    length: usize,
}

impl Fall {
    fn depth(&self) -> f64 {
        self.top - self.bottom
    }
}

/// How far a gate lowers the floor, in decibels; `None` where nothing looks like one.
pub(super) fn depth(course: &Course) -> Option<f64> {
    let levels = Levels::of(course);
    let words = course.runs(true, 3);
    // Behind every word up to the next one, or to the end.
    let ends = words.iter().skip(1).map(|word| word.start).chain([course.bands.len()]);
    let mut pauses = 0;
    let mut falls = Vec::new();
    for (word, end) in words.iter().zip(ends).filter(|(word, end)| end - word.end >= SHORTEST) {
        let fall = levels.fall(word.start.max(word.end.saturating_sub(INTO_WORD)), word.end, end);
        pauses += usize::from(fall.is_some() || end - word.end >= PAUSE);
        falls.extend(fall);
    }
    let falls = alike(falls);
    if falls.len() < FEWEST || (falls.len() as f64) < SHARE * pauses as f64 || is_chance(&falls, pauses) {
        return None;
    }
    let mut depths: Vec<f64> = falls.iter().map(Fall::depth).collect();
    depths.sort_by(f64::total_cmp);
    Some(depths[depths.len() / 2])
}

/// The most falls that begin at the level of one room.
fn alike(mut falls: Vec<Fall>) -> Vec<Fall> {
    falls.sort_by(|one, other| one.top.total_cmp(&other.top));
    let (mut first, mut most) = (0, 0..0);
    for last in 0..falls.len() {
        while falls[last].top - falls[first].top > SAME_ROOM_DB {
            first += 1;
        }
        if last + 1 - first > most.len() {
            most = first..last + 1;
        }
    }
    falls[most].to_vec()
}

/// Whether these may have fallen by themselves: two do, unless they are alike in all and no pause is without.
fn is_chance(falls: &[Fall], pauses: usize) -> bool {
    let [one, other] = falls else { return false };
    let same = |one: f64, other: f64| (one - other).abs() <= SAME_ROOM_DB / 2.0;
    pauses > 2 || one.length.max(other.length) > STEEP || !same(one.top, other.top) || !same(one.bottom, other.bottom)
}

/// The levels of the bands, in decibels.
struct Levels {
    middle: Vec<f64>,
    low: Vec<f64>,
    /// The highest level that a fall begins at.
    highest: f64,
}

impl Levels {
    fn of(course: &Course) -> Self {
        let level = |mean_square: f32| (10.0 * f64::from(mean_square).log10()).max(SILENCE_DB);
        let loud = course.bands.iter().zip(&course.loud).filter(|(_, loud)| **loud).map(|(step, _)| step.middle);
        let (count, sum) = loud.fold((0, 0.0), |(count, sum), middle| (count + 1, sum + middle));
        Self {
            middle: course.bands.iter().map(|step| level(step.middle)).collect(),
            low: course.bands.iter().map(|step| level(step.low)).collect(),
            highest: level(sum / count.max(1) as f32) - BELOW_SPEECH_DB,
        }
    }

    /// What falls behind a word that ends at a step, from a step within it to the next word: the steepest fall, and of those
    /// the deepest.
    fn fall(&self, from: usize, word_end: usize, next_word: usize) -> Option<Fall> {
        let end = next_word.saturating_sub(BEFORE_WORD);
        // The lowest level from the word on up to each step.
        let mut lowest = f64::INFINITY;
        let edges = from + PLATEAU..(word_end + BEHIND_WORD).min(end);
        let edges: Vec<(usize, f64)> = edges
            .map(|edge| {
                lowest = lowest.min(self.middle[edge - PLATEAU]);
                (edge, lowest)
            })
            .collect();
        FALLS.iter().find_map(|&length| {
            let falls = edges.iter().filter(|(_, lowest)| *lowest < f64::INFINITY);
            let falls = falls.filter_map(|&(edge, lowest)| {
                let fall = self.fall_at(edge, length, end)?;
                (lowest >= fall.top - BELOW_DB).then_some(fall)
            });
            falls.max_by(|one, other| one.depth().total_cmp(&other.depth()))
        })
    }

    /// The fall of so many steps at an edge, where both sides of it are steady, and none is too loud or another sound.
    fn fall_at(&self, edge: usize, length: usize, end: usize) -> Option<Fall> {
        let start = edge + length;
        if start + BEHIND.start > end {
            return None;
        }
        let behind = start..end.min(start + BEHIND.end);
        let before = edge - PLATEAU..edge;
        let top = steady(&self.middle[before.clone()])?;
        let bottom = steady(&self.middle[behind.clone()])?;
        let fall = Fall { top, bottom, length };
        let slope = |ends: [f64; 4]| (ends[0] + ends[1] - ends[2] - ends[3]) / 2.0 / (PLATEAU - 2) as f64;
        let m = &self.middle;
        let trend = slope([m[edge - PLATEAU], m[edge - PLATEAU + 1], m[edge - 2], m[edge - 1]]);
        let low = mean(&self.low[before]) - mean(&self.low[behind]);
        let same_sound = if bottom > FAINT_DB { (low - fall.depth()).abs() <= SAME_SOUND_DB } else { low >= LEAST_DB };
        let is_fall =
            top <= self.highest && fall.depth() >= LEAST_DB && trend * STEEPER <= fall.depth() / length as f64;
        (is_fall && same_sound).then_some(fall)
    }
}

fn mean(levels: &[f64]) -> f64 {
    levels.iter().sum::<f64>() / levels.len() as f64
}

/// The mean of levels that hardly stray from it.
fn steady(levels: &[f64]) -> Option<f64> {
    let mean = mean(levels);
    let straying = levels.iter().filter(|&&level| (level - mean).abs() > STEADY_DB).count();
    // One bump in a long pause is no unrest.
    (straying * 10 <= levels.len()).then_some(mean)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PHRASE, SYLLABLE, in_bits, measured, noise, pink, rumble, silence, voice};

    /// How a gate works: how far it turns down, how long it stays open behind a word, and how long it takes to shut.
    #[derive(Clone, Copy, Debug)]
    struct Gate {
        depth_db: f64,
        hold: f64,
        release: f64,
    }

    /// How early it opens, in seconds.
    const OPENS: f64 = 0.01;

    impl Gate {
        /// The gain so long behind a word, in decibels.
        fn gain(self, behind: f64) -> f64 {
            -self.depth_db * ((behind - self.hold) / self.release).clamp(0.0, 1.0)
        }

        /// A voice of eight seconds in this room, through the gate, in 16 bits.
        fn hears(self, room: &[f32]) -> Option<f64> {
            let word = (PHRASE - 2) as f64 * SYLLABLE;
            let sample = |(n, (voice, room)): (usize, (f32, &f32))| {
                let time = n as f64 / 44_100.0 - 0.5;
                let within = (time / SYLLABLE).rem_euclid(PHRASE as f64) * SYLLABLE;
                let opens = PHRASE as f64 * SYLLABLE - within <= OPENS && time < 6.9;
                // The last phrase ends with the voice.
                let behind = if time > 7.0 { time - 7.0 } else { within - word };
                let gain = if time < -OPENS {
                    -self.depth_db
                } else if opens {
                    0.0
                } else {
                    self.gain(behind)
                };
                (voice + room) * 10f64.powf(gain / 20.0) as f32
            };
            let samples: Vec<f32> = voice(120.0, 8.0).into_iter().zip(room).enumerate().map(sample).collect();
            measured(&in_bits(&samples, 16)).gate
        }
    }

    #[test]
    fn a_floor_that_falls_behind_every_word_is_a_gate() {
        for (depth_db, hold, release) in [(12.0, 0.1, 0.001), (20.0, 0.15, 0.02), (40.0, 0.08, 0.001)] {
            let gate = Gate { depth_db, hold, release };
            let found = gate.hears(&noise(5, 0.004, 8.0)).expect("a gate");
            assert!((found - depth_db).abs() < 2.0, "{found} is not {depth_db}");
        }
    }

    #[test]
    fn a_gate_is_heard_in_rooms_that_rumble_however_slowly_it_shuts() {
        for (depth_db, hold, release) in
            [(12.0, 0.1, 0.15), (18.0, 0.12, 0.05), (24.0, 0.08, 0.1), (40.0, 0.1, 0.15), (200.0, 0.15, 0.1)]
        {
            let gate = Gate { depth_db, hold, release };
            for (name, room) in [("pink", pink(7, -55.0, 8.0)), ("brown", rumble(7, -62.0, 8.0))] {
                let found = gate.hears(&room).unwrap_or_else(|| panic!("{gate:?} in {name}"));
                assert!(depth_db > 30.0 || (found - depth_db).abs() < 3.0, "{gate:?}, {name}: {found}");
            }
        }
        let shallow = Gate { depth_db: 12.0, hold: 0.1, release: 0.1 };
        assert!(shallow.hears(&pink(3, -70.0, 8.0)).is_some() && shallow.hears(&rumble(3, -70.0, 8.0)).is_some());
    }

    #[test]
    fn rooms_without_a_gate_are_left_alone() {
        let open = Gate { depth_db: 0.0, hold: 0.1, release: 0.1 };
        for (seed, level) in (0..).zip([-55.0, -62.0, -70.0]) {
            assert_eq!(open.hears(&pink(seed, level, 8.0)), None, "pink at {level}");
            assert_eq!(open.hears(&rumble(seed, level, 8.0)), None, "brown at {level}");
        }
        assert_eq!(open.hears(&noise(5, 0.004, 8.0)), None);
    }

    #[test]
    fn ends_that_an_editor_faded_or_padded_are_no_gate() {
        let take: Vec<f32> = voice(120.0, 8.0).iter().zip(rumble(2, -60.0, 8.0)).map(|(v, r)| v + r).collect();
        for fade in [200usize, 4_410, 13_230] {
            let mut faded = take.clone();
            let (start, length) = (44_100 * 77 / 10, faded.len());
            for (n, sample) in faded[start..].iter_mut().enumerate() {
                *sample *= (1.0 - n as f32 / fade as f32).max(0.0);
            }
            for sample in &mut faded[..44_100 / 10] {
                *sample = 0.0;
            }
            assert_eq!(faded.len(), length);
            assert_eq!(measured(&faded).gate, None, "{fade}");
            assert_eq!(measured(&[silence(1.0), faded, silence(1.0)].concat()).gate, None, "{fade}");
        }
    }

    #[test]
    fn breaths_that_the_room_follows_are_no_gate() {
        let mut take: Vec<f32> = voice(120.0, 10.0).iter().zip(pink(2, -65.0, 10.0)).map(|(v, r)| v + r).collect();
        // Behind every phrase somebody breathes out, and is done at once.
        let phrase = PHRASE as f64 * SYLLABLE;
        for number in 0..4u32 {
            let start = 0.5 + f64::from(number) * phrase + (PHRASE - 2) as f64 * SYLLABLE + 0.05;
            let breath = noise(u64::from(number) + 20, 0.008 * f64::from(1 + number % 2), 0.15);
            let start = (start * 44_100.0) as usize;
            take[start..].iter_mut().zip(breath).for_each(|(sample, breath)| *sample += breath);
        }
        assert_eq!(measured(&take).gate, None);
    }

    #[test]
    fn a_room_and_one_that_dies_away_are_no_gate() {
        for pitch in [85.0, 220.0] {
            assert_eq!(measured(&voice(pitch, 8.0)).gate, None);
        }
        // An echo of 0.4 s behind every sound.
        let dry = voice(120.0, 8.0);
        let mut wet = dry.clone();
        let mut echo = 0.0f32;
        for (n, sample) in wet.iter_mut().enumerate() {
            echo = echo * 0.9996 + dry[n.saturating_sub(800)] * 0.02 * if n % 97 < 48 { 1.0 } else { -1.0 };
            *sample += echo;
        }
        assert_eq!(measured(&wet).gate, None);
    }
}
