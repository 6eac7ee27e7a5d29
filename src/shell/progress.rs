//! Progress bars, on standard error, and silent where nobody watches. The only file that knows `indicatif`.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::is_taken;

/// A bar that many threads may move.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A bar that counts things: `hearing ━━━━━━───  12/48 takes`.
    pub fn counting(task: &'static str, unit: &str, count: u64) -> Self {
        Self::new(task, count, &format!("{{prefix:>9}} {{bar:32}} {{pos}}/{{len}} {unit}"))
    }

    /// A bar over a long task of known size, with the time that is left.
    pub fn of(task: &'static str, size: u64) -> Self {
        Self::new(task, size, "{prefix:>9} {bar:32} {percent:>3} %, {eta} left")
    }

    fn new(task: &'static str, size: u64, template: &str) -> Self {
        // Hidden by indicatif where standard error is no terminal.
        let target = if is_taken() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(size), target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_prefix(task);
        Self(bar)
    }

    pub fn advance(&self, by: u64) {
        self.0.inc(by);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
