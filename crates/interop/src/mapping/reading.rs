//! Reading a file record by record, in flat memory.

use super::{
    Ending, Mapping, Mojibake, Request, moments, points,
    records::{Cells, Records},
    words,
};
use danvan_domain::{
    cases::Channel,
    fold::{fold, tidy},
    refusals::Note,
    time::Moment,
    units::Point,
};
use std::io::Read;

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its line in the file; in a JSON list, which record it is.
    pub line: u64,
    /// Its number there, when it could be read.
    pub id: String,
    /// Why.
    pub note: Note,
    /// Its cells as they stand in the file, when they could be read.
    pub cells: Vec<String>,
}

/// A file whose heading was read and fits the mapping.
pub struct Opened<'a> {
    mapping: &'a Mapping,
    records: Records<'a>,
    /// Columns the mapping does not speak of.
    pub unknown: Vec<String>,
    /// The headings of the cells of requests and refused rows.
    pub columns: Vec<String>,
    moments: moments::Reader,
}

/// Reads the heading of a file.
///
/// # Errors
/// A file that cannot be read, is empty, is written in another way, or lacks columns that the mapping names.
pub fn open<'a>(file: impl Read + 'a, mapping: &'a Mapping) -> Result<Opened<'a>, Refused> {
    let refuse = |note: Note| Refused { line: 1, id: String::new(), note, cells: Vec::new() };
    let records = Records::open(file, &mapping.source).map_err(refuse)?;
    let needed = mapping.needed();
    let missing: Vec<&str> = needed
        .iter()
        .filter(|name| !records.headings.contains(name))
        // In JSON what is empty is often left out, so only what every request must have is missed.
        .filter(|name| records.is_table() || [&mapping.columns.opened, &mapping.columns.topic].contains(name))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        let note = Note::new("import-columns-missing")
            .with("missing", missing.join(", "))
            .with("there", records.headings.join(", "));
        return Err(refuse(note));
    }
    let known = |name: &&String| needed.contains(name) || mapping.columns.ignore.contains(name);
    let unknown = records.headings.iter().filter(|name| !known(name)).cloned().collect();
    let moments = moments::Reader::new(&mapping.source).map_err(|(key, reason)| {
        refuse(Note::new("import-mapping").with("reason", format!("{key}: {reason}")))
    })?;
    Ok(Opened { columns: records.columns(), mapping, records, unknown, moments })
}

impl Iterator for Opened<'_> {
    type Item = Result<Request, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let (line, read) = self.records.next()?;
        let row = Row { mapping: self.mapping, moments: &self.moments };
        let refused = |id: String, note, cells| Refused { line, id, note, cells };
        Some(match read {
            Err(note) => Err(refused(String::new(), note, Vec::new())),
            Ok(mut cells) => match row.letters(&mut cells) {
                Err(note) => Err(refused(row.id(&cells), note, cells.all())),
                Ok(()) => row.read(&cells, line).map_err(|note| refused(row.id(&cells), note, cells.all())),
            },
        })
    }
}

/// The columns that a text names in braces.
pub(super) fn named_in(text: &str) -> Vec<String> {
    text.split('{')
        .skip(1)
        .filter_map(|piece| piece.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// A text with columns in braces; a line whose columns are all empty is left out.
fn said(cells: &Cells<'_>, text: &str) -> String {
    let line = |line: &str| -> Option<String> {
        let mut whole = String::new();
        let (mut named, mut filled) = (false, false);
        for (at, piece) in line.split('{').enumerate() {
            match piece.split_once('}').filter(|_| at > 0) {
                Some((name, rest)) => {
                    let cell = words::plain(cells.raw(name));
                    let cell = cell.trim();
                    named = true;
                    filled |= !cell.is_empty();
                    whole.push_str(cell);
                    whole.push_str(rest);
                }
                None => whole.push_str(piece),
            }
        }
        (filled || !named).then(|| whole.trim().to_owned())
    };
    text.lines().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// The sum of all cells of a row, by which it is known when it has no number: FNV-1a in 128 bits, the same in every
/// run.
fn sum(cells: &[String]) -> String {
    let bytes = cells.iter().flat_map(|cell| cell.bytes().chain([0x1f]));
    let sum = bytes.fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |sum, byte| {
        (sum ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    format!("row-{sum:032x}")
}

/// Reads the cells of rows as the mapping says.
struct Row<'a> {
    mapping: &'a Mapping,
    moments: &'a moments::Reader,
}

impl Row<'_> {
    /// A column's cell, or several in braces, in one line; `None` when it is empty.
    fn filled(&self, cells: &Cells<'_>, name: Option<&String>) -> Option<String> {
        let name = name?;
        let text = if name.contains('{') { tidy(&said(cells, name)) } else { tidy(cells.raw(name)) };
        // What holds nothing but the signs between its columns is empty.
        let empty = if name.contains('{') { fold(&text).is_empty() } else { text.is_empty() };
        (!empty).then_some(text)
    }

    fn id(&self, cells: &Cells<'_>) -> String {
        self.filled(cells, self.mapping.columns.id.as_ref()).unwrap_or_else(|| sum(&cells.all()))
    }

    /// Looks for garbled letters.
    fn letters(&self, cells: &mut Cells<'_>) -> Result<(), Note> {
        match self.mapping.source.mojibake {
            Mojibake::Keep => Ok(()),
            Mojibake::Repair => {
                cells.change(words::ungarbled);
                Ok(())
            }
            Mojibake::Refuse => match cells.find(words::ungarbled) {
                None => Ok(()),
                Some((cell, was)) => {
                    let short = |text: &str| text.chars().take(60).collect::<String>();
                    Err(Note::new("import-garbled").with("value", short(cell)).with("was", short(&was)))
                }
            },
        }
    }

    fn read(&self, cells: &Cells<'_>, line: u64) -> Result<Request, Note> {
        let columns = &self.mapping.columns;
        let needed = |name: &str| Note::new("import-cell-empty").with("column", name);
        let opened = self.moment(cells, Some(&columns.opened))?.ok_or_else(|| needed(&columns.opened))?;
        let mut closed = None;
        for name in &columns.closed {
            closed = closed.or(self.moment(cells, Some(name))?);
        }
        let mut remarks = Vec::new();
        if let Some(end) = closed.filter(|end| *end < opened) {
            // A closing day without an hour is read as its midnight, which says nothing against it.
            if end.day() < opened.day() {
                remarks.push(Note::new("import-closed-before").with("closed", end).with("opened", opened));
            }
            closed = Some(opened);
        }
        let topic = self.filled(cells, Some(&columns.topic)).ok_or_else(|| needed(&columns.topic))?;
        let words = said(cells, &columns.words);
        if words.is_empty() {
            return Err(Note::new("import-no-words"));
        }
        let status = self.filled(cells, columns.status.as_ref()).unwrap_or_default();
        let city = self.mapping.city.as_ref();
        let place = self
            .filled(cells, columns.place.as_ref())
            .map(|place| city.and_then(|city| city.spellings.get(&place)).cloned().unwrap_or(place));
        let point = self.point(cells, &mut remarks);
        Ok(Request {
            line,
            id: self.id(cells),
            opened,
            taken: self.moment(cells, columns.taken.as_ref())?,
            closed,
            due: self.moment(cells, columns.due.as_ref())?,
            ending: self.ending(columns.status.is_some(), &status, closed)?,
            status,
            topic,
            place,
            district: self.filled(cells, city.and_then(|city| city.district.as_ref())),
            point,
            words,
            answer: columns.answer.as_ref().map(|text| said(cells, text)).unwrap_or_default(),
            channel: self.channel(cells),
            original: self.filled(cells, columns.original.as_ref()),
            remarks,
            cells: cells.all(),
        })
    }

    fn moment(&self, cells: &Cells<'_>, name: Option<&String>) -> Result<Option<Moment>, Note> {
        let Some(text) = self.filled(cells, name) else { return Ok(None) };
        let bad = || {
            let column = name.map_or("", String::as_str);
            Note::new("import-date").with("column", column).with("value", &text)
        };
        self.moments.read(&text).map(Some).ok_or_else(bad)
    }

    fn ending(&self, has_status: bool, status: &str, closed: Option<Moment>) -> Result<Ending, Note> {
        let by_closing = if closed.is_some() { Ending::Closed } else { Ending::Received };
        if !has_status {
            return Ok(by_closing);
        }
        let words = &self.mapping.status;
        let alike = || words.iter().find(|(word, _)| fold(word) == fold(status)).map(|(_, ending)| *ending);
        let found = words.get(status).copied().or_else(alike).or(self.mapping.columns.status_otherwise);
        found
            .or((status.is_empty()).then_some(by_closing))
            .ok_or_else(|| Note::new("import-status").with("value", status))
    }

    fn point(&self, cells: &Cells<'_>, remarks: &mut Vec<Note>) -> Option<Point> {
        let columns = &self.mapping.columns;
        let degrees = |name: Option<&String>| self.filled(cells, name)?.replace(',', ".").parse::<f64>().ok();
        let apart = || Some((degrees(columns.lat.as_ref())?, degrees(columns.lon.as_ref())?));
        let (lat, lon) = apart()
            .or_else(|| points::of_one_column(&self.filled(cells, columns.point.as_ref())?))
            .filter(|(lat, lon)| lat.is_finite() && lon.is_finite())?;
        match points::of(lat, lon, self.mapping.city.as_ref().and_then(|city| city.bounds))? {
            points::Read::Point(point) => Some(point),
            points::Read::Swapped(point) => {
                remarks.push(Note::new("import-point-swapped"));
                Some(point)
            }
        }
    }

    fn channel(&self, cells: &Cells<'_>) -> Channel {
        let said = self.filled(cells, self.mapping.columns.channel.as_ref());
        said.and_then(|said| self.mapping.channel.get(&said).copied()).unwrap_or(Channel::Import)
    }
}
