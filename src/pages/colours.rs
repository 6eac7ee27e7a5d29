//! The contrast of the pages' colours, by the formula of WCAG 2.2.

use super::{report, sheet};

/// The two values of a colour, light and dark.
fn colour(style: &str, name: &str) -> [[f64; 3]; 2] {
    let (_, behind) = style.split_once(&format!("--{name}: light-dark(")).unwrap();
    let (values, _) = behind.split_once(')').unwrap();
    let mut values = values.split(", ").map(|value| {
        let number = u32::from_str_radix(value.strip_prefix('#').unwrap(), 16).unwrap();
        [16, 8, 0].map(|shift| f64::from(number >> shift & 0xff) / 255.0)
    });
    [values.next().unwrap(), values.next().unwrap()]
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_formula_is_that_of_the_guidelines() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    // #767676 on white: the darkest of the greys that the guidelines' authors give as just enough.
    assert!((contrast([118.0 / 255.0; 3], [1.0; 3]) - 4.54).abs() < 0.01);
}

/// Texts of a style sheet on their grounds, each with the contrast that is wanted of it.
fn assert_contrast(style: &str, grounds: &[&str], texts: &[(&str, f64)]) {
    for ground in grounds {
        for (text, wanted) in texts {
            for (text_value, ground_value) in colour(style, text).into_iter().zip(colour(style, ground)) {
                let found = contrast(text_value, ground_value);
                assert!(found >= *wanted, "`{text}` on `{ground}` has {found:.2}, but {wanted} is wanted");
            }
        }
    }
}

#[test]
fn text_has_the_contrast_that_wcag_wants_in_both_lights() {
    let of_sheet = [("ink", 7.0), ("quiet", 4.5), ("spoken", 4.5), ("how", 4.5), ("done", 4.5)];
    assert_contrast(sheet::STYLE, &["paper", "here"], &of_sheet);
    let of_report = [("ink", 7.0), ("quiet", 4.5), ("how", 4.5), ("look", 4.5), ("bad", 4.5)];
    assert_contrast(report::STYLE, &["paper", "raised", "here"], &of_report);
    // What is drawn, and no text.
    assert_contrast(report::STYLE, &["raised"], &[("good", 3.0), ("wave", 2.5)]);
}
