//! What sounds at a moment of a chapter, and why.

use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use crate::check::{Review, Why};
use crate::timeline::{Bed, Clip, Sounds, Span, Timeline};
use crate::words::listing::few;
use crate::words::time::clock;
use crate::words::timecode::{parse_timecode, timecode};
use crate::words::{ChapterId, CueId, Error, Frames, Gain, Result};

use super::super::answer::{Answer, Outcome};
use super::super::built::built_timeline;
use super::super::findings::{BOLD, PLAIN};
use super::super::named;
use super::super::session::Session;
use super::super::table::text_table;
use super::paragraph;

/// What is asked about: a moment of a chapter, or a cue from its first sample on.
pub(super) enum Asked<'a> {
    Moment { chapter: &'a str, time: &'a str },
    Cue(CueId),
}

/// A moment of a chapter, for programs.
#[derive(Serialize)]
struct Moment<'a> {
    chapter: &'a ChapterId,
    seconds: f64,
    frame: Frames,
    /// Where what sounds there begins and ends in the chapter, in seconds.
    from: f64,
    to: f64,
    #[serde(flatten)]
    sounds: Heard<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Heard<'a> {
    Cue(CueMoment<'a>),
    Pause(PauseMoment<'a>),
}

#[derive(Serialize)]
struct CueMoment<'a> {
    cue: &'a CueId,
    text: &'a str,
    take: &'a str,
    /// The place in the take, and the part of it that is used, in seconds.
    at: f64,
    used_from: f64,
    used_to: f64,
    gain_db: Gain,
    chapter_db: Gain,
    /// Counted from 1.
    session: usize,
    session_db: Gain,
    apart_db: Gain,
    room_tone: ToneAt,
    /// Why the cue uses this take; nothing where it uses another one by now.
    why: Option<Why>,
    /// The take that it uses by now, and that a newer one is passed over.
    now: Option<String>,
    passed_over: Option<String>,
}

#[derive(Serialize)]
struct PauseMoment<'a> {
    pause: &'static str,
    /// The cues around it.
    behind: Option<&'a CueId>,
    before: Option<&'a CueId>,
    /// What `[spacing]` asks from sound to sound; how much of it the takes bring, and how much is room tone; in seconds.
    spacing: Option<f64>,
    takes_bring: Option<f64>,
    filled: f64,
    room_tone: Vec<ToneAt>,
}

/// Room tone at a gain.
#[derive(Clone, PartialEq, Serialize)]
struct ToneAt {
    /// The files that it is taken from; none where it is made.
    files: Vec<String>,
    gain_db: Gain,
}

/// Explains a moment of a chapter, or a cue.
///
/// # Errors
/// Where there is no such chapter, cue or moment, or it was not built.
pub(super) fn explain(root: &Path, asked: &Asked<'_>, as_json: bool) -> Result<Answer> {
    let session = Session::open(root)?;
    let script = session.script()?;
    let (timeline, at) = match asked {
        Asked::Cue(cue) => {
            let Some((chapter, _)) = script.cue(cue) else {
                return Err(Error::new(format!("there is no cue `{cue}` in the script")));
            };
            let timeline = built_timeline(&session, &chapter.id)?;
            let place = timeline.cues().find(|sounding| sounding.cue == cue).map(|sounding| sounding.place.start);
            let at = place.ok_or_else(|| {
                Error::new(format!("cue `{cue}` is not in the built chapter {}", chapter.id))
                    .hint("record it, then run `cuebook build`")
            })?;
            (timeline, at)
        }
        Asked::Moment { chapter, time } => {
            let timeline = built_timeline(&session, &named::chapter(chapter, &script)?.id)?;
            let at = moment(&timeline, time)?;
            (timeline, at)
        }
    };
    let review = session.preview(&script)?;
    let Some(index) = timeline.span_at(at) else {
        return Err(Error::new(format!("chapter {} is empty", timeline.chapter)));
    };
    let span = &timeline.spans[index];
    let rate = timeline.sample_rate;
    let sounds = match &span.sounds {
        Sounds::Cue { .. } => Heard::Cue(cue_moment(&timeline, span, at, &review)),
        Sounds::Pause { .. } => Heard::Pause(pause_moment(&timeline, index)),
    };
    let moment = Moment {
        chapter: &timeline.chapter,
        seconds: rate.seconds(at),
        frame: at,
        from: rate.seconds(span.start),
        to: rate.seconds(span.end),
        sounds,
    };
    Ok(if as_json { Answer::json(&moment, Outcome::Clean) } else { Answer::clean(told(&moment)) })
}

fn moment(timeline: &Timeline, time: &str) -> Result<Frames> {
    let seconds = parse_timecode(time).ok_or_else(|| {
        Error::new(format!("`{time}` is no time")).hint("write it as `--at 12:34.5`, or in seconds as `--at 754.5`")
    })?;
    let at = timeline.sample_rate.frames(seconds);
    if at >= timeline.frames {
        return Err(Error::new(format!(
            "`{time}` lies behind the end of chapter {}, which lasts {}",
            timeline.chapter,
            clock(timeline.seconds())
        )));
    }
    Ok(at)
}

fn cue_moment<'a>(timeline: &'a Timeline, span: &'a Span, at: Frames, review: &Review) -> CueMoment<'a> {
    let Sounds::Cue { cue, text, clip, session, gain, apart, bed, .. } = &span.sounds else {
        unreachable!("only asked of cues")
    };
    let rate = timeline.sample_rate;
    // The take's rate is what makes its part as long as its place in the chapter.
    let length = rate.seconds(span.frames());
    let seconds = |frame: Frames| frame.0 as f64 / (clip.to.saturating_sub(clip.from)).0.max(1) as f64 * length;
    let levels = &timeline.levels;
    let used = review.used(cue);
    let built = timeline.made_from.as_ref().and_then(|from| from.sounds.get(&clip.file)).copied();
    let is_used = used.is_some_and(|take| take.audio() == built || (built.is_none() && take.file == clip.file));
    CueMoment {
        cue,
        text,
        take: &clip.file,
        at: seconds(clip.from) + rate.seconds(at.saturating_sub(span.start)),
        used_from: seconds(clip.from),
        used_to: seconds(clip.to),
        gain_db: *gain,
        chapter_db: levels.chapter,
        session: session + 1,
        session_db: levels.sessions.get(*session).copied().unwrap_or_default(),
        apart_db: *apart,
        room_tone: tone_at(timeline, *bed),
        why: review.why(cue).filter(|_| is_used),
        now: used.filter(|_| !is_used).map(|take| take.file.clone()),
        passed_over: review.passed_over(cue).filter(|_| is_used).map(|take| take.file.clone()),
    }
}

fn pause_moment(timeline: &Timeline, index: usize) -> PauseMoment<'_> {
    let span = &timeline.spans[index];
    let Sounds::Pause { pause, from, to } = &span.sounds else { unreachable!("only asked of pauses") };
    let filled = timeline.sample_rate.seconds(span.frames());
    let spacing = timeline.made_from.as_ref().map(|from| pause.seconds(&from.spacing));
    let mut room_tone = vec![tone_at(timeline, *from), tone_at(timeline, *to)];
    room_tone.dedup();
    PauseMoment {
        pause: pause.name(),
        behind: index.checked_sub(1).and_then(|before| timeline.spans[before].cue()),
        before: timeline.spans.get(index + 1).and_then(Span::cue),
        spacing,
        takes_bring: spacing.map(|spacing| (spacing - filled).max(0.0)),
        filled,
        room_tone,
    }
}

fn tone_at(timeline: &Timeline, bed: Bed) -> ToneAt {
    let clips: &[Clip] = timeline.tones.get(bed.tone).map_or(&[], |tone| &tone.clips);
    let mut files: Vec<_> = clips.iter().map(|clip| clip.file.clone()).collect();
    files.dedup();
    ToneAt { files, gain_db: bed.gain }
}

fn told(moment: &Moment<'_>) -> String {
    let (at, from, to) = (timecode(moment.seconds), timecode(moment.from), timecode(moment.to));
    let mut text = format!("{BOLD}{}  {at}{PLAIN}, frame {}\n", moment.chapter, moment.frame.0);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |name: &str, told: String| rows.push(vec![format!("  {name}"), told]);
    match &moment.sounds {
        Heard::Cue(heard) => {
            let _ = writeln!(text, "cue {}, from {from} to {to}", heard.cue);
            text.push_str(&paragraph(heard.text, 2));
            row("take", format!("`recordings/{}`, at {:.3} s of it", heard.take, heard.at));
            row("used", format!("{:.3} s to {:.3} s of the take", heard.used_from, heard.used_to));
            row("why", why(heard));
            let session = format!("session {} {:+.3} dB", heard.session, heard.session_db.db());
            let (chapter, apart) = (heard.chapter_db.db(), heard.apart_db.db());
            let parts = format!("chapter {chapter:+.3} dB, {session}, the take apart {apart:+.3} dB");
            row("gain", format!("{:+.3} dB: {parts}", heard.gain_db.db()));
            row("room tone", tone(&heard.room_tone));
        }
        Heard::Pause(heard) => {
            let around = match (heard.behind, heard.before) {
                (Some(behind), Some(before)) => format!("between {behind} and {before}"),
                (None, Some(before)) => format!("before {before}"),
                (Some(behind), None) => format!("behind {behind}"),
                (None, None) => "alone".to_owned(),
            };
            let _ = writeln!(text, "pause {around}, from {from} to {to}");
            if let Some((spacing, brought)) = heard.spacing.zip(heard.takes_bring) {
                row("why", format!("[spacing] {} = {spacing}, from sound to sound", heard.pause));
                row("length", format!("{brought:.3} s of it are in the takes, {:.3} s are room tone", heard.filled));
            }
            row("room tone", heard.room_tone.iter().map(tone).collect::<Vec<_>>().join(", then "));
        }
    }
    text.push_str(&text_table(&rows));
    text
}

fn why(heard: &CueMoment<'_>) -> String {
    match (heard.why, &heard.now, &heard.passed_over) {
        (Some(why), _, Some(newer)) => format!("{why}, instead of `{newer}`"),
        (Some(why), ..) => why.to_string(),
        (None, Some(now), _) => format!("by now the cue uses `{now}`: `cuebook build` brings it in"),
        (None, None, _) => "by now the cue has no take".to_owned(),
    }
}

/// So many recordings of the room are named.
const TONES: usize = 3;

fn tone(tone: &ToneAt) -> String {
    let files: Vec<_> = tone.files.iter().map(|file| format!("`{file}`")).collect();
    let from = if files.is_empty() { "made noise".to_owned() } else { few(&files, TONES) };
    format!("{from} at {:+.3} dB", tone.gain_db.db())
}
