//! Tables of several dimensions, each a tree of levels: every cell has a place in each.

use super::{Cell, Relation, Table};
use crate::refusal::Refusal;

/// The places along one dimension, and which is the sum of which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    above: Vec<Option<usize>>,
    /// Whether each place has parts.
    sums: Vec<bool>,
}

impl Tree {
    /// Places that are not divided, and behind them the sum of all.
    pub fn flat(leaves: usize) -> Self {
        let mut above = vec![Some(leaves); leaves];
        above.push(None);
        Self::of(above)
    }

    fn of(above: Vec<Option<usize>>) -> Self {
        let mut sums = vec![false; above.len()];
        above.iter().flatten().for_each(|sum| sums[*sum] = true);
        Self { above, sums }
    }

    /// Places with what each is a part of; a sum may be part of another. `None` where there is a circle.
    pub fn new(above: Vec<Option<usize>>) -> Option<Self> {
        let many = above.len();
        let ends = |start: usize| {
            let mut at = start;
            for _ in 0..many {
                match above.get(at) {
                    Some(Some(next)) => at = *next,
                    Some(None) => return true,
                    None => return false,
                }
            }
            false
        };
        (0..many).all(ends).then_some(())?;
        Some(Self::of(above))
    }

    /// How many places there are, sums among them.
    pub fn len(&self) -> usize {
        self.above.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.above.is_empty()
    }

    /// What a place is a part of.
    pub(super) fn above(&self, place: usize) -> Option<usize> {
        self.above[place]
    }

    /// The parts of a place; none of one that is not divided.
    pub(super) fn parts(&self, of: usize) -> impl Iterator<Item = usize> {
        self.above.iter().enumerate().filter(move |(_, above)| **above == Some(of)).map(|(place, _)| place)
    }

    /// A place and whatever it is a part of, in turn.
    pub(super) fn upwards(&self, place: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(place), |place| self.above[*place])
    }

    /// Whether a place has parts.
    pub fn is_sum(&self, place: usize) -> bool {
        self.sums[place]
    }
}

/// A table of some dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    dimensions: Vec<Tree>,
}

impl Grid {
    /// A grid of dimensions.
    pub fn new(dimensions: Vec<Tree>) -> Self {
        Self { dimensions }
    }

    /// Its dimensions.
    pub(super) fn dimensions(&self) -> &[Tree] {
        &self.dimensions
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.dimensions.iter().map(Tree::len).product()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a cell by its place in each dimension.
    pub fn number(&self, places: &[usize]) -> usize {
        self.dimensions.iter().zip(places).fold(0, |number, (tree, place)| number * tree.len() + place)
    }

    /// The places of a cell by its number.
    pub fn places(&self, mut number: usize) -> Vec<usize> {
        let mut places = vec![0; self.dimensions.len()];
        for (place, tree) in places.iter_mut().zip(&self.dimensions).rev() {
            *place = number % tree.len();
            number /= tree.len();
        }
        places
    }

    /// The places of every cell, in the order of their numbers.
    pub fn cells(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        (0..self.len()).map(|number| self.places(number))
    }

    /// How its cells add up.
    pub fn relations(&self) -> Vec<Relation> {
        let mut relations = Vec::new();
        for (total, places) in self.cells().enumerate() {
            for (dimension, tree) in self.dimensions.iter().enumerate() {
                let place = places[dimension];
                if !tree.is_sum(place) {
                    continue;
                }
                let part = |part: usize| {
                    let mut places = places.clone();
                    places[dimension] = part;
                    self.number(&places)
                };
                relations.push(Relation { total, parts: tree.parts(place).map(part).collect() });
            }
        }
        relations
    }

    /// The table of counts whose undivided cells are told by a function of their places. Sums are added up; they and all others
    /// are small from 1 to one less than the threshold.
    ///
    /// # Errors
    /// As [`Table::new`].
    pub fn counted(&self, threshold: u32, count: impl Fn(&[usize]) -> u32) -> Result<Table, Refusal> {
        let mut counts = vec![0_u32; self.len()];
        for (number, places) in self.cells().enumerate() {
            if places.iter().zip(&self.dimensions).any(|(place, tree)| tree.is_sum(*place)) {
                continue;
            }
            let own = count(&places);
            counts[number] = own;
            for sum in self.sums_of(&places).filter(|sum| *sum != number) {
                counts[sum] = counts[sum].saturating_add(own);
            }
        }
        self.of(counts.into_iter().map(|count| Cell::counted(count, threshold)).collect())
    }

    /// Every cell of which one is a part, in any mixture of dimensions; itself too.
    pub(super) fn sums_of(&self, places: &[usize]) -> impl Iterator<Item = usize> {
        let mut sums: Vec<Vec<usize>> = vec![Vec::new()];
        for (place, tree) in places.iter().zip(&self.dimensions) {
            let line: Vec<usize> = tree.upwards(*place).collect();
            sums = sums.iter().flat_map(|some| line.iter().map(|at| [&some[..], &[*at]].concat())).collect();
        }
        sums.into_iter().map(|places| self.number(&places))
    }

    /// The table of cells in the order of their numbers.
    ///
    /// # Errors
    /// As [`Table::new`].
    pub fn of(&self, cells: Vec<Cell>) -> Result<Table, Refusal> {
        Ok(Table::new(cells, self.relations())?.on(self.clone()))
    }
}
