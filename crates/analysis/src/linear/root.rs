//! The root of a symmetric matrix, and what is solved by it.

use super::dot;

/// Cholesky's root of a symmetric, positive definite matrix: its lower triangle, row by row in whole rows.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    size: usize,
    cells: Vec<f64>,
}

/// A pivot below this part of the largest is taken to be nothing.
const NOTHING: f64 = 1e-14;
/// So many rows, or vectors, are taken together, so that what they are multiplied by is read but once.
const TOGETHER: usize = 16;

impl Root {
    /// The root of a matrix given row by row, of which the lower triangle is read; `None` where it is not positive definite.
    pub(crate) fn of(mut cells: Vec<f64>, size: usize) -> Option<Self> {
        let largest = (0..size).map(|at| cells[at * size + at].abs()).fold(0.0, f64::max);
        for begin in (0..size).step_by(TOGETHER) {
            let (above, block) = cells.split_at_mut(begin * size);
            let block = &mut block[..TOGETHER.min(size - begin) * size];
            for (column, other) in above.chunks_exact(size).enumerate() {
                for own in block.chunks_exact_mut(size) {
                    own[column] = (own[column] - dot(&own[..column], &other[..column])) / other[column];
                }
            }
            for row in begin..begin + block.len() / size {
                let (above, own) = block.split_at_mut((row - begin) * size);
                let own = &mut own[..size];
                for (column, other) in (begin..row).zip(above.chunks_exact(size)) {
                    own[column] = (own[column] - dot(&own[..column], &other[..column])) / other[column];
                }
                let pivot = own[row] - dot(&own[..row], &own[..row]);
                if pivot.is_nan() || pivot <= largest * NOTHING {
                    return None;
                }
                own[row] = pivot.sqrt();
            }
        }
        Some(Self { size, cells })
    }

    /// Puts in the place of a vector what the matrix would take to it.
    pub(crate) fn solve(&self, vector: &mut [f64]) {
        self.solve_all(&mut [vector]);
    }

    /// The same of many vectors.
    pub(crate) fn solve_all(&self, vectors: &mut [impl AsMut<[f64]>]) {
        for together in vectors.chunks_mut(TOGETHER) {
            let mut together: Vec<(usize, &mut [f64])> = together
                .iter_mut()
                .map(AsMut::as_mut)
                .map(|vector| (vector.iter().position(|cell| *cell != 0.0).unwrap_or(self.size), vector))
                .collect();
            for row in 0..self.size {
                let own = &self.cells[row * self.size..][..=row];
                // What is nothing before its first number stays so.
                for (from, vector) in together.iter_mut().filter(|(from, _)| *from <= row) {
                    let known = dot(&own[*from..row], &vector[*from..row]);
                    vector[row] = (vector[row] - known) / own[row];
                }
            }
            for row in (0..self.size).rev() {
                let own = &self.cells[row * self.size..][..=row];
                for (_, vector) in &mut together {
                    let (before, rest) = vector.split_at_mut(row);
                    rest[0] /= own[row];
                    before.iter_mut().zip(own).for_each(|(left, cell)| *left -= rest[0] * cell);
                }
            }
        }
    }

    /// Puts in the place of a vector what the root alone would take to it.
    pub(crate) fn solve_half(&self, vector: &mut [f64]) {
        for row in 0..self.size {
            let own = &self.cells[row * self.size..][..=row];
            vector[row] = (vector[row] - dot(&own[..row], &vector[..row])) / own[row];
        }
    }
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
    fn larger_than_what_is_taken_together_it_solves_as_well() {
        let size = 3 * TOGETHER + 5;
        let cell = |row: usize, column: usize| {
            (-(row.abs_diff(column) as f64) / 7.0).exp() + if row == column { 0.5 } else { 0.0 }
        };
        let matrix: Vec<f64> =
            (0..size).flat_map(|row| (0..size).map(move |column| cell(row, column))).collect();
        let root = Root::of(matrix.clone(), size).expect("it is positive definite");
        let mut vectors: Vec<Vec<f64>> = (0..size)
            .map(|at| (0..size).map(|row| f64::from(u8::from(row == at || row == size - 1))).collect())
            .collect();
        let given = vectors.clone();
        root.solve_all(&mut vectors);
        for (vector, given) in vectors.iter().zip(&given) {
            let mut one = given.clone();
            root.solve(&mut one);
            assert_eq!(&one, vector);
            for (row, given) in matrix.chunks(size).zip(given) {
                assert!((dot(row, vector) - given).abs() < 1e-12);
            }
            let mut half = given.clone();
            root.solve_half(&mut half);
            assert!((dot(&half, &half) - dot(given, vector)).abs() < 1e-12);
        }
    }
}
