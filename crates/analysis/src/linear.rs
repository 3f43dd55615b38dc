//! As much linear algebra as is needed: the root of a symmetric matrix, and what is solved by it.

/// Cholesky's root of a symmetric, positive definite matrix: its lower triangle, row by row in whole rows.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    size: usize,
    cells: Vec<f64>,
}

/// A pivot below this part of the largest is taken to be nothing.
const NOTHING: f64 = 1e-14;

impl Root {
    /// The root of a matrix given row by row, of which the lower triangle is read; `None` where it is not positive definite.
    pub(crate) fn of(mut cells: Vec<f64>, size: usize) -> Option<Self> {
        let largest = (0..size).map(|at| cells[at * size + at].abs()).fold(0.0, f64::max);
        for row in 0..size {
            let (above, own) = cells.split_at_mut(row * size);
            let own = &mut own[..size];
            for column in 0..row {
                let other = &above[column * size..][..=column];
                own[column] = (own[column] - dot(&own[..column], &other[..column])) / other[column];
            }
            let pivot = own[row] - dot(&own[..row], &own[..row]);
            if pivot.is_nan() || pivot <= largest * NOTHING {
                return None;
            }
            own[row] = pivot.sqrt();
        }
        Some(Self { size, cells })
    }

    /// Puts in the place of a vector what the matrix would take to it.
    pub(crate) fn solve(&self, vector: &mut [f64]) {
        let size = self.size;
        for row in 0..size {
            let own = &self.cells[row * size..][..=row];
            vector[row] = (vector[row] - dot(&own[..row], &vector[..row])) / own[row];
        }
        for row in (0..size).rev() {
            let own = &self.cells[row * size..][..=row];
            vector[row] /= own[row];
            let value = vector[row];
            vector[..row].iter_mut().zip(own).for_each(|(left, cell)| *left -= value * cell);
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_solves_and_refuses_what_has_none() {
        let matrix = vec![4.0, 2.0, 0.4, 2.0, 5.0, 1.0, 0.4, 1.0, 3.0];
        let root = Root::of(matrix.clone(), 3).expect("it is positive definite");
        let mut vector = vec![1.0, -2.0, 0.5];
        root.solve(&mut vector);
        let back: Vec<f64> = matrix.chunks(3).map(|row| dot(row, &vector)).collect();
        for (back, given) in back.iter().zip([1.0, -2.0, 0.5]) {
            assert!((back - given).abs() < 1e-14, "{back}");
        }
        assert!(Root::of(vec![1.0, 2.0, 2.0, 4.0], 2).is_none());
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
