//! The strongest window around each place in what was seen.

use super::{study::Checked, time::Spans, zones::Zones};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// A window and what is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) chain: usize,
    pub(super) step: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) cases: u32,
    pub(super) measure: f64,
    /// The log-likelihood ratio.
    pub(super) ratio: f64,
    /// The same, punished for a long shape.
    pub(super) statistic: f64,
}

/// For each place the strongest window around it, where there is one; of equal ones the smallest.
pub(super) fn strongest(
    zones: &Zones,
    checked: &Checked,
    spans: &Spans,
    least: u32,
    threads: usize,
) -> Vec<Option<Found>> {
    let of_centres = by_centre(zones);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut looking = Looking::new(zones, checked, spans, least);
        let mut found = Vec::new();
        while let Some(chains) = of_centres.get(next.fetch_add(1, Ordering::Relaxed)) {
            let centre = zones.chains[chains.start].centre as usize;
            let mut best: Option<Found> = None;
            for chain in chains.clone() {
                if let Some(one) = looking.best_of(chain)
                    && best.is_none_or(|best| one.statistic > best.statistic)
                {
                    best = Some(one);
                }
            }
            found.push((centre, best));
        }
        found
    };
    let mut strongest = vec![None; checked.places];
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut found = work();
        for other in others {
            match other.join() {
                Ok(more) => found.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        for (centre, best) in found {
            strongest[centre] = best;
        }
    });
    strongest
}

/// The chains of each centre, which stand together.
fn by_centre(zones: &Zones) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, chain) in zones.chains.iter().enumerate() {
        match ranges.last_mut() {
            Some(last) if zones.chains[last.start].centre == chain.centre => last.end = at + 1,
            _ => ranges.push(at..at + 1),
        }
    }
    ranges
}

/// A stretch of time, by edges counted from the first that is needed.
struct Stretch {
    start: usize,
    end: usize,
    /// Whether no other stretch is the same without its first unit of time.
    is_shortest: bool,
}

/// What one thread needs to look at chains.
struct Looking<'a> {
    zones: &'a Zones,
    checked: &'a Checked,
    stretches: Vec<Stretch>,
    least: u32,
    /// The first edge of time needed, and how many there are from it on.
    first: usize,
    edges: usize,
    /// Cases since each edge: of each place, and of the zone at each depth (all in one row where nothing branches).
    of_places: Vec<u32>,
    counts: Vec<u32>,
    measures: Vec<f64>,
    /// For each count of cases the least measure with so many, and where.
    smallest: Vec<(f64, u32, u32)>,
}

impl<'a> Looking<'a> {
    fn new(zones: &'a Zones, checked: &'a Checked, spans: &'a Spans, least: u32) -> Self {
        let stretches = spans.seen();
        let first = stretches.iter().map(|(start, _)| *start).min().unwrap_or(0);
        let edges = checked.times - first + 1;
        let mut of_places = vec![0; checked.places * edges];
        for (row, cases) in of_places.chunks_exact_mut(edges).zip(checked.cases.chunks_exact(checked.times)) {
            for edge in (0..edges - 1).rev() {
                row[edge] = row[edge + 1] + cases[first + edge];
            }
        }
        let rows = if zones.branching { zones.deepest + 1 } else { 1 };
        let all = checked.likelihood.cases() as usize;
        Looking {
            zones,
            checked,
            stretches: stretches
                .into_iter()
                .map(|(start, end)| Stretch {
                    start: start - first,
                    end: end - first,
                    is_shortest: end - start <= spans.shortest || end - start > spans.longest,
                })
                .collect(),
            least,
            first,
            edges,
            of_places,
            counts: vec![0; rows * edges],
            measures: vec![0.0; rows * edges],
            smallest: vec![(f64::INFINITY, 0, 0); all + 1],
        }
    }

    fn best_of(&mut self, chain: usize) -> Option<Found> {
        let Chained { from, until, penalty } = Chained::of(self.zones, chain);
        self.counts[..self.edges].fill(0);
        self.measures[..self.edges].fill(0.0);
        let mut most = 0;
        for step in from..until {
            let is_new = self.take(step);
            // What adds no case only adds to what is expected.
            if self.zones.steps[step].whole && is_new {
                most = most.max(self.look(step));
            }
        }
        let mut best: Option<Found> = None;
        for cases in self.least..=most {
            let slot = &mut self.smallest[cases as usize];
            let (measure, step, stretch) = std::mem::replace(slot, (f64::INFINITY, 0, 0));
            if measure == f64::INFINITY {
                continue;
            }
            let ratio = self.checked.likelihood.ratio(f64::from(cases), measure);
            let statistic = ratio * penalty;
            if statistic > best.map_or(0.0, |best| best.statistic) {
                let Stretch { start, end, .. } = self.stretches[stretch as usize];
                let (start, end) = (start + self.first, end + self.first);
                best =
                    Some(Found { chain, step: step as usize, start, end, cases, measure, ratio, statistic });
            }
        }
        best
    }

    /// Makes the zone of a step; says whether cases came with it since the last zone that was looked at.
    fn take(&mut self, step: usize) -> bool {
        let edges = self.edges;
        let one = self.zones.steps[step];
        let place = one.place as usize;
        let row = if self.zones.branching {
            let depth = usize::from(one.depth);
            let (before, after) = ((depth - 1) * edges, depth * edges);
            self.counts.copy_within(before..before + edges, after);
            self.measures.copy_within(before..before + edges, after);
            after
        } else {
            0
        };
        let counts = &self.of_places[place * edges..][..edges];
        let since = &self.checked.since[place * (self.checked.times + 1) + self.first..][..edges];
        for (sum, more) in self.counts[row..row + edges].iter_mut().zip(counts) {
            *sum += more;
        }
        for (sum, more) in self.measures[row..row + edges].iter_mut().zip(since) {
            *sum += more;
        }
        // Equally far places come together: any of them may bring the cases.
        let together = step > 0 && !self.zones.steps[step - 1].whole;
        counts[0] > 0 || together
    }

    fn look(&mut self, step: usize) -> u32 {
        let row =
            if self.zones.branching { usize::from(self.zones.steps[step].depth) * self.edges } else { 0 };
        let counts = &self.counts[row..row + self.edges];
        let measures = &self.measures[row..row + self.edges];
        let mut most = 0;
        for (stretch, Stretch { start, end, is_shortest }) in self.stretches.iter().enumerate() {
            // Where the first unit of time brings no case, the stretch without it is stronger.
            if counts[*start] == counts[*start + 1] && !is_shortest {
                continue;
            }
            let cases = counts[*start] - counts[*end];
            let measure = measures[*start] - measures[*end];
            let smallest = &mut self.smallest[cases as usize];
            if measure < smallest.0 {
                *smallest = (measure, step as u32, stretch as u32);
                most = most.max(cases);
            }
        }
        most
    }
}

/// What of a chain is needed here.
struct Chained {
    from: usize,
    until: usize,
    penalty: f64,
}

impl Chained {
    fn of(zones: &Zones, chain: usize) -> Self {
        let chain = &zones.chains[chain];
        Chained { from: chain.from, until: chain.until, penalty: chain.penalty }
    }
}
