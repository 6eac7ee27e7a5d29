//! The commands: arguments in, an answer and an exit code out.

mod answer;
mod arguments;
mod build;
mod built;
mod check;
mod circle;
mod decided;
mod deliver;
mod explain;
mod findings;
mod headings;
mod heap;
mod heard;
mod lint;
mod named;
mod new;
mod news;
mod note;
mod pickups;
mod play;
mod progress;
mod remade;
mod report;
mod rows;
mod script;
mod session;
mod status;
mod table;
mod talk;
mod waive;
mod watch;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::words::{Error, Result};
use answer::Answer;
use arguments::{Arguments, Command};

/// Runs the command line of this process: the result goes to standard output, talk and errors to standard error.
///
/// The exit code is 0 when all is well, 1 when there are findings of error severity, 2 when the command was used wrongly
/// or failed.
#[must_use]
pub fn main() -> ExitCode {
    heap::give_back_large_pieces();
    let ended = run(&Arguments::parse()).and_then(|answer| print(&answer.text).map(|()| answer.outcome.into()));
    ended.unwrap_or_else(|error| {
        let _ = writeln!(anstream::stderr(), "{}error{}: {error}", findings::RED, findings::PLAIN);
        ExitCode::from(2)
    })
}

/// Prints the result. A reader that has seen enough, such as `head`, is no failure of ours.
fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::new("failed to write the result to standard output").cause(error))
        }
        _ => Ok(()),
    }
}

fn run(arguments: &Arguments) -> Result<Answer> {
    // This thread works, too, instead of waiting for the others: one thread less, and one heap less.
    let threads = rayon::ThreadPoolBuilder::new().use_current_thread();
    threads
        .num_threads(arguments.threads.map_or(0, usize::from))
        .build_global()
        .map_err(|error| Error::new("can't start the threads to work on").cause(error))?;
    let book = &arguments.book;
    match &arguments.command {
        Command::New(options) => new::run(options),
        Command::Script(options) => script::run(book, options),
        Command::Status(options) => status::run(book, options),
        Command::Check(options) => check::run(book, options),
        Command::Circle(options) => circle::run(book, options),
        Command::Waive(options) => waive::run(book, options),
        Command::Note(options) => note::run(book, options),
        Command::Watch(options) => watch::run(book, options),
        Command::Pickups(options) => pickups::run(book, options),
        Command::Build(options) => build::run(book, options),
        Command::Deliver(options) => deliver::run(book, options),
        Command::Play(options) => play::run(book, options),
        Command::Report => report::run(book),
        Command::Explain(options) => explain::run(book, options),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "cuebook", &mut text);
            Ok(Answer::clean(String::from_utf8_lossy(&text)))
        }
        Command::Man => man_page(),
    }
}

/// The man page, its commands included.
fn man_page() -> Result<Answer> {
    let failed = |error| Error::new("can't write the man page").cause(error);
    let mut command = Arguments::command();
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text).map_err(failed)?;
    for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
        let title = part.get_name().to_uppercase();
        writeln!(text, ".SH \"CUEBOOK {title}\"").map_err(failed)?;
        let man = clap_mangen::Man::new(part.clone());
        man.render_synopsis_section(&mut text).map_err(failed)?;
        man.render_description_section(&mut text).map_err(failed)?;
        man.render_options_section(&mut text).map_err(failed)?;
    }
    Ok(Answer::clean(String::from_utf8_lossy(&text)))
}
