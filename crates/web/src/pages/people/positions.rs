//! `/positions`: what one holds, lending it for some days, giving it up.

use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, is_own_path, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts, Failure,
    people::{self as actions, Lent},
};
use danvan_domain::{
    ids::{DelegationId, PositionId},
    people::Position,
    refusals::{FieldNote, Note, Notes, Refusal},
    time::Day,
};
use danvan_words::read_day;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/people/positions.html")]
struct Positions {
    shell: Shell,
    own: Vec<Own>,
    lent: Vec<LentRow>,
}

struct Own {
    id: String,
    name: String,
    days: String,
    /// The form to lend it, with what was typed into it; the one whose notes are shown.
    typed: Option<Typed>,
}

#[derive(Clone, Default)]
struct Typed {
    person: String,
    from: String,
    to: String,
}

struct LentRow {
    id: String,
    what: String,
    who: String,
    days: String,
    is_back: bool,
}

/// The page.
pub(in crate::pages) async fn list(State(site): State<Site>, reader: Reader) -> Answered {
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let open = query.get("lend").to_owned();
    let page = page(&site, &reader, &open, &Typed::default(), Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

async fn page(
    site: &Site,
    reader: &Reader,
    open: &str,
    typed: &Typed,
    notes: Vec<FieldNote>,
) -> Result<Positions, Failure> {
    let found = actions::positions(&site.house, &reader.visitor).await?;
    let facts = site.house.facts();
    let shell = shell(site, reader).with_notes(notes);
    let own = found.own.iter().map(|position| Own {
        id: position.id.to_string(),
        name: named(&shell, &facts, position),
        days: days(&shell, position.from, position.to),
        typed: (position.id.to_string() == open).then(|| typed.clone()),
    });
    let own = own.collect();
    let lent = found.lent.iter().map(|lent| lent_row(&shell, &facts, lent)).collect();
    Ok(Positions { own, lent, shell })
}

fn named(shell: &Shell, facts: &Facts, position: &Position) -> String {
    let unit = facts.tree.get(position.unit).map(|unit| unit.name.as_str()).unwrap_or_default();
    format!("{} · {unit}", shell.of("role", position.role.word()))
}

pub(super) fn days(shell: &Shell, from: Day, to: Option<Day>) -> String {
    let from = shell.words.day(from);
    match to {
        Some(to) => {
            shell.say_with("positions-from-to", &[("from", from.into()), ("to", shell.words.day(to).into())])
        }
        None => shell.say_one("positions-from", "from", from),
    }
}

fn lent_row(shell: &Shell, facts: &Facts, lent: &Lent) -> LentRow {
    let values = [
        ("stand_in", lent.stand_in.name.as_str().into()),
        ("holder", lent.holder.name.as_str().into()),
        ("given_by", lent.given_by.as_str().into()),
    ];
    LentRow {
        id: lent.delegation.id.to_string(),
        what: named(shell, facts, &lent.position),
        who: shell.say_with("positions-stands-in", &values),
        days: days(shell, lent.delegation.from, Some(lent.delegation.to)),
        is_back: lent.delegation.revoked_at.is_some(),
    }
}

/// Lends a position.
pub(in crate::pages) async fn lend(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = Typed { person: text("person"), from: text("first_day"), to: text("last_day") };
    match lent(&site, &reader, PositionId(id), &typed).await {
        Ok(_) => go("/positions"),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = page(&site, &reader, &id.to_string(), &typed, notes).await.map_err(sorry(&reader))?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn lent(site: &Site, reader: &Reader, id: PositionId, typed: &Typed) -> Result<DelegationId, Failure> {
    let mut notes = Notes::default();
    let mut day = |field: &str, text: &str| match read_day(text) {
        Ok(day) => Some(day),
        Err(note) => {
            notes.add(field, note);
            None
        }
    };
    let days = (day("first_day", &typed.from), day("last_day", &typed.to));
    if typed.person.trim().is_empty() {
        notes.add("person", Note::new("note-required"));
    }
    notes.check()?;
    let (Some(from), Some(to)) = days else { return Err(Refusal::NotFound.into()) };
    actions::delegate(&site.house, &reader.visitor.asker, id, &typed.person, (from, to)).await
}

/// Ends a position.
pub(in crate::pages) async fn end(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    actions::end_position(&site.house, &reader.visitor.asker, PositionId(id))
        .await
        .map_err(sorry(&reader))?;
    let back = form.get("back");
    go(if back.starts_with("/people/") && is_own_path(back) { back } else { "/positions" })
}

/// Takes back what was lent.
pub(in crate::pages) async fn take_back(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let done = actions::revoke(&site.house, &reader.visitor.asker, DelegationId(id)).await;
    done.map_err(|failure| Sorry::failed(reader.language, failure))?;
    go("/positions")
}
