//! Standing in: somebody acts as the holder of a position for some days.

use super::Position;
use crate::{
    ids::{DelegationId, PersonId, PositionId},
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
};

/// The longest that somebody may stand in by one act, in days, both ends included. Whoever is away longer gives the
/// position up, and another holds it.
pub const MOST_DAYS: i64 = 92;

/// Somebody stands in for the holder of a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Own id.
    pub id: DelegationId,
    /// Whose rights are lent.
    pub position: PositionId,
    /// Who stands in.
    pub person: PersonId,
    /// First day.
    pub from: Day,
    /// Last day, included.
    pub to: Day,
    /// Who decided it.
    pub given_by: PersonId,
    /// When.
    pub given_at: Moment,
    /// When it was taken back, if it was.
    pub revoked_at: Option<Moment>,
}

impl Delegation {
    /// What whoever stands in holds on a day: the position as lent, and nothing once it was taken back, before or after
    /// its days, or when the holder does not hold the position any more.
    pub fn lends(&self, position: &Position, on: Day) -> Option<Position> {
        let is_lent = self.position == position.id
            && self.revoked_at.is_none()
            && (self.from..=self.to).contains(&on)
            && position.holds_on(on);
        let to = Some(position.to.map_or(self.to, |last| last.min(self.to)));
        is_lent.then(|| Position {
            person: self.person,
            from: self.from.max(position.from),
            to,
            ..position.clone()
        })
    }
}

/// Checks the days for which somebody is to stand in for the holder of a position.
///
/// # Errors
/// Notes at `person`, `first_day` and `last_day`.
pub fn check(position: &Position, person: PersonId, from: Day, to: Day, today: Day) -> Result<(), Refusal> {
    let mut notes = Notes::default();
    if person == position.person {
        notes.add("person", Note::new("note-delegate-oneself"));
    }
    if from < today {
        notes.add("first_day", Note::new("note-day-past"));
    }
    if to < from {
        notes.add("last_day", Note::new("note-ends-before"));
    } else if to.days_since(from) >= MOST_DAYS {
        notes.add("last_day", Note::new("note-delegate-long").with("days", MOST_DAYS));
    } else if !position.holds_on(from) || !position.holds_on(to) {
        notes.add("last_day", Note::new("note-delegate-position-ends"));
    }
    notes.check()
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::{ids::UnitId, people::Role};
    use uuid::Uuid;

    fn day(number: i8) -> Day {
        Day::new(2026, 10, number).expect("a day")
    }

    fn position(to: Option<Day>) -> Position {
        Position {
            id: PositionId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            role: Role::CommuneLeader,
            unit: UnitId(Uuid::from_u128(3)),
            from: day(2),
            to,
        }
    }

    fn delegation() -> Delegation {
        Delegation {
            id: DelegationId(Uuid::from_u128(4)),
            position: PositionId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(5)),
            from: day(5),
            to: day(9),
            given_by: PersonId(Uuid::from_u128(2)),
            given_at: Moment::at(day(4), 9, 0),
            revoked_at: None,
        }
    }

    #[test]
    fn what_is_lent_holds_on_its_days_and_ends_with_the_position() {
        let check = |last: Option<i8>, on: i8, expected: Option<i8>| {
            let lent = delegation().lends(&position(last.map(day)), day(on));
            assert_eq!(lent.and_then(|lent| lent.to), expected.map(day), "{last:?} {on}");
        };
        check(None, 4, None);
        check(None, 5, Some(9));
        check(None, 9, Some(9));
        check(None, 10, None);
        check(Some(7), 7, Some(7));
        check(Some(7), 8, None);
        check(Some(30), 9, Some(9));
        let back = Delegation { revoked_at: Some(Moment::at(day(6), 9, 0)), ..delegation() };
        assert_eq!(back.lends(&position(None), day(6)), None, "taken back");
        let other = Position { id: PositionId(Uuid::nil()), ..position(None) };
        assert_eq!(delegation().lends(&other, day(6)), None, "another position");
        assert_eq!(delegation().lends(&position(None), day(6)).expect("lent").person, delegation().person);
    }

    #[test]
    fn days_that_cannot_be_are_refused_at_their_field() {
        let try_out = |person: u128, from: Day, to: Day, last: Option<Day>, expected: &str| {
            let found = check(&position(last), PersonId(Uuid::from_u128(person)), from, to, day(4));
            let fields = match found {
                Ok(()) => String::new(),
                Err(Refusal::Invalid(notes)) => {
                    notes.iter().map(|note| note.field.as_str()).collect::<Vec<_>>().join(" ")
                }
                Err(other) => format!("{other:?}"),
            };
            assert_eq!(fields, expected, "{person} {from} {to}");
        };
        try_out(5, day(5), day(9), None, "");
        try_out(5, day(4), day(4), None, "");
        try_out(2, day(5), day(9), None, "person");
        try_out(5, day(3), day(9), None, "first_day");
        try_out(5, day(9), day(5), None, "last_day");
        try_out(2, day(3), day(2), None, "person first_day last_day");
        try_out(5, day(5), day(9), Some(day(8)), "last_day");
        try_out(5, day(5), day(5).plus_days(MOST_DAYS - 1), None, "");
        try_out(5, day(5), day(5).plus_days(MOST_DAYS), None, "last_day");
    }
}
