//! `/campaigns/own/{code}`: what is kept of whoever helps, their shifts, and what they may do about both.

use super::{Tick, hours, team_name, ticks, typed_member, unit_name};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::asked, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::campaigns::{Own, answer_own, correct, leave, mine};
use danvan_domain::{
    campaigns::TypedMember,
    ids::ShiftId,
    refusals::{FieldNote, Note},
    time::Moment,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/campaigns/own.html")]
struct OwnPage {
    shell: Shell,
    code: String,
    is_new: bool,
    campaign: String,
    team: String,
    worked: String,
    shifts: Vec<ShiftLine>,
    name: String,
    phone: String,
    skills: Vec<Tick>,
    times: Vec<Tick>,
    /// When they agreed, and to which words.
    agreed: Vec<(String, String)>,
    /// When the telephones of their team were read, and at which office.
    readings: Vec<(String, String)>,
}

/// What whoever left is told.
#[derive(Template)]
#[template(path = "pages/campaigns/left.html")]
struct LeftPage {
    shell: Shell,
}

/// A shift as whoever was called sees it.
pub(super) struct ShiftLine {
    pub(super) id: ShiftId,
    pub(super) what: String,
    pub(super) when: String,
    pub(super) state: String,
    pub(super) may_answer: bool,
}

pub(super) fn shift_line(shell: &Shell, own: &Own, now: Moment) -> ShiftLine {
    let state = match (own.minutes, own.answer) {
        (Some(0), _) => shell.say("campaign-was-absent"),
        (Some(minutes), _) => hours(shell, minutes),
        (None, Some(answer)) => shell.of("campaign-answer", answer.word()),
        (None, None) => shell.say("campaign-no-answer"),
    };
    ShiftLine {
        id: own.shift,
        what: own.what.clone(),
        when: super::shift::when(shell, own.span),
        state,
        may_answer: !own.is_closed && now < own.span.to,
    }
}

/// `GET /campaigns/own/{code}`.
pub(super) async fn show_own(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    page(&site, &reader, StatusCode::OK, &code, (None, Vec::new())).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    code: &str,
    (form, notes): (Option<&Form>, Vec<FieldNote>),
) -> Answered {
    let house = &site.house;
    let found = mine(house, code, &reader.address).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let kept = TypedMember {
        name: found.member.name.clone(),
        phone: found.member.phone.clone(),
        leads: found.member.leads,
        skills: found.member.skills.clone(),
        times: found.member.times.iter().map(|time| time.word().to_owned()).collect(),
    };
    let typed = form.map_or(kept, typed_member);
    let (skills, times) = ticks(&shell, &typed);
    let agreed = found
        .consents
        .iter()
        .map(|consent| (shell.words.moment(Moment::from_micros(consent.given_at)), consent.words.clone()));
    let readings = found.readings.iter().map(|(at, office)| {
        let office = office.map(|unit| unit_name(&facts, unit)).unwrap_or_default();
        (shell.words.moment(*at), office)
    });
    let page = OwnPage {
        readings: readings.collect(),
        code: found.member.receipt.clone().unwrap_or_default(),
        is_new: asked(reader).filled("new").is_some(),
        campaign: found.campaign.content.title.clone(),
        team: found.team.as_ref().map(|team| team_name(&shell, &facts, team)).unwrap_or_default(),
        worked: shell.say_with(
            "campaign-worked",
            &[("shifts", found.worked.0.into()), ("hours", hours(&shell, found.worked.1).into())],
        ),
        shifts: found.shifts.iter().map(|own| shift_line(&shell, own, house.now())).collect(),
        name: typed.name,
        phone: typed.phone,
        skills,
        times,
        agreed: agreed.collect(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /campaigns/own/{code}`: answers a call, corrects, or leaves.
pub(super) async fn act(
    State(site): State<Site>,
    reader: Reader,
    Path(code): Path<String>,
    form: Form,
) -> Answered {
    let (house, from) = (&site.house, reader.address.as_str());
    let here = format!("/campaigns/own/{code}");
    let done = match form.get("act") {
        "answer" => {
            let shift = ShiftId(Uuid::parse_str(form.get("shift")).unwrap_or_default());
            answer_own(house, &code, from, shift, form.get("answer")).await.map(|()| here)
        }
        "correct" => correct(house, &code, from, &typed_member(&form)).await.map(|()| here),
        "leave" if form.ticked("sure") => match leave(house, &code, from).await {
            Ok(()) => return show(&reader, &LeftPage { shell: shell(&site, &reader) }),
            Err(failure) => Err(failure),
        },
        _ => {
            let notes = vec![FieldNote::new("sure", Note::new("data-note-tick"))];
            return page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &code, (None, notes)).await;
        }
    };
    match done {
        Ok(to) => go(&to),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let form = (form.get("act") == "correct").then_some(&form);
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &code, (form, notes)).await
        }
    }
}
