//! cuebook takes a book from manuscript to measured chapters, and plays them back.
//!
//! The modules stand in the order in which a book travels. Each looks only at those above it:
//!
//! | layer | modules |
//! | --- | --- |
//! | words | [`words`] |
//! | text | [`manuscript`], [`script`] |
//! | signal | [`signal`] |
//! | production: decisions, pure | [`takes`], [`check`], [`level`], [`timeline`], [`readalong`], [`delivery`] |
//! | edges: files, pages, devices | [`encode`], [`files`], [`render`], [`package`], [`pages`], [`terminal`], [`player`] |
//! | shell: commands | [`shell`] |
//!
//! ARCHITECTURE.md tells the journey and what holds at every station.

pub mod words;

pub mod manuscript;
pub mod script;

pub mod signal;

pub mod check;
pub mod delivery;
pub mod level;
pub mod readalong;
pub mod takes;
pub mod timeline;

pub mod encode;
pub mod files;
pub mod package;
pub mod pages;
pub mod player;
pub mod render;
pub mod terminal;

pub mod shell;
