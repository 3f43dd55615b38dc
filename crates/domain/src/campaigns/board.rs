//! The board of a campaign: what communes have, beside what they are to have, on the structure of any day. However units were
//! reorganised, the parts add up to the whole.

use crate::{
    ids::UnitId,
    time::Day,
    units::{Level, Quality, Tree, rehome, rehome::apportion, worst},
};

/// What is counted of a unit: sums that are kept while rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Teams.
    pub teams: i64,
    /// Households that have a team.
    pub households: i64,
    /// Members of teams.
    pub members: i64,
    /// Members who wait for a team.
    pub waiting: i64,
    /// Logs of the days that were asked for.
    pub logs: i64,
    /// Households visited on those days.
    pub visited: i64,
    /// People helped on those days.
    pub helped: i64,
    /// Needs brought in on those days.
    pub needs: i64,
    /// Teams that are to be formed.
    pub aimed_teams: i64,
    /// Households that are to have a team.
    pub aimed_households: i64,
    /// Members that are to be enrolled.
    pub aimed_members: i64,
}

/// How many numbers [`Counts`] has.
const NUMBERS: usize = 11;

impl Counts {
    const fn numbers(self) -> [i64; NUMBERS] {
        [
            self.teams,
            self.households,
            self.members,
            self.waiting,
            self.logs,
            self.visited,
            self.helped,
            self.needs,
            self.aimed_teams,
            self.aimed_households,
            self.aimed_members,
        ]
    }

    const fn of(numbers: [i64; NUMBERS]) -> Self {
        let [
            teams,
            households,
            members,
            waiting,
            logs,
            visited,
            helped,
            needs,
            aimed_teams,
            aimed_households,
            aimed_members,
        ] = numbers;
        Self {
            teams,
            households,
            members,
            waiting,
            logs,
            visited,
            helped,
            needs,
            aimed_teams,
            aimed_households,
            aimed_members,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        let mut numbers = self.numbers();
        for (own, more) in numbers.iter_mut().zip(more.numbers()) {
            *own = own.saturating_add(more);
        }
        Self::of(numbers)
    }

    /// Divided in proportion to shares, so that the parts add up.
    fn divided(self, shares: &[i64]) -> Vec<Self> {
        let mut parts = vec![[0; NUMBERS]; shares.len()];
        for (at, number) in self.numbers().into_iter().enumerate() {
            for (part, share) in parts.iter_mut().zip(apportion(number, shares)) {
                part[at] = share;
            }
        }
        parts.into_iter().map(Self::of).collect()
    }

    /// How many teams are still to be formed.
    pub const fn teams_missing(&self) -> i64 {
        gap(self.aimed_teams, self.teams)
    }

    /// How many households have no team yet.
    pub const fn households_without(&self) -> i64 {
        gap(self.aimed_households, self.households)
    }

    /// How many members are still to be enrolled.
    pub const fn members_missing(&self) -> i64 {
        gap(self.aimed_members, self.members)
    }
}

const fn gap(aimed: i64, there: i64) -> i64 {
    if aimed > there { aimed - there } else { 0 }
}

/// A row: what lies in one commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The commune; nothing for what cannot be said to lie in one.
    pub unit: Option<UnitId>,
    /// How surely.
    pub quality: Quality,
    /// What is counted.
    pub counts: Counts,
}

/// What units counted, as communes on the structure of a day, in the order in which communes first come.
pub fn rows(tree: &Tree, counted: &[(UnitId, Counts)], on: Day) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (unit, counts) in counted {
        let parts = rehome(tree, *unit, on, Level::Commune);
        let shares: Vec<i64> = parts.iter().map(|part| part.share_ppm).collect();
        for (part, counts) in parts.iter().zip(counts.divided(&shares)) {
            let at = *places.entry(part.unit).or_insert_with(|| {
                rows.push(Row { unit: part.unit, quality: part.quality, counts: Counts::default() });
                rows.len() - 1
            });
            let row = &mut rows[at];
            row.counts = row.counts.and(counts);
            row.quality = worst(row.quality, part.quality);
        }
    }
    rows
}

/// How many households have no team yet, row by row: what one commune has beyond its target is no help to another.
pub fn households_without(rows: &[Row]) -> i64 {
    rows.iter().map(|row| row.counts.households_without()).fold(0, i64::saturating_add)
}

/// All rows together.
pub fn total(rows: &[Row]) -> Counts {
    rows.iter().fold(Counts::default(), |all, row| all.and(row.counts))
}
