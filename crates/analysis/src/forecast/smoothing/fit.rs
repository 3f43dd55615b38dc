//! The likeliest parameters and states of forms with relative errors, and what is told of a fit of any form.

use super::filter::{Smoothing, States};
use super::{Form, Season, Trend, start};
use crate::forecast::simplex::least;
use crate::linear::least_squares;
use std::f64::consts::TAU;

/// A parameter lies between these; one that damps between the others.
pub(super) const ENDS: (f64, f64) = (1e-4, 0.9999);
pub(super) const DAMPED: (f64, f64) = (0.8, 0.98);
/// The likelihood is asked so often at most, for each number that is fitted.
const MOST: usize = 250;

/// What is sought: which numbers, in their order.
struct Sought<'a> {
    values: &'a [f64],
    form: Form,
    period: usize,
    start: States,
}

/// Fits a form; `None` where there are too few rows or nothing can be told.
pub(super) fn fit(values: &[f64], form: Form, period: usize) -> Option<Smoothing> {
    let rows = values.len();
    let start = start::states(values, form, if form.season == Season::None { 1 } else { period })?;
    let sought = Sought { values, form, period, start };
    let (first, steps) = sought.first();
    let numbers = first.len() + 1;
    if rows < numbers + 2 {
        return None;
    }
    let mut scratch = sought.start.clone();
    let mut of = |point: &[f64]| {
        if !sought.take(point, &mut scratch) {
            return f64::INFINITY;
        }
        sought.minus_twice(&mut scratch)
    };
    let found = least(&first, &steps, MOST * first.len().max(4), &mut of);
    // From there once more, with another simplex: the first may have become flat.
    let again: Vec<f64> = steps.iter().map(|step| step * 0.5).collect();
    let found = least(&found.at, &again, MOST * first.len().max(4) / 2, &mut of);
    if !found.value.is_finite() {
        return None;
    }
    let mut states = sought.start.clone();
    sought.take(&found.at, &mut states);
    Some(Told { values, form, columns: &[], numbers: numbers as f64 }.of(states))
}

impl Sought<'_> {
    /// The numbers to begin with, and how far to look around them at first.
    fn first(&self) -> (Vec<f64>, Vec<f64>) {
        let start = &self.start;
        let mut first = vec![start.alpha];
        let mut steps = vec![0.1];
        if self.form.trend != Trend::None {
            first.push(start.beta);
            steps.push(0.05 * start.alpha);
        }
        if self.form.season != Season::None {
            first.push(start.gamma);
            steps.push(0.05);
        }
        if self.form.trend == Trend::Damped {
            first.push(start.phi);
            steps.push(-0.05);
        }
        let mean = self.values.iter().sum::<f64>() / self.values.len() as f64;
        let spread = self.values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        let spread = (spread / self.values.len() as f64).sqrt().max(1e-9);
        first.push(start.level);
        steps.push(0.1 * spread);
        if self.form.trend != Trend::None {
            first.push(start.trend);
            steps.push((0.1 * start.trend.abs()).max(0.005 * spread));
        }
        if self.form.season != Season::None {
            // The last of a season follows from the others.
            first.extend_from_slice(&start.season[..self.period - 1]);
            let step = if self.form.season == Season::Additive { 0.05 * spread } else { 0.03 };
            steps.resize(first.len(), step);
        }
        (first, steps)
    }

    /// Puts a point into states; false where it lies outside of what may be.
    fn take(&self, point: &[f64], states: &mut States) -> bool {
        let mut left = point.iter().copied();
        let mut next = || left.next().unwrap_or(0.0);
        let within = |value: f64, ends: (f64, f64)| value >= ends.0 && value <= ends.1;
        states.alpha = next();
        let mut may_be = within(states.alpha, ENDS);
        if self.form.trend != Trend::None {
            states.beta = next();
            may_be &= within(states.beta, (ENDS.0, ENDS.1.min(states.alpha)));
        }
        if self.form.season != Season::None {
            states.gamma = next();
            may_be &= within(states.gamma, (ENDS.0, ENDS.1.min(1.0 - states.alpha)));
        }
        if self.form.trend == Trend::Damped {
            states.phi = next();
            may_be &= within(states.phi, DAMPED);
        }
        states.level = next();
        if self.form.trend != Trend::None {
            states.trend = next();
        }
        if self.form.season != Season::None {
            let last = self.period - 1;
            states.season.resize(self.period, 0.0);
            states.season[..last].iter_mut().for_each(|one| *one = next());
            let whole = if self.form.season == Season::Multiplicative { self.period as f64 } else { 0.0 };
            states.season[last] = whole - states.season[..last].iter().sum::<f64>();
            if self.form.season == Season::Multiplicative {
                may_be &= states.season.iter().all(|one| *one > 0.0);
            }
        }
        may_be
    }

    /// Minus twice the log-likelihood, but for what is the same for all points.
    fn minus_twice(&self, states: &mut States) -> f64 {
        let rows = self.values.len() as f64;
        let walked = states.walk(self.form, self.values, |_| ());
        let value = rows * walked.squares.max(1e-300).ln() + 2.0 * walked.logs;
        if value.is_nan() { f64::INFINITY } else { value }
    }
}

/// The criterion of Akaike, corrected for few rows.
pub(super) fn criterion(minus_twice: f64, numbers: f64, rows: f64) -> f64 {
    minus_twice + 2.0 * numbers + 2.0 * numbers * (numbers + 1.0) / (rows - numbers - 1.0)
}

/// A series, a form, columns that are added, and how many numbers were fitted.
pub(super) struct Told<'a> {
    pub(super) values: &'a [f64],
    pub(super) form: Form,
    /// Beyond the rows as far as is to be foretold.
    pub(super) columns: &'a [&'a [f64]],
    pub(super) numbers: f64,
}

impl Told<'_> {
    /// What a fit comes to that begins with these states.
    pub(super) fn of(&self, mut states: States) -> Smoothing {
        let (rows, columns) = (self.values.len(), self.columns);
        let slopes = if columns.is_empty() { Vec::new() } else { self.slopes(&states) };
        let added =
            |row: usize| columns.iter().zip(&slopes).map(|(column, slope)| slope * column[row]).sum::<f64>();
        let values: Vec<f64> =
            self.values.iter().enumerate().map(|(row, value)| value - added(row)).collect();
        let mut fitted = Vec::with_capacity(rows);
        let walked = states.walk(self.form, &values, |one| fitted.push(one));
        fitted.iter_mut().enumerate().for_each(|(row, one)| *one += added(row));
        let count = rows as f64;
        let squares = walked.squares.max(1e-300);
        let minus_twice = count * (TAU * squares / count).ln() + count + 2.0 * walked.logs;
        let length = columns.first().map_or(rows, |column| column.len());
        let freedom = (count - (self.numbers - 1.0)).max(1.0);
        // What comes next stands first.
        let period = states.season.len().max(1);
        states.season.rotate_left(rows % period);
        Smoothing {
            form: self.form,
            last: states,
            fitted,
            added: (rows..length).map(added).collect(),
            deviation: (squares / freedom).sqrt(),
            minus_twice,
            criterion: criterion(minus_twice, self.numbers, count),
        }
    }

    /// Additive smoothing takes sums to sums: so what the columns add is found by least squares of what is left of the values
    /// and of each column after all of it that was expected.
    fn slopes(&self, states: &States) -> Vec<f64> {
        let rows = self.values.len();
        let innovations = |mut states: States, values: &[f64]| {
            let mut expected = Vec::with_capacity(values.len());
            states.walk(self.form, values, |one| expected.push(one));
            values.iter().zip(expected).map(|(value, expected)| value - expected).collect::<Vec<f64>>()
        };
        let own = innovations(states.clone(), self.values);
        let mut nothing = states.clone();
        (nothing.level, nothing.trend) = (0.0, 0.0);
        nothing.season.iter_mut().for_each(|one| *one = 0.0);
        let others: Vec<Vec<f64>> =
            self.columns.iter().map(|column| innovations(nothing.clone(), &column[..rows])).collect();
        least_squares(&others, &own)
    }
}
