//! All methods behind one door.

use super::{
    Bayes, Cusum, Ears, Farrington, FarringtonFlexible, Influences, LikelihoodRatio, Refusal, Series, Verdict,
};
use std::ops::Range;

/// A method with its options.
///
/// ```
/// use danvan_analysis::early_warning::{Chart, Ears, Influences, Method, Series};
///
/// let series = Series::numbered(&[3, 4, 2, 5, 3, 4, 3, 12, 4], 52)?;
/// let method = Method::Ears(Ears::new(Chart::C1));
/// let watched = method.first_row(&series)..series.rows();
/// let verdicts = method.watch(&series, watched, &Influences::none())?;
/// assert_eq!(verdicts.iter().map(|verdict| verdict.alarm).collect::<Vec<_>>(), [true, false]);
/// # Ok::<(), danvan_analysis::early_warning::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// Farrington et al. 1996.
    Farrington(Farrington),
    /// Noufaily et al. 2013.
    FarringtonFlexible(FarringtonFlexible),
    /// EARS C1, C2, C3.
    Ears(Ears),
    /// The cumulative sum.
    Cusum(Cusum),
    /// Likelihood ratios.
    LikelihoodRatio(LikelihoodRatio),
    /// Bayes.
    Bayes(Bayes),
}

impl Method {
    /// The first row (from 0) of a series that can be judged.
    pub fn first_row(&self, series: &Series) -> usize {
        match self {
            Self::Farrington(method) => method.first_row(series),
            Self::FarringtonFlexible(method) => method.first_row(series),
            Self::Ears(method) => method.first_row(),
            Self::Cusum(method) => method.first_row(series),
            Self::LikelihoodRatio(method) => method.first_row(series),
            Self::Bayes(method) => method.first_row(series),
        }
    }

    /// One verdict for each row watched (from 0), in their order.
    ///
    /// # Errors
    /// [`Refusal`], as each method says.
    pub fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal> {
        match self {
            Self::Farrington(method) => method.watch(series, watched, influences),
            Self::FarringtonFlexible(method) => method.watch(series, watched, influences),
            Self::Ears(method) => method.watch(series, watched, influences),
            Self::Cusum(method) => method.watch(series, watched, influences),
            Self::LikelihoodRatio(method) => method.watch(series, watched, influences),
            Self::Bayes(method) => method.watch(series, watched, influences),
        }
    }
}
