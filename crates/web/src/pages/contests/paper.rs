//! `/contests/rounds/{id}/paper`: points kept for a judge: from paper before a witness, late, or counted again.

use super::sheet::{PointsRow, rows, typed};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered, go,
        letters::{asked, named},
        notes_of, shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::contests::{TypedFor, mark_for, round};
use danvan_domain::{
    contests::{Seat, Way},
    ids::{ContestTeamId, MarkId, RoundId},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/contests/paper.html")]
struct PaperPage {
    shell: Shell,
    id: RoundId,
    own: String,
    name: String,
    parts: Vec<Choice>,
    teams: Vec<Choice>,
    judges: Vec<Choice>,
    ways: Vec<Choice>,
    /// The part whose sheet is shown.
    part: String,
    rows: Vec<PointsRow>,
    witness: String,
    reason: String,
}

/// `GET /contests/rounds/{id}/paper?part=`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let form = asked(&reader);
    page(&site, &reader, StatusCode::OK, RoundId(id), &form, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: RoundId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = round(house, asker, id).await.map_err(sorry(reader))?;
    if !matches!(found.seat, Some(Seat::Head | Seat::Secretary)) {
        return Err(Sorry::lost(reader.language));
    }
    let shell = shell(site, reader).with_notes(notes);
    let rules = &found.contest.rules;
    let part = rules.part(form.get("part")).or_else(|| rules.parts.first());
    let Some(part) = part else { return Err(Sorry::lost(reader.language)) };
    let ways: &[Way] =
        if found.seat == Some(Seat::Head) { &[Way::Paper, Way::Late, Way::Recount] } else { &[Way::Paper] };
    let team = |(id, _): &(ContestTeamId, i64)| {
        let name = found.teams.iter().find(|team| team.id == *id)?.name.clone();
        Some(Choice::new(id.to_string(), name, form.get("team")))
    };
    let judges = found.results.jury.iter().filter(|juror| juror.seat.gives_points());
    let page = PaperPage {
        id,
        own: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        name: found.round.name.clone(),
        parts: rules
            .parts
            .iter()
            .map(|one| Choice::new(one.code.clone(), named(&shell, &one.name), &part.code))
            .collect(),
        teams: found.places.iter().filter_map(team).collect(),
        judges: judges
            .map(|one| Choice::new(one.person.to_string(), one.name.clone(), form.get("judge")))
            .collect(),
        ways: ways
            .iter()
            .map(|way| Choice::new(way.word(), shell.of("contest-way", way.word()), form.get("way")))
            .collect(),
        part: part.code.clone(),
        rows: rows(&shell, part, form, None),
        witness: form.get("witness").to_owned(),
        reason: form.get("reason").to_owned(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /contests/rounds/{id}/paper`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, RoundId(id));
    let found = round(house, asker, id).await.map_err(sorry(&reader))?;
    let team = ContestTeamId(form.get("team").parse().unwrap_or(Uuid::nil()));
    let Some(part) = found.contest.rules.part(form.get("part")) else {
        return Err(Sorry::lost(reader.language));
    };
    let of = TypedFor {
        judge: form.get("judge").to_owned(),
        way: form.get("way").to_owned(),
        witness: form.get("witness").to_owned(),
    };
    let own = MarkId(form.get("id").parse().unwrap_or(Uuid::nil()));
    match mark_for(house, asker, (id, team, &part.code), own, &of, &typed(part, &form)).await {
        Ok(()) => go(&format!("/contests/rounds/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, &form, notes).await
        }
    }
}
