//! Takes as WAV files, and what is found in books that have them.

use std::path::Path;
use std::sync::Arc;

use cuebook::files::{RecordedFile, hear};
use cuebook::takes::{Sound, Take};
use hound::{SampleFormat, WavSpec, WavWriter};

use super::recorded::Recorded;
use super::voices::voice;

/// A sound file to be written.
pub struct Wav {
    pub channels: Vec<Vec<f64>>,
    pub rate: u32,
    pub bits: u16,
    pub spoilt: Spoilt,
}

/// What was done to a file behind the recorder.
pub enum Spoilt {
    Nothing,
    /// So many bytes are cut off its end.
    CutBy(usize),
    /// Its samples were brought to eight bits by mu-law.
    ByMuLaw,
    /// A program wrote over its beginning.
    AtItsHead,
}

impl From<Vec<f64>> for Wav {
    fn from(samples: Vec<f64>) -> Self {
        Self { channels: vec![samples], rate: 44_100, bits: 16, spoilt: Spoilt::Nothing }
    }
}

impl Wav {
    fn write(&self, path: &Path) {
        let spec = WavSpec {
            channels: self.channels.len() as u16,
            sample_rate: self.rate,
            bits_per_sample: self.bits,
            sample_format: SampleFormat::Int,
        };
        let scale = f64::from(self.bits - 1).exp2();
        let mut writer = WavWriter::create(path, spec).unwrap();
        for frame in 0..self.channels[0].len() {
            for channel in &self.channels {
                writer.write_sample((channel[frame] * scale).round().clamp(-scale, scale - 1.0) as i32).unwrap();
            }
        }
        writer.finalize().unwrap();
        let mut bytes = std::fs::read(path).unwrap();
        match self.spoilt {
            Spoilt::Nothing => {}
            Spoilt::CutBy(cut) => bytes.truncate(bytes.len() - cut),
            Spoilt::ByMuLaw => bytes = by_mu_law(&self.channels[0], self.rate),
            Spoilt::AtItsHead => bytes[..12].fill(b' '),
        }
        std::fs::write(path, bytes).unwrap();
    }

    fn take(&self, name: &str) -> Take {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        self.write(&path);
        hear(&RecordedFile { name: name.to_owned(), path }).unwrap()
    }

    fn heard(&self) -> Sound {
        Arc::unwrap_or_clone(self.take("01-0013.wav").sound.unwrap())
    }

    /// The codes of what is found in a book whose last take is this file.
    pub fn found(&self) -> Vec<&'static str> {
        let mut book = Recorded::good();
        *book.sound() = self.heard();
        // The other takes are numbers, and no voice sounds like them; and a take without speech leaves its cue missing.
        for other in ["level-far", "floor-far", "tone-far", "format-odd", "cue-missing"] {
            book.without(other);
        }
        book.found()
    }

    /// The codes of what is found in a book whose only take is this file.
    pub fn found_alone(&self) -> Vec<&'static str> {
        let mut book = Recorded::good();
        book.keep_one();
        *book.sound() = self.heard();
        book.found()
    }

    /// The codes of what is found in a book whose last take is this file, among twelve good ones.
    pub fn found_among_good(&self) -> Vec<&'static str> {
        let mut book = good_takes();
        let audio = book.sound().audio;
        *book.sound() = Sound { audio, ..self.heard() };
        book.found()
    }

    /// The codes of what is found in a book of thirteen good takes, where this file is a second one of the last line.
    pub fn found_as_retake(&self) -> Vec<&'static str> {
        let mut book = good_takes();
        book.add_take(self.take("01-0013_t2.wav"));
        // Nobody hears a take's noise against itself.
        book.without("floor-far");
        book.found()
    }
}

/// A book of thirteen takes of the good voice, each of which has a sound of its own.
fn good_takes() -> Recorded {
    let good = Wav::from(voice()).heard();
    let mut book = Recorded::good();
    for place in 0..13 {
        let sound = book.sound_of(place);
        *sound = Sound { audio: sound.audio, ..good.clone() };
    }
    book
}

/// The file that a telephone recorder writes: eight bits a sample by mu-law (ITU-T G.711).
fn by_mu_law(samples: &[f64], rate: u32) -> Vec<u8> {
    let code = |sample: &f64| {
        let height = ((sample.abs() * 8_192.0) as u32 + 33).min(8_191);
        let exponent = height.ilog2() - 5;
        let sign = if *sample < 0.0 { 0x80 } else { 0 };
        !(sign | (exponent << 4) as u8 | (height >> (exponent + 1) & 15) as u8)
    };
    let data: Vec<u8> = samples.iter().map(code).collect();
    let number = |number: u32| number.to_le_bytes();
    let format = [&[7, 0, 1, 0], &number(rate)[..], &number(rate), &[1, 0, 8, 0, 0, 0]].concat();
    let (format_size, data_size) = (number(format.len() as u32), number(data.len() as u32));
    let chunks = [b"WAVEfmt ", &format_size[..], &format, b"data", &data_size, &data].concat();
    [b"RIFF", &number(chunks.len() as u32)[..], &chunks].concat()
}
