//! As much linear algebra as is needed: the root of a symmetric matrix, and what is solved by it.

mod root;

pub(crate) use root::Root;

/// The sum of products, in four sums side by side.
pub(crate) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let (ones, one_rest) = one.as_chunks::<4>();
    let (others, other_rest) = other.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (one, other) in ones.iter().zip(others) {
        for at in 0..4 {
            sums[at] += one[at] * other[at];
        }
    }
    let rest: f64 = one_rest.iter().zip(other_rest).map(|(one, other)| one * other).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// The coefficients with which columns come nearest to a vector, by least squares; a column that depends on others before it
/// gets 0.
pub(crate) fn least_squares(columns: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    // Modified Gram and Schmidt: exact enough for columns that are nearly alike.
    let mut kept: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
    let mut shares: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
    let mut rest = vector.to_vec();
    let mut ends = Vec::with_capacity(columns.len());
    for column in columns {
        let whole = dot(column, column);
        let mut own = column.clone();
        let mut share = Vec::with_capacity(kept.len() + 1);
        for other in &kept {
            let part = dot(&own, other);
            own.iter_mut().zip(other).for_each(|(cell, other)| *cell -= part * other);
            share.push(part);
        }
        let length = dot(&own, &own).sqrt();
        let counts = length * length > whole * 1e-20 && length > 0.0;
        own.iter_mut().for_each(|cell| *cell = if counts { *cell / length } else { 0.0 });
        share.push(if counts { length } else { 0.0 });
        let end = dot(&rest, &own);
        rest.iter_mut().zip(&own).for_each(|(cell, own)| *cell -= end * own);
        ends.push(end);
        kept.push(own);
        shares.push(share);
    }
    let mut found = ends;
    for at in (0..columns.len()).rev() {
        let own = shares[at][at];
        found[at] = if own > 0.0 { found[at] / own } else { 0.0 };
        let value = found[at];
        for (before, share) in shares[at][..at].iter().enumerate() {
            found[before] -= value * share;
        }
    }
    found
}

/// How many directions are followed beside those asked for: the more, the sooner these stand still.
const BESIDE: usize = 8;
/// How often a matrix is applied at most.
const MOST_STEPS: usize = 2000;
/// Directions that turn by less than this stand still.
const STILL: f64 = 1e-13;

/// The directions of a symmetric matrix without negative values, given row by row in whole rows, that it stretches most, the
/// strongest first; each of length 1, or of zeros where nothing is stretched.
///
/// Orthogonal iteration of a few directions more than asked for, each time turned to where the matrix is diagonal on
/// them (G. Golub & C. Van Loan, Matrix Computations, 8.2.4). The directions begin at fixed numbers, so that the same matrix
/// gives the same answer.
pub(crate) fn strongest(cells: &[f64], size: usize, asked: usize) -> Vec<Vec<f64>> {
    let many = (asked + BESIDE).min(size);
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        // A step of splitmix64: numbers without any pattern of the matrix.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        f64::from(((mixed ^ (mixed >> 31)) >> 33) as u32) / f64::from(1_u32 << 31) - 0.5
    };
    let mut block: Vec<Vec<f64>> = (0..many).map(|_| (0..size).map(|_| next()).collect()).collect();
    straighten(&mut block);
    for _ in 0..MOST_STEPS {
        let mut applied: Vec<Vec<f64>> = block
            .iter()
            .map(|direction| cells.chunks_exact(size).map(|row| dot(row, direction)).collect())
            .collect();
        turn(&block, &mut applied);
        straighten(&mut applied);
        // What became zeros is stretched by nothing, and stands still.
        let turned = |(old, new): (&Vec<f64>, &Vec<f64>)| {
            if dot(new, new) > 0.0 { 1.0 - dot(old, new).abs() } else { 0.0 }
        };
        let moved = block.iter().zip(&applied).take(asked).map(turned).fold(0.0, f64::max);
        block = applied;
        if moved.abs() < STILL {
            break;
        }
    }
    block.truncate(asked);
    block
}

/// Makes directions stand upright on one another, each of length 1; one that depends on those before becomes zeros.
pub(crate) fn straighten(block: &mut [Vec<f64>]) {
    for at in 0..block.len() {
        let (before, rest) = block.split_at_mut(at);
        let own = &mut rest[0];
        let whole = dot(own, own);
        // Twice is enough.
        for _ in 0..2 {
            for other in before.iter() {
                let part = dot(own, other);
                own.iter_mut().zip(other).for_each(|(cell, other)| *cell -= part * other);
            }
        }
        let left = dot(own, own);
        let length = left.sqrt();
        let counts = left > whole * 1e-26 && length > 1e-150;
        own.iter_mut().for_each(|cell| *cell = if counts { *cell / length } else { 0.0 });
    }
}

/// Mixes what a matrix made of directions, so that on them it would be diagonal, the strongest first (Rayleigh and Ritz).
fn turn(block: &[Vec<f64>], applied: &mut [Vec<f64>]) {
    let many = block.len();
    let mut inner: Vec<f64> = Vec::with_capacity(many * many);
    for one in block {
        inner.extend(applied.iter().map(|other| dot(one, other)));
    }
    let (values, turns) = diagonal(inner, many);
    let mut order: Vec<usize> = (0..many).collect();
    order.sort_by(|one, other| values[*other].total_cmp(&values[*one]));
    let mixed: Vec<Vec<f64>> = order
        .iter()
        .map(|column| {
            let mut mixed = vec![0.0; applied[0].len()];
            for (row, part) in applied.iter().enumerate() {
                let share = turns[row * many + column];
                mixed.iter_mut().zip(part).for_each(|(cell, part)| *cell += share * part);
            }
            mixed
        })
        .collect();
    applied.iter_mut().zip(mixed).for_each(|(cell, mixed)| *cell = mixed);
}

/// The values on the diagonal of a small symmetric matrix, and the turns that bring it there, by Jacobi's method.
fn diagonal(mut cells: Vec<f64>, size: usize) -> (Vec<f64>, Vec<f64>) {
    let mut turns = vec![0.0; size * size];
    (0..size).for_each(|at| turns[at * size + at] = 1.0);
    for _ in 0..60 {
        let beside: f64 = (0..size)
            .flat_map(|row| (0..row).map(move |column| (row, column)))
            .map(|(row, column)| cells[row * size + column].powi(2))
            .sum();
        let on: f64 = (0..size).map(|at| cells[at * size + at].powi(2)).sum();
        if beside <= on * 1e-32 {
            break;
        }
        for one in 0..size {
            for other in one + 1..size {
                rotate(&mut cells, &mut turns, size, (one, other));
            }
        }
    }
    ((0..size).map(|at| cells[at * size + at]).collect(), turns)
}

/// One turn in the plane of two axes, after which they do not share anything.
fn rotate(cells: &mut [f64], turns: &mut [f64], size: usize, (one, other): (usize, usize)) {
    let shared = cells[one * size + other];
    if shared == 0.0 {
        return;
    }
    let slope = (cells[other * size + other] - cells[one * size + one]) / (2.0 * shared);
    let tangent = slope.signum() / (slope.abs() + libm::hypot(slope, 1.0));
    let cosine = 1.0 / libm::hypot(tangent, 1.0);
    let sine = tangent * cosine;
    let mix = |cells: &mut [f64], left: usize, right: usize| {
        let (a, b) = (cells[left], cells[right]);
        cells[left] = cosine * a - sine * b;
        cells[right] = sine * a + cosine * b;
    };
    for at in 0..size {
        mix(cells, at * size + one, at * size + other);
        mix(turns, at * size + one, at * size + other);
    }
    for at in 0..size {
        mix(cells, one * size + at, other * size + at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_directions_are_found_even_where_two_are_alike() {
        // Q D Qᵀ for a reflection Q = 1 − 2vvᵀ, of which every direction is known.
        let check = |values: &[f64]| {
            let size = values.len();
            let v: Vec<f64> = (1..=size).map(|at| (at as f64).sqrt()).collect();
            let length = dot(&v, &v);
            let column = |at: usize| -> Vec<f64> {
                (0..size).map(|row| f64::from(u8::from(row == at)) - 2.0 * v[row] * v[at] / length).collect()
            };
            let columns: Vec<Vec<f64>> = (0..size).map(column).collect();
            let mut cells = vec![0.0; size * size];
            for (at, value) in values.iter().enumerate() {
                let own = &columns[at];
                for row in 0..size {
                    for other in 0..size {
                        cells[row * size + other] += value * own[row] * own[other];
                    }
                }
            }
            let found = strongest(&cells, size, 2);
            assert_eq!(found.len(), 2.min(size));
            for direction in &found {
                let applied: Vec<f64> = cells.chunks(size).map(|row| dot(row, direction)).collect();
                let value = dot(&applied, direction);
                let off: Vec<f64> = applied.iter().zip(direction).map(|(a, d)| a - value * d).collect();
                assert!(dot(&off, &off).sqrt() < 1e-6 * values[0].max(1e-300), "{values:?}");
            }
            (found, columns)
        };
        let (found, columns) = check(&[9.0, 4.0, 3.9, 1.0, 0.5, 0.0, 0.0, 2.0, 0.1, 0.2, 0.3, 1.5, 0.6]);
        for (at, direction) in found.iter().enumerate() {
            assert!((dot(direction, &columns[at]).abs() - 1.0).abs() < 1e-12, "{at}");
        }
        // Two that are stretched alike span a plane, whichever two are told.
        let (found, columns) = check(&[5.0, 5.0, 1.0, 1.0]);
        for direction in &found {
            let within: f64 = (0..2).map(|at| dot(direction, &columns[at]).powi(2)).sum();
            assert!((within - 1.0).abs() < 1e-12);
        }
        check(&[1.0, 0.0, 0.0]);
        assert!(strongest(&[0.0; 9], 3, 2).iter().flatten().all(|cell| *cell == 0.0));
    }

    #[test]
    fn least_squares_finds_what_was_put_in_and_leaves_out_what_is_there_twice() {
        let columns: Vec<Vec<f64>> = vec![
            vec![1.0; 6],
            (0..6).map(f64::from).collect(),
            (0..6).map(|at| f64::from(at) * 2.0).collect(),
            vec![0.0; 6],
        ];
        let vector: Vec<f64> = (0..6).map(|at| 3.0 - 0.5 * f64::from(at)).collect();
        let found = least_squares(&columns, &vector);
        for (found, expected) in found.iter().zip([3.0, -0.5, 0.0, 0.0]) {
            assert!((found - expected).abs() < 1e-12, "{found}");
        }
    }
}
