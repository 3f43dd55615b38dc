//! Reminders and escalation: the unit, its leader and whoever leads the programme are told once for each rung of the
//! ladder, until they say that they have seen it or it is kept.

use super::{event, read::state_in};
use crate::{
    cases::ask_office,
    house::{Done, Facts, House},
};
use danvan_domain::{
    deadlines::{Told, reached_before},
    ids::{CommitmentId, UnitId},
    people::Role,
    programmes::{Commitment, Period, Programme, State},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
    units::Level,
};
use danvan_store::programmes::{
    self as store,
    tellings::{self, Telling},
};
use serde_json::json;
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
        for id in some {
            count += remind_of(house, id).await?;
        }
    }
}

async fn remind_of(house: &House, id: CommitmentId) -> Done<u64> {
    let (facts, today) = (house.facts(), house.today());
    let Some(of) = store::commitment(&house.store, id).await? else { return Ok(0) };
    let due: Vec<Period> = of
        .rhythm
        .periods(of.from, of.to)
        .into_iter()
        .filter(|period| period.from <= today && today.days_since(period.to) <= AFTER)
        .collect();
    let rungs = facts.ladder.of(LADDER);
    let is_reached = |period: &Period, rung: i64| {
        Moment::at(period.to, 17, 0) < reached_before(&facts.calendar, today, rung)
    };
    if !due.iter().any(|period| rungs.iter().any(|rung| is_reached(period, rung.working_days))) {
        return Ok(0);
    }
    let Some(programme) = store::get(&house.store, of.programme).await? else { return Ok(0) };
    let figures = store::figures_of(&house.store, id).await?;
    let mut change = house.store.begin().await?;
    let mut count = 0;
    for period in due {
        // Whoever has said that it is done waits for somebody else.
        if matches!(state_in(&of, period, &figures, today), State::Kept | State::Unproven) {
            continue;
        }
        for rung in rungs.iter().filter(|rung| is_reached(&period, rung.working_days)) {
            let telling = Telling {
                id: house.new_id(),
                commitment: id,
                period: period.from,
                rung: rung.working_days,
                told: rung.told,
                unit: told_unit(&facts, &of, &programme, rung.told),
                due_on: period.to,
                told_at: house.now(),
            };
            if tellings::tell(&mut change, &telling).await? {
                let payload = json!({"period": period.from, "rung": rung.working_days, "told": rung.told});
                change.note(event(
                    house,
                    &Asker::house(),
                    "progress.reminded",
                    (id.0, telling.unit),
                    payload,
                ));
                count += 1;
            }
        }
    }
    change.commit().await?;
    Ok(count)
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
    let figures = store::figures_of_some(&house.store, &ids).await?;
    let mut found: Vec<(Telling, Commitment)> = Vec::new();
    for telling in all {
        let is_there =
            found.iter().any(|(one, _)| (one.commitment, one.period) == (telling.commitment, telling.period));
        let Some(of) = promised.get(&telling.commitment).cloned() else { continue };
        let periods = of.rhythm.periods(of.from, of.to);
        let period = periods.into_iter().find(|period| period.from == telling.period);
        let is_open = period.is_some_and(|period| state_in(&of, period, &figures, today) != State::Kept);
        if is_open && !is_there {
            found.push((telling, of));
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
