//! The sums that boards read, kept while files are written.

use crate::{
    Change, Store,
    engine::{Stored, by_ids},
    on_change, on_engine, statements,
};
use danvan_domain::{
    clearance::{CLEARED, Cell, File, Part, Spot, Sum},
    ids::{ProjectId, SegmentId, UnitId},
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows a statement.
const ROWS: usize = 100;

/// What one table of sums is written by: its columns before the numbers.
macro_rules! adding {
    ($table:literal, $key:literal) => {
        [
            concat!(
                "insert into ",
                $table,
                " (",
                $key,
                ", files, area_m2, households, graves, plots, plots_given, due, paid) "
            ),
            concat!(
                " on conflict (",
                $key,
                ") do update set files = ",
                $table,
                ".files + excluded.files, area_m2 = ",
                $table,
                ".area_m2 + excluded.area_m2, households = ",
                $table,
                ".households + excluded.households, graves = ",
                $table,
                ".graves + excluded.graves, plots = ",
                $table,
                ".plots + excluded.plots, plots_given = ",
                $table,
                ".plots_given + excluded.plots_given, due = ",
                $table,
                ".due + excluded.due, paid = ",
                $table,
                ".paid + excluded.paid"
            ),
        ]
    };
}

const TO_SEGMENTS: [&str; 2] = adding!("clearance_segment_sums", "project, segment, stage, reason");
const TO_SPOTS: [&str; 2] = adding!("clearance_spot_sums", "project, place, segment, stage, reason");

statements! {
    OF_SEGMENTS = "select project, segment as place, segment, stage, reason, files, area_m2, households, graves, plots,
        plots_given, due, paid from clearance_segment_sums where project = $1 and files <> 0";
    BY_PLACE = "select place, cast(case when stage in ($2, $3) then 1 else 0 end as bigint),
        cast(case when reason = '' then 0 else 1 end as bigint), cast(sum(files) as bigint),
        cast(sum(area_m2) as bigint), cast(sum(households) as bigint), cast(sum(graves) as bigint),
        cast(sum(plots) as bigint), cast(sum(plots_given) as bigint), cast(sum(due) as bigint),
        cast(sum(paid) as bigint)
        from clearance_spot_sums where project = $1 and files <> 0 group by 1, 2, 3";
    PLACES = "select distinct place from clearance_spot_sums where project = $1";
    ALL_SEGMENTS = "select project, segment as place, segment, stage, reason, files, area_m2, households, graves, plots,
        plots_given, due, paid from clearance_segment_sums where files <> 0";
    ALL_SPOTS = "select project, place, segment, stage, reason, files, area_m2, households, graves, plots, plots_given,
        due, paid from clearance_spot_sums where files <> 0";
}

/// What is added to which sums: what a file counts, to those of its stretch and to those of its spot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adding {
    /// By stretch.
    pub by_segment: BTreeMap<(ProjectId, Cell<SegmentId>), Sum>,
    /// By place and stretch.
    pub by_spot: BTreeMap<(ProjectId, Cell<Spot>), Sum>,
}

impl Adding {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what a file counts.
    pub fn add(&mut self, file: &File) {
        self.put(file, file.counted());
    }

    /// Takes off what a file counts.
    pub fn take(&mut self, file: &File) {
        self.put(file, file.counted().negative());
    }

    fn put(&mut self, file: &File, sum: Sum) {
        self.by_segment.entry((file.project, file.cell(file.segment))).or_default().add(sum);
        self.by_spot.entry((file.project, file.cell(file.spot()))).or_default().add(sum);
    }
}

/// Adds to sums, in one order, so that two who count never wait for each other.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, all: &Adding) -> Stored<()> {
    write(change, TO_SEGMENTS, &all.by_segment, |segment| vec![segment.0]).await?;
    write(change, TO_SPOTS, &all.by_spot, |spot| vec![spot.place.0, spot.segment.0]).await
}

async fn write<K>(
    change: &mut Change,
    [head, tail]: [&'static str; 2],
    all: &BTreeMap<(ProjectId, Cell<K>), Sum>,
    ids: impl Fn(&K) -> Vec<Uuid>,
) -> Stored<()> {
    let all: Vec<_> = all.iter().filter(|(_, sum)| **sum != Sum::default()).collect();
    for some in all.chunks(ROWS) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(head);
            query.push_values(some, |mut row, ((project, cell), sum)| {
                row.push_bind(project.0);
                for id in ids(&cell.of) {
                    row.push_bind(id);
                }
                row.push_bind(&cell.stage).push_bind(&cell.reason);
                for number in sum.numbers() {
                    row.push_bind(number);
                }
            });
            query.push(tail);
            query.build().execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

#[derive(FromRow)]
struct SumRow {
    project: Uuid,
    place: Uuid,
    segment: Uuid,
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

impl SumRow {
    fn spot(&self) -> Spot {
        Spot { place: UnitId(self.place), segment: SegmentId(self.segment) }
    }

    fn kept<K>(self, of: impl Fn(&Self) -> K) -> (Cell<K>, Sum) {
        let cell = Cell { of: of(&self), stage: self.stage, reason: self.reason };
        let numbers = [
            self.files,
            self.area_m2,
            self.households,
            self.graves,
            self.plots,
            self.plots_given,
            self.due,
            self.paid,
        ];
        (cell, Sum::of(numbers))
    }
}

/// The sums of a project by stretch.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_segments(store: &Store, project: ProjectId) -> Stored<Vec<(Cell<SegmentId>, Sum)>> {
    let rows: Vec<SumRow> =
        on_engine!(store, db => sqlx::query_as(OF_SEGMENTS).bind(project.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|row| row.kept(|row| SegmentId(row.segment))).collect())
}

type PartRow = (Uuid, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// Of each place of a project in which files lay when they were written down, what was handed over, what waits, and the rest.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_place(store: &Store, project: ProjectId) -> Stored<Vec<Part<UnitId>>> {
    let [one, other] = CLEARED;
    let rows: Vec<PartRow> = on_engine!(store, db => sqlx::query_as(BY_PLACE).bind(project.0).bind(one)
        .bind(other).fetch_all(db).await)?;
    let part = |row: PartRow| {
        let (of, is_cleared, is_blocked, files, area, households, graves, plots, given, due, paid) = row;
        Part {
            of: UnitId(of),
            is_cleared: is_cleared != 0,
            is_blocked: is_blocked != 0,
            sum: Sum::of([files, area, households, graves, plots, given, due, paid]),
        }
    };
    Ok(rows.into_iter().map(part).collect())
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
pub async fn at_places(
    store: &Store,
    project: ProjectId,
    places: &[UnitId],
) -> Stored<Vec<(Cell<Spot>, Sum)>> {
    const AT: &str =
        "select project, place, segment, stage, reason, files, area_m2, households, graves, plots,
        plots_given, due, paid from clearance_spot_sums where place in (";
    let rows = by_ids!(store, SumRow, AT, places, ") and files <> 0");
    let own = rows.into_iter().filter(|row| row.project == project.0);
    Ok(own.map(|row| row.kept(SumRow::spot)).collect())
}

/// Every sum: for whoever counts all anew.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Adding> {
    async fn read<K: Ord>(
        store: &Store,
        statement: &'static str,
        of: impl Fn(&SumRow) -> K,
    ) -> Stored<BTreeMap<(ProjectId, Cell<K>), Sum>> {
        let rows: Vec<SumRow> = on_engine!(store, db => sqlx::query_as(statement).fetch_all(db).await)?;
        let one = |row: SumRow| {
            let (project, (cell, sum)) = (ProjectId(row.project), row.kept(&of));
            ((project, cell), sum)
        };
        Ok(rows.into_iter().map(one).collect())
    }
    Ok(Adding {
        by_segment: read(store, ALL_SEGMENTS, |row| SegmentId(row.segment)).await?,
        by_spot: read(store, ALL_SPOTS, SumRow::spot).await?,
    })
}
