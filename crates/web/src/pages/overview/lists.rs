//! Where numbers lead: to the list of exactly what they count, when the reader may read it.

use super::view::View;
use danvan_actions::{
    Facts, House,
    figures::{Part, Row, Told, may_list},
};
use danvan_domain::{ids::UnitId, rights::Asker, tallies::Counted, units::Quality};

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
    /// The list behind a number of a row; empty for a number that is hidden, is nothing, or is carried over with shares, and
    /// for whoever may not read what it counts.
    pub fn of(&self, row: &Row, measure: Counted, number: &Told<i64>) -> String {
        let is_told = matches!(number, Told::Value(count) if *count > 0);
        if !is_told || row.hidden || !self.may(row.unit.unwrap_or(self.view.unit), measure) {
            return String::new();
        }
        match row.unit {
            // The list itself says where a part of the number is an estimate.
            None => format!(
                "{}&part={}",
                self.view.list_href(&self.facts.tree, self.view.unit, measure),
                Part::Remainder
            ),
            Some(unit) if matches!(row.quality, Quality::Exact | Quality::Whole) => {
                self.view.list_href(&self.facts.tree, unit, measure)
            }
            Some(_) => String::new(),
        }
    }

    fn may(&self, unit: UnitId, measure: Counted) -> bool {
        may_list(self.house, self.asker, unit, measure)
    }
}
