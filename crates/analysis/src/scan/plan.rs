//! How the strongest window of many repetitions is found without looking at every window of each.
//!
//! A ratio rises with the cases of a window and falls with its measure. So of a *bundle* of nested zones and a *rectangle* of
//! stretches of time, none exceeds a level unless the cases of the largest zone in the longest stretch, together with the
//! measure of the smallest zone in the shortest one, do. Whatever does not, is passed over; what does, is looked at one by
//! one. The result is exact.

use super::{
    levels::Level,
    map::Chain,
    study::Checked,
    time::{Rectangle, Spans},
    zones::Zones,
};
use std::thread;

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
    /// Where repetitions are walked in passes: the place of each step.
    pub(super) path: Option<Vec<u16>>,
    /// Where measures are products: the zone's factor at each step.
    wholes: Vec<f64>,
}

/// How many groups are taken in a pass.
pub(super) const TOGETHER: usize = 4;

/// From so many steps on a scan is of many windows: the strongest of each repetition is then so strong that wider bundles
/// seldom may exceed it.
const MANY: usize = 1 << 16;

/// How much larger the largest window of a bundle may be than its smallest, by how many cases are expected in it: about
/// what lies between what is expected and what would be strong.
fn slack(expected: f64, steps: usize) -> f64 {
    if expected <= 0.0 {
        return 1.0;
    }
    let part = if steps < MANY { 0.25 } else { 0.5 };
    (1.0 + part / expected.sqrt() + 0.8 / expected).min(1.6)
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
        let rectangles = spans.rectangles(&until, |measure| {
            slack(checked.likelihood.expected(measure) * COMMON_SHARE, zones.steps.len())
        });
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
            path: None,
            wholes: Vec::new(),
        };
        if plan.is_for_passes() {
            plan.path = Some(zones.steps.iter().map(|step| step.place as u16).collect());
            plan.wholes =
                checked.factors.as_ref().map_or_else(Vec::new, |factors| zones.sums(&factors.places));
        }
        plan.bundle(&until);
        plan
    }

    /// Whether zones are chains, and each group of stretches holds the one before it and ends with the period.
    fn is_for_passes(&self) -> bool {
        let end = (self.checked.times, self.checked.times);
        !self.zones.branching
            && self.checked.places <= usize::from(u16::MAX)
            && self.groups.iter().all(|group| group.rectangle.ends == end)
            && self.groups.is_sorted_by(|one, other| one.rectangle.starts.0 > other.rectangle.starts.0)
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
        let (count, times) = (self.groups.len(), self.checked.times);
        let sums = &mut measures[..count];
        sums.fill(0.0);
        let mut whole = 0.0;
        let place = |at: usize| self.zones.steps[at].place as usize;
        let wholes: Vec<f64> = (chain.from..chain.until)
            .map(|at| {
                whole += self.checked.since[place(at) * (times + 1)];
                whole
            })
            .collect();
        let mut from = chain.from;
        while let Some(ahead) = self.firsts[from..chain.until].iter().position(|is_first| *is_first) {
            let first = from + ahead;
            let least = wholes[first - chain.from];
            let limit =
                least * slack(self.checked.likelihood.expected(least) * common, self.zones.steps.len());
            let fitting = wholes[from - chain.from..].partition_point(|whole| *whole <= limit).max(1);
            // Powers of two, so that the length of a bundle is mostly that of the one before.
            let until = from + (1 << fitting.ilog2());
            let before = self.least_measures.len();
            for at in from..until {
                sums.iter_mut().zip(&inner[place(at) * count..]).for_each(|(sum, more)| *sum += more);
                if at == first {
                    self.least_measures.extend(sums.iter().copied().map(a_little_less));
                }
            }
            if self.least_measures.len() == before {
                self.least_measures.resize(before + count, f32::INFINITY);
            }
            self.close(from, until, penalty);
            from = until;
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

    /// The same until the end of the period, of a path that ends with a step.
    pub(super) fn measure_since(&self, path: &[u16], step: usize, start: usize) -> f64 {
        if let Some(factors) = &self.checked.factors {
            return self.wholes[step] * factors.since[start];
        }
        let row = self.checked.times + 1;
        path.iter().map(|place| self.checked.since[usize::from(*place) * row + start]).sum()
    }

    /// For each bundle and group the greatest count of cases with which none of its windows exceeds a level, at most
    /// `most`. In passes, for each pass and bundle those of the groups that are taken together.
    pub(super) fn harmless<N: Copy + Send>(
        &self,
        level: f64,
        most: i64,
        number: impl Fn(i64) -> N + Sync,
        threads: usize,
    ) -> Vec<N> {
        let of_penalty =
            |penalty: &f64| Level::new(&self.checked.likelihood, level / penalty, self.least, self.largest);
        let levels: Vec<Level> = self.penalties.iter().map(of_penalty).collect();
        let (bundles, groups) = (self.bundles.len(), self.groups.len());
        let together = if self.path.is_some() { TOGETHER } else { groups };
        let mut harmless = vec![number(most); bundles * groups.next_multiple_of(together)];
        // Fills some passes, or all groups at once.
        let fill = |from: usize, harmless: &mut [N]| {
            let count = (harmless.len() / bundles).min(groups - from);
            for (at, bundle) in self.bundles.iter().enumerate() {
                let level = &levels[usize::from(bundle.penalty)];
                for (group, measure) in self.least_measures[at * groups + from..][..count].iter().enumerate()
                {
                    harmless[(group / together * bundles + at) * together + group % together] =
                        number(level.harmless(*measure, most));
                }
            }
        };
        let each = (groups.div_ceil(together)).div_ceil(threads) * together;
        thread::scope(|scope| {
            let mut parts = harmless.chunks_mut((each * bundles).max(1)).enumerate();
            let own = parts.next();
            for (at, part) in parts {
                let fill = &fill;
                scope.spawn(move || fill(at * each, part));
            }
            if let Some((_, part)) = own {
                fill(0, part);
            }
        });
        harmless
    }
}
