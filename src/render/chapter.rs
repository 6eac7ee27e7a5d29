//! A chapter as a stream of samples, pulled from its takes as its timeline says.

use std::f64::consts::FRAC_PI_2;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::files::TakeAudio;
use crate::signal::tone::made_noise;
use crate::signal::{HighPass, Limiter, Pull, Resampled, ToneLoop};
use crate::timeline::{Bed, Clip, Sounds, Span, Timeline, Tone};
use crate::words::{Dbtp, Error, Frames, Result, SampleRate};

/// How long made noise is before its grains repeat in another order, in seconds.
const MADE_NOISE: f64 = 10.0;

/// Opens a chapter: its cues, pauses and fades, limited to the timeline's ceiling. Nothing is read but the room tone
/// until samples are pulled.
///
/// # Errors
/// Where the room tone can't be read.
pub fn open(timeline: &Timeline, recordings: &Path) -> Result<Limiter<ChapterAudio>> {
    let (rate, ceiling) = (timeline.sample_rate, Dbtp::new(timeline.ceiling));
    Ok(Limiter::new(ChapterAudio::open(timeline, recordings)?, ceiling, rate))
}

/// A chapter before its limiter.
pub struct ChapterAudio {
    recordings: PathBuf,
    rate: SampleRate,
    high_pass: Option<f64>,
    fade: Frames,
    spans: std::vec::IntoIter<Span>,
    current: Option<Playing>,
    position: Frames,
    tones: Vec<ToneLoop>,
}

/// The span that sounds now.
struct Playing {
    span: Span,
    /// The take, at the chapter's rate; nothing in a pause.
    take: Option<Box<dyn Pull + Send>>,
    gain: f32,
}

impl ChapterAudio {
    fn open(timeline: &Timeline, recordings: &Path) -> Result<Self> {
        Ok(Self {
            recordings: recordings.to_owned(),
            rate: timeline.sample_rate,
            high_pass: timeline.high_pass,
            fade: timeline.fade,
            spans: timeline.spans.clone().into_iter(),
            current: None,
            position: Frames::ZERO,
            tones: timeline.tones.iter().map(|tone| open_tone(tone, recordings, timeline)).collect::<Result<_>>()?,
        })
    }

    fn begin(&self, span: Span) -> Result<Playing> {
        let (take, gain) = match &span.sounds {
            Sounds::Pause { .. } => (None, 0.0),
            Sounds::Cue { clip, gain, .. } => {
                let take = open_clip(clip, &self.recordings, self.rate)?;
                (Some(filtered(take, self.high_pass, self.rate)), gain.factor() as f32)
            }
        };
        Ok(Playing { span, take, gain })
    }

    /// Fills `out`, which lies wholly within the current span.
    fn fill(&mut self, out: &mut [f32]) -> Result<()> {
        let Some(playing) = &mut self.current else { return Ok(()) };
        let (start, end) = (playing.span.start, playing.span.end);
        match (&playing.span.sounds, &mut playing.take) {
            (Sounds::Cue { bed, head_fade, tail_fade, .. }, Some(take)) => {
                let (bed, head, tail) = (*bed, *head_fade, *tail_fade);
                let mut filled = 0;
                while filled < out.len() {
                    match take.pull(&mut out[filled..])? {
                        0 => return Err(changed(&playing.span)),
                        count => filled += count,
                    }
                }
                amplify(out, playing.gain);
                let fade = |own: Option<Frames>| own.unwrap_or(self.fade).0.min((end - start).0 / 2);
                self.fade_edge(out, bed, fade(head), start, Edge::Head);
                self.fade_edge(out, bed, fade(tail), end, Edge::Tail);
            }
            (Sounds::Pause { from, to, .. }, _) => {
                let (from, to) = (*from, *to);
                self.fill_pause(out, start..end, from, to);
            }
            (Sounds::Cue { .. }, None) => {}
        }
        Ok(())
    }

    /// Fills a part of a pause: the tone's gain goes from one bed's to the other's; two tones fade into each other all
    /// the while, at constant power.
    fn fill_pause(&self, out: &mut [f32], pause: Range<Frames>, from: Bed, to: Bed) {
        let length = (pause.end - pause.start).0 as f64;
        let first = (self.position - pause.start).0;
        let (begin, end) = (from.gain.factor(), to.gain.factor());
        let place = |n: u64| (n as f64 + 0.5) / length;
        self.tones[from.tone].fill(self.position, out);
        if from == to {
            amplify(out, begin as f32);
        } else if from.tone == to.tone {
            for (n, sample) in (first..).zip(out) {
                *sample *= (begin + (end - begin) * place(n)) as f32;
            }
        } else {
            let mut other = vec![0.0; out.len()];
            self.tones[to.tone].fill(self.position, &mut other);
            for ((n, sample), other) in (first..).zip(out).zip(other) {
                let (rising, falling) = (place(n) * FRAC_PI_2).sin_cos();
                *sample = *sample * (falling * begin) as f32 + other * (rising * end) as f32;
            }
        }
    }

    /// Fades between the room tone and a take that begins or ends at `at`, at constant power: the two are as unrelated
    /// as two noises.
    fn fade_edge(&self, out: &mut [f32], bed: Bed, fade: u64, at: Frames, edge: Edge) {
        let first = match edge {
            Edge::Head => at.0,
            Edge::Tail => at.0 - fade,
        };
        let begin = first.max(self.position.0);
        let end = (first + fade).min(self.position.0 + out.len() as u64);
        if begin >= end {
            return;
        }
        let mut tone = vec![0.0; (end - begin) as usize];
        self.tones[bed.tone].fill(Frames(begin), &mut tone);
        let tone_gain = bed.gain.factor() as f32;
        let out = &mut out[(begin - self.position.0) as usize..];
        for ((n, sample), tone) in (begin - first..).zip(out).zip(tone) {
            let angle = (n as f64 + 0.5) / fade as f64 * FRAC_PI_2;
            let (rising, falling) = (angle.sin() as f32, angle.cos() as f32);
            let (take_share, tone_share) = match edge {
                Edge::Head => (rising, falling),
                Edge::Tail => (falling, rising),
            };
            *sample = *sample * take_share + tone * tone_gain * tone_share;
        }
    }
}

fn amplify(samples: &mut [f32], factor: f32) {
    for sample in samples {
        *sample *= factor;
    }
}

/// The end of a take at which it shares its frames with the room tone.
#[derive(Clone, Copy)]
enum Edge {
    Head,
    Tail,
}

impl Pull for ChapterAudio {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let mut written = 0;
        while written < out.len() {
            let Some(end) = self.current.as_ref().map(|playing| playing.span.end).filter(|&end| end > self.position)
            else {
                match self.spans.next() {
                    None => break,
                    Some(span) => self.current = Some(self.begin(span)?),
                }
                continue;
            };
            let left = usize::try_from((end - self.position).0).unwrap_or(usize::MAX);
            let count = left.min(out.len() - written);
            self.fill(&mut out[written..written + count])?;
            written += count;
            self.position += Frames::from(count);
        }
        Ok(written)
    }
}

/// The part of a take, and nothing of it behind that part.
struct Part {
    audio: TakeAudio,
    left: Frames,
}

impl Pull for Part {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let wanted = out.len().min(usize::try_from(self.left.0).unwrap_or(usize::MAX));
        let count = self.audio.pull(&mut out[..wanted])?;
        self.left = self.left - Frames::from(count);
        Ok(count)
    }
}

fn open_clip(clip: &Clip, recordings: &Path, rate: SampleRate) -> Result<Box<dyn Pull + Send>> {
    let path = recordings.join(&clip.file);
    let mut audio = TakeAudio::open(&path).map_err(|problem| {
        Error::new(format!("the take `{}` was there when it was checked, but now it is {problem}", path.display()))
            .hint("put it back and build again")
    })?;
    let from = audio.format().sample_rate;
    let length = clip.to - clip.from;
    audio.skip(clip.from)?;
    let part = Part { audio, left: length };
    Ok(if from == rate { Box::new(part) } else { Box::new(Resampled::new(part, length, from, rate)?) })
}

/// A take or a tone behind the filter against rumble, where there is one.
fn filtered(audio: Box<dyn Pull + Send>, high_pass: Option<f64>, rate: SampleRate) -> Box<dyn Pull + Send> {
    match high_pass {
        Some(hertz) => Box::new(HighPass::new(audio, hertz, rate)),
        None => audio,
    }
}

fn open_tone(tone: &Tone, recordings: &Path, timeline: &Timeline) -> Result<ToneLoop> {
    let rate = timeline.sample_rate;
    let mut clips = Vec::new();
    for clip in &tone.clips {
        let mut samples = Vec::new();
        let mut audio = filtered(open_clip(clip, recordings, rate)?, timeline.high_pass, rate);
        crate::signal::pull::for_each_block(audio.as_mut(), |block| {
            samples.extend_from_slice(block);
            Ok(())
        })?;
        clips.push(samples);
    }
    if let Some(level) = tone.made {
        clips.push(made_noise(level.amplitude(), rate.frames(MADE_NOISE), tone.seed));
    }
    ToneLoop::new(clips, rate, tone.seed).ok_or_else(|| {
        Error::new("the room tone of this timeline holds no sound").hint("delete the timeline and run `cuebook build`")
    })
}

fn changed(span: &Span) -> Error {
    let what = match &span.sounds {
        Sounds::Cue { clip, .. } => format!("the take `{}` is shorter than when it was checked", clip.file),
        Sounds::Pause { .. } => "the room tone is shorter than when it was checked".to_owned(),
    };
    Error::new(what).hint("wait until it is copied whole, and build again")
}
