//! Inspections and supervisions: planned, decided, an outline sent and answered, work at the unit along a checklist,
//! minutes, a conclusion with what is to be mended and by when, closed when it is.
//!
//! Nothing here is about a person: a finding says what a unit does or does not do. What is to be mended is a
//! [`crate::programmes::Commitment`] like any other.

mod checklists;
mod typed;

pub use checklists::{Question, checklist, checklists};
pub use typed::{
    Paper, Planned, Remedy, TypedFinding, TypedPaper, TypedPlan, TypedRemedy, answer_due, remedies, told,
};

use crate::{
    deadlines::{Deadline, Sort},
    ids::{ChecklistItemId, InspectionId, PersonId, ProgrammeId, UnitId},
    procedures::Party,
    refusals::{Note, Refusal},
    time::{Day, Moment},
    units::Level,
    words_enum,
};
use uuid::Uuid;

/// The word of inspections where rows name a procedure, and in the ladder.
pub const INSPECTION: &str = "inspection";
/// What an inspected unit owes: to report on itself.
pub const ANSWER: &str = "answer";
/// What whoever inspects owes: to work at the unit and write the minutes.
pub const WORK: &str = "work";

words_enum! {
    /// What is done.
    Kind {
        /// An inspection: kiểm tra.
        Inspection = "inspection",
        /// A supervision: giám sát.
        Supervision = "supervision",
    }
}

words_enum! {
    /// How far it has come.
    Stage {
        /// It stands in the plan.
        Planned = "planned",
        /// It was decided.
        Decided = "decided",
        /// The outline was sent; the unit answers it.
        Outlined = "outlined",
        /// The unit has reported on itself.
        Answered = "answered",
        /// Whoever inspects works at the unit.
        AtWork = "at_work",
        /// The minutes are written; the unit may object.
        Minuted = "minuted",
        /// The conclusion was given; what is to be mended runs.
        Concluded = "concluded",
        /// Everything is done.
        Closed = "closed",
        /// It was called off.
        CalledOff = "called_off",
    }
}

words_enum! {
    /// What may be done in it.
    Act {
        /// Put into the plan.
        Plan = "plan",
        /// Decide it.
        Decide = "decide",
        /// Send the outline of what the unit is to report.
        Outline = "outline",
        /// Report on oneself.
        Answer = "answer",
        /// Begin at the unit.
        Begin = "begin",
        /// Write the minutes.
        Minute = "minute",
        /// Object to the minutes.
        Object = "object",
        /// Give the conclusion.
        Conclude = "conclude",
        /// Close it.
        Close = "close",
        /// Call it off.
        CallOff = "call_off",
    }
}

words_enum! {
    /// What an item of the checklist came to.
    Outcome {
        /// As it should be.
        Met = "met",
        /// Something is lacking: hạn chế, thiếu sót.
        Shortcoming = "shortcoming",
        /// A rule is broken: vi phạm.
        Violation = "violation",
        /// It does not arise at this unit.
        NotApplicable = "not_applicable",
    }
}

impl Outcome {
    /// Whether something has to be mended.
    pub const fn is_found(self) -> bool {
        matches!(self, Self::Shortcoming | Self::Violation)
    }
}

/// Who does an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Anybody of the inspecting office who leads inspections.
    Inspecting,
    /// Only whoever decides for that office.
    Deciding,
    /// The unit that is inspected.
    Inspected,
}

impl Act {
    /// Whose act it is.
    pub const fn side(self) -> Side {
        match self {
            Self::Plan | Self::Outline | Self::Begin | Self::Minute => Side::Inspecting,
            Self::Decide | Self::Conclude | Self::Close | Self::CallOff => Side::Deciding,
            Self::Answer | Self::Object => Side::Inspected,
        }
    }

    /// Whether it carries a paper with number and day.
    pub const fn has_paper(self) -> bool {
        matches!(self, Self::Decide | Self::Conclude)
    }

    /// Whether words must be said.
    pub const fn needs_words(self) -> bool {
        !matches!(self, Self::Plan | Self::Decide | Self::Begin)
    }
}

impl Stage {
    /// The stage after an act; nothing when the act may not be done now. An outline that nobody answers does not hold the
    /// work up; minutes may be objected to more than once.
    pub const fn after(self, act: Act) -> Option<Self> {
        match (self, act) {
            (Self::Planned, Act::Decide) => Some(Self::Decided),
            (Self::Decided, Act::Outline) => Some(Self::Outlined),
            (Self::Outlined | Self::Answered, Act::Answer) => Some(Self::Answered),
            (Self::Outlined | Self::Answered, Act::Begin) => Some(Self::AtWork),
            (Self::AtWork, Act::Minute) => Some(Self::Minuted),
            (Self::Minuted, Act::Object) => Some(Self::Minuted),
            (Self::Minuted, Act::Conclude) => Some(Self::Concluded),
            (Self::Concluded, Act::Close) => Some(Self::Closed),
            (
                Self::Planned | Self::Decided | Self::Outlined | Self::Answered | Self::AtWork,
                Act::CallOff,
            ) => Some(Self::CalledOff),
            _ => None,
        }
    }

    /// The acts that may be done now.
    pub fn acts(self) -> impl Iterator<Item = Act> {
        Act::ALL.iter().copied().filter(move |act| self.after(*act).is_some())
    }

    /// Whether nothing more happens.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::CalledOff)
    }

    /// [`Stage::after`], as a refusal.
    ///
    /// # Errors
    /// When the act may not be done now.
    pub fn take(self, act: Act) -> Result<Self, Refusal> {
        self.after(act).ok_or_else(|| Refusal::Conflict(Note::new("inspection-not-now")))
    }
}

/// An inspection as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Own id, made by the sender.
    pub id: InspectionId,
    /// Who inspects.
    pub unit: UnitId,
    /// Who is inspected.
    pub inspected: UnitId,
    /// What is done.
    pub kind: Kind,
    /// About what.
    pub subject: String,
    /// The number of the plan it stands in.
    pub plan: String,
    /// How far it has come.
    pub stage: Stage,
    /// First day of the work at the unit.
    pub from: Day,
    /// Last day, included.
    pub to: Day,
    /// By when the unit answers the outline.
    pub answer_due_on: Option<Day>,
    /// When the conclusion was given.
    pub concluded_on: Option<Day>,
    /// What is to be mended.
    pub remedies: Option<ProgrammeId>,
    /// When it was planned.
    pub made_at: Moment,
    /// When anything last happened.
    pub moved_at: Moment,
}

impl Inspection {
    /// Whether the unit has not answered the outline in time.
    pub fn is_answer_late(&self, today: Day) -> bool {
        self.stage == Stage::Outlined && self.answer_due_on.is_some_and(|due| due < today)
    }

    /// What falls due of it, given what was done: the work at the unit with its minutes once it is decided, and the unit's
    /// report on itself once the outline was sent. `level` says at which level a unit stands.
    pub fn deadlines(&self, acts: &[Done], level: impl Fn(UnitId) -> Level) -> Vec<Deadline> {
        let when = |some: &[Act]| acts.iter().find(|done| some.contains(&done.act)).map(|done| done.at);
        let due = |position, step: &str, unit, (starts_at, on): (Moment, Day), ends: &[Act]| Deadline {
            thing: self.id.0,
            sort: Sort::Inspection,
            position,
            procedure: INSPECTION.to_owned(),
            step: step.to_owned(),
            unit,
            handler: None,
            party: if level(unit) < Level::Commune { Party::CityLeader } else { Party::CommuneOfficer }
                .to_string(),
            is_duty: true,
            is_paused: false,
            starts_at,
            due_at: Moment::at(on.next(), 0, 0).plus_seconds(-1),
            ended_at: when(ends),
        };
        let work = when(&[Act::Decide])
            .map(|decided| due(0, WORK, self.unit, (decided, self.to), &[Act::Minute, Act::CallOff]));
        let sent = when(&[Act::Outline]).zip(self.answer_due_on);
        let answer =
            sent.map(|sent| due(1, ANSWER, self.inspected, sent, &[Act::Answer, Act::Begin, Act::CallOff]));
        work.into_iter().chain(answer).collect()
    }
}

/// A question of the checklist with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Own id; evidence hangs on it.
    pub id: ChecklistItemId,
    /// Of which inspection.
    pub inspection: InspectionId,
    /// Its place, from 1.
    pub number: i64,
    /// The kind of thing it asks about.
    pub field: String,
    /// What it asks.
    pub question: String,
    /// What the unit says of itself.
    pub answer: String,
    /// What whoever inspects found; nothing while nobody has looked.
    pub outcome: Option<Outcome>,
    /// What was seen.
    pub told: String,
    /// When.
    pub looked_at: Option<Moment>,
    /// By whom.
    pub person: Option<PersonId>,
}

/// One act of an inspection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Own id; its papers hang on it.
    pub id: Uuid,
    /// Its place, from 1.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// What.
    pub act: Act,
    /// By whom.
    pub person: Option<PersonId>,
    /// What was said.
    pub words: String,
    /// The number of its paper.
    pub paper: String,
    /// The paper's day.
    pub paper_on: Option<Day>,
}

/// Whether minutes may be written: every item was looked at.
///
/// # Errors
/// A note under `words`: how many are left.
pub fn may_minute(items: &[Item]) -> Result<(), Refusal> {
    let left = items.iter().filter(|item| item.outcome.is_none()).count();
    if left == 0 {
        return Ok(());
    }
    Err(Refusal::field("words", Note::new("inspection-items-left").with("left", left)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_follow_one_another() {
        let check = |acts: &[Act], expected: Option<Stage>| {
            let end = acts.iter().try_fold(Stage::Planned, |stage, act| stage.after(*act));
            assert_eq!(end, expected, "{acts:?}");
        };
        use Act::{Answer, Begin, CallOff, Close, Conclude, Decide, Minute, Object, Outline};
        check(&[], Some(Stage::Planned));
        check(&[Decide, Outline, Answer, Begin, Minute, Conclude, Close], Some(Stage::Closed));
        check(&[Decide, Outline, Begin, Minute, Object, Object, Conclude], Some(Stage::Concluded));
        check(&[Decide, Outline, Answer, Answer, Begin], Some(Stage::AtWork));
        check(&[Decide, Begin], None);
        check(&[Outline], None);
        check(&[Decide, Outline, Begin, Conclude], None);
        check(&[Decide, Outline, Begin, Minute, CallOff], None);
        check(&[Decide, CallOff], Some(Stage::CalledOff));
        check(&[Decide, CallOff, Outline], None);
    }

    #[test]
    fn what_is_over_has_no_acts_and_everything_else_has() {
        for stage in Stage::ALL {
            assert_eq!(stage.acts().next().is_none(), stage.is_over(), "{stage}");
        }
    }

    #[test]
    fn the_work_and_the_answer_fall_due_and_end() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let (own, of) = (UnitId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
        let at = |hour| Moment::at(day("2026-10-05"), hour, 0);
        let it = Inspection {
            id: InspectionId(Uuid::from_u128(9)),
            unit: own,
            inspected: of,
            kind: Kind::Inspection,
            subject: String::new(),
            plan: String::new(),
            stage: Stage::Outlined,
            from: day("2026-10-12"),
            to: day("2026-10-14"),
            answer_due_on: Some(day("2026-10-08")),
            concluded_on: None,
            remedies: None,
            made_at: at(8),
            moved_at: at(9),
        };
        let check = |acts: &[Act], expected: &[(&str, UnitId, bool)]| {
            let done = |(number, act): (i64, &Act)| Done {
                id: Uuid::from_u128(number.unsigned_abs().into()),
                number,
                at: at(9),
                act: *act,
                person: None,
                words: String::new(),
                paper: String::new(),
                paper_on: None,
            };
            let acts: Vec<Done> = (1..).zip(acts).map(done).collect();
            let level = |unit| if unit == own { Level::City } else { Level::Commune };
            let due = it.deadlines(&acts, level);
            let told: Vec<_> =
                due.iter().map(|one| (one.step.as_str(), one.unit, one.is_running())).collect();
            assert_eq!(told, expected);
        };
        use Act::{Begin, CallOff, Decide, Minute, Outline, Plan};
        check(&[Plan], &[]);
        check(&[Plan, Decide], &[(WORK, own, true)]);
        check(&[Plan, Decide, Outline], &[(WORK, own, true), (ANSWER, of, true)]);
        // Whoever did not answer before the work began is not asked any more.
        check(&[Plan, Decide, Outline, Begin], &[(WORK, own, true), (ANSWER, of, false)]);
        check(&[Plan, Decide, Outline, Begin, Minute], &[(WORK, own, false), (ANSWER, of, false)]);
        check(&[Plan, Decide, Outline, CallOff], &[(WORK, own, false), (ANSWER, of, false)]);
    }
}
