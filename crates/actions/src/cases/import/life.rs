//! The life of an imported request, through the same steps as every other case.

use crate::{
    cases::{BODY_LIMIT, case_of},
    house::{Facts, House},
};
use danvan_domain::{
    cases::{
        Case, Contact, Entry, Intake, Stage,
        steps::{By, Step},
    },
    clocks::Reason,
    events::Event,
    facts::Grade,
    ids::{CaseId, EntryId, UnitId},
    privacy,
    procedures::TimeUnit,
    receipt::ReceiptCode,
    refusals::{Note, Refusal},
    text,
    time::Moment,
};
use danvan_interop::mapping::{Ending, Mapping, Request};

/// A request as a case with its history and events.
pub(super) struct Life {
    pub(super) case: Case,
    pub(super) entries: Vec<Entry>,
    pub(super) events: Vec<Event>,
    pub(super) outcome: Outcome,
}

/// What a request turned out to be.
pub(super) enum Outcome {
    /// A matter of its own.
    Taken,
    /// A repeat, merged into the first.
    Merged,
    /// A repeat whose first request is not known.
    Repeat,
}

/// Lives a request from its opening to where it stands.
pub(super) fn live(
    house: &House,
    mapping: &Mapping,
    request: Request,
    (id, place, topic): (CaseId, UnitId, String),
    first: Option<CaseId>,
) -> Result<Life, Note> {
    let facts = house.facts();
    let case = begin(&facts, house, mapping, &request, (id, place, topic))?;
    let by = By { person: None, unit: None, at: request.opened, entry: EntryId(uuid::Uuid::nil()) };
    let received = case.received(&by).event;
    let mut life = Life { case, entries: Vec::new(), events: vec![received], outcome: Outcome::Taken };
    life.end(mapping, &request, first).map_err(|refusal| match refusal {
        Refusal::Conflict(note) | Refusal::NotAllowed(note) => note,
        Refusal::Invalid(notes) => {
            notes.into_iter().next().map_or_else(|| Note::new("note-required"), |one| one.note)
        }
        _ => Note::new("note-required"),
    })?;
    Ok(life)
}

fn begin(
    facts: &Facts,
    house: &House,
    mapping: &Mapping,
    request: &Request,
    (id, place, topic): (CaseId, UnitId, String),
) -> Result<Case, Note> {
    let body = text::clean_lines(&request.words, BODY_LIMIT)?;
    let intake = Intake {
        id,
        topic,
        place,
        point: request.point.map(|point| (point.lat, point.lon)),
        body: privacy::mask(&body).text,
        language: mapping.source.language.clone(),
        urgent: false,
        contact: Contact::default(),
        channel: request.channel,
        observation: None,
        photos: Vec::new(),
    };
    let code = ReceiptCode::from_chance(house.chance());
    let no_office = |_| Note::new("import-no-office");
    let mut case = case_of(facts, &intake, &code, request.opened).map_err(no_office)?;
    case.source = Some(format!("{}/{}", mapping.source.name, request.id));
    if let Some(due) = request.due.filter(|due| *due > request.opened) {
        case.due_at = due;
        case.due_reason = serde_json::to_string(&promised(mapping, request.opened, due)).unwrap_or_default();
    }
    Ok(case)
}

/// Why it is due then: the other system said so.
fn promised(mapping: &Mapping, opened: Moment, due: Moment) -> Reason {
    let days = due.day().days_since(opened.day());
    Reason {
        procedure: "feedback".into(),
        step: "answer".into(),
        start_event: "sent".into(),
        amount: u16::try_from(days).unwrap_or(0),
        unit: TimeUnit::CalendarDay,
        start: opened,
        counted_from: opened,
        skipped: Vec::new(),
        worked: Vec::new(),
        provisional: false,
        beyond_calendar: false,
        source: mapping.source.name.clone(),
        grade: Grade::B,
        responsible: "commune_officer".into(),
        extensions: Vec::new(),
        pauses: Vec::new(),
    }
}

impl Life {
    fn keep(&mut self, step: Step) {
        self.entries.push(step.entry);
        self.events.push(step.event);
    }

    /// Who acted, when: the office; never before the request came in.
    fn by(&self, mapping: &Mapping, request: &Request, act: &str, at: Option<Moment>) -> By {
        let entry = EntryId(super::id_of(&mapping.source.name, act, &request.id));
        let at = at.unwrap_or(request.opened).max(request.opened);
        By { person: None, unit: Some(self.case.responsible), at, entry }
    }

    fn end(&mut self, mapping: &Mapping, request: &Request, first: Option<CaseId>) -> Result<(), Refusal> {
        let settled = request.closed.or(request.taken);
        let by = self.by(mapping, request, "end", settled);
        let late = (by.at > self.case.due_at).then_some("other");
        let said = self.said(mapping, request);
        match request.ending {
            Ending::Received => {}
            Ending::Accepted => {
                let by = self.by(mapping, request, "taken", request.taken);
                let step = self.case.accept(&by)?;
                self.keep(step);
            }
            Ending::Answered | Ending::Closed => {
                let step = self.case.answer(&said, late, request.ending == Ending::Closed, &by)?;
                self.keep(step);
            }
            Ending::NotOurs => {
                let step = self.case.refuse("not_competent", &said, late, &by)?;
                self.keep(step);
            }
            Ending::Refused => {
                let step = self.case.refuse("other", &said, late, &by)?;
                self.keep(step);
            }
            Ending::Duplicate => {
                if let Some(first) = first.filter(|first| *first != self.case.id) {
                    let into = Case { id: first, stage: Stage::Closed, ..self.case.clone() };
                    let step = self.case.merge(&into, &by)?;
                    self.keep(step);
                    self.outcome = Outcome::Merged;
                } else {
                    let step = self.case.refuse("other", &said, late, &by)?;
                    self.keep(step);
                    self.outcome = Outcome::Repeat;
                }
            }
        }
        Ok(())
    }

    /// The answer, or that the other system keeps none.
    fn said(&self, mapping: &Mapping, request: &Request) -> String {
        let answer = text::clean_lines(&request.answer, BODY_LIMIT).unwrap_or_default();
        if !answer.is_empty() {
            return privacy::mask(&answer).text;
        }
        let (source, status) = (&mapping.source.name, &request.status);
        if self.case.language == "vi" {
            format!("Theo hệ thống nguồn {source}: “{status}”. Nguồn không kèm nội dung trả lời.")
        } else {
            format!("According to {source}: “{status}”. The source carries no words of an answer.")
        }
    }
}
