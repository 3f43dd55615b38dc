//! What two versions of a procedure say differently, row by row, for whoever must decide on a change.

use super::Procedure;
use crate::words_enum;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

words_enum! {
    /// What became of a row.
    Change {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// It says something else.
        Changed = "changed",
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which row: `rule acceptance / receive`, `act split`.
    pub row: String,
    /// What became of it.
    pub change: Change,
    /// Which of its words, when it only says something else.
    pub field: String,
    /// What the old version says.
    pub old: String,
    /// What the new version says.
    pub new: String,
}

type Row = BTreeMap<String, String>;

/// Everything that differs, in the order of the rows' names. Where a row stands in its file makes no difference.
pub fn differences(old: &Procedure, new: &Procedure) -> Vec<Difference> {
    let (old, new) = (rows(old), rows(new));
    let mut found = Vec::new();
    let whole = |row: &str, change, old: &str, new: &str| Difference {
        row: row.to_owned(),
        change,
        field: String::new(),
        old: old.to_owned(),
        new: new.to_owned(),
    };
    for (name, was) in &old {
        match new.get(name) {
            None => found.push(whole(name, Change::Removed, &said(was), "")),
            Some(is) => found.extend(changed(name, was, is)),
        }
    }
    let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
    found.extend(added.map(|(name, is)| whole(name, Change::Added, "", &said(is))));
    found.sort_by(|one, other| one.row.cmp(&other.row));
    found
}

fn changed(name: &str, was: &Row, is: &Row) -> Vec<Difference> {
    let mut fields: Vec<&String> = was.keys().chain(is.keys()).collect();
    fields.sort();
    fields.dedup();
    let differs = fields.into_iter().filter(|field| was.get(*field) != is.get(*field));
    differs
        .map(|field| Difference {
            row: name.to_owned(),
            change: Change::Changed,
            field: field.clone(),
            old: was.get(field).cloned().unwrap_or_default(),
            new: is.get(field).cloned().unwrap_or_default(),
        })
        .collect()
}

fn said(row: &Row) -> String {
    row.iter().map(|(field, value)| format!("{field} = {value}")).collect::<Vec<_>>().join("; ")
}

/// Every row by a name that stays the same while its words change.
fn rows(procedure: &Procedure) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    let mut add = |name: String, row: Row| {
        // Two versions of one row follow each other in time: each has its place in the order.
        let number = (1..).find(|number| !rows.contains_key(&numbered(&name, *number))).unwrap_or(1);
        rows.insert(numbered(&name, number), row);
    };
    let mut head = fields(&procedure.name);
    head.extend(procedure.opened_by.map(|by| ("opened_by".to_owned(), by.to_string())));
    add("procedure".into(), head);
    procedure.stages.iter().for_each(|row| add(format!("stage {}", row.code), fields(row)));
    procedure.steps.iter().for_each(|row| add(format!("step {}", row.code), fields(row)));
    procedure.conditions.iter().for_each(|row| add(format!("condition {}", row.code), fields(row)));
    for row in &procedure.acts {
        let from = if row.from.is_empty() { String::new() } else { format!(" / {}", row.from.join(" ")) };
        add(format!("act {}{from}", row.code), fields(row));
    }
    for row in &procedure.terms {
        let when = row.when.iter().map(String::as_str).collect::<Vec<_>>().join("+");
        let when = if when.is_empty() { when } else { format!(" / {when}") };
        add(format!("rule {} / {}{when}", row.rule.step, row.rule.start_event), fields(row));
    }
    procedure.transitions.iter().for_each(|row| add(format!("transition {}", row.on), fields(row)));
    rows
}

fn numbered(name: &str, number: u16) -> String {
    if number == 1 { name.to_owned() } else { format!("{name} ({number})") }
}

/// The words of a row, one level deep, without its place in the file and without what is empty.
fn fields(row: &impl Serialize) -> Row {
    let mut found = Row::new();
    if let Ok(value) = serde_json::to_value(row) {
        gather("", &value, &mut found);
    }
    found
}

fn gather(name: &str, value: &Value, found: &mut Row) {
    match value {
        Value::Object(inner) => {
            for (key, value) in inner.iter().filter(|(key, _)| *key != "place") {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                gather(name.strip_prefix("rule.").unwrap_or(&name), value, found);
            }
        }
        Value::Null => {}
        Value::Array(list) if list.is_empty() => {}
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let words = list.iter().filter_map(Value::as_str).collect::<Vec<_>>();
            found.insert(name.to_owned(), words.join(" "));
        }
        Value::String(text) => {
            found.insert(name.to_owned(), text.clone());
        }
        other => {
            found.insert(name.to_owned(), other.to_string());
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::procedures::{FILES, Procedures};

    fn complaint(text: &str) -> Procedure {
        let read = Procedures::read([("complaint.toml", text)]).unwrap_or_else(|faults| panic!("{faults:?}"));
        read.get("complaint").expect("a procedure").clone()
    }

    #[test]
    fn what_differs_is_told_row_by_row() {
        let text = FILES.iter().find(|(name, _)| *name == "complaint.toml").expect("a file").1;
        let old = complaint(text);
        assert_eq!(differences(&old, &old), []);
        // A line more moves every row below it, and changes nothing.
        assert_eq!(differences(&old, &complaint(&format!("# note\n{text}"))), []);
        let rule = "step = \"first_dispatch\"\nstart = \"decide_first\"\namount = 3\n";
        let new = complaint(&text.replace(rule, &rule.replace('3', "4")));
        let found = differences(&old, &new);
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.row.as_str(), one.change, one.field.as_str(), one.old.as_str(), one.new.as_str()))
            .collect();
        assert_eq!(told, [("rule first_dispatch / decide_first", Change::Changed, "amount", "3", "4")]);
    }

    #[test]
    fn new_and_lost_rows_are_told_both_ways() {
        let text = FILES.iter().find(|(name, _)| *name == "complaint.toml").expect("a file").1;
        let act = "\n[[acts]]\nact = \"read_out\"\nvi = \"Đọc\"\nen = \"Read out\"\nfrom = [\"accepted\"]\n\
                   who = [\"commune_officer\"]\nsource = \"Quy chế\"\ngrade = \"C\"\n";
        let (old, new) = (complaint(text), complaint(&format!("{text}{act}")));
        let kinds =
            |found: Vec<Difference>| found.into_iter().map(|one| (one.row, one.change)).collect::<Vec<_>>();
        let row = "act read_out / accepted".to_owned();
        assert_eq!(kinds(differences(&old, &new)), [(row.clone(), Change::Added)]);
        assert_eq!(kinds(differences(&new, &old)), [(row, Change::Removed)]);
    }
}
