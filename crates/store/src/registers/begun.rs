//! The register of what offices began on their own: its numbers, what it counts, and its list.

use crate::{
    Change, Store,
    engine::Stored,
    on_change, on_engine,
    people::read,
    proceedings::{ProceedingRow, columns},
    statements,
};
use danvan_domain::{
    ids::{ProceedingId, UnitId},
    proceedings::Proceeding,
    time::{Day, Moment},
};
use sqlx::AssertSqlSafe;
use sqlx_macros::FromRow;
use std::sync::LazyLock;
use uuid::Uuid;

use super::listed::sized;

/// What was begun before `$2` and runs, or ended since `$4`.
macro_rules! in_hand {
    ($over:literal) => {
        concat!(
            "select b.unit, p.procedure, b.begun_on, p.ended_at, exists (select 1 from deadlines d where d.thing = p.id
                and d.duty and d.due_at < $5 and (d.ended_at is null or d.ended_at > d.due_at)) as late
            from proceedings p join begun b on b.proceeding = p.id where p.letter is null and b.begun_on < $2 and ",
            $over
        )
    };
}

statements! {
    NEXT = "insert into begun_logs (unit, year, last) values ($1, $2, 1)
        on conflict (unit, year) do update set last = begun_logs.last + 1 returning last";
    ENTER = "insert into begun (proceeding, unit, year, number, begun_on) values ($1, $2, $3, $4, $5)";
    NUMBER_OF = "select year, number from begun where proceeding = $1";
    /// The numbers of big integers are summed into something larger on PostgreSQL, so they are made small again.
    COUNTS = concat!("select unit, procedure,
        cast(sum(case when begun_on < $1 then 1 else 0 end) as bigint) as opening,
        cast(sum(case when begun_on >= $1 then 1 else 0 end) as bigint) as begun,
        cast(sum(case when ended_at is not null and ended_at < $3 then 1 else 0 end) as bigint) as ended,
        cast(sum(case when late then 1 else 0 end) as bigint) as late
        from (", in_hand!("p.ended_at is null"), " union all ", in_hand!("p.ended_at >= $4"), ") counted
        group by unit, procedure");
    /// Registers with a gap, a double, a counter that is not its last number, or something begun that has none.
    TORN = "select l.unit, l.year from begun_logs l left join begun b on b.unit = l.unit and b.year = l.year
        group by l.unit, l.year, l.last having count(b.number) <> l.last or coalesce(max(b.number), 0) <> l.last
        union select b.unit, b.year from begun b where not exists
            (select 1 from begun_logs l where l.unit = b.unit and l.year = b.year)
        union select p.unit, 0 from proceedings p where p.letter is null
            and not exists (select 1 from begun b where b.proceeding = p.id)";
}

/// What an office had in hand of a procedure in a period.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Counted {
    /// The office that began it.
    pub unit: Uuid,
    /// The procedure.
    pub procedure: String,
    /// Begun before and not ended then.
    pub opening: i64,
    /// Begun in the period.
    pub begun: i64,
    /// Ended in the period.
    pub ended: i64,
    /// Of all of them, those of which the office let a clock lapse.
    pub late: i64,
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The proceeding.
    pub proceeding: Proceeding,
    /// The office that began it.
    pub unit: UnitId,
    /// The year of its number.
    pub year: i64,
    /// Its number.
    pub number: i64,
    /// The day on which it was begun.
    pub begun_on: Day,
}

#[derive(FromRow)]
struct BegunRow {
    #[sqlx(flatten)]
    proceeding: ProceedingRow,
    begun_by: Uuid,
    year: i64,
    number: i64,
    begun_on: String,
}

/// Gives what an office began the next number of its year, from 1.
///
/// # Errors
/// When the store cannot write.
pub async fn enter(change: &mut Change, it: &Proceeding, year: i64) -> Stored<i64> {
    let number: i64 =
        on_change!(change, db => sqlx::query_scalar(NEXT).bind(it.unit.0).bind(year).fetch_one(db).await)?;
    let day = it.opened_on.to_string();
    on_change!(change, db => sqlx::query(ENTER).bind(it.id.0).bind(it.unit.0).bind(year).bind(number).bind(&day)
        .execute(db).await.map(drop))?;
    Ok(number)
}

/// The year and number of something that an office began.
///
/// # Errors
/// When the store cannot be read.
pub async fn number_of(store: &Store, id: ProceedingId) -> Stored<Option<(i64, i64)>> {
    Ok(on_engine!(store, db => sqlx::query_as(NUMBER_OF).bind(id.0).fetch_optional(db).await)?)
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn number_within(change: &mut Change, id: ProceedingId) -> Stored<Option<(i64, i64)>> {
    Ok(on_change!(change, db => sqlx::query_as(NUMBER_OF).bind(id.0).fetch_optional(db).await)?)
}

/// What every office had in hand from a day until before another, by procedure; what lapsed later than that, or after now, is
/// not late in it.
///
/// # Errors
/// When the store cannot be read.
pub async fn counts(store: &Store, from: Day, until: Day, now: Moment) -> Stored<Vec<Counted>> {
    let now = now.min(Moment::at(until, 0, 0));
    let begins = |day: Day| Moment::at(day, 0, 0).micros();
    let (first, after) = (from.to_string(), until.to_string());
    Ok(
        on_engine!(store, db => sqlx::query_as(COUNTS).bind(&first).bind(&after).bind(begins(until)).bind(begins(from))
        .bind(now.micros()).fetch_all(db).await)?,
    )
}

fn list_text(offices: usize) -> String {
    let numbers: Vec<String> = (6..6 + offices).map(|number| format!("${number}")).collect();
    format!(
        "select {}, begun_by, year, number, begun_on from proceedings join
            (select proceeding, unit as begun_by, year, number, begun_on from begun) b on b.proceeding = proceedings.id
        where b.begun_on >= $1 and b.begun_on < $2 and (b.begun_on < $3 or (b.begun_on = $3 and b.proceeding < $4))
            and b.begun_by in ({}) order by b.begun_on desc, b.proceeding desc limit $5",
        columns!(),
        numbers.join(", ")
    )
}

static LIST: LazyLock<String> = LazyLock::new(|| list_text(8));

/// The statement of the list, for eight offices.
pub fn texts() -> Vec<(&'static str, &'static str)> {
    vec![("BEGUN", LIST.as_str())]
}

/// What some offices began from a day until before another, newest first, behind a line: its day and proceeding.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(
    store: &Store,
    offices: &[UnitId],
    (from, until): (Day, Day),
    behind: Option<(Day, ProceedingId)>,
    most: i64,
) -> Stored<Vec<Begun>> {
    if offices.is_empty() {
        return Ok(Vec::new());
    }
    let offices = sized(offices);
    let (day, id) = behind.unwrap_or((until, ProceedingId(Uuid::nil())));
    let (first, after, day) = (from.to_string(), until.to_string(), day.to_string());
    let sql = list_text(offices.len());
    let rows: Vec<BegunRow> = on_engine!(store, db => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(&first).bind(&after).bind(&day).bind(id.0).bind(most);
        for office in &offices {
            query = query.bind(office.0);
        }
        query.fetch_all(db).await
    })?;
    let line = |row: BegunRow| {
        Ok(Begun {
            proceeding: Proceeding::try_from(row.proceeding)?,
            unit: UnitId(row.begun_by),
            year: row.year,
            number: row.number,
            begun_on: read(&row.begun_on)?,
        })
    };
    rows.into_iter().map(line).collect()
}

/// The offices and years whose register has a gap, a double or something that is not in it.
///
/// # Errors
/// When the store cannot be read.
pub async fn torn(store: &Store) -> Stored<Vec<(UnitId, i64)>> {
    let rows: Vec<(Uuid, i64)> = on_engine!(store, db => sqlx::query_as(TORN).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(unit, year)| (UnitId(unit), year)).collect())
}
