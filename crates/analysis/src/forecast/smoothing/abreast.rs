//! Filters of additive smoothing, four abreast: what is left of a series after what was expected of each row, of the series
//! itself and of everything that is added to it.
//!
//! For given parameters what is left depends on the states at the beginning, and on what columns add, as a straight line does.
//! So the best of these are found by least squares of what each of them leaves by itself (Hyndman, Koehler, Ord & Snyder 2008,
//! chapter 5), and only the parameters have to be sought. Waves need no filter: of a wave smoothing leaves a wave of the same
//! length, and what dies away from the beginning, which the states leave too.

use super::{Form, Season, Trend, filter::States};
use crate::linear::straighten;

/// So many filters go abreast.
pub(super) const ABREAST: usize = 4;

/// A row of filters abreast.
pub(super) type Four = [f64; ABREAST];

/// A column of which less than this part is left beside those before it is told by them already.
const ALIKE: f64 = 1e-12;

/// What smooths. What a form does not have is 0; what does not damp is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parameters {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    pub(super) gamma: f64,
    pub(super) phi: f64,
}

/// Four series and the states that each begins with.
#[derive(Clone, Debug)]
struct Bundle {
    /// What is told row by row; nothing where all four are zero.
    values: Vec<Four>,
    level: Four,
    trend: Four,
    /// From the first row on; nothing without a season.
    season: Vec<Four>,
}

impl Bundle {
    fn new(season: usize) -> Self {
        Self { values: Vec::new(), level: [0.0; 4], trend: [0.0; 4], season: vec![[0.0; 4]; season] }
    }

    fn tell(&mut self, lane: usize, values: &[f64]) {
        self.values.resize(values.len(), [0.0; 4]);
        self.values.iter_mut().zip(values).for_each(|(row, value)| row[lane] = *value);
    }

    /// Writes what is left of each row.
    fn filter(&self, by: Parameters, season: &mut Vec<Four>, left: &mut [Four]) {
        let mut level = Level::new(self, by);
        if self.season.is_empty() {
            if self.values.is_empty() {
                left.iter_mut().for_each(|left| *left = level.next(&[0.0; 4]));
            } else {
                left.iter_mut().zip(&self.values).for_each(|(left, value)| *left = level.next(value));
            }
            return;
        }
        season.clone_from(&self.season);
        let mut at = 0;
        for (row, left) in left.iter_mut().enumerate() {
            let mut value = self.values.get(row).copied().unwrap_or_default();
            let own = &mut season[at];
            value.iter_mut().zip(&*own).for_each(|(value, own)| *value -= own);
            *left = level.next(&value);
            own.iter_mut().zip(&*left).for_each(|(own, left)| *own += by.gamma * left);
            at = if at + 1 == self.season.len() { 0 } else { at + 1 };
        }
    }
}

/// The line of four filters: what is expected next but for the season, and what of it is rise.
struct Level {
    line: Four,
    rise: Four,
    /// What of an error goes into the line, into the rise, and how much of a rise is left.
    line_by: f64,
    rise_by: f64,
    phi: f64,
}

impl Level {
    fn new(bundle: &Bundle, by: Parameters) -> Self {
        let rise = bundle.trend.map(|trend| by.phi * trend);
        let mut line = bundle.level;
        line.iter_mut().zip(&rise).for_each(|(line, rise)| *line += rise);
        let rise_by = by.phi * by.beta;
        Self { line, rise, line_by: by.alpha + rise_by, rise_by, phi: by.phi }
    }

    #[inline]
    fn next(&mut self, value: &Four) -> Four {
        let mut error = [0.0; ABREAST];
        for at in 0..ABREAST {
            error[at] = value[at] - self.line[at];
            let risen = self.phi * self.rise[at];
            self.line[at] = (self.line[at] + risen) + self.line_by * error[at];
            self.rise[at] = risen + self.rise_by * error[at];
        }
        error
    }
}

/// The filters of a series: of each state by itself, of each column, and last of the series itself from states near the best.
#[derive(Clone, Debug)]
pub(super) struct Abreast {
    bundles: Vec<Bundle>,
    /// Pairs of waves, made upright on one another and of length 1, in bundles.
    waves: Vec<Vec<Four>>,
    rows: usize,
    /// What is left of each bundle, for the parameters asked for last.
    left: Vec<Vec<Four>>,
    season: Vec<Four>,
    /// Products of what is left, lane by lane; their squares before waves were taken out; the shares of waves by lane.
    products: Vec<f64>,
    whole: Vec<f64>,
    shares: Vec<f64>,
    work: Vec<f64>,
}

impl Abreast {
    /// Of values with states to begin near, and of columns; a season of so many rows, none with 0.
    pub(super) fn new(
        values: &[f64],
        form: Form,
        near: &States,
        columns: &[Vec<f64>],
        waves: &[Vec<f64>],
    ) -> Self {
        let rows = values.len();
        let period = if form.season == Season::None { 0 } else { near.season.len() };
        let states = 1 + usize::from(form.trend != Trend::None) + period.saturating_sub(1);
        let mut bundles = vec![Bundle::new(period); (states + columns.len() + 1).div_ceil(ABREAST)];
        let place = |at: usize| (at / ABREAST, at % ABREAST);
        bundles[0].level[0] = -1.0;
        let mut next = 1;
        if form.trend != Trend::None {
            bundles[0].trend[next] = -1.0;
            next += 1;
        }
        // The last row of a season follows from the level and the others.
        for row in 0..period.saturating_sub(1) {
            let (bundle, lane) = place(next);
            bundles[bundle].season[row][lane] = -1.0;
            next += 1;
        }
        for column in columns {
            let (bundle, lane) = place(next);
            bundles[bundle].tell(lane, &column[..rows]);
            next += 1;
        }
        // The series itself stands last.
        let last = bundles.len() - 1;
        let own = &mut bundles[last];
        own.tell(ABREAST - 1, values);
        own.level[ABREAST - 1] = near.level;
        own.trend[ABREAST - 1] = if form.trend == Trend::None { 0.0 } else { near.trend };
        own.season.iter_mut().zip(&near.season).for_each(|(row, near)| row[ABREAST - 1] = *near);
        let lanes = bundles.len() * ABREAST;
        Self {
            left: vec![vec![[0.0; ABREAST]; rows]; bundles.len()],
            waves: upright(waves, rows),
            bundles,
            rows,
            season: Vec::new(),
            products: vec![0.0; lanes * lanes],
            whole: vec![0.0; lanes],
            shares: Vec::new(),
            work: Vec::new(),
        }
    }

    /// For these parameters the least sum of squares that states, columns and pairs of waves leave, with each number of pairs
    /// from the first to the last.
    pub(super) fn squares(&mut self, by: Parameters, pairs: [usize; 2], found: &mut [f64]) {
        for (bundle, left) in self.bundles.iter().zip(&mut self.left) {
            bundle.filter(by, &mut self.season, left);
        }
        self.multiply(2 * pairs[1]);
        let lanes = self.whole.len();
        for pair in 1..=pairs[1] {
            if pair > pairs[0] {
                found[pair - 1 - pairs[0]] = self.rest();
            }
            for wave in [2 * pair - 2, 2 * pair - 1] {
                let shares = &self.shares[wave * lanes..][..lanes];
                for (row, share) in self.products.chunks_exact_mut(lanes).zip(shares) {
                    row.iter_mut().zip(shares).for_each(|(cell, other)| *cell -= share * other);
                }
            }
        }
        found[pairs[1] - pairs[0]] = self.rest();
    }

    /// Products of all lanes, and the shares of the first waves in each.
    fn multiply(&mut self, waves: usize) {
        let lanes = self.whole.len();
        for (one, first) in self.left.iter().enumerate() {
            for (other, second) in self.left.iter().enumerate().take(one + 1) {
                let block = products(first, second);
                for (row, cells) in block.iter().enumerate() {
                    for (column, cell) in cells.iter().enumerate() {
                        let (row, column) = (one * ABREAST + row, other * ABREAST + column);
                        self.products[row * lanes + column] = *cell;
                        self.products[column * lanes + row] = *cell;
                    }
                }
            }
        }
        for (at, whole) in self.whole.iter_mut().enumerate() {
            *whole = self.products[at * lanes + at];
        }
        let bundles = waves.div_ceil(ABREAST);
        self.shares.resize(bundles * ABREAST * lanes, 0.0);
        for (bundle, wave) in self.waves.iter().enumerate().take(bundles) {
            for (at, left) in self.left.iter().enumerate() {
                for (row, cells) in products(wave, left).iter().enumerate() {
                    self.shares[(bundle * ABREAST + row) * lanes + at * ABREAST..][..ABREAST]
                        .copy_from_slice(cells);
                }
            }
        }
    }

    /// What is left of the last lane's square when all others are taken out of it, one after another.
    fn rest(&mut self) -> f64 {
        let lanes = self.whole.len();
        let work = &mut self.work;
        work.clone_from(&self.products);
        for at in 0..lanes - 1 {
            let (above, below) = work.split_at_mut((at + 1) * lanes);
            let own = &above[at * lanes..];
            if own[at] <= self.whole[at] * ALIKE {
                continue;
            }
            for (row, cells) in (at + 1..lanes).zip(below.chunks_exact_mut(lanes)) {
                let share = own[row] / own[at];
                cells[row..].iter_mut().zip(&own[row..]).for_each(|(cell, own)| *cell -= share * own);
            }
        }
        work[lanes * lanes - 1].max(0.0)
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// What of each state and column, and of waves as they are given, has to be added to the states near the best, in the order
    /// of the lanes: by least squares of what is left, exact to the last digits.
    pub(super) fn states(&mut self, by: Parameters, states: usize, waves: &[Vec<f64>]) -> Vec<f64> {
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for (bundle, left) in self.bundles.iter().zip(&mut self.left) {
            bundle.filter(by, &mut self.season, left);
            for lane in 0..ABREAST {
                columns.push(left.iter().map(|row| row[lane]).collect());
            }
        }
        let own = columns.pop().unwrap_or_default();
        let period = self.bundles[0].season.len();
        for wave in waves {
            let mut bundle = Bundle::new(period);
            bundle.tell(0, &wave[..self.rows]);
            let mut left = vec![[0.0; ABREAST]; self.rows];
            bundle.filter(by, &mut self.season, &mut left);
            columns.push(left.iter().map(|row| row[0]).collect());
        }
        let mut found = crate::linear::least_squares(&columns, &own);
        found.truncate(states);
        found
    }
}

/// The sums over all rows of products of every two lanes.
fn products(one: &[Four], other: &[Four]) -> [Four; ABREAST] {
    let mut sums = [[0.0; ABREAST]; ABREAST];
    for (one, other) in one.iter().zip(other) {
        for row in 0..ABREAST {
            for column in 0..ABREAST {
                sums[row][column] += one[row] * other[column];
            }
        }
    }
    sums
}

/// Columns made upright on one another and of length 1, in bundles; what depends on those before is zero.
fn upright(columns: &[Vec<f64>], rows: usize) -> Vec<Vec<Four>> {
    let mut all: Vec<Vec<f64>> = columns.iter().map(|column| column[..rows].to_vec()).collect();
    straighten(&mut all);
    let bundle = |columns: &[Vec<f64>]| {
        let row =
            |row: usize| std::array::from_fn(|lane| columns.get(lane).map_or(0.0, |column| column[row]));
        (0..rows).map(row).collect()
    };
    all.chunks(ABREAST).map(bundle).collect()
}
