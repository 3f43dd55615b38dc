//! Sharing out a commitment among the units below: equally, by a base, or by hand.

use super::{covenants::ask_unsigned, event, roll, still_open};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::{CommitmentId, UnitId},
    programmes::{Commitment, Part, Sharing, read_value, share_out},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    text::in_order,
    time::Day,
    units::Level,
};
use danvan_store::{Change, programmes as store};
use serde_json::json;

/// How deep a commitment may be shared out.
const DEEPEST: usize = 6;

/// A sharing as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedSharing {
    /// Word of the sharing.
    pub sharing: String,
    /// How much of what is left; empty for all of it.
    pub amount: String,
    /// The units that get a part.
    pub units: Vec<String>,
    /// Their targets, in the order of the units, where they are typed by hand.
    pub targets: Vec<String>,
}

/// Shares out what is left of a commitment. Returns how many parts were given.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead programmes of its unit; a note under what is wrong: units that
/// are not below or have a part already, targets that cannot add up, a base that is not known; when something was
/// reported on it already.
pub async fn share(house: &House, asker: &Asker, id: CommitmentId, typed: &TypedSharing) -> Done<usize> {
    let of = store::commitment(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::LeadProgrammes, of.unit)?;
    let mut change = house.store.begin().await?;
    let locked = still_open(&mut change, of.programme).await?;
    if of.parent.is_none() {
        ask_unsigned(&mut change, &locked).await?;
    }
    let count = share_in(house, asker, &mut change, id, typed).await?;
    change.commit().await?;
    Ok(count)
}

/// Shares out in a change what is left of a commitment, for whoever was asked whether they may; see [`share`].
pub(super) async fn share_in(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    id: CommitmentId,
    typed: &TypedSharing,
) -> Done<usize> {
    let of = store::lock_commitment(change, id).await?.ok_or(Refusal::NotFound)?;
    let sharing = typed.sharing.parse::<Sharing>();
    let sharing = sharing.map_err(|_| Refusal::field("sharing", Note::new("note-choose")))?;
    let amount = match typed.amount.trim() {
        "" => None,
        said => Some(read_value(of.indicator.measure, said).map_err(|note| Refusal::field("portion", note))?),
    };
    let parts = parts(&house.facts(), house.today(), &of, (sharing, typed))?;
    if of.ended_at.is_some() {
        return Err(Refusal::Conflict(Note::new("programme-commitment-over")).into());
    }
    let before = store::below_in(change, id).await?;
    if before.is_empty() && store::has_reports(change, id).await? {
        return Err(Refusal::Conflict(Note::new("programme-reported-already")).into());
    }
    if parts.iter().any(|part| before.iter().any(|other| other.unit == part.unit)) {
        return Err(Refusal::field("units", Note::new("programme-note-given")).into());
    }
    check_depth(change, &of).await?;
    let given: Vec<(i64, i64)> = before.iter().map(|it| (it.indicator.target, it.base)).collect();
    let shared = share_out(&of.indicator, &given, (sharing, amount), &parts)?;
    let count = shared.len();
    for one in shared {
        let part = Commitment {
            id: CommitmentId(house.new_id()),
            parent: Some(id),
            unit: one.unit,
            promised_by: one.unit,
            indicator: of.indicator.aimed(one.target, one.baseline),
            base: one.base,
            checker: None,
            parts: 1,
            made_at: house.now(),
            ..of.clone()
        };
        store::add_commitment(change, &part).await?;
        let payload = json!({"programme": of.programme, "part_of": id, "target": one.target});
        change.note(event(house, asker, "programme.promised", (part.id.0, one.unit), payload));
    }
    roll::count_parts(change, Some(id)).await?;
    let payload = json!({"programme": of.programme, "sharing": sharing, "parts": count});
    change.note(event(house, asker, "programme.shared", (id.0, of.unit), payload));
    Ok(count)
}

async fn check_depth(change: &mut Change, of: &Commitment) -> Done<()> {
    let (mut depth, mut above) = (1, of.parent);
    while let Some(id) = above {
        depth += 1;
        above = store::lock_commitment(change, id).await?.and_then(|it| it.parent);
    }
    if DEEPEST <= depth {
        return Err(Refusal::field("units", Note::new("programme-note-deep").with("most", DEEPEST)).into());
    }
    Ok(())
}

/// Who may get a part: the unit itself, and the units directly below it today.
pub(super) fn candidates(facts: &Facts, unit: UnitId, today: Day) -> Vec<UnitId> {
    let unit = facts.tree.today(unit, today).unwrap_or(unit);
    let mut below: Vec<_> = facts.tree.children(unit, today).collect();
    below.sort_by_cached_key(|unit| in_order(unit.bare_name()));
    below.iter().map(|unit| unit.id).chain([unit]).collect()
}

fn parts(
    facts: &Facts,
    today: Day,
    of: &Commitment,
    (sharing, typed): (Sharing, &TypedSharing),
) -> Result<Vec<Part>, Refusal> {
    let may_get = candidates(facts, of.unit, today);
    let mut parts: Vec<Part> = Vec::with_capacity(typed.units.len());
    for (at, said) in typed.units.iter().enumerate() {
        let unit = facts.tree.resolve(said, today).map_err(|note| Refusal::field("units", note))?;
        if !may_get.contains(&unit) {
            return Err(Refusal::field("units", Note::new("programme-note-not-below")));
        }
        if parts.iter().any(|part| part.unit == unit) {
            continue;
        }
        let typed_target = match typed.targets.get(at).map(|text| text.trim()).filter(|text| !text.is_empty())
        {
            Some(text) if sharing == Sharing::ByHand => {
                let value = read_value(of.indicator.measure, text);
                Some(value.map_err(|note| Refusal::field("targets", note))?)
            }
            _ => None,
        };
        parts.push(Part { unit, base: base(facts, sharing, unit, today), typed: typed_target });
    }
    Ok(parts)
}

/// What a unit weighs: its people, its teams, or one. None is told where that is not known.
fn base(facts: &Facts, sharing: Sharing, unit: UnitId, today: Day) -> i64 {
    match sharing {
        Sharing::Equal | Sharing::ByHand => 1,
        Sharing::Population => {
            facts.tree.get(unit).and_then(|unit| unit.population.as_ref()).map_or(0, |known| known.people)
        }
        Sharing::Teams => {
            let below = facts.tree.subtree(unit, today);
            let count = |level| below.iter().filter(|unit| unit.level() == level).count();
            // Each village or residential group has its team where teams are no units of their own.
            let teams = if count(Level::Team) > 0 { count(Level::Team) } else { count(Level::Village) };
            i64::try_from(teams).unwrap_or(0)
        }
    }
}
