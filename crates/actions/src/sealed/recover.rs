//! The way back when passphrases are lost: a recovery key whose private half is nowhere but on paper, in shares that
//! named officers keep.

use super::{
    change::{anew, put_back},
    closing::{self, EXTRACT, ORIGINAL},
    conflict, damaged, event, handler,
    handlers::holders,
    keys::{secret, unlock},
    office_of,
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{PersonId, UnitId},
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    sealed::{
        MOST_KEEPERS,
        cipher::{self, Secret},
        printed,
        shares::{self, Share},
    },
};
use danvan_store::{
    people,
    sealed::{self as store, people as sealed_people},
};
use serde_json::json;
use zeroize::Zeroizing;

/// Most seals of a unit that are recovered in one change.
const MOST: i64 = 2_000;

/// What is known of a recovery key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// So many shares open.
    pub needed: i64,
    /// So many were handed out.
    pub shares: i64,
    /// When, µs.
    pub made_at: i64,
}

/// The recovery key of a unit.
///
/// # Errors
/// When the store cannot be read.
pub async fn recovery_of(house: &House, unit: UnitId) -> Done<Option<Recovery>> {
    let kept = sealed_people::recovery(&house.store, unit).await?;
    Ok(kept.map(|kept| Recovery { needed: kept.needed, shares: kept.shares, made_at: kept.made_at }))
}

/// Makes a recovery key: a leader, with a handler as witness who types their passphrase. Returns the shares as they are
/// printed, the only time that they can be seen. What was sealed before goes with the key before until it is closed anew.
///
/// # Errors
/// Field notes for numbers that protect nothing, a witness who is no handler, or a wrong passphrase; the refusal of the
/// right to name handlers.
pub async fn make_recovery(
    house: &House,
    asker: &Asker,
    unit: UnitId,
    (needed, count): (u8, u8),
    witness: &str,
    passphrase: &str,
) -> Done<Vec<Zeroizing<String>>> {
    let by = asker.person.ok_or(Refusal::SignInFirst)?;
    house.ask(asker, Verb::NameSealHandlers, office_of(house, unit))?;
    let mut notes = Notes::default();
    if !(2..=MOST_KEEPERS).contains(&count) {
        notes.add("count", Note::new("note-recovery-count").with("most", MOST_KEEPERS));
    } else if !(2..=count).contains(&needed) {
        notes.add("needed", Note::new("note-recovery-needed").with("count", count));
    }
    notes.check()?;
    let witness = witness_of(house, unit, witness).await?;
    if witness == by {
        return Err(Refusal::field("witness", Note::new("note-recovery-witness-self")).into());
    }
    unlock(house, witness, passphrase).await?;
    let private: Secret = Zeroizing::new(house.chance());
    let public = cipher::public_of(&private);
    let shares = shares::split(&private, needed, count, &mut || house.chance());
    let shares = shares.ok_or_else(|| conflict("refusal-seal-damaged"))?;
    let recovery = sealed_people::Recovery {
        id: house.new_id(),
        public: public.to_vec(),
        needed: needed.into(),
        shares: count.into(),
        made_at: house.now().micros(),
    };
    let mut change = house.store.begin().await?;
    sealed_people::add_recovery(&mut change, unit, &recovery, by, witness).await?;
    let payload = json!({"needed": needed, "shares": count, "witness": witness});
    change.note(event(house, by, "seal.recovery_made", recovery.id, unit, payload));
    change.commit().await?;
    Ok(shares.iter().map(|share| printed::print(&public, share)).collect())
}

async fn witness_of(house: &House, unit: UnitId, sign_in: &str) -> Done<PersonId> {
    let unknown = || Refusal::field("witness", Note::new("note-recovery-witness"));
    let found = people::by_sign_in(&house.store, &sign_in.trim().to_lowercase()).await?;
    let (person, _) = found.ok_or_else(unknown)?;
    let positions = people::held(&house.store, person.id, house.today()).await?;
    let asker = Asker { person: Some(person.id), positions, house: false };
    handler(house, &asker, unit).await.map_err(|_| unknown().into())
}

/// Closes every seal of a unit anew for its handlers of today, by shares typed from paper.
///
/// # Errors
/// Field notes for shares that are none, too few, or of another key; [`Refusal::Conflict`] when the unit has too few
/// handlers with keys or something on disk was changed; the refusal of the right to name handlers.
pub async fn recover(house: &House, asker: &Asker, unit: UnitId, typed: &[Zeroizing<String>]) -> Done<usize> {
    let by = asker.person.ok_or(Refusal::SignInFirst)?;
    house.ask(asker, Verb::NameSealHandlers, office_of(house, unit))?;
    let kept = sealed_people::recovery(&house.store, unit).await?;
    let kept = kept.ok_or_else(|| conflict("refusal-seal-not-ready"))?;
    let private = private_of(&kept, typed)?;
    let holders = holders(house, unit, None).await?;
    let mut closed = Vec::new();
    for seal in store::at_unit(&house.store, unit, MOST).await? {
        let boxed = store::share(&house.store, seal.id, ORIGINAL, kept.id).await?;
        // Sealed under a recovery key of before: its own shares open it.
        let boxed = boxed.ok_or_else(|| conflict("refusal-seal-other-recovery"))?;
        let key = closing::unboxed(&private, ORIGINAL, &seal, kept.id, &boxed).map_err(damaged)?;
        let key = secret(&key).ok_or_else(|| conflict("refusal-seal-damaged"))?;
        let original = store::original(&house.store, seal.id).await?;
        let contents = closing::open_with_key(&key, &seal, original).map_err(damaged)?;
        let extract = match store::extract(&house.store, seal.id).await? {
            None => None,
            Some(extract) => {
                let boxed = store::share(&house.store, seal.id, EXTRACT, kept.id).await?;
                let boxed = boxed.ok_or_else(|| conflict("refusal-seal-damaged"))?;
                let opened = closing::open_extract(&private, kept.id, &seal, &boxed, &extract);
                Some(opened.map_err(damaged)?)
            }
        };
        closed.push(anew(house, seal, &contents, extract.as_ref().map(|text| text.as_str()), &holders)?);
    }
    let mut change = house.store.begin().await?;
    put_back(&mut change, unit, &closed).await?;
    let payload = json!({"seals": closed.len()});
    change.note(event(house, by, "seal.recovered", kept.id, unit, payload));
    change.commit().await?;
    Ok(closed.len())
}

/// The private half that shares give back.
fn private_of(kept: &sealed_people::Recovery, typed: &[Zeroizing<String>]) -> Result<Secret, Refusal> {
    let wrong = |note: Note| Refusal::field("shares", note);
    let mut read: Vec<Share> = Vec::new();
    for (index, typed) in typed.iter().filter(|typed| !typed.trim().is_empty()).enumerate() {
        let share = printed::read(&kept.public, typed);
        let share = share.ok_or_else(|| wrong(Note::new("note-recovery-share").with("number", index + 1)))?;
        if !read.contains(&share) {
            read.push(share);
        }
    }
    if i64::try_from(read.len()).is_ok_and(|count| count < kept.needed) {
        return Err(wrong(Note::new("note-recovery-few").with("needed", kept.needed)));
    }
    let private = shares::join(&read).filter(|private| cipher::public_of(private)[..] == kept.public[..]);
    private.ok_or_else(|| wrong(Note::new("note-recovery-few").with("needed", kept.needed)))
}
