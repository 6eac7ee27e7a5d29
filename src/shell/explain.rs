//! `cuebook explain`: what a rule means.

use std::fmt::Write;

use crate::words::{Error, Result, Rule};

use super::answer::Answer;
use super::arguments;
use super::table::table;

pub(super) fn run(options: &arguments::Explain) -> Result<Answer> {
    let Some(code) = &options.rule else {
        let row = |rule: &Rule| vec![format!("{rule}  {}", rule.doc().words.what)];
        return Ok(Answer::clean(table(&Rule::ALL.iter().map(row).collect::<Vec<_>>())));
    };
    let rule = Rule::ALL
        .iter()
        .find(|rule| rule.code() == code)
        .ok_or_else(|| Error::new(format!("there is no rule `{code}`")).hint("`cuebook explain` lists them all"))?;
    let doc = rule.doc();
    let mut text = String::new();
    let _ = writeln!(text, "{} ({})\n\n{}\n{}", doc.code, doc.severity, doc.words.what, doc.words.why);
    Ok(Answer::clean(text))
}
