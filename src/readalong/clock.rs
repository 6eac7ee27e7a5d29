//! Times as the formats write them, from whole frames: what is rounded is never added up.

use crate::words::{Frames, SampleRate};

/// A place in whole milliseconds, to the nearest.
pub fn milliseconds(at: Frames, rate: SampleRate) -> u64 {
    rounded(at, rate, 1000)
}

/// A place in so many units a second, to the nearest.
pub fn rounded(at: Frames, rate: SampleRate, units: u64) -> u64 {
    let (at, rate) = (u128::from(at.0), u128::from(rate.hertz()));
    u64::try_from((at * u128::from(units) + rate / 2) / rate).unwrap_or(u64::MAX)
}

/// `00:00:01.000`, with this between seconds and thousandths.
pub fn hours(milliseconds: u64, point: char) -> String {
    let (seconds, thousandths) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02}{point}{thousandths:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `1:02:03.456`, without the hours where there are none: as REAPER shows times.
pub fn short(milliseconds: u64) -> String {
    let (seconds, thousandths) = (milliseconds / 1000, milliseconds % 1000);
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}.{thousandths:03}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}.{thousandths:03}"),
    }
}

/// `PT3723.456S`: a length by ISO 8601.
pub fn iso(milliseconds: u64) -> String {
    format!("PT{}S", seconds(milliseconds))
}

/// `3723.456`: seconds, without zeros at the end.
pub fn seconds(milliseconds: u64) -> String {
    let text = format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_formats_have_them() {
        assert_eq!(hours(3_723_456, ','), "01:02:03,456");
        assert_eq!([short(1_000), short(3_723_456)], ["0:01.000", "1:02:03.456"]);
        assert_eq!([iso(3_723_400), iso(60_000)], ["PT3723.4S", "PT60S"]);
    }

    #[test]
    fn a_place_twenty_hours_in_is_as_exact_as_the_first() {
        let rate = SampleRate::CD;
        for at in [1, 44_099, 20 * 3600 * 44_100 + 22] {
            let exact = at as f64 / 44.1;
            assert!((milliseconds(Frames(at), rate) as f64 - exact).abs() <= 0.5);
        }
    }
}
