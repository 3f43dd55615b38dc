//! Voters who lie close together: first at most a hundred parts, then two to five groups of parts.

use super::Options;

/// Most parts. Groups are made of parts, so that their number can be tried in no time whatever the number of voters.
const MOST_PARTS: usize = 100;
/// How often voters are given to the nearest middle at most.
const MOST_STEPS: usize = 100;
/// So many parts for each group above two: of few voters no five groups are made.
const PARTS_EACH: usize = 12;
/// Another number of groups than before must hang together better by this.
const SETTLED: f64 = 0.02;

/// Voters by group.
pub(super) struct Grouped {
    /// Who is in each, in rising order.
    pub(super) members: Vec<Vec<usize>>,
    /// Each number of groups that was tried, with its mean silhouette.
    pub(super) tried: Vec<(usize, f64)>,
}

type Place = [f64; 2];

/// The middle of some voters.
pub(super) fn middle(places: &[Place], voters: &[usize]) -> Place {
    let sum = voters.iter().fold([0.0, 0.0], |sum, voter| {
        let place = places[*voter];
        [sum[0] + place[0], sum[1] + place[1]]
    });
    sum.map(|sum| sum / count(voters.len().max(1)))
}

#[expect(clippy::cast_precision_loss, reason = "there are not 2^52 voters")]
const fn count(many: usize) -> f64 {
    many as f64
}

fn apart([a, b]: Place, [c, d]: Place) -> f64 {
    (a - c) * (a - c) + (b - d) * (b - d)
}

/// Groups voters by where they lie.
pub(super) fn found(places: &[Place], among: &[usize], options: &Options) -> Grouped {
    let own: Vec<Place> = among.iter().map(|voter| places[*voter]).collect();
    let parts = Clusters::of(&own, &vec![1.0; own.len()], first(&own, MOST_PARTS)).without_empty();
    let (middles, weights) = (&parts.middles, parts.weights(own.len()));
    let most = options.most_groups.min(2 + middles.len() / PARTS_EACH).min(middles.len());
    let former = former(places, &options.before, among);
    let mut tried = Vec::new();
    let mut best: Option<(f64, Clusters)> = None;
    for many in 2..=most {
        let was = former.len() == many;
        let start = if was { former.clone() } else { first(middles, many) };
        let clusters = Clusters::of(middles, &weights, start).without_empty();
        let score = silhouette(middles, &clusters);
        tried.push((many, score));
        // What was so before stays, unless another number is clearly better.
        let counts = score + if was { SETTLED } else { 0.0 };
        if best.as_ref().is_none_or(|(before, _)| *before < counts) {
            best = Some((counts, clusters));
        }
    }
    let groups = best.map_or_else(|| vec![0; middles.len()], |(_, clusters)| clusters.of_each);
    let mut members = vec![Vec::new(); groups.iter().max().map_or(0, |last| last + 1)];
    for (voter, part) in among.iter().zip(&parts.of_each) {
        members[groups[*part]].push(*voter);
    }
    members.iter_mut().for_each(|members| members.sort_unstable());
    Grouped { members, tried }
}

/// The first places, each another.
fn first(places: &[Place], most: usize) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for place in places {
        if found.len() == most {
            break;
        }
        if !found.contains(place) {
            found.push(*place);
        }
    }
    found
}

/// Where those lie today who were together before, by the names of their groups.
fn former(places: &[Place], before: &[Option<usize>], among: &[usize]) -> Vec<Place> {
    let name = |voter: &usize| before.get(*voter).copied().flatten();
    let mut names: Vec<usize> = among.iter().filter_map(name).collect();
    names.sort_unstable();
    names.dedup();
    let of = |own: &usize| -> Place {
        let voters: Vec<usize> = among.iter().copied().filter(|voter| name(voter) == Some(*own)).collect();
        middle(places, &voters)
    };
    names.iter().map(of).collect()
}

/// Things by the middle that is nearest to each.
struct Clusters {
    middles: Vec<Place>,
    of_each: Vec<usize>,
}

impl Clusters {
    /// Lloyd's iteration: each to the nearest middle, the middles to where theirs lie, until nobody moves.
    fn of(places: &[Place], weights: &[f64], middles: Vec<Place>) -> Self {
        let mut clusters = Self { middles, of_each: vec![usize::MAX; places.len()] };
        for _ in 0..MOST_STEPS {
            if !clusters.assign(places) {
                break;
            }
            let mut sums = vec![(0.0, [0.0, 0.0]); clusters.middles.len()];
            for ((place, weight), at) in places.iter().zip(weights).zip(&clusters.of_each) {
                let (whole, [x, y]) = &mut sums[*at];
                *whole += weight;
                *x += weight * place[0];
                *y += weight * place[1];
            }
            for (middle, (whole, sum)) in clusters.middles.iter_mut().zip(sums) {
                // One that nobody is near stays where it is.
                if whole > 0.0 {
                    *middle = sum.map(|sum| sum / whole);
                }
            }
        }
        clusters
    }

    /// Gives each to the nearest middle, of two as near the first. Whether anybody moved.
    fn assign(&mut self, places: &[Place]) -> bool {
        let mut has_moved = false;
        for (place, own) in places.iter().zip(&mut self.of_each) {
            let mut nearest = (f64::INFINITY, 0);
            for (at, middle) in self.middles.iter().enumerate() {
                let distance = apart(*place, *middle);
                if distance < nearest.0 {
                    nearest = (distance, at);
                }
            }
            has_moved |= *own != nearest.1;
            *own = nearest.1;
        }
        has_moved
    }

    /// The same without middles that nobody is near.
    fn without_empty(self) -> Self {
        let mut middles = Vec::new();
        let mut new = Vec::with_capacity(self.middles.len());
        for (at, middle) in self.middles.iter().enumerate() {
            new.push(middles.len());
            if self.of_each.contains(&at) {
                middles.push(*middle);
            }
        }
        Self { of_each: self.of_each.iter().map(|at| new[*at]).collect(), middles }
    }

    /// How many are in each.
    fn weights(&self, all: usize) -> Vec<f64> {
        let mut weights = vec![0.0; self.middles.len()];
        self.of_each.iter().take(all).for_each(|at| weights[*at] += 1.0);
        weights
    }
}

/// How well things hang together: of each how much nearer its own lie than those of the next cluster, from -1 to 1.
fn silhouette(places: &[Place], clusters: &Clusters) -> f64 {
    let many = clusters.middles.len();
    if many < 2 {
        return -1.0;
    }
    let sizes = clusters.weights(places.len());
    let own = |at: usize| {
        let mut sums = vec![0.0; many];
        for (other, place) in places.iter().enumerate() {
            sums[clusters.of_each[other]] += apart(places[at], *place).sqrt();
        }
        let mine = clusters.of_each[at];
        if sizes[mine] < 2.0 {
            return 0.0;
        }
        let within = sums[mine] / (sizes[mine] - 1.0);
        let others = (0..many).filter(|other| *other != mine).map(|other| sums[other] / sizes[other]);
        let next = others.fold(f64::INFINITY, f64::min);
        let larger = within.max(next);
        if larger > 0.0 { (next - within) / larger } else { 0.0 }
    };
    (0..places.len()).map(own).sum::<f64>() / count(places.len())
}
