//! The proof by the attacker's own means: whatever is printed, no small cell is known.

use super::super::{Cell, Grid, Options, Relation, Standing, Table, Tree, bounds, is_dominated, protect};
use proptest::prelude::*;

const THRESHOLD: u32 = 5;

/// Every small cell may be one more and one less, for all the attacker knows.
fn check_proved(table: &Table, hidden: &[bool]) {
    check_proved_by(table, hidden, 1.0);
}

/// The same by another margin; nothing is less than none.
fn check_proved_by(table: &Table, hidden: &[bool], margin: f64) {
    for (at, cell) in table.cells().iter().enumerate() {
        if cell.standing == Standing::Small {
            assert!(hidden[at], "{at} is printed");
            let known = bounds(table, hidden, at).expect("it is bounded");
            let low = (cell.value - margin).max(0.0);
            assert!(known.low <= low + 1e-6, "{at}: {known:?} of {}", cell.value);
            assert!(known.high >= cell.value + margin - 1e-6, "{at}: {known:?} of {}", cell.value);
        }
    }
}

#[test]
fn two_in_each_row_and_column_are_not_enough_where_a_sum_of_sums_gives_one_away() {
    // Two blocks of four withheld cells, and one between them: rows 0 and 1 less columns 0 and 1 are that one.
    let withheld = |at: &[usize]| (at[0] < 2) == (at[1] < 2) || at == [0, 2];
    let grid = Grid::new(vec![Tree::flat(4), Tree::flat(4)]);
    let counts = |at: &[usize]| if withheld(at) { 2 } else { 30 };
    let table = grid.counted(THRESHOLD, counts).expect("it adds up");
    let small: Vec<bool> = table.cells().iter().map(|cell| cell.standing == Standing::Small).collect();
    assert_eq!(small.iter().filter(|small| **small).count(), 9);
    let between = grid.number(&[0, 2]);
    let known = bounds(&table, &small, between).expect("it is bounded");
    assert!((known.low - 2.0).abs() < 1e-6 && (known.high - 2.0).abs() < 1e-6, "{known:?}");

    let found = protect(&table, &Options::default()).expect("it is protected");
    assert_eq!(found.hidden.iter().filter(|hidden| **hidden).count(), 10, "one more");
    check_proved(&table, &found.hidden);
}

#[test]
fn what_has_grown_since_an_earlier_release_is_not_told_by_the_difference() {
    // Two places and their sum: what was printed before, what would be printed now, and how much each has grown.
    let cell = |value: u32, standing| Cell { value: f64::from(value), standing };
    let cells = |growth: Standing, now: Standing| {
        vec![
            cell(40, Standing::Known),
            cell(60, Standing::Known),
            cell(100, Standing::Known),
            cell(42, now),
            cell(71, now),
            cell(113, now),
            cell(2, growth),
            cell(11, Standing::Unprinted),
            cell(13, Standing::Unprinted),
        ]
    };
    let sum = |total: usize, parts: &[usize]| Relation { total, parts: parts.to_vec() };
    let relations = vec![
        sum(2, &[0, 1]),
        sum(5, &[3, 4]),
        sum(8, &[6, 7]),
        sum(3, &[0, 6]),
        sum(4, &[1, 7]),
        sum(5, &[2, 8]),
    ];
    let table = Table::new(cells(Standing::Small, Standing::Open), relations.clone()).expect("it adds up");
    let found = protect(&table, &Options::default()).expect("it is protected");
    assert!(found.hidden[3] && (found.hidden[4] || found.hidden[5]), "{:?}", found.hidden);
    assert!(!found.hidden[..3].contains(&true), "what is known cannot be taken back");
    check_proved(&table, &found.hidden);

    let table = Table::new(cells(Standing::Small, Standing::Known), relations).expect("it adds up");
    let refused = protect(&table, &Options::default()).expect_err("both are printed");
    assert_eq!(refused.to_string(), "row 7: what is known already gives this small value away");
}

#[test]
fn a_line_of_counts_hides_the_cheapest_other() {
    let grid = Grid::new(vec![Tree::flat(4)]);
    let table = grid.counted(THRESHOLD, |at| [3, 50, 9, 0][at[0]]).expect("it adds up");
    let found = protect(&table, &Options::default()).expect("it is protected");
    assert_eq!(found.hidden, [true, false, true, false, false]);
    check_proved(&table, &found.hidden);
}

#[test]
fn a_sum_is_no_neighbour_of_another_sum_whose_parts_are_printed() {
    // Two halves of two places each: of the first half three were counted, 2 and 1.
    let halves = Tree::new(vec![Some(4), Some(4), Some(5), Some(5), Some(6), Some(6), None]).expect("a tree");
    let uneven = Tree::new(vec![Some(4), Some(3), Some(3), Some(4), None]).expect("a tree");
    for (tree, counts) in [(halves, &[2, 1, 30, 8][..]), (uneven, &[2, 12, 8])] {
        let grid = Grid::new(vec![tree]);
        let table = grid.counted(THRESHOLD, |at| counts[at[0]]).expect("it adds up");
        let found = protect(&table, &Options::default()).expect("it is protected");
        check_proved(&table, &found.hidden);
    }
}

#[test]
fn a_margin_that_is_more_than_was_counted_is_proved_upward_alone() {
    let grid = Grid::new(vec![Tree::flat(4)]);
    let table = grid.counted(THRESHOLD, |at| [1, 3, 50, 60][at[0]]).expect("it adds up");
    let found = protect(&table, &Options { margin: 2.0 }).expect("it is protected");
    check_proved_by(&table, &found.hidden, 2.0);
}

#[test]
fn a_city_of_126_communes_by_60_topics_keeps_nothing_small_to_be_worked_out() {
    // Topics of ten groups; most counts of a month are small.
    let topics = (0..60).map(|topic| Some(60 + topic / 6)).chain([Some(70); 10]).chain([None]).collect();
    let grid = Grid::new(vec![Tree::flat(126), Tree::new(topics).expect("a tree")]);
    let count = |at: &[usize]| {
        u32::try_from((at[0] * 31 + at[1] * 17) % 23 * ((at[0] + at[1]) % 3)).expect("a count")
    };
    let table = grid.counted(THRESHOLD, count).expect("it adds up");
    let small = table.cells().iter().filter(|cell| cell.standing == Standing::Small).count();
    assert!(small > 500, "{small}");
    let found = protect(&table, &Options::default()).expect("it is protected");
    let hidden = found.hidden.iter().filter(|hidden| **hidden).count();
    assert!(hidden < small * 2, "{hidden} for {small}");
    // A sample by the attacker's own means: each is two programmes of the whole table.
    let some: Vec<usize> = (0..table.cells().len())
        .filter(|at| table.cells()[*at].standing == Standing::Small)
        .step_by(small / 3)
        .collect();
    for at in some {
        let (known, value) = (bounds(&table, &found.hidden, at).expect("bounded"), table.cells()[at].value);
        assert!(known.low <= value - 1.0 + 1e-6 && known.high >= value + 1.0 - 1e-6, "{at}: {known:?}");
    }
}

#[test]
fn what_does_not_add_up_or_is_no_tree_is_refused() {
    let open = |value: f64| Cell { value, standing: Standing::Open };
    let sum = |total| vec![Relation { total, parts: vec![0, 1] }];
    for (values, total, expected) in [
        ([1.0, 2.0, 4.0], 2, "row 3: 4 stands where its parts add up to 3"),
        ([1.0, -2.0, -1.0], 2, "row 2: -2 is below zero"),
        ([1.0, f64::NAN, 1.0], 2, "row 2: NaN cannot be used"),
        ([1.0, 2.0, 3.0], 3, "3 is unknown, all are below 3"),
    ] {
        let refused = Table::new(values.map(open).to_vec(), sum(total)).expect_err("it is refused");
        assert_eq!(refused.to_string(), expected);
    }
    let twice = vec![Relation { total: 2, parts: vec![0, 0] }];
    let refused = Table::new([1.0, 2.0, 2.0].map(open).to_vec(), twice).expect_err("it is refused");
    assert_eq!(refused.to_string(), "row 1: 0 stands there twice");
    assert!(Tree::new(vec![Some(1), Some(0)]).is_none() && Tree::new(vec![Some(7), None]).is_none());
    let table = Table::new([1.0, 2.0, 3.0].map(open).to_vec(), sum(2)).expect("it adds up");
    let refused = protect(&table, &Options { margin: 0.0 }).expect_err("no margin");
    assert_eq!(refused.to_string(), "the margin is 0 and must be 0.001 or more");
}

#[test]
fn one_or_two_that_dominate_are_seen() {
    for (contributions, most, share, expected) in [
        (&[90.0, 5.0, 5.0][..], 1, 0.85, true),
        (&[80.0, 10.0, 10.0], 1, 0.85, false),
        (&[10.0, 80.0, 6.0, 4.0], 2, 0.85, true),
        (&[0.0, 0.0], 1, 0.85, false),
        (&[], 1, 0.85, false),
    ] {
        assert_eq!(is_dominated(contributions, most, share), expected, "{contributions:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_small_can_be_worked_out_of_any_table(
        counts in proptest::collection::vec(prop_oneof![3 => 0_u32..6, 2 => 6_u32..60], 24),
        shape in 0_usize..4, margin in 1_u32..4,
    ) {
        let levels = |leaves: usize| {
            // Leaves in two halves, and the sum of those.
            let halves = (0..leaves).map(|leaf| Some(leaves + leaf * 2 / leaves));
            Tree::new(halves.chain([Some(leaves + 2); 2]).chain([None]).collect()).expect("a tree")
        };
        let dimensions = match shape {
            0 => vec![Tree::flat(24)],
            1 => vec![Tree::flat(6), Tree::flat(4)],
            2 => vec![levels(6), Tree::flat(4)],
            _ => vec![Tree::flat(4), Tree::flat(3), Tree::flat(2)],
        };
        let sizes: Vec<usize> = if shape == 0 { vec![24] } else if shape == 3 { vec![4, 3, 2] } else { vec![6, 4] };
        let grid = Grid::new(dimensions);
        let count = |at: &[usize]| {
            counts[at.iter().zip(&sizes).fold(0, |number, (place, size)| number * size + place)]
        };
        let table = grid.counted(THRESHOLD, count).expect("it adds up");
        // One more or one less of it in every sum is always possible, so that there is a move.
        let margin = f64::from(margin);
        let found = protect(&table, &Options { margin }).expect("it is protected");
        check_proved_by(&table, &found.hidden, margin);
    }
}
