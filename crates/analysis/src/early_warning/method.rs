//! All methods behind one door.

use super::{
    Bayes, Cusum, Ears, Farrington, FarringtonFlexible, Influences, LikelihoodRatio, Refusal, Series,
    Verdict, Watch,
};
use std::ops::Range;

/// A method with its options.
///
/// ```
/// use danvan_analysis::early_warning::{Chart, Ears, Influences, Method, Series, Watch};
///
/// let series = Series::numbered(&[3, 4, 2, 5, 3, 4, 3, 12, 4], 52)?;
/// let method = Method::Ears(Ears::new(Chart::C1));
/// let watched = method.first_row(&series)..series.rows();
/// let verdicts = method.watch(&series, watched, &Influences::none())?;
/// assert_eq!(verdicts.iter().map(|verdict| verdict.alarm).collect::<Vec<_>>(), [true, false]);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
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
    fn own(&self) -> &dyn Watch {
        match self {
            Self::Farrington(method) => method,
            Self::FarringtonFlexible(method) => method,
            Self::Ears(method) => method,
            Self::Cusum(method) => method,
            Self::LikelihoodRatio(method) => method,
            Self::Bayes(method) => method,
        }
    }
}

impl Watch for Method {
    fn first_row(&self, series: &Series) -> usize {
        self.own().first_row(series)
    }

    fn watch(
        &self,
        series: &Series,
        watched: Range<usize>,
        influences: &Influences,
    ) -> Result<Vec<Verdict>, Refusal> {
        self.own().watch(series, watched, influences)
    }
}
