//! Which new sounds were made of older ones: what was processed is no new recording.

use super::Bound;
use crate::signal::Contour;
use crate::words::{Fingerprint, Frames, SampleRate};

/// From this likeness on, two sounds of one cue are one recording, by the seconds of both that are heard; shorter ones are
/// never told by their likeness alone.
///
/// Measured on 4,320 pairs: 160 phrases of fifteen readers, denoised, gated, compressed, equalized, filtered, trimmed,
/// padded, faded, converted and brought through MP3 and Vorbis; and on 5,000 pairs of other phrases of the same readers, of
/// like length, among them lines that were read again in the same words.
///
/// | heard for | processed: 99 of 100 above | others: 99.5 of 100 below | the highest |
/// | --- | --- | --- | --- |
/// | 3 s and longer | 0.87 | 0.46 | 0.50 |
/// | 1.2 to 3 s | 0.91 | 0.68 | 0.88, the same words again |
/// | 0.8 to 1.2 s | 0.84 (97: 0.91) | 0.78 | 0.88 |
/// | 0.5 to 0.8 s | 0.88 | 0.87 | 0.89 |
///
/// Synthetic voices at a tempo that differs by 2 or 3 % are as like each other as that below 2 s, as no two readings of a
/// person are; from 3 s on half of them lie below 0.34.
const ALIKE: [(f64, f64); 2] = [(3.0, 0.75), (0.8, 0.9)];

/// The same where the length says so, too: it is the same to the frame, or differs by as much as that of other takes which
/// were processed at the same time. All but one of a hundred processed phrases reach it, and of those that last half a
/// second and less all but four; of others with so short words a fourth would, if their length were the same as well.
const ALIKE_BY_LENGTH: f64 = 0.7;

/// What a likeness has to be higher by to speak against a take's name: takes of one line that were made of each other, or read
/// much alike, are processed where they lie far more often than they change places. Another reading is as alike as that to
/// none of three seconds.
const AGAINST_ITS_NAME: f64 = 0.1;

/// So many takes make a change of length one that processing makes.
const SEVERAL: usize = 3;

/// Lengths are the same up to so many frames: a conversion to another sample rate rounds.
const ROUNDED: i64 = 2;

/// How long a sound is, and how it goes up and down.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Timed {
    /// Its length.
    pub frames: Frames,
    /// Its sample rate.
    pub rate: SampleRate,
    /// Its contour; `None` where nothing is heard, or where an older version timed it.
    pub contour: Option<Contour>,
}

/// A sound that a new one may have been made of.
pub(super) struct Older<'a> {
    pub(super) audio: Fingerprint,
    pub(super) bound: &'a Bound,
    /// How alike they are, and how long both are heard, in seconds; `None` where one of them has no contour.
    likeness: Option<(f64, f64)>,
    /// By how many frames of the new one's rate the new one is longer.
    longer: i64,
    /// Whether the new one is a take of its name.
    same_name: bool,
    /// Whether it has that, and the older one's rate and number of frames.
    in_its_place: bool,
}

impl<'a> Older<'a> {
    /// How this older sound lies to a new one; `same_name` says whether the new one is a take of its name.
    pub(super) fn of((audio, bound): (Fingerprint, &'a Bound), older: &Timed, new: &Timed, same_name: bool) -> Self {
        let contours = older.contour.as_ref().zip(new.contour.as_ref());
        let likeness = contours.map(|(older, new)| (older.likeness(new), older.seconds().min(new.seconds())));
        let expected = new.rate.frames(older.rate.seconds(older.frames));
        let frames = |frames: Frames| i64::try_from(frames.0).unwrap_or(i64::MAX);
        let longer = frames(new.frames).saturating_sub(frames(expected));
        let in_its_place = same_name && (older.frames, older.rate) == (new.frames, new.rate);
        Self { audio, bound, likeness, longer, same_name, in_its_place }
    }

    /// How much speaks for it; what stands in the older one's place counts as quite alike where there is nothing to compare.
    fn rank(&self) -> f64 {
        let likeness = self.likeness.map_or(1.0, |(likeness, _)| likeness);
        if self.same_name { likeness + AGAINST_ITS_NAME } else { likeness }
    }

    /// Whether the new one is known by its sound alone.
    fn is_alike(&self) -> bool {
        let least = |seconds: f64| ALIKE.iter().find(|(from, _)| seconds >= *from).map(|(_, least)| *least);
        self.likeness.is_some_and(|(likeness, seconds)| least(seconds).is_some_and(|least| likeness >= least))
    }

    fn is_one_recording(&self, changes: &Changes) -> bool {
        match self.likeness {
            None => self.in_its_place,
            Some((likeness, _)) => self.is_alike() || likeness >= ALIKE_BY_LENGTH && changes.have(self.longer),
        }
    }
}

/// By how many frames takes became longer that were processed, in rising order.
pub(super) struct Changes(Vec<i64>);

impl Changes {
    /// The changes of the takes that are known by their sound: of each, the older sounds that it may have been made of.
    pub(super) fn of<'a: 'o, 'o>(takes: impl IntoIterator<Item = &'o [Older<'a>]>) -> Self {
        let mut changes: Vec<i64> = takes.into_iter().filter_map(alike).map(|older| older.longer).collect();
        changes.sort_unstable();
        Self(changes)
    }

    fn have(&self, longer: i64) -> bool {
        let below = |longer: i64| self.0.partition_point(|&change| change < longer);
        longer.abs() <= ROUNDED
            || below(longer.saturating_add(ROUNDED + 1)) - below(longer.saturating_sub(ROUNDED)) >= SEVERAL
    }
}

/// The sound that a new one was made of: of those that it may be, the one that it is most alike, of its own name rather than
/// of another.
pub(super) fn made_of<'a, 'o>(older: &'o [Older<'a>], changes: &Changes) -> Option<&'o Older<'a>> {
    best(older.iter().filter(|older| older.is_one_recording(changes)))
}

/// The sound that a new one is most alike, of those that it is known by without more.
pub(super) fn alike<'a: 'o, 'o>(older: impl IntoIterator<Item = &'o Older<'a>>) -> Option<&'o Older<'a>> {
    best(older.into_iter().filter(|older| older.is_alike()))
}

fn best<'a: 'o, 'o>(older: impl Iterator<Item = &'o Older<'a>>) -> Option<&'o Older<'a>> {
    older.max_by(|one, other| {
        let key = |older: &Older<'_>| (older.bound.at, older.audio);
        one.rank().total_cmp(&other.rank()).then_with(|| key(one).cmp(&key(other)))
    })
}
