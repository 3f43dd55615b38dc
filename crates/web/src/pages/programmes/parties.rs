//! `/programmes/{id}/parties`: who takes part in a covenant or a coordination programme.

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
    Facts,
    programmes::{Coordination, coordination, join, leave},
};
use danvan_domain::{
    ids::{PartyId, ProgrammeId},
    programmes::{Kind, Party, Place, Sort, TypedParty},
    refusals::FieldNote,
};
use uuid::Uuid;

/// A party as a line.
pub(super) struct PartyLine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) sort: String,
    pub(super) duty: Vec<String>,
    pub(super) since: i64,
    pub(super) until: Option<i64>,
}

pub(super) fn party_line(shell: &Shell, facts: &Facts, party: &Party) -> PartyLine {
    PartyLine {
        id: party.id.to_string(),
        name: party.unit.map_or_else(|| party.name.clone(), |unit| names::unit(facts, unit)),
        place: shell.of("joining-place", party.place.word()),
        sort: if party.sort == Sort::Unit {
            String::new()
        } else {
            shell.of("joining-sort", party.sort.word())
        },
        duty: names::paragraphs(&party.duty),
        since: party.since,
        until: party.until,
    }
}

#[derive(Template)]
#[template(path = "pages/programmes/parties.html")]
struct PartiesPage {
    shell: Shell,
    id: ProgrammeId,
    back: String,
    title: String,
    version: i64,
    is_covenant: bool,
    parties: Vec<PartyLine>,
    new_id: String,
    sorts: Vec<Choice>,
    places: Vec<Choice>,
    unit: String,
    called: String,
    duty: String,
    reason: String,
}

/// Where a programme's own page is, by its kind.
pub(super) fn home(id: ProgrammeId, kind: Kind) -> String {
    let page = if kind == Kind::Covenant { "covenant" } else { "coordination" };
    format!("/programmes/{id}/{page}")
}

/// `GET /programmes/{id}/parties`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ProgrammeId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProgrammeId,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let found: Coordination = coordination(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_lead {
        return Err(lost(reader));
    }
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let text = |name: &str| form.map(|form| form.get(name).to_owned()).unwrap_or_default();
    let (sort, place, own) = (text("party_sort"), text("place"), text("id"));
    let it = &found.programme;
    let is_covenant = it.content.kind == Kind::Covenant;
    let sorts = if is_covenant { &[Sort::Unit][..] } else { Sort::ALL };
    let in_it = found.parties.iter().filter(|party| party.is_in(it.version));
    let page = PartiesPage {
        id,
        back: home(id, it.content.kind),
        title: it.content.title.clone(),
        version: it.version,
        is_covenant,
        parties: in_it.map(|party| party_line(&shell, &facts, party)).collect(),
        new_id: if own.is_empty() { house.new_id().to_string() } else { own },
        sorts: choices(&shell, "joining-sort", sorts, Sort::word, &sort),
        places: choices(&shell, "joining-place", Place::ALL, Place::word, &place),
        unit: text("party_unit"),
        called: text("name"),
        duty: text("duty"),
        reason: text("reason"),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /programmes/{id}/parties`.
pub(super) async fn join_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ProgrammeId(id);
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedParty {
        sort: text("party_sort"),
        unit: text("party_unit"),
        name: text("name"),
        place: text("place"),
        duty: text("duty"),
    };
    let party = PartyId(form.get("id").parse().unwrap_or_default());
    let version = form.get("version").parse().unwrap_or(0);
    let why = form.get("reason");
    match join(&site.house, &reader.visitor.asker, (id, party, version), &typed, why).await {
        Ok(_) => go(&format!("/programmes/{id}/parties")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(&form), notes).await
        }
    }
}

/// `POST /programmes/{id}/parties/{party}/leave`.
pub(super) async fn leave_one(
    State(site): State<Site>,
    reader: Reader,
    Path((id, party)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    let (id, party) = (ProgrammeId(id), PartyId(party));
    let version = form.get("version").parse().unwrap_or(0);
    match leave(&site.house, &reader.visitor.asker, (id, party, version), form.get("reason")).await {
        Ok(()) => go(&format!("/programmes/{id}/parties")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(&form), notes).await
        }
    }
}
