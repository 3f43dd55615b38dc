//! Tallies: adding to cells, and sums over units, topics and stretches of days. Nothing here looks at a raw row.

pub mod raw;
mod turns;

pub use turns::turns;

use crate::{
    Change, Store,
    change::Link,
    engine::{StoreError, Stored},
    on_change, on_engine,
    people::read,
};
use danvan_domain::{
    ids::UnitId,
    tallies::{Cell, Counts, Grain, MEASURES, Measure},
    time::Day,
};
use sqlx::{AssertSqlSafe, Row};
use std::{collections::HashMap, fmt::Write, sync::LazyLock};
use uuid::Uuid;

/// How many rows each statement adds; a batch is cut into as few of them as fit.
const ADD_SIZES: [usize; 4] = [64, 16, 4, 1];

/// How parameters are written: SQLite takes long lists of nameless ones several times quicker, since it looks for each
/// name from the beginning of its list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parameters {
    Nameless,
    Numbered,
}

impl Parameters {
    const fn of(store: &Store) -> Self {
        match store {
            Store::Sqlite { .. } => Self::Nameless,
            Store::Postgres { .. } => Self::Numbered,
        }
    }

    /// So many in a row, from a number on. Each stands in its statement once, in the order of its number.
    fn list(self, from: usize, count: usize) -> String {
        let one = |number: usize| match self {
            Self::Nameless => "?".to_owned(),
            Self::Numbered => format!("${number}"),
        };
        (from..from + count).map(one).collect::<Vec<_>>().join(", ")
    }
}

static ADDS_SQLITE: LazyLock<[String; 4]> =
    LazyLock::new(|| ADD_SIZES.map(|rows| add_text(Parameters::Nameless, rows)));
static ADDS_POSTGRES: LazyLock<[String; 4]> =
    LazyLock::new(|| ADD_SIZES.map(|rows| add_text(Parameters::Numbered, rows)));

/// Lists are cut and padded to these lengths, so that few texts are ever prepared.
const LIST_SIZES: [usize; 8] = [1, 4, 16, 64, 144, 256, 512, 1024];

const CLEAR: &str = "delete from tallies";

fn columns() -> String {
    Measure::ALL.iter().map(|measure| measure.word()).collect::<Vec<_>>().join(", ")
}

fn add_text(parameters: Parameters, rows: usize) -> String {
    let width = 4 + MEASURES;
    let rows: Vec<String> =
        (0..rows).map(|at| format!("({})", parameters.list(at * width + 1, width))).collect();
    let sums: Vec<String> = Measure::ALL
        .iter()
        .map(|measure| format!("{0} = tallies.{0} + excluded.{0}", measure.word()))
        .collect();
    format!(
        "insert into tallies (unit, topic, grain, start, {}) values {} on conflict (unit, topic, grain, start)
        do update set {}",
        columns(),
        rows.join(", "),
        sums.join(", "),
    )
}

/// Cells of one grain whose days start in `from..until`; a period is a few of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Days or months.
    pub grain: Grain,
    /// The first day of the first cell.
    pub from: Day,
    /// The first day after the last cell.
    pub until: Day,
    /// Whether the cells are taken off what other spans add.
    pub takes_off: bool,
}

impl Span {
    /// Cells that are added.
    pub const fn of(grain: Grain, from: Day, until: Day) -> Self {
        Self { grain, from, until, takes_off: false }
    }
}

/// The cells of some units and topics in some spans, with those of spans that take off as less than nothing.
fn cells_text(
    parameters: Parameters,
    (named, measures): (&str, &[&str]),
    signs: &[bool],
    (units, topics): (usize, usize),
) -> String {
    let part = |(at, takes_off): (usize, &bool)| {
        let first = at * (3 + units + topics) + 1;
        let sign = if *takes_off { "-" } else { "" };
        let measured: Vec<String> =
            measures.iter().map(|measure| format!("{sign}{measure} as {measure}")).collect();
        format!(
            "select {named}, {} from tallies where grain = {} and start >= {} and start < {} and unit in ({})
            and topic in ({})",
            measured.join(", "),
            parameters.list(first, 1),
            parameters.list(first + 1, 1),
            parameters.list(first + 2, 1),
            parameters.list(first + 3, units),
            parameters.list(first + 3 + units, topics),
        )
    };
    signs.iter().enumerate().map(part).collect::<Vec<_>>().join(" union all ")
}

/// Sums of every measure by a column.
fn sum_text(parameters: Parameters, by: &str, signs: &[bool], lists: (usize, usize)) -> String {
    let measures: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
    let sums: Vec<String> = measures
        .iter()
        .map(|measure| format!("cast(coalesce(sum({measure}), 0) as bigint) as {measure}"))
        .collect();
    let cells = cells_text(parameters, (by, &measures), signs, lists);
    format!("select {by}, {} from ({cells}) as cells group by {by}", sums.join(", "))
}

/// Cases received by unit and topic, where they are so many at least.
fn received_text(parameters: Parameters, signs: &[bool], lists: (usize, usize)) -> String {
    let cells = cells_text(parameters, ("unit, topic", &["received"]), signs, lists);
    let least = parameters.list(signs.len() * (3 + lists.0 + lists.1) + 1, 1);
    format!(
        "select unit, topic, cast(sum(received) as bigint) from ({cells}) as cells group by unit, topic
        having cast(sum(received) as bigint) >= {least}"
    )
}

fn page_text() -> String {
    format!(
        "select unit, topic, grain, start, {} from tallies where (unit, topic, grain, start) > ($1, $2, $3, $4)
        order by unit, topic, grain, start limit $5",
        columns()
    )
}

/// PostgreSQL's way of taking very many rows.
static COPY: LazyLock<String> =
    LazyLock::new(|| format!("copy tallies (unit, topic, grain, start, {}) from stdin", columns()));

static PAGE: LazyLock<String> = LazyLock::new(page_text);
static SUMS: LazyLock<[String; 3]> = LazyLock::new(|| {
    [
        sum_text(Parameters::Numbered, "unit", &[false, true], (4, 4)),
        sum_text(Parameters::Numbered, "start", &[false], (1, 1)),
        received_text(Parameters::Numbered, &[true, false], (4, 4)),
    ]
});

/// Every statement of this room, by name; of the sums, one of each kind.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    let mut list = vec![("CLEAR", CLEAR), ("PAGE", PAGE.as_str())];
    list.extend(ADDS_POSTGRES.iter().map(|sql| ("ADD", sql.as_str())));
    list.extend_from_slice(raw::STATEMENTS);
    list.extend_from_slice(turns::STATEMENTS);
    list.extend(SUMS.iter().map(|sql| ("SUM", sql.as_str())));
    list
}

/// Adds to cells, making those that are not there. The rows come in the order of their cells.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, rows: &[(Cell, Counts)]) -> Stored<()> {
    let mut rest = rows;
    let texts = match change.link() {
        Link::Sqlite(_) => &ADDS_SQLITE,
        Link::Postgres(_) => &ADDS_POSTGRES,
    };
    for (size, sql) in ADD_SIZES.iter().zip(texts.iter()) {
        while rest.len() >= *size {
            let (now, later) = rest.split_at(*size);
            rest = later;
            let sql: &'static str = sql;
            on_change!(change, db => {
                let mut query = sqlx::query(sql);
                for (cell, counts) in now {
                    query = query.bind(cell.unit.0).bind(&cell.topic).bind(cell.grain.word())
                        .bind(cell.start.to_string());
                    for count in counts.0 {
                        query = query.bind(count);
                    }
                }
                query.execute(db).await.map(drop)
            })?;
        }
    }
    turns::turn(change, rows).await
}

/// Writes cells that are surely not there yet, very many at a time, in the order of their bytes.
///
/// # Errors
/// When the store cannot write, for example because a cell is there.
pub async fn fill(change: &mut Change, rows: &[(Cell, Counts)]) -> Stored<()> {
    let Link::Postgres(held) = change.link() else { return add(change, rows).await };
    let mut text = String::with_capacity(rows.len() * 96);
    for (cell, counts) in rows {
        // Writing to a String cannot fail. Codes of topics are letters, digits, dots and lines below.
        let _ = write!(text, "{}\t{}\t{}\t{}", cell.unit.0, cell.topic, cell.grain, cell.start);
        for count in counts.0 {
            let _ = write!(text, "\t{count}");
        }
        text.push('\n');
    }
    let mut copy = held.connection().await?.copy_in_raw(COPY.as_str()).await?;
    copy.send(text.into_bytes()).await?;
    copy.finish().await?;
    turns::turn_all(change).await
}

/// Empties the tallies, to be filled again.
///
/// # Errors
/// When the store cannot write.
pub async fn clear(change: &mut Change) -> Stored<()> {
    on_change!(change, db => sqlx::query(CLEAR).execute(db).await.map(drop))?;
    turns::turn_all(change).await
}

/// A list cut to pieces of known sizes, each padded with its last member: doubles in a list count once.
fn padded<T: Clone>(list: &[T]) -> Vec<Vec<T>> {
    let largest = LIST_SIZES[LIST_SIZES.len() - 1];
    list.chunks(largest)
        .map(|piece| {
            let size = LIST_SIZES.iter().copied().find(|size| *size >= piece.len()).unwrap_or(largest);
            let mut piece = piece.to_vec();
            if let Some(last) = piece.last().cloned() {
                piece.resize(size, last);
            }
            piece
        })
        .collect()
}

macro_rules! counts_of {
    ($row:expr, $from:expr) => {{
        let mut counts = Counts::default();
        for (at, count) in counts.0.iter_mut().enumerate() {
            *count = $row.try_get($from + at)?;
        }
        counts
    }};
}

/// Runs a statement over the cells of some units and topics in some spans, once for each piece of the lists, and shows
/// every row.
macro_rules! each_row {
    ($store:expr, $units:expr, $topics:expr, $spans:expr, $text:expr, $last:expr, |$row:ident| $show:expr) => {
        let signs: Vec<bool> = $spans.iter().map(|span| span.takes_off).collect();
        let topics: Vec<String> = $topics.iter().map(|topic| (*topic).to_owned()).collect();
        for units in padded($units) {
            for topics in padded(&topics) {
                let sql = $text(Parameters::of($store), &signs, (units.len(), topics.len()));
                on_engine!($store, db => {
                    // PostgreSQL plans a kept statement for any days and units at all, and then walks the whole table.
                    let mut query =
                        sqlx::query(AssertSqlSafe(sql)).persistent(matches!($store, Store::Sqlite { .. }));
                    for span in $spans {
                        query = query.bind(span.grain.word()).bind(span.from.to_string())
                            .bind(span.until.to_string());
                        for unit in &units {
                            query = query.bind(unit.0);
                        }
                        for topic in &topics {
                            query = query.bind(topic);
                        }
                    }
                    let last: Option<i64> = $last;
                    if let Some(last) = last {
                        query = query.bind(last);
                    }
                    for $row in query.fetch_all(db).await? {
                        $show;
                    }
                });
            }
        }
    };
}

/// Sums the cells of some spans, per unit. Units without cells are absent; without spans there is nothing to sum.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_unit(
    store: &Store,
    units: &[UnitId],
    topics: &[&str],
    spans: &[Span],
) -> Stored<HashMap<UnitId, Counts>> {
    let mut found: HashMap<UnitId, Counts> = HashMap::new();
    if spans.is_empty() {
        return Ok(found);
    }
    let text = |parameters, signs: &[bool], lists| sum_text(parameters, "unit", signs, lists);
    each_row!(store, units, topics, spans, text, None, |row| {
        *found.entry(UnitId(row.try_get::<Uuid, _>(0)?)).or_default() += counts_of!(row, 1);
    });
    Ok(found)
}

/// Cases received by unit and topic in the cells of some spans, where they are `least` or more.
///
/// # Errors
/// When the store cannot be read.
pub async fn received(
    store: &Store,
    units: &[UnitId],
    topics: &[&str],
    spans: &[Span],
    least: i64,
) -> Stored<Vec<(UnitId, String, i64)>> {
    let mut found = Vec::new();
    if spans.is_empty() {
        return Ok(found);
    }
    each_row!(store, units, topics, spans, received_text, Some(least), |row| {
        found.push((UnitId(row.try_get::<Uuid, _>(0)?), row.try_get(1)?, row.try_get(2)?));
    });
    Ok(found)
}

/// Sums the cells of a span that start together, per day or month. Starts without cells are absent.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_start(
    store: &Store,
    units: &[UnitId],
    topics: &[&str],
    span: Span,
) -> Stored<HashMap<Day, Counts>> {
    let mut found: HashMap<Day, Counts> = HashMap::new();
    let text = |parameters, signs: &[bool], lists| sum_text(parameters, "start", signs, lists);
    each_row!(store, units, topics, &[span], text, None, |row| {
        let start: Day = read(row.try_get::<&str, _>(0)?)?;
        *found.entry(start).or_default() += counts_of!(row, 1);
    });
    Ok(found)
}

/// The cells after one, in order of their bytes, at most `limit`: for walking the whole table.
///
/// # Errors
/// When the store cannot be read or a cell not be understood.
pub async fn page(store: &Store, after: Option<&Cell>, limit: i64) -> Stored<Vec<(Cell, Counts)>> {
    let nil = Uuid::nil();
    let (unit, topic, grain, start) = match after {
        Some(cell) => (cell.unit.0, cell.topic.as_str(), cell.grain.word(), cell.start.to_string()),
        None => (nil, "", "", String::new()),
    };
    let mut found = Vec::new();
    on_engine!(store, db => {
        let rows = sqlx::query(PAGE.as_str()).bind(unit).bind(topic).bind(grain).bind(start).bind(limit)
            .fetch_all(db).await?;
        for row in rows {
            let cell = Cell {
                unit: UnitId(row.try_get::<Uuid, _>(0)?),
                topic: row.try_get(1)?,
                grain: read(row.try_get::<&str, _>(2)?)?,
                start: read(row.try_get::<&str, _>(3)?)?,
            };
            found.push((cell, counts_of!(row, 4)));
        }
    });
    Ok::<_, StoreError>(found)
}
