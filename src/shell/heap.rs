//! Memory that was let go of goes back to the system.
//!
//! The GNU C library keeps it, in pieces between what is still in use, for whichever thread let go of it: of a long book,
//! what was known while takes were judged would stand half empty beside what rendering needs. Other libraries give memory
//! back by themselves, or offer no such calls.
#![allow(unsafe_code)] // the C library's allocator is asked

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod gnu {
    use std::ffi::c_int;

    /// `M_MMAP_THRESHOLD` of `malloc.h`.
    pub const LARGE: c_int = -3;

    unsafe extern "C" {
        /// Sets a parameter, as `malloc.h` declares it.
        pub safe fn mallopt(parameter: c_int, value: c_int) -> c_int;
        /// Gives back what is free but for so many bytes at the end of the heap.
        pub safe fn malloc_trim(pad: usize) -> c_int;
    }
}

/// From now on, gives back pieces of 128 KiB and more, room tones and tables, as soon as they are let go of: the library
/// begins with that, and keeps them once it has seen some.
pub(super) fn give_back_large_pieces() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    gnu::mallopt(gnu::LARGE, 128 * 1024);
}

/// Gives back what is free now, for good between two parts of the work that need different things.
pub(super) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    gnu::malloc_trim(0);
}
