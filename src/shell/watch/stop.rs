//! Signals that ask `watch` to stop: what was measured is kept first.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::words::{Error, Result};

/// What a signal asked for.
pub(super) struct Stop {
    /// The signal that came; 0 before one has.
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens for signals from here on. A second one ends the process at once.
    #[cfg(unix)]
    pub fn listen() -> Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
        let failed = |error| Error::new("failed to listen for signals").cause(error);
        let signal = Arc::new(AtomicUsize::new(0));
        let asked = Arc::new(std::sync::atomic::AtomicBool::new(false));
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            signal_hook::flag::register_conditional_default(number, Arc::clone(&asked)).map_err(failed)?;
            signal_hook::flag::register(number, Arc::clone(&asked)).map_err(failed)?;
            signal_hook::flag::register_usize(number, Arc::clone(&signal), number as usize).map_err(failed)?;
        }
        Ok(Self { signal })
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    pub fn listen() -> Result<Self> {
        Ok(Self { signal: Arc::new(AtomicUsize::new(0)) })
    }

    /// Whether a signal came.
    pub fn is_asked(&self) -> bool {
        self.signal.load(Ordering::SeqCst) != 0
    }

    /// Ends the process as if the signal had not been caught, where one came: whoever sent it sees what it did.
    pub fn obey(&self) {
        #[cfg(unix)]
        if let Ok(number @ 1..) = i32::try_from(self.signal.load(Ordering::SeqCst)) {
            let _ = signal_hook::low_level::emulate_default_handler(number);
        }
    }
}
