//! What is new and matters: the findings that weigh most under a unit, who is on each, and what came back.

use super::MOST;
use crate::{
    findings::{Shown, may_do, shown, told_curve},
    house::{Done, Facts, House},
    programmes::{Promised, standing_of_some},
};
use danvan_domain::{
    findings::{Act, Curve, Done as Step, Rarity, State, in_order, rarity},
    ids::{CommitmentId, FindingId, UnitId},
    programmes::{Commitment, Report, State as Standing},
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{findings as store, programmes};
use std::collections::HashMap;

/// What was not seen for so many days matters no more.
const SEEN: i64 = 7;
/// Of so many findings that somebody acted on, the tasks are looked at.
const MOST_ACTED: usize = 60;
/// How many answers are told.
const MOST_ANSWERS: usize = 3;

/// A finding that matters, with who is on it.
pub struct Matter {
    /// The finding.
    pub shown: Shown,
    /// Its curve; a week that may not be told has none.
    pub curve: Option<(Curve, Vec<Option<i64>>)>,
    /// What was asked or promised about it last.
    pub asked: Option<Asked>,
    /// What the reader may do about it.
    pub may: Vec<Act>,
}

impl Matter {
    /// Whether it tells of a topic, or of one below it, at a commune.
    pub(super) fn tells(&self, facts: &Facts, topic: &str, commune: UnitId) -> bool {
        let it = &self.shown.finding;
        let is_of = |code: &str| code == topic || facts.topics.ancestors(code).contains(&topic);
        let is_of_topic = is_of(&it.topic) || it.topics().iter().any(|code| is_of(code));
        let covers =
            |place: UnitId| place == commune || facts.tree.ancestors(commune).any(|above| above.id == place);
        is_of_topic && self.shown.places.iter().any(|place| covers(place.place) || covers(place.unit))
    }
}

/// A task made from a finding.
#[derive(Clone)]
pub struct Asked {
    /// The task.
    pub task: CommitmentId,
    /// Whether it is asked for, or to be mended.
    pub act: Act,
    /// By when.
    pub due: Day,
    /// Who is on it, as far as the reader may know of them.
    pub units: Vec<UnitId>,
    /// How many others are.
    pub others: usize,
    /// How many of all have answered.
    pub answered: usize,
    /// Whether all that was asked is done and seen to be.
    pub is_kept: bool,
    /// The answer that came last.
    pub answer: Option<Answer>,
}

impl Asked {
    /// How many were asked.
    pub fn all(&self) -> usize {
        self.units.len() + self.others
    }
}

/// An answer to what was asked about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The finding.
    pub finding: FindingId,
    /// Who answered.
    pub unit: UnitId,
    /// What they say.
    pub words: String,
    /// When.
    pub at: Moment,
    /// The part of the task on which they answered.
    pub task: CommitmentId,
}

/// What was found, and what is new of it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) matters: Vec<Matter>,
    pub(super) fresh: usize,
    pub(super) answers: Vec<Answer>,
}

/// Reads what matters under a unit: open findings and those somebody is on, in the order of their list.
pub(super) async fn found(house: &House, asker: &Asker, unit: UnitId, since: Moment) -> Done<Found> {
    if house.own_unit(asker, Verb::ReadFindings).is_err() {
        return Ok(Found::default());
    }
    let (facts, today) = (house.facts(), house.today());
    let mut all = store::since(&house.store, today.plus_days(-SEEN)).await?;
    all.retain(|it| matches!(it.state, State::Open | State::Acted));
    in_order(&mut all, today);
    let ids: Vec<FindingId> = all.iter().map(|it| it.id).collect();
    let mut places = store::places_of(&house.store, &ids).await?;
    let (mut found, mut acted) = (Found::default(), Vec::new());
    for it in all {
        let own = places.remove(&it.id).unwrap_or_default();
        let is_under = own.iter().any(|place| {
            [place.unit, place.place].iter().any(|at| *at == unit || facts.tree.is_under(*at, unit, today))
        });
        let Some(row) = shown(house, asker, it, own.clone()).filter(|_| is_under) else { continue };
        let it = &row.finding;
        // What is told first on a day is there in its morning.
        found.fresh += usize::from(since.day() < it.first_seen);
        if it.state == State::Acted && acted.len() < MOST_ACTED {
            acted.push(it.id);
        }
        // What chance brings every few weeks is no matter for a leader until somebody takes it up.
        let is_common = it.state == State::Open && rarity(it.chance, it.tests).0 == Rarity::Weeks;
        if found.matters.len() < MOST && !is_common {
            let curve = told_curve(house, asker, it, &own);
            let may = may_do(house, asker, it, &own);
            found.matters.push(Matter { curve, asked: None, may, shown: row });
        }
    }
    let mut asked = tasks(house, asker, &acted).await?;
    found.answers = asked.values().flat_map(|(_, answers)| answers.clone()).collect();
    found.answers.retain(|answer| since <= answer.at);
    found.answers.sort_by_key(|answer| (std::cmp::Reverse(answer.at), answer.task));
    found.answers.truncate(MOST_ANSWERS);
    for matter in &mut found.matters {
        matter.asked = asked.remove(&matter.shown.finding.id).map(|(asked, _)| asked);
    }
    Ok(found)
}

/// What was read of tasks: their parts with how each stands, and the last report on each that was not returned.
struct Tasks {
    wholes: HashMap<CommitmentId, Commitment>,
    parts: HashMap<CommitmentId, Vec<Commitment>>,
    standing: HashMap<CommitmentId, Promised>,
    reports: HashMap<CommitmentId, Report>,
}

/// The tasks made from findings: of each finding the last one, and what was answered to any.
async fn tasks(
    house: &House,
    asker: &Asker,
    ids: &[FindingId],
) -> Done<HashMap<FindingId, (Asked, Vec<Answer>)>> {
    let acts = store::acts_of(&house.store, ids).await?;
    let made: Vec<CommitmentId> = acts.values().flatten().filter_map(|act| act.commitment).collect();
    let mut parts = programmes::parts_of(&house.store, &made).await?;
    let wholes = programmes::some_commitments(&house.store, &made).await?;
    for (id, whole) in &wholes {
        parts.entry(*id).or_insert_with(|| vec![whole.clone()]);
    }
    let all: Vec<Commitment> = parts.values().flatten().cloned().collect();
    let part_ids: Vec<CommitmentId> = all.iter().map(|part| part.id).collect();
    let mut reports = HashMap::new();
    for report in programmes::reports_of(&house.store, &part_ids).await? {
        // The newest stands last; what was returned is no answer.
        if report.verdict.as_ref().is_none_or(|verdict| verdict.is_accepted) {
            reports.insert(report.commitment, report);
        } else {
            reports.remove(&report.commitment);
        }
    }
    let tasks = Tasks { wholes, parts, standing: standing_of_some(house, all).await?, reports };
    let mut found = HashMap::new();
    for (id, acts) in acts {
        let steps: Vec<&Step> = acts.iter().filter(|act| act.commitment.is_some()).collect();
        let answers = steps.iter().flat_map(|step| answers(house, asker, id, step, &tasks)).collect();
        let running = steps.iter().rev().find_map(|step| asked(house, asker, id, step, &tasks));
        if let Some(asked) = running {
            found.insert(id, (asked, answers));
        }
    }
    Ok(found)
}

/// Whether the reader may know what a unit was asked.
fn may_know(house: &House, asker: &Asker, part: &Commitment) -> bool {
    house.ask(asker, Verb::ReadProgrammes, part.unit).is_ok()
}

/// The parts of the task of an act.
fn parts_of<'a>(step: &Step, tasks: &'a Tasks) -> &'a [Commitment] {
    step.commitment.and_then(|task| tasks.parts.get(&task)).map_or(&[], Vec::as_slice)
}

/// What was answered to the task of an act, as far as the reader may know, the newest last.
fn answers(house: &House, asker: &Asker, finding: FindingId, step: &Step, tasks: &Tasks) -> Vec<Answer> {
    let known = parts_of(step, tasks).iter().filter(|part| may_know(house, asker, part));
    let answer = |part: &Commitment| {
        let report = tasks.reports.get(&part.id)?;
        Some(Answer { finding, unit: part.unit, words: report.words.clone(), at: report.at, task: part.id })
    };
    let mut all: Vec<Answer> = known.filter_map(answer).collect();
    all.sort_by_key(|answer| (answer.at, answer.task));
    all
}

/// How the task of an act stands; nothing when it was taken back.
fn asked(house: &House, asker: &Asker, finding: FindingId, step: &Step, tasks: &Tasks) -> Option<Asked> {
    let whole = tasks.wholes.get(&step.commitment?).filter(|whole| whole.ended_at.is_none())?;
    let parts = parts_of(step, tasks);
    let known = parts.iter().filter(|part| may_know(house, asker, part));
    let units: Vec<UnitId> = known.map(|part| part.unit).collect();
    let is_kept = |part: &Commitment| {
        tasks.standing.get(&part.id).is_some_and(|standing| standing.state == Standing::Kept)
    };
    Some(Asked {
        task: whole.id,
        act: step.act,
        due: whole.to,
        others: parts.len() - units.len(),
        units,
        answered: parts.iter().filter(|part| tasks.reports.contains_key(&part.id)).count(),
        is_kept: parts.iter().all(is_kept),
        answer: answers(house, asker, finding, step, tasks).pop(),
    })
}
