//! Repetitions of a study without clusters.

use super::study::{Checked, Model};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// How cases are strewn anew.
pub(super) enum Chance {
    /// Each case falls into a cell by its share of what is expected (Walker's alias method, as Vose 1991 sets it up).
    Poisson { cells: Vec<Alias>, cases: usize },
    /// Some of all individuals are cases.
    Bernoulli {
        /// Up to which individual each cell reaches, and the cell.
        cells: Vec<(u32, Cell)>,
        individuals: usize,
        chosen: usize,
        /// Whether those chosen are the controls.
        inverted: bool,
    },
    /// Cases keep their places and change their times.
    Permutation {
        /// The place of each case.
        places: Vec<u32>,
        /// The time of each case that is within what is scanned.
        times: Vec<u32>,
    },
}

/// A place and a unit of time that is scanned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    place: u32,
    time: u32,
}

/// What happens in no time that is scanned.
const NOWHERE: u32 = u32::MAX;

/// A cell, how often it is met (by 2³²) rather than its other, and that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alias {
    keep: u64,
    own: Cell,
    other: Cell,
}

/// What a thread needs to strew cases, allocated once.
#[derive(Default)]
pub(super) struct Strewing {
    order: Vec<u32>,
    met: Vec<u64>,
}

impl Chance {
    /// Cases before `first` do not matter.
    pub(super) fn of(checked: &Checked, model: &Model, first: usize) -> Self {
        match model {
            Model::Poisson { .. } => Chance::poisson(checked, first),
            Model::Bernoulli { .. } => Chance::bernoulli(checked, first),
            Model::Permutation => {
                let (mut places, mut times) = (Vec::new(), Vec::new());
                for (place, row) in checked.cases.chunks_exact(checked.times).enumerate() {
                    for (time, count) in row.iter().enumerate() {
                        for _ in 0..*count {
                            places.push(place as u32);
                            if time >= first {
                                times.push(time as u32);
                            }
                        }
                    }
                }
                Chance::Permutation { places, times }
            }
        }
    }

    /// Every cell that is scanned with its measure, and what is in none of them.
    fn cells(checked: &Checked, first: usize) -> Vec<(Cell, f64)> {
        let mut cells = Vec::new();
        let mut elsewhere = 0.0;
        for (place, since) in checked.since.chunks_exact(checked.times + 1).enumerate() {
            elsewhere += since[0] - since[first];
            for time in first..checked.times {
                let measure = since[time] - since[time + 1];
                if measure > 0.0 {
                    cells.push((Cell { place: place as u32, time: time as u32 }, measure));
                }
            }
        }
        if elsewhere > 0.0 {
            cells.push((Cell { place: 0, time: NOWHERE }, elsewhere));
        }
        cells
    }

    fn poisson(checked: &Checked, first: usize) -> Self {
        let cells = Chance::cells(checked, first);
        let whole: f64 = cells.iter().map(|(_, measure)| measure).sum();
        let count = cells.len() as f64;
        let mut shares: Vec<f64> = cells.iter().map(|(_, measure)| measure / whole * count).collect();
        let full = 1_u64 << 32;
        let mut table: Vec<Alias> =
            cells.iter().map(|(cell, _)| Alias { keep: full, own: *cell, other: *cell }).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..cells.len()).partition(|at| shares[*at] < 1.0);
        while let (Some(less), Some(more)) = (small.pop(), large.pop()) {
            table[less].keep = (shares[less] * full as f64) as u64;
            table[less].other = cells[more].0;
            shares[more] -= 1.0 - shares[less];
            if shares[more] < 1.0 { small.push(more) } else { large.push(more) }
        }
        Chance::Poisson { cells: table, cases: checked.likelihood.cases() as usize }
    }

    fn bernoulli(checked: &Checked, first: usize) -> Self {
        let mut until = 0;
        let cells: Vec<(u32, Cell)> = Chance::cells(checked, first)
            .into_iter()
            .map(|(cell, measure)| {
                until += measure as u32;
                (until, cell)
            })
            .collect();
        let (individuals, cases) = (until as usize, checked.likelihood.cases() as usize);
        let inverted = cases > individuals / 2;
        let chosen = if inverted { individuals - cases } else { cases };
        Chance::Bernoulli { cells, individuals, chosen, inverted }
    }

    /// No count of a repetition is ever more than this.
    pub(super) fn most(&self) -> usize {
        match self {
            Chance::Poisson { cases, .. } => *cases,
            Chance::Bernoulli { individuals, inverted: true, .. } => *individuals,
            Chance::Bernoulli { chosen, .. } => *chosen,
            Chance::Permutation { places, .. } => places.len(),
        }
    }

    /// Strews the cases of one repetition; `put` takes place, time and how many.
    pub(super) fn strew(
        &self,
        seed: u64,
        repetition: u32,
        strewing: &mut Strewing,
        mut put: impl FnMut(usize, usize, i32),
    ) {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(u64::from(repetition) + 1);
        match self {
            Chance::Poisson { cells, cases } => {
                for _ in 0..*cases {
                    let drawn = source.next_u64();
                    let cell = &cells[(((drawn >> 32) * cells.len() as u64) >> 32) as usize];
                    let cell = if drawn & 0xffff_ffff < cell.keep { cell.own } else { cell.other };
                    if cell.time != NOWHERE {
                        put(cell.place as usize, cell.time as usize, 1);
                    }
                }
            }
            Chance::Bernoulli { cells, individuals, chosen, inverted } => {
                if *inverted {
                    everybody(cells, &mut put);
                }
                let sign = if *inverted { -1 } else { 1 };
                strewing.met.clear();
                strewing.met.resize(individuals.div_ceil(64), 0);
                let mut left = *chosen;
                while left > 0 {
                    let one = below(&mut source, *individuals);
                    let (word, bit) = (&mut strewing.met[one / 64], 1 << (one % 64));
                    if *word & bit == 0 {
                        *word |= bit;
                        left -= 1;
                        let cell = cells[cells.partition_point(|(until, _)| *until as usize <= one)].1;
                        if cell.time != NOWHERE {
                            put(cell.place as usize, cell.time as usize, sign);
                        }
                    }
                }
            }
            Chance::Permutation { places, times } => {
                // Fisher and Yates' shuffle, as far as times are given out.
                let order = &mut strewing.order;
                order.clear();
                order.extend_from_slice(places);
                for (at, time) in times.iter().enumerate() {
                    let other = at + below(&mut source, order.len() - at);
                    order.swap(at, other);
                    put(order[at] as usize, *time as usize, 1);
                }
            }
        }
    }
}

/// Puts all individuals where they are.
fn everybody(cells: &[(u32, Cell)], put: &mut impl FnMut(usize, usize, i32)) {
    let mut before = 0;
    for (until, cell) in cells {
        if cell.time != NOWHERE {
            put(cell.place as usize, cell.time as usize, (until - before) as i32);
        }
        before = *until;
    }
}

/// A number below a bound under 2³², evenly but for 2⁻³².
fn below(source: &mut ChaCha8Rng, bound: usize) -> usize {
    (((source.next_u64() >> 32) * bound as u64) >> 32) as usize
}
