//! The table of sdcTable's microdata.

use super::super::{Grid, Options, Tree, protect};
use std::{fs, path::PathBuf};

#[test]
#[expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
fn the_table_of_regions_hides_what_the_reference_hides() {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/anchors/G_sdctable/microdata1.csv");
    let Ok(text) = fs::read_to_string(path) else {
        eprintln!("NOT RUN: G_sdctable/microdata1.csv is not beside the project");
        return;
    };
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect())
        .collect();
    let (regions, kinds) = (["A", "B", "C", "D"], ["female", "male"]);
    let count = |at: &[usize]| {
        let own = rows.iter().filter(|row| row[0] == regions[at[0]] && row[1] == kinds[at[1]]);
        u32::try_from(own.count()).expect("a count")
    };
    let grid = Grid::new(vec![Tree::flat(4), Tree::flat(2)]);
    let table = grid.counted(5, count).expect("it adds up");
    assert_eq!(table.cells()[grid.number(&[4, 2])].value, 100.0);
    let found = protect(&table, &Options::default()).expect("it is protected");
    // Of fifteen cells in the reference's order, totals first: 5, 6, 11 and 12 are not published.
    let order = |places: &[usize]| {
        let (row, column) = ((places[0] + 1) % 5, (places[1] + 1) % 3);
        row * 3 + column + 1
    };
    let mut hidden: Vec<usize> =
        grid.cells().filter(|cell| found.hidden[grid.number(cell)]).map(|cell| order(&cell)).collect();
    hidden.sort_unstable();
    assert_eq!(hidden, [5, 6, 11, 12]);
}
