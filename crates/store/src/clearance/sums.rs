//! The sums that boards read, kept while files are written.

use crate::{
    Change, Store,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    clearance::{CLEARED, Cell, Part, Sum},
    ids::{ProjectId, SegmentId, UnitId},
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows a statement.
const ROWS: usize = 100;
const ADD_HEAD: &str =
    "insert into clearance_sums (project, segment, place, kind, stage, reason, files, area_m2, households,
    graves, plots, plots_given, due, paid) ";
const ADD_TAIL: &str = " on conflict (project, segment, place, kind, stage, reason) do update set
    files = clearance_sums.files + excluded.files, area_m2 = clearance_sums.area_m2 + excluded.area_m2,
    households = clearance_sums.households + excluded.households, graves = clearance_sums.graves + excluded.graves,
    plots = clearance_sums.plots + excluded.plots, plots_given = clearance_sums.plots_given + excluded.plots_given,
    due = clearance_sums.due + excluded.due, paid = clearance_sums.paid + excluded.paid";

/// Sums of a project by what `key` says. Sums of big integers grow on PostgreSQL, so they are made small again.
macro_rules! sums {
    ($key:literal, $apart:literal, $and:literal, $group:literal) => {
        concat!(
            "select ",
            $key,
            $apart,
            ", cast(sum(files) as bigint), cast(sum(area_m2) as bigint), cast(sum(households) as bigint),
                cast(sum(graves) as bigint), cast(sum(plots) as bigint), cast(sum(plots_given) as bigint),
                cast(sum(due) as bigint), cast(sum(paid) as bigint)
            from clearance_sums where project = $1 and files <> 0 ",
            $and,
            " group by ",
            $group
        )
    };
}

/// The same, told apart by whether land was handed over (`$2` and `$3` are those stages) and whether something keeps it waiting.
macro_rules! parts {
    ($key:literal) => {
        sums!(
            $key,
            ", cast(case when stage in ($2, $3) then 1 else 0 end as bigint),
                cast(case when reason = '' then 0 else 1 end as bigint)",
            "",
            "1, 2, 3"
        )
    };
}

statements! {
    BY_SEGMENT = parts!("segment");
    BY_PLACE = parts!("place");
    BY_STAGE = sums!("stage", "", "", "1");
    BY_REASON = sums!("reason", "", "and reason <> ''", "1");
    PLACES = "select distinct place from clearance_sums where project = $1";
    ALL = "select project, segment, place, kind, stage, reason, files, area_m2, households, graves, plots, plots_given,
        due, paid from clearance_sums where files <> 0";
}

/// What is added to which sums.
pub type Adding = BTreeMap<(ProjectId, Cell), Sum>;

/// Adds to sums, in one order, so that two who count never wait for each other.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, all: &Adding) -> Stored<()> {
    let all: Vec<(&(ProjectId, Cell), &Sum)> =
        all.iter().filter(|(_, sum)| **sum != Sum::default()).collect();
    for some in all.chunks(ROWS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(ADD_HEAD);
            query.push_values(some, |mut row, ((project, cell), sum)| {
                row.push_bind(project.0)
                    .push_bind(cell.segment.0)
                    .push_bind(cell.place.0)
                    .push_bind(cell.kind.word())
                    .push_bind(&cell.stage)
                    .push_bind(&cell.reason)
                    .push_bind(sum.files)
                    .push_bind(sum.area_m2)
                    .push_bind(sum.households)
                    .push_bind(sum.graves)
                    .push_bind(sum.plots)
                    .push_bind(sum.plots_given)
                    .push_bind(sum.due)
                    .push_bind(sum.paid);
            });
            query.push(ADD_TAIL);
            query.build().execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

#[derive(FromRow)]
struct SumRow {
    project: Uuid,
    segment: Uuid,
    place: Uuid,
    kind: String,
    stage: String,
    reason: String,
    files: i64,
    area_m2: i64,
    households: i64,
    graves: i64,
    plots: i64,
    plots_given: i64,
    due: i64,
    paid: i64,
}

fn kept(row: SumRow) -> Stored<(ProjectId, (Cell, Sum))> {
    let cell = Cell {
        segment: SegmentId(row.segment),
        place: UnitId(row.place),
        kind: read(&row.kind)?,
        stage: row.stage,
        reason: row.reason,
    };
    let sum = Sum {
        files: row.files,
        area_m2: row.area_m2,
        households: row.households,
        graves: row.graves,
        plots: row.plots,
        plots_given: row.plots_given,
        due: row.due,
        paid: row.paid,
    };
    Ok((ProjectId(row.project), (cell, sum)))
}

type PartRow = (Uuid, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);
type WordRow = (String, i64, i64, i64, i64, i64, i64, i64, i64);

async fn parts<K>(
    store: &Store,
    by: &'static str,
    project: ProjectId,
    key: impl Fn(Uuid) -> K,
) -> Stored<Vec<Part<K>>> {
    let [one, other] = CLEARED;
    let rows: Vec<PartRow> = on_engine!(store, db => sqlx::query_as(by).bind(project.0).bind(one).bind(other)
        .fetch_all(db).await)?;
    let part = |row: PartRow| {
        let (of, is_cleared, is_blocked, files, area, households, graves, plots, given, due, paid) = row;
        Part {
            of: key(of),
            is_cleared: is_cleared != 0,
            is_blocked: is_blocked != 0,
            sum: Sum::of([files, area, households, graves, plots, given, due, paid]),
        }
    };
    Ok(rows.into_iter().map(part).collect())
}

/// Of each stretch of a project what was handed over, what waits, and the rest.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_segment(store: &Store, project: ProjectId) -> Stored<Vec<Part<SegmentId>>> {
    parts(store, BY_SEGMENT, project, SegmentId).await
}

/// The same of each place in which files lay when they were written down.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_place(store: &Store, project: ProjectId) -> Stored<Vec<Part<UnitId>>> {
    parts(store, BY_PLACE, project, UnitId).await
}

async fn words(store: &Store, by: &'static str, project: ProjectId) -> Stored<Vec<(String, Sum)>> {
    let rows: Vec<WordRow> = on_engine!(store, db => sqlx::query_as(by).bind(project.0).fetch_all(db).await)?;
    let one = |(word, files, area, households, graves, plots, given, due, paid): WordRow| {
        (word, Sum::of([files, area, households, graves, plots, given, due, paid]))
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The sums of a project by stage.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_stage(store: &Store, project: ProjectId) -> Stored<Vec<(String, Sum)>> {
    words(store, BY_STAGE, project).await
}

/// What keeps files of a project waiting, by reason.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_reason(store: &Store, project: ProjectId) -> Stored<Vec<(String, Sum)>> {
    words(store, BY_REASON, project).await
}

/// The places in which files of a project lay when they were written down.
///
/// # Errors
/// When the store cannot be read.
pub async fn places(store: &Store, project: ProjectId) -> Stored<Vec<UnitId>> {
    let places: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(PLACES).bind(project.0).fetch_all(db).await)?;
    Ok(places.into_iter().map(UnitId).collect())
}

/// The sums of a project at some places.
///
/// # Errors
/// When the store cannot be read.
pub async fn at_places(store: &Store, project: ProjectId, places: &[UnitId]) -> Stored<Vec<(Cell, Sum)>> {
    const AT: &str =
        "select project, segment, place, kind, stage, reason, files, area_m2, households, graves, plots,
        plots_given, due, paid from clearance_sums where place in (";
    let rows = by_ids!(store, SumRow, AT, places, ") and files <> 0");
    let own = rows.into_iter().filter(|row| row.project == project.0);
    own.map(|row| Ok(kept(row)?.1)).collect()
}

/// Every sum: for whoever counts all anew.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Adding> {
    let rows: Vec<SumRow> = on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?;
    let one = |row| kept(row).map(|(project, (cell, sum))| ((project, cell), sum));
    rows.into_iter().map(one).collect()
}
