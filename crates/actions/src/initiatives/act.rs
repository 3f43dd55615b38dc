//! One act of an initiative's way, and the consent of whoever stands behind one.

use super::{ask_act, ask_owner, event, statistics::count};
use crate::{
    attachments::attach,
    house::{Done, House},
};
use danvan_domain::{
    data::consents::version_of,
    ids::InitiativeId,
    initiatives::{
        self as rules, Act, Combined, How, InYear, Initiative, Outcome, Stage, TypedAct, combine, may_follow,
        rule,
    },
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{Change, StoreError, initiatives as store};
use serde_json::json;
use uuid::Uuid;

/// Does an act; `own` is its id, made by the sender, so that the same message twice is one act.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when the act does not follow; a note under each field.
pub async fn act(
    house: &House,
    asker: &Asker,
    (id, own): (InitiativeId, Uuid),
    act: Act,
    typed: &TypedAct,
    photos: &[String],
) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_act(house, asker, &it, act)?;
    if own.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    // Of this initiative only: photos hang on it, and no sender names another's thing.
    let own = Uuid::new_v5(&id.0, own.as_bytes());
    let (words, paper) = typed.check(act)?;
    let before = store::acts::of(&house.store, id).await?.into_iter().find(|done| done.id == own);
    if let Some(before) = before {
        let is_same = (before.act, &before.words, &before.paper) == (act, &words, &paper);
        let other = || Refusal::Conflict(Note::new("refusal-same-id-other-words"));
        return if is_same { Ok(()) } else { Err(other().into()) };
    }
    let mut change = house.store.begin().await?;
    let mut it = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    may_follow(act, it.stage)?;
    if act == Act::Open {
        it.sheet = Some(super::judge::sheet_for(house, &it).await?.sheet);
    }
    if matches!(act, Act::Confirm | Act::Refuse) {
        decided(&mut change, &it, act).await?;
    }
    let before = it.stage;
    stand(house, &mut it, act)?;
    store::set(&mut change, &it).await?;
    let position = store::acts::last(&mut change, id).await? + 1;
    let done = rules::Done {
        id: own,
        position,
        act,
        year: it.year,
        at: house.now(),
        person: asker.person,
        unit: it.unit,
        words,
        paper,
    };
    match store::acts::add(&mut change, id, &done).await {
        Err(StoreError::Taken) => {
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        written => written?,
    }
    attach(&mut change, own, photos, house.now()).await?;
    in_its_year(house, &mut change, &it, act).await?;
    let payload =
        json!({"act": act, "year": it.year, "from": before, "to": it.stage, "photos": photos.len()});
    change.note(event(house, asker, &format!("initiative.{act}"), (id.0, it.unit), payload));
    Ok(change.commit().await?)
}

/// Puts an initiative where an act leads it.
fn stand(house: &House, it: &mut Initiative, act: Act) -> Result<(), Refusal> {
    let today = house.today();
    if act == Act::Keep {
        let now = i64::from(today.0.year());
        if now <= it.year {
            return Err(Refusal::Conflict(Note::new("initiative-kept-already").with("year", it.year)));
        }
        (it.year, it.sheet) = (now, None);
        // Whoever stands for its unit now keeps it.
        let facts = house.facts();
        it.unit = facts.tree.today(it.unit, today).unwrap_or(it.unit);
        it.commune = super::commune_of(&facts, it.unit);
    }
    it.stage = act.leads_to();
    it.check_due_on = (it.stage == Stage::Underway).then(|| months_after(today, rule("check_after_months")));
    it.ended_at = it.stage.is_over().then(|| house.now());
    Ok(())
}

/// The same day so many months later, or the last day of that month where it has no such day.
fn months_after(day: Day, months: i64) -> Day {
    let first = (0..months).fold(day.first_of_month(), |at, _| at.plus_days(31).first_of_month());
    let last = first.plus_days(31).first_of_month().previous();
    first.plus_days(i64::from(day.0.day()) - 1).min(last)
}

/// Whether enough gave points, and enough of them, for what is decided.
async fn decided(change: &mut Change, it: &Initiative, act: Act) -> Done<Combined> {
    let sheet = it.sheet.as_ref().ok_or(Refusal::NotFound)?;
    let marks: Vec<_> =
        store::acts::marks_in(change, it.id, it.year).await?.into_iter().map(|given| given.marks).collect();
    let few = || {
        let note =
            Note::new("initiative-few-judges").with("least", sheet.least_judges).with("n", marks.len());
        Refusal::Conflict(note)
    };
    let found = combine(sheet, &marks).filter(|found| found.is_enough(sheet)).ok_or_else(few)?;
    if act == Act::Confirm && !found.passes(sheet) {
        let note = Note::new("initiative-few-points").with("least", sheet.passes_at);
        return Err(Refusal::Conflict(note).into());
    }
    Ok(found)
}

/// Keeps what became of an initiative in its year, and counts it there.
async fn in_its_year(house: &House, change: &mut Change, it: &Initiative, act: Act) -> Done<()> {
    if act == Act::Keep {
        let year = InYear { how: How::Kept, ..super::register::first_year(it, Outcome::Underway) };
        store::add_year(change, &year).await?;
        return count(house, change, &year, 1).await;
    }
    let Some(before) = store::year(change, it.id, it.year).await? else { return Ok(()) };
    let outcome = rules::outcome(it.stage, before.outcome);
    if outcome != before.outcome {
        count(house, change, &before, -1).await?;
        store::set_outcome(change, it.id, it.year, outcome).await?;
        count(house, change, &InYear { outcome, ..before }, 1).await?;
    }
    Ok(())
}

/// The name of whoever stands behind an initiative; that it was read is kept.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when nobody is named.
pub async fn read_owner(house: &House, asker: &Asker, id: InitiativeId) -> Done<String> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_owner(house, asker, &it)?;
    let owner = store::owner(&house.store, id).await?.filter(|owner| !owner.name.is_empty());
    let owner = owner.ok_or_else(|| Refusal::Conflict(Note::new("initiative-nobody-named")))?;
    let mut change = house.store.begin().await?;
    change.note(event(house, asker, "initiative.owner_read", (id.0, it.unit), json!({})));
    change.commit().await?;
    Ok(owner.name)
}

/// Keeps that whoever stands behind an initiative agreed to be named publicly: how (`way`), and to which words.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to register there; a note when it is not said how, or nobody is named.
pub async fn agree(house: &House, asker: &Asker, id: InitiativeId, way: &str, words: &str) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::RegisterInitiative, it.unit)?;
    if !matches!(way, "paper" | "in_person") {
        return Err(Refusal::field("agreed_way", Note::new("note-choose")).into());
    }
    let mut change = house.store.begin().await?;
    if !store::agree(&mut change, id, house.now(), (way, &version_of(words))).await? {
        return Err(Refusal::Conflict(Note::new("initiative-nobody-named")).into());
    }
    change.note(event(house, asker, "initiative.agreed", (id.0, it.unit), json!({"way": way})));
    Ok(change.commit().await?)
}

/// Keeps that they no longer agree; from then on no public page names them.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when they had not agreed.
pub async fn withdraw_consent(house: &House, asker: &Asker, id: InitiativeId) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::RegisterInitiative, it.unit)?;
    let mut change = house.store.begin().await?;
    if !store::withdraw(&mut change, id, house.now()).await? {
        return Err(Refusal::Conflict(Note::new("initiative-nobody-agreed")).into());
    }
    change.note(event(house, asker, "initiative.agreed_no_more", (id.0, it.unit), json!({})));
    Ok(change.commit().await?)
}

/// Erases who stands behind an initiative, when they ask for it; the initiative and the figures stay.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a conflict when nobody is named.
pub async fn forget_owner(house: &House, asker: &Asker, id: InitiativeId) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::RegisterInitiative, it.unit)?;
    let mut change = house.store.begin().await?;
    if store::forget_owner(&mut change, id).await? == 0 {
        return Err(Refusal::Conflict(Note::new("initiative-nobody-named")).into());
    }
    store::withdraw(&mut change, id, house.now()).await?;
    change.note(event(house, asker, "initiative.owner_erased", (id.0, it.unit), json!({})));
    Ok(change.commit().await?)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn months_end_where_the_calendar_does() {
        let check = |from: &str, months, expected: &str| {
            let day: Day = from.parse().expect("a day");
            assert_eq!(months_after(day, months).to_string(), expected, "{from}");
        };
        check("2026-01-15", 6, "2026-07-15");
        check("2026-08-31", 6, "2027-02-28");
        check("2027-08-31", 6, "2028-02-29");
        check("2026-12-01", 1, "2027-01-01");
    }
}
