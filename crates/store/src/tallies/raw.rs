//! Reading raw rows once more, to count them anew: as they were at one instant: for verifying
//! only, never for a page.

use crate::{engine::Stored, on_snapshot, people::read, snapshot::Snapshot};
use danvan_domain::{
    cases::EntryKind,
    ids::{CaseId, UnitId},
    tallies::Measure,
    time::{Day, Moment},
};
use futures_util::TryStreamExt;
use sqlx_macros::FromRow;
use uuid::Uuid;

const CASES: &str =
    "select c.id, c.topic, c.place, c.received_on, c.receive_due_at, c.accepted_at, c.on_time,
    e.kind, e.on_day from cases c left join entries e on e.case_id = c.id order by c.id, e.at, e.id";
const OBSERVATIONS: &str =
    "select topic, place, severity, noted_on from observations where withdrawn_at is null";

/// Every statement of this room, by name.
pub const STATEMENTS: &[(&str, &str)] = &[("RAW_CASES", CASES), ("RAW_OBSERVATIONS", OBSERVATIONS)];

/// A case as it must have been counted, with one line of its history; shown once more for each line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which case.
    pub case: CaseId,
    /// Its topic.
    pub topic: String,
    /// Where.
    pub place: UnitId,
    /// When it came in.
    pub received_on: Day,
    /// By when it had to be taken.
    pub receive_due_at: Moment,
    /// When it was taken first.
    pub accepted_at: Option<Moment>,
    /// Whether its first answer came in time.
    pub on_time: Option<bool>,
    /// A line of its history, oldest first; none when there is no history.
    pub entry: Option<(EntryKind, Day)>,
}

#[derive(FromRow)]
struct LineRow {
    id: Uuid,
    topic: String,
    place: Uuid,
    received_on: String,
    receive_due_at: i64,
    accepted_at: Option<i64>,
    on_time: Option<bool>,
    kind: Option<String>,
    on_day: Option<String>,
}

impl TryFrom<LineRow> for Line {
    type Error = crate::StoreError;
    fn try_from(row: LineRow) -> Stored<Self> {
        let entry = match (row.kind, row.on_day) {
            (Some(kind), Some(day)) => Some((read(&kind)?, read(&day)?)),
            _ => None,
        };
        Ok(Self {
            case: CaseId(row.id),
            topic: row.topic,
            place: UnitId(row.place),
            received_on: read(&row.received_on)?,
            receive_due_at: Moment::from_micros(row.receive_due_at),
            accepted_at: row.accepted_at.map(Moment::from_micros),
            on_time: row.on_time,
            entry,
        })
    }
}

/// Shows every case with every line of its history, case by case and oldest line first.
///
/// # Errors
/// When the store cannot be read or a row not be understood.
pub async fn each_line(at: &mut Snapshot, mut show: impl FnMut(Line)) -> Stored<()> {
    on_snapshot!(at, db => {
        let mut rows = sqlx::query_as::<_, LineRow>(CASES).fetch(db);
        while let Some(row) = rows.try_next().await? {
            show(row.try_into()?);
        }
    });
    Ok(())
}

/// What was heard and not taken back.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Counted as what.
    pub measure: Measure,
    /// Its topic.
    pub topic: String,
    /// Where.
    pub place: UnitId,
    /// On which day.
    pub day: Day,
}

#[derive(FromRow)]
struct HeardRow {
    topic: String,
    place: Uuid,
    severity: String,
    noted_on: String,
}

/// Shows every observation that stands.
///
/// # Errors
/// When the store cannot be read or a row not be understood.
pub async fn each_heard(at: &mut Snapshot, mut show: impl FnMut(Heard)) -> Stored<()> {
    on_snapshot!(at, db => {
        let mut rows = sqlx::query_as::<_, HeardRow>(OBSERVATIONS).fetch(db);
        while let Some(row) = rows.try_next().await? {
            let measure = danvan_domain::tallies::heard(&row.severity)
                .ok_or_else(|| crate::StoreError::Unreadable(row.severity.clone()))?;
            let place = UnitId(row.place);
            show(Heard { measure, topic: row.topic, place, day: read(&row.noted_on)? });
        }
    });
    Ok(())
}
