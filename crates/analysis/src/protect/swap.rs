//! Moves of sums, and of cells in more than two dimensions: counts go from a few undivided cells to a few others, and every
//! sum of them that changes moves with them.
//!
//! Along each dimension a count is either taken from one place to another, after which every sum of both is as it was, or it
//! comes or goes, and all sums above it change. Something under the cell itself comes, so that it changes by the margin.

use super::{Standing, Table, Tree, attack::cost, cycle::Move, grid::Grid};

/// So many undivided places under the cell's own are tried along a dimension,
const UNDER: usize = 6;
/// and so many elsewhere, the nearest in the tree first.
const ELSEWHERE: usize = 20;

/// What happens along one dimension: places with a sign.
type Along = Vec<(usize, f64)>;

/// The cheapest such move of a cell by a margin that may be made either way; nothing where there is none, or the table is no
/// grid.
pub(super) fn cheapest(table: &Table, hidden: &[bool], at: usize, margin: f64) -> Option<Move> {
    let grid = table.grid.as_ref()?;
    let places = grid.places(at);
    let choices: Vec<Vec<Along>> =
        grid.dimensions().iter().zip(&places).map(|(tree, place)| choices(tree, *place)).collect();
    let mut best: Option<(f64, Move)> = None;
    each(&choices, &mut Vec::new(), &mut |along| {
        let Some(changed) = changed(table, grid, along, margin) else { return };
        let price = |cell: usize| if hidden[cell] { 0.0 } else { cost(table.cells[cell].value) };
        let whole: f64 = changed.iter().map(|(cell, _)| price(*cell)).sum();
        if best.as_ref().is_none_or(|(before, _)| whole < *before) {
            best = Some((whole, changed));
        }
    });
    best.map(|(_, found)| found)
}

/// What may happen along a dimension, for a cell of a place.
fn choices(tree: &Tree, place: usize) -> Vec<Along> {
    let is_under = |leaf: usize| tree.upwards(leaf).any(|above| above == place);
    let leaves = || (0..tree.len()).filter(|leaf| !tree.is_sum(*leaf));
    let own: Vec<usize> = leaves().filter(|leaf| is_under(*leaf)).take(UNDER).collect();
    let line: Vec<usize> = tree.upwards(place).collect();
    // How far up the two meet: the nearest first.
    let meets = |leaf: &usize| line.iter().position(|above| tree.upwards(*leaf).any(|other| other == *above));
    let mut others: Vec<usize> = leaves().filter(|leaf| !is_under(*leaf)).collect();
    others.sort_by_cached_key(meets);
    others.truncate(ELSEWHERE);
    let mut choices: Vec<Along> = Vec::new();
    for leaf in own {
        choices.push(vec![(leaf, 1.0)]);
        choices.extend(others.iter().map(|other| vec![(leaf, 1.0), (*other, -1.0)]));
    }
    choices
}

/// Every way to choose one thing along each dimension.
fn each<'a>(choices: &'a [Vec<Along>], taken: &mut Vec<&'a Along>, told: &mut impl FnMut(&[&'a Along])) {
    let Some(own) = choices.get(taken.len()) else {
        told(taken);
        return;
    };
    for one in own {
        taken.push(one);
        each(choices, taken, told);
        taken.pop();
    }
}

/// The undivided cells of a choice, each with its sign.
fn corners(along: &[&Along]) -> Vec<(Vec<usize>, f64)> {
    let mut corners: Vec<(Vec<usize>, f64)> = vec![(Vec::new(), 1.0)];
    for choice in along {
        let mut longer = Vec::with_capacity(corners.len() * choice.len());
        for (places, sign) in &corners {
            longer.extend(choice.iter().map(|(place, own)| ([&places[..], &[*place]].concat(), sign * own)));
        }
        corners = longer;
    }
    corners
}

/// What changes by a choice, all of it able to change either way; nothing where something cannot.
fn changed(table: &Table, grid: &Grid, along: &[&Along], margin: f64) -> Option<Move> {
    let can = |cell: usize, by: f64| {
        let own = table.cells[cell];
        own.standing != Standing::Known && own.value >= by.abs()
    };
    let corners = corners(along);
    // Most choices fail at an undivided cell in which nothing was counted.
    if !corners.iter().all(|(places, sign)| can(grid.number(places), sign * margin)) {
        return None;
    }
    let mut changes: Move = Vec::new();
    for (places, sign) in &corners {
        changes.extend(grid.sums_of(places).map(|cell| (cell, sign * margin)));
    }
    changes.sort_unstable_by_key(|(cell, _)| *cell);
    let mut whole: Move = Vec::with_capacity(changes.len());
    for (cell, by) in changes {
        match whole.last_mut().filter(|last| last.0 == cell) {
            Some(last) => last.1 += by,
            None => whole.push((cell, by)),
        }
    }
    whole.retain(|(_, by)| by.abs() > margin / 2.0);
    whole.iter().all(|(cell, by)| can(*cell, *by)).then_some(whole)
}
