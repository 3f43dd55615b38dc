//! When the house was last cared for. These rows are about its keeping and are not part of what is kept, so that a
//! back-up and the house it was made from stay equal.

use crate::{Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::time::Moment;

statements! {
    GET = "select at from upkeep where name = $1";
    SET = "insert into upkeep (name, at) values ($1, $2) on conflict (name) do update set at = excluded.at";
}

/// When the last back-up was made.
pub const BACKUP: &str = "backup";
/// When it was last looked whether the rules of cases turned by themselves.
pub const RULES: &str = "rules";
/// When a back-up was last restored to prove that it can be.
pub const DRILL: &str = "drill";

/// When something was last done.
///
/// # Errors
/// When the store cannot be read.
pub async fn last(store: &Store, name: &str) -> Stored<Option<Moment>> {
    let at: Option<i64> =
        on_engine!(store, db => sqlx::query_scalar(GET).bind(name).fetch_optional(db).await)?;
    Ok(at.map(Moment::from_micros))
}

/// Notes that something was done.
///
/// # Errors
/// When the store cannot write.
pub async fn done(store: &Store, name: &str, at: Moment) -> Stored<()> {
    let mut change = store.begin().await?;
    on_change!(change, db => sqlx::query(SET).bind(name).bind(at.micros()).execute(db).await.map(drop))?;
    change.commit().await
}
