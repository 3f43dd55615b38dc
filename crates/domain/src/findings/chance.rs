//! What is no chance among many looks, and how rare it is.

use crate::words_enum;

/// Which of many tests are discoveries, so that of all discoveries at most a share `rate` is expected to be chance: the
/// step-up rule of Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical
/// Society B 57, 1995. `tests` is how many were made in all: those that were not worth a number count as no discovery.
pub fn discovered(chances: &[f64], tests: usize, rate: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..chances.len()).filter(|at| chances[*at].is_finite()).collect();
    order.sort_by(|a, b| chances[*a].total_cmp(&chances[*b]));
    let all = tests.max(chances.len()).max(1) as f64;
    let last = (0..order.len()).rev().find(|rank| chances[order[*rank]] <= rate * (*rank + 1) as f64 / all);
    let mut found = vec![false; chances.len()];
    for at in order.iter().take(last.map_or(0, |rank| rank + 1)) {
        found[*at] = true;
    }
    found
}

words_enum! {
    /// How often chance alone brings as much, if one looks every week.
    Rarity {
        /// Every few weeks.
        Weeks = "weeks",
        /// Once in so many months.
        Months = "months",
        /// Once in so many years.
        Years = "years",
        /// Not in a century.
        Century = "century",
    }
}

/// How often in a week chance alone brings as much, among so many looks that are made every week.
fn weekly(chance: f64, tests: i64) -> f64 {
    (chance.max(f64::MIN_POSITIVE) * tests.max(1) as f64).max(f64::MIN_POSITIVE)
}

/// How many powers of ten against chance count at most: beyond that more does not say more.
const STRONGEST: f64 = 12.0;
/// What chance brings every few weeks counts so little beside the rest, however many people live there.
const FAINT: f64 = 1e-4;

/// How strongly something speaks against chance: in how many powers of ten of weeks chance alone brings as much. What it brings
/// every few weeks is next to nothing.
pub fn strength(chance: f64, tests: i64) -> f64 {
    let powers = -weekly(chance, tests).log10();
    let is_common = rarity(chance, tests).0 == Rarity::Weeks;
    powers.clamp(0.01, STRONGEST) * if is_common { FAINT } else { 1.0 }
}

/// How often chance alone brings as much among so many looks that are made every week, and once in how many of them.
pub fn rarity(chance: f64, tests: i64) -> (Rarity, i64) {
    let weekly = weekly(chance, tests);
    let weeks = 1.0 / weekly;
    let years = weeks / 52.0;
    if years >= 100.0 {
        (Rarity::Century, 100)
    } else if years >= 2.0 {
        (Rarity::Years, years.floor() as i64)
    } else if weeks >= 9.0 {
        (Rarity::Months, (weeks / 4.345).floor() as i64)
    } else {
        (Rarity::Weeks, (weeks.floor() as i64).max(1))
    }
}
