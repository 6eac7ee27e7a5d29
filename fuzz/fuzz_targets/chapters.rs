//! A folder of Markdown: its list of files, then its files.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| cuebook_fuzz::reads_folder(input));
