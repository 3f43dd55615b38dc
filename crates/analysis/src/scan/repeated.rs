//! The strongest window of each repetition, several repetitions side by side.

mod bundles;
mod passes;
mod strewn;

use super::{chance::Chance, plan::Plan};
use bundles::Bundles;
use passes::Passes;
use std::{
    ops::{Add, AddAssign, Sub},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// How many repetitions are walked side by side.
const LANES: usize = 16;

/// What counts cases: small where they are few, so that more are added at once.
trait Number:
    Copy + Default + PartialOrd + Add<Output = Self> + AddAssign + Sub<Output = Self> + Send + Sync
{
    const MOST: i64;
    fn from_count(count: i64) -> Self;
    fn count(self) -> i32;
}

impl Number for i16 {
    const MOST: i64 = i16::MAX as i64;
    fn from_count(count: i64) -> Self {
        count as i16
    }
    fn count(self) -> i32 {
        i32::from(self)
    }
}

impl Number for i32 {
    const MOST: i64 = i32::MAX as i64;
    fn from_count(count: i64) -> Self {
        count as i32
    }
    fn count(self) -> i32 {
        self
    }
}

/// What one thread needs to walk repetitions, allocated once.
trait Work<'a, N>: Send {
    fn new(plan: &'a Plan<'a>, chance: &'a Chance, seed: u64) -> Self;

    /// Strews repetitions, each in its lane, and tells the strongest statistic of each where it exceeds the level.
    fn run(&mut self, repetitions: &[u32], level: f64, harmless: &[N]) -> [f64; LANES];
}

/// The strongest statistic of each repetition, the same for any number of threads.
pub(super) fn maxima<'a>(
    plan: &'a Plan<'a>,
    chance: &'a Chance,
    repetitions: u32,
    seed: u64,
    threads: usize,
) -> Vec<f64> {
    let rounds = match (plan.path.is_some(), chance.most() < i16::MAX as usize) {
        (true, true) => rounds::<i16, Passes<'_, i16>>,
        (true, false) => rounds::<i32, Passes<'_, i32>>,
        (false, true) => rounds::<i16, Bundles<'_, i16>>,
        (false, false) => rounds::<i32, Bundles<'_, i32>>,
    };
    rounds(plan, chance, repetitions, seed, threads)
}

/// Looks for what exceeds a level, and with lower levels at the repetitions in which nothing did. A few repetitions tell
/// which level nearly all exceed. Levels only save time.
fn rounds<'a, N: Number, W: Work<'a, N>>(
    plan: &'a Plan<'a>,
    chance: &'a Chance,
    repetitions: u32,
    seed: u64,
    threads: usize,
) -> Vec<f64> {
    const FIRST: f64 = 4.8;
    const FALL: f64 = 0.75;
    const LOWEST: f64 = 0.01;
    let mut maxima = vec![0.0; repetitions as usize];
    let mut workers: Vec<W> = (0..threads).map(|_| W::new(plan, chance, seed)).collect();
    let pilot = repetitions.min(LANES as u32);
    let mut level = FIRST;
    for part in [0..pilot, pilot..repetitions] {
        let mut left: Vec<u32> = part.collect();
        loop {
            let now = if level > LOWEST { level } else { 0.0 };
            for (repetition, strongest) in round(plan, &mut workers, &left, now) {
                maxima[repetition as usize] = strongest;
            }
            left.retain(|repetition| maxima[*repetition as usize] == 0.0);
            if left.is_empty() || now == 0.0 {
                break;
            }
            level *= FALL;
        }
        let mut first: Vec<f64> = maxima[..pilot as usize].to_vec();
        first.sort_unstable_by(f64::total_cmp);
        // About one of eight will be below.
        level = first.get(1).map_or(0.0, |second| second * (1.0 - 1e-9));
    }
    maxima
}

/// Looks at repetitions for what exceeds a level; those in which nothing does are left out.
fn round<'a, N: Number, W: Work<'a, N>>(
    plan: &'a Plan<'a>,
    workers: &mut [W],
    repetitions: &[u32],
    level: f64,
) -> Vec<(u32, f64)> {
    if repetitions.is_empty() {
        return Vec::new();
    }
    let harmless: Vec<N> = plan.harmless(level, N::MOST, N::from_count, workers.len());
    let next = AtomicUsize::new(0);
    let work = |worker: &mut W| {
        let mut found = Vec::with_capacity(repetitions.len());
        loop {
            let from = next.fetch_add(1, Ordering::Relaxed) * LANES;
            if from >= repetitions.len() {
                return found;
            }
            let batch = &repetitions[from..repetitions.len().min(from + LANES)];
            let strongest = batch.iter().copied().zip(worker.run(batch, level, &harmless));
            found.extend(strongest.filter(|(_, strongest)| *strongest > level));
        }
    };
    // No more threads than there is work for.
    let busy = workers.len().min(repetitions.len().div_ceil(LANES));
    let Some((own, others)) = workers[..busy].split_first_mut() else { return Vec::new() };
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = others.iter_mut().map(|worker| scope.spawn(move || work(worker))).collect();
        let mut found = work(own);
        for other in others {
            match other.join() {
                Ok(more) => found.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        found
    })
}
