//! What is kept from one command to the next.

mod cache;
mod processed;
#[path = "../support/mod.rs"]
mod support;
mod take_log;
