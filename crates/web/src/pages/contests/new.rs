//! `/contests/new`: a contest and its rules.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::named, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{Failure, contests::make};
use danvan_domain::{
    contests::{Rules, TypedContest, known_rules, points_text},
    ids::ContestId,
    refusals::FieldNote,
    rights::Verb,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/contests/new.html")]
struct NewPage {
    shell: Shell,
    id: String,
    title: String,
    plan: String,
    rules: Vec<Choice>,
    /// What each of the rules says, in sentences.
    told: Vec<(String, Vec<String>)>,
}

/// What rules say, a sentence each.
pub(super) fn rules_told(shell: &Shell, rules: &Rules) -> Vec<String> {
    let mut told = Vec::new();
    for part in &rules.parts {
        let criteria: Vec<String> =
            part.criteria.iter().map(|one| format!("{} ({})", named(shell, &one.name), one.points)).collect();
        let mut line = format!("{}: {}", named(shell, &part.name), criteria.join(", "));
        if part.weight != 100 {
            line.push_str(&format!(" · {} %", part.weight));
        }
        if part.seconds > 0 {
            let values = [
                ("minutes", (part.seconds / 60).into()),
                ("every", part.penalty.every.into()),
                ("points", points_text(part.penalty.hundredths).into()),
            ];
            line.push_str(" · ");
            line.push_str(&shell.say_with("contest-time-rule", &values));
        }
        told.push(line);
    }
    let drop = rules.drop;
    if drop.highest + drop.lowest > 0 {
        let values =
            [("highest", drop.highest.into()), ("lowest", drop.lowest.into()), ("from", drop.from.into())];
        told.push(shell.say_with("contest-drop-rule", &values));
    }
    let ties: Vec<String> =
        rules.tie_breaks.iter().filter_map(|code| Some(named(shell, &rules.part(code)?.name))).collect();
    told.push(shell.say_one("contest-tie-rule", "parts", ties.join(", ").as_str()));
    told.push(shell.say_with(
        "contest-rules-source",
        &[("source", rules.source.as_str().into()), ("grade", rules.grade.word().into())],
    ));
    told
}

/// `GET /contests/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    let fresh = Form::holding(vec![("id".into(), site.house.new_id().to_string())]);
    page(&site, &reader, StatusCode::OK, &fresh, Vec::new())
}

fn page(site: &Site, reader: &Reader, status: StatusCode, form: &Form, notes: Vec<FieldNote>) -> Answered {
    let allowed = site.house.own_unit(&reader.visitor.asker, Verb::LeadContests);
    allowed.map_err(|refusal| sorry(reader)(Failure::Refused(refusal)))?;
    let shell = shell(site, reader).with_notes(notes);
    let first = known_rules().first().map_or("", |rules| rules.code.as_str());
    let chosen = form.filled("rules").unwrap_or(first);
    let page = NewPage {
        id: form.get("id").to_owned(),
        title: form.get("title").to_owned(),
        plan: form.get("plan").to_owned(),
        rules: known_rules()
            .iter()
            .map(|rules| Choice::new(rules.code.clone(), named(&shell, &rules.name), chosen))
            .collect(),
        told: known_rules()
            .iter()
            .map(|rules| (named(&shell, &rules.name), rules_told(&shell, rules)))
            .collect(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /contests/new`.
pub(super) async fn keep(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let id = ContestId(form.get("id").parse().unwrap_or(Uuid::nil()));
    let typed = TypedContest {
        title: form.get("title").to_owned(),
        plan: form.get("plan").to_owned(),
        rules: form.get("rules").to_owned(),
    };
    match make(&site.house, &reader.visitor.asker, id, &typed).await {
        Ok(id) => go(&format!("/contests/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &form, notes)
        }
    }
}
