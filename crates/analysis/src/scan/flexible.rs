//! Every connected set of places around a centre, each once.

use super::{distances::Far, map::Step};

/// More places than this cannot be tried: their sets are too many.
pub(super) const MOST: usize = 30;

/// Adds a step for each connected set that holds the first of `order` and otherwise only places of it, so that each set
/// follows the one it extends.
///
/// A set grows by one of the places that border on it; those tried before are barred below, so that no set is met twice
/// (the reverse search of Wernicke 2006, rooted in the centre).
pub(super) fn connected(order: &[Far], neighbours: &[Vec<usize>], steps: &mut Vec<Step>) {
    let mut borders = [0_u32; MOST];
    for (at, (_, place)) in order.iter().enumerate() {
        for (other_at, (_, other)) in order.iter().enumerate() {
            // Who borders on whom is mutual, even if only one of both says so.
            if at != other_at
                && (neighbours[*place as usize].contains(&(*other as usize))
                    || neighbours[*other as usize].contains(&(*place as usize)))
            {
                borders[at] |= 1 << other_at;
            }
        }
    }
    if let Some((_, centre)) = order.first() {
        steps.push(Step { place: *centre, depth: 1, whole: true });
        grow(order, &borders, 1, borders[0], 1, steps);
    }
}

/// Extends a set by each place of `open`, that border on it and are not barred; `met` are the set and all barred places.
fn grow(
    order: &[Far],
    borders: &[u32; MOST],
    depth: u16,
    mut open: u32,
    mut met: u32,
    steps: &mut Vec<Step>,
) {
    while open != 0 {
        let next = open.trailing_zeros() as usize;
        open &= open - 1;
        met |= 1 << next;
        steps.push(Step { place: order[next].1, depth: depth + 1, whole: true });
        grow(order, borders, depth + 1, (open | borders[next]) & !met, met, steps);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_connected_set_is_met_once() {
        // A ring of six with one chord.
        let neighbours: Vec<Vec<usize>> =
            vec![vec![1, 5, 3], vec![0, 2], vec![1, 3], vec![2, 4], vec![3, 5], vec![4, 0]];
        let order: Vec<Far> = (0..6).map(|place| (f64::from(place), place)).collect();
        let mut steps = Vec::new();
        connected(&order, &neighbours, &mut steps);
        let (mut path, mut found) = (Vec::new(), HashSet::new());
        for step in &steps {
            path.truncate(usize::from(step.depth) - 1);
            path.push(step.place);
            let set = path.iter().fold(0_u32, |set, place| set | 1 << place);
            assert!(found.insert(set), "{set:b} twice");
        }
        let borders =
            |one: usize, other: usize| neighbours[one].contains(&other) || neighbours[other].contains(&one);
        let is_connected = |set: u32| {
            let mut met = 1_u32;
            for _ in 0..6 {
                for one in 0..6 {
                    for other in 0..6 {
                        if met & 1 << one != 0 && set & 1 << other != 0 && borders(one, other) {
                            met |= 1 << other;
                        }
                    }
                }
            }
            met == set
        };
        let expected: HashSet<u32> = (0..64).filter(|set| set & 1 == 1 && is_connected(*set)).collect();
        assert_eq!(found, expected);
    }
}
