//! Judging: measurements against rules, as findings.
