//! Who handles the seals of a unit. A leader names them; what was sealed before opens for somebody new only when two
//! handlers close it anew.

use super::{
    closing::{Holders, Recipient},
    event, office_of,
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{PersonId, UnitId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    sealed::{TOGETHER, cipher::KEY},
};
use danvan_store::{
    Change, people,
    sealed::people::{self as store, Handler},
};
use serde_json::json;

/// A handler as a page shows them.
#[derive(Clone, Debug)]
pub struct HandlerRow {
    /// Who.
    pub person: PersonId,
    /// The name others see.
    pub name: String,
    /// Whether they have made a key, and so hold a share of what is sealed from then on.
    pub has_key: bool,
}

/// What a unit needs before anything can be sealed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// How many handlers have keys.
    pub handlers: usize,
    /// Whether a recovery key was made.
    pub has_recovery: bool,
}

impl Ready {
    /// Whether something can be sealed.
    pub fn is_whole(self) -> bool {
        self.handlers >= usize::from(TOGETHER) && self.has_recovery
    }
}

/// Names a handler by the name they sign in with: of an ended unit, the leader of the office that stands for it. Naming one
/// twice does nothing.
///
/// # Errors
/// The refusal of the right to name handlers; a field note for somebody unknown or who may not handle seals there.
pub async fn name_handler(house: &House, asker: &Asker, unit: UnitId, sign_in: &str) -> Done<PersonId> {
    let by = asker.person.ok_or(Refusal::SignInFirst)?;
    let office = office_of(house, unit);
    house.ask(asker, Verb::NameSealHandlers, office)?;
    let unknown = || Refusal::field("person", Note::new("note-seal-handler-unknown"));
    let found = people::by_sign_in(&house.store, &sign_in.trim().to_lowercase()).await?;
    let person = found.map(|(person, _)| person).filter(|person| person.active).ok_or_else(unknown)?;
    let positions = people::held(&house.store, person.id, house.today()).await?;
    let named = Asker { person: Some(person.id), positions, house: false };
    if may(&named, Verb::OpenSeal, &house.facts().care(office, house.today())).is_err() {
        return Err(Refusal::field("person", Note::new("note-seal-handler-role")).into());
    }
    let before = store::handlers(&house.store, unit).await?;
    if before.iter().any(|handler| handler.person == person.id.0) {
        return Ok(person.id);
    }
    let id = house.new_id();
    let mut change = house.store.begin().await?;
    store::name_handler(&mut change, id, unit, person.id, by, house.now()).await?;
    change.note(event(house, by, "seal.handler_named", id, unit, json!({"person": person.id})));
    change.commit().await?;
    Ok(person.id)
}

/// Ends the key of a handler who forgot its passphrase, so that they can make another: the leader who names handlers does.
///
/// # Errors
/// The refusal of the right to name handlers; a field note for somebody who is no handler there or has no key.
pub async fn end_key(house: &House, asker: &Asker, unit: UnitId, person: PersonId) -> Done<()> {
    let by = asker.person.ok_or(Refusal::SignInFirst)?;
    house.ask(asker, Verb::NameSealHandlers, office_of(house, unit))?;
    let handlers = store::handlers(&house.store, unit).await?;
    let handler = handlers.iter().find(|handler| handler.person == person.0);
    let nobody = || Refusal::field("forgot", Note::new("note-choose"));
    let key = handler.and_then(|handler| handler.key_id).ok_or_else(nobody)?;
    let units = store::units_of(&house.store, person).await?;
    let mut change = house.store.begin().await?;
    for unit in units {
        store::renew(&mut change, unit).await?;
    }
    store::end_key(&mut change, person, house.now()).await?;
    change.note(event(house, by, "seal.key_ended", key, unit, json!({"person": person})));
    change.commit().await?;
    Ok(())
}

/// The handlers of a unit.
///
/// # Errors
/// The refusal of the right to open seals.
pub async fn handlers(house: &House, asker: &Asker, unit: UnitId) -> Done<Vec<HandlerRow>> {
    house.ask(asker, Verb::OpenSeal, office_of(house, unit))?;
    let mut rows = Vec::new();
    for handler in store::handlers(&house.store, unit).await? {
        let person = PersonId(handler.person);
        let name = people::by_id(&house.store, person).await?.map_or_else(String::new, |person| person.name);
        rows.push(HandlerRow { person, name, has_key: handler.key_id.is_some() });
    }
    Ok(rows)
}

/// What a unit has of what it needs.
///
/// # Errors
/// When the store cannot be read.
pub async fn ready(house: &House, unit: UnitId) -> Done<Ready> {
    let handlers = store::handlers(&house.store, unit).await?;
    let with_keys = handlers.iter().filter(|handler| handler.key_id.is_some()).count();
    let has_recovery = store::recovery(&house.store, unit).await?.is_some();
    Ok(Ready { handlers: with_keys, has_recovery })
}

fn recipient(handler: &Handler) -> Option<Recipient> {
    let public: [u8; KEY] = handler.public.as_deref()?.try_into().ok()?;
    Some(Recipient { key: handler.key_id?, public })
}

/// The keys of a unit's handlers, without somebody's who is to be removed.
pub(super) async fn keys_at(
    house: &House,
    unit: UnitId,
    without: Option<PersonId>,
) -> Done<Vec<(PersonId, Recipient)>> {
    let handlers = store::handlers(&house.store, unit).await?;
    let kept = handlers.iter().filter(|handler| without.is_none_or(|person| person.0 != handler.person));
    Ok(kept.filter_map(|handler| Some((PersonId(handler.person), recipient(handler)?))).collect())
}

/// Who holds the keys of what is closed now.
///
/// # Errors
/// [`Refusal::Conflict`] when a unit has too few handlers with keys, or no recovery key.
pub(super) async fn holders(house: &House, unit: UnitId, without: Option<PersonId>) -> Done<Holders> {
    // Read first: whoever comes or goes after it makes another number.
    let version = store::version(&house.store, unit).await?;
    let (people, handlers): (Vec<PersonId>, Vec<Recipient>) =
        keys_at(house, unit, without).await?.into_iter().unzip();
    let recovery = store::recovery(&house.store, unit).await?;
    let recovery = recovery.and_then(|kept| Some((kept.id, <[u8; KEY]>::try_from(kept.public).ok()?)));
    match recovery {
        Some((key, public)) if handlers.len() >= usize::from(TOGETHER) => {
            Ok(Holders { unit, version, people, handlers, recovery: Recipient { key, public } })
        }
        _ => Err(super::conflict("refusal-seal-not-ready")),
    }
}

/// Holds on, first in a change, to those for whom something was closed: whoever came or went meanwhile makes it worthless.
///
/// # Errors
/// [`Refusal::Conflict`] when they are others by now.
pub(super) async fn hold(change: &mut Change, unit: UnitId, version: i64) -> Done<()> {
    if store::hold(change, unit, version).await? {
        return Ok(());
    }
    Err(super::conflict("refusal-seal-renewed"))
}
