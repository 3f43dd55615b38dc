//! Statements over tallies that are put together from parts.

use crate::Store;
use danvan_domain::tallies::{MEASURES, Measure};

/// How parameters are written: SQLite takes long lists of nameless ones several times quicker, since it looks for each
/// name from the beginning of its list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameters {
    Nameless,
    Numbered,
}

impl Parameters {
    pub(super) const fn of(store: &Store) -> Self {
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

pub(super) fn columns() -> String {
    Measure::ALL.iter().map(|measure| measure.word()).collect::<Vec<_>>().join(", ")
}

pub(super) fn add_text(parameters: Parameters, rows: usize) -> String {
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
pub(super) fn sum_text(parameters: Parameters, by: &str, signs: &[bool], lists: (usize, usize)) -> String {
    let measures: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
    let sums: Vec<String> = measures
        .iter()
        .map(|measure| format!("cast(coalesce(sum({measure}), 0) as bigint) as {measure}"))
        .collect();
    let cells = cells_text(parameters, (by, &measures), signs, lists);
    format!("select {by}, {} from ({cells}) as cells group by {by}", sums.join(", "))
}

/// The cells themselves.
pub(super) fn all_text(parameters: Parameters, signs: &[bool], lists: (usize, usize)) -> String {
    let measures: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
    cells_text(parameters, ("unit, topic, start", &measures), signs, lists)
}

/// Cases received by unit and topic, where they are so many at least.
pub(super) fn received_text(parameters: Parameters, signs: &[bool], lists: (usize, usize)) -> String {
    let cells = cells_text(parameters, ("unit, topic", &["received"]), signs, lists);
    let least = parameters.list(signs.len() * (3 + lists.0 + lists.1) + 1, 1);
    format!(
        "select unit, topic, cast(sum(received) as bigint) from ({cells}) as cells group by unit, topic
        having cast(sum(received) as bigint) >= {least}"
    )
}

pub(super) fn page_text() -> String {
    format!(
        "select unit, topic, grain, start, {} from tallies where (unit, topic, grain, start) > ($1, $2, $3, $4)
        order by unit, topic, grain, start limit $5",
        columns()
    )
}
