//! The levels of all chapters against what the profile asks, as plots.

use std::fmt::Write;

use maud::{Markup, PreEscaped, html};

use super::BookReport;
use crate::check::Master;
use crate::words::profile::{Figure, Value};
use crate::words::{Dbfs, Dbtp, Lufs};

/// The plot in units of its own: how wide and high it is, and what is left free at either side.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 88.0;
const LEFT: f64 = 8.0;

/// What is shown around the values and bounds, in decibels.
const ROOM_DB: f64 = 1.5;

/// One level of every chapter.
struct Plot {
    name: &'static str,
    wanted: String,
    /// The lowest and the highest level that is right.
    window: (Option<f64>, Option<f64>),
    /// For each chapter its ID, its level as people read it and in decibels, and whether it is right.
    dots: Vec<Dot>,
}

struct Dot {
    chapter: String,
    shown: String,
    db: f64,
    is_right: bool,
}

impl BookReport<'_> {
    pub(super) fn levels(&self) -> Markup {
        let profile = self.profile;
        let plots = [
            self.plot("RMS", profile.rms.as_ref(), |master| master.levels.rms, Dbfs::db),
            self.plot("Loudness", profile.loudness.as_ref(), |master| master.loudness(profile), Lufs::db),
            self.plot("Peak", profile.peak.as_ref(), |master| master.levels.peak, Dbfs::db),
            self.plot("True peak", profile.true_peak.as_ref(), |master| master.levels.true_peak, Dbtp::db),
            self.plot("Noise floor", profile.noise_floor.as_ref(), |master| master.levels.noise_floor, Dbfs::db),
        ];
        let plots: Vec<Plot> = plots.into_iter().flatten().collect();
        html! {
            @if !plots.is_empty() {
                section.levels {
                    h2 { "Levels of the chapters" }
                    @for plot in &plots { (plot.shown()) }
                }
            }
        }
    }

    /// The plot of a level that the profile speaks of; `None` where it does not, or no chapter has it.
    fn plot<T: Value>(
        &self,
        name: &'static str,
        figure: Option<&Figure<T>>,
        level: impl Fn(&Master) -> Option<T>,
        db: impl Fn(T) -> f64,
    ) -> Option<Plot> {
        let figure = figure?;
        let dots: Vec<Dot> = (self.built.iter())
            .filter_map(|(chapter, built)| {
                let level = level(built.master.as_ref()?)?;
                let (chapter, shown) = (chapter.to_string(), level.to_string());
                Some(Dot { chapter, shown, db: db(level), is_right: figure.holds(level) })
            })
            .collect();
        let window = (figure.min.map(&db), figure.max.or(figure.below).map(&db));
        (!dots.is_empty()).then(|| Plot { name, wanted: figure.to_string(), window, dots })
    }
}

impl Plot {
    fn shown(&self) -> Markup {
        let wrong = self.dots.iter().filter(|dot| !dot.is_right).count();
        let spoken = match wrong {
            0 => format!("{} of {} chapters, all as wanted: {}", self.name, self.dots.len(), self.wanted),
            wrong => format!("{} of {} chapters, {wrong} not as wanted: {}", self.name, self.dots.len(), self.wanted),
        };
        html! {
            figure {
                figcaption {
                    strong { (self.name) } " " span.wanted { (self.wanted) }
                    @if wrong > 0 { span.wrong { " " (wrong) " not as wanted" } }
                }
                svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(spoken) { (PreEscaped(self.drawn())) }
            }
        }
    }

    /// Numbers alone, but for the names of chapters, which are digits and letters.
    fn drawn(&self) -> String {
        let (low, high) = self.range();
        let y = |db: f64| (high - db) / (high - low) * (HEIGHT - 16.0) + 8.0;
        let step = (WIDTH - 2.0 * LEFT) / self.dots.len() as f64;
        let mut svg = String::new();
        let (bottom, top) = (self.window.0.unwrap_or(low), self.window.1.unwrap_or(high));
        let _ = write!(
            svg,
            "<rect class=\"window\" x=\"0\" y=\"{:.1}\" width=\"{WIDTH}\" height=\"{:.1}\"/>",
            y(top),
            y(bottom) - y(top)
        );
        for bound in [self.window.0, self.window.1].into_iter().flatten() {
            let _ = write!(
                svg,
                "<line class=\"bound\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{0:.1}\" y2=\"{0:.1}\"/><text x=\"{WIDTH}\" y=\"{1:.1}\">{bound}</text>",
                y(bound),
                y(bound) - 3.0
            );
        }
        for (at, dot) in self.dots.iter().enumerate() {
            let (x, y) = (LEFT + step * (at as f64 + 0.5), y(dot.db));
            let _ = write!(svg, "<g class=\"{}\">", if dot.is_right { "right" } else { "wrong" });
            // A dot where all is well; a cross, which is another shape, where it is not.
            if dot.is_right {
                let _ = write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>");
            } else {
                let _ = write!(svg, "<path d=\"M{:.1} {:.1}l9 9m0 -9l-9 9\"/>", x - 4.5, y - 4.5);
            }
            let _ = write!(svg, "<title>{}: {}</title></g>", dot.chapter, dot.shown);
        }
        svg
    }

    fn range(&self) -> (f64, f64) {
        let levels = self.dots.iter().map(|dot| dot.db).chain([self.window.0, self.window.1].into_iter().flatten());
        let (low, high) =
            levels.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), db| (low.min(db), high.max(db)));
        (low - ROOM_DB, high + ROOM_DB)
    }
}
