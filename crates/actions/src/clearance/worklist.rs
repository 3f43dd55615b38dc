//! The worklist: what is not handed over, by what keeps it waiting, with the next act of the law and its day, the longest waiting first.

use super::{Reach, reached};
use crate::house::{Done, House};
use danvan_domain::{
    clearance::{File, PROCEDURE, Project, Segment, next_acts},
    deadlines::Deadline,
    ids::{ProceedingId, ProjectId},
    procedures::Name,
    refusals::Refusal,
    rights::Asker,
    time::Moment,
};
use danvan_store::{
    clearance::{self as store, worklist::Filter},
    deadlines,
};
use uuid::Uuid;

/// How many files a page holds.
pub const PAGE: usize = 50;

/// A file that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Waits {
    /// The file.
    pub file: File,
    /// The acts that come next.
    pub next: Vec<Name>,
    /// The clock of an office that lapses first, when one runs.
    pub due: Option<Deadline>,
}

/// A page of the worklist.
pub struct Worklist {
    /// The project.
    pub project: Project,
    /// Its stretches.
    pub segments: Vec<Segment>,
    /// How much of it whoever asks may see.
    pub reach: Reach,
    /// The files.
    pub rows: Vec<Waits>,
    /// The place behind which the next page begins, when there is one.
    pub next: Option<(Moment, ProceedingId)>,
}

/// A page of what waits, behind a place in its order.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn worklist(
    house: &House,
    asker: &Asker,
    id: ProjectId,
    filter: &Filter,
    (after, most): (Option<(Moment, ProceedingId)>, usize),
) -> Done<Worklist> {
    let (project, reach) = reached(house, asker, id).await?;
    let segments = store::segments(&house.store, id).await?;
    let mut filter = filter.clone();
    if let Reach::Commune(unit) = reach {
        filter.unit = Some(unit);
    }
    let first = (Moment::from_micros(i64::MIN), ProceedingId(Uuid::nil()));
    // One more than is shown says whether more follow.
    let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
    let mut files =
        store::worklist::waiting(&house.store, id, &filter, after.unwrap_or(first), limit).await?;
    let has_more = most < files.len();
    files.truncate(most);
    let next = files.last().filter(|_| has_more).map(|file| (file.waiting_since, file.id));
    let rows = with_next(house, files).await?;
    Ok(Worklist { project, segments, reach, rows, next })
}

/// Files with what the law has next for each.
pub(super) async fn with_next(house: &House, files: Vec<File>) -> Done<Vec<Waits>> {
    let ids: Vec<ProceedingId> = files.iter().map(|file| file.id).collect();
    let mut clocks = deadlines::of_some(&house.store, &ids).await?;
    let (facts, today) = (house.facts(), house.today());
    let procedure = facts.procedures.get(PROCEDURE).ok_or(Refusal::NotFound)?;
    let one = |file: File| {
        let own = clocks.remove(&file.id).unwrap_or_default();
        let running: Vec<&Deadline> = own.iter().filter(|clock| clock.is_running()).collect();
        let steps: Vec<&str> = running.iter().map(|clock| clock.step.as_str()).collect();
        let next = next_acts(procedure, &file.stage, &steps, today);
        let due = running.into_iter().min_by_key(|clock| clock.due_at).cloned();
        Waits { next: next.into_iter().map(|act| act.name.clone()).collect(), due, file }
    };
    Ok(files.into_iter().map(one).collect())
}
