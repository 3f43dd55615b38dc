//! The least value of a function whose slopes are known (C. Broyden, R. Fletcher, D. Goldfarb and D. Shanno, 1970; J. Nocedal &
//! S. Wright, Numerical Optimization, 2nd edition 2006, chapter 6).

/// What can still be won is less than about half of this: it is the end.
const ENOUGH: f64 = 1e-8;
/// No coordinate goes further at once, so that none runs away to where a function is flat.
const FURTHEST: f64 = 2.0;
/// A step that wins less than this part of what its slope promises is too long.
const PROMISED: f64 = 1e-4;

/// Where the least value was found, and the value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lowest<const N: usize> {
    pub(super) at: [f64; N],
    pub(super) value: f64,
}

/// Goes down from a start until nothing is to be won, or so many steps. `of` gives the value at a point and writes its slopes.
pub(super) fn lowest<const N: usize>(
    start: [f64; N],
    most: usize,
    mut of: impl FnMut(&[f64; N], &mut [f64; N]) -> f64,
) -> Lowest<N> {
    let mut slopes = [0.0; N];
    let mut here = Lowest { at: start, value: of(&start, &mut slopes) };
    let mut bend = Bend::new();
    for _ in 0..most {
        let mut step = bend.step(&slopes);
        let mut fall = product(&step, &slopes);
        if fall >= 0.0 || fall.is_nan() {
            bend = Bend::new();
            step = bend.step(&slopes);
            fall = product(&step, &slopes);
        }
        if fall.is_nan() || fall > -ENOUGH {
            break;
        }
        let far = step.iter().fold(0.0_f64, |far, cell| far.max(cell.abs()));
        if far > FURTHEST {
            step.iter_mut().for_each(|cell| *cell *= FURTHEST / far);
            fall *= FURTHEST / far;
        }
        let mut part = 1.0;
        let (there, new) = loop {
            let mut at = here.at;
            at.iter_mut().zip(&step).for_each(|(cell, step)| *cell += part * step);
            let mut new = [0.0; N];
            let value = of(&at, &mut new);
            if value <= here.value + PROMISED * part * fall {
                break (Lowest { at, value }, new);
            }
            // To where a parabola through what is known is least, but not too near and not too far.
            let bent = value - here.value - part * fall;
            let next = -fall * part * part / (2.0 * bent);
            part = if next.is_finite() { next.clamp(0.1 * part, 0.5 * part) } else { 0.1 * part };
            if part < 1e-8 {
                return here;
            }
        };
        let moved: [f64; N] = std::array::from_fn(|at| there.at[at] - here.at[at]);
        let turned: [f64; N] = std::array::from_fn(|at| new[at] - slopes[at]);
        bend.learn(&moved, &turned);
        (here, slopes) = (there, new);
    }
    here
}

/// What is known of how slopes change: the inverse of the second derivatives, about.
struct Bend<const N: usize> {
    inverse: [[f64; N]; N],
    is_new: bool,
}

impl<const N: usize> Bend<N> {
    fn new() -> Self {
        Self { inverse: diagonal(1.0), is_new: true }
    }

    fn step(&self, slopes: &[f64; N]) -> [f64; N] {
        let step = self.inverse.map(|row| -product(&row, slopes));
        if !self.is_new {
            return step;
        }
        // Nothing is known of how far: not far.
        let far = product(&step, &step).sqrt().max(1e-12);
        step.map(|cell| cell * (0.5 / far).min(1.0))
    }

    fn learn(&mut self, moved: &[f64; N], turned: &[f64; N]) {
        let both = product(moved, turned);
        if both.is_nan() || both <= 1e-12 * product(moved, moved) {
            return;
        }
        if self.is_new {
            self.inverse = diagonal(both / product(turned, turned));
            self.is_new = false;
        }
        let applied = self.inverse.map(|row| product(&row, turned));
        let whole = (1.0 + product(turned, &applied) / both) / both;
        for (row, cells) in self.inverse.iter_mut().enumerate() {
            for (column, cell) in cells.iter_mut().enumerate() {
                *cell += whole * moved[row] * moved[column]
                    - (applied[row] * moved[column] + moved[row] * applied[column]) / both;
            }
        }
    }
}

fn diagonal<const N: usize>(value: f64) -> [[f64; N]; N] {
    std::array::from_fn(|row| std::array::from_fn(|column| if row == column { value } else { 0.0 }))
}

fn product<const N: usize>(one: &[f64; N], other: &[f64; N]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_valley_is_followed_to_its_end() {
        let found = lowest([-1.2, 1.0], 200, |at, slopes| {
            let off = at[1] - at[0] * at[0];
            *slopes = [-2.0 * (1.0 - at[0]) - 400.0 * off * at[0], 200.0 * off];
            (1.0 - at[0]).powi(2) + 100.0 * off.powi(2)
        });
        assert!((found.at[0] - 1.0).abs() < 1e-3 && (found.at[1] - 1.0).abs() < 1e-3, "{found:?}");
        assert!(found.value < 1e-7);
    }

    #[test]
    fn what_is_flat_far_away_ends_where_nothing_is_to_be_won() {
        let found = lowest([3.0], 100, |at, slopes| {
            let part = 1.0 / (1.0 + (-at[0]).exp());
            *slopes = [-part * (1.0 - part)];
            -part
        });
        assert!(found.value < -0.999_99, "{found:?}");
    }
}
