//! The likeliest parameters and states of a form.

use super::filter::{Smoothing, States};
use super::{Form, Season, Trend, start};
use crate::forecast::simplex::least;
use crate::linear::{dot, least_squares};
use std::f64::consts::TAU;

/// A parameter lies between these; one that damps between the others.
const ENDS: (f64, f64) = (1e-4, 0.9999);
const DAMPED: (f64, f64) = (0.8, 0.98);
/// The likelihood is asked so often at most, for each number that is fitted.
const MOST: usize = 250;

/// What is sought: which numbers, in their order.
struct Sought<'a> {
    values: &'a [f64],
    form: Form,
    period: usize,
    /// The regressors of the past.
    columns: &'a [Vec<f64>],
    start: States,
}

/// Fits a form; `None` where there are too few rows or nothing can be told.
pub(super) fn fit(values: &[f64], form: Form, period: usize, columns: &[Vec<f64>]) -> Option<Smoothing> {
    let rows = values.len();
    let past: Vec<Vec<f64>> = columns.iter().map(|column| column[..rows].to_vec()).collect();
    // The season is told apart from columns only after these were taken away.
    let without = without(values, &past);
    let start = start::states(&without, form, if form.season == Season::None { 1 } else { period })?;
    let sought = Sought { values, form, period, columns: &past, start };
    let (first, steps) = sought.first();
    let numbers = first.len() + past.len() + 1;
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
    Some(sought.told(states, numbers as f64, columns))
}

/// Values less what columns add to them, found beside a mean.
fn without(values: &[f64], columns: &[Vec<f64>]) -> Vec<f64> {
    if columns.is_empty() {
        return values.to_vec();
    }
    let mut all = vec![vec![1.0; values.len()]];
    all.extend(columns.iter().cloned());
    let slopes = least_squares(&all, values);
    let added =
        |row: usize| columns.iter().zip(&slopes[1..]).map(|(column, slope)| slope * column[row]).sum::<f64>();
    values.iter().enumerate().map(|(row, value)| value - added(row)).collect()
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
        let (squares, logs) = if self.columns.is_empty() {
            let walked = states.walk(self.form, self.values, |_| ());
            (walked.squares, walked.logs)
        } else {
            (self.errors(states).1, 0.0)
        };
        let value = rows * squares.max(1e-300).ln() + 2.0 * logs;
        if value.is_nan() { f64::INFINITY } else { value }
    }

    /// Additive smoothing takes sums to sums: so what the columns add is found by least squares of what is left of the values
    /// and of each column after all of it that was expected. Gives the slopes and the sum of squares left.
    fn errors(&self, states: &States) -> (Vec<f64>, f64) {
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
            self.columns.iter().map(|column| innovations(nothing.clone(), column)).collect();
        let slopes = least_squares(&others, &own);
        let mut left = own;
        for (column, slope) in others.iter().zip(&slopes) {
            left.iter_mut().zip(column).for_each(|(cell, other)| *cell -= slope * other);
        }
        let squares = dot(&left, &left);
        (slopes, squares)
    }

    fn told(&self, mut states: States, numbers: f64, columns: &[Vec<f64>]) -> Smoothing {
        let rows = self.values.len();
        let slopes = if columns.is_empty() { Vec::new() } else { self.errors(&states).0 };
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
        let criterion =
            minus_twice + 2.0 * numbers + 2.0 * numbers * (numbers + 1.0) / (count - numbers - 1.0);
        let length = columns.first().map_or(rows, Vec::len);
        let freedom = (count - (numbers - 1.0)).max(1.0);
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
            criterion,
        }
    }
}
