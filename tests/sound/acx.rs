//! The figures of ACX Check and of its predecessor, against plain arithmetic over all samples.

use super::support;
use std::path::Path;

use super::support::hearing::{Levels, rms};
use cuebook::signal::tone::scatter;
use cuebook::signal::{Measured, Meter};
use cuebook::words::{Dbfs, SampleRate};

fn measured(samples: &[f32]) -> Measured {
    let mut meter = Meter::new(SampleRate::CD);
    samples.chunks(8_191).for_each(|block| meter.push(block));
    meter.finish()
}

#[track_caller]
fn assert_close(found: Option<Dbfs>, wanted: f64) {
    let found = found.expect("a level").db();
    assert!((found - wanted).abs() < 0.01, "{found} dB is not {wanted}");
}

#[track_caller]
fn assert_figures(samples: &[f32]) {
    let (found, wanted) = (measured(samples), Levels::of(samples));
    assert_close(Dbfs::from_mean_square(found.mean_square), wanted.rms);
    assert_close(found.peaks.level(), wanted.peak);
    assert_close(found.floor.acx.and_then(Dbfs::from_mean_square), wanted.floor);
    let older = samples.chunks_exact(22_050).map(rms).fold(f64::INFINITY, f64::min);
    assert_close(found.floor.older.and_then(Dbfs::from_mean_square), older);
}

#[test]
fn recordings_have_the_figures_that_plain_arithmetic_gives() {
    let recordings = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    let mut seen = 0;
    for entry in std::fs::read_dir(recordings).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "wav") {
            continue;
        }
        let samples = support::read_wav(&path);
        if samples.len() >= 22_050 {
            assert_figures(&samples);
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} recordings");
}

#[test]
fn steps_offsets_and_odd_lengths_change_nothing() {
    let unit = |seed, n: usize| scatter(seed, n as u64) as f32 / u64::MAX as f32 * 2.0 - 1.0;
    for seed in 0..8 {
        let length = 60_000 + (scatter(seed, 99) % 40_000) as usize;
        // Stretches of 0.2 to 0.6 s, each at a level of its own between -80 and -10 dB, on a small offset.
        let stretch = 8_820 + (scatter(seed, 98) % 17_640) as usize;
        let sample = |n: usize| {
            let level = -45.0 + 35.0 * unit(seed + 100, n / stretch);
            0.002 * seed as f32 + 10f32.powf(level / 20.0) * unit(seed, n)
        };
        assert_figures(&(0..length).map(sample).collect::<Vec<_>>());
    }
}
