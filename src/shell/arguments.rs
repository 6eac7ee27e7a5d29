//! The command line as people type it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::player::OutputChoice;
use crate::words::CueId;

/// From manuscript to measured audiobook chapters, on your own machine.
///
/// A book is a folder: the author's text in script/, the takes in recordings/, and everything that cuebook makes of them
/// in output/. Every line of the text becomes a cue with an ID that it keeps for life; a take is a sound file named by
/// its cue (01-0042.wav, a second attempt 01-0042_t2.wav).
///
/// The way of a book: `cuebook new`, put the text into script/, `cuebook script`, record, `cuebook status` and `cuebook
/// check` as you go, `cuebook build`, `cuebook play`, `cuebook deliver`.
///
/// Exit codes: 0 all is well, 1 there are findings of error severity, 2 wrong use or failure.
#[derive(Debug, Parser)]
#[command(name = "cuebook", version, max_term_width = 100, arg_required_else_help = true)]
pub(super) struct Arguments {
    /// The book's folder
    #[arg(short = 'C', long = "book", value_name = "DIR", default_value = ".", global = true)]
    pub book: PathBuf,

    /// How many threads to work on; the result is the same with any number [default: one a core]
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(after_help = "Example:\n  cuebook new low-tide --title \"Low Tide\" --author \"Ann Lee\"")]
    /// Start a book: a folder with a commented book.toml
    New(New),
    /// Make the narration script from the manuscript: chapters, cues and their IDs
    ///
    /// Reads script/manuscript.txt, .md, .html, .epub, .docx or .odt, or the Markdown chapters in script/manuscript/, and writes script/narration.json and the narrator's sheet
    /// script/narration.html. Run it again after every change of the manuscript: unchanged lines keep their IDs, and so
    /// their takes.
    Script(Script),
    /// What is recorded, what is missing, and what to record next
    Status(Status),
    #[command(
        after_help = "Examples:\n  cuebook check                 all takes\n  cuebook check 01-0042_t2      the take that you just made\n  cuebook check 03              everything of chapter 03"
    )]
    /// Check takes against the script: format, damage, level, noise, edges, length
    ///
    /// Exits with 1 when a finding of error severity stands against a cue or the take that it uses.
    Check(Check),
    /// Follow a recording session: a verdict on each take as soon as it is whole, and the next line in large type
    ///
    /// Takes may be recorded, exported or copied into recordings/; a file that is still being written is waited for. Keys:
    /// left and right show other lines, space the next to record, q quits.
    Watch(Watch),
    #[command(
        after_help = "Examples:\n  cuebook circle 01-0042_t2         use this take\n  cuebook circle --undo 01-0042     use the newest good one again\n  cuebook circle                    list what is circled"
    )]
    /// Choose the take that a cue uses, whatever is newer
    Circle(Circle),
    #[command(
        after_help = "Examples:\n  cuebook waive take-clipped 01-0042 --reason \"a slammed door, meant so\"\n  cuebook waive head-long 03 --reason \"trimmed anyway\"\n  cuebook waive take-clipped 01-0042 --undo\n  cuebook check --waived            list what is waived"
    )]
    /// Accept a finding: it no longer counts, as long as neither the sound nor the words change
    Waive(Waive),
    #[command(
        after_help = "Examples:\n  cuebook note 01-0042 \"sounds tired\"\n  cuebook note 01-0042_t2@3.5 --said harbor --wanted harbour\n  cuebook note --settle 01-0042     it is well as it is"
    )]
    /// Note what is to be recorded again; the note closes itself when another take is used
    Note(Note),
    #[command(
        after_help = "Examples:\n  cuebook pickups                    what is owed, by chapter\n  cuebook pickups --html             a page to read from and to print: output/pickups.html\n  cuebook pickups -o pickups.csv     for a spreadsheet\n  cuebook pickups --from proof.csv   take in what a proofer heard"
    )]
    /// What to record again and why, with the lines around it and the take so far
    ///
    /// A line is owed where its take has a fault that a new one mends, where its words have changed since, where somebody
    /// noted something, and where it was passed over. Exits with 1 when something of error severity is owed.
    Pickups(Pickups),
    #[command(
        after_help = "Examples:\n  cuebook build                 what is recorded so far\n  cuebook build --complete      for delivery: nothing is built while a line is missing or wrong\n  cuebook build --dry-run       which chapters would be built, and why\n  cuebook build 03              only this chapter"
    )]
    /// Check, level and stitch: one master and one timeline for each chapter
    ///
    /// Writes output/masters/CHAPTER.wav (24-bit mono, measured against the delivery profile) and
    /// CHAPTER.timeline.json, which says for every sample what sounds there. A chapter is built again only where something
    /// changed that it is made of: its takes, its words, its levels, the room tone, the settings.
    Build(Build),
    #[command(
        after_help = "Examples:\n  cuebook deliver               for the profile of book.toml\n  cuebook deliver acx librivox  for these two\n  cuebook deliver --all         for everybody, and whether one set of masters serves them all\n  cuebook deliver --dry-run     which files there would be"
    )]
    /// Make the files that a distributor takes, and measure each as it was delivered
    ///
    /// Writes output/delivery/PROFILE/: the chapters of `cuebook build` encoded, named and tagged as the profile asks, the
    /// credits and the retail sample, and delivery.json with a verdict for every rule. Each file is decoded again and
    /// measured. What has not changed is taken over; a package is put in place whole.
    Deliver(Deliver),
    #[command(
        after_help = "Examples:\n  cuebook play                  the book, from where it stopped last\n  cuebook play 02               chapter 02\n  cuebook play 02-0007          one line\n  cuebook play --from 02-0007   from that line on\n  cuebook play 02 --plain       the lines as they sound, without a screen"
    )]
    /// Play the book, a chapter or a cue, its words on the screen
    ///
    /// One chapter follows the other, and what is not built is rendered from its takes while it is heard. Without a name it
    /// goes on where it stopped.
    ///
    /// Keys: space pauses, left and right go to the previous and next cue, up and down to the previous and next chapter,
    /// comma and dot 5 seconds back and forward, home to the chapter's start. m writes a note about what is heard into the
    /// take log (Enter keeps it, Esc drops it; the sound waits). / looks for words, n and N for the next and previous line
    /// that has them. [ and ] change the speed, backspace takes it back, - and + change the volume. l plays the cue again
    /// and again, a plays its take as it was recorded, t its takes one after the other. q quits.
    Play(Play),
    /// The whole book on a page to look at and listen to: output/report/index.html
    ///
    /// Chapters with their waveforms and lines, levels against the delivery profile, pickups and findings with the takes to
    /// listen to. The page needs nothing from the network; it plays the masters and takes that lie beside it.
    Report,
    #[command(
        after_help = "Examples:\n  cuebook explain               every rule, by what it is about\n  cuebook explain level-low     one rule, with an example and how to mend it\n  cuebook explain acx           a delivery profile, with the source of each figure\n  cuebook explain recording     the figures that takes are held to\n  cuebook explain --at 12:34.5 01   what sounds there, and why\n  cuebook explain 01-0042       which take a cue has, at which gain"
    )]
    /// Say what a rule or a delivery profile means, and where it comes from; without a name, list them all
    Explain(Explain),
    /// Print a completion script for your shell
    Completions {
        /// The shell to complete in
        shell: clap_complete::Shell,
    },
    /// Print the man page: `cuebook man | man -l -`
    Man,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder to make
    pub dir: PathBuf,
    /// The book's title [default: the folder's name]
    #[arg(long)]
    pub title: Option<String>,
    /// The author's name
    #[arg(long, default_value = "")]
    pub author: String,
    /// The narrator's name
    #[arg(long, default_value = "")]
    pub narrator: String,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Script {
    /// Look through the text itself instead: passages left in twice, quotation marks, words that can't be read aloud;
    /// writes nothing
    #[arg(long, conflicts_with_all = ["explain", "dry_run"])]
    pub lint: bool,
    /// Say of every heading why it is one, and of lines that look like one why they are none; writes nothing
    #[arg(long, conflicts_with = "dry_run")]
    pub explain: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take the manuscript even if most lines of the script are not in it
    #[arg(long)]
    pub accept: bool,
    /// This cue is not the line that would take its place: retire it, and give that line an ID of its own
    #[arg(long, value_name = "CUE")]
    pub apart: Vec<CueId>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Status {
    /// Show every chapter of a long book, also those in a row that are alike
    #[arg(long)]
    pub all: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Only these takes: files, take names (01-0042_t2), cues (01-0042) or chapters (01) [default: all]
    #[arg(value_name = "TAKE")]
    pub takes: Vec<String>,
    /// List what was waived, too, and why
    #[arg(long)]
    pub waived: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Circle {
    /// The take to use: a file, a take name (01-0042_t2), or the cue (01-0042) where it has only one
    /// [default: list those that are circled]
    #[arg(conflicts_with = "undo")]
    pub take: Option<String>,
    /// Use the newest good take of this cue again
    #[arg(long, value_name = "CUE")]
    pub undo: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Waive {
    /// The rule's code, as findings show it: take-clipped
    pub rule: String,
    /// The take, the cue, or the chapter whose findings are accepted
    #[arg(value_name = "TAKE|CUE|CHAPTER")]
    pub what: String,
    /// Why
    #[arg(long, required_unless_present = "undo", conflicts_with = "undo")]
    pub reason: Option<String>,
    /// Let the finding count again
    #[arg(long)]
    pub undo: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Note {
    /// The cue, whose take in use is meant, or a take; behind an @ the seconds into it
    #[arg(value_name = "CUE|TAKE[@SECONDS]", required_unless_present = "settle", conflicts_with = "settle")]
    pub what: Option<String>,
    /// What is to be said about it
    #[arg(required_unless_present_any = ["settle", "said", "wanted"])]
    pub text: Option<String>,
    /// What was said
    #[arg(long, value_name = "WORDS", conflicts_with = "settle")]
    pub said: Option<String>,
    /// What should have been said
    #[arg(long, value_name = "WORDS", conflicts_with = "settle")]
    pub wanted: Option<String>,
    /// Close the notes on this cue: they are dealt with
    #[arg(long, value_name = "CUE")]
    pub settle: Option<CueId>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Watch {
    /// Print a row for each verdict instead of drawing a screen
    #[arg(long)]
    pub plain: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Pickups {
    /// Write a page to read from and to print [default: output/pickups.html]
    #[arg(long, group = "form")]
    pub html: bool,
    /// Write CSV for a spreadsheet, a row for each thing to mend
    #[arg(long, group = "form")]
    pub csv: bool,
    /// Write Markdown, a list to be ticked off
    #[arg(long, group = "form")]
    pub markdown: bool,
    /// Answer as JSON
    #[arg(long, group = "form")]
    pub json: bool,
    /// Write to this file; its ending says in which form
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Take in what a proofer heard: CSV with a row for each thing, by cue or by chapter and timecode
    ///
    /// Each row becomes a note on its cue in recordings/takes.jsonl, until another take is used. The first row names the
    /// columns: cue, or chapter and timecode; said, should be, note. Where a row can't be placed, none is taken.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["html", "csv", "markdown", "out"])]
    pub from: Option<PathBuf>,
    /// With --from: take the rows that can be placed, and name the others
    #[arg(long, requires = "from")]
    pub partly: bool,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule's code, as findings show it (take-clipped), a profile's name (acx), a cue (01-0042), or with --at a chapter
    #[arg(value_name = "RULE|PROFILE|CUE|CHAPTER")]
    pub name: Option<String>,
    /// A moment of a built chapter: which take sounds there at which gain, or why there is a pause
    #[arg(long, value_name = "TIME", requires = "name", conflicts_with = "toml")]
    pub at: Option<String>,
    /// Print the profile's file, to begin one's own with: profiles/NAME.toml in the book's folder
    #[arg(long, requires = "name", conflicts_with = "json")]
    pub toml: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Build {
    /// Build only these chapters (03); the others stay as they are
    #[arg(value_name = "CHAPTER")]
    pub chapters: Vec<String>,
    /// Say which chapters would be built and why, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Build nothing unless every cue has a take, and none has an error
    #[arg(long)]
    pub complete: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Deliver {
    /// The delivery profiles: acx, inaudio, authors-republic, google-play, librivox, m4b, opus, archive, read-along, or
    /// one of your own [default: that of book.toml]
    #[arg(value_name = "PROFILE", conflicts_with = "all")]
    pub profiles: Vec<String>,
    /// Deliver for every profile that there is
    #[arg(long)]
    pub all: bool,
    /// List the files that there would be, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Deliver what is there though lines are missing or takes have errors
    #[arg(long)]
    pub partial: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Play {
    /// A chapter (01) or a single cue (01-0042) [default: the book, from where it stopped last]
    #[arg(value_name = "CHAPTER|CUE")]
    pub what: Option<String>,
    /// Begin at this cue
    #[arg(long, value_name = "CUE")]
    pub from: Option<String>,
    /// Where the sound goes: auto, pulse, alsa or alsa:DEVICE
    ///
    /// Over ssh the sound comes to your own machine where `PULSE_SERVER` names its server, as `tcp:localhost:24713` for
    /// `ssh -R 24713:localhost:4713`.
    #[arg(long, value_name = "OUTPUT", default_value = "auto", env = "CUEBOOK_OUTPUT")]
    pub output: OutputChoice,
    /// Print each cue's line as it sounds instead of drawing a screen
    #[arg(long)]
    pub plain: bool,
}
