//! Figures of a unit for any period, topic and day's structure, read from tallies alone.

mod blocks;
mod carrying;
mod counted;
mod kept;
mod laid;
mod overview;
mod pieces;
mod protection;
mod sheets;
mod sums;
mod table;
mod trend;
mod turns;
mod voices;

pub(crate) use carrying::Target;
pub use counted::{Listed, Part, list_counted, may_list};
pub use danvan_reports::{Sheet, picture::png};
pub(crate) use kept::Kept;
pub(crate) use overview::check_period;
pub use overview::{LONGEST, overview};
pub use sheets::{MOST_ROWS, counted_sheet, overview_sheet};
pub(crate) use sums::Reader;
pub use table::csv;
pub(crate) use voices::each_voice;

use danvan_analysis::intervals::{self, Estimate};
use danvan_domain::{
    ids::UnitId,
    tallies::{Counted, Counts, Measure},
    time::Day,
    units::{Level, Population, Quality},
};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// Of which unit; it stands on the structure's day.
    pub unit: UnitId,
    /// First day of the period.
    pub from: Day,
    /// Last day, included.
    pub to: Day,
    /// A topic with everything below it, or `all`.
    pub topic: String,
    /// On the structure of which day.
    pub on_structure: Day,
    /// First day of an equally long period to compare with; the one just before when not said.
    pub compare: Option<Day>,
    /// Of what the trend is drawn, and what a list holds.
    pub measure: Counted,
}

/// A figure as it may be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Told<T> {
    /// There is nothing to tell: no answers, no people known.
    Nothing,
    /// It would point to few people.
    Hidden,
    /// The figure.
    Value(T),
}

impl<T> Told<T> {
    /// The figure when there is one.
    pub fn value(&self) -> Option<&T> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }

    pub(crate) fn of(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Self::Value)
    }
}

/// A share with what it counts and its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// How many.
    pub part: i64,
    /// Of how many.
    pub whole: i64,
    /// Part of whole, from 0 to 1, with Wilson's interval.
    pub estimate: Estimate,
}

impl Share {
    fn of(part: i64, whole: i64) -> Option<Self> {
        let estimate = intervals::share(u64::try_from(part).ok()?, u64::try_from(whole).ok()?)?;
        Some(Self { part, whole, estimate })
    }
}

/// A count per 10,000 people with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Cases received in the period per 10,000 people, with the exact Poisson interval.
    pub estimate: Estimate,
    /// The people counted on, with the vintage of that count.
    pub population: Population,
}

/// The figures of a unit or row.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Cases that came in.
    pub received: Told<i64>,
    /// Observations of every severity.
    pub heard: Told<i64>,
    /// Of the cases first answered or refused in the period, those in time.
    pub on_time: Told<Share>,
    /// Of those who said so, those who said "solved".
    pub solved: Told<Share>,
    /// Of answers and refusals, the refusals.
    pub refused: Told<Share>,
    /// Reopenings per answers and refusals.
    pub reopened: Told<Share>,
    /// Cases received per 10,000 people.
    pub rate: Told<Rate>,
    /// Every count, when the reader may see them unprotected.
    pub counts: Option<Counts>,
}

impl Figures {
    /// All figures of some counts, unprotected.
    pub fn of(counts: &Counts, population: Option<&Population>) -> Self {
        use Measure::{Late, OnTime, Received, Refused, Reopened, Solved};
        let rate = population.and_then(|population| {
            let (events, people) =
                (u64::try_from(counts[Received]).ok()?, u64::try_from(population.people).ok()?);
            let estimate = intervals::rate(events, people, 10_000.0)?;
            Some(Rate { estimate, population: population.clone() })
        });
        Self {
            received: Told::Value(counts[Received]),
            heard: Told::Value(counts.heard()),
            on_time: Told::of(Share::of(counts[OnTime], counts[OnTime] + counts[Late])),
            solved: Told::of(Share::of(counts[Solved], counts[Solved] + counts[Reopened])),
            refused: Told::of(Share::of(counts[Refused], counts.settled())),
            reopened: Told::of(Share::of(counts[Reopened], counts.settled())),
            rate: Told::of(rate),
            counts: Some(*counts),
        }
    }
}

/// How long each point of a trend is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday; the first and last may be cut by the period.
    Week,
    /// A calendar month, cut likewise.
    Month,
}

/// A point of the trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its first day.
    pub start: Day,
    /// Cases received.
    pub received: Told<i64>,
    /// Observations.
    pub heard: Told<i64>,
    /// What the question wants drawn.
    pub count: Told<i64>,
    /// The same as long before as the compared period lies.
    pub before: Told<i64>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which unit; `None` for what belongs to the whole but to none of the rows.
    pub unit: Option<UnitId>,
    /// Its figures.
    pub figures: Figures,
    /// How surely they can be read on this structure.
    pub quality: Quality,
    /// Whether the row is hidden because it holds few people.
    pub hidden: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// What was asked.
    pub question: Question,
    /// First and last day compared with.
    pub compared: (Day, Day),
    /// The whole.
    pub total: Row,
    /// The whole in the compared period.
    pub before: Figures,
    /// How long each point is.
    pub step: Step,
    /// The trend.
    pub trend: Vec<Point>,
    /// What the rows are: communes, or villages.
    pub row_level: Level,
    /// A row per unit standing on the structure's day, in the order of the tree.
    pub rows: Vec<Row>,
    /// What belongs to none of them, when there is any.
    pub remainder: Option<Row>,
    /// Whether small counts were hidden from this reader.
    pub protected: bool,
}
