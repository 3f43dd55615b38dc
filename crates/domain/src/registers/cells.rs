//! The numbers of a register: what each spell adds to which cell, so that a page reads sums and not rows.

use super::{Outcome, Spell};
use crate::{ids::UnitId, time::Day, words_enum};
use std::ops::{AddAssign, Index, IndexMut, SubAssign};

words_enum! {
    /// By what spells are told apart. Each is a count of all, so that only one may be summed. Denunciations stand in the
    /// first alone.
    Family {
        /// By kind.
        Kind = "kind",
        /// By branch.
        Branch = "branch",
        /// Settled ones by how they ended.
        Outcome = "outcome",
        /// Settled late ones by why.
        Reason = "reason",
        /// Open ones by procedure and stage, as they stand now.
        Stage = "stage",
    }
}

words_enum! {
    /// What happened to spells on a day.
    Aspect {
        /// They came.
        Begun = "begun",
        /// They were settled or went on.
        Ended = "ended",
        /// Of those, they went on to another office.
        Passed = "passed",
        /// The first of their clocks lapsed.
        Lapsed = "lapsed",
        /// They ended after that.
        EndedLate = "ended_late",
        /// They went to the second level.
        Appealed = "appealed",
        /// They stand open now; of no day.
        Standing = "standing",
    }
}

words_enum! {
    /// Over which stretch of days a cell counts. Years keep the sum of all that came before short.
    Grain {
        /// One day.
        Day = "d",
        /// One month, named by its first day.
        Month = "m",
        /// One year, named by its first day.
        Year = "y",
    }
}

impl Grain {
    /// The first day of the stretch that holds a day.
    pub fn start(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Month => day.first_of_month(),
            Self::Year => Day::new(day.0.year(), 1, 1).unwrap_or(day),
        }
    }
}

/// A cell of the register's numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// The office.
    pub unit: UnitId,
    /// By what.
    pub family: Family,
    /// The kind, branch, outcome, reason or stage.
    pub key: String,
    /// What happened.
    pub aspect: Aspect,
    /// Day, month or year.
    pub grain: Grain,
    /// Its first day.
    pub start: Day,
}

/// The cells to which a spell adds one each.
pub fn cells(spell: &Spell) -> Vec<Cell> {
    let mut found = Vec::new();
    let mut add = |family: Family, key: &str, aspect: Aspect, day: Day| {
        for grain in Grain::ALL {
            let (grain, start) = (*grain, grain.start(day));
            found.push(Cell { unit: spell.unit, family, key: key.to_owned(), aspect, grain, start });
        }
    };
    let is_open = !spell.kind.is_denunciation();
    let families = [(Family::Kind, spell.kind.word()), (Family::Branch, spell.branch.as_str())];
    for (family, key) in families.into_iter().filter(|(family, _)| *family == Family::Kind || is_open) {
        add(family, key, Aspect::Begun, spell.begun_on);
        if let Some(day) = spell.ended_on {
            add(family, key, Aspect::Ended, day);
            if spell.outcome == Some(Outcome::Transferred) {
                add(family, key, Aspect::Passed, day);
            }
            if spell.late_on.is_some() {
                add(family, key, Aspect::EndedLate, day);
            }
        }
        if let Some(day) = spell.late_on {
            add(family, key, Aspect::Lapsed, day);
        }
        if let Some(day) = spell.appealed_on {
            add(family, key, Aspect::Appealed, day);
        }
    }
    if is_open && let Some(day) = spell.ended_on {
        add(Family::Outcome, spell.outcome.map_or("", Outcome::word), Aspect::Ended, day);
        if spell.late_on.is_some() {
            add(Family::Reason, &spell.late_reason, Aspect::EndedLate, day);
        }
    }
    if is_open && spell.ended_on.is_none() {
        let (family, key, aspect) = (Family::Stage, spell.stage.clone(), Aspect::Standing);
        // What stands now is of no day; one long past stands for it.
        let start = Day::new(1970, 1, 1).unwrap_or(spell.begun_on);
        found.push(Cell { unit: spell.unit, family, key, aspect, grain: Grain::Day, start });
    }
    found
}

words_enum! {
    /// A number of the statistics.
    Measure {
        /// Carried over from before the period.
        Opening = "opening",
        /// Came in the period.
        Received = "received",
        /// Settled or passed on in the period.
        Settled = "settled",
        /// Of those, passed on to another office.
        Passed = "passed",
        /// Of those settled, no clock had lapsed.
        OnTime = "on_time",
        /// Of those settled, a clock had lapsed.
        Late = "late",
        /// Carried over into the next period.
        Carried = "carried",
        /// Of those, a clock had lapsed by the end of the period.
        CarriedLate = "carried_late",
        /// Went to the second level in the period.
        Appealed = "appealed",
    }
}

/// How many numbers there are.
pub const MEASURES: usize = Measure::ALL.len();

/// One number per measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures(pub [i64; MEASURES]);

impl Figures {
    /// Whether nothing was counted.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|count| *count == 0)
    }

    /// Whether what was there and what came is what was settled and what stays, and in time and late are all settled.
    pub fn balances(&self) -> bool {
        use Measure::{Carried, Late, OnTime, Opening, Received, Settled};
        self[Opening] + self[Received] == self[Settled] + self[Carried]
            && self[OnTime] + self[Late] == self[Settled]
    }

    /// What an aspect up to the first day and in the period says.
    pub fn add(&mut self, aspect: Aspect, before: i64, during: i64) {
        use Measure::{Appealed, Carried, CarriedLate, Late, OnTime, Opening, Passed, Received, Settled};
        match aspect {
            Aspect::Begun => {
                self[Opening] += before;
                self[Received] += during;
                self[Carried] += before + during;
            }
            Aspect::Ended => {
                self[Opening] -= before;
                self[Settled] += during;
                self[OnTime] += during;
                self[Carried] -= before + during;
            }
            Aspect::Passed => self[Passed] += during,
            Aspect::Lapsed => self[CarriedLate] += before + during,
            Aspect::EndedLate => {
                self[Late] += during;
                self[OnTime] -= during;
                self[CarriedLate] -= before + during;
            }
            Aspect::Appealed => self[Appealed] += during,
            Aspect::Standing => {}
        }
    }
}

impl Index<Measure> for Figures {
    type Output = i64;
    fn index(&self, measure: Measure) -> &i64 {
        &self.0[measure as usize]
    }
}

impl IndexMut<Measure> for Figures {
    fn index_mut(&mut self, measure: Measure) -> &mut i64 {
        &mut self.0[measure as usize]
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own += more;
        }
    }
}

impl SubAssign for Figures {
    fn sub_assign(&mut self, other: Self) {
        for (own, less) in self.0.iter_mut().zip(other.0) {
            *own -= less;
        }
    }
}
