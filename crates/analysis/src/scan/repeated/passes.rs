//! Repetitions walked group by group: for chains of zones, and stretches of time that all end with the period.
//!
//! Each pass follows all chains for a few groups of stretches alone. What it adds up is so little that it stays at hand, and
//! so do the places' rows of these groups; nothing is written unless a bundle may exceed the level.

use super::{LANES, Number, Work, strewn::Strewn};
use crate::scan::{
    chance::Chance,
    plan::{Bundle, Plan, TOGETHER},
};

/// The cases of a place or a zone in a pass: of each group and each lane.
type Row<N> = [[N; LANES]; TOGETHER];

/// What one thread needs, allocated once.
pub(super) struct Passes<'a, N> {
    plan: &'a Plan<'a>,
    chance: &'a Chance,
    seed: u64,
    /// The place of each step.
    path: &'a [u16],
    /// The first unit of time that matters.
    first: usize,
    /// Of each of these the first group whose longest stretch holds it.
    group_of: Vec<u32>,
    /// Of each pass and place the cases in the longest stretch of its groups.
    rows: Vec<Row<N>>,
    strewn: Strewn<N>,
    /// Bundles that may exceed in a pass, with the cases of their last zones.
    found: Vec<(u32, Row<N>)>,
    ranks: Ranks,
    /// For each zone of a bundle its cases in each unit of time between the first start of a group and its last.
    between: Vec<N>,
    strongest: [f64; LANES],
}

impl<'a, N: Number> Work<'a, N> for Passes<'a, N> {
    fn new(plan: &'a Plan<'a>, chance: &'a Chance, seed: u64) -> Self {
        let first = plan.spans.first_edge();
        let (places, times) = (plan.checked.places, plan.checked.times - first);
        let holds = |time: usize| plan.groups.iter().position(|group| group.rectangle.starts.0 <= time);
        let passes = plan.groups.len().div_ceil(TOGETHER);
        Passes {
            plan,
            chance,
            seed,
            path: plan.path.as_deref().unwrap_or_default(),
            first,
            group_of: (first..first + times).map(|time| holds(time).unwrap_or(0) as u32).collect(),
            rows: vec![[[N::default(); LANES]; TOGETHER]; passes * places],
            strewn: Strewn::new(times),
            found: Vec::new(),
            ranks: Ranks::new(places),
            between: Vec::new(),
            strongest: [0.0; LANES],
        }
    }

    fn run(&mut self, repetitions: &[u32], level: f64, harmless: &[N]) -> [f64; LANES] {
        self.strongest = [level; LANES];
        self.strew(repetitions);
        let bundles = self.plan.bundles.len();
        if bundles > 0 {
            for (pass, harmless) in harmless.chunks_exact(bundles * TOGETHER).enumerate() {
                self.pass(pass, harmless);
                self.look(pass, harmless);
            }
        }
        self.strongest
    }
}

impl<N: Number> Passes<'_, N> {
    /// Strews the repetitions, each in its lane, and adds up their rows.
    fn strew(&mut self, repetitions: &[u32]) {
        let places = self.plan.checked.places;
        self.rows.fill([[N::default(); LANES]; TOGETHER]);
        self.strewn.clear();
        let (rows, strewn) = (&mut self.rows, &mut self.strewn);
        for (lane, repetition) in repetitions.iter().enumerate() {
            strewn.strew(self.chance, self.seed, *repetition, self.first, |place, time, count| {
                let group = self.group_of[time] as usize;
                rows[group / TOGETHER * places + place][group % TOGETHER][lane] += count;
            });
        }
        // A later group holds what those before hold.
        for at in 0..rows.len() {
            let mut sum = if at < places { [N::default(); LANES] } else { rows[at - places][TOGETHER - 1] };
            for row in &mut rows[at] {
                add(&mut sum, row);
                *row = sum;
            }
        }
    }

    /// Follows all chains; keeps the bundles that may exceed in any lane.
    fn pass(&mut self, pass: usize, harmless: &[N]) {
        let places = self.plan.checked.places;
        let rows = &self.rows[pass * places..][..places];
        let (harmless, _) = harmless.as_chunks::<TOGETHER>();
        let mut sums = [[N::default(); LANES]; TOGETHER];
        self.found.clear();
        for (at, (bundle, harmless)) in self.plan.bundles.iter().zip(harmless).enumerate() {
            if bundle.depth == 0 {
                sums = [[N::default(); LANES]; TOGETHER];
            }
            for place in &self.path[bundle.from as usize..bundle.until as usize] {
                let row = &rows[usize::from(*place)];
                for (sum, more) in sums.iter_mut().zip(row) {
                    add(sum, more);
                }
            }
            let mut exceeds = false;
            for (sum, harmless) in sums.iter().zip(harmless) {
                for cases in sum {
                    exceeds |= *cases > *harmless;
                }
            }
            if exceeds {
                self.found.push((at as u32, sums));
            }
        }
    }

    /// Looks at what was kept.
    fn look(&mut self, pass: usize, harmless: &[N]) {
        let plan = self.plan;
        let found = std::mem::take(&mut self.found);
        for (at, sums) in &found {
            let at = *at as usize;
            let bundle = &plan.bundles[at];
            let penalty = plan.penalties[usize::from(bundle.penalty)];
            for (own, sums) in sums.iter().enumerate() {
                let (group, harmless) = (pass * TOGETHER + own, harmless[at * TOGETHER + own]);
                for (lane, cases) in sums.iter().enumerate().filter(|(_, cases)| **cases > harmless) {
                    let measure = f64::from(plan.least_measures[at * plan.groups.len() + group]);
                    let may = |cases: N, strongest: f64| {
                        let most = || plan.checked.likelihood.most(f64::from(cases.count()), measure);
                        cases > harmless && most() * penalty > strongest
                    };
                    if may(*cases, self.strongest[lane]) {
                        self.look_closely(bundle, group, lane, *cases, may);
                    }
                }
            }
        }
        self.found = found;
    }

    /// Looks at each window of a bundle and a group in one lane, of which the largest holds so many cases.
    fn look_closely(
        &mut self,
        bundle: &Bundle,
        group: usize,
        lane: usize,
        mut cases: N,
        may: impl Fn(N, f64) -> bool,
    ) {
        let (plan, places) = (self.plan, self.plan.checked.places);
        let penalty = plan.penalties[usize::from(bundle.penalty)];
        let (from, to) = plan.groups[group].rectangle.starts;
        self.count_between(bundle, (from, to), lane);
        let rows = &self.rows[group / TOGETHER * places..][..places];
        // From the largest zone to the smallest.
        for at in (bundle.from as usize..bundle.until as usize).rev() {
            let between = &self.between[(at - bundle.from as usize) * (to - from)..][..to - from];
            if plan.firsts[at] {
                let mut within = cases;
                for start in from..=to {
                    if may(within, self.strongest[lane]) {
                        let path = &self.path[bundle.from as usize - usize::from(bundle.depth)..=at];
                        let measure = plan.measure_since(path, at, start);
                        let ratio = plan.checked.likelihood.ratio(f64::from(within.count()), measure);
                        self.strongest[lane] = self.strongest[lane].max(ratio * penalty);
                    }
                    if start < to {
                        within = within - between[start - from];
                    }
                }
            }
            cases = cases - rows[usize::from(self.path[at])][group % TOGETHER][lane];
        }
    }

    /// Counts the cases of a lane between two starts, in each zone of a bundle.
    fn count_between(&mut self, bundle: &Bundle, (from, to): (usize, usize), lane: usize) {
        let (width, depth) = (to - from, usize::from(bundle.depth));
        let zones = (bundle.until - bundle.from) as usize;
        self.between.clear();
        self.between.resize(zones * width, N::default());
        if width == 0 {
            return;
        }
        self.ranks.follow(self.path, bundle);
        for time in 0..width {
            for (place, count) in self.strewn.at(lane, from - self.first + time) {
                let rank = self.ranks.of(*place);
                if rank < depth + zones {
                    self.between[rank.saturating_sub(depth) * width + time] += *count;
                }
            }
        }
        for at in width..zones * width {
            let before = self.between[at - width];
            self.between[at] += before;
        }
    }
}

fn add<N: Number>(sums: &mut [N; LANES], more: &[N; LANES]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += *more;
    }
}

/// How many places of a chain come before each place.
struct Ranks {
    ranks: Vec<u16>,
    /// The first step of the chain, and up to which it was followed.
    from: usize,
    until: usize,
}

impl Ranks {
    fn new(places: usize) -> Self {
        Ranks { ranks: vec![u16::MAX; places], from: 0, until: 0 }
    }

    /// Follows the chain of a bundle to its end.
    fn follow(&mut self, path: &[u16], bundle: &Bundle) {
        let from = bundle.from as usize - usize::from(bundle.depth);
        if from != self.from {
            self.ranks.fill(u16::MAX);
            (self.from, self.until) = (from, from);
        }
        let ahead = path[..bundle.until as usize].iter().enumerate().skip(self.until);
        for (at, place) in ahead {
            self.ranks[usize::from(*place)] = (at - from) as u16;
        }
        self.until = self.until.max(bundle.until as usize);
    }

    fn of(&self, place: u16) -> usize {
        usize::from(self.ranks[usize::from(place)])
    }
}
