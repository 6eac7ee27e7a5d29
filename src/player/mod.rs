//! Hearing a chapter: outputs, transport and the terminal player.
