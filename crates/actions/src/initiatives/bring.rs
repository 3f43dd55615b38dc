//! Bringing in what was registered in years before: for a city that is just filled.

use super::statistics::add_to;
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    initiatives::{Done as Act, InYear, Initiative, Story, words_of},
};
use danvan_store::{bulk::initiatives as bulk, initiatives as store};
use serde_json::json;
use std::collections::BTreeMap;

/// An initiative with all that is known of it.
pub struct Brought {
    /// As it stands.
    pub initiative: Initiative,
    /// The years in which it ran.
    pub years: Vec<InYear>,
    /// What was done to it.
    pub acts: Vec<Act>,
    /// Who stands behind it.
    pub owner: Option<String>,
    /// Its public story.
    pub story: Option<Story>,
}

/// Writes initiatives as they are, many rows a statement, each with one event; and counts them.
///
/// # Errors
/// When the store cannot write.
pub async fn bring(house: &House, all: &[Brought]) -> Done<()> {
    let facts = house.facts();
    let mut change = house.store.begin().await?;
    let initiatives: Vec<&Initiative> = all.iter().map(|one| &one.initiative).collect();
    bulk::initiatives(&mut change, &initiatives).await?;
    let years: Vec<&InYear> = all.iter().flat_map(|one| &one.years).collect();
    bulk::years(&mut change, &years).await?;
    let acts: Vec<_> =
        all.iter().flat_map(|one| one.acts.iter().map(|act| (one.initiative.id, act))).collect();
    bulk::acts(&mut change, &acts).await?;
    let owners: Vec<_> =
        all.iter().filter_map(|one| Some((one.initiative.id, one.owner.as_deref()?))).collect();
    bulk::owners(&mut change, &owners).await?;
    for one in all {
        let it = &one.initiative;
        if let Some(story) = &one.story {
            let place = facts.tree.get(it.commune).map_or("", |unit| unit.name.as_str());
            let words = words_of(&[&story.title, &story.body, &it.content.name, place]);
            store::stories::publish(&mut change, story, it.registered_by, &words).await?;
        }
        change.note(Event {
            at: it.registered_at,
            actor: it.registered_by,
            kind: "initiative.brought".into(),
            thing: it.id.0,
            unit: Some(it.unit),
            payload: json!({"year": it.year, "stage": it.stage, "acts": one.acts.len()}),
        });
    }
    let mut adding = BTreeMap::new();
    years.iter().for_each(|year| add_to(&mut adding, &facts.tree, year, 1));
    store::counts::add(&mut change, &adding).await?;
    Ok(change.commit().await?)
}
