//! The generalised likelihood ratio of a rise that lasts until now.

/// Rows since the last alarm, the last of which is judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    pub(super) counts: &'a [f64],
    pub(super) means: &'a [f64],
    pub(super) spread: f64,
    pub(super) shortest: usize,
    pub(super) longest: Option<usize>,
}

impl Run<'_> {
    /// The last row's count and mean.
    pub(super) fn last(&self) -> (f64, f64) {
        let of = |list: &[f64]| list.last().copied().unwrap_or_default();
        (of(self.counts), of(self.means))
    }

    /// The largest logarithm of the likelihood ratio over all beginnings and all rises, at least 0, if the last count were
    /// this one.
    pub(super) fn statistic(&self, last: f64) -> f64 {
        let rows = self.counts.len();
        let Some(latest) = rows.checked_sub(self.shortest) else { return 0.0 };
        let earliest = self.longest.map_or(0, |longest| (rows - 1).saturating_sub(longest));
        let (mut count, mut mean, mut best, mut rise) = (0.0, 0.0, 0.0_f64, 0.0);
        for begin in (earliest..rows).rev() {
            count += if begin + 1 == rows { last } else { self.counts[begin] };
            mean += self.means[begin];
            if begin > latest {
                continue;
            }
            best = best.max(if self.spread > 0.0 {
                rise = self.likeliest_rise(begin, last, rise);
                self.gain(begin, last, rise)
            } else if count > mean {
                count * (count / mean).ln() - (count - mean)
            } else {
                0.0
            });
        }
        best
    }

    /// What each count, and what each row by itself, adds for a known rise.
    pub(super) fn known(&self, rise: f64) -> (f64, f64) {
        let (_, mean) = self.last();
        if self.spread > 0.0 {
            let flat = ((1.0 + self.spread * mean) / (1.0 + self.spread * mean * rise.exp())).ln();
            (rise + flat, flat / self.spread)
        } else {
            (rise, (1.0 - rise.exp()) * mean)
        }
    }

    fn rows(&self, begin: usize, last: f64) -> impl Iterator<Item = (f64, f64)> + '_ {
        let end = self.counts.len() - 1;
        let before = self.counts[begin..end].iter().copied().zip(self.means[begin..end].iter().copied());
        before.chain(std::iter::once((last, self.means[end])))
    }

    /// The logarithm of the ratio for negative binomial counts.
    fn gain(&self, begin: usize, last: f64, rise: f64) -> f64 {
        let factor = rise.exp();
        let of = |(count, mean): (f64, f64)| {
            let flat = (1.0 + self.spread * mean) / (1.0 + self.spread * mean * factor);
            rise * count + (count + 1.0 / self.spread) * flat.ln()
        };
        self.rows(begin, last).map(of).sum()
    }

    /// The rise at which negative binomial counts are likeliest, at least 0: Newton's steps, kept between ends.
    fn likeliest_rise(&self, begin: usize, last: f64, near: f64) -> f64 {
        let slopes = |rise: f64| {
            let factor = rise.exp();
            self.rows(begin, last).fold((0.0, 0.0), |(slope, bend), (count, mean)| {
                let (mean, whole) = (mean * factor, 1.0 + self.spread * mean * factor);
                (slope + (count - mean) / whole, bend + (1.0 + self.spread * count) * mean / (whole * whole))
            })
        };
        if slopes(0.0).0 <= 0.0 {
            return 0.0;
        }
        let most = self.rows(begin, last).map(|(count, mean)| count / mean).fold(1.0, f64::max);
        let (mut low, mut high, mut rise) = (0.0, most.ln(), near);
        for _ in 0..100 {
            if !(low..=high).contains(&rise) {
                rise = (low + high) / 2.0;
            }
            let (slope, bend) = slopes(rise);
            if slope > 0.0 {
                low = rise;
            } else {
                high = rise;
            }
            let step = slope / bend;
            if step.abs() < 1e-10 || high - low < 1e-12 {
                return rise;
            }
            rise += step;
        }
        rise
    }
}
