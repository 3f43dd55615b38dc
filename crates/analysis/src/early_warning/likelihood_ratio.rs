//! Charts that ask since when the mean may have risen, and how much likelier the counts are if it did: M. Höhle and M. Paul,
//! Count data regression charts for the monitoring of surveillance time series, Computational Statistics and Data Analysis
//! 52, 2008. After an alarm the chart begins anew.

mod statistic;

use super::norm::Spread;
use super::{Influences, Norm, Refusal, Series, Verdict, Watch};
use crate::refusal::option;
use statistic::Run;
use std::ops::Range;

/// The distribution of counts in quiet times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Poisson's.
    Poisson,
    /// Negative binomial, of variance mean + spread · mean².
    NegativeBinomial {
        /// The spread (alpha); `None` takes it from the rows before the watched ones, where it is likeliest.
        spread: Option<f64>,
    },
}

/// The change that is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// A rise by any factor: the generalised likelihood ratio.
    Unknown,
    /// A rise by the exponential of this: the likelihood ratio's cumulative sum.
    Known(f64),
}

/// A chart of likelihood ratios.
///
/// ```
/// use danvan_analysis::early_warning::{Influences, LikelihoodRatio, Norm, Series, Watch};
///
/// let counts: Vec<i64> = (0..60).map(|row| 3 + row % 3 + if row >= 40 { 4 } else { 0 }).collect();
/// let series = Series::numbered(&counts, 52)?;
/// let method = LikelihoodRatio { norm: Norm::MeanBefore, ..LikelihoodRatio::poisson() };
/// let verdicts = method.watch(&series, 30..60, &Influences::none())?;
/// let first = verdicts.iter().find(|verdict| verdict.alarm).map(|verdict| verdict.row);
/// assert_eq!(first, Some(43));
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LikelihoodRatio {
    /// The distribution in quiet times.
    pub law: Law,
    /// The change looked for.
    pub change: Change,
    /// The ratio's logarithm from which on there is an alarm (c.ARL).
    pub limit: f64,
    /// The mean in quiet times.
    pub norm: Norm,
    /// A change has to have lasted at least so many rows (M̃).
    pub shortest: usize,
    /// A change is sought no more than so many rows back (M); `None` seeks since the beginning.
    pub longest: Option<usize>,
    /// Whether a seasonal norm is estimated anew after each alarm, from all rows until then.
    pub refit: bool,
    /// Counts above this are not sought for the upper bound.
    pub largest: u64,
}

impl LikelihoodRatio {
    /// Poisson's counts, any rise, limit 5, a norm with one wave a year, all rows.
    pub fn poisson() -> Self {
        Self {
            law: Law::Poisson,
            change: Change::Unknown,
            limit: 5.0,
            norm: Norm::Seasonal { trend: false, harmonics: 1 },
            shortest: 1,
            longest: None,
            refit: false,
            largest: 10_000,
        }
    }

    /// The same for negative binomial counts, whose spread comes from the past.
    pub fn negative_binomial() -> Self {
        Self { law: Law::NegativeBinomial { spread: None }, ..Self::poisson() }
    }

    fn check(&self) -> Result<(), Refusal> {
        option(self.limit.is_finite() && self.limit > 0.0, "limit", self.limit, "above 0")?;
        option(self.shortest >= 1, "shortest", self.shortest as f64, "at least 1")?;
        let longest = self.longest.unwrap_or(usize::MAX);
        option(longest >= self.shortest, "longest", longest as f64, "at least the shortest")?;
        if let Law::NegativeBinomial { spread: Some(spread) } = self.law {
            option(spread.is_finite() && spread >= 0.0, "spread", spread, "at least 0")?;
        }
        if let Change::Known(rise) = self.change {
            option(rise.is_finite() && rise > 0.0, "change", rise, "above 0")?;
        }
        Ok(())
    }

    /// `near` is the bound of the row before, from which that of this one is sought.
    fn judge(&self, row: usize, run: Run<'_>, near: &mut u64) -> Verdict {
        let (observed, expected) = run.last();
        let score = run.statistic(observed);
        let bound = self.least_alarm(&run, *near);
        *near = bound.unwrap_or(*near);
        Verdict {
            expected: Some(expected),
            upper_bound: bound.map(|bound| bound as f64),
            alarm: score >= self.limit,
            score: Some(score),
            ..Verdict::silent(row, observed)
        }
    }

    /// The least count of the last row that would give an alarm: the statistic never falls as it grows, so that it is
    /// sought by steps that double and then by halves.
    fn least_alarm(&self, run: &Run<'_>, near: u64) -> Option<u64> {
        let is_alarm = |count: u64| run.statistic(count as f64) >= self.limit;
        let (mut below, mut above, mut step) = (near.min(self.largest), near.min(self.largest), 1);
        if is_alarm(above) {
            loop {
                if above == 0 {
                    return Some(0);
                }
                below = above.saturating_sub(step);
                if !is_alarm(below) {
                    break;
                }
                (above, step) = (below, step * 2);
            }
        } else {
            loop {
                if below >= self.largest {
                    return None;
                }
                above = (below + step).min(self.largest);
                if is_alarm(above) {
                    break;
                }
                (below, step) = (above, step * 2);
            }
        }
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if is_alarm(middle) {
                above = middle;
            } else {
                below = middle;
            }
        }
        Some(above)
    }

    /// The cumulative sum for a known rise, in which a row counts linearly.
    fn add(&self, row: usize, run: Run<'_>, rise: f64, sum: &mut f64) -> Verdict {
        let (observed, expected) = run.last();
        let (each, flat) = run.known(rise);
        let upper = (self.limit - *sum - flat) / each;
        *sum = (*sum + each * observed + flat).max(0.0);
        Verdict {
            expected: Some(expected),
            upper_bound: Some(upper.max(0.0)),
            alarm: *sum > self.limit,
            score: Some(*sum),
            ..Verdict::silent(row, observed)
        }
    }
}

impl Watch for LikelihoodRatio {
    /// The first row (from 0) that should be judged: a norm from the past wants a year of it. Earlier rows may be judged
    /// where there is any past at all.
    fn first_row(&self, series: &Series) -> usize {
        self.norm.good_history(series)
    }

    /// One verdict for each row watched (from 0). The score is the ratio's logarithm. The upper bound is the least count that
    /// would give an alarm, nothing where none up to the largest would; for a known change it is no whole number.
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
        self.check()?;
        influences.nothing()?;
        let spread = match self.law {
            Law::Poisson => Spread::Known(0.0),
            Law::NegativeBinomial { spread } => spread.map_or(Spread::Estimated, Spread::Known),
        };
        let mut norm = self.norm.in_control(series, &watched, spread)?;
        let (offset, spread) = (watched.start, norm.spread);
        let (mut since, mut sum, mut near) = (watched.start, 0.0, 1);
        let mut verdicts = Vec::with_capacity(watched.len());
        for row in watched.clone() {
            let run = Run {
                counts: &series.counts()[since..=row],
                means: &norm.means[since - offset..=row - offset],
                spread,
                shortest: self.shortest,
                longest: self.longest,
            };
            let verdict = match self.change {
                Change::Unknown => self.judge(row, run, &mut near),
                Change::Known(rise) => self.add(row, run, rise, &mut sum),
            };
            if verdict.alarm {
                (since, sum) = (row + 1, 0.0);
                let seasonal = matches!(self.norm, Norm::Seasonal { .. });
                if self.refit && seasonal && since < watched.end {
                    let rest = self.norm.in_control(series, &(since..watched.end), Spread::Known(spread))?;
                    norm.means.splice(since - offset.., rest.means);
                }
            }
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }
}
