//! `/findings/{id}/ask`: asking units what is going on, or having them promise that it is mended by a day.

use super::said;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, letters::asked, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::findings::{TypedAsking, ask, one, units_to_ask};
use danvan_domain::{
    findings::Act,
    ids::{CommitmentId, FindingId},
    refusals::FieldNote,
    text::in_order,
};
use uuid::Uuid;

/// After how many days an answer is asked for, and after how many it is to be mended, when nobody says otherwise.
const DAYS: (i64, i64) = (3, 14);

#[derive(Template)]
#[template(path = "pages/findings/ask.html")]
struct AskPage {
    shell: Shell,
    id: FindingId,
    task: String,
    sentence: String,
    act: String,
    title: String,
    hint: String,
    what: String,
    last_on: String,
    units: Vec<(String, String, bool)>,
}

/// `GET /findings/{id}/ask?act=`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let form = asked(&reader);
    page(&site, &reader, StatusCode::OK, FindingId(id), &form, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: FindingId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = one(house, asker, id).await.map_err(sorry(reader))?;
    let act = form.get("act").parse::<Act>().ok().filter(|act| found.may.contains(act));
    let Some(act) = act.filter(|act| matches!(act, Act::Ask | Act::Promise)) else {
        return Err(Sorry::lost(reader.language));
    };
    let mut units = units_to_ask(house, asker, &found.shown.places).map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    // The finding's own places stand first.
    units.sort_by_cached_key(|(unit, is_there)| (!is_there, in_order(&names::unit(&facts, *unit))));
    let sentence = said::sentence(&shell, &facts, &found.shown);
    // A form that comes back holds what was typed; a fresh one a proposal.
    let is_fresh = form.given("what").is_none();
    let topic = said::topic(&shell, &facts, &found.shown.finding.topic);
    let what = if is_fresh {
        shell.say_one(&format!("finding-proposal-{act}"), "topic", topic)
    } else {
        form.get("what").to_owned()
    };
    let days = if act == Act::Ask { DAYS.0 } else { DAYS.1 };
    let last_on = if is_fresh {
        shell.words.day(house.today().plus_days(days))
    } else {
        form.get("last_on").to_owned()
    };
    let chosen: Vec<&str> = form.all("unit").collect();
    let page = AskPage {
        id,
        task: form.filled("task").map_or_else(|| house.new_id().to_string(), str::to_owned),
        sentence,
        act: act.word().to_owned(),
        title: shell.of("finding-do", act.word()),
        hint: shell.of("finding-act-hint", act.word()),
        what,
        last_on,
        units: units
            .into_iter()
            .map(|(unit, is_there)| {
                let said = unit.to_string();
                let is_chosen = if is_fresh { is_there } else { chosen.contains(&said.as_str()) };
                (said, names::unit(&facts, unit), is_chosen)
            })
            .collect(),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /findings/{id}/ask`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let typed = TypedAsking {
        act: form.get("act").to_owned(),
        what: form.get("what").to_owned(),
        last_on: form.day("last_on"),
        units: form.all("unit").map(str::to_owned).collect(),
    };
    let task = CommitmentId(Uuid::parse_str(form.get("task")).unwrap_or_default());
    match ask(&site.house, &reader.visitor.asker, (FindingId(id), task), &typed).await {
        Ok(_) => go(&format!("/findings/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, FindingId(id), &form, notes).await
        }
    }
}
