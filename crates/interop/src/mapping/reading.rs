//! Reading a file row by row, in flat memory.

use super::{Encoding, Ending, Mapping, Request, moments};
use danvan_domain::{cases::Channel, fold::tidy, refusals::Note, time::Moment, units::Point};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read},
};

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its line in the file.
    pub line: u64,
    /// Its number there, when it could be read.
    pub id: String,
    /// Why.
    pub note: Note,
}

/// A file whose heading was read and fits the mapping.
pub struct Opened<'a, R> {
    mapping: &'a Mapping,
    table: csv::Reader<BufReader<R>>,
    places: HashMap<String, usize>,
    /// Columns the mapping does not speak of.
    pub unknown: Vec<String>,
    moments: moments::Reader,
    encoding: Encoding,
    /// One where lines end in CR LF: the reader then counts a row's line before its LF.
    behind: u64,
    record: csv::ByteRecord,
}

/// Reads the heading of a file.
///
/// # Errors
/// A file that cannot be read, is empty, is written in another way, or lacks columns that the mapping names.
pub fn open<R: Read>(file: R, mapping: &Mapping) -> Result<Opened<'_, R>, Refused> {
    let refuse = |note: Note| Refused { line: 1, id: String::new(), note };
    let mut file = BufReader::with_capacity(1 << 16, file);
    let beginning = file.fill_buf().map_err(|error| refuse(trouble(&error)))?;
    if beginning.starts_with(&[0xff, 0xfe]) || beginning.starts_with(&[0xfe, 0xff]) {
        return Err(refuse(Note::new("import-utf16")));
    }
    if beginning.is_empty() {
        return Err(refuse(Note::new("import-empty")));
    }
    let first_end = beginning.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let behind = u64::from(first_end > 0 && beginning[first_end - 1] == b'\r');
    let has_mark = beginning.starts_with(b"\xef\xbb\xbf");
    let delimiter = match mapping.source.delimiter {
        Some(letter) => u8::try_from(letter).unwrap_or(b','),
        None => parted_by(beginning),
    };
    if has_mark {
        file.consume(3);
    }
    let mut table = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
    let encoding = mapping.source.encoding.unwrap_or_default();
    let headings = table.byte_headers().map_err(|error| refuse(malformed(&error)))?;
    let headings: Option<Vec<String>> =
        headings.iter().map(|name| encoding.text(name).map(|name| tidy(&name))).collect();
    let headings = headings.ok_or_else(|| refuse(Note::new("import-not-utf8")))?;
    let places: HashMap<String, usize> =
        headings.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
    let needed = mapping.needed();
    let missing: Vec<&str> =
        needed.iter().filter(|name| !places.contains_key(*name)).map(String::as_str).collect();
    if !missing.is_empty() {
        let note = Note::new("import-columns-missing")
            .with("missing", missing.join(", "))
            .with("there", headings.join(", "));
        return Err(refuse(note));
    }
    let known = |name: &String| needed.contains(name) || mapping.columns.ignore.contains(name);
    let unknown = headings.into_iter().filter(|name| !known(name)).collect();
    let moments = moments::Reader::new(&mapping.source)
        .map_err(|reason| refuse(Note::new("import-mapping").with("reason", reason)))?;
    Ok(Opened { mapping, table, places, unknown, moments, encoding, behind, record: csv::ByteRecord::new() })
}

fn trouble(error: &std::io::Error) -> Note {
    Note::new("import-unreadable").with("reason", error)
}

fn malformed(error: &csv::Error) -> Note {
    Note::new("import-unreadable").with("reason", error)
}

/// What parts the columns of a heading.
fn parted_by(beginning: &[u8]) -> u8 {
    let heading = beginning.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |letter: u8| heading.iter().filter(|byte| **byte == letter).count();
    // Of equals the last wins, so the most usual stands last.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|letter| count(*letter)).unwrap_or(b',')
}

impl<R: Read> Iterator for Opened<'_, R> {
    type Item = Result<Request, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = std::mem::take(&mut self.record);
        let read = self.table.read_byte_record(&mut record);
        let line = record.position().map_or(0, csv::Position::line) + self.behind;
        let row = match read {
            Ok(false) => return None,
            Ok(true) => self.request(&record, line),
            Err(error) => Err((String::new(), malformed(&error))),
        };
        self.record = record;
        Some(row.map_err(|(id, note)| Refused { line, id, note }))
    }
}

/// One row's cells by column name.
struct Cells<'r> {
    places: &'r HashMap<String, usize>,
    cells: Vec<String>,
}

impl Cells<'_> {
    fn get(&self, name: &str) -> &str {
        self.places.get(name).and_then(|at| self.cells.get(*at)).map_or("", String::as_str)
    }

    fn filled(&self, name: Option<&String>) -> Option<&str> {
        name.map(|name| self.get(name)).filter(|cell| !cell.is_empty())
    }

    /// A text with columns in braces; a line whose columns are all empty is left out.
    fn said(&self, text: &str) -> String {
        let line = |line: &str| -> Option<String> {
            let mut whole = String::new();
            let (mut named, mut filled) = (false, false);
            for (at, piece) in line.split('{').enumerate() {
                match piece.split_once('}').filter(|_| at > 0) {
                    Some((name, rest)) => {
                        let cell = self.get(name);
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
}

/// The columns that a text names in braces.
pub(super) fn named_in(text: &str) -> Vec<String> {
    text.split('{')
        .skip(1)
        .filter_map(|piece| piece.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

impl<R: Read> Opened<'_, R> {
    fn request(&self, record: &csv::ByteRecord, line: u64) -> Result<Request, (String, Note)> {
        let nameless = |note: Note| (String::new(), note);
        let cells: Option<Vec<String>> =
            record.iter().map(|cell| self.encoding.text(cell).map(|text| tidy(&text))).collect();
        let cells = cells.ok_or_else(|| nameless(Note::new("import-not-utf8")))?;
        if cells.len() != self.places.len() {
            let note =
                Note::new("import-cells").with("found", cells.len()).with("expected", self.places.len());
            return Err(nameless(note));
        }
        let cells = Cells { places: &self.places, cells };
        let id = cells.get(&self.mapping.columns.id).to_owned();
        if id.is_empty() {
            return Err(nameless(Note::new("import-no-id")));
        }
        self.read(&cells, &id, line).map_err(|note| (id, note))
    }

    fn read(&self, cells: &Cells<'_>, id: &str, line: u64) -> Result<Request, Note> {
        let columns = &self.mapping.columns;
        let needed = |name: &str| Note::new("import-cell-empty").with("column", name);
        let opened = self.moment(cells, Some(&columns.opened))?.ok_or_else(|| needed(&columns.opened))?;
        let mut closed = None;
        for name in &columns.closed {
            closed = closed.or(self.moment(cells, Some(name))?);
        }
        let topic = cells.get(&columns.topic);
        if topic.is_empty() {
            return Err(needed(&columns.topic));
        }
        let words = cells.said(&columns.words);
        if words.is_empty() {
            return Err(Note::new("import-no-words"));
        }
        let status = cells.filled(columns.status.as_ref()).unwrap_or_default().to_owned();
        let city = self.mapping.city.as_ref();
        let place = cells.filled(columns.place.as_ref()).map(|place| {
            city.and_then(|city| city.spellings.get(place)).map_or(place, String::as_str).to_owned()
        });
        Ok(Request {
            line,
            id: id.to_owned(),
            opened,
            taken: self.moment(cells, columns.taken.as_ref())?,
            closed,
            due: self.moment(cells, columns.due.as_ref())?,
            ending: self.ending(columns.status.is_some(), &status, closed)?,
            status,
            topic: topic.to_owned(),
            place,
            district: cells.filled(city.and_then(|city| city.district.as_ref())).map(str::to_owned),
            point: self.point(cells),
            words,
            answer: columns.answer.as_ref().map(|text| cells.said(text)).unwrap_or_default(),
            channel: self.channel(cells),
            original: cells.filled(columns.original.as_ref()).map(str::to_owned),
        })
    }

    fn moment(&self, cells: &Cells<'_>, name: Option<&String>) -> Result<Option<Moment>, Note> {
        let Some(text) = cells.filled(name) else { return Ok(None) };
        let bad = || {
            let column = name.map_or("", String::as_str);
            Note::new("import-date").with("column", column).with("value", text)
        };
        self.moments.read(text).map(Some).ok_or_else(bad)
    }

    fn ending(&self, has_status: bool, status: &str, closed: Option<Moment>) -> Result<Ending, Note> {
        if !has_status {
            return Ok(if closed.is_some() { Ending::Closed } else { Ending::Received });
        }
        let found = self.mapping.status.get(status).copied();
        found.ok_or_else(|| Note::new("import-status").with("value", status))
    }

    /// The point of a row; none where it lies outside the city or is only a whole degree, which is a blank in
    /// disguise.
    fn point(&self, cells: &Cells<'_>) -> Option<Point> {
        let columns = &self.mapping.columns;
        let degrees = |name: Option<&String>| cells.filled(name)?.replace(',', ".").parse::<f64>().ok();
        let (lat, lon) = (degrees(columns.lat.as_ref())?, degrees(columns.lon.as_ref())?);
        let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        let whole = lat.fract() == 0.0 || lon.fract() == 0.0;
        let bounds = self.mapping.city.as_ref().and_then(|city| city.bounds);
        let inside = bounds.is_none_or(|[south, west, north, east]| {
            (south..=north).contains(&lat) && (west..=east).contains(&lon)
        });
        (on_earth && !whole && inside).then_some(Point { lat, lon })
    }

    fn channel(&self, cells: &Cells<'_>) -> Channel {
        let said = cells.filled(self.mapping.columns.channel.as_ref());
        said.and_then(|said| self.mapping.channel.get(said)).copied().unwrap_or(Channel::Import)
    }
}
