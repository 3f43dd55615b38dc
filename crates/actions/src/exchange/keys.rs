//! The keys of the exchange: this installation's own, and whose files are taken.

use super::{conflict, event};
use crate::house::{Done, House};
use danvan_domain::{
    exchange::{hex, read_key},
    ids::{PartyId, ProgrammeId},
    programmes::Party,
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    signatures::public_half,
    text::clean_line,
};
use danvan_store::exchange::{self as store, Key, Peer};
use serde_json::json;

/// Whether somebody looks after the installation.
fn ask(house: &House, asker: &Asker) -> Result<(), Refusal> {
    let roots: Vec<_> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    may(asker, Verb::Operate, &roots)
}

/// The public half of this installation's key, when it has one.
///
/// # Errors
/// The refusal of the right to operate.
pub async fn key(house: &House, asker: &Asker) -> Done<Option<String>> {
    ask(house, asker)?;
    Ok(store::key(&house.store).await?.map(|key| key.public))
}

/// Makes this installation a new key; with the one before nothing is signed any more. Gives its public half, which the
/// others must be told by a way that nobody else can change.
///
/// # Errors
/// The refusal of the right to operate.
pub async fn make_key(house: &House, asker: &Asker) -> Done<String> {
    ask(house, asker)?;
    let seed: [u8; 32] = house.chance();
    let key = Key { seed: seed.to_vec(), public: hex(&public_half(&seed)) };
    let id = house.new_id();
    let mut change = house.store.begin().await?;
    store::put_key(&mut change, id, &key, house.now()).await?;
    change.note(event(house, asker, "exchange.key_made", (id, None), json!({"key": key.public})));
    change.commit().await?;
    Ok(key.public)
}

/// Takes files of another installation from now on, under a name. When it had another key before, `instead_of`, that one is
/// trusted no longer, and what the installation leads and which parties it is goes over to the new one; numbers begin anew.
///
/// # Errors
/// The refusal of the right to operate; notes under `key` and `name`; a conflict for one's own key; [`Refusal::NotFound`] when
/// the key before was never trusted.
pub async fn trust(
    house: &House,
    asker: &Asker,
    (typed, name): (&str, &str),
    instead_of: Option<&str>,
) -> Done<String> {
    ask(house, asker)?;
    let key = read_key(typed)?;
    let before = instead_of.map(read_key).transpose()?.filter(|before| *before != key);
    let name = clean_line(name, 200).map_err(|fault| Refusal::field("name", fault.into()))?;
    if name.is_empty() {
        return Err(Refusal::field("name", Note::new("note-required")).into());
    }
    if store::key(&house.store).await?.is_some_and(|own| own.public == key) {
        return Err(conflict("exchange-own-key").into());
    }
    let mut change = house.store.begin().await?;
    store::trust(&mut change, (&key, &name), house.now(), asker.person).await?;
    if let Some(before) = &before {
        // One that was distrusted at once, when it was stolen, is replaced as well.
        store::peer(&house.store, before).await?.ok_or(Refusal::NotFound)?;
        store::distrust(&mut change, before, house.now()).await?;
        store::move_over(&mut change, before, &key).await?;
    }
    let payload = json!({"key": key, "name": name, "instead_of": before});
    change.note(event(house, asker, "exchange.trusted", (house.new_id(), None), payload));
    change.commit().await?;
    Ok(key)
}

/// Takes no more files of an installation.
///
/// # Errors
/// The refusal of the right to operate; a note under `key`; [`Refusal::NotFound`] when it is not trusted.
pub async fn distrust(house: &House, asker: &Asker, typed: &str) -> Done<()> {
    ask(house, asker)?;
    let key = read_key(typed)?;
    let mut change = house.store.begin().await?;
    if !store::distrust(&mut change, &key, house.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(event(house, asker, "exchange.distrusted", (house.new_id(), None), json!({"key": key})));
    Ok(change.commit().await?)
}

/// Every installation that is or was trusted.
///
/// # Errors
/// The refusal of the right to operate.
pub async fn peers(house: &House, asker: &Asker) -> Done<Vec<Peer>> {
    ask(house, asker)?;
    Ok(store::peers(&house.store).await?)
}

/// Says which installation a party outside is.
///
/// # Errors
/// The refusal of the right to operate; [`Refusal::NotFound`] for a party that is none or a unit of this house; a conflict
/// for a key that is not trusted.
pub async fn link(house: &House, asker: &Asker, party: PartyId, typed: &str) -> Done<()> {
    ask(house, asker)?;
    let key = read_key(typed)?;
    super::trusted(house, &key).await?;
    let found = danvan_store::programmes::parties::get(&house.store, party).await?;
    let found = found.filter(|party| party.unit.is_none()).ok_or(Refusal::NotFound)?;
    let mut change = house.store.begin().await?;
    super::ask_led_here(&mut change, found.programme).await?;
    store::link(&mut change, party, &key).await?;
    let payload = json!({"programme": found.programme, "key": key});
    change.note(event(house, asker, "exchange.linked", (party.0, None), payload));
    Ok(change.commit().await?)
}

/// The parties of a programme as they stand, each with the key of its installation.
///
/// # Errors
/// The refusal of the right to operate; [`Refusal::NotFound`].
pub async fn parties(house: &House, asker: &Asker, id: ProgrammeId) -> Done<Vec<(Party, Option<String>)>> {
    ask(house, asker)?;
    let it = danvan_store::programmes::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let links = store::links(&house.store, id).await?;
    let mut all = danvan_store::programmes::parties::of(&house.store, id).await?;
    all.retain(|party| party.is_in(it.version));
    let key = |party: &Party| links.iter().find(|(id, _)| *id == party.id).map(|(_, key)| key.clone());
    Ok(all.into_iter().map(|party| (party.clone(), key(&party))).collect())
}
