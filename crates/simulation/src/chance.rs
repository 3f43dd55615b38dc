//! Seeded chance: the same seed lives the same city.

use danvan_domain::time::Moment;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

/// A reproducible stream of chance.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Evenly between 0 (included) and 1 (excluded).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with a probability.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low + 1) as f64) as i64
    }

    /// A position below `length`, or 0 when that is 0.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        ((self.unit() * length as f64) as usize).min(length.saturating_sub(1))
    }

    /// One of a list that is not empty.
    ///
    /// # Panics
    /// When the list is empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.place(list.len())]
    }

    /// A position in a list of cumulative weights, each as likely as its weight.
    pub(crate) fn weighted(&mut self, cumulative: &[f64]) -> usize {
        let total = cumulative.last().copied().unwrap_or(0.0);
        let at = self.unit() * total;
        cumulative.partition_point(|sum| *sum <= at).min(cumulative.len().saturating_sub(1))
    }

    /// A waiting time with a mean.
    pub(crate) fn waiting(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// How often something happens whose mean is known; by the normal curve, which fits large means.
    pub(crate) fn count(&mut self, mean: f64) -> usize {
        let sum: f64 = (0..12).map(|_| self.unit()).sum();
        (mean + (sum - 6.0) * mean.sqrt()).round().max(0.0) as usize
    }

    /// Random bytes.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// An id that is ordered by time.
    pub(crate) fn id(&mut self, at: Moment) -> Uuid {
        let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn chance_keeps_its_promises() {
        let mut chance = Chance::new(1);
        let weights = [1.0, 1.0, 4.0];
        let mut counts = [0; 3];
        for _ in 0..6000 {
            counts[chance.weighted(&weights)] += 1;
            assert!((2..=4).contains(&chance.between(2, 4)));
            assert!(chance.place(3) < 3 && chance.waiting(2.0) >= 0.0);
        }
        assert_eq!(counts[1], 0, "a weight of nothing never comes");
        assert!((1300..1700).contains(&counts[0]) && counts[2] > 4000, "{counts:?}");
        let total: usize = (0..200).map(|_| chance.count(160.0)).sum();
        assert!((31_000..33_000).contains(&total), "{total}");
        assert_eq!(Chance::new(5).bytes::<8>(), Chance::new(5).bytes::<8>());
    }
}
