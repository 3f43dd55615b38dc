//! Deadlines: whatever falls due, as rows that can be listed across all of it. They follow from what was done.

mod ladder;

pub use ladder::{Ladder, Rung, Told, reached_before};

use crate::{
    ids::{PersonId, UnitId},
    procedures::{Bound, ClockMoment, ClockState, Party},
    proceedings::{Proceeding, is_office},
    receptions::{Commitment, PROCEDURE as RECEPTION, Visit},
    time::Moment,
    words_enum,
};
use uuid::Uuid;

words_enum! {
    /// What it is that falls due.
    Sort {
        /// A clock of a proceeding.
        Proceeding = "proceeding",
        /// A clock of a visit to a reception.
        Visit = "visit",
        /// What was promised at a reception.
        Promise = "promise",
        /// A clock of a request about personal data.
        Request = "request",
        /// What was promised at a call on whoever a clearance file is of.
        Call = "call",
        /// A periodic return.
        Return = "return",
        /// A step of an inspection.
        Inspection = "inspection",
    }
}

/// The word of promises where rows name a procedure, and in the ladder.
pub const PROMISE: &str = "promise";

/// One clock of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What it is a clock of.
    pub thing: Uuid,
    /// What that is.
    pub sort: Sort,
    /// Its place among the clocks, from 0.
    pub position: i64,
    /// The procedure.
    pub procedure: String,
    /// The step that is due.
    pub step: String,
    /// The unit that must keep it: that of the thing, or the city for what the city must do.
    pub unit: UnitId,
    /// Who is on it.
    pub handler: Option<PersonId>,
    /// Who must keep it, a word of [`Party`].
    pub party: String,
    /// Whether an office must have done something by then; a wait or somebody else's right is not.
    pub is_duty: bool,
    /// Whether it stands still.
    pub is_paused: bool,
    /// When it began.
    pub starts_at: Moment,
    /// When it is due; of a wait, from when on the act may be done.
    pub due_at: Moment,
    /// When it was stopped.
    pub ended_at: Option<Moment>,
}

impl Deadline {
    /// Whether an office's duty runs: it can fall due, or is late.
    pub const fn is_running(&self) -> bool {
        self.is_duty && !self.is_paused && self.ended_at.is_none()
    }
}

/// What has clocks under a procedure.
#[derive(Clone, Copy, Debug)]
pub struct Bearer<'a> {
    /// What it is.
    pub sort: Sort,
    /// Its id.
    pub thing: Uuid,
    /// The procedure.
    pub procedure: &'a str,
    /// The office that has it.
    pub unit: UnitId,
    /// Who is on it.
    pub handler: Option<PersonId>,
    /// When nothing more was due.
    pub ended_at: Option<Moment>,
}

impl<'a> From<&'a Proceeding> for Bearer<'a> {
    fn from(it: &'a Proceeding) -> Self {
        Self {
            sort: Sort::Proceeding,
            thing: it.id.0,
            procedure: &it.procedure,
            unit: it.unit,
            handler: it.handler,
            ended_at: it.ended_at,
        }
    }
}

impl From<&Visit> for Bearer<'static> {
    fn from(it: &Visit) -> Self {
        Self {
            sort: Sort::Visit,
            thing: it.id,
            procedure: RECEPTION,
            unit: it.unit,
            handler: None,
            ended_at: None,
        }
    }
}

/// What was promised falls due at the end of its day, and is the office's, whoever wrote it down.
pub fn of_promise(it: &Commitment) -> Deadline {
    Deadline {
        thing: it.id,
        sort: Sort::Promise,
        position: 0,
        procedure: PROMISE.to_owned(),
        step: PROMISE.to_owned(),
        unit: it.unit,
        handler: None,
        party: Party::CommuneOfficer.to_string(),
        is_duty: true,
        is_paused: false,
        starts_at: it.made_at,
        due_at: Moment::at(it.until.next(), 0, 0).plus_seconds(-1),
        ended_at: it.answered_at,
    }
}

/// The clocks of something as they stand; `city` is the city above its office.
pub fn of<'a, 'b>(
    bearer: impl Into<Bearer<'b>>,
    clocks: impl IntoIterator<Item = ClockMoment<'a>>,
    city: Option<UnitId>,
) -> Vec<Deadline> {
    let bearer = bearer.into();
    let row = |(position, clock): (i64, ClockMoment<'_>)| {
        let party: Option<Party> = clock.responsible.parse().ok();
        let is_citys = matches!(party, Some(Party::CityLeader | Party::Superior));
        Deadline {
            thing: bearer.thing,
            sort: bearer.sort,
            position,
            procedure: bearer.procedure.to_owned(),
            step: clock.step.to_owned(),
            unit: city.filter(|_| is_citys).unwrap_or(bearer.unit),
            handler: bearer.handler.filter(|_| !is_citys),
            party: clock.responsible.to_owned(),
            is_duty: clock.bound == Bound::AtMost && party.is_some_and(is_office),
            is_paused: clock.state == ClockState::Paused,
            starts_at: clock.start,
            due_at: clock.due_at,
            // What ran when nothing more was due runs no longer.
            ended_at: clock.ended.or(bearer.ended_at),
        }
    };
    (0..).zip(clocks).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::Calendar,
        office_hours::OfficeHours,
        procedures::{Done, Procedures, moments},
        time::Day,
    };

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_promise_is_late_from_the_day_after_on() {
        let promise = Commitment {
            id: Uuid::from_u128(1),
            visit: Uuid::from_u128(2),
            unit: UnitId(Uuid::from_u128(3)),
            what: "Sửa nắp cống".into(),
            who: "Tổ kỹ thuật".into(),
            until: day("2026-11-27"),
            made_at: Moment::at(day("2026-11-20"), 9, 0),
            person: Some(PersonId(Uuid::from_u128(4))),
            answered_at: None,
            answer: String::new(),
        };
        let due = of_promise(&promise);
        assert_eq!((due.due_at.day(), due.is_running(), due.handler), (promise.until, true, None));
        for (now, late) in [("2026-11-27", false), ("2026-11-28", true)] {
            assert_eq!(due.due_at < Moment::at(day(now), 8, 0), late, "{now}");
            assert_eq!(promise.is_late(day(now)), late, "{now}");
        }
        let answered = Commitment { answered_at: Some(Moment::at(day("2026-11-26"), 9, 0)), ..promise };
        assert!(!of_promise(&answered).is_running());
    }

    #[test]
    fn a_visit_that_was_received_owes_an_answer() {
        let procedure = Procedures::facts().get(RECEPTION).expect("a procedure");
        let at = |text: &str| Moment::at(day(text), 9, 0);
        let mut done = vec![
            Done::new("ask", at("2026-11-02"), Party::Petitioner),
            Done::new("receive", at("2026-11-05"), Party::CommuneLeader),
        ];
        let bearer = Bearer {
            sort: Sort::Visit,
            thing: Uuid::from_u128(1),
            procedure: RECEPTION,
            unit: UnitId(Uuid::from_u128(3)),
            handler: None,
            ended_at: None,
        };
        let rows = |done: &[Done]| {
            let stood = moments(procedure, done, Calendar::facts(), OfficeHours::facts(), at("2026-11-10"));
            of(bearer, stood.expect("it stands").1, None)
        };
        let owed = rows(&done);
        assert_eq!(owed.len(), 1);
        assert_eq!(
            (owed[0].step.as_str(), owed[0].is_running(), owed[0].sort),
            ("answer", true, Sort::Visit)
        );
        done.push(Done {
            document: "5/UBND".into(),
            ..Done::new("answer", at("2026-11-09"), Party::CommuneOfficer)
        });
        assert!(rows(&done).iter().all(|one| !one.is_running()));
    }
}
