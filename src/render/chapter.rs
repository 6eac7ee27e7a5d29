//! A chapter as a stream of samples, pulled from its takes as its timeline says.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::signal::{Gaps, Limiter, Pull, ToneLoop};
use crate::timeline::{Bed, Sounds, Span, Timeline};
use crate::words::{Dbtp, Error, Frames, Result, SampleRate};

use super::fade::Fade;
use super::sources::{filtered, open_clip, open_tone};

/// Opens a chapter: its cues, pauses and fades, limited to the timeline's ceiling. Nothing is read but the room tone
/// until samples are pulled. Where the timeline lacks its first spans, it begins at the first that it has.
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
    shares: Fade,
    spans: std::vec::IntoIter<Span>,
    current: Option<Playing>,
    position: Frames,
    tones: Vec<ToneLoop>,
}

/// The span that sounds now.
struct Playing {
    span: Span,
    /// The take, at the chapter's rate; nothing in a pause.
    take: Option<Gaps<Box<dyn Pull + Send>>>,
    /// What is taken out of each of its samples, and what they are then multiplied by.
    offset: f32,
    gain: f32,
}

impl ChapterAudio {
    fn open(timeline: &Timeline, recordings: &Path) -> Result<Self> {
        Ok(Self {
            recordings: recordings.to_owned(),
            rate: timeline.sample_rate,
            high_pass: timeline.high_pass,
            fade: timeline.fade,
            shares: Fade::new(),
            spans: timeline.spans.clone().into_iter(),
            current: None,
            position: timeline.spans.first().map_or(Frames::ZERO, |span| span.start),
            tones: (0..)
                .zip(&timeline.tones)
                .map(|(number, tone)| open_tone(tone, recordings, timeline, timeline.seed ^ number))
                .collect::<Result<_>>()?,
        })
    }

    fn begin(&self, span: Span) -> Result<Playing> {
        let (take, offset, gain) = match &span.sounds {
            Sounds::Pause { .. } => (None, 0.0, 0.0),
            Sounds::Cue { clip, offset, gain, .. } => {
                let take = filtered(open_clip(clip, &self.recordings, self.rate)?, self.high_pass, self.rate);
                (Some(Gaps::new(take, self.rate)), (f64::from(*offset) / 1e6) as f32, gain.factor() as f32)
            }
        };
        Ok(Playing { span, take, offset, gain })
    }

    /// Fills `out`, which lies wholly within the current span.
    fn fill(&mut self, out: &mut [f32]) -> Result<()> {
        let Some(playing) = &mut self.current else { return Ok(()) };
        let (start, end) = (playing.span.start, playing.span.end);
        match (&playing.span.sounds, &mut playing.take) {
            (Sounds::Cue { bed, head_fade, tail_fade, .. }, Some(take)) => {
                let (bed, head, tail) = (*bed, *head_fade, *tail_fade);
                let (count, gaps) = take.pull(out)?;
                if count < out.len() {
                    return Err(changed(&playing.span));
                }
                let (offset, gain) = (playing.offset, playing.gain);
                for sample in &mut *out {
                    *sample = (*sample - offset) * gain;
                }
                // Where the take holds nothing, not even its room, the room takes its place.
                for gap in gaps {
                    let at = self.position + Frames::from(gap.start);
                    self.tones[bed.tone].fill(at, &mut out[gap.clone()]);
                    amplify(&mut out[gap], bed.gain.factor() as f32);
                }
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
        let length = (pause.end - pause.start).0;
        let first = (self.position - pause.start).0;
        let (begin, end) = (from.gain.factor(), to.gain.factor());
        self.tones[from.tone].fill(self.position, out);
        if from == to {
            amplify(out, begin as f32);
        } else if from.tone == to.tone {
            let step = (end - begin) / length as f64;
            for (n, sample) in (first..).zip(out) {
                *sample *= (begin + step * (n as f64 + 0.5)) as f32;
            }
        } else {
            let mut other = vec![0.0; out.len()];
            self.tones[to.tone].fill(self.position, &mut other);
            for ((n, sample), other) in (first..).zip(out).zip(other) {
                let (coming, going) = self.shares.shares(n, length);
                *sample = *sample * going * begin as f32 + other * coming * end as f32;
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
            let (coming, going) = self.shares.shares(n, fade);
            let (take_share, tone_share) = match edge {
                Edge::Head => (coming, going),
                Edge::Tail => (going, coming),
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

fn changed(span: &Span) -> Error {
    let what = match &span.sounds {
        Sounds::Cue { clip, .. } => format!("the take `{}` is shorter than when it was checked", clip.file),
        Sounds::Pause { .. } => "the room tone is shorter than when it was checked".to_owned(),
    };
    Error::new(what).hint("wait until it is copied whole, and build again")
}
