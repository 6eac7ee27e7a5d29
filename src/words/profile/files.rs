//! What files a distributor takes: their format, their names, and what must be among them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::figure::{Confidence, Figure, Minutes, Value};
use crate::words::time::SampleRate;

/// What is made for a distributor: `[files]` in a profile.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// The format.
    pub format: Format,
    /// Kilobits a second: always as many in MP3, on average in M4B and Opus; for these alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kbps: Option<u32>,
    /// The bits of a sample, 16 or 24; for FLAC and WAV alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bit_depth: Option<u32>,
    /// The sample rate; the masters' own where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_rate: Option<SampleRate>,
    /// One channel, or two that are the same.
    pub channels: Channels,
    /// Which files there are.
    pub make: Vec<Make>,
    /// What files are called, without their ending: a text with names in braces.
    pub names: String,
    /// Which letters names may have.
    #[serde(default)]
    pub letters: Letters,
    /// Where the credits of the book stand.
    pub credits: CreditsPlace,
    /// What the book must say of itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// What stands beside the sound, in step with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub along: Vec<Along>,
    /// The length of the retail sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<Figure<Minutes>>,
    /// The size of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Figure<Megabytes>>,
    /// The length of the whole book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub book: Option<Figure<Minutes>>,
    /// The shorter side of the cover; nobody asks for one where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Figure<Pixels>>,
    /// Where all this stands, or the reason for it.
    pub source: String,
    /// When it was read: year and month.
    pub read: String,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// The format of a delivered file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// MP3 of constant bit rate.
    Mp3,
    /// AAC in an MP4 file with chapters.
    M4b,
    /// Opus in an Ogg file.
    Opus,
    /// FLAC: nothing is lost.
    Flac,
    /// WAV: samples as they are.
    Wav,
}

/// The channels of a delivered file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channels {
    /// One.
    Mono,
    /// Two that are the same, each by itself: never joint.
    Stereo,
}

/// A kind of file that is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Make {
    /// One file for each section of the book.
    Sections,
    /// The first minutes, for people to hear before they buy.
    Sample,
    /// The whole book in one file, with chapters.
    Whole,
}

/// Which letters the names of files may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Letters {
    /// Whatever every system can have in a file's name.
    #[default]
    Any,
    /// Small letters without accents, and figures.
    Small,
}

/// Where the credits of the book stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditsPlace {
    /// In files of their own.
    Apart,
    /// In the files of the sections that they were recorded with.
    Within,
}

/// Something that a book must say of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Who wrote it.
    Author,
    /// Who reads it.
    Narrator,
    /// A picture.
    Cover,
}

/// Something in step with the sound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Along {
    /// `WebVTT` captions for each file.
    Vtt,
    /// `SubRip` captions for each file.
    Srt,
    /// Audacity labels for each file.
    Audacity,
    /// REAPER regions for each file.
    Reaper,
    /// A CUE sheet of all files.
    CueSheet,
    /// All lines with their times.
    Json,
    /// A manifest by the W3C's Audiobooks recommendation.
    Manifest,
    /// The sound with that manifest in one file.
    Lpf,
    /// A book to read along: EPUB 3 with Media Overlays.
    Epub,
}

/// What may stand in braces in the name of a file.
pub const NAMES: [&str; 6] = ["{track}", "{section}", "{title}", "{author}", "{narrator}", "{chapter}"];

/// The sample rates of MPEG-1 layer III, in hertz, and its bit rates, in kilobits a second (ISO 11172-3).
const MP3_RATES: [u32; 3] = [32_000, 44_100, 48_000];
const MP3_KBPS: [u32; 14] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

/// The sample rates of AAC, in hertz, of those that masters may have (ISO/IEC 14496-3, table 1.18), and the kilobits a second
/// that make sense for one voice: less loses consonants, and a frame has no room for more.
const AAC_RATES: [u32; 8] = [22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000];
const AAC_KBPS: std::ops::RangeInclusive<u32> = 32..=256;

/// The sample rate of Opus, in hertz, and the kilobits a second for one voice: less than 24 loses what lies above 12 kHz
/// (RFC 6716, section 2.1.1), and past 128 nothing more is heard.
const OPUS_RATES: [u32; 1] = [48_000];
const OPUS_KBPS: std::ops::RangeInclusive<u32> = 24..=128;

impl Files {
    /// What contradicts itself in them; `None` where nothing does.
    pub(super) fn contradiction(&self) -> Option<String> {
        let flaw = match (self.format, self.kbps, self.bit_depth) {
            (Format::Mp3, Some(kbps), None) if MP3_KBPS.contains(&kbps) => None,
            (Format::Mp3, _, Some(_)) => Some("MP3 has no `files.bit_depth`".to_owned()),
            (Format::Mp3, ..) => Some(format!("`files.kbps` must be one of MP3's: {MP3_KBPS:?}")),
            (Format::M4b, Some(kbps), None) if AAC_KBPS.contains(&kbps) => None,
            (Format::M4b, _, Some(_)) => Some("M4B has no `files.bit_depth`".to_owned()),
            (Format::M4b, ..) => {
                Some(format!("`files.kbps` of M4B must be {} to {}", AAC_KBPS.start(), AAC_KBPS.end()))
            }
            (Format::Opus, Some(kbps), None) if OPUS_KBPS.contains(&kbps) => {
                let is_mono = self.channels == Channels::Mono;
                (!is_mono)
                    .then(|| "Opus is made of one voice in one channel: `files.channels` must be \"mono\"".to_owned())
            }
            (Format::Opus, _, Some(_)) => Some("Opus has no `files.bit_depth`".to_owned()),
            (Format::Opus, ..) => {
                Some(format!("`files.kbps` of Opus must be {} to {}", OPUS_KBPS.start(), OPUS_KBPS.end()))
            }
            (_, None, Some(16 | 24)) => None,
            (_, Some(_), _) => Some(format!("{} has no `files.kbps`", self.format)),
            _ => Some("`files.bit_depth` must be 16 or 24".to_owned()),
        };
        let rate = self.sample_rate.map(SampleRate::hertz);
        let unknown = self.names.split_inclusive('}').find_map(|part| {
            let name = &part[part.find('{')?..];
            (!NAMES.contains(&name)).then(|| format!("`files.names` has `{name}`, but there are only {}", listed()))
        });
        flaw.or_else(|| {
            let known: &[u32] = match self.format {
                Format::Mp3 => &MP3_RATES,
                Format::M4b => &AAC_RATES,
                Format::Opus => &OPUS_RATES,
                Format::Flac | Format::Wav => return None,
            };
            // Where it is not said, it is the masters', which are seldom those of Opus.
            let unfit = rate.map_or(self.format == Format::Opus, |rate| !known.contains(&rate));
            unfit.then(|| format!("`files.sample_rate` must be one of {}'s: {known:?}", self.format))
        })
        .or(unknown)
        .or_else(|| self.make.is_empty().then(|| "`files.make` names nothing to make".to_owned()))
        .or_else(|| {
            let names_each = ["{track}", "{section}", "{chapter}"].iter().any(|name| self.names.contains(name));
            let is_doubtful = self.make.contains(&Make::Sections) && !names_each;
            is_doubtful.then(|| "`files.names` calls all sections the same: give it `{track}`".to_owned())
        })
        .or_else(|| {
            let is_open = self.make.contains(&Make::Sample) && self.sample.as_ref().is_none_or(|f| f.max.is_none());
            is_open.then(|| "`files.sample` must say how long a sample may be: `max`".to_owned())
        })
        .or_else(|| {
            let in_step = !self.along.is_empty() && !self.make.contains(&Make::Sections);
            in_step.then(|| "`files.along` goes with sections: add \"sections\" to `files.make`".to_owned())
        })
    }
}

fn listed() -> String {
    NAMES.map(|name| format!("`{name}`")).join(", ")
}

impl Format {
    /// How the names of such files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::M4b => "m4b",
            Self::Opus => "opus",
            Self::Flac => "flac",
            Self::Wav => "wav",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mp3 => "MP3",
            Self::M4b => "M4B",
            Self::Opus => "Opus",
            Self::Flac => "FLAC",
            Self::Wav => "WAV",
        })
    }
}

impl Channels {
    /// How many there are.
    #[must_use]
    pub fn count(self) -> usize {
        match self {
            Self::Mono => 1,
            Self::Stereo => 2,
        }
    }
}

impl fmt::Display for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Mono => "mono",
            Self::Stereo => "full stereo",
        })
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Author => "author",
            Self::Narrator => "narrator",
            Self::Cover => "cover",
        })
    }
}

/// A size in millions of bytes.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Serialize, Deserialize)]
pub struct Megabytes(pub f64);

impl Value for Megabytes {}

impl fmt::Display for Megabytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.1} MB", self.0))
    }
}

/// A length in picture elements.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Debug, Serialize, Deserialize)]
pub struct Pixels(pub u32);

impl Value for Pixels {}

impl fmt::Display for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} pixels", self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::words::Profile;

    #[test]
    fn files_that_cannot_be_are_refused_by_the_name_of_their_setting() {
        let acx = Profile::text("acx").unwrap();
        for (from, to, said) in [
            ("kbps = 192", "kbps = 193", "`files.kbps` must be one of MP3's"),
            ("kbps = 192", "kbps = 192\nbit_depth = 16", "MP3 has no `files.bit_depth`"),
            ("format = \"mp3\"", "format = \"flac\"", "FLAC has no `files.kbps`"),
            ("format = \"mp3\"\nkbps = 192", "format = \"opus\"\nkbps = 300", "`files.kbps` of Opus must be 24 to 128"),
            (
                "format = \"mp3\"\nkbps = 192",
                "format = \"opus\"\nkbps = 32",
                "`files.sample_rate` must be one of Opus's",
            ),
            ("sample_rate = 44100\nchannels", "sample_rate = 96000\nchannels", "`files.sample_rate` must be"),
            ("{track} - {section}", "{track} - {isbn}", "`files.names` has `{isbn}`"),
            ("{track} - {section}", "{title}", "calls all sections the same"),
            ("make = [\"sections\", \"sample\"]", "make = []", "names nothing to make"),
            ("channels = \"mono\"", "channels = \"joint\"", "unknown variant `joint`"),
            ("[files.sample]\nmax = 5.0", "[files.sample]\nmin = 1.0", "how long a sample may be"),
            ("[files.sample]\nmax = 5.0", "[files.sample]\nmax = 1e9", "`files.sample.max` is"),
        ] {
            assert!(acx.contains(from), "{from}");
            let refused = Profile::parse(&acx.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(refused.contains(said), "{to}: {refused}");
        }
    }

    #[test]
    fn every_distributor_that_comes_with_cuebook_takes_files() {
        let without: Vec<_> =
            Profile::built_in().iter().filter(|profile| profile.files.is_none()).map(|p| p.name.as_str()).collect();
        assert_eq!(without, ["ebu-r128"], "a norm for levels");
    }
}
