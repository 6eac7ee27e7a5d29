//! The file of a take: whether it can be heard, whether it is whole, and what it is made of.

use crate::takes::Unreadable;
use crate::words::time::clock;
use crate::words::{Finding, Place, Rule};

use super::Judge;

/// The one finding against a file that can't be heard.
pub(in crate::check) fn unreadable(problem: &Unreadable, place: Place) -> Finding {
    let convert = || {
        let file = place.take.as_deref().unwrap_or("TAKE.wav");
        format!("export the take again as WAV, or convert it: `ffmpeg -i \"recordings/{file}\" -c:a pcm_s24le new.wav`")
    };
    let hint = match problem {
        Unreadable::Foreign(_) => &convert(),
        Unreadable::Folder | Unreadable::Special(_) => {
            "move it away, or give it a name that does not end like a sound file"
        }
        Unreadable::Nameless => "rename it, and the folders it stands in, with letters that every system knows",
        Unreadable::Empty | Unreadable::Damaged(..) => {
            "copy the file again from where it was recorded, or record it again"
        }
        Unreadable::Text | Unreadable::NotAudio(_) => "export the take again as WAV, or give the file another name",
        Unreadable::Io(_) => "check that the file is yours to read",
    };
    Finding::new(Rule::TakeUnreadable, place, problem.to_string(), "audio").hint(hint)
}

impl Judge<'_> {
    pub(super) fn format(&mut self) {
        let (format, wanted) = (&self.sound.format, &self.against.book.recording);
        if !wanted.formats.contains(&format.kind) {
            let names: Vec<_> = wanted.formats.iter().map(ToString::to_string).collect();
            let hint = "export it again in such a format, or allow this one in `recording.formats` of book.toml";
            self.find(Rule::FormatUnwelcome, format.kind.to_string(), names.join(" or "), hint);
        }
        if format.sample_rate != wanted.sample_rate {
            let hint = "it is converted for the chapter; set the recorder to the book's rate before the next take";
            self.find(Rule::SampleRateMixed, format.sample_rate.to_string(), wanted.sample_rate.to_string(), hint);
        }
        if let Some(bits) = format.bit_depth.filter(|&bits| bits < wanted.bit_depth) {
            let wanted = format!("at least {} bits", wanted.bit_depth);
            self.find(Rule::BitDepthLow, format!("{bits} bits"), wanted, "set the recorder to the book's bit depth");
        }
    }

    pub(super) fn length_of_file(&mut self) {
        let measured = self.sound.measured.frames;
        if let Some(promised) = self.sound.format.promised.filter(|&promised| promised > measured) {
            let found = format!("{} of {}", clock(self.seconds(measured)), clock(self.seconds(promised)));
            let hint = "copy the file again, or record the cue again";
            self.find(Rule::TakeCutShort, found, "all that the header promises", hint);
        }
    }
}
