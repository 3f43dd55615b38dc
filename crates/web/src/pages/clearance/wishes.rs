//! `/clearance/{id}/wishes`: what people on the land wish, as counted topics.

use super::board::reasons;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, sheets, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::clearance::{Cell, Listed, Sheet, survey, wishes};
use danvan_domain::{
    answers::ReasonList, clearance::TypedSurvey, ids::ProjectId, refusals::FieldNote, rights::Verb,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/wishes.html")]
struct WishesPage {
    shell: Shell,
    project: ProjectId,
    name: String,
    /// How many were asked, how many answered.
    asked: String,
    topics: Vec<(String, String)>,
    surveys: Vec<String>,
    more: i64,
    may_handle: bool,
    id: String,
    /// Day, asked, answered.
    typed: [String; 3],
    /// Field, name, value of each topic.
    questions: Vec<(String, String, String)>,
}

/// `GET /clearance/{id}/wishes`.
pub(super) async fn show_wishes(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, (StatusCode::OK, ProjectId(id)), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    (status, id): (StatusCode, ProjectId),
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = wishes(house, asker, id).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let choices = reasons(site, &shell, ReasonList::Wish, "");
    let name = |code: &str| {
        choices.iter().find(|one| one.value == code).map_or_else(|| code.to_owned(), |one| one.label.clone())
    };
    let told = |one: &Listed| {
        let mut values = vec![("unit", names::unit(&facts, one.unit).into()), ("day", one.on.into())];
        let Some((asked, answered)) = one.asked else {
            return shell.say_with("clearance-survey-kept", &values);
        };
        values.extend([("asked", asked.into()), ("answered", answered.into())]);
        shell.say_with("clearance-survey", &values)
    };
    let asked = match found.asked {
        Some((asked, answered)) => {
            shell.say_with("clearance-asked", &[("asked", asked.into()), ("answered", answered.into())])
        }
        None => shell.say("clearance-asked-kept"),
    };
    let page = WishesPage {
        project: id,
        name: found.project.name.clone(),
        asked,
        topics: found
            .topics
            .iter()
            .map(|(code, many)| {
                (name(code), many.map_or_else(|| shell.say("clearance-few"), |many| shell.words.count(many)))
            })
            .collect(),
        surveys: found.surveys.iter().map(told).collect(),
        more: found.more,
        may_handle: house.own_unit(asker, Verb::HandleClearance).is_ok(),
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        typed: ["on", "households_asked", "households_answered"].map(|name| form.get(name).to_owned()),
        questions: choices
            .iter()
            .map(|one| {
                let field = format!("wish-{}", one.value);
                let value = form.get(&field).to_owned();
                (field, one.label.clone(), value)
            })
            .collect(),
        shell: shell.clone(),
    };
    show_with(reader, status, &page)
}

/// `GET /clearance/{id}/wishes/{file}`: the counted wishes, `wishes.xlsx` or `wishes.csv`.
pub(super) async fn sheet(
    State(site): State<Site>,
    reader: Reader,
    Path((id, name)): Path<(Uuid, String)>,
) -> Answered {
    let ("wishes", kind) = sheets::asked(&reader, &name)? else { return Err(Sorry::lost(reader.language)) };
    let found = wishes(&site.house, &reader.visitor.asker, ProjectId(id)).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let choices = reasons(&site, &shell, ReasonList::Wish, "");
    let row = |(code, many): &(String, Option<i64>)| {
        let name = choices.iter().find(|one| one.value == *code).map_or(code, |one| &one.label);
        let few = || Cell::text(shell.say("clearance-few"));
        vec![Cell::text(name), many.map_or_else(few, Cell::Count)]
    };
    let asked = found.asked.map(|(asked, answered)| {
        [
            (shell.say("label-households_asked"), shell.words.count(asked)),
            (shell.say("label-households_answered"), shell.words.count(answered)),
        ]
    });
    let address = format!("/clearance/{id}/wishes");
    let sheet = Sheet {
        title: format!("{} · {}", found.project.name, shell.say("clearance-wishes")),
        about: sheets::about(&site, &shell, address, asked.into_iter().flatten()),
        heading: ["clearance-wish", "label-households"].map(|key| shell.say(key)).to_vec(),
        rows: found.topics.iter().map(row).collect(),
    };
    let name = format!("danvan-gpmb-nguyen-vong-{}", site.house.today());
    sheets::give(&site, &reader, (&name, kind), &sheet)
}

/// `POST /clearance/{id}/wishes`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let facts = site.house.facts();
    let wish = |one: &danvan_domain::answers::Choice| {
        (one.code.clone(), form.get(&format!("wish-{}", one.code)).to_owned())
    };
    let typed = TypedSurvey {
        on: form.day("on"),
        asked: form.get("households_asked").to_owned(),
        answered: form.get("households_answered").to_owned(),
        wishes: facts.answers.choices(ReasonList::Wish).map(wish).collect(),
    };
    let (id, own) = (ProjectId(id), Uuid::parse_str(form.get("id")).unwrap_or_default());
    match survey(&site.house, &reader.visitor.asker, id, own, &typed).await {
        Ok(()) => go(&format!("/clearance/{id}/wishes")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, (StatusCode::UNPROCESSABLE_ENTITY, id), &form, notes).await
        }
    }
}
