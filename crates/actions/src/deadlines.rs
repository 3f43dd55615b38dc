//! What is late and what lapses, across procedures: for one person, one office, the whole city.

use crate::{
    cases::ask_office,
    house::{Done, House},
};
use danvan_domain::{
    deadlines::Deadline,
    ids::UnitId,
    proceedings::Proceeding,
    refusals::Refusal,
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{
    cases::{self, Counts},
    deadlines as store, proceedings,
};
pub use store::Whose;

/// One deadline with its proceeding.
pub struct Row {
    /// The deadline.
    pub deadline: Deadline,
    /// The proceeding.
    pub proceeding: Proceeding,
}

/// What lapses, seen from somebody's desk.
pub struct Lapsing {
    /// Late already, longest first.
    pub late: Vec<Row>,
    /// How many are late in all.
    pub late_count: i64,
    /// Due until the end of the stretch, soonest first.
    pub coming: Vec<Row>,
    /// How many are due in all.
    pub coming_count: i64,
    /// The last day of the stretch.
    pub until: Day,
    /// The office's feedback cases, counted beside.
    pub cases: Option<Counts>,
}

/// Most rows of a list.
const MOST: i64 = 200;

/// What is late and what lapses in the coming days.
///
/// # Errors
/// The refusal of the right to read the letters of the unit; of everybody's only the city's leaders may.
pub async fn lapsing(house: &House, asker: &Asker, whose: Whose, unit: UnitId, days: i64) -> Done<Lapsing> {
    ask_office(house, asker, Verb::ReadLetter, unit)?;
    if let Whose::Person(person) = whose
        && asker.person != Some(person)
    {
        ask_office(house, asker, Verb::HandleLetter, unit)?;
    }
    let facts = house.facts();
    if whose == Whose::Everybody && facts.tree.ancestors(unit).next().is_some() {
        return Err(Refusal::NotFound.into());
    }
    let now = house.now();
    let until = now.day().plus_days(days.clamp(1, 62));
    let end = Moment::at(until.next(), 0, 0);
    let beginning = Moment::from_micros(i64::MIN);
    let late = store::due(&house.store, whose, beginning, now, MOST).await?;
    let coming = store::due(&house.store, whose, now, end, MOST).await?;
    let cases = match (whose, asker.person) {
        (Whose::Unit(unit), Some(reader)) => Some(cases::counts(&house.store, unit, reader, now, end).await?),
        _ => None,
    };
    Ok(Lapsing {
        late_count: store::count(&house.store, whose, beginning, now).await?,
        coming_count: store::count(&house.store, whose, now, end).await?,
        late: with_proceedings(house, late).await?,
        coming: with_proceedings(house, coming).await?,
        until,
        cases,
    })
}

async fn with_proceedings(house: &House, deadlines: Vec<Deadline>) -> Done<Vec<Row>> {
    let mut rows = Vec::with_capacity(deadlines.len());
    for deadline in deadlines {
        if let Some(proceeding) = proceedings::get(&house.store, deadline.proceeding).await? {
            rows.push(Row { deadline, proceeding });
        }
    }
    Ok(rows)
}
