//! The sound of a planned file: parts of masters, one behind the other.

use std::f32::consts::FRAC_PI_2;
use std::path::{Path, PathBuf};

use crate::delivery::{Piece, PlannedFile};
use crate::files::{BookFolder, TakeAudio};
use crate::signal::{Pull, Resampled};
use crate::words::{Error, Frames, Result, SampleRate};

/// How long one room fades into another where a file was cut together, in seconds: nothing is heard of it, and nothing
/// clicks.
const FADE: f64 = 0.01;

/// Opens the sound of a planned file at the file's rate.
///
/// # Errors
/// Where a master is gone, or at another rate than the rest.
pub fn open(planned: &PlannedFile, folder: &BookFolder) -> Result<(SampleRate, Box<dyn Pull + Send>)> {
    let masters = planned.pieces.iter().map(|piece| (piece.clone(), folder.master_path(&piece.chapter)));
    let masters: Vec<_> = masters.collect();
    let Some((_, first)) = masters.first() else {
        return Err(Error::new(format!("`{}` is made of nothing", planned.name)));
    };
    let rate = opened(first)?.format().sample_rate;
    let length: Frames = planned.pieces.iter().map(Piece::frames).sum();
    let joined = Joined { masters, next: 0, rate, current: None, left: Frames::ZERO, held: Vec::new(), fading: 0 };
    Ok((
        rate,
        if rate == planned.rate {
            Box::new(joined)
        } else {
            Box::new(Resampled::new(joined, length, rate, planned.rate)?)
        },
    ))
}

fn opened(path: &Path) -> Result<TakeAudio> {
    TakeAudio::open(path).map_err(|problem| {
        Error::new(format!(
            "the master `{}` was there when the delivery began, but now it is {problem}",
            path.display()
        ))
        .hint("run `cuebook build`, then deliver again")
    })
}

/// Parts of masters, faded into each other where they do not follow each other anyway.
struct Joined {
    masters: Vec<(Piece, PathBuf)>,
    /// The number of the part that comes next.
    next: usize,
    rate: SampleRate,
    current: Option<TakeAudio>,
    /// What is left of the current part, without the end that is held back.
    left: Frames,
    /// The end of the current part, which fades into the next one, or has been faded and is to be given out.
    held: Vec<f32>,
    /// How much at the end of the current part is to be held back.
    fading: usize,
}

impl Joined {
    /// Where the part of this number fades into the next, by how much; parts of two chapters touch each other in full.
    fn fade_behind(&self, number: usize) -> usize {
        let fade = self.rate.frames(FADE);
        let parts = self.masters.get(number).zip(self.masters.get(number + 1));
        let is_cut = |(one, other): (&(Piece, PathBuf), &(Piece, PathBuf))| {
            let follows = one.0.chapter == other.0.chapter && one.0.to == other.0.from;
            !follows && other.0.from >= fade && one.0.frames() >= fade
        };
        if parts.is_some_and(is_cut) { fade.index() } else { 0 }
    }

    /// Begins the next part; false where there is none.
    fn begin(&mut self) -> Result<bool> {
        let Some((piece, path)) = self.masters.get(self.next) else { return Ok(false) };
        let mut audio = opened(path)?;
        if audio.format().sample_rate != self.rate {
            let found = format!(
                "`{}` is at {}, but the others are at {}",
                path.display(),
                audio.format().sample_rate,
                self.rate
            );
            return Err(Error::new(found).hint("run `cuebook build`, then deliver again"));
        }
        let lead = Frames::from(self.held.len());
        audio.skip(piece.from - lead)?;
        if !self.held.is_empty() {
            let mut before = vec![0.0; self.held.len()];
            fill(&mut audio, &mut before, path)?;
            let step = FRAC_PI_2 / self.held.len() as f32;
            for (number, (out, into)) in self.held.iter_mut().zip(before).enumerate() {
                // Two rooms have nothing in common: their powers add up.
                let (rising, falling) = ((number as f32 + 0.5) * step).sin_cos();
                *out = *out * falling + into * rising;
            }
        }
        self.fading = self.fade_behind(self.next);
        self.left = piece.frames() - Frames::from(self.fading);
        self.current = Some(audio);
        self.next += 1;
        Ok(true)
    }
}

impl Pull for Joined {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let mut written = 0;
        while written < out.len() {
            // What was faded comes before the part that it faded into.
            if self.current.is_some() && !self.held.is_empty() {
                let count = self.held.len().min(out.len() - written);
                out[written..written + count].copy_from_slice(&self.held[..count]);
                self.held.drain(..count);
                written += count;
                continue;
            }
            let Some(audio) = &mut self.current else {
                if self.begin()? {
                    continue;
                }
                break;
            };
            let path = &self.masters[self.next - 1].1;
            if self.left > Frames::ZERO {
                let wanted = self.left.min(Frames::from(out.len() - written)).index();
                fill(audio, &mut out[written..written + wanted], path)?;
                self.left = self.left - Frames::from(wanted);
                written += wanted;
            } else {
                self.held.resize(self.fading, 0.0);
                fill(audio, &mut self.held, path)?;
                self.current = None;
            }
        }
        Ok(written)
    }
}

/// Fills all of `out`: a master that ends before its timeline does was cut since.
fn fill(audio: &mut TakeAudio, out: &mut [f32], path: &Path) -> Result<()> {
    let mut filled = 0;
    while filled < out.len() {
        match audio.pull(&mut out[filled..])? {
            0 => {
                return Err(Error::new(format!("the master `{}` ends too early", path.display()))
                    .hint("run `cuebook build`, then deliver again"));
            }
            count => filled += count,
        }
    }
    Ok(())
}
