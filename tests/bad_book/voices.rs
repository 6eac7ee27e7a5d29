//! Takes as sound files: a made voice, one fault put into it, written as WAV and heard from there.

use cuebook::signal::tone::scatter;
use cuebook::words::Rule;
use rayon::prelude::*;

use super::wav::{Spoilt, Wav};

const RATE: f64 = 44_100.0;

/// How long a syllable lasts, in seconds, and of how many a phrase consists; the last two are a pause.
const SYLLABLE: f64 = 0.22;
const PHRASE: u64 = 10;

/// The length of a take in seconds, half a second of the room at either end.
const SECONDS: f64 = 10.0;

fn unit(seed: u64, number: u64) -> f64 {
    scatter(seed, number) as f64 / u64::MAX as f64
}

fn at(seconds: f64) -> usize {
    (seconds * RATE).round() as usize
}

/// The noise of a room, by its RMS level in dBFS.
fn room(seed: u64, level: f64, seconds: f64) -> Vec<f64> {
    // Noise that is equally distributed up to 1 has an RMS of the root of a third.
    let amplitude = 10f64.powf(level / 20.0) * 3f64.sqrt();
    (0..at(seconds) as u64).map(|n| (unit(seed, n) * 2.0 - 1.0) * amplitude).collect()
}

/// Something like a voice without a room: vowels of three formants, hisses, and pauses, at about -20 dBFS.
fn dry_voice(seconds: f64) -> Vec<f64> {
    let (mut phase, mut memory, mut flow, mut breath) = (0.0, [[0.0f64; 2]; 3], 0.0, 0.0);
    let sample = |n: usize| {
        let time = n as f64 / RATE;
        let (syllable, within) = (((time - 0.5) / SYLLABLE).max(0.0) as u64, ((time - 0.5) / SYLLABLE).fract());
        let is_pause = !(0.5..seconds - 0.5).contains(&time) || syllable % PHRASE >= PHRASE - 2;
        let loudness = if is_pause {
            0.0
        } else {
            (0.4 + 0.6 * unit(1, syllable)) * (within * std::f64::consts::PI).sin().abs().sqrt()
        };
        phase += 120.0 * (1.0 + 0.1 * unit(4, syllable)) * (1.0 + 0.02 * unit(5, (time * 200.0) as u64)) / RATE;
        let pulse = if phase >= 1.0 { loudness } else { 0.0 };
        phase = phase.fract();
        flow = 0.96 * flow + pulse;
        breath += 0.2 * (flow - breath);
        let mut sound = 0.0;
        for (number, (formant, width)) in [(500.0, 80.0), (1_500.0, 120.0), (2_600.0, 200.0)].into_iter().enumerate() {
            let frequency = formant * (0.7 + 0.6 * unit(6 + number as u64, syllable));
            let radius = f64::exp(-std::f64::consts::PI * width / RATE);
            let [one, two] = memory[number];
            let next =
                breath + 2.0 * radius * (std::f64::consts::TAU * frequency / RATE).cos() * one - radius * radius * two;
            memory[number] = [next, one];
            sound += (next - one) * [1.0, 0.6, 0.4][number];
        }
        let hiss = 0.05 * loudness * (unit(3, n as u64) * 2.0 - 1.0);
        if scatter(2, syllable).is_multiple_of(5) { hiss } else { 0.045 * sound }
    };
    (0..at(seconds)).map(sample).collect()
}

fn mixed(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one + other).collect()
}

/// A good take.
pub fn voice() -> Vec<f64> {
    mixed(&dry_voice(SECONDS), &room(1, -70.0, SECONDS))
}

/// The voice at another level, in the same room.
fn at_level(factor: f64, room_level: f64) -> Wav {
    let dry: Vec<f64> = dry_voice(SECONDS).iter().map(|sample| sample * factor).collect();
    mixed(&dry, &room(1, room_level, SECONDS)).into()
}

/// The level of the voice from its first sound to its last, in dBFS.
fn level() -> f64 {
    let dry = dry_voice(SECONDS);
    let spoken = &dry[at(0.5)..at(SECONDS - 0.5)];
    10.0 * (spoken.iter().map(|sample| sample * sample).sum::<f64>() / spoken.len() as f64).log10()
}

/// The voice nearer to the microphone, in the same room: its lows are raised by so much more than all of it.
fn nearer(factor: f64) -> Wav {
    let mut low = 0.0;
    let share = 1.0 - (-std::f64::consts::TAU * 250.0 / RATE).exp();
    let near = |sample: &f64| {
        low += share * (sample - low);
        0.6 * (sample + factor * low)
    };
    let dry: Vec<f64> = dry_voice(SECONDS).iter().map(near).collect();
    mixed(&dry, &room(1, -70.0, SECONDS)).into()
}

/// Smacks of the lips in so many of the pauses.
fn smacking(count: usize) -> Wav {
    changed(|samples| {
        // The first pause begins eight syllables behind the beginning, and the next ones ten syllables later each.
        for pause in 0..count {
            let start = at(0.5 + (8 + 10 * pause) as f64 * SYLLABLE + 0.32);
            for n in 0..at(0.004) {
                let noise = unit(40 + pause as u64, n as u64) + unit(40 + pause as u64, n as u64 + 1) - 1.0;
                samples[start + n] += 0.03 * noise * (1.0 - n as f64 / at(0.004) as f64);
            }
        }
    })
}

/// A hiss at a quarter of the sample rate that lies highest between the samples, whose true peak is this amplitude.
fn whistling(true_peak: f64) -> Wav {
    changed(|samples| {
        let (start, length) = (at(2.4), at(0.16));
        for n in 0..length {
            let turn = std::f64::consts::FRAC_PI_2 * (n as f64 + 0.5);
            let swell = (std::f64::consts::PI * n as f64 / length as f64).sin().powi(2);
            samples[start + n] = true_peak * swell * turn.sin();
        }
    })
}

/// The voice with so many seconds more of the room in its first pause.
fn pausing(seconds: f64) -> Wav {
    let dry = dry_voice(SECONDS);
    let (before, behind) = dry.split_at(at(2.45));
    let dry = [before, &vec![0.0; at(seconds)], behind].concat();
    let room = room(1, -70.0, dry.len() as f64 / RATE + 0.01);
    mixed(&dry, &room).into()
}

/// Four channels of two voices, of which the last two are the first two turned upside down, a little lower.
fn cancelling() -> Wav {
    let one = voice();
    let mut other = one.clone();
    other.rotate_left(at(3.0));
    let upside_down = |samples: &[f64]| samples.iter().map(|sample| -0.8 * sample).collect::<Vec<_>>();
    let (third, fourth) = (upside_down(&one), upside_down(&other));
    Wav { channels: vec![one, other, third, fourth], ..voice().into() }
}

fn changed(change: impl FnOnce(&mut Vec<f64>)) -> Wav {
    let mut samples = voice();
    change(&mut samples);
    samples.into()
}

fn peak(samples: &[f64]) -> f64 {
    samples.iter().fold(0.0, |peak: f64, sample| peak.max(sample.abs()))
}

/// A voice brought to this peak in dBFS.
fn peaking(decibels: f64) -> Wav {
    let samples = dry_voice(SECONDS);
    let factor = 10f64.powf(decibels / 20.0) / peak(&samples);
    mixed(&samples.iter().map(|sample| sample * factor).collect::<Vec<_>>(), &room(1, -75.0, SECONDS)).into()
}

fn stereo(left: f64, right: f64) -> Wav {
    let channel = |factor: f64| voice().iter().map(|sample| sample * factor).collect();
    Wav { channels: vec![channel(left), channel(right)], ..voice().into() }
}

/// The voice with so much of the room before and behind it.
fn within(before: f64, behind: f64) -> Wav {
    let whole = dry_voice(SECONDS);
    let spoken: Vec<usize> = (0..whole.len()).filter(|&n| whole[n].abs() > 0.01).collect();
    let spoken = &whole[spoken[0]..*spoken.last().unwrap()];
    let dry = [vec![0.0; at(before)], spoken.to_vec(), vec![0.0; at(behind)]].concat();
    let room = room(1, -70.0, dry.len() as f64 / RATE + 0.01);
    mixed(&dry, &room).into()
}

fn with_tone(hertz: f64, level: f64) -> Wav {
    let amplitude = 10f64.powf(level / 20.0) * 2f64.sqrt();
    changed(|samples| {
        for (n, sample) in samples.iter_mut().enumerate() {
            let turn = std::f64::consts::TAU * hertz * n as f64 / RATE;
            *sample += amplitude * (0.9 * turn.sin() + 0.4 * (2.0 * turn).sin() + 0.17 * (3.0 * turn).sin());
        }
    })
}

/// The voice in a room that is heard, through a gate that closes a tenth of a second behind every phrase.
fn gated(decibels: f64) -> Wav {
    let mut samples = mixed(&dry_voice(SECONDS), &room(5, -65.0, SECONDS));
    let closed = 10f64.powf(-decibels / 20.0);
    for (n, sample) in samples.iter_mut().enumerate() {
        let time = n as f64 / RATE - 0.5;
        let inside = (time / SYLLABLE).rem_euclid(PHRASE as f64) * SYLLABLE;
        if time < 0.0 || inside > (PHRASE - 2) as f64 * SYLLABLE + 0.1 || time > SECONDS - 0.9 {
            *sample *= closed;
        }
    }
    samples.into()
}

/// Where the voice is loudest.
fn loudest(samples: &[f64]) -> usize {
    let starts = (at(1.0)..samples.len() - at(1.0)).step_by(200);
    let energy = |start: usize| samples[start..start + 1_000].iter().map(|sample| sample * sample).sum::<f64>();
    starts.max_by(|&one, &other| energy(one).total_cmp(&energy(other))).unwrap() + 500
}

/// A file just over the limit of a rule, and one just within it; `None` for rules that no sound file alone can break.
fn files(rule: Rule) -> Option<(Wav, Wav)> {
    Some(match rule {
        Rule::TakeCutShort => (Wav { spoilt: Spoilt::CutBy(20_000), ..voice().into() }, voice().into()),
        Rule::TakeClipped => (peaking(1.0), peaking(-1.1)),
        Rule::FormatUnwelcome => (Wav { spoilt: Spoilt::ByMuLaw, ..voice().into() }, voice().into()),
        Rule::PeakHigh => (peaking(-0.7), peaking(-1.3)),
        Rule::SampleRateMixed => (Wav { rate: 48_000, ..voice().into() }, voice().into()),
        Rule::BitDepthLow => {
            (Wav { bits: 8, ..mixed(&dry_voice(SECONDS), &room(1, -62.0, SECONDS)).into() }, voice().into())
        }
        Rule::ChannelsMixed => (stereo(1.0, 1.0), voice().into()),
        Rule::ChannelInverted => (stereo(1.0, -0.4), voice().into()),
        Rule::ChannelDead => (stereo(1.6, 0.005), voice().into()),
        Rule::ChannelsUnequal => (stereo(1.2, 0.8), voice().into()),
        Rule::DcOffset => {
            let shifted = |offset: f64| changed(|samples| samples.iter_mut().for_each(|sample| *sample += offset));
            (shifted(0.001_05), shifted(0.000_95))
        }
        Rule::Dropout => {
            let hole = |seconds: f64| {
                changed(|samples| {
                    let middle = loudest(samples);
                    samples[middle..middle + at(seconds)].fill(0.0);
                })
            };
            (hole(0.004), hole(0.0))
        }
        Rule::DigitalSilence => {
            // The first phrase ends eight syllables behind its beginning.
            let zeros = |seconds: f64| changed(|samples| samples[at(2.35)..at(2.35 + seconds)].fill(0.0));
            (zeros(0.105), zeros(0.095))
        }
        Rule::Click => (
            changed(|samples| {
                let middle = loudest(samples);
                samples[middle] += 0.4;
            }),
            voice().into(),
        ),
        Rule::Knock => {
            // In the first pause, 0.3 s behind the phrase, somebody knocks at the table.
            let knocked = |peak: f64| {
                changed(|samples| {
                    for n in 0..at(0.06) {
                        let time = n as f64 / RATE;
                        let sound = (std::f64::consts::TAU * 300.0 * time).sin() * (-time / 0.01).exp();
                        samples[at(2.56) + n] += 1.1 * peak * sound;
                    }
                })
            };
            (knocked(0.13), knocked(0.09))
        }
        Rule::Plosive => (
            changed(|samples| {
                let start = loudest(samples);
                for n in 0..at(0.06) {
                    let time = n as f64 / RATE;
                    samples[start + n] += 0.5 * (std::f64::consts::TAU * 30.0 * time).sin() * (1.0 - time / 0.06);
                }
            }),
            voice().into(),
        ),
        Rule::NoiseForecastHigh => {
            let noisy = |level| mixed(&dry_voice(SECONDS), &room(1, level, SECONDS)).into();
            (noisy(-58.0), noisy(-64.0))
        }
        Rule::Hum => (with_tone(50.0, -66.0), with_tone(50.0, -78.0)),
        Rule::Gate => (gated(14.0), gated(0.0)),
        Rule::SpeechCutAtHead => (within(0.0, 0.5), within(0.06, 0.5)),
        Rule::SpeechCutAtTail => (within(0.5, 0.0), within(0.5, 0.06)),
        Rule::HeadLong => (within(3.1, 0.5), within(2.9, 0.5)),
        Rule::TailLong => (within(0.5, 3.1), within(0.5, 2.9)),
        Rule::SpeechTooShort => {
            let cut = |seconds: f64| {
                voice()[..at(0.5 + seconds)].iter().copied().chain(room(9, -70.0, 0.5)).collect::<Vec<_>>().into()
            };
            (cut(4.1), cut(6.3))
        }
        Rule::TakeSilent => (room(3, -62.0, SECONDS).into(), voice().into()),
        Rule::TruePeakHigh => (whistling(1.04), whistling(0.96)),
        // Ten seconds: four are 24 a minute, three are 18.
        Rule::MouthNoise => (smacking(4), smacking(3)),
        Rule::GapLong => (pausing(2.15), pausing(1.95)),
        Rule::ChannelsCancel => (cancelling(), voice().into()),
        Rule::SpeechTooLong => {
            let lasting = |seconds| mixed(&dry_voice(seconds), &room(1, -70.0, seconds)).into();
            // 27 words are read in 29.5 s at the slowest.
            (lasting(31.3), lasting(30.0))
        }
        _ => return None,
    })
}

/// How a file is heard: the codes of what is found.
type Hearing = fn(&Wav) -> Vec<&'static str>;

/// The same for rules about a take among others, with how it is heard.
fn among_others(rule: Rule) -> Option<(Wav, Wav, Hearing)> {
    let raised = |decibels: f64| at_level(10f64.powf(decibels / 20.0), -70.0);
    let of_level = |decibels: f64| at_level(10f64.powf((decibels - level()) / 20.0), -82.0);
    Some(match rule {
        Rule::LevelLow => (of_level(-36.5), of_level(-35.5), Wav::found_alone),
        Rule::FormatOdd => (Wav { bits: 24, ..voice().into() }, voice().into(), Wav::found_among_good),
        Rule::LevelFar => (raised(-8.4), raised(-7.6), Wav::found_among_good),
        Rule::FloorFar => (at_level(1.0, -76.4), at_level(1.0, -75.6), Wav::found_among_good),
        Rule::TakeUnreadable => {
            (Wav { spoilt: Spoilt::AtItsHead, ..voice().into() }, voice().into(), Wav::found_as_retake)
        }
        // Six decibels are lost between the voice and the room.
        Rule::TakeWorse => (at_level(1.0, -63.6), at_level(1.0, -64.4), Wav::found_as_retake),
        Rule::ToneFar => (nearer(2.0), nearer(0.9), Wav::found_among_good),
        _ => return None,
    })
}

#[test]
fn every_fault_that_is_put_into_a_voice_is_found_in_its_file_and_nothing_else() {
    let clean = Wav::from(voice()).found();
    assert_eq!(clean, [""; 0], "a good take");
    let told: Vec<String> = Rule::ALL
        .par_iter()
        .filter_map(|&rule| {
            let alone = || files(rule).map(|(over, under)| (over, under, Wav::found as Hearing));
            let (over, under, found) = among_others(rule).or_else(alone)?;
            let (over, under) = (found(&over), found(&under));
            let right = over == [rule.code()] && under.is_empty();
            (!right).then(|| format!("{rule}: just over {over:?}, just within {under:?}"))
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
