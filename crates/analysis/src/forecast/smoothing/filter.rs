//! The recursions: from states and parameters to what is expected of each row.

use super::{Form, Season, Trend};

/// Less than this is no divisor.
const NOTHING: f64 = 1e-10;

/// What is smoothed by, and the states before the first row. The season is told from the first row on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct States {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    pub(super) gamma: f64,
    pub(super) phi: f64,
    pub(super) level: f64,
    pub(super) trend: f64,
    pub(super) season: Vec<f64>,
}

/// A fitted form.
#[derive(Clone, Debug)]
pub(super) struct Smoothing {
    pub(super) form: Form,
    /// The states after the last row.
    pub(super) last: States,
    pub(super) fitted: Vec<f64>,
    /// What the columns add to the steps to come.
    pub(super) added: Vec<f64>,
    /// The standard deviation of errors, relative ones where they are.
    pub(super) deviation: f64,
    /// Minus twice the log-likelihood, and that with the correction for what was fitted.
    pub(super) minus_twice: f64,
    pub(super) criterion: f64,
}

/// What a walk over the rows comes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walked {
    /// The sum of squared errors.
    pub(super) squares: f64,
    /// The sum of the logarithms of what was expected, where errors are relative.
    pub(super) logs: f64,
}

impl States {
    /// What is expected of the next row, whose season is at `at`.
    pub(super) fn expected(&self, form: Form, at: usize) -> f64 {
        let line = self.level + if form.trend == Trend::None { 0.0 } else { self.phi * self.trend };
        match form.season {
            Season::None => line,
            Season::Additive => line + self.season[at],
            Season::Multiplicative => line * self.season[at],
        }
    }

    /// Goes on by a row.
    fn follow(&mut self, form: Form, at: usize, value: f64) {
        let phi_trend = if form.trend == Trend::None { 0.0 } else { self.phi * self.trend };
        let line = self.level + phi_trend;
        let without = match form.season {
            Season::None => value,
            Season::Additive => value - self.season[at],
            Season::Multiplicative if self.season[at].abs() < NOTHING => 1e10,
            Season::Multiplicative => value / self.season[at],
        };
        let level = line + self.alpha * (without - line);
        if form.trend != Trend::None {
            let rise = level - self.level;
            self.trend = phi_trend + self.beta / self.alpha * (rise - phi_trend);
        }
        self.level = level;
        let season = match form.season {
            Season::None => return,
            Season::Additive => value - line,
            Season::Multiplicative if line.abs() < NOTHING => 1e10,
            Season::Multiplicative => value / line,
        };
        self.season[at] += self.gamma * (season - self.season[at]);
    }

    /// Walks over all rows; `each` is told what was expected.
    pub(super) fn walk(&mut self, form: Form, values: &[f64], mut each: impl FnMut(f64)) -> Walked {
        let mut walked = Walked { squares: 0.0, logs: 0.0 };
        // Logarithms are taken of a few factors at once.
        let mut product = 1.0_f64;
        let mut at = 0;
        for value in values {
            let expected = self.expected(form, at);
            each(expected);
            let mut error = value - expected;
            if form.multiplicative_errors {
                let size = if expected.abs() < NOTHING { NOTHING } else { expected };
                error /= size;
                product *= size.abs();
                if !(1e-60..1e60).contains(&product) {
                    walked.logs += product.ln();
                    product = 1.0;
                }
            }
            walked.squares += error * error;
            self.follow(form, at, *value);
            at += 1;
            if at >= self.season.len() {
                at = 0;
            }
        }
        walked.logs += product.ln();
        walked
    }
}
