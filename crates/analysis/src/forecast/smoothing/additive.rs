//! Forms with additive errors: only the parameters are sought, since the likeliest states and columns for given ones are
//! found at once ([`super::abreast`]).

use super::abreast::{Abreast, Parameters};
use super::fit::{DAMPED, ENDS, Told, criterion};
use super::{Form, Season, Smoothing, Trend, filter::States, start};
use crate::forecast::simplex::least;
use std::f64::consts::TAU;

/// What is tried of each parameter before the best of these is followed: alpha; beta as a part of it; gamma as a part of what
/// alpha leaves; phi.
const ALPHAS: [f64; 7] = [0.01, 0.04, 0.1, 0.25, 0.5, 0.75, 0.95];
const BETAS: [f64; 5] = [0.003, 0.03, 0.15, 0.5, 0.95];
const GAMMAS: [f64; 3] = [0.02, 0.2, 0.6];
const PHIS: [f64; 2] = [0.88, 0.96];
/// How far is looked around the best of these at first.
const STEPS: [f64; 4] = [0.1, 0.15, 0.15, 0.03];
/// Up to this part of alpha a trend hardly changes.
const STILL: f64 = 0.05;
/// What is so much less likely (minus twice the logarithm) at first does not become the likeliest.
const HOPELESS: f64 = 12.0;
/// The likelihood is asked so often at most, for each parameter.
const MOST: usize = 100;

/// Fits a form with columns and with as many pairs of waves as the criterion wants; `None` where there are too few rows.
/// Columns and waves are told beyond the rows as far as is to be foretold.
pub(super) fn fit(
    values: &[f64],
    form: Form,
    period: usize,
    columns: &[Vec<f64>],
    waves: &[Vec<f64>],
) -> Option<Smoothing> {
    let rows = values.len();
    let near = start::states(values, form, if form.season == Season::None { 1 } else { period })?;
    let parts = Parts { form };
    let states = 1 + usize::from(form.trend != Trend::None) + near.season.len().saturating_sub(1);
    let numbers = |pairs: usize| parts.count() + states + columns.len() + 2 * pairs + 1;
    // As many pairs as there are rows for.
    let most = (0..=waves.len() / 2).rev().find(|pairs| rows >= numbers(*pairs) + 2)?;
    let mut filters = Abreast::new(values, form, &near, columns, waves);
    let starts = tried(&mut filters, parts, most);
    let followed: Vec<(Parameters, f64)> = starts
        .into_iter()
        .enumerate()
        .map(|(pairs, start)| follow(&mut filters, parts, pairs, &start))
        .collect();
    let count = rows as f64;
    let own = |(pairs, (_, squares)): (usize, &(Parameters, f64))| {
        (criterion(count * (TAU * squares / count).ln() + count, numbers(pairs) as f64, count), pairs)
    };
    let all = followed.iter().enumerate().map(own).filter(|(own, _)| own.is_finite());
    let (_, pairs) = all.min_by(|one, other| one.0.total_cmp(&other.0))?;
    let chosen = &waves[..2 * pairs];
    let first = first(&mut filters, form, followed[pairs].0, near, chosen);
    let columns: Vec<&[f64]> = columns.iter().chain(chosen).map(Vec::as_slice).collect();
    Some(Told { values, form, columns: &columns, numbers: numbers(pairs) as f64 }.of(first))
}

/// Which parameters a form has, and what they are at a point: each part from 0 to 1, but for phi.
#[derive(Clone, Copy)]
struct Parts {
    form: Form,
}

impl Parts {
    fn has(self) -> [bool; 4] {
        let Form { trend, season, .. } = self.form;
        [true, trend != Trend::None, season != Season::None, trend == Trend::Damped]
    }

    fn count(self) -> usize {
        self.has().into_iter().filter(|has| *has).count()
    }

    /// The parameters of a point, which is moved to where they may be.
    fn at(self, point: &[f64]) -> Parameters {
        let mut left = point.iter().copied();
        let [_, trend, season, damped] = self.has();
        let mut next = |has: bool| if has { left.next().unwrap_or(0.0) } else { 0.0 };
        let (alpha, beta, gamma, phi) = (next(true), next(trend), next(season), next(damped));
        let alpha = alpha.clamp(ENDS.0, ENDS.1);
        let part = |part: f64, whole: f64| (part * whole).clamp(ENDS.0, ENDS.1.min(whole).max(ENDS.0));
        Parameters {
            alpha,
            beta: if trend { part(beta, alpha) } else { 0.0 },
            gamma: if season { part(gamma, 1.0 - alpha) } else { 0.0 },
            phi: if damped { phi.clamp(DAMPED.0, DAMPED.1) } else { 1.0 },
        }
    }

    /// All points that are tried.
    fn tried(self) -> Vec<Vec<f64>> {
        let mut points = vec![Vec::new()];
        for (has, list) in self.has().into_iter().zip([&ALPHAS[..], &BETAS, &GAMMAS, &PHIS]) {
            if has {
                let with = |point: &Vec<f64>| {
                    let point = point.clone();
                    list.iter().map(move |value| [&point[..], &[*value]].concat())
                };
                points = points.iter().flat_map(with).collect();
            }
        }
        points
    }

    fn steps(self) -> Vec<f64> {
        self.has().into_iter().zip(STEPS).filter(|(has, _)| *has).map(|(_, step)| step).collect()
    }
}

/// Of each number of pairs of waves the best of the points that are tried: of those whose trend hardly changes, and of the
/// others, if these are not hopeless. Between both the likelihood often has a ridge.
fn tried(filters: &mut Abreast, parts: Parts, most: usize) -> Vec<Vec<Vec<f64>>> {
    let mut best = vec![[(f64::INFINITY, Vec::new()), (f64::INFINITY, Vec::new())]; most + 1];
    let mut found = vec![0.0; most + 1];
    let has_trend = parts.has()[1];
    for point in parts.tried() {
        filters.squares(parts.at(&point), [0, most], &mut found);
        for (best, squares) in best.iter_mut().zip(&found) {
            let best = &mut best[usize::from(has_trend && point[1] > STILL)];
            if *squares < best.0 || best.1.is_empty() {
                *best = (*squares, point.clone());
            }
        }
    }
    let rows = filters.rows() as f64;
    let starts = |best: [(f64, Vec<f64>); 2]| {
        let least = best[0].0.min(best[1].0);
        let hopeful = best
            .into_iter()
            .filter(|(squares, point)| !point.is_empty() && rows * (squares / least).ln() <= HOPELESS);
        hopeful.map(|(_, point)| point).collect()
    };
    best.into_iter().map(starts).collect()
}

/// From points to where the sum of squares is least.
fn follow(filters: &mut Abreast, parts: Parts, pairs: usize, starts: &[Vec<f64>]) -> (Parameters, f64) {
    let rows = filters.rows() as f64;
    let mut of = |point: &[f64]| {
        let mut found = [0.0];
        filters.squares(parts.at(point), [pairs, pairs], &mut found);
        let value = rows * found[0].max(1e-300).ln();
        if value.is_nan() { f64::INFINITY } else { value }
    };
    let found = starts.iter().map(|start| least(start, &parts.steps(), MOST * start.len(), &mut of));
    let best = found.min_by(|one, other| one.value.total_cmp(&other.value));
    best.map_or((parts.at(&[]), f64::INFINITY), |best| (parts.at(&best.at), (best.value / rows).exp()))
}

/// The likeliest states to begin with, for these parameters.
fn first(filters: &mut Abreast, form: Form, by: Parameters, near: States, waves: &[Vec<f64>]) -> States {
    let mut states = near;
    (states.alpha, states.beta, states.gamma, states.phi) = (by.alpha, by.beta, by.gamma, by.phi);
    let has_trend = form.trend != Trend::None;
    let period = states.season.len();
    let count = 1 + usize::from(has_trend) + period.saturating_sub(1);
    let more = filters.states(by, count, waves);
    let mut more = more.into_iter();
    let mut next = || more.next().unwrap_or(0.0);
    states.level += next();
    if has_trend {
        states.trend += next();
    }
    states.season.iter_mut().take(period.saturating_sub(1)).for_each(|row| *row += next());
    // The rows of a season add up to nothing.
    let mean = states.season.iter().sum::<f64>() / period.max(1) as f64;
    states.season.iter_mut().for_each(|row| *row -= mean);
    states.level += mean;
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::early_warning::Seeded;

    fn made(chance: &mut Seeded) -> Vec<f64> {
        let wave = |row: usize| (TAU * row as f64 / 52.0).sin();
        (0..130).map(|row| 20.0 + 0.05 * row as f64 + 4.0 * wave(row) + 3.0 * chance.unit()).collect()
    }

    #[test]
    fn what_is_found_at_once_is_the_best_for_its_parameters() {
        let mut chance = Seeded(8);
        let values = made(&mut chance);
        let column: Vec<f64> = (0..140).map(|row| f64::from(u8::from(row % 31 == 7))).collect();
        let waves: Vec<Vec<f64>> = (0..4)
            .map(|wave| {
                let angle = |row: usize| TAU * (wave / 2 + 1) as f64 * row as f64 / 52.0;
                (0..140).map(|row| if wave % 2 == 0 { angle(row).sin() } else { angle(row).cos() }).collect()
            })
            .collect();
        for form in Form::all(false, true) {
            let near = start::states(&values, form, if form.season == Season::None { 1 } else { 7 })
                .expect("states to begin near");
            let columns = vec![column.clone()];
            let mut filters = Abreast::new(&values, form, &near, &columns, &waves);
            let by = Parts { form }.at(&[0.3, 0.2, 0.1, 0.9][..Parts { form }.count()]);
            let mut squares = [0.0; 3];
            filters.squares(by, [0, 2], &mut squares);
            assert!(squares[0] > squares[1] && squares[1] > squares[2], "{form}: {squares:?}");
            for (pairs, squares) in squares.into_iter().enumerate() {
                let chosen = &waves[..2 * pairs];
                let found = first(&mut filters, form, by, near.clone(), chosen);
                let columns: Vec<&[f64]> = columns.iter().chain(chosen).map(Vec::as_slice).collect();
                let left = |states: States| {
                    let told = Told { values: &values, form, columns: &columns, numbers: 9.0 }.of(states);
                    told.deviation.powi(2) * (130.0 - 8.0)
                };
                let whole = left(found.clone());
                assert!((whole / squares - 1.0).abs() < 1e-9, "{form} {pairs}: {whole} {squares}");
                // Nothing beside it is better.
                for off in [-0.1, 0.1] {
                    let mut level = found.clone();
                    level.level += off;
                    assert!(left(level) >= whole, "{form} {pairs}");
                    let mut trend = found.clone();
                    trend.trend += 0.1 * off;
                    assert!(form.trend == Trend::None || left(trend) >= whole, "{form} {pairs}");
                    let mut season = found.clone();
                    season.season.iter_mut().take(1).for_each(|row| *row += off);
                    assert!(left(season) >= whole * (1.0 - 1e-12), "{form} {pairs}");
                }
            }
        }
    }

    #[test]
    fn what_is_followed_is_no_worse_than_any_point_tried() {
        let mut chance = Seeded(9);
        for _ in 0..5 {
            let values = made(&mut chance);
            for form in Form::all(false, false) {
                let near = start::states(&values, form, 1).expect("states to begin near");
                let parts = Parts { form };
                let mut filters = Abreast::new(&values, form, &near, &[], &[]);
                let starts = tried(&mut filters, parts, 0).remove(0);
                let (_, least) = follow(&mut filters, parts, 0, &starts);
                for _ in 0..50 {
                    let point: Vec<f64> = parts.steps().iter().map(|_| chance.unit()).collect();
                    let mut squares = [0.0];
                    filters.squares(parts.at(&point), [0, 0], &mut squares);
                    assert!(squares[0] > least * (1.0 - 1e-6), "{form} {point:?}: {squares:?} {least}");
                }
            }
        }
    }
}
