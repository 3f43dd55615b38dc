//! The real units of Hanoi from 2021 to today, embedded: one row a fact, with its source and grade.

use super::{
    Link, Tree, Unit, table,
    table::{VIETNAM, read_links, read_units},
    villages::{Arrangement, villages},
};
use crate::{
    facts::{Fault, read_rows},
    time::Day,
};
use serde::{Deserialize, Serialize};

const UNITS: &str = include_str!("../../facts/units/hanoi_units.csv");
const LINKS: &str = include_str!("../../facts/units/hanoi_links.csv");
const VILLAGES: &str = include_str!("../../facts/units/hanoi_villages.csv");

/// The code of the city of Hanoi.
pub const HANOI: &str = "01";

/// What is known of a present commune's villages and of its place in the city's projects.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct VillageCount {
    /// The commune's code since 2025-07-01.
    pub commune: String,
    /// How many villages or residential groups it has, when known.
    pub villages: Option<i64>,
    /// How many it had before the mergers of mid-2026, when known.
    pub villages_before: Option<i64>,
    /// `2026_07`: after the mergers of mid-2026; `before_2026_07`: not merged then; `missing`: no count is known.
    pub arrangement: String,
    /// Whether it lies in the former districts that Ring Road 4 crosses.
    pub ring_road4: bool,
}

/// City, districts and communes of Hanoi and what became of them.
///
/// # Errors
/// Never for the embedded tables, which a test reads.
pub fn hanoi() -> Result<(Vec<Unit>, Vec<Link>), Vec<Fault>> {
    let units: Vec<Unit> =
        read_units(UNITS, VIETNAM, &Tree::default())?.into_iter().map(|(_, unit)| unit).collect();
    let links = read_links(LINKS, &units)?.into_iter().map(|(_, link)| link).collect();
    Ok((units, links))
}

/// The same as a tree.
///
/// # Errors
/// Never for the embedded tables, which a test reads.
pub fn hanoi_tree() -> Result<Tree, Vec<Fault>> {
    let (units, links) = hanoi()?;
    table::join(&Tree::default(), numbered(units), numbered(links))
        .map_err(|(units, links)| [units, links].concat())
}

/// Rows as if each stood on a line of its own.
fn numbered<T>(rows: Vec<T>) -> table::Lines<T> {
    (2..).zip(rows).collect()
}

/// The real tree with invented villages below it: what the demonstration lives in.
///
/// # Errors
/// Never for the embedded tables, which a test reads.
pub fn hanoi_with_villages(seed: u64) -> Result<(Vec<Unit>, Vec<Link>), Vec<Fault>> {
    let tree = hanoi_tree()?;
    let arrangement = Arrangement {
        communes_from: Day(jiff::civil::date(2025, 7, 1)),
        merged_from: Day(jiff::civil::date(2026, 7, 1)),
        before: 5_000,
        seed,
    };
    let (villages, their_links) = villages(&tree, &village_counts()?, arrangement);
    let units = tree.units().iter().cloned().chain(villages).collect();
    Ok((units, tree.links().iter().cloned().chain(their_links).collect()))
}

/// Counts of villages per present commune.
///
/// # Errors
/// Never for the embedded table, which a test reads.
pub fn village_counts() -> Result<Vec<VillageCount>, Vec<Fault>> {
    Ok(read_rows(VILLAGES)?.into_iter().map(|(_, row)| row).collect())
}
