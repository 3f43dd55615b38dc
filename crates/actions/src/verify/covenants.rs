//! Covenants: whether the texts that were signed are still what was signed.
//!
//! Each kept text is hashed anew and held to its hash, to the hash every signature names, and to the events of signing and
//! sealing in the chain; the text of the present version is drawn up anew from the rows.

use super::Difference;
use crate::{
    house::{Done, House},
    programmes::hash_of,
};
use danvan_domain::{
    ids::{ProgrammeId, UnitId},
    programmes::{
        Kind, Programme,
        covenants::{Deed, is_whole, text},
    },
};
use danvan_store::{
    events,
    programmes::{self as store, covenants, parties},
};
use uuid::Uuid;

const PAGE: i64 = 100;
/// Events of one covenant that are looked at: forty parties who each sign forty versions.
const MOST: i64 = 10_000;
/// How often a covenant is compared again when somebody signed meanwhile.
const TRIES: usize = 3;

/// The first covenant of which a text is not what was signed.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let mut last = ProgrammeId(Uuid::nil());
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for it in some.iter().filter(|it| it.content.kind == Kind::Covenant) {
            let mut wrong = None;
            for _ in 0..TRIES {
                wrong = first_wrong(house, it.id).await?;
                if wrong.is_none() {
                    break;
                }
            }
            if let Some(version) = wrong {
                return Ok(Some(Difference::Covenant { programme: it.id.to_string(), version }));
            }
        }
    }
}

async fn first_wrong(house: &House, id: ProgrammeId) -> Done<Option<i64>> {
    let Some(it) = store::get(&house.store, id).await? else { return Ok(None) };
    let deeds = covenants::deeds(&house.store, id).await?;
    let told = Told::of(house, id).await?;
    for deed in &deeds {
        if !is_as_signed(house, &it, deed, &told).await? {
            return Ok(Some(deed.version));
        }
    }
    // A sealed version whose row is gone.
    let lost = told.sealed.iter().find(|(version, _)| !deeds.iter().any(|deed| deed.version == *version));
    Ok(lost.map(|(version, _)| *version))
}

/// What the chain of events says of a covenant: versions with the hash that was signed, once a signature, and sealed.
struct Told {
    signed: Vec<(i64, String)>,
    sealed: Vec<(i64, String)>,
}

impl Told {
    async fn of(house: &House, id: ProgrammeId) -> Done<Self> {
        let mut told = Self { signed: Vec::new(), sealed: Vec::new() };
        for placed in events::of_thing(&house.store, id.0, MOST).await? {
            let list = match placed.event.kind.as_str() {
                "covenant.signed" => &mut told.signed,
                "covenant.sealed" => &mut told.sealed,
                _ => continue,
            };
            let payload = &placed.event.payload;
            let version = payload["version"].as_i64().unwrap_or_default();
            list.push((version, payload["hash"].as_str().unwrap_or_default().to_owned()));
        }
        Ok(told)
    }
}

async fn is_as_signed(house: &House, it: &Programme, deed: &Deed, told: &Told) -> Done<bool> {
    let signatures = covenants::signatures(&house.store, it.id, deed.version).await?;
    let own = (deed.version, deed.hash.clone());
    let of_version = |all: &[(i64, String)]| -> Vec<(i64, String)> {
        all.iter().filter(|(version, _)| *version == deed.version).cloned().collect()
    };
    let signed = of_version(&told.signed);
    let sealed = of_version(&told.sealed);
    let mut all = parties::of(&house.store, it.id).await?;
    all.retain(|party| party.is_in(deed.version));
    let is_sound = hash_of(&deed.text) == deed.hash
        && signatures.iter().all(|signature| signature.hash == deed.hash)
        && signed.len() == signatures.len()
        && signed.iter().all(|one| *one == own)
        && sealed.iter().all(|one| *one == own)
        && sealed.len() == usize::from(deed.sealed_at.is_some())
        && is_whole(&all, &signatures) == deed.sealed_at.is_some();
    if !is_sound || deed.version != it.version {
        return Ok(is_sound);
    }
    let facts = house.facts();
    let name = |unit: UnitId| facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let articles = covenants::articles(&house.store, it.id).await?;
    let commitments = store::signed(&house.store, it.id).await?;
    Ok(text((it.id, it.version), &it.content, (&all, &articles), &commitments, &name) == deed.text)
}
