//! Passkeys: adding, using and removing them. A browser is asked a question it must sign; the house keeps the question for
//! some minutes, and takes one answer, from that browser alone.

use super::{
    Visitor,
    factors::new_paper,
    sign_in::{Knock, Proven, SignedIn, event, known_hash, open, token_hash},
    tries::Counted,
    webauthn::{self, Answer, Asked, Fault, Kept, Read},
};
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::{PasskeyId, PersonId},
    passkeys::{CHALLENGE_SECONDS, MOST, NAME_CHARACTERS, Party},
    people::Person,
    refusals::{Note, Refusal},
    text,
};
use danvan_store::{
    Change, StoreError,
    people::{devices, factors as tickets, passkeys as store},
    sealed,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

pub use danvan_store::people::passkeys::Passkey;

/// For which act a browser is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Add,
    SignIn,
    Prove,
}

impl Act {
    const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::SignIn => "sign_in",
            Self::Prove => "prove",
        }
    }
}

/// Keeps a question until it is answered, and says it in the words browsers know.
async fn ask(house: &House, browser: &str, act: Act, person: Option<PersonId>, asked: Asked) -> Done<Value> {
    let now = house.now();
    let mut change = house.store.begin().await?;
    let question = store::Question {
        hash: &Sha256::digest(&asked.challenge),
        browser: &token_hash(browser),
        act: act.word(),
        person,
        state: &asked.state,
        ends_at: now.plus_seconds(CHALLENGE_SECONDS),
    };
    store::ask(&mut change, question, now).await?;
    change.commit().await?;
    Ok(asked.options)
}

/// The passkeys somebody has, by the ids their authenticators gave them.
async fn credentials(house: &House, person: PersonId) -> Done<Vec<Vec<u8>>> {
    Ok(store::of(&house.store, person).await?.into_iter().map(|one| one.credential).collect())
}

/// Asks whoever sits there to sign in with a passkey. After a right password its ticket says who must answer.
///
/// # Errors
/// [`Refusal::SignInFirst`] for a ticket that has ended.
pub async fn ask_sign_in(
    house: &House,
    (party, browser): (&Party, &str),
    ticket: Option<&str>,
) -> Done<Value> {
    let Some(ticket) = ticket else {
        let asked = webauthn::ask(party, &[]).map_err(refused)?;
        return ask(house, browser, Act::SignIn, None, asked).await;
    };
    let person =
        tickets::ticket(&house.store, &token_hash(ticket), tickets::Wanted::Factor, house.now()).await?;
    let person = person.ok_or(Refusal::SignInFirst)?.id;
    let asked = webauthn::ask(party, &credentials(house, person).await?).map_err(refused)?;
    ask(house, browser, Act::SignIn, Some(person), asked).await
}

/// Asks for a proof of who sits there.
///
/// # Errors
/// When nobody is signed in or the store cannot write.
pub async fn ask_proof(house: &House, visitor: &Visitor, (party, browser): (&Party, &str)) -> Done<Value> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let asked = webauthn::ask(party, &credentials(house, person).await?).map_err(refused)?;
    ask(house, browser, Act::Prove, Some(person), asked).await
}

/// Asks for a new passkey, in the name of a house.
///
/// # Errors
/// [`Refusal::Conflict`] when somebody has as many as there may be.
pub async fn ask_new(
    house: &House,
    visitor: &Visitor,
    (party, browser): (&Party, &str),
    name: &str,
) -> Done<Value> {
    let person = visitor.person.as_ref().ok_or(Refusal::SignInFirst)?;
    let there = credentials(house, person.id).await?;
    if there.len() >= MOST {
        return Err(Refusal::Conflict(Note::new("refusal-many-passkeys").with("limit", MOST)).into());
    }
    let who = (person.id.0, person.sign_in.as_str(), person.name.as_str());
    let asked = webauthn::ask_new(party, name, who, there).map_err(refused)?;
    ask(house, browser, Act::Add, Some(person.id), asked).await
}

/// Reads an answer and takes its question back, whether it is good or not; says what was remembered of it.
async fn taken<One: Answer>(
    house: &House,
    browser: &str,
    act: Act,
    answer: &str,
) -> Done<(Read<One>, store::Taken)> {
    let read = webauthn::read(answer).map_err(refused)?;
    let hash = Sha256::digest(read.challenge().map_err(refused)?);
    let mut change = house.store.begin().await?;
    let found = store::take(&mut change, (&hash, &token_hash(browser), act.word()), house.now()).await?;
    change.commit().await?;
    Ok((read, found.ok_or_else(|| refused(Fault::Challenge))?))
}

/// What to say of an answer that is not good.
fn refused(fault: Fault) -> Refusal {
    let key = match fault {
        Fault::Unreadable => "note-passkey-unreadable",
        Fault::Kind => "note-passkey-kind",
        Fault::Challenge => "note-passkey-late",
        Fault::Foreign => "note-passkey-foreign",
        Fault::Unverified => "note-passkey-unverified",
        Fault::Signature => "note-passkey-unknown",
        Fault::Counter => "note-passkey-copied",
    };
    Refusal::field("passkey", Note::new(key))
}

/// Adds a passkey. Whoever had no code on paper gets them, shown this once, for the day on which the passkey is lost.
///
/// # Errors
/// Notes at `name` and `passkey`.
pub async fn add_passkey(
    house: &House,
    visitor: &Visitor,
    (party, browser): (&Party, &str),
    name: &str,
    answer: &str,
) -> Done<Vec<String>> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let name = text::clean_line(name, NAME_CHARACTERS).unwrap_or_default();
    let (read, asked) = taken::<RegisterPublicKeyCredential>(house, browser, Act::Add, answer).await?;
    if asked.person != Some(person) {
        return Err(refused(Fault::Challenge).into());
    }
    let made = read.made(party, &asked.state).map_err(refused)?;
    if store::count(&house.store, person).await? >= MOST as i64 {
        return Err(Refusal::Conflict(Note::new("refusal-many-passkeys").with("limit", MOST)).into());
    }
    let passkey = Passkey {
        id: house.new_id(),
        person: person.0,
        credential: made.credential,
        kept: made.kept,
        counter: i64::from(made.counter),
        name: if name.is_empty() { house.today().to_string() } else { name },
        added_at: house.now().micros(),
        used_at: None,
    };
    let mut change = house.store.begin().await?;
    match store::add(&mut change, &passkey).await {
        Err(StoreError::Taken) => {
            return Err(Refusal::field("passkey", Note::new("note-passkey-taken")).into());
        }
        other => other?,
    }
    let has_paper = tickets::codes_left(&house.store, person).await? > 0;
    let codes = if has_paper { Vec::new() } else { new_paper(house, &mut change, person).await? };
    change.note(noted(house, person, passkey.id, "passkey.added"));
    change.commit().await?;
    Ok(codes)
}

fn noted(house: &House, actor: PersonId, passkey: uuid::Uuid, kind: &str) -> Event {
    Event { thing: passkey, ..event(house, actor, kind) }
}

/// A passkey that signed, to be used up in the change that acts on it.
pub(super) struct Right {
    id: PasskeyId,
    counter: i64,
    /// What is kept of it from now on.
    kept: Vec<u8>,
    /// The ticket of the password that was given before it.
    ticket: Option<Vec<u8>>,
}

/// Uses it up; false when it was used meanwhile.
pub(super) async fn use_up(
    change: &mut Change,
    right: &Right,
    now: danvan_domain::time::Moment,
) -> Done<bool> {
    let is_fresh = match &right.ticket {
        Some(ticket) => tickets::use_ticket(change, ticket).await?,
        None => true,
    };
    Ok(is_fresh && store::used(change, right.id, (right.counter, &right.kept), now).await?)
}

/// Whose passkey signed. One that counts no further than before may have been copied: it is refused, and that is an event.
async fn signed(
    house: &House,
    (party, browser): (&Party, &str),
    act: Act,
    answer: &str,
) -> Done<(Person, Right)> {
    let (read, asked) = taken::<PublicKeyCredential>(house, browser, act, answer).await?;
    let found = store::by_credential(&house.store, read.credential()).await?;
    let is_asked = |person: &Person| asked.person.is_none_or(|asked| asked == person.id);
    let found = found.filter(|(_, person)| person.active && is_asked(person));
    let (passkey, person) = found.ok_or_else(|| refused(Fault::Signature))?;
    let owner = read.owner();
    if !owner.is_empty() && owner != person.id.0.as_bytes() {
        return Err(refused(Fault::Signature).into());
    }
    let counter = u32::try_from(passkey.counter).unwrap_or(u32::MAX);
    let kept = Kept { credential: &passkey.credential, kept: &passkey.kept, counter };
    match read.signed(party, &asked.state, kept) {
        Ok(good) => {
            let (id, counter) = (PasskeyId(passkey.id), i64::from(good.counter));
            Ok((person, Right { id, counter, kept: good.kept, ticket: None }))
        }
        Err(fault) => {
            if fault == Fault::Counter {
                let mut change = house.store.begin().await?;
                change.note(noted(house, person.id, passkey.id, "passkey.counter_fell"));
                change.commit().await?;
            }
            Err(refused(fault).into())
        }
    }
}

/// Signs in with a passkey: alone, or after a right password, whose ticket is used up with it.
///
/// # Errors
/// A note at `passkey` that says what to do; [`Refusal::TooMany`] after too many failures of one address;
/// [`Refusal::SignInFirst`] when the password was given too long ago.
pub async fn sign_in_with_passkey(
    house: &House,
    (party, browser): (&Party, &str),
    ticket: Option<&str>,
    answer: &str,
    from: Knock<'_>,
) -> Done<SignedIn> {
    let mut strangers = Counted::by_address(from.address);
    strangers.begin(house).await?;
    let (person, right) = signed(house, (party, browser), Act::SignIn, answer).await?;
    strangers.was_right(house).await?;
    let right = Right { ticket: ticket.map(token_hash), ..right };
    let device = known_hash(&from);
    let (counted, is_known) =
        Counted::of(house, &person.sign_in, Some(person.id), from.address, device.as_deref()).await?;
    open(house, person, from, is_known, &counted, Proven::Passkey(right)).await
}

/// Proves with a passkey who sits there, before a dangerous act.
///
/// # Errors
/// A note at `passkey` that says what to do.
pub async fn prove_with_passkey(
    house: &House,
    visitor: &Visitor,
    asked: (&Party, &str),
    answer: &str,
) -> Done<()> {
    let (Some(person), Some(session)) = (visitor.asker.person, visitor.session) else {
        return Err(Refusal::SignInFirst.into());
    };
    let (owner, right) = signed(house, asked, Act::Prove, answer).await?;
    if owner.id != person {
        return Err(refused(Fault::Signature).into());
    }
    let mut change = house.store.begin().await?;
    if !use_up(&mut change, &right, house.now()).await? {
        return Err(refused(Fault::Counter).into());
    }
    devices::proved(&mut change, session, house.now()).await?;
    change.note(Event { payload: json!({"by": "passkey"}), ..event(house, person, "person.proved") });
    Ok(change.commit().await?)
}

/// One's own passkeys, the oldest first.
///
/// # Errors
/// When nobody is signed in or the store cannot be read.
pub async fn passkeys(house: &House, visitor: &Visitor) -> Done<Vec<Passkey>> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    Ok(store::of(&house.store, person).await?)
}

/// Removes one of one's own passkeys; codes on paper go with the last second factor.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs.
pub async fn remove_passkey(house: &House, visitor: &Visitor, id: PasskeyId) -> Done<()> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let mut change = house.store.begin().await?;
    take_away(&mut change, person, id).await?;
    change.note(noted(house, person, id.0, "passkey.removed"));
    Ok(change.commit().await?)
}

/// Removes a passkey of somebody.
pub(super) async fn take_away(change: &mut Change, person: PersonId, id: PasskeyId) -> Done<()> {
    sealed::people::hold_key_of(change, person).await?;
    if !store::remove(change, id, person).await? {
        return Err(Refusal::NotFound.into());
    }
    // What it may have opened under seal opens by passphrase alone from now on.
    sealed::people::drop_locks(change, person).await?;
    Ok(tickets::remove_idle_codes(change, person).await?)
}
