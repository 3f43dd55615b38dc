//! Templates of a unit's own, the counters of its numbers, and the documents it issued.

use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    documents::Kind,
    ids::{LetterId, PersonId, UnitId},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ADD_TEMPLATE = "insert into document_templates (unit, kind, version, body, at, person)
        select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5 from document_templates where unit = $1 and kind = $2";
    TEMPLATES = "select unit, kind, version, body, at, person from document_templates
        where unit = $1 and kind = $2 order by version desc limit $3";
    NEXT = "insert into document_counters (unit, year, series, last) values ($1, $2, $3, 1)
        on conflict (unit, year, series) do update set last = document_counters.last + 1 returning last";
    ADD = "insert into documents (id, thing, kind, unit, year, series, number, number_text, about, letter, issued_at,
        issued_on, person, act, cancel_reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '')";
    ONE = "select id, thing, kind, unit, year, series, number, number_text, about, letter, issued_at, issued_on, person,
        act, cancelled_at, cancelled_by, cancel_reason from documents where id = $1";
    OF_THING = "select id, thing, kind, unit, year, series, number, number_text, about, letter, issued_at, issued_on,
        person, act, cancelled_at, cancelled_by, cancel_reason from documents where thing = $1 order by issued_at, number";
    OF_LETTER = "select id, thing, kind, unit, year, series, number, number_text, about, letter, issued_at, issued_on,
        person, act, cancelled_at, cancelled_by, cancel_reason from documents
        where thing in (select id from proceedings where proceedings.letter = $1) order by issued_at, number";
    REGISTER = "select id, thing, kind, unit, year, series, number, number_text, about, letter, issued_at, issued_on,
        person, act, cancelled_at, cancelled_by, cancel_reason from documents where unit = $1 and year = $2
        order by series, number limit $3";
    CANCEL = "update documents set cancelled_at = $2, cancelled_by = $3, cancel_reason = $4
        where id = $1 and cancelled_at is null";
    TORN = "select c.unit, c.year, c.series from document_counters c where c.last <> (select count(*) from documents d
            where d.unit = c.unit and d.year = c.year and d.series = c.series)
        or c.last <> (select coalesce(max(d.number), 0) from documents d
            where d.unit = c.unit and d.year = c.year and d.series = c.series)
        union select d.unit, d.year, d.series from documents d where not exists (select 1 from document_counters c
            where c.unit = d.unit and c.year = d.year and c.series = d.series)
        order by 1, 2, 3";
    SAID = "select about, letter, cancel_reason from documents
        where thing = $1 or thing in (select id from proceedings where letter = $1) order by issued_at, id";
    /// What was issued on a letter that turned out to be a denunciation: its number stays, its words go.
    HUSH = "update documents set about = '', letter = '', cancel_reason = ''
        where thing = $1 or thing in (select id from proceedings where letter = $1)";
}

/// A version of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Whose it is.
    pub unit: UnitId,
    /// Which one, from 1.
    pub version: i64,
    /// What it says; empty where the one danvan comes with holds again.
    pub body: String,
    /// Since when.
    pub at: Moment,
    /// Who wrote it.
    pub person: Option<PersonId>,
}

#[derive(FromRow)]
struct TemplateRow {
    unit: Uuid,
    version: i64,
    body: String,
    at: i64,
    person: Option<Uuid>,
}

/// An issued document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Own id.
    pub id: Uuid,
    /// In which proceeding, or about what.
    pub thing: Uuid,
    /// What it is for.
    pub kind: Kind,
    /// Whose register holds its number.
    pub unit: UnitId,
    /// Of which year.
    pub year: i64,
    /// In which series.
    pub series: String,
    /// The number.
    pub number: i64,
    /// As it is written.
    pub number_text: String,
    /// What it is about.
    pub about: String,
    /// The letter as JSON; empty once it was erased by a rule of retention.
    pub letter: String,
    /// When it was issued.
    pub issued_at: Moment,
    /// On which day.
    pub issued_on: Day,
    /// By whom.
    pub person: Option<PersonId>,
    /// The act it belongs to, a word of the thing's procedure; empty for none.
    pub act: String,
    /// When it was cancelled.
    pub cancelled_at: Option<Moment>,
    /// By whom.
    pub cancelled_by: Option<PersonId>,
    /// Why.
    pub cancel_reason: String,
}

#[derive(FromRow)]
struct DocumentRow {
    id: Uuid,
    thing: Uuid,
    kind: String,
    unit: Uuid,
    year: i64,
    series: String,
    number: i64,
    number_text: String,
    about: String,
    letter: String,
    issued_at: i64,
    issued_on: String,
    person: Option<Uuid>,
    act: String,
    cancelled_at: Option<i64>,
    cancelled_by: Option<Uuid>,
    cancel_reason: String,
}

impl DocumentRow {
    fn read(self) -> Stored<Document> {
        Ok(Document {
            id: self.id,
            thing: self.thing,
            kind: read(&self.kind)?,
            unit: UnitId(self.unit),
            year: self.year,
            series: self.series,
            number: self.number,
            number_text: self.number_text,
            about: self.about,
            letter: self.letter,
            issued_at: Moment::from_micros(self.issued_at),
            issued_on: read(&self.issued_on)?,
            person: self.person.map(PersonId),
            act: self.act,
            cancelled_at: self.cancelled_at.map(Moment::from_micros),
            cancelled_by: self.cancelled_by.map(PersonId),
            cancel_reason: self.cancel_reason,
        })
    }
}

/// Keeps another version of a unit's template; an empty one gives way to the one danvan comes with.
///
/// # Errors
/// When the store cannot write, or somebody else kept a version at the same instant.
pub async fn add_template(
    change: &mut Change,
    (unit, kind): (UnitId, Kind),
    body: &str,
    at: Moment,
    person: Option<PersonId>,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_TEMPLATE).bind(unit.0).bind(kind.word()).bind(body).bind(at.micros())
        .bind(person.map(|person| person.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// The versions of a unit's template, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn templates(store: &Store, unit: UnitId, kind: Kind, limit: i64) -> Stored<Vec<Template>> {
    let rows: Vec<TemplateRow> = on_engine!(store, db => sqlx::query_as(TEMPLATES).bind(unit.0).bind(kind.word())
        .bind(limit).fetch_all(db).await)?;
    let template = |row: TemplateRow| Template {
        unit: UnitId(row.unit),
        version: row.version,
        body: row.body,
        at: Moment::from_micros(row.at),
        person: row.person.map(PersonId),
    };
    Ok(rows.into_iter().map(template).collect())
}

/// Takes the next number of a register. Whoever takes one at the same time waits until this change is over; when it
/// fails, the number is free again.
///
/// # Errors
/// When the store cannot write.
pub async fn next_number(change: &mut Change, unit: UnitId, year: i64, series: &str) -> Stored<i64> {
    Ok(
        on_change!(change, db => sqlx::query_scalar(NEXT).bind(unit.0).bind(year).bind(series).fetch_one(db).await)?,
    )
}

/// Keeps an issued document.
///
/// # Errors
/// When the store cannot write, or its number is taken.
pub async fn add(change: &mut Change, document: &Document) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(document.id).bind(document.thing).bind(document.kind.word())
        .bind(document.unit.0).bind(document.year).bind(&document.series).bind(document.number)
        .bind(&document.number_text).bind(&document.about).bind(&document.letter).bind(document.issued_at.micros())
        .bind(document.issued_on.to_string()).bind(document.person.map(|person| person.0)).bind(&document.act)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A document.
///
/// # Errors
/// When the store cannot be read.
pub async fn one(store: &Store, id: Uuid) -> Stored<Option<Document>> {
    let row: Option<DocumentRow> =
        on_engine!(store, db => sqlx::query_as(ONE).bind(id).fetch_optional(db).await)?;
    row.map(DocumentRow::read).transpose()
}

/// A document as an open change sees it, with what was issued just before on SQLite and is not yet told to anybody.
///
/// # Errors
/// When the store cannot be read.
pub async fn one_within(change: &mut Change, id: Uuid) -> Stored<Option<Document>> {
    let row: Option<DocumentRow> =
        on_change!(change, db => sqlx::query_as(ONE).bind(id).fetch_optional(db).await)?;
    row.map(DocumentRow::read).transpose()
}

/// What was issued in a proceeding, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing(store: &Store, thing: Uuid) -> Stored<Vec<Document>> {
    let rows: Vec<DocumentRow> =
        on_engine!(store, db => sqlx::query_as(OF_THING).bind(thing).fetch_all(db).await)?;
    rows.into_iter().map(DocumentRow::read).collect()
}

/// What was issued in the proceedings of a letter, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_letter(store: &Store, letter: LetterId) -> Stored<Vec<Document>> {
    let rows: Vec<DocumentRow> =
        on_engine!(store, db => sqlx::query_as(OF_LETTER).bind(letter.0).fetch_all(db).await)?;
    rows.into_iter().map(DocumentRow::read).collect()
}

/// A unit's register of a year: every number, also the cancelled ones.
///
/// # Errors
/// When the store cannot be read.
pub async fn register(store: &Store, unit: UnitId, year: i64, limit: i64) -> Stored<Vec<Document>> {
    let rows: Vec<DocumentRow> = on_engine!(store, db => sqlx::query_as(REGISTER).bind(unit.0).bind(year).bind(limit)
        .fetch_all(db).await)?;
    rows.into_iter().map(DocumentRow::read).collect()
}

/// Cancels a document, once; its number stays taken. False when it was cancelled already.
///
/// # Errors
/// When the store cannot write.
pub async fn cancel(
    change: &mut Change,
    id: Uuid,
    at: Moment,
    person: Option<PersonId>,
    reason: &str,
) -> Stored<bool> {
    let done = on_change!(change, db => sqlx::query(CANCEL).bind(id).bind(at.micros())
        .bind(person.map(|person| person.0)).bind(reason).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Registers with gaps or with a counter that is not their last number, as of one instant: unit, year and series of each.
///
/// # Errors
/// When the store cannot be read.
pub async fn torn_registers(store: &Store) -> Stored<Vec<(UnitId, i64, String)>> {
    let rows: Vec<(Uuid, i64, String)> = on_engine!(store, db => sqlx::query_as(TORN).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(unit, year, series)| (UnitId(unit), year, series)).collect())
}

/// Takes away the words of what was issued on a letter: it was found to be a denunciation.
///
/// # Errors
/// When the store cannot write.
pub async fn hush(change: &mut Change, letter: LetterId) -> Stored<()> {
    on_change!(change, db => sqlx::query(HUSH).bind(letter.0).execute(db).await.map(drop))?;
    Ok(())
}

/// What was issued on a letter says: what each is about, its letter as JSON, and why it was cancelled.
///
/// # Errors
/// When the store cannot be read.
pub async fn said(change: &mut Change, letter: LetterId) -> Stored<Vec<(String, String, String)>> {
    Ok(on_change!(change, db => sqlx::query_as(SAID).bind(letter.0).fetch_all(db).await)?)
}
