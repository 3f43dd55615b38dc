//! Surveys of wishes, as counted topics: they hold nobody.

use super::{Reach, event, own_commune, reached};
use crate::house::{Done, House};
use danvan_domain::{
    answers::ReasonList,
    clearance::{Project, Survey, TypedSurvey},
    ids::{ProjectId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{StoreError, clearance::gatherings as store};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most surveys that are read.
const MOST: i64 = 500;

/// Writes a survey of one's own commune down. The same form twice is one survey.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under each field that is wrong; the same id with other words.
pub async fn survey(
    house: &House,
    asker: &Asker,
    project: ProjectId,
    id: Uuid,
    typed: &TypedSurvey,
) -> Done<()> {
    reached(house, asker, project).await?;
    let unit = own_commune(house, asker)?;
    let facts = house.facts();
    let known = |code: &str| facts.answers.choices(ReasonList::Wish).any(|choice| choice.code == code);
    if typed.wishes.iter().any(|(code, _)| !known(code)) {
        return Err(Refusal::NotFound.into());
    }
    let it = typed.check((id, project, unit), asker.person, house.now())?;
    let mut change = house.store.begin().await?;
    match store::add_survey(&mut change, &it).await {
        Err(StoreError::Taken) => {
            drop(change);
            let all = store::surveys(&house.store, project, MOST).await?;
            let told = |one: &Survey| (one.id, one.on, one.asked, one.answered, one.unit);
            if all.iter().any(|before| told(before) == told(&it)) {
                return Ok(());
            }
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        written => written?,
    }
    let payload = json!({"project": project, "asked": it.asked, "answered": it.answered});
    change.note(event(house, asker, "clearance.surveyed", (id, unit), payload));
    Ok(change.commit().await?)
}

/// The wishes of a project.
pub struct Wishes {
    /// The project.
    pub project: Project,
    /// How much of it whoever asks may see.
    pub reach: Reach,
    /// How many households were asked, and how many answered.
    pub asked: (i64, i64),
    /// How many named each topic, the most first; nothing for fewer than the threshold, read from outside the commune.
    pub topics: Vec<(String, Option<i64>)>,
    /// The surveys, the last first.
    pub surveys: Vec<Survey>,
}

/// Counts below this are told to nobody outside the unit that counted.
const THRESHOLD: i64 = 5;

/// What people on the land wish: of one's own commune in full, of the whole project each topic from the threshold on.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn wishes(house: &House, asker: &Asker, id: ProjectId) -> Done<Wishes> {
    let (project, reach) = reached(house, asker, id).await?;
    let mut surveys = store::surveys(&house.store, id, MOST).await?;
    if let Reach::Commune(unit) = reach {
        surveys.retain(|one| is_own(house, one.unit, unit));
    }
    let mut topics: BTreeMap<String, i64> = BTreeMap::new();
    for (code, households) in surveys.iter().flat_map(|one| &one.wishes) {
        *topics.entry(code.clone()).or_default() += households;
    }
    let mut topics: Vec<(String, i64)> = topics.into_iter().collect();
    topics.sort_by_key(|(_, households)| std::cmp::Reverse(*households));
    let is_shown = |households: i64| reach != Reach::Whole || THRESHOLD <= households;
    let shown = |(code, households): (String, i64)| (code, is_shown(households).then_some(households));
    let asked =
        surveys.iter().fold((0, 0), |(asked, answered), one| (asked + one.asked, answered + one.answered));
    if reach == Reach::Whole {
        // What one commune counted of a topic stays there; the whole is told.
        surveys.iter_mut().for_each(|one| one.wishes.clear());
    }
    Ok(Wishes { project, reach, asked, topics: topics.into_iter().map(shown).collect(), surveys })
}

fn is_own(house: &House, of: UnitId, unit: UnitId) -> bool {
    house.facts().care(of, house.today()).contains(&unit)
}
