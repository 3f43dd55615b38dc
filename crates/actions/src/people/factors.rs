//! The second factor: an authenticator app and codes on paper. Passkeys, the other kind, are beside it.

use super::{Visitor, sign_in::event};
use crate::house::{Done, House};
use danvan_domain::{
    ids::PersonId,
    people::Role,
    refusals::{Note, Refusal},
    second_factors::{
        PAPER_CODES, SECRET_BYTES, address, base32, may_be_paper_code, paper_code, step_typed,
        tidy_paper_code,
    },
};
use danvan_store::{
    Change,
    people::{factors as store, passkeys},
};
use sha2::{Digest, Sha256};

/// The setting that names the roles which need a second factor, separated by commas.
pub const FACTOR_ROLES: &str = "sign_in.second_factor_roles";

/// What was right, to be used up in the change that acts on it.
pub(super) enum Proof {
    /// The code of a step.
    App(i64),
    /// A code on paper, by its hash.
    Paper(Vec<u8>),
}

/// What somebody's second factor is.
pub struct Standing {
    /// Whether an app counts.
    pub has_app: bool,
    /// How many codes on paper are left.
    pub paper_left: i64,
    /// An app that waits for its first code.
    pub waiting: Option<Waiting>,
}

/// What an app must be told.
pub struct Waiting {
    /// The secret, as it is typed.
    pub secret: String,
    /// The address in the picture.
    pub address: String,
}

/// Whether a role is among those that need a second factor.
pub(super) fn is_required(roles: &str, role: Role) -> bool {
    roles.split(',').any(|one| one.trim() == role.word())
}

/// Whether a text is a list of roles, for the setting.
pub(crate) fn are_roles(text: &str) -> bool {
    text.is_empty() || text.split(',').all(|one| one.trim().parse::<Role>().is_ok())
}

pub(super) async fn has_app(house: &House, person: PersonId) -> Done<bool> {
    Ok(store::app(&house.store, person).await?.is_some_and(|app| app.confirmed_at.is_some()))
}

pub(super) async fn has_passkey(house: &House, person: PersonId) -> Done<bool> {
    Ok(passkeys::count(&house.store, person).await? > 0)
}

fn paper_hash(typed: &str) -> Vec<u8> {
    Sha256::digest(format!("danvan paper {}", tidy_paper_code(typed))).to_vec()
}

/// What a code proves, if anything: looked up without using it.
pub(super) async fn proof(house: &House, person: PersonId, typed: &str) -> Done<Option<Proof>> {
    let app = store::app(&house.store, person).await?.filter(|app| app.confirmed_at.is_some());
    let step = app.and_then(|app| step_typed(&app.secret, typed, house.now(), app.last_step));
    if let Some(step) = step {
        return Ok(Some(Proof::App(step)));
    }
    if !may_be_paper_code(&tidy_paper_code(typed)) {
        return Ok(None);
    }
    let hash = paper_hash(typed);
    Ok(store::has_code(&house.store, person, &hash).await?.then_some(Proof::Paper(hash)))
}

/// Uses a proof up; false when somebody else did meanwhile.
pub(super) async fn use_up(change: &mut Change, person: PersonId, proof: Proof) -> Done<bool> {
    Ok(match proof {
        Proof::App(step) => store::use_step(change, person, step).await?,
        Proof::Paper(hash) => store::use_code(change, person, &hash).await?,
    })
}

/// How somebody's second factor stands.
///
/// # Errors
/// When nobody is signed in or the store cannot be read.
pub async fn second_factor(house: &House, visitor: &Visitor) -> Done<Standing> {
    let person = visitor.person.as_ref().ok_or(Refusal::SignInFirst)?;
    let app = store::app(&house.store, person.id).await?;
    let has_app = app.as_ref().is_some_and(|app| app.confirmed_at.is_some());
    let waiting = app.filter(|_| !has_app).map(|app| Waiting {
        secret: base32(&app.secret),
        address: address("danvan", &person.sign_in, &app.secret),
    });
    Ok(Standing { has_app, paper_left: store::codes_left(&house.store, person.id).await?, waiting })
}

/// Begins to add an app: its secret is made, and counts once a code of it was right.
///
/// # Errors
/// [`Refusal::Conflict`] when an app counts already.
pub async fn add_app(house: &House, visitor: &Visitor) -> Done<()> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    if has_app(house, person).await? {
        return Err(Refusal::Conflict(Note::new("refusal-has-app")).into());
    }
    let secret: [u8; SECRET_BYTES] = house.chance();
    let mut change = house.store.begin().await?;
    store::put(&mut change, person, &secret, house.now()).await?;
    change.note(event(house, person, "factor.begun"));
    Ok(change.commit().await?)
}

/// Confirms an app by its first code and gives codes on paper, which are shown this once.
///
/// # Errors
/// A note at `code` for a wrong one; [`Refusal::NotFound`] when no app waits.
pub async fn confirm_app(house: &House, visitor: &Visitor, typed: &str) -> Done<Vec<String>> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let app = store::app(&house.store, person).await?.filter(|app| app.confirmed_at.is_none());
    let app = app.ok_or(Refusal::NotFound)?;
    let step = step_typed(&app.secret, typed, house.now(), 0)
        .ok_or_else(|| Refusal::field("code", Note::new("note-wrong-code")))?;
    let mut change = house.store.begin().await?;
    store::confirm(&mut change, person, house.now(), step).await?;
    let codes = new_paper(house, &mut change, person).await?;
    change.note(event(house, person, "factor.added"));
    change.commit().await?;
    Ok(codes)
}

/// New codes on paper in place of those before, shown this once.
///
/// # Errors
/// [`Refusal::NotFound`] without an app or a passkey.
pub async fn renew_paper(house: &House, visitor: &Visitor) -> Done<Vec<String>> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    if !has_app(house, person).await? && !has_passkey(house, person).await? {
        return Err(Refusal::NotFound.into());
    }
    let mut change = house.store.begin().await?;
    let codes = new_paper(house, &mut change, person).await?;
    change.note(event(house, person, "factor.paper_renewed"));
    change.commit().await?;
    Ok(codes)
}

pub(super) async fn new_paper(house: &House, change: &mut Change, person: PersonId) -> Done<Vec<String>> {
    let codes: Vec<String> = (0..PAPER_CODES).map(|_| paper_code(house.chance())).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| paper_hash(code)).collect();
    store::put_codes(change, person, &hashes).await?;
    Ok(codes)
}

/// Takes the app away; codes on paper go with the last second factor.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none.
pub async fn remove_app(house: &House, visitor: &Visitor) -> Done<()> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let mut change = house.store.begin().await?;
    if !store::remove(&mut change, person).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(event(house, person, "factor.removed"));
    Ok(change.commit().await?)
}
