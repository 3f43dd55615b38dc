//! Letters, the log in which they are numbered, and who signed them.

use crate::{
    Change, Store, StoreError, cases::Reading, engine::Stored, on_change, on_engine, people::read, statements,
};
use danvan_domain::{
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    letters::{Letter, Signer},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

/// The columns of a letter, in the order of [`LetterRow`].
macro_rules! columns {
    () => {
        "id, request_hash, unit, logged_at_unit, year, number, way, forwarded_by, received_on, received_at, written_on,
        topic, place, summary, signers, sealed, recorder, recorded_at, axes, disposal, ground, document, classified_at,
        same_as, intake"
    };
}

pub mod people;
pub mod same;

/// What nobody has classified yet, without what was withdrawn or left the house before; a sealed letter is a denunciation
/// already, and waits until that is taken up or not.
macro_rules! fresh {
    () => {
        "classified_at is null and not exists (select 1 from proceedings where proceedings.id = letters.intake
            and ((letters.sealed and proceedings.stage not in ('received', 'transferred'))
            or (proceedings.ended_at is not null and proceedings.stage in ('ended', 'transferred'))))"
    };
}

statements! {
    NEXT_NUMBER = "insert into letter_logs (unit, year, last) values ($1, $2, 1)
        on conflict (unit, year) do update set last = letter_logs.last + 1 returning last";
    NUMBERED = "insert into letter_logs (unit, year, last) values ($1, $2, $3)
        on conflict (unit, year) do update set last = excluded.last";
    ADD = concat!("insert into letters (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
        $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) on conflict (id) do nothing");
    GET = concat!("select ", columns!(), " from letters where id = $1");
    /// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
    LOCK = concat!("update letters set signers = signers where id = $1 returning ", columns!());
    SAVE = "update letters set unit = $2, topic = $3, place = $4, summary = $5, sealed = $6, axes = $7, disposal = $8,
        ground = $9, document = $10, classified_at = $11, same_as = $12, request_hash = $13, forwarded_by = $14 where id = $1";
    FRESH = concat!("select ", columns!(), " from letters where unit = $1 and ", fresh!(),
        " order by received_at, id limit $2 offset $3");
    ALL = concat!("select ", columns!(), " from letters where unit = $1
        order by received_at desc, id limit $2 offset $3");
    COUNT_FRESH = concat!("select count(*) from letters where unit = $1 and ", fresh!());
    COUNT_ALL = "select count(*) from letters where unit = $1";
    ADD_SIGNER = "insert into letter_people (letter, position, name, address, phone, representative)
        values ($1, $2, $3, $4, $5, $6)";
    SIGNERS = "select name, address, phone, representative from letter_people where letter = $1 and name <> ''
        order by position";
    FORGET_SIGNERS = "delete from letter_people where letter = $1";
    COUNT_SPEAKERS = "select count(*) from letter_people where letter = $1 and representative = true
        and name <> ''";
    COUNT_SIGNERS = "select count(*) from letter_people where letter = $1 and name <> ''";
    NOTE_READING = "insert into letter_readings (id, letter, position, at, person, unit, reason, role, purpose)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    READINGS = "select id, at, unit, reason, role, purpose from letter_readings where letter = $1
        and (at < $2 or (at = $2 and id < $3)) order by at desc, id desc limit $4";
    /// Of all who signed, or of this one.
    READINGS_OF = "select at, unit, reason, role, purpose from letter_readings where letter = $1
        and coalesce(position, $2) = $2 order by at desc, id desc limit $3";
}

pub(crate) use columns;

#[derive(FromRow)]
pub(crate) struct LetterRow {
    id: Uuid,
    request_hash: Vec<u8>,
    unit: Uuid,
    logged_at_unit: Uuid,
    year: i64,
    number: i64,
    way: String,
    forwarded_by: String,
    received_on: String,
    received_at: i64,
    written_on: Option<String>,
    topic: String,
    place: Uuid,
    summary: String,
    signers: i64,
    sealed: bool,
    recorder: Option<Uuid>,
    recorded_at: i64,
    axes: Option<String>,
    disposal: Option<String>,
    ground: String,
    document: String,
    classified_at: Option<i64>,
    same_as: Option<Uuid>,
    intake: Option<Uuid>,
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Engine(format!("a letter's axes: {error}"))
}

impl TryFrom<LetterRow> for Letter {
    type Error = StoreError;
    fn try_from(row: LetterRow) -> Stored<Self> {
        Ok(Self {
            id: LetterId(row.id),
            request_hash: row.request_hash,
            unit: UnitId(row.unit),
            logged_at: UnitId(row.logged_at_unit),
            year: row.year,
            number: row.number,
            way: read(&row.way)?,
            forwarded_by: row.forwarded_by,
            received_on: read(&row.received_on)?,
            received_at: Moment::from_micros(row.received_at),
            written_on: row.written_on.as_deref().map(read).transpose()?,
            topic: row.topic,
            place: UnitId(row.place),
            summary: row.summary,
            signers: row.signers,
            is_sealed: row.sealed,
            recorder: row.recorder.map(PersonId),
            recorded_at: Moment::from_micros(row.recorded_at),
            axes: row.axes.as_deref().map(serde_json::from_str).transpose().map_err(unreadable)?,
            disposal: row.disposal.as_deref().map(read).transpose()?,
            ground: row.ground,
            document: row.document,
            classified_at: row.classified_at.map(Moment::from_micros),
            same_as: row.same_as.map(LetterId),
            intake: row.intake.map(ProceedingId),
        })
    }
}

pub(crate) fn all(rows: Vec<LetterRow>) -> Stored<Vec<Letter>> {
    rows.into_iter().map(Letter::try_from).collect()
}

fn axes(letter: &Letter) -> Stored<Option<String>> {
    letter.axes.as_ref().map(serde_json::to_string).transpose().map_err(unreadable)
}

/// Sets the last number of an office's log of a year: for letters that were written in many at once.
///
/// # Errors
/// When the store cannot write.
pub async fn numbered(change: &mut Change, unit: UnitId, year: i64, last: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(NUMBERED).bind(unit.0).bind(year).bind(last).execute(db).await.map(drop))?;
    Ok(())
}

/// The next number in an office's log of a year, from 1.
///
/// # Errors
/// When the store cannot write.
pub async fn next_number(change: &mut Change, unit: UnitId, year: i64) -> Stored<i64> {
    Ok(on_change!(change, db => sqlx::query_scalar(NEXT_NUMBER).bind(unit.0).bind(year).fetch_one(db).await)?)
}

/// Adds a letter; false when one with this id is already there, and then nothing is written.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, it: &Letter) -> Stored<bool> {
    let axes = axes(it)?;
    let added = on_change!(change, db => sqlx::query(ADD)
        .bind(it.id.0).bind(&it.request_hash).bind(it.unit.0).bind(it.logged_at.0).bind(it.year).bind(it.number)
        .bind(it.way.word()).bind(&it.forwarded_by).bind(it.received_on.to_string()).bind(it.received_at.micros())
        .bind(it.written_on.map(|day| day.to_string())).bind(&it.topic).bind(it.place.0).bind(&it.summary)
        .bind(it.signers).bind(it.is_sealed).bind(it.recorder.map(|id| id.0)).bind(it.recorded_at.micros())
        .bind(&axes).bind(it.disposal.map(danvan_domain::letters::Disposal::word)).bind(&it.ground).bind(&it.document)
        .bind(it.classified_at.map(Moment::micros)).bind(it.same_as.map(|id| id.0)).bind(it.intake.map(|id| id.0))
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(added == 1)
}

/// A letter by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: LetterId) -> Stored<Option<Letter>> {
    let row: Option<LetterRow> =
        on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Letter::try_from).transpose()
}

/// A letter as it stands inside a change, locked until its end.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: LetterId) -> Stored<Option<Letter>> {
    let row: Option<LetterRow> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Letter::try_from).transpose()
}

/// Writes what may change of a letter.
///
/// # Errors
/// When the store cannot write.
pub async fn save(change: &mut Change, it: &Letter) -> Stored<()> {
    let axes = axes(it)?;
    on_change!(change, db => sqlx::query(SAVE)
        .bind(it.id.0).bind(it.unit.0).bind(&it.topic).bind(it.place.0).bind(&it.summary).bind(it.is_sealed)
        .bind(&axes).bind(it.disposal.map(danvan_domain::letters::Disposal::word)).bind(&it.ground).bind(&it.document)
        .bind(it.classified_at.map(Moment::micros)).bind(it.same_as.map(|id| id.0))
        .bind(&it.request_hash).bind(&it.forwarded_by).execute(db).await.map(drop))?;
    Ok(())
}

/// Which letters of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that nobody has classified, oldest first.
    Fresh,
    /// All, newest first.
    All,
}

/// Letters of an office; `page` is how many and after how many.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(store: &Store, unit: UnitId, which: Which, page: (i64, i64)) -> Stored<Vec<Letter>> {
    let sql = if which == Which::Fresh { FRESH } else { ALL };
    all(
        on_engine!(store, db => sqlx::query_as(sql).bind(unit.0).bind(page.0).bind(page.1).fetch_all(db).await)?,
    )
}

/// How many letters of an office there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, unit: UnitId, which: Which) -> Stored<i64> {
    let sql = if which == Which::Fresh { COUNT_FRESH } else { COUNT_ALL };
    Ok(on_engine!(store, db => sqlx::query_scalar(sql).bind(unit.0).fetch_one(db).await)?)
}

/// Keeps who signed, apart from the letter; the first of them stands at a place.
///
/// # Errors
/// When the store cannot write.
pub async fn add_signers(
    change: &mut Change,
    letter: LetterId,
    first: i64,
    signers: &[Signer],
) -> Stored<()> {
    for (position, signer) in (first..).zip(signers) {
        on_change!(change, db => sqlx::query(ADD_SIGNER).bind(letter.0).bind(position).bind(&signer.name)
            .bind(&signer.address).bind(&signer.phone).bind(signer.is_representative)
            .execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Who signed. The action that calls this notes the reading first.
///
/// # Errors
/// When the store cannot be read.
pub async fn signers(store: &Store, letter: LetterId) -> Stored<Vec<Signer>> {
    let rows: Vec<(String, String, String, bool)> =
        on_engine!(store, db => sqlx::query_as(SIGNERS).bind(letter.0).fetch_all(db).await)?;
    let signer =
        |(name, address, phone, is_representative)| Signer { name, address, phone, is_representative };
    Ok(rows.into_iter().map(signer).collect())
}

/// How many who signed are named, without reading them.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_signers(store: &Store, letter: LetterId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT_SIGNERS).bind(letter.0).fetch_one(db).await)?)
}

/// How many of those who are named speak for the others, without reading them.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_speakers(store: &Store, letter: LetterId) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT_SPEAKERS).bind(letter.0).fetch_one(db).await)?)
}

/// Forgets who signed: it was found to be a denunciation.
///
/// # Errors
/// When the store cannot write.
pub async fn forget_signers(change: &mut Change, letter: LetterId) -> Stored<()> {
    on_change!(change, db => sqlx::query(FORGET_SIGNERS).bind(letter.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Somebody reads who signed; a place on the letter says that it is about that one alone.
///
/// # Errors
/// When the store cannot write.
pub async fn note_reading(
    change: &mut Change,
    letter: LetterId,
    person: PersonId,
    (id, position, reading): (Uuid, Option<i64>, &Reading),
) -> Stored<()> {
    on_change!(change, db => sqlx::query(NOTE_READING).bind(id).bind(letter.0).bind(position).bind(reading.at).bind(person.0)
        .bind(reading.unit).bind(&reading.reason).bind(&reading.role).bind(&reading.purpose)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A reading with its place in the list.
#[derive(FromRow)]
pub struct Placed {
    /// Its id.
    pub id: Uuid,
    /// What was read, by which office, when and why.
    #[sqlx(flatten)]
    pub reading: Reading,
}

/// Where a page of readings begins: behind a moment and, of those of that moment, an id.
pub type Behind = (i64, Uuid);

/// Who read who signed, last first, behind a place in the list; so many at most.
///
/// # Errors
/// When the store cannot be read.
pub async fn readings(
    store: &Store,
    letter: LetterId,
    behind: Option<Behind>,
    most: i64,
) -> Stored<Vec<Placed>> {
    let (at, id) = behind.unwrap_or((i64::MAX, Uuid::max()));
    Ok(on_engine!(store, db => sqlx::query_as(READINGS).bind(letter.0).bind(at).bind(id).bind(most)
        .fetch_all(db).await)?)
}

/// Who read all who signed or one of them, last first; so many at most.
///
/// # Errors
/// When the store cannot be read.
pub async fn readings_of(store: &Store, letter: LetterId, position: i64, most: i64) -> Stored<Vec<Reading>> {
    Ok(on_engine!(store, db => sqlx::query_as(READINGS_OF).bind(letter.0).bind(position).bind(most)
        .fetch_all(db).await)?)
}
