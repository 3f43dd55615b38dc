//! The ladder: who is told how long before or after a duty falls due. Rows with source and grade; an installation may
//! put its own in the place of a procedure's.

use crate::{
    calendar::Calendar,
    facts::{Fault, Grade, embedded, read_rows},
    refusals::Note,
    time::{Day, Moment},
    words_enum,
};
use serde::Deserialize;
use std::sync::LazyLock;

words_enum! {
    /// Who is told.
    Told {
        /// Whoever is on it, or every officer of the office while nobody is.
        Handler = "handler",
        /// The leader of the office.
        Leader = "leader",
        /// The city's leader.
        City = "city",
    }
}

/// One rung.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Rung {
    /// Of which procedure; `all` where a procedure has none of its own.
    pub procedure: String,
    /// How many working days after the day on which it falls due; before it when below zero.
    pub working_days: i64,
    /// Who is told.
    pub told: Told,
    /// Who says so.
    pub source: String,
    /// How sure that is.
    pub grade: Grade,
}

/// All rungs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    rungs: Vec<Rung>,
}

/// The word for every procedure that has no rung of its own.
const ALL: &str = "all";
/// The farthest rung, in working days.
const FARTHEST: i64 = 60;

static FACTS: LazyLock<Ladder> =
    LazyLock::new(|| embedded("escalation.csv", Ladder::read(include_str!("../../facts/escalation.csv"))));

impl Ladder {
    /// The rungs danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Rungs from the text of a CSV file.
    ///
    /// # Errors
    /// Every line that is wrong: malformed, too far away, without a source, or there twice.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let rows: Vec<(u64, Rung)> = read_rows(text)?;
        let mut faults = Vec::new();
        for (at, (line, row)) in rows.iter().enumerate() {
            let twice = |(_, other): &(u64, Rung)| {
                (&other.procedure, other.working_days, other.told)
                    == (&row.procedure, row.working_days, row.told)
            };
            if row.working_days.abs() > FARTHEST || row.source.is_empty() || rows[..at].iter().any(twice) {
                let note = Note::new("fact-rung").with("procedure", &row.procedure);
                faults.push(Fault::at(*line, note.with("farthest", FARTHEST)));
            }
        }
        if faults.is_empty() {
            Ok(Self { rungs: rows.into_iter().map(|(_, row)| row).collect() })
        } else {
            Err(faults)
        }
    }

    /// The same with the rungs of another in place of those of each procedure that it names.
    #[must_use]
    pub fn with(&self, own: &Self) -> Self {
        let is_named = |rung: &&Rung| own.rungs.iter().any(|other| other.procedure == rung.procedure);
        let kept = self.rungs.iter().filter(|rung| !is_named(rung));
        Self { rungs: kept.chain(&own.rungs).cloned().collect() }
    }

    /// The rungs of a procedure.
    pub fn of(&self, procedure: &str) -> Vec<&Rung> {
        let of = |word: &str| self.rungs.iter().filter(|rung| rung.procedure == word).collect::<Vec<_>>();
        let own = of(procedure);
        if own.is_empty() { of(ALL) } else { own }
    }
}

/// Before which moment a duty must fall due to have reached a rung today.
pub fn reached_before(calendar: &Calendar, today: Day, working_days: i64) -> Moment {
    let amount = u16::try_from(working_days.unsigned_abs()).unwrap_or(u16::MAX);
    if working_days <= 0 {
        // So many working days ahead, the rest days after them included.
        let last = calendar.plus_working_days(today, amount);
        return Moment::at(calendar.plus_working_days(last, 1), 0, 0);
    }
    // The last day that lies so many working days back.
    let mut day = today.previous();
    while today < calendar.plus_working_days(day, amount) {
        day = day.previous();
    }
    Moment::at(day.next(), 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_rung_is_reached_by_working_days() {
        let check = |today: &str, working_days: i64, due: &str, expected: bool| {
            let before = reached_before(Calendar::facts(), day(today), working_days);
            assert_eq!(Moment::at(day(due), 17, 0) < before, expected, "{today} {working_days} {due}");
        };
        // Thursday 26 November 2026; the 24th was a holiday.
        check("2026-11-26", -1, "2026-11-27", true);
        check("2026-11-26", -1, "2026-11-30", false);
        check("2026-11-26", -3, "2026-12-01", true);
        check("2026-11-26", -3, "2026-12-02", false);
        check("2026-11-26", 1, "2026-11-25", true);
        check("2026-11-26", 1, "2026-11-26", false);
        check("2026-11-26", 2, "2026-11-23", true);
        check("2026-11-26", 3, "2026-11-20", true);
        check("2026-11-26", 3, "2026-11-23", false);
        check("2026-11-26", 0, "2026-11-26", true);
    }

    #[test]
    fn an_installations_rungs_stand_in_the_place_of_a_procedures() {
        let own = "procedure,working_days,told,source,grade\ncomplaint,-5,leader,QĐ 12,B\n";
        let ladder = Ladder::facts().with(&Ladder::read(own).expect("rungs"));
        let told = |procedure: &str| -> Vec<(i64, Told)> {
            ladder.of(procedure).iter().map(|rung| (rung.working_days, rung.told)).collect()
        };
        assert_eq!(told("complaint"), [(-5, Told::Leader)]);
        assert_eq!(told("petition"), [(-3, Told::Handler), (-1, Told::Leader), (3, Told::City)]);
        assert!(
            Ladder::facts().of("petition").iter().all(|rung| rung.grade == Grade::C),
            "they say what they are"
        );
        for wrong in ["all,-99,leader,QĐ,C", "all,-1,leader,,C", "all,-1,chair,QĐ,C", "all,x,leader,QĐ,C"]
        {
            let text = format!("procedure,working_days,told,source,grade\n{wrong}\n");
            assert!(Ladder::read(&text).is_err(), "{wrong}");
        }
        let twice = "procedure,working_days,told,source,grade\nall,1,city,QĐ,C\nall,1,city,QĐ 2,B\n";
        assert_eq!(Ladder::read(twice).expect_err("twice").len(), 1);
    }
}
