//! Which series is the sum of which.

use super::numbers;
use crate::refusal::{Column, Refusal, Table, Wrong};
use std::collections::{HashMap, HashSet};

/// A column and the share of it that a sum takes.
pub type Share = (usize, f64);

/// A matrix of zeros and ones (or shares): a row for each series, a column for each at the bottom. What is zero is not kept.
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
    parts: Vec<Vec<Share>>,
    /// Of each column the sums (as they are numbered among sums) that it is part of, with its shares.
    above: Vec<Vec<Share>>,
}

impl Summing {
    /// From the names of all series and of the columns, and the cells row by row.
    ///
    /// # Errors
    /// Not a row for each series or not a cell for each column; a cell that is no number; two series of one name; a column
    /// that no series of its name stands for alone.
    pub fn new(names: &[String], columns: &[String], cells: &[Vec<f64>]) -> Result<Self, Refusal> {
        Self::build(names, columns, cells, |row| {
            let (found, expected) = (row.len(), columns.len());
            if found != expected {
                return Err((Wrong::Length { found, expected }, None));
            }
            Ok(row.iter().copied().enumerate().collect())
        })
    }

    /// The same from what is not zero alone: of each series, in the order of names, the columns (from 0) it is the sum of, each
    /// with its share. So a tree of thousands of series takes no more room than it has branches.
    ///
    /// ```
    /// use danvan_analysis::reconcile::Summing;
    ///
    /// let names = ["all", "one", "other"].map(str::to_owned);
    /// let sparse = Summing::of_parts(&names, &names[1..], &[vec![(0, 1.0), (1, 1.0)], vec![(0, 1.0)], vec![(1, 1.0)]])?;
    /// let dense = Summing::new(&names, &names[1..], &[vec![1.0, 1.0], vec![1.0, 0.0], vec![0.0, 1.0]])?;
    /// assert_eq!(sparse, dense);
    /// # Ok::<(), danvan_analysis::refusal::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// As [`Summing::new`]; a column that there is not, or that stands twice in a row.
    pub fn of_parts(names: &[String], columns: &[String], parts: &[Vec<Share>]) -> Result<Self, Refusal> {
        Self::build(names, columns, parts, |row| {
            let mut row = row.clone();
            row.sort_by_key(|(column, _)| *column);
            if let Some((value, _)) = row.iter().find(|(column, _)| *column >= columns.len()) {
                return Err((Wrong::Unknown { value: *value, below: columns.len() }, None));
            }
            match row.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                Some(pair) => {
                    let value = columns[pair[0].0].clone();
                    Err((Wrong::Twice { value }, Some(pair[0].0)))
                }
                None => Ok(row),
            }
        })
    }

    /// From rows that are told as columns with shares; what is wrong with one is told with the column, where it is about one.
    fn build<R>(
        names: &[String],
        columns: &[String],
        rows: &[R],
        told: impl Fn(&R) -> Result<Vec<Share>, (Wrong, Option<usize>)>,
    ) -> Result<Self, Refusal> {
        let table = Table::Summing;
        if rows.len() != names.len() {
            let wrong = Wrong::Length { found: rows.len(), expected: names.len() };
            return Err(Refusal::from(wrong).within(table));
        }
        let mut series = HashMap::with_capacity(names.len());
        let mut parts = Vec::with_capacity(rows.len());
        for (at, (name, row)) in names.iter().zip(rows).enumerate() {
            let of = |wrong: Wrong, column: Option<usize>| {
                let column = column.map_or(name, |column| &columns[column]);
                wrong.at(at + 1, Column::named(column)).within(table)
            };
            let mut row = told(row).map_err(|(wrong, column)| of(wrong, column))?;
            if series.insert(name.as_str(), at).is_some() {
                return Err(of(Wrong::Twice { value: name.clone() }, None));
            }
            if let Some((column, value)) = row.iter().find(|(_, share)| !share.is_finite()) {
                return Err(of(Wrong::Value { value: *value }, Some(*column)));
            }
            row.retain(|(_, share)| *share != 0.0);
            parts.push(row);
        }
        let bottoms = bottoms(columns, &series, &parts)?;
        Ok(Self::closed(names, bottoms, parts))
    }

    fn closed(names: &[String], bottoms: Vec<usize>, parts: Vec<Vec<Share>>) -> Self {
        let mut is_sum = vec![true; names.len()];
        bottoms.iter().for_each(|series| is_sum[*series] = false);
        let sums: Vec<usize> = (0..names.len()).filter(|series| is_sum[*series]).collect();
        let mut above = vec![Vec::new(); bottoms.len()];
        for (at, sum) in sums.iter().enumerate() {
            for (column, share) in &parts[*sum] {
                above[*column].push((at, *share));
            }
        }
        Self { names: names.to_vec(), bottoms, sums, parts, above }
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
        let of = |parts: &Vec<Share>| parts.iter().map(|(column, share)| share * bottom[*column]).sum();
        self.parts.iter().map(of).collect()
    }

    /// The same of a table with a row for each at the bottom, and so many columns.
    pub(super) fn add_up_rows(&self, bottom: &[Vec<f64>], columns: usize) -> Vec<Vec<f64>> {
        let of = |parts: &Vec<Share>| {
            let mut row = vec![0.0; columns];
            for (column, share) in parts {
                row.iter_mut().zip(&bottom[*column]).for_each(|(sum, cell)| *sum += share * cell);
            }
            row
        };
        self.parts.iter().map(of).collect()
    }

    pub(super) fn series(&self) -> usize {
        self.names.len()
    }

    pub(super) fn sums(&self) -> &[usize] {
        &self.sums
    }

    pub(super) fn parts(&self, series: usize) -> &[Share] {
        &self.parts[series]
    }

    /// The sums that a column is part of, as they are numbered among sums, with its shares.
    pub(super) fn above(&self, column: usize) -> &[Share] {
        &self.above[column]
    }

    /// Of each sum by how much it is more than its parts: C y.
    pub(super) fn missing(&self, all: &[f64]) -> Vec<f64> {
        let parts = |sum: usize| -> f64 {
            self.parts[sum].iter().map(|(column, share)| share * all[self.bottoms[*column]]).sum()
        };
        self.sums.iter().map(|sum| all[*sum] - parts(*sum)).collect()
    }

    /// Of a weight on each sum what comes to a column at the bottom: of C' times it the row of this column.
    pub(super) fn below(&self, column: usize, weights: &[f64]) -> f64 {
        -self.above[column].iter().map(|(sum, share)| share * weights[*sum]).sum::<f64>()
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

/// The series that stands for each column alone.
fn bottoms(
    columns: &[String],
    series: &HashMap<&str, usize>,
    parts: &[Vec<Share>],
) -> Result<Vec<usize>, Refusal> {
    let mut bottoms = Vec::with_capacity(columns.len());
    let mut seen = HashSet::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        let own = series.get(column.as_str()).copied();
        let own = own.filter(|series| parts[*series] == [(at, 1.0)]);
        let wrong = |wrong: Wrong| wrong.of(Column::named(column)).within(Table::Summing);
        let own = own.ok_or_else(|| wrong(Wrong::NoBottom))?;
        if !seen.insert(own) {
            return Err(wrong(Wrong::Twice { value: column.clone() }));
        }
        bottoms.push(own);
    }
    Ok(bottoms)
}
