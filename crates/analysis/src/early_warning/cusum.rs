//! The cumulative sum chart: G. Rossi, L. Lampugnani and M. Marchi, An approximate CUSUM procedure for surveillance of health
//! events, Statistics in Medicine 18, 1999. It adds up what counts are above their norm, so that a small but lasting
//! change is seen as well.

use super::norm::Spread;
use super::{Influences, Norm, Refusal, Series, Verdict, Watch};
use crate::refusal::option;
use std::ops::Range;

/// How counts become values that are nearly standard normal in quiet times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transformation {
    /// (x − m) / √m
    Standard,
    /// (x − 3m + 2√(xm)) / (2√m), of Rossi et al.
    Rossi,
    /// Anscombe's residual, 3/2 (x^⅔ − m^⅔) / m^⅙
    Anscombe,
    /// (x − m) / √(m + spread · m²), for counts that vary more than Poisson's.
    NegativeBinomial {
        /// The variance is mean + spread · mean².
        spread: f64,
    },
}

/// A cumulative sum of transformed counts.
///
/// ```
/// use danvan_analysis::early_warning::{Cusum, Influences, Series, Watch};
///
/// // From about 4 to about 7, which no single row would tell.
/// let counts: Vec<i64> = (0..60).map(|row| 3 + row % 3 + if row >= 40 { 3 } else { 0 }).collect();
/// let series = Series::numbered(&counts, 52)?;
/// let verdicts = Cusum::default().watch(&series, 30..60, &Influences::none())?;
/// let first = verdicts.iter().find(|verdict| verdict.alarm).map(|verdict| verdict.row);
/// assert_eq!(first, Some(46));
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cusum {
    /// What is taken off each value before it is added (k): half the change to be found.
    pub allowance: f64,
    /// The sum from which on there is an alarm (h).
    pub limit: f64,
    /// The mean in quiet times.
    pub norm: Norm,
    /// How counts are made normal.
    pub transformation: Transformation,
}

impl Default for Cusum {
    /// k 1.04, h 2.26 (one false alarm in 500 rows, a change of two standard deviations), Rossi's values, the mean before.
    fn default() -> Self {
        Self { allowance: 1.04, limit: 2.26, norm: Norm::MeanBefore, transformation: Transformation::Rossi }
    }
}

impl Watch for Cusum {
    /// The first row (from 0) that should be judged: a norm from the past wants a year of it. Earlier rows may be judged
    /// where there is any past at all.
    fn first_row(&self, series: &Series) -> usize {
        self.norm.good_history(series)
    }

    /// One verdict for each row watched (from 0), in one sum that begins at zero with the first. The score is the sum, the
    /// upper bound the count at which it would reach the limit.
    ///
    /// # Errors
    /// [`Refusal`] when an option is out of its range, there is too little or no norm, or there are influences, which this
    /// method does not know.
    fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal> {
        option(self.allowance.is_finite(), "allowance", self.allowance, "a number")?;
        option(self.limit.is_finite() && self.limit > 0.0, "limit", self.limit, "above 0")?;
        if let Transformation::NegativeBinomial { spread } = self.transformation {
            option(spread.is_finite() && spread >= 0.0, "spread", spread, "at least 0")?;
        }
        influences.nothing()?;
        let norm = self.norm.in_control(series, &watched, Spread::Known(0.0))?;
        let mut sum = 0.0_f64;
        let judge = |(row, mean): (usize, f64)| {
            let observed = series.counts()[row];
            let upper = self.transformation.bound(mean, self.limit + self.allowance - sum);
            sum = (sum + self.transformation.value(observed, mean) - self.allowance).max(0.0);
            Verdict {
                expected: Some(mean),
                upper_bound: Some(upper),
                alarm: sum >= self.limit,
                score: Some(sum),
                ..Verdict::silent(row, observed)
            }
        };
        Ok(watched.zip(norm.means).map(judge).collect())
    }
}

impl Transformation {
    fn value(self, count: f64, mean: f64) -> f64 {
        match self {
            Self::Standard => (count - mean) / mean.sqrt(),
            Self::Rossi => (count - 3.0 * mean + 2.0 * (count * mean).sqrt()) / (2.0 * mean.sqrt()),
            Self::Anscombe => 1.5 * (count.powf(2.0 / 3.0) - mean.powf(2.0 / 3.0)) / mean.powf(1.0 / 6.0),
            Self::NegativeBinomial { spread } => (count - mean) / (mean + spread * mean * mean).sqrt(),
        }
    }

    /// The count whose value is as given, at least 0; a whole one where values are plainly standardised.
    fn bound(self, mean: f64, value: f64) -> f64 {
        let root = mean.sqrt();
        let count = match self {
            Self::Standard => (mean + root * value).ceil(),
            Self::Rossi => ((4.0 * mean + 2.0 * root * value).sqrt() - root).powi(2),
            Self::Anscombe => {
                (mean.powf(2.0 / 3.0) + 2.0 / 3.0 * mean.powf(1.0 / 6.0) * value).max(0.0).powf(1.5)
            }
            Self::NegativeBinomial { spread } => mean + (mean + spread * mean * mean).sqrt() * value,
        };
        // Not a number where any count at all would do; `max` takes the 0 then.
        count.max(0.0)
    }
}
