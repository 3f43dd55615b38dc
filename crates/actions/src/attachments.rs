//! Pictures: kept by the hash of what is served, shown only to whoever may see the thing they belong to.

pub use danvan_pictures::LARGEST;

use crate::{
    Failure,
    data::{Holder, holder_of, is_restricted},
    house::{Done, Files, House},
    initiatives, inspections,
    observations::ask_to_read,
    programmes,
};
use bytes::Bytes;
use danvan_domain::{
    ids::{CaseId, LetterId, ObservationId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::{
    Change, StoreError,
    attachments::{self as store, Picture},
    cases, letters, observations,
};
use object_store::{ObjectStoreExt, memory::InMemory, path::Path};
use std::sync::Arc;
use uuid::Uuid;

/// Most pictures of one thing.
pub const MOST: usize = 12;

/// How many orphans one sweep looks at.
const SWEPT_AT_ONCE: i64 = 500;

/// Which of the two sizes of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// At most 1600 pixels a side.
    Large,
    /// At most 400 pixels a side.
    Small,
}

/// Files in memory, for tests and for a house that keeps nothing.
pub fn in_memory() -> Files {
    Arc::new(InMemory::new())
}

/// Where a file of a picture stands. Every keeping has a name of its own, so that whoever removes the files of one that is
/// forgotten cannot meet those of the same picture kept again meanwhile. Pictures from before have none.
fn place(hash: &str, kept_as: &str, size: Size) -> Path {
    let kind = if size == Size::Large { "large" } else { "small" };
    let own = if kept_as.is_empty() { String::new() } else { format!(".{kept_as}") };
    Path::from(format!("pictures/{}/{hash}{own}.{kind}.jpg", &hash[..2]))
}

/// A hash that can be looked for: sixty-four hexadecimal digits, so that it never names another file.
fn checked(hash: &str) -> Result<&str, Refusal> {
    let fits = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if fits { Ok(hash) } else { Err(Refusal::NotFound) }
}

fn broken(error: object_store::Error) -> Failure {
    Failure::Broken(StoreError::Engine(format!("the files: {error}")))
}

/// Makes a picture safe and keeps it. It belongs to nothing until it is attached, and is swept when it never is.
///
/// # Errors
/// A note under `photos` when it is too large, of another kind, or broken.
pub async fn keep_picture(house: &House, bytes: Bytes) -> Done<String> {
    let turn = house.pictures_at_once.acquire().await;
    let prepared = tokio::task::spawn_blocking(move || danvan_pictures::prepare(&bytes)).await;
    drop(turn);
    let ready = prepared
        .map_err(|error| Failure::Broken(StoreError::Engine(format!("a picture: {error}"))))?
        .map_err(|note| Refusal::field("photos", note))?;
    let picture = Picture {
        hash: ready.hash,
        width: ready.width.into(),
        height: ready.height.into(),
        bytes: i64::try_from(ready.large.len()).unwrap_or(i64::MAX),
        kind: "image/jpeg".into(),
    };
    let own = house.new_id().simple().to_string();
    // The files first: a row must never name bytes that are not there.
    for (size, bytes) in [(Size::Large, ready.large), (Size::Small, ready.small)] {
        house.files.put(&place(&picture.hash, &own, size), bytes.into()).await.map_err(broken)?;
    }
    let mut change = house.store.begin().await?;
    let kept_as = store::keep(&mut change, &picture, house.now(), &own).await?;
    change.commit().await?;
    if kept_as != own {
        remove(house, &picture.hash, &own).await?;
    }
    Ok(picture.hash)
}

/// Shows kept pictures with a thing, inside the change that makes it.
///
/// # Errors
/// A note under `photos` when there are too many, or one is not kept.
pub async fn attach(change: &mut Change, thing: Uuid, hashes: &[String], at: Moment) -> Done<()> {
    if hashes.len() > MOST {
        return Err(Refusal::field("photos", Note::new("note-photos-many").with("limit", MOST)).into());
    }
    for (position, hash) in (0..).zip(hashes) {
        let gone = || Refusal::field("photos", Note::new("note-photo-gone"));
        let hash = checked(hash).map_err(|_| gone())?;
        if !store::attach(change, thing, position, hash, at).await? {
            return Err(gone().into());
        }
    }
    Ok(())
}

/// The pictures of a thing, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing(house: &House, thing: Uuid) -> Done<Vec<Picture>> {
    Ok(store::of_thing(&house.store, thing).await?)
}

/// The bytes of a picture, for whoever has just sent it and holds nothing but its hash, which nobody can guess.
///
/// # Errors
/// [`Refusal::NotFound`] when no such picture is kept.
pub async fn just_kept(house: &House, hash: &str, size: Size) -> Done<Bytes> {
    let kept_as = store::kept_as(&house.store, checked(hash)?).await?.ok_or(Refusal::NotFound)?;
    let found = house.files.get(&place(hash, &kept_as, size)).await;
    match found {
        Ok(found) => found.bytes().await.map_err(broken),
        Err(object_store::Error::NotFound { .. }) => Err(Refusal::NotFound.into()),
        Err(error) => Err(broken(error)),
    }
}

/// The bytes of a picture of a case, observation, letter, programme, report, inspection or initiative, for whoever may read that
/// one.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::SignInFirst`], or the refusal of the right to read any case that shows it.
pub async fn picture(house: &House, asker: &Asker, hash: &str, size: Size) -> Done<Bytes> {
    if asker.person.is_none() {
        return Err(Refusal::SignInFirst.into());
    }
    let mut refusal = Refusal::NotFound;
    for thing in store::things(&house.store, checked(hash)?).await? {
        let allowed = match cases::get(&house.store, CaseId(thing)).await? {
            Some(case) if is_restricted(house, &case).await? => {
                Err(Refusal::Conflict(Note::new("refusal-data-restricted")))
            }
            Some(case) => house.ask(asker, Verb::ReadCase, case.responsible),
            None => match observations::get(&house.store, ObservationId(thing)).await? {
                Some(noted) => ask_to_read(house, asker, &noted),
                None => match letters::get(&house.store, LetterId(thing)).await? {
                    Some(letter) => house.ask(asker, Verb::ReadLetter, letter.unit),
                    None => match programmes::owner_of(house, thing).await? {
                        Some(owner) => programmes::ask_to_read(house, asker, owner),
                        None => match inspections::ask_to_see(house, asker, thing).await? {
                            Some(allowed) => allowed,
                            None => match initiatives::commune_of_thing(house, thing).await? {
                                Some(commune) => initiatives::ask_to_read(house, asker, commune),
                                None => continue,
                            },
                        },
                    },
                },
            },
        };
        match allowed {
            Ok(()) => return just_kept(house, hash, size).await,
            Err(refused) => refusal = refused,
        }
    }
    Err(refusal.into())
}

/// The bytes of a picture for the holder of the receipt of its case. `from` is the network address, by which wrong
/// codes are counted.
///
/// # Errors
/// [`Refusal::NotFound`] when the code opens no case with this picture; [`Refusal::TooMany`] after many wrong codes.
pub async fn picture_of_receipt(
    house: &House,
    code: &str,
    hash: &str,
    size: Size,
    from: &str,
) -> Done<Bytes> {
    let thing = match holder_of(house, code, from).await? {
        Holder::Case(case, false) => case.id.0,
        // Scans of a letter are theirs alone who signed alone: they show who else signed.
        Holder::Signer(letter, _) if letter.signers <= 1 => letter.id.0,
        _ => return Err(Refusal::NotFound.into()),
    };
    let shown = store::of_thing(&house.store, thing).await?;
    if !shown.iter().any(|picture| picture.hash == hash) {
        return Err(Refusal::NotFound.into());
    }
    just_kept(house, hash, size).await
}

/// Removes pictures that were kept for a form and are not wanted any more, unless something shows them.
///
/// # Errors
/// When the store or the files cannot be changed.
pub async fn forget_kept(house: &House, hashes: &[String]) -> Done<()> {
    let hashes: Vec<String> = hashes.iter().filter(|hash| checked(hash).is_ok()).cloned().collect();
    forget(house, &hashes).await
}

/// Removes pictures that something showed until now, unless something else shows them too.
///
/// # Errors
/// When the store or the files cannot be changed.
pub(crate) async fn forget(house: &House, hashes: &[String]) -> Done<()> {
    let until = house.now().plus_seconds(1);
    for hash in hashes {
        let mut change = house.store.begin().await?;
        let gone = store::forget(&mut change, hash, until).await?;
        change.commit().await?;
        if let Some(kept_as) = gone {
            remove(house, hash, &kept_as).await?;
        }
    }
    Ok(())
}

async fn remove(house: &House, hash: &str, kept_as: &str) -> Done<()> {
    for size in [Size::Large, Size::Small] {
        match house.files.delete(&place(hash, kept_as, size)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(broken(error)),
        }
    }
    Ok(())
}

/// Removes pictures that were kept before a moment and that nothing shows. Returns how many.
///
/// # Errors
/// When the store or the files cannot be changed; what was removed stays removed.
pub async fn sweep_orphans(house: &House, older_than: Moment) -> Done<u64> {
    let mut swept = 0;
    for hash in store::orphans(&house.store, older_than, SWEPT_AT_ONCE).await? {
        let mut change = house.store.begin().await?;
        let gone = store::forget(&mut change, &hash, older_than).await?;
        change.commit().await?;
        if let Some(kept_as) = gone {
            remove(house, &hash, &kept_as).await?;
            swept += 1;
        }
    }
    Ok(swept)
}
