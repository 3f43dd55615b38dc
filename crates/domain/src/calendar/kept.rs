//! A calendar as it is kept: its rows alone, from which it is made again.

use super::{Calendar, Row, WeeklyRest};
use crate::{calendar::Index, time::Day};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The days that depart from the week, and the week itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    marked: Vec<Row>,
    week: Vec<WeeklyRest>,
}

impl From<&Calendar> for Days {
    fn from(calendar: &Calendar) -> Self {
        Self { marked: calendar.rows().cloned().collect(), week: calendar.week.clone() }
    }
}

impl From<Days> for Calendar {
    fn from(days: Days) -> Self {
        let rows: BTreeMap<Day, Row> = days.marked.into_iter().map(|row| (row.day, row)).collect();
        Self { rows, week: days.week, index: Index::default() }.indexed()
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_calendar_that_was_kept_is_the_same_again() {
        let text = serde_json::to_string(&Days::from(Calendar::facts())).expect("JSON");
        let days: Days = serde_json::from_str(&text).expect("days");
        assert_eq!(Calendar::from(days), *Calendar::facts());
    }
}
