//! The book folder on disk.
