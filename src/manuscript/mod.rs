//! Reads what the author sent: bytes to blocks of text.
