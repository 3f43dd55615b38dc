//! Members of campaigns.

use super::ROWS;
use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    campaigns::{Member, Time},
    ids::{MemberId, PersonId, ProgrammeId, ShiftId, TeamId, UnitId},
    time::Moment,
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, campaign, unit, enrolled_of, team, name, phone, leads, skills, times, way, enrolled_at, enrolled_by, receipt, same"
    };
}

statements! {
    GET = concat!("select ", columns!(), " from campaign_members where id = $1");
    BY_RECEIPT = concat!("select ", columns!(), " from campaign_members where receipt = $1");
    /// Locks the row on PostgreSQL; on SQLite the writer is alone anyway.
    LOCK = concat!("update campaign_members set leads = leads where id = $1 returning ", columns!());
    OF_TEAM = concat!("select ", columns!(), " from campaign_members where team = $1 order by leads desc, name, id");
    /// Whoever was called to a shift, wherever they are now.
    CALLED = concat!("select ", columns!(), " from campaign_members where id in
        (select member from campaign_calls where shift = $1) order by name, id");
    WAITING = concat!("select ", columns!(), " from campaign_members where unit = $1 and campaign = $2 and team is null
        and (enrolled_at, id) > ($3, $4) order by enrolled_at, id limit $5");
    SAME = "select id from campaign_members where campaign = $1 and same = $2";
    SET_TEAM = "update campaign_members set team = $2, unit = $3 where id = $1";
    UNTEAM = "update campaign_members set team = null where team = $1";
    SET = "update campaign_members set name = $2, phone = $3, leads = $4, skills = $5, times = $6, same = $7 where id = $1";
    REMOVE_CALLS = "delete from campaign_calls where member = $1";
    REMOVE = "delete from campaign_members where id = $1";
    /// What is kept of a member whose time is over: that there was one.
    FORGET = "update campaign_members set name = '', phone = '', skills = '', times = '', receipt = null, same = $2
        where id = $1 and name <> ''";
    /// Whoever was in a campaign that was over before a day, by its term or because it was closed.
    DUE = "select m.id from campaign_members m join programmes p on p.id = m.campaign
        where (p.ends_on < $1 or p.ended_at < $3) and m.name <> '' order by m.id limit $2";
    COUNT_DUE = "select count(*) from campaign_members m join programmes p on p.id = m.campaign
        where (p.ends_on < $1 or p.ended_at < $2) and m.name <> ''";
    /// When an office read how to reach a team, the newest first.
    READINGS = "select at, unit from events where thing = $1 and kind = $2 and at >= $3 order by at desc limit $4";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    campaign: Uuid,
    unit: Uuid,
    enrolled_of: Uuid,
    team: Option<Uuid>,
    name: String,
    phone: String,
    leads: bool,
    skills: String,
    times: String,
    way: String,
    enrolled_at: i64,
    enrolled_by: Option<Uuid>,
    receipt: Option<String>,
    same: Vec<u8>,
}

impl TryFrom<Row> for Member {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: MemberId(row.id),
            campaign: ProgrammeId(row.campaign),
            unit: UnitId(row.unit),
            enrolled_of: UnitId(row.enrolled_of),
            team: row.team.map(TeamId),
            name: row.name,
            phone: row.phone,
            leads: row.leads,
            skills: row.skills.split_whitespace().map(str::to_owned).collect(),
            times: row.times.split_whitespace().map(read).collect::<Stored<_>>()?,
            way: read(&row.way)?,
            enrolled_at: Moment::from_micros(row.enrolled_at),
            enrolled_by: row.enrolled_by.map(PersonId),
            receipt: row.receipt,
            same: row.same,
        })
    }
}

fn words_of(times: &[Time]) -> String {
    times.iter().map(|time| time.word()).collect::<Vec<_>>().join(" ")
}

/// Adds members, many rows a statement; whoever is there already is left out. Returns the team and the commune of each that was added.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, members: &[Member]) -> Stored<Vec<(Option<TeamId>, UnitId)>> {
    const HEAD: &str = concat!("insert into campaign_members (", columns!(), ") ");
    const TAIL: &str = " on conflict (campaign, same) do nothing returning team, unit";
    let mut added = Vec::with_capacity(members.len());
    for some in members.chunks(ROWS) {
        let rows: Vec<(Option<Uuid>, Uuid)> = on_change!(change, db => {
            let mut query = QueryBuilder::new(HEAD);
            query.push_values(some, |mut row, it| {
                row.push_bind(it.id.0)
                    .push_bind(it.campaign.0)
                    .push_bind(it.unit.0)
                    .push_bind(it.enrolled_of.0)
                    .push_bind(it.team.map(|id| id.0))
                    .push_bind(&it.name)
                    .push_bind(&it.phone)
                    .push_bind(it.leads)
                    .push_bind(it.skills.join(" "))
                    .push_bind(words_of(&it.times))
                    .push_bind(it.way.word())
                    .push_bind(it.enrolled_at.micros())
                    .push_bind(it.enrolled_by.map(|id| id.0))
                    .push_bind(&it.receipt)
                    .push_bind(&it.same);
            });
            query.push(TAIL);
            query.build_query_as().persistent(some.len() == ROWS).fetch_all(db).await
        })?;
        added.extend(rows.into_iter().map(|(team, unit)| (team.map(TeamId), UnitId(unit))));
    }
    Ok(added)
}

/// A member.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: MemberId) -> Stored<Option<Member>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Member::try_from).transpose()
}

/// A member, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: MemberId) -> Stored<Option<Member>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Member::try_from).transpose()
}

/// Who holds a code.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_receipt(store: &Store, code: &str) -> Stored<Option<Member>> {
    let row: Option<Row> =
        on_engine!(store, db => sqlx::query_as(BY_RECEIPT).bind(code).fetch_optional(db).await)?;
    row.map(Member::try_from).transpose()
}

/// The members of a team, whoever leads first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_team(store: &Store, team: TeamId) -> Stored<Vec<Member>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_TEAM).bind(team.0).fetch_all(db).await)?;
    rows.into_iter().map(Member::try_from).collect()
}

/// Whoever was called to a shift, whether they are in its team still or not.
///
/// # Errors
/// When the store cannot be read.
pub async fn called(store: &Store, shift: ShiftId) -> Stored<Vec<Member>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(CALLED).bind(shift.0).fetch_all(db).await)?;
    rows.into_iter().map(Member::try_from).collect()
}

/// The members of a commune who wait for a team, the first who came first, after a place in that order.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting(
    store: &Store,
    (campaign, unit): (ProgrammeId, UnitId),
    (at, id): (Moment, MemberId),
    limit: i64,
) -> Stored<Vec<Member>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(WAITING).bind(unit.0).bind(campaign.0)
        .bind(at.micros()).bind(id.0).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Member::try_from).collect()
}

/// Whoever is known as the same person in a campaign.
///
/// # Errors
/// When the store cannot be read.
pub async fn same(change: &mut Change, campaign: ProgrammeId, same: &[u8]) -> Stored<Option<MemberId>> {
    let id: Option<Uuid> = on_change!(change, db => sqlx::query_scalar(SAME).bind(campaign.0).bind(same)
        .fetch_optional(db).await)?;
    Ok(id.map(MemberId))
}

/// Gives a member to a team in the care of a commune.
///
/// # Errors
/// When the store cannot write.
pub async fn set_team(change: &mut Change, id: MemberId, team: TeamId, unit: UnitId) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET_TEAM).bind(id.0).bind(team.0).bind(unit.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Lets all members of a team wait for another. Returns how many.
///
/// # Errors
/// When the store cannot write.
pub async fn unteam(change: &mut Change, team: TeamId) -> Stored<i64> {
    let rows = on_change!(change, db => sqlx::query(UNTEAM).bind(team.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// Writes what is known of a member anew: name, telephone, skills, times.
///
/// # Errors
/// [`StoreError::Taken`] when that is somebody who is there already; when the store cannot write.
pub async fn set(change: &mut Change, it: &Member) -> Stored<()> {
    let (skills, times) = (it.skills.join(" "), words_of(&it.times));
    on_change!(change, db => sqlx::query(SET).bind(it.id.0).bind(&it.name).bind(&it.phone).bind(it.leads)
        .bind(&skills).bind(&times).bind(&it.same).execute(db).await.map(drop))?;
    Ok(())
}

/// Removes a member with the calls to them.
///
/// # Errors
/// When the store cannot write.
pub async fn remove(change: &mut Change, id: MemberId) -> Stored<()> {
    for sql in [REMOVE_CALLS, REMOVE] {
        on_change!(change, db => sqlx::query(sql).bind(id.0).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Forgets who a member was; that there was one stays. Returns how many were forgotten.
///
/// # Errors
/// When the store cannot write.
pub async fn forget(change: &mut Change, id: Uuid) -> Stored<u64> {
    let nobody = id.as_bytes().to_vec();
    Ok(on_change!(change, db => sqlx::query(FORGET).bind(id).bind(&nobody).execute(db).await
        .map(|done| done.rows_affected()))?)
}

/// When events of a kind happened to a team since a moment, and at which unit; the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn readings(
    store: &Store,
    team: TeamId,
    (kind, since): (&str, Moment),
    limit: i64,
) -> Stored<Vec<(Moment, Option<UnitId>)>> {
    let rows: Vec<(i64, Option<Uuid>)> = on_engine!(store, db => sqlx::query_as(READINGS).bind(team.0).bind(kind)
        .bind(since.micros()).bind(limit).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(at, unit)| (Moment::from_micros(at), unit.map(UnitId))).collect())
}

/// The statements that count and find whom the rule of retention is about: `$1` is a day, the last one its first moment.
pub(crate) const fn due() -> (&'static str, &'static str) {
    (COUNT_DUE, DUE)
}
