//! Requests about personal data, with what was done under their procedure.

pub use waiting::behind;

use crate::{
    Change, Store, StoreError,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    cases::Contact,
    data::requests::{Right, Subject},
    ids::UnitId,
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, thing, subject, receipt, asked_right, words, name, address, phone, email, unit, asked_at, stage,
        reply_due_at, due_at, ended_at, answer, acts"
    };
}

mod waiting;

statements! {
    ADD = concat!("insert into data_requests (", columns!(), ", next_due_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        $11, $12, $13, $14, $15, $16, $17, $18, $19)");
    GET = concat!("select ", columns!(), " from data_requests where id = $1");
    LOCK = concat!("update data_requests set stage = stage where id = $1 returning ", columns!());
    SAVE = "update data_requests set words = $2, name = $3, address = $4, phone = $5, email = $6, stage = $7,
        reply_due_at = $8, due_at = $9, ended_at = $10, answer = $11, acts = $12, next_due_at = $13 where id = $1";
    OF_RECEIPT = concat!("select ", columns!(), " from data_requests where receipt = $1 order by asked_at desc");
    AFTER = concat!("select ", columns!(), " from data_requests where id > $1 order by id limit $2");
    OVER = concat!("select ", columns!(), " from data_requests where ended_at is null and due_at >= $1
        order by due_at, id limit $2");
    COUNT_OVER = "select count(*) from data_requests where ended_at is null and due_at >= $1";
    LATE = "select count(*) from data_requests where ended_at is null and due_at < $1";
    FORGET_WORDS = "update data_requests set words = '', name = null, address = null, phone = null, email = null
        where receipt = $1";
    FORGET_WORDS_OF = "update data_requests set words = '', name = null, address = null, phone = null, email = null
        where thing = $1";
    SAID_OF = "select words, coalesce(name, ''), coalesce(address, ''), coalesce(phone, ''), answer from data_requests
        where thing = $1 order by asked_at, id";
    DROP_OF = "delete from data_requests where thing = $1 returning id";
    RENEW_RECEIPT = "update data_requests set receipt = $2 where receipt = $1";
    GIVE_OF = "update data_requests set unit = $2 where thing = $1 and ended_at is null";
    IS_RESTRICTED = "select 1 from data_requests where receipt = $1 and asked_right = 'restrict'
        and stage = 'fulfilled' limit 1";
    RESTRICTED = "select distinct receipt from data_requests where asked_right = 'restrict' and stage = 'fulfilled'";
    RESTRICTED_VISITS = "select distinct v.id from data_requests r join visits v on v.receipt = r.receipt
        where r.asked_right = 'restrict' and r.stage = 'fulfilled'";
    RESTRICTED_CASES = "select distinct c.id from data_requests r join cases c on c.receipt = r.receipt
        where r.asked_right = 'restrict' and r.stage = 'fulfilled'";
}

/// A request as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its own id.
    pub id: Uuid,
    /// The case, letter or visit of the receipt.
    pub thing: Uuid,
    /// What the receipt opens.
    pub subject: Subject,
    /// The receipt of whoever asks.
    pub receipt: String,
    /// What is asked for.
    pub right: Right,
    /// What whoever asks says about it.
    pub words: String,
    /// For a correction: how they want to be reached.
    pub contact: Contact,
    /// For a correction by one who signed: where they live.
    pub address: Option<String>,
    /// The office that must answer.
    pub unit: UnitId,
    /// When it came in.
    pub asked_at: Moment,
    /// The stage of the procedure.
    pub stage: String,
    /// By when its receipt must be confirmed, while it is not.
    pub reply_due_at: Option<Moment>,
    /// By when it must be fulfilled or refused.
    pub due_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// What whoever asked is told.
    pub answer: String,
    /// What was done, as JSON of the procedure's acts, each with who did it.
    pub acts: String,
}

/// An id that is looked up.
struct Id(Uuid);

#[derive(FromRow)]
struct AskedRow {
    id: Uuid,
    asked_right: String,
}

impl Request {
    /// When the next thing is due, while it waits.
    fn next_due_at(&self) -> Option<i64> {
        let next = [self.reply_due_at, self.due_at].into_iter().flatten().min().unwrap_or(self.asked_at);
        self.ended_at.is_none().then_some(next.micros())
    }
}

#[derive(FromRow)]
struct RequestRow {
    id: Uuid,
    thing: Uuid,
    subject: String,
    receipt: String,
    asked_right: String,
    words: String,
    name: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    unit: Uuid,
    asked_at: i64,
    stage: String,
    reply_due_at: Option<i64>,
    due_at: Option<i64>,
    ended_at: Option<i64>,
    answer: String,
    acts: String,
}

impl TryFrom<RequestRow> for Request {
    type Error = StoreError;
    fn try_from(row: RequestRow) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            thing: row.thing,
            subject: read(&row.subject)?,
            receipt: row.receipt,
            right: read(&row.asked_right)?,
            words: row.words,
            contact: Contact { name: row.name, phone: row.phone, email: row.email },
            address: row.address,
            unit: UnitId(row.unit),
            asked_at: Moment::from_micros(row.asked_at),
            stage: row.stage,
            reply_due_at: row.reply_due_at.map(Moment::from_micros),
            due_at: row.due_at.map(Moment::from_micros),
            ended_at: row.ended_at.map(Moment::from_micros),
            answer: row.answer,
            acts: row.acts,
        })
    }
}

/// What was asked under one code stands under another.
///
/// # Errors
/// When the store cannot write.
pub async fn renew_receipt(change: &mut Change, old: &str, new: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(RENEW_RECEIPT).bind(old).bind(new).execute(db).await.map(drop))?;
    Ok(())
}

/// Adds a request.
///
/// # Errors
/// When the store cannot write; [`StoreError::Taken`] when a request with this id is there.
pub async fn add(change: &mut Change, request: &Request) -> Stored<()> {
    let micros = |at: Option<Moment>| at.map(Moment::micros);
    on_change!(change, db => sqlx::query(ADD).bind(request.id).bind(request.thing)
        .bind(request.subject.word()).bind(&request.receipt).bind(request.right.word()).bind(&request.words)
        .bind(&request.contact.name).bind(&request.address).bind(&request.contact.phone).bind(&request.contact.email)
       .bind(request.unit.0).bind(request.asked_at.micros()).bind(&request.stage)
        .bind(micros(request.reply_due_at)).bind(micros(request.due_at)).bind(micros(request.ended_at))
        .bind(&request.answer).bind(&request.acts).bind(request.next_due_at()).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes what may change of a request.
///
/// # Errors
/// When the store cannot write.
pub async fn save(change: &mut Change, request: &Request) -> Stored<()> {
    let micros = |at: Option<Moment>| at.map(Moment::micros);
    on_change!(change, db => sqlx::query(SAVE).bind(request.id).bind(&request.words).bind(&request.contact.name)
        .bind(&request.address).bind(&request.contact.phone).bind(&request.contact.email).bind(&request.stage)
        .bind(micros(request.reply_due_at)).bind(micros(request.due_at)).bind(micros(request.ended_at))
        .bind(&request.answer).bind(&request.acts).bind(request.next_due_at()).execute(db).await.map(drop))?;
    Ok(())
}

/// A request by its id.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: Uuid) -> Stored<Option<Request>> {
    let row: Option<RequestRow> =
        on_engine!(store, db => sqlx::query_as(GET).bind(id).fetch_optional(db).await)?;
    row.map(Request::try_from).transpose()
}

/// A request as it stands inside a change, locked until its end.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: Uuid) -> Stored<Option<Request>> {
    let row: Option<RequestRow> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id).fetch_optional(db).await)?;
    row.map(Request::try_from).transpose()
}

/// The requests of a receipt's holder, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_receipt(store: &Store, receipt: &str) -> Stored<Vec<Request>> {
    let rows: Vec<RequestRow> =
        on_engine!(store, db => sqlx::query_as(OF_RECEIPT).bind(receipt).fetch_all(db).await)?;
    rows.into_iter().map(Request::try_from).collect()
}

/// Requests behind an id, also those that ended, in the order of ids: to walk all of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, id: Uuid, limit: i64) -> Stored<Vec<Request>> {
    let rows: Vec<RequestRow> =
        on_engine!(store, db => sqlx::query_as(AFTER).bind(id).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Request::try_from).collect()
}

/// Those of some requests that are there: which, and what is asked for.
///
/// # Errors
/// When the store cannot be read.
pub async fn rights(store: &Store, ids: &[Uuid]) -> Stored<Vec<(Uuid, Right)>> {
    const SOME: &str = "select id, asked_right from data_requests where id in (";
    let ids: Vec<Id> = ids.iter().copied().map(Id).collect();
    let rows = by_ids!(store, AskedRow, SOME, ids, ")");
    rows.into_iter().map(|row| Ok((row.id, read(&row.asked_right)?))).collect()
}

/// Open requests that are due at a moment or later, the soonest first; and how many there are behind those.
///
/// # Errors
/// When the store cannot be read.
pub async fn over(store: &Store, from: Moment, limit: usize) -> Stored<(Vec<Request>, usize)> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows: Vec<RequestRow> =
        on_engine!(store, db => sqlx::query_as(OVER).bind(from.micros()).bind(most).fetch_all(db).await)?;
    let mut behind = 0;
    if rows.len() >= limit {
        let all: i64 =
            on_engine!(store, db => sqlx::query_scalar(COUNT_OVER).bind(from.micros()).fetch_one(db).await)?;
        behind = usize::try_from(all).unwrap_or(0).saturating_sub(rows.len());
    }
    Ok((rows.into_iter().map(Request::try_from).collect::<Stored<_>>()?, behind))
}

/// How many requests are late.
///
/// # Errors
/// When the store cannot be read.
pub async fn late(store: &Store, now: Moment) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(LATE).bind(now.micros()).fetch_one(db).await)?)
}

/// Erases what the holder of a receipt said in their requests; the requests stay as proof.
///
/// # Errors
/// When the store cannot write.
pub async fn forget_words(change: &mut Change, receipt: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(FORGET_WORDS).bind(receipt).execute(db).await.map(drop))?;
    Ok(())
}

/// Erases what was said in requests about one thing, by whoever; the requests stay as proof.
///
/// # Errors
/// When the store cannot write.
pub async fn forget_words_of(change: &mut Change, thing: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(FORGET_WORDS_OF).bind(thing).execute(db).await.map(drop))?;
    Ok(())
}

/// Everything that was said in requests about one thing, and answered.
///
/// # Errors
/// When the store cannot be read.
pub async fn said_of(change: &mut Change, thing: Uuid) -> Stored<Vec<[String; 5]>> {
    let rows: Vec<(String, String, String, String, String)> =
        on_change!(change, db => sqlx::query_as(SAID_OF).bind(thing).fetch_all(db).await)?;
    Ok(rows
        .into_iter()
        .map(|(words, name, lives, phone, answer)| [words, name, lives, phone, answer])
        .collect())
}

/// Takes the requests about one thing away altogether: it is under seal, and nothing may tell of it. Gives their ids.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_of(change: &mut Change, thing: Uuid) -> Stored<Vec<Uuid>> {
    Ok(on_change!(change, db => sqlx::query_scalar(DROP_OF).bind(thing).fetch_all(db).await)?)
}

/// Gives what waits about one thing to the office that has it by now.
///
/// # Errors
/// When the store cannot write.
pub async fn give_of(change: &mut Change, thing: Uuid, unit: UnitId) -> Stored<()> {
    on_change!(change, db => sqlx::query(GIVE_OF).bind(thing).bind(unit.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Whether the use of the personal data under a receipt was restricted at its holder's request.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_restricted(store: &Store, receipt: &str) -> Stored<bool> {
    let found: Option<i32> =
        on_engine!(store, db => sqlx::query_scalar(IS_RESTRICTED).bind(receipt).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// Every receipt whose holder restricted the use of their data.
///
/// # Errors
/// When the store cannot be read.
pub async fn restricted(store: &Store) -> Stored<Vec<String>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(RESTRICTED).fetch_all(db).await)?)
}

/// Every case whose first reporter restricted the use of their data.
///
/// # Errors
/// When the store cannot be read.
pub async fn restricted_cases(store: &Store) -> Stored<Vec<Uuid>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(RESTRICTED_CASES).fetch_all(db).await)?)
}

/// Every visit whose visitor restricted the use of their data.
///
/// # Errors
/// When the store cannot be read.
pub async fn restricted_visits(store: &Store) -> Stored<Vec<Uuid>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(RESTRICTED_VISITS).fetch_all(db).await)?)
}
