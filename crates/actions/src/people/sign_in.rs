//! Signing in and out. A wrong name and a wrong password look and last the same.

use super::{
    factors,
    manage::{PASSWORD_CHARACTERS, hash_password},
    passkeys,
    tries::Counted,
};
use crate::house::{Done, House};
use argon2::{Argon2, PasswordVerifier, password_hash::phc::PasswordHash};
use danvan_domain::{
    events::Event,
    ids::{PersonId, SessionId},
    people::Person,
    refusals::{Note, Refusal},
    rights::Asker,
    time::Moment,
};
use danvan_store::{
    Change,
    people::{self as store, devices, factors as kept},
};
use serde_json::json;
use sha2::{Digest, Sha256};

/// A session lasts so long without being renewed: twelve hours, a working day and its evening.
const SESSION_SECONDS: i64 = 12 * 3600;
/// A session's last use is written at most this often.
const SEEN_SECONDS: i64 = 300;
/// For so long a right password waits for its second factor.
const TICKET_SECONDS: i64 = 300;
/// A proof of who sits there is good for dangerous acts for so long.
const PROOF_SECONDS: i64 = 15 * 60;

/// From where somebody tries to sign in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Knock<'a> {
    /// The network address.
    pub address: &'a str,
    /// What the browser says it is.
    pub device: &'a str,
    /// The cookie of a browser that signed in before; nothing for a new one.
    pub known: Option<&'a str>,
}

/// What a browser keeps after signing in.
pub struct SignedIn {
    /// The secret of the cookie.
    pub token: String,
    /// The secret by which the browser is known again.
    pub device: String,
    /// Who it is.
    pub person: Person,
    /// When it ends.
    pub ends_at: Moment,
}

/// How far somebody came with a right password.
pub enum Entered {
    /// They are in.
    In(SignedIn),
    /// A second factor is wanted.
    FactorWanted {
        /// The secret that stands for the password for some minutes.
        ticket: String,
        /// Whether a passkey may be it.
        has_passkey: bool,
    },
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
    /// Whether they proved of late who they are, so that dangerous acts need not ask again.
    pub is_proved: bool,
    /// Whether their role needs a second factor they do not have: until then they hold no right at all.
    pub lacks_factor: bool,
    /// Whether they may prove who they are with a passkey.
    pub has_passkey: bool,
}

impl Visitor {
    /// A resident without account.
    pub fn nobody() -> Self {
        Self {
            asker: Asker::nobody(),
            person: None,
            session: None,
            is_proved: false,
            lacks_factor: false,
            has_passkey: false,
        }
    }
}

pub(super) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A secret nobody can guess, in hexadecimal.
pub(super) fn secret(house: &House) -> String {
    house.chance::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn event(house: &House, person: PersonId, kind: &str) -> Event {
    Event {
        at: house.now(),
        actor: Some(person),
        kind: kind.into(),
        thing: person.0,
        unit: None,
        payload: json!({}),
    }
}

pub(super) fn known_hash(from: &Knock<'_>) -> Option<Vec<u8>> {
    from.known.filter(|known| known.len() == 64).map(token_hash)
}

/// Signs in with name and password.
///
/// # Errors
/// One and the same field note for a wrong name or password; [`Refusal::TooMany`] after too many tries.
pub async fn sign_in(house: &House, name: &str, password: &str, from: Knock<'_>) -> Done<Entered> {
    let name = name.trim().to_lowercase();
    let found = store::by_sign_in(&house.store, &name).await?;
    let id = found.as_ref().map(|(person, _)| person.id);
    let device = known_hash(&from);
    let (counted, is_known) = Counted::of(house, &name, id, from.address, device.as_deref()).await?;
    counted.check(house).await?;
    let Some(person) = check_password(house, found, password).await? else {
        counted.failed(house).await?;
        return Err(Refusal::field("password", Note::new("note-wrong-sign-in")).into());
    };
    after_right(house, person, from, (is_known, &counted), Proven::Password).await
}

/// Lets somebody in whom another proof than a password named first: with their second factor, where they have one.
pub(super) async fn after_first(house: &House, person: Person, from: Knock<'_>, by: Proven) -> Done<Entered> {
    let device = known_hash(&from);
    let (counted, is_known) =
        Counted::of(house, &person.sign_in, Some(person.id), from.address, device.as_deref()).await?;
    after_right(house, person, from, (is_known, &counted), by).await
}

async fn after_right(
    house: &House,
    person: Person,
    from: Knock<'_>,
    (is_known, counted): (bool, &Counted),
    by: Proven,
) -> Done<Entered> {
    let has_passkey = factors::has_passkey(house, person.id).await?;
    if has_passkey || factors::has_app(house, person.id).await? {
        let (ticket, now) = (secret(house), house.now());
        let mut change = house.store.begin().await?;
        kept::add_ticket(&mut change, &token_hash(&ticket), person.id, now, now.plus_seconds(TICKET_SECONDS))
            .await?;
        change.note(event(house, person.id, by.right()));
        change.commit().await?;
        return Ok(Entered::FactorWanted { ticket, has_passkey });
    }
    open(house, person, from, is_known, counted, by).await.map(Entered::In)
}

/// Goes on from a right password with a code of the app or one on paper.
///
/// # Errors
/// A note at `code` for a wrong one, [`Refusal::TooMany`] after too many, [`Refusal::SignInFirst`] when the password was
/// given too long ago.
pub async fn sign_in_with_code(house: &House, ticket: &str, code: &str, from: Knock<'_>) -> Done<SignedIn> {
    let hash = token_hash(ticket);
    let person = kept::ticket(&house.store, &hash, house.now()).await?;
    let person = person.filter(|person| person.active).ok_or(Refusal::SignInFirst)?;
    let device = known_hash(&from);
    let name = format!("code {}", person.sign_in);
    let (counted, is_known) =
        Counted::of(house, &name, Some(person.id), from.address, device.as_deref()).await?;
    counted.check(house).await?;
    let Some(proof) = factors::proof(house, person.id, code).await? else {
        counted.failed(house).await?;
        return Err(Refusal::field("code", Note::new("note-wrong-code")).into());
    };
    open(house, person, from, is_known, &counted, Proven::Code(proof, hash)).await
}

/// What proved who somebody is, to be used up in the change that opens their session.
pub(super) enum Proven {
    /// A password alone.
    Password,
    /// A code, after the password of a ticket.
    Code(factors::Proof, Vec<u8>),
    /// A passkey.
    Passkey(passkeys::Right),
    /// Another provider.
    Provider,
}

impl Proven {
    const fn word(&self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code(..) => "code",
            Self::Passkey(_) => "passkey",
            Self::Provider => "provider",
        }
    }

    /// The event of a first proof that waits for its second factor.
    const fn right(&self) -> &'static str {
        if matches!(self, Self::Provider) { "person.provider_right" } else { "person.password_right" }
    }

    /// Uses it up; false when it was used meanwhile.
    async fn use_up(self, change: &mut Change, person: PersonId, now: Moment) -> Done<bool> {
        match self {
            Self::Password | Self::Provider => Ok(true),
            Self::Code(proof, ticket) => {
                Ok(kept::use_ticket(change, &ticket).await? && factors::use_up(change, person, proof).await?)
            }
            Self::Passkey(right) => passkeys::use_up(change, &right, now).await,
        }
    }
}

/// Opens a session; what proved it is used up in the same change.
pub(super) async fn open(
    house: &House,
    person: Person,
    from: Knock<'_>,
    is_known: bool,
    counted: &Counted,
    proven: Proven,
) -> Done<SignedIn> {
    let (token, now) = (secret(house), house.now());
    let ends_at = now.plus_seconds(SESSION_SECONDS);
    let session = SessionId(house.new_id());
    let name: String = from.device.chars().take(200).collect();
    let device = match from.known.filter(|_| is_known) {
        Some(known) => known.to_owned(),
        None => secret(house),
    };
    let mut change = house.store.begin().await?;
    let by = proven.word();
    if !proven.use_up(&mut change, person.id, now).await? {
        return Err(Refusal::SignInFirst.into());
    }
    let hash = token_hash(&token);
    store::open_session(&mut change, session, &hash, person.id, (now, ends_at), &name, !is_known).await?;
    devices::know(&mut change, person.id, &token_hash(&device), now).await?;
    counted.forgive(&mut change).await?;
    change.note(Event { payload: json!({"by": by}), ..event(house, person.id, "person.signed_in") });
    change.commit().await?;
    Ok(SignedIn { token, device, person, ends_at })
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

/// Proves once more who sits there, before a dangerous act.
///
/// # Errors
/// A note at `password` for a wrong one; [`Refusal::TooMany`] after too many tries.
pub async fn prove(house: &House, visitor: &Visitor, password: &str, from: Knock<'_>) -> Done<()> {
    let (Some(person), Some(session)) = (&visitor.person, visitor.session) else {
        return Err(Refusal::SignInFirst.into());
    };
    let device = known_hash(&from);
    let (counted, _) =
        Counted::of(house, &person.sign_in, Some(person.id), from.address, device.as_deref()).await?;
    counted.check(house).await?;
    let found = store::by_sign_in(&house.store, &person.sign_in).await?;
    if check_password(house, found, password).await?.is_none() {
        counted.failed(house).await?;
        return Err(Refusal::field("password", Note::new("note-wrong-password")).into());
    }
    let mut change = house.store.begin().await?;
    devices::proved(&mut change, session, house.now()).await?;
    counted.forgive(&mut change).await?;
    change.note(event(house, person.id, "person.proved"));
    Ok(change.commit().await?)
}

/// Gives oneself another password and signs out every other browser.
///
/// # Errors
/// Notes at `password` and `new_password`; [`Refusal::TooMany`] after too many wrong ones.
pub async fn change_password(
    house: &House,
    visitor: &Visitor,
    (password, new): (&str, &str),
    from: Knock<'_>,
) -> Done<()> {
    prove(house, visitor, password, from).await?;
    let (Some(person), Some(session)) = (visitor.asker.person, visitor.session) else {
        return Err(Refusal::SignInFirst.into());
    };
    if new.chars().count() < PASSWORD_CHARACTERS {
        let note = Note::new("note-short-password").with("limit", PASSWORD_CHARACTERS);
        return Err(Refusal::field("new_password", note).into());
    }
    let hash = hash_password(house, new).await?;
    let mut change = house.store.begin().await?;
    store::set_password(&mut change, person, &hash).await?;
    devices::close_others(&mut change, person, session).await?;
    change.note(event(house, person, "person.password_changed"));
    Ok(change.commit().await?)
}

/// Who holds a session's token, with the positions of today: own ones and those lent.
///
/// # Errors
/// When the store cannot be read.
pub async fn recognise(house: &House, token: &str) -> Done<Visitor> {
    let now = house.now();
    let Some(found) = store::session(&house.store, &token_hash(token), now).await? else {
        return Ok(Visitor::nobody());
    };
    let person = found.person;
    if !person.active {
        return Ok(Visitor::nobody());
    }
    if now.seconds_since(found.seen_at) > SEEN_SECONDS {
        let mut change = house.store.begin().await?;
        store::seen(&mut change, found.session, now).await?;
        change.commit().await?;
    }
    let mut positions = store::held(&house.store, person.id, now.day()).await?;
    let lacks_factor = !found.has_factor
        && positions.iter().any(|position| factors::is_required(&found.factor_roles, position.role));
    if lacks_factor {
        positions.clear();
    }
    let asker = Asker { person: Some(person.id), positions, house: false };
    let is_proved = now.seconds_since(found.proved_at) <= PROOF_SECONDS;
    Ok(Visitor {
        asker,
        person: Some(person),
        session: Some(found.session),
        is_proved,
        lacks_factor,
        has_passkey: found.has_passkey,
    })
}
