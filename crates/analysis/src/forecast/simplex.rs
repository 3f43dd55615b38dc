//! The least value of a function without slopes (J. Nelder & R. Mead, A simplex method for function minimization, Computer
//! Journal 7, 1965; steps that suit many dimensions after F. Gao & L. Han, Computational Optimization and Applications 51, 2012).

/// Where it ends.
#[derive(Clone, Debug)]
pub(super) struct Least {
    pub(super) at: Vec<f64>,
    pub(super) value: f64,
}

/// Looks for the least value from a start; `steps` are how far the first points lie from it. Points where nothing can be told
/// are infinite.
pub(super) fn least(start: &[f64], steps: &[f64], most: usize, of: &mut dyn FnMut(&[f64]) -> f64) -> Least {
    let count = start.len();
    let value = of(start);
    if count == 0 {
        return Least { at: Vec::new(), value };
    }
    let many = (count as f64).max(2.0);
    let (stretch, shrink_in, shrink) = (1.0 + 2.0 / many, 0.75 - 0.5 / many, 1.0 - 1.0 / many);
    let mut points = corners(start, value, steps, of);
    let mut asked = count + 1;
    let (mut centre, mut trial, mut further) = (vec![0.0; count], vec![0.0; count], vec![0.0; count]);
    while asked < most {
        points.sort_by(|one, other| one.value.total_cmp(&other.value));
        let (best, worst) = (points[0].value, points[count].value);
        let second = points[count - 1].value;
        if worst - best <= 1e-9 * (best.abs() + 1e-9) {
            break;
        }
        centre.fill(0.0);
        for point in &points[..count] {
            centre.iter_mut().zip(&point.at).for_each(|(sum, cell)| *sum += cell / count as f64);
        }
        // Away from the worst point, through the centre of all others.
        place(&mut trial, &centre, &points[count].at, -1.0);
        let reflected = of(&trial);
        asked += 1;
        let along = if reflected < best {
            -stretch
        } else if reflected < second {
            put(&mut points[count], &trial, reflected);
            continue;
        } else if reflected < worst {
            -shrink_in
        } else {
            shrink_in
        };
        place(&mut further, &centre, &points[count].at, along);
        let value = of(&further);
        asked += 1;
        if value < reflected.min(worst) {
            put(&mut points[count], &further, value);
            continue;
        }
        if reflected < best {
            put(&mut points[count], &trial, reflected);
            continue;
        }
        let (first, others) = points.split_at_mut(1);
        for point in others {
            for (cell, best) in point.at.iter_mut().zip(&first[0].at) {
                *cell = best + shrink * (*cell - best);
            }
            point.value = of(&point.at);
        }
        asked += count;
    }
    points.sort_by(|one, other| one.value.total_cmp(&other.value));
    points.swap_remove(0)
}

/// The start, and a point beside it along each axis: on the other side where nothing can be told on this one.
fn corners(start: &[f64], value: f64, steps: &[f64], of: &mut dyn FnMut(&[f64]) -> f64) -> Vec<Least> {
    let mut points = vec![Least { at: start.to_vec(), value }];
    for (axis, step) in steps.iter().enumerate() {
        let mut at = start.to_vec();
        at[axis] += step;
        let mut value = of(&at);
        if !value.is_finite() {
            at[axis] = start[axis] - step;
            value = of(&at);
        }
        points.push(Least { at, value });
    }
    points
}

/// Puts a point so far along the way from a centre to another.
fn place(point: &mut [f64], centre: &[f64], other: &[f64], along: f64) {
    for ((cell, centre), other) in point.iter_mut().zip(centre).zip(other) {
        *cell = centre + along * (other - centre);
    }
}

fn put(point: &mut Least, at: &[f64], value: f64) {
    point.at.copy_from_slice(at);
    point.value = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_valley_is_followed_to_its_end() {
        let mut of = |at: &[f64]| (1.0 - at[0]).powi(2) + 100.0 * (at[1] - at[0] * at[0]).powi(2);
        let found = least(&[-1.2, 1.0], &[0.1, 0.1], 4000, &mut of);
        assert!((found.at[0] - 1.0).abs() < 1e-3 && (found.at[1] - 1.0).abs() < 1e-3, "{:?}", found.at);
    }
}
