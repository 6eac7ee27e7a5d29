//! Takes of every rate, depth and number of channels in one chapter, made by another program: each at its pitch, in its
//! place and to its end. Skipped aloud where `SoX` is not installed.

use std::path::Path;
use std::process::Command;

use hound::{SampleFormat, WavSpec, WavWriter};

use super::support::hearing::{Built, correlation, lag_of, rms};
use super::support::{Book, has, skipped, speech_like, write_wav};

/// Rate, bits, whether they are floats, channels.
const FORMATS: [(u32, u32, bool, u32); 14] = [
    (44_100, 16, false, 1),
    (8_000, 16, false, 1),
    (11_025, 8, false, 1),
    (16_000, 24, false, 2),
    (22_050, 32, false, 1),
    (32_000, 16, false, 6),
    (44_100, 32, true, 1),
    (44_100, 64, true, 2),
    (48_000, 24, false, 1),
    (48_000, 24, false, 6),
    (88_200, 24, false, 1),
    (96_000, 32, true, 2),
    (176_400, 16, false, 1),
    (192_000, 24, false, 6),
];

#[test]
fn takes_of_every_format_sound_at_their_pitch_in_their_place_and_to_their_end() {
    if !has("sox") {
        skipped("SoX is not installed");
        return;
    }
    let book = Book::of(&format!("# One\n\n{}", "The boats lay on their sides.\n\n".repeat(FORMATS.len() - 1)));
    let originals: Vec<Vec<f32>> =
        (0..FORMATS.len()).map(|number| speech_like(number as u64, 2.0 + 0.15 * number as f64)).collect();
    for (number, ((rate, bits, floats, channels), original)) in FORMATS.iter().zip(&originals).enumerate() {
        let from = book.path(&format!("original {number}.wav"));
        write_wav(&from, original);
        let kind = if *floats {
            "floating-point"
        } else if *bits == 8 {
            "unsigned-integer"
        } else {
            "signed-integer"
        };
        let made = Command::new("sox")
            .arg(&from)
            .args(["-e", kind, "-b", &bits.to_string(), "-c", &channels.to_string()])
            .arg(book.path("recordings").join(format!("01-{:04}.wav", number + 1)))
            .args(["rate", "-v", &rate.to_string()])
            .status();
        assert!(made.unwrap().success(), "{rate} Hz, {bits} bits, {channels} channels");
    }
    let report = book.run(&["build", "--json"]).json();
    let built = Built::read(&book, "01");
    built.assert_whole();
    assert_eq!(built.cues().len(), FORMATS.len());
    for ((place, original), (rate, bits, _, channels)) in built.cues().iter().zip(&originals).zip(FORMATS) {
        let what = format!("{rate} Hz, {bits} bits, {channels} channels");
        let scale = 44_100.0 / f64::from(rate);
        let length = ((place.to - place.from) as f64 * scale).round() as usize;
        assert_eq!(place.end - place.start, length, "{what}");
        let from = (place.from as f64 * scale).round() as usize;
        let heard = &built.samples[place.start..place.end];
        let meant = &original[from..(from + length).min(original.len())];
        let found = correlation(heard, meant);
        assert!(found > 0.99, "{what}: found by {found}");
        assert_eq!(lag_of(&built.samples, place.start, meant, 20), 0, "{what}");
        // The last tenth of a second before the trail is as loud as it was.
        let tail = |samples: &[f32]| rms(&samples[samples.len() - 13_000..samples.len() - 8_600]);
        let off = tail(heard) - place.gain - tail(meant);
        assert!(off.abs() < 0.5, "{what}: the tail is {off:.1} dB off");
    }
    let said = |rule: &str| {
        let findings = report["findings"].as_array().unwrap().iter();
        findings.filter(|finding| finding["rule"] == rule).count()
    };
    let other_rates = FORMATS.iter().filter(|format| format.0 != 44_100).count();
    let more_channels = FORMATS.iter().filter(|format| format.3 != 1).count();
    assert_eq!(said("sample-rate-mixed"), other_rates, "every other rate is said");
    assert_eq!(said("channels-mixed"), more_channels, "every other number of channels is said");
    assert_eq!(said("bit-depth-low"), 1, "8 bits are said");
}

/// A stereo file of 16 bits with this on its left channel, and nothing on its right one.
fn write_left(path: &Path, samples: &[f32]) {
    let spec = WavSpec { channels: 2, sample_rate: 44_100, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let mut writer = WavWriter::create(path, spec).unwrap();
    for sample in samples {
        writer.write_sample((f64::from(*sample) * 32_768.0).round() as i16).unwrap();
        writer.write_sample(0i16).unwrap();
    }
    writer.finalize().unwrap();
}

#[test]
fn a_voice_on_one_of_two_channels_is_as_loud_as_in_mono() {
    let book = || Book::of(&format!("# One\n\n{}", "The boats lay on their sides.\n\n".repeat(15)));
    let (mono, one, all) = (book(), book(), book());
    for number in 1..=16 {
        let (take, samples) = (format!("01-{number:04}.wav"), speech_like(number, 2.5));
        let path = |book: &Book| book.path("recordings").join(&take);
        write_wav(&path(&mono), &samples);
        write_left(&path(&all), &samples);
        if number == 8 { write_left(&path(&one), &samples) } else { write_wav(&path(&one), &samples) }
    }
    let codes = |book: &Book| -> Vec<String> {
        let report = book.run(&["build", "--json"]).json();
        let findings = report["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    let (of_mono, of_one) = (codes(&mono), codes(&one));
    let more: Vec<_> = of_one.iter().filter(|code| !of_mono.contains(code)).collect();
    assert_eq!(more, ["channel-dead"], "its level and its floor are those of its neighbours");
    codes(&all);
    let (of_mono, of_all) = (Built::read(&mono, "01"), Built::read(&all, "01"));
    assert_eq!(of_all.timeline["spans"][1]["channels"], serde_json::json!([1]));
    assert!(of_mono.samples == of_all.samples, "the masters sound otherwise");
}
