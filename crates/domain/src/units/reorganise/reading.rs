//! Reading a plan: every line is understood or refused with its reason, and the tree it leads to is checked.

use super::{Act, Plan};
use crate::{
    facts::{Fault, Grade, read_rows},
    fold::tidy,
    ids::UnitId,
    refusals::Note,
    time::Day,
    units::{Link, Population, Tree, Unit, UnitKind, WHOLE_PPM, fact_id, places, table::Codes},
};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The realm of rows that a reorganisation begins, for [`fact_id`].
const REORGANISED: &str = "reorganised";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanRow {
    act: Act,
    from: String,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    kind: Option<UnitKind>,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    share: Option<String>,
    #[serde(default)]
    households: Option<i64>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    certainty: Option<Grade>,
}

/// Reads a plan for a day against a tree, with the tree it leads to.
///
/// # Errors
/// Every line that cannot be taken, and every problem of the tree that would result at the line it comes from.
pub fn read_plan(text: &str, tree: &Tree, on: Day) -> Result<(Plan, Tree), Vec<Fault>> {
    let rows: Vec<(u64, PlanRow)> = read_rows(text)?;
    if rows.is_empty() {
        return Err(vec![Fault::at(1, Note::new("units-plan-empty"))]);
    }
    let mut reading = Reading::new(tree, on);
    let sources = reading.sources(rows);
    reading.refuse_if_faulty()?;
    reading.begin_targets(&sources);
    reading.refuse_if_faulty()?;
    reading.settle_parents(&sources);
    reading.refuse_if_faulty()?;
    reading.carry_children();
    reading.refuse_if_faulty()?;
    reading.finish()
}

/// A line whose `from` is known.
struct Source<'a> {
    line: u64,
    row: PlanRow,
    unit: &'a Unit,
}

struct Reading<'a> {
    tree: &'a Tree,
    on: Day,
    codes: Codes,
    faults: Vec<Fault>,
    /// Rows that end, with the line that ends them.
    ended: BTreeMap<UnitId, u64>,
    /// Rows that begin, by their code on the day.
    begun: BTreeMap<String, (u64, Unit)>,
    /// Rows that begin as copies of what lay below something that went on as a whole.
    carried: Vec<(u64, Unit)>,
    links: Vec<Link>,
    link_lines: HashMap<UnitId, u64>,
}

impl<'a> Reading<'a> {
    fn new(tree: &'a Tree, on: Day) -> Self {
        Self {
            tree,
            on,
            codes: Codes::new(tree.units()),
            faults: Vec::new(),
            ended: BTreeMap::new(),
            begun: BTreeMap::new(),
            carried: Vec::new(),
            links: Vec::new(),
            link_lines: HashMap::new(),
        }
    }

    fn fault(&mut self, line: u64, note: Note) {
        self.faults.push(Fault::at(line, note));
    }

    fn refuse_if_faulty(&mut self) -> Result<(), Vec<Fault>> {
        if self.faults.is_empty() { Ok(()) } else { Err(std::mem::take(&mut self.faults)) }
    }

    /// Finds each line's unit; one unit may have several lines only when it is split.
    fn sources(&mut self, rows: Vec<(u64, PlanRow)>) -> Vec<Source<'a>> {
        let mut sources: Vec<Source<'a>> = Vec::new();
        for (line, row) in rows {
            let unit = match self.codes.find(row.from.trim(), self.on.previous()) {
                Ok(id) => self.tree.get(id),
                Err(note) => {
                    self.fault(line, note);
                    continue;
                }
            };
            let Some(unit) = unit else { continue };
            if let Some(last) = unit.valid_to {
                let note = Note::new("units-plan-ends-already").with("unit", unit.named()).with("day", last);
                self.fault(line, note);
            }
            let before = sources.iter().find(|source| source.unit.id == unit.id);
            if before.is_some_and(|other| other.row.act != Act::Split || row.act != Act::Split) {
                self.fault(line, Note::new("units-plan-twice").with("unit", unit.named()));
            }
            self.ended.entry(unit.id).or_insert(line);
            sources.push(Source { line, row, unit });
        }
        sources
    }

    /// Begins a row for everything the lines lead to, and links it.
    fn begin_targets(&mut self, sources: &[Source<'a>]) {
        for source in sources {
            let (line, unit) = (source.line, source.unit);
            let same_code = unit.code.clone().unwrap_or_else(|| unit.id.to_string());
            let code = match (source.row.act, given(source.row.to.as_deref())) {
                (Act::End, None) => continue,
                (Act::Merge | Act::Split, Some(code)) | (Act::Rename | Act::Move, Some(code)) => code,
                (Act::Rename | Act::Move, None) => same_code,
                (Act::Merge | Act::Split, None) => {
                    self.fault(line, Note::new("units-plan-without-target"));
                    continue;
                }
                (Act::End, Some(_)) => {
                    self.fault(line, Note::new("units-plan-end-with-target"));
                    continue;
                }
            };
            let missing = match source.row.act {
                Act::Rename => given(source.row.name.as_deref()).is_none().then_some("name"),
                Act::Move => given(source.row.parent.as_deref()).is_none().then_some("parent"),
                _ => None,
            };
            if let Some(field) = missing {
                self.fault(line, Note::new("units-plan-missing").with("field", field));
                continue;
            }
            let target = self.target(source, &code);
            self.link(source, target);
        }
        self.sum_up(sources);
    }

    /// The row that begins under a code: made by the first line that names it, made clearer by later ones.
    fn target(&mut self, source: &Source<'a>, code: &str) -> UnitId {
        if !self.begun.contains_key(code) {
            let standing = self.codes.find(code, self.on.previous()).ok().and_then(|id| self.tree.get(id));
            let like = standing.filter(|unit| unit.valid_to.is_none()).unwrap_or(source.unit);
            let id = fact_id(REORGANISED, like.level(), code, self.on);
            let made_from = &source.row.source;
            let begun = Unit {
                id,
                code: (like.code.is_some() || code != like.id.to_string()).then(|| code.to_owned()),
                valid_from: self.on,
                valid_to: None,
                source: made_from.clone().unwrap_or_default(),
                certainty: source.row.certainty.unwrap_or(Grade::Open),
                ..like.clone()
            };
            self.begun.insert(code.to_owned(), (source.line, begun));
            if like.code.as_deref() == Some(code) && !self.ended.contains_key(&like.id) {
                // What already bore the code goes on with more land.
                self.ended.insert(like.id, source.line);
                self.links.push(self.whole(like.id, id, source));
            }
        }
        let Some((_, unit)) = self.begun.get_mut(code) else { return source.unit.id };
        if let Some(name) = given(source.row.name.as_deref()) {
            unit.name = tidy(&name);
        }
        if let Some(kind) = source.row.kind {
            unit.kind = kind;
        }
        unit.id
    }

    fn whole(&self, from: UnitId, to: UnitId, source: &Source<'a>) -> Link {
        Link {
            from,
            to,
            share: Some(WHOLE_PPM),
            households: None,
            whole: true,
            certainty: source.row.certainty.unwrap_or(Grade::Open),
            source: source.row.source.clone().unwrap_or_default(),
        }
    }

    fn link(&mut self, source: &Source<'a>, to: UnitId) {
        let whole = self.whole(source.unit.id, to, source);
        let link = if source.row.act == Act::Split {
            let share = match given(source.row.share.as_deref()).map(|text| ppm(&text)) {
                Some(None) => {
                    self.fault(source.line, Note::new("units-plan-bad-share"));
                    None
                }
                share => share.flatten(),
            };
            Link { share, households: source.row.households, whole: false, ..whole }
        } else {
            whole
        };
        self.link_lines.insert(source.unit.id, source.line);
        self.links.push(link);
    }

    /// A row made of several wholes has the people, land and middle of them together, where all are known.
    fn sum_up(&mut self, sources: &[Source<'a>]) {
        for (_, unit) in self.begun.values_mut() {
            let into: Vec<&Link> = self.links.iter().filter(|link| link.to == unit.id).collect();
            let parts: Vec<&Unit> = into.iter().filter_map(|link| self.tree.get(link.from)).collect();
            let renamed = sources.iter().any(|source| {
                matches!(source.row.act, Act::Rename | Act::Move)
                    && parts.iter().any(|part| part.id == source.unit.id)
            });
            if renamed && parts.len() == 1 {
                continue;
            }
            let all_whole = into.iter().all(|link| link.whole);
            let counts: Option<Vec<&Population>> = parts
                .iter()
                .map(|part| part.population.as_ref())
                .collect::<Option<_>>()
                .filter(|_| all_whole);
            unit.population = counts.and_then(|counts| {
                let vintage = counts.first()?.vintage.clone();
                let same = counts.iter().all(|count| count.vintage == vintage);
                same.then(|| Population { people: counts.iter().map(|count| count.people).sum(), vintage })
            });
            let areas: Option<Vec<f64>> = parts.iter().map(|part| part.area_km2).collect();
            unit.area_km2 = areas.filter(|_| all_whole).map(|areas| areas.iter().sum());
            let centres: Option<Vec<_>> = parts.iter().map(|part| self.tree.centroid(part.id)).collect();
            unit.centroid = centres.and_then(places::middle);
        }
    }

    /// Every row that begins lies in what its line says, or else in what stands that day for the old parent.
    fn settle_parents(&mut self, sources: &[Source<'a>]) {
        let codes: Vec<String> = self.begun.keys().cloned().collect();
        for code in codes {
            let Some((line, unit)) = self.begun.get(&code).cloned() else { continue };
            let said = sources
                .iter()
                .filter(|source| {
                    self.links.iter().any(|link| link.to == unit.id && link.from == source.unit.id)
                })
                .find_map(|source| Some((source.line, given(source.row.parent.as_deref())?)));
            let parent = match said {
                Some((line, said)) => self.standing(&said).map_err(|note| (line, note)).map(Some),
                None => unit.parent.map(|old| self.goes_on_as(old)).transpose().map_err(|note| (line, note)),
            };
            match parent {
                Ok(parent) => {
                    if let Some((_, unit)) = self.begun.get_mut(&code) {
                        unit.parent = parent;
                    }
                }
                Err((line, note)) => self.fault(line, note),
            }
        }
    }

    /// The row that stands under a code on the day.
    fn standing(&self, code: &str) -> Result<UnitId, Note> {
        if let Some((_, unit)) = self.begun.get(code) {
            return Ok(unit.id);
        }
        let id = self.codes.find(code, self.on)?;
        let gone = || Note::new("units-unknown-code").with("code", code).with("day", self.on);
        if self.ended.contains_key(&id) { Err(gone()) } else { Ok(id) }
    }

    /// What an old row goes on as: itself, or the one it goes into as a whole.
    fn goes_on_as(&self, id: UnitId) -> Result<UnitId, Note> {
        if !self.ended.contains_key(&id) {
            return Ok(id);
        }
        let whole = self.links.iter().find(|link| link.from == id && link.whole);
        whole.map(|link| link.to).ok_or_else(|| {
            let name = self.tree.get(id).map(|unit| unit.named().label).unwrap_or_default();
            Note::new("units-plan-parent-divided").with("unit", name)
        })
    }

    /// Takes along what lies below rows that go on as a whole; asks for a line where they are divided or end.
    fn carry_children(&mut self) {
        let mut waiting: Vec<(UnitId, u64)> = self.ended.iter().map(|(id, line)| (*id, *line)).collect();
        let mut seen: HashSet<UnitId> = HashSet::new();
        while let Some((id, line)) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let tree = self.tree;
            let below: Vec<&Unit> =
                tree.children(id, self.on).filter(|unit| !self.ended.contains_key(&unit.id)).collect();
            if below.is_empty() {
                continue;
            }
            let Ok(parent) = self.goes_on_as(id) else {
                let name = tree.get(id).map(|unit| unit.named().label).unwrap_or_default();
                let note = Note::new("units-plan-below").with("unit", name).with("n", below.len());
                self.fault(line, note.with("first", below[0].named()));
                continue;
            };
            for unit in below {
                let new = fact_id(REORGANISED, unit.level(), &unit.id.to_string(), self.on);
                self.ended.insert(unit.id, line);
                self.links.push(Link {
                    from: unit.id,
                    to: new,
                    share: Some(WHOLE_PPM),
                    households: None,
                    whole: true,
                    certainty: unit.certainty,
                    source: unit.source.clone(),
                });
                let carried = Unit {
                    id: new,
                    parent: Some(parent),
                    valid_from: self.on,
                    valid_to: unit.valid_to,
                    ..unit.clone()
                };
                self.carried.push((line, carried));
                waiting.push((unit.id, line));
            }
        }
    }

    fn finish(self) -> Result<(Plan, Tree), Vec<Fault>> {
        let rows: Vec<(u64, Unit)> = self.begun.into_values().chain(self.carried).collect();
        let line_of: HashMap<UnitId, u64> = rows
            .iter()
            .map(|(line, unit)| (unit.id, *line))
            .chain(self.ended.iter().map(|(id, line)| (*id, *line)))
            .chain(self.link_lines)
            .collect();
        let units = rows.into_iter().map(|(_, unit)| unit).collect();
        let plan = Plan { on: self.on, ended: self.ended.into_keys().collect(), units, links: self.links };
        match plan.apply(self.tree) {
            Ok(tree) => Ok((plan, tree)),
            Err(problems) => Err(problems
                .iter()
                .map(|problem| {
                    let line = problem.about().iter().find_map(|id| line_of.get(id)).copied();
                    Fault::at(line.unwrap_or(0), problem.note())
                })
                .collect()),
        }
    }
}

fn given(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A share written as `0.4` or `40%` in parts per million.
fn ppm(text: &str) -> Option<i64> {
    let (number, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim(), 10_000.0),
        None => (text, 1_000_000.0),
    };
    let share: f64 = number.parse().ok()?;
    let parts = (share * scale).round();
    (0.0..=1_000_000.0).contains(&parts).then_some(parts as i64)
}
