//! AAC by syom, on all threads: pieces of a fixed length, each with some frames before it that are encoded for nothing.
//!
//! What an encoder remembers is the frame before, how loud the last moments were (which decides the shapes of its windows),
//! and how many bits it may still spend. The first two are behind a run-up what they are in one go, so each piece goes on in
//! the very windows that the piece before it ends with, and a decoder joins them as any two frames. The bits are counted
//! anew: frames behind a join may be a little finer or coarser than they would have been.

use rayon::prelude::*;
use syom::{EncodeOptions, Encoder};

use super::mp4::FRAME;
use crate::signal::Pull;
use crate::words::profile::Channels;
use crate::words::{Error, Frames, Result, SampleRate};

/// The samples of an AAC frame, as lengths in memory are counted.
const SAMPLES: usize = FRAME as usize;

/// The AAC frames of a piece: 12 s at 44.1 kHz.
const PIECE: usize = 512;

/// The AAC frames that are encoded before a piece and thrown away. What was loud before them leaves the encoder's memory by
/// 1.9 dB every 128 samples (`ACC_DECAY` in syom's `enc_psy.rs`): after 11 frames a full-scale sound lies as far below the
/// softest one that counts as single precision reaches. Three frames later all orders of windows have become one.
const RUN_UP: usize = 16;

/// How many pieces of each thread are encoded at a time: one that is quickly done leaves time for another.
const EACH: usize = 2;

/// An AAC encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Aac {
    rate: SampleRate,
    kilobits: u32,
    channels: Channels,
}

/// What a decoder has to know of an encoded sound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Encoded {
    /// Its settings (`AudioSpecificConfig`).
    pub settings: Vec<u8>,
    /// How many samples it gives before the first one that is to be heard.
    pub delay: u64,
    /// How many are to be heard.
    pub heard: Frames,
}

impl Aac {
    /// An encoding of so many kilobits a second on average. Two channels hold the same.
    ///
    /// # Errors
    /// Where AAC has no such rate of samples or bits.
    pub fn new(rate: SampleRate, kilobits: u32, channels: Channels) -> Result<Self> {
        let aac = Self { rate, kilobits, channels };
        aac.encoder().map(|_| aac).map_err(|error| {
            Error::new(format!("AAC can't have {rate} at {kilobits} kbps"))
                .cause(error)
                .hint("64 kbps at 44100 Hz is what most audiobooks have")
        })
    }

    /// Encodes a sound: `keep` takes its AAC frames in order, `progress` hears how many samples were encoded.
    ///
    /// # Errors
    /// Where there is no sound, it can't be read, or `keep` fails.
    pub fn encode(
        self,
        sound: &mut (dyn Pull + Send),
        mut keep: impl FnMut(&[u8]) -> Result<()>,
        progress: &dyn Fn(Frames),
    ) -> Result<Encoded> {
        let mut cutter = Cutter { sound, before: Vec::new(), heard: Frames::ZERO, is_done: false };
        let count = EACH * rayon::current_num_threads();
        let mut pieces = cutter.pieces(count)?;
        let mut told = Frames::ZERO;
        while !pieces.is_empty() {
            let encode = || pieces.par_iter().map(|piece| self.frames(piece)).collect::<Result<Vec<_>>>();
            let heard = cutter.heard;
            // The next pieces are read while these are encoded.
            let (encoded, next) = rayon::join(encode, || cutter.pieces(count));
            for frame in encoded?.iter().flatten() {
                keep(frame)?;
            }
            progress(heard - told);
            told = heard;
            pieces = next?;
        }
        let settings = self.encoder().map_err(failed)?.asc().to_vec();
        Ok(Encoded { settings, delay: FRAME, heard: told })
    }

    fn encoder(self) -> syom::Result<Encoder> {
        // The encoder looks one frame ahead for consonants that burst: none is heard before it sounds.
        let options = EncodeOptions::raw().with_bitrate_bps(self.kilobits.saturating_mul(1000)).with_lookahead(true);
        Encoder::new(self.rate.hertz(), self.channels.count(), &options)
    }

    /// The AAC frames of a piece.
    fn frames(self, piece: &Piece) -> Result<Vec<Vec<u8>>> {
        let mut frames = Vec::with_capacity(piece.run_up + PIECE + 2);
        let mut encoder = self.encoder().map_err(failed)?;
        let planes = [piece.samples.as_slice(); 2];
        let mut keep = |frame: syom::EncodedFrame<'_>| {
            frames.push(frame.payload.to_vec());
            Ok(())
        };
        encoder.feed(&planes[..self.channels.count()], &mut keep).map_err(failed)?;
        if piece.is_last {
            encoder.finish(&mut keep).map_err(failed)?;
        }
        frames.drain(..piece.run_up.min(frames.len()));
        Ok(frames)
    }
}

fn failed(error: syom::AacError) -> Error {
    Error::new("the AAC encoder failed").cause(error)
}

/// A part of a sound.
struct Piece {
    /// Its samples behind its run-up, and before a frame more, which the encoder only looks at.
    samples: Vec<f32>,
    /// The frames of its run-up.
    run_up: usize,
    /// Whether the sound ends with it, so that nothing is behind it to be looked at.
    is_last: bool,
}

/// Cuts a sound into pieces.
struct Cutter<'a> {
    sound: &'a mut (dyn Pull + Send),
    /// The run-up of the next piece and its first frame, which the last one looked at; nothing for the first piece.
    before: Vec<f32>,
    /// How many samples were pulled.
    heard: Frames,
    is_done: bool,
}

impl Cutter<'_> {
    /// The next pieces, so many at most; none behind the last.
    fn pieces(&mut self, count: usize) -> Result<Vec<Piece>> {
        let mut pieces = Vec::with_capacity(count);
        while pieces.len() < count && !self.is_done {
            pieces.push(self.piece()?);
        }
        Ok(pieces)
    }

    fn piece(&mut self) -> Result<Piece> {
        let mut samples = std::mem::take(&mut self.before);
        let mut filled = samples.len();
        let run_up = if filled == 0 { 0 } else { RUN_UP };
        samples.resize((run_up + PIECE + 1) * SAMPLES, 0.0);
        while filled < samples.len() && !self.is_done {
            let count = self.sound.pull(&mut samples[filled..])?;
            // The encoder refuses what lies above full scale.
            samples[filled..filled + count].iter_mut().for_each(|sample| *sample = sample.clamp(-1.0, 1.0));
            filled += count;
            self.heard += Frames::from(count);
            self.is_done = count == 0;
        }
        samples.truncate(filled);
        if !self.is_done {
            self.before = samples[filled - (RUN_UP + 1) * SAMPLES..].to_vec();
        }
        Ok(Piece { samples, run_up, is_last: self.is_done })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::signal::pull::Samples;
    use crate::signal::tone::scatter;

    fn mono() -> Aac {
        Aac::new(SampleRate::CD, 64, Channels::Mono).unwrap()
    }

    fn noise(number: u64) -> f32 {
        (scatter(1, number) % 2_001) as f32 / 1_000.0 - 1.0
    }

    fn in_pieces(samples: &[f32]) -> (Vec<Vec<u8>>, Encoded) {
        let mut frames = Vec::new();
        let keep = |frame: &[u8]| {
            frames.push(frame.to_vec());
            Ok(())
        };
        let encoded = mono().encode(&mut Samples::new(samples), keep, &|_| ()).unwrap();
        (frames, encoded)
    }

    fn in_one_go(samples: &[f32]) -> Vec<Vec<u8>> {
        mono().frames(&Piece { samples: samples.to_vec(), run_up: 0, is_last: true }).unwrap()
    }

    /// The shape of a frame's windows: behind the kind and number of the channel, its gain, and a bit that is none
    /// (ISO/IEC 14496-3, 4.4.2).
    fn windows(frames: &[Vec<u8>]) -> Vec<u8> {
        frames.iter().map(|frame| frame[2] >> 6).collect()
    }

    #[test]
    fn there_are_as_many_frames_as_in_one_go_wherever_the_sound_ends() {
        let samples = vec![0.0; 3 * PIECE * SAMPLES];
        let ends = [PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 1].map(|frames| frames * SAMPLES);
        for length in ends.into_iter().flat_map(|end| [end - 1, end, end + 1]).chain([1, 1023, 1024]) {
            let (frames, encoded) = in_pieces(&samples[..length]);
            assert_eq!(frames.len(), length.div_ceil(SAMPLES) + 1, "{length} samples");
            assert_eq!(encoded.heard, Frames::from(length));
        }
        assert!(mono().encode(&mut Samples::new([]), |_| Ok(()), &|_| ()).is_err());
    }

    #[test]
    fn one_thread_makes_the_bytes_of_four() {
        let sounds = |at: usize| at % (PIECE * SAMPLES) < 9 * SAMPLES;
        let samples: Vec<f32> =
            (0..9 * PIECE * SAMPLES / 2).map(|at| if sounds(at) { noise(at as u64) * 0.01 } else { 0.0 }).collect();
        let by = |threads| {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| in_pieces(&samples))
        };
        let (one, four) = (by(1), by(4));
        assert!(one == four);
    }

    #[test]
    fn all_samples_are_told_as_progress() {
        let length = 5 * PIECE * SAMPLES + 77;
        let told = std::cell::Cell::new(0);
        let mut sound = Samples::new(vec![0.0; length]);
        mono().encode(&mut sound, |_| Ok(()), &|frames| told.set(told.get() + frames.0)).unwrap();
        assert_eq!(told.get(), length as u64);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Bursts decide which windows there are: some in the run-up and behind it, and before it some that are long
        /// remembered.
        #[test]
        fn a_piece_goes_on_in_the_windows_that_the_one_before_ends_with(
            bursts in prop::collection::vec((0usize..60 * SAMPLES, 20usize..3_000, 0.0005f32..1.0), 0..12),
            room in 0.0f32..0.01,
            every in 500usize..6_000,
        ) {
            const JOIN: usize = 40;
            let samples: Vec<f32> = (0..60 * SAMPLES).map(|at| {
                let loudest = bursts.iter().filter(|&&(from, lasts, _)| (from..from + lasts).contains(&at));
                let loudest = loudest.map(|&(_, _, loud)| loud).fold(room, f32::max);
                // A voice so deep that its pulses are heard one by one.
                let pulse = if at % every < 30 { 0.05 } else { 0.0 };
                noise(at as u64) * (loudest + pulse).min(1.0)
            }).collect();
            let from = (JOIN - RUN_UP) * SAMPLES;
            let piece = Piece { samples: samples[from..].to_vec(), run_up: RUN_UP, is_last: true };
            let (piece, whole) = (mono().frames(&piece).unwrap(), in_one_go(&samples));
            prop_assert_eq!(windows(&piece), windows(&whole[JOIN..]));
        }
    }
}
