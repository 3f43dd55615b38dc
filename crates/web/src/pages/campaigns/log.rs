//! `/campaigns/teams/{team}/log`: what a team did on a day, for a phone: two numbers, and needs that go to whoever must act.

use super::team_name;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, letters::choices, notes_of, shell, show, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::campaigns::{TypedNeed, log, team};
use danvan_domain::{
    campaigns::{MOST_NEEDS, TypedLog},
    ids::TeamId,
    observations::HowMany,
    refusals::FieldNote,
    topics::ALL,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/campaigns/log.html")]
struct LogPage {
    shell: Shell,
    id: TeamId,
    name: String,
    campaign: String,
    /// Day, households, people, words.
    typed: [String; 4],
    today: String,
    needs: Vec<NeedFields>,
}

/// The fields of one need, each by its own name.
struct NeedFields {
    number: usize,
    id: String,
    case: String,
    topics: Vec<Choice>,
    people: Vec<Choice>,
    what: String,
    wants_answer: bool,
    is_open: bool,
    /// Names of its fields: topic, how many, words, answer.
    names: [String; 4],
}

/// The slips of several who want an answer.
#[derive(Template)]
#[template(path = "pages/campaigns/slips.html")]
struct SlipsPage {
    shell: Shell,
    id: TeamId,
    receipts: Vec<String>,
}

/// `GET /campaigns/teams/{team}/log`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, TeamId(id), (None, Vec::new())).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: TeamId,
    (form, notes): (Option<&Form>, Vec<FieldNote>),
) -> Answered {
    let house = &site.house;
    let found = team(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_log {
        return Err(Sorry::lost(reader.language));
    }
    let (shell, facts, today) = (shell(site, reader).with_notes(notes), house.facts(), house.today());
    let blank = Form::default();
    let form = form.unwrap_or(&blank);
    // What was told of today stands there, so that it is mended and not typed again.
    let before = found.logs.iter().find(|log| log.day == today).filter(|_| form.given("visited").is_none());
    let typed = match before {
        Some(log) => [String::new(), log.visited.to_string(), log.helped.to_string(), log.words.clone()],
        None => ["day", "visited", "helped", "words"].map(|name| form.get(name).to_owned()),
    };
    let needs = (1..=MOST_NEEDS).map(|number| need(site, &shell, form, number));
    let page = LogPage {
        id,
        name: team_name(&shell, &facts, &found.team),
        campaign: found.campaign.content.title.clone(),
        typed,
        today: shell.words.day(today),
        needs: needs.collect(),
        shell,
    };
    show_with(reader, status, &page)
}

fn need(site: &Site, shell: &Shell, form: &Form, number: usize) -> NeedFields {
    let facts = site.house.facts();
    let names = ["topic", "how_many", "need", "answer"].map(|name| format!("{name}-{number}"));
    let kept = |name: &str| {
        let said = form.filled(&format!("{name}-{number}")).map(str::to_owned);
        said.unwrap_or_else(|| site.house.new_id().to_string())
    };
    let topics = facts
        .topics
        .children(ALL)
        .flat_map(|top| std::iter::once(top).chain(facts.topics.children(&top.code)).collect::<Vec<_>>());
    let topics = topics.map(|topic| {
        Choice::new(
            topic.code.clone(),
            names::topic(&facts, &topic.code, shell.language),
            form.get(&names[0]),
        )
    });
    NeedFields {
        number,
        id: kept("id"),
        case: kept("case"),
        topics: topics.collect(),
        people: choices(shell, "people", HowMany::ALL, HowMany::word, form.get(&names[1])),
        what: form.get(&names[2]).to_owned(),
        wants_answer: form.ticked(&names[3]),
        is_open: form.filled(&names[0]).is_some() || form.filled(&names[2]).is_some(),
        names,
    }
}

/// `POST /campaigns/teams/{team}/log`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = TeamId(id);
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedLog {
        day: form.day("day"),
        visited: text("visited"),
        helped: text("helped"),
        words: text("words"),
    };
    let needs = (1..=MOST_NEEDS).filter_map(|number| {
        let field = |name: &str| form.get(&format!("{name}-{number}")).to_owned();
        let is_blank = field("topic").is_empty() && field("need").trim().is_empty();
        (!is_blank).then(|| TypedNeed {
            id: Uuid::parse_str(&field("id")).ok(),
            case: Uuid::parse_str(&field("case")).ok(),
            topic: field("topic"),
            how_many: field("how_many"),
            what: field("need"),
            wants_answer: form.ticked(&format!("answer-{number}")),
            language: reader.language.word().to_owned(),
        })
    });
    let needs: Vec<TypedNeed> = needs.collect();
    match log(&site.house, &reader.visitor.asker, id, &typed, needs).await {
        // Whoever asked gets the receipt shown or printed.
        Ok(logged) => match &logged.cases[..] {
            [] => go(&format!("/campaigns/teams/{id}")),
            [case] => go(&format!("/receipts/{}/slip", case.receipt)),
            cases => {
                let receipts = cases.iter().map(|case| case.receipt.clone()).collect();
                show(&reader, &SlipsPage { id, receipts, shell: shell(&site, &reader) })
            }
        },
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (Some(&form), notes)).await
        }
    }
}
