//! Giving everything out in formats that others read: a CSV and a JSON-lines file for every table, with a page that
//! says what each column is. Secrets never leave: password hashes, the codes of receipts. How to reach residents leaves
//! only when that is asked for, and is an event.

mod restricted;

use crate::{
    Failure,
    house::{Done, House},
};
use danvan_domain::{
    events::Event,
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    time::Moment,
};
use danvan_store::tables::{Kind, Table, Travels, travelling};
use restricted::Restricted;
use serde_json::{Map, Value, json};
use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

/// Columns that never leave the house.
const SECRET: &[(&str, &str)] = &[
    ("people", "password_hash"),
    ("second_factors", "secret"),
    ("recovery_codes", "hash"),
    ("cases", "receipt"),
    ("cases", "request_hash"),
    ("supporters", "receipt"),
    ("supporters", "request_id"),
    ("observations", "request_hash"),
    ("letters", "request_hash"),
    ("progress_reports", "request_hash"),
    ("initiatives", "request_hash"),
    ("campaign_members", "receipt"),
    ("campaign_members", "same"),
    ("letter_marks", "mark"),
    ("consents", "receipt"),
    ("data_requests", "receipt"),
    ("exchange_keys", "seed"),
    ("seal_keys", "salt"),
    ("seal_keys", "private"),
    ("seals", "original"),
    ("seals", "extract"),
    ("seals", "mark"),
    ("seal_pieces", "piece"),
    ("seal_shares", "share"),
    ("visits", "receipt"),
    ("visits", "request_hash"),
    ("letter_people", "receipt"),
];

/// Columns that say how to reach a resident.
const PERSONAL: &[(&str, &str)] = &[
    ("contacts", "name"),
    ("contacts", "phone"),
    ("contacts", "email"),
    ("supporters", "phone"),
    ("supporters", "email"),
    ("letter_people", "name"),
    ("letter_people", "address"),
    ("letter_people", "phone"),
    ("clearance_holders", "name"),
    ("clearance_holders", "phone"),
    ("clearance_holders", "address"),
    ("clearance_files", "parcel"),
    ("clearance_needs", "need"),
    ("clearance_needs", "words"),
    ("data_requests", "name"),
    ("data_requests", "address"),
    ("data_requests", "phone"),
    ("data_requests", "email"),
    ("visitors", "name"),
    ("visitors", "phone"),
    ("initiative_owners", "name"),
    ("campaign_members", "name"),
    ("campaign_members", "phone"),
    ("documents", "about"),
    ("documents", "letter"),
];

/// What was given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// How many tables.
    pub tables: usize,
    /// How many rows.
    pub rows: u64,
}

/// One column of one table as it leaves.
struct Column {
    at: usize,
    name: &'static str,
    kind: Kind,
}

impl Column {
    /// Instants are kept in microseconds and given out as RFC 3339.
    fn is_instant(&self) -> bool {
        self.kind == Kind::Number
            && (self.name == "at" || self.name.ends_with("_at") || self.name.ends_with("_until"))
    }

    fn given(&self, cell: Value) -> Value {
        match cell.as_i64() {
            Some(micros) if self.is_instant() => Value::from(Moment::from_micros(micros).to_string()),
            _ => cell,
        }
    }

    fn meaning(&self) -> &'static str {
        match self.kind {
            Kind::Number if self.is_instant() => "instant, UTC, RFC 3339",
            Kind::Number => "whole number",
            Kind::Id => "id (UUID)",
            Kind::Text if self.name.ends_with("_on") || self.name.starts_with("valid_") => {
                "day, YYYY-MM-DD, in Hanoi"
            }
            Kind::Text => "text",
            Kind::Real => "measure (degrees, km²)",
            Kind::Truth => "true or false",
            Kind::Bytes => "bytes, hexadecimal",
        }
    }
}

/// Writes every table into a new folder, all of one instant.
///
/// # Errors
/// The refusal of the right to run the installation; [`Refusal::Conflict`] when the folder is there already or cannot be
/// written; what was begun is removed.
pub async fn export(house: &House, asker: &Asker, folder: &Path, with_contacts: bool) -> Done<Exported> {
    let roots: Vec<_> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    may(asker, Verb::Operate, &roots)?;
    let trouble = |error: std::io::Error| {
        let note = Note::new("backup-file-trouble").with("file", folder.display()).with("reason", error);
        Failure::Refused(Refusal::Conflict(note))
    };
    fs::create_dir(folder).map_err(trouble)?;
    let written = write(house, folder, with_contacts).await;
    let exported = match written {
        Ok(exported) => exported,
        Err(Halt::Store(error)) => {
            let _removed = fs::remove_dir_all(folder);
            return Err(error.into());
        }
        Err(Halt::File(error)) => {
            let _removed = fs::remove_dir_all(folder);
            return Err(trouble(error));
        }
    };
    let mut change = house.store.begin().await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "house.exported".into(),
        thing: house.new_id(),
        unit: None,
        payload: json!({"rows": exported.rows, "with_contacts": with_contacts}),
    });
    change.commit().await?;
    Ok(exported)
}

/// What may stop the writing.
enum Halt {
    Store(danvan_store::StoreError),
    File(std::io::Error),
}

impl From<danvan_store::StoreError> for Halt {
    fn from(error: danvan_store::StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

impl From<csv::Error> for Halt {
    fn from(error: csv::Error) -> Self {
        Self::File(error.into())
    }
}

async fn write(house: &House, folder: &Path, with_contacts: bool) -> Result<Exported, Halt> {
    let restricted = Restricted::read(house).await?;
    let mut snapshot = house.store.snapshot().await?;
    let mut exported = Exported { tables: 0, rows: 0 };
    let mut readme = String::from(
        "# An export of danvan\n\nEvery table as `NAME.csv` (with a head line) and `NAME.jsonl` (an object a line), all of one \
         instant. An empty cell is nothing. Ids are the same in every table.\n",
    );
    for table in travelling().filter(|table| table.travels == Travels::Always && table.name != "lanes") {
        if table.name == "contacts" && !with_contacts {
            continue;
        }
        let columns = columns(table, with_contacts);
        let held_back = restricted.of(table);
        let mut csv = csv::Writer::from_path(folder.join(format!("{}.csv", table.name)))?;
        let mut lines = BufWriter::new(File::create(folder.join(format!("{}.jsonl", table.name)))?);
        csv.write_record(columns.iter().map(|column| column.name))?;
        let (mut rows, mut blanked) = (0, 0);
        snapshot
            .rows(&table.into(), |mut cells: Vec<Value>| -> Result<(), Halt> {
                rows += 1;
                if held_back.as_ref().is_some_and(|held_back| held_back.blank(&mut cells)) {
                    blanked += 1;
                }
                let given: Vec<Value> = columns
                    .iter()
                    .map(|column| column.given(std::mem::take(&mut cells[column.at])))
                    .collect();
                csv.write_record(given.iter().map(plain))?;
                let object: Map<String, Value> =
                    columns.iter().map(|column| column.name.to_owned()).zip(given).collect();
                serde_json::to_writer(&mut lines, &object).map_err(std::io::Error::from)?;
                Ok(lines.write_all(b"\n")?)
            })
            .await?;
        csv.flush()?;
        lines.flush()?;
        exported.tables += 1;
        exported.rows += rows;
        // Writing to a String cannot fail.
        let notice =
            if blanked > 0 { format!("{}: {blanked}\n\n", restricted::NOTICE) } else { String::new() };
        let head = "| column | holds |\n|---|---|\n";
        let _ = write!(readme, "\n## {} ({rows} rows)\n\n{notice}{head}", table.name);
        for column in &columns {
            let _ = writeln!(readme, "| {} | {} |", column.name, column.meaning());
        }
    }
    snapshot.close().await?;
    fs::write(folder.join("README.md"), readme)?;
    Ok(exported)
}

fn columns(table: &Table, with_contacts: bool) -> Vec<Column> {
    let listed = |list: &[(&str, &str)], name: &str| list.contains(&(table.name, name));
    let all = table.columns.iter().enumerate();
    all.filter(|(_, (name, _))| !listed(SECRET, name) && (with_contacts || !listed(PERSONAL, name)))
        .map(|(at, (name, kind))| Column { at, name, kind: *kind })
        .collect()
}

/// A cell of a CSV. A text that a spreadsheet would take for a formula is begun with an apostrophe.
fn plain(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use danvan_domain::data::Category;
    use danvan_store::inventory::INVENTORY;

    #[test]
    fn what_the_inventory_calls_a_key_or_a_contact_is_held_back() {
        for holding in INVENTORY {
            let column = (holding.table, holding.column);
            match holding.category {
                Category::Code | Category::Digest => assert!(SECRET.contains(&column), "{column:?} is a key"),
                Category::Contact | Category::Signer | Category::Visitor | Category::Document => {
                    assert!(PERSONAL.contains(&column), "{column:?} says how to reach somebody");
                }
                _ => {}
            }
        }
    }
}
