//! One act of the law done in many files at once: what a meeting, a posting or a notice is for all of them.

use super::{event, own_commune, reached};
use crate::{
    Failure,
    house::{Done, House},
    proceedings::{Doing, act_within},
};
use danvan_domain::{
    clearance::{File, Meeting, PROCEDURE, TypedCounts, has_meeting},
    ids::{MeetingId, ProceedingId, ProjectId, SegmentId, UnitId},
    procedures::{Act, Need, Procedure},
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::clearance::{self as store, gatherings, sums};
use serde_json::json;
use uuid::Uuid;

/// Most files of one change, so that nobody else waits long.
const MOST: usize = 300;

/// An act that may be done in files of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The stage.
    pub stage: String,
    /// What it is called, in both languages.
    pub stage_name: danvan_domain::procedures::Name,
    /// How many files are in it.
    pub files: i64,
    /// The act.
    pub act: String,
    /// What it is called.
    pub act_name: danvan_domain::procedures::Name,
    /// What it must bring.
    pub needs: Vec<Need>,
}

/// The acts that may be done in files of one's own commune, stage by stage, with how many files stand there.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to handle clearance.
pub async fn actable(house: &House, asker: &Asker, project: ProjectId) -> Done<(UnitId, Vec<Chosen>)> {
    reached(house, asker, project).await?;
    let unit = own_commune(house, asker)?;
    let (facts, today) = (house.facts(), house.today());
    let procedure = facts.procedures.get(PROCEDURE).ok_or(Refusal::NotFound)?;
    let standing = store::stages(&house.store, project, unit).await?;
    let mut all = Vec::new();
    for stage in &procedure.stages {
        let Some((_, files)) = standing.iter().find(|(code, _)| *code == stage.code) else { continue };
        let fits = |act: &&Act| act.from.contains(&stage.code) && act.validity.holds_on(today);
        all.extend(procedure.acts.iter().filter(fits).map(|act| Chosen {
            stage: stage.code.clone(),
            stage_name: stage.name.clone(),
            files: *files,
            act: act.code.clone(),
            act_name: act.name.clone(),
            needs: act.needs.clone(),
        }));
    }
    Ok((unit, all))
}

/// What became of an act in many files.
#[derive(Clone, Debug, Default)]
pub struct Many {
    /// In how many it was done.
    pub done: usize,
    /// In which it was not, and why.
    pub refused: Vec<(String, Refusal)>,
    /// Whether more files stand there than one change takes.
    pub has_more: bool,
}

/// Does an act in the files of one's own commune that stand in a stage, on one stretch or on all. Those in which the law does not
/// allow it are told with the reason; when it allows it in none, nothing is done. A meeting keeps its counts.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; what is wrong with the act where it is in no file allowed; a note under each
/// field of the counts.
pub async fn act_on_many(
    house: &House,
    asker: &Asker,
    project: ProjectId,
    (stage, segment): (&str, Option<SegmentId>),
    doing: &Doing,
    counts: &TypedCounts,
) -> Done<Many> {
    let (project, _) = reached(house, asker, project).await?;
    let unit = own_commune(house, asker)?;
    let facts = house.facts();
    let procedure = facts.procedures.get(PROCEDURE).ok_or(Refusal::NotFound)?;
    chosen(procedure, stage, &doing.act)?;
    let counted = if has_meeting(&doing.act) { Some(counts.check()?) } else { None };
    let files = standing(house, (project.id, unit, stage), segment).await?;
    if files.is_empty() {
        return Err(Refusal::Conflict(Note::new("clearance-none-there")).into());
    }
    let mut found = Many { has_more: MOST < files.len(), ..Many::default() };
    let (mut change, mut adding) = (house.store.begin().await?, sums::Adding::new());
    for file in files.iter().take(MOST) {
        match act_within(house, asker, &mut change, (file.id, doing), &mut adding).await {
            Ok(_) => found.done += 1,
            Err(Failure::Refused(refusal)) => found.refused.push((file.number.clone(), refusal)),
            Err(broken) => return Err(broken),
        }
    }
    if found.done == 0 {
        let refusal = found.refused.into_iter().next().map_or(Refusal::NotFound, |(_, refusal)| refusal);
        return Err(refusal.into());
    }
    sums::add(&mut change, &adding).await?;
    if let Some((counts, words)) = counted {
        let on = crate::letters::day(&doing.on).unwrap_or_else(|| house.today());
        let meeting = Meeting {
            id: MeetingId(house.new_id()),
            project: project.id,
            segment,
            unit,
            act: doing.act.clone(),
            on,
            paper: doing.document.trim().chars().take(200).collect(),
            counts,
            words,
            files: i64::try_from(found.done).unwrap_or(i64::MAX),
            at: house.now(),
            person: asker.person,
        };
        gatherings::add_meeting(&mut change, &meeting).await?;
        let payload = json!({"project": project.id, "act": doing.act, "files": found.done, "present": counts.present,
            "agree": counts.agree, "disagree": counts.disagree, "other": counts.other});
        change.note(event(house, asker, "clearance.met", (meeting.id.0, unit), payload));
    }
    change.commit().await?;
    Ok(found)
}

/// Whether an act leads on from a stage at all.
fn chosen(procedure: &Procedure, stage: &str, act: &str) -> Result<(), Refusal> {
    let fits = |row: &Act| row.code == act && row.from.iter().any(|from| from == stage);
    if procedure.acts.iter().any(fits) {
        return Ok(());
    }
    Err(Refusal::field("act", Note::new("note-choose")))
}

/// The files of a commune in a stage, on one stretch or on all: one more than a change takes, when there are more.
async fn standing(
    house: &House,
    of: (ProjectId, UnitId, &str),
    segment: Option<SegmentId>,
) -> Done<Vec<File>> {
    let (mut found, mut last) = (Vec::new(), ProceedingId(Uuid::nil()));
    loop {
        let some = store::in_stage(&house.store, of, last, 500).await?;
        let Some(end) = some.last() else { return Ok(found) };
        last = end.id;
        found.extend(some.into_iter().filter(|file| segment.is_none_or(|segment| file.segment == segment)));
        if MOST < found.len() {
            return Ok(found);
        }
    }
}
