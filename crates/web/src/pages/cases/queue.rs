//! The desk: the list at the left, a case beside it; and a case alone.

use super::{
    case::{CaseView, Typed, shown},
    list::{self, List},
    view::View,
};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::cases::{open, own_office};
use danvan_domain::{
    ids::{CaseId, UnitId},
    refusals::{FieldNote, Refusal},
};
use danvan_words::Value;
use uuid::Uuid;

/// What was just done, said once above the case.
pub(super) struct Told {
    /// The sentence.
    pub(super) text: String,
    /// Whether it is something to look at before going on.
    pub(super) is_warning: bool,
    /// The case whose merge can be undone here.
    pub(super) undo: Option<CaseId>,
}

#[derive(Template)]
#[template(path = "pages/cases/queue.html")]
struct Desk {
    shell: Shell,
    list: List,
    case: Option<CaseView>,
    told: Option<Told>,
}

#[derive(Template)]
#[template(path = "pages/cases/case.html")]
struct Alone {
    shell: Shell,
    case: CaseView,
    told: Option<Told>,
}

/// How a page of the desk comes back.
#[derive(Default)]
pub(super) struct Back<'a> {
    pub(super) status: StatusCode,
    pub(super) typed: Typed<'a>,
    pub(super) notes: Vec<FieldNote>,
    pub(super) told: Option<Told>,
}

/// The office of a view: the one asked for, or the reader's own.
pub(super) fn office(reader: &Reader, view: &View) -> Result<UnitId, Sorry> {
    let own =
        || own_office(&reader.visitor.asker).map_err(|refusal| Sorry::refused(reader.language, &refusal));
    view.office.map_or_else(own, Ok)
}

/// `/cases`: the queue, with a case beside it when the address names one.
pub(super) async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let mut view = View::read(&query);
    if view.tab.is_none() {
        let office = office(&reader, &view)?;
        let first = list::first_tab(&site, &reader, office).await.map_err(sorry(&reader))?;
        view.tab = Some(first);
    }
    let template = query.filled("template");
    let back = Back {
        typed: Typed { template, ..Typed::default() },
        told: told(&reader, &query),
        ..Back::default()
    };
    desk(&site, &reader, &view, back).await
}

/// `/cases/{id}`: one case alone.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let view = View { case: Some(CaseId(id)), tab: None, ..View::read(&query) };
    let template = query.filled("template");
    let back = Back {
        typed: Typed { template, ..Typed::default() },
        told: told(&reader, &query),
        ..Back::default()
    };
    desk(&site, &reader, &view, back).await
}

/// Shows the desk, or a case alone, as the view says.
pub(super) async fn desk(site: &Site, reader: &Reader, view: &View, back: Back<'_>) -> Answered {
    let shell = shell(site, reader).with_notes(back.notes);
    let case = match view.case {
        Some(id) => {
            let opened = open(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
            Some(shown(site, reader, &opened, view, &back.typed))
        }
        None => None,
    };
    match case {
        Some(case) if view.tab.is_none() => {
            show_with(reader, back.status, &Alone { shell, case, told: back.told })
        }
        case => {
            let office = office(reader, view)?;
            let list = list::read(site, reader, office, view).await.map_err(sorry(reader))?;
            show_with(reader, back.status, &Desk { shell, list, case, told: back.told })
        }
    }
}

/// What the address says was just done.
fn told(reader: &Reader, query: &Form) -> Option<Told> {
    let words = reader.words();
    let done = query.filled("done")?;
    let key = format!("done-{done}");
    let known = done.bytes().all(|byte| byte.is_ascii_lowercase()) && words.has(&key);
    let number = |name: &str| -> Value { query.get(name).parse::<i64>().unwrap_or(0).into() };
    let text = words.say_with(&key, &[("n", number("n"))]);
    let undo = query.get("about").parse().ok().filter(|_| done == "merge");
    known.then_some(Told { text, is_warning: query.get("n") == "0", undo })
}

/// A refusal that leaves the words typed where they were: the case as it stands now, and what happened meanwhile.
pub(super) fn warning(reader: &Reader, refusal: &Refusal) -> Told {
    let words = reader.words();
    let text = match refusal {
        Refusal::Conflict(note) | Refusal::NotAllowed(note) => words.note(note),
        other => words.refusal(other),
    };
    let text = format!("{text} {}", words.say("told-kept"));
    Told { text, is_warning: true, undo: None }
}
