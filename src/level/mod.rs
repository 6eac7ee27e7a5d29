//! Levelling: which gain each take gets.
