//! The nights on which the counts were looked at, and what came of trying the methods on them.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    findings::Method,
    time::{Day, Moment},
};
use sqlx_macros::FromRow;

statements! {
    PUT_NIGHT = "insert into finding_nights (day, at, tests, alarms, stories, fresh, digest)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (day) do update set at = excluded.at, tests = excluded.tests,
            alarms = excluded.alarms, stories = excluded.stories, fresh = finding_nights.fresh + excluded.fresh,
            digest = excluded.digest";
    NIGHT = "select day, at, tests, alarms, stories, fresh, digest from finding_nights where day = $1";
    LAST_NIGHT = "select day, at, tests, alarms, stories, fresh, digest from finding_nights order by day desc limit 1";
    FIRST_NIGHT = "select day, at, tests, alarms, stories, fresh, digest from finding_nights order by day limit 1";
    PUT_TRIAL = "insert into finding_trials (method, day, weeks, told, planted, found, delay) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (method, day) do update set weeks = excluded.weeks, told = excluded.told,
            planted = excluded.planted, found = excluded.found, delay = excluded.delay";
    /// Of one method the last time it was tried.
    TRIAL = "select method, day, weeks, told, planted, found, delay from finding_trials where method = $1
        order by day desc limit 1";
}

/// A night on which the counts were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Night {
    /// The day whose night it was: counts up to the day before were looked at.
    pub day: Day,
    /// When.
    pub at: Moment,
    /// How many looks there were.
    pub tests: i64,
    /// How many of them stood out.
    pub alarms: i64,
    /// How many stories they were.
    pub stories: i64,
    /// How many of those had not been told before.
    pub fresh: i64,
    /// By what the same night is known again.
    pub digest: String,
}

#[derive(FromRow)]
struct NightRow {
    day: String,
    at: i64,
    tests: i64,
    alarms: i64,
    stories: i64,
    fresh: i64,
    digest: String,
}

impl TryFrom<NightRow> for Night {
    type Error = StoreError;
    fn try_from(row: NightRow) -> Stored<Self> {
        Ok(Self {
            day: read(&row.day)?,
            at: Moment::from_micros(row.at),
            tests: row.tests,
            alarms: row.alarms,
            stories: row.stories,
            fresh: row.fresh,
            digest: row.digest,
        })
    }
}

/// Keeps that a night was looked at.
///
/// # Errors
/// When the store cannot write.
pub async fn put_night(change: &mut Change, it: &Night) -> Stored<()> {
    on_change!(change, db => sqlx::query(PUT_NIGHT).bind(it.day.to_string()).bind(it.at.micros()).bind(it.tests)
        .bind(it.alarms).bind(it.stories).bind(it.fresh).bind(&it.digest).execute(db).await.map(drop))?;
    Ok(())
}

/// One night.
///
/// # Errors
/// When the store cannot be read.
pub async fn night(store: &Store, day: Day) -> Stored<Option<Night>> {
    let row: Option<NightRow> =
        on_engine!(store, db => sqlx::query_as(NIGHT).bind(day.to_string()).fetch_optional(db).await)?;
    row.map(Night::try_from).transpose()
}

/// The first and the last night.
///
/// # Errors
/// When the store cannot be read.
pub async fn nights(store: &Store) -> Stored<Option<(Night, Night)>> {
    let first: Option<NightRow> =
        on_engine!(store, db => sqlx::query_as(FIRST_NIGHT).fetch_optional(db).await)?;
    let last: Option<NightRow> =
        on_engine!(store, db => sqlx::query_as(LAST_NIGHT).fetch_optional(db).await)?;
    match (first, last) {
        (Some(first), Some(last)) => Ok(Some((first.try_into()?, last.try_into()?))),
        _ => Ok(None),
    }
}

/// What a method would have said of the installation's own counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The method.
    pub method: Method,
    /// When it was tried.
    pub day: Day,
    /// Over how many weeks.
    pub weeks: f64,
    /// How many stories it would have told of the counts as they are.
    pub told: i64,
    /// How many rises were put in.
    pub planted: i64,
    /// How many of those it would have told.
    pub found: i64,
    /// After how many days, in the middle; nothing when none was found.
    pub delay: Option<f64>,
}

#[derive(FromRow)]
struct TrialRow {
    method: String,
    day: String,
    weeks: f64,
    told: i64,
    planted: i64,
    found: i64,
    delay: Option<f64>,
}

/// Keeps what came of a trial.
///
/// # Errors
/// When the store cannot write.
pub async fn put_trial(change: &mut Change, it: &Trial) -> Stored<()> {
    on_change!(change, db => sqlx::query(PUT_TRIAL).bind(it.method.word()).bind(it.day.to_string()).bind(it.weeks)
        .bind(it.told).bind(it.planted).bind(it.found).bind(it.delay).execute(db).await.map(drop))?;
    Ok(())
}

/// What came of a method's last trial.
///
/// # Errors
/// When the store cannot be read.
pub async fn trial(store: &Store, method: Method) -> Stored<Option<Trial>> {
    let row: Option<TrialRow> =
        on_engine!(store, db => sqlx::query_as(TRIAL).bind(method.word()).fetch_optional(db).await)?;
    let trial = |row: TrialRow| {
        Ok(Trial {
            method: read(&row.method)?,
            day: read(&row.day)?,
            weeks: row.weeks,
            told: row.told,
            planted: row.planted,
            found: row.found,
            delay: row.delay,
        })
    };
    row.map(trial).transpose()
}
