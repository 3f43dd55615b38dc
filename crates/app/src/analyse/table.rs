//! A CSV file with a heading, whose cells are read by their column's name and refused by row and column.

use crate::{
    house::Stop,
    terminal::{file_trouble, sentence},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file read whole.
pub(super) struct Table {
    file: String,
    heading: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    pub(super) fn read(file: &Path) -> Result<Self, Stop> {
        let text = fs::read_to_string(file).map_err(|error| file_trouble(file, &error))?;
        let name = file.display().to_string();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let broken = |error: csv::Error| -> Stop {
            let values = [("file", name.clone().into()), ("reason", error.to_string().into())];
            sentence("terminal-file", &values).into()
        };
        let heading = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<Result<_, _>>().map_err(broken)?;
        Ok(Self { file: name, heading, rows })
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
        let Some(at) = self.heading.iter().position(|heading| heading == name) else {
            let values = [
                ("file", self.file.clone().into()),
                ("column", name.into()),
                ("columns", self.heading.join(", ").into()),
            ];
            return Err(sentence("analysis-no-column", &values).into());
        };
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
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let beside: PathBuf = out.with_file_name(name);
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, out));
    written.map_err(|error| {
        let _gone = fs::remove_file(&beside);
        file_trouble(out, &error)
    })
}
