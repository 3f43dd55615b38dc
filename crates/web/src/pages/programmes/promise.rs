//! `/programmes/{id}/promise`: the form of something promised.

use super::board::lost;
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, letters::choices, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    exchange::promise_outside,
    programmes::{coordination, promise, versions},
};
use danvan_domain::{
    ids::{CommitmentId, PartyId, ProgrammeId},
    programmes::{AddsUp, Direction, Kind, Measure, Programme, Rhythm, Source, TypedCommitment},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/promise.html")]
struct PromisePage {
    shell: Shell,
    programme: ProgrammeId,
    title: String,
    id: String,
    /// What, counted, baseline, target, first day, last day, weight, unit, checker.
    typed: [String; 9],
    needs_evidence: bool,
    /// Parties outside this installation that may promise it in place of a unit.
    parties: Vec<Choice>,
    measures: Vec<Choice>,
    directions: Vec<Choice>,
    adds_up: Vec<Choice>,
    rhythms: Vec<Choice>,
}

const FIELDS: [&str; 9] =
    ["what", "counted", "baseline", "target", "first_on", "last_on", "weight", "unit", "checker"];

/// `GET /programmes/{id}/promise`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ProgrammeId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    programme: ProgrammeId,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = versions(&site.house, &reader.visitor.asker, programme).await.map_err(sorry(reader))?;
    if !found.may_lead {
        return Err(lost(reader));
    }
    let shell = shell(site, reader).with_notes(notes);
    let text = |name: &str| form.map(|form| form.get(name).to_owned()).unwrap_or_default();
    let chosen = |name: &str, usual: &str| match text(name) {
        chosen if chosen.is_empty() => usual.to_owned(),
        chosen => chosen,
    };
    let mut typed = FIELDS.map(text);
    if form.is_none() {
        typed[7] = names::unit(&site.house.facts(), found.programme.unit);
    }
    let measure = chosen("measure", "count");
    let mut measures = choices(&shell, "progress-measure", Measure::ALL, Measure::word, &measure);
    measures.extend(Source::ALL.iter().map(|source| {
        Choice::new(format!("own:{source}"), shell.of("progress-source", source.word()), &measure)
    }));
    let adds_up = chosen("adds_up", "sum");
    let parties = outside(site, reader, &found.programme, &text("party")).await?;
    let page = PromisePage {
        programme,
        title: found.programme.content.title,
        id: chosen("id", &site.house.new_id().to_string()),
        typed,
        parties,
        needs_evidence: form.is_none_or(|form| form.ticked("needs_evidence")),
        measures,
        directions: choices(
            &shell,
            "progress-direction",
            Direction::ALL,
            Direction::word,
            &chosen("direction", "at_least"),
        ),
        adds_up: choices(&shell, "progress-adds-up", AddsUp::ALL, AddsUp::word, &adds_up),
        rhythms: choices(&shell, "progress-rhythm", Rhythm::ALL, Rhythm::word, &chosen("rhythm", "once")),
        shell,
    };
    show_with(reader, status, &page)
}

/// The parties of a coordination programme that are no units of this house.
async fn outside(
    site: &Site,
    reader: &Reader,
    of: &Programme,
    present: &str,
) -> Result<Vec<Choice>, crate::answer::Sorry> {
    if of.content.kind != Kind::Coordination {
        return Ok(Vec::new());
    }
    let found = coordination(&site.house, &reader.visitor.asker, of.id).await.map_err(sorry(reader))?;
    let parties = found.parties.iter().filter(|party| party.unit.is_none() && party.is_in(of.version));
    Ok(parties.map(|party| Choice::new(party.id.to_string(), party.name.clone(), present)).collect())
}

/// `POST /programmes/{id}/promise`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let programme = ProgrammeId(id);
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedCommitment {
        what: text("what"),
        measure: text("measure"),
        counted: text("counted"),
        baseline: text("baseline"),
        target: text("target"),
        direction: text("direction"),
        adds_up: text("adds_up"),
        rhythm: text("rhythm"),
        from: form.day("first_on"),
        to: form.day("last_on"),
        needs_evidence: form.ticked("needs_evidence"),
        weight: text("weight"),
    };
    let own = CommitmentId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let done = match form.filled("party") {
        Some(party) => {
            let party = PartyId(party.parse().unwrap_or_default());
            let kept = promise_outside(house, asker, (programme, party, own), &typed).await;
            kept.map(|_| format!("/programmes/{programme}/coordination"))
        }
        None => {
            let who = (form.get("unit"), form.get("checker"));
            let kept = promise(house, asker, (programme, own), who, &typed).await;
            kept.map(|own| format!("/programmes/{programme}?of={own}"))
        }
    };
    match done {
        Ok(address) => go(&address),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, programme, Some(&form), notes).await
        }
    }
}
