//! By which rules the house went, from when on.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    calendar::{Calendar, Days},
    office_hours::OfficeHours,
    time::Moment,
};
use serde::de::DeserializeOwned;
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    ADD = "insert into house_rules (id, at, digest, editions, days, hours) values ($1, $2, $3, $4, $5, $6)";
    NEWEST = "select at, digest from house_rules order by at desc, id desc limit 1";
    AS_OF = "select at, digest, editions, days, hours from house_rules where at <= $1 order by at desc, id desc limit 1";
    FIRST = "select at, digest, editions, days, hours from house_rules order by at, id limit 1";
}

/// The rules of a house from a moment on.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Since when.
    pub at: Moment,
    /// Stands for all of them.
    pub digest: String,
    /// The edition of each procedure.
    pub editions: BTreeMap<String, String>,
    /// The days that came with the program, without those of the installation.
    pub days: Calendar,
    /// The office hours.
    pub hours: OfficeHours,
}

#[derive(FromRow)]
struct RulesRow {
    at: i64,
    digest: String,
    editions: String,
    days: String,
    hours: String,
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Unreadable(format!("rules of the house: {error}"))
}

fn of_text<T: DeserializeOwned>(text: &str) -> Stored<T> {
    serde_json::from_str(text).map_err(unreadable)
}

impl TryFrom<RulesRow> for Rules {
    type Error = StoreError;
    fn try_from(row: RulesRow) -> Stored<Self> {
        Ok(Self {
            at: Moment::from_micros(row.at),
            digest: row.digest,
            editions: of_text(&row.editions)?,
            days: of_text::<Days>(&row.days)?.into(),
            hours: of_text(&row.hours)?,
        })
    }
}

/// Keeps by which rules the house goes from now on.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, id: Uuid, rules: &Rules) -> Stored<()> {
    let editions = serde_json::to_string(&rules.editions).map_err(unreadable)?;
    let days = serde_json::to_string(&Days::from(&rules.days)).map_err(unreadable)?;
    let hours = serde_json::to_string(&rules.hours).map_err(unreadable)?;
    on_change!(change, db => sqlx::query(ADD).bind(id).bind(rules.at.micros()).bind(&rules.digest).bind(&editions)
        .bind(&days).bind(&hours).execute(db).await.map(drop))?;
    Ok(())
}

/// What stands for the rules that the house goes by, and since when; none while nobody has kept any.
///
/// # Errors
/// When the store cannot be read.
pub async fn newest(store: &Store) -> Stored<Option<(Moment, String)>> {
    let row: Option<(i64, String)> =
        on_engine!(store, db => sqlx::query_as(NEWEST).fetch_optional(db).await)?;
    Ok(row.map(|(at, digest)| (Moment::from_micros(at), digest)))
}

/// The rules of the house at a moment; none before any were kept.
///
/// # Errors
/// When the store cannot be read.
pub async fn as_of(store: &Store, at: Moment) -> Stored<Option<Rules>> {
    let row: Option<RulesRow> =
        on_engine!(store, db => sqlx::query_as(AS_OF).bind(at.micros()).fetch_optional(db).await)?;
    row.map(Rules::try_from).transpose()
}

/// The first rules that were kept.
///
/// # Errors
/// When the store cannot be read.
pub async fn first(store: &Store) -> Stored<Option<Rules>> {
    let row: Option<RulesRow> = on_engine!(store, db => sqlx::query_as(FIRST).fetch_optional(db).await)?;
    row.map(Rules::try_from).transpose()
}
