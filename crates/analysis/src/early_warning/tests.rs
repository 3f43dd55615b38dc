//! Tests over several methods.

mod anchors;
mod influences;
mod shapes;

/// A small generator of chance, so that tests need no other.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    /// Steele, Lea and Flood's SplitMix64, as a number in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A Poisson count, by Knuth's product of parts of the mean that do not underflow.
    pub(crate) fn poisson(&mut self, mean: f64) -> u64 {
        let (mut left, mut count) = (mean, 0);
        while left > 0.0 {
            let (part, mut product) = (left.min(500.0), self.unit());
            while product > (-part).exp() {
                product *= self.unit();
                count += 1;
            }
            left -= part;
        }
        count
    }
}
