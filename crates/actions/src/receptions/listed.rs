//! Lists of reception days: fifty at a time, each with how many places are taken.

use super::Published;
use crate::{
    cases::ask_office,
    house::{Done, House},
};
use danvan_domain::{
    fold::fold,
    ids::UnitId,
    receptions::ReceptionDay,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    units::Level,
};
use danvan_store::receptions::{self as store, After};

/// How many days a list shows at once.
const ROWS: usize = 50;

/// Some reception days, and behind which the next begin.
pub struct Days {
    /// The soonest first.
    pub rows: Vec<Published>,
    /// The place of the last, when more follow.
    pub next: Option<Place>,
}

/// The place of a day in the order of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(After);

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0.day, self.0.begins, self.0.id.simple())
    }
}

impl std::str::FromStr for Place {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let read = || {
            let mut parts = text.splitn(3, '.');
            let (day, begins, id) = (parts.next()?, parts.next()?, parts.next()?);
            let id = uuid::Uuid::try_parse(id).ok()?;
            (begins.len() == 5).then_some(Self(After {
                day: day.parse().ok()?,
                begins: begins.to_owned(),
                id,
            }))
        };
        read().ok_or_else(|| Refusal::field("after", Note::new("note-list-place")))
    }
}

const fn limit() -> i64 {
    // One more than is shown says whether more follow.
    ROWS as i64 + 1
}

fn page(mut rows: Vec<(ReceptionDay, i64)>) -> Days {
    let has_more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let last = rows.last().filter(|_| has_more).map(|(day, _)| day);
    let next = last.map(|day| Place(After { day: day.day, begins: day.begins.clone(), id: day.id }));
    Days { rows: rows.into_iter().map(|(day, taken)| Published { day, taken }).collect(), next }
}

/// The days to come behind a place; anybody may read them. `query` is part of an office's name, of every office when empty.
///
/// # Errors
/// When the store cannot be read.
pub async fn days(house: &House, query: &str, behind: Option<Place>) -> Done<Days> {
    let (facts, today) = (house.facts(), house.today());
    let wanted = fold(query);
    let named = |name: &str| fold(name).contains(&wanted);
    let units: Option<Vec<UnitId>> = (!wanted.is_empty()).then(|| {
        let is_office = |level: Level| !matches!(level, Level::Village | Level::Team);
        let all = facts.tree.units().iter().filter(|unit| unit.stands_on(today) && is_office(unit.level()));
        all.filter(|unit| named(&unit.name)).map(|unit| unit.id).take(MOST_NAMED).collect()
    });
    let after = behind.map_or_else(|| After::beginning(today), |place| place.0);
    Ok(page(store::to_come(&house.store, units.as_deref(), &after, limit()).await?))
}

/// Most offices that words may mean at once: far more than share a name that anybody would type.
const MOST_NAMED: usize = 5_000;

/// The days of an office from a month ago on, behind a place, with those that were called off.
///
/// # Errors
/// The refusal of the right to handle its cases.
pub async fn own_days(house: &House, asker: &Asker, unit: UnitId, behind: Option<Place>) -> Done<Days> {
    ask_office(house, asker, Verb::HandleCase, unit)?;
    let after = behind.map_or_else(|| After::beginning(house.today().plus_days(-31)), |place| place.0);
    Ok(page(store::of_unit(&house.store, unit, &after, limit()).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_nothing_else_is() {
        let day = "2026-10-15".parse().expect("a day");
        let place = Place(After { day, begins: "08:30".into(), id: uuid::Uuid::from_u128(7) });
        assert_eq!(place.to_string().parse(), Ok(place));
        for hostile in
            ["", ".", "..", "2026-10-15.08:30", "x.08:30.0", "2026-10-15.' or 1=1.7", "9999-99-99.08:30.7"]
        {
            assert!(matches!(hostile.parse::<Place>(), Err(Refusal::Invalid(_))), "{hostile:?}");
        }
    }
}
