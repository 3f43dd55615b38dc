//! Personal data: what retention finds due, its erasure, the certificates, consents, requests, breaches.
// Long because each rule of retention has what it finds and what it erases side by side.

pub mod breaches;
pub mod consents;
pub mod letters;
pub mod requests;
mod scrub;

pub use scrub::scrub;

use crate::{Change, Store, cases::over, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    cases::Contact,
    ids::{PersonId, UnitId},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! due_case {
    () => {
        concat!(over!(), " and not exists (select 1 from erased e where e.thing = k.id and e.rule = 'case')")
    };
}

macro_rules! due_contact {
    () => {
        concat!(
            over!(),
            " and (exists (select 1 from contacts c where c.case_id = k.id) or exists (select 1 from supporters s
            where s.case_id = k.id and (s.phone is not null or s.email is not null)))"
        )
    };
}

macro_rules! due_observation {
    () => {
        "from observations k where k.noted_at < $1 and (k.note <> '' or exists (select 1 from observation_versions v
            where v.observation = k.id and v.note <> ''))"
    };
}

macro_rules! due_reading {
    () => {
        "from cases k where exists (select 1 from readings r where r.case_id = k.id and r.at < $1 and r.reason <> '')"
    };
}

macro_rules! due_document {
    () => {
        concat!(
            // A brief names nobody, and what was told upward stays as it was told.
            "from documents k where k.letter <> '' and k.kind <> 'brief' and k.issued_at < $1 and not exists (select 1
            from proceedings p where p.id = k.thing and ",
            letters::restless!(),
            ")"
        )
    };
}

/// A visit of a day before `$1` (a day) of which nothing is promised any more.
macro_rules! due_visit {
    () => {
        "from visits k join reception_days r on r.id = k.reception_day where r.day < $1
            and (k.subject <> '' or exists (select 1 from visitors v where v.visit = k.id))
            and not exists (select 1 from commitments c where c.visit = k.id
                and (c.answered_at is null or c.until_day >= $1))"
    };
}

/// Who stands behind an initiative that ended before `$1`, or that nobody ended and that ran in no year since.
macro_rules! due_exemplar {
    ($year:literal) => {
        concat!(
            "from initiative_owners k join initiatives i on i.id = k.initiative where k.name <> ''
            and (i.ended_at < $1 or (i.ended_at is null and i.year < ",
            $year,
            "))"
        )
    };
}

statements! {
    COUNT_CASE = concat!("select count(*) ", due_case!());
    COUNT_CONTACT = concat!("select count(*) ", due_contact!());
    COUNT_OBSERVATION = concat!("select count(*) ", due_observation!());
    COUNT_READING = concat!("select count(*) ", due_reading!());
    COUNT_DOCUMENT = concat!("select count(*) ", due_document!());
    DUE_DOCUMENT = concat!("select k.id ", due_document!(), " order by k.id limit $2");
    COUNT_BEGUN = concat!("select count(*) ", letters::due_begun!());
    DUE_BEGUN = concat!("select p.id ", letters::due_begun!(), " order by p.id limit $2");
    COUNT_VISIT = concat!("select count(*) ", due_visit!());
    DUE_VISIT = concat!("select k.id ", due_visit!(), " order by k.id limit $2");
    DROP_DOCUMENT = "update documents set about = '', letter = '' where id = $1 and letter <> ''";
    DUE_CASE = concat!("select k.id ", due_case!(), " order by k.id limit $2");
    DUE_CONTACT = concat!("select k.id ", due_contact!(), " order by k.id limit $2");
    DUE_OBSERVATION = concat!("select k.id ", due_observation!(), " order by k.id limit $2");
    DUE_READING = concat!("select k.id ", due_reading!(), " order by k.id limit $2");
    DROP_CONTACT = "delete from contacts where case_id = $1";
    DROP_SUPPORTERS = "update supporters set phone = null, email = null
        where case_id = $1 and (phone is not null or email is not null)";
    DROP_SUPPORTER = "update supporters set phone = null, email = null
        where receipt = $1 and (phone is not null or email is not null)";
    DROP_CASE = "update cases set title = $2, body = $3, lat = null, lon = null, request_hash = $4 where id = $1";
    DROP_ENTRIES = "update entries set body = '' where case_id = $1 and body <> ''";
    DROP_REASONS = "update readings set reason = '' where case_id = $1 and at < $2 and reason <> ''";
    DROP_OBSERVATION = "update observations set note = '', request_hash = $2 where id = $1";
    DROP_VERSIONS = "update observation_versions set note = '' where observation = $1 and note <> ''";
    PICTURES = "select hash from attachments where thing = $1";
    DETACH = "delete from attachments where thing = $1";
    ADD_ERASURE = "insert into erasures (id, at, rule, basis, things, counts, digest, kept_until, person, unit)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ADD_ERASED = "insert into erased (thing, rule, erasure) values ($1, $2, $3)
        on conflict (thing, rule) do update set erasure = excluded.erasure";
    COUNT_EXEMPLAR = concat!("select count(*) ", due_exemplar!("$2"));
    DUE_EXEMPLAR = concat!("select k.initiative ", due_exemplar!("$3"), " order by k.initiative limit $2");
    ERASURES = "select id, at, rule, basis, things, counts, digest, kept_until from erasures order by at desc, id desc
        limit $1";
    ERASURE = "select id, at, rule, basis, things, counts, digest, kept_until from erasures where id = $1";
    ERASED_OF = "select thing from erased where erasure = $1 order by thing";
    SUPPORTER_CONTACT = "select at, phone, email from supporters where receipt = $1";
    SET_SUPPORTER = "update supporters set phone = $2, email = $3 where receipt = $1";
    WAS_ERASED = "select 1 from erased where thing = $1 and rule = 'case'";
}

/// A rule that the retention run erases by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasing {
    /// How to reach whoever asked.
    Contact,
    /// Words, location, pictures of a case.
    Case,
    /// What a team noted.
    Observation,
    /// Purposes of readings.
    Reading,
    /// What issued documents say; their numbers stay.
    Document,
    /// Words and signers of a letter that was settled.
    Letter,
    /// Words and signers of a letter that could not be accepted.
    Archived,
    /// Who came to a reception, and what was said and promised there.
    Visit,
    /// Who stands behind an initiative of one person that is over or rests.
    Exemplar,
    /// What an office began on its own and ended.
    Begun,
    /// Who helped in a campaign's teams.
    Roster,
}

impl Erasing {
    const fn count(self) -> &'static str {
        match self {
            Self::Contact => COUNT_CONTACT,
            Self::Case => COUNT_CASE,
            Self::Observation => COUNT_OBSERVATION,
            Self::Reading => COUNT_READING,
            Self::Document => COUNT_DOCUMENT,
            Self::Letter => letters::due(false).0,
            Self::Archived => letters::due(true).0,
            Self::Visit => COUNT_VISIT,
            Self::Exemplar => COUNT_EXEMPLAR,
            Self::Begun => COUNT_BEGUN,
            Self::Roster => crate::campaigns::members::due().0,
        }
    }

    /// Whether its statements ask for a day in place of a moment.
    const fn is_by_day(self) -> bool {
        matches!(self, Self::Visit)
    }

    const fn due(self) -> &'static str {
        match self {
            Self::Contact => DUE_CONTACT,
            Self::Case => DUE_CASE,
            Self::Observation => DUE_OBSERVATION,
            Self::Reading => DUE_READING,
            Self::Document => DUE_DOCUMENT,
            Self::Letter => letters::due(false).1,
            Self::Archived => letters::due(true).1,
            Self::Visit => DUE_VISIT,
            Self::Exemplar => DUE_EXEMPLAR,
            Self::Begun => DUE_BEGUN,
            Self::Roster => crate::campaigns::members::due().1,
        }
    }
}

/// The year of a moment, as a column holds it.
fn year_of(moment: Moment) -> i64 {
    i64::from(moment.local().year())
}

/// How many things are due for erasure.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_due(store: &Store, what: Erasing, before: Moment) -> Stored<i64> {
    let sql = what.count();
    if what.is_by_day() {
        let day = before.day().to_string();
        return Ok(on_engine!(store, db => sqlx::query_scalar(sql).bind(day).fetch_one(db).await)?);
    }
    if what == Erasing::Roster {
        let (day, at) = (before.day().to_string(), before.micros());
        return Ok(on_engine!(store, db => sqlx::query_scalar(sql).bind(day).bind(at).fetch_one(db).await)?);
    }
    if what == Erasing::Exemplar {
        let (at, year) = (before.micros(), year_of(before));
        return Ok(on_engine!(store, db => sqlx::query_scalar(sql).bind(at).bind(year).fetch_one(db).await)?);
    }
    Ok(on_engine!(store, db => sqlx::query_scalar(sql).bind(before.micros()).fetch_one(db).await)?)
}

/// Some of the things that are due for erasure, as they stand inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(change: &mut Change, what: Erasing, before: Moment, limit: i64) -> Stored<Vec<Uuid>> {
    let sql = what.due();
    if what.is_by_day() {
        let day = before.day().to_string();
        return Ok(
            on_change!(change, db => sqlx::query_scalar(sql).bind(day).bind(limit).fetch_all(db).await)?,
        );
    }
    if what == Erasing::Roster {
        let (day, at) = (before.day().to_string(), before.micros());
        return Ok(on_change!(change, db => sqlx::query_scalar(sql).bind(day).bind(limit).bind(at)
            .fetch_all(db).await)?);
    }
    if what == Erasing::Exemplar {
        let (at, year) = (before.micros(), year_of(before));
        return Ok(on_change!(change, db => sqlx::query_scalar(sql).bind(at).bind(limit).bind(year)
            .fetch_all(db).await)?);
    }
    Ok(
        on_change!(change, db => sqlx::query_scalar(sql).bind(before.micros()).bind(limit).fetch_all(db).await)?,
    )
}

/// Runs a statement with one id and counts its rows.
macro_rules! rows {
    ($change:expr, $sql:expr, $($value:expr),+) => {
        on_change!($change, db => sqlx::query($sql)$(.bind($value))+.execute(db).await.map(|done| done.rows_affected()))?
    };
}

/// Erases how to reach whoever asked and everybody who said "me too". Returns how many of each.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_contacts(change: &mut Change, case: Uuid) -> Stored<(u64, u64)> {
    let contacts = rows!(change, DROP_CONTACT, case);
    Ok((contacts, rows!(change, DROP_SUPPORTERS, case)))
}

/// Erases how to reach one who said "me too".
///
/// # Errors
/// When the store cannot write.
pub async fn drop_supporter(change: &mut Change, receipt: &str) -> Stored<u64> {
    Ok(rows!(change, DROP_SUPPORTER, receipt))
}

/// Erases how to reach whoever asked, and nobody else.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_contact(change: &mut Change, case: Uuid) -> Stored<u64> {
    Ok(rows!(change, DROP_CONTACT, case))
}

/// When somebody said "me too", and how to reach them. The action that calls this answers nobody but its holder.
///
/// # Errors
/// When the store cannot be read.
pub async fn supporter_contact(store: &Store, receipt: &str) -> Stored<Option<(Moment, Contact)>> {
    let row: Option<(i64, Option<String>, Option<String>)> =
        on_engine!(store, db => sqlx::query_as(SUPPORTER_CONTACT).bind(receipt).fetch_optional(db).await)?;
    Ok(row.map(|(at, phone, email)| (Moment::from_micros(at), Contact { name: None, phone, email })))
}

/// Corrects how to reach one who said "me too".
///
/// # Errors
/// When the store cannot write.
pub async fn set_supporter(change: &mut Change, receipt: &str, contact: &Contact) -> Stored<u64> {
    Ok(rows!(change, SET_SUPPORTER, receipt, &contact.phone, &contact.email))
}

/// No digest: the same message sent again is refused as another one.
pub(crate) const NO_DIGEST: [u8; 32] = [0; 32];

/// Erases the words, the location and the digest of a case and the words of its history; `title` and `body` say so in
/// their place. Returns how many lines of the history lost their words.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_case(change: &mut Change, case: Uuid, title: &str, body: &str) -> Stored<u64> {
    rows!(change, DROP_CASE, case, title, body, NO_DIGEST.as_slice());
    Ok(rows!(change, DROP_ENTRIES, case))
}

/// Erases the purposes stated at readings before a moment.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_reasons(change: &mut Change, case: Uuid, before: Moment) -> Stored<u64> {
    Ok(rows!(change, DROP_REASONS, case, before.micros()))
}

/// Erases what a team noted, in every wording. Returns how many wordings there were.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_observation(change: &mut Change, observation: Uuid) -> Stored<u64> {
    rows!(change, DROP_OBSERVATION, observation, NO_DIGEST.as_slice());
    Ok(rows!(change, DROP_VERSIONS, observation))
}

/// Erases what an issued document says; its number and day stay in the register. Returns how many lost their words.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_document(change: &mut Change, document: Uuid) -> Stored<u64> {
    Ok(rows!(change, DROP_DOCUMENT, document))
}

/// Takes the pictures away from a thing. Returns their hashes.
///
/// # Errors
/// When the store cannot write.
pub async fn detach(change: &mut Change, thing: Uuid) -> Stored<Vec<String>> {
    let hashes: Vec<String> =
        on_change!(change, db => sqlx::query_scalar(PICTURES).bind(thing).fetch_all(db).await)?;
    rows!(change, DETACH, thing);
    Ok(hashes)
}

/// A certificate of erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Its own id.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// The rule of retention, or `request`.
    pub rule: String,
    /// The source of the rule, or the request.
    pub basis: String,
    /// How many cases or observations.
    pub things: i64,
    /// What was erased of them, as JSON: a count by word.
    pub counts: String,
    /// SHA-256 over the sorted SHA-256 of their ids, in hexadecimal.
    pub digest: String,
    /// Until which day a back-up may still hold it; none when there is no back-up.
    pub kept_until: Option<Day>,
}

#[derive(FromRow)]
struct ErasureRow {
    id: Uuid,
    at: i64,
    rule: String,
    basis: String,
    things: i64,
    counts: String,
    digest: String,
    kept_until: Option<String>,
}

impl From<ErasureRow> for Erasure {
    fn from(row: ErasureRow) -> Self {
        Self {
            id: row.id,
            at: Moment::from_micros(row.at),
            rule: row.rule,
            basis: row.basis,
            things: row.things,
            counts: row.counts,
            digest: row.digest,
            kept_until: row.kept_until.and_then(|day| day.parse().ok()),
        }
    }
}

/// Keeps a certificate with the ids of what was erased.
///
/// # Errors
/// When the store cannot write.
pub async fn certify(
    change: &mut Change,
    erasure: &Erasure,
    things: &[Uuid],
    (person, unit): (Option<PersonId>, Option<UnitId>),
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_ERASURE)
        .bind(erasure.id).bind(erasure.at.micros()).bind(&erasure.rule).bind(&erasure.basis).bind(erasure.things)
        .bind(&erasure.counts).bind(&erasure.digest).bind(erasure.kept_until.map(|day| day.to_string()))
        .bind(person.map(|id| id.0)).bind(unit.map(|id| id.0)).execute(db).await.map(drop))?;
    // What was erased at somebody's request counts as erased by the rule of cases.
    let rule = if erasure.rule == "request" { "case" } else { erasure.rule.as_str() };
    for thing in things {
        rows!(change, ADD_ERASED, thing, rule, erasure.id);
    }
    Ok(())
}

/// The newest certificates.
///
/// # Errors
/// When the store cannot be read.
pub async fn erasures(store: &Store, limit: i64) -> Stored<Vec<Erasure>> {
    let rows: Vec<ErasureRow> =
        on_engine!(store, db => sqlx::query_as(ERASURES).bind(limit).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Erasure::from).collect())
}

/// A certificate with the ids of what was erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn erasure(store: &Store, id: Uuid) -> Stored<Option<(Erasure, Vec<Uuid>)>> {
    let row: Option<ErasureRow> =
        on_engine!(store, db => sqlx::query_as(ERASURE).bind(id).fetch_optional(db).await)?;
    let Some(row) = row else { return Ok(None) };
    let things: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(ERASED_OF).bind(id).fetch_all(db).await)?;
    Ok(Some((row.into(), things)))
}

/// Whether the words of a case were erased.
///
/// # Errors
/// When the store cannot be read.
pub async fn was_erased(store: &Store, case: Uuid) -> Stored<bool> {
    let found: Option<i32> =
        on_engine!(store, db => sqlx::query_scalar(WAS_ERASED).bind(case).fetch_optional(db).await)?;
    Ok(found.is_some())
}
