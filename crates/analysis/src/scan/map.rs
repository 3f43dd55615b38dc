//! The windows of a map: circles, ellipses, and connected shapes around each place.

use super::{
    Column, Coordinates, Refusal, Table, Wrong,
    distances::{Far, by_distance, equally_far},
    flexible,
};

/// The shapes of windows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shapes {
    /// Circles around each place (Kulldorff 1997). What is equally far from the centre enters together.
    Circles,
    /// Ellipses around each place, circles among them where the shape 1 is given (Kulldorff, Huang, Pickle & Duczmal 2006).
    /// Only on a plane.
    Ellipses {
        /// The long axis by the short one (1 or more), with how many angles there are of it; the angles are spread evenly over
        /// 180 degrees.
        shapes: Vec<(f64, usize)>,
        /// The angle of the first, in degrees from the first axis of the plane towards the second.
        first_angle: f64,
        /// The log-likelihood ratio is multiplied by `(4 shape / (shape + 1)²)` to this power: 0 does not punish long windows.
        penalty: f64,
    },
    /// Every connected set of places that holds a place and otherwise some of its nearest (Tango & Takahashi 2005).
    Flexible {
        /// For each place those that border on it.
        neighbours: Vec<Vec<usize>>,
        /// How many places a window may hold: the centre and its nearest.
        nearest: usize,
    },
}

impl Shapes {
    /// The ellipses commonly tried: shapes 1, 1.5, 2, 3, 4 and 5 with 1, 4, 6, 9, 12 and 15 angles, beginning with a long
    /// axis along the second axis of the plane.
    pub fn ellipses(penalty: f64) -> Self {
        let shapes = vec![(1.0, 1), (1.5, 4), (2.0, 6), (3.0, 9), (4.0, 12), (5.0, 15)];
        Shapes::Ellipses { shapes, first_angle: 90.0, penalty }
    }
}

/// One place more: a zone is its place and the places of the steps before it with lesser depths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) place: u32,
    /// How many places the zone holds.
    pub(super) depth: u16,
    /// False where the next step must be taken too, since it is equally far.
    pub(super) whole: bool,
}

/// The steps of one centre and one shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chain {
    pub(super) centre: u32,
    pub(super) from: usize,
    pub(super) until: usize,
    /// Of an ellipse: its shape and angle; of a circle 1 and 0.
    pub(super) ellipse: (f64, f64),
    /// What the ratio is multiplied by.
    pub(super) penalty: f64,
}

/// All windows of a map, made once for many scans.
///
/// ```
/// use danvan_analysis::scan::{Coordinates, Map, Shapes};
///
/// let coordinates = Coordinates::Plane(vec![[0.0, 0.0], [1.0, 0.0], [0.0, 3.0]]);
/// let map = Map::new(coordinates, &Shapes::Circles, None)?;
/// assert_eq!(map.places(), 3);
/// assert_eq!(map.windows(), 9);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
#[derive(Clone, Debug)]
pub struct Map {
    pub(super) coordinates: Coordinates,
    pub(super) chains: Vec<Chain>,
    pub(super) steps: Vec<Step>,
}

impl Map {
    /// Makes the windows of a map. `reach` is the greatest distance of a place from a window's centre: kilometres on the
    /// globe, else the unit of the plane (of ellipses, by the short axis).
    ///
    /// # Errors
    /// Fewer than two places, coordinates that are no numbers or not on the globe, ellipses on a globe or with shapes
    /// below 1, neighbours that are unknown or not one list for each place.
    pub fn new(coordinates: Coordinates, shapes: &Shapes, reach: Option<f64>) -> Result<Self, Refusal> {
        coordinates.check()?;
        if reach.is_some_and(|reach| reach.is_nan() || reach < 0.0) {
            return Err(choice("the greatest distance", "zero or more"));
        }
        let mut map = Map { coordinates, chains: Vec::new(), steps: Vec::new() };
        match shapes {
            Shapes::Circles => map.ellipses(&[(1.0, 1)], 0.0, 0.0, reach),
            Shapes::Ellipses { shapes, first_angle, penalty } => {
                let possible =
                    |(shape, angles): &(f64, usize)| shape.is_finite() && *shape >= 1.0 && *angles > 0;
                if shapes.is_empty() || !shapes.iter().all(possible) {
                    let must = "1 or more, each with an angle or more";
                    return Err(choice("the shapes of ellipses", must));
                }
                if matches!(map.coordinates, Coordinates::Globe(_)) {
                    return Err(choice("coordinates of ellipses", "on a plane"));
                }
                if !penalty.is_finite() || *penalty < 0.0 || !first_angle.is_finite() {
                    return Err(choice("the penalty of ellipses", "zero or more"));
                }
                map.ellipses(shapes, *first_angle, *penalty, reach);
            }
            Shapes::Flexible { neighbours, nearest } => map.flexible(neighbours, *nearest, reach)?,
        }
        Ok(map)
    }

    /// How many places it has.
    pub fn places(&self) -> usize {
        self.coordinates.pairs().len()
    }

    /// How many windows there are around all places, the same set around several centres counted for each.
    pub fn windows(&self) -> usize {
        self.steps.iter().filter(|step| step.whole).count()
    }

    fn ellipses(&mut self, shapes: &[(f64, usize)], first_angle: f64, penalty: f64, reach: Option<f64>) {
        let mut order: Vec<Far> = Vec::new();
        for centre in 0..self.places() {
            for &(shape, angles) in shapes {
                for at in 0..angles {
                    let angle = first_angle + 180.0 * at as f64 / angles as f64;
                    by_distance(&self.coordinates, centre, shape, angle, &mut order);
                    self.keep_within(&mut order, reach);
                    let penalty = (4.0 * shape / (shape + 1.0).powi(2)).powf(penalty);
                    self.chain(centre, (shape, angle % 180.0), penalty, &order);
                }
            }
        }
    }

    /// Leaves out what is farther than may be.
    fn keep_within(&self, order: &mut Vec<Far>, reach: Option<f64>) {
        if let Some(reach) = reach {
            let limit = if matches!(self.coordinates, Coordinates::Globe(_)) { reach } else { reach * reach };
            let kept = order.partition_point(|(far, _)| *far <= limit || equally_far(*far, limit));
            order.truncate(kept);
        }
    }

    fn chain(&mut self, centre: usize, ellipse: (f64, f64), penalty: f64, order: &[Far]) {
        let from = self.steps.len();
        self.steps.extend(order.iter().enumerate().map(|(at, (far, place))| Step {
            place: *place,
            depth: (at + 1) as u16,
            whole: order.get(at + 1).is_none_or(|next| !equally_far(*far, next.0)),
        }));
        self.chains.push(Chain { centre: centre as u32, from, until: self.steps.len(), ellipse, penalty });
    }

    fn flexible(
        &mut self,
        neighbours: &[Vec<usize>],
        nearest: usize,
        reach: Option<f64>,
    ) -> Result<(), Refusal> {
        let places = self.places();
        if neighbours.len() != places {
            let wrong = Wrong::Length { expected: places, found: neighbours.len() };
            return Err(Refusal::from(wrong).within(Table::Neighbours));
        }
        for (row, list) in neighbours.iter().enumerate() {
            if let Some(value) = list.iter().copied().find(|place| *place >= places) {
                let wrong = Wrong::Unknown { value, below: places };
                return Err(wrong.at(row + 1, Column::named("neighbour")).within(Table::Neighbours));
            }
        }
        if !(1..=flexible::MOST).contains(&nearest) {
            return Err(choice("the places of a flexible window", "1 to 30"));
        }
        let mut order: Vec<Far> = Vec::new();
        for centre in 0..places {
            by_distance(&self.coordinates, centre, 1.0, 0.0, &mut order);
            // The centre is in its own window even where another place is at the same spot.
            if let Some(own) = order.iter().position(|(_, place)| *place as usize == centre) {
                order[..=own].rotate_right(1);
            }
            self.keep_within(&mut order, reach);
            order.truncate(nearest);
            let from = self.steps.len();
            flexible::connected(&order, neighbours, &mut self.steps);
            let until = self.steps.len();
            self.chains.push(Chain { centre: centre as u32, from, until, ellipse: (1.0, 0.0), penalty: 1.0 });
        }
        Ok(())
    }
}

fn choice(option: &'static str, must: &'static str) -> Refusal {
    Wrong::Choice { option, value: None, must }.into()
}
