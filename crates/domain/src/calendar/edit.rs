//! An installation's own days: each edit says what one day is from now on, or that it is a usual day again.

use super::{Calendar, DayKind, Row};
use crate::{
    facts::{Fault, Grade, read_rows},
    refusals::Note,
    time::Day,
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, ops::RangeInclusive};

/// The most days in a row on which nobody works. The longest Tết so far took nine; a calendar with more than this has
/// no working days left to keep any clock.
pub const LONGEST_REST: u32 = 16;

/// The years whose days may be written over.
pub const YEARS: RangeInclusive<i16> = 2015..=2048;

words_enum! {
    /// What may be said of a day.
    EditKind {
        /// A public holiday.
        Holiday = "holiday",
        /// A day off because a holiday fell on a weekly rest day.
        Compensatory = "compensatory",
        /// A weekday off, worked on another day instead.
        SwapOff = "swap_off",
        /// A weekly rest day worked in place of a weekday.
        SwapWorkday = "swap_workday",
        /// A day like any other of its week.
        Usual = "usual",
    }
}

impl EditKind {
    /// The kind of a day that departs from the week.
    pub const fn departs(self) -> Option<DayKind> {
        match self {
            Self::Holiday => Some(DayKind::Holiday),
            Self::Compensatory => Some(DayKind::Compensatory),
            Self::SwapOff => Some(DayKind::SwapOff),
            Self::SwapWorkday => Some(DayKind::SwapWorkday),
            Self::Usual => None,
        }
    }
}

/// A line of a file of days.
#[derive(Deserialize)]
struct Line {
    day: Day,
    kind: EditKind,
    provisional: Option<bool>,
    vi: String,
    en: String,
    source: String,
    grade: Option<Grade>,
}

/// Edits from a CSV text: `day,kind,provisional,vi,en,source,grade`; `usual` takes a mark away and needs nothing else.
///
/// # Errors
/// Every malformed line.
pub fn read_edits(text: &str) -> Result<Vec<DayEdit>, Vec<Fault>> {
    let lines: Vec<(u64, Line)> = read_rows(text)?;
    let edit = |(_, line): (u64, Line)| match line.kind.departs() {
        None => DayEdit::usual(line.day),
        Some(kind) => DayEdit::marked(Row {
            day: line.day,
            kind,
            provisional: line.provisional.unwrap_or(false),
            vi: line.vi,
            en: line.en,
            source: line.source,
            grade: line.grade.unwrap_or(Grade::Open),
        }),
    };
    Ok(lines.into_iter().map(edit).collect())
}

/// What one day is from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayEdit {
    /// The day.
    pub day: Day,
    /// How it departs from the week; nothing when it is a usual day of its week again.
    pub row: Option<Row>,
}

impl DayEdit {
    /// A usual day of its week again.
    pub fn usual(day: Day) -> Self {
        Self { day, row: None }
    }

    /// A day that departs from the week.
    pub fn marked(row: Row) -> Self {
        Self { day: row.day, row: Some(row) }
    }
}

impl Calendar {
    /// The same calendar with some days written over; of two edits of one day the later holds.
    ///
    /// # Errors
    /// A worked swap on a day that is worked anyway, a row without a name or a source, and more than [`LONGEST_REST`]
    /// days in a row without a working day. The line of a fault is the place of its edit, counted from 1.
    pub fn with(&self, edits: &[DayEdit]) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut calendar = self.clone();
        let mut line = 0;
        for edit in edits {
            line += 1;
            if !YEARS.contains(&edit.day.0.year()) {
                let note = Note::new("fact-day-far").with("day", edit.day);
                let years = note.with("first_code", YEARS.start()).with("last_code", YEARS.end());
                faults.push(Fault::at(line, years));
            }
            if let Some(row) = &edit.row {
                if row.vi.trim().is_empty() || row.en.trim().is_empty() {
                    faults.push(Fault::at(line, Note::new("fact-name").with("code", row.day)));
                }
                if row.source.trim().is_empty() {
                    faults.push(Fault::at(line, Note::new("fact-no-source").with("code", row.day)));
                }
                if row.kind == DayKind::SwapWorkday && self.weekly_rest(row.day).is_none() {
                    faults.push(Fault::at(line, Note::new("fact-swap-not-rest").with("day", row.day)));
                }
            }
            match &edit.row {
                Some(row) => drop(calendar.rows.insert(edit.day, row.clone())),
                None => drop(calendar.rows.remove(&edit.day)),
            }
        }
        let calendar = calendar.indexed();
        if let Some((line, first, last)) = calendar.too_long_a_rest(edits) {
            let note = Note::new("fact-no-working-days").with("first", first).with("last", last);
            faults.push(Fault::at(line, note.with("most", LONGEST_REST)));
        }
        if faults.is_empty() { Ok(calendar) } else { Err(faults) }
    }

    /// The first stretch of rest around an edited day that is too long, with the place of its edit.
    fn too_long_a_rest(&self, edits: &[DayEdit]) -> Option<(u64, Day, Day)> {
        let mut line = 0;
        for edit in edits {
            line += 1;
            let most = i64::from(LONGEST_REST);
            let back =
                (0..=most).find(|days| self.is_working_day(edit.day.plus_days(-days))).unwrap_or(most + 1);
            let on =
                (0..=most).find(|days| self.is_working_day(edit.day.plus_days(*days))).unwrap_or(most + 1);
            let (first, last) = (edit.day.plus_days(1 - back), edit.day.plus_days(on - 1));
            if back > 0 && last.days_since(first) + 1 > most {
                return Some((line, first, last));
            }
        }
        None
    }

    /// The days that count otherwise than in another calendar: worked here and not there, or the other way round.
    pub fn turned(&self, other: &Self) -> BTreeSet<Day> {
        let days = self.rows.keys().chain(other.rows.keys()).copied();
        days.filter(|day| self.is_working_day(*day) != other.is_working_day(*day)).collect()
    }

    /// Every marked day, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// The years of which any day is marked, first and last.
    pub fn years(&self) -> Option<(i16, i16)> {
        let ends = self.rows.first_key_value().zip(self.rows.last_key_value());
        ends.map(|((first, _), (last, _))| (first.0.year(), last.0.year()))
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::facts::Grade;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn edit(text: &str, kind: DayKind) -> DayEdit {
        DayEdit::marked(Row {
            day: day(text),
            kind,
            provisional: false,
            vi: "Nghỉ bão".into(),
            en: "Storm".into(),
            source: "Công điện 1".into(),
            grade: Grade::A,
        })
    }

    #[test]
    fn a_day_is_written_over_and_given_back() {
        let facts = Calendar::facts();
        let off = facts.with(&[edit("2026-12-02", DayKind::Holiday)]).expect("a calendar");
        assert!(facts.is_working_day(day("2026-12-02")) && !off.is_working_day(day("2026-12-02")));
        assert_eq!(off.plus_working_days(day("2026-12-01"), 1), day("2026-12-03"));
        assert_eq!(off.working_days_between(day("2026-11-30"), day("2026-12-04")), 3);
        assert_eq!(off.turned(facts), BTreeSet::from([day("2026-12-02")]));
        let back = off.with(&[DayEdit::usual(day("2026-12-02"))]).expect("a calendar");
        assert_eq!(&back, facts);
        let later = facts.with(&[edit("2029-01-01", DayKind::Holiday)]).expect("a calendar");
        assert!(
            !later.covers(day("2029-06-01"))
                && !later.covers(day("2028-06-01"))
                && later.covers(day("2027-06-01"))
        );
        let worked = facts.with(&[DayEdit::usual(day("2026-11-24"))]).expect("a calendar");
        assert!(worked.is_working_day(day("2026-11-24")), "a holiday of ours may be taken away too");
    }

    #[test]
    fn a_calendar_without_working_days_is_refused_with_the_stretch() {
        let check = |edits: &[DayEdit], key: Option<&str>| {
            let found = Calendar::facts().with(edits).err().map(|faults| faults[0].note.key.clone());
            assert_eq!(found.as_deref(), key, "{} edits", edits.len());
        };
        let many = |days: i64| -> Vec<DayEdit> {
            (0..days)
                .map(|add| edit(&day("2026-12-07").plus_days(add).to_string(), DayKind::Holiday))
                .collect()
        };
        // From Monday 7 December two weeks off are fourteen days and two weekend days before them.
        check(&many(14), None);
        check(&many(15), Some("fact-no-working-days"));
        check(&many(365), Some("fact-no-working-days"));
        let faults = Calendar::facts().with(&many(26)).expect_err("a fault");
        assert_eq!(faults[0].line, 1);
        check(&[edit("2026-12-02", DayKind::SwapWorkday)], Some("fact-swap-not-rest"));
        check(&[edit("2026-12-05", DayKind::SwapWorkday)], None);
        let nameless = DayEdit::marked(Row {
            vi: " ".into(),
            ..edit("2026-12-02", DayKind::Holiday).row.expect("a row")
        });
        check(&[nameless], Some("fact-name"));
        let unsaid = DayEdit::marked(Row {
            source: String::new(),
            ..edit("2026-12-02", DayKind::Holiday).row.expect("a row")
        });
        check(&[unsaid], Some("fact-no-source"));
    }

    #[test]
    fn edits_are_read_from_a_file() {
        let head = "day,kind,provisional,vi,en,source,grade\n";
        let text = format!(
            "{head}2027-02-05,holiday,false,Tết Đinh Mùi,Lunar New Year,12/TB-BNV,A\n2027-02-11,usual,,,,,\n"
        );
        let edits = read_edits(&text).expect("edits");
        assert_eq!(edits[1], DayEdit::usual(day("2027-02-11")));
        let calendar = Calendar::facts().with(&edits).expect("a calendar");
        assert!(!calendar.why(day("2027-02-05")).expect("a row").provisional, "no longer provisional");
        assert!(calendar.is_working_day(day("2027-02-11")));
        assert!(read_edits(&format!("{head}2027-02-30,usual,,,,,\n")).is_err());
        assert!(read_edits(&format!("{head}2027-02-05,party,,,,,\n")).is_err());
        let far = DayEdit::usual(day("2199-01-01"));
        assert_eq!(Calendar::facts().with(&[far]).expect_err("a fault")[0].note.key, "fact-day-far");
    }

    #[test]
    fn what_is_looked_up_is_what_walking_day_by_day_finds() {
        let calendar = Calendar::facts();
        let mut at = day("2023-12-25");
        while at < day("2028-03-01") {
            assert_eq!(calendar.is_working_day(at), calendar.rest(at).is_none(), "{at}");
            let walked = (0..7).fold(at, |at, _| calendar.working_day_from(at.next()));
            assert_eq!(calendar.plus_working_days(at, 7), walked, "{at}");
            assert_eq!(calendar.working_days_between(at, walked), 7, "{at}");
            at = at.next();
        }
        let far = day("2099-12-31");
        assert_eq!(calendar.plus_working_days(far, 2), day("2100-01-04"), "beyond what is indexed");
        assert_eq!(calendar.working_days_between(far, day("2100-01-04")), 2);
    }
}
