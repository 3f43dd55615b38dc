//! A table for a spreadsheet, with what was asked above it. Texts stay texts, whatever they look like, so that no cell runs
//! as a formula.

use crate::text::clean;
use danvan_domain::time::{Day, Moment};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, XlsxError};
use std::fmt::Write;

/// A table with its question.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What it is called.
    pub title: String,
    /// What was asked, when, by whose figures: name and value, one line each, above the table.
    pub about: Vec<(String, String)>,
    /// The heading.
    pub heading: Vec<String>,
    /// The rows, each as long as the heading.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing to tell.
    Empty,
    /// A text, never a formula.
    Text(String),
    /// A count.
    Count(i64),
    /// A measure.
    Number(f64),
    /// A share from 0 to 1.
    Share(f64),
    /// A day.
    Day(Day),
    /// An instant, on Hanoi's clock.
    Moment(Moment),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// The narrowest and widest a column becomes, in letters.
const WIDTHS: (usize, usize) = (8, 60);

impl Sheet {
    /// The table as XLSX. The instant of making is the one given, so that the same table gives the same bytes.
    ///
    /// # Errors
    /// When there are more rows than a spreadsheet holds.
    pub fn xlsx(&self, made: Moment) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let made = stamp(made)?;
        book.set_properties(&DocProperties::new().set_title(clean(&self.title)).set_creation_datetime(&made));
        let sheet = book.add_worksheet();
        let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap());
        let heading = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Thin);
        let formats = Formats::new();
        sheet.write_string_with_format(0, 0, clean(&self.title), &bold)?;
        let mut row = 1;
        for (name, value) in &self.about {
            sheet.write_string(row, 0, clean(name))?;
            sheet.write_string(row, 1, clean(value))?;
            row += 1;
        }
        row += 1;
        for (column, name) in (0u16..).zip(&self.heading) {
            sheet.write_string_with_format(row, column, clean(name), &heading)?;
            let width = u32::try_from(self.width(usize::from(column))).unwrap_or(10);
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(row + 1, 0)?;
        let first = row;
        for cells in &self.rows {
            row += 1;
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        sheet.write_string_with_format(row, column, clean(text), &wrap)?;
                    }
                    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
                    Cell::Count(count) => {
                        sheet.write_number_with_format(row, column, *count as f64, &formats.count)?;
                    }
                    Cell::Number(number) => {
                        sheet.write_number_with_format(row, column, *number, &formats.number)?;
                    }
                    Cell::Share(share) => {
                        sheet.write_number_with_format(row, column, *share, &formats.share)?;
                    }
                    Cell::Day(day) => {
                        sheet.write_datetime_with_format(row, column, dated(*day)?, &formats.day)?;
                    }
                    Cell::Moment(moment) => {
                        sheet.write_datetime_with_format(row, column, stamp(*moment)?, &formats.moment)?;
                    }
                }
            }
        }
        if let Some(last) = u16::try_from(self.heading.len()).ok().and_then(|length| length.checked_sub(1))
            && row > first
        {
            sheet.autofilter(first, 0, row, last)?;
        }
        book.save_to_buffer()
    }

    /// The table as CSV: UTF-8 with a mark, what was asked in lines that begin with `#`.
    pub fn csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "# {}", quoted(&self.title));
        for (name, value) in &self.about {
            let _ = writeln!(text, "# {},{}", quoted(name), quoted(value));
        }
        let heading: Vec<String> = self.heading.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "{}", heading.join(","));
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(plain).collect();
            let _ = writeln!(text, "{}", cells.join(","));
        }
        text
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().take(200).filter_map(|row| row.get(column)).map(|cell| match cell {
            Cell::Text(text) => text.chars().count(),
            Cell::Moment(_) => 16,
            Cell::Day(_) => 11,
            _ => 9,
        });
        let about = self.about.iter().map(|(name, _)| if column == 0 { name.chars().count() } else { 0 });
        let heading = self.heading.get(column).map_or(0, |name| name.chars().count().min(24));
        cells.chain(about).max().unwrap_or(0).max(heading).clamp(WIDTHS.0, WIDTHS.1) + 2
    }
}

struct Formats {
    count: Format,
    number: Format,
    share: Format,
    day: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        let format = |text: &str| Format::new().set_num_format(text);
        Self {
            count: format("#,##0"),
            number: format("#,##0.000"),
            share: format("0.0%"),
            day: format("dd/mm/yyyy"),
            moment: format("dd/mm/yyyy hh:mm"),
        }
    }
}

fn dated(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(
        u16::try_from(day.0.year()).unwrap_or(1900),
        part(day.0.month()),
        part(day.0.day()),
    )
}

fn stamp(moment: Moment) -> Result<ExcelDateTime, XlsxError> {
    let minutes = u16::try_from(moment.minute_of_day()).unwrap_or(0);
    dated(moment.day())?.and_hms(minutes / 60, u8::try_from(minutes % 60).unwrap_or(0), 0)
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => quoted(text),
        Cell::Count(count) => count.to_string(),
        Cell::Number(number) => format!("{number:.3}"),
        Cell::Share(share) => format!("{share:.4}"),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => {
            let minutes = moment.minute_of_day();
            format!("{} {:02}:{:02}", moment.day(), minutes / 60, minutes % 60)
        }
    }
}

/// A cell in quotes where it needs them; one that a spreadsheet would run as a formula begins with an apostrophe.
pub fn quoted(cell: &str) -> String {
    let cell = clean(cell);
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%']);
    let cell = if is_formula { format!("'{cell}") } else { cell };
    if cell.contains([',', '"', '\n', ';']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests;
