//! Law as data: the steps of each procedure, how long each may take, and who must take it.

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    refusals::Note,
    time::Day,
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

words_enum! {
    /// What a rule counts in.
    TimeUnit {
        /// Office hours of working days.
        WorkingHour = "working_hour",
        /// Working days; the first day is not counted.
        WorkingDay = "working_day",
        /// Calendar days; the first day is not counted, and a last day of rest moves to the next working day.
        CalendarDay = "calendar_day",
    }
}

words_enum! {
    /// What may give the amount in place of the rule's own.
    AmountBy {
        /// The promise of the case's topic.
        Topic = "topic",
    }
}

/// The largest amount a rule may give: ten years of days.
pub const LARGEST_AMOUNT: u16 = 3650;

/// One clock: what must be done within how long of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The procedure, e.g. `feedback`.
    pub procedure: String,
    /// The step that is due, e.g. `receive`, `answer`.
    pub step: String,
    /// What starts the clock, e.g. `sent`.
    pub start_event: String,
    /// How many units; at least one.
    pub amount: u16,
    /// What may give another amount.
    pub amount_by: Option<AmountBy>,
    /// What is counted.
    pub unit: TimeUnit,
    /// First day of the rule; none when it holds for all earlier days.
    pub valid_from: Option<Day>,
    /// Last day of the rule.
    pub valid_to: Option<Day>,
    /// The article that says so.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
    /// Who must do it, a word of [`crate::people::Role`].
    pub responsible: String,
}

impl Rule {
    /// The rule with the topic's promise in place of its own amount, where it allows that.
    #[must_use]
    pub fn promising(mut self, promise: Option<u16>) -> Self {
        if let (Some(AmountBy::Topic), Some(days)) = (self.amount_by, promise) {
            self.amount = days.clamp(1, LARGEST_AMOUNT);
        }
        self
    }

    /// Whether the rule is in force on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|first| first <= day) && self.valid_to.is_none_or(|last| day <= last)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, other: &Self| {
            one.valid_to.zip(other.valid_from).is_some_and(|(last, first)| last < first)
        };
        self.procedure == other.procedure
            && self.step == other.step
            && !ends_before(self, other)
            && !ends_before(other, self)
    }
}

/// All rules of all procedures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedures {
    rules: Vec<Rule>,
}

static FACTS: LazyLock<Procedures> =
    LazyLock::new(|| embedded("procedures", Procedures::read(include_str!("../facts/procedures.csv"))));

impl Procedures {
    /// The rules danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Rules from a CSV text.
    ///
    /// # Errors
    /// Malformed lines, amounts out of range, and two rules for one step on the same day.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let rows: Vec<(u64, Rule)> = read_rows(text)?;
        let mut faults = Vec::new();
        for (place, (line, rule)) in rows.iter().enumerate() {
            if !(1..=LARGEST_AMOUNT).contains(&rule.amount) {
                faults.push(Fault::at(*line, Note::new("fact-amount").with("amount", rule.amount)));
            }
            if rule.valid_from.zip(rule.valid_to).is_some_and(|(first, last)| last < first) {
                faults.push(Fault::at(*line, Note::new("fact-days-backwards")));
            }
            if rows[..place].iter().any(|(_, other)| other.overlaps(rule)) {
                faults.push(Fault::at(*line, Note::new("fact-rule-twice").with("step", &rule.step)));
            }
        }
        let rules = rows.into_iter().map(|(_, rule)| rule).collect();
        if faults.is_empty() { Ok(Self { rules }) } else { Err(faults) }
    }

    /// The rule in force for a step on the day its clock starts.
    pub fn rule(&self, procedure: &str, step: &str, on: Day) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.procedure == procedure && rule.step == step && rule.holds_on(on))
    }

    /// Every rule, as written.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// When an office must have received a feedback case: sooner when it is urgent.
    pub fn feedback_receive(&self, urgent: bool, on: Day) -> Option<&Rule> {
        self.rule("feedback", if urgent { "receive_urgent" } else { "receive" }, on)
    }

    /// When a feedback case must be answered, by the promise of its topic.
    pub fn feedback_answer(&self, promise: Option<u16>, on: Day) -> Option<Rule> {
        self.rule("feedback", "answer", on).map(|rule| rule.clone().promising(promise))
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    const HEADING: &str =
        "procedure,step,start_event,amount,amount_by,unit,valid_from,valid_to,source,grade,responsible\n";

    #[test]
    fn feedback_is_received_in_eight_hours_or_four_when_urgent() {
        let rules = Procedures::facts();
        for (urgent, hours) in [(false, 8), (true, 4)] {
            let rule = rules.feedback_receive(urgent, day("2026-08-20")).expect("a rule");
            assert_eq!((rule.amount, rule.unit, rule.grade), (hours, TimeUnit::WorkingHour, Grade::B));
            assert!(rule.source.contains("1207/QĐ-UBND"));
            rule.responsible.parse::<crate::people::Role>().expect("a role");
        }
    }

    #[test]
    fn only_a_rule_that_says_so_takes_the_promise_of_a_topic() {
        let rules = Procedures::facts();
        let amount = |promise| rules.feedback_answer(promise, day("2026-08-20")).expect("a rule").amount;
        assert_eq!((amount(Some(3)), amount(None), amount(Some(0))), (3, 10, 1));
        let receive = rules.feedback_receive(false, day("2026-08-20")).expect("a rule").clone();
        assert_eq!(receive.promising(Some(3)).amount, 8);
    }

    #[test]
    fn the_law_of_the_day_is_found() {
        let text = format!(
            "{HEADING}complaint,accept,received,10,,calendar_day,,2026-06-30,KN Đ27,A,commune_leader\n\
             complaint,accept,received,7,,working_day,2026-07-01,,NĐ 155/2026 Đ10,A,commune_leader\n"
        );
        let rules = Procedures::read(&text).expect("rules");
        let check = |on: &str, amount, unit| {
            let rule = rules.rule("complaint", "accept", day(on)).expect("a rule");
            assert_eq!((rule.amount, rule.unit), (amount, unit));
        };
        check("2026-06-30", 10, TimeUnit::CalendarDay);
        check("2026-07-01", 7, TimeUnit::WorkingDay);
        assert_eq!(rules.rule("complaint", "decide", day("2026-07-01")), None);
    }

    #[test]
    fn bad_rules_are_refused_with_their_lines() {
        let check = |rows: &str, line, key: &str| {
            let faults = Procedures::read(&format!("{HEADING}{rows}")).expect_err("a fault");
            assert_eq!((faults[0].line, faults[0].note.key.as_str()), (line, key), "{rows}");
        };
        check("f,a,sent,0,,working_day,,,x,A,auditor\n", 2, "fact-amount");
        check("f,a,sent,1,,fortnight,,,x,A,auditor\n", 2, "fact-malformed");
        check("f,a,sent,1,,working_day,2026-02-01,2026-01-01,x,A,auditor\n", 2, "fact-days-backwards");
        let first = "f,a,sent,1,,working_day,,2026-01-01,x,A,auditor\n";
        check(&format!("{first}f,a,sent,2,,working_day,2026-01-01,,x,A,auditor\n"), 3, "fact-rule-twice");
    }
}
