//! Samples: what is measured in them and what is done to them. Nothing here knows a book, a profile or a file.
