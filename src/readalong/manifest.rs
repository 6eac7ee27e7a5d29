//! The book as data: a manifest by the W3C, and all lines with their times for programs.

use serde::Serialize;

use super::clock::{iso, milliseconds};
use super::{Edition, SoundFile};

/// The terms of a publication manifest (W3C Publication Manifest, 2020).
const CONTEXT: [&str; 2] = ["https://schema.org", "https://www.w3.org/ns/pub-context"];

/// A manifest by the W3C's Audiobooks recommendation (2020): `publication.json`.
///
/// `cover` is the name of a picture beside it, with its media type; `preview` that of the retail sample.
#[must_use]
pub fn publication(edition: &Edition<'_>, cover: Option<(&str, &str)>, preview: Option<&str>) -> String {
    // The length of the whole is the sum of what is written for its files: a checker adds them up.
    let all = edition.files.iter().map(length).sum();
    let picture = cover.map(|(url, format)| Resource { url, format, rel: Some("cover"), name: None, duration: None });
    let sample =
        preview.map(|url| Resource { url, format: media_type(url), rel: Some("preview"), name: None, duration: None });
    let files = edition.files.iter().map(|file| Resource {
        url: &file.name,
        format: media_type(&file.name),
        rel: None,
        name: Some(&file.title),
        duration: Some(iso(length(file))),
    });
    let named = |name: &'_ str| (!name.is_empty()).then(|| name.to_owned());
    let manifest = Publication {
        context: CONTEXT,
        conforms_to: "https://www.w3.org/TR/audiobooks/",
        kind: "Audiobook",
        name: edition.title,
        author: named(edition.author),
        read_by: named(edition.narrator),
        language: edition.language,
        duration: iso(all),
        resources: picture.into_iter().collect(),
        links: sample.into_iter().collect(),
        reading_order: files.collect(),
    };
    pretty(&manifest)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Publication<'a> {
    #[serde(rename = "@context")]
    context: [&'static str; 2],
    conforms_to: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_by: Option<String>,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    duration: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Resource<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Resource<'a>>,
    reading_order: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Resource<'a> {
    url: &'a str,
    #[serde(rename = "encodingFormat")]
    format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rel: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<String>,
}

/// The media type of a file of audio, by its ending.
#[must_use]
pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_lowercase().as_str() {
        "mp3" => "audio/mpeg",
        "m4a" | "m4b" | "mp4" => "audio/mp4",
        "flac" => "audio/flac",
        "opus" | "ogg" => "audio/ogg",
        _ => "audio/wav",
    }
}

fn length(file: &SoundFile<'_>) -> u64 {
    milliseconds(file.frames, file.rate)
}

/// All lines with their times, for programs.
#[must_use]
pub fn json(edition: &Edition<'_>) -> String {
    let seconds = |at, rate| milliseconds(at, rate) as f64 / 1000.0;
    let files = edition.files.iter().map(|file| FileRow {
        file: &file.name,
        title: &file.title,
        seconds: seconds(file.frames, file.rate),
        cues: file
            .lines
            .iter()
            .map(|line| CueRow {
                cue: line.cue.id.to_string(),
                start: seconds(line.place.start, file.rate),
                end: seconds(line.place.end, file.rate),
                text: line.text,
            })
            .collect(),
    });
    pretty(&Lines {
        title: edition.title,
        author: edition.author,
        narrator: edition.narrator,
        language: edition.language,
        files: files.collect(),
    })
}

#[derive(Serialize)]
struct Lines<'a> {
    title: &'a str,
    author: &'a str,
    narrator: &'a str,
    language: &'a str,
    files: Vec<FileRow<'a>>,
}

#[derive(Serialize)]
struct FileRow<'a> {
    file: &'a str,
    title: &'a str,
    seconds: f64,
    cues: Vec<CueRow<'a>>,
}

#[derive(Serialize)]
struct CueRow<'a> {
    cue: String,
    start: f64,
    end: f64,
    text: &'a str,
}

/// Plain data as JSON, which can't fail.
fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
