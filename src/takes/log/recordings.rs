//! Sounds that are one recording: a take before and after it was processed.

use std::collections::BTreeMap;

use crate::words::Fingerprint;

/// Which sounds were made of each other, in whatever order that was seen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Recordings {
    /// The least sound of each recording that has several, for each of its sounds.
    least: BTreeMap<Fingerprint, Fingerprint>,
    /// All sounds of such a recording, by the least of them, in rising order.
    sounds: BTreeMap<Fingerprint, Vec<Fingerprint>>,
}

impl Recordings {
    /// The recordings of pairs of sounds, of which one was made of the other.
    pub(super) fn of(pairs: &[(Fingerprint, Fingerprint)]) -> Self {
        let mut beside: BTreeMap<Fingerprint, Vec<Fingerprint>> = BTreeMap::new();
        for &(one, other) in pairs.iter().filter(|(one, other)| one != other) {
            beside.entry(one).or_default().push(other);
            beside.entry(other).or_default().push(one);
        }
        let mut recordings = Self::default();
        // In rising order, so that the first sound of a recording that comes up is the least.
        for &least in beside.keys() {
            if recordings.least.contains_key(&least) {
                continue;
            }
            let (mut sounds, mut open) = (Vec::new(), vec![least]);
            while let Some(sound) = open.pop() {
                if recordings.least.insert(sound, least).is_none() {
                    sounds.push(sound);
                    open.extend(beside.get(&sound).into_iter().flatten());
                }
            }
            sounds.sort_unstable();
            recordings.sounds.insert(least, sounds);
        }
        recordings
    }

    /// What a recording is known by: the least of its sounds.
    pub(super) fn of_sound(&self, sound: Fingerprint) -> Fingerprint {
        self.least.get(&sound).copied().unwrap_or(sound)
    }

    /// All sounds of a recording that has several; none where it has only this one.
    pub(super) fn sounds(&self, sound: Fingerprint) -> &[Fingerprint] {
        self.sounds.get(&self.of_sound(sound)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(number: u32) -> Fingerprint {
        Fingerprint::of(&number.to_le_bytes())
    }

    #[test]
    fn a_take_that_was_processed_again_and_again_is_one_recording() {
        let pairs: Vec<_> = (0..20_000).map(|step| (sound(step), sound(step + 1))).collect();
        let recordings = Recordings::of(&pairs);
        assert_eq!(recordings.of_sound(sound(0)), recordings.of_sound(sound(20_000)));
        assert_eq!(recordings.sounds(sound(7)).len(), 20_001);
        assert_eq!(recordings.of_sound(sound(20_001)), sound(20_001), "another take");
    }

    #[test]
    fn it_does_not_matter_which_was_seen_first() {
        let (raw, clean, loud) = (sound(1), sound(2), sound(3));
        let there = Recordings::of(&[(raw, clean), (clean, loud), (raw, raw)]);
        let back = Recordings::of(&[(loud, clean), (clean, raw), (raw, clean)]);
        assert_eq!(there, back);
        assert_eq!(there.sounds(loud).len(), 3);
    }
}
