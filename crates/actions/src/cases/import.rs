//! Importing another system's requests by a declared mapping, with their whole lives: when each came in, was taken,
//! answered, refused, or found to repeat another.
//!
//! The file is read twice. The first reading makes the city's units and topics; the second brings the requests in,
//! some hundreds a change. Ids are made from the source's name and its own numbers, so that importing again adds
//! nothing, and an import that was stopped goes on where it stood.

mod ground;
mod life;
mod write;

use crate::{
    followers,
    house::{Done, House},
};
use danvan_domain::{
    events::Event,
    ids::{CaseId, UnitId},
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb, may},
    time::Moment,
};
use danvan_interop::mapping::{Ending, Mapping, Refused, Request, open};
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
    /// Whether nothing was written: what would be done.
    pub preview: bool,
    /// Rows of the file.
    pub rows: u64,
    /// Requests taken now.
    pub taken: u64,
    /// Requests that were there already, unchanged.
    pub already: u64,
    /// Requests that were there already and have moved on since.
    pub updated: u64,
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
    /// Rows that were read though something about them is odd, by the kind of oddness.
    pub remarks: BTreeMap<String, u64>,
    /// Why rows were refused, by the kind of reason.
    pub refusals: BTreeMap<String, u64>,
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
    /// `taken`, `already`, `updated`, `merged`, `repeat`, `refused`.
    pub outcome: &'static str,
    /// The case it became.
    pub case: Option<CaseId>,
    /// Why it was refused, or what else there is to know.
    #[serde(skip)]
    pub notes: Vec<Note>,
    /// The cells of a refused row as they stand in the file.
    #[serde(skip)]
    pub cells: Vec<String>,
}

impl Line {
    fn of(request: &Request, outcome: &'static str, case: CaseId) -> Self {
        let (line, id, notes) = (request.line, request.id.clone(), request.remarks.clone());
        Self { line, id, outcome, case: Some(case), notes, cells: Vec::new() }
    }

    fn refused(refused: Refused) -> Self {
        let Refused { line, id, note, cells } = refused;
        Self { line, id, outcome: "refused", case: None, notes: vec![note], cells }
    }
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

/// A request with the unit and topic it belongs to.
type Placed = (Request, UnitId, String);

struct Import<'a> {
    house: &'a House,
    asker: &'a Asker,
    mapping: &'a Mapping,
    ground: Ground,
    report: Report,
    batch: Vec<Placed>,
    in_batch: HashSet<String>,
    /// Ids that a preview would have taken; a real import asks the store.
    seen: HashSet<CaseId>,
    wanted: HashSet<String>,
    firsts: HashMap<Sameness, Vec<(Moment, CaseId)>>,
}

/// Imports a file; with `preview`, only says what would be done.
///
/// # Errors
/// The refusal of the right to manage units; a file or mapping that cannot be read at all, naming file and line. A bad
/// row is told and left out, the others go on.
pub async fn import(
    house: &House,
    asker: &Asker,
    path: &Path,
    mapping: &Mapping,
    preview: bool,
    watch: Watch<'_>,
) -> Done<Report> {
    let facts = house.facts();
    let roots: Vec<UnitId> = facts.tree.roots(house.today()).map(|unit| unit.id).collect();
    may(asker, Verb::ManageUnits, &roots)?;
    let survey = ground::survey(open_file(path)?, mapping).map_err(|refused| named(path, refused))?;
    let wanted = survey.repeated.clone();
    let done = async {
        let (ground, units, topics) = ground::prepare(house, asker, mapping, survey, preview).await?;
        let report = Report { preview, units, topics, ..Report::default() };
        let (batch, in_batch, seen, firsts) = (Vec::new(), HashSet::new(), HashSet::new(), HashMap::new());
        let mut import =
            Import { house, asker, mapping, ground, report, batch, in_batch, seen, wanted, firsts };
        import.run(path, watch).await?;
        Ok(import.report)
    };
    let done = done.await;
    if preview {
        // The units and topics that would be made were only there to try the rows on.
        house.replace_facts((*facts).clone());
        return done;
    }
    let report = done?;
    let mut change = house.store.begin().await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "import.done".into(),
        thing: house.new_id(),
        unit: None,
        payload: json!({
            "source": mapping.source.name, "taken": report.taken, "updated": report.updated,
            "refused": report.refused,
        }),
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
    /// Reads the file for requests, then, when some repeat others, once more for those: so that each finds the one it
    /// repeats, wherever that stands, and none waits in memory.
    async fn run(&mut self, path: &Path, watch: Watch<'_>) -> Done<()> {
        let mut repeats = 0_u64;
        let rows = open(open_file(path)?, self.mapping).map_err(|refused| named(path, refused))?;
        self.report.unknown_columns.clone_from(&rows.unknown);
        for row in rows {
            self.report.rows += 1;
            match row.and_then(|request| self.place(request)) {
                Ok((placed, how)) => {
                    self.count(&placed.0, how);
                    if placed.0.ending == Ending::Duplicate {
                        repeats += 1;
                    } else {
                        self.take(placed, watch).await?;
                    }
                }
                Err(refused) => self.refuse(refused, watch),
            }
        }
        self.flush(watch).await?;
        if repeats == 0 {
            return Ok(());
        }
        let rows = open(open_file(path)?, self.mapping).map_err(|refused| named(path, refused))?;
        for row in rows {
            let repeat = row.ok().filter(|request| request.ending == Ending::Duplicate);
            if let Some((placed, _)) = repeat.and_then(|request| self.place(request).ok()) {
                self.take(placed, watch).await?;
            }
        }
        self.flush(watch).await
    }

    fn count(&mut self, request: &Request, how: ground::How) {
        let report = &mut self.report;
        report.last_line = report.last_line.max(request.line);
        *report.statuses.entry(request.status.clone()).or_default() += 1;
        for remark in &request.remarks {
            *report.remarks.entry(remark.key.clone()).or_default() += 1;
        }
        match how {
            ground::How::Named => {}
            ground::How::Point => report.placed_by_point += 1,
            ground::How::Nowhere => report.unplaced += 1,
        }
    }

    fn refuse(&mut self, refused: Refused, watch: Watch<'_>) {
        self.report.last_line = self.report.last_line.max(refused.line);
        self.report.refused += 1;
        *self.report.refusals.entry(refused.note.key.clone()).or_default() += 1;
        watch(Line::refused(refused));
    }

    /// The unit and topic of a request, or why it has none.
    fn place(&mut self, request: Request) -> Result<(Placed, ground::How), Refused> {
        let now = self.house.now();
        let later = [Some(request.opened), request.closed].into_iter().flatten().find(|at| *at > now);
        let found = match later {
            Some(at) => Err(Note::new("import-future").with("value", at)),
            None => self
                .ground
                .place(&request)
                .and_then(|(place, how)| Ok((place, how, self.ground.topic(self.mapping, &request)?))),
        };
        match found {
            Ok((place, how, topic)) => Ok(((request, place, topic), how)),
            Err(note) => Err(Refused { line: request.line, id: request.id, note, cells: request.cells }),
        }
    }

    async fn take(&mut self, placed: Placed, watch: Watch<'_>) -> Done<()> {
        // The same number again is the same request later on: the earlier row has to be there first.
        if self.batch.len() >= BATCH || self.in_batch.contains(&placed.0.id) {
            self.flush(watch).await?;
        }
        self.in_batch.insert(placed.0.id.clone());
        self.batch.push(placed);
        Ok(())
    }

    async fn flush(&mut self, watch: Watch<'_>) -> Done<()> {
        self.in_batch.clear();
        let batch = std::mem::take(&mut self.batch);
        self.write(batch, watch).await
    }
}
