//! The cheapest move of an undivided small cell among its neighbours in a grid: those with the same parents, so that no sum
//! changes.

use super::{Standing, Table, Tree, attack::cost};

/// A cell, and by how much it moves.
pub(super) type Move = Vec<(usize, f64)>;

/// The cheapest move of a cell by a margin that may be made either way; nothing where there is none, or the table is no grid of
/// one or two dimensions.
pub(super) fn cheapest(table: &Table, hidden: &[bool], at: usize, margin: f64) -> Option<Move> {
    let grid = table.grid.as_ref()?;
    let places = grid.places(at);
    // May be moved either way, and at what price.
    let price = |cell: usize| -> Option<f64> {
        let own = table.cells[cell];
        let is_free = own.standing != Standing::Known && own.value >= margin;
        is_free.then(|| if hidden[cell] { 0.0 } else { cost(own.value) })
    };
    price(at)?;
    // A sum moves only together with its parts, which are no neighbours of it.
    let undivided = |tree: &Tree, place: usize| -> Option<Vec<usize>> {
        (!tree.is_sum(place)).then_some(())?;
        Some(tree.parts(tree.above(place)?).filter(|part| !tree.is_sum(*part)).collect())
    };
    match (grid.dimensions(), &places[..]) {
        ([tree], [place]) => {
            let others = undivided(tree, *place)?.into_iter().filter(|other| other != place);
            let priced = others.filter_map(|other| Some((other, price(grid.number(&[other]))?)));
            let (other, _) = priced.min_by(|one, other| one.1.total_cmp(&other.1))?;
            Some(vec![(at, margin), (grid.number(&[other]), -margin)])
        }
        ([rows, columns], [row, column]) => {
            let (rows, columns) = (undivided(rows, *row)?, undivided(columns, *column)?);
            let cell = |row: usize, column: usize| grid.number(&[rows[row], columns[column]]);
            let start = rows.iter().position(|other| other == row)?;
            let end = columns.iter().position(|other| other == column)?;
            let price = |row: usize, column: usize| {
                price(cell(row, column)).filter(|_| (row, column) != (start, end))
            };
            let path = shortest((rows.len(), columns.len()), (start, end), price)?;
            // Along the way cells fall and rise in turn, so that every row and column keeps its sum.
            let signs = [-margin, margin].into_iter().cycle();
            let moved = path.into_iter().map(|(row, column)| cell(row, column)).zip(signs);
            Some(std::iter::once((at, margin)).chain(moved).collect())
        }
        _ => None,
    }
}

/// The cheapest way from a row to a column over cells, each of which joins its row to its column (Dijkstra).
fn shortest(
    (rows, columns): (usize, usize),
    (start, end): (usize, usize),
    price: impl Fn(usize, usize) -> Option<f64>,
) -> Option<Vec<(usize, usize)>> {
    let many = rows + columns;
    let mut far = vec![f64::INFINITY; many];
    let mut from: Vec<Option<usize>> = vec![None; many];
    let mut is_done = vec![false; many];
    far[start] = 0.0;
    loop {
        let next = (0..many).filter(|node| !is_done[*node] && far[*node].is_finite());
        let node = next.min_by(|one, other| far[*one].total_cmp(&far[*other]))?;
        if node == rows + end {
            break;
        }
        is_done[node] = true;
        let others = if node < rows { rows..many } else { 0..rows };
        for other in others.filter(|other| !is_done[*other]) {
            let (row, column) = if node < rows { (node, other - rows) } else { (other, node - rows) };
            let Some(price) = price(row, column) else { continue };
            // A step more is worth a little, so that of ways that cost nothing the shortest is taken.
            let whole = far[node] + price + 1e-9;
            if whole < far[other] {
                far[other] = whole;
                from[other] = Some(node);
            }
        }
    }
    let mut path = Vec::new();
    let mut node = rows + end;
    while let Some(before) = from[node] {
        path.push(if node < rows { (node, before - rows) } else { (before, node - rows) });
        node = before;
    }
    path.reverse();
    Some(path)
}
