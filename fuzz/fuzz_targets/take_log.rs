//! The take log.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cuebook_fuzz::take_laws::remembers(input));
