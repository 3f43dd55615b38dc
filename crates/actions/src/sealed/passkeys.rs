//! A handler's passkeys open their key in place of the passphrase: its private half is closed once more, under what a
//! passkey makes of a salt. The passphrase stays, so that a lost passkey loses nothing.

use super::{
    damaged, event,
    keys::{secret, unlock},
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::PersonId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    sealed::{
        by_passkey,
        cipher::{self, Purpose, Secret},
    },
};
use danvan_store::{
    people::passkeys,
    sealed::people::{self as store, Key},
};
use serde_json::json;

/// By what such a private half is closed.
pub(super) const PASSKEY: &str = "passkey";

/// What a browser asks of a handler's passkeys.
pub struct PasskeyQuestion {
    /// What they make a secret of.
    pub salt: [u8; 32],
    /// The passkeys, by the ids their authenticators gave them.
    pub credentials: Vec<Vec<u8>>,
    /// How many of them open the key already.
    pub locks: usize,
}

/// What to ask of somebody's passkeys; nothing where they have no key or no passkey.
///
/// # Errors
/// When nobody is signed in; the refusal of the right to open seals.
pub async fn passkey_question(house: &House, asker: &Asker) -> Done<Option<PasskeyQuestion>> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    if asker.unit_for(Verb::OpenSeal).is_none() {
        may(asker, Verb::OpenSeal, &[])?;
    }
    let Some(key) = store::key(&house.store, person).await? else { return Ok(None) };
    let all = passkeys::of(&house.store, person).await?;
    let credentials: Vec<Vec<u8>> = all.into_iter().map(|one| one.credential).collect();
    let locks = store::locks(&house.store, person).await?.len();
    Ok((!credentials.is_empty()).then(|| PasskeyQuestion {
        salt: by_passkey::salt(key.id),
        credentials,
        locks,
    }))
}

/// Lets a passkey open somebody's key from now on, once they gave the passphrase. `given` is what the passkey made.
///
/// # Errors
/// A note under `passkey` for what no passkey made, and for one too many; those of a wrong passphrase.
pub async fn add_passkey_lock(house: &House, asker: &Asker, passphrase: &str, given: &str) -> Done<()> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let Some(unit) = asker.unit_for(Verb::OpenSeal) else {
        may(asker, Verb::OpenSeal, &[])?;
        return Err(Refusal::NotFound.into());
    };
    let fault = |key: &str| Refusal::field("passkey", Note::new(key));
    let given = by_passkey::secret(given).ok_or_else(|| fault("note-passkey-unreadable"))?;
    // A passkey alone adds none: whoever once saw what it makes would give the key a lock of their own.
    if by_passkey::secret(passphrase).is_some() {
        return Err(Refusal::field("passphrase", Note::new("note-passphrase-wrong")).into());
    }
    let locks = store::locks(&house.store, person).await?;
    if locks.len() >= by_passkey::MOST {
        return Err(fault("note-seal-many-passkeys").into());
    }
    if passkeys::of(&house.store, person).await?.is_empty() {
        return Err(fault("note-passkey-unreadable").into());
    }
    let had = passkeys::count(&house.store, person).await?;
    let unlocked = unlock(house, person, passphrase).await?;
    let (id, salt): (_, [u8; 16]) = (house.new_id(), house.chance());
    let lock = by_passkey::lock(&given, &salt, (id, person));
    let purpose = Purpose { kind: "private", of: &[id.as_bytes(), person.0.as_bytes()] };
    let closed = cipher::close(&lock, house.chance(), purpose, &unlocked.private[..]).map_err(damaged)?;
    let row = Key {
        id,
        public: cipher::public_of(&unlocked.private).to_vec(),
        lock: PASSKEY.into(),
        salt: salt.to_vec(),
        memory: 0,
        passes: 0,
        private: closed,
        made_at: house.now().micros(),
    };
    let mut change = house.store.begin().await?;
    // Whoever removes a passkey or ends the key meanwhile waits for the key's row, or is seen here.
    let stands = store::hold_key(&mut change, unlocked.key).await?;
    if !stands || passkeys::count_within(&mut change, person).await? != had {
        return Err(fault("note-passkey-unreadable").into());
    }
    store::add_lock(&mut change, person, &row).await?;
    change.note(event(house, person, "seal.passkey_added", unlocked.key, unit, json!({})));
    Ok(change.commit().await?)
}

/// The private half of a key as one of the locks beside it gives it; nothing where none fits.
pub(super) async fn by_secret(
    house: &House,
    person: PersonId,
    key: &Key,
    given: &Secret,
) -> Done<Option<Secret>> {
    for row in store::locks(&house.store, person).await? {
        let lock = by_passkey::lock(given, &row.salt, (row.id, person));
        let purpose = Purpose { kind: "private", of: &[row.id.as_bytes(), person.0.as_bytes()] };
        let Ok(bytes) = cipher::open(&lock, purpose, row.private) else { continue };
        let private = secret(&bytes).filter(|private| cipher::public_of(private)[..] == key.public[..]);
        if private.is_some() {
            return Ok(private);
        }
    }
    Ok(None)
}
