//! A CSV file with a heading, whose cells are read by their column's name and refused by row and column.

use crate::{
    house::Stop,
    terminal::{file_trouble, sentence},
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// A file to be read row by row, with its heading.
pub(super) fn open(file: &Path) -> Result<(csv::Reader<File>, Vec<String>), Stop> {
    let opened = File::open(file).map_err(|error| file_trouble(file, &error))?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(opened);
    let heading = reader.headers().map_err(|error| broken(file, &error))?;
    let heading = heading.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
    Ok((reader, heading))
}

/// Why a file is no table.
pub(super) fn broken(file: &Path, error: &csv::Error) -> Stop {
    let values = [("file", file.display().to_string().into()), ("reason", error.to_string().into())];
    sentence("terminal-file", &values).into()
}

/// A column is missing.
pub(super) fn no_column(file: &str, column: &str, heading: &[String]) -> Stop {
    let values = [("file", file.into()), ("column", column.into()), ("columns", heading.join(", ").into())];
    sentence("analysis-no-column", &values).into()
}

/// A file read whole.
pub(super) struct Table {
    file: String,
    heading: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    pub(super) fn read(file: &Path) -> Result<Self, Stop> {
        let (mut reader, heading) = open(file)?;
        let rows = reader.records().collect::<Result<_, _>>().map_err(|error| broken(file, &error))?;
        Ok(Self { file: file.display().to_string(), heading, rows })
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn heading(&self) -> &[String] {
        &self.heading
    }

    /// The cells of a column, read; refused at the first that cannot be. `kind` says what they should be: `day`, `whole`,
    /// `number`, or `text` that is never refused.
    pub(super) fn column<T: std::str::FromStr>(
        &self,
        name: &str,
        kind: &'static str,
    ) -> Result<Vec<T>, Stop> {
        let at = self.heading.iter().position(|heading| heading == name);
        let at = at.ok_or_else(|| no_column(&self.file, name, &self.heading))?;
        let read = |(row, record): (usize, &csv::StringRecord)| {
            let cell = record.get(at).unwrap_or_default();
            cell.parse::<T>().map_err(|_| -> Stop {
                let values = [
                    ("file", self.file.clone().into()),
                    ("row", (row + 1).into()),
                    ("column", name.into()),
                    ("value", cell.into()),
                    ("kind", kind.into()),
                ];
                sentence("analysis-cell", &values).into()
            })
        };
        self.rows.iter().enumerate().map(read).collect()
    }
}

/// Writes a table whole or not at all: beside its place first, then moved there.
pub(super) fn write(out: &Path, heading: &[impl AsRef<[u8]>], rows: &[Vec<String>]) -> Result<(), Stop> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(heading)?;
    for row in rows {
        writer.write_record(row)?;
    }
    replace(out, &writer.into_inner().map_err(|error| error.to_string())?)
}

/// Writes a file whole or not at all: what stood there before stays until all of it is there.
pub(super) fn replace(out: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let beside: PathBuf = out.with_file_name(name);
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, out));
    written.map_err(|error| {
        let _gone = fs::remove_file(&beside);
        file_trouble(out, &error)
    })
}
