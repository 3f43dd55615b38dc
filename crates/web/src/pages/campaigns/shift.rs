//! `/campaigns/shifts/{shift}`: who is called, who comes, who was there, what is handed over.

use super::{can, hours, skill_name, team_name};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::campaigns::{OpenedShift, Worked, answer_for, call, hand_over, make_shift, shift, team};
use danvan_domain::{
    campaigns::{Need, Span, TypedShift, skills},
    ids::{MemberId, ShiftId, TeamId},
    refusals::FieldNote,
};
use uuid::Uuid;

/// How many needs a form takes.
const NEEDS: usize = 3;

/// When something is: `8/10/2026, 7:30 – 11:30`.
pub(super) fn when(shell: &Shell, span: Span) -> String {
    let words = shell.words;
    format!("{}, {} – {}", words.day(span.from.day()), words.time(span.from), words.time(span.to))
}

#[derive(Template)]
#[template(path = "pages/campaigns/shift_new.html")]
struct NewPage {
    shell: Shell,
    team: TeamId,
    sent: String,
    name: String,
    /// What, day, from, to.
    typed: [String; 4],
    /// Names of the fields of skill and number, the skills, the number.
    needs: Vec<(String, String, Vec<Choice>, String)>,
}

/// `GET /campaigns/teams/{team}/shifts/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    new_page(&site, &reader, StatusCode::OK, TeamId(id), &Form::default(), Vec::new()).await
}

async fn new_page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: TeamId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = team(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_keep {
        return Err(Sorry::lost(reader.language));
    }
    let shell = shell(site, reader).with_notes(notes);
    let need = |at: usize| {
        let names = (format!("skill-{at}"), format!("many-{at}"));
        let choices = skills().iter().map(|skill| {
            let name = skill_name(shell.language, &skill.code);
            Choice::new(skill.code.clone(), name, form.get(&names.0))
        });
        let (choices, many) = (choices.collect(), form.get(&names.1).to_owned());
        (names.0, names.1, choices, many)
    };
    let page = NewPage {
        team: id,
        sent: form.filled("id").map_or_else(|| site.house.new_id().to_string(), str::to_owned),
        name: team_name(&shell, &site.house.facts(), &found.team),
        typed: ["what", "day", "begins", "ends"].map(|name| form.get(name).to_owned()),
        needs: (1..=NEEDS).map(need).collect(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /campaigns/teams/{team}/shifts/new`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let team = TeamId(id);
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedShift {
        what: text("what"),
        day: form.day("day"),
        from: text("begins"),
        to: text("ends"),
        needs: (1..=NEEDS).map(|at| (text(&format!("skill-{at}")), text(&format!("many-{at}")))).collect(),
    };
    let own = ShiftId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    match make_shift(&site.house, &reader.visitor.asker, (own, team), &typed).await {
        Ok(shift) => go(&format!("/campaigns/shifts/{shift}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            new_page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, team, &form, notes).await
        }
    }
}

#[derive(Template)]
#[template(path = "pages/campaigns/shift.html")]
struct ShiftPage {
    shell: Shell,
    id: ShiftId,
    what: String,
    when: String,
    team: String,
    team_href: String,
    needs: String,
    open: String,
    called: Vec<Called>,
    others: Vec<Other>,
    is_closed: bool,
    may_close: bool,
    handover: String,
    most: i64,
}

/// Somebody who was called.
struct Called {
    id: MemberId,
    name: String,
    state: String,
    class: &'static str,
    /// Field of their minutes, and what stands in it.
    minutes: (String, String),
    was_there: bool,
    error: String,
}

/// Somebody who may be called, or why not.
struct Other {
    id: MemberId,
    name: String,
    facts: String,
    hours: String,
    refused: String,
    is_chosen: bool,
}

/// `GET /campaigns/shifts/{shift}`.
pub(super) async fn show_shift(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ShiftId(id), (None, Vec::new())).await
}

fn needs(shell: &Shell, all: &[Need]) -> String {
    let one = |need: &Need| {
        let what = need
            .skill
            .as_ref()
            .map_or_else(|| shell.say("campaign-anybody"), |code| skill_name(shell.language, code));
        format!("{} {what}", need.many)
    };
    all.iter().map(one).collect::<Vec<_>>().join(" · ")
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ShiftId,
    (form, notes): (Option<&Form>, Vec<FieldNote>),
) -> Answered {
    let house = &site.house;
    let found = shift(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let OpenedShift { shift: it, team, people, open, most_hours, .. } = &found;
    let blank = Form::default();
    let form = form.unwrap_or(&blank);
    let page = ShiftPage {
        id,
        what: it.what.clone(),
        when: when(&shell, it.span()),
        team: team_name(&shell, &house.facts(), team),
        team_href: format!("/campaigns/teams/{}", team.id),
        needs: needs(&shell, &it.needs),
        open: needs(&shell, open),
        called: people.iter().filter_map(|one| called(&shell, form, one)).collect(),
        others: people
            .iter()
            .filter(|one| one.call.is_none() && it.closed_at.is_none())
            .map(|one| other(&shell, form, one))
            .collect(),
        is_closed: it.closed_at.is_some(),
        may_close: it.closed_at.is_none() && it.from <= house.now(),
        handover: if it.closed_at.is_some() { it.handover.clone() } else { form.get("handover").to_owned() },
        most: *most_hours,
        shell,
    };
    show_with(reader, status, &page)
}

fn called(shell: &Shell, form: &Form, one: &Worked) -> Option<Called> {
    let call = one.call.as_ref()?;
    let (state, class) = match (call.minutes, call.answer) {
        (Some(0), _) => (shell.say("campaign-was-absent"), "due"),
        (Some(minutes), _) => (hours(shell, minutes), "due well"),
        (None, Some(answer)) => {
            let class = if answer == danvan_domain::campaigns::Answer::Yes { "due well" } else { "due late" };
            (shell.of("campaign-answer", answer.word()), class)
        }
        (None, None) => (shell.say("campaign-no-answer"), "due soon"),
    };
    let field = format!("minutes-{}", one.member.id);
    let typed = form.get(&field).to_owned();
    Some(Called {
        id: one.member.id,
        name: one.member.name.clone(),
        state,
        class,
        was_there: form.given("handover").is_none() || form.ticked(&format!("there-{}", one.member.id)),
        error: shell.error(&field).unwrap_or_default(),
        minutes: (field, typed),
    })
}

fn other(shell: &Shell, form: &Form, one: &Worked) -> Other {
    let id = one.member.id.to_string();
    Other {
        id: one.member.id,
        name: one.member.name.clone(),
        facts: can(shell, &one.member.skills, &one.member.times),
        hours: hours(shell, one.minutes),
        refused: one.refused.as_ref().map(|note| shell.note(note)).unwrap_or_default(),
        is_chosen: form.all("call").any(|chosen| chosen == id),
    }
}

async fn done(
    site: &Site,
    reader: &Reader,
    id: ShiftId,
    form: &Form,
    done: danvan_actions::Done<()>,
) -> Answered {
    match done {
        Ok(()) => go(&format!("/campaigns/shifts/{id}")),
        Err(failure) => {
            let notes = notes_of(reader, failure)?;
            page(site, reader, StatusCode::UNPROCESSABLE_ENTITY, id, (Some(form), notes)).await
        }
    }
}

/// `POST /campaigns/shifts/{shift}/call`.
pub(super) async fn call_some(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ShiftId(id);
    let members: Vec<MemberId> = form.all("call").filter_map(|said| said.parse().ok()).collect();
    let called = call(&site.house, &reader.visitor.asker, id, &members).await.map(drop);
    done(&site, &reader, id, &form, called).await
}

/// `POST /campaigns/shifts/{shift}/answer`: an officer notes what somebody answered on the telephone.
pub(super) async fn answer_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ShiftId(id);
    let member = MemberId(Uuid::parse_str(form.get("member")).unwrap_or_default());
    let answered = answer_for(&site.house, &reader.visitor.asker, (id, member), form.get("answer")).await;
    done(&site, &reader, id, &form, answered).await
}

/// `POST /campaigns/shifts/{shift}/close`.
pub(super) async fn close(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ShiftId(id);
    let found = shift(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    let there = found.people.iter().filter(|one| one.call.is_some()).map(|one| one.member.id);
    let there = there.filter(|member| form.ticked(&format!("there-{member}")));
    let there: Vec<(MemberId, String)> =
        there.map(|member| (member, form.get(&format!("minutes-{member}")).to_owned())).collect();
    let closed = hand_over(&site.house, &reader.visitor.asker, id, &there, form.get("handover")).await;
    done(&site, &reader, id, &form, closed).await
}
