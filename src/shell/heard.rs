//! What was heard in takes, for programs.

use serde::Serialize;

use crate::check::{Review, Why};
use crate::signal::Speech;
use crate::takes::{Channels, Take, TakeFormat};
use crate::words::{CueId, Dbfs, Dbtp, Lufs, TakeId};

/// One file of `recordings/`.
#[derive(Serialize)]
pub(super) struct Heard<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<&'a CueId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    /// Why its cue uses it; nothing where the cue does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<Why>,
    /// Why it can't be heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
    #[serde(flatten)]
    figures: Option<Figures<'a>>,
}

/// Levels as rules and checkers take them.
#[derive(Serialize)]
struct Figures<'a> {
    format: &'a TakeFormat,
    seconds: f64,
    peak: Option<Dbfs>,
    true_peak: Option<Dbtp>,
    /// Over the whole file, of all channels together, as ACX Check has it.
    rms: Option<Dbfs>,
    /// The same of each channel, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    channels_rms: Vec<Option<Dbfs>>,
    /// What all below is measured in.
    measured_in: MeasuredIn,
    /// Over the whole mix, where there are several channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    mix_rms: Option<Dbfs>,
    /// The quietest 0.4 s as ACX Check has it, which takes it of each channel by itself.
    acx_floor: Option<Dbfs>,
    /// From the first sound of speech to the last.
    speech_level: Option<Dbfs>,
    /// Of the quietest long pause.
    noise: Option<Dbfs>,
    /// Where the speech begins and ends, in seconds.
    speech: Option<(f64, f64)>,
    loudness: Option<Lufs>,
    momentary_loudness: Option<Lufs>,
    short_term_loudness: Option<Lufs>,
    loudness_range: Option<f64>,
}

/// What a level was measured in.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum MeasuredIn {
    /// The one channel of the file.
    TheChannel,
    /// The mean of its channels, of which chapters are made.
    TheMonoMix,
}

impl<'a> Heard<'a> {
    pub fn of(take: &'a Take, review: &Review) -> Self {
        let cue = take.id.as_ref().map(TakeId::cue);
        let is_used = |cue: &CueId| review.used(cue).is_some_and(|used| used.file == take.file);
        Self {
            file: &take.file,
            cue,
            number: take.id.as_ref().map(TakeId::number),
            used: cue.filter(|cue| is_used(cue)).and_then(|cue| review.why(cue)),
            unreadable: take.sound.as_ref().err().map(ToString::to_string),
            figures: figures(take),
        }
    }
}

fn figures(take: &Take) -> Option<Figures<'_>> {
    let sound = take.sound.as_deref().ok()?;
    let measured = &sound.measured;
    let (speech, channels) = (measured.speech.as_ref(), sound.channels.as_ref());
    let seconds = |frames| sound.format.sample_rate.seconds(frames);
    Some(Figures {
        format: &sound.format,
        seconds: sound.seconds(),
        peak: measured.peaks.level(),
        true_peak: measured.true_peak(),
        rms: Dbfs::from_mean_square(channels.map_or(measured.mean_square, Channels::mean_square)),
        channels_rms: channels.map_or(Vec::new(), |channels| {
            channels.mean_squares.iter().map(|&mean_square| Dbfs::from_mean_square(mean_square)).collect()
        }),
        measured_in: if channels.is_some() { MeasuredIn::TheMonoMix } else { MeasuredIn::TheChannel },
        mix_rms: channels.and_then(|_| Dbfs::from_mean_square(measured.mean_square)),
        acx_floor: measured.floor.acx.and_then(Dbfs::from_mean_square),
        speech_level: speech.and_then(Speech::level),
        noise: measured.noise(),
        speech: speech.map(|speech| (seconds(speech.start), seconds(speech.end))),
        loudness: measured.loudness.integrated(),
        momentary_loudness: measured.loudness.momentary(),
        short_term_loudness: measured.loudness.short_term(),
        loudness_range: measured.loudness.range,
    })
}
