//! How the strongest window of many repetitions is found without looking at every window of each.
//!
//! A ratio rises with the cases of a window and falls with its measure. So of a *bundle* of nested zones and a *rectangle* of
//! stretches of time, none exceeds a level unless the cases of the largest zone in the longest stretch, together with the
//! measure of the smallest zone in the shortest one, do. Whatever does not, is passed over; what does, is looked at one by
//! one. The result is exact.

use super::{
    likelihood::Likelihood,
    map::Chain,
    study::Checked,
    time::{Rectangle, Spans},
    zones::Zones,
};

/// A part of a chain that is judged at once, at its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bundle {
    pub(super) from: u32,
    pub(super) until: u32,
    /// How many places the zone before its first step holds.
    pub(super) depth: u16,
    /// Which of the penalties.
    pub(super) penalty: u16,
}

/// A rectangle of stretches, with the rows that hold the cases since its first start and since its last end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) rectangle: Rectangle,
    pub(super) since: usize,
    pub(super) until: usize,
}

/// What all repetitions have in common.
pub(super) struct Plan<'a> {
    pub(super) zones: &'a Zones,
    pub(super) checked: &'a Checked,
    pub(super) spans: &'a Spans,
    pub(super) least: u32,
    /// Steps that end a window none before ended.
    pub(super) firsts: Vec<bool>,
    pub(super) bundles: Vec<Bundle>,
    pub(super) groups: Vec<Group>,
    /// The edges of time of which rows are kept, but the last edge, since which nothing happens.
    pub(super) edges: Vec<usize>,
    pub(super) penalties: Vec<f64>,
    /// For each bundle and group the least measure of its windows.
    pub(super) least_measures: Vec<f32>,
    pub(super) largest: f64,
}

/// How much larger the largest window of a bundle may be than its smallest, by how many cases are expected in it: about
/// what lies between what is expected and what would be strong.
fn slack(expected: f64) -> f64 {
    if expected <= 0.0 {
        return 1.0;
    }
    (1.0 + 0.25 / expected.sqrt() + 0.8 / expected).min(1.6)
}

/// For what was added in another order, and is kept with fewer digits.
fn a_little_less(measure: f64) -> f32 {
    (measure * (1.0 - 1e-6)) as f32
}

/// How many of all cases a common zone holds.
const COMMON_SHARE: f64 = 0.2;
/// Which part of the longest stretch is common.
const COMMON_TIME: f64 = 0.4;

impl<'a> Plan<'a> {
    pub(super) fn new(zones: &'a Zones, checked: &'a Checked, spans: &'a Spans, least: u32) -> Self {
        let times = checked.times;
        let mut until = vec![0.0; times + 1];
        for row in checked.since.chunks_exact(times + 1) {
            until.iter_mut().zip(row).for_each(|(sum, since)| *sum += row[0] - since);
        }
        let rectangles =
            spans.rectangles(&until, |measure| slack(checked.likelihood.expected(measure) * COMMON_SHARE));
        let mut edges: Vec<usize> = rectangles.iter().flat_map(|one| [one.starts.0, one.ends.1]).collect();
        edges.sort_unstable();
        edges.dedup();
        edges.retain(|edge| *edge < times);
        let row = |edge: usize| edges.partition_point(|other| *other < edge);
        let groups: Vec<Group> = rectangles
            .into_iter()
            .map(|rectangle| Group {
                rectangle,
                since: row(rectangle.starts.0),
                until: row(rectangle.ends.1),
            })
            .collect();
        let mut plan = Plan {
            zones,
            checked,
            spans,
            least,
            firsts: zones.firsts(),
            bundles: Vec::new(),
            groups,
            edges,
            penalties: Vec::new(),
            least_measures: Vec::new(),
            largest: 0.0,
        };
        plan.bundle(&until);
        plan
    }

    /// Makes the bundles and the least measures of their windows.
    fn bundle(&mut self, until: &[f64]) {
        let (times, zones) = (self.checked.times, self.zones);
        let longest = until[times] - until[times - self.spans.longest];
        let common = COMMON_TIME * longest / until[times];
        // The measure of each place in the shortest stretch of each group.
        let inner: Vec<f64> = (0..self.checked.places)
            .flat_map(|place| {
                let since = &self.checked.since[place * (times + 1)..][..=times];
                let of = |one: Rectangle| since[one.starts.1] - since[one.ends.0];
                self.groups.iter().map(move |group| of(group.rectangle))
            })
            .collect();
        let mut measures = vec![0.0; (zones.deepest + 1) * self.groups.len()];
        for chain in &zones.chains {
            let known = self.penalties.iter().position(|one| *one == chain.penalty);
            let penalty = known.unwrap_or(self.penalties.len());
            if known.is_none() {
                self.penalties.push(chain.penalty);
            }
            if zones.branching {
                self.bundle_branches(chain, penalty as u16, &inner, &mut measures);
            } else {
                self.bundle_chain(chain, penalty as u16, common, &inner, &mut measures);
            }
        }
        let finite = self.least_measures.iter().copied().filter(|measure| measure.is_finite());
        self.largest = f64::from(finite.fold(0.0, f32::max));
    }

    /// Where zones branch, each is a bundle.
    fn bundle_branches(&mut self, chain: &Chain, penalty: u16, inner: &[f64], measures: &mut [f64]) {
        let count = self.groups.len();
        for at in chain.from..chain.until {
            let step = self.zones.steps[at];
            let row = usize::from(step.depth) * count;
            measures.copy_within(row - count..row, row);
            let sums = &mut measures[row..row + count];
            sums.iter_mut().zip(&inner[step.place as usize * count..]).for_each(|(sum, more)| *sum += more);
            // A set met before leads to others, but is not looked at again.
            let is_first = self.firsts[at];
            let least = sums.iter().map(|sum| if is_first { a_little_less(*sum) } else { f32::INFINITY });
            self.least_measures.extend(least);
            self.close(at, at + 1, penalty);
        }
    }

    /// Takes zones of a chain together as long as the last is not much larger than the first.
    fn bundle_chain(
        &mut self,
        chain: &Chain,
        penalty: u16,
        common: f64,
        inner: &[f64],
        measures: &mut [f64],
    ) {
        let count = self.groups.len();
        let sums = &mut measures[..count];
        sums.fill(0.0);
        let mut whole = 0.0;
        // Where the open bundle begins, and how large its windows may be; where its last window ends.
        let (mut from, mut limit, mut until) = (chain.from, None, chain.from);
        for at in chain.from..chain.until {
            let place = self.zones.steps[at].place as usize;
            whole += self.checked.since[place * (self.checked.times + 1)];
            sums.iter_mut().zip(&inner[place * count..]).for_each(|(sum, more)| *sum += more);
            if !self.firsts[at] {
                continue;
            }
            if limit.is_some_and(|limit| whole > limit) {
                self.close(from, until, penalty);
                (from, limit) = (until, None);
            }
            if limit.is_none() {
                limit = Some(whole * slack(self.checked.likelihood.expected(whole) * common));
                self.least_measures.extend(sums.iter().copied().map(a_little_less));
            }
            until = at + 1;
        }
        if limit.is_some() {
            self.close(from, until, penalty);
        }
    }

    fn close(&mut self, from: usize, until: usize, penalty: u16) {
        let depth = self.zones.steps[from].depth - 1;
        self.bundles.push(Bundle { from: from as u32, until: until as u32, depth, penalty });
    }

    /// What is expected at some places from one edge of time to another.
    pub(super) fn measure(&self, places: &[u32], start: usize, end: usize) -> f64 {
        let row = self.checked.times + 1;
        let since = |place: &u32, edge: usize| self.checked.since[*place as usize * row + edge];
        places.iter().map(|place| since(place, start) - since(place, end)).sum()
    }

    /// For each bundle and group the greatest count of cases with which none of its windows exceeds a level, at most
    /// `most`.
    pub(super) fn harmless<N>(&self, level: f64, most: i64, number: impl Fn(i64) -> N) -> Vec<N> {
        let bounds: Vec<Vec<f64>> = self
            .penalties
            .iter()
            .map(|penalty| {
                let likelihood: &Likelihood = &self.checked.likelihood;
                likelihood.bounds(level / penalty, self.least, self.largest)
            })
            .collect();
        // Where to begin looking among the bounds, by even steps of the measure.
        let step = self.largest / f64::from(STEPS);
        let begins: Vec<Vec<u32>> = bounds
            .iter()
            .map(|bounds| {
                let begin = |at: u32| bounds.partition_point(|bound| *bound <= f64::from(at) * step) as u32;
                (0..=STEPS).map(begin).collect()
            })
            .collect();
        let mut harmless = Vec::with_capacity(self.least_measures.len());
        for (bundle, measures) in self.bundles.iter().zip(self.least_measures.chunks_exact(self.groups.len()))
        {
            let penalty = usize::from(bundle.penalty);
            let (bounds, begins) = (&bounds[penalty], &begins[penalty]);
            harmless.extend(measures.iter().map(|measure| {
                if *measure == f32::INFINITY {
                    return number(most);
                }
                let measure = f64::from(*measure);
                // One step back, for rounding.
                let mut first =
                    begins[((measure / step) as usize).saturating_sub(1).min(STEPS as usize)] as usize;
                while bounds.get(first).is_some_and(|bound| *bound <= measure) {
                    first += 1;
                }
                number(if first == bounds.len() { most } else { (first as i64 - 1).max(0).min(most) })
            }));
        }
        harmless
    }
}

/// Into how many steps measures are divided to find their bounds.
const STEPS: u32 = 8192;
