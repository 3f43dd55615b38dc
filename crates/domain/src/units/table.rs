//! Units and links as tables: our own format, in which embedded facts are kept and any other city can be brought,
//! and the list of a country's provinces and communes as others publish it.
//!
//! `units`: `code,name,kind,parent,from,to,population,vintage,area_km2,lat,lon,simulated,source,certainty`, where
//! `parent` is the code of the unit above on the day `from`.
//! `links`: `day,from,to,share_ppm,households,whole,certainty,source`, where `from` is the code of a unit standing on
//! the day before `day`, and `to` of one standing on it.

use super::{Link, Point, Population, Problem, Tree, Unit, UnitKind, WHOLE_PPM, fact_id};
use crate::{
    facts::{Fault, Grade, read_rows},
    fold::tidy,
    ids::UnitId,
    refusals::Note,
    time::Day,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The realm of Vietnam's official codes, for [`fact_id`].
pub const VIETNAM: &str = "vn";

/// One line of a table of units.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRow {
    /// Official code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Kind, as its word.
    pub kind: UnitKind,
    /// Code of the unit above on the first day.
    #[serde(default)]
    pub parent: Option<String>,
    /// First day.
    pub from: Day,
    /// Last day.
    #[serde(default)]
    pub to: Option<Day>,
    /// People.
    #[serde(default)]
    pub population: Option<i64>,
    /// Of which count.
    #[serde(default)]
    pub vintage: Option<String>,
    /// Area in km².
    #[serde(default)]
    pub area_km2: Option<f64>,
    /// Degrees north of the centroid.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east of the centroid.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Whether it is invented.
    #[serde(default)]
    pub simulated: Option<bool>,
    /// Where the fact comes from.
    #[serde(default)]
    pub source: Option<String>,
    /// How sure it is.
    #[serde(default)]
    pub certainty: Option<Grade>,
}

/// One line of a table of links.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRow {
    /// The first day of the successor.
    pub day: Day,
    /// Code of the unit that ended.
    pub from: String,
    /// Code of the unit that took over.
    pub to: String,
    /// Share in parts per million.
    #[serde(default)]
    pub share_ppm: Option<i64>,
    /// Households.
    #[serde(default)]
    pub households: Option<i64>,
    /// Whether all of `from` went into `to`.
    pub whole: bool,
    /// How sure it is.
    #[serde(default)]
    pub certainty: Option<Grade>,
    /// Where the fact comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// A line of the country's list: every commune with its province.
#[derive(Deserialize)]
struct CountryRow {
    province_code: String,
    province_full_name: String,
    ward_code: String,
    ward_full_name: String,
}

/// Rows read from a table, each with its line, ready to join a tree.
pub type Lines<T> = Vec<(u64, T)>;

/// Reads a table of units in our format. Parents may stand in the file or in `known`.
///
/// # Errors
/// Every line that cannot be taken, with the reason.
pub fn read_units(text: &str, realm: &str, known: &Tree) -> Result<Lines<Unit>, Vec<Fault>> {
    let rows: Vec<(u64, UnitRow)> = read_rows(text)?;
    let mut faults = Vec::new();
    let mut units = Vec::with_capacity(rows.len());
    let mut codes = Codes::new(known.units());
    for (line, row) in &rows {
        match unit_of(realm, row) {
            Ok(unit) => {
                codes.add(&unit);
                units.push((*line, unit));
            }
            Err(note) => faults.push(Fault::at(*line, note)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    for ((line, unit), (_, row)) in units.iter_mut().zip(&rows) {
        let Some(parent) = row.parent.as_deref() else { continue };
        match codes.find(parent, unit.valid_from) {
            Ok(id) => unit.parent = Some(id),
            Err(note) => faults.push(Fault::at(*line, note)),
        }
    }
    if faults.is_empty() { Ok(units) } else { Err(faults) }
}

fn unit_of(realm: &str, row: &UnitRow) -> Result<Unit, Note> {
    let name = tidy(&row.name);
    if name.is_empty() || row.code.trim().is_empty() {
        return Err(Note::new("units-row-without-name-or-code"));
    }
    let centroid = match (row.lat, row.lon) {
        (Some(lat), Some(lon)) if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) => {
            Some(Point { lat, lon })
        }
        (None, None) => None,
        _ => return Err(Note::new("units-row-bad-point")),
    };
    if row.population.is_some_and(|people| people < 0)
        || row.area_km2.is_some_and(|area| area.is_nan() || area < 0.0)
    {
        return Err(Note::new("units-row-negative"));
    }
    let population = match (row.population, &row.vintage) {
        (Some(people), Some(vintage)) => Some(Population { people, vintage: tidy(vintage) }),
        (Some(_), None) => return Err(Note::new("units-row-population-without-vintage")),
        (None, _) => None,
    };
    Ok(Unit {
        id: fact_id(realm, row.kind.level(), &row.code, row.from),
        code: Some(row.code.clone()),
        name,
        kind: row.kind,
        parent: None,
        valid_from: row.from,
        valid_to: row.to,
        population,
        area_km2: row.area_km2,
        centroid,
        simulated: row.simulated.unwrap_or(false),
        source: row.source.clone().unwrap_or_default(),
        certainty: row.certainty.unwrap_or(Grade::Open),
    })
}

/// Reads a table of links in our format between units of `known`.
///
/// # Errors
/// Every line that cannot be taken, with the reason.
pub fn read_links(text: &str, known: &[Unit]) -> Result<Lines<Link>, Vec<Fault>> {
    let rows: Vec<(u64, LinkRow)> = read_rows(text)?;
    let codes = Codes::new(known);
    let mut faults = Vec::new();
    let mut links = Vec::with_capacity(rows.len());
    for (line, row) in rows {
        match (codes.find(&row.from, row.day.previous()), codes.find(&row.to, row.day)) {
            (Ok(from), Ok(to)) => links.push((line, link_of(row, from, to))),
            (from, to) => {
                faults.extend(from.err().into_iter().chain(to.err()).map(|note| Fault::at(line, note)));
            }
        }
    }
    if faults.is_empty() { Ok(links) } else { Err(faults) }
}

fn link_of(row: LinkRow, from: UnitId, to: UnitId) -> Link {
    Link {
        from,
        to,
        share: row.share_ppm.or(row.whole.then_some(WHOLE_PPM)),
        households: row.households,
        whole: row.whole,
        certainty: row.certainty.unwrap_or(Grade::Open),
        source: row.source.unwrap_or_default(),
    }
}

/// Whether a file is a country's list rather than a table in our format, judged by its heading.
pub fn is_country_list(text: &str) -> bool {
    text.lines().next().is_some_and(|heading| {
        ["province_code", "ward_code", "ward_full_name"].iter().all(|name| heading.contains(name))
    })
}

/// Whether a file is a table of links in our format, judged by its heading.
pub fn is_links(text: &str) -> bool {
    let heading = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let names: Vec<&str> = heading.split(',').map(str::trim).collect();
    ["day", "from", "to", "whole"].iter().all(|name| names.contains(name))
}

/// Reads a country's list of provinces and communes as they stand from a day. What `known` already has under the
/// same code and name on that day is left out.
///
/// # Errors
/// Every line that cannot be taken, with the reason.
pub fn read_country(text: &str, from: Day, source: &str, known: &Tree) -> Result<Lines<Unit>, Vec<Fault>> {
    let rows: Vec<(u64, CountryRow)> = read_rows(text)?;
    let mut faults = Vec::new();
    let mut units: Lines<Unit> = Vec::new();
    let mut provinces: HashMap<String, (UnitId, String)> = HashMap::new();
    for (line, row) in &rows {
        let mut take = |code: &str, name: &str, parent: Option<UnitId>| {
            let name = capitalised(&tidy(name));
            let standing = known.by_code(code, from).one().and_then(|id| known.get(id));
            if let Some(unit) = standing.filter(|unit| unit.name == name) {
                return Some(unit.id);
            }
            let Some(kind) = kind_of_name(&name) else {
                faults.push(Fault::at(*line, Note::new("units-row-unknown-kind").with("name", name)));
                return None;
            };
            let id = fact_id(VIETNAM, kind.level(), code, from);
            let code = Some(code.to_owned());
            units.push((*line, plain_unit(id, code, name, kind, parent, from, source)));
            Some(id)
        };
        let province = match provinces.get(&row.province_code) {
            Some((_, name)) if *name != row.province_full_name => {
                let note = Note::new("units-row-two-names").with("code", &row.province_code);
                faults.push(Fault::at(*line, note));
                continue;
            }
            Some((id, _)) => Some(*id),
            None => take(&row.province_code, &row.province_full_name, None),
        };
        let Some(province) = province else { continue };
        provinces.insert(row.province_code.clone(), (province, row.province_full_name.clone()));
        take(&row.ward_code, &row.ward_full_name, Some(province));
    }
    if faults.is_empty() { Ok(units) } else { Err(faults) }
}

/// Published lists write some names as `xã Bắc Sơn`.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn plain_unit(
    id: UnitId,
    code: Option<String>,
    name: String,
    kind: UnitKind,
    parent: Option<UnitId>,
    from: Day,
    source: &str,
) -> Unit {
    Unit {
        id,
        code,
        name,
        kind,
        parent,
        valid_from: from,
        valid_to: None,
        population: None,
        area_km2: None,
        centroid: None,
        simulated: false,
        source: source.to_owned(),
        certainty: Grade::A,
    }
}

/// The kind that a full Vietnamese name of a province or commune says.
pub fn kind_of_name(name: &str) -> Option<UnitKind> {
    let kinds = [
        ("Thành phố ", UnitKind::City),
        ("Tỉnh ", UnitKind::Province),
        ("Phường ", UnitKind::Ward),
        ("Xã ", UnitKind::Commune),
        ("Thị trấn ", UnitKind::Township),
        ("Đặc khu ", UnitKind::SpecialZone),
    ];
    let name = name.to_lowercase();
    kinds.into_iter().find(|(word, _)| name.starts_with(&word.to_lowercase())).map(|(_, kind)| kind)
}

/// Adds rows read from files to a tree.
///
/// # Errors
/// Every problem of the tree that would result, at the line of the row it is about: units' faults, then links'.
pub fn join(known: &Tree, units: Lines<Unit>, links: Lines<Link>) -> Result<Tree, (Vec<Fault>, Vec<Fault>)> {
    let mut line_of: HashMap<UnitId, u64> = HashMap::new();
    for (line, unit) in &units {
        // Of two rows with one id the later is the one at fault.
        line_of.insert(unit.id, *line);
    }
    let link_lines: Vec<(UnitId, UnitId, u64)> =
        links.iter().map(|(line, link)| (link.from, link.to, *line)).collect();
    let all_units = known.units().iter().cloned().chain(units.into_iter().map(|(_, unit)| unit)).collect();
    let all_links = known.links().iter().cloned().chain(links.into_iter().map(|(_, link)| link)).collect();
    Tree::build(all_units, all_links).map_err(|problems| {
        let (mut of_units, mut of_links) = (Vec::new(), Vec::new());
        for problem in problems {
            let about = problem.about();
            let line = link_lines
                .iter()
                .rev()
                .find(|(from, to, _)| about.contains(from) && (about.len() == 1 || about.contains(to)))
                .filter(|_| problem.is_of_link())
                .map(|(_, _, line)| *line);
            match line {
                Some(line) => of_links.push(Fault::at(line, problem.note())),
                None => {
                    let line = about.iter().find_map(|id| line_of.get(id)).copied().unwrap_or(0);
                    of_units.push(Fault::at(line, problem.note()));
                }
            }
        }
        (of_units, of_links)
    })
}

impl Problem {
    /// Whether a link, rather than a unit, has to be mended.
    fn is_of_link(&self) -> bool {
        matches!(
            self,
            Self::UnknownLinked { .. }
                | Self::LinkToItself { .. }
                | Self::SameLink { .. }
                | Self::SuccessorTooEarly { .. }
                | Self::WholeAndMore { .. }
                | Self::SharesOverWhole { .. }
                | Self::NegativeHouseholds { .. }
        )
    }
}

/// Finds units by the codes that tables write, and says why when it cannot.
pub(super) struct Codes(HashMap<String, Vec<(Day, Option<Day>, UnitId)>>);

impl Codes {
    pub(super) fn new(units: &[Unit]) -> Self {
        let mut codes = Self(HashMap::new());
        units.iter().for_each(|unit| codes.add(unit));
        codes
    }

    fn add(&mut self, unit: &Unit) {
        let row = (unit.valid_from, unit.valid_to, unit.id);
        self.0.entry(unit.code.clone().unwrap_or_default()).or_default().push(row);
    }

    /// The unit with a code on a day. A unit's own id does as well, since villages may have no code.
    pub(super) fn find(&self, code: &str, day: Day) -> Result<UnitId, Note> {
        let standing =
            |(from, to, _): &&(Day, Option<Day>, UnitId)| *from <= day && to.is_none_or(|last| day <= last);
        if let Ok(id) = code.parse::<UnitId>() {
            let known = self.0.values().flatten().filter(standing).any(|(_, _, other)| *other == id);
            return known
                .then_some(id)
                .ok_or_else(|| Note::new("units-unknown-code").with("code", code).with("day", day));
        }
        let rows = self.0.get(code).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<UnitId> = rows.iter().filter(standing).map(|(_, _, id)| *id).collect();
        found.dedup();
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(Note::new("units-unknown-code").with("code", code).with("day", day)),
            _ => Err(Note::new("units-ambiguous-code").with("code", code).with("day", day)),
        }
    }
}
