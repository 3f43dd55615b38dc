//! Reading a back-up: first as a whole, to be sure of it, then into an empty house, all of it or nothing.

use super::{
    FORMAT, Header, Mark, Progress, ROWS_A_TELLING, VERSION, Watch,
    file::Reading,
    older::{self, Scratch},
    refused,
};
use crate::search;
use crate::{
    house::{Done, House},
    operations::may_operate,
};
use danvan_domain::{
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    Change, StoreError, migrations, snapshot,
    tables::{self, Shape},
    upkeep,
};
use object_store::{ObjectStoreExt, PutPayload, path::Path as FilePath};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

/// What was read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// Rows of all tables.
    pub rows: u64,
    /// Files kept beside the database.
    pub files: u64,
    /// The migration its tables were at, when they had to be brought to today's.
    pub brought_from: Option<i64>,
}

/// A back-up that was read as a whole and found sound.
pub(super) struct Found<'a> {
    pub(super) path: &'a Path,
    pub(super) header: Header,
    pub(super) whole: Restored,
}

/// Reads a back-up from its first to its last line and checks its sum; nothing is written.
///
/// # Errors
/// A file that cannot be read, is not a back-up, was written by a newer program, was cut short, or was changed.
pub fn read_whole(path: &Path) -> Result<(Header, Restored), Refusal> {
    let mut file = Reading::open(path)?;
    let header = header(&mut file)?;
    let mut found = Restored { rows: 0, files: 0, brought_from: None };
    loop {
        let line = file.next()?;
        if line.starts_with(b"[") {
            found.rows += 1;
            continue;
        }
        match serde_json::from_slice(line).map_err(|_| file.broken())? {
            Mark::Table { .. } => {}
            Mark::File { bytes, .. } => {
                file.bytes(bytes, |_| {})?;
                found.files += 1;
            }
            Mark::End { rows, files, sha256 } => {
                file.check(&sha256)?;
                if (rows, files) != (found.rows, found.files) {
                    return Err(file.broken());
                }
                return Ok((header, found));
            }
        }
    }
}

fn header(file: &mut Reading) -> Result<Header, Refusal> {
    let path = file.path().to_owned();
    let line = file.next().map_err(|_| refused("backup-not-ours", &path))?;
    let value: Value = serde_json::from_slice(line).map_err(|_| refused("backup-not-ours", &path))?;
    if value["format"] != FORMAT {
        return Err(refused("backup-not-ours", &path));
    }
    let newer = |key: &str, theirs: i64, known: i64| {
        let program = value["program"].as_str().unwrap_or("?");
        let note = Note::new(key).with("file", path.display()).with("program", program);
        let note = note.with("theirs", theirs).with("known", known);
        Refusal::Conflict(note.with("own", env!("CARGO_PKG_VERSION")))
    };
    let version = value["version"].as_i64().unwrap_or(0);
    if version != i64::from(VERSION) {
        return Err(newer("backup-newer-format", version, i64::from(VERSION)));
    }
    let known = migrations::newest();
    if let Some(theirs) = value["migration"].as_i64().filter(|theirs| *theirs > known) {
        return Err(newer("backup-newer", theirs, known));
    }
    serde_json::from_value(value).map_err(|_| refused("backup-not-ours", &path))
}

/// Brings a back-up into an empty house, in one change. One of an earlier program is first brought to today's tables in
/// a throw-away database inside `scratch`, a folder with as much room as the house will take. Afterwards the facts of the
/// house must be read anew.
///
/// # Errors
/// The refusal of the right; those of [`read_whole`]; tables that no migration made so; a house that already holds
/// something.
pub async fn restore(
    house: &House,
    asker: &Asker,
    path: &Path,
    scratch: &Path,
    watch: Watch<'_>,
) -> Done<Restored> {
    may_operate(house, asker)?;
    let (header, whole) = read_whole(path)?;
    let found = Found { path, header, whole };
    let header = &found.header;
    if let Some(table) = snapshot::first_filled(&house.store).await? {
        return Err(Refusal::Conflict(Note::new("backup-not-empty").with("table", table.name)).into());
    }
    let differs = tables::first_other(&house.store, &older::shapes(&found)?).await?;
    let is_todays = header.migration.map_or(differs.is_none(), |theirs| theirs == migrations::newest());
    if let Some(table) = differs.filter(|_| is_todays) {
        return Err(older::other(&found, &table).into());
    }
    if is_todays {
        let mut change = house.store.begin().await?;
        load(house, &found, &mut change, watch).await?;
        finish(change).await?;
        return Ok(found.whole);
    }
    let folder = Scratch::begin(house, scratch)?;
    let (then, migration) = older::bring_up(house, &found, &folder, watch).await?;
    let carried = async {
        let mut change = house.store.begin().await?;
        older::carry(&then, &mut change, watch).await?;
        finish(change).await
    };
    let carried = carried.await;
    then.close().await;
    carried?;
    Ok(Restored { brought_from: Some(migration), ..found.whole })
}

async fn finish(mut change: Change) -> Done<()> {
    // The words to search by are not in the file: they are gathered anew from the first event on.
    search::begin_again(&mut change).await?;
    Ok(change.commit().await?)
}

/// Reads the rows of a back-up into a change, and its files into the place of the house's.
pub(super) async fn load(
    house: &House,
    found: &Found<'_>,
    change: &mut Change,
    watch: Watch<'_>,
) -> Done<()> {
    let header = &found.header;
    let mut file = Reading::open(found.path)?;
    file.next()?;
    let shapes = older::shapes(found)?;
    let mut filling = Filling { change, shapes: &shapes, table: None, rows: Vec::new(), done: 0 };
    let mut files = 0;
    loop {
        let line = file.next()?;
        if line.starts_with(b"[") {
            let row: Vec<Value> = serde_json::from_slice(line).map_err(|_| file.broken())?;
            filling.row(row, header, watch).await?;
            continue;
        }
        match serde_json::from_slice(line).map_err(|_| file.broken())? {
            Mark::Table { name } => {
                filling.flush(header, watch).await?;
                filling.tell(header, watch);
                filling.turn_to(&name).ok_or_else(|| file.broken())?;
            }
            Mark::File { path, bytes } => {
                let mut content = Vec::new();
                file.bytes(bytes, |piece| content.extend_from_slice(piece))?;
                let put = house.files.put(&FilePath::from(path), PutPayload::from(content)).await;
                put.map_err(|error| StoreError::Engine(format!("the files' place said: {error}")))?;
                files += 1;
                watch(Progress { what: "files", done: files, of: found.whole.files });
            }
            Mark::End { .. } => break,
        }
    }
    filling.flush(header, watch).await?;
    filling.tell(header, watch);
    Ok(())
}

/// Rows on their way into a store.
struct Filling<'a> {
    change: &'a mut Change,
    shapes: &'a [Shape],
    table: Option<&'a Shape>,
    rows: Vec<Vec<Value>>,
    done: u64,
}

impl Filling<'_> {
    async fn row(&mut self, row: Vec<Value>, header: &Header, watch: Watch<'_>) -> Done<()> {
        self.rows.push(row);
        if self.rows.len() >= 500 {
            self.flush(header, watch).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, header: &Header, watch: Watch<'_>) -> Done<()> {
        let Some(table) = self.table else { return Ok(()) };
        snapshot::put(self.change, table, &self.rows).await?;
        self.done += self.rows.len() as u64;
        self.rows.clear();
        if self.done.is_multiple_of(ROWS_A_TELLING) {
            self.tell(header, watch);
        }
        Ok(())
    }

    fn tell(&self, header: &Header, watch: Watch<'_>) {
        let Some(table) = self.table else { return };
        let of = header.tables.iter().find(|other| other.name == table.name).map_or(0, |other| other.rows);
        watch(Progress { what: &table.name, done: self.done, of: u64::try_from(of).unwrap_or(0) });
    }

    /// Turns to the table whose rows follow; `None` when the header names no such.
    fn turn_to(&mut self, name: &str) -> Option<()> {
        self.done = 0;
        self.table = Some(self.shapes.iter().find(|table| table.name == name)?);
        Some(())
    }
}

/// Keeps when a back-up was last restored to prove that it can be.
///
/// # Errors
/// The refusal of the right; a failure of the store.
pub async fn note_drill(house: &House, asker: &Asker) -> Done<()> {
    may_operate(house, asker)?;
    Ok(upkeep::done(&house.store, upkeep::DRILL, house.now()).await?)
}
