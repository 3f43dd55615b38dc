//! People, their positions, their sessions, and failed tries.

pub mod delegations;
pub mod devices;
pub mod factors;
pub mod identities;
pub mod passkeys;
pub mod secrets;
mod tries;

pub use tries::{STATEMENTS as TRIES_STATEMENTS, forgive, no_try, tried, tries};

use crate::{
    Change, Store,
    engine::{StoreError, Stored, by_ids},
    on_change, on_engine, statements,
};
use danvan_domain::{
    ids::{PersonId, PositionId, SessionId, UnitId},
    people::{Person, Position, Role},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    ADD = "insert into people (id, sign_in, name, password_hash, active) values ($1, $2, $3, $4, $5)";
    BY_SIGN_IN = "select id, sign_in, name, password_hash, active from people where sign_in = $1";
    BY_ID = "select id, sign_in, name, password_hash, active from people where id = $1";
    LIST = "select id, sign_in, name, password_hash, active from people order by sign_in limit $1";
    FIND = "select id, sign_in, name, password_hash, active from people
        where sign_in like $1 escape '!' or lower(name) like $1 escape '!' order by sign_in limit $2";
    GIVE = "insert into positions (id, person, role, unit, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6)";
    HELD = "select id, person, role, unit, valid_from, valid_to from positions
        where person = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2)
        union all
        select p.id, d.person, p.role, p.unit, d.valid_from, d.valid_to
        from delegations d join positions p on p.id = d.position
        where d.person = $1 and d.revoked_at is null and d.valid_from <= $2 and d.valid_to >= $2
            and p.valid_from <= $2 and (p.valid_to is null or p.valid_to >= $2)";
    /// The positions somebody holds themself, on a day or later.
    OWN = "select id, person, role, unit, valid_from, valid_to from positions
        where person = $1 and (valid_to is null or valid_to >= $2) order by valid_from, id";
    AT_UNIT = "select p.id, p.sign_in, p.name, p.password_hash, p.active from people p
        where p.active and p.id in (select h.person from positions h where h.unit = $1 and h.role = $2
            and h.valid_from <= $3 and (h.valid_to is null or h.valid_to >= $3))
        order by p.name limit 200";
    HOLDS = "select count(*) from positions h join people p on p.id = h.person where p.active and h.person = $1
        and h.unit = $2 and (cast($3 as text) is null or h.role = $3) and h.valid_from <= $4
        and (h.valid_to is null or h.valid_to >= $4)";
    HOLDERS = "select count(*) from positions h join people p on p.id = h.person where p.active and h.role = $1
        and h.valid_from <= $2 and (h.valid_to is null or h.valid_to >= $2)";
    POSITIONS_AT = "select id, person, role, unit, valid_from, valid_to from positions
        where unit = $1 and (valid_to is null or valid_to >= $2)";
    END_POSITION = "update positions set valid_to = $2 where id = $1";
    OPEN_SESSION = "insert into sessions (id, token_hash, person, created_at, seen_at, ends_at, device, proved_at, is_new_device)
        values ($1, $2, $3, $4, $4, $5, $6, $4, $7)";
    SESSION = "select s.id as session, s.seen_at as seen_at, s.proved_at as proved_at, s.ends_at as ends_at,
        (select value from settings where name = 'sign_in.idle_minutes') as idle_minutes,
        (select value from settings where name = 'sign_in.idle_free_roles') as idle_free_roles,
        coalesce((select value from settings where name = 'sign_in.second_factor_roles'), '') as factor_roles,
        exists (select 1 from second_factors f where f.person = p.id and f.confirmed_at is not null)
            or exists (select 1 from passkeys k where k.person = p.id) as has_factor,
        exists (select 1 from passkeys k where k.person = p.id) as has_passkey,
        p.id, p.sign_in, p.name, p.active
        from sessions s join people p on p.id = s.person where s.token_hash = $1";
    SEEN = "update sessions set seen_at = $2 where id = $1";
    SESSIONS = "select id, created_at, seen_at, device, is_new_device from sessions where person = $1 and ends_at > $2
        order by seen_at desc";
    CLOSE_SESSION = "delete from sessions where id = $1 and person = $2";
    SWEEP = "delete from sessions where ends_at <= $1";
}

#[derive(FromRow)]
struct PersonRow {
    id: Uuid,
    sign_in: String,
    name: String,
    password_hash: Option<String>,
    active: bool,
}

impl PersonRow {
    fn split(self) -> (Person, Option<String>) {
        let person =
            Person { id: PersonId(self.id), sign_in: self.sign_in, name: self.name, active: self.active };
        (person, self.password_hash)
    }
}

#[derive(FromRow)]
struct PositionRow {
    id: Uuid,
    person: Uuid,
    role: String,
    unit: Uuid,
    valid_from: String,
    valid_to: Option<String>,
}

/// Reads a stored word or day.
pub(crate) fn read<T: std::str::FromStr>(text: &str) -> Stored<T> {
    text.parse().map_err(|_| StoreError::Unreadable(text.to_owned()))
}

impl TryFrom<PositionRow> for Position {
    type Error = StoreError;
    fn try_from(row: PositionRow) -> Stored<Self> {
        Ok(Self {
            id: PositionId(row.id),
            person: PersonId(row.person),
            role: read(&row.role)?,
            unit: UnitId(row.unit),
            from: read(&row.valid_from)?,
            to: row.valid_to.as_deref().map(read).transpose()?,
        })
    }
}

/// Adds a person.
///
/// # Errors
/// [`StoreError::Taken`] when the sign-in name is in use.
pub async fn add(change: &mut Change, person: &Person, password_hash: Option<&str>) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(person.id.0).bind(&person.sign_in).bind(&person.name)
        .bind(password_hash).bind(person.active).execute(db).await.map(drop))?;
    Ok(())
}

/// A person and the hash of their password, by sign-in name.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_sign_in(store: &Store, sign_in: &str) -> Stored<Option<(Person, Option<String>)>> {
    let row: Option<PersonRow> =
        on_engine!(store, db => sqlx::query_as(BY_SIGN_IN).bind(sign_in).fetch_optional(db).await)?;
    Ok(row.map(PersonRow::split))
}

/// A person by id.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_id(store: &Store, id: PersonId) -> Stored<Option<Person>> {
    let row: Option<PersonRow> =
        on_engine!(store, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(db).await)?;
    Ok(row.map(|row| row.split().0))
}

/// The names of some people.
///
/// # Errors
/// When the store cannot be read.
pub async fn names(store: &Store, ids: &[PersonId]) -> Stored<BTreeMap<PersonId, String>> {
    let rows = by_ids!(store, (Uuid, String), "select id, name from people where id in (", ids, ")");
    Ok(rows.into_iter().map(|(id, name)| (PersonId(id), name)).collect())
}

/// Everybody, by sign-in name.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(store: &Store, limit: i64) -> Stored<Vec<Person>> {
    let rows: Vec<PersonRow> = on_engine!(store, db => sqlx::query_as(LIST).bind(limit).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|row| row.split().0).collect())
}

/// People whose sign-in name or name holds a text, by sign-in name.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, text: &str, limit: i64) -> Stored<Vec<Person>> {
    let literal = text.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let rows: Vec<PersonRow> = on_engine!(store, db => sqlx::query_as(FIND)
        .bind(format!("%{literal}%")).bind(limit).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|row| row.split().0).collect())
}

/// Gives a position.
///
/// # Errors
/// When the store cannot write.
pub async fn give(change: &mut Change, position: &Position) -> Stored<()> {
    on_change!(change, db => sqlx::query(GIVE).bind(position.id.0).bind(position.person.0).bind(position.role.word())
        .bind(position.unit.0).bind(position.from.to_string()).bind(position.to.map(|day| day.to_string()))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// The positions somebody holds themself, not counting what is lent to them, on a day or later.
///
/// # Errors
/// When the store cannot be read.
pub async fn own(store: &Store, person: PersonId, on: Day) -> Stored<Vec<Position>> {
    let rows: Vec<PositionRow> = on_engine!(store, db => sqlx::query_as(OWN)
        .bind(person.0).bind(on.to_string()).fetch_all(db).await)?;
    rows.into_iter().map(Position::try_from).collect()
}

/// The positions somebody holds on a day: their own, and those lent to them.
///
/// # Errors
/// When the store cannot be read.
pub async fn held(store: &Store, person: PersonId, on: Day) -> Stored<Vec<Position>> {
    let rows: Vec<PositionRow> = on_engine!(store, db => sqlx::query_as(HELD)
        .bind(person.0).bind(on.to_string()).fetch_all(db).await)?;
    rows.into_iter().map(Position::try_from).collect()
}

/// Who holds a role at a unit on a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn at_unit(store: &Store, unit: UnitId, role: Role, on: Day) -> Stored<Vec<Person>> {
    let rows: Vec<PersonRow> = on_engine!(store, db => sqlx::query_as(AT_UNIT)
        .bind(unit.0).bind(role.word()).bind(on.to_string()).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|row| row.split().0).collect())
}

/// Whether somebody holds a position at a unit on a day, of one role or of any, as it stands inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn holds(
    change: &mut Change,
    (person, unit): (PersonId, UnitId),
    role: Option<Role>,
    on: Day,
) -> Stored<bool> {
    let role = role.map(Role::word);
    let held: i64 = on_change!(change, db => sqlx::query_scalar(HOLDS).bind(person.0).bind(unit.0).bind(role)
        .bind(on.to_string()).fetch_one(db).await)?;
    Ok(held > 0)
}

/// How many positions of a role are held on a day by people who may sign in.
///
/// # Errors
/// When the store cannot be read.
pub async fn holders(store: &Store, role: Role, on: Day) -> Stored<i64> {
    Ok(
        on_engine!(store, db => sqlx::query_scalar(HOLDERS).bind(role.word()).bind(on.to_string()).fetch_one(db).await)?,
    )
}

/// The positions at a unit that last until a day or beyond.
///
/// # Errors
/// When the store cannot be read.
pub async fn positions_at(store: &Store, unit: UnitId, until: Day) -> Stored<Vec<Position>> {
    let rows: Vec<PositionRow> = on_engine!(store, db => sqlx::query_as(POSITIONS_AT)
        .bind(unit.0).bind(until.to_string()).fetch_all(db).await)?;
    rows.into_iter().map(Position::try_from).collect()
}

/// Ends a position after a day.
///
/// # Errors
/// When the store cannot write.
pub async fn end_position(change: &mut Change, id: PositionId, last: Day) -> Stored<()> {
    on_change!(change, db => sqlx::query(END_POSITION).bind(id.0).bind(last.to_string()).execute(db).await.map(drop))?;
    Ok(())
}

/// Opens a session; only the hash of its token is kept.
///
/// # Errors
/// When the store cannot write.
pub async fn open_session(
    change: &mut Change,
    id: SessionId,
    token_hash: &[u8],
    person: PersonId,
    (now, ends_at): (Moment, Moment),
    device: &str,
    is_new_device: bool,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(OPEN_SESSION).bind(id.0).bind(token_hash).bind(person.0).bind(now.micros())
        .bind(ends_at.micros()).bind(device).bind(is_new_device).execute(db).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct SessionRow {
    session: Uuid,
    seen_at: i64,
    proved_at: i64,
    ends_at: i64,
    idle_minutes: Option<String>,
    idle_free_roles: Option<String>,
    factor_roles: String,
    has_factor: bool,
    has_passkey: bool,
    id: Uuid,
    sign_in: String,
    name: String,
    active: bool,
}

/// Who signed in with a token, by its hash; sessions that have ended are found until they are swept.
///
/// # Errors
/// When the store cannot be read.
pub async fn session(store: &Store, token_hash: &[u8]) -> Stored<Option<FoundSession>> {
    let row: Option<SessionRow> = on_engine!(store, db => sqlx::query_as(SESSION)
        .bind(token_hash).fetch_optional(db).await)?;
    Ok(row.map(|row| FoundSession {
        session: SessionId(row.session),
        seen_at: Moment::from_micros(row.seen_at),
        proved_at: Moment::from_micros(row.proved_at),
        ends_at: Moment::from_micros(row.ends_at),
        idle_minutes: row.idle_minutes,
        idle_free_roles: row.idle_free_roles,
        factor_roles: row.factor_roles,
        has_factor: row.has_factor,
        has_passkey: row.has_passkey,
        person: Person { id: PersonId(row.id), sign_in: row.sign_in, name: row.name, active: row.active },
    }))
}

/// A session was used.
///
/// # Errors
/// When the store cannot write.
pub async fn seen(change: &mut Change, id: SessionId, now: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(SEEN).bind(id.0).bind(now.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// A session as it is found by its token.
pub struct FoundSession {
    /// Which.
    pub session: SessionId,
    /// When it was last used.
    pub seen_at: Moment,
    /// When its person last proved who they are.
    pub proved_at: Moment,
    /// When it ends.
    pub ends_at: Moment,
    /// The setting that says after how many minutes without use it ends.
    pub idle_minutes: Option<String>,
    /// The setting that names the roles to which that does not apply.
    pub idle_free_roles: Option<String>,
    /// The setting that names the roles which need a second factor.
    pub factor_roles: String,
    /// Whether its person has one.
    pub has_factor: bool,
    /// Whether one of their factors is a passkey.
    pub has_passkey: bool,
    /// Whose it is.
    pub person: Person,
}

/// One of somebody's signed-in browsers.
#[derive(FromRow)]
pub struct Device {
    /// The session.
    pub id: Uuid,
    /// Signed in when, µs.
    pub created_at: i64,
    /// Last used when, µs.
    pub seen_at: i64,
    /// What the browser says it is.
    pub device: String,
    /// Whether nobody had signed in from it before.
    pub is_new_device: bool,
}

/// Somebody's signed-in browsers, last used first.
///
/// # Errors
/// When the store cannot be read.
pub async fn sessions(store: &Store, person: PersonId, now: Moment) -> Stored<Vec<Device>> {
    Ok(
        on_engine!(store, db => sqlx::query_as(SESSIONS).bind(person.0).bind(now.micros()).fetch_all(db).await)?,
    )
}

/// Signs a browser out; only its own person can.
///
/// # Errors
/// When the store cannot write.
pub async fn close_session(change: &mut Change, id: SessionId, person: PersonId) -> Stored<bool> {
    let gone = on_change!(change, db => sqlx::query(CLOSE_SESSION).bind(id.0).bind(person.0).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(gone > 0)
}

/// Removes sessions that have ended.
///
/// # Errors
/// When the store cannot write.
pub async fn sweep(change: &mut Change, now: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(SWEEP).bind(now.micros()).execute(db).await.map(drop))?;
    Ok(())
}
