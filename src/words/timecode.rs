//! Times in a recording as people write them down.

/// Longer than any recording: what says so is no time, in seconds.
const LONGEST: f64 = 1000.0 * 3600.0;

/// Writes a time as a timecode with tenths: `0:03:12.4`.
#[must_use]
pub fn timecode(seconds: f64) -> String {
    let tenths = (seconds.max(0.0) * 10.0).round() as u64;
    let (whole, tenths) = (tenths / 10, tenths % 10);
    format!("{}:{:02}:{:02}.{tenths}", whole / 3600, whole / 60 % 60, whole % 60)
}

/// Reads a time as people and their programs write it: `3:12`, `0:03:12.4`, `1:02:03,45`, `192.4`, `192.4 s`, `3m12s`; in
/// seconds. `None` where it is none.
#[must_use]
pub fn parse_timecode(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase().replace(',', ".");
    let text = text.strip_suffix('s').map_or(text.as_str(), str::trim_end);
    // `1h2m3` is `1:2:3`; what is missing between the letters is nothing.
    let text = text.replace(['h', 'm'], ":").replace(' ', "");
    let parts: Vec<&str> = text.split(':').collect();
    let (last, before) = parts.split_last()?;
    if before.len() > 2 || before.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let is_number = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let mut seconds: f64 = last.parse().ok().filter(|_| is_number)?;
    if !before.is_empty() && seconds >= 60.0 {
        return None;
    }
    for (part, unit) in before.iter().rev().zip([60.0, 3600.0]) {
        let number: u32 = part.parse().ok()?;
        // `1:75:00` is a slip, but `75:00` is an hour and a quarter.
        if before.len() == 2 && unit == 60.0 && number >= 60 {
            return None;
        }
        seconds += f64::from(number) * unit;
    }
    (seconds < LONGEST).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_timecode_is_written_with_hours_and_tenths() {
        assert_eq!(
            [0.0, 192.44, 3599.96, 36_000.0].map(timecode),
            ["0:00:00.0", "0:03:12.4", "1:00:00.0", "10:00:00.0"]
        );
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("3:12", 192.0),
            ("0:03:12.4", 192.4),
            ("00:03:12,4", 192.4),
            (" 1:02:03 ", 3723.0),
            ("75:00", 4500.0),
            ("192.4", 192.4),
            ("192,4 s", 192.4),
            ("192 S", 192.0),
            ("3m12s", 192.0),
            ("1h 2m 3s", 3723.0),
            ("0", 0.0),
        ] {
            assert_eq!(parse_timecode(text), Some(seconds), "{text}");
        }
        for wrong in [
            "",
            "x",
            ":",
            "3:",
            ":12",
            "-3",
            "3:75",
            "1:75:00",
            "1:2:3:4",
            "1.2.3",
            "nan",
            "inf",
            "1e9",
            "99999999999",
            "٣",
        ] {
            assert_eq!(parse_timecode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(tenths in 0..10_000_000u32) {
            let seconds = f64::from(tenths) / 10.0;
            prop_assert!((parse_timecode(&timecode(seconds)).unwrap() - seconds).abs() < 1e-6);
        }

        #[test]
        fn no_text_is_too_odd_to_be_read(text in "\\PC{0,12}") {
            let _ = parse_timecode(&text);
        }
    }
}
