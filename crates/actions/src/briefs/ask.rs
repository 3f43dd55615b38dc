//! The figures of a brief, asked of the rooms that count them, for whoever may read the brief.

use crate::{
    figures::{self, Figures, Overview, Share, Told, overview},
    house::{Done, House},
};
use danvan_domain::{
    briefs::{Brief, Known, Measure, Query, Quoted, Reach},
    ids::{PersonId, PositionId, UnitId},
    people::{Position, Role},
    rights::Asker,
    tallies::Counted,
    time::Day,
    topics::ALL,
};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// First and last day.
pub(super) type Days = (Day, Day);

/// What is asked for one brief.
pub(super) struct Ask<'a> {
    pub(super) house: &'a House,
    pub(super) it: &'a Brief,
    /// As whom figures are read: the house for the unit's own people; for whoever stands above, somebody at the top to whom small
    /// counts are never told.
    pub(super) reader: Asker,
    /// Who drafts it.
    pub(super) author: &'a Asker,
    /// The figures of its own days and topic, which most of its sentences tell.
    whole: OnceCell<Overview>,
}

impl<'a> Ask<'a> {
    pub(super) fn of(house: &'a House, author: &'a Asker, it: &'a Brief) -> Self {
        let reader = match it.reach {
            Reach::Inside => Asker::house(),
            Reach::Above => above(house, it.unit),
        };
        Self { house, it, reader, author, whole: OnceCell::new() }
    }

    pub(super) fn days(&self) -> Days {
        (self.it.period.from, self.it.period.to)
    }

    /// Equally many days just before.
    pub(super) fn days_before(&self) -> Days {
        let (from, to) = self.days();
        (from.plus_days(-(to.days_since(from) + 1)), from.previous())
    }

    /// The topic of the brief; nothing for all.
    pub(super) fn topic(&self) -> Option<&str> {
        Some(self.it.topic.as_str()).filter(|topic| !topic.is_empty())
    }

    /// The figures of the brief's days and topic, read once.
    pub(super) async fn whole(&self) -> Done<&Overview> {
        self.whole.get_or_try_init(|| self.overview(self.topic(), self.days())).await
    }

    pub(super) async fn overview(&self, topic: Option<&str>, (from, to): Days) -> Done<Overview> {
        let question = figures::Question {
            unit: self.it.unit,
            from,
            to,
            topic: topic.unwrap_or(ALL).to_owned(),
            on_structure: self.it.on,
            compare: None,
            measure: Counted::Received,
        };
        overview(self.house, &self.reader, question).await
    }

    /// A query of the brief's own unit.
    pub(super) fn query(&self, measure: Measure, topic: Option<&str>, (from, to): Days) -> Query {
        Query {
            measure,
            unit: self.it.unit,
            topic: topic.map(str::to_owned),
            from,
            to,
            on: self.it.on,
            thing: None,
            reason: None,
        }
    }

    pub(super) fn quoted(&self, known: Known, measure: Measure, topic: Option<&str>, days: Days) -> Quoted {
        Quoted { known, query: self.query(measure, topic, days) }
    }
}

/// Whoever stands at the top above a unit and reads everything below, but no small count.
fn above(house: &House, unit: UnitId) -> Asker {
    let facts = house.facts();
    let top = facts.tree.ancestors(unit).last().map_or(unit, |top| top.id);
    let person = PersonId(Uuid::nil());
    let role = Role::CityLeader;
    let position =
        Position { id: PositionId(Uuid::nil()), person, role, unit: top, from: house.today(), to: None };
    Asker { person: Some(person), positions: vec![position], house: false }
}

/// A count as figures tell it.
pub(super) fn count(told: &Told<i64>) -> Known {
    match told {
        Told::Nothing => Known::Nothing,
        Told::Hidden => Known::Hidden,
        Told::Value(count) => Known::Count(*count),
    }
}

fn share(told: &Told<Share>) -> Known {
    match told {
        Told::Nothing => Known::Nothing,
        Told::Hidden => Known::Hidden,
        Told::Value(share) => Known::share(share.part, share.whole),
    }
}

/// What figures say of a measure of theirs.
pub(super) fn figure(figures: &Figures, measure: Measure) -> Known {
    match measure {
        Measure::Received => count(&figures.received),
        Measure::Heard => count(&figures.heard),
        Measure::OnTime => share(&figures.on_time),
        Measure::Solved => share(&figures.solved),
        _ => Known::Nothing,
    }
}
