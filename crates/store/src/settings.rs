//! Facts of this installation, by name.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};

statements! {
    ALL = "select name, value from settings order by name";
    GET = "select value from settings where name = $1";
    SET = "insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
    SET_FIRST = "insert into settings (name, value) values ($1, $2) on conflict (name) do nothing";
    SET_FROM = "update settings set value = $3 where name = $1 and value = $2";
}

/// Every setting.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Vec<(String, String)>> {
    Ok(on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?)
}

/// One setting.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, name: &str) -> Stored<Option<String>> {
    Ok(on_engine!(store, db => sqlx::query_scalar(GET).bind(name).fetch_optional(db).await)?)
}

/// Sets a setting.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, name: &str, value: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET).bind(name).bind(value).execute(db).await.map(drop))?;
    Ok(())
}

/// Sets a setting that was something, or nothing, when it was read; false, and nothing is set, when somebody else has set it
/// since. Whoever tries the same at the same time waits for the end of this change.
///
/// # Errors
/// When the store cannot write.
pub async fn set_from(change: &mut Change, name: &str, was: Option<&str>, value: &str) -> Stored<bool> {
    let set = match was {
        Some(was) => {
            on_change!(change, db => sqlx::query(SET_FROM).bind(name).bind(was).bind(value).execute(db)
            .await.map(|done| done.rows_affected()))?
        }
        None => on_change!(change, db => sqlx::query(SET_FIRST).bind(name).bind(value).execute(db)
            .await.map(|done| done.rows_affected()))?,
    };
    Ok(set == 1)
}
