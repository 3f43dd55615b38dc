//! Reminders and escalation: the unit, its leader and whoever leads the programme are told once for each rung of the
//! ladder, until they say that they have seen it or it is kept.

use super::{
    event,
    read::{by_period, state_of},
};
use crate::{
    cases::ask_office,
    house::{Done, Facts, House},
};
use danvan_domain::{
    deadlines::{Rung, Told, reached_before},
    ids::{CommitmentId, ProgrammeId, UnitId},
    people::Role,
    programmes::{Commitment, Period, Programme, State},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::{Day, Moment},
    units::Level,
};
use danvan_store::{
    Change,
    programmes::{
        self as store,
        tellings::{self, Telling},
    },
};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The word of these duties in the ladder.
const LADDER: &str = "commitment";
/// How many commitments are looked at in one read.
const PAGE: i64 = 500;
/// Of what fell due earlier than so many days ago nobody is told any more.
const AFTER: i64 = 45;
/// How many a page shows.
const MOST: i64 = 20;

/// Tells whoever a rung was reached for, each once. Returns how many were told.
///
/// # Errors
/// When the store cannot be read or written; what was told stays told.
pub async fn remind(house: &House) -> Done<u64> {
    let (today, mut count) = (house.today(), 0);
    let mut last = CommitmentId(Uuid::nil());
    loop {
        let some = tellings::running(&house.store, last, (today, today.plus_days(-AFTER)), PAGE).await?;
        let Some(end) = some.last() else { return Ok(count) };
        last = *end;
        count += remind_of(house, &some).await?;
    }
}

/// Tells of some commitments what was not told yet, in one change; nothing is written when there is nothing to tell.
async fn remind_of(house: &House, ids: &[CommitmentId]) -> Done<u64> {
    let (facts, today) = (house.facts(), house.today());
    let mut due: Vec<(Commitment, Vec<Period>)> = Vec::new();
    for of in store::some_commitments(&house.store, ids).await?.into_values() {
        let periods = reached(&facts, &of, today);
        if !periods.is_empty() {
            due.push((of, periods));
        }
    }
    if due.is_empty() {
        return Ok(0);
    }
    due.sort_by_key(|(of, _)| of.id);
    let ids: Vec<CommitmentId> = due.iter().map(|(of, _)| of.id).collect();
    let mut programmes: Vec<ProgrammeId> = due.iter().map(|(of, _)| of.programme).collect();
    programmes.sort_unstable();
    programmes.dedup();
    let programmes: HashMap<ProgrammeId, Programme> =
        store::some(&house.store, &programmes).await?.into_iter().map(|it| (it.id, it)).collect();
    let figures = by_period(store::figures_of_some(&house.store, &ids).await?);
    let told = tellings::told_of(&house.store, &ids).await?;
    let mut change = house.store.begin().await?;
    let mut count = 0;
    for (of, periods) in &due {
        let Some(programme) = programmes.get(&of.programme) else { continue };
        for period in periods {
            // Whoever has said that it is done waits for somebody else.
            if matches!(state_of(of, *period, &figures, today), State::Kept | State::Unproven) {
                continue;
            }
            for rung in facts.ladder.of(LADDER).iter().filter(|rung| is_reached(&facts, period, rung, today))
            {
                if told.contains(&(of.id, period.from, rung.working_days, rung.told)) {
                    continue;
                }
                let unit = told_unit(&facts, of, programme, rung.told);
                count += u64::from(tell(house, &mut change, (of.id, unit), *period, rung).await?);
            }
        }
    }
    change.commit().await?;
    Ok(count)
}

/// The periods of a commitment of which somebody is to be told when they are not kept.
fn reached(facts: &Facts, of: &Commitment, today: Day) -> Vec<Period> {
    let mut due = of.rhythm.periods(of.from, of.to);
    due.retain(|period| {
        let rungs = facts.ladder.of(LADDER);
        period.from <= today
            && today.days_since(period.to) <= AFTER
            && rungs.iter().any(|rung| is_reached(facts, period, rung, today))
    });
    due
}

fn is_reached(facts: &Facts, period: &Period, rung: &Rung, today: Day) -> bool {
    Moment::at(period.to, 17, 0) < reached_before(&facts.calendar, today, rung.working_days)
}

async fn tell(
    house: &House,
    change: &mut Change,
    (commitment, unit): (CommitmentId, UnitId),
    period: Period,
    rung: &Rung,
) -> Done<bool> {
    let telling = Telling {
        id: house.new_id(),
        commitment,
        period: period.from,
        rung: rung.working_days,
        told: rung.told,
        unit,
        due_on: period.to,
        told_at: house.now(),
    };
    let is_new = tellings::tell(change, &telling).await?;
    if is_new {
        let payload = json!({"period": period.from, "rung": rung.working_days, "told": rung.told});
        change.note(event(house, &Asker::house(), "progress.reminded", (commitment.0, unit), payload));
    }
    Ok(is_new)
}

/// The unit that is told: whose it is, its commune, or whoever leads the programme.
fn told_unit(facts: &Facts, of: &Commitment, programme: &Programme, told: Told) -> UnitId {
    match told {
        Told::Handler => of.unit,
        Told::Leader => facts.tree.at_or_above(of.unit, Level::Commune).map_or(of.unit, |unit| unit.id),
        Told::City => programme.unit,
    }
}

/// As what somebody with a role is told.
const fn as_what(role: Role) -> &'static [Told] {
    match role {
        Role::TeamMember | Role::CommuneOfficer => &[Told::Handler],
        Role::CommuneLeader | Role::CityLeader => &[Told::Leader, Told::City],
        Role::CityAnalyst => &[Told::City],
        Role::Operator | Role::Auditor => &[],
    }
}

/// What whoever asks was told, has not seen, and is still so; soonest due first, each commitment once.
///
/// # Errors
/// When the store cannot be read.
pub async fn reminded(house: &House, asker: &Asker) -> Done<Vec<(Telling, Commitment)>> {
    let (facts, today) = (house.facts(), house.today());
    let mut all = Vec::new();
    for position in &asker.positions {
        let mut units = vec![position.unit];
        units.extend(facts.tree.today(position.unit, today).filter(|stands| *stands != position.unit));
        for told in as_what(position.role) {
            for unit in &units {
                all.extend(tellings::told(&house.store, *unit, *told, MOST).await?);
            }
        }
    }
    all.sort_by_key(|one| (one.due_on, one.id));
    let ids: Vec<CommitmentId> = all.iter().map(|one| one.commitment).collect();
    let promised = store::some_commitments(&house.store, &ids).await?;
    let figures = by_period(store::figures_of_some(&house.store, &ids).await?);
    let mut seen = HashSet::new();
    let mut found: Vec<(Telling, Commitment)> = Vec::new();
    for telling in all {
        let Some(of) = promised.get(&telling.commitment) else { continue };
        let periods = of.rhythm.periods(of.from, of.to);
        let period = periods.into_iter().find(|period| period.from == telling.period);
        let is_open = period.is_some_and(|period| state_of(of, period, &figures, today) != State::Kept);
        if is_open && seen.insert((telling.commitment, telling.period)) {
            found.push((telling, of.clone()));
        }
    }
    Ok(found)
}

/// Whoever was told says that they have seen it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read programmes there, and of anybody who was not told.
pub async fn see(house: &House, asker: &Asker, id: Uuid) -> Done<()> {
    let telling = tellings::telling(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadProgrammes, telling.unit)?;
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let stands = house.facts().tree.today(telling.unit, house.today());
    let is_told = asker.positions.iter().any(|position| {
        let is_there = position.unit == telling.unit || Some(position.unit) == stands;
        is_there && as_what(position.role).contains(&telling.told)
    });
    if !is_told {
        return Err(Refusal::NotAllowed(Note::new("refusal-not-told")).into());
    }
    let mut change = house.store.begin().await?;
    if tellings::see(&mut change, id, house.now(), person).await? {
        let payload = json!({"period": telling.period, "rung": telling.rung});
        change.note(event(house, asker, "progress.seen", (telling.commitment.0, telling.unit), payload));
    }
    Ok(change.commit().await?)
}
