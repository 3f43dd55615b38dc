//! Reading a back-up: first as a whole, to be sure of it, then into an empty house, all of it or nothing.

use super::{
    FORMAT, Header, Mark, Progress, ROWS_A_TELLING, TableHeader, VERSION, Watch, file::Reading, refused,
};
use crate::search::SEARCH;
use crate::{
    house::{Done, House},
    operations::may_operate,
};
use danvan_domain::{
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    Change, StoreError, events, snapshot,
    tables::{Table, travelling},
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
}

/// Reads a back-up from its first to its last line and checks its sum; nothing is written.
///
/// # Errors
/// A file that cannot be read, is not a back-up, was written by a newer program, was cut short, or was changed.
pub fn read_whole(path: &Path) -> Result<(Header, Restored), Refusal> {
    let mut file = Reading::open(path)?;
    let header = header(&mut file)?;
    let mut found = Restored { rows: 0, files: 0 };
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
    let newer = || {
        let program = value["program"].as_str().unwrap_or("?").to_owned();
        Refusal::Conflict(
            Note::new("backup-newer")
                .with("file", path.display())
                .with("program", program)
                .with("own", env!("CARGO_PKG_VERSION")),
        )
    };
    if value["version"] != VERSION {
        return Err(newer());
    }
    let header: Header =
        serde_json::from_value(value.clone()).map_err(|_| refused("backup-not-ours", &path))?;
    // Rows are written exactly as they were read, so the tables have to be the same.
    let ours = travelling().map(|table| TableHeader::of(table, 0).columns);
    let theirs = header.tables.iter().map(|table| &table.columns);
    let names =
        travelling().map(|table| table.name).eq(header.tables.iter().map(|table| table.name.as_str()));
    if names && theirs.eq(ours.collect::<Vec<_>>().iter()) { Ok(header) } else { Err(newer()) }
}

/// Brings a back-up into an empty house, in one change. Afterwards the facts of the house must be read anew.
///
/// # Errors
/// The refusal of the right; those of [`read_whole`]; a house that already holds something.
pub async fn restore(house: &House, asker: &Asker, path: &Path, watch: Watch<'_>) -> Done<Restored> {
    may_operate(house, asker)?;
    let (header, whole) = read_whole(path)?;
    if let Some(table) = snapshot::first_filled(&house.store).await? {
        return Err(Refusal::Conflict(Note::new("backup-not-empty").with("table", table.name)).into());
    }
    let mut file = Reading::open(path)?;
    file.next()?;
    let mut filling = Filling { change: house.store.begin().await?, table: None, rows: Vec::new(), done: 0 };
    let mut files = 0;
    loop {
        let line = file.next()?;
        if line.starts_with(b"[") {
            let row: Vec<Value> = serde_json::from_slice(line).map_err(|_| file.broken())?;
            filling.row(row, &header, watch).await?;
            continue;
        }
        match serde_json::from_slice(line).map_err(|_| file.broken())? {
            Mark::Table { name } => filling.turn_to(&name, &header, watch).await?,
            Mark::File { path, bytes } => {
                let mut content = Vec::new();
                file.bytes(bytes, |piece| content.extend_from_slice(piece))?;
                let put = house.files.put(&FilePath::from(path), PutPayload::from(content)).await;
                put.map_err(|error| StoreError::Engine(format!("the files' place said: {error}")))?;
                files += 1;
                watch(Progress { what: "files", done: files, of: whole.files });
            }
            Mark::End { .. } => break,
        }
    }
    filling.finish(&header, watch).await?;
    Ok(whole)
}

/// Rows on their way into the store.
struct Filling {
    change: Change,
    table: Option<&'static Table>,
    rows: Vec<Vec<Value>>,
    done: u64,
}

impl Filling {
    async fn row(&mut self, row: Vec<Value>, header: &Header, watch: Watch<'_>) -> Done<()> {
        self.rows.push(row);
        if self.rows.len() >= 500 {
            self.flush(header, watch).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, header: &Header, watch: Watch<'_>) -> Done<()> {
        let Some(table) = self.table else { return Ok(()) };
        snapshot::put(&mut self.change, table, &self.rows).await?;
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
        watch(Progress { what: table.name, done: self.done, of: u64::try_from(of).unwrap_or(0) });
    }

    async fn turn_to(&mut self, name: &str, header: &Header, watch: Watch<'_>) -> Done<()> {
        self.flush(header, watch).await?;
        self.tell(header, watch);
        self.done = 0;
        self.table = travelling().find(|table| table.name == name);
        Ok(())
    }

    async fn finish(mut self, header: &Header, watch: Watch<'_>) -> Done<()> {
        self.flush(header, watch).await?;
        self.tell(header, watch);
        // The words to search by are not in the file: they are gathered anew from the first event on.
        events::unfollow(&mut self.change, SEARCH).await?;
        self.change.commit().await?;
        Ok(())
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
