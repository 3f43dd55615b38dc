//! How many running duties each unit has due on each day. Every change counts along, so that a city need not count what
//! runs in it; only those of today are counted one by one, because a part of them is late already.

use super::{Deadline, running};
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::UnitId,
    time::{Day, Moment},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The day of a deadline; see [`number`].
macro_rules! due_day {
    () => {
        "(due_at + 25200000000) / 86400000000"
    };
}

statements! {
    COUNT = "insert into deadline_days (due_day, unit, running) values ($1, $2, $3) on conflict (due_day, unit)
        do update set running = deadline_days.running + excluded.running";
    FORGET_EMPTY = "delete from deadline_days where due_day = $1 and unit = $2 and running = 0";
    BY_UNIT = "select unit, cast(sum(running) as bigint), cast(sum(case when due_day < $2 then running else 0 end) as bigint)
        from deadline_days where due_day < $1 group by unit";
    LATE_TODAY = concat!("select unit, count(*) from deadlines where due_at >= $1 and due_at < $2 and ", running!(),
        " group by unit");
    /// The first day on which what is kept is not what runs.
    OTHER = concat!("select due_day, unit, cast(sum(kept) as bigint), cast(sum(runs) as bigint) from (
        select due_day, unit, running as kept, 0 as runs from deadline_days union all
        select ", due_day!(), " as due_day, unit, 0 as kept, count(*) as runs from deadlines where ", running!(),
        " group by 1, 2) days group by due_day, unit having sum(kept) <> sum(runs) order by due_day, unit limit 1");
}

/// What a change adds to and takes from the days of units.
pub(crate) type Counted = BTreeMap<(i64, Uuid), i64>;

/// A day as the table knows it: days since 1970-01-01, of Hanoi.
fn number(moment: Moment) -> i64 {
    // Seven hours ahead of UTC, without summer time.
    (moment.micros() + 7 * 3_600_000_000).div_euclid(86_400_000_000)
}

/// Counts a deadline in the change, or no longer; nothing when it does not run.
pub(crate) fn count(change: &mut Change, deadline: &Deadline, by: i64) {
    if deadline.is_running() {
        *change.deadline_days().entry((number(deadline.due_at), deadline.unit.0)).or_default() += by;
    }
}

/// Writes what was counted in a change, always in the same order, so that no two changes wait for each other.
pub(crate) async fn write(change: &mut Change) -> Stored<()> {
    let counted = std::mem::take(change.deadline_days());
    for ((day, unit), by) in counted.into_iter().filter(|(_, by)| *by != 0) {
        on_change!(change, db => sqlx::query(COUNT).bind(day).bind(unit).bind(by).execute(db).await.map(drop))?;
        if by < 0 {
            on_change!(change, db => sqlx::query(FORGET_EMPTY).bind(day).bind(unit).execute(db).await.map(drop))?;
        }
    }
    Ok(())
}

/// How many running duties of each unit are due before a day, and how many of those are late now; most late first.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_unit(store: &Store, until: Day, now: Moment) -> Stored<Vec<(UnitId, i64, i64)>> {
    let midnight = Moment::at(now.day(), 0, 0);
    let (until, today) = (number(Moment::at(until, 0, 0)), number(midnight));
    let days: Vec<(Uuid, i64, i64)> = on_engine!(store, db => sqlx::query_as(BY_UNIT).bind(until).bind(today)
        .fetch_all(db).await)?;
    let today: Vec<(Uuid, i64)> = on_engine!(store, db => sqlx::query_as(LATE_TODAY).bind(midnight.micros())
        .bind(now.micros()).fetch_all(db).await)?;
    let today: BTreeMap<Uuid, i64> = today.into_iter().collect();
    let late_today = |unit: &Uuid| today.get(unit).copied().unwrap_or(0);
    let row = |(unit, due, late): (Uuid, i64, i64)| (UnitId(unit), due, late + late_today(&unit));
    let mut found: Vec<_> = days.into_iter().map(row).collect();
    found.sort_by_key(|(unit, due, late)| (-late, -due, *unit));
    Ok(found)
}

/// A day on which the count that is kept differs from what runs: the day by its number, the unit, what is kept, what runs.
///
/// # Errors
/// When the store cannot be read.
pub async fn other(store: &Store) -> Stored<Option<(Day, UnitId, i64, i64)>> {
    let found: Option<(i64, Uuid, i64, i64)> =
        on_engine!(store, db => sqlx::query_as(OTHER).fetch_optional(db).await)?;
    let day = |number: i64| Moment::from_micros(number * 86_400_000_000).day();
    Ok(found.map(|(number, unit, kept, runs)| (day(number), UnitId(unit), kept, runs)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_hanoi() {
        let day: Day = "2026-11-26".parse().expect("a day");
        let midnight = Moment::at(day, 0, 0);
        assert_eq!(number(midnight), number(Moment::at(day, 23, 59)));
        assert_eq!(number(midnight.plus_seconds(-1)), number(midnight) - 1);
        assert_eq!(Moment::from_micros(number(midnight) * 86_400_000_000).day(), day);
    }
}
