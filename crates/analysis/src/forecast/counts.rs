//! Small counts: negative binomial, with an expectation that follows the counts before, and a season and holidays that multiply
//! it.

mod law;
mod pattern;

use super::{Forecast, Model, Options, Past, descent::lowest};
use crate::{distributions::CountLaw, reconcile::quantile_of};
pub(super) use law::minus_twice as minus_twice_of;
use law::{Chance, Counts};
use pattern::Pattern;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// What is fitted beside the pattern. The expectation without the pattern is
/// mean · (1 − memory) + reaction · count before + (memory − reaction) · expectation before.
#[derive(Clone, Copy, Debug)]
struct Follows {
    mean: f64,
    reaction: f64,
    memory: f64,
    spread: f64,
}

/// No expectation goes on for ever.
const LONGEST: f64 = 0.999;
/// So many steps are taken at most.
const MOST: usize = 200;

/// The forecast of counts; `None` where no pattern can be fitted.
pub(super) fn forecast(past: &Past, options: &Options) -> Option<Forecast> {
    let counts = Counts::new(past.values());
    let pattern = Pattern::of(past, options, &counts)?;
    let still = Follows { mean: 1.0, reaction: 0.0, memory: 0.0, spread: pattern.spread };
    let (mut follows, mut criterion) = (still, pattern.criterion);
    let numbers = pattern.numbers + 2.0;
    if counts.rows() > numbers + 2.0 {
        let found = follow(&counts, &pattern);
        let own = corrected(found.1, numbers, counts.rows());
        if own < criterion {
            (follows, criterion) = (found.0, own);
        }
    }
    Some(told(past, options, &pattern, follows, criterion))
}

/// The criterion of Akaike, corrected for few rows.
fn corrected(minus_twice: f64, numbers: f64, rows: f64) -> f64 {
    minus_twice + 2.0 * numbers + 2.0 * numbers * (numbers + 1.0) / (rows - numbers - 1.0)
}

/// The likeliest way to follow, and minus twice its log-likelihood.
fn follow(counts: &Counts<'_>, pattern: &Pattern) -> (Follows, f64) {
    let spread = pattern.spread.max(1e-3).ln();
    let starts = [[0.0, 0.0, 0.0, spread], [0.0, 4.0, -2.0, spread]];
    let values = counts.values();
    let ratios: Vec<f64> = values.iter().zip(&pattern.means).map(|(value, own)| value / own).collect();
    let mut of =
        |point: &[f64; 4], slopes: &mut [f64; 4]| slope(counts, &pattern.means, &ratios, point, slopes);
    let [one, other] = starts.map(|start| lowest(start, MOST, &mut of));
    let best = if one.value <= other.value { one } else { other };
    (Follows::at(&best.at), best.value)
}

/// Minus twice the log-likelihood at a point, and its slopes.
fn slope(
    counts: &Counts<'_>,
    pattern: &[f64],
    ratios: &[f64],
    point: &[f64; 4],
    slopes: &mut [f64; 4],
) -> f64 {
    let follows = Follows::at(point);
    let Follows { mean, reaction, memory, spread } = follows;
    let values = counts.values();
    let mut now = first(values, pattern, mean);
    // How what is expected now changes with the mean, the memory and the reaction.
    let mut by = [first(values, pattern, mean + 1.0) - now, 0.0, 0.0];
    let mut sums = [0.0; 3];
    let mut chance = Chance::new(spread);
    for ((value, own), ratio) in values.iter().zip(pattern).zip(ratios) {
        let slope = own * chance.add(*value, now * own);
        sums.iter_mut().zip(&by).for_each(|(sum, by)| *sum += slope * by);
        let kept = memory - reaction;
        by = [1.0 - memory + kept * by[0], now - mean + kept * by[1], ratio - now + kept * by[2]];
        now = follows.next(now, *ratio);
    }
    let (told, by_spread) = counts.told(&chance);
    let (part, share) = (memory / LONGEST, reaction / memory);
    *slopes = [
        sums[0] * mean,
        (sums[1] + sums[2] * share) * memory * (1.0 - part),
        sums[2] * reaction * (1.0 - share),
        by_spread * spread,
    ];
    if told.is_nan() { f64::INFINITY } else { told }
}

impl Follows {
    /// At a point that may lie anywhere.
    fn at(point: &[f64; 4]) -> Self {
        let part = |value: f64| 1.0 / (1.0 + (-value).exp());
        let memory = LONGEST * part(point[1]);
        let spread = point[3].exp().clamp(1e-8, 1e4);
        Self { mean: point[0].exp(), memory, reaction: memory * part(point[2]), spread }
    }

    /// Tells what was expected of each row; gives the expectation without pattern of the next.
    fn walk(&self, values: &[f64], pattern: &[f64], mut each: impl FnMut(usize, f64)) -> f64 {
        let mut now = first(values, pattern, self.mean);
        for (row, (value, own)) in values.iter().zip(pattern).enumerate() {
            each(row, now * own);
            now = self.next(now, value / own);
        }
        now
    }

    fn next(&self, now: f64, value: f64) -> f64 {
        let value = if value.is_finite() { value } else { now };
        self.mean * (1.0 - self.memory) + self.reaction * value + (self.memory - self.reaction) * now
    }
}

/// What is expected of the first row without its pattern: between the mean and what the first rows were.
fn first(values: &[f64], pattern: &[f64], mean: f64) -> f64 {
    const ROWS: usize = 8;
    let rows = ROWS.min(values.len() / 2).max(1);
    let (counted, expected) = (values[..rows].iter().sum::<f64>(), pattern[..rows].iter().sum::<f64>());
    if expected > 0.0 { (counted + mean) / (expected + 1.0) } else { mean }
}

fn told(past: &Past, options: &Options, pattern: &Pattern, follows: Follows, criterion: f64) -> Forecast {
    let rows = past.rows();
    let (known, coming) = pattern.means.split_at(rows);
    let mut fitted = Vec::with_capacity(rows);
    let next = follows.walk(past.values(), known, |_, mean| fitted.push(mean));
    let model = Model::Counts { reaction: follows.reaction, memory: follows.memory, spread: follows.spread };
    let mut means = Vec::with_capacity(options.steps);
    let mut now = next;
    for own in coming {
        means.push(now * own);
        now = follows.mean + follows.memory * (now - follows.mean);
    }
    let law = |mean: f64| law_of(mean, follows.spread);
    if follows.reaction == 0.0 || options.steps == 1 {
        let deviations = means.iter().map(|mean| (mean + follows.spread * mean * mean).sqrt()).collect();
        let of = |chance: &f64| means.iter().map(|mean| law(*mean).quantile(*chance)).collect();
        let quantiles = options.chances.iter().map(of).collect();
        return Forecast { model, criterion, means, deviations, quantiles, fitted };
    }
    let mut chance = ChaCha8Rng::seed_from_u64(options.seed);
    let mut drawn = vec![Vec::with_capacity(options.paths); options.steps];
    for _ in 0..options.paths {
        let mut now = next;
        for (own, drawn) in coming.iter().zip(&mut drawn) {
            let unit = ((chance.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
            let count = law(now * own).quantile(unit);
            drawn.push(count);
            now = follows.next(now, count / own);
        }
    }
    let deviations = drawn.iter().map(|drawn| deviation(drawn)).collect();
    drawn.iter_mut().for_each(|drawn| drawn.sort_unstable_by(f64::total_cmp));
    let of = |chance: &f64| drawn.iter().map(|drawn| quantile_of(drawn, *chance).round()).collect();
    let quantiles = options.chances.iter().map(of).collect();
    Forecast { model, criterion, means, deviations, quantiles, fitted }
}

/// The distribution of a count of a mean, of variance mean + spread · mean².
pub(super) fn law_of(mean: f64, spread: f64) -> CountLaw {
    if spread < 1e-7 { CountLaw::poisson(mean) } else { CountLaw::negative_binomial(mean, 1.0 / spread) }
}

fn deviation(drawn: &[f64]) -> f64 {
    let count = drawn.len() as f64;
    let mean = drawn.iter().sum::<f64>() / count;
    (drawn.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}
