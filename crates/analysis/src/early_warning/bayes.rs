//! A Bayesian chart: counts of the same weeks of earlier years and of the last weeks are Poisson's with one mean, of which
//! nothing is known beforehand (Jeffreys' prior); the watched count is compared with its predictive distribution, a negative
//! binomial one. A. Riebler, Empirischer Vergleich von statistischen Methoden zur Ausbruchserkennung bei Surveillance
//! Daten, Munich 2004; M. Höhle, surveillance: An R package for the monitoring of infectious diseases, Computational
//! Statistics 22, 2007.

use super::references::anniversaries;
use super::threshold::exceedance;
use super::{Column, Influences, Refusal, Series, Verdict, Watch, Wrong};
use crate::distributions::CountLaw;
use crate::refusal::option;
use std::ops::Range;

/// A count compared with what is predicted from the same weeks of earlier years.
///
/// ```
/// use danvan_analysis::early_warning::{Bayes, Influences, Series, Watch};
///
/// let mut counts: Vec<i64> = (0..120).map(|row| 4 + row % 3).collect();
/// counts[115] = 20;
/// let series = Series::numbered(&counts, 52)?;
/// let verdicts = Bayes { years: 1, ..Bayes::default() }.watch(&series, 110..120, &Influences::none())?;
/// let alarms: Vec<usize> = verdicts.iter().filter(|verdict| verdict.alarm).map(|verdict| verdict.row).collect();
/// assert_eq!(alarms, [115]);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Bayes {
    /// Years to go back (b).
    pub years: usize,
    /// Rows on either side of the same row of another year (w).
    pub half_window: usize,
    /// Whether as many rows just before the watched one are taken as well.
    pub current_year: bool,
    /// The chance of a false alarm.
    pub alpha: f64,
}

impl Default for Bayes {
    /// b 2, w 6, without the current year, α .05.
    fn default() -> Self {
        Self { years: 2, half_window: 6, current_year: false, alpha: 0.05 }
    }
}

impl Bayes {
    fn judge(
        &self,
        series: &Series,
        row: usize,
        influences: &Influences,
        first: usize,
    ) -> Result<Verdict, Refusal> {
        let references = self
            .references(series, row)
            .ok_or_else(|| Wrong::TooLittleHistory { first: first + 1 }.at(row + 1, Column::Date))?;
        let observed = series.counts()[row];
        let (mut sum, mut effort) = (0.0, 0.0);
        for past in references.into_iter().flatten() {
            sum += series.counts()[past];
            effort += influences.effort(past);
        }
        let now = influences.effort(row);
        if now == 0.0 || effort == 0.0 {
            return Ok(Verdict::silent(row, observed));
        }
        let (size, expected) = (sum + 0.5, (sum + 0.5) * now / effort);
        let law = CountLaw::negative_binomial(expected, size);
        let upper = law.quantile(1.0 - self.alpha);
        Ok(Verdict {
            expected: Some(expected),
            upper_bound: Some(upper).filter(|upper| upper.is_finite()),
            alarm: observed > upper,
            score: Some(exceedance(observed, expected, upper)),
            p_value: Some(law.at_least(observed)),
            ..Verdict::silent(row, observed)
        })
    }

    /// The rows a row is compared with; `None` where some are missing.
    fn references(&self, series: &Series, row: usize) -> Option<Vec<Range<usize>>> {
        let half = self.half_window;
        let mut ranges = Vec::with_capacity(self.years + 1);
        if self.current_year {
            ranges.push(row.checked_sub(half)?..row);
        }
        let rows = anniversaries(series, row, self.years);
        if rows.len() <= self.years {
            return None;
        }
        for &past in &rows[1..] {
            ranges.push(past.checked_sub(half)?..(past + half + 1).min(row));
        }
        Some(ranges)
    }
}

impl Watch for Bayes {
    /// The first row (from 0) that can be judged.
    fn first_row(&self, series: &Series) -> usize {
        let near = self.years * series.per_year() + self.half_window;
        (near.saturating_sub(series.per_year())..near + series.per_year())
            .find(|&row| self.references(series, row).is_some())
            .unwrap_or(near)
    }

    /// One verdict for each row watched (from 0). Where the effort is known, the mean is one for each unit of it.
    ///
    /// # Errors
    /// [`Refusal`] when an option is out of its range, the first row has too little history, or there are regressors,
    /// which this method does not know.
    fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal> {
        option(self.alpha > 0.0 && self.alpha < 1.0, "alpha", self.alpha, "between 0 and 1")?;
        let some = self.years > 0 || (self.current_year && self.half_window > 0);
        option(some, "years", self.years as f64, "at least 1 without the current year")?;
        influences.only_effort()?;
        influences.check(series)?;
        let first = self.first_row(series);
        series.may_watch(&watched, first)?;
        watched.map(|row| self.judge(series, row, influences, first)).collect()
    }
}
