//! What is counted, where, and for which day. An event says what it adds; the same cells are found again from raw rows,
//! so that every figure can be recomputed and compared.

mod census;
mod counted;

pub use census::{Census, Rows};
pub use counted::Counted;

use crate::{
    events::Event,
    ids::UnitId,
    time::Day,
    topics::{ALL, Topics},
    units::{Level, Tree, rehome},
    words_enum,
};
use serde_json::Value;
use std::{
    collections::HashMap,
    ops::{AddAssign, Index, IndexMut, SubAssign},
};

words_enum! {
    /// What is counted.
    Measure {
        /// Cases that came in.
        Received = "received",
        /// Cases taken for the first time before their time to be taken had passed.
        AcceptedInTime = "accepted_in_time",
        /// Cases taken for the first time after it.
        AcceptedLate = "accepted_late",
        /// Answers, each further one after a reopening included.
        Answered = "answered",
        /// Cases whose first answer or refusal kept the promise.
        OnTime = "on_time",
        /// Cases whose first answer or refusal came late.
        Late = "late",
        /// Refusals.
        Refused = "refused",
        /// How often whoever asked said "not solved".
        Reopened = "reopened",
        /// How often whoever asked said "solved".
        Solved = "solved",
        /// How often somebody else said "me too".
        Supported = "supported",
        /// Observations of concern.
        HeardConcern = "heard_concern",
        /// Observations of worry.
        HeardWorry = "heard_worry",
        /// Observations of anger.
        HeardAnger = "heard_anger",
        /// Observations of a hotspot.
        HeardHotspot = "heard_hotspot",
    }
}

/// How many measures there are.
pub const MEASURES: usize = Measure::ALL.len();

/// One number per measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub [i64; MEASURES]);

impl Counts {
    /// Whether nothing was counted.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|count| *count == 0)
    }

    /// Answers and refusals: whoever asked was told something.
    pub fn settled(&self) -> i64 {
        self[Measure::Answered] + self[Measure::Refused]
    }

    /// Observations of every severity.
    pub fn heard(&self) -> i64 {
        use Measure::{HeardAnger, HeardConcern, HeardHotspot, HeardWorry};
        [HeardConcern, HeardWorry, HeardAnger, HeardHotspot].into_iter().map(|measure| self[measure]).sum()
    }
}

impl Index<Measure> for Counts {
    type Output = i64;
    fn index(&self, measure: Measure) -> &i64 {
        &self.0[measure as usize]
    }
}

impl IndexMut<Measure> for Counts {
    fn index_mut(&mut self, measure: Measure) -> &mut i64 {
        &mut self.0[measure as usize]
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own += more;
        }
    }
}

impl SubAssign for Counts {
    fn sub_assign(&mut self, other: Self) {
        for (own, less) in self.0.iter_mut().zip(other.0) {
            *own -= less;
        }
    }
}

/// What one act adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// To which number.
    pub measure: Measure,
    /// Code of the topic.
    pub topic: String,
    /// Where, as the thing itself says.
    pub place: UnitId,
    /// For which day.
    pub day: Day,
    /// How many; negative when something is taken back.
    pub count: i64,
}

/// What an event adds, by its kind and payload alone.
///
/// Cases name `topic`, `place` and `day`; the act that takes a case for the first time carries `in_time`, the first
/// answer or refusal `first` with `on_time`. Observations name `severity` too; `observation.edited` carries what was
/// said before as an object `before` of the same four, and `observation.withdrawn` names what is taken back.
pub fn deltas(event: &Event) -> Vec<Delta> {
    let payload = &event.payload;
    let mut found = Vec::new();
    let flag = |name: &str| payload.get(name).and_then(Value::as_bool);
    let mut add = |measure| found.extend(delta(measure, payload, 1));
    let Some((room, verb)) = event.kind.split_once('.') else { return found };
    if room == "observation" {
        let heard = |said: &Value, count| delta(severity(said)?, said, count);
        match verb {
            "noted" => found.extend(heard(payload, 1)),
            "edited" => {
                found.extend(payload.get("before").and_then(|before| heard(before, -1)));
                found.extend(heard(payload, 1));
            }
            "withdrawn" => found.extend(heard(payload, -1)),
            _ => {}
        }
        return found;
    }
    if room != "case" {
        return found;
    }
    match verb {
        "received" => add(Measure::Received),
        "answered" => add(Measure::Answered),
        "refused" => add(Measure::Refused),
        "reopened" => add(Measure::Reopened),
        "solved" => add(Measure::Solved),
        "supported" => add(Measure::Supported),
        _ => {}
    }
    if let Some(in_time) = flag("in_time") {
        add(taken(in_time));
    }
    if flag("first") == Some(true)
        && let Some(on_time) = flag("on_time")
    {
        add(settled(on_time));
    }
    found
}

/// The measure of a case's first taking.
pub const fn taken(in_time: bool) -> Measure {
    if in_time { Measure::AcceptedInTime } else { Measure::AcceptedLate }
}

/// The measure of a case's first answer or refusal.
pub const fn settled(on_time: bool) -> Measure {
    if on_time { Measure::OnTime } else { Measure::Late }
}

/// The measure of a severity's word.
pub fn heard(severity: &str) -> Option<Measure> {
    format!("heard_{severity}").parse().ok()
}

fn severity(said: &Value) -> Option<Measure> {
    heard(said.get("severity")?.as_str()?)
}

fn delta(measure: Measure, said: &Value, count: i64) -> Option<Delta> {
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    Some(Delta {
        measure,
        topic: text("topic")?.to_owned(),
        place: text("place")?.parse().ok()?,
        day: text("day")?.parse().ok()?,
        count,
    })
}

words_enum! {
    /// Over which stretch of days a cell counts.
    Grain {
        /// One day.
        Day = "d",
        /// One month, named by its first day.
        Month = "m",
        /// One day, of what was counted at the unit itself and of the topic itself: every other cell is a sum of these.
        Own = "o",
    }
}

/// What is counted together: a unit, a topic with everything below it, and a day or month; or the unit and the topic alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// Where.
    pub unit: UnitId,
    /// Code of the topic, or [`ALL`].
    pub topic: String,
    /// Day or month, or a day of the unit's own.
    pub grain: Grain,
    /// Its first day.
    pub start: Day,
}

/// The unit standing on a day at which something at a place is counted: the place itself, what alone stands for it,
/// the commune that holds all that stands for it, or else the smallest unit that surely does.
pub fn counted_at(tree: &Tree, place: UnitId, day: Day) -> UnitId {
    let Some(unit) = tree.get(place) else { return place };
    if unit.stands_on(day) {
        return place;
    }
    if let [only] = tree.standing_for(place, day)[..] {
        return only;
    }
    let parts = rehome(tree, place, day, Level::Commune);
    let one = match &parts[..] {
        [only] => only.unit.or(only.within),
        _ => None,
    };
    one.or_else(|| tree.ancestors(place).last().map(|top| top.id)).unwrap_or(place)
}

/// The units that count what happened at one that stood: it and all above it.
fn units_counting(tree: &Tree, unit: UnitId) -> impl Iterator<Item = UnitId> {
    std::iter::once(unit).chain(tree.ancestors(unit).map(|above| above.id))
}

/// The codes under which a topic is counted: itself and all first, then those between.
fn topics_counting<'a>(topics: &'a Topics, topic: &'a str) -> Vec<&'a str> {
    let above = topics.ancestors(topic);
    let between = above.split_last().map_or(&[][..], |(_, between)| between);
    [topic, ALL].into_iter().chain(between.iter().copied()).collect()
}

/// Cells and what is to be added to them.
#[derive(Clone, Debug, Default)]
pub struct Batch(pub HashMap<Cell, Counts>);

impl Batch {
    /// Adds an act to every cell that counts it: its unit and all above, by day and by month, for the topic, those
    /// above it, and all. Below a commune only the topic itself and all are kept, because sums of a few are cheap.
    pub fn add(&mut self, tree: &Tree, topics: &Topics, delta: &Delta) {
        let wide = topics_counting(topics, &delta.topic);
        let at = counted_at(tree, delta.place, delta.day);
        let own = Cell { unit: at, topic: delta.topic.clone(), grain: Grain::Own, start: delta.day };
        self.0.entry(own).or_default()[delta.measure] += delta.count;
        for unit in units_counting(tree, at) {
            let fine = tree.get(unit).is_some_and(|unit| unit.level() > Level::Commune);
            let kept = if fine { wide.len().min(2) } else { wide.len() };
            for topic in &wide[..kept] {
                for (grain, start) in [(Grain::Day, delta.day), (Grain::Month, delta.day.first_of_month())] {
                    let cell = Cell { unit, topic: (*topic).to_owned(), grain, start };
                    self.0.entry(cell).or_default()[delta.measure] += delta.count;
                }
            }
        }
    }

    /// The cells in order, so that writers on PostgreSQL never wait for each other in a circle.
    pub fn into_rows(self) -> Vec<(Cell, Counts)> {
        let mut rows: Vec<_> = self.0.into_iter().filter(|(_, counts)| !counts.is_zero()).collect();
        rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        rows
    }
}

#[cfg(test)]
mod tests;
