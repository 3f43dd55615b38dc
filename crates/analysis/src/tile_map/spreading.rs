//! Spreading points until none is nearer to another than one tile.

/// Rounds with a pull back, then rounds without, so that the last word belongs to the distance.
const PULLED: usize = 240;
const FREE: usize = 120;

/// How much of the way home a point goes in a round.
const PULL: f64 = 0.03;

/// The points, apart by about one tile and near where they were.
pub(super) fn spread(home: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut points = home.to_vec();
    for round in 0..PULLED + FREE {
        let moved = push_apart(&mut points);
        if round < PULLED {
            for (point, home) in points.iter_mut().zip(home) {
                point.0 += (home.0 - point.0) * PULL;
                point.1 += (home.1 - point.1) * PULL;
            }
        } else if !moved {
            break;
        }
    }
    points
}

/// Pushes every pair nearer than a tile half of what it lacks; says whether any was much too near.
fn push_apart(points: &mut [(f64, f64)]) -> bool {
    // Sorted by x, only points within one tile to the east need a look.
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|one, other| points[*one].0.total_cmp(&points[*other].0).then(one.cmp(other)));
    let mut shift = vec![(0.0, 0.0); points.len()];
    let mut moved = false;
    for (place, one) in order.iter().copied().enumerate() {
        for other in order[place + 1..].iter().copied() {
            let (mut x, mut y) = (points[other].0 - points[one].0, points[other].1 - points[one].1);
            if x > 1.0 {
                break;
            }
            let mut distance = x.hypot(y);
            if distance >= 1.0 {
                continue;
            }
            moved |= distance < 0.98;
            if distance < 1e-6 {
                // Points on one spot part in directions of their own: the golden angle times their place in the list.
                let angle = 2.399_963_229_728_653 * (one + other) as f64;
                (x, y, distance) = (angle.cos(), angle.sin(), 1.0);
            }
            let push = 0.5 * (1.0 - x.hypot(y).min(0.999)).max(0.05) / distance;
            shift[one] = (shift[one].0 - x * push, shift[one].1 - y * push);
            shift[other] = (shift[other].0 + x * push, shift[other].1 + y * push);
        }
    }
    for (point, shift) in points.iter_mut().zip(shift) {
        // In a crowd the pushes add up; a point never jumps over its neighbours.
        let size = f64::hypot(shift.0, shift.1);
        let factor = if size > 0.4 { 0.4 / size } else { 1.0 };
        *point = (point.0 + shift.0 * factor, point.1 + shift.1 * factor);
    }
    moved
}
