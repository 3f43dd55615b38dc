//! Lists of initiatives: of a year, of a commune and those it stands for, what is to be checked, what may be alike, who adopted
//! whose.

use super::{Row, all, columns};
use crate::{
    Store,
    engine::{Stored, by_ids},
    on_engine, statements,
};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::Initiative,
    time::Day,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

/// Of how many communes a list may be at once: one and those it took over.
pub const MOST_COMMUNES: usize = 16;

/// The columns of a line.
macro_rules! line {
    ($rest:expr) => {
        concat!(
            "select i.id, i.name, i.unit, i.kind, i.keeper, i.stage, i.field, y.year, y.outcome, y.how
            from initiative_years y join initiatives i on i.id = y.initiative ",
            $rest
        )
    };
}

/// What a list of a year may be narrowed to; an empty word narrows nothing.
macro_rules! narrowed {
    () => {
        " and ($3 = '' or y.outcome = $3) and ($4 = '' or y.field = $4) and ($5 = '' or y.kind = $5)
        and ($6 = '' or y.level = $6) order by y.initiative desc limit $7"
    };
}

macro_rules! communes {
    ($before:literal) => {
        concat!($before, " in ($8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)")
    };
}

statements! {
    OF_YEAR = line!(concat!("where y.year = $1 and y.initiative < $2", narrowed!()));
    OF_COMMUNES = line!(concat!("where y.year = $1 and y.initiative < $2 and ", communes!("y.commune"), narrowed!()));
    TO_CHECK = columns!("where check_due_on <= $1 and (check_due_on, id) > ($2, $3) order by check_due_on, id limit $4");
    TO_CHECK_IN = columns!("where commune in ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        and check_due_on <= $1 and (check_due_on, id) > ($2, $3) order by check_due_on, id limit $4");
    NEWEST_IN = columns!("where commune in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        order by id desc limit $1");
    COUNT_ADOPTED = "select count(*) from initiatives where adopted_from = $1";
}

/// An initiative as a line of a list, as it was in a year.
#[derive(Clone, Debug, FromRow)]
pub struct Line {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Who carries it out.
    pub unit: Uuid,
    /// Collective or of one person.
    pub kind: String,
    /// On whose list.
    pub keeper: String,
    /// How far it has come.
    pub stage: String,
    /// Field of life.
    pub field: String,
    /// The year.
    pub year: i64,
    /// What became of it in that year.
    pub outcome: String,
    /// How it came to run in that year.
    pub how: String,
}

/// What a list is narrowed to; an empty word narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// What became of it.
    pub outcome: String,
    /// The field of life.
    pub field: String,
    /// Collective or of one person.
    pub kind: String,
    /// The level.
    pub level: String,
}

/// The initiatives of a year, the newest first, before one of them; of some communes, or of all.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_year(
    store: &Store,
    (year, before): (i64, Option<InitiativeId>),
    communes: Option<&[UnitId]>,
    narrowed: &Narrowed,
    limit: i64,
) -> Stored<Vec<Line>> {
    let before = before.map_or(Uuid::max(), |id| id.0);
    let sql = if communes.is_some() { OF_COMMUNES } else { OF_YEAR };
    Ok(on_engine!(store, db => {
        let mut query = sqlx::query_as::<_, Line>(sql).bind(year).bind(before).bind(&narrowed.outcome)
            .bind(&narrowed.field).bind(&narrowed.kind).bind(&narrowed.level).bind(limit);
        for unit in filled(communes) {
            query = query.bind(unit);
        }
        query.fetch_all(db).await
    })?)
}

/// Some communes as often as a statement asks for; none where it asks for none.
fn filled(communes: Option<&[UnitId]>) -> Vec<Uuid> {
    let Some(communes) = communes else { return Vec::new() };
    let mut all: Vec<Uuid> = communes.iter().map(|unit| unit.0).take(MOST_COMMUNES).collect();
    all.resize(MOST_COMMUNES, all.first().copied().unwrap_or_default());
    all
}

/// What is to be checked by a day, what was due first at first, after one of them; of some communes, or of all.
///
/// # Errors
/// When the store cannot be read.
pub async fn to_check(
    store: &Store,
    until: Day,
    after: Option<(Day, InitiativeId)>,
    communes: Option<&[UnitId]>,
    limit: i64,
) -> Stored<Vec<Initiative>> {
    let (day, id) = after.map_or((String::new(), Uuid::nil()), |(day, id)| (day.to_string(), id.0));
    let sql = if communes.is_some() { TO_CHECK_IN } else { TO_CHECK };
    all(on_engine!(store, db => {
        let mut query = sqlx::query_as::<_, Row>(sql).bind(until.to_string()).bind(&day).bind(id).bind(limit);
        for unit in filled(communes) {
            query = query.bind(unit);
        }
        query.fetch_all(db).await
    })?)
}

/// The newest initiatives of some communes, on whatever list they stand.
///
/// # Errors
/// When the store cannot be read.
pub async fn newest_in(store: &Store, communes: &[UnitId], limit: i64) -> Stored<Vec<Initiative>> {
    all(on_engine!(store, db => {
        let mut query = sqlx::query_as::<_, Row>(NEWEST_IN).bind(limit);
        for unit in filled(Some(communes)) {
            query = query.bind(unit);
        }
        query.fetch_all(db).await
    })?)
}

/// The initiatives that were adopted from any of some, by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn adopted_from(store: &Store, from: &[InitiativeId]) -> Stored<Vec<Initiative>> {
    all(by_ids!(store, Row, columns!("where adopted_from in ("), from, ") order by id limit 500"))
}

/// How many were adopted from one.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_adopted(store: &Store, from: InitiativeId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT_ADOPTED).bind(from.0).fetch_one(db).await)?)
}
