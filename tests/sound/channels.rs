//! What is heard of a take before its channels are mixed: levels and peaks of each, and what it is known by.

use super::support;
use std::path::Path;
use std::sync::Arc;

use cuebook::files::{BookFolder, hear};
use cuebook::signal::tone::scatter;
use cuebook::takes::{Channels, Mix, Sound};
use cuebook::words::{Dbfs, Fingerprint};
use hound::{SampleFormat, WavSpec, WavWriter};

/// Something that can be heard: noise, other for every seed.
fn noise(seed: u64, amplitude: f32) -> Vec<i16> {
    (0..22_050).map(|n| (f32::from(scatter(seed, n) as i16) * amplitude) as i16).collect()
}

/// The sound of these channels, written with so many bits; 0 stands for floats.
fn heard(channels: &[&[i16]], rate: u32, bits: u16) -> Sound {
    let book = support::Book::new();
    write(&book.path("recordings/01-0001.wav"), channels, rate, bits);
    let files = BookFolder::open(&book.path("")).unwrap().recorded().unwrap();
    Arc::unwrap_or_clone(hear(&files[0]).unwrap().sound.unwrap())
}

fn write(path: &Path, channels: &[&[i16]], sample_rate: u32, bits: u16) {
    let sample_format = if bits == 0 { SampleFormat::Float } else { SampleFormat::Int };
    let bits_per_sample = if bits == 0 { 32 } else { bits };
    let spec = WavSpec { channels: channels.len() as u16, sample_rate, bits_per_sample, sample_format };
    let mut writer = WavWriter::create(path, spec).unwrap();
    for n in 0..channels[0].len() {
        for channel in channels {
            match bits {
                0 => writer.write_sample(f32::from(channel[n]) / 32_768.0).unwrap(),
                bits => writer.write_sample(i32::from(channel[n]) << (bits - 16)).unwrap(),
            }
        }
    }
    writer.finalize().unwrap();
}

fn fingerprint(channels: &[&[i16]], rate: u32, bits: u16) -> Fingerprint {
    heard(channels, rate, bits).audio
}

#[test]
fn the_same_samples_are_the_same_sound_whatever_the_format() {
    let (one, other) = (noise(1, 0.5), noise(2, 0.5));
    let sound = fingerprint(&[&one, &other], 44_100, 16);
    assert_eq!(sound, fingerprint(&[&one, &other], 44_100, 24));
    assert_eq!(sound, fingerprint(&[&one, &other], 44_100, 0));
}

#[test]
fn other_channels_another_rate_or_one_sample_make_another_sound() {
    let (one, other) = (noise(1, 0.5), noise(2, 0.5));
    let mut changed = one.clone();
    changed[777] += 1;
    let both: Vec<i16> = one.iter().zip(&other).flat_map(|(one, other)| [*one, *other]).collect();
    let sounds = [
        fingerprint(&[&one, &other], 44_100, 16),
        fingerprint(&[&other, &one], 44_100, 16),
        fingerprint(&[&changed, &other], 44_100, 16),
        fingerprint(&[&one, &other], 48_000, 16),
        fingerprint(&[&both], 44_100, 16),
        fingerprint(&[&one], 44_100, 16),
    ];
    for (n, sound) in sounds.iter().enumerate() {
        assert!(!sounds[..n].contains(sound), "sound {n}");
    }
}

/// ACX Check shows a stereo file as the root of the mean of both channels' squares.
#[test]
fn channels_are_measured_before_they_are_mixed() {
    let (loud, soft) = (noise(1, 0.5), noise(2, 0.05));
    let sound = heard(&[&loud, &soft], 44_100, 16);
    let square = |samples: &[i16]| {
        samples.iter().map(|&s| (f64::from(s) / 32_768.0).powi(2)).sum::<f64>() / samples.len() as f64
    };
    let channels = sound.channels.as_ref().unwrap();
    let wanted = 10.0 * f64::midpoint(square(&loud), square(&soft)).log10();
    assert!((Dbfs::from_mean_square(channels.mean_square()).unwrap().db() - wanted).abs() < 0.01);
    let highest = f64::from(*loud.iter().max_by_key(|s| s.unsigned_abs()).unwrap()).abs() / 32_768.0;
    assert!((sound.measured.peaks.highest - highest).abs() < 1e-6 && sound.measured.true_peak >= highest);
    assert!(channels.imbalance().unwrap() > 19.0 && channels.correlation.abs() < 0.05);
    assert_eq!((channels.mix(), channels.is_inverted()), (Mix::ALL, false));
}

#[test]
fn a_take_with_a_dead_channel_measures_as_its_live_one_does() {
    let (one, nothing, hiss) = (noise(1, 0.5), vec![0; 22_050], noise(3, 0.000_2));
    let alone = heard(&[&one], 44_100, 16).measured;
    assert_eq!(heard(&[&nothing, &one], 44_100, 16).measured, alone);
    assert_eq!(heard(&[&one, &hiss], 44_100, 16).measured, alone);
    assert_eq!(heard(&[&hiss, &one, &nothing], 44_100, 16).measured, alone);
}

#[test]
fn a_dead_channel_and_an_inverted_one_are_told() {
    let (one, nothing) = (noise(1, 0.5), vec![0; 22_050]);
    let hiss = noise(3, 0.000_2);
    let inverted: Vec<i16> = one.iter().map(|sample| -sample).collect();
    let channels = |channels: &[&[i16]]| heard(channels, 44_100, 16).channels.unwrap();
    assert_eq!(channels(&[&one, &nothing]).mix(), Mix::of([0]));
    assert_eq!(channels(&[&hiss, &one]).mix(), Mix::of([1]));
    assert_eq!(channels(&[&nothing, &one, &hiss, &one]).mix(), Mix::of([1, 3]));
    assert_eq!(channels(&[&one, &one]).mix(), Mix::ALL);
    assert_eq!(channels(&[&nothing, &nothing]).mix(), Mix::ALL, "nothing is heard at all");
    assert!(channels(&[&one, &inverted]).is_inverted());
    assert!(!channels(&[&one, &one]).is_inverted());
    let silent = Channels { mean_squares: vec![0.0; 2], correlation: 0.0 };
    assert_eq!((silent.imbalance(), silent.is_inverted()), (None, false));
}
