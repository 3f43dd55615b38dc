//! `/campaigns/teams/{team}`: its members, shifts and days; how to reach them; and one's own teams.

use super::{Tick, board::own_line, can, team_name, ticks, typed_member, unit_name};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::campaigns::{Opened, end_team, enrol, my_teams, phones, team};
use danvan_domain::{
    campaigns::{Log, Member, Shift},
    ids::{MemberId, TeamId},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/campaigns/team.html")]
struct TeamPage {
    shell: Shell,
    id: TeamId,
    sent: String,
    name: String,
    campaign: String,
    campaign_href: String,
    commune: String,
    commune_href: String,
    facts: Vec<String>,
    ended: String,
    members: Vec<MemberLine>,
    has_phones: bool,
    shifts: Vec<(String, String, String)>,
    more_shifts: bool,
    logs: Vec<LogLine>,
    may_keep: bool,
    may_log: bool,
    typed: (String, String, bool),
    skills: Vec<Tick>,
    times: Vec<Tick>,
    reason: String,
}

struct MemberLine {
    href: String,
    name: String,
    leads: bool,
    facts: String,
    phone: String,
}

struct LogLine {
    day: String,
    told: String,
    words: String,
}

/// `GET /campaigns/teams/{team}`.
pub(super) async fn show_team(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let found = team(&site.house, &reader.visitor.asker, TeamId(id)).await.map_err(sorry(&reader))?;
    page(&site, &reader, StatusCode::OK, &found, (None, Vec::new(), None))
}

/// What is shown beside the team itself: a form that came back, its notes, members with their telephones.
type Beside<'a> = (Option<&'a Form>, Vec<FieldNote>, Option<&'a [Member]>);

fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    found: &Opened,
    (form, notes, reached): Beside<'_>,
) -> Answered {
    let (house, facts) = (&site.house, site.house.facts());
    let shell = shell(site, reader).with_notes(notes);
    let it = &found.team;
    let blank = Form::default();
    let typed = typed_member(form.unwrap_or(&blank));
    let (skills, times) = ticks(&shell, &typed);
    let mut told = vec![
        shell.say_count("campaign-households", it.households),
        shell.say_count("campaign-members", it.members),
    ];
    if !it.covers.is_empty() {
        told.insert(0, it.covers.clone());
    }
    let sent = form.and_then(|form| form.filled("id")).map(str::to_owned);
    let page = TeamPage {
        id: it.id,
        sent: sent.unwrap_or_else(|| house.new_id().to_string()),
        name: team_name(&shell, &facts, it),
        campaign: found.campaign.content.title.clone(),
        campaign_href: format!("/campaigns/{}", it.campaign),
        commune: unit_name(&facts, it.unit),
        commune_href: format!("/campaigns/{}/communes/{}", it.campaign, it.unit),
        facts: told,
        ended: it.ended_at.map(|_| it.end_reason.clone()).unwrap_or_default(),
        members: reached
            .unwrap_or(&found.members)
            .iter()
            .map(|one| line(&shell, one, reached.is_some()))
            .collect(),
        has_phones: reached.is_some(),
        shifts: found.shifts.iter().map(|one| shift_line(&shell, one)).collect(),
        more_shifts: found.more_shifts,
        logs: found.logs.iter().map(|one| log_line(&shell, one)).collect(),
        may_keep: found.may_keep && it.ended_at.is_none(),
        may_log: found.may_log && it.ended_at.is_none(),
        typed: (typed.name, typed.phone, typed.leads),
        skills,
        times,
        reason: form.map(|form| form.get("reason").to_owned()).unwrap_or_default(),
        shell,
    };
    show_with(reader, status, &page)
}

fn line(shell: &Shell, one: &Member, with_phone: bool) -> MemberLine {
    MemberLine {
        href: format!("/campaigns/members/{}", one.id),
        name: if one.name.is_empty() { shell.say("campaign-forgotten") } else { one.name.clone() },
        leads: one.leads,
        facts: can(shell, &one.skills, &one.times),
        phone: if with_phone { one.phone.clone() } else { String::new() },
    }
}

fn shift_line(shell: &Shell, one: &Shift) -> (String, String, String) {
    let when = super::shift::when(shell, one.span());
    let state = if one.closed_at.is_some() { shell.say("campaign-shift-is-closed") } else { String::new() };
    (format!("/campaigns/shifts/{}", one.id), one.what.clone(), [when, state].join(" ").trim().to_owned())
}

fn log_line(shell: &Shell, one: &Log) -> LogLine {
    let values =
        [("visited", one.visited.into()), ("helped", one.helped.into()), ("needs", one.needs.into())];
    LogLine {
        day: shell.words.day(one.day),
        told: shell.say_with("campaign-log-told", &values),
        words: one.words.clone(),
    }
}

/// `POST /campaigns/teams/{team}/members`.
pub(super) async fn enrol_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, TeamId(id));
    let own = MemberId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    match enrol(house, asker, (own, id), &typed_member(&form)).await {
        Ok(_) => go(&format!("/campaigns/teams/{id}")),
        Err(failure) => back(&site, &reader, id, &form, failure).await,
    }
}

async fn back(
    site: &Site,
    reader: &Reader,
    id: TeamId,
    form: &Form,
    failure: danvan_actions::Failure,
) -> Answered {
    let notes = notes_of(reader, failure)?;
    let found = team(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    page(site, reader, StatusCode::UNPROCESSABLE_ENTITY, &found, (Some(form), notes, None))
}

/// `POST /campaigns/teams/{team}/phones`: how to reach its members; that somebody read it is an event.
pub(super) async fn show_phones(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, TeamId(id));
    let (_, members) = phones(house, asker, id).await.map_err(sorry(&reader))?;
    let found = team(house, asker, id).await.map_err(sorry(&reader))?;
    page(&site, &reader, StatusCode::OK, &found, (None, Vec::new(), Some(&members)))
}

/// `POST /campaigns/teams/{team}/end`.
pub(super) async fn end(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = TeamId(id);
    match end_team(&site.house, &reader.visitor.asker, id, form.get("reason")).await {
        Ok(()) => go(&format!("/campaigns/teams/{id}")),
        Err(failure) => back(&site, &reader, id, &form, failure).await,
    }
}

#[derive(Template)]
#[template(path = "pages/campaigns/mine.html")]
struct MinePage {
    shell: Shell,
    /// Address of the log, name, facts, last log, class.
    teams: Vec<(String, String, String, String, &'static str)>,
}

/// `GET /campaigns/mine`: the teams whose days the reader writes down.
pub(super) async fn show_mine(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = my_teams(house, asker).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let page = MinePage {
        teams: found.iter().map(|one| own_line(&shell, &facts, one, house.today())).collect(),
        shell,
    };
    show(&reader, &page)
}
