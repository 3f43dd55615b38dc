//! The assignment problem: each row its own column at least total cost, by shortest augmenting paths (Jonker and Volgenant
//! 1987), in at most rows² × columns steps.

/// The column of each row. There must be at least as many columns as rows, and every cost finite.
pub(super) fn least_total(rows: usize, columns: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    debug_assert!(columns >= rows, "every row needs a column");
    let mut row_price = vec![0.0; rows];
    let mut column_price = vec![0.0; columns];
    let mut row_of: Vec<Option<usize>> = vec![None; columns];
    for start in 0..rows {
        let mut nearest = vec![f64::INFINITY; columns];
        let mut came_from = vec![start; columns];
        let mut done = vec![false; columns];
        let mut scanned: Vec<usize> = Vec::new();
        let (mut row, mut length) = (start, 0.0);
        let last = loop {
            let mut best: Option<usize> = None;
            for column in (0..columns).filter(|column| !done[*column]) {
                let through = length + cost(row, column) - row_price[row] - column_price[column];
                if through < nearest[column] {
                    nearest[column] = through;
                    came_from[column] = row;
                }
                if best.is_none_or(|best| nearest[column] < nearest[best]) {
                    best = Some(column);
                }
            }
            let Some(column) = best else { return Vec::new() };
            length = nearest[column];
            done[column] = true;
            match row_of[column] {
                Some(taken_by) => {
                    scanned.push(column);
                    row = taken_by;
                }
                None => break column,
            }
        };
        row_price[start] += length;
        for column in scanned {
            if let Some(row) = row_of[column] {
                row_price[row] += length - nearest[column];
            }
            column_price[column] -= length - nearest[column];
        }
        hand_over(&mut row_of, &came_from, start, last);
    }
    let mut column_of = vec![0; rows];
    for (column, row) in row_of.iter().enumerate() {
        if let Some(row) = row {
            column_of[*row] = column;
        }
    }
    column_of
}

/// Gives each row on the path the column after it, back to the row the path began with.
fn hand_over(row_of: &mut [Option<usize>], came_from: &[usize], start: usize, last: usize) {
    let mut column = last;
    loop {
        let row = came_from[column];
        let before = row_of.iter().position(|holder| *holder == Some(row));
        row_of[column] = Some(row);
        match before {
            Some(next) if row != start => column = next,
            _ => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least total by trying every order.
    fn by_trying(costs: &[Vec<f64>], row: usize, taken: &mut Vec<bool>) -> f64 {
        if row == costs.len() {
            return 0.0;
        }
        let mut best = f64::INFINITY;
        for column in 0..taken.len() {
            if !taken[column] {
                taken[column] = true;
                best = best.min(costs[row][column] + by_trying(costs, row + 1, taken));
                taken[column] = false;
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_total_is_least(costs in (1_usize..6, 0_usize..3).prop_flat_map(|(rows, more)| {
            proptest::collection::vec(proptest::collection::vec(0.0_f64..10.0, rows + more), rows)
        })) {
            let columns = costs[0].len();
            let chosen = least_total(costs.len(), columns, |row, column| costs[row][column]);
            let mut distinct = chosen.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), costs.len());
            let total: f64 = chosen.iter().enumerate().map(|(row, column)| costs[row][*column]).sum();
            let least = by_trying(&costs, 0, &mut vec![false; columns]);
            prop_assert!((total - least).abs() < 1e-9, "{} {}", total, least);
        }
    }
}
