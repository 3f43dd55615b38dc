//! How often the tallies of a day were added to, so that sums of them can be kept for as long as they hold.

use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read};
use danvan_domain::{
    tallies::{Cell, Counts, Grain},
    time::Day,
};
use std::collections::{BTreeSet, HashMap};

const TURN: &str = "insert into tally_turns (day, turn) values ($1, 1)
    on conflict (day) do update set turn = tally_turns.turn + 1";
const TURNS: &str = "select cast(coalesce(sum(turn), 0) as bigint) from tally_turns
    where day = '' or (day >= $1 and day < $2)";

const TURNS_BY_DAY: &str = "select day, turn from tally_turns where day = '' or (day >= $1 and day < $2)";

pub(super) const STATEMENTS: &[(&str, &str)] =
    &[("TURN", TURN), ("TURNS", TURNS), ("TURNS_BY_DAY", TURNS_BY_DAY)];

/// Stands for all days.
const EVERY_DAY: &str = "";

/// Notes that the days of some cells were added to.
pub(super) async fn turn(change: &mut Change, rows: &[(Cell, Counts)]) -> Stored<()> {
    let days: BTreeSet<Day> =
        rows.iter().filter(|(cell, _)| cell.grain != Grain::Month).map(|(cell, _)| cell.start).collect();
    for day in days {
        note(change, &day.to_string()).await?;
    }
    Ok(())
}

/// Notes that any day may have changed.
pub(super) async fn turn_all(change: &mut Change) -> Stored<()> {
    note(change, EVERY_DAY).await
}

async fn note(change: &mut Change, day: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(TURN).bind(day).execute(db).await.map(drop))?;
    Ok(())
}

/// A number that grows whenever tallies of some days, without the last, are added to or counted anew: sums of these days
/// that were read after the number hold for as long as it stays.
///
/// # Errors
/// When the store cannot be read.
pub async fn turns(store: &Store, from: Day, until: Day) -> Stored<i64> {
    let (from, until) = (from.to_string(), until.to_string());
    Ok(on_engine!(store, db => sqlx::query_scalar(TURNS).bind(&from).bind(&until).fetch_one(db).await)?)
}

/// The same as a change that is under way sees it.
///
/// # Errors
/// When the store cannot be read.
pub async fn turns_within(change: &mut Change, from: Day, until: Day) -> Stored<i64> {
    let (from, until) = (from.to_string(), until.to_string());
    Ok(on_change!(change, db => sqlx::query_scalar(TURNS).bind(&from).bind(&until).fetch_one(db).await)?)
}

/// How often each of some days was added to, and how often all were counted anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// How often all were.
    pub all: i64,
    days: HashMap<Day, i64>,
}

impl Turns {
    /// How often a day was added to.
    pub fn of(&self, day: Day) -> i64 {
        self.days.get(&day).copied().unwrap_or(0)
    }
}

/// The turns of some days, without the last, one by one.
///
/// # Errors
/// When the store cannot be read.
pub async fn turns_by_day(store: &Store, from: Day, until: Day) -> Stored<Turns> {
    let (from, until) = (from.to_string(), until.to_string());
    let rows: Vec<(String, i64)> =
        on_engine!(store, db => sqlx::query_as(TURNS_BY_DAY).bind(&from).bind(&until).fetch_all(db).await)?;
    let mut turns = Turns::default();
    for (day, turn) in rows {
        if day == EVERY_DAY {
            turns.all = turn;
        } else {
            turns.days.insert(read(&day)?, turn);
        }
    }
    Ok(turns)
}
