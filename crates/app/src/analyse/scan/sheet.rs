//! A CSV file with a heading, whose cells are read by the meaning of their column.

use crate::{
    analyse::table::{broken, open},
    house::Stop,
    terminal::sentence,
};
use std::path::Path;

/// A CSV file.
pub(super) struct Sheet {
    file: String,
    headings: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// A row and the line it stands on.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    sheet: &'a Sheet,
    line: u64,
    cells: &'a csv::StringRecord,
}

impl Sheet {
    pub(super) fn read(file: &Path) -> Result<Self, Stop> {
        let (mut reader, headings) = open(file)?;
        let headings = headings.iter().map(|heading| heading.to_lowercase()).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| broken(file, &error))?;
            rows.push((record.position().map_or(0, csv::Position::line), record));
        }
        Ok(Sheet { file: file.display().to_string(), headings, rows })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(move |(line, cells)| Row { sheet: self, line: *line, cells })
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.headings.iter().any(|heading| heading == column)
    }

    /// Refuses a file without a column.
    pub(super) fn must_have(&self, column: &str) -> Result<(), Stop> {
        if self.has(column) {
            return Ok(());
        }
        let values = [("file", self.file.clone().into()), ("column", column.into())];
        Err(sentence("scan-no-column", &values).into())
    }
}

impl<'a> Row<'a> {
    /// The cell of a column; empty where there is none.
    pub(super) fn cell(&self, column: &str) -> &'a str {
        let at = self.sheet.headings.iter().position(|heading| heading == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or("")
    }

    /// A number that may be anything.
    pub(super) fn number(&self, column: &str) -> Result<f64, Stop> {
        let number = self.cell(column).parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| {
            self.refused(column, if self.cell(column).is_empty() { "missing" } else { "number" })
        })
    }

    /// An amount that is not below zero.
    pub(super) fn amount(&self, column: &str) -> Result<f64, Stop> {
        let amount = self.number(column)?;
        if amount < 0.0 { Err(self.refused(column, "negative")) } else { Ok(amount) }
    }

    /// A whole number that is not below zero; `without` where the file has no such column.
    pub(super) fn count(&self, column: &str, without: i64) -> Result<i64, Stop> {
        if !self.sheet.has(column) {
            return Ok(without);
        }
        match self.cell(column).parse::<i64>() {
            Ok(count) if count < 0 => Err(self.refused(column, "negative")),
            Ok(count) => Ok(count),
            Err(_) if self.cell(column).is_empty() => Err(self.refused(column, "missing")),
            Err(_) => Err(self.refused(column, "count")),
        }
    }

    /// Why a cell is refused, naming its row and column.
    pub(super) fn refused(&self, column: &str, kind: &str) -> Stop {
        let values = [
            ("file", self.sheet.file.clone().into()),
            ("line", self.line.into()),
            ("column", column.into()),
            ("value", self.cell(column).into()),
            ("kind", kind.into()),
        ];
        sentence("scan-cell", &values).into()
    }
}
