//! Takes that are no WAV: each is read whole, in time, and known by its content.

use super::support;
use std::path::Path;
use std::process::Command;

use super::support::{Book, speech_like, write_wav};
use cuebook::files::TakeAudio;
use cuebook::signal::pull::for_each_block;
use cuebook::takes::Unreadable;
use cuebook::words::FileKind;

/// How ffmpeg is asked for each kind, whether it keeps every sample, and what cuebook calls it.
const KINDS: [(&str, &[&str], bool, FileKind); 5] = [
    ("flac", &[], true, FileKind::Flac),
    ("aiff", &[], true, FileKind::Aiff),
    ("m4a", &["-c:a", "alac"], true, FileKind::M4a),
    ("m4a", &["-c:a", "aac", "-b:a", "160k"], false, FileKind::M4a),
    ("mp3", &["-b:a", "192k"], false, FileKind::Mp3),
];

fn encode(from: &Path, options: &[&str], to: &Path) {
    let ran = Command::new("ffmpeg").args(["-v", "error", "-y", "-i"]).arg(from).args(options).arg(to).output();
    let ran = ran.unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

fn read(path: &Path) -> (FileKind, Vec<f32>) {
    let mut audio = TakeAudio::open(path).unwrap();
    let mut samples = Vec::new();
    for_each_block(&mut audio, |block| {
        samples.extend_from_slice(block);
        Ok(())
    })
    .unwrap();
    assert_eq!(audio.problem(), None, "{}", path.display());
    (audio.format().kind, samples)
}

/// The correlation of two sounds as they lie.
fn correlation(one: &[f32], other: &[f32]) -> f64 {
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    product(one, other) / (product(one, one) * product(other, other)).sqrt()
}

#[test]
fn every_kind_is_read_to_the_sample_whatever_its_name_says() {
    if !support::has("ffmpeg") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let wav = folder.path().join("x.wav");
    write_wav(&wav, &speech_like(5, 3.217));
    let (kind, spoken) = read(&wav);
    assert_eq!(kind, FileKind::Wav);
    for (ending, options, exact, kind) in KINDS {
        let encoded = folder.path().join(format!("y.{ending}"));
        encode(&wav, options, &encoded);
        let misnamed = folder.path().join("01-0001.wav");
        std::fs::rename(&encoded, &misnamed).unwrap();
        let (found, heard) = read(&misnamed);
        assert_eq!(found, kind);
        assert_eq!(heard.len(), spoken.len(), "{ending} {options:?}: nothing is added and nothing lost");
        assert_eq!(heard == spoken, exact, "{ending} {options:?}");
        assert!(correlation(&heard, &spoken) > 0.99, "{ending} {options:?}: it is not where it was");
    }
}

#[test]
fn a_take_of_a_kind_that_is_not_read_is_refused_aloud() {
    let book = Book::of("# One\n\nThe boats lay on their sides in the mud of the harbour.\n");
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0);
    for ending in ["ogg", "oga", "opus", "caf", "w64", "webm", "wma", "aac", "mp4", "m4b"] {
        let file = format!("recordings/01-0002.{ending}");
        book.file(&file, [b"OggS".as_slice(), &[0; 4_000]].concat());
        let report = book.run(&["check", "--json"]).exits(1).json();
        let findings = report["findings"].as_array().unwrap();
        let refused = findings.iter().find(|finding| finding["rule"] == "take-unreadable").expect(ending);
        assert!(refused["hint"].as_str().unwrap().contains("export the take again as WAV"), "{refused}");
        std::fs::remove_file(book.path(&file)).unwrap();
    }
}

#[test]
fn a_wav_behind_other_bytes_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("01-0001.wav");
    write_wav(&path, &speech_like(1, 2.0));
    let wav = std::fs::read(&path).unwrap();
    for before in [&b"FORM"[..], &[0; 64]] {
        std::fs::write(&path, [before, &wav].concat()).unwrap();
        assert!(matches!(TakeAudio::open(&path), Err(Unreadable::NotAudio(_))), "{before:?}");
    }
}

#[test]
fn a_kind_that_the_book_does_not_allow_is_said() {
    if !support::has("ffmpeg") {
        return;
    }
    let book = Book::of("# One\n\nThe boats lay on their sides in the mud of the harbour.\n");
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0).take("01-0002", 5.0);
    let (wav, mp3) = (book.path("recordings/01-0002.wav"), book.path("recordings/01-0002.mp3"));
    encode(&wav, &["-b:a", "192k"], &mp3);
    std::fs::remove_file(&wav).unwrap();
    let rules = || {
        let report = book.run(&["check", "--json"]).exits(0).json();
        let findings = report["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules(), ["format-unwelcome"]);
    book.file("book.toml", "title = \"A Test\"\n[recording]\nformats = [\"wav\", \"mp3\"]\n");
    assert_eq!(rules(), [""; 0]);
}

#[test]
fn a_wav_that_keeps_half_of_the_sound_is_no_wav() {
    if !support::has("ffmpeg") {
        return;
    }
    let book = Book::of("# One\n\nThe boats lay on their sides in the mud of the harbour.\n");
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0).take("01-0002", 5.0);
    let (plain, wav) = (book.path("plain.wav"), book.path("recordings/01-0002.wav"));
    std::fs::rename(&wav, &plain).unwrap();
    let found = || {
        let report = book.run(&["check", "--json"]).exits(0).json();
        let findings = report["findings"].as_array().unwrap().iter();
        findings.map(|finding| (finding["rule"].clone(), finding["found"].clone())).collect::<Vec<_>>()
    };
    let compressed = "compressed PCM (A-law, mu-law or ADPCM)";
    for codec in ["pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav"] {
        encode(&plain, &["-c:a", codec], &wav);
        assert_eq!(found(), [("format-unwelcome".into(), compressed.into())], "{codec}");
    }
    book.file("book.toml", "title = \"A Test\"\n[recording]\nformats = [\"wav\", \"compressed-pcm\"]\n");
    assert_eq!(found(), []);
}

#[test]
fn levels_of_a_stereo_take_say_what_they_are_measured_in() {
    let book = Book::of("# One\n\nThe boats lay on their sides in the mud of the harbour.\n");
    book.run(&["script"]).exits(0);
    book.take("01-0001", 2.0);
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: 44_100,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(book.path("recordings/01-0002.wav"), spec).unwrap();
    for sample in speech_like(5, 5.0) {
        writer.write_sample((sample * 32_768.0) as i16).unwrap();
        writer.write_sample((sample * 16_384.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
    let report = book.run(&["check", "--json"]).json();
    let heard = report["heard"].as_array().unwrap();
    let (mono, stereo) = (&heard[0], &heard[1]);
    assert_eq!(mono["measured_in"], "the-channel");
    assert!(mono.get("channels_rms").is_none() && mono.get("mix_rms").is_none(), "{mono}");
    assert_eq!(stereo["measured_in"], "the-mono-mix");
    let level = |value: &serde_json::Value| value.as_f64().unwrap();
    let (left, right) = (level(&stereo["channels_rms"][0]), level(&stereo["channels_rms"][1]));
    assert!((left - right - 6.02).abs() < 0.05, "{stereo}");
    // One and a half, and the root of the mean of one and a quarter, both over the left channel's amplitude.
    assert!((level(&stereo["mix_rms"]) - left + 2.5).abs() < 0.05, "{stereo}");
    assert!((level(&stereo["rms"]) - left + 2.04).abs() < 0.05, "{stereo}");
}
