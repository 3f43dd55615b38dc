//! Publishing a table so that nothing small can be worked out from it.
//!
//! ```
//! use danvan_analysis::protect::{Grid, Options, Tree, protect};
//!
//! // Four regions by two kinds, with totals; of region A two were counted of the first kind.
//! let regions = Tree::flat(4);
//! let kinds = Tree::flat(2);
//! let counts = [[2, 18], [19, 14], [10, 12], [14, 11]];
//! let grid = Grid::new(vec![regions, kinds]);
//! let table = grid.counted(5, |at| counts[at[0]][at[1]])?;
//! let found = protect(&table, &Options::default())?;
//! // Beside the small count its row hides the other kind, and of the cheapest other region both.
//! let hidden: Vec<Vec<usize>> = grid.cells().filter(|cell| found.hidden[grid.number(cell)]).collect();
//! assert_eq!(hidden, [[0, 0], [0, 1], [2, 0], [2, 1]]);
//! # Ok::<(), danvan_analysis::refusal::Refusal>(())
//! ```
//!
//! Cells that hold too few, or that one or two dominate, are not printed. Whoever knows the other cells and how they add up
//! could still work them out, so more are withheld: for each small cell there must be other tables, with every printed cell as it
//! is and no count below zero, in which that cell is larger by a margin, and such in which it is smaller. Each is found as a
//! move, of numbers that leave every printed cell as it is; what it moves is withheld from then on. So the proof
//! is made with the choice: what the linear attacker knows of a small cell is at least the margin wide to either side.
//!
//! Of an undivided cell in a table of one or two dimensions a move is a cycle among undivided cells of the same parents, and the
//! cheapest is the shortest path between the cell's row and column. Of sums, and in more dimensions, counts are moved between a
//! few undivided cells, and every sum of them that changes moves too. Where there is none of either, and in tables that are no
//! grid, a move is the solution of a linear programme. What is withheld is few and small, not the fewest possible: that is
//! NP-hard.
//!
//! - J. Kelly, B. Golden & A. Assad, Cell suppression: disclosure protection for sensitive tabular data, Networks 22 (1992).
//! - M. Fischetti & J. Salazar, Models and algorithms for the 2-dimensional cell suppression problem in statistical disclosure
//!   control, Mathematical Programming 84 (1999).
//! - A. Hundepool et al., Statistical Disclosure Control (2012), chapter 4: thresholds, dominance, linked tables.

mod attack;
mod cycle;
mod grid;
mod swap;
#[cfg(test)]
mod tests;

use crate::refusal::{Refusal, Wrong, option};
pub use attack::{Attack, bounds};
pub use grid::{Grid, Tree};

/// What may become of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may be printed, and may be withheld to protect others.
    Open,
    /// It must not be printed nor be worked out.
    Small,
    /// It is known already, e.g. from an earlier release.
    Known,
    /// It is printed nowhere and not small, e.g. how much a count has grown since an earlier release.
    Unprinted,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// What was counted, or added up: 0 or more.
    pub value: f64,
    /// What may become of it.
    pub standing: Standing,
}

impl Cell {
    /// A count, which is small from 1 to one less than the threshold.
    pub fn counted(count: u32, threshold: u32) -> Self {
        let standing = if (1..threshold).contains(&count) { Standing::Small } else { Standing::Open };
        Self { value: f64::from(count), standing }
    }
}

/// Whether a few dominate what was added up in a cell: the largest `most` make more than `share` of all (the (n, k) rule).
pub fn is_dominated(contributions: &[f64], most: usize, share: f64) -> bool {
    let mut sorted = contributions.to_vec();
    sorted.sort_by(|one, other| other.total_cmp(one));
    let (largest, all): (f64, f64) = (sorted.iter().take(most).sum(), sorted.iter().sum());
    all > 0.0 && largest > share * all
}

/// How cells add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The sum.
    pub total: usize,
    /// What it is the sum of.
    pub parts: Vec<usize>,
}

/// The cells of a sum, its total behind its parts.
fn all_of(relation: &Relation) -> impl Iterator<Item = usize> {
    relation.parts.iter().chain([&relation.total]).copied()
}

/// Cells and how they add up. Tables that share cells are one table.
#[derive(Clone, Debug)]
pub struct Table {
    cells: Vec<Cell>,
    relations: Vec<Relation>,
    /// The grid it is, when it is one.
    grid: Option<Grid>,
}

/// Less than this is lost among the solver's rounding.
const LEAST_MARGIN: f64 = 1e-3;

/// Sums may differ from their totals by this part of them, and by as much at all.
const ROUNDING: f64 = 1e-6;

impl Table {
    /// A table of cells with the sums among them.
    ///
    /// # Errors
    /// For a value below zero or that is no number, a cell that there is not, or a sum that does not add up: the row is that of
    /// the cell, from 1.
    pub fn new(cells: Vec<Cell>, relations: Vec<Relation>) -> Result<Self, Refusal> {
        let fault = |wrong: Wrong, at: usize| Refusal { row: Some(at + 1), ..wrong.into() };
        for (at, cell) in cells.iter().enumerate() {
            if !cell.value.is_finite() {
                return Err(fault(Wrong::Value { value: cell.value }, at));
            }
            if cell.value < 0.0 {
                return Err(fault(Wrong::Negative { value: cell.value }, at));
            }
        }
        for relation in &relations {
            if let Some(unknown) = all_of(relation).find(|at| cells.len() <= *at) {
                return Err(Wrong::Unknown { value: unknown, below: cells.len() }.into());
            }
            let mut named: Vec<usize> = all_of(relation).collect();
            named.sort_unstable();
            if let Some(twice) = named.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(fault(Wrong::Twice { value: twice[0].to_string() }, twice[0]));
            }
            let sum: f64 = relation.parts.iter().map(|at| cells[*at].value).sum();
            let total = cells[relation.total].value;
            if (sum - total).abs() > ROUNDING * total.abs().max(1.0) {
                return Err(fault(Wrong::Sum { sum, total }, relation.total));
            }
        }
        Ok(Self { cells, relations, grid: None })
    }

    /// Its cells.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The same table, known to be a grid.
    fn on(self, grid: Grid) -> Self {
        Self { grid: Some(grid), ..self }
    }

    fn standing(&self, at: usize) -> Standing {
        self.cells[at].standing
    }
}

/// How a table is protected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How far above and below what it is each small cell must seem possible: above 0; of counts commonly 1.
    pub margin: f64,
}

impl Default for Options {
    /// One more and one less must seem possible.
    fn default() -> Self {
        Self { margin: 1.0 }
    }
}

/// What is withheld.
#[derive(Clone, Debug, PartialEq)]
pub struct Protected {
    /// Whether each cell is withheld: the small ones, and what protects them.
    pub hidden: Vec<bool>,
}

/// Chooses what is withheld so that no small cell can be worked out from what is printed.
///
/// # Errors
/// For a margin below 0.001; [`Wrong::Unsolved`] when a programme could not be solved; [`Wrong::Unprotectable`] for a small cell that what is known already gives away.
pub fn protect(table: &Table, options: &Options) -> Result<Protected, Refusal> {
    let margin = options.margin;
    option(margin >= LEAST_MARGIN && margin.is_finite(), "the margin", margin, "0.001 or more")?;
    let of = |standing| (0..table.cells.len()).filter(move |at| table.standing(*at) == standing);
    let mut hidden: Vec<bool> = vec![false; table.cells.len()];
    of(Standing::Small).chain(of(Standing::Unprinted)).for_each(|at| hidden[at] = true);
    let mut is_safe = vec![false; table.cells.len()];
    // The smallest first: they need the most, and what protects them protects others.
    let mut small: Vec<usize> = of(Standing::Small).collect();
    small.sort_by(|one, other| table.cells[*one].value.total_cmp(&table.cells[*other].value));
    for at in small {
        if is_safe[at] {
            continue;
        }
        let along = cycle::cheapest(table, &hidden, at, margin);
        let moves = match along.or_else(|| swap::cheapest(table, &hidden, at, margin)) {
            Some(own) => vec![own],
            None => attack::moves(table, &hidden, at, margin)?,
        };
        // A move that may be made either way protects every small cell it moves far enough. Turned round it would take what is
        // less than the margin below zero: then it proves its own cell alone.
        let both = moves.len() == 1 && table.cells[at].value >= margin;
        for (cell, by) in moves.into_iter().flatten() {
            hidden[cell] = true;
            is_safe[cell] |= both && by.abs() >= margin * (1.0 - ROUNDING);
        }
        is_safe[at] = true;
    }
    Ok(Protected { hidden })
}
