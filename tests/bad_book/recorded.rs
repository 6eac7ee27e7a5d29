//! A book of thirteen lines, every one of them recorded well, to be spoiled.

use std::sync::Arc;

use cuebook::check::{Review, review};
use cuebook::level::Sessions;
use cuebook::script::{Chapter, ChapterKind, Cue, CueKind, Opens, Script};
use cuebook::signal::{Measured, Peaks, Room, Speech, ToneColour};
use cuebook::takes::{Sound, Take, TakeFormat, TakeLog, Unreadable};
use cuebook::words::{Book, ChapterId, FileKind, Fingerprint, Frames, Profile, SampleRate};

pub struct Recorded {
    script: Script,
    takes: Vec<Take>,
    log: String,
    settings: String,
}

/// A time in frames of the takes.
pub fn at(seconds: f64) -> Frames {
    SampleRate::CD.frames(seconds)
}

/// A take of ten seconds with nothing wrong: speech at -20 dBFS from 0.5 to 9.5 s, noise at -70 dBFS.
fn good(file: &str, stem: &str) -> Take {
    let speech = Speech {
        start: at(0.5),
        end: at(9.5),
        mean_square: 0.01,
        kept: at(0.38)..at(9.72),
        kept_mean_square: 0.01,
        longest_gap: None,
    };
    let measured = Measured {
        frames: at(10.0),
        peaks: Peaks { highest: 0.5, ..Peaks::default() },
        true_peak: 0.51,
        mean_square: 0.009,
        tone: Some(ToneColour { octaves: [-9.0, -5.0, -4.0, -9.0, -16.0, -22.0, -28.0] }),
        speech: Some(speech),
        room: Some(Room { quiet: at(0.0)..at(0.5), mean_square: 1e-7, ..Room::default() }),
        ..Measured::default()
    };
    let format = TakeFormat {
        kind: FileKind::Wav,
        sample_rate: SampleRate::CD,
        bit_depth: Some(16),
        channels: 1,
        promised: Some(at(10.0)),
    };
    let sound =
        Sound { format, audio: Fingerprint::of(file.trim_end_matches(".wav").as_bytes()), measured, channels: None };
    Take::named(file.to_owned(), stem, Ok(sound))
}

/// 27 words, which nine seconds are enough for.
fn line(number: usize) -> Cue {
    let words = format!(
        "Line {number} of this book has as many words as all of the others, so that any narrator at an easy pace reads \
         it in nine seconds."
    );
    Cue {
        id: format!("01-{number:04}").parse().unwrap(),
        kind: CueKind::Narration,
        opens: Opens::Paragraph,
        text: words,
        spoken: None,
    }
}

impl Recorded {
    /// Nothing is wrong with it.
    pub fn good() -> Self {
        Self::of(13)
    }

    /// The same with so many lines.
    pub fn of(lines: usize) -> Self {
        let cues: Vec<Cue> = (1..=lines).map(line).collect();
        let takes = cues.iter().map(|cue| good(&format!("{}.wav", cue.id), &cue.id.to_string())).collect();
        let chapter = Chapter {
            id: ChapterId::new(1),
            kind: ChapterKind::Chapter,
            continues: None,
            title: "One".to_owned(),
            cues,
        };
        let script = Script { chapters: vec![chapter], ..Script::default() };
        Self { script, takes, log: String::new(), settings: String::new() }
    }

    /// The sound of the take that came last.
    pub fn sound(&mut self) -> &mut Sound {
        Arc::make_mut(self.takes.last_mut().unwrap().sound.as_mut().unwrap())
    }

    /// The sound of the take at this place, from 0.
    pub fn sound_of(&mut self, place: usize) -> &mut Sound {
        Arc::make_mut(self.takes[place].sound.as_mut().unwrap())
    }

    pub fn words(&self, cue: &str) -> String {
        self.script.cue(&cue.parse().unwrap()).unwrap().1.spoken().to_owned()
    }

    /// Gives a cue other words.
    pub fn read(&mut self, cue: &str, words: &str) {
        let cues = &mut self.script.chapters[0].cues;
        words.clone_into(&mut cues.iter_mut().find(|line| line.id.to_string() == cue).unwrap().text);
    }

    pub fn add(&mut self, stem: &str) {
        self.add_file(&format!("{stem}.wav"), stem);
    }

    pub fn add_file(&mut self, file: &str, stem: &str) {
        self.takes.push(good(file, stem));
    }

    pub fn add_take(&mut self, take: Take) {
        self.takes.push(take);
    }

    pub fn remove(&mut self, stem: &str) {
        self.takes.retain(|take| take.file != format!("{stem}.wav"));
    }

    /// Adds a recording of the room in which nobody speaks.
    pub fn add_room_tone(&mut self, stem: &str) {
        let mut room = good(&format!("{stem}.wav"), stem);
        Arc::make_mut(room.sound.as_mut().unwrap()).measured.speech = None;
        self.takes.push(room);
    }

    /// Adds a recording of the room that can't be heard.
    pub fn break_room_tone(&mut self, problem: Unreadable) {
        self.takes.push(Take::named("room-tone.wav".to_owned(), "room-tone", Err(problem)));
    }

    /// Adds a line to the take log.
    pub fn log(&mut self, line: &str) {
        self.log.push_str(line);
        self.log.push('\n');
    }

    /// Remembers which words the take of a cue was recorded for.
    pub fn bind(&mut self, cue: &str, words: &str) {
        let audio = Fingerprint::of(cue.as_bytes());
        let words = serde_json::to_string(words).unwrap();
        self.log(&format!(
            r#"{{"at":"2026-11-23T09:00:00Z","event":"bound","cue":"{cue}","take":"{cue}.wav","audio":"{audio}","words":{words}}}"#
        ));
    }

    /// Leaves the first line and its take.
    pub fn keep_one(&mut self) {
        self.script.chapters[0].cues.truncate(1);
        self.takes.truncate(1);
    }

    /// Holds takes to another figure.
    pub fn limit(&mut self, rule: &str, value: f64) {
        self.settings.extend([rule, " = { limit = ", &value.to_string(), " }\n"]);
    }

    /// Turns a rule off that finds the same fault for another reason.
    pub fn without(&mut self, rule: &str) {
        self.settings.extend([rule, " = 'off'\n"]);
    }

    /// Has the book ask for takes of so many channels.
    pub fn ask_for_channels(&mut self, count: u32) {
        self.settings.extend(["[recording]\nchannels = ", &count.to_string(), "\n"]);
    }

    pub fn review(&self) -> Review {
        let book = Book::parse(&format!("title = 'x'\n[check]\n{}", self.settings)).unwrap();
        let log = TakeLog::read(self.log.as_bytes()).unwrap();
        review(&self.script, self.takes.clone(), &log, &book, &Profile::named("acx").unwrap())
    }

    /// The codes of what is found about recording sessions, where a take may be moved by so many decibels.
    pub fn found_in_sessions(&self, offset: f64) -> Vec<&'static str> {
        let book = Book::parse(&format!("title = 'x'\n[levels]\noffset = {offset}")).unwrap();
        let sessions = Sessions::of(&self.review(), &book.levels);
        sessions.findings().iter().map(|finding| finding.rule.code()).collect()
    }

    /// The codes of all findings.
    pub fn found(&self) -> Vec<&'static str> {
        self.review().findings.iter().map(|finding| finding.rule.code()).collect()
    }
}
