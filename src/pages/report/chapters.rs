//! A chapter: its figures, its waveform with its lines on it, and the lines, each of which can be heard.

use std::collections::HashMap;

use maud::{Markup, html};

use super::glance::bar;
use super::lines::Lines;
use super::{BookReport, BuiltChapter, address};
use crate::check::{Progress, Standing};
use crate::pages::language;
use crate::script::{Chapter, Cue};
use crate::signal::Drawn;
use crate::words::time::clock;
use crate::words::{CueId, Lufs};

/// The letters that levels are written in, from the lowest to the highest: the script counts them off from `0` on.
const FIRST_LETTER: u8 = b'0';

/// How many steps of a drawn level one letter stands for: a decibel.
const STEPS_A_LETTER: u8 = 4;

/// A run of levels, a letter each.
fn letters(levels: &[Drawn]) -> String {
    levels.iter().map(|level| char::from(FIRST_LETTER + level.0 / STEPS_A_LETTER)).collect()
}

impl BookReport<'_> {
    pub(super) fn chapter(&self, chapter: &Chapter, known: &Lines<'_>) -> Markup {
        let built = self.chapter_built(chapter);
        let progress = self.progress.chapters.iter().find(|known| known.id == chapter.id).map(|known| known.progress);
        let progress = progress.unwrap_or_default();
        let id = chapter.id.to_string();
        let places = built.map(places).unwrap_or_default();
        html! {
            article.chapter id={ "chapter-" (id) } data-chapter=(id) {
                h3 { span.number { (id) } " " bdi lang=[language::of_book(self.book)] { (chapter.name()) } }
                (self.figures(&progress, built))
                @if let Some(built) = built { (self.waveform(chapter, built)) }
                details.lines {
                    summary { (counted(chapter.cues.len())) @if progress.missing > 0 { span.owed { ", " (progress.missing) " to record" } } }
                    ol { @for cue in &chapter.cues { (self.line(cue, places.get(&cue.id), known)) } }
                }
            }
        }
    }

    fn figures(&self, progress: &Progress, built: Option<&BuiltChapter>) -> Markup {
        let master = built.and_then(|built| built.master.as_ref());
        html! {
            dl.figures {
                div.recorded { dt { "recorded" } dd { (progress.recorded) "/" (progress.cues) " " (bar(progress)) } }
                @match built {
                    Some(built) => {
                        div { dt { "length" } dd { (clock(built.timeline.seconds())) } }
                        @if let Some(master) = master {
                            @for (name, level) in [
                                ("RMS", master.levels.rms.map(|level| level.to_string())),
                                ("loudness", master.loudness(self.profile).map(|level| level.to_string())),
                                ("true peak", master.levels.true_peak.map(|level| level.to_string())),
                                ("noise floor", master.levels.noise_floor.map(|level| level.to_string())),
                            ] {
                                @if let Some(level) = level { div { dt { (name) } dd { (level) } } }
                            }
                        } @else {
                            div { dt { "levels" } dd { "not measured: the master was changed since it was built" } }
                        }
                        @if built.outdated > 0 {
                            div.outdated { dt { "built before" } dd { (counted(built.outdated)) " changed: build it again" } }
                        }
                    }
                    None => div { dt { "length" } dd { "not built yet" } },
                }
            }
        }
    }

    /// Where each line begins is read from the list of lines.
    fn waveform(&self, chapter: &Chapter, built: &BuiltChapter) -> Markup {
        let length = built.timeline.seconds();
        // What is drawn counts the one channel once.
        let mono = self.profile.mono_gain().db();
        let bound = |level: Option<Lufs>| level.map_or(String::new(), |level| format!("{:.2}", level.db() - mono));
        let window =
            self.profile.loudness.as_ref().map(|figure| format!("{} {}", bound(figure.min), bound(figure.max)));
        html! {
            div.wave role="slider" tabindex="0" aria-label={ "place in chapter " (chapter.id) } aria-valuemin="0" aria-valuenow="0"
                aria-valuemax=(length.floor()) aria-valuetext="at its beginning" data-length={ (format!("{length:.3}")) }
                data-src=(address::master(&chapter.id)) data-peaks=(letters(&built.waveform.peaks))
                data-loudness=(letters(&built.waveform.loudness)) data-window=[window] {
                canvas aria-hidden="true" {}
                div.head aria-hidden="true" hidden {}
            }
        }
    }

    fn line(&self, cue: &Cue, place: Option<&(f64, f64)>, known: &Lines<'_>) -> Markup {
        let id = cue.id.to_string();
        let class = match known.standing(self.review, cue) {
            Standing::Recorded => None,
            Standing::ToLookAt => Some("look"),
            Standing::ToRecord => Some("owed"),
        };
        html! {
            li id=(id) class=[class] data-at=[place.map(|(start, end)| format!("{start:.3} {end:.3}"))] {
                @if place.is_some() { button type="button" { (id) } } @else { span.id { (id) } }
                p lang=[language::of_book(self.book)] dir=[language::direction(self.book)] { (cue.text) }
                @if let Some(told) = known.takes(self.review, cue) { small { (told) } }
            }
        }
    }
}

/// Where the lines of a chapter begin and end in its master, in seconds.
fn places(built: &BuiltChapter) -> HashMap<&CueId, (f64, f64)> {
    let seconds = |frame| built.timeline.sample_rate.seconds(frame);
    let cues = built.timeline.cues();
    cues.map(|sounding| (sounding.cue, (seconds(sounding.place.start), seconds(sounding.place.end)))).collect()
}

fn counted(lines: usize) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") }
}
