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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Part;
    use crate::signal::tone::scatter;
    use crate::words::ChapterId;

    const RATE: u32 = 8_000;

    fn noise(seed: u64, count: u64) -> Vec<i16> {
        (0..count).map(|n| (scatter(seed, n) % 2_001) as i16 - 1_000).collect()
    }

    /// A book with two masters of two seconds of noise each.
    fn book() -> (tempfile::TempDir, BookFolder) {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
        let folder = BookFolder::open(root.path()).unwrap();
        std::fs::create_dir_all(folder.masters()).unwrap();
        for chapter in [1, 2] {
            let spec = hound::WavSpec {
                channels: 1,
                sample_rate: RATE,
                bits_per_sample: 16,
                sample_format: hound::SampleFormat::Int,
            };
            let mut wav = hound::WavWriter::create(folder.master_path(&ChapterId::new(chapter)), spec).unwrap();
            for sample in noise(chapter.into(), 16_000) {
                wav.write_sample(sample).unwrap();
            }
            wav.finalize().unwrap();
        }
        (root, folder)
    }

    fn planned(pieces: &[(u32, u64, u64)]) -> PlannedFile {
        let piece = |&(chapter, from, to): &(u32, u64, u64)| Piece {
            chapter: ChapterId::new(chapter),
            from: Frames(from),
            to: Frames(to),
        };
        let pieces: Vec<_> = pieces.iter().map(piece).collect();
        PlannedFile {
            name: "x.wav".to_owned(),
            part: Part::Sample,
            title: String::new(),
            track: None,
            rate: SampleRate::new(RATE).unwrap(),
            frames: pieces.iter().map(Piece::frames).sum(),
            pieces,
            marks: Vec::new(),
        }
    }

    fn pulled(planned: &PlannedFile, folder: &BookFolder, block: usize) -> Vec<f32> {
        let (_, mut sound) = open(planned, folder).unwrap();
        let (mut samples, mut out) = (Vec::new(), vec![0.0; block]);
        loop {
            match sound.pull(&mut out).unwrap() {
                0 => return samples,
                count => samples.extend(&out[..count]),
            }
        }
    }

    #[test]
    fn whole_masters_follow_each_other_sample_by_sample() {
        let (_root, folder) = book();
        let whole = planned(&[(1, 0, 16_000), (2, 0, 16_000)]);
        let wanted: Vec<f32> =
            [noise(1, 16_000), noise(2, 16_000)].concat().iter().map(|&sample| f32::from(sample) / 32_768.0).collect();
        assert!(pulled(&whole, &folder, 777) == wanted);
    }

    #[test]
    fn parts_fade_into_each_other_for_a_moment_and_nothing_else_changes() {
        let (_root, folder) = book();
        let cut = planned(&[(1, 0, 4_000), (1, 9_000, 12_000), (2, 500, 600)]);
        let found = pulled(&cut, &folder, 777);
        assert_eq!(found.len(), 7_100);
        for block in [1, 79, 80, 81, 100_000] {
            assert!(pulled(&cut, &folder, block) == found, "blocks of {block}");
        }
        let wanted: Vec<f32> = [&noise(1, 4_000)[..], &noise(1, 12_000)[9_000..], &noise(2, 600)[500..]]
            .concat()
            .iter()
            .map(|&sample| f32::from(sample) / 32_768.0)
            .collect();
        // 10 ms before each cut.
        let changed = |at: &usize| (3_920..4_000).contains(at) || (6_920..7_000).contains(at);
        let differs = (0..7_100).filter(|&at| found[at] != wanted[at]);
        assert!(differs.clone().count() > 100 && differs.clone().all(|at| changed(&at)));
        let power = |part: &[f32]| part.iter().map(|sample| sample * sample).sum::<f32>() / part.len() as f32;
        let ratio = power(&found[3_920..4_000]) / power(&wanted[..3_900]);
        assert!((0.6..1.6).contains(&ratio), "the room does not dip: {ratio}");
    }

    #[test]
    fn a_master_that_is_gone_or_too_short_is_said() {
        let (_root, folder) = book();
        let Err(gone) = open(&planned(&[(3, 0, 10)]), &folder) else { panic!("there is no third master") };
        assert!(gone.to_string().contains("03.wav` was there when the delivery began"), "{gone}");
        let (_, mut sound) = open(&planned(&[(1, 0, 16_001)]), &folder).unwrap();
        let short = sound.pull(&mut vec![0.0; 20_000]).unwrap_err().to_string();
        assert!(short.contains("01.wav` ends too early"), "{short}");
    }
}
