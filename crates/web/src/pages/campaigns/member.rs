//! `/campaigns/members/{member}`: one member: their team, their shifts and hours, their certificate.

use super::{Tick, can, hours, own::ShiftLine, own::shift_line, team_name, ticks, typed_member, unit_name};
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
use danvan_actions::{
    campaigns::{certificate, correct_for, member, place, remove, team_said},
    documents::Format,
};
use danvan_domain::{
    campaigns::{TypedMember, Way},
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
    /// Whether an office corrects what is kept: whoever came by themselves does it by their code.
    may_correct: bool,
    typed: TypedMember,
    skills: Vec<Tick>,
    times: Vec<Tick>,
}

/// `GET /campaigns/members/{member}`.
pub(super) async fn show_member(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, MemberId(id), (None, Vec::new())).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: MemberId,
    (form, notes): (Option<&Form>, Vec<FieldNote>),
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (it, own, shifts, worked) = member(house, asker, id).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    // Their telephone is shown only where the reading of it is noted.
    let kept = TypedMember {
        name: it.name.clone(),
        phone: String::new(),
        leads: it.leads,
        skills: it.skills.clone(),
        times: it.times.iter().map(|time| time.word().to_owned()).collect(),
    };
    let typed = form.filter(|form| form.get("act") == "correct").map_or(kept, typed_member);
    let (skills, times) = ticks(&shell, &typed);
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
        team: form.map(|form| form.get("team").to_owned()).unwrap_or_default(),
        may_correct: it.way != Way::Own && !it.name.is_empty(),
        typed,
        skills,
        times,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /campaigns/members/{member}`: into a team, corrected, or off the roster.
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
        "correct" => correct_for(house, asker, id, &typed_member(&form))
            .await
            .map(|()| format!("/campaigns/members/{id}")),
        _ if form.ticked("sure") => remove(house, asker, id).await.map(|team| match team {
            Some(team) => format!("/campaigns/teams/{team}"),
            None => format!("/campaigns/{}/communes/{}", it.campaign, it.unit),
        }),
        _ => {
            let notes = vec![FieldNote::new("sure", Note::new("data-note-tick"))];
            return page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (Some(&form), notes)).await;
        }
    };
    match done {
        Ok(to) => go(&to),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (Some(&form), notes)).await
        }
    }
}

/// `POST /campaigns/members/{member}/certificate`: the certificate for Word or as PDF; that it was written is an event.
pub(super) async fn write_certificate(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let format = if form.get("as") == "pdf" { Format::Pdf } else { Format::Docx };
    let kept = certificate(&site.house, &reader.visitor.asker, MemberId(id), format).await;
    let kept = kept.map_err(sorry(&reader))?;
    Ok(file(kept.kind, &kept.name, kept.bytes))
}
