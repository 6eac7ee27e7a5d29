//! What is kept from one command to the next.

mod cache;
#[path = "../support/mod.rs"]
mod support;
mod take_log;
