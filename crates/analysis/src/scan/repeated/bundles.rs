//! Repetitions walked bundle by bundle: for zones that branch, and for stretches of time that end anywhere.

use super::{LANES, Number, Work};
use crate::scan::{
    chance::{Chance, Strewing},
    plan::{Bundle, Plan},
};

/// What one thread needs, allocated once.
pub(super) struct Bundles<'a, N> {
    plan: &'a Plan<'a>,
    chance: &'a Chance,
    seed: u64,
    strewing: Strewing,
    /// The first edge of time that matters, and how many there are from it on.
    first: usize,
    edges: usize,
    /// Of each lane and place the cases since each edge.
    cases: Vec<N>,
    /// Of each place and kept edge the cases since it, lane by lane.
    rows: Vec<N>,
    /// The same of zones, by depth where they branch; after each the row of the last edge, since which nothing happens.
    sums: Vec<N>,
    /// The places of the zone.
    path: Vec<u32>,
    /// Cases of a zone since each start and each end of a rectangle.
    starts: Vec<N>,
    ends: Vec<N>,
    strongest: [f64; LANES],
}

impl<'a, N: Number> Work<'a, N> for Bundles<'a, N> {
    fn new(plan: &'a Plan<'a>, chance: &'a Chance, seed: u64) -> Self {
        let first = plan.spans.first_edge();
        let edges = plan.checked.times - first + 1;
        let (places, kept) = (plan.checked.places, plan.edges.len());
        let depths = if plan.zones.branching { plan.zones.deepest + 1 } else { 1 };
        let zero = N::default();
        Bundles {
            plan,
            chance,
            seed,
            strewing: Strewing::default(),
            first,
            edges,
            cases: vec![zero; LANES * places * edges],
            rows: vec![zero; places * kept * LANES],
            sums: vec![zero; depths * (kept + 1) * LANES],
            path: vec![0; plan.zones.deepest],
            starts: vec![zero; edges],
            ends: vec![zero; edges],
            strongest: [0.0; LANES],
        }
    }

    fn run(&mut self, repetitions: &[u32], level: f64, harmless: &[N]) -> [f64; LANES] {
        self.strongest = [level; LANES];
        self.strew(repetitions);
        let plan = self.plan;
        let count = plan.groups.len();
        for (bundle, harmless) in plan.bundles.iter().zip(harmless.chunks_exact(count)) {
            let sums = self.take(bundle);
            if self.exceeds(sums, harmless) {
                self.look(bundle, sums, harmless);
            }
            let steps = &plan.zones.steps[bundle.from as usize..bundle.until as usize];
            for step in steps {
                self.path[usize::from(step.depth) - 1] = step.place;
            }
        }
        self.strongest
    }
}

impl<N: Number> Bundles<'_, N> {
    /// Strews the repetitions, each in its lane.
    fn strew(&mut self, repetitions: &[u32]) {
        let plan = self.plan;
        let (edges, first, kept) = (self.edges, self.first, plan.edges.len());
        let whole = plan.checked.places * edges;
        self.cases.fill(N::default());
        if repetitions.len() < LANES {
            // Lanes that are not used hold nothing.
            self.rows.fill(N::default());
        }
        for (lane, repetition) in repetitions.iter().enumerate() {
            let cases = &mut self.cases[lane * whole..][..whole];
            self.chance.strew(self.seed, *repetition, &mut self.strewing, |place, time, count| {
                cases[place * edges + time - first] += N::from_count(i64::from(count));
            });
            for (place, row) in cases.chunks_exact_mut(edges).enumerate() {
                let mut sum = N::default();
                for cases in row.iter_mut().rev() {
                    sum += *cases;
                    *cases = sum;
                }
                let rows = &mut self.rows[place * kept * LANES..][..kept * LANES];
                for (edge, lanes) in plan.edges.iter().zip(rows.chunks_exact_mut(LANES)) {
                    lanes[lane] = row[edge - first];
                }
            }
        }
    }

    /// Sums up the rows of a bundle's last zone; says where they are.
    fn take(&mut self, bundle: &Bundle) -> usize {
        let length = self.plan.edges.len() * LANES;
        let row = length + LANES;
        let steps = &self.plan.zones.steps[bundle.from as usize..bundle.until as usize];
        let at = if self.plan.zones.branching {
            let before = usize::from(bundle.depth) * row;
            self.sums.copy_within(before..before + row, before + row);
            before + row
        } else {
            if bundle.depth == 0 {
                self.sums.fill(N::default());
            }
            0
        };
        let sums = &mut self.sums[at..at + length];
        let row_of = |place: u32| &self.rows[place as usize * length..][..length];
        let mut fours = steps.chunks_exact(4);
        for four in &mut fours {
            let (one, two) = (row_of(four[0].place), row_of(four[1].place));
            let (three, four) = (row_of(four[2].place), row_of(four[3].place));
            let pairs = one.iter().zip(two).zip(three.iter().zip(four));
            for (sum, ((one, two), (three, four))) in sums.iter_mut().zip(pairs) {
                *sum += (*one + *two) + (*three + *four);
            }
        }
        for step in fours.remainder() {
            for (sum, more) in sums.iter_mut().zip(row_of(step.place)) {
                *sum += *more;
            }
        }
        at
    }

    /// Whether anything of a bundle may exceed the level in any lane.
    fn exceeds(&self, sums: usize, harmless: &[N]) -> bool {
        let (lanes, _) = self.sums[sums..].as_chunks::<LANES>();
        // By how much each lane is above what is harmless, at most: in a form that is worked on side by side.
        let mut most = [N::default(); LANES];
        for (group, harmless) in self.plan.groups.iter().zip(harmless) {
            let (since, until) = (&lanes[group.since], &lanes[group.until]);
            for ((most, since), until) in most.iter_mut().zip(since).zip(until) {
                let above = *since - *until - *harmless;
                *most = if above > *most { above } else { *most };
            }
        }
        most.iter().any(|above| *above > N::default())
    }

    /// Looks at the groups of a bundle that may exceed.
    fn look(&mut self, bundle: &Bundle, sums: usize, harmless: &[N]) {
        let plan = self.plan;
        let at = bundle_at(plan, bundle);
        let penalty = plan.penalties[usize::from(bundle.penalty)];
        let measures = &plan.least_measures[at * plan.groups.len()..][..plan.groups.len()];
        for (number, group) in plan.groups.iter().enumerate() {
            let (lanes, _) = self.sums[sums..].as_chunks::<LANES>();
            let mut cases = lanes[group.since];
            cases.iter_mut().zip(&lanes[group.until]).for_each(|(cases, until)| *cases = *cases - *until);
            let harmless = harmless[number];
            if !cases.iter().fold(false, |exceeds, cases| exceeds | (*cases > harmless)) {
                continue;
            }
            for (lane, cases) in cases.into_iter().enumerate().filter(|(_, cases)| *cases > harmless) {
                let inside = f64::from(cases.count());
                let most = plan.checked.likelihood.most(inside, f64::from(measures[number])) * penalty;
                if most > self.strongest[lane] {
                    self.look_closely(bundle, number, lane, harmless, penalty);
                }
            }
        }
    }

    /// Looks at each window of a bundle and a group in one lane.
    fn look_closely(&mut self, bundle: &Bundle, group: usize, lane: usize, harmless: N, penalty: f64) {
        let plan = self.plan;
        let (edges, first) = (self.edges, self.first);
        let rectangle = plan.groups[group].rectangle;
        let (starts, ends) = (rectangle.starts, rectangle.ends);
        let whole = plan.checked.places * edges;
        let cases = &self.cases[lane * whole..][..whole];
        let since = &mut self.starts[..=starts.1 - starts.0];
        let until = &mut self.ends[..=ends.1 - ends.0];
        since.fill(N::default());
        until.fill(N::default());
        // Since the last edge nothing happens.
        let is_open = ends.0 < plan.checked.times;
        let add = |place: u32, since: &mut [N], until: &mut [N]| {
            let row = &cases[place as usize * edges..][..edges];
            since.iter_mut().zip(&row[starts.0 - first..]).for_each(|(sum, more)| *sum += *more);
            if is_open {
                until.iter_mut().zip(&row[ends.0 - first..]).for_each(|(sum, more)| *sum += *more);
            }
        };
        for place in &self.path[..usize::from(bundle.depth)] {
            add(*place, since, until);
        }
        for at in bundle.from as usize..bundle.until as usize {
            let step = plan.zones.steps[at];
            self.path[usize::from(step.depth) - 1] = step.place;
            add(step.place, since, until);
            if !plan.firsts[at] {
                continue;
            }
            let path = &self.path[..usize::from(step.depth)];
            for (end, until) in (ends.0..).zip(until.iter()) {
                for (start, since) in (starts.0..).zip(since.iter()) {
                    let cases = *since - *until;
                    if cases > harmless && plan.spans.holds(start, end) {
                        let measure = plan.measure(path, start, end);
                        let ratio = plan.checked.likelihood.ratio(f64::from(cases.count()), measure);
                        self.strongest[lane] = self.strongest[lane].max(ratio * penalty);
                    }
                }
            }
        }
    }
}

/// Which of all bundles one is.
fn bundle_at(plan: &Plan<'_>, bundle: &Bundle) -> usize {
    plan.bundles.partition_point(|other| other.from < bundle.from)
}
