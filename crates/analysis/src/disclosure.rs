//! Small counts outside the unit that made them: nothing below the threshold is shown, nor anything from which it could be
//! computed by subtraction.
//!
//! A row that holds a small count is hidden whole. Where a total is published, the hidden rows of its table must together
//! keep an outsider from computing any of them: there are none or at least two, and in each column they hide either nothing
//! or at least the threshold.

/// Counts from 1 to one less than this are small.
pub const THRESHOLD: u64 = 5;

/// A count as it may be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The count itself.
    Count(u64),
    /// Too small to show, or needed to keep another one hidden.
    Hidden,
}

/// True for a count that could point to a person: 1 to 4.
pub const fn is_small(count: u64) -> bool {
    count > 0 && count < THRESHOLD
}

/// A single count; `own` says that the reader stands inside the unit that made it.
pub const fn publish(count: u64, own: bool) -> Shown {
    if !own && is_small(count) { Shown::Hidden } else { Shown::Count(count) }
}

/// A row of a table before publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The counts of its columns; all rows of a table have the same columns.
    pub counts: Vec<u64>,
    /// True when the reader stands inside the unit that made the row: it is never hidden from them.
    pub own: bool,
}

/// For each row, whether it may be shown. `has_total` says that the table's column totals are published, in the table or
/// anywhere the reader can see.
///
/// The rows a reader owns are known to them and hide nothing, so that more may have to be hidden among the others. When
/// nothing is left to hide behind, every row of others is hidden; then [`total_may_be_shown`] tells about the total.
pub fn rows_shown(rows: &[Row], has_total: bool) -> Vec<bool> {
    let mut shown: Vec<bool> =
        rows.iter().map(|row| row.own || !row.counts.iter().copied().any(is_small)).collect();
    if has_total {
        while !covers(rows, &shown) {
            let Some(next) = next_to_hide(rows, &shown) else { break };
            shown[next] = false;
        }
    }
    shown
}

/// Whether the total of a table may stand beside its shown rows without giving a hidden one away.
pub fn total_may_be_shown(rows: &[Row], shown: &[bool]) -> bool {
    covers(rows, shown)
}

/// The hidden rows cannot be computed from totals: there are none or two at least, and what they sum to in each column is
/// nothing or not small. A sum of nothing says that each of them is nothing, which is no small count.
fn covers(rows: &[Row], shown: &[bool]) -> bool {
    let hidden: Vec<&Row> =
        rows.iter().zip(shown).filter(|(_, shown)| !**shown).map(|(row, _)| row).collect();
    if hidden.is_empty() {
        return true;
    }
    let columns = hidden.iter().map(|row| row.counts.len()).max().unwrap_or(0);
    (hidden.len() >= 2)
        && (0..columns).all(|column| {
            let counts = || hidden.iter().map(|row| row.counts.get(column).copied().unwrap_or(0));
            // A column in which only one hidden row has anything is that row's, for who knows where nothing happened.
            !counts().any(is_small)
                || !is_small(counts().sum()) && counts().filter(|count| *count > 0).count() >= 2
        })
}

/// The row to hide next: the smallest that has anything in a column still uncovered, else the smallest of all.
fn next_to_hide(rows: &[Row], shown: &[bool]) -> Option<usize> {
    let open = |place: &usize| shown[*place] && !rows[*place].own;
    let weight = |place: usize| (rows[place].counts.iter().sum::<u64>(), place);
    let is_useful = |place: &usize| rows[*place].counts.iter().any(|count| *count > 0);
    (0..rows.len())
        .filter(open)
        .filter(is_useful)
        .min_by_key(|place| weight(*place))
        .or_else(|| (0..rows.len()).filter(open).min_by_key(|place| weight(*place)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[&[u64]]) -> Vec<Row> {
        rows.iter().map(|counts| Row { counts: counts.to_vec(), own: false }).collect()
    }

    #[test]
    fn single_counts() {
        for (count, own, expected) in [
            (0, false, Shown::Count(0)),
            (1, false, Shown::Hidden),
            (4, false, Shown::Hidden),
            (5, false, Shown::Count(5)),
            (1, true, Shown::Count(1)),
        ] {
            assert_eq!(publish(count, own), expected, "{count} {own}");
        }
    }

    #[test]
    fn rows_with_a_total() {
        let check = |rows: &[&[u64]], expected: &[bool]| {
            assert_eq!(rows_shown(&table(rows), true), expected, "{rows:?}");
        };
        check(&[], &[]);
        check(&[&[10], &[20]], &[true, true]);
        check(&[&[3], &[20], &[12]], &[false, true, false]);
        check(&[&[3], &[4], &[12]], &[false, false, true]);
        check(&[&[1], &[1], &[12]], &[false, false, false]);
        check(&[&[3], &[0], &[12], &[9]], &[false, true, true, false]);
        check(&[&[3]], &[false]);
        check(&[&[3], &[0]], &[false, false]);
        check(&[&[10, 2], &[50, 0], &[60, 30]], &[false, false, false]);
        check(&[&[0], &[0]], &[true, true]);
    }

    #[test]
    fn without_a_total_only_small_rows_hide() {
        assert_eq!(rows_shown(&table(&[&[3], &[20], &[12, 1]]), false), [false, true, false]);
    }

    #[test]
    fn own_rows_stay_and_hide_nothing() {
        let mut rows = table(&[&[3], &[2], &[12], &[30]]);
        rows[0].own = true;
        assert_eq!(rows_shown(&rows, true), [true, false, false, true]);
    }

    #[test]
    fn a_total_over_too_few_rows_is_held_back() {
        let rows = table(&[&[3], &[0]]);
        assert!(!total_may_be_shown(&rows, &rows_shown(&rows, true)));
        let rows = table(&[&[3], &[20], &[12]]);
        assert!(total_may_be_shown(&rows, &rows_shown(&rows, true)));
    }

    proptest! {
        #[test]
        fn no_small_count_can_be_had_by_subtraction(
            counts in proptest::collection::vec((proptest::collection::vec(0_u64..30, 2), any::<bool>()), 0..9)
        ) {
            let rows: Vec<Row> = counts.into_iter().map(|(counts, own)| Row { counts, own }).collect();
            let shown = rows_shown(&rows, true);
            for (row, shown) in rows.iter().zip(&shown) {
                prop_assert!(*shown || !row.own);
                prop_assert!(!*shown || row.own || !row.counts.iter().copied().any(is_small));
            }
            if total_may_be_shown(&rows, &shown) {
                for column in 0..2 {
                    let total: u64 = rows.iter().map(|row| row.counts[column]).sum();
                    let seen: u64 = rows.iter().zip(&shown).filter(|(_, s)| **s).map(|(row, _)| row.counts[column]).sum();
                    let hidden: Vec<u64> = rows.iter().zip(&shown).filter(|(_, s)| !**s).map(|(row, _)| row.counts[column]).collect();
                    // With small counts among the hidden, what a reader subtracts is neither small nor one row's.
                    if hidden.iter().copied().any(is_small) {
                        prop_assert!(total - seen >= THRESHOLD);
                        prop_assert!(hidden.iter().filter(|count| **count > 0).count() >= 2);
                    }
                }
            } else {
                prop_assert!(rows.iter().zip(&shown).all(|(row, shown)| row.own == *shown));
            }
        }
    }
}
