//! What is mostly nothing: how often there is something, and how many then.

use super::{
    Forecast, Model, Options, Past,
    counts::{law_of, minus_twice_of},
};
use std::fmt;

/// How the chance of something is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By the steps between one time and the next (Croston 1972), with the correction of A. Syntetos & J. Boylan, The accuracy of
    /// intermittent demand estimates, International Journal of Forecasting 21 (2005).
    Croston,
    /// By each row, so that it falls while nothing comes (Teunter, Syntetos & Babai 2011).
    Tsb,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Croston => "croston",
            Self::Tsb => "tsb",
        })
    }
}

/// What is tried for each of both parameters.
const PARTS: [f64; 10] = [0.01, 0.02, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5];

/// What is expected of a row: the chance of something, and how many then.
#[derive(Clone, Copy, Debug)]
struct Expected {
    chance: f64,
    size: f64,
}

/// The forecast of the parts that err least; the same for all steps to come.
pub(super) fn forecast(past: &Past, kind: Kind, options: &Options) -> Forecast {
    let values = past.values();
    // Neither depends on the part by which the other is followed.
    let (sizes, chances) =
        (PARTS.map(|part| sizes(values, part)), PARTS.map(|part| chances(values, kind, part)));
    let mut best = (f64::INFINITY, 0, 0);
    for (one, sizes) in sizes.iter().enumerate() {
        for (other, chances) in chances.iter().enumerate() {
            let expected = sizes.iter().zip(chances).map(|(size, chance)| chance * size);
            let squares: f64 =
                values.iter().zip(expected).map(|(value, expected)| (value - expected).powi(2)).sum();
            if squares < best.0 {
                best = (squares, one, other);
            }
        }
    }
    let pairs = sizes[best.1].iter().zip(&chances[best.2]);
    let expected: Vec<Expected> =
        pairs.map(|(size, chance)| Expected { chance: *chance, size: *size }).collect();
    told(past, kind, options, &expected)
}

/// How many there were expected to be in each row and in the next, if something.
fn sizes(values: &[f64], part: f64) -> Vec<f64> {
    let some = || values.iter().copied().filter(|value| *value > 0.0);
    let mut size = some().sum::<f64>() / some().count().max(1) as f64;
    let mut expected = Vec::with_capacity(values.len() + 1);
    for value in values {
        expected.push(size);
        if *value > 0.0 {
            size += part * (value - size);
        }
    }
    expected.push(size);
    expected
}

/// With what chance there was something expected in each row and in the next.
fn chances(values: &[f64], kind: Kind, part: f64) -> Vec<f64> {
    let some = values.iter().filter(|value| **value > 0.0).count();
    let share = some as f64 / values.len() as f64;
    let (mut chance, mut interval, mut since) = (share, 1.0 / share, 1.0);
    let mut expected = Vec::with_capacity(values.len() + 1);
    for value in values {
        expected.push(chance.min(1.0));
        let is_some = *value > 0.0;
        match kind {
            Kind::Tsb => chance += part * (f64::from(u8::from(is_some)) - chance),
            Kind::Croston if is_some => {
                interval += part * (since - interval);
                // What is smoothed stands below a line: its inverse is too large by about this.
                chance = (1.0 - part / 2.0) / interval.max(1.0);
                since = 1.0;
            }
            Kind::Croston => since += 1.0,
        }
    }
    expected.push(chance.min(1.0));
    expected
}

fn told(past: &Past, kind: Kind, options: &Options, expected: &[Expected]) -> Forecast {
    let values = past.values();
    let pairs = || values.iter().zip(expected).filter(|(value, _)| **value > 0.0);
    // One and a negative binomial count more: its spread is that which the sizes had around what was expected.
    let more = |one: &Expected| (one.size - 1.0).max(1e-3);
    let (mut beyond, mut squared) = (0.0, 0.0);
    for (value, one) in pairs() {
        let mean = more(one);
        beyond += (value - 1.0 - mean).powi(2) - mean;
        squared += mean * mean;
    }
    let spread = if squared > 0.0 { (beyond / squared).clamp(0.0, 100.0) } else { 0.0 };
    let chance_of = |value: f64, one: &Expected| {
        let chance = one.chance.clamp(1e-6, 1.0 - 1e-6);
        if value == 0.0 {
            return -2.0 * (1.0 - chance).ln();
        }
        -2.0 * chance.ln() + minus_twice_of(value - 1.0, more(one), spread)
    };
    let minus_twice: f64 = values.iter().zip(expected).map(|(value, one)| chance_of(*value, one)).sum();
    let (rows, numbers) = (values.len() as f64, 5.0);
    let few = (rows - numbers - 1.0).max(0.5);
    let criterion = minus_twice + 2.0 * numbers + 2.0 * numbers * (numbers + 1.0) / few;
    let next = expected.last().copied().unwrap_or(Expected { chance: 0.0, size: 0.0 });
    let law = law_of(more(&next), spread);
    let quantile = |chance: &f64| {
        let nothing = 1.0 - next.chance;
        if *chance <= nothing { 0.0 } else { 1.0 + law.quantile((chance - nothing) / next.chance) }
    };
    let mean = next.chance * next.size;
    let within = more(&next) + spread * more(&next).powi(2);
    let variance = next.chance * within + next.chance * (1.0 - next.chance) * next.size * next.size;
    let same = |value: f64| vec![value; options.steps];
    Forecast {
        model: Model::Intermittent(kind),
        criterion,
        means: same(mean),
        deviations: same(variance.sqrt()),
        quantiles: options.chances.iter().map(quantile).map(same).collect(),
        fitted: expected[..values.len()].iter().map(|one| one.chance * one.size).collect(),
    }
}
