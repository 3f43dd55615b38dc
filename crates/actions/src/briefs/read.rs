//! Reading briefs: what one's unit writes and sent, what was sent to one, and one of them whole. Who opens a brief that was sent is kept
//! once, by what they are and where.

use super::{
    ask_to_read, ask_to_write, event,
    paper::{self, Paper},
    say::name,
};
use crate::house::{Done, House};
use danvan_domain::{
    briefs::{Brief, Opening, Stage},
    ids::{BriefId, UnitId},
    people::Position,
    refusals::Refusal,
    rights::{Asker, Verb, grants},
    time::Moment,
};
use danvan_store::{briefs as store, documents};
use danvan_words::{Language, Words};
use serde_json::json;

/// How many briefs of each sort a list holds.
const MOST: i64 = 60;

/// A brief in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// It.
    pub it: Brief,
    /// The name of its project; empty for none.
    pub project: String,
    /// When whoever asks opened it; of one's own unit's briefs nothing is said.
    pub opened_at: Option<Moment>,
}

/// The briefs of whoever asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    /// Drafts of their unit.
    pub drafts: Vec<Listed>,
    /// What was sent to them, what they have not opened first, each time the newest first.
    pub received: Vec<Listed>,
    /// What their unit sent.
    pub sent: Vec<Listed>,
    /// Whether they write briefs.
    pub may_write: bool,
}

/// Lists the briefs of whoever asks.
///
/// # Errors
/// The refusal of the right to read briefs.
pub async fn list(house: &House, asker: &Asker) -> Done<Mine> {
    let unit = house.own_unit(asker, Verb::ReadBriefs)?;
    let mut mine = Mine { may_write: ask_to_write(house, asker, unit).is_ok(), ..Mine::default() };
    if mine.may_write {
        mine.drafts = listed(house, store::of_unit(&house.store, unit, Stage::Draft, MOST).await?).await?;
    }
    mine.sent = listed(house, store::of_unit(&house.store, unit, Stage::Sent, MOST).await?).await?;
    let Some(person) = asker.person else { return Ok(mine) };
    for unit in units(house, asker) {
        for (it, opened_at) in store::sent_to(&house.store, unit, person, MOST).await? {
            if mine.received.iter().all(|one| one.it.id != it.id) {
                let project = paper::project_name(house, &it).await?;
                mine.received.push(Listed { it, project, opened_at });
            }
        }
    }
    let place = |one: &Listed| (one.opened_at.is_some(), std::cmp::Reverse(one.it.sent_at));
    mine.received.sort_by_key(place);
    Ok(mine)
}

async fn listed(house: &House, all: Vec<Brief>) -> Done<Vec<Listed>> {
    let mut listed = Vec::new();
    for it in all {
        let project = paper::project_name(house, &it).await?;
        listed.push(Listed { it, project, opened_at: None });
    }
    Ok(listed)
}

/// The units at which somebody reads briefs, before and after a reorganisation.
fn units(house: &House, asker: &Asker) -> Vec<UnitId> {
    let (facts, today) = (house.facts(), house.today());
    let reads = |position: &&Position| grants(position.role).contains(&Verb::ReadBriefs);
    let mut all: Vec<UnitId> = Vec::new();
    for position in asker.positions.iter().filter(reads) {
        all.push(position.unit);
        all.extend(facts.tree.today(position.unit, today));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// A brief with everything about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The brief.
    pub it: Brief,
    /// What it is called, in Vietnamese.
    pub name: String,
    /// Its paper.
    pub paper: Paper,
    /// The number it was sent under; empty for a draft.
    pub number: String,
    /// Whether that number was cancelled.
    pub is_cancelled: bool,
    /// The units it was sent to.
    pub readers: Vec<UnitId>,
    /// Who opened it.
    pub openings: Vec<Opening>,
    /// Whether whoever asks opens it for the first time.
    pub is_new: bool,
    /// Whether they write in it, or may send or correct it.
    pub may_write: bool,
    /// The brief that corrects it.
    pub corrected_by: Option<BriefId>,
    /// The name of its project; empty for none.
    pub project: String,
}

/// Opens a brief. The first opening of one that was sent is an event, unless its own author looks.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn one(house: &House, asker: &Asker, id: BriefId) -> Done<Opened> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let readers = store::readers(&house.store, id).await?;
    let may_write = ask_to_write(house, asker, it.unit);
    match it.stage {
        Stage::Draft => may_write.clone()?,
        Stage::Sent => ask_to_read(house, asker, &it, &readers)?,
    }
    let is_new = opened(house, asker, &it, &readers).await?;
    let document = match it.document {
        Some(document) => documents::one(&house.store, document).await?,
        None => None,
    };
    let project = paper::project_name(house, &it).await?;
    let words = Words::for_language(Language::Vi);
    Ok(Opened {
        name: name(&house.facts(), words, &it, &project),
        paper: paper::paper(house, &it).await?,
        number: document.as_ref().map(|document| document.number_text.clone()).unwrap_or_default(),
        is_cancelled: document.is_some_and(|document| document.cancelled_at.is_some()),
        openings: store::openings(&house.store, id).await?,
        corrected_by: store::corrected_by(&house.store, id).await?,
        may_write: may_write.is_ok(),
        readers,
        is_new,
        project,
        it,
    })
}

/// Keeps that somebody opened what was sent to them; true the first time.
async fn opened(house: &House, asker: &Asker, it: &Brief, readers: &[UnitId]) -> Done<bool> {
    let Some(person) = asker.person.filter(|person| it.stage == Stage::Sent && it.author != Some(*person))
    else {
        return Ok(false);
    };
    let (facts, today) = (house.facts(), house.today());
    let stands = |unit: UnitId| facts.tree.today(unit, today).unwrap_or(unit);
    let is_sent_there = |position: &&Position| {
        grants(position.role).contains(&Verb::ReadBriefs)
            && readers.iter().any(|unit| stands(*unit) == stands(position.unit))
    };
    let Some(position) = asker.positions.iter().find(is_sent_there) else { return Ok(false) };
    let mut change = house.store.begin().await?;
    let opening = Opening { unit: stands(position.unit), role: position.role, at: house.now() };
    if !store::open(&mut change, it.id, person, &opening).await? {
        return Ok(false);
    }
    let payload = json!({"role": opening.role, "at_unit": opening.unit});
    change.note(event(house, asker, "brief.opened", it, payload));
    change.commit().await?;
    Ok(true)
}
