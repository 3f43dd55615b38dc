//! How evenly the machine itself runs: a loop that only multiplies, timed between requests. Where its slow turns are twice as long as its
//! usual ones, so are those of a page, whatever it does.

use crate::{client::Times, instant};

/// Multiplications of a turn: about a millisecond.
const TURN: u64 = 800_000;

/// Turns of the loop.
#[derive(Default)]
pub(crate) struct Evenness(Times);

impl Evenness {
    /// One turn on this core, that touches no memory.
    pub(crate) fn turn(&mut self) {
        let start = instant();
        let mut number = std::hint::black_box(0x9E37_79B9_7F4A_7C15_u64);
        for step in 0..TURN {
            number = number.wrapping_mul(0xD120_1F27_5C1F_2F4B).wrapping_add(step);
        }
        std::hint::black_box(number);
        self.0.add(start.elapsed());
    }

    /// How many times as long its slowest turns of a hundred take as its usual ones.
    pub(crate) fn stretched(&mut self) -> f64 {
        self.0.quantile(0.99) / self.0.quantile(0.5).max(1e-9)
    }
}
