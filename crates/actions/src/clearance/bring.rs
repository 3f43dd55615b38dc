//! A sheet of files as field offices keep it: read whole, every fault told with its cell, and nothing kept before somebody says so.

use super::{
    event,
    files::{in_own_area, open, sheet_id},
    own_commune, reached,
};
use crate::{
    Failure,
    house::{Done, Facts, House},
};
use danvan_domain::{
    clearance::{CheckedFile, Fault, MOST_FILES, Places, Read, Segment, pasted, read},
    ids::{ProjectId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
};
use danvan_interop::book::{BookFault, book};
use danvan_store::{
    StoreError,
    clearance::{
        self as store,
        gatherings::{self, Waiting},
        sums::{self, Adding},
    },
};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// How long a sheet waits for a word, in seconds.
const WAITS: i64 = 24 * 60 * 60;

/// Where a sheet comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// An XLSX file.
    Book(Vec<u8>),
    /// Rows that were copied out of one.
    Pasted(String),
}

/// What a sheet holds.
#[derive(Clone, Debug)]
pub struct Brought {
    /// Its id, by which what is in order may be kept; nothing when nothing is.
    pub id: Option<Uuid>,
    /// How many files are in order.
    pub good: usize,
    /// How much land they are of, in square metres.
    pub area_m2: i64,
    /// How many rows are not in order.
    pub bad_rows: usize,
    /// Everything that is wrong, with its cell.
    pub faults: Vec<Fault>,
    /// Headings that mean nothing here.
    pub unknown: Vec<String>,
}

/// Reads a sheet of files of one's own commune. Nothing of it is kept as a file yet.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; notes under `sheet` when there is no heading, a column is missing, or too many rows.
pub async fn read_sheet(house: &House, asker: &Asker, project: ProjectId, source: Source) -> Done<Brought> {
    let (project, _) = reached(house, asker, project).await?;
    let unit = own_commune(house, asker)?;
    let (facts, now) = (house.facts(), house.now());
    let segments = store::segments(&house.store, project.id).await?;
    let known = store::numbers(&house.store, project.id).await?;
    // Unpacking, and seeking the places of two thousand rows, takes a while: it must not hold up other readers.
    let reading = move || found_in(source, &facts, (unit, now.day()), &segments, &known);
    let found = tokio::task::spawn_blocking(reading).await;
    let found = found.map_err(|error| StoreError::Engine(error.to_string()))??;
    let good: Vec<&CheckedFile> = found.good.iter().map(|(_, file)| file).collect();
    let mut brought = Brought {
        id: None,
        good: good.len(),
        area_m2: good.iter().map(|file| file.area_m2).sum(),
        bad_rows: found.bad_rows,
        faults: found.faults,
        unknown: found.unknown,
    };
    if good.is_empty() {
        return Ok(brought);
    }
    let waiting = Waiting {
        id: house.new_id(),
        project: project.id,
        unit,
        person: asker.person,
        content: serde_json::to_string(&good).map_err(|error| StoreError::Engine(error.to_string()))?,
    };
    let mut change = house.store.begin().await?;
    gatherings::lay_aside(&mut change, &waiting, now, now.plus_seconds(-WAITS)).await?;
    change.commit().await?;
    brought.id = Some(waiting.id);
    Ok(brought)
}

/// The files of a sheet; those that lie in another commune are at fault.
fn found_in(
    source: Source,
    facts: &Facts,
    (unit, today): (UnitId, Day),
    segments: &[Segment],
    known: &HashSet<String>,
) -> Result<Read, Refusal> {
    let (rows, merged) = match source {
        Source::Pasted(text) => (pasted(&text), Vec::new()),
        Source::Book(bytes) => book(&bytes).map_err(no_book)?,
    };
    let mut found = read(&rows, &merged, segments, &mut Places::new(&facts.tree, today, unit), known)?;
    let elsewhere = |(row, file): &(u32, CheckedFile)| match in_own_area(facts, today, unit, file) {
        Err(Refusal::Invalid(notes)) => notes.into_iter().next().map(|one| (*row, one.note)),
        _ => None,
    };
    let lost: BTreeMap<u32, Note> = found.good.iter().filter_map(elsewhere).collect();
    found.good.retain(|(row, _)| !lost.contains_key(row));
    found.bad_rows += lost.len();
    let more: Vec<Fault> =
        lost.into_iter().map(|(row, note)| Fault { cell: found.place(row), note }).collect();
    found.faults.extend(more);
    Ok(found)
}

fn no_book(fault: BookFault) -> Refusal {
    let key = match fault {
        BookFault::NoBook => "clearance-sheet-no-book",
        BookFault::TooLarge => "clearance-sheet-too-large",
        BookFault::TooManyRows => "clearance-sheet-too-long",
    };
    Refusal::field("sheet", Note::new(key))
}

/// Keeps the files of a sheet that are in order. Returns how many.
///
/// # Errors
/// [`Refusal::NotFound`] when no such sheet waits any more, or it is somebody else's; the refusal of the right; a conflict when a number was
/// taken meanwhile: nothing is then kept, and the sheet can be read again.
pub async fn keep_sheet(house: &House, asker: &Asker, project: ProjectId, id: Uuid) -> Done<usize> {
    let (project, _) = reached(house, asker, project).await?;
    let unit = own_commune(house, asker)?;
    let mut change = house.store.begin().await?;
    let since = house.now().plus_seconds(-WAITS);
    let waiting = gatherings::take_sheet(&mut change, id, project.id, since).await?;
    let waiting =
        waiting.filter(|it| it.unit == unit && it.person == asker.person).ok_or(Refusal::NotFound)?;
    let files: Vec<CheckedFile> = serde_json::from_str(&waiting.content)
        .map_err(|error| StoreError::Engine(format!("a sheet that waits: {error}")))?;
    debug_assert!(files.len() <= MOST_FILES, "a sheet has a largest size");
    let mut adding = Adding::new();
    for file in &files {
        let id = sheet_id(project.id, &file.number);
        match open(house, asker, &mut change, (&project, unit, id), file, &mut adding).await {
            Err(Failure::Broken(StoreError::Taken)) => {
                let note = Note::new("clearance-sheet-meanwhile").with("number", &file.number);
                return Err(Refusal::Conflict(note).into());
            }
            opened => opened?,
        }
    }
    sums::add(&mut change, &adding).await?;
    let payload = json!({"sheet": id, "files": files.len()});
    change.note(event(house, asker, "clearance.sheet_kept", (project.id.0, unit), payload));
    change.commit().await?;
    Ok(files.len())
}
