//! What a child process used, as the system counts it.
#![allow(dead_code, reason = "each benchmark uses its own part of this")]
#![allow(unsafe_code, reason = "the system's account of a child's processor time and memory has no safe interface")]

use std::error::Error;
use std::process::Child;

/// What a process used.
pub struct Usage {
    /// Seconds of all processors, the system's share included.
    pub processor: f64,
    /// The most memory that it held at any time; on Linux no less than its parent held when it began.
    pub peak_mebibytes: f64,
    /// Whether it ended with exit code 0.
    pub succeeded: bool,
}

/// Waits for a child and asks the system what it used.
pub fn wait(child: &Child) -> Result<Usage, Box<dyn Error>> {
    let mut status = 0;
    // SAFETY: all-zero bytes are a valid `rusage`, and `wait4` writes only to the two places it is given.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::wait4(libc::pid_t::try_from(child.id())?, &raw mut status, 0, &raw mut usage) < 0 {
            return Err(std::io::Error::last_os_error().into());
        }
        usage
    };
    // Linux counts the peak in kibibytes, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    Ok(Usage {
        processor: processor(&usage),
        peak_mebibytes: usage.ru_maxrss as f64 * unit / 1024.0 / 1024.0,
        succeeded: status == 0,
    })
}

/// How much of all processors' time this process has used, in seconds.
pub fn spent() -> f64 {
    // SAFETY: all-zero bytes are a valid `rusage`, and `getrusage` writes only to the place it is given.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        processor(&usage)
    }
}

fn processor(usage: &libc::rusage) -> f64 {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
