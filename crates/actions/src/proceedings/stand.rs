//! Where a proceeding stands, by the rows of the procedure it goes by, and its deadlines written after that.

use crate::{
    calendar::Moved,
    clearance,
    house::{Done, Facts, House},
    registers,
    rules::Law,
};
use danvan_domain::{
    calendar::Calendar,
    deadlines::{self as rules, Deadline},
    ids::{ProceedingId, UnitId},
    procedures::{self, Done as Act, Procedure, Stand},
    proceedings::{Kept, Proceeding, has_ended},
    refusals::Refusal,
    time::Moment,
    units::Level,
};
use danvan_store::{
    StoreError,
    clearance::sums::{self, Adding},
    deadlines::{self, stretch as rows},
    proceedings::{self as store, stretch},
};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};
use uuid::Uuid;

/// The rows that a proceeding goes by next: those in force in this house. An earlier edition stays with a proceeding
/// only while the newer rows would not have allowed what was done.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn procedure_of<'a>(
    house: &House,
    facts: &'a Facts,
    it: &Proceeding,
    acts: &[Kept],
    now: Moment,
) -> Done<Cow<'a, Procedure>> {
    let present = facts.procedures.get(&it.procedure);
    if let Some(present) = present {
        let fits = present.edition == it.edition || stood(present, acts, facts, now).is_ok();
        if fits {
            return Ok(Cow::Borrowed(present));
        }
    }
    let kept = store::edition(&house.store, &it.procedure, &it.edition).await?;
    kept.map(Cow::Owned).ok_or_else(|| StoreError::Engine(format!("no edition of {}", it.procedure)).into())
}

fn stood(procedure: &Procedure, acts: &[Kept], facts: &Facts, now: Moment) -> Result<Stand, Refusal> {
    let done: Vec<Act> = acts.iter().map(|kept| kept.done.clone()).collect();
    procedures::stand(procedure, &done, &facts.calendar, &facts.hours, now).map_err(|refused| refused.refusal)
}

/// The city above an office.
pub(crate) fn city_of(facts: &Facts, unit: UnitId) -> Option<UnitId> {
    facts.tree.at_or_above(unit, Level::City).map(|city| city.id)
}

/// A proceeding with its stage and end as a stand says, and its deadlines.
pub(crate) fn computed(
    facts: &Facts,
    it: &mut Proceeding,
    procedure: &Procedure,
    stand: &Stand,
    last: &Act,
    now: Moment,
) -> Vec<Deadline> {
    // What went to an office outside this house is over here; within it the receiving office goes on.
    let is_here = facts.tree.get(it.unit).is_some_and(|unit| unit.name == last.office);
    let is_gone = last.act == "transfer" && !is_here;
    it.edition.clone_from(&procedure.edition);
    it.stage = stand.stage.clone().unwrap_or_default();
    it.ended_at = has_ended(procedure, stand, is_gone).then(|| it.ended_at.unwrap_or(now));
    it.seen_at = now;
    rules::of(&*it, stand.moments(), city_of(facts, it.unit))
}

/// Computes the deadlines of a proceeding anew from its acts, as they stand now.
///
/// # Errors
/// When the store cannot be read or written, and when the rules no longer allow what was done.
pub async fn recompute(house: &House, id: ProceedingId) -> Done<()> {
    let (_, fallen) = recompute_all(house, &[id]).await?;
    fallen.into_iter().next().map_or(Ok(()), |(_, refusal)| Err(refusal.into()))
}

/// What is due of running proceedings that another calendar would move, of those of which a clock runs to a moment or
/// beyond, so many clocks at most; and how many such clocks there are behind those. A clock that stands still has no due day.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn moved_by(
    house: &House,
    calendar: &Calendar,
    from: Moment,
    most: usize,
) -> Done<(Vec<Moved>, usize)> {
    let (facts, now, mut law) = (house.facts(), house.now(), Law::present(house));
    let (mut ids, beyond) = deadlines::over(&house.store, from, most).await?;
    ids.sort_unstable();
    ids.dedup();
    let mut moved = Vec::new();
    for page in ids.chunks(PAGE) {
        let acts = store::acts_of(&house.store, page).await?;
        for it in store::some(&house.store, page).await? {
            let done = done_in(&acts, it.id);
            let written = (it.procedure.as_str(), it.edition.as_str());
            let Some(procedure) = law.procedure(house, written, &done, now).await? else { continue };
            let by = |calendar: &Calendar| {
                let clocks = procedures::moments(&procedure, &done, calendar, &facts.hours, now);
                clocks.map(|(_, clocks)| rules::of(&it, clocks, city_of(&facts, it.unit)))
            };
            // What no longer stands is told by `danvan verify`, and not by a calendar.
            let (Ok(is), Ok(would)) = (by(&facts.calendar), by(calendar)) else { continue };
            let pairs = is.iter().zip(&would).filter(|(is, _)| is.ended_at.is_none() && !is.is_paused);
            let pairs = pairs.filter(|(is, would)| is.due_at != would.due_at);
            moved.extend(pairs.map(|(is, would)| Moved {
                thing: it.id.0,
                unit: is.unit,
                from: is.due_at,
                to: would.due_at,
            }));
        }
    }
    Ok((moved, beyond))
}

/// How many proceedings are looked at at once.
const PAGE: usize = 500;

fn done_in(acts: &HashMap<ProceedingId, Vec<Kept>>, id: ProceedingId) -> Vec<Act> {
    acts.get(&id).into_iter().flatten().map(|kept| kept.done.clone()).collect()
}

/// Computes anew the deadlines of the proceedings behind an id, so many at most, and writes those that are not as they are
/// kept, in changes of many: after the calendar or a procedure was changed. Returns how many were written, and the last
/// looked at unless there are no more.
///
/// # Errors
/// When the store cannot be read or written; what was written stays.
pub async fn recompute_some(
    house: &House,
    after: ProceedingId,
    most: i64,
) -> Done<(usize, Option<ProceedingId>)> {
    let (facts, mut law) = (house.facts(), Law::present(house));
    let some = store::after(&house.store, after, most).await?;
    let ids: Vec<ProceedingId> = some.iter().map(|it| it.id).collect();
    let acts = store::acts_of(&house.store, &ids).await?;
    let kept = deadlines::of_some(&house.store, &ids).await?;
    let mut others = Vec::new();
    for it in &some {
        let rows = kept.get(&it.id).map_or(&[][..], Vec::as_slice);
        if !stands(house, &facts, &mut law, (it, &done_in(&acts, it.id), rows)).await? {
            others.push(it.id);
        }
    }
    let mut written = 0;
    for some in others.chunks(STRETCH) {
        let (count, fallen) = recompute_all(house, some).await?;
        written += count;
        // One that no longer stands must not hold up all others; `danvan verify` tells of it.
        for (proceeding, refusal) in fallen {
            tracing::warn!(%proceeding, ?refusal, "what was done no longer stands; its deadlines stay");
        }
    }
    Ok((written, ids.last().copied()))
}

/// How many proceedings are written in one change: enough that its costs are shared, and few enough that nobody who acts
/// in one of them waits long.
const STRETCH: usize = 250;

/// Computes the deadlines of some proceedings anew from their acts, all in one change. Returns how many, and those whose
/// acts the rules no longer allow: nothing is written of them.
async fn recompute_all(house: &House, ids: &[ProceedingId]) -> Done<(usize, Vec<(ProceedingId, Refusal)>)> {
    let (facts, now) = (house.facts(), house.now());
    let mut change = house.store.begin().await?;
    let locked = stretch::lock(&mut change, ids).await?;
    let acts = stretch::acts(&mut change, ids).await?;
    let things: Vec<Uuid> = locked.iter().map(|it| it.id.0).collect();
    let kept = rows::within(&mut change, &things).await?;
    let (mut saved, mut fallen, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let (mut clocks, mut editions) = (Vec::new(), BTreeSet::new());
    for mut it in locked {
        let acts = acts.get(&it.id).map(Vec::as_slice).unwrap_or_default();
        let Some(last) = acts.last() else { continue };
        let procedure = procedure_of(house, &facts, &it, acts, now).await?;
        let stand = match stood(&procedure, acts, &facts, now) {
            Ok(stand) => stand,
            Err(refusal) => {
                fallen.push((it.id, refusal));
                continue;
            }
        };
        let rows = computed(&facts, &mut it, &procedure, &stand, &last.done, now);
        if kept.get(&it.id.0).map(Vec::as_slice).unwrap_or_default() != rows {
            others.push(it.id.0);
            clocks.extend(rows);
        }
        if editions.insert((it.procedure.clone(), it.edition.clone())) {
            store::keep_edition(&mut change, &procedure, now).await?;
        }
        saved.push(it);
    }
    stretch::save(&mut change, &saved).await?;
    let mut adding = Adding::new();
    for it in &saved {
        clearance::follow(&mut change, it, now, &mut adding).await?;
    }
    sums::add(&mut change, &adding).await?;
    rows::rewrite(&mut change, &others, &clocks).await?;
    change.commit().await?;
    let ids: Vec<ProceedingId> = saved.iter().map(|it| it.id).collect();
    // A lapse is no event, so that no follower sees it.
    registers::keep_changed(house, &ids).await?;
    Ok((ids.len(), fallen))
}

/// Whether what is kept of a proceeding is what follows from its acts, now and when it was last looked at.
async fn stands(
    house: &House,
    facts: &Facts,
    law: &mut Law,
    (it, done, kept): (&Proceeding, &[Act], &[Deadline]),
) -> Done<bool> {
    let now = house.now();
    let written = (it.procedure.as_str(), it.edition.as_str());
    let Some(procedure) = law.procedure(house, written, done, now).await? else { return Ok(false) };
    let as_kept = |at: Moment| {
        let stood = procedures::moments(&procedure, done, &facts.calendar, &facts.hours, at);
        stood.is_ok_and(|(stage, clocks)| {
            let is_stage = stage.as_deref() == Some(it.stage.as_str());
            is_stage && rules::of(it, clocks, city_of(facts, it.unit)) == kept
        })
    };
    Ok(procedure.edition == it.edition && as_kept(now) && as_kept(it.seen_at))
}

/// How many proceedings with a lapsed clock are looked at at once.
const LAPSED: i64 = 500;

/// Looks again at every proceeding of which a clock has lapsed: what starts by a lapse gets its row. Returns how many.
///
/// # Errors
/// When the store cannot be read or written, and when what was done in one no longer stands; what was written stays.
pub async fn see_lapses(house: &House) -> Done<u64> {
    let mut done = 0;
    loop {
        let some = deadlines::lapsed_unseen(&house.store, house.now(), LAPSED).await?;
        if some.is_empty() {
            return Ok(done);
        }
        for some in some.chunks(STRETCH) {
            let (count, fallen) = recompute_all(house, some).await?;
            done += count as u64;
            // It would come again for ever.
            if let Some((_, refusal)) = fallen.into_iter().next() {
                return Err(refusal.into());
            }
        }
    }
}
