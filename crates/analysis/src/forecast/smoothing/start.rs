//! Where a fit begins: the season by moving averages, the level and the trend by a line through the first rows (Hyndman,
//! Koehler, Ord & Snyder 2008, chapter 2.6).

use super::{Form, Season, Trend, filter::States};

/// The states a fit starts from; `None` where a season cannot be told.
pub(super) fn states(values: &[f64], form: Form, period: usize) -> Option<States> {
    let (season, without) = match form.season {
        Season::None => (Vec::new(), values.to_vec()),
        kind => seasonal(values, kind, period)?,
    };
    let first = &without[..without.len().min((2 * period).max(10))];
    let (mut level, mut trend) = (first.iter().sum::<f64>() / first.len() as f64, 0.0);
    if form.trend != Trend::None {
        (level, trend) = line(first);
        if (level + trend).abs() < 1e-8 {
            level *= 1.001;
            trend *= 0.999;
        }
    }
    let alpha = 1e-4 + 0.2 * (0.9999 - 1e-4) / period.max(1) as f64;
    let beta = 1e-4 + 0.1 * (alpha - 1e-4);
    let gamma = 1e-4 + 0.05 * (1.0 - alpha - 1e-4);
    let phi = if form.trend == Trend::Damped { 0.8 + 0.99 * 0.18 } else { 1.0 };
    Some(States { alpha, beta, gamma, phi, level, trend, season })
}

/// The intercept at row 0, where rows are counted from 1, and the slope.
fn line(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let middle = (count + 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / count;
    let (mut products, mut squares) = (0.0, 0.0);
    for (row, value) in values.iter().enumerate() {
        let from = row as f64 + 1.0 - middle;
        products += from * (value - mean);
        squares += from * from;
    }
    let slope = if squares > 0.0 { products / squares } else { 0.0 };
    (mean - slope * middle, slope)
}

/// The season of one period from the first row on, and the rows without it.
fn seasonal(values: &[f64], kind: Season, period: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let rows = values.len();
    if period < 2 || rows < 2 * period {
        return None;
    }
    let is_ratio = kind == Season::Multiplicative;
    // A centred average over a period; where it is even, the ends count half.
    let half = period / 2;
    let trend = |row: usize| -> f64 {
        let inner: f64 = if period.is_multiple_of(2) {
            values[row + 1 - half..row + half].iter().sum::<f64>()
                + (values[row - half] + values[row + half]) / 2.0
        } else {
            values[row - half..=row + half].iter().sum()
        };
        inner / period as f64
    };
    let (mut sums, mut counts) = (vec![0.0; period], vec![0.0; period]);
    for row in half..rows - half {
        let trend = trend(row);
        let own = if is_ratio { values[row] / trend } else { values[row] - trend };
        if own.is_finite() {
            sums[row % period] += own;
            counts[row % period] += 1.0;
        }
    }
    if counts.contains(&0.0) {
        return None;
    }
    let mut season: Vec<f64> = sums.iter().zip(&counts).map(|(sum, count)| sum / count).collect();
    let mean = season.iter().sum::<f64>() / period as f64;
    for one in &mut season {
        *one = if is_ratio { (*one / mean).max(0.01) } else { *one - mean };
    }
    let without = values.iter().enumerate().map(|(row, value)| {
        let own = season[row % period];
        if is_ratio { value / own } else { value - own }
    });
    let without = without.collect();
    Some((season, without))
}
