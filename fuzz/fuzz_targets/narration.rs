//! `narration.json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cuebook_fuzz::narrates(input));
