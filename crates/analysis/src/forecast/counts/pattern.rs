//! What season and regressors let expect, before anything follows from the counts just before.

use super::{corrected, law::Counts};
use crate::{
    early_warning::{Regression, likeliest_spread},
    forecast::{Options, Past},
};

/// The pattern that the criterion prefers.
pub(super) struct Pattern {
    /// The expected counts of all rows and of the steps to come.
    pub(super) means: Vec<f64>,
    pub(super) spread: f64,
    /// How many numbers were fitted.
    pub(super) numbers: f64,
    pub(super) criterion: f64,
}

/// The most pairs of waves of a season.
const PAIRS: usize = 3;

impl Pattern {
    pub(super) fn of(past: &Past, options: &Options, counts: &Counts<'_>) -> Option<Self> {
        let (season, year) = past.seasons(options.season);
        let mut lengths: Vec<f64> = year.into_iter().collect();
        if season > 1 {
            lengths.push(season as f64);
        }
        // Of each season the waves, of which so many are chosen.
        let pairs = |length: f64| PAIRS.min(((length - 1.0) / 2.0) as usize);
        let waves: Vec<Vec<Vec<f64>>> =
            lengths.iter().map(|length| past.waves(options.steps, *length, pairs(*length))).collect();
        let mut chosen: Vec<Vec<usize>> = vec![Vec::new()];
        for waves in &waves {
            let with = |others: &Vec<usize>| {
                let others = others.clone();
                (0..=waves.len() / 2).map(move |pairs| [&others[..], &[2 * pairs]].concat())
            };
            chosen = chosen.iter().flat_map(with).collect();
        }
        let regressors = past.columns(options.steps);
        let mut regression = Regression::default();
        let found = chosen.iter().filter_map(|chosen| {
            let own = waves.iter().zip(chosen).flat_map(|(waves, chosen)| &waves[..*chosen]);
            let columns: Vec<&[f64]> = regressors.iter().chain(own).map(Vec::as_slice).collect();
            Self::fit(past, options, counts, &columns, &mut regression)
        });
        found.min_by(|one, other| one.criterion.total_cmp(&other.criterion))
    }

    fn fit(
        past: &Past,
        options: &Options,
        counts: &Counts<'_>,
        columns: &[&[f64]],
        regression: &mut Regression,
    ) -> Option<Self> {
        let (rows, width) = (past.rows(), columns.len());
        let numbers = width as f64 + 2.0;
        if counts.rows() <= numbers + 2.0 {
            return None;
        }
        regression.clear(1, width, 0.0);
        let row_of = |row: usize| columns.iter().map(move |column| column[row]);
        for (row, value) in past.values().iter().enumerate() {
            regression.push(*value, 0, 0.0, row_of(row));
        }
        if !regression.fit(0..width) {
            return None;
        }
        let mut means = regression.means().to_vec();
        for row in rows..rows + options.steps {
            let values: Vec<f64> = row_of(row).collect();
            means.push(regression.at(0, &values, 0.0).log_mean.exp());
        }
        // A mean far beyond everything counted tells that a curve has run away.
        let most = past.values().iter().copied().fold(1.0, f64::max);
        if means.iter().any(|mean| !mean.is_finite() || *mean > 100.0 * most) {
            return None;
        }
        means.iter_mut().for_each(|mean| *mean = mean.max(1e-9));
        let spread = likeliest_spread(past.values(), |row| means[row]);
        let minus_twice = counts.minus_twice(spread, |row| means[row]);
        let criterion = corrected(minus_twice, numbers, counts.rows());
        Some(Self { means, spread, numbers, criterion })
    }
}
