//! Reading findings: those at places that a reader looks after, with small counts kept from whoever stands outside.

use super::{ask_to_read, may_at};
use crate::house::{Done, House};
use danvan_analysis::disclosure::{Row, is_small, rows_shown, total_may_be_shown};
use danvan_domain::{
    findings::{Act, Curve, Done as Step, Finding, Kind, Place, State, in_order},
    ids::{FindingId, UnitId},
    refusals::Refusal,
    rights::{Asker, Verb},
};
use danvan_store::findings::{self as store, nights};

/// How many earlier ones of the same topic and place are told.
const EARLIER: usize = 5;
/// Among how many of the topic they are looked for.
const LOOKED_AT: i64 = 60;

/// Which findings are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What became of them.
    pub state: State,
    /// Of a topic.
    pub topic: Option<String>,
    /// At a place, or below it.
    pub unit: Option<UnitId>,
}

/// A finding as one reader may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The finding.
    pub finding: Finding,
    /// The places the reader may know of, the ones with most first.
    pub places: Vec<Place>,
    /// How many others there are.
    pub others: usize,
    /// Whether its number may be told.
    pub is_told: bool,
}

/// A list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Those wanted; open ones in the order in which they matter.
    pub rows: Vec<Shown>,
    /// The topics of all that the reader might have wanted in that state.
    pub topics: Vec<String>,
    /// The last night on which the counts were looked at.
    pub night: Option<nights::Night>,
    /// Whether the reader may have the counts looked at now.
    pub may_run: bool,
}

/// Lists findings.
///
/// # Errors
/// The refusal of the right to read any; when the store cannot be read.
pub async fn list(house: &House, asker: &Asker, wanted: &Wanted) -> Done<Listed> {
    if !asker.house {
        house.own_unit(asker, Verb::ReadFindings)?;
    }
    let mut found = store::in_state(&house.store, wanted.state).await?;
    if wanted.state == State::Open {
        in_order(&mut found, house.today());
    }
    let ids: Vec<FindingId> = found.iter().map(|it| it.id).collect();
    let mut places = store::places_of(&house.store, &ids).await?;
    let (facts, today) = (house.facts(), house.today());
    let (mut rows, mut topics): (Vec<Shown>, Vec<String>) = (Vec::new(), Vec::new());
    for it in found {
        let Some(row) = shown(house, asker, it.clone(), places.remove(&it.id).unwrap_or_default()) else {
            continue;
        };
        if !topics.contains(&it.topic) {
            topics.push(it.topic.clone());
        }
        let lies_there = |unit: UnitId| {
            row.places.iter().any(|place| {
                [place.unit, place.place]
                    .into_iter()
                    .any(|own| own == unit || facts.tree.is_under(own, unit, today))
            })
        };
        let is_of_topic = wanted.topic.as_ref().is_none_or(|topic| *topic == it.topic);
        if is_of_topic && wanted.unit.is_none_or(lies_there) {
            rows.push(row);
        }
    }
    topics.sort();
    let may_run = house.own_unit(asker, Verb::RunFindings).is_ok();
    let night = nights::nights(&house.store).await?.map(|(_, last)| last);
    Ok(Listed { rows, topics, night, may_run })
}

/// A finding as somebody may see it; nothing when they may not.
pub(crate) fn shown(house: &House, asker: &Asker, finding: Finding, places: Vec<Place>) -> Option<Shown> {
    ask_to_read(house, asker, &places).ok()?;
    let all = places.len();
    let is_told = number_may_be_told(house, asker, &finding, &places);
    let known: Vec<Place> =
        places.into_iter().filter(|place| may_at(house, asker, Verb::ReadFindings, place)).collect();
    Some(Shown { others: all - known.len(), is_told, places: known, finding })
}

/// Whether counts of a place are the reader's own.
fn is_own(house: &House, asker: &Asker, place: &Place) -> bool {
    may_at(house, asker, Verb::ReadOwnFigures, place)
}

/// Whether what is counted are residents' voices or matters.
const fn counts_residents(kind: Kind) -> bool {
    !matches!(kind, Kind::Silent | Kind::PromiseAtRisk | Kind::Forecast)
}

fn table(house: &House, asker: &Asker, places: &[Place]) -> Vec<Row> {
    let count = |place: &Place| u64::try_from(place.observed).unwrap_or(0);
    let row = |place: &Place| Row { counts: vec![count(place)], own: is_own(house, asker, place) };
    places.iter().map(row).collect()
}

/// Whether the number of the whole may be told, with what the reader knows of its parts.
fn number_may_be_told(house: &House, asker: &Asker, it: &Finding, places: &[Place]) -> bool {
    let rows = table(house, asker, places);
    if !counts_residents(it.kind) || rows.iter().all(|row| row.own) {
        return true;
    }
    if is_small(u64::try_from(it.observed).unwrap_or(0)) {
        return false;
    }
    // Whoever knows their own part must not learn a small rest by taking it off.
    let own: Vec<bool> = rows.iter().map(|row| row.own).collect();
    !own.contains(&true) || total_may_be_shown(&rows, &own)
}

/// One finding with everything a reader may see.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// It.
    pub shown: Shown,
    /// Its places with what was counted there, where that may be told.
    pub rows: Vec<(Place, Option<i64>)>,
    /// Its curve; a week that may not be told has none.
    pub curve: Option<(Curve, Vec<Option<i64>>)>,
    /// What was done about it.
    pub acts: Vec<Step>,
    /// Earlier ones of the same topic at one of its places, with what was done about those.
    pub earlier: Vec<(Finding, Vec<Step>)>,
    /// What the reader may do now.
    pub may: Vec<Act>,
}

/// Opens a finding.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn one(house: &House, asker: &Asker, id: FindingId) -> Done<Opened> {
    let finding = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let places = store::places(&house.store, id).await?;
    ask_to_read(house, asker, &places)?;
    let rows = rows(house, asker, &finding, &places);
    let curve = told_curve(house, asker, &finding, &places);
    let may = may_do(house, asker, &finding, &places);
    let earlier = earlier(house, asker, &finding, &places).await?;
    let shown = shown(house, asker, finding, places).ok_or(Refusal::NotFound)?;
    Ok(Opened { rows, curve, acts: store::acts(&house.store, id).await?, earlier, may, shown })
}

fn rows(house: &House, asker: &Asker, it: &Finding, places: &[Place]) -> Vec<(Place, Option<i64>)> {
    let table = table(house, asker, places);
    let is_whole = number_may_be_told(house, asker, it, places);
    let told =
        if counts_residents(it.kind) { rows_shown(&table, is_whole) } else { vec![true; places.len()] };
    let known = places.iter().zip(told).filter(|(place, _)| may_at(house, asker, Verb::ReadFindings, place));
    known.map(|(place, is_told)| (place.clone(), is_told.then_some(place.observed))).collect()
}

/// The curve, with weeks left out where few would show: four at a time, since the sum of four is told.
pub(crate) fn told_curve(
    house: &House,
    asker: &Asker,
    it: &Finding,
    places: &[Place],
) -> Option<(Curve, Vec<Option<i64>>)> {
    let curve = it.curve.clone()?;
    let own: Vec<bool> = places.iter().map(|place| is_own(house, asker, place)).collect();
    if own.iter().all(|own| *own) {
        let counts = curve.counts.iter().copied().map(Some).collect();
        return Some((curve, counts));
    }
    if own.contains(&true) {
        // What is left when their own part is taken off may be few.
        return None;
    }
    let few = |count: &i64| is_small(u64::try_from(*count).unwrap_or(0));
    let mut told: Vec<Option<i64>> = Vec::new();
    let lead = curve.counts.len() % 4;
    let (first, rest) = curve.counts.split_at(lead);
    for weeks in std::iter::once(first).chain(rest.chunks(4)) {
        let hidden = weeks.iter().any(few);
        told.extend(weeks.iter().map(|count| (!hidden).then_some(*count)));
    }
    Some((curve, told))
}

/// What somebody may do: putting aside and taking up again only whoever looks after all of its places.
pub(crate) fn may_do(house: &House, asker: &Asker, it: &Finding, places: &[Place]) -> Vec<Act> {
    let at = |verb: Verb, place: &Place| may_at(house, asker, verb, place);
    let everywhere = !places.is_empty() && places.iter().all(|place| at(Verb::JudgeFindings, place));
    let somewhere = places.iter().any(|place| at(Verb::JudgeFindings, place));
    let leads = somewhere && house.own_unit(asker, Verb::LeadProgrammes).is_ok();
    let may = |act: &Act| match act {
        Act::Ask | Act::Promise => leads,
        Act::Confirm => somewhere,
        Act::Dismiss | Act::Reopen => everywhere,
    };
    it.state.acts().filter(may).collect()
}

/// Earlier ones of the same topic that shared a place the reader may know of.
async fn earlier(
    house: &House,
    asker: &Asker,
    it: &Finding,
    places: &[Place],
) -> Done<Vec<(Finding, Vec<Step>)>> {
    let mut all = store::of_topic(&house.store, &it.topic, LOOKED_AT).await?;
    all.retain(|other| other.id != it.id && other.kind.is_of_voices() == it.kind.is_of_voices());
    let ids: Vec<FindingId> = all.iter().map(|other| other.id).collect();
    let known = store::places_of(&house.store, &ids).await?;
    let mine = |place: &Place| {
        places.iter().any(|own| own.place == place.place) && may_at(house, asker, Verb::ReadFindings, place)
    };
    all.retain(|other| known.get(&other.id).is_some_and(|own| own.iter().any(mine)));
    all.truncate(EARLIER);
    let mut found = Vec::new();
    for other in all {
        let acts = store::acts(&house.store, other.id).await?;
        found.push((other, acts));
    }
    Ok(found)
}
