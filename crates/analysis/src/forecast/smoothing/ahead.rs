//! The steps to come, and how sure they are (Hyndman, Koehler, Ord & Snyder 2008, chapter 6: exact for additive errors, with
//! relative ones as near as is usual).

use super::{
    Season, Trend,
    filter::{Smoothing, States},
};

/// Means and standard deviations of the steps to come.
pub(super) fn ahead(found: &Smoothing, steps: usize) -> (Vec<f64>, Vec<f64>) {
    let (form, states) = (found.form, &found.last);
    let variance = found.deviation * found.deviation;
    let period = states.season.len().max(1);
    let mut means = Vec::with_capacity(steps);
    let mut deviations = Vec::with_capacity(steps);
    // With relative errors: the expected squares of the line, and the line itself.
    let mut squares: Vec<f64> = Vec::with_capacity(steps);
    let (mut damping, mut sum) = (1.0, 0.0);
    let mut spread = 0.0;
    for step in 1..=steps {
        damping *= states.phi;
        sum += damping;
        let line = states.level + if form.trend == Trend::None { 0.0 } else { sum * states.trend };
        let season = states.season.get((step - 1) % period).copied().unwrap_or(0.0);
        let mean = match form.season {
            Season::None => line,
            Season::Additive => line + season,
            Season::Multiplicative => line * season,
        };
        let deviation = if form.multiplicative_errors {
            let ratio = form.season == Season::Multiplicative;
            let of = if ratio { line } else { mean };
            let weights = (1..step).map(|back| reaction(states, form.trend, ratio, back));
            let before: f64 =
                weights.zip(squares.iter().rev()).map(|(weight, square)| weight * weight * square).sum();
            let square = of * of + variance * before;
            squares.push(square);
            let seasons = if ratio { (step - 1) / period } else { 0 };
            let grown = (1.0 + states.gamma * states.gamma * variance)
                .powi(i32::try_from(seasons).unwrap_or(i32::MAX));
            let own = (square * (1.0 + variance) * grown - of * of).max(0.0).sqrt();
            if ratio { own * season.abs() } else { own }
        } else {
            let own = (variance * (1.0 + spread)).sqrt();
            let weight = reaction(states, form.trend, form.season != Season::Additive, step);
            spread += weight * weight;
            own
        };
        means.push(mean + found.added.get(step - 1).copied().unwrap_or(0.0));
        deviations.push(deviation);
    }
    (means, deviations)
}

/// How much of an error is in what is expected so many steps later.
fn reaction(states: &States, trend: Trend, without_season: bool, steps: usize) -> f64 {
    let mut weight = states.alpha;
    if trend != Trend::None {
        let sum: f64 = (0..steps).map(|step| states.phi.powi(i32::try_from(step).unwrap_or(i32::MAX))).sum();
        weight += states.beta * if trend == Trend::Damped { sum * states.phi } else { steps as f64 };
    }
    if !without_season && !states.season.is_empty() && steps.is_multiple_of(states.season.len()) {
        weight += states.gamma;
    }
    weight
}
