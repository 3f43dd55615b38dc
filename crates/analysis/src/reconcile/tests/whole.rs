//! What is reckoned without any matrix of all series by all, held against these matrices written out.

use super::super::{Method, Reconciler, Share, Summing};
use super::properties::{city, table};
use crate::early_warning::Seeded;
use crate::linear::{Root, dot};

/// The shrunk covariance, cell by cell as the paper has it.
fn covariance(residuals: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = residuals[0].len() as f64;
    let mean = |row: &Vec<f64>| row.iter().sum::<f64>() / count;
    let centred: Vec<Vec<f64>> =
        residuals.iter().map(|row| row.iter().map(|value| value - mean(row)).collect()).collect();
    let standard: Vec<Vec<f64>> = centred
        .iter()
        .map(|row| row.iter().map(|value| value / ((dot(row, row) / count).sqrt() + 2e-8)).collect())
        .collect();
    let (mut uncertain, mut squared) = (0.0, 0.0);
    for (at, one) in standard.iter().enumerate() {
        for other in &standard[..at] {
            let correlation = dot(one, other) / count;
            uncertain +=
                one.iter().zip(other).map(|(one, other)| (one * other - correlation).powi(2)).sum::<f64>();
            squared += correlation * correlation;
        }
    }
    let kept = 1.0 - (uncertain / (count * (count - 1.0)) / (squared + 2e-8)).clamp(0.0, 1.0);
    assert!(kept > 0.01, "nothing is together: {kept}");
    let cell = |one: usize, other: usize| {
        let whole = dot(&centred[one], &centred[other]) / (count - 1.0);
        if one == other { whole.max(2e-8) } else { kept * whole }
    };
    (0..residuals.len()).map(|one| (0..residuals.len()).map(|other| cell(one, other)).collect()).collect()
}

/// S: a row for each series.
fn sums(summing: &Summing) -> Vec<Vec<f64>> {
    let bottoms = summing.bottoms().len();
    let mut cells = vec![vec![0.0; bottoms]; summing.names().len()];
    for column in 0..bottoms {
        let unit: Vec<f64> = (0..bottoms).map(|at| f64::from(u8::from(at == column))).collect();
        for (row, cell) in cells.iter_mut().zip(summing.add_up(&unit)) {
            row[column] = cell;
        }
    }
    cells
}

fn turned(cells: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..cells[0].len()).map(|column| cells.iter().map(|row| row[column]).collect()).collect()
}

fn times(one: &[Vec<f64>], other: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let columns = turned(other);
    one.iter().map(|row| columns.iter().map(|column| dot(row, column)).collect()).collect()
}

/// Of errors that go together by something all have in common.
fn residuals(chance: &mut Seeded, series: usize, rows: usize) -> Vec<Vec<f64>> {
    let common = table(chance, 1, rows, -2.0, 2.0);
    let mut own = table(chance, series, rows, -3.0, 3.0);
    own.iter_mut().for_each(|row| row.iter_mut().zip(&common[0]).for_each(|(cell, common)| *cell += common));
    own
}

#[test]
fn all_that_is_told_is_what_the_whole_matrices_tell() {
    for (seed, rows) in [(1, 8), (2, 30), (3, 200)] {
        let mut chance = Seeded(seed);
        let summing = city(3, 2);
        let residuals = residuals(&mut chance, summing.names().len(), rows);
        let whole = covariance(&residuals);
        let size = whole.len();
        let root = Root::of(whole.concat(), size).expect("it is positive definite");
        let cells = sums(&summing);
        // S′ W⁻¹, and S′ W⁻¹ S.
        let mut weights = turned(&cells);
        root.solve_all(&mut weights);
        let curvature = times(&weights, &cells);
        let inner = Root::of(curvature.concat(), curvature.len()).expect("it is positive definite");
        let reconciler = Reconciler::new(&summing, Method::MinTShrink, Some(&residuals)).expect("it can be");
        // P = S (S′ W⁻¹ S)⁻¹ S′ W⁻¹, column by column.
        let mut columns = turned(&weights);
        inner.solve_all(&mut columns);
        let moved = times(&cells, &turned(&columns));
        let base = table(&mut chance, size, 3, -4.0, 6.0);
        let found = reconciler.point(&base).expect("it adds up");
        for (found, expected) in found.iter().flatten().zip(times(&moved, &base).iter().flatten()) {
            assert!((found - expected).abs() < 1e-10, "{rows} rows: {found} {expected}");
        }
        // The variances are the diagonal of P D R D P′.
        let deviations = table(&mut chance, size, 2, 0.5, 3.0);
        let sure = reconciler.gaussian(&deviations).expect("deviations");
        for step in 0..2 {
            let scale = |at: usize| deviations[at][step] / whole[at][at].sqrt();
            for (series, row) in moved.iter().enumerate() {
                let scaled: Vec<f64> = (0..size).map(|at| row[at] * scale(at)).collect();
                let variance: f64 = scaled.iter().zip(&whole).map(|(by, row)| by * dot(row, &scaled)).sum();
                let found = sure[series][step];
                assert!((found - variance.sqrt()).abs() < 1e-10, "{rows} rows: {found}");
            }
        }
        // Where the nearest is above zero nothing pulls it, and where it is zero nothing pulls it up.
        let nearest = reconciler.non_negative(&base).expect("it adds up");
        let mut zeros = 0;
        for step in 0..3 {
            let bottom: Vec<f64> = summing.bottoms().iter().map(|series| nearest[*series][step]).collect();
            let base: Vec<f64> = base.iter().map(|row| row[step]).collect();
            for ((weights, curvature), value) in weights.iter().zip(&curvature).zip(&bottom) {
                let pulled = dot(weights, &base) - dot(curvature, &bottom);
                zeros += usize::from(*value == 0.0);
                assert!(pulled < 1e-8 && (*value == 0.0 || pulled > -1e-8), "{rows} rows: {value} {pulled}");
            }
        }
        assert!(zeros > 0);
    }
}

#[test]
fn a_sparse_summing_is_the_dense_one_and_is_refused_by_name() {
    let dense = city(2, 3);
    let columns: Vec<String> = dense.bottoms().iter().map(|series| dense.names()[*series].clone()).collect();
    // Backwards, and with shares of zero, which are none.
    let parts: Vec<Vec<Share>> =
        sums(&dense).iter().map(|row| row.iter().copied().enumerate().rev().collect()).collect();
    assert_eq!(Summing::of_parts(dense.names(), &columns, &parts).expect("it adds up"), dense);
    let names = ["city", "north", "south"].map(str::to_owned);
    let parts = [vec![(0, 1.0), (1, 1.0)], vec![(0, 1.0)], vec![(1, 1.0)]];
    let check = |at: usize, row: Vec<Share>, expected: &str| {
        let mut parts = parts.clone();
        parts[at] = row;
        let refused = Summing::of_parts(&names, &names[1..], &parts).expect_err("refused");
        assert_eq!(refused.to_string(), expected);
    };
    check(0, vec![(0, 1.0), (2, 1.0)], "summing, row 1, city: 2 is unknown, all are below 2");
    check(0, vec![(1, 1.0), (1, 1.0)], "summing, row 1, south: south stands there twice");
    check(0, vec![(1, f64::INFINITY)], "summing, row 1, south: inf cannot be used");
    check(2, vec![(1, 0.5)], "summing, south: no row stands for this series alone");
    let refused = Summing::of_parts(&names, &names[1..], &parts[..2]).expect_err("refused");
    assert_eq!(refused.to_string(), "summing: 2 values where 3 must be");
}
