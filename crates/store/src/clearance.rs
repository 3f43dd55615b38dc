//! Land clearance: projects, their stretches, files, and the sums that boards read.

pub mod calls;
pub mod gatherings;
pub mod holders;
pub mod sums;
pub mod worklist;

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    clearance::{File, Project, Segment},
    ids::{ProceedingId, ProjectId, SegmentId, UnitId},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use std::collections::HashSet;
use uuid::Uuid;

/// The columns of a file, in the order of [`FileRow`].
macro_rules! file_columns {
    () => {
        "id, project, segment, number, kind, land, unit, place, parcel, area_m2, households, graves, plots, plots_given,
        due, paid, stage, reason, blocked_on, cleared_on, waiting_since, made_at"
    };
}
pub(crate) use file_columns;

macro_rules! projects {
    ($rest:literal) => {
        concat!(
            "select id, unit, name, number, planned_on, cut_off_on, length_m, area_m2, made_at from clearance_projects ",
            $rest
        )
    };
}

statements! {
    ADD_PROJECT = "insert into clearance_projects (id, unit, begun_by, name, number, planned_on, cut_off_on, length_m,
        area_m2, made_at) values ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9)";
    PROJECT = projects!("where id = $1");
    PROJECTS = projects!("where (made_at, id) < ($1, $2) order by made_at desc, id desc limit $3");
    ADD_SEGMENT = "insert into clearance_segments (id, project, number, name, length_m) values ($1, $2, $3, $4, $5)";
    SEGMENTS = "select id, project, number, name, length_m from clearance_segments where project = $1 order by number";
    ADD_FILE = concat!("insert into clearance_files (", file_columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)");
    FILE = concat!("select ", file_columns!(), " from clearance_files where id = $1");
    /// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
    LOCK_FILE = concat!("update clearance_files set stage = stage where id = $1 returning ", file_columns!());
    SAVE_FILE = "update clearance_files set plots_given = $2, due = $3, paid = $4, stage = $5, reason = $6, blocked_on = $7,
        cleared_on = $8, waiting_since = $9 where id = $1";
    NUMBERS = "select number from clearance_files where project = $1";
    /// Whether a unit has any file of a project.
    HAS_FILES = "select 1 from clearance_files where unit = $1 and project = $2 limit 1";
    /// The files of a commune in a stage, by number of their id: those that an act may be done in together.
    IN_STAGE = concat!("select ", file_columns!(), " from clearance_files where project = $1 and unit = $2 and stage = $3
        and id > $4 order by id limit $5");
    /// How many files a commune has in each stage.
    STAGES = "select stage, count(*) as files from clearance_files where project = $1 and unit = $2 group by stage";
    AFTER = concat!("select ", file_columns!(), " from clearance_files where id > $1 order by id limit $2");
}

#[derive(FromRow)]
struct ProjectRow {
    id: Uuid,
    unit: Uuid,
    name: String,
    number: String,
    planned_on: String,
    cut_off_on: Option<String>,
    length_m: i64,
    area_m2: i64,
    made_at: i64,
}

impl TryFrom<ProjectRow> for Project {
    type Error = StoreError;
    fn try_from(row: ProjectRow) -> Stored<Self> {
        Ok(Self {
            id: ProjectId(row.id),
            unit: UnitId(row.unit),
            name: row.name,
            number: row.number,
            planned_on: read(&row.planned_on)?,
            cut_off_on: row.cut_off_on.as_deref().map(read).transpose()?,
            length_m: row.length_m,
            area_m2: row.area_m2,
            made_at: Moment::from_micros(row.made_at),
        })
    }
}

#[derive(FromRow)]
struct SegmentRow {
    id: Uuid,
    project: Uuid,
    number: i64,
    name: String,
    length_m: i64,
}

#[derive(FromRow)]
pub(crate) struct FileRow {
    id: Uuid,
    project: Uuid,
    segment: Uuid,
    number: String,
    kind: String,
    land: String,
    unit: Uuid,
    place: Uuid,
    parcel: String,
    area_m2: i64,
    households: i64,
    graves: i64,
    plots: i64,
    plots_given: i64,
    due: i64,
    paid: i64,
    stage: String,
    reason: String,
    blocked_on: Option<String>,
    cleared_on: Option<String>,
    waiting_since: i64,
    made_at: i64,
}

impl TryFrom<FileRow> for File {
    type Error = StoreError;
    fn try_from(row: FileRow) -> Stored<Self> {
        Ok(Self {
            id: ProceedingId(row.id),
            project: ProjectId(row.project),
            segment: SegmentId(row.segment),
            number: row.number,
            kind: read(&row.kind)?,
            land: read(&row.land)?,
            unit: UnitId(row.unit),
            place: UnitId(row.place),
            parcel: row.parcel,
            area_m2: row.area_m2,
            households: row.households,
            graves: row.graves,
            plots: row.plots,
            plots_given: row.plots_given,
            due: row.due,
            paid: row.paid,
            stage: row.stage,
            reason: row.reason,
            blocked_on: row.blocked_on.as_deref().map(read).transpose()?,
            cleared_on: row.cleared_on.as_deref().map(read).transpose()?,
            waiting_since: Moment::from_micros(row.waiting_since),
            made_at: Moment::from_micros(row.made_at),
        })
    }
}

pub(crate) fn files(rows: Vec<FileRow>) -> Stored<Vec<File>> {
    rows.into_iter().map(File::try_from).collect()
}

fn written(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// Adds a project with its stretches.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add_project(change: &mut Change, it: &Project, segments: &[Segment]) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_PROJECT).bind(it.id.0).bind(it.unit.0).bind(&it.name).bind(&it.number)
        .bind(it.planned_on.to_string()).bind(written(it.cut_off_on)).bind(it.length_m).bind(it.area_m2)
        .bind(it.made_at.micros()).execute(db).await.map(drop))?;
    for one in segments {
        on_change!(change, db => sqlx::query(ADD_SEGMENT).bind(one.id.0).bind(one.project.0).bind(one.number)
            .bind(&one.name).bind(one.length_m).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// A project.
///
/// # Errors
/// When the store cannot be read.
pub async fn project(store: &Store, id: ProjectId) -> Stored<Option<Project>> {
    let row: Option<ProjectRow> =
        on_engine!(store, db => sqlx::query_as(PROJECT).bind(id.0).fetch_optional(db).await)?;
    row.map(Project::try_from).transpose()
}

/// Projects, the newest first, after a place in that order.
///
/// # Errors
/// When the store cannot be read.
pub async fn projects(store: &Store, (before, id): (Moment, ProjectId), limit: i64) -> Stored<Vec<Project>> {
    let rows: Vec<ProjectRow> = on_engine!(store, db => sqlx::query_as(PROJECTS).bind(before.micros()).bind(id.0)
        .bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Project::try_from).collect()
}

/// The stretches of a project, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn segments(store: &Store, project: ProjectId) -> Stored<Vec<Segment>> {
    let rows: Vec<SegmentRow> =
        on_engine!(store, db => sqlx::query_as(SEGMENTS).bind(project.0).fetch_all(db).await)?;
    let segment = |row: SegmentRow| Segment {
        id: SegmentId(row.id),
        project: ProjectId(row.project),
        number: row.number,
        name: row.name,
        length_m: row.length_m,
    };
    Ok(rows.into_iter().map(segment).collect())
}

/// Adds a file; its proceeding must be there.
///
/// # Errors
/// [`StoreError::Taken`] when its id or number is taken; when the store cannot write.
pub async fn add_file(change: &mut Change, it: &File) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_FILE).bind(it.id.0).bind(it.project.0).bind(it.segment.0)
        .bind(&it.number).bind(it.kind.word()).bind(it.land.word()).bind(it.unit.0).bind(it.place.0)
        .bind(&it.parcel).bind(it.area_m2).bind(it.households).bind(it.graves).bind(it.plots)
        .bind(it.plots_given).bind(it.due).bind(it.paid).bind(&it.stage).bind(&it.reason)
        .bind(written(it.blocked_on)).bind(written(it.cleared_on)).bind(it.waiting_since.micros())
        .bind(it.made_at.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// A file.
///
/// # Errors
/// When the store cannot be read.
pub async fn file(store: &Store, id: ProceedingId) -> Stored<Option<File>> {
    let row: Option<FileRow> =
        on_engine!(store, db => sqlx::query_as(FILE).bind(id.0).fetch_optional(db).await)?;
    row.map(File::try_from).transpose()
}

/// A file, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock_file(change: &mut Change, id: ProceedingId) -> Stored<Option<File>> {
    let row: Option<FileRow> =
        on_change!(change, db => sqlx::query_as(LOCK_FILE).bind(id.0).fetch_optional(db).await)?;
    row.map(File::try_from).transpose()
}

/// Writes what may change of a file.
///
/// # Errors
/// When the store cannot write.
pub async fn save_file(change: &mut Change, it: &File) -> Stored<()> {
    on_change!(change, db => sqlx::query(SAVE_FILE).bind(it.id.0).bind(it.plots_given).bind(it.due).bind(it.paid)
        .bind(&it.stage).bind(&it.reason).bind(written(it.blocked_on)).bind(written(it.cleared_on))
        .bind(it.waiting_since.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// The numbers of all files of a project.
///
/// # Errors
/// When the store cannot be read.
pub async fn numbers(store: &Store, project: ProjectId) -> Stored<HashSet<String>> {
    let all: Vec<String> =
        on_engine!(store, db => sqlx::query_scalar(NUMBERS).bind(project.0).fetch_all(db).await)?;
    Ok(all.into_iter().collect())
}

/// Whether a unit has any file of a project.
///
/// # Errors
/// When the store cannot be read.
pub async fn has_files(store: &Store, project: ProjectId, unit: UnitId) -> Stored<bool> {
    let found: Option<i32> = on_engine!(store, db => sqlx::query_scalar(HAS_FILES).bind(unit.0).bind(project.0)
        .fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// Files of a commune in a stage, behind an id, in the order of ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn in_stage(
    store: &Store,
    (project, unit, stage): (ProjectId, UnitId, &str),
    after: ProceedingId,
    limit: i64,
) -> Stored<Vec<File>> {
    files(
        on_engine!(store, db => sqlx::query_as(IN_STAGE).bind(project.0).bind(unit.0).bind(stage).bind(after.0)
        .bind(limit).fetch_all(db).await)?,
    )
}

/// How many files a commune has in each stage.
///
/// # Errors
/// When the store cannot be read.
pub async fn stages(store: &Store, project: ProjectId, unit: UnitId) -> Stored<Vec<(String, i64)>> {
    Ok(on_engine!(store, db => sqlx::query_as(STAGES).bind(project.0).bind(unit.0).fetch_all(db).await)?)
}

/// Files behind an id, in the order of ids: to walk all of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, id: ProceedingId, limit: i64) -> Stored<Vec<File>> {
    files(on_engine!(store, db => sqlx::query_as(AFTER).bind(id.0).bind(limit).fetch_all(db).await)?)
}

/// An id that is not yet of any kind.
#[derive(Clone, Copy)]
struct Id(Uuid);
