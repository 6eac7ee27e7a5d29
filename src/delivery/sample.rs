//! The retail sample: the first minutes of narration.

use crate::script::{Chapter, ChapterKind, Cue, CueKind};
use crate::timeline::Timeline;
use crate::words::{CueId, Frames};

use super::Piece;

/// What a player without a codec's delay adds at most, in seconds: an MP3's first and last frames.
const CODEC: f64 = 0.1;

/// The parts of masters that make the sample: the room at the head of its first chapter, narration from there on, at most
/// so many seconds in all, to the end of a line, and the room at the tail. Nothing where there is no narration, or none
/// that is short enough.
///
/// It begins behind the announcement of the first chapter; where that is short, it goes on in the chapters behind it.
pub fn sample(chapters: &[(&Chapter, &Timeline)], seconds: f64) -> Vec<Piece> {
    let is_narrated = |chapter: &Chapter| chapter.kind == ChapterKind::Chapter;
    let first = chapters.iter().position(|(chapter, timeline)| {
        is_narrated(chapter) && chapter.continues.is_none() && narration(chapter, timeline).is_some()
    });
    let Some(first) = first else { return Vec::new() };
    let (chapter, timeline) = chapters[first];
    let Some(start) = narration(chapter, timeline) else { return Vec::new() };
    let rate = timeline.sample_rate;
    let head = head(timeline);
    let budget = rate.frames((seconds - CODEC).max(0.0)).saturating_sub(head);
    let mut body = Vec::new();
    let mut used = Frames::ZERO;
    let mut last = timeline;
    for (number, (chapter, timeline)) in chapters[first..].iter().enumerate() {
        if number > 0 && !is_narrated(chapter) {
            break;
        }
        let from = if number == 0 { start } else { Frames::ZERO };
        let left = budget.saturating_sub(used).saturating_sub(tail(timeline).frames());
        let Some(end) = last_end(timeline, from, left) else { break };
        let is_whole = timeline.cues().last().is_some_and(|cue| cue.place.end == end);
        let next_fits = is_whole && timeline.sample_rate == rate && number + 1 < chapters.len() - first;
        // A chapter that fits whole is followed by its own tail, and the next one by its head.
        let to = if next_fits { timeline.frames } else { end };
        body.push(Piece { chapter: timeline.chapter.clone(), from, to });
        used += to - from;
        last = timeline;
        if !next_fits {
            break;
        }
    }
    // The chapter that nothing of fitted any more leaves the one before it with its tail already.
    let ends_in_room = body.last().is_some_and(|piece| piece.to == last.frames);
    if body.is_empty() {
        return body;
    }
    let mut pieces = vec![Piece { chapter: timeline.chapter.clone(), from: Frames::ZERO, to: head }];
    pieces.append(&mut body);
    if !ends_in_room {
        pieces.push(tail(last));
    }
    pieces
}

/// Where the narration of a chapter begins: behind its announcements and credits.
fn narration(chapter: &Chapter, timeline: &Timeline) -> Option<Frames> {
    let kind = |id: &CueId| chapter.cues.iter().find(|cue| cue.id == *id).map(|cue: &Cue| cue.kind);
    let is_told = |id: &CueId| !matches!(kind(id), Some(CueKind::Announcement | CueKind::Credits));
    timeline.cues().find(|cue| is_told(cue.cue)).map(|cue| cue.place.start)
}

/// The end of the last line that lies within so many frames from here on.
fn last_end(timeline: &Timeline, from: Frames, left: Frames) -> Option<Frames> {
    timeline.cues().map(|cue| cue.place.end).take_while(|end| *end <= from + left).filter(|end| *end > from).last()
}

/// Where the first line begins.
pub fn head(timeline: &Timeline) -> Frames {
    timeline.cues().next().map_or(Frames::ZERO, |cue| cue.place.start)
}

/// The room behind the last line.
pub fn tail(timeline: &Timeline) -> Piece {
    let from = timeline.cues().last().map_or(timeline.frames, |cue| cue.place.end);
    Piece { chapter: timeline.chapter.clone(), from, to: timeline.frames }
}
