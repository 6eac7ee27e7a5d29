//! What sounds in the chapters that are built.

mod formats;
mod masters;
mod order;
mod real_books;
mod room;
mod same_bytes;
mod sample_book;
#[path = "../support/mod.rs"]
mod support;
