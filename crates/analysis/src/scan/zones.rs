//! The windows of one study: those of the map that are not too large.

use super::{
    map::{Chain, Map, Step},
    study::Checked,
};
use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
};

/// The windows of one study.
pub(super) struct Zones {
    pub(super) chains: Vec<Chain>,
    pub(super) steps: Vec<Step>,
    /// Whether a step may follow another than the one just before it.
    pub(super) branching: bool,
    /// The greatest depth.
    pub(super) deepest: usize,
}

impl Zones {
    pub(super) fn of(map: &Map, checked: &Checked, share: f64) -> Self {
        let limit = checked.sizes.iter().sum::<f64>() * share * (1.0 + 1e-12);
        let mut zones = Zones {
            chains: Vec::with_capacity(map.chains.len()),
            steps: Vec::new(),
            branching: false,
            deepest: 0,
        };
        let mut size_at = vec![0.0; usize::from(u16::MAX) + 1];
        for chain in &map.chains {
            let from = zones.steps.len();
            let mut barred = u16::MAX;
            for step in &map.steps[chain.from..chain.until] {
                if step.depth > barred {
                    continue;
                }
                let depth = usize::from(step.depth);
                size_at[depth] = size_at[depth - 1] + checked.sizes[step.place as usize];
                barred = if size_at[depth] > limit { step.depth } else { u16::MAX };
                if barred < u16::MAX {
                    continue;
                }
                let last = zones.steps[from..].last();
                zones.branching |= last.is_some_and(|last| last.depth >= step.depth);
                zones.deepest = zones.deepest.max(depth);
                zones.steps.push(*step);
            }
            let kept = zones.steps[from..].iter().rposition(|step| step.whole).map_or(0, |at| at + 1);
            zones.steps.truncate(from + kept);
            zones.chains.push(Chain { from, until: zones.steps.len(), ..*chain });
        }
        zones
    }

    /// For each step whether it is the first to reach its set with its penalty; steps that end no window are not.
    pub(super) fn firsts(&self) -> Vec<bool> {
        let mut met: HashSet<u128, BuildHasherDefault<Taken>> =
            HashSet::with_capacity_and_hasher(self.steps.len(), BuildHasherDefault::default());
        let mut sums = vec![0_u128; self.deepest + 1];
        let mut firsts = Vec::with_capacity(self.steps.len());
        for chain in &self.chains {
            sums[0] = u128::from(mixed(chain.penalty.to_bits()));
            for step in &self.steps[chain.from..chain.until] {
                let depth = usize::from(step.depth);
                let name = u64::from(step.place);
                let own = u128::from(mixed(name)) << 64 | u128::from(mixed(!name));
                sums[depth] = sums[depth - 1].wrapping_add(own);
                firsts.push(step.whole && met.insert(sums[depth]));
            }
        }
        firsts
    }

    /// For each step of chains that do not branch the sum of a value over the places of its zone.
    pub(super) fn sums(&self, values: &[f64]) -> Vec<f64> {
        let mut sum = 0.0;
        let add = |step: &Step| {
            sum = if step.depth == 1 { 0.0 } else { sum } + values[step.place as usize];
            sum
        };
        self.steps.iter().map(add).collect()
    }

    /// The places of the window that ends with a step.
    pub(super) fn places(&self, chain: &Chain, step: usize) -> Vec<usize> {
        let mut path = Vec::new();
        for one in &self.steps[chain.from..=step] {
            path.truncate(usize::from(one.depth) - 1);
            path.push(one.place as usize);
        }
        path
    }
}

/// Another number for every number (Steele, Lea & Flood's SplitMix64), so that the sum of a set's numbers names the set.
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Takes what is mixed already as its own hash.
#[derive(Default)]
struct Taken(u64);

impl Hasher for Taken {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u128(&mut self, number: u128) {
        self.0 = (number >> 64) as u64 ^ number as u64;
    }
}
