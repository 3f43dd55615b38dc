//! Forecasts of one series: what is to be expected in the next days, weeks, months or quarters, and how sure that is.
//!
//! ```
//! use danvan_analysis::early_warning::Calendar;
//! use danvan_analysis::forecast::{Options, Past, forecast};
//!
//! // Four years of months that rise, with a season.
//! let counts: Vec<i64> = (0..48).map(|month| 40 + month / 2 + month % 12 * 3).collect();
//! let past = Past::counts(&counts, Calendar::Numbered { per_year: 12 })?;
//! let found = forecast(&past, &Options { steps: 3, ..Options::default() })?;
//! // The next months are the first of a year: 64, 67 and 71, or about that.
//! for (mean, expected) in found.means.iter().zip([64.0, 67.5, 71.0]) {
//!     assert!((mean - expected).abs() < 2.0, "{mean}");
//! }
//! let [low, middle, high] = [0, 1, 2].map(|at| found.quantiles[at][0]);
//! assert!(low <= middle && middle <= high);
//! # Ok::<(), danvan_analysis::refusal::Refusal>(())
//! ```
//!
//! | model | for | |
//! |---|---|---|
//! | [`Model::Smoothing`] | amounts, and counts that are not small | exponential smoothing with trend and season |
//! | [`Model::Counts`] | small counts | negative binomial counts that depend on those before, with season and holidays |
//! | [`Model::Intermittent`] | counts that are mostly zero | how often, and how many then |
//! | [`Model::Steady`] | what never changed | |
//!
//! - R. Hyndman, A. Koehler, J. Ord & R. Snyder, Forecasting with exponential smoothing: the state space approach, Springer
//!   2008, and R. Hyndman & Y. Khandakar, Automatic time series forecasting: the forecast package for R, Journal of
//!   Statistical Software 27 (2008): the forms of smoothing, how they start, and the corrected criterion of Akaike;
//!   S. Kolassa, Combining exponential smoothing forecasts using Akaike weights, International Journal of Forecasting 27 (2011):
//!   forms are not chosen but told together.
//! - R. Ferland, A. Latour & D. Oraichi, Integer-valued GARCH process, Journal of Time Series Analysis 27 (2006); F. Zhu, A
//!   negative binomial integer-valued GARCH model, Journal of Time Series Analysis 32 (2011): counts.
//! - J. Croston, Forecasting and stock control for intermittent demands, Operational Research Quarterly 23 (1972); R. Teunter,
//!   A. Syntetos & M. Babai, Intermittent demand: linking forecasting to inventory obsolescence, European Journal of
//!   Operational Research 214 (2011).
//!
//! Models of unlike kind are compared by what chance each gave the counts that came, corrected for how many numbers were fitted.
//! Nothing here reads a clock; chance is seeded.

mod choice;
mod counts;
mod descent;
mod intermittent;
mod past;
mod simplex;
mod smoothing;
mod steady;
#[cfg(test)]
mod tests;

use crate::refusal::{Column, Refusal, Wrong, option};
pub use choice::forecast;
pub use intermittent::Kind;
pub use past::Past;
pub use smoothing::{Form, Season, Trend};

/// What a forecast was made by.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// Exponential smoothing: of the forms that are told together the one that counts most.
    Smoothing(Form),
    /// Counts that depend on those before.
    Counts {
        /// How much of a count's surprise goes on to the next.
        reaction: f64,
        /// How much of an expectation's distance from the mean goes on to the next, the reaction included.
        memory: f64,
        /// The variance is mean + spread · mean².
        spread: f64,
    },
    /// Mostly nothing.
    Intermittent(Kind),
    /// What never changed goes on.
    Steady,
}

impl std::fmt::Display for Model {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smoothing(form) => form.fmt(out),
            Self::Counts { .. } => out.write_str("counts"),
            Self::Intermittent(kind) => kind.fmt(out),
            Self::Steady => out.write_str("steady"),
        }
    }
}

/// Which models may be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// All that suit the series.
    #[default]
    All,
    /// Exponential smoothing.
    Smoothing,
    /// Counts that depend on those before.
    Counts,
    /// One of those for what is mostly nothing.
    Intermittent(Kind),
}

/// How a forecast is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How many steps ahead: 1 at least, 400 at most.
    pub steps: usize,
    /// Which models may be chosen.
    pub among: Among,
    /// How many rows make a season; as the calendar has it when left out. 1 for none.
    pub season: Option<usize>,
    /// The chances whose quantiles are told, each between 0 and 1.
    pub chances: Vec<f64>,
    /// How often a future of counts is drawn: 100 at least.
    pub paths: usize,
    /// What chance is seeded with: the same seed gives the same forecast.
    pub seed: u64,
}

impl Default for Options {
    /// One step, all models, and the middle with four of five futures.
    fn default() -> Self {
        Self { steps: 1, among: Among::All, season: None, chances: vec![0.1, 0.5, 0.9], paths: 2000, seed: 1 }
    }
}

impl Options {
    fn check(&self, past: &Past) -> Result<(), Refusal> {
        option((1..=400).contains(&self.steps), "steps", self.steps as f64, "1 to 400")?;
        let season = self.season.unwrap_or(1);
        option((1..=400).contains(&season), "season", season as f64, "1 to 400")?;
        option((100..=1_000_000).contains(&self.paths), "paths", self.paths as f64, "100 to 1,000,000")?;
        for chance in &self.chances {
            option(*chance > 0.0 && *chance < 1.0, "chances", *chance, "between 0 and 1")?;
        }
        if matches!(self.among, Among::Counts | Among::Intermittent(_)) {
            past.must_be_counts()?;
        }
        if matches!(self.among, Among::Intermittent(_)) && past.regressors() > 0 {
            return Err(Wrong::NotAdjustable.of(Column::Regressor(past.name(0).to_owned())));
        }
        past.reaches(self.steps)
    }
}

/// What is to be expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// By what.
    pub model: Model,
    /// Minus twice the log-likelihood, corrected for how many numbers were fitted (AICc); of counts it is that of whole
    /// numbers.
    pub criterion: f64,
    /// The expected value of each step.
    pub means: Vec<f64>,
    /// The standard deviation of each step.
    pub deviations: Vec<f64>,
    /// Of each chance asked for the quantile of each step; whole numbers for counts.
    pub quantiles: Vec<Vec<f64>>,
    /// What was expected of each row of the past from those before it.
    pub fitted: Vec<f64>,
}

impl Forecast {
    /// Of each row of the past what came less what was expected.
    pub fn residuals(&self, past: &Past) -> Vec<f64> {
        past.values().iter().zip(&self.fitted).map(|(value, fitted)| value - fitted).collect()
    }
}
