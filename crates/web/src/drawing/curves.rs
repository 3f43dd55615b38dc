//! Curves: the small one beside a number, and the trend of a period beside the one before.

/// The small curve's box: as wide as its column, 300 by 50 units.
const SPARK: (f64, f64) = (300.0, 50.0);

/// A small curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spark {
    /// The line, as `points` says it; empty where there is nothing to draw.
    pub points: String,
    /// The usual level: its height, when one is known.
    pub usual: Option<String>,
    /// From where on a value stands out, as `points` says it; empty where that is not known.
    pub limit: String,
    /// The last point.
    pub last: Option<(String, String)>,
    /// Whether the last point is out of the usual.
    pub is_unusual: bool,
}

impl Spark {
    /// Draws values in order; `None` leaves a point out. With `usual`, a dashed line stands at that height.
    pub fn draw(values: &[Option<f64>], usual: Option<f64>, is_unusual: bool) -> Self {
        Self::drawn(values, &[], usual, is_unusual)
    }

    /// Draws values in order below a limit that goes with them.
    pub fn below(values: &[Option<f64>], limit: &[Option<f64>], is_unusual: bool) -> Self {
        Self::drawn(values, limit, None, is_unusual)
    }

    fn drawn(values: &[Option<f64>], limit: &[Option<f64>], usual: Option<f64>, is_unusual: bool) -> Self {
        let known = values.iter().chain(limit).flatten().copied().chain(usual);
        let (low, high) = known
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if values.iter().flatten().count() < 2 {
            return Self::default();
        }
        // A flat line stands in the middle rather than on an edge.
        let (low, high) = if high > low { (low, high) } else { (low - 1.0, high + 1.0) };
        let (width, height) = SPARK;
        let y = |value: f64| format!("{:.1}", height - 5.0 - (value - low) / (high - low) * (height - 10.0));
        let step = (width - 10.0) / (values.len() - 1) as f64;
        let places = |values: &[Option<f64>]| -> Vec<(String, String)> {
            let place = |(at, value): (usize, &Option<f64>)| {
                Some((format!("{:.1}", 5.0 + at as f64 * step), y((*value)?)))
            };
            values.iter().enumerate().filter_map(place).collect()
        };
        let points = |places: &[(String, String)]| {
            places.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
        };
        let (limit, places) = (places(limit), places(values));
        Self {
            points: points(&places),
            limit: if limit.len() > 1 { points(&limit) } else { String::new() },
            usual: usual.map(y),
            last: places.last().cloned(),
            is_unusual,
        }
    }
}

/// One step of a trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is said on pointing at it.
    pub title: String,
    /// How many; `None` where it may not be shown.
    pub count: Option<u64>,
    /// How many at the same place of the period before, when it is compared.
    pub before: Option<u64>,
    /// What stands under it; empty where there is no room.
    pub label: String,
}

/// A bar of the trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: String,
    /// Upper edge.
    pub y: String,
    /// Width.
    pub width: String,
    /// Height.
    pub height: String,
    /// What is said on pointing at it.
    pub title: String,
}

/// Words at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where, across.
    pub x: String,
    /// Where, down.
    pub y: String,
    /// The words.
    pub text: String,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
}

/// A trend, ready for its template: a box of 580 by 180 units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// This period.
    pub bars: Vec<Bar>,
    /// The period before, as a line of steps; empty when it is not compared.
    pub before: String,
    /// Lines across, at round heights.
    pub grid: Vec<String>,
    /// Words.
    pub labels: Vec<Label>,
}

const TREND: (f64, f64) = (580.0, 180.0);
/// Left of the bars stand the numbers, under them the days.
const LEFT: f64 = 40.0;
const UNDER: f64 = 24.0;
const ABOVE: f64 = 10.0;

impl Trend {
    /// Draws steps; `write` says a round number as the reader writes it.
    pub fn draw(steps: &[Step], write: impl Fn(u64) -> String) -> Self {
        let counts = steps.iter().flat_map(|step| [step.count, step.before]).flatten();
        let largest = counts.max().unwrap_or(0);
        if steps.is_empty() {
            return Self::default();
        }
        let grid = round_steps(largest);
        let top = grid.last().copied().unwrap_or(1).max(1) as f64;
        let floor = TREND.1 - UNDER;
        let y = |count: u64| floor - count as f64 / top * (floor - ABOVE);
        let pitch = (TREND.0 - LEFT) / steps.len() as f64;
        let left = |at: usize| LEFT + at as f64 * pitch;
        let gap = (pitch * 0.18).min(6.0);
        let bars = steps.iter().enumerate().filter_map(|(at, step)| {
            let count = step.count?;
            Some(Bar {
                x: format!("{:.1}", left(at) + gap / 2.0),
                y: format!("{:.1}", y(count)),
                width: format!("{:.1}", pitch - gap),
                height: format!("{:.1}", floor - y(count)),
                title: step.title.clone(),
            })
        });
        Self {
            bars: bars.collect(),
            before: steps_path(steps, left, y),
            grid: grid.iter().map(|count| format!("{:.1}", y(*count))).collect(),
            labels: labels(steps, &grid, pitch, y, write),
        }
    }
}

fn steps_path(steps: &[Step], left: impl Fn(usize) -> f64, y: impl Fn(u64) -> f64) -> String {
    let mut path = String::new();
    let mut is_drawing = false;
    for (at, step) in steps.iter().enumerate() {
        match step.before {
            Some(before) => {
                let command = if is_drawing { 'L' } else { 'M' };
                let (from, to, height) = (left(at), left(at + 1), y(before));
                path.push_str(&format!("{command}{from:.1} {height:.1}H{to:.1}"));
                is_drawing = true;
            }
            None => is_drawing = false,
        }
    }
    path
}

fn labels(
    steps: &[Step],
    grid: &[u64],
    pitch: f64,
    y: impl Fn(u64) -> f64,
    write: impl Fn(u64) -> String,
) -> Vec<Label> {
    let heights = grid.iter().map(|count| Label {
        x: format!("{:.1}", LEFT - 6.0),
        y: format!("{:.1}", y(*count) + 4.0),
        text: write(*count),
        anchor: "end",
    });
    let days = steps.iter().enumerate().filter(|(_, step)| !step.label.is_empty()).map(|(at, step)| Label {
        x: format!("{:.1}", LEFT + (at as f64 + 0.5) * pitch),
        y: format!("{:.1}", TREND.1 - 6.0),
        text: step.label.clone(),
        anchor: "middle",
    });
    heights.chain(days).collect()
}

/// Round heights from nothing to at least the largest, at most four above nothing.
fn round_steps(largest: u64) -> Vec<u64> {
    let mut unit = 1_u64;
    loop {
        for step in [unit, unit.saturating_mul(2), unit.saturating_mul(5)] {
            if largest.div_ceil(step) <= 4 {
                return (0..=largest.div_ceil(step).max(1)).map(|at| at * step).collect();
            }
        }
        unit = unit.saturating_mul(10);
    }
}
