//! The way back when passphrases are lost: a recovery key whose private half is nowhere but on paper, in shares that
//! named officers keep.

use super::{
    change::{Stretches, anew, check_key, extract_key, put_back},
    closing::{self, EXTRACT, Keys, ORIGINAL},
    conflict, damaged, event, handler,
    handlers::{hold, holders},
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
    sealed::{self as store, Seal, people as sealed_people},
};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

/// What is known of a recovery key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// So many shares open.
    pub needed: i64,
    /// So many were handed out.
    pub shares: i64,
    /// When, µs.
    pub made_at: i64,
    /// How many seals its shares open.
    pub seals: i64,
    /// Whether it is the one that closes what is sealed today.
    pub is_newest: bool,
}

/// What shares from paper brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// So many seals open for the handlers of today.
    pub seals: usize,
    /// So many are closed with another recovery key, and stay as they were.
    pub left: usize,
}

/// The recovery key of a unit.
///
/// # Errors
/// When the store cannot be read.
pub async fn recovery_of(house: &House, unit: UnitId) -> Done<Option<Recovery>> {
    Ok(recoveries_of(house, unit).await?.into_iter().find(|one| one.is_newest))
}

/// The recovery keys of a unit whose shares are still good for something, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn recoveries_of(house: &House, unit: UnitId) -> Done<Vec<Recovery>> {
    let kept = sealed_people::recoveries(&house.store, unit).await?;
    let good = kept.into_iter().filter(|one| one.is_newest || one.seals > 0);
    let shown = good.map(|one| Recovery {
        needed: one.key.needed,
        shares: one.key.shares,
        made_at: one.key.made_at,
        seals: one.seals,
        is_newest: one.is_newest,
    });
    Ok(shown.collect())
}

/// Makes a recovery key: a leader, with a handler as witness who types their passphrase. Returns the shares as they are
/// printed, the only time that they can be seen. What was sealed before goes with the shares before until it is closed anew.
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

/// Wraps the keys of a unit's seals anew for its handlers of today, by shares typed from paper: those of the newest recovery
/// key, of an earlier one, or of several. What is closed with another one stays as it was, and is counted.
///
/// # Errors
/// Field notes for shares that are none, too few, or open nothing; [`Refusal::Conflict`] when the unit has too few
/// handlers with keys or something on disk was changed; the refusal of the right to name handlers.
pub async fn recover(
    house: &House,
    asker: &Asker,
    unit: UnitId,
    typed: &[Zeroizing<String>],
) -> Done<Recovered> {
    let by = asker.person.ok_or(Refusal::SignInFirst)?;
    house.ask(asker, Verb::NameSealHandlers, office_of(house, unit))?;
    let kept = sealed_people::recoveries(&house.store, unit).await?;
    let kept: Vec<_> = kept.into_iter().map(|one| one.key).collect();
    let newest = kept.first().ok_or_else(|| conflict("refusal-seal-not-ready"))?;
    let privates = privates_of(&kept, newest, typed)?;
    let holders = holders(house, unit, None).await?;
    let (mut wrapped, mut left) = (Vec::new(), 0);
    let mut stretches = Stretches::of(unit);
    while let Some(seals) = stretches.next(house).await? {
        for seal in seals {
            match keys_by(house, &privates, &seal).await? {
                Some(keys) => wrapped.push(anew(house, seal, &keys, &holders)?),
                None => left += 1,
            }
        }
    }
    if wrapped.is_empty() && left > 0 {
        return Err(Refusal::field("shares", Note::new("note-recovery-none")).into());
    }
    let mut change = house.store.begin().await?;
    hold(&mut change, unit, holders.version).await?;
    put_back(&mut change, unit, &wrapped, wrapped.len() + left).await?;
    let payload = json!({"seals": wrapped.len(), "left": left});
    change.note(event(house, by, "seal.recovered", newest.id, unit, payload));
    change.commit().await?;
    Ok(Recovered { seals: wrapped.len(), left })
}

/// The private half of a recovery key, with the key's id.
type Private = (Uuid, Secret);

/// The keys of a seal out of the boxes of recovery keys; none when one of its parts is closed with another.
async fn keys_by(house: &House, privates: &[Private], seal: &Seal) -> Done<Option<Keys>> {
    let Some((at, boxed)) = box_for(house, privates, seal, ORIGINAL).await? else { return Ok(None) };
    let key = closing::unboxed(&at.1, ORIGINAL, seal, at.0, &boxed).map_err(damaged)?;
    let original = secret(&key).ok_or_else(|| conflict("refusal-seal-damaged"))?;
    check_key(house, seal, &original).await?;
    if !seal.has_extract {
        return Ok(Some(Keys { original, extract: None }));
    }
    let Some((at, _)) = box_for(house, privates, seal, EXTRACT).await? else { return Ok(None) };
    let extract = extract_key(house, seal, &at.1, at.0).await?;
    Ok(Some(Keys { original, extract }))
}

async fn box_for<'a>(
    house: &House,
    privates: &'a [Private],
    seal: &Seal,
    part: &str,
) -> Done<Option<(&'a Private, Vec<u8>)>> {
    for private in privates {
        if let Some(boxed) = store::share(&house.store, seal.id, part, private.0).await? {
            return Ok(Some((private, boxed)));
        }
    }
    Ok(None)
}

/// The private halves that shares give back: each share belongs to one of the keys.
fn privates_of(
    kept: &[sealed_people::Recovery],
    newest: &sealed_people::Recovery,
    typed: &[Zeroizing<String>],
) -> Result<Vec<Private>, Refusal> {
    let wrong = |note: Note| Refusal::field("shares", note);
    let few =
        |key: &sealed_people::Recovery| wrong(Note::new("note-recovery-few").with("needed", key.needed));
    let mut read: Vec<Vec<Share>> = vec![Vec::new(); kept.len()];
    for (index, typed) in typed.iter().filter(|typed| !typed.trim().is_empty()).enumerate() {
        let found =
            kept.iter().enumerate().find_map(|(at, key)| Some((at, printed::read(&key.public, typed)?)));
        let (at, share) =
            found.ok_or_else(|| wrong(Note::new("note-recovery-share").with("number", index + 1)))?;
        if !read[at].contains(&share) {
            read[at].push(share);
        }
    }
    let mut privates = Vec::new();
    for (key, read) in kept.iter().zip(&read).filter(|(_, read)| !read.is_empty()) {
        if i64::try_from(read.len()).is_ok_and(|count| count < key.needed) {
            return Err(few(key));
        }
        let private = shares::join(read).filter(|private| cipher::public_of(private)[..] == key.public[..]);
        privates.push((key.id, private.ok_or_else(|| few(key))?));
    }
    if privates.is_empty() { Err(few(newest)) } else { Ok(privates) }
}
