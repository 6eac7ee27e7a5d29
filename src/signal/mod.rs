//! Samples: what is measured in them and what is done to them. Nothing here knows a book, a profile or a file.

mod bands;
mod colour;
pub mod contour;
mod course;
mod edges;
pub mod floor;
pub mod gaps;
mod gate;
pub mod high_pass;
mod holes;
mod hum;
mod impulses;
pub mod k_weighting;
mod knocks;
pub mod lanes;
pub mod limiter;
pub mod loudness;
mod low;
pub mod measured;
pub mod meter;
pub mod pcm;
pub mod peaks;
mod plosives;
pub mod programme;
pub mod pull;
pub mod resample;
mod room;
pub mod speech;
pub mod tone;
pub mod true_peak;
mod waveform;

#[cfg(test)]
mod testing;

pub use contour::Contour;
pub use floor::FloorMeter;
pub use gaps::Gaps;
pub use high_pass::HighPass;
pub use limiter::Limiter;
pub use loudness::LoudnessMeter;
pub use measured::{Floor, Hum, Knock, Loudness, Measured, OCTAVES, Peaks, Room, Spots, ToneColour};
pub use meter::Meter;
pub use pcm::Quantizer;
pub use peaks::PeakMeter;
pub use programme::{ProgrammeLevels, ProgrammeMeter, UnroundedLevels};
pub use pull::Pull;
pub use resample::Resampled;
pub use room::NO_ROOM;
pub use speech::Speech;
pub use tone::ToneLoop;
pub use true_peak::TruePeakMeter;
pub use waveform::{Drawn, PEAKS_A_SECOND, Waveform, WaveformMeter};
