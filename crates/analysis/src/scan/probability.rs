//! How often chance alone brings something as strong.

/// How often chance alone would bring a cluster as strong anywhere on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probability {
    /// By the rank among the repetitions (Dwass 1957; Barnard 1963): never below `1 / (repetitions + 1)`. Equal ones count
    /// as strong.
    pub by_rank: f64,
    /// By a Gumbel distribution fitted to the repetitions by their moments (Abrams, Kulldorff & Kleinman 2010): tells very
    /// small ones apart. Missing where all repetitions are equal.
    pub gumbel: Option<f64>,
}

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// The probability of a statistic, from the strongest of each repetition; nothing without repetitions.
pub(super) fn probability(statistic: f64, maxima: &[f64]) -> Option<Probability> {
    if maxima.is_empty() {
        return None;
    }
    let count = maxima.len() as f64;
    // Equal windows may differ by rounding.
    let as_strong = maxima.iter().filter(|one| **one >= statistic * (1.0 - 1e-10)).count();
    let by_rank = (as_strong + 1) as f64 / (count + 1.0);
    let mean = maxima.iter().sum::<f64>() / count;
    let variance = maxima.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let gumbel = (variance > 0.0).then(|| {
        let scale = (variance * 6.0).sqrt() / std::f64::consts::PI;
        let reduced = (statistic - (mean - EULER * scale)) / scale;
        (-(-(-reduced).exp()).exp_m1()).clamp(f64::MIN_POSITIVE, 1.0)
    });
    Some(Probability { by_rank, gumbel })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_gumbel() {
        let maxima: Vec<f64> = (1..1000).map(|at| 5.0 - (-(f64::from(at) / 1000.0).ln()).ln()).collect();
        let check = |statistic: f64, by_rank: f64| {
            let found = probability(statistic, &maxima).expect("there are repetitions");
            assert!((found.by_rank - by_rank).abs() < 1e-9, "{found:?}");
            let exact = 1.0 - (-(-(statistic - 5.0)).exp()).exp();
            assert!((found.gumbel.expect("they differ") / exact - 1.0).abs() < 0.1, "{found:?} {exact}");
        };
        check(100.0_f64.min(5.0 - (-(0.9995_f64).ln()).ln()), 0.001);
        check(5.0 - (-(0.5_f64).ln()).ln(), 0.501);
        assert_eq!(probability(1.0, &[]), None);
        assert_eq!(probability(1.0, &[2.0, 2.0]).expect("there are").gumbel, None);
    }
}
