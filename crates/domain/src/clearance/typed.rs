//! A project and a file as somebody types them, cleaned and checked.

use super::{Kind, Land, Places, Segment};
use crate::{
    ids::{SegmentId, UnitId},
    programmes::{line, nameless},
    refusals::{Note, Notes, Refusal},
    text::{TextFault, clean_line},
    time::Day,
};

/// Longest name, in characters.
const NAME: usize = 200;
/// Longest number of a paper or a file.
const NUMBER: usize = 60;
/// Most stretches of a project.
const MOST_SEGMENTS: usize = 100;
/// The largest whole number that a field takes: an area of ten thousand km² in square metres.
const LARGEST: i64 = 10_000_000_000;
/// Most households, graves or plots of one file.
const MANY: i64 = 100_000;

/// A project as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct TypedProject {
    /// What is built.
    pub name: String,
    /// The number of the plan of recovery.
    pub number: String,
    /// Its day.
    pub planned_on: Option<Result<Day, Note>>,
    /// The cut-off day.
    pub cut_off_on: Option<Result<Day, Note>>,
    /// How long it is, in metres.
    pub length: String,
    /// How much land it needs, in square metres.
    pub area: String,
    /// The stretches, a line each, `name` or `name: metres`.
    pub segments: String,
}

/// What was typed of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedProject {
    /// What is built.
    pub name: String,
    /// The number of the plan.
    pub number: String,
    /// Its day.
    pub planned_on: Day,
    /// The cut-off day.
    pub cut_off_on: Option<Day>,
    /// Metres.
    pub length_m: i64,
    /// Square metres.
    pub area_m2: i64,
    /// Name and metres of each stretch.
    pub segments: Vec<(String, i64)>,
}

impl TypedProject {
    /// What was typed, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self, today: Day) -> Result<CheckedProject, Refusal> {
        let mut notes = Notes::default();
        let name = text(&mut notes, "name", &self.name, NAME, true);
        let number = line(&mut notes, "number", &self.number, NUMBER);
        if number.is_empty() {
            notes.add("number", Note::new("note-required"));
        }
        let planned_on = past_day(&mut notes, "planned_on", self.planned_on.as_ref(), today);
        let cut_off_on = match &self.cut_off_on {
            Some(_) => past_day(&mut notes, "cut_off_on", self.cut_off_on.as_ref(), today),
            None => None,
        };
        let length_m = number_in(&mut notes, "length", &self.length, LARGEST);
        let area_m2 = number_in(&mut notes, "area", &self.area, LARGEST);
        let segments = self.stretches(&mut notes);
        notes.check()?;
        let planned_on = planned_on.unwrap_or(today);
        Ok(CheckedProject { name, number, planned_on, cut_off_on, length_m, area_m2, segments })
    }

    fn stretches(&self, notes: &mut Notes) -> Vec<(String, i64)> {
        let mut all: Vec<(String, i64)> = Vec::new();
        for (at, typed) in (1i64..).zip(self.segments.lines().filter(|line| !line.trim().is_empty())) {
            let (name, length) = typed.rsplit_once(':').unwrap_or((typed, "0"));
            match (clean_line(name, NAME), whole_number(length)) {
                (Ok(name), Some(length)) if !name.is_empty() => {
                    if all.iter().any(|(other, _)| same(other, &name)) {
                        notes.add("segments", Note::new("clearance-note-segment-twice").with("name", &name));
                    }
                    all.push((name, length));
                }
                (Err(fault), _) => notes.add("segments", fault.into()),
                _ => notes.add("segments", Note::new("clearance-note-segment").with("line", at)),
            }
        }
        if all.is_empty() {
            notes.add("segments", Note::new("clearance-note-no-segment"));
        }
        if MOST_SEGMENTS < all.len() {
            notes.add("segments", Note::new("clearance-note-segments").with("most", MOST_SEGMENTS));
        }
        all
    }
}

/// A file as somebody types it, or as a line of a sheet has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedFile {
    /// The field office's own number.
    pub number: String,
    /// Word or name of its kind.
    pub kind: String,
    /// Word or name of how the land is used.
    pub land: String,
    /// Number or name of the stretch.
    pub segment: String,
    /// Where it lies: a commune, or a place in one.
    pub place: String,
    /// The village or residential group, where it is said apart from the commune.
    pub village: String,
    /// Map sheet and plot.
    pub parcel: String,
    /// Square metres.
    pub area: String,
    /// How many households.
    pub households: String,
    /// How many graves.
    pub graves: String,
    /// How many resettlement plots are due.
    pub plots: String,
    /// Who speaks for it.
    pub name: String,
    /// Their telephone.
    pub phone: String,
    /// Where they live.
    pub address: String,
}

/// Who speaks for a file, kept apart from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct People {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
}

/// What was typed of a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CheckedFile {
    /// The field office's own number.
    pub number: String,
    /// What it is of.
    pub kind: Kind,
    /// How the land is used.
    pub land: Land,
    /// On which stretch.
    pub segment: SegmentId,
    /// Where.
    pub place: UnitId,
    /// Map sheet and plot.
    pub parcel: String,
    /// Square metres.
    pub area_m2: i64,
    /// Households.
    pub households: i64,
    /// Graves.
    pub graves: i64,
    /// Resettlement plots due.
    pub plots: i64,
    /// Who speaks for it.
    pub people: People,
}

impl TypedFile {
    /// What was typed, cleaned and checked against the stretches and the units of a day.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self, segments: &[Segment], places: &mut Places<'_>) -> Result<CheckedFile, Refusal> {
        let mut notes = Notes::default();
        let number = cleaned(&mut notes, "number", file_number(&self.number));
        if number.is_empty() {
            notes.add("number", Note::new("note-required"));
        }
        let kind = kind(&self.kind);
        if kind.is_none() {
            notes.add("clearance_kind", Note::new("clearance-note-kind"));
        }
        let land = if self.land.trim().is_empty() { Some(Land::Other) } else { land(&self.land) };
        if land.is_none() {
            notes.add("land", Note::new("clearance-note-land"));
        }
        let segment = segment(segments, &self.segment);
        if segment.is_none() {
            notes.add(
                "segment",
                Note::new("clearance-note-unknown-segment").with("said", shown(&self.segment)),
            );
        }
        let place = places.find(&self.place, &self.village);
        let place = place.map_err(|(field, note)| notes.add(field, note)).ok();
        let parcel = line(&mut notes, "parcel", &self.parcel, NUMBER);
        let area_m2 = number_in(&mut notes, "area", &self.area, LARGEST);
        let households = number_in(&mut notes, "households", &self.households, MANY);
        let graves = number_in(&mut notes, "graves", &self.graves, MANY);
        let plots = number_in(&mut notes, "plots", &self.plots, MANY);
        match kind {
            Some(Kind::Graves) if graves == 0 => notes.add("graves", Note::new("clearance-note-graves")),
            Some(Kind::Household | Kind::Organisation) if area_m2 == 0 => {
                notes.add("area", Note::new("clearance-note-area"));
            }
            _ => {}
        }
        // A household is one unless the sheet says that it is several.
        let households = if kind == Some(Kind::Household) { households.max(1) } else { households };
        let people = self.people(&mut notes);
        notes.check()?;
        match (kind, land, segment, place) {
            (Some(kind), Some(land), Some(segment), Some(place)) => Ok(CheckedFile {
                number,
                kind,
                land,
                segment,
                place,
                parcel,
                area_m2,
                households,
                graves,
                plots,
                people,
            }),
            _ => Err(Refusal::field("clearance_kind", Note::new("clearance-note-kind"))),
        }
    }

    /// Who speaks for it, cleaned.
    pub fn people(&self, notes: &mut Notes) -> People {
        let mut one = |field: &str, typed: &str, limit| cleaned(notes, field, clean_line(typed, limit));
        People {
            name: one("holder", &self.name, 100),
            phone: one("phone", &self.phone, 30),
            address: one("address", &self.address, NAME),
        }
    }
}

/// The number of a file, cleaned and never masked: masking would make one of two.
///
/// # Errors
/// When it is too long, or holds a NUL.
pub(super) fn file_number(said: &str) -> Result<String, TextFault> {
    clean_line(said, NUMBER)
}

/// A cleaned text; a note in its stead when it could not be.
fn cleaned(notes: &mut Notes, field: &str, text: Result<String, TextFault>) -> String {
    text.unwrap_or_else(|fault| {
        notes.add(field, fault.into());
        String::new()
    })
}

fn same(one: &str, other: &str) -> bool {
    crate::fold::fold(one) == crate::fold::fold(other)
}

/// A kind by its word or as field offices write it.
fn kind(said: &str) -> Option<Kind> {
    let folded = crate::fold::fold(said.trim());
    match folded.as_str() {
        "household" | "ho" | "ho gia dinh" | "ca nhan" | "ho gia dinh ca nhan" | "hgd" => {
            Some(Kind::Household)
        }
        "organisation" | "organization" | "to chuc" | "co quan" | "doanh nghiep" => Some(Kind::Organisation),
        "graves" | "mo" | "mo ma" | "phan mo" | "ngoi mo" => Some(Kind::Graves),
        "works" | "cong trinh" | "ha tang" | "cong trinh ha tang" => Some(Kind::Works),
        _ => None,
    }
}

/// A use of land by its word or as field offices write it.
fn land(said: &str) -> Option<Land> {
    let folded = crate::fold::fold(said.trim());
    match folded.as_str() {
        "residential" | "dat o" | "o" | "ont" | "odt" | "tho cu" => Some(Land::Residential),
        "agricultural" | "dat nong nghiep" | "nong nghiep" | "luc" | "luk" | "bhk" | "cln" | "nts" => {
            Some(Land::Agricultural)
        }
        "other" | "khac" | "dat khac" | "phi nong nghiep" => Some(Land::Other),
        _ => None,
    }
}

/// A stretch by its id, its number or its name.
fn segment(segments: &[Segment], said: &str) -> Option<SegmentId> {
    let said = said.trim();
    let number = whole_number(said);
    let fits = |one: &&Segment| {
        one.id.to_string() == said
            || number == Some(one.number)
            || (!said.is_empty() && same(&one.name, said))
    };
    segments.iter().find(fits).map(|one| one.id)
}

/// What was said, short enough to be told back.
fn shown(said: &str) -> String {
    said.trim().chars().take(40).collect()
}

/// A whole number as people write it: digits, in groups of three set apart by points or by spaces, not by both. A comma stands before
/// a fraction, so that a number with one is none; nor is one that begins with a nought and goes on. An empty field is nought.
pub fn whole_number(said: &str) -> Option<i64> {
    let said = said.trim();
    if said.is_empty() {
        return Some(0);
    }
    let is_space = |letter: char| matches!(letter, ' ' | '\u{a0}' | '\u{202f}');
    let groups: Vec<&str> =
        if said.contains('.') { said.split('.').collect() } else { said.split(is_space).collect() };
    if groups.iter().any(|group| group.is_empty() || !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (first, rest) = groups.split_first()?;
    let is_grouped = first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3);
    if !rest.is_empty() && !is_grouped {
        return None;
    }
    groups.concat().parse().ok()
}

/// A whole number in a field; a note when it is none.
fn number_in(notes: &mut Notes, field: &str, said: &str, largest: i64) -> i64 {
    match whole_number(said) {
        Some(number) if number <= largest => number,
        Some(_) => {
            notes.add(field, Note::new("clearance-note-large"));
            0
        }
        None => {
            notes.add(field, Note::new("clearance-note-whole").with("said", shown(said)));
            0
        }
    }
}

/// Words that name nobody, required or not.
pub(super) fn text(notes: &mut Notes, field: &str, typed: &str, limit: usize, is_needed: bool) -> String {
    let text = nameless(notes, field, typed, limit);
    if is_needed && typed.trim().is_empty() {
        notes.add(field, Note::new("note-required"));
    }
    text
}

/// A day that must be there and may not be to come.
pub(super) fn past_day(
    notes: &mut Notes,
    field: &str,
    typed: Option<&Result<Day, Note>>,
    today: Day,
) -> Option<Day> {
    match typed {
        Some(Ok(day)) if today < *day => notes.add(field, Note::new("clearance-note-future")),
        Some(Ok(day)) => return Some(*day),
        Some(Err(note)) => notes.add(field, note.clone()),
        None => notes.add(field, Note::new("note-day")),
    }
    None
}
