//! Erasure. What is erased is gone from rows, histories, wordings, search and pictures; figures and events stay, since
//! neither holds anything personal. A certificate says how much, by digests of ids, and until when back-ups hold it.

use super::{begun, letters, may_register};
use crate::{
    attachments,
    house::{Done, House},
    letters::hushed,
    operations::settings::{self, BACKUP_KEEP_DAYS},
    registers, search,
};
use danvan_domain::{
    cases::Case,
    events::Event,
    ids::{CaseId, InitiativeId, ObservationId, UnitId},
    letters::Letter,
    observations::{Heard, Observation},
    refusals::Refusal,
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{
    Change, cases,
    data::{self as store, Erasing, Erasure, letters as erasing},
    initiatives,
    letters::people,
    observations, receptions, upkeep,
};
use danvan_words::{Language, Words};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// By what something is erased.
pub(super) struct Basis {
    pub(super) rule: String,
    pub(super) basis: String,
    pub(super) erasing: Erasing,
    pub(super) before: Day,
}

/// What was erased, counted by word.
#[derive(Default)]
pub(super) struct Counted(BTreeMap<&'static str, u64>);

impl Counted {
    pub(super) fn add(&mut self, what: &'static str, count: u64) {
        if count > 0 {
            *self.0.entry(what).or_default() += count;
        }
    }
}

/// The first moment of a day.
pub(super) fn begin_of(day: Day) -> Moment {
    Moment::at(day, 0, 0)
}

/// Erases some of what a rule finds due, in one change; none when nothing is due. Returns the certificate.
pub(super) async fn by_rule(house: &House, asker: &Asker, basis: &Basis, most: i64) -> Done<Option<Uuid>> {
    let mut change = house.store.begin().await?;
    let before = begin_of(basis.before);
    let things = store::due(&mut change, basis.erasing, before, most).await?;
    if things.is_empty() {
        return Ok(None);
    }
    let (mut counted, mut pictures, mut moved) = (Counted::default(), Vec::new(), Vec::new());
    for thing in &things {
        match basis.erasing {
            Erasing::Contact => contacts(&mut change, *thing, &mut counted).await?,
            Erasing::Case => {
                let Some(case) = cases::lock(&mut change, CaseId(*thing)).await? else { continue };
                pictures.extend(words(house, asker, &mut change, &case, &mut counted).await?);
            }
            Erasing::Observation => {
                let id = ObservationId(*thing);
                let Some(noted) = observations::lock(&mut change, id).await? else { continue };
                pictures.extend(note(house, asker, &mut change, noted, &mut counted).await?);
            }
            Erasing::Reading => {
                counted.add("purposes", store::drop_reasons(&mut change, *thing, before).await?);
            }
            Erasing::Letter | Erasing::Archived => {
                let after = letters::erase(house, asker, &mut change, *thing, &mut counted).await?;
                pictures.extend(after.pictures);
                moved.extend(after.proceedings);
            }
            Erasing::Begun => begun::erase(house, asker, &mut change, *thing, &mut counted).await?,
            Erasing::Visit => visit(house, &mut change, *thing, &mut counted).await?,
            Erasing::Exemplar => {
                counted.add("exemplars", initiatives::forget_owner(&mut change, InitiativeId(*thing)).await?);
            }
            Erasing::Roster => {
                counted.add("members", danvan_store::campaigns::members::forget(&mut change, *thing).await?);
            }
            Erasing::Document => counted.add("documents", store::drop_document(&mut change, *thing).await?),
        }
    }
    let certificate =
        certify(house, asker, &mut change, (&basis.rule, &basis.basis), &things, &counted).await?;
    change.commit().await?;
    attachments::forget(house, &pictures).await?;
    // Why something was late may have stood in the register in somebody's words.
    registers::keep(house, &moved).await?;
    Ok(Some(certificate))
}

/// Erases everything personal of one case at its holder's request, inside the change that fulfils it. Returns the
/// certificate, and the pictures to be forgotten after the commit.
pub(super) async fn at_request(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    case: &Case,
    request: Uuid,
) -> Done<(Uuid, Vec<String>)> {
    let mut counted = Counted::default();
    counted.add("contacts", store::drop_contact(change, case.id.0).await?);
    let pictures = words(house, asker, change, case, &mut counted).await?;
    let end = house.now().plus_seconds(1);
    counted.add("purposes", store::drop_reasons(change, case.id.0, end).await?);
    let basis = ("request", request.to_string());
    let certificate = certify(house, asker, change, (basis.0, &basis.1), &[case.id.0], &counted).await?;
    Ok((certificate, pictures))
}

/// Erases how to reach one who said "me too", at their request.
pub(super) async fn supporter(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    (case, receipt): (CaseId, &str),
    request: Uuid,
) -> Done<Uuid> {
    let mut counted = Counted::default();
    counted.add("supporters", store::drop_supporter(change, receipt).await?);
    // The case itself keeps its words: so it is not counted as erased.
    certify(house, asker, change, ("supporter", &request.to_string()), &[case.0], &counted).await
}

/// Erases where one who signed a letter lives and how to reach them, at their request; nobody else's.
pub(super) async fn signer(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    letter: &Letter,
    (receipt, request): (&str, Uuid),
) -> Done<Uuid> {
    let mut counted = Counted::default();
    counted.add("signer_contacts", people::drop_reach(change, letter.id, receipt).await?);
    if letter.signers <= 1 {
        // Why it was read is told to nobody else.
        counted.add("purposes", erasing::drop_reasons(change, letter.id).await?);
    }
    // The letter itself keeps its words: it is not counted as erased, and the request stands for the one signature.
    certify(house, asker, change, ("signer", &request.to_string()), &[request], &counted).await
}

/// Erases what to call a visitor and where, at their request.
pub(super) async fn visitor(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    visit: Uuid,
    request: Uuid,
) -> Done<Uuid> {
    let mut counted = Counted::default();
    counted.add("visitors", receptions::people::drop_visitor(change, visit).await?);
    certify(house, asker, change, ("visitor", &request.to_string()), &[visit], &counted).await
}

async fn contacts(change: &mut Change, case: Uuid, counted: &mut Counted) -> Done<()> {
    let (contacts, supporters) = store::drop_contacts(change, case).await?;
    counted.add("contacts", contacts);
    counted.add("supporters", supporters);
    Ok(())
}

/// Erases who came to a reception and what was said and promised there. Its number, day and stage stay; what was issued
/// follows the rule of documents.
async fn visit(house: &House, change: &mut Change, id: Uuid, counted: &mut Counted) -> Done<()> {
    let told = receptions::told(change, id).await?;
    let (facts, mark) = (house.facts(), Words::for_language(Language::Vi).say("data-erased-mark"));
    let acts: Vec<_> =
        told.acts.into_iter().map(|(position, done)| (position, hushed(&facts, done, &mark))).collect();
    receptions::hush(change, id, &acts, &mark).await?;
    store::requests::forget_words_of(change, id).await?;
    counted.add("visits", 1);
    Ok(())
}

/// Erases the words, the location and the pictures of a case, and writes its document for search anew from what is left.
/// Returns the hashes of the pictures that nothing of it shows any more.
async fn words(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    case: &Case,
    counted: &mut Counted,
) -> Done<Vec<String>> {
    let language = if case.language == "en" { Language::En } else { Language::Vi };
    let said = Words::for_language(language);
    let (title, body) = (said.say("data-erased-title"), said.say("data-erased-body"));
    counted.add("cases", 1);
    counted.add("entries", store::drop_case(change, case.id.0, &title, &body).await?);
    let pictures = store::detach(change, case.id.0).await?;
    counted.add("pictures", pictures.len() as u64);
    let left = Case { title, body, point: None, ..case.clone() };
    let document = search::document(&house.facts(), &left, &[], house.today());
    danvan_store::search::index(change, &[(case.id, document)]).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "case.erased".into(),
        thing: case.id.0,
        unit: Some(case.responsible),
        payload: json!({}),
    });
    Ok(pictures)
}

/// Erases what a team noted, in every wording, with its pictures, and writes its document for search anew from what is left.
/// Returns the hashes of the pictures that nothing of it shows any more.
async fn note(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    noted: Observation,
    counted: &mut Counted,
) -> Done<Vec<String>> {
    counted.add("wordings", store::drop_observation(change, noted.id.0).await?);
    let pictures = store::detach(change, noted.id.0).await?;
    counted.add("pictures", pictures.len() as u64);
    let (id, commune) = (noted.id, noted.commune);
    let left = Observation { heard: Heard { note: String::new(), ..noted.heard.clone() }, ..noted };
    let document = search::heard::document(&house.facts(), &left, house.today());
    danvan_store::search::index_observations(change, &[(id, document)]).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "observation.erased".into(),
        thing: id.0,
        unit: Some(commune),
        payload: json!({}),
    });
    Ok(pictures)
}

async fn certify(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    (rule, basis): (&str, &str),
    things: &[Uuid],
    counted: &Counted,
) -> Done<Uuid> {
    let (at, id) = (house.now(), house.new_id());
    let hashes = hashes(things);
    let erasure = Erasure {
        id,
        at,
        rule: rule.to_owned(),
        basis: basis.to_owned(),
        things: i64::try_from(things.len()).unwrap_or(i64::MAX),
        counts: serde_json::to_string(&counted.0).unwrap_or_default(),
        digest: hex(&Sha256::digest(hashes.concat())),
        kept_until: kept_until(house).await?,
    };
    let unit: Option<UnitId> = asker.positions.first().map(|position| position.unit);
    store::certify(change, &erasure, things, (asker.person, unit)).await?;
    change.note(Event {
        at,
        actor: asker.person,
        kind: "data.erased".into(),
        thing: id,
        unit,
        payload: json!({"rule": rule, "things": erasure.things, "counts": counted.0, "digest": erasure.digest}),
    });
    Ok(id)
}

/// Until which day the last back-up is kept, which still holds what is erased now.
async fn kept_until(house: &House) -> Done<Option<Day>> {
    let last = upkeep::last(&house.store, upkeep::BACKUP).await?;
    let days: i64 = settings::value(house, BACKUP_KEEP_DAYS).await?.parse().unwrap_or(35);
    Ok(last.map(|last| last.day().plus_days(days)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of every id, in hexadecimal, sorted: whoever holds an id can see that it is among them, and nobody else
/// learns one.
fn hashes(things: &[Uuid]) -> Vec<String> {
    let mut hashes: Vec<String> = things.iter().map(|thing| hex(&Sha256::digest(thing.as_bytes()))).collect();
    hashes.sort_unstable();
    hashes
}

/// A certificate of erasure: counts and digests, never what it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Its id.
    pub id: Uuid,
    /// When it was erased.
    pub at: Moment,
    /// The rule of retention; or `request`, `supporter`, `signer`, `visitor` at somebody's request.
    pub rule: String,
    /// The source of the rule, or the id of the request.
    pub basis: String,
    /// How many cases, observations or documents.
    pub things: i64,
    /// What was erased of them.
    pub counts: BTreeMap<String, u64>,
    /// SHA-256 over the digests in order.
    pub digest: String,
    /// The SHA-256 of every id, sorted; empty in a list of certificates.
    pub ids: Vec<String>,
    /// Until which day a back-up may still hold it.
    pub kept_in_backups_until: Option<Day>,
}

impl Certificate {
    fn of(erasure: Erasure, things: &[Uuid]) -> Self {
        Self {
            id: erasure.id,
            at: erasure.at,
            rule: erasure.rule,
            basis: erasure.basis,
            things: erasure.things,
            counts: serde_json::from_str(&erasure.counts).unwrap_or_default(),
            digest: erasure.digest,
            ids: hashes(things),
            kept_in_backups_until: erasure.kept_until,
        }
    }
}

/// The newest certificates.
///
/// # Errors
/// The refusal of the right to see the register; a failure of the store.
pub async fn certificates(house: &House, asker: &Asker) -> Done<Vec<Certificate>> {
    may_register(asker, Verb::ReadDataRegister)?;
    let all = store::erasures(&house.store, 100).await?;
    Ok(all.into_iter().map(|erasure| Certificate::of(erasure, &[])).collect())
}

/// One certificate with the digests of all ids.
///
/// # Errors
/// The refusal of the right to see the register; [`Refusal::NotFound`]; a failure of the store.
pub async fn certificate(house: &House, asker: &Asker, id: Uuid) -> Done<Certificate> {
    may_register(asker, Verb::ReadDataRegister)?;
    let (erasure, things) = store::erasure(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    Ok(Certificate::of(erasure, &things))
}
