//! A table out of a CSV file: its dimensions with their levels, and a count for each cell.

use super::Protect;
use crate::{
    analyse::table::{broken, no_column, open},
    house::Stop,
    terminal::sentence,
};
use danvan_analysis::{
    protect::{Cell, Grid, Table, Tree},
    refusal::Refusal,
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// What a column of counts may be called.
const COUNT: [&str; 5] = ["count", "freq", "frequency", "n", "value"];
/// What the sum of a dimension may be called.
const TOTAL: [&str; 8] = ["total", "tot", "all", "sum", "tổng", "tổng số", "tất cả", "toàn bộ"];
/// Most cells of a table: beyond that an answer would take too long.
const MOST: usize = 500_000;
/// The same in three dimensions and more, where linear programmes may have to choose.
const MOST_BY_PROGRAMME: usize = 10_000;

/// A dimension: its labels, and which is a part of which.
struct Dimension {
    column: String,
    labels: Vec<String>,
    known: HashMap<String, usize>,
    above: Vec<Option<usize>>,
}

impl Dimension {
    fn new(column: &str) -> Self {
        Self { column: column.to_owned(), labels: Vec::new(), known: HashMap::new(), above: Vec::new() }
    }

    fn number(&mut self, label: &str) -> usize {
        if let Some(known) = self.known.get(label) {
            return *known;
        }
        self.known.insert(label.to_owned(), self.labels.len());
        self.labels.push(label.to_owned());
        self.above.push(None);
        self.labels.len() - 1
    }

    /// Puts everything that is part of nothing under the sum of all.
    fn close(&mut self, total: Option<&str>) {
        let is_total = |label: &str| match total {
            Some(total) => label == total,
            None => TOTAL.contains(&label.to_lowercase().as_str()),
        };
        let roots: Vec<usize> = (0..self.labels.len()).filter(|at| self.above[*at].is_none()).collect();
        let named = roots.iter().copied().find(|at| is_total(&self.labels[*at]));
        // One root with parts is the sum of all, whatever it is called.
        if named.is_none() && roots.len() == 1 && self.above.contains(&Some(roots[0])) {
            return;
        }
        let sum = named.unwrap_or_else(|| self.number(total.unwrap_or("Total")));
        roots.into_iter().filter(|at| *at != sum).for_each(|at| self.above[at] = Some(sum));
    }
}

/// A table that was read.
pub(super) struct Counted {
    file: String,
    dimensions: Vec<Dimension>,
    grid: Grid,
    counts: Vec<u32>,
    /// The cells of the file, each with its line, in its order.
    given: Vec<(usize, u64)>,
}

type Row = (Vec<usize>, Option<u32>, u64);

impl Counted {
    pub(super) fn read(from: &Protect) -> Result<Self, Stop> {
        let file = from.table.as_path();
        let (mut reader, headings) = open(file)?;
        let place = |name: &str| {
            headings
                .iter()
                .position(|heading| heading == name)
                .ok_or_else(|| no_column(&file.display().to_string(), name, &headings))
        };
        let count = match &from.count_column {
            Some(name) => Some(place(name)?),
            None => headings.iter().position(|heading| COUNT.contains(&heading.to_lowercase().as_str())),
        };
        let columns: Vec<usize> = if from.dimensions.is_empty() {
            (0..headings.len()).filter(|at| Some(*at) != count).collect()
        } else {
            from.dimensions.iter().map(|name| place(name)).collect::<Result<_, _>>()?
        };
        if columns.is_empty() {
            return Err(no_column(&file.display().to_string(), "dimension", &headings));
        }
        let mut dimensions: Vec<Dimension> =
            columns.iter().map(|at| Dimension::new(&headings[*at])).collect();
        for said in &from.levels {
            levels(said, &mut dimensions, (file, &headings))?;
        }
        let mut rows: Vec<Row> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| broken(file, &error))?;
            let line = record.position().map_or(0, csv::Position::line);
            let places =
                dimensions.iter_mut().zip(&columns).map(|(own, at)| own.number(&record[*at])).collect();
            let counted = match count {
                Some(at) => Some(record[at].parse().map_err(|_| fault(file, line, "count", &record[at]))?),
                None => None,
            };
            rows.push((places, counted, line));
        }
        Self::of(from, dimensions, rows)
    }

    fn of(from: &Protect, mut dimensions: Vec<Dimension>, rows: Vec<Row>) -> Result<Self, Stop> {
        let file = from.table.as_path();
        let mut trees = Vec::new();
        for dimension in &mut dimensions {
            dimension.close(from.total.as_deref());
            let tree = Tree::new(dimension.above.clone());
            trees.push(tree.ok_or_else(|| fault(file, 0, "circle", &dimension.column))?);
        }
        let size = trees.iter().try_fold(1_usize, |size, tree| size.checked_mul(tree.len()));
        let most = if dimensions.len() <= 2 { MOST } else { MOST_BY_PROGRAMME };
        if size.is_none_or(|size| most < size) {
            return Err(fault(file, 0, "many", &most.to_string()));
        }
        let is_sum = |places: &[usize]| places.iter().zip(&trees).any(|(place, tree)| tree.is_sum(*place));
        let grid = Grid::new(trees.clone());
        let mut told: HashMap<usize, u32> = HashMap::new();
        let (mut leaves, mut given) = (vec![0_u32; grid.len()], Vec::new());
        for (places, counted, line) in &rows {
            let at = grid.number(places);
            match counted {
                Some(counted) => {
                    if told.insert(at, *counted).is_some() {
                        let labels = labels(&dimensions, places).join(", ");
                        return Err(fault(file, *line, "twice", &labels));
                    }
                    given.push((at, *line));
                    leaves[at] = *counted;
                }
                None if is_sum(places) => {
                    return Err(fault(file, *line, "nobody", &labels(&dimensions, places).join(", ")));
                }
                None => leaves[at] += 1,
            }
        }
        // Sums are those of the file, so that one which does not add up is seen; what it leaves out is added up.
        let counted =
            grid.counted(0, |places| leaves[grid.number(places)]).map_err(|refusal| refusal.to_string())?;
        let sum = |at: usize| told.get(&at).copied().unwrap_or_else(|| whole(counted.cells()[at].value));
        let counts = (0..grid.len()).map(sum).collect();
        Ok(Self { file: file.display().to_string(), dimensions, grid, counts, given })
    }

    pub(super) fn table(&self, threshold: u32) -> Result<Table, Refusal> {
        self.grid.of(self.counts.iter().map(|count| Cell::counted(*count, threshold)).collect())
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.dimensions.iter().map(|dimension| dimension.column.as_str())
    }

    /// The labels of a cell.
    pub(super) fn labels(&self, at: usize) -> Vec<String> {
        labels(&self.dimensions, &self.grid.places(at))
    }

    /// The line of a cell that stands in the file.
    pub(super) fn line(&self, at: usize) -> Option<u64> {
        self.given.iter().find(|(cell, _)| *cell == at).map(|(_, line)| *line)
    }

    /// The cells: those of the file in its order, then all others.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let mut is_given = vec![false; self.grid.len()];
        self.given.iter().for_each(|(at, _)| is_given[*at] = true);
        let others = (0..self.grid.len()).filter(|at| !is_given[*at]);
        self.given.iter().map(|(at, _)| *at).chain(others).collect()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a sum of counts that fit")]
fn whole(value: f64) -> u32 {
    value as u32
}

fn labels(dimensions: &[Dimension], places: &[usize]) -> Vec<String> {
    dimensions.iter().zip(places).map(|(dimension, place)| dimension.labels[*place].clone()).collect()
}

/// Reads the levels of a dimension, `COLUMN=FILE`.
fn levels(
    said: &str,
    dimensions: &mut [Dimension],
    (table, headings): (&Path, &[String]),
) -> Result<(), Stop> {
    let (column, file) = said.split_once('=').ok_or_else(|| fault(table, 0, "levels", said))?;
    let own = dimensions.iter_mut().find(|dimension| dimension.column == column);
    let own = own.ok_or_else(|| no_column(&table.display().to_string(), column, headings))?;
    let file = PathBuf::from(file);
    let (mut reader, levels) = open(&file)?;
    let [part, whole] = ["part", "whole"].map(|name| levels.iter().position(|heading| heading == name));
    let part = part.ok_or_else(|| no_column(&file.display().to_string(), "part", &levels))?;
    let whole = whole.ok_or_else(|| no_column(&file.display().to_string(), "whole", &levels))?;
    for record in reader.records() {
        let record = record.map_err(|error| broken(&file, &error))?;
        let (at, above) = (own.number(&record[part]), own.number(&record[whole]));
        if own.above[at].replace(above).is_some_and(|before| before != above) {
            return Err(fault(
                &file,
                record.position().map_or(0, csv::Position::line),
                "twice",
                &record[part],
            ));
        }
    }
    Ok(())
}

/// What is wrong in a line.
fn fault(file: &Path, line: u64, kind: &str, value: &str) -> Stop {
    let values = [
        ("file", file.display().to_string().into()),
        ("line", line.into()),
        ("cell", String::new().into()),
        ("kind", kind.into()),
        ("value", value.into()),
        ("other", String::new().into()),
    ];
    sentence("analysis-protect", &values).into()
}
