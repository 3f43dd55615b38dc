//! Following events behind a cursor, which moves in the change that holds what followed.

use super::{Placed, Row};
use crate::{
    Store,
    change::{Change, Link},
    engine::{StoreError, Stored},
    on_change, on_engine, statements,
};
use sqlx::QueryBuilder;

statements! {
    NEWS = "select l.lane, coalesce(f.position, 0), l.position from lanes l
        left join followers f on f.lane = l.lane and f.name = $1
        where l.position > coalesce(f.position, 0) order by l.lane";
    FOLLOWED = "insert into followers (name, lane, position) values ($1, $2, $3)
        on conflict (name, lane) do update set position = excluded.position";
    BEGIN_FOLLOWING = "insert into followers (name, lane, position) values ($1, $2, 0)
        on conflict (name, lane) do nothing";
    /// Of one lane: joined with the cursors, PostgreSQL would read every event there is.
    IN_STRETCH = "select lane, position, at, actor, kind, thing, unit, payload, hash from events
        where lane = $1 and position > $2 and position <= $3 and substr(kind, 1, 4) in ($4, $5, $6)
        order by position limit $7";
    UNFOLLOW = "delete from followers where name = $1";
    LAG = "select cast(coalesce(sum(l.position - coalesce(f.position, 0)), 0) as bigint) from lanes l
        left join followers f on f.lane = l.lane and f.name = $1";
}

const HOLD_POSTGRES: &str = "lock table followers in share row exclusive mode";

/// Cursors are locked in one order, so that two who follow at once never wait for each other in a circle.
const ORDER_POSTGRES: &str = "select lane from followers where name = $1 order by lane for update";

/// Makes every follower wait until this change has ended. On SQLite it holds the only writer anyway.
///
/// # Errors
/// When the store cannot write.
pub async fn hold_followers(change: &mut Change) -> Stored<()> {
    match change.link() {
        Link::Sqlite(held) => held.connection().await.map(drop),
        Link::Postgres(held) => {
            sqlx::query(HOLD_POSTGRES).execute(held.connection().await?).await?;
            Ok(())
        }
    }
}

/// Events of one lane behind a follower's cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Which lane.
    pub lane: i64,
    /// The position the follower has reached.
    pub after: i64,
    /// The last position of the stretch.
    pub to: i64,
}

impl Stretch {
    /// How many events it holds.
    pub const fn count(&self) -> i64 {
        self.to - self.after
    }
}

/// What a follower has not seen, lane by lane.
///
/// # Errors
/// When the store cannot be read.
pub async fn news(store: &Store, follower: &str) -> Stored<Vec<Stretch>> {
    let rows: Vec<(i64, i64, i64)> =
        on_engine!(store, db => sqlx::query_as(NEWS).bind(follower).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(lane, after, to)| Stretch { lane, after, to }).collect())
}

/// So many letters of a kind tell its room; the engine looks at no more of it.
const ROOM: usize = 4;
/// In so many rooms is followed at most.
const ROOMS: usize = 3;

/// The events of some kinds in stretches, those of each lane in order. `kinds` are beginnings, of at most three rooms.
///
/// # Errors
/// When the store cannot be read, or the kinds are of more rooms.
pub async fn in_stretches(store: &Store, stretches: &[Stretch], kinds: &[&str]) -> Stored<Vec<Placed>> {
    let mut rooms: Vec<&str> = kinds.iter().map(|kind| kind.get(..ROOM).unwrap_or(kind)).collect();
    rooms.dedup();
    if rooms.len() > ROOMS || rooms.iter().any(|room| room.len() < ROOM) {
        return Err(StoreError::Engine(format!("nobody can follow {kinds:?}")));
    }
    let room = |at: usize| rooms.get(at).copied().unwrap_or_default();
    let mut found = Vec::new();
    for one in stretches {
        let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(IN_STRETCH).bind(one.lane).bind(one.after)
            .bind(one.to).bind(room(0)).bind(room(1)).bind(room(2)).bind(one.count()).fetch_all(db).await)?;
        let followed = rows.into_iter().filter(|row| kinds.iter().any(|kind| row.kind.starts_with(kind)));
        found.extend(followed.map(Placed::from));
    }
    Ok(found)
}

/// Moves a follower's cursor in the same change as what it wrote.
///
/// # Errors
/// When the store cannot write.
pub async fn followed(change: &mut Change, follower: &str, lane: i64, position: i64) -> Stored<()> {
    on_change!(change, db => sqlx::query(FOLLOWED)
        .bind(follower).bind(lane).bind(position).execute(db).await.map(drop))?;
    Ok(())
}

/// Moves a follower's cursors over some stretches; false when another process moved one of them meanwhile, and then the
/// change must be given up. Done first in a change, it makes others wait, so that no event is followed twice.
///
/// # Errors
/// When the store cannot write.
pub async fn follow_on(change: &mut Change, follower: &str, stretches: &[Stretch]) -> Stored<bool> {
    const HEAD: &str = "update followers set position = m.column3 from (";
    for one in stretches.iter().filter(|one| one.after == 0) {
        on_change!(change, db => sqlx::query(BEGIN_FOLLOWING).bind(follower).bind(one.lane)
            .execute(db).await.map(drop))?;
    }
    if let Link::Postgres(held) = change.link() {
        sqlx::query(ORDER_POSTGRES).bind(follower).execute(held.connection().await?).await?;
    }
    let moved = on_change!(change, db => {
        let mut query = QueryBuilder::new(HEAD);
        query.push_values(stretches, |mut row, one| {
            row.push_bind(one.lane).push_bind(one.after).push_bind(one.to);
        });
        query.push(") m where followers.lane = m.column1 and followers.position = m.column2 and followers.name = ");
        query.push_bind(follower);
        query.build().execute(db).await.map(|done| done.rows_affected())
    })?;
    Ok(moved == stretches.len() as u64)
}

/// Sends a follower back to the beginning.
///
/// # Errors
/// When the store cannot write.
pub async fn unfollow(change: &mut Change, follower: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(UNFOLLOW).bind(follower).execute(db).await.map(drop))?;
    Ok(())
}

/// How many events a follower has not seen yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn lag(store: &Store, follower: &str) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(LAG).bind(follower).fetch_one(db).await)?)
}
