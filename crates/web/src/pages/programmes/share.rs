//! `/programmes/commitments/{id}/share`: who gets a part, and how large a one.

use super::{aim, board::lost};
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
use danvan_actions::programmes::{Seen, TypedSharing, one, share, units_below};
use danvan_domain::{
    ids::CommitmentId,
    programmes::{Sharing, left},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/share.html")]
struct SharePage {
    shell: Shell,
    id: CommitmentId,
    what: String,
    aim: String,
    left: Option<String>,
    sharings: Vec<Choice>,
    portion: String,
    units: Vec<Candidate>,
}

struct Candidate {
    id: String,
    name: String,
    target: String,
    is_chosen: bool,
}

/// `GET /programmes/commitments/{id}/share`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, CommitmentId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: CommitmentId,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let found: Seen = one(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_share {
        return Err(lost(reader));
    }
    let of = &found.now.commitment;
    let facts = house.facts();
    let shell = shell(site, reader).with_notes(notes);
    let units = units_below(house, of).await.map_err(sorry(reader))?;
    let text = |name: &str| form.map(|form| form.get(name).to_owned()).unwrap_or_default();
    let chosen: Vec<&str> = form.iter().flat_map(|form| form.all("unit")).collect();
    let candidate = |unit: danvan_domain::ids::UnitId| {
        let said = unit.to_string();
        Candidate {
            name: names::unit(&facts, unit),
            target: text(&format!("target-{unit}")),
            // At first everybody below gets a part, and whoever shares it out keeps none.
            is_chosen: form.map_or(unit != of.unit, |_| chosen.contains(&said.as_str())),
            id: said,
        }
    };
    let targets: Vec<i64> = found.below.iter().map(|it| it.indicator.target).collect();
    let sharing = text("sharing");
    let page = SharePage {
        id,
        what: of.what.clone(),
        aim: aim(&shell, &of.indicator, of.rhythm),
        left: left(&of.indicator, &targets).map(|left| super::number(shell.words, &of.indicator, left)),
        sharings: choices(
            &shell,
            "programme-sharing",
            Sharing::ALL,
            Sharing::word,
            if sharing.is_empty() { "equal" } else { &sharing },
        ),
        portion: text("portion"),
        units: units.into_iter().map(candidate).collect(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /programmes/commitments/{id}/share`.
pub(super) async fn give(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = CommitmentId(id);
    let units: Vec<String> = form.all("unit").map(str::to_owned).collect();
    let target = |unit: &String| form.get(&format!("target-{unit}")).to_owned();
    let typed = TypedSharing {
        sharing: form.get("sharing").to_owned(),
        amount: form.get("portion").to_owned(),
        targets: units.iter().map(target).collect(),
        units,
    };
    match share(&site.house, &reader.visitor.asker, id, &typed).await {
        Ok(_) => go(&format!("/programmes/commitments/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(&form), notes).await
        }
    }
}
