//! What sounds in the chapters that are built.

mod continued;
mod drift;
mod explained;
mod formats;
mod incremental;
mod levels;
mod masters;
mod order;
mod real_books;
mod room;
mod same_bytes;
mod sample_book;
#[path = "../support/mod.rs"]
mod support;
