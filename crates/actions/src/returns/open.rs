//! Opening returns: every unit that owes one gets it when its period begins, and whoever has something to tell at once
//! begins a quick report.

use super::{event, rewrite_due, save};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::{ReturnId, UnitId},
    programmes::Period,
    refusals::{Note, Refusal},
    returns::{Form, Return, Rhythm, Stage, TypedQuick, clipped},
    rights::{Asker, Verb, may},
    time::Day,
    units::Unit,
};
use danvan_store::{StoreError, deadlines, returns as store};
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// The namespace of ids of returns: the same unit, form and period is one return, however often it is opened.
const NAMESPACE: Uuid = Uuid::from_u128(0x2f0c_8a51_6d0e_5b4f_9d37_41c6_0e8b_77d2);
/// Most periods that are opened after the house stood still.
const MOST_PERIODS: usize = 24;

/// Opens what is owed for every period that has begun since returns were last opened, and follows units that ended or began
/// within the newest one. Returns how many were opened.
///
/// # Errors
/// When the store cannot be read or written; what was opened stays.
pub async fn open(house: &House) -> Done<u64> {
    let facts = house.facts();
    let mut opened = 0;
    for form in facts.forms.all().iter().filter(|form| form.rhythm != Rhythm::Quick) {
        for period in periods(house, &facts, form).await? {
            opened += open_period(house, &facts, form, period).await?;
        }
    }
    Ok(opened)
}

async fn periods(house: &House, facts: &Facts, form: &Form) -> Done<Vec<Period>> {
    let (now, today) = (form.rhythm.period_of(house.today()), house.today());
    let Some(newest) = store::newest(&house.store, &form.code).await? else {
        // A house that begins owes nothing of which a day has passed before it began.
        let owes =
            |(level, _): &(_, _)| form.due_on(now, *level, &facts.calendar).is_some_and(|due| today <= due);
        let is_owed = !form.due.is_empty() && form.due.iter().all(owes);
        return Ok(if is_owed { vec![now] } else { Vec::new() });
    };
    let mut period = form.rhythm.period_of(newest);
    let mut all = vec![period];
    while period.from < now.from && all.len() < MOST_PERIODS {
        period = form.rhythm.after(period);
        all.push(period);
    }
    Ok(all)
}

/// The return a unit owes for a period, for the days on which it stood; nothing when it owes none.
pub(super) fn owed_by(
    house: &House,
    facts: &Facts,
    form: &Form,
    period: Period,
    unit: &Unit,
) -> Option<Return> {
    let due_on = form.due_on(period, unit.level(), &facts.calendar)?;
    let counted = clipped(form.counted(period), unit)?;
    let name = format!("{}/{}/{}", form.code, period.from, unit.id);
    let id = ReturnId(Uuid::new_v5(&NAMESPACE, name.as_bytes()));
    Some(Return {
        due_on: Some(due_on),
        unit: facts.tree.today(unit.id, house.today()).unwrap_or(unit.id),
        ..fresh(house, form, (id, unit), (period, counted))
    })
}

/// The returns that are owed for a period: of every unit that stood on a day that is counted.
fn owed(house: &House, facts: &Facts, form: &Form, period: Period) -> HashMap<ReturnId, Return> {
    let all = facts.tree.units().iter().filter_map(|unit| owed_by(house, facts, form, period, unit));
    all.map(|it| (it.id, it)).collect()
}

/// Begins each return the day after the last one that its unit told of before, whatever day the form names by now: no day is
/// left out and none is counted twice. The first of all that is open already gives no day up.
fn follow_on(owed: &mut HashMap<ReturnId, Return>, (before, there): (&[Return], &[Return])) {
    let told: HashMap<UnitId, Day> = before.iter().map(|it| (it.about, it.counted.1)).collect();
    let begins: HashMap<ReturnId, Day> = there.iter().map(|it| (it.id, it.counted.0)).collect();
    for it in owed.values_mut() {
        it.counted.0 = match (told.get(&it.about), begins.get(&it.id)) {
            (Some(last), _) => last.next(),
            (None, Some(first)) => it.counted.0.min(*first),
            (None, None) => it.counted.0,
        };
    }
    owed.retain(|_, it| it.counted.0 <= it.counted.1);
}

fn fresh(
    house: &House,
    form: &Form,
    (id, unit): (ReturnId, &Unit),
    (period, counted): (Period, (Day, Day)),
) -> Return {
    Return {
        id,
        unit: unit.id,
        about: unit.id,
        level: unit.level(),
        form: form.code.clone(),
        title: String::new(),
        period,
        counted,
        due_on: None,
        again_on: None,
        stage: Stage::Draft,
        version: 0,
        accepted: 0,
        reason: String::new(),
        sent_at: None,
        settled_at: None,
        begun_at: None,
        made_at: house.now(),
    }
}

async fn open_period(house: &House, facts: &Facts, form: &Form, period: Period) -> Done<u64> {
    let mut owed = owed(house, facts, form, period);
    let before = store::of_period(&house.store, &form.code, form.rhythm.before(period).from).await?;
    let there = store::of_period(&house.store, &form.code, period.from).await?;
    follow_on(&mut owed, (&before, &there));
    let mut change = house.store.begin().await?;
    let (mut opened, mut changed) = (0, false);
    for before in there {
        let wanted = owed.remove(&before.id);
        let is_settled = 0 < before.version;
        if is_settled || wanted.as_ref().is_some_and(|wanted| wanted.counted == before.counted) {
            continue;
        }
        // Somebody may have submitted it meanwhile.
        let Some(mut it) = store::lock(&mut change, before.id).await?.filter(|it| it.version == 0) else {
            continue;
        };
        match wanted {
            Some(wanted) => {
                it.counted = wanted.counted;
                // What cannot be submitted before its day has passed is due on the day that its form names by now.
                it.due_on = it.due_on.filter(|due| it.counted.1 < *due).or(wanted.due_on);
                save(&mut change, &it).await?;
                changed = true;
            }
            None if it.begun_at.is_none() => {
                deadlines::rewrite(&mut change, it.id.0, &[]).await?;
                if store::drop_unwritten(&mut change, it.id).await? {
                    change.note(event(
                        house,
                        &Asker::house(),
                        "return.dropped",
                        &it,
                        json!({"form": it.form}),
                    ));
                    changed = true;
                }
            }
            None => {}
        }
    }
    let mut fresh: Vec<Return> = owed.into_values().collect();
    fresh.sort_by_key(|it| it.id);
    for it in &fresh {
        store::add(&mut change, it).await?;
        rewrite_due(&mut change, it).await?;
        let payload = json!({"form": it.form, "from": it.period.from, "due_on": it.due_on});
        change.note(event(house, &Asker::house(), "return.opened", it, payload));
        opened += 1;
    }
    if 0 < opened || changed {
        change.commit().await?;
    }
    Ok(opened)
}

/// Begins a quick report of one's own unit. The same message twice is one report.
///
/// # Errors
/// The refusal of the right to write returns; a note under `title`; the same id with other words.
pub async fn open_quick(house: &House, asker: &Asker, id: ReturnId, typed: &TypedQuick) -> Done<ReturnId> {
    let unit = house.own_unit(asker, Verb::WriteReturn)?;
    let facts = house.facts();
    may(asker, Verb::WriteReturn, &facts.itself(asker, unit, house.today()))?;
    let title = typed.check()?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let quick = |form: &&Form| form.rhythm == Rhythm::Quick;
    let form = facts.forms.all().iter().find(quick).ok_or(Refusal::NotFound)?;
    let today = Period { from: house.today(), to: house.today() };
    let unit = facts.tree.get(unit).ok_or(Refusal::NotFound)?;
    let it = Return { title, ..fresh(house, form, (id, unit), (today, (today.from, today.to))) };
    let mut change = house.store.begin().await?;
    match store::add(&mut change, &it).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = store::get(&house.store, id).await?.ok_or(StoreError::Taken)?;
            if (&before.title, before.about, &before.form) == (&it.title, it.about, &it.form) {
                return Ok(id);
            }
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        written => written?,
    }
    change.note(event(house, asker, "return.opened", &it, json!({"form": it.form})));
    change.commit().await?;
    Ok(id)
}
