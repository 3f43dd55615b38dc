//! `/contests/{id}`: its rules, rounds and teams; whoever holds it adds to them here.

use super::{RoundLine, new::rules_told, round_line};
use crate::{
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        go,
        letters::{choices, named},
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
use danvan_actions::contests::{add_round, add_team, one};
use danvan_domain::{
    contests::{Tier, TypedRound, TypedTeam},
    ids::{ContestId, ContestTeamId, RoundId},
    refusals::FieldNote,
    text::in_order,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/contests/show.html")]
struct ShowPage {
    shell: Shell,
    id: ContestId,
    title: String,
    facts: Vec<String>,
    rules: String,
    told: Vec<String>,
    rounds: Vec<RoundLine>,
    /// Name and unit.
    teams: Vec<(String, String)>,
    may_lead: bool,
    is_over: bool,
    /// Fresh ids for a team and a round.
    fresh: [String; 2],
    units: Vec<Choice>,
    tiers: Vec<Choice>,
    /// Name of the team; name, day, and how many go on, of the round.
    typed: [String; 4],
}

/// `GET /contests/{id}`.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ContestId(id), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ContestId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let found = one(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let it = &found.it;
    let mut told = vec![shell.say_one("contest-held-by", "unit", names::unit(&facts, it.unit).as_str())];
    if !it.plan.is_empty() {
        told.push(shell.say_one("contest-plan-of", "plan", it.plan.as_str()));
    }
    let mut units: Vec<_> = found.units.iter().map(|unit| (names::unit(&facts, *unit), *unit)).collect();
    units.sort_by_cached_key(|(name, _)| in_order(name));
    let is = |what: &str| form.get("do") == what;
    let again = |what: &str, name: &str| if is(what) { form.get(name).to_owned() } else { String::new() };
    let fresh_id = |what: &str| {
        form.filled("id").filter(|_| is(what)).map_or_else(|| house.new_id().to_string(), str::to_owned)
    };
    let page = ShowPage {
        id,
        title: it.title.clone(),
        facts: told,
        rules: named(&shell, &it.rules.name),
        told: rules_told(&shell, &it.rules),
        rounds: found.rounds.iter().map(|round| round_line(&shell, round, round.name.clone())).collect(),
        teams: found.teams.iter().map(|team| (team.name.clone(), names::unit(&facts, team.unit))).collect(),
        may_lead: found.may_lead,
        is_over: it.ended_at.is_some(),
        fresh: [fresh_id("team"), fresh_id("round")],
        units: units
            .into_iter()
            .map(|(name, unit)| Choice::new(unit.to_string(), name, form.get("unit")))
            .collect(),
        tiers: choices(&shell, "contest-tier", Tier::ALL, Tier::word, form.get("tier")),
        typed: [
            again("team", "name"),
            again("round", "name"),
            again("round", "held_on"),
            again("round", "go_on"),
        ],
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /contests/{id}`: a team or a round.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, of) = (&site.house, &reader.visitor.asker, ContestId(id));
    let id = form.get("id").parse().unwrap_or(Uuid::nil());
    let done = if form.get("do") == "round" {
        let typed = TypedRound {
            tier: form.get("tier").to_owned(),
            name: form.get("name").to_owned(),
            held_on: form.day("held_on"),
            go_on: form.get("go_on").to_owned(),
        };
        add_round(house, asker, (of, RoundId(id)), &typed).await
    } else {
        let typed = TypedTeam { name: form.get("name").to_owned() };
        add_team(house, asker, (of, ContestTeamId(id)), form.get("unit"), &typed).await
    };
    match done {
        Ok(()) => go(&format!("/contests/{of}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, of, &form, notes).await
        }
    }
}
