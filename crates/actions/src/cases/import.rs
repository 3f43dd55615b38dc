//! Importing another system's requests by a declared mapping, with their whole lives: when each came in, was taken,
//! answered, refused, or found to repeat another.
//!
//! The file is read twice. The first reading makes the city's units and topics; the second brings the requests in,
//! some hundreds a change. Ids are made from the source's name and its own numbers, so that importing again adds
//! nothing, and an import that was stopped goes on where it stood.

mod ground;
mod life;

use crate::{
    followers,
    house::{Done, House},
};
use danvan_domain::{
    cases::{Case, Entry},
    events::Event,
    fold::fold,
    ids::{CaseId, UnitId},
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb, may},
    time::Moment,
};
use danvan_interop::mapping::{Ending, Mapping, Refused, Request, open};
use danvan_store::{bulk, cases as store};
use ground::Ground;
use serde::Serialize;
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    path::Path,
};
use uuid::Uuid;

/// What became of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows of the file.
    pub rows: u64,
    /// Requests taken now.
    pub taken: u64,
    /// Requests that were there already.
    pub already: u64,
    /// Of those taken, repeats that were merged into the request they repeat.
    pub merged: u64,
    /// Of those taken, repeats whose first request is not in the file; they are closed as repeats.
    pub repeats_unknown: u64,
    /// Rows refused.
    pub refused: u64,
    /// Of those taken, how many were placed by their point, in the nearest place.
    pub placed_by_point: u64,
    /// Of those taken, how many say no place at all.
    pub unplaced: u64,
    /// Units made.
    pub units: u64,
    /// Topics made.
    pub topics: u64,
    /// Requests by the file's own word for where they stand.
    pub statuses: BTreeMap<String, u64>,
    /// Columns the mapping does not speak of.
    pub unknown_columns: Vec<String>,
    /// The last line that was read.
    pub last_line: u64,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its line in the file.
    pub line: u64,
    /// Its number there.
    pub id: String,
    /// `taken`, `already`, `merged`, `repeat`, `refused`.
    pub outcome: &'static str,
    /// The case it became.
    pub case: Option<CaseId>,
    /// Why it was refused, or what else there is to know.
    #[serde(skip)]
    pub note: Option<Note>,
}

/// Who is told what became of each row, and how many were read.
pub type Watch<'a> = &'a mut (dyn FnMut(Line) + Send);

/// How many requests are written in one change.
const BATCH: usize = 200;

/// The namespace of ids made from other systems' numbers.
const NAMESPACE: Uuid = Uuid::from_u128(0x2c1e_93f0_5d47_5b0a_9d6e_41f7_83ac_60d2);

/// The id of what is derived from a source's number.
fn id_of(source: &str, kind: &str, number: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{source}/{kind}/{number}").as_bytes())
}

/// What requests that may be repeated are known by: the same matter at the same place in the same words.
type Sameness = (String, UnitId, String);

/// Within how many days a request with the same words repeats another.
const REPEAT_DAYS: i64 = 90;

struct Import<'a> {
    house: &'a House,
    asker: &'a Asker,
    mapping: &'a Mapping,
    ground: Ground,
    report: Report,
    batch: Vec<(Request, UnitId, String)>,
    /// Requests that repeat others wait until all others are in.
    repeats: Vec<(Request, UnitId, String)>,
    wanted: HashSet<String>,
    firsts: HashMap<Sameness, Vec<(Moment, CaseId)>>,
}

/// Imports a file.
///
/// # Errors
/// The refusal of the right to manage units; a file or mapping that cannot be read at all, naming file and line. A bad
/// row is told and left out, the others go on.
pub async fn import(
    house: &House,
    asker: &Asker,
    path: &Path,
    mapping: &Mapping,
    watch: Watch<'_>,
) -> Done<Report> {
    let roots: Vec<UnitId> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    may(asker, Verb::ManageUnits, &roots)?;
    let survey = ground::survey(open_file(path)?, mapping).map_err(|refused| named(path, refused))?;
    let wanted = survey.repeated.clone();
    let (ground, units, topics) = ground::prepare(house, asker, mapping, survey).await?;
    let report = Report { units, topics, ..Report::default() };
    let (batch, repeats, firsts) = (Vec::new(), Vec::new(), HashMap::new());
    let mut import = Import { house, asker, mapping, ground, report, batch, repeats, wanted, firsts };
    import.run(path, watch).await?;
    let report = import.report;
    let mut change = house.store.begin().await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "import.done".into(),
        thing: house.new_id(),
        unit: None,
        payload: json!({"source": mapping.source.name, "taken": report.taken, "refused": report.refused}),
    });
    change.commit().await?;
    followers::drain(house).await?;
    Ok(report)
}

fn open_file(path: &Path) -> Result<File, Refusal> {
    File::open(path).map_err(|error| {
        Refusal::field(&path.display().to_string(), Note::new("import-unreadable").with("reason", error))
    })
}

/// A refusal of the whole file: file, line, reason.
fn named(path: &Path, refused: Refused) -> Refusal {
    let field = format!("{}:{}", path.display(), refused.line);
    Refusal::Invalid(vec![FieldNote::new(&field, refused.note)])
}

impl Import<'_> {
    async fn run(&mut self, path: &Path, watch: Watch<'_>) -> Done<()> {
        let rows = open(open_file(path)?, self.mapping).map_err(|refused| named(path, refused))?;
        self.report.unknown_columns.clone_from(&rows.unknown);
        for row in rows {
            self.report.rows += 1;
            match row.and_then(|request| self.place(request)) {
                Ok((request, place, topic)) => {
                    self.report.last_line = request.line;
                    *self.report.statuses.entry(request.status.clone()).or_default() += 1;
                    if request.ending == Ending::Duplicate {
                        self.repeats.push((request, place, topic));
                    } else {
                        self.batch.push((request, place, topic));
                    }
                }
                Err(refused) => {
                    self.report.last_line = refused.line;
                    self.report.refused += 1;
                    let note = Some(refused.note);
                    watch(Line { line: refused.line, id: refused.id, outcome: "refused", case: None, note });
                }
            }
            if self.batch.len() >= BATCH {
                let batch = std::mem::take(&mut self.batch);
                self.write(batch, watch).await?;
            }
        }
        let batch = std::mem::take(&mut self.batch);
        self.write(batch, watch).await?;
        let repeats = std::mem::take(&mut self.repeats);
        for some in repeats.chunks(BATCH) {
            self.write(some.to_vec(), watch).await?;
        }
        Ok(())
    }

    /// The unit and topic of a request, or why it has none.
    fn place(&mut self, request: Request) -> Result<(Request, UnitId, String), Refused> {
        let refuse = |note, request: &Request| Refused { line: request.line, id: request.id.clone(), note };
        let (place, how) = self.ground.place(&request).map_err(|note| refuse(note, &request))?;
        let topic = self.ground.topic(self.mapping, &request).map_err(|note| refuse(note, &request))?;
        if request.opened > self.house.now() {
            let note = Note::new("import-future").with("value", request.opened);
            return Err(refuse(note, &request));
        }
        match how {
            ground::How::Named => {}
            ground::How::Point => self.report.placed_by_point += 1,
            ground::How::Nowhere => self.report.unplaced += 1,
        }
        Ok((request, place, topic))
    }

    /// Writes some requests in one change, those that are there already left out.
    async fn write(&mut self, batch: Vec<(Request, UnitId, String)>, watch: Watch<'_>) -> Done<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let source = self.mapping.source.name.clone();
        let ids: Vec<CaseId> =
            batch.iter().map(|(request, ..)| CaseId(id_of(&source, "case", &request.id))).collect();
        let mut there: HashSet<CaseId> = store::there(&self.house.store, &ids).await?.into_iter().collect();
        let named: Vec<CaseId> = batch.iter().filter_map(|(request, ..)| self.named_first(request)).collect();
        let firsts: HashSet<CaseId> = store::there(&self.house.store, &named).await?.into_iter().collect();
        let (mut cases, mut entries, mut events) = (Vec::new(), Vec::new(), Vec::new());
        let mut lines = Vec::new();
        for ((request, place, topic), id) in batch.into_iter().zip(ids) {
            let same = (topic.clone(), place, fold(&request.words));
            let first = self.first(&request, &same, &firsts);
            if request.ending != Ending::Duplicate && self.wanted.contains(&same.2) {
                self.firsts.entry(same).or_default().push((request.opened, id));
            }
            // A number that stands twice in the file is there after its first row.
            if !there.insert(id) {
                self.report.already += 1;
                lines.push(Line {
                    line: request.line,
                    id: request.id,
                    outcome: "already",
                    case: Some(id),
                    note: None,
                });
                continue;
            }
            let line = request.line;
            let number = request.id.clone();
            let lived = life::live(self.house, self.mapping, request, (id, place, topic), first);
            match lived {
                Ok(life) => {
                    self.report.taken += 1;
                    let outcome = match life.outcome {
                        life::Outcome::Taken => "taken",
                        life::Outcome::Merged => "merged",
                        life::Outcome::Repeat => "repeat",
                    };
                    self.report.merged += u64::from(outcome == "merged");
                    self.report.repeats_unknown += u64::from(outcome == "repeat");
                    cases.push(life.case);
                    entries.extend(life.entries);
                    events.extend(life.events);
                    lines.push(Line { line, id: number, outcome, case: Some(id), note: None });
                }
                Err(note) => {
                    self.report.refused += 1;
                    lines.push(Line { line, id: number, outcome: "refused", case: None, note: Some(note) });
                }
            }
        }
        self.save(&cases, &entries, events).await?;
        lines.into_iter().for_each(watch);
        Ok(())
    }

    async fn save(&self, cases: &[Case], entries: &[Entry], events: Vec<Event>) -> Done<()> {
        let mut change = self.house.store.begin().await?;
        bulk::cases(&mut change, cases).await?;
        bulk::entries(&mut change, entries).await?;
        for event in events {
            change.note(Event { actor: self.asker.person, ..event });
        }
        change.commit().await?;
        Ok(())
    }

    /// The case of the request that a repeat names.
    fn named_first(&self, request: &Request) -> Option<CaseId> {
        let original = request.original.as_ref().filter(|_| request.ending == Ending::Duplicate)?;
        Some(CaseId(id_of(&self.mapping.source.name, "case", original)))
    }

    /// The request that a repeat repeats: the one it names, or the last before it with the same words.
    fn first(&self, request: &Request, same: &Sameness, there: &HashSet<CaseId>) -> Option<CaseId> {
        if request.ending != Ending::Duplicate {
            return None;
        }
        if let Some(first) = self.named_first(request) {
            return there.contains(&first).then_some(first);
        }
        let since = request.opened.plus_seconds(-REPEAT_DAYS * 86_400);
        let before = self.firsts.get(same)?.iter().filter(|(at, _)| (since..=request.opened).contains(at));
        before.max_by_key(|(at, _)| *at).map(|(_, id)| *id)
    }
}
