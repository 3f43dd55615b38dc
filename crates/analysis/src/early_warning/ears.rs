//! The Early Aberration Reporting System's three charts, for series too short for a past: L. Hutwagner, W. Thompson, G. M.
//! Seeman and T. Treadwell, The bioterrorism preparedness and response Early Aberration Reporting System (EARS), Journal of
//! Urban Health 80, 2003; R. D. Fricker, B. L. Hegler and D. A. Dunfee, Comparing syndromic surveillance detection methods,
//! Statistics in Medicine 27, 2008.

use super::{Influences, Refusal, Series, Verdict, Watch};
use crate::distributions::normal_quantile;
use crate::refusal::option;
use std::ops::Range;

/// Which rows are the norm, and what is compared with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// The rows just before.
    C1,
    /// The rows that end two before the last, so that an outbreak that begins is not its own norm.
    C2,
    /// With the norm of C2, whether the two rows before were, by what is above one standard deviation in each, together too
    /// high: it finds what began lately and was not enough for C2. As the reference has it, the bound is above the row's
    /// own count by what is left of the deviations allowed, so that the count itself decides nothing.
    C3,
}

/// A count compared with the mean and the standard deviation of a few rows before.
///
/// ```
/// use danvan_analysis::early_warning::{Chart, Ears, Influences, Series, Watch};
///
/// let series = Series::numbered(&[3, 4, 2, 5, 3, 4, 3, 12, 4], 52)?;
/// let verdicts = Ears::new(Chart::C1).watch(&series, 7..9, &Influences::none())?;
/// assert!(verdicts[0].alarm && !verdicts[1].alarm);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ears {
    /// Which chart.
    pub chart: Chart,
    /// How many rows are the norm.
    pub baseline: usize,
    /// The standard deviation is taken to be at least this.
    pub least_deviation: f64,
    /// The chance of a false alarm where counts are normal.
    pub alpha: f64,
}

impl Ears {
    /// A chart with a norm of seven rows and α .001, as is usual; .025 for C3.
    pub fn new(chart: Chart) -> Self {
        let alpha = if chart == Chart::C3 { 0.025 } else { 0.001 };
        Self { chart, baseline: 7, least_deviation: 0.0, alpha }
    }

    fn judge(&self, counts: &[f64], row: usize, z: f64) -> Verdict {
        let (mean, deviation) = self.norm(counts, row);
        let before: f64 = (1..=2).map(|back| self.excess(counts, row, back)).sum();
        let (upper, score) = match self.chart {
            Chart::C1 | Chart::C2 => (mean + z * deviation, (counts[row] - mean) / deviation),
            Chart::C3 => (counts[row] + deviation * (z - before), before),
        };
        let upper = upper.max(0.0);
        Verdict {
            expected: Some(mean),
            upper_bound: Some(upper),
            alarm: counts[row] > upper,
            score: (deviation > 0.0).then_some(score),
            ..Verdict::silent(row, counts[row])
        }
    }

    /// By how much a row of C3's before was above its norm and one standard deviation, in standard deviations; nothing where
    /// the norm never changed, since nothing can be measured by it.
    fn excess(&self, counts: &[f64], row: usize, back: usize) -> f64 {
        if self.chart != Chart::C3 {
            return 0.0;
        }
        let (mean, deviation) = self.norm(counts, row - back);
        if deviation > 0.0 { ((counts[row - back] - mean) / deviation - 1.0).max(0.0) } else { 0.0 }
    }

    /// Mean and standard deviation of the rows that are a row's norm.
    fn norm(&self, counts: &[f64], row: usize) -> (f64, f64) {
        let end = row - if self.chart == Chart::C1 { 0 } else { 2 };
        let norm = &counts[end - self.baseline..end];
        let many = norm.len() as f64;
        // Sums of whole numbers are exact.
        let sum: f64 = norm.iter().sum();
        let squares: f64 = norm.iter().map(|count| (many * count - sum).powi(2)).sum();
        let variance = squares / (many * many * (many - 1.0));
        (sum / many, variance.sqrt().max(self.least_deviation))
    }
}

impl Watch for Ears {
    /// The first row (from 0) that can be judged.
    fn first_row(&self, _: &Series) -> usize {
        self.baseline
            + match self.chart {
                Chart::C1 => 0,
                Chart::C2 => 2,
                Chart::C3 => 4,
            }
    }

    /// One verdict for each row watched (from 0); the score is what is compared with z, in standard deviations;
    /// nothing where the norm never changed.
    ///
    /// # Errors
    /// [`Refusal`] when an option is out of its range, the first row has too little history, or there are influences,
    /// which this method does not know.
    fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal> {
        option(self.baseline >= 2, "baseline", self.baseline as f64, "at least 2")?;
        option(self.alpha > 0.0 && self.alpha < 1.0, "alpha", self.alpha, "between 0 and 1")?;
        let least = self.least_deviation;
        option(least >= 0.0 && least.is_finite(), "least_deviation", least, "a number, at least 0")?;
        influences.nothing()?;
        series.may_watch(&watched, self.first_row(series))?;
        let z = normal_quantile(1.0 - self.alpha);
        Ok(watched.map(|row| self.judge(series.counts(), row, z)).collect())
    }
}
