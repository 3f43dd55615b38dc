//! Early warning on counts by day, week or month: which of them are more than their own past lets expect.
//!
//! ```
//! use danvan_analysis::early_warning::{FarringtonFlexible, Influences, Series, Watch};
//!
//! // Six years of weeks with a season, and something unusual in the 300th.
//! let mut counts: Vec<i64> = (0..312).map(|week| 8 + (week % 52) / 8 + week * 5 % 4).collect();
//! counts[299] += 25;
//! let series = Series::numbered(&counts, 52)?;
//! let verdicts = FarringtonFlexible::default().watch(&series, 290..312, &Influences::none())?;
//! let alarms: Vec<_> = verdicts.iter().filter(|verdict| verdict.alarm).collect();
//! assert_eq!(alarms.len(), 1);
//! assert_eq!((alarms[0].row, alarms[0].observed), (299, 40));
//! assert!(alarms[0].upper_bound.is_some_and(|bound| bound < 40.0));
//! # Ok::<(), danvan_analysis::refusal::Refusal>(())
//! ```
//!
//! | method | past needed | finds |
//! |---|---|---|
//! | [`FarringtonFlexible`] | years | single high counts, with season, trend and past outbreaks taken into account |
//! | [`Farrington`] | years | the same from fewer weeks |
//! | [`Bayes`] | a year or two | the same without season within the window and without trend |
//! | [`Ears`] | days or weeks | sudden rises |
//! | [`Cusum`], [`LikelihoodRatio`] | a norm | small rises that last |
//!
//! The methods are those of the papers named with each, and agree with the R package surveillance (M. Salmon, D. Schumacher
//! and M. Höhle, Monitoring count time series in R: Aberration detection in public health surveillance, Journal of
//! Statistical Software 70, 2016). Beyond it, [`Influences`] tell what else moves counts: holidays that move through the
//! year, weekdays, and how many reported at all. Nothing here reads a clock or leaves anything to chance.

mod bayes;
mod cusum;
mod ears;
mod farrington;
mod holidays;
mod influences;
mod likelihood_ratio;
mod method;
mod norm;
mod references;
mod regression;
mod series;
#[cfg(test)]
mod tests;
mod threshold;

use crate::refusal::{Column, Refusal, Wrong};
pub use bayes::Bayes;
pub use cusum::{Cusum, Transformation};
pub use ears::{Chart, Ears};
pub use farrington::{Farrington, FarringtonFlexible, Power, Quorum, Threshold};
pub(crate) use holidays::shares as holiday_shares;
pub use holidays::{HolidayWindow, tet};
pub use influences::Influences;
pub use likelihood_ratio::{Change, Law, LikelihoodRatio};
pub use method::Method;
pub use norm::Norm;
pub(crate) use norm::dispersion as likeliest_spread;
pub(crate) use regression::Regression;
pub use series::{Calendar, Series, Step};
use std::ops::Range;
#[cfg(test)]
pub(crate) use tests::Seeded;

/// A method that watches a series.
pub trait Watch {
    /// The first row (from 0) of a series that can be judged.
    fn first_row(&self, series: &Series) -> usize;

    /// One verdict for each row watched (from 0), in their order.
    ///
    /// # Errors
    /// [`Refusal`] when an option is out of its range, the first row has too little history, or there are influences which
    /// the method does not know.
    fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal>;
}

/// What a method says of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The row, from 0.
    pub row: usize,
    /// What was counted.
    pub observed: u64,
    /// What was expected; nothing where the method says nothing of the row, e.g. because too little was counted.
    pub expected: Option<f64>,
    /// The largest count that is no alarm (not always a whole number); for [`LikelihoodRatio`] the least that is one.
    pub upper_bound: Option<f64>,
    /// Whether the count is more than can be expected.
    pub alarm: bool,
    /// How far out the count is, on the method's own scale. For [`Farrington`], [`FarringtonFlexible`] and [`Bayes`] it is 0
    /// at the expected count and 1 at the bound; else see the method.
    pub score: Option<f64>,
    /// The chance of a count as high as this, where the method knows it.
    pub p_value: Option<f64>,
    /// How many times Poisson's the variance of the past is, where the method asks.
    pub dispersion: Option<f64>,
    /// Whether the past was taken to have a trend, where the method asks.
    pub has_trend: Option<bool>,
}

impl Verdict {
    /// Nothing is said of a row.
    fn silent(row: usize, observed: f64) -> Self {
        Self {
            row,
            observed: observed as u64,
            expected: None,
            upper_bound: None,
            alarm: false,
            score: None,
            p_value: None,
            dispersion: None,
            has_trend: None,
        }
    }
}
