//! The book on disk: its folder, its takes, its masters, and what is remembered of them. `script/manuscript.*` and takes
//! are opened read-only.

mod arrivals;
mod cover;
mod folder;
mod hear;
mod identity;
mod kept;
mod kept_masters;
mod lock;
mod master;
mod measurements;
mod profiles;
mod replace;
mod shelf;
mod stamp;
mod take_audio;
mod take_log;
mod waveforms;
mod writers;

pub use arrivals::{Arrivals, Arrived};
pub use cover::{Cover, cover};
pub use folder::{BookFolder, Manuscript, RecordedFile};
pub use hear::hear;
pub use kept_masters::{MasterState, forget_masters_but, keep_master, master_state, recognise_master};
pub use lock::BookLock;
pub use master::{Marker, MasterContent, MasterLoudness, MasterNotes, MasterWriter, master_reference};
pub use measurements::{Found, Heard, Measurements};
pub use profiles::{own_profile, own_profile_path, own_profiles, profile};
pub use replace::{replace, replace_changed, unwritable};
pub use shelf::Shelf;
pub use stamp::Stamp;
pub use take_audio::TakeAudio;
pub use take_log::{append_to_take_log, preview_take_log, read_take_log, read_untimed_take_log};
pub use waveforms::waveform;
