//! The verdicts as rows of text, for a log or a terminal without a screen.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use crate::terminal::clean;
use crate::words::{CueId, Error, Result};

use super::desk::Desk;
use super::stop::Stop;
use super::verdict::Verdict;

/// Prints a row for each verdict, and the next line whenever it is another one, until the reader has gone or a signal says to
/// stop.
pub(super) fn follow(desk: &mut Desk, tick: Duration, stop: &Stop) -> Result<()> {
    // The cue that was named last; before the first time, none was.
    let mut named: Option<Option<CueId>> = None;
    let mut trouble: Option<String> = None;
    loop {
        let mut rows: Vec<String> = desk.tick().iter().map(row).collect();
        if desk.trouble() != trouble.as_deref() {
            trouble = desk.trouble().map(str::to_owned);
            rows.push(format!("trouble  {}", clean(trouble.as_deref().unwrap_or("none any more"))));
        }
        let cue = desk.next().map(|cue| cue.id.clone());
        if named.as_ref() != Some(&cue) {
            let again = |cue| desk.why_again(cue).map(|why| format!(" ({})", why.name())).unwrap_or_default();
            rows.push(desk.next().map_or_else(
                || format!("next  nothing: {}", desk.closing().unwrap_or_default()),
                |cue| format!("next  {}{}  {}", cue.id, again(&cue.id), clean(cue.spoken())),
            ));
            named = Some(cue);
        }
        if !print(&rows)? || stop.is_asked() {
            return Ok(());
        }
        thread::sleep(tick);
    }
}

/// Whether there is still somebody who reads.
fn print(rows: &[String]) -> Result<bool> {
    let mut out = anstream::stdout().lock();
    let written = rows.iter().try_for_each(|row| writeln!(out, "{row}")).and_then(|()| out.flush());
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(failure(error)),
    }
}

fn failure(error: io::Error) -> Error {
    Error::new("failed to write the verdicts to standard output").cause(error)
}

fn row(verdict: &Verdict) -> String {
    let parts = [vec![verdict.grade.words().to_owned(), verdict.measured()], verdict.reasons()].concat();
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(|part| clean(&part)).collect();
    format!("{}  {}", clean(&verdict.file), parts.join("  "))
}
