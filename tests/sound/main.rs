//! What is heard in takes, whatever holds them.

mod acx;
mod channels;
mod cuts;
mod ebu;
mod hostile;
mod joins;
mod kinds_of_takes;
mod odd_takes;
mod processing;
mod readings;
mod real_voices;
mod sessions;
#[path = "../support/mod.rs"]
mod support;
mod wav_files;
