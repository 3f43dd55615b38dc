//! Which pictures are kept, and which things show them. The bytes themselves are not in the database.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::time::Moment;
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    KEEP = "insert into pictures (hash, width, height, bytes, kind, at, kept_as) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (hash) do update set at = excluded.at returning kept_as";
    KEPT_AS = "select kept_as from pictures where hash = $1";
    IS_KEPT = "select 1 from pictures where hash = $1";
    ATTACH = "insert into attachments (thing, position, hash, at) values ($1, $2, $3, $4)
        on conflict (thing, position) do nothing";
    DETACH = "delete from attachments where thing = $1";
    OF_THING = "select p.hash, p.width, p.height, p.bytes, p.kind from attachments a
        join pictures p on p.hash = a.hash where a.thing = $1 order by a.position";
    THINGS = "select thing from attachments where hash = $1 limit 100";
    ORPHANS = "select p.hash from pictures p where p.at < $1
        and not exists (select 1 from attachments a where a.hash = p.hash) order by p.at limit $2";
    FORGET = "delete from pictures where hash = $1 and at < $2
        and not exists (select 1 from attachments a where a.hash = pictures.hash) returning kept_as";
}

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Picture {
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// Pixels across.
    pub width: i64,
    /// Pixels down.
    pub height: i64,
    /// Size in bytes.
    pub bytes: i64,
    /// Media type, `image/jpeg`.
    pub kind: String,
}

/// Notes that a picture is kept, with its files under a name of their own; the same picture again only becomes younger, and
/// stays under the name it had. Gives that name.
///
/// # Errors
/// When the store cannot write.
pub async fn keep(change: &mut Change, picture: &Picture, at: Moment, kept_as: &str) -> Stored<String> {
    Ok(on_change!(change, db => sqlx::query_scalar(KEEP).bind(&picture.hash).bind(picture.width)
        .bind(picture.height).bind(picture.bytes).bind(&picture.kind).bind(at.micros()).bind(kept_as)
        .fetch_one(db).await)?)
}

/// Under which name the files of a picture stand; nothing when it is not kept.
///
/// # Errors
/// When the store cannot be read.
pub async fn kept_as(store: &Store, hash: &str) -> Stored<Option<String>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(KEPT_AS).bind(hash).fetch_optional(db).await)?)
}

/// Shows a kept picture with a thing, at a place in its order; false when no such picture is kept.
///
/// # Errors
/// When the store cannot write.
pub async fn attach(change: &mut Change, thing: Uuid, position: i64, hash: &str, at: Moment) -> Stored<bool> {
    let kept: Option<i32> =
        on_change!(change, db => sqlx::query_scalar(IS_KEPT).bind(hash).fetch_optional(db).await)?;
    if kept.is_none() {
        return Ok(false);
    }
    on_change!(change, db => sqlx::query(ATTACH).bind(thing).bind(position).bind(hash).bind(at.micros())
        .execute(db).await.map(drop))?;
    Ok(true)
}

/// Shows no picture with a thing any longer; what nothing else shows is swept later.
///
/// # Errors
/// When the store cannot write.
pub async fn detach(change: &mut Change, thing: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(DETACH).bind(thing).execute(db).await.map(drop))?;
    Ok(())
}

/// The pictures of a thing, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_thing(store: &Store, thing: Uuid) -> Stored<Vec<Picture>> {
    Ok(on_engine!(store, db => sqlx::query_as(OF_THING).bind(thing).fetch_all(db).await)?)
}

/// The things that show a picture.
///
/// # Errors
/// When the store cannot be read.
pub async fn things(store: &Store, hash: &str) -> Stored<Vec<Uuid>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(THINGS).bind(hash).fetch_all(db).await)?)
}

/// Pictures kept before a moment that nothing shows, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn orphans(store: &Store, before: Moment, limit: i64) -> Stored<Vec<String>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(ORPHANS).bind(before.micros()).bind(limit)
        .fetch_all(db).await)?)
}

/// Forgets a picture kept before a moment, unless something shows it by now. Gives the name of the files that are to go.
///
/// # Errors
/// When the store cannot write.
pub async fn forget(change: &mut Change, hash: &str, before: Moment) -> Stored<Option<String>> {
    Ok(on_change!(change, db => sqlx::query_scalar(FORGET).bind(hash).bind(before.micros())
        .fetch_optional(db).await)?)
}
