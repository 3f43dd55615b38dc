//! How many running duties each unit has due on each day. Every change counts along, so that a city need not count what
//! runs in it; only those of today are counted one by one, because a part of them is late already.

use super::{Deadline, Whose, running};
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::UnitId,
    time::{Day, Moment},
};
use std::{cmp::Ordering, collections::BTreeMap};
use uuid::Uuid;

/// The day of a deadline; see [`number`].
macro_rules! due_day {
    () => {
        "(due_at + 25200000000) / 86400000000"
    };
}
pub(crate) use due_day;

/// Each day with how much is due and how much of it is late before a moment; `$2` is the moment.
macro_rules! days_late {
    () => {
        concat!(
            "select ",
            $crate::deadlines::days::due_day!(),
            ", count(*), cast(sum(case when due_at < $2 then 1 else 0 end) as bigint)"
        )
    };
}
pub(crate) use days_late;

statements! {
    COUNT = "insert into deadline_days (due_day, unit, running) values ($1, $2, $3) on conflict (due_day, unit)
        do update set running = deadline_days.running + excluded.running";
    FORGET_EMPTY = "delete from deadline_days where due_day = $1 and unit = $2 and running = 0";
    BY_UNIT = "select unit, cast(sum(running) as bigint), cast(sum(case when due_day < $2 then running else 0 end) as bigint)
        from deadline_days where due_day < $1 group by unit";
    BY_DAY = "select due_day, cast(sum(running) as bigint) from deadline_days where due_day < $1 group by due_day";
    OF_UNIT = "select due_day, running from deadline_days where due_day < $1 and unit = $2";
    LATE_TODAY = concat!("select unit, count(*) from deadlines where due_at >= $1 and due_at < $2 and ", running!(),
        " group by unit");
    LATE_TODAY_AT = concat!("select count(*) from deadlines where due_at >= $1 and due_at < $2 and unit = $3 and ",
        running!());
    OF_HANDLER = concat!(days_late!(), " from deadlines where handler = $1 and due_at < $3 and ", running!(),
        " group by 1");
    /// The first day on which what is kept is not what runs.
    OTHER = concat!("select due_day, unit, cast(sum(kept) as bigint), cast(sum(runs) as bigint) from (
        select due_day, unit, running as kept, 0 as runs from deadline_days union all
        select ", due_day!(), " as due_day, unit, 0 as kept, count(*) as runs from deadlines where ", running!(),
        " group by 1, 2) days group by due_day, unit having sum(kept) <> sum(runs) order by due_day, unit limit 1");
}

/// What a change adds to and takes from the days of units.
pub(crate) type Gathered = BTreeMap<(i64, Uuid), i64>;

/// A day as the table knows it: days since 1970-01-01, of Hanoi.
fn number(moment: Moment) -> i64 {
    // Seven hours ahead of UTC, without summer time.
    (moment.micros() + 7 * 3_600_000_000).div_euclid(86_400_000_000)
}

/// The day of a number.
fn day(number: i64) -> Day {
    Moment::from_micros(number.saturating_mul(86_400_000_000)).day()
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

/// What is due on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day.
    pub day: Day,
    /// How much is due on it.
    pub due: i64,
    /// How much of that is late.
    pub late: i64,
}

impl DayCount {
    /// A row of a day's number, what is due, and what of it is late.
    pub(crate) fn of((number, due, late): (i64, i64, i64)) -> Self {
        Self { day: day(number), due, late }
    }
}

/// How much is due and late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Every day on which something is due, in no order.
    pub days: Vec<DayCount>,
    /// Of everybody's: each unit with what is due, the late among it, and what is late; most late first.
    pub offices: Vec<(UnitId, i64, i64)>,
}

/// The running duties that are due before a day: how many on each day, and how many of them are late now.
///
/// # Errors
/// When the store cannot be read.
pub async fn counted(store: &Store, whose: Whose, until: Day, now: Moment) -> Stored<Counted> {
    let midnight = Moment::at(now.day(), 0, 0);
    let end = Moment::at(until, 0, 0);
    match whose {
        Whose::Person(person) => {
            let days: Vec<(i64, i64, i64)> = on_engine!(store, db => sqlx::query_as(OF_HANDLER).bind(person.0)
                .bind(now.micros()).bind(end.micros()).fetch_all(db).await)?;
            Ok(Counted { days: days.into_iter().map(DayCount::of).collect(), offices: Vec::new() })
        }
        Whose::Unit(unit) => {
            let days: Vec<(i64, i64)> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(number(end))
                .bind(unit.0).fetch_all(db).await)?;
            let late: i64 = on_engine!(store, db => sqlx::query_scalar(LATE_TODAY_AT).bind(midnight.micros())
                .bind(now.micros()).bind(unit.0).fetch_one(db).await)?;
            Ok(Counted { days: with_late(days, late, now), offices: Vec::new() })
        }
        Whose::Everybody => {
            let late: Vec<(Uuid, i64)> = on_engine!(store, db => sqlx::query_as(LATE_TODAY).bind(midnight.micros())
                .bind(now.micros()).fetch_all(db).await)?;
            let days: Vec<(i64, i64)> = on_engine!(store, db => sqlx::query_as(BY_DAY).bind(number(end))
                .fetch_all(db).await)?;
            let all_late = late.iter().map(|(_, count)| count).sum();
            Ok(Counted {
                days: with_late(days, all_late, now),
                offices: by_unit(store, (end, midnight), late.into_iter().collect()).await?,
            })
        }
    }
}

/// Days with what is late on each: all before today, of today what was counted, and nothing later.
fn with_late(days: Vec<(i64, i64)>, late_today: i64, now: Moment) -> Vec<DayCount> {
    let today = number(now);
    let late = |number: i64, due: i64| match number.cmp(&today) {
        Ordering::Less => due,
        Ordering::Equal => late_today.min(due),
        Ordering::Greater => 0,
    };
    days.into_iter().map(|(number, due)| DayCount::of((number, due, late(number, due)))).collect()
}

async fn by_unit(
    store: &Store,
    (end, midnight): (Moment, Moment),
    late_today: BTreeMap<Uuid, i64>,
) -> Stored<Vec<(UnitId, i64, i64)>> {
    let units: Vec<(Uuid, i64, i64)> = on_engine!(store, db => sqlx::query_as(BY_UNIT).bind(number(end))
        .bind(number(midnight)).fetch_all(db).await)?;
    let today = |unit: &Uuid| late_today.get(unit).copied().unwrap_or(0);
    let row = |(unit, due, late): (Uuid, i64, i64)| (UnitId(unit), due, late + today(&unit));
    let mut found: Vec<_> = units.into_iter().map(row).collect();
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
        assert_eq!(super::day(number(midnight)), day);
    }
}
