//! Rounds of contests: who takes part, who sits on the jury, how parts ran, which points were given.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    contests::{Juror, Mark, Round, Run, Seat},
    ids::{ContestId, ContestTeamId, MarkId, PersonId, RoundId},
    time::Moment,
};
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    ADD = "insert into contest_rounds (id, contest, tier, name, held_on, go_on, stage, moved_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    GET = "select id, contest, tier, name, held_on, go_on, stage, moved_at from contest_rounds where id = $1";
    /// Locks the row on PostgreSQL, so that points and steps come one after another.
    LOCK = "update contest_rounds set stage = stage where id = $1
        returning id, contest, tier, name, held_on, go_on, stage, moved_at";
    STEP = "update contest_rounds set stage = $2, moved_at = $3 where id = $1";
    OF = "select id, contest, tier, name, held_on, go_on, stage, moved_at from contest_rounds where contest = $1
        order by held_on, id";
    PLACE = "insert into contest_places (round, team, number) values ($1, $2, $3)
        on conflict (round, team) do update set number = excluded.number";
    UNPLACE = "delete from contest_places where round = $1 and team = $2";
    PLACES = "select team, number from contest_places where round = $1 order by number, team";
    SEAT = "insert into contest_jury (round, person, seat, at) values ($1, $2, $3, $4)
        on conflict (round, person) do update set seat = excluded.seat, at = excluded.at, ended_at = null";
    UNSEAT = "update contest_jury set ended_at = $3 where round = $1 and person = $2 and ended_at is null";
    JURY = "select j.person, p.name, j.seat from contest_jury j join people p on p.id = j.person
        where j.round = $1 and j.ended_at is null order by j.at, j.person";
    MINE = "select r.id, r.contest, r.tier, r.name, r.held_on, r.go_on, r.stage, r.moved_at from contest_jury j
        join contest_rounds r on r.id = j.round where j.person = $1 and j.ended_at is null
        order by r.held_on desc, r.id limit 50";
    RUN = "insert into contest_runs (round, team, part, seconds, over_at) values ($1, $2, $3, $4, $5)
        on conflict (round, team, part) do update set seconds = excluded.seconds, over_at = excluded.over_at";
    RUNS = "select team, part, seconds, over_at from contest_runs where round = $1 order by team, part";
    ADD_MARK = "insert into contest_marks (id, round, team, part, judge, number, points, way, reason, at, person, witness)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    MARK = "select id, team, part, judge, number, points, way, reason, at, person, witness, round from contest_marks
        where id = $1";
    MARKS = "select id, team, part, judge, number, points, way, reason, at, person, witness, round from contest_marks
        where round = $1 order by team, part, judge, number";
    LOT = "insert into contest_lots (round, team, lot) values ($1, $2, $3)
        on conflict (round, team) do update set lot = excluded.lot";
    LOTS = "select team, lot from contest_lots where round = $1";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    contest: Uuid,
    tier: String,
    name: String,
    held_on: String,
    go_on: i64,
    stage: String,
    moved_at: i64,
}

impl TryFrom<Row> for Round {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: RoundId(row.id),
            contest: ContestId(row.contest),
            tier: read(&row.tier)?,
            name: row.name,
            held_on: read(&row.held_on)?,
            go_on: row.go_on,
            stage: read(&row.stage)?,
            moved_at: Moment::from_micros(row.moved_at),
        })
    }
}

/// Keeps a round.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Round) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.contest.0).bind(it.tier.word()).bind(&it.name)
        .bind(it.held_on.to_string()).bind(it.go_on).bind(it.stage.word()).bind(it.moved_at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// One round.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: RoundId) -> Stored<Option<Round>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Round::try_from).transpose()
}

/// One round, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: RoundId) -> Stored<Option<Round>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Round::try_from).transpose()
}

/// Writes how far a round has come.
///
/// # Errors
/// When the store cannot write.
pub async fn step(change: &mut Change, it: &Round) -> Stored<()> {
    on_change!(change, db => sqlx::query(STEP).bind(it.id.0).bind(it.stage.word()).bind(it.moved_at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// The rounds of a contest, by day.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, contest: ContestId) -> Stored<Vec<Round>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF).bind(contest.0).fetch_all(db).await)?;
    rows.into_iter().map(Round::try_from).collect()
}

/// The rounds on whose jury somebody sits, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn mine(store: &Store, person: PersonId) -> Stored<Vec<Round>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(MINE).bind(person.0).fetch_all(db).await)?;
    rows.into_iter().map(Round::try_from).collect()
}

/// Lets a team take part in a round, at a place in its order.
///
/// # Errors
/// When the store cannot write.
pub async fn place(change: &mut Change, round: RoundId, team: ContestTeamId, number: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(PLACE).bind(round.0).bind(team.0).bind(number).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a team out of a round.
///
/// # Errors
/// When the store cannot write.
pub async fn unplace(change: &mut Change, round: RoundId, team: ContestTeamId) -> Stored<()> {
    on_change!(change, db => sqlx::query(UNPLACE).bind(round.0).bind(team.0).execute(db).await.map(drop))?;
    Ok(())
}

/// The teams of a round, in its order.
///
/// # Errors
/// When the store cannot be read.
pub async fn places(store: &Store, round: RoundId) -> Stored<Vec<(ContestTeamId, i64)>> {
    let rows: Vec<(Uuid, i64)> =
        on_engine!(store, db => sqlx::query_as(PLACES).bind(round.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(team, number)| (ContestTeamId(team), number)).collect())
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn places_in(change: &mut Change, round: RoundId) -> Stored<Vec<(ContestTeamId, i64)>> {
    let rows: Vec<(Uuid, i64)> =
        on_change!(change, db => sqlx::query_as(PLACES).bind(round.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(team, number)| (ContestTeamId(team), number)).collect())
}

/// Gives somebody a seat on a jury.
///
/// # Errors
/// When the store cannot write.
pub async fn seat(
    change: &mut Change,
    round: RoundId,
    person: PersonId,
    seat: Seat,
    at: Moment,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(SEAT).bind(round.0).bind(person.0).bind(seat.word()).bind(at.micros())
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a seat back; false when nobody held it.
///
/// # Errors
/// When the store cannot write.
pub async fn unseat(change: &mut Change, round: RoundId, person: PersonId, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(UNSEAT).bind(round.0).bind(person.0).bind(at.micros())
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The jury of a round.
///
/// # Errors
/// When the store cannot be read.
pub async fn jury(store: &Store, round: RoundId) -> Stored<Vec<Juror>> {
    let rows: Vec<(Uuid, String, String)> =
        on_engine!(store, db => sqlx::query_as(JURY).bind(round.0).fetch_all(db).await)?;
    rows.into_iter().map(juror).collect()
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn jury_in(change: &mut Change, round: RoundId) -> Stored<Vec<Juror>> {
    let rows: Vec<(Uuid, String, String)> =
        on_change!(change, db => sqlx::query_as(JURY).bind(round.0).fetch_all(db).await)?;
    rows.into_iter().map(juror).collect()
}

fn juror((person, name, seat): (Uuid, String, String)) -> Stored<Juror> {
    Ok(Juror { person: PersonId(person), name, seat: read(&seat)? })
}

/// Writes how a part of a team ran.
///
/// # Errors
/// When the store cannot write.
pub async fn run(change: &mut Change, round: RoundId, it: &Run) -> Stored<()> {
    on_change!(change, db => sqlx::query(RUN).bind(round.0).bind(it.team.0).bind(&it.part).bind(it.seconds)
        .bind(it.over_at.map(Moment::micros)).execute(db).await.map(drop))?;
    Ok(())
}

fn run_of((team, part, seconds, over_at): (Uuid, String, Option<i64>, Option<i64>)) -> Run {
    Run { team: ContestTeamId(team), part, seconds, over_at: over_at.map(Moment::from_micros) }
}

/// How the parts of a round ran.
///
/// # Errors
/// When the store cannot be read.
pub async fn runs(store: &Store, round: RoundId) -> Stored<Vec<Run>> {
    let rows: Vec<(Uuid, String, Option<i64>, Option<i64>)> =
        on_engine!(store, db => sqlx::query_as(RUNS).bind(round.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(run_of).collect())
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn runs_in(change: &mut Change, round: RoundId) -> Stored<Vec<Run>> {
    let rows: Vec<(Uuid, String, Option<i64>, Option<i64>)> =
        on_change!(change, db => sqlx::query_as(RUNS).bind(round.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(run_of).collect())
}

#[derive(FromRow)]
struct MarkRow {
    id: Uuid,
    team: Uuid,
    part: String,
    judge: Uuid,
    number: i64,
    points: String,
    way: String,
    reason: String,
    at: i64,
    person: Option<Uuid>,
    witness: Option<Uuid>,
    round: Uuid,
}

impl TryFrom<MarkRow> for Mark {
    type Error = StoreError;
    fn try_from(row: MarkRow) -> Stored<Self> {
        let points =
            serde_json::from_str(&row.points).map_err(|error| StoreError::Unreadable(error.to_string()))?;
        Ok(Self {
            id: MarkId(row.id),
            team: ContestTeamId(row.team),
            part: row.part,
            judge: PersonId(row.judge),
            number: row.number,
            points,
            way: read(&row.way)?,
            reason: row.reason,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
            witness: row.witness.map(PersonId),
        })
    }
}

/// Keeps points.
///
/// # Errors
/// [`StoreError::Taken`] when some of this id are there already; when the store cannot write.
pub async fn add_mark(change: &mut Change, round: RoundId, it: &Mark) -> Stored<()> {
    let points =
        serde_json::to_string(&it.points).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    on_change!(change, db => sqlx::query(ADD_MARK).bind(it.id.0).bind(round.0).bind(it.team.0).bind(&it.part)
        .bind(it.judge.0).bind(it.number).bind(&points).bind(it.way.word()).bind(&it.reason).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).bind(it.witness.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
}

/// Points by their id, with the round they were given in.
///
/// # Errors
/// When the store cannot be read.
pub async fn mark(store: &Store, id: MarkId) -> Stored<Option<(RoundId, Mark)>> {
    let row: Option<MarkRow> =
        on_engine!(store, db => sqlx::query_as(MARK).bind(id.0).fetch_optional(db).await)?;
    row.map(|row| Ok((RoundId(row.round), Mark::try_from(row)?))).transpose()
}

/// Every row of points of a round: by team, part and judge, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn marks(store: &Store, round: RoundId) -> Stored<Vec<Mark>> {
    let rows: Vec<MarkRow> =
        on_engine!(store, db => sqlx::query_as(MARKS).bind(round.0).fetch_all(db).await)?;
    rows.into_iter().map(Mark::try_from).collect()
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn marks_in(change: &mut Change, round: RoundId) -> Stored<Vec<Mark>> {
    let rows: Vec<MarkRow> =
        on_change!(change, db => sqlx::query_as(MARKS).bind(round.0).fetch_all(db).await)?;
    rows.into_iter().map(Mark::try_from).collect()
}

/// Keeps the lot a team drew.
///
/// # Errors
/// When the store cannot write.
pub async fn lot(change: &mut Change, round: RoundId, team: ContestTeamId, lot: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(LOT).bind(round.0).bind(team.0).bind(lot).execute(db).await.map(drop))?;
    Ok(())
}

/// The lots that were drawn in a round.
///
/// # Errors
/// When the store cannot be read.
pub async fn lots(store: &Store, round: RoundId) -> Stored<BTreeMap<ContestTeamId, i64>> {
    let rows: Vec<(Uuid, i64)> =
        on_engine!(store, db => sqlx::query_as(LOTS).bind(round.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(team, lot)| (ContestTeamId(team), lot)).collect())
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lots_in(change: &mut Change, round: RoundId) -> Stored<BTreeMap<ContestTeamId, i64>> {
    let rows: Vec<(Uuid, i64)> =
        on_change!(change, db => sqlx::query_as(LOTS).bind(round.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(team, lot)| (ContestTeamId(team), lot)).collect())
}
