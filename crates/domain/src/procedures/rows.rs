//! What stands in the files of procedures: stages, acts, clocks, conditions and transitions, each with its source.

use super::Rule;
use crate::{facts::Grade, time::Day, words_enum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

words_enum! {
    /// Who may do an act or must keep a clock.
    Party {
        /// Handles the office's letters and cases.
        CommuneOfficer = "commune_officer",
        /// The chair of the commune.
        CommuneLeader = "commune_leader",
        /// Notes what a neighbourhood says.
        TeamMember = "team_member",
        /// Reads the city's figures.
        CityAnalyst = "city_analyst",
        /// The chair of the city.
        CityLeader = "city_leader",
        /// Runs the installation.
        Operator = "operator",
        /// Checks events and figures.
        Auditor = "auditor",
        /// The head of an agency that is no commune.
        AgencyHead = "agency_head",
        /// Whoever stands directly above the one who settles.
        Superior = "superior",
        /// Whoever complains.
        Complainant = "complainant",
        /// Whoever denounces.
        Denouncer = "denouncer",
        /// Whoever asks or proposes.
        Petitioner = "petitioner",
        /// Whoever holds a paper that is asked for.
        EvidenceHolder = "evidence_holder",
        /// The head of a village or residential group.
        VillageHead = "village_head",
        /// The body that compensates, supports and resettles.
        ClearanceBody = "clearance_body",
        /// The program itself, on a day that the rule names.
        House = "house",
    }
}

words_enum! {
    /// How a clock binds.
    Bound {
        /// The act must be done by the end of it.
        AtMost = "at_most",
        /// So much time must have passed in full before the act.
        AtLeast = "at_least",
        /// The start must lie so many days ahead of the act.
        Ahead = "ahead",
    }
}

words_enum! {
    /// What follows when a clock lapses.
    Lapse {
        /// The superior is told; the duty stays.
        Escalate = "escalate",
        /// The complaint may go to the next level, or to the administrative court.
        NextLevelOrCourt = "next_level_or_court",
        /// The administrative court is open.
        Court = "court",
        /// The right to take this step is lost, unless an obstacle is proved.
        RightLost = "right_lost",
        /// The decision has legal effect.
        LegalEffect = "legal_effect",
        /// The superior asks the settler to act.
        SuperiorAsks = "superior_asks",
        /// The office goes on without what was asked for.
        GoOn = "go_on",
        /// The next step is open.
        StepOpen = "step_open",
        /// The compulsory measure may be decided.
        Compulsion = "compulsion",
        /// The record says that it was late, and why.
        LateRecorded = "late_recorded",
    }
}

words_enum! {
    /// What an act must bring with it.
    Need {
        /// A written ground.
        Ground = "ground",
        /// The office that it goes to.
        Office = "office",
        /// The parts into which a mixed letter is split: two procedures or more.
        Parts = "parts",
        /// The number of the written decision, notice or minutes.
        Document = "document",
        /// The forms in which it was made public.
        Forms = "forms",
    }
}

words_enum! {
    /// What an act does to the settlement, which decides whose law a running case keeps.
    Settling {
        /// From here on the case is under settlement: accepted.
        Begins = "begins",
        /// It is decided or ended otherwise.
        Ends = "ends",
    }
}

words_enum! {
    /// Who begins a proceeding.
    Opener {
        /// Whoever turns to an office: a letter, a booking, a report.
        Resident = "resident",
        /// An office, on its own.
        Office = "office",
    }
}

/// A name in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// Where in the files a row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
}

/// The first and last day of a row; none when it is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

impl Validity {
    /// Whether it is in force on a day.
    pub fn holds_on(self, day: Day) -> bool {
        self.from.is_none_or(|first| first <= day) && self.to.is_none_or(|last| day <= last)
    }

    /// Whether both are in force on some day.
    pub fn overlaps(self, other: Self) -> bool {
        let ends_before =
            |one: Self, other: Self| one.to.zip(other.from).is_some_and(|(last, first)| last < first);
        !ends_before(self, other) && !ends_before(other, self)
    }
}

/// One stage of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its word, e.g. `accepted`.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// Whether nothing more is due to happen.
    pub last: bool,
    /// Whether what is in this stage stands where every resident may read it.
    #[serde(default)]
    pub public: bool,
    /// Whether what is public in this stage stays, until it is replaced or no longer holds.
    #[serde(default)]
    pub permanent: bool,
}

/// One thing that has a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its word, e.g. `acceptance`.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// What a change of law calls it, e.g. `suspension`; the transition rules name such subjects.
    pub subject: Option<String>,
}

/// Something that may be true of a case and changes its clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Its word, e.g. `complex`.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// The only grounds that the law takes; empty when any written ground will do.
    pub grounds: Vec<Ground>,
    /// When the list of grounds is in force.
    pub validity: Validity,
    /// The article.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// One of the grounds that the law lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Its word.
    pub code: String,
    /// What it says.
    pub name: Name,
}

/// By how much a clock may be extended, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extending {
    /// Only under these conditions.
    pub when: BTreeSet<String>,
    /// The largest amount of one extension, in the rule's unit.
    pub amount: u16,
    /// How often.
    pub times: u16,
    /// The article.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// A rule of time in full: the clock and all that the law says around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The clock itself.
    pub rule: Rule,
    /// The step whose lapse starts it, when no act does.
    pub starts_by_lapse: Option<String>,
    /// How it binds.
    pub bound: Bound,
    /// The conditions under which this row goes before a more general one.
    pub when: BTreeSet<String>,
    /// The acts that stop it.
    pub ends: Vec<String>,
    /// How it may be extended.
    pub extensions: Vec<Extending>,
    /// What follows when it lapses.
    pub lapses: Lapse,
    /// Where it is written.
    pub place: Place,
}

impl Term {
    /// When it is in force.
    pub fn validity(&self) -> Validity {
        Validity { from: self.rule.valid_from, to: self.rule.valid_to }
    }
}

/// Something that may be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Its word, e.g. `accept`.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// The stages in which it may be done; empty when it opens the procedure.
    pub from: Vec<String>,
    /// The stage it leads to; none when the stage stays.
    pub to: Option<String>,
    /// Who may.
    pub who: Vec<Party>,
    /// What it must bring.
    pub needs: Vec<Need>,
    /// One of these must have been done before.
    pub after: Vec<String>,
    /// The clock that must have lapsed before.
    pub after_lapse: Option<String>,
    /// Only under these conditions.
    pub when: BTreeSet<String>,
    /// How often it may be done in one case.
    pub times: Option<u16>,
    /// The condition that it records.
    pub sets: Option<String>,
    /// The clock that it extends.
    pub extends: Option<String>,
    /// The clocks that it stops for a while.
    pub pauses: Vec<String>,
    /// The clocks that it lets go on.
    pub resumes: Vec<String>,
    /// What it does to the settlement.
    pub settling: Option<Settling>,
    /// What a change of law calls it.
    pub subject: Option<String>,
    /// When it is in force.
    pub validity: Validity,
    /// The article.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
    /// Where it is written.
    pub place: Place,
}

/// Which law a case keeps that was accepted before a change and is still undecided after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// First day of the new law.
    pub on: Day,
    /// What goes by the new law from that day on; all else stays under the old.
    pub new_for: Vec<String>,
    /// The article.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// A procedure: all its rows, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// Its word, e.g. `complaint`.
    pub code: String,
    /// What it is called.
    pub name: Name,
    /// The first characters of a digest of its files: two cases with one edition went by the same rows.
    pub edition: String,
    /// Who begins one; nothing in editions of before, where it was always a resident.
    #[serde(default)]
    pub opened_by: Option<Opener>,
    /// Its stages.
    pub stages: Vec<Stage>,
    /// What has a clock.
    pub steps: Vec<Step>,
    /// What may be true of a case.
    pub conditions: Vec<Condition>,
    /// What may be done.
    pub acts: Vec<Act>,
    /// How long it may take.
    pub terms: Vec<Term>,
    /// What changes of law say about running cases.
    pub transitions: Vec<Transition>,
}

impl Procedure {
    /// A stage by its word.
    pub fn stage(&self, code: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.code == code)
    }

    /// Whether an office begins one on its own.
    pub fn is_offices(&self) -> bool {
        self.opened_by == Some(Opener::Office)
    }

    /// The acts with which one may begin on a day, each once.
    pub fn beginnings(&self, on: Day) -> Vec<&Act> {
        let begins = |act: &&Act| act.from.is_empty() && act.when.is_empty() && act.validity.holds_on(on);
        let mut found: Vec<&Act> = Vec::new();
        for act in self.acts.iter().filter(begins) {
            if !found.iter().any(|other| other.code == act.code) {
                found.push(act);
            }
        }
        found
    }

    /// A step by its word.
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.code == code)
    }

    /// The rule of a step, started by an event, under a day's law: the row with the most conditions that all hold.
    pub fn term(
        &self,
        step: &str,
        start: Option<&str>,
        on: Day,
        holding: &BTreeSet<String>,
    ) -> Option<&Term> {
        let fits = |term: &&Term| {
            term.rule.step == step
                && start.is_none_or(|start| term.rule.start_event == start)
                && term.rule.holds_on(on)
                && term.when.is_subset(holding)
        };
        self.terms.iter().filter(fits).max_by_key(|term| term.when.len())
    }

    /// The days on which the law of a case may become another by itself: a row begins or has ended, a change takes hold.
    pub fn turns(&self) -> impl Iterator<Item = Day> {
        let rows = self.terms.iter().map(Term::validity).chain(self.acts.iter().map(|act| act.validity));
        let rows = rows.chain(self.conditions.iter().map(|condition| condition.validity));
        let rows =
            rows.flat_map(|validity| [validity.from, validity.to.map(Day::next)].into_iter().flatten());
        rows.chain(self.transitions.iter().map(|change| change.on))
    }

    /// A condition as a day's law knows it.
    pub fn condition(&self, code: &str, on: Day) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.code == code && condition.validity.holds_on(on))
    }
}
