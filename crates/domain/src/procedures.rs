//! Law as data: the steps of each procedure, how long each may take, and who must take it.

use crate::{
    facts::{Fault, Grade, embedded},
    refusals::Note,
    time::Day,
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::LazyLock};

mod build;
mod check;
mod difference;
mod limits;
mod rows;
mod sheet;
mod stand;

pub use difference::{Change, Difference, differences};
pub use limits::{Limit, LimitUnit, Limits};
pub use rows::{
    Act, Bound, Condition, Extending, Ground, Lapse, Name, Need, Opener, Party, Place, Procedure, Settling,
    Stage, Step, Term, Transition, Validity,
};
use sheet::Sheet;
pub use stand::{
    ClockMoment, ClockStand, ClockState, Done, NextAct, Refused, Stand, check, due_at_of, due_of, moments,
    stand,
};

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
    /// Who must do it, a word of [`Party`].
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
}

/// What is wrong at one line of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The file's name.
    pub file: String,
    /// The line and what is wrong with it.
    pub fault: Fault,
}

/// All procedures with all their rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedures {
    all: Vec<Procedure>,
}

macro_rules! facts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../facts/procedures/", $name)))),*]
    };
}

/// The files danvan comes with, by name. A new procedure is one line here and one file.
pub const FILES: &[(&str, &str)] = facts![
    "feedback.toml",
    "complaint.toml",
    "disciplinary_complaint.toml",
    "denunciation.toml",
    "petition.toml",
    "rule_feedback.toml",
    "reception.toml",
    "publication.toml",
    "opinions.toml",
    "head_election.toml",
    "land_recovery.toml",
    "data_rights.toml",
];

/// The steps without which a feedback case cannot be received.
const FEEDBACK_STEPS: [&str; 3] = ["receive", "receive_urgent", "answer"];

static FACTS: LazyLock<Procedures> = LazyLock::new(|| {
    let read = Procedures::read(FILES.iter().copied());
    embedded("procedures", read.map_err(|faults| faults.into_iter().map(|one| one.fault).collect()))
});

impl Procedures {
    /// The procedures danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Procedures from the texts of TOML files, each with its name. A file that says `amends = true` stands in place
    /// of the rows of the same steps, acts and conditions in the file of the same procedure before it; any other file
    /// stands in place of the whole procedure.
    ///
    /// # Errors
    /// Everything that is wrong, each with its file and line: unknown words, amounts out of range, days backwards,
    /// rows without a source, versions that overlap, stages and clocks that nothing leads to.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<FileFault>> {
        let mut faults = Vec::new();
        let mut groups: Vec<Vec<Sheet<'a>>> = Vec::new();
        for (file, text) in files {
            let sheet = match Sheet::read(file, text) {
                Ok(sheet) => sheet,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            let code = sheet.code();
            let group = groups.iter_mut().find(|group| group[0].code() == code);
            match (group, sheet.raw.procedure.amends) {
                (Some(group), true) => group.push(sheet),
                (Some(group), false) => *group = vec![sheet],
                (None, false) => groups.push(vec![sheet]),
                (None, true) => {
                    let note = Note::new("fact-amends-nothing").with("code", code);
                    faults.push(sheet.fault_of_head(note));
                }
            }
        }
        let mut all = Vec::new();
        for group in &groups {
            let before = faults.len();
            let procedure = build::procedure(group, &mut faults);
            // A row left out as faulty would only draw further faults after it.
            if faults.len() == before {
                faults.extend(check::faults(&procedure, &group[0].head()));
            }
            if procedure.code == "feedback" {
                let lacking = FEEDBACK_STEPS.iter().filter(|step| procedure.step(step).is_none());
                faults.extend(
                    lacking.map(|step| {
                        group[0].fault_of_head(Note::new("fact-step-missing").with("code", step))
                    }),
                );
            }
            all.push(procedure);
        }
        if faults.is_empty() { Ok(Self { all }) } else { Err(faults) }
    }

    /// Every procedure, in the order of the files.
    pub fn all(&self) -> &[Procedure] {
        &self.all
    }

    /// A procedure by its word.
    pub fn get(&self, code: &str) -> Option<&Procedure> {
        self.all.iter().find(|procedure| procedure.code == code)
    }

    /// Whether the law of any case may have become another after a day and up to another, which counts.
    pub fn turned_between(&self, after: Day, until: Day) -> bool {
        self.all.iter().flat_map(Procedure::turns).any(|day| after < day && day <= until)
    }

    /// The rule in force for a step on the day its clock starts, where nothing special is true of the case.
    pub fn rule(&self, procedure: &str, step: &str, on: Day) -> Option<&Rule> {
        let term = self.get(procedure)?.term(step, None, on, &BTreeSet::new())?;
        Some(&term.rule)
    }

    /// When an office must have received a feedback case: sooner when it is urgent.
    pub fn feedback_receive(&self, urgent: bool, on: Day) -> Option<&Rule> {
        let (step, holding) = if urgent {
            ("receive_urgent", BTreeSet::from(["urgent".to_owned()]))
        } else {
            ("receive", BTreeSet::new())
        };
        Some(&self.get("feedback")?.term(step, None, on, &holding)?.rule)
    }

    /// When a feedback case must be answered, by the promise of its topic.
    pub fn feedback_answer(&self, promise: Option<u16>, on: Day) -> Option<Rule> {
        self.rule("feedback", "answer", on).map(|rule| rule.clone().promising(promise))
    }
}

#[cfg(test)]
mod tests;
