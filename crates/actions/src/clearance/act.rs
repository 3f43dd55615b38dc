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
    proceedings::Kept,
    refusals::{Note, Refusal},
    rights::Asker,
    text::clean_lines,
    time::Day,
};
use danvan_store::{
    Change,
    clearance::{
        self as store, gatherings,
        sums::{self, Adding},
    },
    proceedings,
};
use serde_json::json;
use uuid::Uuid;

/// Most files of one change, so that nobody else waits long.
const MOST: i64 = 300;
/// Longest number of a paper.
const PAPER: usize = 200;

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
    /// In how many it is done: now, or by the same form before.
    pub done: usize,
    /// In which it was not, and why.
    pub refused: Vec<(String, Refusal)>,
}

/// Does an act in all files of one's own commune that stand in a stage, on one stretch or on all, so many in one change and nothing
/// of a change half-written. Those in which the law does not allow it are told with the reason. One in which the same act stands
/// already, of the same day and paper, is done: so the same form may be sent again. A meeting keeps its counts once.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; what is wrong with the act where it is in no file allowed; a note under each
/// field of the counts; the same meeting with other words; a conflict when no file stands there.
pub async fn act_on_many(
    house: &House,
    asker: &Asker,
    project: ProjectId,
    (stage, segment): (&str, Option<SegmentId>),
    doing: &Doing,
    (meeting, counts): (MeetingId, &TypedCounts),
) -> Done<Many> {
    let (project, _) = reached(house, asker, project).await?;
    let unit = own_commune(house, asker)?;
    let facts = house.facts();
    let procedure = facts.procedures.get(PROCEDURE).ok_or(Refusal::NotFound)?;
    let act = chosen(procedure, stage, &doing.act)?;
    let on = crate::letters::day(&doing.on).unwrap_or_else(|| house.today());
    let paper = clean_lines(&doing.document, PAPER).unwrap_or_default();
    let mut step = Step { house, asker, doing, on, paper, segment, meeting: None };
    step.meeting = step.meeting_of((project.id, unit), (meeting, counts)).await?;
    let mut found = Many::default();
    let mut last = ProceedingId(Uuid::nil());
    while let Some((files, end)) = step.standing((project.id, unit, stage), last).await? {
        last = end;
        step.piece(&files, &mut found).await?;
    }
    if found.done > 0 {
        return Ok(found);
    }
    if let Some((_, refusal)) = found.refused.into_iter().next() {
        return Err(refusal.into());
    }
    // The same form once more, after all files have gone on.
    let done = match act.to.as_deref().filter(|to| *to != stage) {
        Some(to) => step.done_before((project.id, unit, to)).await?,
        None => 0,
    };
    if done > 0 {
        return Ok(Many { done, refused: Vec::new() });
    }
    Err(Refusal::Conflict(Note::new("clearance-none-there")).into())
}

/// The act, when it leads on from a stage at all.
fn chosen<'a>(procedure: &'a Procedure, stage: &str, act: &str) -> Result<&'a Act, Refusal> {
    let fits = |row: &&Act| row.code == act && row.from.iter().any(|from| from == stage);
    let found = procedure.acts.iter().find(fits);
    found.ok_or_else(|| Refusal::field("act", Note::new("note-choose")))
}

/// What is to be done in many files.
struct Step<'a> {
    house: &'a House,
    asker: &'a Asker,
    doing: &'a Doing,
    /// The day, as it would be kept.
    on: Day,
    /// The number of its paper, as it would be kept.
    paper: String,
    segment: Option<SegmentId>,
    /// The meeting in which it is done, when it is in one.
    meeting: Option<Meeting>,
}

impl Step<'_> {
    /// The meeting in which an act is done; nothing when it is in none.
    async fn meeting_of(
        &self,
        (project, unit): (ProjectId, UnitId),
        (id, counts): (MeetingId, &TypedCounts),
    ) -> Done<Option<Meeting>> {
        if !has_meeting(&self.doing.act) {
            return Ok(None);
        }
        if id.0.is_nil() {
            return Err(Refusal::field("id", Note::new("note-id")).into());
        }
        let (counts, words) = counts.check()?;
        let it = Meeting {
            id,
            project,
            segment: self.segment,
            unit,
            act: self.doing.act.clone(),
            on: self.on,
            paper: self.paper.clone(),
            counts,
            words,
            files: 0,
            at: self.house.now(),
            person: self.asker.person,
        };
        if let Some(before) = gatherings::meeting(&self.house.store, id).await? {
            let same = Meeting { files: before.files, at: before.at, person: before.person, ..it.clone() };
            if same != before {
                return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
            }
        }
        Ok(Some(it))
    }

    /// The next files of a commune in a stage, on one stretch or on all, and the id behind which those after them are; nothing when
    /// there are no more.
    async fn standing(
        &self,
        of: (ProjectId, UnitId, &str),
        last: ProceedingId,
    ) -> Done<Option<(Vec<File>, ProceedingId)>> {
        let mut some = store::in_stage(&self.house.store, of, last, MOST).await?;
        let Some(end) = some.last().map(|file| file.id) else { return Ok(None) };
        some.retain(|file| self.segment.is_none_or(|segment| file.segment == segment));
        Ok(Some((some, end)))
    }

    /// Does it in some files, in one change.
    async fn piece(&self, files: &[File], found: &mut Many) -> Done<()> {
        let (mut change, mut adding, mut written) = (self.house.store.begin().await?, Adding::new(), 0);
        for file in files {
            match self.one(&mut change, file.id, &mut adding).await {
                Ok(is_new) => {
                    found.done += 1;
                    written += i64::from(is_new);
                }
                Err(Failure::Refused(refusal)) => found.refused.push((file.number.clone(), refusal)),
                Err(broken) => return Err(broken),
            }
        }
        if written == 0 {
            return Ok(());
        }
        sums::add(&mut change, &adding).await?;
        if let Some(meeting) = &self.meeting
            && gatherings::hold(&mut change, meeting, written).await?
        {
            // What was counted stands in the meeting alone: events are read by more.
            let payload = json!({"project": meeting.project, "act": meeting.act});
            let thing = (meeting.id.0, meeting.unit);
            change.note(event(self.house, self.asker, "clearance.met", thing, payload));
        }
        Ok(change.commit().await?)
    }

    /// Does it in one file; false when it was done before.
    async fn one(&self, change: &mut Change, id: ProceedingId, adding: &mut Adding) -> Done<bool> {
        proceedings::lock(change, id).await?.ok_or(Refusal::NotFound)?;
        if self.is_among(&proceedings::acts_within(change, id).await?) {
            return Ok(false);
        }
        act_within(self.house, self.asker, change, (id, self.doing), adding).await?;
        Ok(true)
    }

    /// Whether it stands among what was done already.
    fn is_among(&self, acts: &[Kept]) -> bool {
        let wanted = (self.doing.act.as_str(), self.paper.as_str(), self.on);
        acts.iter()
            .any(|kept| (kept.done.act.as_str(), kept.done.document.as_str(), kept.done.at.day()) == wanted)
    }

    /// In how many files that stand in a later stage it was done.
    async fn done_before(&self, of: (ProjectId, UnitId, &str)) -> Done<usize> {
        let (mut done, mut last) = (0, ProceedingId(Uuid::nil()));
        while let Some((files, end)) = self.standing(of, last).await? {
            last = end;
            let ids: Vec<ProceedingId> = files.iter().map(|file| file.id).collect();
            let acts = proceedings::acts_of(&self.house.store, &ids).await?;
            done += acts.values().filter(|acts| self.is_among(acts)).count();
        }
        Ok(done)
    }
}
