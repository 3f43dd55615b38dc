//! A project is begun, and the projects that somebody may see.

use super::{Reach, board::tally, event, reached};
use crate::{
    Failure,
    house::{Done, House},
};
use danvan_domain::{
    clearance::{CheckedProject, Project, Segment, Tally, TypedProject},
    ids::{ProjectId, SegmentId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::{StoreError, clearance as store};
use serde_json::json;
use uuid::Uuid;

/// Most projects of a list.
const MOST: usize = 50;

/// Begins a project with its stretches. The same form twice begins one.
///
/// # Errors
/// The refusal of the right to lead clearance; a note under each field that is wrong; the same id with other words.
pub async fn make_project(
    house: &House,
    asker: &Asker,
    id: ProjectId,
    typed: &TypedProject,
) -> Done<ProjectId> {
    let unit = house.own_unit(asker, Verb::LeadClearance)?;
    house.ask(asker, Verb::LeadClearance, unit)?;
    let checked = typed.check(house.today())?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let segments = segments(id, &checked);
    let it = Project {
        id,
        unit,
        name: checked.name,
        number: checked.number,
        planned_on: checked.planned_on,
        cut_off_on: checked.cut_off_on,
        length_m: checked.length_m,
        area_m2: checked.area_m2,
        made_at: house.now(),
    };
    let mut change = house.store.begin().await?;
    match store::add_project(&mut change, &it, &segments).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = store::project(&house.store, id).await?.ok_or(StoreError::Taken)?;
            let stretches = store::segments(&house.store, id).await?;
            if (Project { made_at: before.made_at, ..it }) == before && segments == stretches {
                return Ok(id);
            }
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        written => written?,
    }
    let payload = json!({"number": it.number, "segments": segments.len(), "area_m2": it.area_m2});
    change.note(event(house, asker, "clearance.begun", (id.0, unit), payload));
    change.commit().await?;
    Ok(id)
}

fn segments(project: ProjectId, checked: &CheckedProject) -> Vec<Segment> {
    let segment = |(number, (name, length_m)): (i64, &(String, i64))| Segment {
        id: SegmentId(Uuid::new_v5(&project.0, format!("segment-{number}").as_bytes())),
        project,
        number,
        name: name.clone(),
        length_m: *length_m,
    };
    (1..).zip(&checked.segments).map(segment).collect()
}

/// A project with its stretches, and how much of it whoever asks may see.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right.
pub async fn project(house: &House, asker: &Asker, id: ProjectId) -> Done<(Project, Vec<Segment>, Reach)> {
    let (project, reach) = reached(house, asker, id).await?;
    let segments = store::segments(&house.store, id).await?;
    Ok((project, segments, reach))
}

/// The place of a project in the list: when it was begun, and its id.
pub type Position = (Moment, ProjectId);

/// The projects that somebody may see behind a place of the list, the newest first, with the numbers of what they may see of each;
/// and the place behind which more of them stand.
///
/// # Errors
/// The refusal of the right to read them.
pub async fn listed(
    house: &House,
    asker: &Asker,
    after: Option<Position>,
) -> Done<(Vec<(Project, Tally)>, Option<Position>)> {
    house.own_unit(asker, Verb::ReadClearance)?;
    let mut last = after.unwrap_or((Moment::from_micros(i64::MAX), ProjectId(Uuid::max())));
    let mut found: Vec<(Project, Tally)> = Vec::new();
    loop {
        let some = store::projects(&house.store, last, i64::try_from(MOST).unwrap_or(i64::MAX)).await?;
        let Some(end) = some.last() else { return Ok((found, None)) };
        last = (end.made_at, end.id);
        for it in some {
            let (project, reach) = match reached(house, asker, it.id).await {
                Ok(seen) => seen,
                Err(Failure::Refused(_)) => continue,
                Err(broken) => return Err(broken),
            };
            if found.len() == MOST {
                let next = found.last().map(|(project, _)| (project.made_at, project.id));
                return Ok((found, next));
            }
            let tally = tally(house, project.id, reach).await?;
            found.push((project, tally));
        }
    }
}
