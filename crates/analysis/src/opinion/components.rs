//! The directions in which votes differ most, and where voters lie on them.

use super::{Vote, Votes};
use crate::linear;

/// How many voters are taken together: their rows stay in the cache.
const TOGETHER: usize = 64;

/// The mean vote on each statement; 0 on what counts for nothing and on what nobody voted on.
pub(super) fn centre(votes: &Votes, weighs: &[bool]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); votes.statements()];
    for (statement, vote) in votes.rows().flatten() {
        let sum = &mut sums[*statement as usize];
        *sum = (sum.0 + vote.number(), sum.1 + 1.0);
    }
    let mean = |((sum, count), weighs): (&(f64, f64), &bool)| {
        if *weighs && *count > 0.0 { sum / count } else { 0.0 }
    };
    sums.iter().zip(weighs).map(mean).collect()
}

/// How far the votes of a row lie from the mean, by statement. On what nobody voted stands the mean, which is no distance.
fn apart<'a>(
    row: &'a [(u32, Vote)],
    centre: &'a [f64],
    weighs: &'a [bool],
) -> impl Iterator<Item = (usize, f64)> + 'a {
    let known = row.iter().map(|(statement, vote)| (*statement as usize, vote.number()));
    known.filter(|(at, _)| weighs[*at]).map(|(at, vote)| (at, vote - centre[at]))
}

/// The two directions in which votes differ most.
pub(super) fn strongest(votes: &Votes, centre: &[f64], weighs: &[bool], threads: usize) -> [Vec<f64>; 2] {
    let products = products(votes, centre, weighs, threads);
    let mut found = linear::strongest(&products, votes.statements(), 2).into_iter();
    let mut next = || {
        let mut component = found.next().unwrap_or_else(|| vec![0.0; votes.statements()]);
        // Either sign would do: the largest weight is above 0, so that it is the same tomorrow.
        let largest = component
            .iter()
            .copied()
            .fold(0.0, |one: f64, other| if one.abs() < other.abs() { other } else { one });
        if largest < 0.0 {
            component.iter_mut().for_each(|weight| *weight = -*weight);
        }
        component
    };
    [next(), next()]
}

/// The sums of products of every two statements over all voters, in whole rows.
fn products(votes: &Votes, centre: &[f64], weighs: &[bool], threads: usize) -> Vec<f64> {
    let size = votes.statements();
    // Always in the same parts, whoever adds them up: sums of the same numbers in the same order are the same.
    let parts = votes.voters().div_ceil(TOGETHER).clamp(1, 2);
    let each = votes.voters().div_ceil(parts).next_multiple_of(TOGETHER);
    let part = |at: usize| {
        let until = (each * (at + 1)).min(votes.voters());
        some_products(votes, each * at..until.max(each * at), centre, weighs)
    };
    let mut sums: Vec<Vec<f64>> = if threads > 1 && parts > 1 {
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..parts).map(|at| scope.spawn(move || part(at))).collect();
            let joined = running.into_iter().enumerate();
            // What a thread could not finish is added up here.
            joined.map(|(at, one)| one.join().unwrap_or_else(|_| part(at))).collect()
        })
    } else {
        (0..parts).map(part).collect()
    };
    let mut whole = sums.pop().unwrap_or_default();
    for other in sums {
        whole.iter_mut().zip(other).for_each(|(sum, more)| *sum += more);
    }
    for row in 0..size {
        for column in 0..row {
            whole[row * size + column] = whole[column * size + row];
        }
    }
    whole
}

/// The upper triangle of the products of some voters.
fn some_products(votes: &Votes, voters: std::ops::Range<usize>, centre: &[f64], weighs: &[bool]) -> Vec<f64> {
    let size = votes.statements();
    let mut sums = vec![0.0; size * size];
    let mut rows = vec![0.0; TOGETHER * size];
    let mut start = voters.start;
    while start < voters.end {
        let end = (start + TOGETHER).min(voters.end);
        rows.fill(0.0);
        for (voter, row) in (start..end).zip(rows.chunks_exact_mut(size)) {
            apart(votes.of(voter), centre, weighs).for_each(|(at, value)| row[at] = value);
        }
        for (at, sum) in sums.chunks_exact_mut(size).enumerate() {
            for row in rows.chunks_exact(size).take(end - start) {
                let own = row[at];
                if own != 0.0 {
                    sum[at..].iter_mut().zip(&row[at..]).for_each(|(sum, other)| *sum += own * other);
                }
            }
        }
        start = end;
    }
    sums
}

/// Where each voter lies: moved outward by the root of all statements over those voted on, since whoever saw few would lie in
/// the middle. What counts for nothing was voted on by everybody in this.
pub(super) fn places(
    votes: &Votes,
    centre: &[f64],
    weighs: &[bool],
    components: &[Vec<f64>; 2],
) -> Vec<[f64; 2]> {
    let left_out = weighs.iter().filter(|weighs| !**weighs).count();
    let place = |row: &[(u32, Vote)]| {
        let mut place = [0.0, 0.0];
        let mut seen = left_out;
        for (at, value) in apart(row, centre, weighs) {
            place[0] += value * components[0][at];
            place[1] += value * components[1][at];
            seen += 1;
        }
        let outward = outward(votes.statements(), seen);
        place.map(|place| place * outward)
    };
    votes.rows().map(place).collect()
}

#[expect(clippy::cast_precision_loss, reason = "there are not 2^52 statements")]
fn outward(statements: usize, seen: usize) -> f64 {
    (statements as f64 / seen.max(1) as f64).sqrt()
}

/// How far whoever agreed to one statement alone would lie from the middle.
pub(super) fn extremity(centre: &[f64], components: &[Vec<f64>; 2]) -> Vec<f64> {
    let outward = outward(centre.len(), 1);
    let of = |at: usize| {
        let moved = (1.0 - centre[at]) * outward;
        libm::hypot(components[0][at] * moved, components[1][at] * moved)
    };
    (0..centre.len()).map(of).collect()
}
