//! The records of a file, whatever kind of file it is.

use super::{
    Encoding, Source,
    encoding::{FromUtf16, utf16},
    json::{self, Objects},
};
use danvan_domain::{fold::tidy, refusals::Note};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    io::{BufRead, BufReader, Read},
};

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A heading and rows, parted by commas or other signs.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// A JSON list of objects, or an object that holds one.
    Json,
    /// A GeoJSON collection of features.
    Geojson,
}

/// The cells of one record by their names.
pub(super) enum Cells<'r> {
    Table { places: &'r HashMap<String, usize>, cells: Vec<String> },
    Named(BTreeMap<String, String>),
}

impl Cells<'_> {
    /// A cell as it stands in the file.
    pub(super) fn raw(&self, name: &str) -> &str {
        match self {
            Self::Table { places, cells } => {
                places.get(name).and_then(|at| cells.get(*at)).map_or("", String::as_str)
            }
            Self::Named(cells) => cells.get(name).map_or("", String::as_str),
        }
    }

    /// Every cell, in an order that stays the same.
    pub(super) fn all(&self) -> Vec<String> {
        match self {
            Self::Table { cells, .. } => cells.clone(),
            Self::Named(cells) => {
                vec![serde_json::to_string(cells).unwrap_or_default()]
            }
        }
    }

    /// The first cell of which something can be said, and what.
    pub(super) fn find<T>(&self, say: impl Fn(&str) -> Option<T>) -> Option<(&str, T)> {
        let found = |cell: &String| say(cell).is_some();
        let cell = match self {
            Self::Table { cells, .. } => cells.iter().find(|cell| found(cell)),
            Self::Named(cells) => cells.values().find(|cell| found(cell)),
        }?;
        Some((cell, say(cell)?))
    }

    /// Changes every cell.
    pub(super) fn change(&mut self, change: impl Fn(&str) -> Option<String>) {
        let cells: &mut dyn Iterator<Item = &mut String> = match self {
            Self::Table { cells, .. } => &mut cells.iter_mut(),
            Self::Named(cells) => &mut cells.values_mut(),
        };
        for cell in cells {
            if let Some(other) = change(cell) {
                *cell = other;
            }
        }
    }
}

type Input<'f> = BufReader<Box<dyn Read + 'f>>;

/// A file's records.
pub(super) struct Records<'f> {
    source: Kind<'f>,
    /// The names of its columns; of JSON, those that its first records have.
    pub(super) headings: Vec<String>,
    encoding: Encoding,
}

enum Kind<'f> {
    Table {
        table: csv::Reader<Input<'f>>,
        places: HashMap<String, usize>,
        record: csv::ByteRecord,
        /// One where lines end in CR LF: the reader then counts a row's line before its LF.
        behind: u64,
    },
    Lines {
        input: Input<'f>,
        ahead: VecDeque<Named>,
        line: u64,
    },
    Objects {
        objects: Objects<Input<'f>>,
        ahead: VecDeque<Named>,
        count: u64,
        ended: bool,
    },
}

type Named = (u64, Result<BTreeMap<String, String>, Note>);

/// So many records of JSON are read to know its names, since an empty value is often left out.
const AHEAD: usize = 200;

fn trouble(reason: impl std::fmt::Display) -> Note {
    Note::new("import-unreadable").with("reason", reason)
}

impl<'f> Records<'f> {
    pub(super) fn open(file: impl Read + 'f, source: &Source) -> Result<Self, Note> {
        let mut input: Input<'f> = BufReader::with_capacity(1 << 16, Box::new(file));
        let order = utf16(input.fill_buf().map_err(trouble)?);
        if let Some(order) = order {
            input = BufReader::with_capacity(1 << 16, Box::new(FromUtf16::new(input, order)));
        }
        if input.fill_buf().map_err(trouble)?.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        let beginning = input.fill_buf().map_err(trouble)?;
        if beginning.iter().all(u8::is_ascii_whitespace) {
            return Err(Note::new("import-empty"));
        }
        let form = source.format.unwrap_or_else(|| kind_of(beginning));
        // What was UTF-16 is UTF-8 by now, whatever the mapping took it for.
        let encoding = source.encoding.filter(|_| order.is_none()).unwrap_or_default();
        match form {
            Form::Csv => Self::table(input, source, encoding),
            Form::JsonLines => Self::ahead(Kind::Lines { input, ahead: VecDeque::new(), line: 0 }, encoding),
            Form::Json | Form::Geojson => {
                let list = source.records.as_deref();
                let list = list.unwrap_or(if form == Form::Geojson { "features" } else { "records" });
                let objects = Objects::new(input, list);
                Self::ahead(
                    Kind::Objects { objects, ahead: VecDeque::new(), count: 0, ended: false },
                    encoding,
                )
            }
        }
    }

    fn table(mut input: Input<'f>, from: &Source, encoding: Encoding) -> Result<Self, Note> {
        let beginning = input.fill_buf().map_err(trouble)?;
        let first_end = beginning.iter().position(|byte| *byte == b'\n').unwrap_or(0);
        let behind = u64::from(first_end > 0 && beginning[first_end - 1] == b'\r');
        let delimiter = match from.delimiter {
            Some(letter) => u8::try_from(letter).unwrap_or(b','),
            None => parted_by(beginning),
        };
        let mut table = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
        let headings = table.byte_headers().map_err(trouble)?;
        let headings: Option<Vec<String>> =
            headings.iter().map(|name| encoding.text(name).map(|name| tidy(&name))).collect();
        let headings = headings.ok_or_else(|| Note::new("import-not-utf8"))?;
        let places = headings.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        let source = Kind::Table { table, places, record: csv::ByteRecord::new(), behind };
        Ok(Self { source, headings, encoding })
    }

    /// Reads the first records of JSON, to know their names.
    fn ahead(source: Kind<'f>, encoding: Encoding) -> Result<Self, Note> {
        let mut records = Self { source, headings: Vec::new(), encoding };
        let mut read = VecDeque::new();
        let mut names: BTreeMap<String, ()> = BTreeMap::new();
        while read.len() < AHEAD {
            let Some(record) = records.named() else { break };
            if let (_, Ok(cells)) = &record {
                names.extend(cells.keys().map(|name| (name.clone(), ())));
            }
            read.push_back(record);
        }
        records.headings = names.into_keys().collect();
        match &mut records.source {
            Kind::Lines { ahead, .. } | Kind::Objects { ahead, .. } => *ahead = read,
            Kind::Table { .. } => {}
        }
        Ok(records)
    }

    /// The headings of the cells that [`Cells::all`] gives.
    pub(super) fn columns(&self) -> Vec<String> {
        match self.source {
            Kind::Table { .. } => self.headings.clone(),
            Kind::Lines { .. } | Kind::Objects { .. } => vec!["record".into()],
        }
    }

    /// Whether a column that no record of the beginning has is sure not to come.
    pub(super) const fn is_table(&self) -> bool {
        matches!(self.source, Kind::Table { .. })
    }

    fn named(&mut self) -> Option<Named> {
        match &mut self.source {
            Kind::Table { .. } => None,
            Kind::Lines { input, ahead, line } => {
                if let Some(record) = ahead.pop_front() {
                    return Some(record);
                }
                let mut bytes = Vec::new();
                loop {
                    bytes.clear();
                    match input.read_until(b'\n', &mut bytes) {
                        Ok(0) => return None,
                        Ok(_) => *line += 1,
                        Err(error) => return Some((*line, Err(trouble(error)))),
                    }
                    if !bytes.iter().all(u8::is_ascii_whitespace) {
                        return Some((*line, read_object(&bytes, self.encoding)));
                    }
                }
            }
            Kind::Objects { objects, ahead, count, ended } => {
                if let Some(record) = ahead.pop_front() {
                    return Some(record);
                }
                if *ended {
                    return None;
                }
                match objects.next() {
                    Ok(Some(bytes)) => {
                        *count += 1;
                        Some((*count, read_object(&bytes, self.encoding)))
                    }
                    Ok(None) => None,
                    Err(error) => {
                        *ended = true;
                        Some((*count + 1, Err(trouble(error))))
                    }
                }
            }
        }
    }

    /// The next record: its line (in a JSON list, which one it is), its cells, or why it has none.
    pub(super) fn next(&mut self) -> Option<(u64, Result<Cells<'_>, Note>)> {
        if !self.is_table() {
            let (line, read) = self.named()?;
            return Some((line, read.map(Cells::Named)));
        }
        let Kind::Table { table, places, record, behind } = &mut self.source else { return None };
        let read = table.read_byte_record(record);
        let line = record.position().map_or(0, csv::Position::line) + *behind;
        let cells = match read {
            Ok(false) => return None,
            Ok(true) => record
                .iter()
                .map(|cell| self.encoding.text(cell).map(std::borrow::Cow::into_owned))
                .collect::<Option<Vec<String>>>()
                .ok_or_else(|| Note::new("import-not-utf8")),
            Err(error) => Err(trouble(error)),
        };
        let cells = cells.and_then(|cells| {
            let expected = self.headings.len();
            if cells.len() == expected {
                return Ok(Cells::Table { places, cells });
            }
            Err(Note::new("import-cells").with("found", cells.len()).with("expected", expected))
        });
        Some((line, cells))
    }
}

fn read_object(bytes: &[u8], encoding: Encoding) -> Result<BTreeMap<String, String>, Note> {
    let text = encoding.text(bytes).ok_or_else(|| Note::new("import-not-utf8"))?;
    let value: serde_json::Value = serde_json::from_str(&text).map_err(trouble)?;
    if value.is_object() { Ok(json::flat(&value)) } else { Err(trouble("it is no JSON object")) }
}

/// What kind of file begins so.
fn kind_of(beginning: &[u8]) -> Form {
    let text = String::from_utf8_lossy(beginning);
    let text = text.trim_start();
    if text.starts_with('[') {
        return Form::Json;
    }
    if !text.starts_with('{') {
        return Form::Csv;
    }
    // A first line that is whole is the first of many.
    let first = text.lines().next().unwrap_or_default();
    let is_collection = text.contains("\"FeatureCollection\"");
    match serde_json::from_str::<serde_json::Value>(first) {
        Ok(_) if !is_collection => Form::JsonLines,
        _ if is_collection => Form::Geojson,
        _ => Form::Json,
    }
}

/// What parts the columns of a heading.
fn parted_by(beginning: &[u8]) -> u8 {
    let heading = beginning.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |letter: u8| heading.iter().filter(|byte| **byte == letter).count();
    // Of equals the last wins, so the most usual stands last.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|letter| count(*letter)).unwrap_or(b',')
}
