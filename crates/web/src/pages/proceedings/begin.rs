//! `/proceedings/new`: an office begins a proceeding on its own. What was typed comes back with every fault.

use super::acts::doing;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        go,
        letters::{asked, named},
        shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Facts, Failure,
    letters::own_office,
    proceedings::{self as actions, Beginning, Doing, beginnable, places},
};
use danvan_domain::{
    ids::UnitId,
    procedures::{Need, Party},
    refusals::{FieldNote, Refusal},
    rights::Asker,
    time::Day,
    units::Level,
};
use danvan_words::Language;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "pages/proceedings/begin.html")]
struct Page {
    shell: Shell,
    unit: String,
    told: Option<String>,
    starts: Vec<Group>,
    others: Vec<String>,
    topics: Vec<Choice>,
    places: Vec<Choice>,
    wants: Wants,
    typed: Typed,
}

/// The acts that begin a procedure.
struct Group {
    name: String,
    acts: Vec<Choice>,
}

/// Which fields any of the acts may need.
#[derive(Default)]
struct Wants {
    ground: bool,
    document: bool,
    office: bool,
    forms: bool,
}

/// What stands in the form.
#[derive(Default)]
struct Typed {
    id: String,
    start: String,
    subject: String,
    topic: String,
    place: String,
    on: String,
    document: String,
    ground: String,
    office: String,
    forms: String,
}

impl Typed {
    fn read(sent: &Form) -> Self {
        let text = |name: &str| sent.get(name).to_owned();
        Self {
            id: text("id"),
            start: text("start"),
            subject: text("subject"),
            topic: text("topic"),
            place: text("place"),
            on: text("on"),
            document: text("document"),
            ground: text("ground"),
            office: text("office"),
            forms: text("forms"),
        }
    }
}

fn office(reader: &Reader) -> Result<UnitId, Sorry> {
    own_office(&reader.visitor.asker).map_err(|refusal| Sorry::refused(reader.language, &refusal))
}

/// `GET /proceedings/new`; `?start=` chooses what it begins with.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    let unit = office(&reader)?;
    let own = places(&site.house.facts(), unit, site.house.today()).first().map(|one| one.id.to_string());
    let typed = Typed {
        id: site.house.new_id().to_string(),
        start: asked(&reader).get("start").to_owned(),
        place: own.unwrap_or_default(),
        ..Typed::default()
    };
    page(&site, &reader, unit, (StatusCode::OK, None), typed, Vec::new())
}

/// `POST /proceedings/new`.
pub(super) async fn begin(State(site): State<Site>, reader: Reader, sent: Form) -> Answered {
    let unit = office(&reader)?;
    let (procedure, act) = sent.get("start").split_once('.').unwrap_or_default();
    let beginning = Beginning {
        id: sent.get("id").parse().ok(),
        unit: Some(unit),
        procedure: procedure.to_owned(),
        subject: sent.get("subject").to_owned(),
        topic: sent.get("topic").to_owned(),
        place: sent.get("place").to_owned(),
        doing: Doing { act: act.to_owned(), ..doing(&sent) },
    };
    let mut typed = Typed::read(&sent);
    let (status, told, notes) = match actions::begin(&site.house, &reader.visitor.asker, beginning).await {
        Ok(id) => return go(&format!("/proceedings/{id}?did={act}")),
        Err(Failure::Refused(Refusal::Invalid(notes))) => (StatusCode::UNPROCESSABLE_ENTITY, None, notes),
        Err(Failure::Refused(Refusal::Conflict(note))) => {
            typed.id = site.house.new_id().to_string();
            (StatusCode::CONFLICT, Some(reader.words().note(&note)), Vec::new())
        }
        Err(Failure::Refused(Refusal::NotAllowed(note))) if note.key == "law-who" => {
            (StatusCode::FORBIDDEN, Some(reader.words().note(&note)), Vec::new())
        }
        Err(failure) => return Err(sorry(&reader)(failure)),
    };
    page(&site, &reader, unit, (status, told), typed, notes)
}

fn page(
    site: &Site,
    reader: &Reader,
    unit: UnitId,
    (status, told): (StatusCode, Option<String>),
    typed: Typed,
    notes: Vec<FieldNote>,
) -> Answered {
    let shell = shell(site, reader).with_notes(notes);
    let (facts, today) = (site.house.facts(), site.house.today());
    let (starts, others, wants) = starts(&facts, &shell, &reader.visitor.asker, (unit, today), &typed.start);
    let topics = facts.topics.iter().map(|topic| {
        let name = if shell.language == Language::Vi { &topic.vi } else { &topic.en };
        Choice::new(topic.code.clone(), name.clone(), &typed.topic)
    });
    let page = Page {
        unit: names::unit(&facts, unit),
        told,
        starts,
        others,
        topics: topics.collect(),
        places: choices(&facts, (unit, today), &typed.place),
        wants,
        typed,
        shell,
    };
    show_with(reader, status, &page)
}

/// What the reader may begin, what only others may, and which fields that may need.
fn starts(
    facts: &Facts,
    shell: &Shell,
    asker: &Asker,
    (unit, today): (UnitId, Day),
    chosen: &str,
) -> (Vec<Group>, Vec<String>, Wants) {
    let (mut groups, mut others, mut needs) = (Vec::new(), Vec::new(), BTreeSet::<Need>::new());
    for one in beginnable(facts, asker, unit, today) {
        let procedure = named(shell, &one.procedure.name);
        let mut acts = Vec::new();
        for (act, may) in one.acts {
            let name = named(shell, &act.name);
            if may {
                needs.extend(&act.needs);
                acts.push(Choice::new(format!("{}.{}", one.procedure.code, act.code), name, chosen));
            } else {
                let who: Vec<String> =
                    act.who.iter().map(|one: &Party| shell.of("party", one.word())).collect();
                others.push(format!("{procedure} · {name}: {}", who.join(", ")));
            }
        }
        if !acts.is_empty() {
            groups.push(Group { name: procedure, acts });
        }
    }
    let wants = Wants {
        ground: needs.contains(&Need::Ground),
        document: needs.contains(&Need::Document),
        office: needs.contains(&Need::Office),
        forms: needs.contains(&Need::Forms),
    };
    (groups, others, wants)
}

/// The office's own area and what lies in it; a commune by its name, its villages by theirs.
fn choices(facts: &Facts, (unit, today): (UnitId, Day), chosen: &str) -> Vec<Choice> {
    let mut all = places(facts, unit, today);
    all.sort_by_cached_key(|one| (one.level() == Level::Village, danvan_domain::fold::fold(one.bare_name())));
    all.iter().map(|one| Choice::new(one.id.to_string(), one.name.clone(), chosen)).collect()
}
