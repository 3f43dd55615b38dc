//! Log-likelihood ratios of a window, and which windows could exceed a given one.

/// How a window's cases are judged against its measure (what was expected, or how many individuals it holds).
#[derive(Clone, Copy, Debug)]
pub(super) enum Likelihood {
    /// Cases by a measure of any unit, as a Poisson count given their sum. Also of space-time permutations.
    Poisson { cases: f64, whole: f64 },
    /// Cases among individuals.
    Bernoulli { cases: f64, whole: f64 },
}

/// `count · ln(count / expected)`, nothing for nothing.
fn part(count: f64, expected: f64) -> f64 {
    if count > 0.0 { count * (count / expected).ln() } else { 0.0 }
}

impl Likelihood {
    pub(super) fn cases(&self) -> f64 {
        match self {
            Likelihood::Poisson { cases, .. } | Likelihood::Bernoulli { cases, .. } => *cases,
        }
    }

    /// How many cases a measure lets expect.
    pub(super) fn expected(&self, measure: f64) -> f64 {
        match self {
            Likelihood::Poisson { cases, whole } | Likelihood::Bernoulli { cases, whole } => {
                measure * cases / whole
            }
        }
    }

    /// The log-likelihood ratio of a window; nothing unless it holds more than expected.
    pub(super) fn ratio(&self, inside: f64, measure: f64) -> f64 {
        let expected = self.expected(measure);
        if inside <= expected {
            return 0.0;
        }
        match *self {
            Likelihood::Poisson { cases, .. } => {
                part(inside, expected) + part(cases - inside, cases - expected)
            }
            Likelihood::Bernoulli { cases, whole } => {
                let (outside, rest) = (cases - inside, whole - measure);
                part(inside, measure)
                    + part(measure - inside, measure)
                    + part(outside, rest)
                    + part(rest - outside, rest)
                    - part(cases, whole)
                    - part(whole - cases, whole)
            }
        }
        .max(0.0)
    }

    /// The greatest log-likelihood ratio of a window that holds so many cases and at least a measure.
    pub(super) fn most(&self, inside: f64, least: f64) -> f64 {
        match self {
            Likelihood::Poisson { .. } => self.ratio(inside, least),
            Likelihood::Bernoulli { .. } => self.ratio(inside, least.max(inside)),
        }
    }

    /// For each count from zero, a measure from which on no window with so many cases exceeds a ratio (it never falls as
    /// counts rise). Ends where it reaches `largest`, or with all cases.
    pub(super) fn bounds(&self, above: f64, least: u32, largest: f64) -> Vec<f64> {
        let (cases, whole) = match *self {
            Likelihood::Poisson { cases, whole } | Likelihood::Bernoulli { cases, whole } => (cases, whole),
        };
        let mut bounds = vec![0.0];
        let mut last = 0.0_f64;
        for count in 1..=cases as u32 {
            let inside = f64::from(count);
            if count >= least {
                let lowest = match self {
                    Likelihood::Poisson { .. } => last,
                    Likelihood::Bernoulli { .. } => last.max(inside),
                };
                last = last.max(self.crossing(inside, above, lowest, whole * inside / cases));
            }
            bounds.push(last);
            if last > largest {
                break;
            }
        }
        bounds
    }

    /// The measure between two at which the ratio falls to a value, from above: a little too large rather than too small.
    fn crossing(&self, inside: f64, above: f64, mut low: f64, mut high: f64) -> f64 {
        let over = |measure: f64| self.ratio(inside, measure) - above;
        if low > 0.0 && over(low) <= 0.0 {
            return if matches!(self, Likelihood::Bernoulli { .. }) && low <= inside { 0.0 } else { low };
        }
        if low <= 0.0 {
            // `c ln(c/E) + E - c` is below the ratio of Poisson.
            low = high * (-above / inside - 1.0).exp();
        }
        let (mut at_low, mut at_high) = (over(low), over(high));
        // The Illinois variant of the rule of false position.
        for _ in 0..40 {
            if high - low <= 1e-6 * high {
                break;
            }
            let middle = (high - at_high * (high - low) / (at_high - at_low))
                .clamp(low + (high - low) * 1e-3, high - (high - low) * 1e-3);
            let at_middle = over(middle);
            if at_middle > 0.0 {
                (low, at_low) = (middle, at_middle);
                at_high *= 0.5;
            } else {
                (high, at_high) = (middle, at_middle);
                at_low *= 0.5;
            }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ratios_of_known_windows() {
        let poisson = Likelihood::Poisson { cases: 1175.0, whole: 1175.0 };
        assert!((poisson.ratio(236.0, 176.22) - 10.98).abs() < 0.01);
        let bernoulli = Likelihood::Bernoulli { cases: 62.0, whole: 203.0 };
        assert!((bernoulli.ratio(4.0, 4.0) - 4.836516).abs() < 1e-6);
        assert_eq!(bernoulli.ratio(1.0, 4.0), 0.0);
        assert_eq!(poisson.ratio(0.0, 0.0), 0.0);
    }

    #[test]
    fn a_window_has_no_fewer_individuals_than_cases() {
        let bernoulli = Likelihood::Bernoulli { cases: 62.0, whole: 203.0 };
        for (inside, least, expected) in [(10.0, 5.0, 10.0), (40.0, 1.0, 40.0), (10.0, 12.0, 12.0)] {
            assert_eq!(
                bernoulli.most(inside, least),
                bernoulli.ratio(inside, expected),
                "{inside} of {least}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_window_of_a_measure_or_more_exceeds_the_most(
            inside in 1_u32..200, least in 0_u32..600, more in 0_u32..400, bernoulli: bool,
        ) {
            let (inside, least) = (f64::from(inside), f64::from(least));
            let likelihood = if bernoulli {
                Likelihood::Bernoulli { cases: 300.0, whole: 1000.0 }
            } else {
                Likelihood::Poisson { cases: 300.0, whole: 1000.0 }
            };
            let measure = if bernoulli { least.max(inside) } else { least } + f64::from(more);
            prop_assume!(!bernoulli || 300.0 - inside <= 1000.0 - measure);
            prop_assert!(likelihood.ratio(inside, measure) <= likelihood.most(inside, least) * (1.0 + 1e-12) + 1e-9);
        }

        #[test]
        fn nothing_beyond_its_bound_exceeds(above in 0.01_f64..20.0, share in 0.001_f64..0.999, bernoulli: bool) {
            let likelihood = if bernoulli {
                Likelihood::Bernoulli { cases: 300.0, whole: 1000.0 }
            } else {
                Likelihood::Poisson { cases: 300.0, whole: 1000.0 }
            };
            let bounds = likelihood.bounds(above, 2, 1000.0);
            let measure = if bernoulli { (1000.0 * share).round() } else { 1000.0 * share };
            for (count, bound) in bounds.iter().enumerate().skip(2) {
                let inside = count as f64;
                let possible = !bernoulli || (inside <= measure && 300.0 - inside <= 1000.0 - measure);
                if possible && likelihood.ratio(inside, measure) > above {
                    prop_assert!(measure < *bound, "{count} {measure} {bound}");
                }
            }
            prop_assert!(bounds.windows(2).all(|pair| pair[0] <= pair[1]));
        }
    }
}
