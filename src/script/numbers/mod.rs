//! Numbers in words.
//!
//! The tables are our own: no crate that is kept today is right in French, German and Spanish at once.

pub mod english;
pub mod french;
pub mod german;
pub mod spanish;
