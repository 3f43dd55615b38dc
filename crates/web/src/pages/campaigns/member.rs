//! `/campaigns/members/{member}`: one member: their team, their shifts and hours, their certificate.

use super::{can, hours, own::ShiftLine, own::shift_line, team_name, unit_name};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, overview::file, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::campaigns::{certificate, member, place, remove, team_said};
use danvan_domain::{
    ids::MemberId,
    refusals::{FieldNote, Note},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/campaigns/member.html")]
struct MemberPage {
    shell: Shell,
    id: MemberId,
    name: String,
    facts: Vec<String>,
    back: (String, String),
    worked: String,
    has_worked: bool,
    shifts: Vec<ShiftLine>,
    /// What was typed of their team.
    team: String,
}

/// `GET /campaigns/members/{member}`.
pub(super) async fn show_member(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, MemberId(id), ("", Vec::new())).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: MemberId,
    (team, notes): (&str, Vec<FieldNote>),
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (it, own, shifts, worked) = member(house, asker, id).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let told = [
        own.as_ref().map_or_else(|| shell.say("campaign-waits"), |team| team_name(&shell, &facts, team)),
        can(&shell, &it.skills, &it.times),
        shell.of("campaign-way", it.way.word()),
    ];
    let back = match &own {
        Some(team) => (format!("/campaigns/teams/{}", team.id), team_name(&shell, &facts, team)),
        None => (format!("/campaigns/{}/communes/{}", it.campaign, it.unit), unit_name(&facts, it.unit)),
    };
    let page = MemberPage {
        id,
        name: if it.name.is_empty() { shell.say("campaign-forgotten") } else { it.name.clone() },
        facts: told.into_iter().filter(|fact| !fact.is_empty()).collect(),
        back,
        worked: shell.say_with(
            "campaign-worked",
            &[("shifts", worked.0.into()), ("hours", hours(&shell, worked.1).into())],
        ),
        has_worked: worked.0 > 0,
        shifts: shifts.iter().map(|own| shift_line(&shell, own, house.now())).collect(),
        team: team.to_owned(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /campaigns/members/{member}`: into a team, or off the roster.
pub(super) async fn act(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, MemberId(id));
    let (it, ..) = member(house, asker, id).await.map_err(sorry(&reader))?;
    let done = match form.get("act") {
        "place" => match team_said(house, asker, id, form.get("team")).await {
            Ok(team) => place(house, asker, id, team).await.map(|()| format!("/campaigns/members/{id}")),
            Err(failure) => Err(failure),
        },
        _ if form.ticked("sure") => remove(house, asker, id).await.map(|team| match team {
            Some(team) => format!("/campaigns/teams/{team}"),
            None => format!("/campaigns/{}/communes/{}", it.campaign, it.unit),
        }),
        _ => {
            let notes = vec![FieldNote::new("sure", Note::new("data-note-tick"))];
            return page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (form.get("team"), notes))
                .await;
        }
    };
    match done {
        Ok(to) => go(&to),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (form.get("team"), notes)).await
        }
    }
}

/// `POST /campaigns/members/{member}/certificate`: the certificate for Word; that it was written is an event.
pub(super) async fn write_certificate(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let kept = certificate(&site.house, &reader.visitor.asker, MemberId(id)).await.map_err(sorry(&reader))?;
    Ok(file(kept.kind, &kept.name, kept.bytes))
}
