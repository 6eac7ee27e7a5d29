//! Judging sound without the code that made it: own arithmetic, and the ears of other programs.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use cuebook::files::TakeAudio;
use cuebook::words::SampleRate;
use serde_json::Value;

use super::{Book, shared_data};

/// A chapter as it was built: its master's numbers and its timeline's words.
pub struct Built {
    /// The samples as fractions of full scale.
    pub samples: Vec<f32>,
    pub timeline: Value,
}

/// A cue in a chapter, as the timeline has it.
pub struct Placed {
    pub cue: String,
    pub file: String,
    pub from: usize,
    pub to: usize,
    pub start: usize,
    pub end: usize,
    pub gain: f64,
}

impl Built {
    /// Reads a built chapter of a book.
    pub fn read(book: &Book, chapter: &str) -> Self {
        Self::at(&book.path("output/masters"), chapter)
    }

    /// Reads a built chapter from its folder.
    pub fn at(masters: &Path, chapter: &str) -> Self {
        let timeline = fs::read_to_string(masters.join(format!("{chapter}.timeline.json"))).unwrap();
        Self {
            samples: super::read_wav(&masters.join(format!("{chapter}.wav"))),
            timeline: serde_json::from_str(&timeline).unwrap(),
        }
    }

    /// The number under a name of the timeline.
    pub fn number(&self, name: &str) -> usize {
        number(&self.timeline, name)
    }

    /// The cues, in the order in which they sound.
    pub fn cues(&self) -> Vec<Placed> {
        let text = |span: &Value, name: &str| span[name].as_str().unwrap().to_owned();
        let spans = self.timeline["spans"].as_array().unwrap();
        let cues = spans.iter().filter(|span| span["cue"].is_string()).map(|span| Placed {
            cue: text(span, "cue"),
            file: text(span, "file"),
            from: number(span, "from"),
            to: number(span, "to"),
            start: number(span, "start"),
            end: number(span, "end"),
            gain: span["gain_db"].as_f64().unwrap(),
        });
        cues.collect()
    }

    /// The pauses: their first frame and the one behind their last.
    pub fn pauses(&self) -> Vec<(usize, usize)> {
        let spans = self.timeline["spans"].as_array().unwrap();
        let pauses = spans.iter().filter(|span| span["pause"].is_string());
        pauses.map(|span| (number(span, "start"), number(span, "end"))).collect()
    }

    /// Asserts that spans touch each other from the first frame to the last, of the timeline and of the master alike.
    #[track_caller]
    pub fn assert_whole(&self) {
        let mut position = 0;
        for span in self.timeline["spans"].as_array().unwrap() {
            assert_eq!(number(span, "start"), position, "{span}");
            position = number(span, "end");
        }
        assert_eq!((position, self.samples.len()), (self.number("frames"), self.number("frames")));
    }
}

fn number(value: &Value, name: &str) -> usize {
    usize::try_from(value[name].as_u64().unwrap_or_else(|| panic!("no {name} in {value}"))).unwrap()
}

/// The IDs of a script's cues, chapter by chapter, in the script's order.
pub fn cue_ids(narration: &Path) -> Vec<(String, Vec<String>)> {
    let narration: Value = serde_json::from_slice(&fs::read(narration).unwrap()).unwrap();
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let chapters = narration["chapters"].as_array().unwrap();
    chapters.iter().map(|one| (id(one), one["cues"].as_array().unwrap().iter().map(id).collect())).collect()
}

/// What ACX Check (Audacity plug-in 2.4.2) shows of a mono file, in decibels: RMS of everything, the highest sample, and
/// the least RMS of the windows of 0.4 s, ten a second.
#[derive(Debug)]
pub struct Levels {
    pub rms: f64,
    pub peak: f64,
    pub floor: f64,
}

impl Levels {
    /// Measures samples at 44.1 kHz.
    pub fn of(samples: &[f32]) -> Self {
        let windows = samples.windows(17_640).step_by(4_410);
        Self {
            rms: rms(samples),
            peak: decibels(samples.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs())).into()),
            floor: windows.map(rms).fold(f64::INFINITY, f64::min),
        }
    }

    /// Asserts what ACX asks.
    #[track_caller]
    pub fn assert_acx(&self) {
        assert!(self.rms >= -23.0 && self.rms <= -18.0 && self.peak < -3.0 && self.floor < -60.0, "{self:?}");
    }
}

pub fn decibels(amplitude: f64) -> f64 {
    20.0 * amplitude.log10()
}

/// The RMS level in decibels.
pub fn rms(samples: &[f32]) -> f64 {
    10.0 * (dot(samples, samples) / samples.len() as f64).log10()
}

/// The length of the longest run of digital zero.
pub fn longest_silence(samples: &[f32]) -> usize {
    samples.split(|&sample| sample != 0.0).map(<[f32]>::len).max().unwrap_or(0)
}

/// The sum of products, in lanes: one sum after another would take four times as long.
pub fn dot(one: &[f32], other: &[f32]) -> f64 {
    let length = one.len().min(other.len());
    let mut lanes = [0.0f64; 8];
    let (ones, others) = (one[..length].chunks_exact(8), other[..length].chunks_exact(8));
    let rest: f64 = ones.remainder().iter().zip(others.remainder()).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
    for (ones, others) in ones.zip(others) {
        for lane in 0..8 {
            lanes[lane] += f64::from(ones[lane]) * f64::from(others[lane]);
        }
    }
    lanes.iter().sum::<f64>() + rest
}

/// Normalized correlation at lag 0: 1 where one is the other at some gain.
pub fn correlation(one: &[f32], other: &[f32]) -> f64 {
    let length = one.len().min(other.len());
    let (one, other) = (&one[..length], &other[..length]);
    dot(one, other) / (dot(one, one) * dot(other, other)).sqrt()
}

/// Normalized correlation of pieces of 20 ms, each weighing as much as it is loud: 1 where one is the other at a gain that
/// may move, as a limiter moves it.
pub fn correlation_at_any_gain(one: &[f32], other: &[f32]) -> f64 {
    let (mut alike, mut all) = (0.0, 0.0);
    for (one, other) in one.chunks_exact(882).zip(other.chunks_exact(882)) {
        let energy = dot(one, one);
        all += energy;
        alike += if energy > 0.0 { energy * correlation(one, other) } else { 0.0 };
    }
    alike / all
}

/// The highest normalized correlation of a clip with a chapter, wherever in it.
pub fn highest_correlation(chapter: &[f32], clip: &[f32]) -> f64 {
    let length = (chapter.len() + clip.len()).next_power_of_two();
    let mut planner = realfft::RealFftPlanner::<f64>::new();
    let (forward, inverse) = (planner.plan_fft_forward(length), planner.plan_fft_inverse(length));
    let spectrum = |samples: &[f32]| {
        let mut padded: Vec<f64> = samples.iter().map(|&sample| f64::from(sample)).collect();
        padded.resize(length, 0.0);
        let mut spectrum = forward.make_output_vec();
        forward.process(&mut padded, &mut spectrum).unwrap();
        spectrum
    };
    let mut product: Vec<_> =
        spectrum(chapter).iter().zip(spectrum(clip)).map(|(one, other)| one * other.conj()).collect();
    // What has to be real in the spectrum of real numbers is so but for rounding.
    product[0].im = 0.0;
    product[length / 2].im = 0.0;
    let mut products = inverse.make_output_vec();
    inverse.process(&mut product, &mut products).unwrap();
    let energy = dot(clip, clip);
    let mut around = dot(&chapter[..clip.len()], &chapter[..clip.len()]);
    let mut highest = 0.0f64;
    for (lag, product) in products[..chapter.len() - clip.len()].iter().enumerate() {
        highest = highest.max(product / length as f64 / (energy * around).sqrt());
        around += f64::from(chapter[lag + clip.len()]).powi(2) - f64::from(chapter[lag]).powi(2);
    }
    highest
}

/// The lag, of those up to `reach` either way, at which a clip is found in a chapter near its place.
pub fn lag_of(chapter: &[f32], place: usize, clip: &[f32], reach: usize) -> isize {
    // A second tells as much as the whole, and half of it may be a pause.
    let clip = &clip[..clip.len().min(44_100)];
    let lags = (place.saturating_sub(reach)..=place + reach).filter(|at| at + clip.len() <= chapter.len());
    let best =
        lags.max_by(|&one, &other| correlation(&chapter[one..], clip).total_cmp(&correlation(&chapter[other..], clip)));
    best.unwrap().cast_signed() - place.cast_signed()
}

/// A part of a recording at 44.1 kHz, cut and resampled by `SoX`.
pub fn cut_by_sox(file: &Path, from: usize, to: usize) -> Vec<f32> {
    let mut command = Command::new("sox");
    command.arg(file).args(["-t", "f32", "-L", "-", "trim", &format!("{from}s"), &format!("={to}s")]);
    floats(&done(command.args(["rate", "-v", "44100"])).stdout)
}

/// A part of a recording at 44.1 kHz, cut and resampled by ffmpeg.
pub fn cut_by_ffmpeg(file: &Path, from: usize, to: usize) -> Vec<f32> {
    let cut = format!("atrim=start_sample={from}:end_sample={to},asetpts=PTS-STARTPTS,aresample=44100:filter_size=128");
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-i"]).arg(file).args(["-af", &cut, "-ar", "44100", "-f", "f32le", "-"]);
    floats(&done(&mut command).stdout)
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect()
}

/// What ffprobe says a file is: codec, rate, channels, frames.
pub fn probed(file: &Path) -> String {
    let mut command = Command::new("ffprobe");
    let entries = "stream=codec_name,sample_rate,channels,duration_ts";
    command.args(["-v", "error", "-show_entries", entries, "-of", "csv=p=0"]).arg(file);
    String::from_utf8(done(&mut command).stdout).unwrap().trim().to_owned()
}

/// RMS and peak in decibels, as ffmpeg's `astats` finds them.
pub fn by_ffmpeg(file: &Path) -> (f64, f64) {
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-nostats", "-i"]).arg(file);
    let said = done(command.args(["-af", "astats=measure_perchannel=none", "-f", "null", "-"])).stderr;
    (value(&said, "RMS level dB:"), value(&said, "Peak level dB:"))
}

/// RMS and peak in decibels, as `sox stat` finds them.
pub fn by_sox(file: &Path) -> (f64, f64) {
    let said = done(Command::new("sox").arg(file).args(["-n", "stat"])).stderr;
    let peak = value(&said, "Maximum amplitude:").max(-value(&said, "Minimum amplitude:"));
    (decibels(value(&said, "RMS     amplitude:")), decibels(peak))
}

/// Integrated loudness and true peak in decibels, as ffmpeg's `ebur128` finds them.
pub fn loudness_by_ffmpeg(file: &Path) -> (f64, f64) {
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-nostats", "-i"]).arg(file);
    let said = done(command.args(["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"])).stderr;
    let summary = String::from_utf8_lossy(&said).split_once("Summary:").unwrap().1.to_owned();
    (value(summary.as_bytes(), "I:"), value(summary.as_bytes(), "Peak:"))
}

fn value(said: &[u8], name: &str) -> f64 {
    let said = String::from_utf8_lossy(said);
    let rest = said.split_once(name).unwrap_or_else(|| panic!("no {name} in {said}")).1;
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

fn done(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A real reading in takes of six to nine seconds.
pub struct Reading {
    /// Its sample rate.
    pub rate: SampleRate,
    /// Its takes.
    pub takes: Vec<Vec<f32>>,
}

/// Cuts a reading of the shared data in its pauses: at the quietest tenth of a second, six to nine seconds behind the last
/// cut; `None`, said aloud, where it is not there.
pub fn reading(file: &str) -> Option<Reading> {
    let audio = TakeAudio::open(&shared_data(&format!("audio/{file}"))?).unwrap();
    let rate = audio.format().sample_rate;
    let mut samples = Vec::new();
    audio.listen(|block| samples.extend_from_slice(block)).unwrap().ok().unwrap();
    let at = |seconds: f64| rate.frames(seconds).index();
    let mut takes = Vec::new();
    let mut rest = samples.as_slice();
    while rest.len() > at(9.5) {
        let energy = |from: usize| dot(&rest[from..from + at(0.1)], &rest[from..from + at(0.1)]);
        let places = (at(6.0)..at(9.0)).step_by(at(0.01));
        let cut = places.min_by(|&one, &other| energy(one).total_cmp(&energy(other))).unwrap() + at(0.05);
        takes.push(rest[..cut].to_vec());
        rest = &rest[cut..];
    }
    Some(Reading { rate, takes })
}
