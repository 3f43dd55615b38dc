//! Campaigns: the board, a commune's teams, one team with members, shifts and days, and whoever helps without an account.

mod board;
mod join;
mod log;
mod member;
mod own;
mod roster;
mod shift;
mod team;
mod teams;

use crate::{
    doors::{Doors, get, post},
    shell::Shell,
};
use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use danvan_actions::Facts;
use danvan_domain::{
    campaigns::{Team, Time, TypedMember, skill, skills},
    ids::UnitId,
    units::Quality,
};
use danvan_words::Language;

/// Every address of this room.
pub(super) fn routes() -> Doors {
    let own = Doors::new()
        .route("/campaigns/own/{code}", get(own::show_own).post(own::act))
        .around(|routes| routes.layer(middleware::from_fn(tell_nobody)));
    Doors::new()
        .route("/campaigns", get(board::show_list))
        .route("/campaigns/mine", get(team::show_mine))
        .route("/campaigns/{id}", get(board::show_board))
        .route("/campaigns/{id}/board/{file}", get(board::sheet))
        .route("/campaigns/{id}/communes/{unit}", get(board::show_commune))
        .route("/campaigns/{id}/teams/new", get(teams::fresh).post(teams::keep))
        .route("/campaigns/{id}/roster", get(roster::fresh).post(roster::bring))
        .route("/campaigns/{id}/join", get(join::fresh).post(join::keep))
        .route("/campaigns/teams/{team}", get(team::show_team))
        .route("/campaigns/teams/{team}/members", post(team::enrol_one))
        .route("/campaigns/teams/{team}/phones", post(team::show_phones))
        .route("/campaigns/teams/{team}/end", post(team::end))
        .route("/campaigns/teams/{team}/log", get(log::fresh).post(log::keep))
        .route("/campaigns/teams/{team}/shifts/new", get(shift::fresh).post(shift::keep))
        .route("/campaigns/shifts/{shift}", get(shift::show_shift))
        .route("/campaigns/shifts/{shift}/call", post(shift::call_some))
        .route("/campaigns/shifts/{shift}/answer", post(shift::answer_one))
        .route("/campaigns/shifts/{shift}/close", post(shift::close))
        .route("/campaigns/members/{member}", get(member::show_member).post(member::act))
        .route("/campaigns/members/{member}/certificate", post(member::write_certificate))
        .merge(own)
}

/// The address of a code opens what is kept of its holder, so that it is told to nobody.
async fn tell_nobody(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// A skill in the reader's language.
fn skill_name(language: Language, code: &str) -> String {
    skill(code).map_or(String::new(), |skill| {
        if language == Language::En { skill.en.clone() } else { skill.vi.clone() }
    })
}

/// A box to tick: value, label, whether it is ticked.
struct Tick {
    value: String,
    label: String,
    is_on: bool,
}

/// Skills and times as boxes to tick.
fn ticks(shell: &Shell, typed: &TypedMember) -> (Vec<Tick>, Vec<Tick>) {
    let skills = skills().iter().map(|skill| Tick {
        value: skill.code.clone(),
        label: skill_name(shell.language, &skill.code),
        is_on: typed.skills.contains(&skill.code),
    });
    let times = Time::ALL.iter().map(|time| Tick {
        value: time.word().to_owned(),
        label: shell.of("campaign-time", time.word()),
        is_on: typed.times.iter().any(|word| word == time.word()),
    });
    (skills.collect(), times.collect())
}

/// A member as a form sends them.
fn typed_member(form: &crate::form::Form) -> TypedMember {
    TypedMember {
        name: form.get("name").to_owned(),
        phone: form.get("phone").to_owned(),
        leads: form.ticked("leads"),
        skills: form.all("skills").map(str::to_owned).collect(),
        times: form.all("times").map(str::to_owned).collect(),
    }
}

/// What somebody can do and when, in words.
fn can(shell: &Shell, skills: &[String], times: &[Time]) -> String {
    let skills = skills.iter().map(|code| skill_name(shell.language, code));
    let times = times.iter().map(|time| shell.of("campaign-time", time.word()));
    skills.chain(times).collect::<Vec<_>>().join(" · ")
}

/// A team by its number and place.
fn team_name(shell: &Shell, facts: &Facts, team: &Team) -> String {
    let place = facts.tree.get(team.place).map_or("", |unit| unit.name.as_str());
    let number = [("number", team.number.into()), ("place", place.into())];
    shell.say_with("campaign-team-name", &number)
}

/// Minutes as hours, rounded to the half.
fn hours(shell: &Shell, minutes: i64) -> String {
    let halves = (minutes + 15) / 30;
    let text = shell.words.decimal(halves as f64 / 2.0, u8::from(halves % 2 != 0));
    shell.say_one("campaign-hours", "hours", text)
}

/// Why a number is not exact.
fn quality(shell: &Shell, quality: Quality) -> String {
    match quality {
        Quality::Exact | Quality::Whole => String::new(),
        other => shell.of("quality", other.word()),
    }
}

/// The name of a unit.
fn unit_name(facts: &Facts, unit: UnitId) -> String {
    crate::pages::cases::names::unit(facts, unit)
}
