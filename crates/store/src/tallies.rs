//! Tallies: adding to cells, and sums over units, topics and stretches of days. Nothing here looks at a raw row.

pub mod days;
pub mod raw;
mod texts;
mod turns;

pub use turns::{Turns, turns, turns_by_day, turns_within};

use crate::{
    Change, Store,
    change::Link,
    engine::{StoreError, Stored},
    on_change, on_engine,
    people::read,
};
use danvan_domain::{
    ids::UnitId,
    tallies::{Cell, Counts, Grain},
    time::Day,
};
use sqlx::{AssertSqlSafe, Row};
use std::{collections::HashMap, fmt::Write, sync::LazyLock};
use texts::{Parameters, add_text, all_text, columns, page_text, received_text, sum_text};
use uuid::Uuid;

/// How many rows each statement adds; a batch is cut into as few of them as fit.
const ADD_SIZES: [usize; 4] = [64, 16, 4, 1];

static ADDS_SQLITE: LazyLock<[String; 4]> =
    LazyLock::new(|| ADD_SIZES.map(|rows| add_text(Parameters::Nameless, rows)));
static ADDS_POSTGRES: LazyLock<[String; 4]> =
    LazyLock::new(|| ADD_SIZES.map(|rows| add_text(Parameters::Numbered, rows)));

/// Lists are cut and padded to these lengths, so that few texts are ever prepared.
const LIST_SIZES: [usize; 8] = [1, 4, 16, 64, 144, 256, 512, 1024];

const CLEAR: &str = "delete from tallies";

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

/// PostgreSQL's way of taking very many rows.
static COPY: LazyLock<String> =
    LazyLock::new(|| format!("copy tallies (unit, topic, grain, start, {}) from stdin", columns()));

static PAGE: LazyLock<String> = LazyLock::new(page_text);
static SUMS: LazyLock<[String; 4]> = LazyLock::new(|| {
    [
        sum_text(Parameters::Numbered, "unit", &[false, true], (4, 4)),
        sum_text(Parameters::Numbered, "start", &[false], (1, 1)),
        received_text(Parameters::Numbered, &[true, false], (4, 4)),
        all_text(Parameters::Numbered, &[false], (4, 4)),
    ]
});

/// Every statement of this room, by name; of the sums, one of each kind.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    let mut list = vec![("CLEAR", CLEAR), ("PAGE", PAGE.as_str())];
    list.extend(ADDS_POSTGRES.iter().map(|sql| ("ADD", sql.as_str())));
    list.extend_from_slice(raw::STATEMENTS);
    list.extend_from_slice(turns::STATEMENTS);
    list.extend_from_slice(days::STATEMENTS);
    list.extend(SUMS.iter().map(|sql| ("SUM", sql.as_str())));
    list
}

/// Adds to cells, making those that are not there; what units counted themselves is added to its days. The rows come in
/// the order of their cells.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, rows: &[(Cell, Counts)]) -> Stored<()> {
    add_cells(change, rows).await?;
    // Whoever adds to the same day at the same time waits here, so that the rows of a day are numbered one by one.
    turns::turn(change, rows).await?;
    days::note(change, rows).await
}

/// The cells that have rows of their own.
fn summed(rows: &[(Cell, Counts)]) -> impl Iterator<Item = &(Cell, Counts)> {
    rows.iter().filter(|(cell, _)| cell.grain != Grain::Own)
}

async fn add_cells(change: &mut Change, rows: &[(Cell, Counts)]) -> Stored<()> {
    let rows: Vec<&(Cell, Counts)> = summed(rows).collect();
    let mut rest = rows.as_slice();
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
    Ok(())
}

/// Writes cells that are surely not there yet, very many at a time, in the order of their bytes; what units counted
/// themselves is written by whoever fills.
///
/// # Errors
/// When the store cannot write, for example because a cell is there.
pub async fn fill(change: &mut Change, rows: &[(Cell, Counts)]) -> Stored<()> {
    let Link::Postgres(held) = change.link() else {
        add_cells(change, rows).await?;
        return turns::turn_all(change).await;
    };
    let mut text = String::with_capacity(rows.len() * 96);
    for (cell, counts) in summed(rows) {
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
    days::clear(change).await?;
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

/// Shows the cells of some units and topics in a span, in no order.
///
/// # Errors
/// When the store cannot be read.
pub async fn each_cell(
    store: &Store,
    units: &[UnitId],
    topics: &[&str],
    span: Span,
    mut show: impl FnMut(Cell, &Counts),
) -> Stored<()> {
    each_row!(store, units, topics, &[span], all_text, None, |row| {
        let cell = Cell {
            unit: UnitId(row.try_get::<Uuid, _>(0)?),
            topic: row.try_get(1)?,
            grain: span.grain,
            start: read(row.try_get::<&str, _>(2)?)?,
        };
        show(cell, &counts_of!(row, 3));
    });
    Ok(())
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
