//! Shifts of teams, and who was called to them.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    campaigns::{Answer, Call, Shift, Span},
    ids::{MemberId, PersonId, ProgrammeId, ShiftId, TeamId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select s.id, s.campaign, s.team, t.unit, s.what, s.starts_at, s.ends_at, s.needs, s.closed_at, s.handover
            from campaign_shifts s join campaign_teams t on t.id = s.team ",
            $rest
        )
    };
}

statements! {
    ADD = "insert into campaign_shifts (id, campaign, team, what, starts_at, ends_at, needs, made_at, person, closed_at, handover)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, '')";
    GET = select!("where s.id = $1");
    /// Those that were not handed over first.
    OF_TEAM = select!("where s.team = $1 order by case when s.closed_at is null then 0 else 1 end, s.starts_at desc, s.id
        limit $2");
    CLOSE = "update campaign_shifts set closed_at = $2, handover = $3 where id = $1 and closed_at is null";
    CALL = "insert into campaign_calls (shift, member, called_at, answer, answered_at, minutes)
        values ($1, $2, $3, null, null, null) on conflict (shift, member) do nothing";
    CALLS = "select shift, member, called_at, answer, minutes from campaign_calls where shift = $1 order by called_at, member";
    ANSWER = "update campaign_calls set answer = $3, answered_at = $4 where shift = $1 and member = $2 and minutes is null";
    ATTEND = "update campaign_calls set minutes = $3 where shift = $1 and member = $2 and minutes is null";
    /// When the members of a team are called away or were at work, around a time.
    SPANS = "select m.id, s.starts_at, s.ends_at from campaign_members m join campaign_calls c on c.member = m.id
        join campaign_shifts s on s.id = c.shift where m.team = $1 and s.starts_at >= $2 and s.starts_at < $3
        and (c.answer is null or c.answer = 'yes') and (c.minutes is null or c.minutes > 0)";
    /// When a member is called away or was at work but for one shift, around a time.
    OTHERS = "select s.starts_at, s.ends_at from campaign_calls c join campaign_shifts s on s.id = c.shift
        where c.member = $1 and c.shift <> $2 and s.starts_at >= $3 and s.starts_at < $4
        and (c.answer is null or c.answer = 'yes') and (c.minutes is null or c.minutes > 0)";
    /// A member's shifts, the newest first.
    OF_MEMBER = "select s.id, s.what, s.starts_at, s.ends_at, s.closed_at, c.answer, c.minutes from campaign_calls c
        join campaign_shifts s on s.id = c.shift where c.member = $1 order by s.starts_at desc, s.id limit $2";
    MINUTES = "select count(*), cast(coalesce(sum(minutes), 0) as bigint) from campaign_calls where member = $1 and minutes > 0";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    campaign: Uuid,
    team: Uuid,
    unit: Uuid,
    what: String,
    starts_at: i64,
    ends_at: i64,
    needs: String,
    closed_at: Option<i64>,
    handover: String,
}

impl TryFrom<Row> for Shift {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: ShiftId(row.id),
            campaign: ProgrammeId(row.campaign),
            team: TeamId(row.team),
            unit: UnitId(row.unit),
            what: row.what,
            from: Moment::from_micros(row.starts_at),
            to: Moment::from_micros(row.ends_at),
            needs: serde_json::from_str(&row.needs)
                .map_err(|error| StoreError::Unreadable(format!("a shift: {error}")))?,
            closed_at: row.closed_at.map(Moment::from_micros),
            handover: row.handover,
        })
    }
}

/// Adds a shift.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Shift, (at, person): (Moment, Option<PersonId>)) -> Stored<()> {
    let needs =
        serde_json::to_string(&it.needs).map_err(|error| StoreError::Engine(format!("a shift: {error}")))?;
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.campaign.0).bind(it.team.0).bind(&it.what)
        .bind(it.from.micros()).bind(it.to.micros()).bind(&needs).bind(at.micros()).bind(person.map(|id| id.0))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A shift.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: ShiftId) -> Stored<Option<Shift>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Shift::try_from).transpose()
}

/// A shift, as it stands inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn get_in(change: &mut Change, id: ShiftId) -> Stored<Option<Shift>> {
    let row: Option<Row> = on_change!(change, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Shift::try_from).transpose()
}

/// The shifts of a team: those that were not handed over first, then the latest.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_team(store: &Store, team: TeamId, limit: i64) -> Stored<Vec<Shift>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF_TEAM).bind(team.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Shift::try_from).collect()
}

/// Hands a shift over; false when it was handed over already.
///
/// # Errors
/// When the store cannot write.
pub async fn close(change: &mut Change, id: ShiftId, at: Moment, handover: &str) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(CLOSE).bind(id.0).bind(at.micros()).bind(handover).execute(db)
        .await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Calls somebody to a shift; false when they were called already.
///
/// # Errors
/// When the store cannot write.
pub async fn call(change: &mut Change, shift: ShiftId, member: MemberId, at: Moment) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(CALL).bind(shift.0).bind(member.0).bind(at.micros()).execute(db)
        .await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The shift, the member, when they were called, what they answered, how many minutes they were there.
type CallRow = (Uuid, Uuid, i64, Option<String>, Option<i64>);

/// Who was called to a shift, in the order of the calls.
///
/// # Errors
/// When the store cannot be read.
pub async fn calls(store: &Store, shift: ShiftId) -> Stored<Vec<Call>> {
    let rows: Vec<CallRow> =
        on_engine!(store, db => sqlx::query_as(CALLS).bind(shift.0).fetch_all(db).await)?;
    rows.into_iter().map(called).collect()
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn calls_in(change: &mut Change, shift: ShiftId) -> Stored<Vec<Call>> {
    let rows: Vec<CallRow> =
        on_change!(change, db => sqlx::query_as(CALLS).bind(shift.0).fetch_all(db).await)?;
    rows.into_iter().map(called).collect()
}

fn called((shift, member, called_at, answer, minutes): CallRow) -> Stored<Call> {
    Ok(Call {
        shift: ShiftId(shift),
        member: MemberId(member),
        called_at: Moment::from_micros(called_at),
        answer: answer.as_deref().map(read).transpose()?,
        minutes,
    })
}

/// Keeps what somebody answered; false when they were not called, or the shift was handed over.
///
/// # Errors
/// When the store cannot write.
pub async fn answer(
    change: &mut Change,
    (shift, member): (ShiftId, MemberId),
    answer: Answer,
    at: Moment,
) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(ANSWER).bind(shift.0).bind(member.0).bind(answer.word())
        .bind(at.micros()).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Keeps how long somebody was there; false when that is kept already.
///
/// # Errors
/// When the store cannot write.
pub async fn attend(change: &mut Change, (shift, member): (ShiftId, MemberId), minutes: i64) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(ATTEND).bind(shift.0).bind(member.0).bind(minutes).execute(db)
        .await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// When the members of a team have shifts that begin from one moment until before another.
///
/// # Errors
/// When the store cannot be read.
pub async fn spans(
    store: &Store,
    team: TeamId,
    (from, to): (Moment, Moment),
) -> Stored<Vec<(MemberId, Span)>> {
    let rows: Vec<(Uuid, i64, i64)> = on_engine!(store, db => sqlx::query_as(SPANS).bind(team.0).bind(from.micros())
        .bind(to.micros()).fetch_all(db).await)?;
    Ok(rows.into_iter().map(spanned).collect())
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn spans_in(
    change: &mut Change,
    team: TeamId,
    (from, to): (Moment, Moment),
) -> Stored<Vec<(MemberId, Span)>> {
    let rows: Vec<(Uuid, i64, i64)> = on_change!(change, db => sqlx::query_as(SPANS).bind(team.0).bind(from.micros())
        .bind(to.micros()).fetch_all(db).await)?;
    Ok(rows.into_iter().map(spanned).collect())
}

/// When a member has other shifts than one that begin from one moment until before another.
///
/// # Errors
/// When the store cannot be read.
pub async fn others_in(
    change: &mut Change,
    (member, but): (MemberId, ShiftId),
    (from, to): (Moment, Moment),
) -> Stored<Vec<Span>> {
    let rows: Vec<(i64, i64)> = on_change!(change, db => sqlx::query_as(OTHERS).bind(member.0).bind(but.0)
        .bind(from.micros()).bind(to.micros()).fetch_all(db).await)?;
    let span = |(from, to)| Span { from: Moment::from_micros(from), to: Moment::from_micros(to) };
    Ok(rows.into_iter().map(span).collect())
}

const fn spanned((member, from, to): (Uuid, i64, i64)) -> (MemberId, Span) {
    (MemberId(member), Span { from: Moment::from_micros(from), to: Moment::from_micros(to) })
}

/// A shift as a member sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Which.
    pub shift: ShiftId,
    /// What is to be done.
    pub what: String,
    /// When.
    pub span: Span,
    /// Whether it was handed over.
    pub is_closed: bool,
    /// What they answered.
    pub answer: Option<Answer>,
    /// How long they were there.
    pub minutes: Option<i64>,
}

/// The shifts to which a member was called, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_member(store: &Store, member: MemberId, limit: i64) -> Stored<Vec<Own>> {
    type Row = (Uuid, String, i64, i64, Option<i64>, Option<String>, Option<i64>);
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(OF_MEMBER).bind(member.0).bind(limit).fetch_all(db).await)?;
    let one = |(shift, what, from, to, closed_at, answer, minutes): Row| {
        Ok(Own {
            shift: ShiftId(shift),
            what,
            span: Span { from: Moment::from_micros(from), to: Moment::from_micros(to) },
            is_closed: closed_at.is_some(),
            answer: answer.as_deref().map(read).transpose()?,
            minutes,
        })
    };
    rows.into_iter().map(one).collect()
}

/// At how many shifts a member was, and for how many minutes.
///
/// # Errors
/// When the store cannot be read.
pub async fn minutes(store: &Store, member: MemberId) -> Stored<(i64, i64)> {
    Ok(on_engine!(store, db => sqlx::query_as(MINUTES).bind(member.0).fetch_one(db).await)?)
}
