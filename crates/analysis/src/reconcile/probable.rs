//! Possible futures of forecasts that add up.

use super::{Reconciler, Share};
use crate::refusal::{Refusal, Table, Wrong};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// Possible futures of all series that add up.
///
/// Each follows one stretch of the past, and there are no more of these than rows: only where stretches begin is kept, and the
/// futures are added up when they are asked for. So a tree of thousands of series takes no more room than its residuals.
#[derive(Clone, Debug, PartialEq)]
pub struct Paths {
    /// Of each series the columns at the bottom that it is the sum of.
    parts: Vec<Vec<Share>>,
    /// Of each column the forecasts, and what the past erred beside what adds up.
    base: Vec<Vec<f64>>,
    residuals: Vec<Vec<f64>>,
    /// Where stretches of the past begin, and how often each was drawn; none never.
    begins: Vec<(usize, usize)>,
    is_non_negative: bool,
}

impl Paths {
    /// What a series is at a step (from 0) in each path, from the least.
    pub fn sorted(&self, series: usize, step: usize) -> Vec<f64> {
        let counted = self.counted(series, step);
        counted.into_iter().flat_map(|(value, times)| std::iter::repeat_n(value, times)).collect()
    }

    /// The quantile of a series at a step (from 0): between two paths in proportion.
    pub fn quantile(&self, series: usize, step: usize, chance: f64) -> f64 {
        self.quantiles(series, step, &[chance])[0]
    }

    /// The same of several chances at once.
    pub fn quantiles(&self, series: usize, step: usize, chances: &[f64]) -> Vec<f64> {
        let counted = self.counted(series, step);
        let paths: usize = self.begins.iter().map(|(_, times)| times).sum();
        let Some(last) = paths.checked_sub(1) else { return vec![f64::NAN; chances.len()] };
        let at = |rank: usize| {
            let mut before = 0;
            let found = counted.iter().find(|(_, times)| {
                before += times;
                rank < before
            });
            found.map_or(f64::NAN, |(value, _)| *value)
        };
        let of = |chance: &f64| between(at, last, *chance);
        chances.iter().map(of).collect()
    }

    /// What a series is at a step, from the least, and how often.
    fn counted(&self, series: usize, step: usize) -> Vec<(f64, usize)> {
        let mut counted: Vec<(f64, usize)> = self.begins.iter().map(|(_, times)| (0.0, *times)).collect();
        for (column, share) in &self.parts[series] {
            let (base, residuals) = (self.base[*column][step], &self.residuals[*column][step..]);
            let least = if self.is_non_negative { 0.0 } else { f64::NEG_INFINITY };
            for ((sum, _), (begin, _)) in counted.iter_mut().zip(&self.begins) {
                *sum += share * (base + residuals[*begin]).max(least);
            }
        }
        counted.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        counted
    }
}

/// The quantile of sorted values, between two of them in proportion.
pub(crate) fn quantile(sorted: &[f64], chance: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    between(|rank| sorted[rank], last, chance)
}

fn between(at: impl Fn(usize) -> f64, last: usize, chance: f64) -> f64 {
    let rank = chance.clamp(0.0, 1.0) * last as f64;
    let below = rank.floor() as usize;
    let (low, high) = (at(below), at((below + 1).min(last)));
    low + (high - low) * (rank - below as f64)
}

impl Reconciler<'_> {
    /// Possible futures: to the base forecasts a stretch of residuals of one past is added, of all series at once, so that they
    /// go together as they did. The same seed gives the same paths. With `non_negative` what is below zero at the bottom
    /// is zero.
    ///
    /// # Errors
    /// As [`Reconciler::point`]; fewer residuals than steps.
    pub fn bootstrap(
        &self,
        base: &[Vec<f64>],
        residuals: &[Vec<f64>],
        paths: usize,
        seed: u64,
        non_negative: bool,
    ) -> Result<Paths, Refusal> {
        let steps = self.summing.fits(Table::Base, base)?;
        let rows = self.summing.fits(Table::Residuals, residuals)?;
        if rows < steps {
            let wrong = Wrong::TooShort { rows, needed: steps };
            return Err(Refusal::from(wrong).within(Table::Residuals));
        }
        // What adds up and what adds up add up: base forecasts and residuals are settled once, whatever is drawn of them.
        Ok(Paths {
            parts: (0..base.len()).map(|series| self.summing.parts(series).to_vec()).collect(),
            base: self.settled(base, steps),
            residuals: self.settled(residuals, rows),
            begins: begins(rows - steps + 1, paths, seed),
            is_non_negative: non_negative,
        })
    }
}

/// Where so many stretches begin that are drawn, below a number: each beginning once, with how often it was drawn.
fn begins(below: usize, paths: usize, seed: u64) -> Vec<(usize, usize)> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut times = vec![0; below];
    for _ in 0..paths {
        times[(((chance.next_u64() >> 32) * below as u64) >> 32) as usize] += 1;
    }
    times.into_iter().enumerate().filter(|(_, times)| *times > 0).collect()
}

/// The quantile of a normal value.
pub fn normal_quantile(mean: f64, deviation: f64, chance: f64) -> f64 {
    mean + deviation * crate::distributions::normal_quantile(chance)
}
