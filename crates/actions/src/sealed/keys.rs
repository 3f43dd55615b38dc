//! A handler's key pair. The private half is closed by a passphrase and opened for the length of one act.

use super::{conflict, damaged, event, passkeys::by_secret};
use crate::{
    Failure,
    house::{Done, House},
    people::take_try,
};
use argon2::{Algorithm, Argon2, Params, Version};
use danvan_domain::{
    events::Event,
    ids::PersonId,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb, may},
    sealed::{
        self, by_passkey,
        cipher::{self, KEY, Purpose, Secret},
    },
};
use danvan_store::{
    StoreError, people,
    sealed::people::{self as store, Key},
};
use serde_json::json;
use tokio::sync::Semaphore;
use uuid::Uuid;
use zeroize::Zeroizing;

/// By what a private half is closed; another beside it may be closed by a passkey's secret.
const PASSPHRASE: &str = "passphrase";

/// So many passphrases are stretched at once; each takes 64 MiB meanwhile.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A handler with their private half in hand, which is wiped when this is dropped.
pub(super) struct Unlocked {
    pub(super) person: PersonId,
    pub(super) key: Uuid,
    pub(super) private: Secret,
}

/// Whether somebody has made a key.
///
/// # Errors
/// When nobody is signed in or the store cannot be read.
pub async fn has_key(house: &House, asker: &Asker) -> Done<bool> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    Ok(store::key(&house.store, person).await?.is_some())
}

/// Whether somebody must know the passphrase of the key they have before they make another: while they handle seals.
///
/// # Errors
/// When nobody is signed in or the store cannot be read.
pub async fn needs_old(house: &House, asker: &Asker) -> Done<bool> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let has_key = store::key(&house.store, person).await?.is_some();
    Ok(has_key && !store::units_of(&house.store, person).await?.is_empty())
}

/// Makes somebody's key pair.
///
/// # Errors
/// Field notes for a passphrase that is too simple or not the same twice, or when they handle seals with a key that they
/// have; the refusal of the right to open seals.
pub async fn make_key(house: &House, asker: &Asker, passphrase: &str, again: &str) -> Done<()> {
    made(house, asker, None, passphrase, again).await
}

/// Makes somebody another key pair by the passphrase of the one they have. It ends, and with it its shares: two other
/// handlers must close every seal anew before its holder opens any again. Whoever forgot it has their leader end it
/// ([`super::end_key`]).
///
/// # Errors
/// As [`make_key`]; a field note for a wrong old passphrase, [`Refusal::TooMany`] after several.
pub async fn replace_key(house: &House, asker: &Asker, old: &str, passphrase: &str, again: &str) -> Done<()> {
    made(house, asker, Some(old), passphrase, again).await
}

async fn made(house: &House, asker: &Asker, old: Option<&str>, passphrase: &str, again: &str) -> Done<()> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let Some(unit) = asker.unit_for(Verb::OpenSeal) else {
        may(asker, Verb::OpenSeal, &[])?;
        return Err(Refusal::NotFound.into());
    };
    let mut notes = Notes::default();
    if let Some(note) = sealed::passphrase_fault(passphrase) {
        notes.add("passphrase", note);
    } else if passphrase != again {
        notes.add("again", Note::new("note-passphrase-differs"));
    }
    notes.check()?;
    if needs_old(house, asker).await? {
        let old = old.ok_or_else(|| Refusal::field("old", Note::new("note-seal-key-old")))?;
        unlock(house, person, old).await.map_err(of_old)?;
    }
    let units = store::units_of(&house.store, person).await?;
    let private: Secret = Zeroizing::new(house.chance());
    let salt: [u8; 16] = house.chance();
    let id = house.new_id();
    let (memory, passes) = house.passphrase_cost;
    let (memory, passes) = (i64::from(memory), i64::from(passes));
    let lock = stretch(passphrase, &salt, memory, passes).await?;
    let purpose = Purpose { kind: "private", of: &[id.as_bytes(), person.0.as_bytes()] };
    let closed = cipher::close(&lock, house.chance(), purpose, &private[..]).map_err(damaged)?;
    let replaced = store::key(&house.store, person).await?.is_some();
    let key = Key {
        id,
        public: cipher::public_of(&private).to_vec(),
        lock: PASSPHRASE.into(),
        salt: salt.to_vec(),
        memory,
        passes,
        private: closed,
        made_at: house.now().micros(),
    };
    let mut change = house.store.begin().await?;
    for unit in units {
        store::renew(&mut change, unit).await?;
    }
    store::add_key(&mut change, person, &key).await?;
    change.note(event(house, person, "seal.key_made", id, unit, json!({"replaced": replaced})));
    change.commit().await?;
    Ok(())
}

/// A wrong passphrase of the key that is to be replaced, under its own field.
fn of_old(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(Refusal::Invalid(_)) => {
            Refusal::field("old", Note::new("note-passphrase-wrong")).into()
        }
        other => other,
    }
}

/// Opens somebody's private half, by their passphrase or what a passkey of theirs made. Wrong ones are counted, and soon must wait.
///
/// # Errors
/// A field note for a wrong passphrase, [`Refusal::TooMany`] after several, [`Refusal::Conflict`] without a key.
pub(super) async fn unlock(house: &House, person: PersonId, passphrase: &str) -> Done<Unlocked> {
    let now = house.now();
    let subject = format!("seal:{person}");
    let key = store::key(&house.store, person).await?.ok_or_else(|| conflict("refusal-seal-no-key"))?;
    // Counted before anybody knows how it goes, so that however many come at once no more than are free go on.
    let mut change = house.store.begin().await?;
    take_try(house, &mut change, &subject, (sealed::FREE_TRIES, sealed::TRIES_SECONDS)).await?;
    change.commit().await?;
    let Some(private) = private_half(house, person, &key, passphrase).await? else {
        let mut change = house.store.begin().await?;
        let kind = "seal.passphrase_refused".to_owned();
        change.note(Event {
            at: now,
            actor: Some(person),
            kind,
            thing: key.id,
            unit: None,
            payload: json!({}),
        });
        change.commit().await?;
        return Err(Refusal::field("passphrase", Note::new("note-passphrase-wrong")).into());
    };
    let mut change = house.store.begin().await?;
    people::forgive(&mut change, &subject).await?;
    change.commit().await?;
    Ok(Unlocked { person, key: key.id, private })
}

/// The private half, by the passphrase or by what a passkey made; nothing when neither fits.
async fn private_half(house: &House, person: PersonId, key: &Key, given: &str) -> Done<Option<Secret>> {
    if let Some(made) = by_passkey::secret(given) {
        return by_secret(house, person, key, &made).await;
    }
    let lock = stretch(given, &key.salt, key.memory, key.passes).await?;
    let purpose = Purpose { kind: "private", of: &[key.id.as_bytes(), person.0.as_bytes()] };
    Ok(cipher::open(&lock, purpose, key.private.clone()).ok().and_then(|bytes| secret(&bytes)))
}

/// Bytes as a key; nothing when they are too few or too many.
pub(super) fn secret(bytes: &[u8]) -> Option<Secret> {
    let bytes: &[u8; KEY] = bytes.try_into().ok()?;
    Some(Zeroizing::new(*bytes))
}

/// What a passphrase is stretched to (argon2id).
async fn stretch(passphrase: &str, salt: &[u8], memory: i64, passes: i64) -> Done<Secret> {
    let broken = |what: &str| Failure::Broken(StoreError::Engine(format!("a passphrase: {what}")));
    let (passphrase, salt) = (sealed::passphrase_bytes(passphrase), salt.to_vec());
    let number = |number: i64| u32::try_from(number).map_err(|_| broken("strange costs"));
    let params = Params::new(number(memory)?, number(passes)?, 1, Some(KEY));
    let params = params.map_err(|_| broken("strange costs"))?;
    let turn = AT_ONCE.acquire().await;
    let stretched = tokio::task::spawn_blocking(move || {
        let mut lock = Zeroizing::new([0; KEY]);
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon.hash_password_into(&passphrase, &salt, &mut lock[..]).map(|()| lock)
    })
    .await;
    drop(turn);
    match stretched {
        Ok(Ok(lock)) => Ok(lock),
        _ => Err(broken("could not be stretched")),
    }
}
