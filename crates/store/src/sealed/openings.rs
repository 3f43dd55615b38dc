//! Requests to open seals, and the shares lent for their length.

use crate::{
    Change, Store,
    engine::{StoreError, Stored},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    sealed::{Opening, Outcome, Reason},
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ASK = "insert into seal_openings (id, unit, seal, reason, removes, asked_by, asked_at, ends_at, moves_to)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LAPSE = "update seal_openings set outcome = 'lapsed'
        where coalesce(seal, unit) = $1 and outcome is null and ends_at <= $2";
    TAKE_BACK_LAPSED = "delete from seal_loans where opening in
        (select id from seal_openings where coalesce(seal, unit) = $1 and outcome = 'lapsed')";
    END_OF_SEAL = "update seal_openings set outcome = $2 where seal = $1 and outcome is null";
    TAKE_BACK_OF_SEAL = "delete from seal_loans where seal = $1";
    GET = "select id, unit, seal, reason, removes, moves_to, asked_by, asked_at, approved_by, ends_at, outcome
        from seal_openings where id = $1";
    OF_SEAL = "select id, unit, seal, reason, removes, moves_to, asked_by, asked_at, approved_by, ends_at, outcome
        from seal_openings where seal = $1 order by asked_at desc, id desc limit 100";
    OF_UNIT = "select id, unit, seal, reason, removes, moves_to, asked_by, asked_at, approved_by, ends_at, outcome
        from seal_openings where unit = $1 and seal is null order by asked_at desc, id desc limit 100";
    APPROVE = "update seal_openings set approved_by = $2, ends_at = $3
        where id = $1 and approved_by is null and outcome is null";
    END = "update seal_openings set outcome = $2 where id = $1 and outcome is null";
    GO_ON = "update seal_openings set outcome = null where id = $1 and outcome is null";
    END_OF_UNIT = "update seal_openings set outcome = $2 where unit = $1 and outcome is null";
    LEND = "insert into seal_loans (opening, seal, recipient, share) values ($1, $2, $3, $4)";
    LOAN = "select share from seal_loans where opening = $1 and seal = $2 and recipient = $3";
    TAKE_BACK = "delete from seal_loans where opening = $1";
    TAKE_BACK_OF_UNIT = "delete from seal_loans where opening in (select id from seal_openings where unit = $1)";
    LAPSED = "select id from seal_openings where ends_at <= $1 and outcome is null limit 500";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    unit: Uuid,
    seal: Option<Uuid>,
    reason: String,
    removes: Option<Uuid>,
    moves_to: Option<Uuid>,
    asked_by: Uuid,
    asked_at: i64,
    approved_by: Option<Uuid>,
    ends_at: i64,
    outcome: Option<String>,
}

/// A request as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Own id.
    pub id: Uuid,
    /// The unit of the seals.
    pub unit: UnitId,
    /// The seal to be opened; none when handlers of the unit change.
    pub seal: Option<Uuid>,
    /// The unit for whose handlers it is to be closed.
    pub moves_to: Option<UnitId>,
    /// Why.
    pub reason: Reason,
    /// Who, when, and what became of it.
    pub opening: Opening,
}

impl TryFrom<Row> for Kept {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        let opening = Opening {
            asked_by: PersonId(row.asked_by),
            asked_at: Moment::from_micros(row.asked_at),
            approved_by: row.approved_by.map(PersonId),
            ends_at: Moment::from_micros(row.ends_at),
            outcome: row.outcome.as_deref().map(read).transpose()?,
            removes: row.removes.map(PersonId),
        };
        Ok(Self {
            id: row.id,
            unit: UnitId(row.unit),
            seal: row.seal,
            moves_to: row.moves_to.map(UnitId),
            reason: read(&row.reason)?,
            opening,
        })
    }
}

/// Keeps a request. Those before it for the same seal, or for the same unit's handlers, whose time is over end.
///
/// # Errors
/// [`StoreError::Taken`] when another one runs.
pub async fn ask(change: &mut Change, kept: &Kept) -> Stored<()> {
    let opening = &kept.opening;
    let about = kept.seal.unwrap_or(kept.unit.0);
    on_change!(change, db => sqlx::query(LAPSE).bind(about).bind(opening.asked_at.micros()).execute(db).await
        .map(drop))?;
    on_change!(change, db => sqlx::query(TAKE_BACK_LAPSED).bind(about).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ASK).bind(kept.id).bind(kept.unit.0).bind(kept.seal)
        .bind(kept.reason.word()).bind(opening.removes.map(|person| person.0)).bind(opening.asked_by.0)
        .bind(opening.asked_at.micros()).bind(opening.ends_at.micros()).bind(kept.moves_to.map(|unit| unit.0))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A request by its id.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: Uuid) -> Stored<Option<Kept>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id).fetch_optional(db).await)?;
    row.map(Kept::try_from).transpose()
}

/// The requests for a seal, latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_seal(store: &Store, seal: Uuid) -> Stored<Vec<Kept>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_SEAL).bind(seal).fetch_all(db).await)?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// The requests to change a unit's handlers, latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(store: &Store, unit: UnitId) -> Stored<Vec<Kept>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(OF_UNIT).bind(unit.0).fetch_all(db).await)?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// Somebody agrees. Returns whether it still waited.
///
/// # Errors
/// When the store cannot write.
pub async fn approve(change: &mut Change, id: Uuid, by: PersonId, until: Moment) -> Stored<bool> {
    let changed = on_change!(change, db => sqlx::query(APPROVE).bind(id).bind(by.0).bind(until.micros())
        .execute(db).await.map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Holds on to a request that runs. Returns whether it still does.
///
/// # Errors
/// When the store cannot write.
pub async fn goes_on(change: &mut Change, id: Uuid) -> Stored<bool> {
    let held = on_change!(change, db => sqlx::query(GO_ON).bind(id).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(held == 1)
}

/// Ends a request and takes back what was lent for it. Returns whether it had not ended.
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: Uuid, outcome: Outcome) -> Stored<bool> {
    let changed = on_change!(change, db => sqlx::query(END).bind(id).bind(outcome.word())
        .execute(db).await.map(|done| done.rows_affected()))?;
    on_change!(change, db => sqlx::query(TAKE_BACK).bind(id).execute(db).await.map(drop))?;
    Ok(changed == 1)
}

/// Ends every request of a unit: what was lent for it opens nothing any more.
///
/// # Errors
/// When the store cannot write.
pub async fn end_all(change: &mut Change, unit: UnitId, outcome: Outcome) -> Stored<()> {
    on_change!(change, db => sqlx::query(END_OF_UNIT).bind(unit.0).bind(outcome.word()).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(TAKE_BACK_OF_UNIT).bind(unit.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Ends every request for a seal: what was lent of it, for whatever reason, opens nothing any more.
///
/// # Errors
/// When the store cannot write.
pub async fn end_of_seal(change: &mut Change, seal: Uuid, outcome: Outcome) -> Stored<()> {
    on_change!(change, db => sqlx::query(END_OF_SEAL).bind(seal).bind(outcome.word()).execute(db).await.map(drop))?;
    take_back(change, seal).await
}

/// Takes back what was lent of a seal, for whatever reason.
///
/// # Errors
/// When the store cannot write.
pub async fn take_back(change: &mut Change, seal: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(TAKE_BACK_OF_SEAL).bind(seal).execute(db).await.map(drop))?;
    Ok(())
}

/// Lends a share.
///
/// # Errors
/// When the store cannot write.
pub async fn lend(
    change: &mut Change,
    opening: Uuid,
    seal: Uuid,
    recipient: Uuid,
    share: &[u8],
) -> Stored<()> {
    on_change!(change, db => sqlx::query(LEND).bind(opening).bind(seal).bind(recipient).bind(share)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// The share lent to a recipient.
///
/// # Errors
/// When the store cannot be read.
pub async fn loan(store: &Store, opening: Uuid, seal: Uuid, recipient: Uuid) -> Stored<Option<Vec<u8>>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(LOAN).bind(opening).bind(seal).bind(recipient)
        .fetch_optional(db).await)?)
}

/// Requests whose time is over and that nobody ended.
///
/// # Errors
/// When the store cannot be read.
pub async fn lapsed(store: &Store, now: Moment) -> Stored<Vec<Uuid>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(LAPSED).bind(now.micros()).fetch_all(db).await)?)
}
