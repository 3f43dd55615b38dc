//! What the register of receptions counts: days, visits, people and groups, by office and month.

use crate::{Store, engine::Stored, on_engine, people::read, statements};
use danvan_domain::{ids::UnitId, procedures::Limits, time::Day};
use sqlx_macros::FromRow;
use uuid::Uuid;

/// A visit that took place in a period.
macro_rules! took_place {
    () => {
        "from visits v join reception_days d on d.id = v.reception_day
        where d.day >= $1 and d.day < $2 and d.cancelled_at is null and v.stage in ('received', 'answered')"
    };
}

statements! {
    DAYS = "select unit, substr(day, 1, 7) as month, count(*) as days from reception_days
        where day >= $1 and day < $2 and cancelled_at is null group by unit, substr(day, 1, 7)";
    /// The numbers of big integers are summed into something larger on PostgreSQL, so they are made small again.
    TOGETHER = concat!("select v.unit, substr(d.day, 1, 7) as month, count(*) as visits,
        cast(coalesce(sum(v.people), 0) as bigint) as people,
        cast(sum(case when v.people >= $3 then 1 else 0 end) as bigint) as groups,
        cast(sum(case when v.people >= $3 then v.people else 0 end) as bigint) as in_groups,
        cast(sum(case when v.people is null then 1 else 0 end) as bigint) as uncounted ",
        took_place!(), " group by v.unit, substr(d.day, 1, 7)");
    RECEIVED = concat!("select v.id, v.unit, d.day, v.number, v.subject, v.online, v.people, v.representatives, v.stage,
        v.letter is not null as is_letter ", took_place!(), " and v.unit = $3 order by d.day, v.number limit $4");
}

/// What an office received in a month.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Month {
    /// Which office.
    pub unit: Uuid,
    /// Which month, `2026-10`.
    pub month: String,
    /// Visits that took place.
    pub visits: i64,
    /// People, of the visits at which they were counted.
    pub people: i64,
    /// Visits of five people and more.
    pub groups: i64,
    /// People who came in those.
    pub in_groups: i64,
    /// Visits at which nobody counted.
    pub uncounted: i64,
}

/// A visit that took place, without who came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The visit.
    pub id: Uuid,
    /// At which office.
    pub unit: UnitId,
    /// On which day.
    pub day: Day,
    /// Its number in the queue of that day.
    pub number: i64,
    /// What it was about; empty when that is under seal.
    pub subject: String,
    /// Whether online.
    pub online: bool,
    /// How many came.
    pub people: Option<i64>,
    /// How many spoke for the others.
    pub representatives: Option<i64>,
    /// The stage of the procedure.
    pub stage: String,
    /// Whether it became a letter.
    pub is_letter: bool,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    unit: Uuid,
    day: String,
    number: i64,
    subject: String,
    online: bool,
    people: Option<i64>,
    representatives: Option<i64>,
    stage: String,
    is_letter: bool,
}

/// Reception days by office and month, from a day until before another.
///
/// # Errors
/// When the store cannot be read.
pub async fn days(store: &Store, from: Day, until: Day) -> Stored<Vec<(UnitId, String, i64)>> {
    let (from, until) = (from.to_string(), until.to_string());
    let rows: Vec<(Uuid, String, i64)> =
        on_engine!(store, db => sqlx::query_as(DAYS).bind(&from).bind(&until).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(unit, month, days)| (UnitId(unit), month, days)).collect())
}

/// Visits that took place, by office and month, from a day until before another; what makes a group is said by the law of
/// the last of these days.
///
/// # Errors
/// When the store cannot be read.
pub async fn months(store: &Store, from: Day, until: Day) -> Stored<Vec<Month>> {
    let group = Limits::facts().group(until.plus_days(-1)).map_or(i64::MAX, |law| law.bounds().0);
    let (from, until) = (from.to_string(), until.to_string());
    Ok(
        on_engine!(store, db => sqlx::query_as(TOGETHER).bind(&from).bind(&until).bind(group).fetch_all(db).await)?,
    )
}

/// The visits of an office that took place, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn received(
    store: &Store,
    unit: UnitId,
    (from, until): (Day, Day),
    most: i64,
) -> Stored<Vec<Received>> {
    let (from, until) = (from.to_string(), until.to_string());
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(RECEIVED).bind(&from).bind(&until).bind(unit.0)
        .bind(most).fetch_all(db).await)?;
    let visit = |row: Row| {
        Ok(Received {
            id: row.id,
            unit: UnitId(row.unit),
            day: read(&row.day)?,
            number: row.number,
            subject: row.subject,
            online: row.online,
            people: row.people,
            representatives: row.representatives,
            stage: row.stage,
            is_letter: row.is_letter,
        })
    };
    rows.into_iter().map(visit).collect()
}
