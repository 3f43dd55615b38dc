//! `/briefs/new`: which brief, of which days, on whose letterhead, for whom. What nobody says is the usual.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::asked, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    briefs::{TypedBrief, begin},
    clearance::listed,
};
use danvan_domain::{
    briefs::{Kind, Reach},
    documents::{Documents, System},
    ids::BriefId,
    refusals::FieldNote,
    rights::Verb,
    topics::ALL,
};
use danvan_words::Language;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/briefs/new.html")]
struct NewPage {
    shell: Shell,
    id: String,
    corrects: String,
    kinds: Vec<Choice>,
    topics: Vec<Choice>,
    projects: Vec<Choice>,
    systems: Vec<Choice>,
    reaches: Vec<Choice>,
    /// First day, last day, the structure's day, as typed.
    days: [String; 3],
}

/// `GET /briefs/new?kind=&corrects=`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    let form = asked(&reader);
    page(&site, &reader, StatusCode::OK, &form, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker, facts) = (&site.house, &reader.visitor.asker, site.house.facts());
    let unit = house.own_unit(asker, Verb::WriteBriefs);
    let unit = unit.map_err(|refusal| sorry(reader)(Failure::Refused(refusal)))?;
    let shell = shell(site, reader).with_notes(notes);
    let own = facts.tree.get(unit).map_or(System::State, |unit| Documents::facts().system_of(unit));
    // Whoever reads no project has none to choose.
    let projects = listed(house, asker, None).await.map(|(all, _)| all).unwrap_or_default();
    let topic_name = |topic: &danvan_domain::topics::Topic| match reader.language {
        Language::Vi => topic.vi.clone(),
        Language::En => topic.en.clone(),
    };
    let chosen = |name: &str, usual: &str| form.filled(name).unwrap_or(usual).to_owned();
    let page = NewPage {
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        corrects: form.get("corrects").to_owned(),
        kinds: Kind::ALL
            .iter()
            .map(|one| {
                Choice::new(one.word(), shell.of("brief-kind", one.word()), &chosen("brief_kind", "month"))
            })
            .collect(),
        topics: facts
            .topics
            .children(ALL)
            .map(|topic| Choice::new(topic.code.clone(), topic_name(topic), form.get("topic")))
            .collect(),
        projects: projects
            .into_iter()
            .map(|(one, _)| Choice::new(one.id.to_string(), one.name, form.get("project")))
            .collect(),
        systems: System::ALL
            .iter()
            .map(|one| {
                Choice::new(one.word(), shell.of("brief-system", one.word()), &chosen("system", own.word()))
            })
            .collect(),
        reaches: Reach::ALL
            .iter()
            .map(|one| {
                Choice::new(one.word(), shell.of("brief-reach", one.word()), &chosen("reach", "above"))
            })
            .collect(),
        days: ["from", "until", "structure"].map(|name| form.get(name).to_owned()),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /briefs/new`.
pub(super) async fn keep(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = TypedBrief {
        kind: text("brief_kind"),
        from: text("from"),
        to: text("until"),
        topic: text("topic"),
        project: text("project"),
        on: text("structure"),
        system: text("system"),
        reach: text("reach"),
        corrects: text("corrects"),
    };
    let id = BriefId(form.get("id").parse().unwrap_or(Uuid::nil()));
    match begin(&site.house, &reader.visitor.asker, id, &typed).await {
        Ok(id) => go(&format!("/briefs/{id}/edit")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &form, notes).await
        }
    }
}
