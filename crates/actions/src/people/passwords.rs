//! Passwords: whether a new one is good, changing one's own, and one that an operator gives to somebody who has none or forgot
//! theirs. Such a one is good for some days, and whoever signs in with it chooses their own first.

use super::{
    Visitor,
    care::{may_manage, not_oneself, noted},
    sign_in::{Entered, Knock, Proven, after_first, event, is_right, prove, token_hash},
    stretching::stretch,
};
use crate::house::{Done, House};
use argon2::{Argon2, PasswordHasher};
use danvan_domain::{
    fold::fold,
    ids::PersonId,
    passwords::{CHARACTERS, GIVEN_DAYS, first_guesses, given, is_made_of},
    refusals::{Note, Notes, Refusal},
    rights::Asker,
    time::Moment,
};
use danvan_store::{
    Change, StoreError,
    people::{self as store, devices, factors as tickets, secrets},
};
use serde_json::json;
use zxcvbn::{Score, zxcvbn};

/// More characters than these are not looked at when a password is judged.
const JUDGED_CHARACTERS: usize = 100;

/// Hashes a password with argon2id at the crate's default cost; takes about 20 ms of a core.
///
/// # Errors
/// When hashing fails.
pub async fn hash_password(house: &House, password: &str) -> Done<String> {
    let salt: [u8; 16] = house.chance();
    let password = password.to_owned();
    let hashed = stretch(house, move || {
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string())
    });
    match hashed.await {
        Some(Ok(hash)) => Ok(hash),
        _ => Err(StoreError::Engine("a password could not be hashed".into()).into()),
    }
}

/// Notes at a field what is wrong with a new password: too short, or easy to guess for whoever knows lists of common ones, the
/// place and the person.
pub(super) fn judge(house: &House, notes: &mut Notes, field: &str, password: &str, known: &[&str]) {
    if password.chars().count() < CHARACTERS {
        notes.add(field, Note::new("note-short-password").with("limit", CHARACTERS));
        return;
    }
    let guesses = first_guesses(&house.facts().tree, house.today(), known);
    let known: Vec<&str> = guesses.iter().map(String::as_str).collect();
    let typed: String = password.chars().take(JUDGED_CHARACTERS).collect();
    // Marks and gaps between its words make no word of the place a better one.
    let joined: String = fold(&typed).split(' ').collect();
    let is_weak = |one: &str| zxcvbn(one, &known).score() < Score::Three;
    if is_made_of(&joined, &guesses) || is_weak(&typed) || is_weak(&joined) {
        notes.add(field, Note::new("note-weak-password"));
    }
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
    let (Some(person), Some(session)) = (&visitor.person, visitor.session) else {
        return Err(Refusal::SignInFirst.into());
    };
    let mut notes = Notes::default();
    judge(house, &mut notes, "new_password", new, &[&person.sign_in, &person.name]);
    notes.check()?;
    let hash = hash_password(house, new).await?;
    let mut change = house.store.begin().await?;
    secrets::set(&mut change, person.id, &hash, None).await?;
    devices::close_others(&mut change, person.id, session).await?;
    change.note(event(house, person.id, "person.password_changed"));
    Ok(change.commit().await?)
}

/// Chooses one's own password in place of the one that was given, and goes on signing in.
///
/// # Errors
/// Notes at `new_password`; [`Refusal::SignInFirst`] when the given one was typed too long ago.
pub async fn choose_password(house: &House, ticket: &str, new: &str, from: Knock<'_>) -> Done<Entered> {
    let hash = token_hash(ticket);
    let person = tickets::ticket(&house.store, &hash, tickets::Wanted::Password, house.now()).await?;
    let person = person.filter(|person| person.active).ok_or(Refusal::SignInFirst)?;
    let mut notes = Notes::default();
    judge(house, &mut notes, "new_password", new, &[&person.sign_in, &person.name]);
    notes.check()?;
    let (_, given) = store::by_sign_in(&house.store, &person.sign_in).await?.ok_or(Refusal::SignInFirst)?;
    if is_right(house, new, given.unwrap_or_default()).await {
        return Err(Refusal::field("new_password", Note::new("note-given-password")).into());
    }
    let own = hash_password(house, new).await?;
    let mut change = house.store.begin().await?;
    if !tickets::use_ticket(&mut change, &hash).await? {
        return Err(Refusal::SignInFirst.into());
    }
    secrets::set(&mut change, person.id, &own, None).await?;
    change.note(event(house, person.id, "person.password_chosen"));
    change.commit().await?;
    after_first(house, person, from, Proven::Password).await
}

/// Until when a password is good that is given now.
pub(super) fn given_until(house: &House) -> Moment {
    house.now().plus_seconds(GIVEN_DAYS * 86_400)
}

/// Gives a password for one use to somebody who forgot theirs, and signs them out everywhere; it is told this once.
///
/// # Errors
/// The refusal of the right to manage people, [`Refusal::NotFound`]; [`Refusal::Conflict`] for oneself.
pub async fn give_password(house: &House, asker: &Asker, person: PersonId) -> Done<String> {
    may_manage(house, asker)?;
    not_oneself(asker, person)?;
    store::by_id(&house.store, person).await?.ok_or(Refusal::NotFound)?;
    let password = given(house.chance());
    let hash = hash_password(house, &password).await?;
    let until = given_until(house);
    let mut change = house.store.begin().await?;
    secrets::set(&mut change, person, &hash, Some(until)).await?;
    close_everything(&mut change, person).await?;
    let payload = json!({"until": until.day()});
    change.note(danvan_domain::events::Event {
        payload,
        ..noted(house, asker, person, "person.password_given")
    });
    change.commit().await?;
    Ok(password)
}

/// Ends the sessions of somebody, and what they had begun to sign in with.
pub(super) async fn close_everything(change: &mut Change, person: PersonId) -> Done<()> {
    devices::close_all(change, person).await?;
    Ok(tickets::remove_tickets(change, person).await?)
}
