//! Gaps: where a stream holds no sound at all, not even that of a room.

use std::collections::VecDeque;
use std::ops::Range;

use crate::words::{Result, SampleRate};

use super::lanes::highest;
use super::pull::{BLOCK, Pull};

/// Below this amplitude nothing was recorded (-120 dBFS): what conversion leaves around digital zero is softer, and the
/// noise of every converter is louder.
const NOTHING: f32 = 1e-6;

/// How much of a stream is looked at as one, in seconds, and how many of these in a row are a gap: whatever lasts 10 ms
/// holds so many whole ones.
const PIECE: f64 = 0.0015;
const PIECES: usize = 5;

/// A stream whose gaps are told while it is pulled.
pub struct Gaps<S> {
    source: S,
    piece: usize,
    /// What was read and not yet given out, and the position of the first of it.
    samples: Vec<f32>,
    position: u64,
    /// How far the stream was looked at.
    seen: u64,
    ended: bool,
    /// The empty stretch before `seen` that may yet grow.
    open: Range<u64>,
    /// Those that ended, and still are ahead or being given out.
    closed: VecDeque<Range<u64>>,
}

impl<S: Pull> Gaps<S> {
    /// Looks for the gaps of a stream at this rate.
    pub fn new(source: S, rate: SampleRate) -> Self {
        Self {
            source,
            piece: rate.frames(PIECE).index().max(1),
            samples: Vec::new(),
            position: 0,
            seen: 0,
            ended: false,
            open: 0..0,
            closed: VecDeque::new(),
        }
    }

    /// Fills `out` as [`Pull::pull`] does, and tells where in it gaps are, in order.
    ///
    /// # Errors
    /// Where the stream can't be read any further.
    pub fn pull(&mut self, out: &mut [f32]) -> Result<(usize, Vec<Range<usize>>)> {
        while !self.ended && self.known() < self.position + out.len() as u64 {
            self.read()?;
        }
        let count = out.len().min((self.known() - self.position) as usize);
        out[..count].copy_from_slice(&self.samples[..count]);
        let end = self.position + count as u64;
        let open = gap(self.open.clone(), self.piece);
        let within = |gap: &Range<u64>| gap.start.max(self.position)..gap.end.min(end);
        let gaps = self.closed.iter().chain(&open).map(within).filter(|gap| !gap.is_empty());
        let gaps = gaps.map(|gap| (gap.start - self.position) as usize..(gap.end - self.position) as usize).collect();
        self.closed.retain(|gap| gap.end > end);
        self.samples.drain(..count);
        self.position = end;
        Ok((count, gaps))
    }

    /// Up to where it is known which samples lie in a gap.
    fn known(&self) -> u64 {
        let is_open = self.open.end == self.seen && !self.open.is_empty() && !self.ended;
        if is_open && gap(self.open.clone(), self.piece).is_none() { self.open.start } else { self.seen }
    }

    fn read(&mut self) -> Result<()> {
        let start = self.samples.len();
        self.samples.resize(start + BLOCK, 0.0);
        let count = self.source.pull(&mut self.samples[start..])?;
        self.samples.truncate(start + count);
        self.ended = count == 0;
        let read = self.position + self.samples.len() as u64;
        while self.seen < read {
            let length = (read - self.seen).min(self.piece as u64);
            if length < self.piece as u64 && !self.ended {
                break;
            }
            let from = (self.seen - self.position) as usize;
            if highest(&self.samples[from..from + length as usize]) >= NOTHING {
                self.closed.extend(gap(std::mem::take(&mut self.open), self.piece));
            } else if self.open.is_empty() {
                self.open = self.seen..self.seen + length;
            } else {
                self.open.end += length;
            }
            self.seen += length;
        }
        Ok(())
    }
}

/// A stretch without sound, where it is long enough for a gap.
fn gap(stretch: Range<u64>, piece: usize) -> Option<Range<u64>> {
    (stretch.end - stretch.start >= (PIECES * piece) as u64).then_some(stretch)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pull::Samples;
    use super::super::testing::{noise, silence};
    use super::*;

    /// The stream and its gaps, pulled in blocks of these sizes.
    fn pulled(samples: &[f32], sizes: &[usize]) -> (Vec<f32>, Vec<Range<usize>>) {
        let mut stream = Gaps::new(Samples::new(samples), SampleRate::CD);
        let (mut all, mut gaps) = (Vec::new(), Vec::<Range<usize>>::new());
        for &size in sizes.iter().cycle() {
            let mut block = vec![1.0; size];
            let (count, found) = stream.pull(&mut block).unwrap();
            for gap in found {
                let gap = gap.start + all.len()..gap.end + all.len();
                match gaps.last_mut() {
                    Some(last) if last.end == gap.start => last.end = gap.end,
                    _ => gaps.push(gap),
                }
            }
            all.extend_from_slice(&block[..count]);
            if count < size {
                break;
            }
        }
        (all, gaps)
    }

    #[test]
    fn nothing_for_10_ms_is_a_gap_and_a_soft_room_is_none() {
        let parts = [noise(1, 0.001, 0.5), silence(0.0105), noise(2, 2e-5, 0.5), silence(1.0), vec![0.1; 10]];
        let (all, gaps) = pulled(&parts.concat(), &[3_000]);
        assert_eq!(all, parts.concat());
        assert_eq!(gaps.len(), 2, "{gaps:?}");
        // Less than two pieces of a gap are left.
        let whole = [22_050..22_050 + 463, 22_050 + 463 + 22_050..22_050 + 463 + 22_050 + 44_100];
        for (found, whole) in gaps.iter().zip(whole) {
            assert!(found.start - whole.start <= 66 && whole.end - found.end <= 66, "{found:?} of {whole:?}");
        }
    }

    #[test]
    fn a_stream_that_ends_in_nothing_ends_in_a_gap() {
        let (all, gaps) = pulled(&[noise(1, 0.001, 0.1), silence(0.3)].concat(), &[999]);
        assert_eq!((all.len(), gaps.len()), (17_640, 1));
        assert_eq!(gaps[0].end, 17_640);
        assert_eq!(pulled(&[], &[10]), (vec![], vec![]));
    }

    proptest! {
        #[test]
        fn blocks_make_no_difference(
            parts in prop::collection::vec((any::<bool>(), 1usize..2_000), 0..12),
            sizes in prop::collection::vec(1usize..5_000, 1..6),
        ) {
            let samples: Vec<f32> = parts.iter().flat_map(|&(sounds, length)| vec![f32::from(u8::from(sounds)); length]).collect();
            let (all, gaps) = pulled(&samples, &sizes);
            prop_assert_eq!(&all, &samples);
            prop_assert_eq!(&gaps, &pulled(&samples, &[100_000]).1);
            let left = (0..samples.len()).map(|n| if gaps.iter().any(|gap| gap.contains(&n)) { 1.0 } else { samples[n] });
            let left: Vec<f32> = left.collect();
            prop_assert!(left.split(|&sample| sample != 0.0).all(|run| run.len() < 441));
        }
    }
}
