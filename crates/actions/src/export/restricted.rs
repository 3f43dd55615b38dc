//! What whoever asked has restricted does not leave either: its cells are empty, and the page beside the tables says of how
//! many rows.

use crate::house::House;
use danvan_store::{StoreError, data::requests as store, tables::Table};
use serde_json::Value;
use std::collections::HashSet;

/// Stands above a table of which something is held back.
pub(super) const NOTICE: &str =
    "Rows of which personal cells are empty, because whoever they are about restricted the use of their data";

/// By which column a row belongs to somebody, and which of its cells are held back.
const HELD_BACK: &[(&str, &str, &[&str])] = &[
    ("cases", "receipt", &["title", "body", "lat", "lon"]),
    ("contacts", "case_id", &["name", "phone", "email"]),
    ("supporters", "receipt", &["phone", "email"]),
    ("entries", "case_id", &["body"]),
    ("attachments", "thing", &["hash"]),
    ("letter_people", "receipt", &["name", "address", "phone"]),
    ("visits", "receipt", &["subject"]),
    ("visitors", "visit", &["name", "phone"]),
    ("data_requests", "receipt", &["words", "name", "address", "phone", "email"]),
];

/// Receipts, and cases and visits by id, whose holder restricted the use of their data.
pub(super) struct Restricted(HashSet<String>);

/// What is held back of one table.
pub(super) struct HeldBack<'a> {
    of: &'a HashSet<String>,
    key: usize,
    cells: Vec<usize>,
}

impl Restricted {
    /// Who restricted what, as of now: what belongs to a case or a visit is known by its id.
    pub(super) async fn read(house: &House) -> Result<Self, StoreError> {
        let receipts = store::restricted(&house.store).await?;
        let mut things = store::restricted_cases(&house.store).await?;
        things.extend(store::restricted_visits(&house.store).await?);
        Ok(Self(receipts.into_iter().chain(things.iter().map(ToString::to_string)).collect()))
    }

    /// What is held back of a table; nothing of most.
    pub(super) fn of(&self, table: &Table) -> Option<HeldBack<'_>> {
        let (_, key, cells) = HELD_BACK.iter().find(|(name, ..)| *name == table.name)?;
        let at = |wanted: &str| table.columns.iter().position(|(name, _)| *name == wanted);
        let cells = cells.iter().filter_map(|cell| at(cell)).collect();
        Some(HeldBack { of: &self.0, key: at(key)?, cells })
    }
}

impl HeldBack<'_> {
    /// Empties the cells of a row that is held back; whether it is.
    pub(super) fn blank(&self, row: &mut [Value]) -> bool {
        let is_restricted = row[self.key].as_str().is_some_and(|key| self.of.contains(key));
        if is_restricted {
            self.cells.iter().for_each(|cell| row[*cell] = Value::Null);
        }
        is_restricted
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use danvan_store::tables::travelling;

    #[test]
    fn every_column_that_is_held_back_is_there() {
        for (name, key, cells) in HELD_BACK {
            let table = travelling().find(|table| table.name == *name).expect("a table");
            for column in cells.iter().chain([key]) {
                assert!(table.columns.iter().any(|(known, _)| known == column), "{name}.{column}");
            }
        }
    }
}
