//! The worklist: files that are not handed over, the longest waiting first, page by page.

use super::{FileRow, file_columns, files};
use crate::{Store, engine::Stored, on_engine, statements};
use danvan_domain::{
    clearance::File,
    ids::{ProceedingId, ProjectId, SegmentId, UnitId},
    time::Moment,
};

/// What waits, by an index that begins with `$which`; everything else narrows what that finds.
macro_rules! waiting {
    ($which:literal) => {
        concat!(
            "select ",
            file_columns!(),
            " from clearance_files where project = $1 and cleared_on is null and (waiting_since, id) > ($2, $3)
            and (segment = $5 or $5 is null) and (stage = $6 or $6 is null) and (not $7 or reason <> '') and ",
            $which,
            " order by waiting_since, id limit $4"
        )
    };
}

statements! {
    WAITING = waiting!("true");
    WAITING_OF_UNIT = waiting!("unit = $8");
    WAITING_FOR = waiting!("reason = $8");
    WAITING_OF_UNIT_FOR = waiting!("unit = $8 and reason = $9");
}

/// Which files a worklist holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only a commune's.
    pub unit: Option<UnitId>,
    /// Only on a stretch.
    pub segment: Option<SegmentId>,
    /// Only in a stage.
    pub stage: Option<String>,
    /// Only what a reason keeps waiting.
    pub reason: Option<String>,
    /// Only what anything keeps waiting.
    pub is_blocked: bool,
}

/// Files that are not handed over, behind a place in their order.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting(
    store: &Store,
    project: ProjectId,
    filter: &Filter,
    (since, id): (Moment, ProceedingId),
    limit: i64,
) -> Stored<Vec<File>> {
    let sql = match (filter.unit, &filter.reason) {
        (None, None) => WAITING,
        (Some(_), None) => WAITING_OF_UNIT,
        (None, Some(_)) => WAITING_FOR,
        (Some(_), Some(_)) => WAITING_OF_UNIT_FOR,
    };
    let rows: Vec<FileRow> = on_engine!(store, db => {
        let mut query = sqlx::query_as(sql).bind(project.0).bind(since.micros()).bind(id.0).bind(limit)
            .bind(filter.segment.map(|id| id.0)).bind(&filter.stage).bind(filter.is_blocked);
        if let Some(unit) = filter.unit {
            query = query.bind(unit.0);
        }
        if let Some(reason) = &filter.reason {
            query = query.bind(reason);
        }
        query.fetch_all(db).await
    })?;
    files(rows)
}
