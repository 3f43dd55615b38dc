//! Findings: what stands out in the counts of a city, told once, explained, acted on, and judged afterwards.
//!
//! A finding is about places and a topic. Nothing in it can hold a person, a family or a group: [`Seen`] has units, a topic's
//! code, days and numbers, and no words of anybody.

mod chance;
mod gathered;
mod stands;
mod told;

pub use chance::{Rarity, discovered, rarity, strength};
pub use gathered::{Story, gather, is_same};
pub use stands::{Act, Reason, State, TypedAct};
pub use told::{Names, told};

use crate::{
    ids::{CommitmentId, FindingId, PersonId, UnitId},
    time::{Day, Moment},
    units::{Level, Tree, Unit},
    words_enum,
};
use uuid::Uuid;

words_enum! {
    /// What kind of thing stands out.
    Kind {
        /// A topic at a place is spoken of more than its past lets expect.
        Warning = "warning",
        /// The same at neighbouring places together.
        Cluster = "cluster",
        /// More than usual is to be expected in the weeks to come.
        Forecast = "forecast",
        /// Something promised will likely not be reached by its day.
        PromiseAtRisk = "promise_at_risk",
        /// Clocks of an office will likely lapse.
        ClockAtRisk = "clock_at_risk",
        /// Nothing comes from where something always came.
        Silent = "silent",
        /// Figures of a place do not fit their own past.
        UnlikePast = "unlike_past",
    }
}

words_enum! {
    /// By what it was found.
    Method {
        /// Counts of years, with season and trend.
        Farrington = "farrington",
        /// Counts of a short past.
        Bayes = "bayes",
        /// Windows moved over the map and over time.
        Scan = "scan",
        /// What the counts so far let expect.
        Forecast = "forecast",
        /// How fast work was done in the last weeks.
        Pace = "pace",
        /// How long nothing came.
        Silence = "silence",
    }
}

impl Kind {
    /// Whether it is about what residents and teams said, so that a cluster and the warnings within it are one story.
    pub const fn is_of_voices(self) -> bool {
        matches!(self, Self::Warning | Self::Cluster)
    }

    /// Whether it tells of days to come.
    pub const fn is_ahead(self) -> bool {
        matches!(self, Self::Forecast | Self::PromiseAtRisk | Self::ClockAtRisk)
    }
}

/// What one look found in the counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What stands out.
    pub kind: Kind,
    /// By what.
    pub method: Method,
    /// Code of the topic, or [`crate::topics::ALL`].
    pub topic: String,
    /// Where, each once.
    pub places: Vec<UnitId>,
    /// First and last day it is about.
    pub days: (Day, Day),
    /// What was counted, or is foretold.
    pub observed: i64,
    /// What was to be expected, or is usual.
    pub expected: f64,
    /// How likely chance alone brings as much, in one such look at one such place.
    pub chance: f64,
    /// The commitment that is at risk.
    pub promise: Option<CommitmentId>,
}

/// A finding as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Own id.
    pub id: FindingId,
    /// What stands out; of a story its strongest part.
    pub kind: Kind,
    /// By what.
    pub method: Method,
    /// Code of the topic, or all.
    pub topic: String,
    /// First and last day it is about.
    pub days: (Day, Day),
    /// What was counted, or is foretold.
    pub observed: i64,
    /// What was to be expected.
    pub expected: f64,
    /// How likely chance alone brings as much.
    pub chance: f64,
    /// Among how many looks of that night it was the one.
    pub tests: i64,
    /// How many people live where it is; 0 where that is not known.
    pub people: i64,
    /// How many days before what it is about ends it was told first, of what is to come; else, with a minus, how many days after
    /// it began.
    pub lead_days: i64,
    /// The day it was told first.
    pub first_seen: Day,
    /// The day it was seen last.
    pub last_seen: Day,
    /// What became of it.
    pub state: State,
    /// The commitment that is at risk.
    pub promise: Option<CommitmentId>,
    /// The curve behind it, when there is one.
    pub curve: Option<Curve>,
    /// When anything of it changed last.
    pub moved_at: Moment,
}

/// How often, week by week, against what was to be expected; the last week ends on the last day that was looked at.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Curve {
    /// First day of the first step.
    pub from: Option<Day>,
    /// How many days a step has.
    pub step: i64,
    /// What was counted.
    pub counts: Vec<i64>,
    /// What was to be expected, where that could be said.
    pub expected: Vec<Option<f64>>,
    /// From where on a count stands out, where that could be said.
    pub upper: Vec<Option<f64>>,
    /// Codes of the topics that are counted together, the clearest first; empty where it counts one, or all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
}

/// A place of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Own id.
    pub id: Uuid,
    /// Where it was counted.
    pub place: UnitId,
    /// Who cares for it now.
    pub unit: UnitId,
    /// How many there.
    pub observed: i64,
    /// How many were to be expected there.
    pub expected: f64,
}

/// What somebody did about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Own id.
    pub id: Uuid,
    /// Its place among the acts, from 1.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// What.
    pub act: Act,
    /// Why, when it was dismissed.
    pub reason: Option<Reason>,
    /// In their own words.
    pub words: String,
    /// Who.
    pub person: Option<PersonId>,
    /// For which office.
    pub unit: Option<UnitId>,
    /// What was asked or promised.
    pub commitment: Option<CommitmentId>,
}

/// The lowest level of a place of a finding: below it are teams and offices, which are a few people.
pub const LOWEST: Level = Level::Village;

/// Where a finding about a unit is told: there, or for a team or an office at what it belongs to.
pub fn place_of(tree: &Tree, unit: UnitId) -> UnitId {
    let may_be = |it: &Unit| it.level() <= LOWEST;
    match tree.get(unit) {
        Some(it) if !may_be(it) => {
            tree.ancestors(unit).find(|above| may_be(above)).map_or(unit, |above| above.id)
        }
        _ => unit,
    }
}

/// What is told without a chance, such as a pace, counts as much as what chance brings once in thirty weeks.
const PLAIN: f64 = 1.5;

impl Finding {
    /// How much it matters on a day: people affected × strength × newness.
    pub fn weight(&self, today: Day) -> f64 {
        let people = (self.people.max(1)) as f64;
        let strength = if self.kind.is_ahead() { PLAIN } else { strength(self.chance, self.tests) };
        let weeks = today.days_since(self.first_seen).max(0) as f64 / 7.0;
        people * strength / (1.0 + weeks)
    }

    /// Codes of the topics that rise together, the clearest first; none where it is of one topic.
    pub fn topics(&self) -> &[String] {
        self.curve.as_ref().map_or(&[], |curve| &curve.topics)
    }

    /// How many times as much as was to be expected; nothing where nothing was expected.
    pub fn times(&self) -> Option<f64> {
        (self.expected > 0.0).then(|| self.observed as f64 / self.expected)
    }
}

/// Puts findings in the order in which they are told: what matters most first.
pub fn in_order(findings: &mut [Finding], today: Day) {
    findings.sort_by(|a, b| b.weight(today).total_cmp(&a.weight(today)).then(a.id.cmp(&b.id)));
}

#[cfg(test)]
mod tests;
