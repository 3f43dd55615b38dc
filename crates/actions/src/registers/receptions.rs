//! The register of receptions: how often a head received, how many people came, and how many groups, by office and
//! month. Who came is not read.

use super::{
    Question,
    statistics::{Ways, check},
};
use crate::{
    cases::ask_office,
    house::{Done, Facts, House},
};
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb},
    units::WHOLE_PPM,
};
use danvan_store::registers::received as store;
pub use danvan_store::registers::received::Received;
use std::collections::BTreeMap;

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Days on which a head received.
    pub days: i64,
    /// Visits that took place.
    pub visits: i64,
    /// People, of the visits at which they were counted.
    pub people: i64,
    /// Groups: visits of five people and more.
    pub groups: i64,
    /// People who came in those.
    pub in_groups: i64,
    /// Visits at which nobody counted.
    pub uncounted: i64,
}

impl Counts {
    /// Every number, in the order of the columns.
    pub const fn all(self) -> [i64; 6] {
        [self.days, self.visits, self.people, self.groups, self.in_groups, self.uncounted]
    }

    fn add(&mut self, other: Self) {
        self.days += other.days;
        self.visits += other.visits;
        self.people += other.people;
        self.groups += other.groups;
        self.in_groups += other.in_groups;
        self.uncounted += other.uncounted;
    }
}

/// The words of the columns, in the order of [`Counts::all`].
pub const COLUMNS: [&str; 6] = ["days", "visits", "people", "groups", "in_groups", "uncounted"];

/// The statistics of receptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receptions {
    /// What was asked.
    pub question: Question,
    /// All of it.
    pub total: Counts,
    /// By office, as the offices are called that received.
    pub offices: Vec<(UnitId, Counts)>,
    /// By month, `2026-10`.
    pub months: Vec<(String, Counts)>,
    /// Whether an office was divided, so that what it counted lies in several.
    pub is_partial: bool,
}

/// Counts the receptions of a unit and those below it.
///
/// # Errors
/// The refusal of the right to read the unit's letters; otherwise as for the statistics.
pub async fn receptions(house: &House, asker: &Asker, question: Question) -> Done<Receptions> {
    let facts = house.facts();
    check(&facts, &question)?;
    ask_office(house, asker, Verb::ReadLetter, question.unit)?;
    let until = question.to.next();
    let mut counted: Vec<(UnitId, String, Counts)> = Vec::new();
    for (unit, month, days) in store::days(&house.store, question.from, until).await? {
        counted.push((unit, month, Counts { days, ..Counts::default() }));
    }
    for row in store::months(&house.store, question.from, until).await? {
        let store::Month { unit, month, visits, people, groups, in_groups, uncounted } = row;
        let counts = Counts { days: 0, visits, people, groups, in_groups, uncounted };
        counted.push((UnitId(unit), month, counts));
    }
    let (mut total, mut is_partial) = (Counts::default(), false);
    let (mut offices, mut months) = (BTreeMap::<UnitId, Counts>::new(), BTreeMap::<String, Counts>::new());
    for (unit, month, counts) in counted {
        match share(&facts, &question, unit) {
            WHOLE_PPM => {
                total.add(counts);
                offices.entry(unit).or_default().add(counts);
                months.entry(month).or_default().add(counts);
            }
            part => is_partial |= part > 0,
        }
    }
    let mut offices: Vec<(UnitId, Counts)> = offices.into_iter().collect();
    let name = |unit: UnitId| facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
    offices.sort_by_key(|(unit, _)| (name(*unit), *unit));
    Ok(Receptions { question, total, offices, months: months.into_iter().collect(), is_partial })
}

/// How much of an office lies in the unit asked for, in parts per million.
fn share(facts: &Facts, question: &Question, office: UnitId) -> i64 {
    Ways::of(facts, question).share_of(office).0
}

/// The visits behind the numbers, office by office; `most` in all.
///
/// # Errors
/// As [`receptions`].
pub async fn received(
    house: &House,
    asker: &Asker,
    question: Question,
    most: i64,
) -> Done<(Receptions, Vec<Received>)> {
    let found = receptions(house, asker, question).await?;
    let days = (found.question.from, found.question.to.next());
    let mut visits = Vec::new();
    for (unit, _) in &found.offices {
        let left = most - i64::try_from(visits.len()).unwrap_or(most);
        if left <= 0 {
            break;
        }
        visits.extend(store::received(&house.store, *unit, days, left).await?);
    }
    Ok((found, visits))
}
