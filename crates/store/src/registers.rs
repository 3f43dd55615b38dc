//! Spells of matters at offices, and the cells that they add up to.

pub mod begun;
mod listed;
pub mod received;

pub use listed::{Filter, book, book_count, count, list, texts as list_statements};

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{ProceedingId, UnitId},
    registers::{Aspect, Cell, Family, Grain, Outcome, Spell, cells},
    time::Day,
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The columns of a spell, in the order of [`SpellRow`].
macro_rules! columns {
    () => {
        "proceeding, position, unit, kind, branch, begun_on, ended_on, outcome, late_on, late_reason, appealed_on,
        stage"
    };
}
pub(crate) use columns;

/// Sums up to a day: whole years, then whole months, then days.
macro_rules! sums {
    ($unit:literal) => {
        concat!(
            "select unit, key, aspect, cast(sum(count) as bigint) from (
            select unit, key, aspect, count from register_cells where family = $1 and grain = 'y' and start < $2",
            $unit,
            " union all select unit, key, aspect, count from register_cells where family = $1 and grain = 'm'
                and start >= $2 and start < $3",
            $unit,
            " union all select unit, key, aspect, count from register_cells where family = $1 and grain = 'd'
                and start >= $3 and start < $4",
            $unit,
            ") counted where aspect <> 'standing' group by unit, key, aspect"
        )
    };
}

statements! {
    /// Whoever writes the spells of a proceeding has it alone until the change ends.
    HOLD = "update proceedings set signers = signers where id = $1";
    OF = concat!("select ", columns!(), " from register_spells where proceeding = $1 order by position");
    FORGET = "delete from register_spells where proceeding = $1";
    ADD = concat!("insert into register_spells (", columns!(),
        ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    COUNT_IN = "insert into register_cells (unit, family, key, aspect, grain, start, count)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (unit, family, key, aspect, grain, start)
        do update set count = register_cells.count + excluded.count";
    FORGET_EMPTY = "delete from register_cells where unit = $1 and family = $2 and key = $3 and aspect = $4
        and grain = $5 and start = $6 and count = 0";
    SUMS = sums!("");
    SUMS_OF = sums!(" and unit = $5");
    STANDING = "select unit, key, cast(sum(count) as bigint) from register_cells
        where family = 'stage' and grain = 'd' and start = '1970-01-01' group by unit, key";
    ALL_CELLS = "select unit, family, key, aspect, grain, start, count from register_cells
        order by unit, family, key, aspect, grain, start";
    UNITS = "select distinct unit from register_cells where family = 'kind' and grain = 'y'";
    RECEPTION_DAYS = "select unit, count(*) from reception_days where day >= $1 and day < $2
        and cancelled_at is null group by unit";
    VISITS = "select visits.unit, count(*) from visits join reception_days on reception_days.id = visits.reception_day
        where reception_days.day >= $1 and reception_days.day < $2 and reception_days.cancelled_at is null
        group by visits.unit";
}

#[derive(FromRow)]
struct SpellRow {
    proceeding: Uuid,
    position: i64,
    unit: Uuid,
    kind: String,
    branch: String,
    begun_on: String,
    ended_on: Option<String>,
    outcome: Option<String>,
    late_on: Option<String>,
    late_reason: String,
    appealed_on: Option<String>,
    stage: String,
}

impl TryFrom<SpellRow> for Spell {
    type Error = StoreError;
    fn try_from(row: SpellRow) -> Stored<Self> {
        let day = |text: Option<String>| text.as_deref().map(read::<Day>).transpose();
        Ok(Self {
            proceeding: ProceedingId(row.proceeding),
            position: row.position,
            unit: UnitId(row.unit),
            kind: read(&row.kind)?,
            branch: row.branch,
            begun_on: read(&row.begun_on)?,
            ended_on: day(row.ended_on)?,
            outcome: row.outcome.as_deref().map(read).transpose()?,
            late_on: day(row.late_on)?,
            late_reason: row.late_reason,
            appealed_on: day(row.appealed_on)?,
            stage: row.stage,
        })
    }
}

fn all(rows: Vec<SpellRow>) -> Stored<Vec<Spell>> {
    rows.into_iter().map(Spell::try_from).collect()
}

/// What cells become by what is taken away and what is put there.
pub type Turned = BTreeMap<Cell, i64>;

/// Holds a proceeding, so that nobody else writes its spells meanwhile.
///
/// # Errors
/// When the store cannot write.
pub async fn hold(change: &mut Change, proceeding: ProceedingId) -> Stored<()> {
    on_change!(change, db => sqlx::query(HOLD).bind(proceeding.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes the spells of a proceeding in place of those it had, and adds to `turned` what that does to cells; those are
/// written by [`count_in`] once for all proceedings of the change.
///
/// # Errors
/// When the store cannot write.
pub async fn rewrite(
    change: &mut Change,
    proceeding: ProceedingId,
    spells: &[Spell],
    turned: &mut Turned,
) -> Stored<()> {
    let before: Vec<SpellRow> =
        on_change!(change, db => sqlx::query_as(OF).bind(proceeding.0).fetch_all(db).await)?;
    let before = all(before)?;
    if before == spells {
        return Ok(());
    }
    if !before.is_empty() {
        on_change!(change, db => sqlx::query(FORGET).bind(proceeding.0).execute(db).await.map(drop))?;
    }
    for it in spells {
        let text = |day: Option<Day>| day.map(|day| day.to_string());
        on_change!(change, db => sqlx::query(ADD).bind(it.proceeding.0).bind(it.position).bind(it.unit.0)
            .bind(it.kind.word()).bind(&it.branch).bind(it.begun_on.to_string()).bind(text(it.ended_on))
            .bind(it.outcome.map(Outcome::word)).bind(text(it.late_on)).bind(&it.late_reason)
            .bind(text(it.appealed_on)).bind(&it.stage).execute(db).await.map(drop))?;
    }
    for (some, by) in [(&before[..], -1), (spells, 1)] {
        for cell in some.iter().flat_map(cells) {
            *turned.entry(cell).or_default() += by;
        }
    }
    Ok(())
}

/// Adds to cells, in their order, so that writers on PostgreSQL never wait for each other in a circle.
///
/// # Errors
/// When the store cannot write.
pub async fn count_in(change: &mut Change, turned: &Turned) -> Stored<()> {
    for (cell, by) in turned.iter().filter(|(_, by)| **by != 0) {
        let start = cell.start.to_string();
        on_change!(change, db => sqlx::query(COUNT_IN).bind(cell.unit.0).bind(cell.family.word()).bind(&cell.key)
            .bind(cell.aspect.word()).bind(cell.grain.word()).bind(&start).bind(by).execute(db).await.map(drop))?;
        if *by < 0 {
            on_change!(change, db => sqlx::query(FORGET_EMPTY).bind(cell.unit.0).bind(cell.family.word())
                .bind(&cell.key).bind(cell.aspect.word()).bind(cell.grain.word()).bind(&start)
                .execute(db).await.map(drop))?;
        }
    }
    Ok(())
}

/// Rows a statement when many are written.
const ROWS: usize = 250;

/// Adds spells and cells to tables that hold none of them yet: for a city that was just filled.
///
/// # Errors
/// When the store cannot write, for example because one is there.
pub async fn fill(change: &mut Change, spells: &[Spell]) -> Stored<()> {
    for some in spells.chunks(ROWS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(concat!("insert into register_spells (", columns!(), ") "));
            query.push_values(some, |mut row, it| {
                let text = |day: Option<Day>| day.map(|day| day.to_string());
                row.push_bind(it.proceeding.0).push_bind(it.position).push_bind(it.unit.0).push_bind(it.kind.word())
                    .push_bind(&it.branch).push_bind(it.begun_on.to_string()).push_bind(text(it.ended_on))
                    .push_bind(it.outcome.map(Outcome::word)).push_bind(text(it.late_on)).push_bind(&it.late_reason)
                    .push_bind(text(it.appealed_on)).push_bind(&it.stage);
            });
            query.build().persistent(some.len() == ROWS).execute(db).await.map(drop)
        })?;
    }
    let mut turned = Turned::new();
    for cell in spells.iter().flat_map(cells) {
        *turned.entry(cell).or_default() += 1;
    }
    count_in(change, &turned).await
}

/// The spells of a proceeding, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_proceeding(store: &Store, proceeding: ProceedingId) -> Stored<Vec<Spell>> {
    all(on_engine!(store, db => sqlx::query_as(OF).bind(proceeding.0).fetch_all(db).await)?)
}

/// The spells of each of some proceedings, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_some(store: &Store, ids: &[ProceedingId]) -> Stored<HashMap<ProceedingId, Vec<Spell>>> {
    const OF_SOME: &str = concat!("select ", columns!(), " from register_spells where proceeding in (");
    let mut found: HashMap<ProceedingId, Vec<Spell>> = HashMap::new();
    for spell in all(by_ids!(store, SpellRow, OF_SOME, ids, ") order by proceeding, position"))? {
        found.entry(spell.proceeding).or_default().push(spell);
    }
    Ok(found)
}

/// A sum: office, key, what happened, how often.
pub type Sum = (UnitId, String, Aspect, i64);

/// What happened before a day, by office and key of a family; of one office or of all.
///
/// # Errors
/// When the store cannot be read.
pub async fn sums(store: &Store, family: Family, end: Day, unit: Option<UnitId>) -> Stored<Vec<Sum>> {
    let starts = [Grain::Year.start(end), Grain::Month.start(end), end].map(|day| day.to_string());
    let [year, month, day] = &starts;
    let rows: Vec<(Uuid, String, String, i64)> = match unit {
        Some(unit) => {
            on_engine!(store, db => sqlx::query_as(SUMS_OF).bind(family.word()).bind(year).bind(month)
            .bind(day).bind(unit.0).fetch_all(db).await)?
        }
        None => {
            on_engine!(store, db => sqlx::query_as(SUMS).bind(family.word()).bind(year).bind(month).bind(day)
            .fetch_all(db).await)?
        }
    };
    rows.into_iter()
        .map(|(unit, key, aspect, count)| Ok((UnitId(unit), key, read(&aspect)?, count)))
        .collect()
}

/// What stands open now: office, `procedure.stage`, how many.
///
/// # Errors
/// When the store cannot be read.
pub async fn standing(store: &Store) -> Stored<Vec<(UnitId, String, i64)>> {
    let rows: Vec<(Uuid, String, i64)> =
        on_engine!(store, db => sqlx::query_as(STANDING).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(unit, key, count)| (UnitId(unit), key, count)).collect())
}

/// Every office that ever had a matter.
///
/// # Errors
/// When the store cannot be read.
pub async fn offices(store: &Store) -> Stored<Vec<UnitId>> {
    let ids: Vec<Uuid> = on_engine!(store, db => sqlx::query_scalar(UNITS).fetch_all(db).await)?;
    Ok(ids.into_iter().map(UnitId).collect())
}

/// Every cell, in order: to compare them with a new count.
///
/// # Errors
/// When the store cannot be read.
pub async fn every_cell(store: &Store) -> Stored<Turned> {
    type Row = (Uuid, String, String, String, String, String, i64);
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(ALL_CELLS).fetch_all(db).await)?;
    let cell = |(unit, family, key, aspect, grain, start, count): Row| -> Stored<(Cell, i64)> {
        let (family, aspect, grain) = (read(&family)?, read(&aspect)?, read(&grain)?);
        Ok((Cell { unit: UnitId(unit), family, key, aspect, grain, start: read(&start)? }, count))
    };
    rows.into_iter().map(cell).collect()
}

/// Days on which a head received citizens, and visits on those days, by office; `from` and the day after the last.
///
/// # Errors
/// When the store cannot be read.
pub async fn receptions(store: &Store, from: Day, until: Day) -> Stored<Vec<(UnitId, i64, i64)>> {
    let (from, until) = (from.to_string(), until.to_string());
    let days: Vec<(Uuid, i64)> =
        on_engine!(store, db => sqlx::query_as(RECEPTION_DAYS).bind(&from).bind(&until).fetch_all(db).await)?;
    let visits: Vec<(Uuid, i64)> =
        on_engine!(store, db => sqlx::query_as(VISITS).bind(&from).bind(&until).fetch_all(db).await)?;
    let mut found: BTreeMap<UnitId, (i64, i64)> = BTreeMap::new();
    for (unit, count) in days {
        found.entry(UnitId(unit)).or_default().0 += count;
    }
    for (unit, count) in visits {
        found.entry(UnitId(unit)).or_default().1 += count;
    }
    Ok(found.into_iter().map(|(unit, (days, visits))| (unit, days, visits)).collect())
}
