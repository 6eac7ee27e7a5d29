//! What a book changes about the rules: `[check]` in `book.toml`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::{Deserialize, Deserializer, de};

use super::error::{Error, Result};
use super::finding::{Finding, Severity};
use super::profile::{Limit, Limits, Unit, Wants};
use super::rule::Rule;

/// The rules as this book holds them.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Checks {
    changed: BTreeMap<Rule, Change>,
}

/// What a book changes about one rule.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
struct Change {
    weight: Option<Weight>,
    limit: Option<f64>,
    warning: Option<f64>,
    error: Option<f64>,
}

/// How much findings of a rule weigh in a book.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Weight {
    Off,
    Note,
    Warning,
    Error,
}

impl Weight {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl Checks {
    /// How much findings of a rule weigh here; `None` where the rule is off.
    #[must_use]
    pub fn severity(&self, rule: Rule) -> Option<Severity> {
        match self.changed.get(&rule).and_then(|change| change.weight) {
            Some(weight) => weight.severity(),
            None => Some(rule.severity()),
        }
    }

    /// How much a finding of a rule weighs here that has found this value: more, the further it lies beyond the limit, where
    /// the rule has figures for that.
    #[must_use]
    pub fn graded(&self, rule: Rule, value: f64) -> Severity {
        let Some(figure) = Limits::built_in().figure(rule) else { return rule.severity() };
        let change = self.changed.get(&rule).copied().unwrap_or_default();
        let is_beyond = |bound: Option<f64>| {
            bound
                .is_some_and(|bound| Limit { wants: figure.wants, value: bound, unit: figure.unit }.is_broken_by(value))
        };
        if is_beyond(change.error.or(figure.error)) {
            Severity::Error
        } else if is_beyond(change.warning.or(figure.warning)) {
            Severity::Warning.max(rule.severity())
        } else {
            rule.severity()
        }
    }

    /// What a take rule holds takes to here. A rule without a figure has a bound that nothing breaks.
    #[must_use]
    pub fn limit(&self, rule: Rule) -> Limit {
        let Some(figure) = Limits::built_in().figure(rule) else {
            return Limit { wants: Wants::AtMost, value: f64::INFINITY, unit: Unit::Number };
        };
        let value = self.changed.get(&rule).and_then(|change| change.limit).unwrap_or(figure.limit);
        Limit { wants: figure.wants, value, unit: figure.unit }
    }

    /// Whether the book sets the bound of a rule itself.
    #[must_use]
    pub fn sets_limit(&self, rule: Rule) -> bool {
        self.changed.get(&rule).is_some_and(|change| change.limit.is_some())
    }

    /// Whether the book says anything about a rule.
    #[must_use]
    pub fn changes(&self, rule: Rule) -> bool {
        self.changed.contains_key(&rule)
    }

    /// These findings, each weighing what the book says, without those of rules that are off.
    #[must_use]
    pub fn weigh(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let weighed = findings.into_iter().filter_map(|finding| {
            let severity = match self.changed.get(&finding.rule).and_then(|change| change.weight) {
                Some(weight) => weight.severity()?,
                None => finding.severity,
            };
            Some(Finding { severity, ..finding })
        });
        weighed.collect()
    }

    pub(super) fn validate(&self) -> Result<()> {
        for (rule, name, limit) in self.changed.iter().flat_map(|(rule, change)| change.figures(*rule)) {
            let Some(figure) = Limits::built_in().figure(rule) else {
                return Err(Error::new(format!("`check.{rule}` in `book.toml` has a limit, but the rule has none"))
                    .hint("only its severity can be set: \"off\", \"note\", \"warning\" or \"error\""));
            };
            if !(figure.from..=figure.to).contains(&limit) {
                let (from, to) = (figure.unit.show(figure.from), figure.unit.show(figure.to));
                return Err(Error::new(format!(
                    "`check.{rule}.{name}` in `book.toml` is {limit}, but it must be {from} to {to}"
                ))
                .hint(format!("it bounds {}; `cuebook explain {rule}` tells more", figure.means)));
            }
        }
        Ok(())
    }
}

impl Change {
    /// The figures that are set, by their names.
    fn figures(self, rule: Rule) -> impl Iterator<Item = (Rule, &'static str, f64)> {
        let all = [("limit", self.limit), ("warning", self.warning), ("error", self.error)];
        all.into_iter().filter_map(move |(name, value)| Some((rule, name, value?)))
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(ChangeVisitor)
    }
}

struct ChangeVisitor;

impl<'de> de::Visitor<'de> for ChangeVisitor {
    type Value = Change;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#""off", "note", "warning", "error", or a table such as { severity = "error", limit = -40 }"#)
    }

    fn visit_str<E: de::Error>(self, severity: &str) -> std::result::Result<Change, E> {
        let weight = Weight::deserialize(de::value::StrDeserializer::new(severity))?;
        Ok(Change { weight: Some(weight), ..Change::default() })
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> std::result::Result<Change, A::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            severity: Option<Weight>,
            limit: Option<f64>,
            warning: Option<f64>,
            error: Option<f64>,
        }
        let Table { severity: weight, limit, warning, error } = Table::deserialize(MapAccessDeserializer::new(map))?;
        if weight.is_some() && (warning.is_some() || error.is_some()) {
            return Err(de::Error::custom(
                "`severity` holds for all findings of the rule: leave it out beside `warning` and `error`",
            ));
        }
        Ok(Change { weight, limit, warning, error })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Book, Place};

    fn checks(toml: &str) -> Result<Checks> {
        Book::parse(&format!("title = 'x'\n[check]\n{toml}")).map(|book| book.check)
    }

    #[test]
    fn a_book_changes_what_a_rule_weighs_and_where_it_begins() {
        let checks =
            checks("head-long = 'off'\nlevel-low = { severity = 'error', limit = -40 }\nhum = { limit = -65.5 }");
        let checks = checks.unwrap();
        assert_eq!(checks.severity(Rule::HeadLong), None);
        assert_eq!(checks.severity(Rule::LevelLow), Some(Severity::Error));
        assert_eq!(checks.limit(Rule::LevelLow).to_string(), "at least -40.0 dBFS");
        assert_eq!((checks.severity(Rule::Hum), checks.limit(Rule::Hum).value), (Some(Severity::Warning), -65.5));
        assert_eq!(checks.severity(Rule::TakeClipped), Some(Severity::Error));
        let find = |rule| Finding::new(rule, Place::default(), "", "");
        let weighed = checks.weigh(vec![find(Rule::HeadLong), find(Rule::LevelLow), find(Rule::Hum)]);
        let weighed: Vec<_> = weighed.iter().map(|finding| (finding.rule, finding.severity)).collect();
        assert_eq!(weighed, [(Rule::LevelLow, Severity::Error), (Rule::Hum, Severity::Warning)]);
    }

    #[test]
    fn what_lies_further_off_weighs_more() {
        let graded = |toml: &str, value| checks(toml).unwrap().graded(Rule::LevelFar, value);
        let built_in = [9.0, 20.0, 20.1, 40.0, 40.1].map(|value| graded("", value));
        assert_eq!(built_in, [Severity::Note, Severity::Note, Severity::Warning, Severity::Warning, Severity::Error]);
        let own = "level-far = { warning = 12, error = 15 }";
        assert_eq!(
            [9.0, 12.1, 15.1].map(|value| graded(own, value)),
            [Severity::Note, Severity::Warning, Severity::Error]
        );
        assert_eq!(checks("").unwrap().graded(Rule::FloorFar, 60.0), Severity::Warning, "a rule without steps");
    }

    #[test]
    fn an_unknown_rule_is_refused_with_the_nearest() {
        let message = checks("levle-low = 'off'").unwrap_err().to_string();
        assert!(message.contains("there is no rule `levle-low`; did you mean `level-low`?"), "{message}");
        assert!(message.contains("line 3"), "{message}");
        assert!(checks("xyz = 'off'").unwrap_err().to_string().contains("`cuebook explain` lists them all"));
    }

    #[test]
    fn what_a_rule_can_not_be_is_refused() {
        for (toml, said) in [
            ("level-low = 'fatal'", "fatal"),
            ("level-low = true", "or a table such as"),
            ("level-low = { severity = 'off', limit = -40, x = 1 }", "unknown field `x`"),
            ("take-unreadable = { limit = 3 }", "the rule has none"),
            ("level-low = { limit = 40 }", "must be -96.0 dBFS to 0.0 dBFS"),
            ("level-low = { limit = nan }", "must be -96.0 dBFS"),
            (
                "level-far = { error = 400 }",
                "`check.level-far.error` in `book.toml` is 400, but it must be 1.0 dB to 60.0 dB",
            ),
            ("level-far = { severity = 'off', error = 40 }", "leave it out beside `warning` and `error`"),
            ("take-unreadable = { error = 3 }", "the rule has none"),
        ] {
            let message = checks(toml).unwrap_err().to_string();
            assert!(message.contains(said), "{toml}: {message}");
        }
    }
}
