//! Review meetings of programmes, with what they decided.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{MeetingId, PartyId, PersonId, ProgrammeId},
    programmes::meetings::{Decision, Meeting},
    time::Moment,
};
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    ADD = "insert into programme_meetings (id, programme, held_on, place, minutes, present, version, at, person)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    DECIDE = "insert into meeting_decisions (meeting, number, words, party, due_on) values ($1, $2, $3, $4, $5)";
    OF = "select id, programme, held_on, place, minutes, present, version, at, person from programme_meetings
        where programme = $1 order by held_on desc, id desc limit $2";
    DECISIONS = "select d.meeting, d.words, d.party, d.due_on from programme_meetings m
        join meeting_decisions d on d.meeting = m.id where m.programme = $1 order by d.meeting, d.number";
    ANY = "select id from programme_meetings where programme = $1 limit 1";
    GET = "select id, programme, held_on, place, minutes, present, version, at, person from programme_meetings
        where id = $1";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    programme: Uuid,
    held_on: String,
    place: String,
    minutes: String,
    present: String,
    version: i64,
    at: i64,
    person: Option<Uuid>,
}

impl TryFrom<Row> for Meeting {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        let present = serde_json::from_str(&row.present)
            .map_err(|error| StoreError::Unreadable(format!("who was at a meeting: {error}")))?;
        Ok(Self {
            id: MeetingId(row.id),
            programme: ProgrammeId(row.programme),
            held_on: read(&row.held_on)?,
            place: row.place,
            minutes: row.minutes,
            present,
            version: row.version,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
            decisions: Vec::new(),
        })
    }
}

#[derive(FromRow)]
struct DecisionRow {
    meeting: Uuid,
    words: String,
    party: Option<Uuid>,
    due_on: Option<String>,
}

/// Keeps a meeting with its decisions.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Meeting) -> Stored<()> {
    let present = serde_json::to_string(&it.present)
        .map_err(|error| StoreError::Engine(format!("who was at a meeting: {error}")))?;
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.programme.0).bind(it.held_on.to_string())
        .bind(&it.place).bind(&it.minutes).bind(&present).bind(it.version).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).execute(db).await.map(drop))?;
    for (number, decision) in (1_i64..).zip(&it.decisions) {
        on_change!(change, db => sqlx::query(DECIDE).bind(it.id.0).bind(number).bind(&decision.words)
            .bind(decision.party.map(|id| id.0)).bind(decision.due_on.map(|day| day.to_string()))
            .execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Whether a programme had a meeting.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_any(change: &mut Change, programme: ProgrammeId) -> Stored<bool> {
    let found: Option<Uuid> =
        on_change!(change, db => sqlx::query_scalar(ANY).bind(programme.0).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// A meeting by its id, without its decisions: whether it is there.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: MeetingId) -> Stored<Option<Meeting>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Meeting::try_from).transpose()
}

/// The meetings of a programme, the last one first; at most so many.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, programme: ProgrammeId, most: i64) -> Stored<Vec<Meeting>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF).bind(programme.0).bind(most).fetch_all(db).await)?;
    let decisions: Vec<DecisionRow> =
        on_engine!(store, db => sqlx::query_as(DECISIONS).bind(programme.0).fetch_all(db).await)?;
    let mut by_meeting = BTreeMap::<Uuid, Vec<Decision>>::new();
    for row in decisions {
        let due_on = row.due_on.as_deref().map(read).transpose()?;
        let decision = Decision { words: row.words, party: row.party.map(PartyId), due_on };
        by_meeting.entry(row.meeting).or_default().push(decision);
    }
    rows.into_iter()
        .map(|row| {
            let decisions = by_meeting.remove(&row.id).unwrap_or_default();
            Ok(Meeting { decisions, ..Meeting::try_from(row)? })
        })
        .collect()
}
