//! Fair comparison of units: what chance would do to small ones is told beside each figure, and nothing is ranked that cannot be
//! told apart.
//!
//! ```
//! use danvan_analysis::compare::{Beyond, Model, Observed, Options, compare};
//!
//! // Twenty communes with about 10 in 1,000; the last has 30.
//! let mut units = vec![Observed { events: 10, base: 1000.0 }; 19];
//! units.push(Observed { events: 30, base: 1000.0 });
//! let found = compare(&units, &Options { model: Model::Poisson, ..Options::default() })?;
//! assert_eq!(found.units[0].beyond, Beyond::Within);
//! assert_eq!(found.units[19].beyond, Beyond::High { by_998: true });
//! // Of so few the rate is drawn towards that of all; its rank is nearly certain, those of the others are not.
//! assert!(found.units[19].shrunk.value < 0.030 && found.units[19].shrunk.value > found.overall);
//! assert!(found.units[19].rank.value == 1.0 && found.units[19].rank.high < 5.0);
//! assert!(found.units[0].rank.high - found.units[0].rank.low > 10.0);
//! # Ok::<(), danvan_analysis::refusal::Refusal>(())
//! ```
//!
//! - R. Marshall, Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40 (1991): rates of
//!   small units are drawn towards that of all, as far as rates differ by more than chance.
//! - D. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005): limits within
//!   which 95 % and 99.8 % of units of a size lie when all are alike, wider where all units spread more than chance would.
//! - H. Goldstein & D. Spiegelhalter, League tables and their limitations, Journal of the Royal Statistical Society A 159 (1996):
//!   intervals of ranks.
//! - G. Marsaglia & W. Tsang, A simple method for generating gamma variables, ACM Transactions on Mathematical Software 26 (2000).

mod funnel;
mod ranks;
mod shrinkage;
mod silence;
#[cfg(test)]
mod tests;

use crate::{
    intervals::{self, Estimate},
    refusal::{Column, Refusal, Wrong, option},
};
pub use funnel::{Beyond, Limits};
pub use silence::silence;

/// Each draw of each unit is kept until the end.
const MOST_DRAWS: usize = 100_000;

/// What was counted in a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// How many.
    pub events: u64,
    /// Of how many: people, households, what was expected; or cases, of which the events are a part.
    pub base: f64,
}

/// What events are to their base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Events per base, e.g. reports per people: there may be more than one each.
    Poisson,
    /// A part of the base, e.g. answers on time among all.
    Binomial,
}

/// How units are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// What events are to their base.
    pub model: Model,
    /// How often chance is asked for ranks, 100 to 100,000.
    pub draws: usize,
    /// What chance is seeded with: the same seed gives the same answer.
    pub seed: u64,
}

impl Default for Options {
    /// Events per base, with 2,000 draws.
    fn default() -> Self {
        Self { model: Model::Poisson, draws: 2000, seed: 1 }
    }
}

/// A unit beside the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Events over base.
    pub rate: f64,
    /// The same, drawn towards that of all as far as chance explains the difference, with a 95 % interval.
    pub shrunk: Estimate,
    /// Between what it would lie were all alike.
    pub limits: Limits,
    /// Whether it does.
    pub beyond: Beyond,
    /// Its place among all, the highest rate first from 1: the middle one of all that are possible, and those it has with 95 %.
    pub rank: Estimate,
}

/// Units beside one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The units, in their order.
    pub units: Vec<Compared>,
    /// The rate of all together.
    pub overall: f64,
    /// How many times the variance that chance alone would give units have; 1 where it is not more than that.
    pub dispersion: f64,
    /// The standard deviation of true rates between units; 0 where chance explains every difference.
    pub spread: f64,
}

/// Compares units.
///
/// # Errors
/// For fewer than two units, a base that is no number above zero or below the events that are a part of it, units of which
/// nothing was counted, or an option outside its bounds.
pub fn compare(units: &[Observed], options: &Options) -> Result<Comparison, Refusal> {
    #[expect(clippy::cast_precision_loss, reason = "it is told, not reckoned with")]
    option((100..=MOST_DRAWS).contains(&options.draws), "the draws", options.draws as f64, "100 to 100,000")?;
    if units.len() < 2 {
        return Err(Wrong::TooShort { rows: units.len(), needed: 2 }.into());
    }
    for (row, unit) in (1..).zip(units) {
        let is_part = options.model == Model::Binomial;
        if !unit.base.is_finite() || unit.base <= 0.0 || (is_part && unit.base < count(unit.events)) {
            return Err(Wrong::Value { value: unit.base }.at(row, Column::named("base")));
        }
    }
    if units.iter().all(|unit| unit.events == 0) {
        return Err(Wrong::AllZero { rows: units.len() }.of(Column::Count));
    }
    let whole: f64 = units.iter().map(|unit| unit.base).sum();
    let overall = units.iter().map(|unit| count(unit.events)).sum::<f64>() / whole;
    let dispersion = funnel::dispersion(units, overall, options.model);
    let prior = shrinkage::Prior::of(units, overall, options.model);
    let beliefs: Vec<_> = units.iter().map(|unit| prior.after(*unit)).collect();
    let ranks = ranks::ranks(&beliefs, options);
    let together = together(units, (overall, whole), options.model);
    let one = |((unit, belief), rank): ((&Observed, &shrinkage::Belief), Estimate)| {
        let (rate, limits) =
            (count(unit.events) / unit.base, Limits::of(unit.base, overall, dispersion, options.model));
        let shrunk = match belief {
            // All are alike: how sure that is all of them together tell.
            shrinkage::Belief::Known(value) => Estimate { value: *value, ..together },
            other => other.estimate(),
        };
        Compared { rate, shrunk, limits, beyond: limits.beyond(rate), rank }
    };
    let units = units.iter().zip(&beliefs).zip(ranks).map(one).collect();
    Ok(Comparison { units, overall, dispersion, spread: prior.spread() })
}

/// The rate of all together with its interval.
fn together(units: &[Observed], (overall, whole): (f64, f64), model: Model) -> Estimate {
    let events: u64 = units.iter().map(|unit| unit.events).sum();
    match model {
        Model::Poisson => intervals::count(events).times(1.0 / whole),
        Model::Binomial => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is told in whole numbers"
            )]
            let all = (whole.round() as u64).max(events);
            intervals::share(events, all).unwrap_or(Estimate { value: overall, low: 0.0, high: 1.0 })
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^52")]
fn count(events: u64) -> f64 {
    events as f64
}
