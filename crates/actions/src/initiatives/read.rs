//! Lists of initiatives and one initiative's whole story.

use super::{
    Alike, Counts, Line, Narrowed, ask_above, ask_act, ask_to_read, readable, similar, statistics,
    with_predecessors,
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{InitiativeId, PersonId, UnitId},
    initiatives::{Act, Combined, Done as WasDone, InYear, Initiative, Stage, Story, combine},
    refusals::Refusal,
    rights::{Asker, Verb},
    time::Day,
    units::Level,
};
use danvan_store::{
    initiatives::{self as store, Owner, acts::Given, lists},
    people,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many lines a page of a list shows.
const PAGE: usize = 50;
/// How deep a tree of adoptions is shown.
const DEEPEST: usize = 4;

/// Some lines of a list.
pub struct Listed {
    /// Whose list it is.
    pub unit: UnitId,
    /// Of which year.
    pub year: i64,
    /// How many there are, by family and word.
    pub counts: Counts,
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<InitiativeId>,
}

/// For which unit somebody reads: the one that was said, else their own; with its communes, none for the whole.
fn scope(
    house: &House,
    asker: &Asker,
    said: Option<UnitId>,
) -> Result<(UnitId, Option<Vec<UnitId>>), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let unit = match said {
        Some(unit) => unit,
        None => house.own_unit(asker, Verb::ReadInitiatives)?,
    };
    let commune = super::commune_of(&facts, unit);
    ask_to_read(house, asker, commune)?;
    let is_top = facts.tree.get(commune).is_some_and(|unit| unit.level() == Level::City);
    if is_top {
        // Of the whole everything is listed: that is for those who read from there.
        house.ask(asker, Verb::ReadInitiatives, commune)?;
        return Ok((commune, None));
    }
    Ok((commune, Some(with_predecessors(&facts, commune, today))))
}

/// The initiatives that ran in a year in a commune or, read from the city, everywhere; the newest first.
///
/// # Errors
/// The refusal of the right to read there.
pub async fn list(
    house: &House,
    asker: &Asker,
    unit: Option<UnitId>,
    (year, before): (Option<i64>, Option<InitiativeId>),
    narrowed: &Narrowed,
) -> Done<Listed> {
    let (unit, communes) = scope(house, asker, unit)?;
    let year = match year {
        Some(year) => year,
        None => super::newest_year(house).await?,
    };
    let many = i64::try_from(PAGE + 1).unwrap_or(51);
    let mut lines = lists::of_year(&house.store, (year, before), communes.as_deref(), narrowed, many).await?;
    let has_more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| has_more).map(|line| InitiativeId(line.id));
    let counts = statistics::of_list(house, unit, communes.as_deref(), year).await?;
    Ok(Listed { unit, year, counts, lines, next })
}

/// What is to be checked by today, what was due first at first.
///
/// # Errors
/// The refusal of the right to read there.
pub async fn to_check(
    house: &House,
    asker: &Asker,
    after: Option<(Day, InitiativeId)>,
) -> Done<(Vec<Initiative>, Option<(Day, InitiativeId)>)> {
    let (_, communes) = scope(house, asker, None)?;
    let many = i64::try_from(PAGE + 1).unwrap_or(51);
    let mut found = lists::to_check(&house.store, house.today(), after, communes.as_deref(), many).await?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| has_more).and_then(|it| Some((it.check_due_on?, it.id)));
    Ok((found, next))
}

/// One initiative of a tree of adoptions.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Which.
    pub initiative: Initiative,
    /// How far below the first one it stands.
    pub depth: usize,
}

/// One initiative with everything that was done to it.
pub struct Seen {
    /// The initiative.
    pub initiative: Initiative,
    /// Who stands behind it; the name only where they agreed that anybody reads it ([`super::read_owner`] tells it otherwise).
    pub owner: Option<Owner>,
    /// Whether a name is kept.
    pub is_named: bool,
    /// The years in which it ran.
    pub years: Vec<InYear>,
    /// What was done, the first act first.
    pub acts: Vec<WasDone>,
    /// Photos by what they belong to: the initiative, or an act.
    pub pictures: BTreeMap<Uuid, Vec<String>>,
    /// What judges gave this year.
    pub given: Vec<Given>,
    /// All of it together.
    pub combined: Option<Combined>,
    /// Names of those who did something, by person.
    pub names: BTreeMap<PersonId, String>,
    /// What it was adopted from, the first one first; then itself and what adopted it.
    pub tree: Vec<Branch>,
    /// Others that are like it, for whoever appraises it.
    pub alike: Vec<Alike>,
    /// Its public story.
    pub story: Option<Story>,
    /// The photos of that story.
    pub story_photos: Vec<String>,
    /// Whether the reader may take that story back.
    pub may_hide: bool,
    /// What the reader may do now.
    pub acts_now: Vec<Act>,
    /// Whether the reader may give points now.
    pub may_judge: bool,
    /// Whether the reader may publish a story.
    pub may_publish: bool,
    /// Whether the reader looks after the consent of whoever stands behind it.
    pub may_keep_owner: bool,
    /// Whether the reader may register one that adopts it.
    pub may_adopt: bool,
}

/// Reads an initiative.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn one(house: &House, asker: &Asker, id: InitiativeId) -> Done<Seen> {
    let it = readable(house, asker, id).await?;
    let acts = store::acts::of(&house.store, id).await?;
    let given = store::acts::marks(&house.store, id, it.year).await?;
    let marks: Vec<_> = given.iter().map(|given| given.marks.clone()).collect();
    let mut pictures: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for (thing, hash) in store::acts::pictures(&house.store, id).await? {
        pictures.entry(thing).or_default().push(hash);
    }
    let who: BTreeSet<PersonId> = acts
        .iter()
        .filter_map(|done| done.person)
        .chain(given.iter().map(|given| given.person))
        .chain(it.registered_by)
        .collect();
    let who: Vec<PersonId> = who.into_iter().collect();
    let acts_now = Act::following(it.stage).filter(|act| ask_act(house, asker, &it, *act).is_ok()).collect();
    let is_judging = it.stage == Stage::Judging;
    let may_register = house.ask(asker, Verb::RegisterInitiative, it.unit).is_ok();
    let mut owner = if super::ask_owner(house, asker, &it).is_ok() {
        store::owner(&house.store, id).await?
    } else {
        None
    };
    let is_named = owner.as_ref().is_some_and(|owner| !owner.name.is_empty());
    if let Some(owner) = owner.as_mut().filter(|owner| owner.agreed_at.is_none()) {
        owner.name.clear();
    }
    let story = store::stories::get(&house.store, id).await?;
    let story_photos = match &story {
        Some(story) => crate::attachments::of_thing(house, story.thing).await?,
        None => Vec::new(),
    };
    Ok(Seen {
        owner,
        is_named,
        may_hide: story.is_some() && ask_above(house, asker, &it, Verb::AppraiseInitiative).is_ok(),
        story_photos: story_photos.into_iter().map(|picture| picture.hash).collect(),
        years: store::years(&house.store, id).await?,
        combined: it.sheet.as_ref().and_then(|sheet| combine(sheet, &marks)),
        names: people::names(&house.store, &who).await?,
        tree: tree(house, &it).await?,
        alike: similar::like_this(house, asker, &it).await?,
        story,
        acts_now,
        may_judge: is_judging && ask_above(house, asker, &it, Verb::JudgeInitiative).is_ok(),
        may_publish: it.stage.may_be_adopted()
            && ask_above(house, asker, &it, Verb::AppraiseInitiative).is_ok(),
        may_keep_owner: may_register,
        may_adopt: it.stage.may_be_adopted() && house.own_unit(asker, Verb::RegisterInitiative).is_ok(),
        initiative: it,
        acts,
        pictures,
        given,
    })
}

/// From what it was adopted, and who adopted it, a level a statement.
async fn tree(house: &House, it: &Initiative) -> Done<Vec<Branch>> {
    let mut up = Vec::new();
    let mut at = it.adopted_from;
    while let Some(id) = at.filter(|_| up.len() < DEEPEST) {
        let Some(from) = store::get(&house.store, id).await? else { break };
        at = from.adopted_from;
        up.push(from);
    }
    let mut below: BTreeMap<InitiativeId, Vec<Initiative>> = BTreeMap::new();
    let mut level = vec![it.id];
    for _ in 0..DEEPEST {
        let found = lists::adopted_from(&house.store, &level).await?;
        level = found.iter().map(|it| it.id).collect();
        if level.is_empty() {
            break;
        }
        for one in found {
            below.entry(one.adopted_from.unwrap_or(it.id)).or_default().push(one);
        }
    }
    if up.is_empty() && below.is_empty() {
        return Ok(Vec::new());
    }
    let mut branches: Vec<Branch> = Vec::new();
    for (depth, initiative) in up.into_iter().rev().enumerate() {
        branches.push(Branch { initiative, depth });
    }
    let mut waiting = vec![Branch { initiative: it.clone(), depth: branches.len() }];
    while let Some(branch) = waiting.pop() {
        let parts = below.remove(&branch.initiative.id).unwrap_or_default();
        let deeper = branch.depth + 1;
        waiting.extend(parts.into_iter().rev().map(|initiative| Branch { initiative, depth: deeper }));
        branches.push(branch);
    }
    Ok(branches)
}
