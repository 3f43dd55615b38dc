//! Which model suits a series.

use super::{Among, Forecast, Kind, Options, Past, counts, intermittent, past::FEWEST, smoothing, steady};
use crate::refusal::{Column, Refusal, Wrong};

/// Counts with a larger mean are as good as amounts.
const SMALL: f64 = 200.0;
/// From this share of zeros on, what is mostly nothing is tried.
const MOSTLY: f64 = 0.4;

/// What is to be expected of a series, by the model that the criterion prefers among those asked for.
///
/// ```
/// use danvan_analysis::early_warning::Calendar;
/// use danvan_analysis::forecast::{Model, Options, Past, forecast};
///
/// // Nothing was ever counted: nothing is likely, but no promise.
/// let past = Past::counts(&[0; 40], Calendar::Numbered { per_year: 52 })?;
/// let found = forecast(&past, &Options { chances: vec![0.5, 0.999], ..Options::default() })?;
/// assert_eq!(found.model, Model::Steady);
/// assert!(found.quantiles[0][0] == 0.0 && found.quantiles[1][0] >= 1.0);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
///
/// # Errors
/// [`Refusal`] when an option is outside its bounds, a regressor is not known of all steps to come or cannot be taken into
/// account, a count is asked for where there is none, or there are too few rows.
pub fn forecast(past: &Past, options: &Options) -> Result<Forecast, Refusal> {
    options.check(past)?;
    let values = past.values();
    if values.iter().all(|value| *value == values[0]) {
        return Ok(steady::forecast(past, options));
    }
    let rows = past.rows();
    let found = match options.among {
        Among::Smoothing => smoothing::forecast(past, options),
        Among::Counts => counts::forecast(past, options),
        Among::Intermittent(kind) => Some(intermittent::forecast(past, kind, options)),
        Among::All => {
            let mut found: Vec<Forecast> = smoothing::forecast(past, options).into_iter().collect();
            if past.are_counts() {
                if values.iter().sum::<f64>() / rows as f64 <= SMALL {
                    found.extend(counts::forecast(past, options));
                }
                let zeros = values.iter().filter(|value| **value == 0.0).count();
                if zeros as f64 >= MOSTLY * rows as f64 && past.regressors() == 0 {
                    found.push(intermittent::forecast(past, Kind::Tsb, options));
                }
            }
            found.into_iter().min_by(|one, other| one.criterion.total_cmp(&other.criterion))
        }
    };
    let needed = (FEWEST + 1 + past.regressors()).max(rows + 1);
    found.ok_or_else(|| Wrong::TooShort { rows, needed }.of(Column::Count))
}
