//! Takes of every rate, depth and number of channels in one chapter, made by another program: each at its pitch, in its
//! place and to its end. Skipped aloud where `SoX` is not installed.

use std::process::Command;

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
