//! Signing in and out. A wrong name and a wrong password look and last the same.

use super::{Visitor, factors, passkeys, passwords::hash_password, stretching::stretch, tries::Counted};
use crate::house::{Done, House};
use argon2::{Argon2, PasswordVerifier, password_hash::phc::PasswordHash};
use danvan_domain::{
    events::Event,
    ids::{PersonId, SessionId},
    people::Person,
    refusals::{Note, Refusal},
    time::Moment,
};
use danvan_store::{
    Change,
    people::{
        self as store, devices,
        factors::{self as kept, Wanted},
        secrets,
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};

/// A session lasts so long without being renewed: twelve hours, a working day and its evening.
const SESSION_SECONDS: i64 = 12 * 3600;
/// For so long a right password waits for its second factor.
const TICKET_SECONDS: i64 = 300;

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
    /// The password was given by somebody else: they choose their own first.
    PasswordWanted {
        /// The secret that stands for the password for some minutes.
        ticket: String,
    },
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
    let (mut counted, is_known) = Counted::of(house, &name, id, from.address, device.as_deref()).await?;
    counted.begin(house).await?;
    let Some(person) = check_password(house, found, password).await? else {
        return Err(Refusal::field("password", Note::new("note-wrong-sign-in")).into());
    };
    match secrets::given_until(&house.store, person.id).await? {
        None => after_right(house, person, from, (is_known, &counted), Proven::Password).await,
        Some(until) if until > house.now() => {
            let wanted = (Wanted::Password, "person.password_right");
            let ticket = new_ticket(house, person.id, wanted, &counted).await?;
            Ok(Entered::PasswordWanted { ticket })
        }
        Some(_) => {
            counted.was_right(house).await?;
            Err(Refusal::field("password", Note::new("note-password-ended")).into())
        }
    }
}

/// A secret that stands for a first proof, which was right, until what is wanted next.
async fn new_ticket(
    house: &House,
    person: PersonId,
    (wanted, kind): (Wanted, &str),
    counted: &Counted,
) -> Done<String> {
    let (ticket, now) = (secret(house), house.now());
    let ends_at = now.plus_seconds(TICKET_SECONDS);
    let mut change = house.store.begin().await?;
    kept::add_ticket(&mut change, (&token_hash(&ticket), person), wanted, now, ends_at).await?;
    counted.right(&mut change).await?;
    change.note(event(house, person, kind));
    change.commit().await?;
    Ok(ticket)
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
        let ticket = new_ticket(house, person.id, (Wanted::Factor, by.right()), counted).await?;
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
    let person = kept::ticket(&house.store, &hash, Wanted::Factor, house.now()).await?;
    let person = person.filter(|person| person.active).ok_or(Refusal::SignInFirst)?;
    let device = known_hash(&from);
    let name = format!("code {}", person.sign_in);
    let (mut counted, is_known) =
        Counted::of(house, &name, Some(person.id), from.address, device.as_deref()).await?;
    counted.begin(house).await?;
    let Some(proof) = factors::proof(house, person.id, code).await? else {
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
    let is_right = is_right(house, password, hash).await;
    Ok(person.filter(|_| is_right))
}

/// Whether a password is the one of a hash.
pub(super) async fn is_right(house: &House, password: &str, hash: String) -> bool {
    let password = password.to_owned();
    let right = stretch(house, move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    right.await.unwrap_or(false)
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
    let (mut counted, _) =
        Counted::of(house, &person.sign_in, Some(person.id), from.address, device.as_deref()).await?;
    counted.begin(house).await?;
    let found = store::by_sign_in(&house.store, &person.sign_in).await?;
    let is_right = check_password(house, found, password).await?.is_some();
    // A given password is for signing in once, and its owner chooses their own then.
    if !is_right || secrets::given_until(&house.store, person.id).await?.is_some() {
        return Err(Refusal::field("password", Note::new("note-wrong-password")).into());
    }
    let mut change = house.store.begin().await?;
    devices::proved(&mut change, session, house.now()).await?;
    counted.forgive(&mut change).await?;
    change.note(event(house, person.id, "person.proved"));
    Ok(change.commit().await?)
}
