//! What an operator sees of somebody who signs in and does for them: a lost telephone, a browser left open.

use super::{passkeys, passwords::close_everything, sign_in::event};
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::{PasskeyId, PersonId, UnitId},
    people::{Person, Position, Role},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    text,
};
use danvan_store::{
    StoreError,
    people::{
        self as store, devices, factors,
        identities::{self, Identity},
        passkeys::Passkey,
        secrets,
    },
};
use serde_json::json;

/// Somebody as whoever manages people sees them.
pub struct Looked {
    /// Who.
    pub person: Person,
    /// What they hold themself, today or later.
    pub positions: Vec<Position>,
    /// Their passkeys.
    pub passkeys: Vec<Passkey>,
    /// Whether an authenticator app counts.
    pub has_app: bool,
    /// How many codes on paper are left.
    pub paper_left: i64,
    /// Who they are at other providers.
    pub identities: Vec<Identity>,
    /// In how many browsers they are signed in.
    pub browsers: usize,
}

/// Whether somebody manages people of the whole installation.
///
/// # Errors
/// The refusal of that right.
pub fn may_manage(house: &House, asker: &Asker) -> Done<()> {
    let roots: Vec<UnitId> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    Ok(may(asker, Verb::ManagePeople, &roots)?)
}

/// Looks at somebody.
///
/// # Errors
/// The refusal of the right to manage people, [`Refusal::NotFound`].
pub async fn look_at(house: &House, asker: &Asker, id: PersonId) -> Done<Looked> {
    may_manage(house, asker)?;
    let kept = &house.store;
    let person = store::by_id(kept, id).await?.ok_or(Refusal::NotFound)?;
    let app = factors::app(kept, id).await?;
    Ok(Looked {
        positions: store::own(kept, id, house.today()).await?,
        passkeys: store::passkeys::of(kept, id).await?,
        has_app: app.is_some_and(|app| app.confirmed_at.is_some()),
        paper_left: factors::codes_left(kept, id).await?,
        identities: identities::of(kept, id).await?,
        browsers: store::sessions(kept, id, house.now()).await?.len(),
        person,
    })
}

/// Who signs in with a name.
///
/// # Errors
/// The refusal of the right to manage people, a note at `person` when there is nobody.
pub async fn find_person(house: &House, asker: &Asker, sign_in: &str) -> Done<Person> {
    may_manage(house, asker)?;
    let found = store::by_sign_in(&house.store, &sign_in.trim().to_lowercase()).await?;
    Ok(found
        .map(|found| found.0)
        .ok_or_else(|| Refusal::field("person", Note::new("note-unknown-person")))?)
}

pub(super) fn noted(house: &House, asker: &Asker, person: PersonId, kind: &str) -> Event {
    Event { actor: asker.person, ..event(house, person, kind) }
}

/// Removes a passkey that somebody lost.
///
/// # Errors
/// The refusal of the right to manage people, [`Refusal::NotFound`].
pub async fn remove_lost_passkey(
    house: &House,
    asker: &Asker,
    person: PersonId,
    passkey: PasskeyId,
) -> Done<()> {
    may_manage(house, asker)?;
    let mut change = house.store.begin().await?;
    passkeys::take_away(&mut change, person, passkey).await?;
    change.note(Event { thing: passkey.0, ..noted(house, asker, person, "passkey.lost") });
    Ok(change.commit().await?)
}

/// Removes the authenticator app that somebody lost.
///
/// # Errors
/// The refusal of the right to manage people, [`Refusal::NotFound`] when there is none.
pub async fn remove_lost_app(house: &House, asker: &Asker, person: PersonId) -> Done<()> {
    may_manage(house, asker)?;
    let mut change = house.store.begin().await?;
    if !factors::remove(&mut change, person).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(noted(house, asker, person, "factor.lost"));
    Ok(change.commit().await?)
}

/// Nobody does to themself what only another should.
///
/// # Errors
/// [`Refusal::Conflict`] for oneself.
pub(super) fn not_oneself(asker: &Asker, person: PersonId) -> Done<()> {
    if asker.person == Some(person) {
        return Err(Refusal::Conflict(Note::new("refusal-oneself")).into());
    }
    Ok(())
}

/// Lets somebody sign in again, or no longer: then their browsers are signed out at once. The last operator stays.
///
/// # Errors
/// The refusal of the right to manage people, [`Refusal::NotFound`]; [`Refusal::Conflict`] for oneself, for the last operator,
/// and when it was so already.
pub async fn set_active(house: &House, asker: &Asker, person: PersonId, is_active: bool) -> Done<()> {
    may_manage(house, asker)?;
    not_oneself(asker, person)?;
    store::by_id(&house.store, person).await?.ok_or(Refusal::NotFound)?;
    let today = house.today();
    if !is_active {
        let positions = store::own(&house.store, person, today).await?;
        let is_operator = |one: &Position| one.role == Role::Operator && one.holds_on(today);
        if positions.iter().any(is_operator)
            && store::holders(&house.store, Role::Operator, today).await? <= 1
        {
            return Err(Refusal::Conflict(Note::new("refusal-last-operator")).into());
        }
    }
    let mut change = house.store.begin().await?;
    if !secrets::set_active(&mut change, person, is_active).await? {
        return Err(Refusal::Conflict(Note::new("refusal-active-already")).into());
    }
    if !is_active {
        close_everything(&mut change, person).await?;
    }
    let kind = if is_active { "person.made_active" } else { "person.made_inactive" };
    change.note(noted(house, asker, person, kind));
    Ok(change.commit().await?)
}

/// Signs somebody out everywhere, at once.
///
/// # Errors
/// The refusal of the right to manage people, [`Refusal::NotFound`] for nobody.
pub async fn sign_out_everywhere(house: &House, asker: &Asker, person: PersonId) -> Done<()> {
    may_manage(house, asker)?;
    store::by_id(&house.store, person).await?.ok_or(Refusal::NotFound)?;
    let mut change = house.store.begin().await?;
    devices::close_all(&mut change, person).await?;
    change.note(noted(house, asker, person, "person.signed_out_everywhere"));
    Ok(change.commit().await?)
}

/// The longest name a provider may have for somebody (OpenID Connect Core 1.0, section 2).
const SUBJECT_CHARACTERS: usize = 255;

/// Links somebody to what a provider calls them, so that they may sign in through it. Nobody is ever linked by a name or an
/// address that happens to be the same.
///
/// # Errors
/// The refusal of the right to manage people; notes at `account`; [`Refusal::NotFound`].
pub async fn link(house: &House, asker: &Asker, person: PersonId, issuer: &str, subject: &str) -> Done<()> {
    may_manage(house, asker)?;
    store::by_id(&house.store, person).await?.ok_or(Refusal::NotFound)?;
    let subject = text::clean_line(subject, SUBJECT_CHARACTERS).unwrap_or_default();
    if subject.is_empty() {
        return Err(Refusal::field("account", Note::new("note-required")).into());
    }
    let one = Identity { issuer: issuer.to_owned(), subject, linked_at: house.now().micros() };
    let mut change = house.store.begin().await?;
    match identities::link(&mut change, person, &one, asker.person).await {
        Err(StoreError::Taken) => {
            return Err(Refusal::field("account", Note::new("note-subject-taken")).into());
        }
        other => other?,
    }
    change.note(Event { payload: json!({"issuer": issuer}), ..noted(house, asker, person, "person.linked") });
    Ok(change.commit().await?)
}

/// Unlinks somebody from what a provider calls them; browsers that are signed in stay so.
///
/// # Errors
/// The refusal of the right to manage people, [`Refusal::NotFound`].
pub async fn unlink(house: &House, asker: &Asker, person: PersonId, issuer: &str, subject: &str) -> Done<()> {
    may_manage(house, asker)?;
    let mut change = house.store.begin().await?;
    if !identities::unlink(&mut change, person, issuer, subject).await? {
        return Err(Refusal::NotFound.into());
    }
    change
        .note(Event { payload: json!({"issuer": issuer}), ..noted(house, asker, person, "person.unlinked") });
    Ok(change.commit().await?)
}

/// Who holds positions at a unit itself, today or later, by name.
///
/// # Errors
/// The refusal of the right to manage people there.
pub async fn positions_at(house: &House, asker: &Asker, unit: UnitId) -> Done<Vec<(Position, Person)>> {
    house.ask(asker, Verb::ManagePeople, unit)?;
    let mut found = Vec::new();
    for position in store::positions_at(&house.store, unit, house.today()).await? {
        if let Some(person) = store::by_id(&house.store, position.person).await? {
            found.push((position, person));
        }
    }
    found.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    Ok(found)
}
