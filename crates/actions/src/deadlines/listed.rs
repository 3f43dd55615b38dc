//! One list of what is late or due, so many rows at a time: deadlines and feedback cases in one order, each read by its own
//! index from the row on after which the list goes on.

use super::{
    Row, Whose,
    things::{may_open, things},
};
use crate::house::{Done, House};
use danvan_domain::{
    deadlines::Deadline,
    ids::{PersonId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::{Day, Moment},
    words_enum,
};
use danvan_store::{
    cases::{self, Row as CaseRow},
    deadlines::{self as store, After},
};
use uuid::Uuid;

/// How many rows a list shows at once.
pub const ROWS: usize = 50;

/// What of all that lapses a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is late.
    Late,
    /// What is due from now on until the end of the stretch.
    Coming,
    /// Everything of a day, the late among it.
    Day(Day),
}

impl Part {
    /// From when on and before when its rows are due; `end` is that of the stretch.
    fn span(self, now: Moment, end: Moment) -> (Moment, Moment) {
        match self {
            Self::Late => (Moment::from_micros(i64::MIN), now),
            Self::Coming => (now, end),
            Self::Day(day) => (Moment::at(day, 0, 0), Moment::at(day.next(), 0, 0)),
        }
    }
}

words_enum! {
    /// Where something due is found; of what is due at the same moment, deadlines stand first.
    Source {
        /// The deadlines of proceedings, visits, promises and requests about data.
        Deadline = "p",
        /// The feedback cases.
        Case = "c",
    }
}

/// The place of a row in the order of a list. A page carries that of its last row, and the next goes on behind it; what
/// was done meanwhile moves no row from one page to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    due_at: Moment,
    source: Source,
    id: Uuid,
    position: i64,
}

impl Key {
    /// Before everything that is due from a moment on.
    const fn beginning(from: Moment) -> Self {
        let After { due_at, thing, position } = After::beginning(from);
        Self { due_at, source: Source::Deadline, id: thing, position }
    }

    /// Where a list goes on behind this place for the rows of one source.
    fn after(self, source: Source) -> After {
        match source.cmp(&self.source) {
            // Those of the same moment all stand behind.
            std::cmp::Ordering::Greater => After::beginning(self.due_at),
            std::cmp::Ordering::Equal => {
                After { due_at: self.due_at, thing: self.id, position: self.position }
            }
            // Those of the same moment all stand before.
            std::cmp::Ordering::Less => {
                After::beginning(Moment::from_micros(self.due_at.micros().saturating_add(1)))
            }
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}.{}", self.due_at.micros(), self.source, self.id.simple(), self.position)
    }
}

impl std::str::FromStr for Key {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let read = || {
            let parts: Vec<&str> = text.split('.').collect();
            let [due_at, source, id, position] = parts[..] else { return None };
            Some(Self {
                due_at: Moment::from_micros(due_at.parse().ok()?),
                source: source.parse().ok()?,
                id: Uuid::try_parse(id).ok()?,
                position: position.parse().ok()?,
            })
        };
        read().ok_or_else(|| Refusal::field("after", Note::new("note-list-place")))
    }
}

/// Something due.
pub enum Item {
    /// A deadline.
    Deadline(Box<Row>),
    /// A feedback case.
    Case(Box<CaseRow>),
}

impl Item {
    /// When it is due.
    pub const fn due_at(&self) -> Moment {
        match self {
            Self::Deadline(row) => row.deadline.due_at,
            Self::Case(row) => row.due_at,
        }
    }
}

/// Some rows of a list.
pub struct Listed {
    /// What it lists.
    pub part: Part,
    /// How many it holds in all.
    pub total: i64,
    /// The rows, soonest due first.
    pub rows: Vec<Item>,
    /// Whether rows stand before these.
    pub goes_on: bool,
    /// The place of the last row, when more follow.
    pub next: Option<Key>,
}

/// Where the rows of a list are found.
pub(super) struct Sources {
    /// Whose deadlines.
    pub(super) whose: Whose,
    /// Of which office and person feedback cases stand beside.
    pub(super) cases: Option<(UnitId, Option<PersonId>)>,
    /// How many rows are read at once.
    pub(super) rows: usize,
}

/// Reads a list on behind a place.
pub(super) async fn read(
    house: &House,
    asker: &Asker,
    sources: &Sources,
    (part, after, total): (Part, Option<Key>, i64),
    (now, end): (Moment, Moment),
) -> Done<Listed> {
    let (from, until) = part.span(now, end);
    let beginning = Key::beginning(from);
    let start = after.map_or(beginning, |after| after.max(beginning));
    // One more than is shown says whether more follow.
    let limit = i64::try_from(sources.rows + 1).unwrap_or(i64::MAX);
    let clocks = store::due(&house.store, sources.whose, start.after(Source::Deadline), until, limit).await?;
    let mut found: Vec<(Key, Found)> = clocks.into_iter().map(Found::clock).collect();
    if let Some(of) = sources.cases {
        let rows = cases::due(&house.store, of, start.after(Source::Case), until, limit).await?;
        found.extend(rows.into_iter().map(Found::case));
    }
    found.sort_by_key(|(key, _)| *key);
    let has_more = found.len() > sources.rows;
    found.truncate(sources.rows);
    let next = found.last().map(|(key, _)| *key).filter(|_| has_more);
    let rows = with_things(house, asker, found.into_iter().map(|(_, one)| one).collect()).await?;
    Ok(Listed { part, total, rows, goes_on: after.is_some(), next })
}

/// Something due, a deadline still without what it is of.
enum Found {
    Clock(Box<Deadline>),
    Case(Box<CaseRow>),
}

impl Found {
    fn clock(it: Deadline) -> (Key, Self) {
        let key = Key { due_at: it.due_at, source: Source::Deadline, id: it.thing, position: it.position };
        (key, Self::Clock(Box::new(it)))
    }

    fn case(row: CaseRow) -> (Key, Self) {
        (
            Key { due_at: row.due_at, source: Source::Case, id: row.id.0, position: 0 },
            Self::Case(Box::new(row)),
        )
    }
}

/// The rows with what they are of, which is read at once.
async fn with_things(house: &House, asker: &Asker, found: Vec<Found>) -> Done<Vec<Item>> {
    let of = |one: &Found| match one {
        Found::Clock(it) => Some((it.sort, it.thing, it.unit)),
        Found::Case(_) => None,
    };
    let by_id = things(house, asker, found.iter().filter_map(of)).await?;
    let item = |one: Found| match one {
        Found::Clock(deadline) => {
            // Several clocks of one thing may stand in a list.
            let thing = by_id.get(&deadline.thing)?.clone();
            let may_open = thing.is_open() || may_open(house, asker, deadline.unit);
            Some(Item::Deadline(Box::new(Row { deadline: *deadline, thing, may_open })))
        }
        Found::Case(row) => Some(Item::Case(row)),
    };
    Ok(found.into_iter().filter_map(item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(due_at: i64, source: Source, id: u128, position: i64) -> Key {
        Key { due_at: Moment::from_micros(due_at), source, id: Uuid::from_u128(id), position }
    }

    #[test]
    fn a_place_is_read_as_it_was_written_and_nothing_else_is() {
        for one in [key(1_790_000_000_000_000, Source::Deadline, 7, 3), key(i64::MIN, Source::Case, 0, -1)] {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        let id = Uuid::nil().simple();
        for hostile in [
            "",
            "1",
            "x",
            "' or 1=1 --",
            "99999999999999999999.p.00000000000000000000000000000000.0",
            &format!("1.x.{id}.0"),
            &format!("1.p.{id}"),
            &format!("1.p.{id}.0.0"),
            &format!("1.p.{id}.9223372036854775808"),
            "1.p.đơn.0",
        ] {
            assert!(matches!(hostile.parse::<Key>(), Err(Refusal::Invalid(_))), "{hostile:?}");
        }
    }

    #[test]
    fn behind_a_place_stands_what_is_greater() {
        let place = key(10, Source::Case, 5, 0);
        assert_eq!(place.after(Source::Deadline), After::beginning(Moment::from_micros(11)));
        assert_eq!(place.after(Source::Case).thing, Uuid::from_u128(5));
        let first = key(10, Source::Deadline, 5, 2);
        assert_eq!(first.after(Source::Case), After::beginning(Moment::from_micros(10)));
        assert!(key(10, Source::Deadline, 9, 9) < place && place < key(10, Source::Case, 5, 1));
        key(i64::MAX, Source::Case, 0, 0).after(Source::Deadline);
    }
}
