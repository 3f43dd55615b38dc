//! Files out of a sheet as field offices keep it: a heading somewhere near the top, in their own words, and a file a line.
//! Every fault is told with the address of its cell.

use super::{CheckedFile, Places, Segment, TypedFile, typed::file_number};
use crate::{
    fold::fold,
    refusals::{Note, Refusal},
    words_enum,
};
use std::collections::{BTreeMap, HashSet};

/// In how many rows from the top the heading is looked for.
const HEADING_WITHIN: usize = 30;
/// Most files of one sheet.
pub const MOST_FILES: usize = 2_000;
/// Most merged places that are told of one row.
const MOST_MERGED: usize = 3;

words_enum! {
    /// What a column holds.
    Column {
        /// The field office's own number.
        Number = "number",
        /// What the file is of.
        Kind = "clearance_kind",
        /// How the land is used.
        Land = "land",
        /// The stretch.
        Segment = "segment",
        /// The commune.
        Place = "place",
        /// The village or residential group in it.
        Village = "village",
        /// Map sheet and plot.
        Parcel = "parcel",
        /// Square metres.
        Area = "area",
        /// Households.
        Households = "households",
        /// Graves.
        Graves = "graves",
        /// Resettlement plots due.
        Plots = "plots",
        /// Who speaks for it.
        Holder = "holder",
        /// Telephone.
        Phone = "phone",
        /// Address.
        Address = "address",
    }
}

/// The columns without which a sheet is not read; where a village is said, its commune may be left out.
const NEEDED: &[Column] = &[Column::Number, Column::Kind, Column::Segment, Column::Place, Column::Area];

impl Column {
    /// The headings that mean it, folded.
    const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Number => &["so ho so", "ma ho so", "ho so so", "file", "file number", "number"],
            Self::Kind => &["loai ho so", "loai", "doi tuong", "kind"],
            Self::Land => &["loai dat", "muc dich su dung dat", "land", "land use"],
            Self::Segment => &["doan", "doan tuyen", "doan so", "segment"],
            Self::Place => &["xa phuong", "xa", "phuong", "dia ban", "place", "commune"],
            Self::Village => &["thon to dan pho", "to dan pho", "thon", "village"],
            Self::Parcel => &["thua dat", "to thua", "so to so thua", "to ban do thua", "so thua", "parcel"],
            Self::Area => {
                &["dien tich thu hoi", "dien tich", "dien tich m2", "dien tich thu hoi m2", "area", "area m2"]
            }
            Self::Households => &["so ho", "so ho gia dinh", "households"],
            Self::Graves => &["so mo", "so ngoi mo", "mo", "graves"],
            Self::Plots => &["so lo tai dinh cu", "so lo tdc", "lo tdc", "lo tai dinh cu", "plots"],
            Self::Holder => {
                &["chu ho", "nguoi dai dien", "ho va ten", "ho ten", "chu su dung dat", "chu su dung", "name"]
            }
            Self::Phone => &["dien thoai", "so dien thoai", "sdt", "phone", "telephone"],
            Self::Address => &["dia chi", "noi o", "address"],
        }
    }

    fn of(heading: &str) -> Option<Self> {
        let folded = fold(heading);
        Self::ALL.iter().copied().find(|column| column.headings().contains(&folded.as_str()))
    }
}

/// A row of a sheet: its number from 1, and its cells with the place of each from 0. Empty cells may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// From 1, as a spreadsheet shows it.
    pub number: u32,
    /// Column and text.
    pub cells: Vec<(u16, String)>,
}

impl Row {
    fn get(&self, column: u16) -> &str {
        self.cells.iter().find(|(at, _)| *at == column).map_or("", |(_, text)| text.as_str())
    }
}

/// Cells that were merged: first and last row from 1, first and last column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u16, u16),
}

/// Rows that were copied out of a spreadsheet and pasted: a row a line, cells parted by tabs.
pub fn pasted(text: &str) -> Vec<Row> {
    let cells = |line: &str| {
        let cells = (0u16..).zip(line.split('\t')).map(|(at, cell)| (at, cell.trim().to_owned()));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    };
    (1..).zip(text.lines()).map(|(number, line)| Row { number, cells: cells(line) }).collect()
}

/// What is wrong in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its address, such as `D17`; of a row as a whole, `17`.
    pub cell: String,
    /// What.
    pub note: Note,
}

/// What a sheet holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The files that are in order, each with the number of its row.
    pub good: Vec<(u32, CheckedFile)>,
    /// What is not, in the order of the sheet.
    pub faults: Vec<Fault>,
    /// How many rows have something wrong.
    pub bad_rows: usize,
    /// The headings that were found and mean nothing here.
    pub unknown: Vec<String>,
    /// The column that says most closely where a file lies.
    places: u16,
}

impl Read {
    /// The address of a row's place.
    pub fn place(&self, row: u32) -> String {
        address(self.places, row)
    }
}

/// A cell's address as a spreadsheet shows it.
pub fn address(column: u16, row: u32) -> String {
    let (mut letters, mut at) = (Vec::new(), u32::from(column) + 1);
    while at > 0 {
        let digit = u8::try_from((at - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        at = (at - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

/// Reads files out of rows. Those that are there already, by number, are faults.
///
/// # Errors
/// A note under `sheet` when no heading is found, a needed column is missing, or there are too many rows.
pub fn read(
    rows: &[Row],
    merged: &[Merged],
    segments: &[Segment],
    places_of: &mut Places<'_>,
    known: &HashSet<String>,
) -> Result<Read, Refusal> {
    let (at, columns, unknown) = heading(rows)?;
    let filled: Vec<&Row> = rows[at + 1..]
        .iter()
        .filter(|row| row.cells.iter().any(|(_, text)| !text.trim().is_empty()))
        .collect();
    if MOST_FILES < filled.len() {
        let note = Note::new("clearance-sheet-many").with("most", MOST_FILES).with("n", filled.len());
        return Err(Refusal::field("sheet", note));
    }
    let places = columns.get(&Column::Village).or_else(|| columns.get(&Column::Place)).copied();
    let places = places.unwrap_or_default();
    let mut found = Read { unknown, places, ..Read::default() };
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for row in filled {
        let before = found.faults.len();
        let over = merged.iter().filter(|one| one.rows.0 <= row.number && row.number <= one.rows.1);
        for one in over.take(MOST_MERGED) {
            let cells =
                format!("{}:{}", address(one.columns.0, one.rows.0), address(one.columns.1, one.rows.1));
            found.faults.push(Fault {
                cell: address(one.columns.0, row.number),
                note: Note::new("clearance-sheet-merged").with("cells", cells),
            });
        }
        // As it would be kept: two that differ by spaces alone are one.
        let number = file_number(cell(row, &columns, Column::Number)).unwrap_or_default();
        if let Some(first) = seen.get(&number).filter(|_| !number.is_empty()) {
            let note = Note::new("clearance-sheet-twice").with("number", &number).with("row", first);
            found.faults.push(fault(row, &columns, "number", note));
        } else if known.contains(&number) {
            let note = Note::new("clearance-sheet-known").with("number", &number);
            found.faults.push(fault(row, &columns, "number", note));
        }
        match typed(row, &columns).check(segments, places_of) {
            Ok(file) if found.faults.len() == before => found.good.push((row.number, file)),
            Ok(_) => {}
            Err(Refusal::Invalid(notes)) => {
                let notes = notes.into_iter().map(|one| fault(row, &columns, &one.field, one.note));
                found.faults.extend(notes);
            }
            Err(other) => return Err(other),
        }
        seen.entry(number).or_insert(row.number);
        found.bad_rows += usize::from(found.faults.len() > before);
    }
    Ok(found)
}

type Columns = BTreeMap<Column, u16>;

/// The row of headings, what each column holds, and the headings that mean nothing here.
fn heading(rows: &[Row]) -> Result<(usize, Columns, Vec<String>), Refusal> {
    let read = |row: &Row| {
        let (mut columns, mut unknown) = (Columns::new(), Vec::new());
        for (at, text) in row.cells.iter().filter(|(_, text)| !text.trim().is_empty()) {
            match Column::of(text) {
                Some(column) => {
                    columns.entry(column).or_insert(*at);
                }
                None => unknown.push(text.trim().chars().take(40).collect::<String>()),
            }
        }
        (columns, unknown)
    };
    let near = rows.iter().take(HEADING_WITHIN).enumerate();
    let best =
        near.map(|(at, row)| (at, read(row))).max_by_key(|(at, (found, _))| (found.len(), usize::MAX - at));
    let Some((at, (columns, unknown))) = best.filter(|(_, (found, _))| !found.is_empty()) else {
        return Err(Refusal::field("sheet", Note::new("clearance-sheet-no-heading")));
    };
    let missing: Vec<Note> = NEEDED
        .iter()
        .filter(|column| !columns.contains_key(column))
        .filter(|column| **column != Column::Place || !columns.contains_key(&Column::Village))
        .map(|column| {
            let heading = column.headings().first().copied().unwrap_or_default();
            Note::new("clearance-sheet-column").with("column", column.word()).with("heading", heading)
        })
        .collect();
    if missing.is_empty() {
        return Ok((at, columns, unknown));
    }
    let fields = missing.into_iter().map(|note| crate::refusals::FieldNote::new("sheet", note)).collect();
    Err(Refusal::Invalid(fields))
}

fn cell<'a>(row: &'a Row, columns: &Columns, column: Column) -> &'a str {
    columns.get(&column).map_or("", |at| row.get(*at))
}

/// A fault under a field of a file, at the cell that it was read from.
fn fault(row: &Row, columns: &Columns, field: &str, note: Note) -> Fault {
    let column = field.parse::<Column>().ok().and_then(|column| columns.get(&column));
    let cell = column.map_or_else(|| row.number.to_string(), |at| address(*at, row.number));
    Fault { cell, note }
}

fn typed(row: &Row, columns: &Columns) -> TypedFile {
    let text = |column: Column| cell(row, columns, column).to_owned();
    TypedFile {
        number: text(Column::Number),
        kind: text(Column::Kind),
        land: text(Column::Land),
        segment: text(Column::Segment),
        place: text(Column::Place),
        village: text(Column::Village),
        parcel: text(Column::Parcel),
        area: text(Column::Area),
        households: text(Column::Households),
        graves: text(Column::Graves),
        plots: text(Column::Plots),
        name: text(Column::Holder),
        phone: text(Column::Phone),
        address: text(Column::Address),
    }
}
