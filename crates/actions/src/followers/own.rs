//! What units counted themselves by day is brought in after an upgrade, a month at a time, beside whoever works.

use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::UnitId,
    tallies::{Counts, Grain},
    time::Day,
    topics::ALL,
    units::Level,
};
use danvan_store::{
    Change, StoreError, events, settings,
    tallies::{
        self, Span,
        days::{self, Packer},
    },
};
use std::collections::{BTreeMap, HashMap};

/// Days from the first up to, and without, the last.
type Days = (Day, Day);

/// Brings in the newest month that lacks; tells whether there was one. What is added to it meanwhile is found by its
/// turns: then it is read again the next time.
pub(super) async fn bring_in(house: &House) -> Done<usize> {
    let Some(from) = days::whole_from(&house.store).await? else { return Ok(0) };
    let facts = house.facts();
    let tops: Vec<UnitId> =
        facts.tree.units().iter().filter(|unit| unit.parent.is_none()).map(|unit| unit.id).collect();
    let ever: Day = days::EVER.parse().map_err(|_| StoreError::Unreadable(days::EVER.to_owned()))?;
    let earlier = Span::of(Grain::Month, ever, from);
    let months = tallies::by_start(&house.store, &tops, &[ALL], earlier).await?;
    let was = Some(from.to_string());
    let Some(month) = months.keys().max().copied() else {
        let mut change = house.store.begin().await?;
        settings::set_from(&mut change, days::WHOLE_FROM, was.as_deref(), days::EVER).await?;
        change.commit().await?;
        return Ok(0);
    };
    let until = month.first_of_next_month();
    let turns = tallies::turns(&house.store, month, until).await?;
    let packed = packed(house, &facts, (month, until)).await?;
    let mut change = house.store.begin().await?;
    events::hold_followers(&mut change).await?;
    let is_same = tallies::turns_within(&mut change, month, until).await? == turns;
    let now = month.to_string();
    if !is_same || !settings::set_from(&mut change, days::WHOLE_FROM, was.as_deref(), &now).await? {
        return Ok(0);
    }
    put(&mut change, (month, until), packed).await?;
    change.commit().await?;
    Ok(1)
}

/// Puts what units counted in the place of what was added to the days since the upgrade, which it holds too.
async fn put(change: &mut Change, (from, until): Days, packed: BTreeMap<Day, Packer>) -> Done<()> {
    let mut day = from;
    while day < until {
        days::forget(change, day).await?;
        day = day.next();
    }
    for (day, packer) in packed {
        if !packer.is_empty() {
            days::add(change, day, packer).await?;
        }
    }
    Ok(())
}

/// What some units counted on a day of a topic.
type Counted = HashMap<(Day, UnitId, String), Counts>;

/// What every unit counted itself in a month, from the cells: a commune with all below it at a time, since those of a whole
/// city would fill the memory.
async fn packed(house: &House, facts: &Facts, days: Days) -> Done<BTreeMap<Day, Packer>> {
    let tree = &facts.tree;
    let mut above: Vec<UnitId> = Vec::new();
    let mut communes: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for unit in tree.units() {
        let stood = unit.valid_from < days.1 && unit.valid_to.is_none_or(|last| days.0 <= last);
        if unit.level() < Level::Commune {
            above.push(unit.id);
        } else if stood {
            let chain = std::iter::once(unit).chain(tree.ancestors(unit.id));
            let top = chain.take_while(|above| above.level() >= Level::Commune).last();
            communes.entry(top.map_or(unit.id, |top| top.id)).or_default().push(unit.id);
        }
    }
    let mut packed: BTreeMap<Day, Packer> = BTreeMap::new();
    let all = with_below(house, facts, &above, days).await?;
    let mut own_above = all.clone();
    for ((day, unit, topic), counts) in all {
        if let Some(parent) = tree.get(unit).and_then(|unit| unit.parent) {
            *own_above.entry((day, parent, topic)).or_default() -= counts;
        }
    }
    for units in communes.values() {
        let all = with_below(house, facts, units, days).await?;
        let mut own = all.clone();
        for ((day, unit, topic), counts) in all {
            let Some(parent) = tree.get(unit).and_then(|unit| unit.parent) else { continue };
            let holds = if units.contains(&parent) { &mut own } else { &mut own_above };
            *holds.entry((day, parent, topic)).or_default() -= counts;
        }
        pack(&mut packed, own);
    }
    pack(&mut packed, own_above);
    Ok(packed)
}

/// Packs what was counted, unit by unit.
fn pack(packed: &mut BTreeMap<Day, Packer>, counted: Counted) {
    let mut counted: Vec<_> = counted.into_iter().filter(|(_, counts)| !counts.is_zero()).collect();
    counted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    for ((day, unit, topic), counts) in counted {
        packed.entry(day).or_default().add(unit, &topic, &counts);
    }
}

/// What units counted with all below them, of each topic by itself. What was counted of topics that are no more has no
/// name.
async fn with_below(house: &House, facts: &Facts, units: &[UnitId], (from, until): Days) -> Done<Counted> {
    let topics = facts.topics.subtree(ALL);
    let mut found: Counted = HashMap::new();
    let span = Span::of(Grain::Day, from, until);
    tallies::each_cell(&house.store, units, &topics, span, |cell, counts| {
        let fine = facts.tree.get(cell.unit).is_some_and(|unit| unit.level() > Level::Commune);
        // A cell of villages holds its topic alone, one of larger units those below it too; all hold all.
        let above = match facts.topics.get(&cell.topic) {
            None => None,
            Some(_) if fine => Some(String::new()),
            Some(topic) => Some(topic.parent.clone().unwrap_or_default()),
        };
        if let Some(above) = above {
            *found.entry((cell.start, cell.unit, above)).or_default() -= *counts;
        }
        let own = if cell.topic == ALL { String::new() } else { cell.topic };
        *found.entry((cell.start, cell.unit, own)).or_default() += *counts;
    })
    .await?;
    Ok(found)
}
