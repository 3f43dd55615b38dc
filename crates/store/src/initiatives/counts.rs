//! How many initiatives there are, kept while they are written: by unit, year and word.

use super::YearRow;
use crate::{
    Change, Store,
    engine::{Stored, by_ids},
    on_change, on_engine, statements,
};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::{Cell, InYear, Told},
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Of a commune itself.
pub const OWN: &str = "own";
/// Of a unit with everything that lay below it.
pub const BELOW: &str = "below";

/// Rows a statement.
const ROWS: usize = 100;
const ADD_HEAD: &str = "insert into initiative_counts (reach, year, unit, family, word, count) ";
const ADD_TAIL: &str = " on conflict (reach, year, unit, family, word) do update set
    count = initiative_counts.count + excluded.count";

statements! {
    OWN_OF_YEAR = "select unit, cast(sum(case when family = 'all' then count else 0 end) as bigint),
        cast(sum(case when family = 'kind' and word = $2 then count else 0 end) as bigint),
        cast(sum(case when family = 'kind' and word = $3 then count else 0 end) as bigint),
        cast(sum(case when family = 'outcome' and word = $4 then count else 0 end) as bigint),
        cast(sum(case when family = 'outcome' and word = $5 then count else 0 end) as bigint),
        cast(sum(case when family = 'how' and word = $6 then count else 0 end) as bigint)
        from initiative_counts where reach = 'own' and year = $1 group by unit";
    BELOW_OF = "select unit, year, family, word, count from initiative_counts where unit = $1 and reach = 'below'
        and count <> 0 order by year";
    NEWEST_YEAR = "select max(year) from initiative_counts where reach = 'own' and count <> 0";
    PAGE = "select year, initiative, how, unit, commune, field, level, kind, outcome from initiative_years
        where (year, initiative) > ($1, $2) order by year, initiative limit $3";
    ALL = "select reach, unit, year, family, word, count from initiative_counts where count <> 0";
}

/// A number as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Counted {
    /// Of which unit.
    pub unit: Uuid,
    /// Of which year.
    pub year: i64,
    /// Family of words.
    pub family: String,
    /// The word.
    pub word: String,
    /// How many.
    pub count: i64,
}

/// What is added to one number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Adding {
    /// [`OWN`] or [`BELOW`].
    pub reach: &'static str,
    /// Of which year.
    pub year: i64,
    /// Of which unit.
    pub unit: UnitId,
    /// Family and word.
    pub cell: Cell,
}

/// Adds to numbers, in one order, so that two who count never wait for each other.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, all: &BTreeMap<Adding, i64>) -> Stored<()> {
    let all: Vec<(&Adding, &i64)> = all.iter().collect();
    for some in all.chunks(ROWS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(ADD_HEAD);
            query.push_values(some, |mut row, (it, count)| {
                row.push_bind(it.reach)
                    .push_bind(it.year)
                    .push_bind(it.unit.0)
                    .push_bind(it.cell.0)
                    .push_bind(&it.cell.1)
                    .push_bind(**count);
            });
            query.push(ADD_TAIL);
            query.build().execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

/// What every commune counted itself in a year, as far as a row of a table tells it: added up where it lies, since there are
/// thousands of numbers.
///
/// # Errors
/// When the store cannot be read.
pub async fn own_of_year(store: &Store, year: i64) -> Stored<Vec<(UnitId, Told)>> {
    type Row = (Uuid, i64, i64, i64, i64, i64, i64);
    let words = Told::WORDS.map(|(_, word)| word);
    let [_, collective, individual, effective, dropped, kept] = words;
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OWN_OF_YEAR).bind(year).bind(collective)
        .bind(individual).bind(effective).bind(dropped).bind(kept).fetch_all(db).await)?;
    let one = |(unit, all, collective, individual, effective, dropped, kept): Row| {
        (UnitId(unit), Told([all, collective, individual, effective, dropped, kept]))
    };
    Ok(rows.into_iter().map(one).collect())
}

/// What was counted below a unit, itself included, in each year.
///
/// # Errors
/// When the store cannot be read.
pub async fn below(store: &Store, unit: UnitId) -> Stored<Vec<Counted>> {
    Ok(on_engine!(store, db => sqlx::query_as(BELOW_OF).bind(unit.0).fetch_all(db).await)?)
}

/// What some communes counted themselves in each year.
///
/// # Errors
/// When the store cannot be read.
pub async fn own_of(store: &Store, units: &[UnitId]) -> Stored<Vec<Counted>> {
    let select = "select unit, year, family, word, count from initiative_counts where unit in (";
    Ok(by_ids!(store, Counted, select, units, ") and reach = 'own' and count <> 0"))
}

/// The newest year in which anything was counted.
///
/// # Errors
/// When the store cannot be read.
pub async fn newest_year(store: &Store) -> Stored<Option<i64>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(NEWEST_YEAR).fetch_one(db).await)?)
}

/// Some rows of what is counted, after one of them: for whoever counts all anew.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(store: &Store, (year, last): (i64, InitiativeId), limit: i64) -> Stored<Vec<InYear>> {
    let rows: Vec<YearRow> = on_engine!(store, db => sqlx::query_as(PAGE).bind(year).bind(last.0).bind(limit)
        .fetch_all(db).await)?;
    rows.into_iter().map(InYear::try_from).collect()
}

/// Everything that is kept: reach, unit, year, family, word and number.
///
/// # Errors
/// When the store cannot be read.
pub async fn everything(store: &Store) -> Stored<Vec<(String, Uuid, i64, String, String, i64)>> {
    Ok(on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?)
}
