//! Reception days, visits and what was promised there.

mod commitments;
mod days;
mod hush;
mod over;
pub mod people;

pub use commitments::{
    STATEMENTS as COMMITMENT_STATEMENTS, add_commitment, answer, commitment, commitments, commitments_after,
    lock_commitment, open_commitments, promised,
};
pub use days::{After, STATEMENTS as DAY_STATEMENTS, of_unit, to_come};
pub use hush::{STATEMENTS as HUSH_STATEMENTS, Told, hush, hush_papers, told};
pub use over::{STATEMENTS as OVER_STATEMENTS, numbers, since};

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{LetterId, PersonId, UnitId},
    procedures::Done,
    receptions::{Came, ReceptionDay, Visit, Visitor},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! days {
    ($rest:literal) => {
        concat!(
            "select id, unit, day, begins, seats, place, host, published_at, cancelled_at, cancel_reason
            from reception_days ",
            $rest
        )
    };
}

macro_rules! visits {
    ($rest:literal) => {
        concat!(
            "select id, receipt, request_hash, reception_day, unit, number, subject, online, stage, booked_at,
            letter, people, representatives from visits ",
            $rest
        )
    };
}

statements! {
    ADD_DAY = "insert into reception_days (id, unit, day, begins, seats, place, host, published_at, cancelled_at,
        cancel_reason) values ($1, $2, $3, $4, $5, $6, $7, $8, null, '')";
    CANCEL_DAY = "update reception_days set cancelled_at = $2, cancel_reason = $3
        where id = $1 and cancelled_at is null";
    DAY = days!("where id = $1");
    /// Locks the row on PostgreSQL, so that two who book get two numbers; on SQLite the writer is alone anyway.
    LOCK_DAY = "update reception_days set seats = seats where id = $1
        returning id, unit, day, begins, seats, place, host, published_at, cancelled_at, cancel_reason";
    TAKEN = "select count(*) from visits where reception_day = $1 and stage <> 'refused'";
    LAST_NUMBER = "select coalesce(max(number), 0) from visits where reception_day = $1";
    ADD_VISIT = "insert into visits (id, receipt, request_hash, reception_day, unit, number, subject, online, stage,
        booked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ADD_VISITOR = "insert into visitors (visit, name, phone) values ($1, $2, $3)";
    VISITOR = "select name, phone from visitors where visit = $1";
    VISIT = visits!("where id = $1");
    BY_RECEIPT = visits!("where receipt = $1");
    QUEUE = visits!("where reception_day = $1 order by number");
    LOCK_VISIT = "update visits set stage = stage where id = $1
        returning id, receipt, request_hash, reception_day, unit, number, subject, online, stage, booked_at,
        letter, people, representatives";
    SET_STAGE = "update visits set stage = $2 where id = $1";
    SET_PEOPLE = "update visits set people = $2, representatives = $3 where id = $1";
    SET_LETTER = "update visits set letter = $2 where id = $1";
    OF_LETTER = "select id from visits where letter = $1";
    BECAME = visits!("where letter = $1");
    ALL_STAGES = visits!("where id > $1 order by id limit $2");
    ACTS = "select done from visit_acts where visit = $1 order by position";
    ADD_ACT = "insert into visit_acts (visit, position, done, person, unit) values ($1, $2, $3, $4, $5)";
}

/// An id that is looked up.
struct Id(Uuid);

#[derive(FromRow)]
struct DayRow {
    id: Uuid,
    unit: Uuid,
    day: String,
    begins: String,
    seats: i64,
    place: String,
    host: String,
    published_at: i64,
    cancelled_at: Option<i64>,
    cancel_reason: String,
}

impl TryFrom<DayRow> for ReceptionDay {
    type Error = StoreError;
    fn try_from(row: DayRow) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            unit: UnitId(row.unit),
            day: read(&row.day)?,
            begins: row.begins,
            seats: row.seats,
            place: row.place,
            host: row.host,
            published_at: Moment::from_micros(row.published_at),
            cancelled_at: row.cancelled_at.map(Moment::from_micros),
            cancel_reason: row.cancel_reason,
        })
    }
}

#[derive(FromRow)]
struct VisitRow {
    id: Uuid,
    receipt: String,
    request_hash: Vec<u8>,
    reception_day: Uuid,
    unit: Uuid,
    number: i64,
    subject: String,
    online: bool,
    stage: String,
    booked_at: i64,
    letter: Option<Uuid>,
    people: Option<i64>,
    representatives: Option<i64>,
}

impl From<VisitRow> for Visit {
    fn from(row: VisitRow) -> Self {
        let spoke = row.representatives.unwrap_or(0);
        Self {
            id: row.id,
            receipt: row.receipt,
            request_hash: row.request_hash,
            reception_day: row.reception_day,
            unit: UnitId(row.unit),
            number: row.number,
            subject: row.subject,
            online: row.online,
            stage: row.stage,
            booked_at: Moment::from_micros(row.booked_at),
            letter: row.letter.map(LetterId),
            came: row.people.map(|people| Came { people, representatives: spoke }),
        }
    }
}

/// Publishes a reception day.
///
/// # Errors
/// When the store cannot write.
pub async fn add_day(change: &mut Change, day: &ReceptionDay) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_DAY).bind(day.id).bind(day.unit.0).bind(day.day.to_string())
        .bind(&day.begins).bind(day.seats).bind(&day.place).bind(&day.host).bind(day.published_at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Calls a reception day off; false when it is off already.
///
/// # Errors
/// When the store cannot write.
pub async fn cancel_day(change: &mut Change, id: Uuid, at: Moment, reason: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(CANCEL_DAY).bind(id).bind(at.micros()).bind(reason)
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A reception day.
///
/// # Errors
/// When the store cannot be read.
pub async fn day(store: &Store, id: Uuid) -> Stored<Option<ReceptionDay>> {
    let row: Option<DayRow> = on_engine!(store, db => sqlx::query_as(DAY).bind(id).fetch_optional(db).await)?;
    row.map(ReceptionDay::try_from).transpose()
}

/// A reception day, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock_day(change: &mut Change, id: Uuid) -> Stored<Option<ReceptionDay>> {
    let row: Option<DayRow> =
        on_change!(change, db => sqlx::query_as(LOCK_DAY).bind(id).fetch_optional(db).await)?;
    row.map(ReceptionDay::try_from).transpose()
}

/// How many places of a day are taken, and the last number given, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn taken(change: &mut Change, id: Uuid) -> Stored<(i64, i64)> {
    let taken: i64 = on_change!(change, db => sqlx::query_scalar(TAKEN).bind(id).fetch_one(db).await)?;
    let last: i64 = on_change!(change, db => sqlx::query_scalar(LAST_NUMBER).bind(id).fetch_one(db).await)?;
    Ok((taken, last))
}

/// How many places of a day are taken.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, id: Uuid) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(TAKEN).bind(id).fetch_one(db).await)?)
}

/// Books a visit.
///
/// # Errors
/// [`StoreError::Taken`] when a visit with this id is there already; when the store cannot write.
pub async fn add_visit(change: &mut Change, visit: &Visit, visitor: &Visitor) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_VISIT).bind(visit.id).bind(&visit.receipt).bind(&visit.request_hash)
        .bind(visit.reception_day).bind(visit.unit.0).bind(visit.number).bind(&visit.subject).bind(visit.online)
        .bind(&visit.stage).bind(visit.booked_at.micros()).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ADD_VISITOR).bind(visit.id).bind(&visitor.name).bind(&visitor.phone)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// How to call a visitor.
///
/// # Errors
/// When the store cannot be read.
pub async fn visitor(store: &Store, visit: Uuid) -> Stored<Option<Visitor>> {
    let row: Option<(String, Option<String>)> =
        on_engine!(store, db => sqlx::query_as(VISITOR).bind(visit).fetch_optional(db).await)?;
    Ok(row.map(|(name, phone)| Visitor { name, phone }))
}

/// A visit by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn visit(store: &Store, id: Uuid) -> Stored<Option<Visit>> {
    let row: Option<VisitRow> =
        on_engine!(store, db => sqlx::query_as(VISIT).bind(id).fetch_optional(db).await)?;
    Ok(row.map(Visit::from))
}

/// A visit by the code of its receipt.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_receipt(store: &Store, code: &str) -> Stored<Option<Visit>> {
    let row: Option<VisitRow> =
        on_engine!(store, db => sqlx::query_as(BY_RECEIPT).bind(code).fetch_optional(db).await)?;
    Ok(row.map(Visit::from))
}

/// The queue of a day, by number.
///
/// # Errors
/// When the store cannot be read.
pub async fn queue(store: &Store, day: Uuid) -> Stored<Vec<Visit>> {
    let rows: Vec<VisitRow> = on_engine!(store, db => sqlx::query_as(QUEUE).bind(day).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Visit::from).collect())
}

/// A visit, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock_visit(change: &mut Change, id: Uuid) -> Stored<Option<Visit>> {
    let row: Option<VisitRow> =
        on_change!(change, db => sqlx::query_as(LOCK_VISIT).bind(id).fetch_optional(db).await)?;
    Ok(row.map(Visit::from))
}

/// What was done at a visit, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts(store: &Store, visit: Uuid) -> Stored<Vec<Done>> {
    let rows: Vec<String> =
        on_engine!(store, db => sqlx::query_scalar(ACTS).bind(visit).fetch_all(db).await)?;
    rows.iter().map(|text| done(text)).collect()
}

/// As [`acts`], inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts_in(change: &mut Change, visit: Uuid) -> Stored<Vec<Done>> {
    let rows: Vec<String> =
        on_change!(change, db => sqlx::query_scalar(ACTS).bind(visit).fetch_all(db).await)?;
    rows.iter().map(|text| done(text)).collect()
}

fn done(text: &str) -> Stored<Done> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(format!("an act: {error}")))
}

/// Adds what was done, at a place in the order, and the stage it led to.
///
/// # Errors
/// When the store cannot write.
pub async fn add_act(
    change: &mut Change,
    visit: Uuid,
    (position, done): (i64, &Done),
    (person, unit): (Option<PersonId>, Option<UnitId>),
    stage: &str,
) -> Stored<()> {
    let text = serde_json::to_string(done).unwrap_or_default();
    on_change!(change, db => sqlx::query(ADD_ACT).bind(visit).bind(position).bind(&text)
        .bind(person.map(|id| id.0)).bind(unit.map(|id| id.0)).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(SET_STAGE).bind(visit).bind(stage).execute(db).await.map(drop))?;
    Ok(())
}

/// Links a visit with the letter it became.
///
/// # Errors
/// When the store cannot write.
pub async fn set_letter(change: &mut Change, visit: Uuid, letter: LetterId) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_LETTER).bind(visit).bind(letter.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Keeps how many came together.
///
/// # Errors
/// When the store cannot write.
pub async fn set_people(change: &mut Change, visit: Uuid, came: Came) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_PEOPLE).bind(visit).bind(came.people).bind(came.representatives)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// The visits that became a letter.
///
/// # Errors
/// When the store cannot be read.
pub async fn visits_of_letter(change: &mut Change, letter: LetterId) -> Stored<Vec<Uuid>> {
    Ok(on_change!(change, db => sqlx::query_scalar(OF_LETTER).bind(letter.0).fetch_all(db).await)?)
}

/// The visit that became a letter.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_letter(store: &Store, letter: LetterId) -> Stored<Option<Visit>> {
    let row: Option<VisitRow> =
        on_engine!(store, db => sqlx::query_as(BECAME).bind(letter.0).fetch_optional(db).await)?;
    Ok(row.map(Visit::from))
}

/// Visits after an id, by id: for whoever walks all of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, last: Uuid, most: i64) -> Stored<Vec<Visit>> {
    let rows: Vec<VisitRow> =
        on_engine!(store, db => sqlx::query_as(ALL_STAGES).bind(last).bind(most).fetch_all(db).await)?;
    Ok(rows.into_iter().map(Visit::from).collect())
}
