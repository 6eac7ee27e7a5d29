//! A chapter as a stream of samples, pulled from its takes as its timeline says.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::signal::{Gaps, Limiter, Pull, ToneLoop};
use crate::timeline::{Bed, Sounds, Span, Timeline};
use crate::words::{Dbtp, Error, Frames, Result, SampleRate};

use super::fade::Fade;
use super::sources::{filtered, open_clip};
use super::tones::Tones;

/// Opens a chapter: its cues, pauses and fades, limited to the timeline's ceiling. Nothing is read until samples are
/// pulled. Where the timeline lacks its first spans, it begins at the first that it has.
#[must_use]
pub fn open(timeline: &Timeline, recordings: &Path) -> Limiter<ChapterAudio> {
    let (rate, ceiling) = (timeline.sample_rate, Dbtp::new(timeline.ceiling));
    Limiter::new(ChapterAudio::open(timeline, recordings), ceiling, rate)
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
    tones: Tones,
}

/// The span that sounds now.
struct Playing {
    span: Span,
    /// The take, at the chapter's rate; nothing in a pause.
    take: Option<Gaps<Box<dyn Pull + Send>>>,
    /// What is taken out of each of its samples, and what they are then multiplied by.
    offset: f32,
    gain: f32,
    /// The tones that lie under its two ends.
    tones: (Arc<ToneLoop>, Arc<ToneLoop>),
}

impl ChapterAudio {
    fn open(timeline: &Timeline, recordings: &Path) -> Self {
        Self {
            recordings: recordings.to_owned(),
            rate: timeline.sample_rate,
            high_pass: timeline.high_pass,
            fade: timeline.fade,
            shares: Fade::new(),
            spans: timeline.spans.clone().into_iter(),
            current: None,
            position: timeline.spans.first().map_or(Frames::ZERO, |span| span.start),
            tones: Tones::of(timeline, recordings),
        }
    }

    fn begin(&mut self, span: Span) -> Result<Playing> {
        let (take, offset, gain, beds) = match &span.sounds {
            Sounds::Pause { from, to, .. } => (None, 0.0, 0.0, (from, to)),
            Sounds::Cue { clip, offset, gain, bed, .. } => {
                let take = filtered(open_clip(clip, &self.recordings, self.rate)?, self.high_pass, self.rate);
                let offset = (f64::from(*offset) / 1e6) as f32;
                (Some(Gaps::new(take, self.rate)), offset, gain.factor() as f32, (bed, bed))
            }
        };
        let tones = (self.tones.get(beds.0.tone)?, self.tones.get(beds.1.tone)?);
        Ok(Playing { span, take, offset, gain, tones })
    }

    /// Fills `out`, which lies wholly within the current span.
    fn fill(&mut self, out: &mut [f32]) -> Result<()> {
        let Some(playing) = &mut self.current else { return Ok(()) };
        let (start, end) = (playing.span.start, playing.span.end);
        let (tone, later) = playing.tones.clone();
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
                    tone.fill(at, &mut out[gap.clone()]);
                    amplify(&mut out[gap], bed.gain.factor() as f32);
                }
                let fade = |own: Option<Frames>| own.unwrap_or(self.fade).0.min((end - start).0 / 2);
                self.fade_edge(out, (bed, &tone), fade(head), start, Edge::Head);
                self.fade_edge(out, (bed, &tone), fade(tail), end, Edge::Tail);
            }
            (Sounds::Pause { from, to, .. }, _) => {
                let (from, to) = (*from, *to);
                self.fill_pause(out, start..end, (from, &tone), (to, &later));
            }
            (Sounds::Cue { .. }, None) => {}
        }
        Ok(())
    }

    /// Fills a part of a pause: the tone's gain goes from one bed's to the other's; two tones fade into each other all
    /// the while, at constant power.
    fn fill_pause(
        &self,
        out: &mut [f32],
        pause: Range<Frames>,
        (from, tone): (Bed, &ToneLoop),
        (to, later): (Bed, &ToneLoop),
    ) {
        let length = (pause.end - pause.start).0;
        let first = (self.position - pause.start).0;
        let (begin, end) = (from.gain.factor(), to.gain.factor());
        tone.fill(self.position, out);
        if from == to {
            amplify(out, begin as f32);
        } else if from.tone == to.tone {
            let step = (end - begin) / length as f64;
            for (n, sample) in (first..).zip(out) {
                *sample *= (begin + step * (n as f64 + 0.5)) as f32;
            }
        } else {
            let mut other = vec![0.0; out.len()];
            later.fill(self.position, &mut other);
            for ((n, sample), other) in (first..).zip(out).zip(other) {
                let (coming, going) = self.shares.shares(n, length);
                *sample = *sample * going * begin as f32 + other * coming * end as f32;
            }
        }
    }

    /// Fades between the room tone and a take that begins or ends at `at`, at constant power: the two are as unrelated
    /// as two noises.
    fn fade_edge(&self, out: &mut [f32], (bed, tone): (Bed, &ToneLoop), fade: u64, at: Frames, edge: Edge) {
        let first = match edge {
            Edge::Head => at.0,
            Edge::Tail => at.0 - fade,
        };
        let begin = first.max(self.position.0);
        let end = (first + fade).min(self.position.0 + out.len() as u64);
        if begin >= end {
            return;
        }
        let mut room = vec![0.0; (end - begin) as usize];
        tone.fill(Frames(begin), &mut room);
        let tone_gain = bed.gain.factor() as f32;
        let out = &mut out[(begin - self.position.0) as usize..];
        for ((n, sample), room) in (begin - first..).zip(out).zip(room) {
            let (coming, going) = self.shares.shares(n, fade);
            let (take_share, tone_share) = match edge {
                Edge::Head => (coming, going),
                Edge::Tail => (going, coming),
            };
            *sample = *sample * take_share + room * tone_gain * tone_share;
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
