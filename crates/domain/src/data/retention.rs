//! How long each category of data is kept: rules that are facts, which an installation may change by its settings.

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

words_enum! {
    /// From what the days are counted.
    After {
        /// The day on which a case was over.
        Closed = "closed",
        /// The day on which something was noted.
        Noted = "noted",
        /// The day of a reading.
        Read = "read",
        /// It ends by itself.
        Ends = "ends",
        /// It is not erased by a rule.
        Never = "never",
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its code.
    pub rule: String,
    /// What it says, in Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// From what the days are counted.
    pub after: After,
    /// How many days; none for what is not counted in days.
    pub days: Option<u16>,
    /// Whether the retention run erases by it.
    pub runs: bool,
    /// Where that is written.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

static FACTS: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rows: Result<Vec<(u64, Rule)>, Vec<Fault>> = read_rows(include_str!("../../facts/retention.csv"));
    embedded("retention", rows.map(|rows| rows.into_iter().map(|(_, row)| row).collect()))
});

impl Rule {
    /// Every rule danvan comes with.
    pub fn facts() -> &'static [Self] {
        &FACTS
    }

    /// A rule by its code.
    pub fn get(code: &str) -> Option<&'static Self> {
        Self::facts().iter().find(|rule| rule.rule == code)
    }

    /// The rule with an installation's own number of days in place of ours, when it set one.
    #[must_use]
    pub fn with_days(&self, own: Option<u16>) -> Self {
        Self { days: own.filter(|_| self.days.is_some()).or(self.days), ..self.clone() }
    }

    /// Before which moment something must have happened for the rule to erase what belongs to it; none when the rule
    /// erases nothing. A day that is not over is never counted: what happened on the last day stays until the next.
    pub fn before(&self, today: Day) -> Option<Moment> {
        let days = self.days.filter(|_| self.runs)?;
        Some(Moment::at(today.plus_days(-i64::from(days)), 0, 0))
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::data::Category;

    #[test]
    fn every_category_is_kept_by_a_rule_that_there_is() {
        for category in Category::ALL {
            if let Some(about) = category.about() {
                assert!(Rule::get(about.retention).is_some(), "{category}: {}", about.retention);
            }
        }
    }

    #[test]
    fn only_rules_with_days_run_and_days_are_never_nought() {
        for rule in Rule::facts() {
            assert_eq!(rule.runs, rule.days.is_some(), "{}", rule.rule);
            assert!(rule.days.is_none_or(|days| days > 0), "{}", rule.rule);
        }
    }

    #[test]
    fn days_are_whole_and_an_installation_may_change_them() {
        let today: Day = "2026-11-25".parse().expect("a day");
        let check = |rule: &Rule, expected: Option<&str>| {
            let before = rule.before(today).map(|moment| moment.day().to_string());
            assert_eq!(before.as_deref(), expected, "{}", rule.rule);
        };
        let contact = Rule::get("contact").expect("a rule");
        check(contact, Some("2026-05-29"));
        check(&contact.with_days(Some(10)), Some("2026-11-15"));
        check(&contact.with_days(None), Some("2026-05-29"));
        check(&Rule::get("kept").expect("a rule").with_days(Some(10)), None);
    }
}
