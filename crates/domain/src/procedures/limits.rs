//! Numbers of the law that are no clocks: how many signers make a group, how many speak for it, which share of
//! households decides. Rows with a source and a grade, like everything that may change.

use crate::{
    facts::{Fault, Grade, embedded, read_rows},
    refusals::Note,
    time::Day,
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

words_enum! {
    /// What a limit counts.
    LimitUnit {
        /// People.
        Person = "person",
        /// How often.
        Time = "time",
        /// Grounds that the law lists.
        Ground = "ground",
        /// Papers to be brought.
        Paper = "paper",
        /// Items that the law lists.
        Item = "item",
        /// Households.
        Household = "household",
        /// Hours, by day and night, on days of rest too.
        Hour = "hour",
        /// Days in every week.
        DayAWeek = "day_a_week",
        /// Days in every month.
        DayAMonth = "day_a_month",
        /// A share that is enough when it is just reached.
        Share = "share",
        /// A share that must be passed.
        ShareAbove = "share_above",
    }
}

/// A number of the law, from and to which day, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Its word, e.g. `group_signers`.
    pub code: String,
    /// The least; of a share its upper number.
    pub least: Option<u16>,
    /// The most.
    pub most: Option<u16>,
    /// Of a share, its lower number: two of three.
    pub of: Option<u16>,
    /// What is counted.
    pub unit: LimitUnit,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// What it is called in English.
    pub en: String,
    /// First day; none when it always held.
    pub valid_from: Option<Day>,
    /// Last day.
    pub valid_to: Option<Day>,
    /// The article.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

impl Limit {
    /// Whether a number of people, times or households keeps within it.
    pub fn holds(&self, number: i64) -> bool {
        let (least, most) = self.bounds();
        (least..=most).contains(&number)
    }

    /// The least and the most; what the law leaves open is no bound.
    pub fn bounds(&self) -> (i64, i64) {
        (self.least.map_or(0, i64::from), self.most.map_or(i64::MAX, i64::from))
    }

    /// A sentence in which the number is told, with its source and how sure it is.
    pub fn told(&self, note: Note) -> Note {
        note.with("source", &self.source).with("certainty", self.grade)
    }

    /// Whether so many of so many reach a share; never for what is no share.
    pub fn is_reached(&self, part: u32, whole: u32) -> bool {
        let Some((least, of)) = self.least.zip(self.of) else { return false };
        let (part, needed) = (u64::from(part) * u64::from(of), u64::from(whole) * u64::from(least));
        if self.unit == LimitUnit::ShareAbove { needed < part } else { needed <= part && 0 < whole }
    }
}

/// Every limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    rows: Vec<Limit>,
}

static FACTS: LazyLock<Limits> =
    LazyLock::new(|| embedded("limits", Limits::read(include_str!("../../facts/limits.csv"))));

impl Limits {
    /// The limits danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Limits from a CSV text.
    ///
    /// # Errors
    /// Malformed lines, rows without a source, and two rows of one word on the same day.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut rows: Vec<Limit> = Vec::new();
        for (line, row) in read_rows::<Limit>(text)? {
            if row.source.trim().is_empty() {
                faults.push(Fault::at(line, Note::new("fact-no-source").with("code", &row.code)));
            }
            let apart = |other: &Limit| {
                let before =
                    |one: Option<Day>, next: Option<Day>| one.zip(next).is_some_and(|(to, from)| to < from);
                before(other.valid_to, row.valid_from) || before(row.valid_to, other.valid_from)
            };
            if rows.iter().any(|other| other.code == row.code && !apart(other)) {
                faults.push(Fault::at(line, Note::new("fact-code-twice").with("code", &row.code)));
            }
            rows.push(row);
        }
        if faults.is_empty() { Ok(Self { rows }) } else { Err(faults) }
    }

    /// A limit as it stands on a day.
    pub fn get(&self, code: &str, on: Day) -> Option<&Limit> {
        let holds = |row: &&Limit| {
            row.valid_from.is_none_or(|first| first <= on) && row.valid_to.is_none_or(|last| on <= last)
        };
        self.rows.iter().filter(|row| row.code == code).find(holds)
    }

    /// Every row, in the order of the file.
    pub fn all(&self) -> &[Limit] {
        &self.rows
    }

    /// From how many people on they are a group.
    pub fn group(&self, on: Day) -> Option<&Limit> {
        self.get("group_signers", on)
    }

    /// Whether so many are a group.
    pub fn is_group(&self, people: i64, on: Day) -> bool {
        self.group(on).is_some_and(|group| group.holds(people))
    }

    /// From how many people on a group names who speaks for it, and how many of each size: as a sentence of the word files.
    pub fn groups_told(&self, key: &str, on: Day) -> Option<Note> {
        let (group, small) = (self.group(on)?, self.get("small_group_most", on)?);
        let few = self.get("representatives_of_small_group", on)?;
        let many = self.get("representatives_of_large_group", on)?;
        let note = Note::new(key)
            .with("group", group.bounds().0)
            .with("group_source", &group.source)
            .with("group_certainty", group.grade)
            .with("small", small.bounds().1)
            .with("least", few.bounds().0)
            .with("few", few.bounds().1)
            .with("many", many.bounds().1);
        Some(many.told(note))
    }

    /// How many may speak for so many people; nothing when they are no group.
    pub fn representatives(&self, people: i64, on: Day) -> Option<&Limit> {
        self.group(on).filter(|group| group.holds(people))?;
        let small = self.get("small_group_most", on).is_some_and(|most| most.holds(people));
        self.get(if small { "representatives_of_small_group" } else { "representatives_of_large_group" }, on)
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_group_sends_as_many_as_its_size_allows() {
        let check = |signers, expected: Option<(u16, u16)>| {
            let found = Limits::facts().representatives(signers, day("2026-11-20"));
            let told = found.map(|row| (row.least.expect("a least"), row.most.expect("a most")));
            assert_eq!(told, expected, "{signers}");
        };
        for (signers, expected) in [
            (1, None),
            (4, None),
            (5, Some((1, 2))),
            (10, Some((1, 2))),
            (11, Some((1, 5))),
            (400, Some((1, 5))),
        ] {
            check(signers, expected);
        }
    }

    #[test]
    fn shares_are_reached_or_must_be_passed() {
        let check = |code: &str, part, whole, expected: bool| {
            let limit = Limits::facts().get(code, day("2026-11-20")).expect(code);
            assert_eq!(limit.is_reached(part, whole), expected, "{code} {part}/{whole}");
        };
        check("works_threshold", 66, 99, true);
        check("works_threshold", 65, 99, false);
        check("other_threshold", 50, 100, false);
        check("other_threshold", 51, 100, true);
        check("commune_threshold", 2, 3, true);
        check("initiative_households", 10, 100, true);
        check("initiative_households", 9, 100, false);
        check("works_threshold", 0, 0, false);
        check("group_signers", 7, 7, false);
    }

    #[test]
    fn a_limit_ends_on_its_day() {
        let certified = |on: &str| Limits::facts().get("certified_proxy", day(on)).is_some();
        assert_eq!(
            ["2026-06-30", "2026-07-01", "2026-12-31", "2027-01-01"].map(certified),
            [false, true, true, false]
        );
    }

    #[test]
    fn bad_rows_are_named_with_their_lines() {
        let head = "code,least,most,of,unit,vi,en,valid_from,valid_to,source,grade\n";
        let check = |rows: &str, line, key: &str| {
            let faults = Limits::read(&format!("{head}{rows}")).expect_err("a fault");
            assert_eq!((faults[0].line, faults[0].note.key.as_str()), (line, key));
        };
        check("a,1,,,person,x,y,,,,A\n", 2, "fact-no-source");
        check("a,1,,,person,x,y,,,s,A\na,2,,,person,x,y,2026-01-01,,s,A\n", 3, "fact-code-twice");
        check("a,1,,,crowd,x,y,,,s,A\n", 2, "fact-malformed");
        let apart = "a,1,,,person,x,y,,2025-12-31,s,A\na,2,,,person,x,y,2026-01-01,,s,A\n";
        assert!(Limits::read(&format!("{head}{apart}")).is_ok());
    }
}
