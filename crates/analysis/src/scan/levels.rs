//! How many cases exceed a level, by the measure of a window.

use super::likelihood::Likelihood;

/// Into how many steps measures are divided to find their bounds.
const STEPS: u32 = 8192;

/// For each count of cases the measure from which on it exceeds nothing, with where to begin looking among these bounds.
pub(super) struct Level {
    bounds: Vec<f64>,
    /// By even steps of the measure.
    begins: Vec<u32>,
    steps_each: f64,
}

impl Level {
    /// Of windows with measures up to `largest`, of which those with fewer cases than `least` do not count.
    pub(super) fn new(likelihood: &Likelihood, above: f64, least: u32, largest: f64) -> Self {
        let bounds = likelihood.bounds(above, least, largest);
        let step = largest / f64::from(STEPS);
        let begin = |at: u32| bounds.partition_point(|bound| *bound <= f64::from(at) * step) as u32;
        let begins = (0..=STEPS).map(begin).collect();
        Level { bounds, begins, steps_each: 1.0 / step }
    }

    /// The greatest count of cases with which no window of at least a measure exceeds the level, at most `most`.
    pub(super) fn harmless(&self, measure: f32, most: i64) -> i64 {
        if measure == f32::INFINITY {
            return most;
        }
        let measure = f64::from(measure);
        // One step back, for rounding.
        let step = ((measure * self.steps_each) as usize).saturating_sub(1).min(STEPS as usize);
        let mut first = self.begins[step] as usize;
        while self.bounds.get(first).is_some_and(|bound| *bound <= measure) {
            first += 1;
        }
        if first == self.bounds.len() { most } else { (first as i64 - 1).max(0).min(most) }
    }
}
