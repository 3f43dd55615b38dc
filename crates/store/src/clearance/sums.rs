//! The sums that boards read, kept while files are written.

use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    clearance::{Cell, Sum},
    ids::{ProjectId, SegmentId, UnitId},
};
use sqlx::{FromRow, QueryBuilder};
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

statements! {
    OF_PROJECT = "select project, segment, place, kind, stage, reason, files, area_m2, households, graves, plots, plots_given,
        due, paid from clearance_sums where project = $1 and files <> 0";
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

/// The sums of a project.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_project(store: &Store, project: ProjectId) -> Stored<Vec<(Cell, Sum)>> {
    let rows: Vec<SumRow> =
        on_engine!(store, db => sqlx::query_as(OF_PROJECT).bind(project.0).fetch_all(db).await)?;
    rows.into_iter().map(|row| Ok(kept(row)?.1)).collect()
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
