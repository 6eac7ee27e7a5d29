//! The minimum requirements of EBU Tech 3341 (version 4, tables 1 and 2) and EBU Tech 3342 (table 1): signals made here
//! after their descriptions, results within the tolerances that stand there.
//!
//! Cases 7 and 8 of 3341, and 5 and 6 of 3342, are recordings of programmes, which may not be passed on.

use std::f64::consts::{PI, TAU};

use cuebook::signal::tone::scatter;
use cuebook::signal::{Loudness, LoudnessMeter, TruePeakMeter};
use cuebook::words::SampleRate;

const STEREO: [f64; 2] = [1.0; 2];

fn rate() -> SampleRate {
    SampleRate::new(48_000).unwrap()
}

/// Tones of 1 kHz one behind the other: seconds and peak level of each; no level is silence. The phase runs on.
fn tones(parts: &[(f64, Option<f64>)]) -> Vec<f32> {
    let mut samples = Vec::new();
    for &(seconds, level) in parts {
        let amplitude = level.map_or(0.0, |level| 10f64.powf(level / 20.0));
        let until = samples.len() + rate().frames(seconds).index();
        samples.extend((samples.len()..until).map(|n| (amplitude * (TAU * 1000.0 * n as f64 / 48_000.0).sin()) as f32));
    }
    samples
}

/// What a meter says to channels that are the same tone at these gains, in decibels.
fn loudness(tone: &[f32], channels: &[(f64, f64)]) -> Loudness {
    let weights: Vec<f64> = channels.iter().map(|(weight, _)| *weight).collect();
    let gains: Vec<f32> = channels.iter().map(|(_, gain)| 10f64.powf(gain / 20.0) as f32).collect();
    let frames: Vec<f32> = tone.iter().flat_map(|sample| gains.iter().map(move |gain| sample * gain)).collect();
    let mut meter = LoudnessMeter::new(rate(), &weights);
    // Blocks of another size than any window.
    frames.chunks(4_801 * channels.len()).for_each(|block| meter.push(block));
    meter.finish()
}

fn stereo(parts: &[(f64, Option<f64>)]) -> Loudness {
    loudness(&tones(parts), &STEREO.map(|weight| (weight, 0.0)))
}

#[track_caller]
fn assert_lufs(found: Option<cuebook::words::Lufs>, wanted: f64) {
    let found = found.expect("a level").db();
    assert!((found - wanted).abs() <= 0.1, "{found} LUFS is not {wanted}");
}

#[test]
fn cases_1_and_2_a_steady_tone_reads_the_same_by_every_window() {
    for level in [-23.0, -33.0] {
        let found = stereo(&[(20.0, Some(level))]);
        assert_lufs(found.momentary(), level);
        assert_lufs(found.short_term(), level);
        assert_lufs(found.integrated(), level);
    }
}

#[test]
fn cases_3_to_5_what_is_quiet_is_gated() {
    let case_3 = [(10.0, Some(-36.0)), (60.0, Some(-23.0)), (10.0, Some(-36.0))];
    let case_4 = [[(10.0, Some(-72.0))].as_slice(), &case_3, &[(10.0, Some(-72.0))]].concat();
    let case_5 = [(20.0, Some(-26.0)), (20.1, Some(-20.0)), (20.0, Some(-26.0))];
    for case in [case_3.as_slice(), &case_4, &case_5] {
        assert_lufs(stereo(case).integrated(), -23.0);
    }
}

#[test]
fn case_6_surround_channels_weigh_more() {
    let channels = [(1.0, -28.0), (1.0, -28.0), (1.0, -24.0), (1.41, -30.0), (1.41, -30.0)];
    assert_lufs(loudness(&tones(&[(20.0, Some(0.0))]), &channels).integrated(), -23.0);
}

#[test]
fn cases_9_and_12_windows_that_hold_a_period_read_the_same_everywhere() {
    let reads_the_same =
        |parts: [(f64, Option<f64>); 2], periods: usize, window: f64, read: &dyn Fn(&Loudness) -> _| {
            let samples = tones(&parts.repeat(periods));
            let window = rate().frames(window).index();
            // Every window is cut out, so that nothing but itself is read.
            for piece in samples.windows(window).step_by(rate().frames(0.05).index()) {
                assert_lufs(read(&loudness(piece, &STEREO.map(|weight| (weight, 0.0)))), -23.0);
            }
        };
    reads_the_same([(1.34, Some(-20.0)), (1.66, Some(-30.0))], 5, 3.0, &Loudness::short_term);
    reads_the_same([(0.18, Some(-20.0)), (0.22, Some(-30.0))], 25, 0.4, &Loudness::momentary);
}

#[test]
fn case_10_the_highest_short_term_loudness_is_found_wherever_the_tone_begins() {
    for i in 0..20 {
        let found = stereo(&[(f64::from(i) * 0.15, None), (3.0, Some(-23.0)), (1.0, None)]);
        assert_lufs(found.short_term(), -23.0);
    }
}

#[test]
fn case_11_tones_that_grow_louder_are_read_one_by_one() {
    for i in 0..20 {
        let (before, level) = (f64::from(i) * 0.15, -38.0 + f64::from(i));
        let found = stereo(&[(before, None), (3.0, Some(level)), (3.0 - before, None)]);
        assert_lufs(found.short_term(), level);
    }
}

#[test]
fn case_13_the_highest_momentary_loudness_is_found_wherever_the_tone_begins() {
    for i in 0..20 {
        let found = stereo(&[(f64::from(i) * 0.02, None), (0.4, Some(-23.0)), (1.0, None)]);
        assert_lufs(found.momentary(), -23.0);
    }
}

#[test]
fn case_14_short_tones_that_grow_louder_are_read_one_by_one() {
    for i in 0..20 {
        let (before, level) = (f64::from(i) * 0.02, -38.0 + f64::from(i));
        let found = stereo(&[(before, None), (0.4, Some(level)), (0.4 - before, None)]);
        assert_lufs(found.momentary(), level);
    }
}

#[track_caller]
fn assert_true_peak(samples: &[f32], wanted: f64) {
    let mut meter = TruePeakMeter::new();
    samples.chunks(1000).for_each(|block| meter.push(block));
    let found = 20.0 * meter.finish().log10();
    assert!((wanted - 0.4..=wanted + 0.2).contains(&found), "{found} dBTP is not {wanted}");
}

/// How loud a tone of so many samples is at one of them, where it fades in and out over 10 ms.
fn fade(n: usize, length: usize, rate: usize) -> f64 {
    (n.min(length - n) as f64 / (0.01 * rate as f64)).min(1.0)
}

#[test]
fn cases_15_to_19_a_tone_is_as_high_as_its_sine() {
    for (part, degrees, amplitude, wanted) in [
        (4.0, 0.0f64, 0.50, -6.0),
        (4.0, 45.0, 0.50, -6.0),
        (6.0, 60.0, 0.50, -6.0),
        (8.0, 67.5, 0.50, -6.0),
        (4.0, 45.0, 1.41, 3.0),
    ] {
        let sample =
            |n: usize| amplitude * fade(n, 48_000, 48_000) * (TAU * n as f64 / part + degrees.to_radians()).sin();
        let samples: Vec<f32> = (0..48_000).map(|n| sample(n) as f32).collect();
        assert_true_peak(&samples, wanted);
    }
}

/// A tone at fs/6 of amplitude 0.5 with a single period of fs/4 of amplitude 1 in its middle, made at four times the rate,
/// low-passed, and taken at every fourth sample.
#[test]
fn cases_20_to_23_a_single_period_is_found_between_the_samples() {
    let (low, high) = (24, 16);
    let before = low * 400;
    let sine = |n: usize, period: usize| (TAU * n as f64 / period as f64).sin();
    let mut fine: Vec<f64> = (0..before).map(|n| 0.5 * sine(n, low)).collect();
    fine.extend((0..high).map(|n| sine(n, high)));
    fine.extend((0..before).map(|n| 0.5 * sine(n, low)));
    let length = fine.len();
    for (n, sample) in fine.iter_mut().enumerate() {
        *sample *= fade(n, length, 192_000);
    }
    // A windowed sinc of 1 + 2 * 128 taps that ends at fs/2.
    let taps: Vec<f64> = (-128..=128)
        .map(|n| {
            let x = f64::from(n) / 4.0;
            let ideal = if n == 0 { 1.0 } else { (PI * x).sin() / (PI * x) };
            0.25 * ideal * (0.5 + 0.5 * (PI * f64::from(n) / 129.0).cos())
        })
        .collect();
    for offset in 0..4 {
        let samples: Vec<f32> = (128 + offset..length - 128)
            .step_by(4)
            .map(|n| taps.iter().zip(&fine[n - 128..=n + 128]).map(|(tap, sample)| tap * sample).sum::<f64>() as f32)
            .collect();
        assert_true_peak(&samples, 0.0);
    }
}

#[test]
fn tech_3342_cases_1_to_4_the_range_is_what_lies_between_the_levels() {
    for (levels, wanted) in [
        ([-20.0, -30.0].as_slice(), 10.0),
        (&[-20.0, -15.0], 5.0),
        (&[-40.0, -20.0], 20.0),
        (&[-50.0, -35.0, -20.0, -35.0, -50.0], 15.0),
    ] {
        let parts: Vec<_> = levels.iter().map(|&level| (20.0, Some(level))).collect();
        let found = stereo(&parts).range.unwrap();
        assert!((found - wanted).abs() <= 1.0, "{levels:?}: {found} LU is not {wanted}");
    }
}

/// Something that comes and goes like speech, unlike any test tone.
fn speech_like(rate: SampleRate, seed: u64) -> Vec<f32> {
    let unit = |number: u64| number as f64 / u64::MAX as f64 * 2.0 - 1.0;
    let mut before = 0.0;
    (0..rate.frames(20.0).0)
        .map(|n| {
            let time = rate.seconds(cuebook::words::Frames(n));
            // Quiet at first: the other meter counts what was before the start as silence.
            let loudness = if time < 3.0 { 0.001 } else { 0.4 }
                * unit(scatter(seed, (time * 3.0) as u64)).powi(2)
                * (time * 3.0 * PI).sin().abs();
            before = 0.7 * before + unit(scatter(seed + 1, n));
            (loudness * (before / 4.0 + (TAU * 130.0 * time).sin())) as f32
        })
        .collect()
}

/// The range of short-term loudness as EBU Tech 3342 tells it; the other meter takes one window a second, which is too few
/// for a signal of 20 s.
fn range(mut windows: Vec<f64>) -> f64 {
    windows.retain(|&loudness| loudness >= -70.0);
    let mean = windows.iter().map(|loudness| 10f64.powf(loudness / 10.0)).sum::<f64>() / windows.len() as f64;
    windows.retain(|&loudness| loudness >= 10.0 * mean.log10() - 20.0);
    windows.sort_by(f64::total_cmp);
    let at = |share: f64| windows[((windows.len() - 1) as f64 * share).round() as usize];
    at(0.95) - at(0.10)
}

/// Another meter (the `ebur128` crate, a translation of libebur128) agrees at the rates of recorders. Its highest momentary
/// and short-term loudness are read every 10 ms.
#[test]
fn another_meter_reads_the_same() {
    use ebur128::{Channel, EbuR128, Mode};
    for hertz in [16_000, 22_050, 44_100, 48_000, 96_000] {
        let rate = SampleRate::new(hertz).unwrap();
        let samples = speech_like(rate, u64::from(hertz));
        let mut ours = LoudnessMeter::mono(rate);
        ours.push(&samples);
        let ours = ours.finish();
        let mut theirs = EbuR128::new(1, hertz, Mode::I | Mode::S | Mode::M).unwrap();
        theirs.set_channel(0, Channel::Left).unwrap();
        let (mut momentary, mut short_term, mut windows) = (f64::MIN, f64::MIN, Vec::new());
        for (step, block) in samples.chunks(hertz as usize / 100).enumerate() {
            theirs.add_frames_f32(block).unwrap();
            if step >= 40 {
                momentary = momentary.max(theirs.loudness_momentary().unwrap());
            }
            if step >= 300 {
                short_term = short_term.max(theirs.loudness_shortterm().unwrap());
            }
            if step >= 299 && step % 10 == 9 {
                windows.push(theirs.loudness_shortterm().unwrap());
            }
        }
        let close = |ours: f64, theirs: f64, by: f64| {
            assert!((ours - theirs).abs() < by, "at {hertz} Hz: {ours} is not {theirs}");
        };
        close(ours.integrated().unwrap().db(), theirs.loudness_global().unwrap(), 0.02);
        close(ours.momentary().unwrap().db(), momentary, 0.05);
        close(ours.short_term().unwrap().db(), short_term, 0.02);
        close(ours.range.unwrap(), range(windows), 0.02);
    }
}

#[test]
fn a_sound_shorter_than_the_window_has_no_loudness() {
    let found = stereo(&[(0.39, Some(-20.0))]);
    assert_eq!(found, Loudness::default());
    let found = stereo(&[(2.9, Some(-20.0))]);
    assert!(found.integrated().is_some() && found.short_term().is_none() && found.range.is_none());
    assert_eq!(stereo(&[(20.0, None)]), Loudness::default());
}
