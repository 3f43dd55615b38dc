//! Where numbers lead: to the list of exactly what they count, when the reader may read it.

use super::view::View;
use danvan_actions::{
    Facts, House,
    figures::{Part, Row, Told, may_list},
};
use danvan_domain::{ids::UnitId, rights::Asker, tallies::Counted, time::Day};

/// What is needed to say where a number leads.
pub struct Lists<'a> {
    /// The house, which knows rights.
    pub house: &'a House,
    /// Whoever reads.
    pub asker: &'a Asker,
    /// Units.
    pub facts: &'a Facts,
    /// What is looked at.
    pub view: &'a View,
}

impl Lists<'_> {
    /// The list behind a number of a row; empty for a number that is hidden or is nothing, and for whoever may not read what
    /// it counts. Of a number that is carried over with shares the list holds what surely belongs there, and says so.
    pub fn of(&self, row: &Row, measure: Counted, number: &Told<i64>) -> String {
        let is_told = matches!(number, Told::Value(count) if *count > 0);
        if !is_told || row.hidden || !self.may(row.unit.unwrap_or(self.view.unit), measure) {
            return String::new();
        }
        match row.unit {
            None => format!(
                "{}&part={}",
                self.view.list_href(&self.facts.tree, self.view.unit, measure),
                Part::Remainder
            ),
            Some(unit) => self.view.list_href(&self.facts.tree, unit, measure),
        }
    }

    /// The list of a stretch of the period, of the whole unit looked at; empty as for [`Lists::of`].
    pub fn between(&self, (from, to): (Day, Day), number: &Told<i64>) -> String {
        let (view, measure) = (self.view.over(from, to), self.view.measure);
        let is_told = matches!(number, Told::Value(count) if *count > 0);
        if !is_told || !self.may(view.unit, measure) {
            return String::new();
        }
        view.list_href(&self.facts.tree, view.unit, measure)
    }

    fn may(&self, unit: UnitId, measure: Counted) -> bool {
        may_list(self.house, self.asker, unit, measure)
    }
}
