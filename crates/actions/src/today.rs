//! What a leader reads in two minutes: what is new and matters and who is on it, what was promised and is late, what residents say
//! of the answers, what changed since last time.
//!
//! Everything is read from findings, from what is counted and from lists by index; no raw rows are gone through.

mod late;
mod matters;
mod risen;

pub use late::{Late, LateAt, LateNow, Promises, late_now};
pub use matters::{Answer, Asked, Matter};
pub use risen::Rise;

use crate::{
    figures::{Figures, Question, overview},
    house::{Done, Facts, House},
};
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb},
    tallies::Counted,
    time::{Day, Moment},
    topics::ALL,
    units::{Level, Unit},
    words_enum,
};

/// How long both periods of a rise are, in days: four weeks, so that weekends weigh the same.
const PERIOD: i64 = 28;
/// How many matters are told.
const MOST: usize = 3;
/// How many late offices or cases are named.
const MOST_LATE: usize = 5;

words_enum! {
    /// Of what time the figures are; each ends yesterday.
    Span {
        /// Yesterday.
        Yesterday = "yesterday",
        /// Seven days.
        Week = "week",
        /// Four weeks, so that weekends weigh the same.
        Month = "month",
    }
}

impl Span {
    /// Its first and last day, when it ends on a day.
    pub fn days(self, last: Day) -> (Day, Day) {
        let before = match self {
            Self::Yesterday => 0,
            Self::Week => 6,
            Self::Month => PERIOD - 1,
        };
        (last.plus_days(-before), last)
    }

    /// The first day of what it is compared with: the same day of the week before, or the days just before.
    pub fn compared(self, last: Day) -> Day {
        let days = match self {
            Self::Yesterday | Self::Week => 7,
            Self::Month => PERIOD,
        };
        self.days(last).0.plus_days(-days)
    }
}

/// A leader's page.
pub struct Glance {
    /// Of which unit.
    pub unit: UnitId,
    /// What matters most of what was found, at most three.
    pub matters: Vec<Matter>,
    /// Where a topic rose, where fewer than three findings are.
    pub rises: Vec<Rise>,
    /// First and last day of the four weeks of a rise, which end yesterday.
    pub four_weeks: (Day, Day),
    /// What was promised and is late.
    pub promises: Promises,
    /// First and last day of the time that was asked for.
    pub period: (Day, Day),
    /// The figures of that time.
    pub figures: Figures,
    /// The figures of what it is compared with.
    pub before: Figures,
    /// How many findings were told first since last time.
    pub fresh: usize,
    /// What was answered since last time to what was asked about findings, the newest first.
    pub answers: Vec<Answer>,
}

/// Reads a leader's page of a unit, today; `since` is when the reader looked last.
///
/// # Errors
/// The refusal of the right to read it, and what [`overview`] refuses.
pub async fn glance(
    house: &House,
    asker: &Asker,
    unit: UnitId,
    (span, since): (Span, Moment),
) -> Done<Glance> {
    house.ask(asker, Verb::ReadBrief, unit)?;
    let facts = house.facts();
    let last = house.today().previous();
    let four_weeks = Span::Month.days(last);
    let own = house.ask(asker, Verb::ReadOwnFigures, unit).is_ok();
    let communes = communes(&facts, unit, four_weeks.0, house.today());
    let found = matters::found(house, asker, unit, since).await?;
    let missing = MOST.saturating_sub(found.matters.len());
    let rises = if missing == 0 {
        Vec::new()
    } else {
        let is_told = |topic: &str, commune: UnitId| {
            found.matters.iter().any(|matter| matter.tells(&facts, topic, commune))
        };
        risen::risen(house, &facts, (unit, &communes), four_weeks, (own, missing, &is_told)).await?
    };
    let period = span.days(last);
    let question = Question {
        unit,
        from: period.0,
        to: period.1,
        topic: ALL.to_owned(),
        on_structure: house.today(),
        compare: Some(span.compared(last)),
        measure: Counted::Received,
    };
    let told = overview(house, asker, question).await?;
    Ok(Glance {
        unit,
        matters: found.matters,
        rises,
        four_weeks,
        promises: late::promises(house, asker, (unit, &communes), since.day()).await?,
        period,
        figures: told.total.figures,
        before: told.before,
        fresh: found.fresh,
        answers: found.answers,
    })
}

/// The communes of a unit that stood through both periods: others cannot have risen or fallen.
fn communes(facts: &Facts, unit: UnitId, from: Day, today: Day) -> Vec<UnitId> {
    let tree = &facts.tree;
    let stood = |commune: &&Unit| {
        commune.stands_on(from.plus_days(-PERIOD)) && tree.is_under(commune.id, unit, today)
    };
    tree.at_level(Level::Commune, today).filter(stood).map(|commune| commune.id).collect()
}
