//! Heads of the log as they were published.

use crate::{
    Change, Store,
    engine::{StoreError, Stored},
    on_change, on_engine, statements,
};
use danvan_domain::{
    chain::{Head, Heads},
    time::{Day, Moment},
};

statements! {
    PUBLISH = "insert into published_heads (day, lane, position, hash, at) values ($1, $2, $3, $4, $5)
        on conflict (day, lane) do nothing";
    OF_DAY = "select lane, position, hash from published_heads where day = $1 order by lane";
    DAYS = "select day, count(*), cast(sum(position) as bigint) from published_heads
        group by day order by day desc limit $1";
    ALL = "select lane, position, hash from published_heads order by lane, position";
    HASH_AT = "select hash from events where lane = $1 and position = $2";
}

/// Keeps one head of a day; false when that lane's was kept already.
///
/// # Errors
/// When the store cannot write.
pub async fn publish(change: &mut Change, day: Day, head: &Head, at: Moment) -> Stored<bool> {
    let kept = on_change!(change, db => sqlx::query(PUBLISH).bind(day.to_string()).bind(head.lane).bind(head.position)
        .bind(&head.hash).bind(at.micros()).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(kept > 0)
}

fn head((lane, position, hash): (i64, i64, String)) -> Head {
    Head { lane, position, hash }
}

/// What was published on a day; nothing when nothing was.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_day(store: &Store, day: Day) -> Stored<Option<Heads>> {
    let rows: Vec<(i64, i64, String)> =
        on_engine!(store, db => sqlx::query_as(OF_DAY).bind(day.to_string()).fetch_all(db).await)?;
    let heads: Vec<Head> = rows.into_iter().map(head).collect();
    Ok((!heads.is_empty()).then_some(Heads { day, heads }))
}

/// The last days on which heads were published, each with how many lanes and events there were.
///
/// # Errors
/// When the store cannot be read.
pub async fn days(store: &Store, limit: i64) -> Stored<Vec<(Day, i64, i64)>> {
    let rows: Vec<(String, i64, i64)> =
        on_engine!(store, db => sqlx::query_as(DAYS).bind(limit).fetch_all(db).await)?;
    let read = |text: &str| text.parse().map_err(|_| StoreError::Unreadable(text.to_owned()));
    rows.into_iter().map(|(day, lanes, events)| Ok((read(&day)?, lanes, events))).collect()
}

/// Every head that was ever published, lane by lane.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Vec<Head>> {
    let rows: Vec<(i64, i64, String)> = on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?;
    Ok(rows.into_iter().map(head).collect())
}

/// The hash an event of the log has now, in hexadecimal; nothing when there is no such event.
///
/// # Errors
/// When the store cannot be read.
pub async fn hash_at(store: &Store, lane: i64, position: i64) -> Stored<Option<String>> {
    let hash: Option<Vec<u8>> = on_engine!(store, db => sqlx::query_scalar(HASH_AT)
        .bind(lane).bind(position).fetch_optional(db).await)?;
    Ok(hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect()))
}
