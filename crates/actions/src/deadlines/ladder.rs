//! The ladder: whoever must know that a duty falls due or has lapsed is told once for each rung, and sees it until they
//! say so or it is settled. Of a denunciation only number, step and clock are told.

use super::{
    Thing,
    things::{may_open, things},
};
use crate::{
    cases::ask_office,
    house::{Done, House},
    proceedings::city_of,
};
use danvan_domain::{
    deadlines::{PROMISE, Told, reached_before},
    events::Event,
    people::Role,
    refusals::{Note, Refusal},
    returns::RETURN,
    rights::{Asker, Verb},
};
use danvan_store::deadlines::ladder::{self as store, Telling};
use serde_json::json;
use uuid::Uuid;

/// How many are told in one change.
const PAGE: i64 = 200;
/// How many a page shows.
const MOST: i64 = 20;

/// A telling with what falls due.
pub struct Seen {
    /// The telling.
    pub telling: Telling,
    /// What it is of.
    pub thing: Thing,
    /// Whether the reader may open it.
    pub may_open: bool,
}

/// Tells whoever a rung was reached for, each once. Returns how many were told.
///
/// # Errors
/// When the store cannot be read or written; what was told stays told.
pub async fn escalate(house: &House) -> Done<u64> {
    let (facts, mut count) = (house.facts(), 0);
    let procedures = facts.procedures.all().iter().map(|one| one.code.as_str());
    for procedure in procedures.chain([PROMISE, RETURN]) {
        for rung in facts.ladder.of(procedure) {
            let before = reached_before(&facts.calendar, house.today(), rung.working_days);
            loop {
                let asked = (procedure, before);
                let some = store::reached(&house.store, asked, (rung.working_days, rung.told), PAGE).await?;
                let is_last = i64::try_from(some.len()).unwrap_or(0) < PAGE;
                let mut change = house.store.begin().await?;
                for it in some {
                    let city = city_of(&facts, it.unit);
                    let telling = Telling {
                        id: house.new_id(),
                        thing: it.thing,
                        sort: it.sort,
                        position: it.position,
                        rung: rung.working_days,
                        told: rung.told,
                        due_at: it.due_at,
                        procedure: it.procedure,
                        step: it.step,
                        unit: if rung.told == Told::City { city.unwrap_or(it.unit) } else { it.unit },
                        person: it.handler.filter(|_| rung.told == Told::Handler),
                        told_at: house.now(),
                    };
                    if store::tell(&mut change, &telling).await? {
                        change.note(event("deadline.escalated", house, &Asker::house(), &telling));
                        count += 1;
                    }
                }
                change.commit().await?;
                if is_last {
                    break;
                }
            }
        }
    }
    Ok(count)
}

fn event(kind: &str, house: &House, asker: &Asker, it: &Telling) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing: it.thing,
        unit: Some(it.unit),
        payload: json!({"step": it.step, "rung": it.rung, "told": it.told, "due_at": it.due_at}),
    }
}

/// What whoever asks was told, has not seen, and is still so; soonest due first.
///
/// # Errors
/// When the store cannot be read.
pub async fn told(house: &House, asker: &Asker) -> Done<Vec<Seen>> {
    let Some(person) = asker.person else { return Ok(Vec::new()) };
    let mut all = store::told_person(&house.store, person, MOST).await?;
    for position in &asker.positions {
        for told in as_what(position.role) {
            all.extend(store::told_unit(&house.store, position.unit, *told, MOST).await?);
        }
    }
    all.sort_by_key(|one| (one.due_at, one.id));
    all.dedup_by_key(|one| one.id);
    all.truncate(usize::try_from(MOST).unwrap_or(0));
    let found = things(house, asker, all.iter().map(|one| (one.sort, one.thing, one.unit))).await?;
    let seen = |telling: Telling| {
        let thing = found.get(&telling.thing)?.clone();
        let may_open = thing.is_open() || may_open(house, asker, telling.unit);
        Some(Seen { telling, thing, may_open })
    };
    Ok(all.into_iter().filter_map(seen).collect())
}

/// As what somebody with a role is told.
const fn as_what(role: Role) -> &'static [Told] {
    match role {
        Role::CommuneOfficer => &[Told::Handler],
        Role::CommuneLeader => &[Told::Leader],
        Role::CityLeader => &[Told::City, Told::Leader],
        _ => &[],
    }
}

/// Whoever was told says that they have seen it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read the unit's letters, and of anybody who was not told.
pub async fn see(house: &House, asker: &Asker, id: Uuid) -> Done<()> {
    let telling = store::telling(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadLetter, telling.unit)?;
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let stands = house.facts().tree.today(telling.unit, house.today());
    let is_told = match telling.person {
        Some(own) => own == person,
        None => asker.positions.iter().any(|position| {
            let is_there = position.unit == telling.unit || Some(position.unit) == stands;
            is_there && as_what(position.role).contains(&telling.told)
        }),
    };
    if !is_told {
        return Err(Refusal::NotAllowed(Note::new("refusal-not-told")).into());
    }
    let mut change = house.store.begin().await?;
    if store::see(&mut change, id, house.now(), person).await? {
        change.note(event("deadline.seen", house, asker, &telling));
    }
    Ok(change.commit().await?)
}
