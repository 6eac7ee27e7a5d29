use proptest::prelude::*;

use super::super::pull::Samples;
use super::super::testing::{noise, sine};
use super::super::tone::scatter;
use super::super::true_peak::OVERSAMPLING;
use super::*;

const CEILING: Dbtp = Dbtp::new(-4.0);

fn limit(samples: &[f32], block: usize) -> (Vec<f32>, LimiterWork) {
    let mut limiter = Limiter::new(Samples::new(samples), CEILING, SampleRate::CD);
    let mut out = Vec::new();
    let mut buffer = vec![0.0; block];
    loop {
        match limiter.pull(&mut buffer).unwrap() {
            0 => return (out, limiter.work()),
            count => out.extend_from_slice(&buffer[..count]),
        }
    }
}

/// The true peak as ebur128 finds it, by another filter than the limiter's.
fn true_peak(samples: &[f32]) -> Dbtp {
    let mut meter = ebur128::EbuR128::new(1, 44_100, ebur128::Mode::TRUE_PEAK).unwrap();
    meter.add_frames_f32(samples).unwrap();
    Dbtp::from_amplitude(meter.true_peak(0).unwrap()).unwrap()
}

#[test]
fn what_is_below_the_ceiling_passes_bit_for_bit() {
    let samples = [sine(300.0, 0.2, 0.7), noise(3, 0.25, 0.3)].concat();
    assert_eq!(limit(&samples, 1000), (samples, LimiterWork::default()));
}

#[test]
fn a_loud_word_is_held_and_the_rest_untouched() {
    let samples = [sine(300.0, 0.3, 0.5), sine(300.0, 1.2, 0.2), sine(300.0, 0.3, 1.5)].concat();
    let (out, work) = limit(&samples, 4096);
    assert_eq!(out.len(), samples.len());
    assert_eq!(out[..21_000], samples[..21_000], "before the look-ahead nothing moves");
    assert_eq!(out[80_000..], samples[80_000..], "the gain comes back to exactly 1");
    assert!(true_peak(&out) <= CEILING && true_peak(&out).db() > -4.3, "{}", true_peak(&out));
    assert!((work.deepest.db() + 5.7).abs() < 0.1, "1.2 is 1.58 dB, so 5.58 dB and the margin: {}", work.deepest);
}

#[test]
fn peaks_between_samples_are_held_too() {
    let quarter: Vec<f32> =
        (0..9000).map(|n| (0.84 * (f64::from(n) + 0.5) * std::f64::consts::FRAC_PI_2).sin() as f32).collect();
    assert!(true_peak(&limit(&quarter, 512).0) <= CEILING);
    assert_eq!(OVERSAMPLING, 4);
}

/// The true peak as the limiter's own interpolation finds it.
fn interpolated_peak(samples: &[f32]) -> Option<Dbtp> {
    let interpolator = Interpolator::new();
    let peak = samples.windows(2 * REACH).map(|around| interpolator.peak(around)).fold(0.0, f32::max);
    Dbtp::from_amplitude(f64::from(peak))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_signal_passes_the_ceiling_and_block_sizes_do_not_matter(
        seed in 0u64..1000, loud in 0.3f64..4.0, hertz in 30.0f64..16_000.0, block in 1usize..3000
    ) {
        let tones = [sine(hertz, loud, 0.1), sine(30.0, loud, 0.05), sine(hertz, 0.1, 0.1)].concat();
        let peak = true_peak(&limit(&tones, block).0);
        prop_assert!(peak <= CEILING, "{}", peak.db());
        // On white noise up to the last hertz two meters differ, so there only the limiter's own can judge it.
        let samples = [noise(seed, loud / 3.0, 0.05), tones, noise(seed + 1, loud, 0.02), sine(hertz, 0.1, 0.1)].concat();
        let (out, _) = limit(&samples, block);
        prop_assert!(interpolated_peak(&out).unwrap() <= CEILING, "{:?}", interpolated_peak(&out));
        prop_assert_eq!(out, limit(&samples, 8192).0);
    }
}

/// Sounds that no take holds and no mistake must let through.
fn hostile() -> impl Strategy<Value = Vec<f32>> {
    let height = prop_oneof![Just(0.0f32), Just(0.6), Just(1.0), Just(30.0), Just(1e10), Just(1e30), Just(f32::MAX)];
    let part = (0usize..8, height, 0u64..100, 1usize..3_000).prop_map(|(kind, height, seed, length)| {
        let one = |n: usize| match kind {
            0 => (f64::from(height) * (scatter(seed, n as u64) as f64 / u64::MAX as f64 * 2.0 - 1.0)) as f32,
            // The highest that a square wave can be pitched, and half of that.
            1 => {
                if n.is_multiple_of(2) {
                    height
                } else {
                    -height
                }
            }
            2 => {
                if n % 4 < 2 {
                    height
                } else {
                    -height
                }
            }
            3 => height,
            4 => {
                if n.is_multiple_of(97) {
                    height
                } else {
                    0.01
                }
            }
            5 => f32::from_bits(1 + (n % 1_000) as u32),
            6 => (f64::from(height) * (n as f64 * 0.01).sin()) as f32,
            _ => height * (n as f32 / length as f32),
        };
        (0..length).map(one).collect::<Vec<f32>>()
    });
    prop::collection::vec(part, 1..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_sample_of_any_sound_passes_the_ceiling(samples in hostile(), block in 1usize..3_000) {
        let (out, work) = limit(&samples, block);
        prop_assert_eq!(out.len(), samples.len());
        let highest = out.iter().fold(0.0f32, |highest, sample| highest.max(sample.abs()));
        prop_assert!(out.iter().all(|sample| sample.is_finite()) && f64::from(highest) <= CEILING.amplitude(), "{highest}");
        prop_assert!(interpolated_peak(&out).is_none_or(|peak| peak <= CEILING), "{:?}", interpolated_peak(&out));
        prop_assert_eq!((out, work), limit(&samples, 8192));
    }

    #[test]
    fn what_needs_no_limiting_passes_bit_for_bit_whatever_came_before(samples in hostile(), block in 1usize..3_000) {
        // Two seconds behind the last peak the gain is back to 1 from any depth.
        let quiet = noise(1, 0.3, 2.0);
        let (out, _) = limit(&[samples.as_slice(), &quiet, &quiet].concat(), block);
        prop_assert!(out[samples.len() + quiet.len()..] == quiet[..]);
    }
}

#[test]
fn what_is_no_number_is_refused_at_its_place() {
    for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut samples = noise(1, 0.3, 0.5);
        samples[12_345] = wrong;
        let mut limiter = Limiter::new(Samples::new(&samples), CEILING, SampleRate::CD);
        let mut out = vec![0.0; 30_000];
        let refused = limiter.pull(&mut out).unwrap_err().to_string();
        assert!(refused.contains("no number, at frame 12345"), "{refused}");
    }
}

/// The level of a frequency in a sound of whole seconds, in decibels of amplitude.
fn level_at(samples: &[f32], hertz: f64) -> f64 {
    let turn = std::f64::consts::TAU * hertz / 44_100.0;
    let (sine, cosine) = (0..).zip(samples).fold((0.0, 0.0), |(sine, cosine), (n, &sample)| {
        let (s, c) = (turn * f64::from(n)).sin_cos();
        (sine + f64::from(sample) * s, cosine + f64::from(sample) * c)
    });
    20.0 * (2.0 * f64::hypot(sine, cosine) / samples.len() as f64).log10()
}

#[test]
fn a_low_voice_is_lowered_and_not_distorted() {
    for (hertz, most) in [(60.0, -80.0), (85.0, -80.0), (100.0, -80.0), (45.0, -40.0)] {
        // Three decibels above the ceiling.
        let out = limit(&sine(hertz, 10f64.powf((3.0 - 4.0) / 20.0), 3.0), 4096).0;
        let steady = &out[44_100..88_200];
        let own = level_at(steady, hertz);
        let harmonics: f64 = (2..=10).map(|n| 10f64.powf(level_at(steady, hertz * f64::from(n)) / 10.0)).sum();
        let distortion = 10.0 * harmonics.log10() - own;
        eprintln!("{hertz} Hz, 3 dB too loud: distortion {distortion:.1} dB, at {own:.2} dBFS");
        assert!(distortion < most && (own + 4.2).abs() < 0.1, "{hertz} Hz: {distortion:.1} dB");
    }
}

#[test]
fn a_loud_low_tone_does_not_shake_a_high_one() {
    let two: Vec<f32> =
        sine(60.0, 0.8, 3.0).iter().zip(sine(7_000.0, 0.1, 3.0)).map(|(low, high)| low + high).collect();
    let out = limit(&two, 4096).0;
    let steady = &out[44_100..88_200];
    let own = level_at(steady, 7_000.0);
    let sides = [-240.0, -120.0, -60.0, 60.0, 120.0, 240.0].map(|by| level_at(steady, 7_000.0 + by) - own);
    eprintln!("beside 7 kHz, in decibels: {sides:.1?}");
    assert!(sides.iter().all(|&side| side < -45.0), "{sides:?}");
}

#[test]
fn the_room_behind_a_loud_word_is_back_within_a_syllable() {
    let room = sine(2_000.0, 0.01, 1.0);
    let samples = [room.as_slice(), &sine(300.0, 1.2, 0.3), &room].concat();
    let out = limit(&samples, 4096).0;
    let lost = |seconds: f64| {
        let at = SampleRate::CD.frames(1.3 + seconds).index();
        let level = |samples: &[f32]| samples[at..at + 441].iter().map(|&s| f64::from(s).powi(2)).sum::<f64>();
        10.0 * (level(&out) / level(&samples)).log10()
    };
    eprintln!(
        "behind 5.8 dB of limiting: {:.1} dB after 50 ms, {:.1} after 100, {:.1} after 200",
        lost(0.05),
        lost(0.1),
        lost(0.2)
    );
    assert!(lost(0.05) > -4.0 && lost(0.1) > -2.0 && lost(0.2) > -0.5);
}

#[test]
fn the_work_is_counted_where_it_is_heard() {
    // A tenth of a second, 2 dB too loud, among quiet: the way back is counted while the gain is a decibel down.
    let samples =
        [sine(300.0, 0.1, 1.0), sine(300.0, CEILING.amplitude() * 1.259, 0.1), sine(300.0, 0.1, 1.0)].concat();
    let (_, work) = limit(&samples, 4096);
    assert!((work.deepest.db() + 2.2).abs() < 0.05, "{}", work.deepest);
    let seconds = SampleRate::CD.seconds(work.limited);
    assert!((0.1..0.2).contains(&seconds), "{seconds}");
    // Half a decibel can't be heard, and is no work.
    let samples = sine(300.0, CEILING.amplitude() * 1.03, 1.0);
    assert_eq!(limit(&samples, 4096).1.limited, Frames::ZERO);
}
