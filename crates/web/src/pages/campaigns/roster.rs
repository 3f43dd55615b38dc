//! `/campaigns/{id}/roster`: members out of an XLSX, looked at before anything is kept; every fault by its cell.

use super::unit_name;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::campaigns::{Roster, Sorted, Source, board, bring_roster};
use danvan_domain::{
    ids::{ProgrammeId, UnitId},
    refusals::{FieldNote, Note},
    rights::Verb,
    units::Level,
};
use uuid::Uuid;

/// What may be done with a file, by the words of the form.
const WAYS: [(&str, Roster); 3] = [("look", Roster::Look), ("whole", Roster::Whole), ("good", Roster::Good)];

#[derive(Template)]
#[template(path = "pages/campaigns/roster.html")]
struct RosterPage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    unit: String,
    back: String,
    ways: Vec<Choice>,
    found: Option<Found>,
}

struct Found {
    good: i64,
    bad: i64,
    added: i64,
    there: i64,
    is_kept: bool,
    /// Cell and what is wrong in it.
    faults: Vec<(String, String)>,
    more: i64,
}

/// `GET /campaigns/{id}/roster`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let (id, form) = (ProgrammeId(id), Form::default());
    page(&site, &reader, StatusCode::OK, id, &form, (None, Vec::new())).await
}

fn own_commune(site: &Site, reader: &Reader) -> Result<UnitId, Sorry> {
    let own = site
        .house
        .own_unit(&reader.visitor.asker, Verb::KeepRosters)
        .map_err(|refusal| sorry(reader)(refusal.into()))?;
    let commune = site.house.facts().tree.at_or_above(own, Level::Commune).map(|unit| unit.id);
    commune.ok_or_else(|| Sorry::lost(reader.language))
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProgrammeId,
    form: &Form,
    (found, notes): (Option<&Sorted>, Vec<FieldNote>),
) -> Answered {
    let (house, today) = (&site.house, site.house.today());
    let own = own_commune(site, reader)?;
    let campaign =
        board(house, &reader.visitor.asker, id, (today, today)).await.map_err(sorry(reader))?.campaign;
    let shell = shell(site, reader).with_notes(notes);
    let chosen = form.filled("how").unwrap_or("look");
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let page = RosterPage {
        id,
        title: campaign.content.title,
        unit: unit_name(&house.facts(), own),
        back: format!("/campaigns/{id}/communes/{own}"),
        ways: WAYS.iter().map(|(word, _)| Choice::new(*word, shell.of("roster-how", word), chosen)).collect(),
        found: found.map(|sorted| Found {
            good: count(sorted.good),
            bad: count(sorted.bad),
            added: count(sorted.added),
            there: count(sorted.there),
            is_kept: sorted.is_kept,
            faults: sorted.faults.iter().map(|fault| (fault.cell.clone(), shell.note(&fault.note))).collect(),
            more: count(sorted.more_faults),
        }),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /campaigns/{id}/roster`.
pub(super) async fn bring(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, ProgrammeId(id));
    let own = own_commune(&site, &reader)?;
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    let how = WAYS.iter().find(|(word, _)| *word == form.get("how")).map(|(_, how)| *how);
    let file = form.pictures.pop();
    let (Some(how), Some(file)) = (how, file) else {
        let notes = vec![FieldNote::new("file", Note::new("roster-note-choose-file"))];
        return page(&site, &reader, invalid, id, &form, (None, notes)).await;
    };
    match bring_roster(house, asker, (id, Some(own)), Source::Bytes(file), how).await {
        Ok(sorted) => {
            let is_clean = sorted.faults.is_empty() || sorted.is_kept;
            let status = if is_clean { StatusCode::OK } else { invalid };
            page(&site, &reader, status, id, &form, (Some(&sorted), Vec::new())).await
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, invalid, id, &form, (None, notes)).await
        }
    }
}
