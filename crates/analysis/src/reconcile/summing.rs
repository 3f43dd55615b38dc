//! Which series is the sum of which.

use super::numbers;
use crate::refusal::{Column, Refusal, Table, Wrong};

/// A matrix of zeros and ones (or shares): a row for each series, a column for each at the bottom.
///
/// ```
/// use danvan_analysis::reconcile::Summing;
///
/// let names = ["all", "one", "other"].map(str::to_owned);
/// let refused = Summing::new(&names, &names[1..], &[vec![1.0, 1.0], vec![1.0, 0.0], vec![1.0, 1.0]]);
/// assert_eq!(refused.unwrap_err().to_string(), "summing, other: no row stands for this series alone");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Summing {
    names: Vec<String>,
    /// The series that stands for each column.
    bottoms: Vec<usize>,
    /// The series that are sums of others.
    sums: Vec<usize>,
    /// Of each series the columns it is the sum of, with their shares.
    parts: Vec<Vec<(usize, f64)>>,
}

impl Summing {
    /// From the names of all series and of the columns, and the cells row by row.
    ///
    /// # Errors
    /// Not a row for each series or not a cell for each column; a cell that is no number; two series of one name; a column
    /// that no series of its name stands for alone.
    pub fn new(names: &[String], columns: &[String], cells: &[Vec<f64>]) -> Result<Self, Refusal> {
        let table = Table::Summing;
        let length = |found, expected| {
            let wrong = Wrong::Length { found, expected };
            if found == expected { Ok(()) } else { Err(wrong) }
        };
        length(cells.len(), names.len()).map_err(|wrong| Refusal::from(wrong).within(table))?;
        let mut parts = Vec::with_capacity(cells.len());
        for (at, (name, row)) in names.iter().zip(cells).enumerate() {
            let own = || Column::named(name);
            length(row.len(), columns.len()).map_err(|wrong| wrong.at(at + 1, own()).within(table))?;
            if names[..at].contains(name) {
                return Err(Wrong::Twice { value: name.clone() }.at(at + 1, own()).within(table));
            }
            if let Some(column) = row.iter().position(|cell| !cell.is_finite()) {
                let wrong = Wrong::Value { value: row[column] };
                return Err(wrong.at(at + 1, Column::named(&columns[column])).within(table));
            }
            let cells = row.iter().copied().enumerate();
            parts.push(cells.filter(|(_, cell)| *cell != 0.0).collect::<Vec<_>>());
        }
        let mut bottoms = Vec::with_capacity(columns.len());
        for (at, column) in columns.iter().enumerate() {
            let series = names.iter().position(|name| name == column);
            let series = series.filter(|series| parts[*series] == [(at, 1.0)]);
            let series = series.ok_or_else(|| Wrong::NoBottom.of(Column::named(column)).within(table))?;
            if bottoms.contains(&series) {
                let wrong = Wrong::Twice { value: column.clone() };
                return Err(wrong.of(Column::named(column)).within(table));
            }
            bottoms.push(series);
        }
        let sums = (0..names.len()).filter(|series| !bottoms.contains(series)).collect();
        Ok(Self { names: names.to_vec(), bottoms, sums, parts })
    }

    /// The names of all series, in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Which series stands for each column.
    pub fn bottoms(&self) -> &[usize] {
        &self.bottoms
    }

    /// Every series from those at the bottom.
    pub fn add_up(&self, bottom: &[f64]) -> Vec<f64> {
        let of =
            |parts: &Vec<(usize, f64)>| parts.iter().map(|(column, share)| share * bottom[*column]).sum();
        self.parts.iter().map(of).collect()
    }

    pub(super) fn series(&self) -> usize {
        self.names.len()
    }

    pub(super) fn sums(&self) -> &[usize] {
        &self.sums
    }

    pub(super) fn parts(&self, series: usize) -> &[(usize, f64)] {
        &self.parts[series]
    }

    /// Of each sum by how much it is more than its parts.
    pub(super) fn missing(&self, all: &[f64]) -> Vec<f64> {
        self.missing_by(|series| all[series])
    }

    pub(super) fn missing_by(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        let parts = |sum: usize| -> f64 {
            self.parts[sum].iter().map(|(column, share)| share * of(self.bottoms[*column])).sum()
        };
        self.sums.iter().map(|sum| of(*sum) - parts(*sum)).collect()
    }

    /// How long the rows of a table are, if there is one for each series and all are alike and numbers.
    pub(super) fn fits(&self, table: Table, rows: &[Vec<f64>]) -> Result<usize, Refusal> {
        if rows.len() != self.series() {
            let wrong = Wrong::Length { found: rows.len(), expected: self.series() };
            return Err(Refusal::from(wrong).within(table));
        }
        let expected = rows.first().map_or(0, Vec::len);
        for (name, row) in self.names.iter().zip(rows) {
            if row.len() != expected {
                let wrong = Wrong::Length { found: row.len(), expected };
                return Err(wrong.of(Column::named(name)).within(table));
            }
            numbers(table, name, row, |_| true)?;
        }
        Ok(expected)
    }
}
