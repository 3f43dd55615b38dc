//! Lists of cases: an officer's queue, what is near, what belongs together.

use super::{CaseRow, columns};
use crate::{Store, engine::Stored, on_engine, people::read};
use danvan_domain::{
    cases::{Case, Stage},
    ids::{CaseId, ObservationId, PersonId, UnitId},
    time::Moment,
};
use sqlx_macros::FromRow;
use std::sync::LazyLock;
use uuid::Uuid;

/// The columns of a [`Row`], before `from`.
macro_rules! row {
    () => {
        "select id, title, topic, place, responsible, stage, urgent, priority, assignee, received_at, receive_due_at,
        due_at, reopened, supporters from cases "
    };
}
pub(super) use row;

const NEW: &str = concat!(
    row!(),
    "where responsible = $1 and stage = 'received'
    order by urgent desc, received_at limit $2 offset $3"
);
const DUE: &str = concat!(
    row!(),
    "where responsible = $1 and stage in ('received', 'accepted', 'reopened')
    and due_at >= $4 and due_at < $5 order by due_at limit $2 offset $3"
);
const LATE: &str = concat!(
    row!(),
    "where responsible = $1 and stage in ('received', 'accepted', 'reopened')
    and due_at < $4 order by due_at limit $2 offset $3"
);
const REOPENED: &str =
    concat!(row!(), "where responsible = $1 and stage = 'reopened' order by due_at limit $2 offset $3");
const MINE: &str = concat!(
    row!(),
    "where responsible = $1 and assignee = $4
    and stage in ('accepted', 'reopened') order by due_at limit $2 offset $3"
);
const OPEN: &str = concat!(
    row!(),
    "where responsible = $1 and stage in ('received', 'accepted', 'reopened')
    order by due_at limit $2 offset $3"
);
/// Three short walks along the index instead of one sort of everything that was ever answered.
const DONE: &str = concat!(
    row!(),
    "where id in (select id from (
        select * from (select id, due_at from cases where responsible = $1 and stage = 'answered'
            order by due_at desc limit cast($2 as bigint) + cast($3 as bigint)) a
        union all select * from (select id, due_at from cases where responsible = $1 and stage = 'refused'
            order by due_at desc limit cast($2 as bigint) + cast($3 as bigint)) r
        union all select * from (select id, due_at from cases where responsible = $1 and stage = 'closed'
            order by due_at desc limit cast($2 as bigint) + cast($3 as bigint)) c) newest)
    order by due_at desc limit $2 offset $3"
);
const COUNTS: &str = "select
    cast(coalesce(sum(case when stage = 'received' then 1 else 0 end), 0) as bigint) as fresh,
    cast(coalesce(sum(case when due_at >= $2 and due_at < $3 then 1 else 0 end), 0) as bigint) as due,
    cast(coalesce(sum(case when due_at < $2 then 1 else 0 end), 0) as bigint) as late,
    cast(coalesce(sum(case when stage = 'reopened' then 1 else 0 end), 0) as bigint) as reopened,
    cast(coalesce(sum(case when assignee = $4 and stage <> 'received' then 1 else 0 end), 0) as bigint) as mine,
    count(*) as open
    from cases where responsible = $1 and stage in ('received', 'accepted', 'reopened')";
const NEARBY: &str = concat!(
    "select ",
    columns!(),
    " from cases where topic = $1 and place = $2 and received_at >= $3 and
    stage in ('received', 'accepted', 'reopened', 'answered') order by received_at desc limit $4"
);
const OF_OBSERVATION: &str =
    concat!("select ", columns!(), " from cases where observation = $1 order by received_at");
const SOURCE: &str = "select id from cases where source = $1 limit 1";
const OPEN_AT: &str = concat!(
    "select ",
    columns!(),
    " from cases where responsible = $1
    and stage in ('received', 'accepted', 'reopened') order by due_at limit 100000"
);
const SETTLED_BEFORE: &str = "select count(*), max(answered_at) from cases
    where topic = $1 and place = $2 and received_at >= $3 and received_at < $4
    and stage in ('answered', 'closed', 'refused')";
const ANSWERED_SINCE: &str = concat!(
    row!(),
    "where responsible = $1 and answered_at >= $2 and stage in ('answered', 'refused', 'closed')
    order by answered_at desc limit $3"
);

/// Of how many offices at once the late cases are counted.
const OFFICES: usize = 144;

/// PostgreSQL takes the offices as one list, SQLite one by one.
const LATE_AT_POSTGRES: &str =
    "select responsible, count(*), min(due_at) from cases where responsible = any($2)
    and stage in ('received', 'accepted', 'reopened') and due_at < $1 group by responsible";

static LATE_AT_SQLITE: LazyLock<String> = LazyLock::new(|| {
    let offices = vec!["?"; OFFICES].join(", ");
    format!(
        "select responsible, count(*), min(due_at) from cases where due_at < ?
        and stage in ('received', 'accepted', 'reopened') and responsible in ({offices}) group by responsible"
    )
});

/// Every statement of these lists, by name.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("NEW", NEW),
    ("DUE", DUE),
    ("LATE", LATE),
    ("REOPENED", REOPENED),
    ("MINE", MINE),
    ("OPEN", OPEN),
    ("DONE", DONE),
    ("COUNTS", COUNTS),
    ("NEARBY", NEARBY),
    ("OF_OBSERVATION", OF_OBSERVATION),
    ("SOURCE", SOURCE),
    ("OPEN_AT", OPEN_AT),
    ("LATE_AT_POSTGRES", LATE_AT_POSTGRES),
    ("SETTLED_BEFORE", SETTLED_BEFORE),
    ("ANSWERED_SINCE", ANSWERED_SINCE),
];

/// One case in a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Own id.
    pub id: CaseId,
    /// First words.
    pub title: String,
    /// Code of the topic.
    pub topic: String,
    /// Where.
    pub place: UnitId,
    /// The office that must answer.
    pub responsible: UnitId,
    /// How far it has come.
    pub stage: Stage,
    /// Whether somebody is in danger.
    pub urgent: bool,
    /// 0 normal, 1 high.
    pub priority: i64,
    /// The officer who is on it.
    pub assignee: Option<PersonId>,
    /// When it came in.
    pub received_at: Moment,
    /// By when somebody must take it.
    pub receive_due_at: Moment,
    /// By when it must be answered.
    pub due_at: Moment,
    /// How often it was reopened.
    pub reopened: i64,
    /// How many others have the same matter.
    pub supporters: i64,
}

#[derive(FromRow)]
pub(crate) struct ListRow {
    id: Uuid,
    title: String,
    topic: String,
    place: Uuid,
    responsible: Uuid,
    stage: String,
    urgent: bool,
    priority: i64,
    assignee: Option<Uuid>,
    received_at: i64,
    receive_due_at: i64,
    due_at: i64,
    reopened: i64,
    supporters: i64,
}

impl TryFrom<ListRow> for Row {
    type Error = crate::StoreError;
    fn try_from(row: ListRow) -> Stored<Self> {
        Ok(Self {
            id: CaseId(row.id),
            title: row.title,
            topic: row.topic,
            place: UnitId(row.place),
            responsible: UnitId(row.responsible),
            stage: read(&row.stage)?,
            urgent: row.urgent,
            priority: row.priority,
            assignee: row.assignee.map(PersonId),
            received_at: Moment::from_micros(row.received_at),
            receive_due_at: Moment::from_micros(row.receive_due_at),
            due_at: Moment::from_micros(row.due_at),
            reopened: row.reopened,
            supporters: row.supporters,
        })
    }
}

danvan_domain::words_enum! {
    /// A tab of the queue.
    Tab {
        /// Nobody has taken it.
        New = "new",
        /// Due before long.
        Due = "due",
        /// Past due.
        Late = "late",
        /// "Not solved", said whoever asked.
        Reopened = "reopened",
        /// What the reader is on.
        Mine = "mine",
        /// Everything open.
        Open = "open",
        /// What was answered, last due first.
        Done = "done",
    }
}

/// How many cases stand on each tab.
#[derive(Clone, Copy, Debug, Default, FromRow)]
pub struct Counts {
    /// Nobody has taken it.
    pub fresh: i64,
    /// Due before long.
    pub due: i64,
    /// Past due.
    pub late: i64,
    /// Reopened.
    pub reopened: i64,
    /// The reader's own.
    pub mine: i64,
    /// Everything open.
    pub open: i64,
}

/// One tab of an office's queue. `soon` is the moment before which a case counts as due.
///
/// # Errors
/// When the store cannot be read.
pub async fn queue(
    store: &Store,
    unit: UnitId,
    tab: Tab,
    reader: PersonId,
    (now, soon): (Moment, Moment),
    (limit, offset): (i64, i64),
) -> Stored<Vec<Row>> {
    let (sql, extra): (&'static str, u8) = match tab {
        Tab::New => (NEW, 0),
        Tab::Due => (DUE, 2),
        Tab::Late => (LATE, 1),
        Tab::Reopened => (REOPENED, 0),
        Tab::Mine => (MINE, 3),
        Tab::Open => (OPEN, 0),
        Tab::Done => (DONE, 0),
    };
    let rows: Vec<ListRow> = on_engine!(store, db => {
        let asked = sqlx::query_as(sql).bind(unit.0).bind(limit).bind(offset);
        match extra {
            1 => asked.bind(now.micros()),
            2 => asked.bind(now.micros()).bind(soon.micros()),
            3 => asked.bind(reader.0),
            _ => asked,
        }
        .fetch_all(db)
        .await
    })?;
    rows.into_iter().map(Row::try_from).collect()
}

/// How many cases stand on each tab of an office's queue.
///
/// # Errors
/// When the store cannot be read.
pub async fn counts(
    store: &Store,
    unit: UnitId,
    reader: PersonId,
    now: Moment,
    soon: Moment,
) -> Stored<Counts> {
    Ok(on_engine!(store, db => sqlx::query_as(COUNTS).bind(unit.0).bind(now.micros()).bind(soon.micros())
        .bind(reader.0).fetch_one(db).await)?)
}

/// How many cases of some offices are late, and when the oldest of each was due; offices without are absent.
///
/// # Errors
/// When the store cannot be read.
pub async fn late_at(store: &Store, offices: &[UnitId], now: Moment) -> Stored<Vec<(UnitId, i64, Moment)>> {
    let mut found: Vec<(Uuid, i64, i64)> = Vec::new();
    for some in offices.chunks(OFFICES) {
        let mut ids: Vec<Uuid> = some.iter().map(|office| office.0).collect();
        let more: Vec<(Uuid, i64, i64)> = match store {
            Store::Sqlite { read, .. } => {
                // A list of one length is one statement; doubles in it count once.
                ids.resize(OFFICES, ids.last().copied().unwrap_or_default());
                let asked = sqlx::query_as(LATE_AT_SQLITE.as_str()).bind(now.micros());
                ids.into_iter().fold(asked, sqlx::query::QueryAs::bind).fetch_all(read).await?
            }
            Store::Postgres { pool, .. } => {
                sqlx::query_as(LATE_AT_POSTGRES).bind(now.micros()).bind(ids).fetch_all(pool).await?
            }
        };
        found.extend(more);
    }
    let told = |(office, cases, oldest)| (UnitId(office), cases, Moment::from_micros(oldest));
    Ok(found.into_iter().map(told).collect())
}

fn cases(rows: Vec<CaseRow>) -> Stored<Vec<Case>> {
    rows.into_iter().map(Case::try_from).collect()
}

/// Cases of a topic at a place since a moment that are not over yet, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn nearby(
    store: &Store,
    topic: &str,
    place: UnitId,
    since: Moment,
    limit: i64,
) -> Stored<Vec<Case>> {
    cases(
        on_engine!(store, db => sqlx::query_as(NEARBY).bind(topic).bind(place.0).bind(since.micros()).bind(limit)
        .fetch_all(db).await)?,
    )
}

/// The cases that grew from an observation.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_observation(store: &Store, observation: ObservationId) -> Stored<Vec<Case>> {
    cases(on_engine!(store, db => sqlx::query_as(OF_OBSERVATION).bind(observation.0).fetch_all(db).await)?)
}

/// The case that was imported under another system's number.
///
/// # Errors
/// When the store cannot be read.
pub async fn source(store: &Store, source: &str) -> Stored<Option<CaseId>> {
    let id: Option<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(SOURCE).bind(source).fetch_optional(db).await)?;
    Ok(id.map(CaseId))
}

/// Everything open at an office, first due first.
///
/// # Errors
/// When the store cannot be read.
pub async fn open_at(store: &Store, unit: UnitId) -> Stored<Vec<Case>> {
    cases(on_engine!(store, db => sqlx::query_as(OPEN_AT).bind(unit.0).fetch_all(db).await)?)
}

/// How often the same topic was settled at the same place since a moment and before a case, and when last.
///
/// # Errors
/// When the store cannot be read.
pub async fn settled_before(store: &Store, case: &Case, since: Moment) -> Stored<(i64, Option<Moment>)> {
    let found: (i64, Option<i64>) = on_engine!(store, db => sqlx::query_as(SETTLED_BEFORE).bind(&case.topic)
        .bind(case.place.0).bind(since.micros()).bind(case.received_at.micros()).fetch_one(db).await)?;
    Ok((found.0, found.1.map(Moment::from_micros)))
}

/// What an office has answered, refused or closed since a moment, last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn answered_since(store: &Store, unit: UnitId, since: Moment, limit: i64) -> Stored<Vec<Row>> {
    let rows: Vec<ListRow> = on_engine!(store, db => sqlx::query_as(ANSWERED_SINCE).bind(unit.0)
        .bind(since.micros()).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Row::try_from).collect()
}
