//! Surveys of wishes, as counted topics: they hold nobody.

use super::{Reach, event, own_commune, reached};
use crate::house::{Done, House};
use danvan_analysis::disclosure::{self, is_small, rows_shown, total_may_be_shown};
use danvan_domain::{
    answers::ReasonList,
    clearance::{Project, Survey, TypedSurvey},
    ids::{ProjectId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
};
use danvan_store::{StoreError, clearance::gatherings as store};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Most surveys that are listed.
const MOST: usize = 50;

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
            let before = store::survey(&house.store, id).await?.ok_or(StoreError::Taken)?;
            let mut again = Survey { at: before.at, person: before.person, ..it };
            again.wishes.sort();
            if again == before {
                return Ok(());
            }
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        written => written?,
    }
    // What was counted stands in the survey alone: events are read by more.
    change.note(event(house, asker, "clearance.surveyed", (id, unit), json!({"project": project})));
    Ok(change.commit().await?)
}

/// The wishes of a project.
pub struct Wishes {
    /// The project.
    pub project: Project,
    /// How much of it whoever asks may see.
    pub reach: Reach,
    /// How many households were asked, and how many answered; nothing where it would give a small count of a commune away.
    pub asked: Option<(i64, i64)>,
    /// How many named each topic, the most first; nothing for few, read from outside the commune.
    pub topics: Vec<(String, Option<i64>)>,
    /// The last surveys.
    pub surveys: Vec<Listed>,
    /// How many there are besides.
    pub more: i64,
}

/// A survey in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The commune.
    pub unit: UnitId,
    /// The day.
    pub on: Day,
    /// How many households were asked, and how many answered; nothing for few, read from outside the commune.
    pub asked: Option<(i64, i64)>,
}

/// Whether a count could point to a person.
pub(super) fn is_few(count: i64) -> bool {
    u64::try_from(count).is_ok_and(is_small)
}

/// What people on the land wish: of one's own commune in full, of the whole project each topic that not too few named.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn wishes(house: &House, asker: &Asker, id: ProjectId) -> Done<Wishes> {
    let (project, reach) = reached(house, asker, id).await?;
    let is_own = |of: UnitId| match reach {
        Reach::Whole => true,
        Reach::Commune(unit) => house.facts().care(of, house.today()).contains(&unit),
    };
    let mut asked = store::surveyed(&house.store, id).await?;
    asked.retain(|one| is_own(one.unit));
    let units: BTreeSet<UnitId> = asked.iter().map(|one| one.unit).collect();
    let mut topics: BTreeMap<String, i64> = BTreeMap::new();
    for (unit, code, households) in store::wished(&house.store, id).await? {
        if units.contains(&unit) {
            *topics.entry(code).or_default() += households;
        }
    }
    let mut topics: Vec<(String, i64)> = topics.into_iter().collect();
    topics.sort_by_key(|(_, households)| std::cmp::Reverse(*households));
    let is_shown = |households: i64| reach != Reach::Whole || !is_few(households);
    let topics = topics.into_iter().map(|(code, many)| (code, is_shown(many).then_some(many))).collect();
    let last = last(house, id, reach, &units).await?;
    let all: i64 = asked.iter().map(|one| one.surveys).sum();
    let more = all - i64::try_from(last.len()).unwrap_or(i64::MAX);
    let whole = (asked.iter().map(|one| one.asked).sum(), asked.iter().map(|one| one.answered).sum());
    let (surveys, asked) = told(&last, whole, (reach, more));
    Ok(Wishes { project, reach, asked, topics, surveys, more })
}

/// The last surveys: of the whole project, or of what is a commune's own.
async fn last(house: &House, id: ProjectId, reach: Reach, units: &BTreeSet<UnitId>) -> Done<Vec<Survey>> {
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    if reach == Reach::Whole {
        return Ok(store::surveys(&house.store, id, None, most).await?);
    }
    let mut found = Vec::new();
    for unit in units {
        found.extend(store::surveys(&house.store, id, Some(*unit), most).await?);
    }
    found.sort_by_key(|one| std::cmp::Reverse((one.on, one.id)));
    found.truncate(MOST);
    Ok(found)
}

/// The surveys as they may be told beside their total, and the total: from outside, no small count of a commune, nor one that the
/// others would give away.
fn told(
    last: &[Survey],
    whole: (i64, i64),
    (reach, more): (Reach, i64),
) -> (Vec<Listed>, Option<(i64, i64)>) {
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let row = |one: &Survey| disclosure::Row {
        counts: vec![number(one.asked), number(one.answered), number(one.asked - one.answered)],
        own: reach != Reach::Whole,
    };
    let rows: Vec<disclosure::Row> = last.iter().map(row).collect();
    // Behind surveys that are not listed anything hides.
    let is_total = more == 0;
    let shown = rows_shown(&rows, is_total);
    let may_total = reach != Reach::Whole
        || (!is_few(whole.0) && !is_few(whole.1) && !is_few(whole.0 - whole.1))
            && (!is_total || total_may_be_shown(&rows, &shown));
    let listed = last.iter().zip(shown).map(|(one, is_shown)| Listed {
        unit: one.unit,
        on: one.on,
        asked: is_shown.then_some((one.asked, one.answered)),
    });
    (listed.collect(), may_total.then_some(whole))
}
