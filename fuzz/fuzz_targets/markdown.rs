//! Markdown.
#![no_main]

use cuebook::manuscript::Format;

libfuzzer_sys::fuzz_target!(|input: &[u8]| cuebook_fuzz::reads(Format::Markdown, input));
