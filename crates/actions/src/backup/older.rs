//! A back-up of an earlier program, whose tables were not yet what they are today.
//!
//! It is first read into a throw-away database whose tables are brought just as far as they were then; that database is
//! migrated on as any other would be, and what it then holds is carried into the house. So one set of migrations serves
//! both, and the house still gets all or nothing.

use super::{
    Progress, Watch, refused,
    restore::{Found, load},
};
use crate::house::{Done, House};
use danvan_domain::refusals::{Note, Refusal};
use danvan_store::{
    Change, Store, migrations,
    tables::{self, Shape},
};
use std::path::{Path, PathBuf};

/// A folder that only its owner may look into, removed when it is let go.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn begin(house: &House, folder: &Path) -> Result<Self, Refusal> {
        let path = folder.join(format!("danvan-restore-{}", house.new_id()));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            // It will hold everything, also how to reach people.
            builder.mode(0o700);
        }
        builder.create(&path).map_err(|error| super::trouble(&path, &error))?;
        Ok(Self(path))
    }

    fn database(&self, migration: i64) -> String {
        format!("sqlite:{}", self.0.join(format!("at-{migration}.db")).display())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed lies in a folder that nobody else may look into, under a name that says what it is.
        let _stays = std::fs::remove_dir_all(&self.0);
    }
}

/// The tables of a back-up, when this program knows every kind of their columns.
pub(super) fn shapes(found: &Found<'_>) -> Result<Vec<Shape>, Refusal> {
    let tables = found.header.tables.iter();
    tables.map(|table| table.shape().ok_or_else(|| other(found, &table.name))).collect()
}

/// Says that a table is not as its migration made it.
pub(super) fn other(found: &Found<'_>, table: &str) -> Refusal {
    Refusal::Conflict(
        Note::new("backup-tables")
            .with("file", found.path.display())
            .with("table", table)
            .with("program", &found.header.program)
            .with("own", env!("CARGO_PKG_VERSION")),
    )
}

/// Reads the back-up into a database of its own, at the tables it was written from, and migrates that to today's; also
/// says which migration it came from.
pub(super) async fn bring_up(
    house: &House,
    found: &Found<'_>,
    scratch: &Scratch,
    watch: Watch<'_>,
) -> Done<(Store, i64)> {
    let (store, migration) = as_then(found, scratch).await?;
    let mut change = store.begin().await?;
    load(house, found, &mut change, watch).await?;
    change.commit().await?;
    store.close().await;
    Ok((Store::open(&scratch.database(migration)).await?, migration))
}

/// An empty database whose tables are those of the back-up. The first back-ups did not say their migration: theirs is
/// the newest whose tables are just so.
async fn as_then(found: &Found<'_>, scratch: &Scratch) -> Done<(Store, i64)> {
    let shapes = shapes(found)?;
    let tried: Vec<i64> = match found.header.migration {
        Some(migration) => vec![migration],
        None => (1..=migrations::newest()).rev().collect(),
    };
    let mut differs = None;
    for migration in tried {
        let store = Store::open_until(&scratch.database(migration), migration).await?;
        match tables::first_other(&store, &shapes).await? {
            None => return Ok((store, migration)),
            Some(table) => {
                store.close().await;
                differs.get_or_insert(table);
            }
        }
    }
    match differs {
        Some(table) => Err(other(found, &table).into()),
        None => Err(refused("backup-not-ours", found.path).into()),
    }
}

/// Carries everything that travels from one store into the change of another.
pub(super) async fn carry(from: &Store, change: &mut Change, watch: Watch<'_>) -> Done<()> {
    let mut snapshot = from.snapshot().await?;
    for table in tables::standing(from).await? {
        let of = u64::try_from(snapshot.count(&table).await?).unwrap_or(0);
        let told = |done| {
            if done % super::ROWS_A_TELLING == 0 {
                watch(Progress { what: &table.name, done, of });
            }
        };
        snapshot.carry(&table, change, told).await?;
        watch(Progress { what: &table.name, done: of, of });
    }
    Ok(snapshot.close().await?)
}
