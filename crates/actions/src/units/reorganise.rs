//! Changing the structure: looking ahead, doing, undoing.

use super::{
    care::{self, Cared, Given},
    import::{File, readable, refused},
    may_manage,
    settle::{self, Home, Rehomed, home, settle_in},
    stand_on, take_turn, turn,
};
use crate::house::{Done, House};
use danvan_domain::{
    cases::{Case, Hands},
    events::Event,
    ids::{CaseId, PersonId, PositionId, UnitId},
    people::Position,
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
    units::{
        Level, Tree,
        reorganise::{Plan, read_plan},
    },
};
use danvan_store::{Change, StoreError, cases, people, units as store};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What a plan would do, before it is done.
pub struct Preview {
    /// The plan, understood.
    pub plan: Plan,
    /// The tree it leads to.
    pub tree: Tree,
    /// Open cases of the offices that end, and where each goes; `None` when nothing would stand for its office.
    pub cases: Vec<(Case, Option<Home>)>,
    /// Positions at the units that end, and where each goes.
    pub positions: Vec<(Position, Option<Home>)>,
    /// Letters, proceedings, reception days… of the units that end, and where each goes.
    pub cared: Vec<Cared>,
    /// How many people hold those positions, and from how many browsers that are known they signed in. Nothing of theirs is
    /// re-homed: what they sign in with is their own.
    pub signing_in: (usize, usize),
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reorganised {
    /// The reorganisation's own id, by which it can be undone.
    pub id: Uuid,
    /// Units ended.
    pub ended: usize,
    /// Units begun.
    pub begun: usize,
    /// Cases moved now.
    pub cases: usize,
    /// Open cases and other things that stay where they are until the day, which is still to come.
    pub later: usize,
    /// Positions carried over.
    pub positions: usize,
    /// Letters, proceedings, reception days… given on now.
    pub cared: usize,
}

/// A position that was carried over.
#[derive(Serialize, Deserialize)]
struct Carried {
    old: PositionId,
    old_last: Option<Day>,
    new: Option<PositionId>,
}

/// A case that was brought to another office.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Moved {
    /// With the hands it was in.
    Rehomed(Rehomed),
    /// Older records only say which.
    Only(CaseId),
}

impl Moved {
    const fn case(&self) -> CaseId {
        match self {
            Self::Rehomed(Rehomed { case, .. }) | Self::Only(case) => *case,
        }
    }
}

/// What a reorganisation changed, kept for undoing.
#[derive(Serialize, Deserialize)]
struct Record {
    plan: Plan,
    positions: Vec<Carried>,
    cases: Vec<Moved>,
    /// Absent from older records.
    #[serde(default)]
    given: Vec<Given>,
}

/// Reads a plan and says what it would do, without doing it.
///
/// # Errors
/// [`Refusal::Invalid`] with a note per bad line, its field being `file:line`.
pub async fn preview(house: &House, asker: &Asker, file: &File, on: Day) -> Done<Preview> {
    may_manage(house, asker)?;
    let text = readable(file)?;
    let read = read_plan(text, &house.facts().tree, on);
    let (plan, tree) = read.map_err(|faults| refused(&file.name, faults))?;
    let (mut open, mut positions, mut cared) = (Vec::new(), Vec::new(), Vec::new());
    for unit in &plan.ended {
        for case in cases::open_at(&house.store, *unit).await? {
            let goes = home(&tree, Some(case.place), *unit, on);
            open.push((case, goes));
        }
        for position in people::positions_at(&house.store, *unit, on).await? {
            let goes = home(&tree, None, *unit, on);
            positions.push((position, goes));
        }
        cared.extend(care::cared_for(house, &tree, *unit, on).await?);
    }
    let holders: BTreeSet<PersonId> = positions.iter().map(|(position, _)| position.person).collect();
    let mut devices = 0;
    for person in &holders {
        devices += people::devices::count(&house.store, *person).await?;
    }
    Ok(Preview { plan, tree, cases: open, positions, cared, signing_in: (holders.len(), devices) })
}

/// Does a plan: rows end and begin, positions are carried over, open cases go to whoever stands for their office.
///
/// # Errors
/// As [`preview`], and [`Refusal::Conflict`] when units were changed since the plan was read; nothing was changed then.
pub async fn reorganise(house: &House, asker: &Asker, file: &File, on: Day) -> Done<Reorganised> {
    may_manage(house, asker)?;
    let seen = turn(house).await?;
    let Preview { plan, tree, positions, cases: open, cared, .. } = preview(house, asker, file, on).await?;
    let id = house.new_id();
    let mut change = house.store.begin().await?;
    let turn = take_turn(house, &mut change, seen.as_deref()).await?;
    for unit in &plan.ended {
        store::end(&mut change, *unit, Some(on.previous())).await?;
    }
    store::add(&mut change, &plan.units).await?;
    store::link(&mut change, &plan.links).await?;
    let mut carried = Vec::new();
    for (position, goes) in positions {
        carried.push(carry(house, &mut change, &position, goes, on).await?);
    }
    let is_later = on > house.today();
    let (cases, given) = match is_later {
        true => (Vec::new(), Vec::new()),
        false => (
            settle_in(house, &mut change, asker, &tree).await?,
            care::settle_in(house, &mut change, asker, &tree).await?,
        ),
    };
    let done = Reorganised {
        id,
        ended: plan.ended.len(),
        begun: plan.units.len(),
        cases: cases.len(),
        later: if is_later { open.len() + cared.len() } else { 0 },
        positions: carried.len(),
        cared: given.len(),
    };
    let cases = cases.into_iter().map(Moved::Rehomed).collect();
    let record = Record { plan, positions: carried, cases, given };
    let text = serde_json::to_string(&record).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    store::keep(&mut change, id, on, house.now(), &text).await?;
    let payload = json!({"on": on, "ended": done.ended, "begun": done.begun});
    change.note(event(house, asker, "unit.reorganised", id, payload));
    change.commit().await?;
    // Documents bear the marks of the units above their office.
    crate::search::reindex(house).await?;
    stand_on(house, tree, turn);
    Ok(done)
}

fn event(house: &House, asker: &Asker, kind: &str, thing: Uuid, payload: serde_json::Value) -> Event {
    Event { at: house.now(), actor: asker.person, kind: kind.into(), thing, unit: None, payload }
}

/// Ends a position the day before and gives it anew where it goes. One that had not begun only changes its unit.
async fn carry(
    house: &House,
    change: &mut Change,
    position: &Position,
    goes: Option<Home>,
    on: Day,
) -> Done<Carried> {
    store::let_position_last(change, position.id, Some(on.previous())).await?;
    let new = goes.map(|home| Position {
        id: PositionId(house.new_id()),
        unit: home.unit,
        from: position.from.max(on),
        ..position.clone()
    });
    if let Some(new) = &new {
        people::give(change, new).await?;
    }
    Ok(Carried { old: position.id, old_last: position.to, new: new.map(|new| new.id) })
}

/// Undoes a reorganisation, as long as nothing depends on it.
///
/// # Errors
/// [`Refusal::NotFound`], or a conflict that names what depends on it, or says that units were changed meanwhile.
pub async fn undo(house: &House, asker: &Asker, id: Uuid) -> Done<()> {
    may_manage(house, asker)?;
    let seen = turn(house).await?;
    let kept = store::kept(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let record: Record =
        serde_json::from_str(&kept.record).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let facts = house.facts();
    refuse_dependants(house, &facts.tree, &record).await?;
    let tree = record.plan.undo(&facts.tree).map_err(|problems| {
        let first = problems.first().map(danvan_domain::units::Problem::note);
        Refusal::Conflict(first.unwrap_or_else(|| Note::new("units-undo-depends")))
    })?;
    let mut change = house.store.begin().await?;
    let turn = take_turn(house, &mut change, seen.as_deref()).await?;
    if !store::undone(&mut change, id, house.now()).await? {
        return Err(Refusal::Conflict(Note::new("units-undo-again")).into());
    }
    for moved in &record.cases {
        bring_back(house, &mut change, asker, moved, &record.plan, &tree).await?;
    }
    care::give_back(house, &mut change, asker, &record.given).await?;
    for carried in &record.positions {
        if let Some(new) = carried.new {
            store::remove_position(&mut change, new).await?;
        }
        store::let_position_last(&mut change, carried.old, carried.old_last).await?;
    }
    for link in &record.plan.links {
        store::unlink(&mut change, link.from, link.to).await?;
    }
    for unit in &record.plan.units {
        store::remove(&mut change, unit.id).await?;
    }
    for unit in &record.plan.ended {
        store::end(&mut change, *unit, None).await?;
    }
    change.note(event(house, asker, "unit.restored", id, json!({"on": record.plan.on})));
    change.commit().await?;
    // Documents bear the marks of the units above their office.
    crate::search::reindex(house).await?;
    stand_on(house, tree, turn);
    Ok(())
}

/// A case that is still where it was brought, or at an office that goes, comes back into the hands it was in before. Of
/// what older records only name, it is known that it came from the commune of its place.
async fn bring_back(
    house: &House,
    change: &mut Change,
    asker: &Asker,
    moved: &Moved,
    plan: &Plan,
    tree: &Tree,
) -> Done<()> {
    let Some(case) = cases::lock(change, moved.case()).await? else { return Ok(()) };
    let goes = plan.units.iter().any(|unit| unit.id == case.responsible);
    let hands = match moved {
        Moved::Rehomed(Rehomed { was, to, .. }) if goes || case.responsible == *to => *was,
        Moved::Only(_) if goes => {
            let commune = tree.at_or_above(case.place, Level::Commune);
            let office = commune.and_then(|unit| home(tree, Some(case.place), unit.id, house.today()));
            let Some(office) = office else { return Ok(()) };
            Hands { office: office.unit, ..case.hands() }
        }
        _ => return Ok(()),
    };
    settle::give(house, change, asker, case, hands, tree).await?;
    Ok(())
}

/// What happened on the new structure keeps it: cases and observations placed there, positions given there, answers
/// given there, letters logged there, proceedings acted in there.
async fn refuse_dependants(house: &House, tree: &Tree, record: &Record) -> Done<()> {
    let ours: Vec<PositionId> = record.positions.iter().filter_map(|carried| carried.new).collect();
    for unit in &record.plan.units {
        let name = |id: UnitId| tree.get(id).map(|unit| unit.named().label).unwrap_or_default();
        let refuse = |what: &str| {
            Refusal::Conflict(Note::new("units-undo-depends").with("unit", name(unit.id)).with("what", what))
        };
        if store::has_case(&house.store, unit.id).await? {
            return Err(refuse("case").into());
        }
        if store::has_observation(&house.store, unit.id).await? {
            return Err(refuse("observation").into());
        }
        for case in store::cases_of(&house.store, unit.id).await? {
            if !record.cases.iter().any(|moved| moved.case() == case)
                || cases::get(&house.store, case).await?.is_some_and(|case| !case.stage.is_open())
            {
                return Err(refuse("case").into());
            }
        }
        if let Some(what) = danvan_store::units::care::begun(&house.store, unit.id).await? {
            return Err(refuse(&what).into());
        }
        let positions = people::positions_at(&house.store, unit.id, record.plan.on).await?;
        if positions.iter().any(|position| !ours.contains(&position.id)) {
            return Err(refuse("position").into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_says_which_cases_moved_and_a_newer_one_also_whose_they_were() {
        let id = CaseId(Uuid::from_u128(7));
        let older: Moved = serde_json::from_value(json!(id)).expect("an older record");
        assert!(matches!(older, Moved::Only(case) if case == id));
        let unit = UnitId(Uuid::from_u128(8));
        let was = Hands { office: unit, stage: danvan_domain::cases::Stage::Reopened, assignee: None };
        let kept = Moved::Rehomed(Rehomed { case: id, was, to: unit });
        let text = serde_json::to_string(&kept).expect("JSON");
        let read: Moved = serde_json::from_str(&text).expect("a record");
        assert!(matches!(read, Moved::Rehomed(found) if found.was == was && found.case == id));
    }
}
