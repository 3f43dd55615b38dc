//! Signing in and out. A wrong name and a wrong password look and last the same.

use super::manage::hash_password;
use crate::house::{Done, House};
use argon2::{Argon2, PasswordVerifier, password_hash::phc::PasswordHash};
use danvan_domain::{
    events::Event,
    ids::SessionId,
    people::Person,
    refusals::{Note, Refusal},
    rights::Asker,
    time::Moment,
};
use danvan_store::people as store;
use serde_json::json;
use sha2::{Digest, Sha256};

/// A session lasts so long without being renewed: twelve hours, a working day and its evening.
const SESSION_SECONDS: i64 = 12 * 3600;
/// After so many failures for one name or one address within the window, tries must wait.
const FREE_TRIES: i64 = 10;
/// How long failures are remembered.
const WINDOW_SECONDS: i64 = 15 * 60;
/// A session's last use is written at most this often.
const SEEN_SECONDS: i64 = 300;

/// What a browser keeps after signing in.
pub struct SignedIn {
    /// The secret of the cookie.
    pub token: String,
    /// Who it is.
    pub person: Person,
    /// When it ends.
    pub ends_at: Moment,
}

/// Whoever stands behind a request.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Their rights today.
    pub asker: Asker,
    /// Who, when signed in.
    pub person: Option<Person>,
    /// Their session, when signed in.
    pub session: Option<SessionId>,
}

impl Visitor {
    /// A resident without account.
    pub fn nobody() -> Self {
        Self { asker: Asker::nobody(), person: None, session: None }
    }
}

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Signs in. `address` is the network address tries are counted by, beside the name.
///
/// # Errors
/// One and the same field note for a wrong name or password; [`Refusal::TooMany`] after too many tries.
pub async fn sign_in(
    house: &House,
    name: &str,
    password: &str,
    address: &str,
    device: &str,
) -> Done<SignedIn> {
    let name = name.trim().to_lowercase();
    let now = house.now();
    let subjects = [format!("name:{name}"), format!("address:{address}")];
    for subject in &subjects {
        if let Some((failures, first)) = store::tries(&house.store, subject).await? {
            let open_again = first.plus_seconds(WINDOW_SECONDS);
            let allowed = if subject.starts_with("name:") { FREE_TRIES } else { FREE_TRIES * 10 };
            if failures >= allowed && now < open_again {
                return Err(Refusal::TooMany { seconds: open_again.seconds_since(now).max(1) }.into());
            }
        }
    }
    let found = store::by_sign_in(&house.store, &name).await?;
    let person = check_password(house, found, password).await?;
    let Some(person) = person else {
        let mut change = house.store.begin().await?;
        for subject in &subjects {
            store::tried(&mut change, subject, now, now.plus_seconds(-WINDOW_SECONDS)).await?;
        }
        change.commit().await?;
        return Err(Refusal::field("password", Note::new("note-wrong-sign-in")).into());
    };
    let secret: [u8; 32] = house.chance();
    let token: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let ends_at = now.plus_seconds(SESSION_SECONDS);
    let session = SessionId(house.new_id());
    let device: String = device.chars().take(200).collect();
    let mut change = house.store.begin().await?;
    store::open_session(&mut change, session, &token_hash(&token), person.id, now, ends_at, &device).await?;
    store::forgive(&mut change, &subjects[0]).await?;
    change.note(Event {
        at: now,
        actor: Some(person.id),
        kind: "person.signed_in".into(),
        thing: person.id.0,
        unit: None,
        payload: json!({}),
    });
    change.commit().await?;
    Ok(SignedIn { token, person, ends_at })
}

/// Verifies a password; an unknown name costs as much time as a known one.
async fn check_password(
    house: &House,
    found: Option<(Person, Option<String>)>,
    password: &str,
) -> Done<Option<Person>> {
    let (person, hash) = match found {
        Some((person, Some(hash))) if person.active => (Some(person), hash),
        _ => (None, String::new()),
    };
    if person.is_none() {
        hash_password(house, password).await?;
        return Ok(None);
    }
    let password = password.to_owned();
    let right = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
    .unwrap_or(false);
    Ok(person.filter(|_| right))
}

/// Who holds a session's token, with the positions of today.
///
/// # Errors
/// When the store cannot be read.
pub async fn recognise(house: &House, token: &str) -> Done<Visitor> {
    let now = house.now();
    let Some((session, seen_at, person)) = store::session(&house.store, &token_hash(token), now).await?
    else {
        return Ok(Visitor::nobody());
    };
    if !person.active {
        return Ok(Visitor::nobody());
    }
    if now.seconds_since(seen_at) > SEEN_SECONDS {
        let mut change = house.store.begin().await?;
        store::seen(&mut change, session, now).await?;
        change.commit().await?;
    }
    let positions = store::held(&house.store, person.id, now.day()).await?;
    let asker = Asker { person: Some(person.id), positions, house: false };
    Ok(Visitor { asker, person: Some(person), session: Some(session) })
}

/// Signs one of somebody's browsers out.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs.
pub async fn sign_out(house: &House, visitor: &Visitor, session: SessionId) -> Done<()> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let mut change = house.store.begin().await?;
    if !store::close_session(&mut change, session, person).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(Event {
        at: house.now(),
        actor: Some(person),
        kind: "person.signed_out".into(),
        thing: person.0,
        unit: None,
        payload: json!({}),
    });
    change.commit().await?;
    Ok(())
}

/// Somebody's signed-in browsers.
///
/// # Errors
/// When nobody is signed in or the store cannot be read.
pub async fn devices(house: &House, visitor: &Visitor) -> Done<Vec<store::Device>> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    Ok(store::sessions(&house.store, person, house.now()).await?)
}
