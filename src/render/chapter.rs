//! A chapter as a stream of samples, pulled from its takes as its timeline says.

use std::path::{Path, PathBuf};

use crate::files::TakeAudio;
use crate::signal::tone::made_noise;
use crate::signal::{Limiter, Pull, Resampled, ToneLoop};
use crate::timeline::{Clip, Sounds, Span, Timeline, Tone};
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
    fade: Frames,
    spans: std::vec::IntoIter<Span>,
    current: Option<Playing>,
    position: Frames,
    tone: ToneLoop,
    tone_gain: f32,
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
            fade: timeline.fade,
            spans: timeline.spans.clone().into_iter(),
            current: None,
            position: Frames::ZERO,
            tone: open_tone(&timeline.tone, recordings, timeline.sample_rate)?,
            tone_gain: timeline.tone.gain.factor() as f32,
        })
    }

    fn begin(&self, span: Span) -> Result<Playing> {
        let (take, gain) = match &span.sounds {
            Sounds::Pause { .. } => (None, 0.0),
            Sounds::Cue { clip, gain, .. } => {
                (Some(open_clip(clip, &self.recordings, self.rate)?), gain.factor() as f32)
            }
        };
        Ok(Playing { span, take, gain })
    }

    /// Fills `out`, which lies wholly within the current span.
    fn fill(&mut self, out: &mut [f32]) -> Result<()> {
        let Some(playing) = &mut self.current else { return Ok(()) };
        let Some(take) = &mut playing.take else {
            self.tone.fill(self.position, out);
            amplify(out, self.tone_gain);
            return Ok(());
        };
        let mut filled = 0;
        while filled < out.len() {
            match take.pull(&mut out[filled..])? {
                0 => return Err(changed(&playing.span)),
                count => filled += count,
            }
        }
        amplify(out, playing.gain);
        let (start, end) = (playing.span.start, playing.span.end);
        let (head, tail) = match &playing.span.sounds {
            Sounds::Cue { head_fade, tail_fade, .. } => (*head_fade, *tail_fade),
            Sounds::Pause { .. } => (None, None),
        };
        let fade = |own: Option<Frames>| own.unwrap_or(self.fade).0.min((end - start).0 / 2);
        self.fade_edge(out, fade(head), start, Edge::Head);
        self.fade_edge(out, fade(tail), end, Edge::Tail);
        Ok(())
    }

    /// Fades between the room tone and a take that begins or ends at `at`, at constant power: the two are as unrelated
    /// as two noises.
    fn fade_edge(&self, out: &mut [f32], fade: u64, at: Frames, edge: Edge) {
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
        self.tone.fill(Frames(begin), &mut tone);
        let out = &mut out[(begin - self.position.0) as usize..];
        for ((n, sample), tone) in (begin - first..).zip(out).zip(tone) {
            let angle = (n as f64 + 0.5) / fade as f64 * std::f64::consts::FRAC_PI_2;
            let (rising, falling) = (angle.sin() as f32, angle.cos() as f32);
            let (take_share, tone_share) = match edge {
                Edge::Head => (rising, falling),
                Edge::Tail => (falling, rising),
            };
            *sample = *sample * take_share + tone * self.tone_gain * tone_share;
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

fn open_tone(tone: &Tone, recordings: &Path, rate: SampleRate) -> Result<ToneLoop> {
    let mut clips = Vec::new();
    for clip in &tone.clips {
        let mut samples = Vec::new();
        crate::signal::pull::for_each_block(open_clip(clip, recordings, rate)?.as_mut(), |block| {
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
