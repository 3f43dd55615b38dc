//! The places units may have among one another, by drawing their true rates again and again.

use super::{Options, shrinkage::Belief};
use crate::{distributions::normal_quantile, intervals::Estimate};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// The place of each unit: the middle one of all draws, and those it has in 95 % of them. Those that are alike share the places
/// between them.
pub(super) fn ranks(beliefs: &[Belief], options: &Options) -> Vec<Estimate> {
    let mut chance = ChaCha8Rng::seed_from_u64(options.seed);
    let mut places: Vec<Vec<u32>> = vec![Vec::with_capacity(options.draws); beliefs.len()];
    for _ in 0..options.draws {
        let mut drawn: Vec<(f64, u64, usize)> = beliefs
            .iter()
            .enumerate()
            // Of two that are alike chance says which comes first.
            .map(|(at, belief)| (draw(*belief, &mut chance), chance.next_u64(), at))
            .collect();
        drawn.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        for (place, (_, _, at)) in (1..).zip(drawn) {
            places[at].push(place);
        }
    }
    places.into_iter().map(among).collect()
}

fn among(mut places: Vec<u32>) -> Estimate {
    places.sort_unstable();
    let at = |part: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place among few"
        )]
        let place = ((places.len() - 1) as f64 * part).round() as usize;
        f64::from(places[place])
    };
    Estimate { value: at(0.5), low: at(0.025), high: at(0.975) }
}

/// A number above 0 and below 1.
fn uniform(chance: &mut ChaCha8Rng) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let bits = (chance.next_u64() >> 11) as f64;
    (bits + 0.5) / 9_007_199_254_740_992.0
}

fn draw(belief: Belief, chance: &mut ChaCha8Rng) -> f64 {
    match belief {
        Belief::Known(rate) => rate,
        Belief::Gamma(shape, rate) => gamma(shape, chance) / rate,
        Belief::Beta(yes, no) => {
            let (yes, no) = (gamma(yes, chance), gamma(no, chance));
            yes / (yes + no)
        }
    }
}

/// A draw of a gamma distribution of rate 1 (Marsaglia & Tsang).
fn gamma(shape: f64, chance: &mut ChaCha8Rng) -> f64 {
    if shape < 1.0 {
        return gamma(shape + 1.0, chance) * uniform(chance).powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let normal = normal_quantile(uniform(chance));
        let v = (1.0 + c * normal).powi(3);
        if v > 0.0 && uniform(chance).ln() < 0.5 * normal * normal + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}
