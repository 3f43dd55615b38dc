//! A row compared with the same season of earlier years by a log-linear regression.
//!
//! [`Farrington`] is the method of C. P. Farrington, N. J. Andrews, A. D. Beale and M. A. Catchpole, A statistical algorithm
//! for the early detection of outbreaks of infectious disease, Journal of the Royal Statistical Society A 159, 1996.
//! [`FarringtonFlexible`] is it as improved by A. Noufaily, D. G. Enki, P. Farrington, P. Garthwaite, N. Andrews and A.
//! Charlett, An improved algorithm for outbreak detection in multiple surveillance systems, Statistics in Medicine 32,
//! 2013: all weeks of the past with seasonal levels, weights only for residuals that are truly large, a trend that is
//! always in, and a bound from the negative binomial count.

mod model;

pub use super::threshold::{Power, Threshold};

use super::references::Plan;
use super::{Influences, Refusal, Series, Verdict, Watch};
use crate::refusal::option;
use model::Model;
use std::ops::Range;

/// So many counted in so many rows, the watched one among them, before there may be an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// How many were counted at least.
    pub counted: u64,
    /// In how many rows.
    pub rows: usize,
}

impl Quorum {
    pub(super) fn is_met(self, series: &Series, row: usize) -> bool {
        let from = (row + 1).saturating_sub(self.rows);
        series.counts()[from..=row].iter().sum::<f64>() >= self.counted as f64
    }
}

/// In what both methods differ though all options are the same.
#[derive(Clone, Copy, Debug)]
struct Judging {
    /// The chance above the bound.
    tail: f64,
    /// Whether the dispersion in the standard errors of the trend and of what is expected weighs residuals as rows were
    /// weighed, as the reference of the flexible method has it, or also by their means, as its own theory does.
    errors_by_given_weights: bool,
}

/// The method of 1996: windows around the same week of earlier years.
///
/// ```
/// use danvan_analysis::early_warning::{Farrington, Influences, Series, Watch};
///
/// let season = |row: i64| 10 + row % 52 / 10 + row * 7 % 5;
/// let mut counts: Vec<i64> = (0..300).map(season).collect();
/// counts[280] = 60;
/// let series = Series::numbered(&counts, 52)?;
/// let verdicts = Farrington::default().watch(&series, 270..290, &Influences::none())?;
/// let alarms: Vec<usize> = verdicts.iter().filter(|verdict| verdict.alarm).map(|verdict| verdict.row).collect();
/// assert_eq!(alarms, [280]);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Farrington {
    /// Years to go back (b).
    pub years: usize,
    /// Rows on either side of the same row of another year (w).
    pub half_window: usize,
    /// Whether rows with large residuals weigh less.
    pub reweight: bool,
    /// Whether a trend may be in: it is where it is significant at 5 %, spans three years and does not lead out of what
    /// was ever seen.
    pub trend: bool,
    /// The power by which counts are made symmetric.
    pub power: Power,
    /// The chance that a count lies outside the interval, half of it above.
    pub alpha: f64,
    /// No alarm before so many were counted.
    pub quorum: Quorum,
}

impl Default for Farrington {
    /// b 5, w 3, reweighted, with trend, power 2/3, α .05, and 5 cases in the last 4 rows.
    fn default() -> Self {
        Self {
            years: 5,
            half_window: 3,
            reweight: true,
            trend: true,
            power: Power::TwoThirds,
            alpha: 0.05,
            quorum: Quorum { counted: 5, rows: 4 },
        }
    }
}

impl Farrington {
    fn as_flexible(&self) -> FarringtonFlexible {
        FarringtonFlexible {
            years: self.years,
            half_window: self.half_window,
            levels: 1,
            excluded: self.half_window,
            reweight_above: self.reweight.then_some(1.0),
            trend: self.trend,
            trend_significance: 0.05,
            threshold: Threshold::Delta(self.power),
            alpha: self.alpha,
            quorum: self.quorum,
        }
    }
}

impl Watch for Farrington {
    /// The first row (from 0) that can be judged.
    fn first_row(&self, series: &Series) -> usize {
        self.as_flexible().first_row(series)
    }

    /// One verdict for each row watched (from 0), which says nothing where no curve fits the row's past.
    ///
    /// # Errors
    /// [`Refusal`] when an option is out of its range, the first row has too little history, or an influence does not fit
    /// the series.
    fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal> {
        // Both limits are asked for, each with half of the chance.
        let judging = Judging { tail: self.alpha / 2.0, errors_by_given_weights: false };
        self.as_flexible().judge(series, watched, influences, judging)
    }
}

/// The improved method of 2013: all rows of the last years, with a level for each season.
///
/// ```
/// use danvan_analysis::early_warning::{FarringtonFlexible, Influences, Series, Watch};
///
/// let season = |row: i64| 10 + row % 52 / 10 + row * 7 % 5;
/// let mut counts: Vec<i64> = (0..300).map(season).collect();
/// counts[280] = 60;
/// let series = Series::numbered(&counts, 52)?;
/// let method = FarringtonFlexible { years: 4, ..FarringtonFlexible::default() };
/// let verdicts = method.watch(&series, 270..290, &Influences::none())?;
/// let alarms: Vec<usize> = verdicts.iter().filter(|verdict| verdict.alarm).map(|verdict| verdict.row).collect();
/// assert_eq!(alarms, [280]);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FarringtonFlexible {
    /// Years to go back (b).
    pub years: usize,
    /// Rows on either side of the same row of another year that share its level (w).
    pub half_window: usize,
    /// Seasonal levels (noPeriods); 1 compares with the windows alone.
    pub levels: usize,
    /// Rows just before the watched one that are left out (pastWeeksNotIncluded), so that an outbreak does not become
    /// its own norm.
    pub excluded: usize,
    /// Rows whose standardised Anscombe residual is above this weigh less, by its square; `None` lets all weigh the same.
    pub reweight_above: Option<f64>,
    /// Whether a trend may be in: it is where it is significant, spans three years and does not lead out of what was ever
    /// seen.
    pub trend: bool,
    /// The trend has to be significant at this level; 1 takes it always.
    pub trend_significance: f64,
    /// How the bound is taken.
    pub threshold: Threshold,
    /// The chance of a false alarm.
    pub alpha: f64,
    /// No alarm before so many were counted.
    pub quorum: Quorum,
}

impl Default for FarringtonFlexible {
    /// As Noufaily et al. recommend: b 5, w 3, 10 levels, 26 rows left out, reweighted above 2.58, trend always, negative
    /// binomial quantile, α .01, and 5 cases in the last 4 rows.
    fn default() -> Self {
        Self {
            years: 5,
            half_window: 3,
            levels: 10,
            excluded: 26,
            reweight_above: Some(2.58),
            trend: true,
            trend_significance: 1.0,
            threshold: Threshold::NegativeBinomialPlugin,
            alpha: 0.01,
            quorum: Quorum { counted: 5, rows: 4 },
        }
    }
}

impl FarringtonFlexible {
    fn plan(&self) -> Plan {
        Plan {
            years: self.years,
            half_window: self.half_window,
            levels: self.levels,
            excluded: self.excluded,
        }
    }

    fn judge(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
        judging: Judging,
    ) -> Result<Vec<Verdict>, Refusal> {
        self.check()?;
        influences.check(series)?;
        series.may_watch(&watched, self.first_row(series))?;
        let mut model = Model::new(self, judging, series, influences);
        watched.map(|row| model.judge(row)).collect()
    }

    fn check(&self) -> Result<(), Refusal> {
        option(self.years >= 1, "years", self.years as f64, "at least 1")?;
        option(self.levels >= 1, "levels", self.levels as f64, "at least 1")?;
        option(self.alpha > 0.0 && self.alpha < 1.0, "alpha", self.alpha, "between 0 and 1")?;
        let significance = self.trend_significance;
        let is_chance = (0.0..=1.0).contains(&significance);
        option(is_chance, "trend_significance", significance, "from 0 to 1")?;
        let above = self.reweight_above.unwrap_or(1.0);
        option(above >= 1.0, "reweight_above", above, "at least 1")?;
        option(self.quorum.rows >= 1, "quorum.rows", self.quorum.rows as f64, "at least 1")
    }
}

impl Watch for FarringtonFlexible {
    /// The first row (from 0) that can be judged.
    fn first_row(&self, series: &Series) -> usize {
        self.plan().first_row(series)
    }

    /// One verdict for each row watched (from 0), which says nothing where no curve fits the row's past.
    ///
    /// # Errors
    /// As for [`Farrington::watch`].
    fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal> {
        let judging = Judging { tail: self.alpha, errors_by_given_weights: true };
        self.judge(series, watched, influences, judging)
    }
}
