//! The register of what offices began on their own: how much was begun, ended and stands, by procedure and office, and
//! the numbered list behind it.

use super::{
    Question,
    statistics::{Ways, check},
};
use crate::{
    cases::ask_office,
    house::{Done, House},
};
use danvan_domain::{
    ids::{ProceedingId, UnitId},
    rights::{Asker, Verb},
    time::Day,
    units::WHOLE_PPM,
};
pub use danvan_store::registers::begun::Begun;
use danvan_store::{proceedings, registers::begun as store};
use std::collections::BTreeMap;

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BegunCounts {
    /// Begun before the period and not ended then.
    pub opening: i64,
    /// Begun in it.
    pub begun: i64,
    /// Ended in it.
    pub ended: i64,
    /// Of all of these, those of which the office let a clock lapse.
    pub late: i64,
}

impl BegunCounts {
    /// What stands at the end of the period.
    pub const fn carried(self) -> i64 {
        self.opening + self.begun - self.ended
    }

    /// Every number, in the order of the columns.
    pub const fn all(self) -> [i64; 5] {
        [self.opening, self.begun, self.ended, self.carried(), self.late]
    }

    fn add(&mut self, other: Self) {
        self.opening += other.opening;
        self.begun += other.begun;
        self.ended += other.ended;
        self.late += other.late;
    }
}

/// The words of the columns, in the order of [`BegunCounts::all`].
pub const BEGUN_COLUMNS: [&str; 5] = ["opening", "begun", "ended", "carried", "late"];

/// The statistics of what offices began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunStatistics {
    /// What was asked.
    pub question: Question,
    /// All of it.
    pub total: BegunCounts,
    /// By procedure, in the order of their words.
    pub procedures: Vec<(String, BegunCounts)>,
    /// By office, as the offices are called that began something.
    pub offices: Vec<(UnitId, BegunCounts)>,
    /// Whether an office was divided, so that what it began lies in several.
    pub is_partial: bool,
}

/// A line of the register with the number of its first paper.
pub struct BegunLine {
    /// The line.
    pub begun: Begun,
    /// The paper with which it began; empty when there is none, or it was erased.
    pub document: String,
}

/// A page of the register.
pub struct BegunPage {
    /// The statistics above it.
    pub statistics: BegunStatistics,
    /// Newest first.
    pub lines: Vec<BegunLine>,
    /// Behind which line the next page begins, where there is one.
    pub next: Option<(Day, ProceedingId)>,
}

/// Counts what a unit and those below it began on their own.
///
/// # Errors
/// The refusal of the right to read the unit's letters; otherwise as for the statistics of letters.
pub async fn begun_statistics(house: &House, asker: &Asker, question: Question) -> Done<BegunStatistics> {
    let facts = house.facts();
    check(&facts, &question)?;
    ask_office(house, asker, Verb::ReadLetter, question.unit)?;
    let rows = store::counts(&house.store, question.from, question.to.next(), house.now()).await?;
    let (mut total, mut is_partial) = (BegunCounts::default(), false);
    let mut procedures = BTreeMap::<String, BegunCounts>::new();
    let mut offices = BTreeMap::<UnitId, BegunCounts>::new();
    let ways = Ways::of(&facts, &question);
    for row in rows {
        let counts = BegunCounts { opening: row.opening, begun: row.begun, ended: row.ended, late: row.late };
        match ways.share_of(UnitId(row.unit)).0 {
            WHOLE_PPM => {
                total.add(counts);
                procedures.entry(row.procedure).or_default().add(counts);
                offices.entry(UnitId(row.unit)).or_default().add(counts);
            }
            part => is_partial |= part > 0,
        }
    }
    let mut offices: Vec<(UnitId, BegunCounts)> = offices.into_iter().collect();
    let name = |unit: UnitId| facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
    offices.sort_by_cached_key(|(unit, _)| (name(*unit), *unit));
    Ok(BegunStatistics { question, total, procedures: procedures.into_iter().collect(), offices, is_partial })
}

/// The statistics with a page of the register behind a line, `most` lines at once.
///
/// # Errors
/// As [`begun_statistics`].
pub async fn begun(
    house: &House,
    asker: &Asker,
    question: Question,
    (behind, most): (Option<(Day, ProceedingId)>, i64),
) -> Done<BegunPage> {
    let statistics = begun_statistics(house, asker, question).await?;
    let days = (statistics.question.from, statistics.question.to.next());
    let offices: Vec<UnitId> = statistics.offices.iter().map(|(unit, _)| *unit).collect();
    let mut found = store::list(&house.store, &offices, days, behind, most + 1).await?;
    let has_more = i64::try_from(found.len()).unwrap_or(i64::MAX) > most;
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| has_more).map(|last| (last.begun_on, last.proceeding.id));
    let ids: Vec<ProceedingId> = found.iter().map(|one| one.proceeding.id).collect();
    let acts = proceedings::acts_of(&house.store, &ids).await?;
    let line = |begun: Begun| {
        let first = acts.get(&begun.proceeding.id).and_then(|acts| acts.first());
        BegunLine { document: first.map(|kept| kept.done.document.clone()).unwrap_or_default(), begun }
    };
    Ok(BegunPage { lines: found.into_iter().map(line).collect(), next, statistics })
}
