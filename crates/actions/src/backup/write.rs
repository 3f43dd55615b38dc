//! Writing a back-up while others go on working.

use super::{FORMAT, Header, Mark, Progress, ROWS_A_TELLING, TableHeader, VERSION, Watch, file::Writing};
use crate::{
    Failure,
    house::{Done, House},
    operations::may_operate,
};
use danvan_domain::rights::Asker;
use danvan_store::{StoreError, migrations, tables, upkeep};
use futures_util::TryStreamExt;
use object_store::ObjectStoreExt;
use serde::Serialize;
use std::path::Path;

/// What a back-up holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// Rows of all tables.
    pub rows: u64,
    /// Files kept beside the database.
    pub files: u64,
    /// Size in bytes.
    pub bytes: u64,
}

/// Writes everything, as it is at one instant, into a new file. Files beside the database are read after the rows:
/// they are only ever added, so every row finds its file.
///
/// # Errors
/// The refusal of the right to operate; a file that is there already or cannot be written; a failure of the store.
pub async fn back_up(house: &House, asker: &Asker, path: &Path, watch: Watch<'_>) -> Done<BackedUp> {
    may_operate(house, asker)?;
    let mut out = Writing::begin(path)?;
    let created = house.now();
    let mut snapshot = house.store.snapshot().await?;
    let shapes = tables::standing(&house.store).await?;
    let mut tables = Vec::new();
    for table in &shapes {
        tables.push(TableHeader::of(table, snapshot.count(table).await?));
    }
    // Not every engine has its own of every migration: a store that has run all of its own is at the newest there is.
    // A newer program may have been here as well; what this one writes is what this one knows.
    let run = tables::migrations(&house.store).await?.into_iter().max();
    let own = tables::known_migrations(&house.store).into_iter().max();
    let migration = if run >= own { Some(migrations::newest()) } else { run };
    out.line(&Header {
        format: FORMAT.into(),
        version: VERSION,
        program: env!("CARGO_PKG_VERSION").into(),
        engine: house.store.engine().into(),
        migration,
        created,
        tables: tables.clone(),
    })?;
    let mut rows = 0;
    for (table, header) in shapes.iter().zip(&tables) {
        out.line(&Mark::Table { name: header.name.clone() })?;
        let (mut done, of) = (0_u64, u64::try_from(header.rows).unwrap_or(0));
        snapshot
            .rows(table, |row| {
                done += 1;
                if done.is_multiple_of(ROWS_A_TELLING) {
                    watch(Progress { what: &table.name, done, of });
                }
                out.line(&row).map_err(Failure::from)
            })
            .await?;
        watch(Progress { what: &table.name, done, of });
        rows += done;
    }
    snapshot.close().await?;
    let files = write_files(house, &mut out, watch).await?;
    let backed_up = BackedUp { rows, files, bytes: out.finish(rows, files)? };
    upkeep::done(&house.store, upkeep::BACKUP, created).await?;
    tracing::info!(rows, files, bytes = backed_up.bytes, "backed up");
    Ok(backed_up)
}

fn lost(error: &object_store::Error) -> StoreError {
    StoreError::Engine(format!("the files' place said: {error}"))
}

async fn write_files(house: &House, out: &mut Writing, watch: Watch<'_>) -> Done<u64> {
    let mut list = house.files.list(None);
    let mut files = 0;
    while let Some(found) = list.try_next().await.map_err(|error| lost(&error))? {
        let got = match house.files.get(&found.location).await {
            Ok(got) => got,
            // Swept since it was listed, because nothing shows it.
            Err(object_store::Error::NotFound { .. }) => continue,
            Err(error) => return Err(lost(&error).into()),
        };
        out.line(&Mark::File { path: found.location.to_string(), bytes: found.size })?;
        let mut pieces = got.into_stream();
        let mut written = 0;
        while let Some(piece) = pieces.try_next().await.map_err(|error| lost(&error))? {
            out.bytes(&piece)?;
            written += piece.len() as u64;
        }
        if written != found.size {
            return Err(
                StoreError::Engine(format!("the file {} changed while it was read", found.location)).into()
            );
        }
        out.bytes(b"\n")?;
        files += 1;
    }
    watch(Progress { what: "files", done: files, of: files });
    Ok(files)
}
