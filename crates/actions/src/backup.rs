//! Keeping: one file with everything, written while the house is served, read back into an empty house on either
//! engine.
//!
//! The file is lines of JSON. The first says what the file is, then each table has a line with its name and a line a
//! row, then each file kept beside the database has a line with its name and size and its bytes, and the last line
//! says how much there was and the SHA-256 of everything before it, so that a file cut short or changed is refused.

mod file;
mod older;
mod restore;
mod write;

pub use restore::{Restored, note_drill, read_whole, restore};
pub use write::{BackedUp, back_up};

use danvan_domain::{
    refusals::{Note, Refusal},
    time::Moment,
};
use danvan_store::tables::{Kind, Shape};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How a file says that it is one of ours.
pub const FORMAT: &str = "danvan-backup";
/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;

/// The first line of a back-up.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// The engine it was read from.
    pub engine: String,
    /// The migration its tables were at; the first back-ups did not say it.
    #[serde(default)]
    pub migration: Option<i64>,
    /// Which instant it shows.
    pub created: Moment,
    /// The tables, in the order in which they follow.
    pub tables: Vec<TableHeader>,
}

/// What the first line says of a table.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TableHeader {
    /// Its name.
    pub name: String,
    /// How many rows follow.
    pub rows: i64,
    /// Its columns and their kinds, in the order of the cells.
    pub columns: Vec<(String, String)>,
}

impl TableHeader {
    fn of(table: &Shape, rows: i64) -> Self {
        let columns = table.columns.iter().map(|(name, kind)| (name.clone(), kind.word().to_owned()));
        Self { name: table.name.clone(), rows, columns: columns.collect() }
    }

    /// The table, when every kind of its columns is known.
    fn shape(&self) -> Option<Shape> {
        let columns = self.columns.iter().map(|(name, kind)| Some((name.clone(), Kind::of(kind)?)));
        Some(Shape { name: self.name.clone(), columns: columns.collect::<Option<_>>()? })
    }
}

/// A line that is not a row.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", tag = "line")]
enum Mark {
    /// The rows of a table follow.
    Table {
        /// Its name.
        name: String,
    },
    /// The bytes of a file follow, and a line end.
    File {
        /// Its path in the files' place.
        path: String,
        /// How many bytes.
        bytes: u64,
    },
    /// Nothing follows.
    End {
        /// How many rows there were.
        rows: u64,
        /// How many files.
        files: u64,
        /// SHA-256 of everything before this line, in hexadecimal.
        sha256: String,
    },
}

/// How far a long work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// A table, or `files`.
    pub what: &'a str,
    /// Rows or files done.
    pub done: u64,
    /// Of how many.
    pub of: u64,
}

/// Who is told how far a long work has come.
pub type Watch<'a> = &'a mut (dyn FnMut(Progress<'_>) + Send);

/// How many rows pass between two tellings.
const ROWS_A_TELLING: u64 = 50_000;

/// The file could not be read or written: what the system said about it.
fn trouble(file: &Path, error: &std::io::Error) -> Refusal {
    Refusal::Conflict(Note::new("backup-file-trouble").with("file", file.display()).with("reason", error))
}

fn refused(key: &str, file: &Path) -> Refusal {
    Refusal::Conflict(Note::new(key).with("file", file.display()))
}

fn broken_at(file: &Path, line: u64) -> Refusal {
    Refusal::Conflict(Note::new("backup-line").with("file", file.display()).with("line", line))
}
