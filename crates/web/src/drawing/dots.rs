//! Places as dots with their intervals, so that what cannot be told apart is not ranked.

use danvan_analysis::intervals::Estimate;

/// One place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Where the row leads.
    pub href: String,
    /// What is said on pointing at it.
    pub title: String,
    /// The value with its interval.
    pub estimate: Estimate,
}

/// A row of the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The place's name.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// What is said on pointing at it.
    pub title: String,
    /// Height of the row's middle.
    pub y: String,
    /// Base line of the name.
    pub base: String,
    /// The interval's ends and the dot.
    pub low: String,
    /// Right end.
    pub high: String,
    /// The value itself.
    pub dot: String,
}

/// A dot plot, ready for its template: 460 units wide.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// The rows from the top.
    pub rows: Vec<Row>,
    /// How high the box is.
    pub height: String,
    /// The value of the whole: its line.
    pub whole: Option<String>,
    /// Which side of its line its words stand.
    pub whole_anchor: &'static str,
    /// Lower end of the line of the whole.
    pub foot: String,
    /// Base line of the words under it.
    pub base: String,
}

const WIDTH: f64 = 460.0;
const NAMES: f64 = 150.0;
const ROW: f64 = 22.0;

impl Dots {
    /// Draws places in the order given, with a line for the whole.
    pub fn draw(places: &[Place], whole: Option<f64>) -> Self {
        let largest = places.iter().map(|place| place.estimate.high).chain(whole).fold(0.0_f64, f64::max);
        let scale = if largest > 0.0 { (WIDTH - NAMES - 12.0) / largest } else { 0.0 };
        let x = |value: f64| NAMES + value * scale;
        let rows = places.iter().enumerate().map(|(at, place)| {
            let y = 16.0 + at as f64 * ROW;
            Row {
                name: place.name.clone(),
                href: place.href.clone(),
                title: place.title.clone(),
                y: format!("{y:.1}"),
                base: format!("{:.1}", y + 4.5),
                low: format!("{:.1}", x(place.estimate.low)),
                high: format!("{:.1}", x(place.estimate.high)),
                dot: format!("{:.1}", x(place.estimate.value)),
            }
        });
        let foot = 8.0 + places.len() as f64 * ROW;
        let is_right = whole.is_some_and(|value| x(value) > WIDTH * 0.7);
        Self {
            rows: rows.collect(),
            height: format!("{:.0}", foot + 20.0),
            whole: whole.map(|value| format!("{:.1}", x(value))),
            whole_anchor: if is_right { "end" } else { "middle" },
            foot: format!("{foot:.1}"),
            base: format!("{:.1}", foot + 15.0),
        }
    }
}
