//! What is spoken of on which ground, on which day, at which hour.

use crate::{
    chance::Chance,
    letters::{SUBJECTS, Subject},
    seasons::{Ground, factor},
};
use danvan_domain::time::{Day, Moment};
use std::{collections::HashMap, sync::LazyLock};

/// A moment of a day: most write in the morning and after supper, hardly anybody at night.
pub(super) fn hour(day: Day, chance: &mut Chance) -> Moment {
    let hour = chance.weighted(&HOURS);
    let seconds = chance.between(0, 3599);
    Moment::at(day, i8::try_from(hour).unwrap_or(12), 0).plus_seconds(seconds)
}

/// How much comes in each hour of the day, with all hours before it.
static HOURS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let hours = [
        0.4, 0.2, 0.1, 0.1, 0.2, 0.7, 2.0, 4.5, 7.5, 8.5, 7.5, 6.0, 4.5, 4.5, 6.0, 6.5, 6.0, 5.0, 4.5, 5.5,
        6.5, 5.5, 3.5, 1.5,
    ];
    cumulative(hours.into_iter())
});

/// How the topics are mixed on some ground on a day, and how much more is said there than usual.
pub(super) struct Mix {
    pub(super) cumulative: Vec<f64>,
    usual: Vec<f64>,
    pub(super) more: f64,
}

/// Ground as a key.
pub(super) fn key(ground: Ground) -> [bool; 4] {
    [ground.urban, ground.low, ground.ring, ground.thirsty]
}

impl Mix {
    pub(super) fn all(day: Day, age: i64) -> HashMap<[bool; 4], Self> {
        let bit = |number: u8, at: u8| number >> at & 1 == 1;
        let grounds = (0..16).map(|number| Ground {
            urban: bit(number, 0),
            low: bit(number, 1),
            ring: bit(number, 2),
            thirsty: bit(number, 3),
        });
        grounds.map(|ground| (key(ground), Self::of(ground, day, age))).collect()
    }

    fn of(ground: Ground, day: Day, age: i64) -> Self {
        let usual = |subject: &Subject| if ground.urban { subject.urban } else { subject.rural };
        let plain: f64 = SUBJECTS.iter().map(usual).sum();
        let seasonal =
            SUBJECTS.iter().map(|subject| usual(subject) * factor(&subject.topic, ground, day, age));
        let cumulative = cumulative(seasonal);
        let more = cumulative.last().copied().unwrap_or(0.0) / plain;
        Self { cumulative, usual: SUBJECTS.iter().map(usual).collect(), more }
    }

    /// How much more a topic is spoken of than usual.
    pub(super) fn factor(&self, topic: usize) -> f64 {
        let before = topic.checked_sub(1).map_or(0.0, |before| self.cumulative[before]);
        (self.cumulative[topic] - before) / self.usual[topic].max(1e-9)
    }
}

pub(super) fn cumulative(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}
