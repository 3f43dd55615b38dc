//! Points: the sheet of a level, and what several give by it.

use super::{ask_above, event};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::{Initiative, Sheet, Stage, TypedSheet, read_points},
    programmes,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    StoreError,
    initiatives::{self as store, acts::Given},
};
use serde_json::json;

/// A sheet with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheeted {
    /// The sheet.
    pub sheet: Sheet,
    /// Its version, from 1; 0 for the usual one, which nobody has edited.
    pub version: i64,
    /// Whose it is; nobody's for the usual one.
    pub of: Option<UnitId>,
}

/// The first sheet that one of some units has, the nearest first; else the usual one.
async fn first_of(house: &House, units: &[UnitId]) -> Done<Sheeted> {
    for of in units {
        if let Some((version, sheet)) = store::acts::sheet(&house.store, *of).await? {
            return Ok(Sheeted { sheet, version, of: Some(*of) });
        }
    }
    Ok(Sheeted { sheet: Sheet::usual(), version: 0, of: None })
}

/// A unit as it stands today and those above it, the nearest first.
fn upwards(house: &House, unit: UnitId) -> Vec<UnitId> {
    let facts = house.facts();
    let stands = facts.tree.today(unit, house.today()).unwrap_or(unit);
    std::iter::once(stands).chain(facts.tree.ancestors(stands).map(|unit| unit.id)).collect()
}

/// The sheet that holds for a unit: its own, else that of the nearest unit above it, else the usual one.
async fn holding(house: &House, unit: UnitId) -> Done<Sheeted> {
    first_of(house, &upwards(house, unit)).await
}

/// The sheet by which an initiative is judged: of those above it, who judge it. Whose it is has no say in what it is worth.
pub(super) async fn sheet_for(house: &House, it: &Initiative) -> Done<Sheeted> {
    let all = upwards(house, it.unit);
    let judges = match all.get(1..) {
        Some([]) | None => &all[..],
        Some(above) => above,
    };
    first_of(house, judges).await
}

/// The sheet that holds for one's own unit.
///
/// # Errors
/// The refusal of the right to edit one.
pub async fn sheet_of(house: &House, asker: &Asker) -> Done<(UnitId, Sheeted)> {
    let unit = house.own_unit(asker, Verb::EditSheet)?;
    Ok((unit, holding(house, unit).await?))
}

/// Gives one's own unit a sheet; what is being judged already goes on by the sheet with which it opened.
///
/// # Errors
/// The refusal of the right; a note under each field; a conflict when somebody changed it meanwhile.
pub async fn edit_sheet(house: &House, asker: &Asker, from: i64, typed: &TypedSheet) -> Done<i64> {
    let unit = house.own_unit(asker, Verb::EditSheet)?;
    house.ask(asker, Verb::EditSheet, unit)?;
    let sheet = Sheet::check(typed)?;
    let meanwhile = || Refusal::Conflict(Note::new("programme-changed-meanwhile"));
    let own = store::acts::sheet(&house.store, unit).await?.map_or(0, |(version, _)| version);
    if own != from {
        return Err(meanwhile().into());
    }
    let mut change = house.store.begin().await?;
    match store::acts::add_sheet(&mut change, (unit, own + 1), &sheet, (house.now(), asker.person)).await {
        Err(StoreError::Taken) => return Err(meanwhile().into()),
        written => written?,
    }
    let payload = json!({"version": own + 1, "criteria": sheet.criteria.len(), "passes_at": sheet.passes_at});
    change.note(event(house, asker, "initiative.sheet", (unit.0, unit), payload));
    change.commit().await?;
    Ok(own + 1)
}

/// Gives an initiative points, one number a criterion; given again while judging is open they are mended. They are about the
/// initiative, whoever stands behind it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when judging is not open; a note under each field.
pub async fn give_points(
    house: &House,
    asker: &Asker,
    id: InitiativeId,
    typed: &[String],
    words: &str,
) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_above(house, asker, &it, Verb::JudgeInitiative)?;
    let Some(person) = asker.person else { return Err(Refusal::SignInFirst.into()) };
    let closed = || Refusal::Conflict(Note::new("initiative-not-judging"));
    let sheet = it.sheet.as_ref().filter(|_| it.stage == Stage::Judging).ok_or_else(closed)?;
    let marks = read_points(sheet, typed)?;
    let mut notes = danvan_domain::refusals::Notes::default();
    let words = programmes::nameless_text(&mut notes, "remark", words, 1000);
    notes.check()?;
    let mut change = house.store.begin().await?;
    let locked = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if locked.stage != Stage::Judging || locked.year != it.year {
        return Err(closed().into());
    }
    let given = Given { person, marks, words, at: house.now() };
    store::acts::mark(&mut change, (id, it.year), &given).await?;
    // How many points somebody gave is in no event: the sheet keeps it.
    change.note(event(house, asker, "initiative.points", (id.0, it.unit), json!({"year": it.year})));
    Ok(change.commit().await?)
}
