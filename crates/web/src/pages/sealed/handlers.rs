//! Who handles the seals of a unit, and how they come and go.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Failure,
    sealed::{self as actions, HandlerRow, OpeningLine},
};
use danvan_domain::{
    ids::PersonId,
    refusals::{FieldNote, Note, Refusal},
    rights::Verb,
    sealed::Standing,
    time::Moment,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/sealed/handlers.html")]
struct Page {
    shell: Shell,
    rows: Vec<HandlerRow>,
    may_name: bool,
    typed: String,
    /// None for somebody who is no handler.
    change: Option<Change>,
    removable: Vec<Choice>,
    recovery: Option<String>,
}

struct Change {
    waiting: Option<Waiting>,
}

struct Waiting {
    id: Uuid,
    says: String,
    may_answer: bool,
}

async fn page(site: &Site, reader: &Reader, typed: &str, notes: Vec<FieldNote>) -> Result<Page, Failure> {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker)?;
    let shell = shell(site, reader).with_notes(notes);
    let rows = actions::handlers(house, asker, unit).await?;
    let changes = match actions::changes(house, asker, unit).await {
        Err(Failure::Refused(Refusal::NotAllowed(_))) => None,
        other => Some(other?),
    };
    let others = rows.iter().filter(|row| asker.person != Some(row.person));
    let mut removable = vec![Choice::new("", shell.say("seal-change-nobody"), typed)];
    removable.extend(others.map(|row| Choice::new(row.person.to_string(), row.name.as_str(), typed)));
    let change = changes.map(|changes| {
        let waiting = changes.iter().find(|change| change.standing == Standing::Asked);
        Change { waiting: waiting.map(|change| waiting_of(&shell, change)) }
    });
    let recovery = actions::recovery_of(house, unit).await?.map(|kept| {
        let when = shell.words.moment(Moment::from_micros(kept.made_at));
        let values =
            [("needed", kept.needed.into()), ("count", kept.shares.into()), ("when", when.as_str().into())];
        shell.say_with("seal-recovery-there", &values)
    });
    let may_name = asker.unit_for(Verb::NameSealHandlers).is_some();
    Ok(Page { rows, may_name, typed: typed.to_owned(), change, removable, recovery, shell })
}

fn waiting_of(shell: &Shell, change: &OpeningLine) -> Waiting {
    let when = shell.words.moment(change.asked_at);
    let values = [("by", change.asked_by.as_str().into()), ("when", when.as_str().into())];
    let says = match &change.removes {
        None => shell.say_with("seal-change-asked", &values),
        Some(name) => {
            let [by, when] = values;
            shell.say_with("seal-change-asked-without", &[by, when, ("name", name.as_str().into())])
        }
    };
    Waiting { id: change.id, says, may_answer: change.may_answer }
}

pub(super) async fn show_handlers(State(site): State<Site>, reader: Reader) -> Answered {
    let page = page(&site, &reader, "", Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

async fn again(site: &Site, reader: &Reader, typed: &str, failure: Failure) -> Answered {
    let notes = notes_of(reader, failure)?;
    let page = page(site, reader, typed, notes).await.map_err(sorry(reader))?;
    show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) async fn name(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker).map_err(sorry(&reader))?;
    match actions::name_handler(house, asker, unit, form.get("person")).await {
        Ok(_) => go("/sealed/handlers"),
        Err(failure) => again(&site, &reader, form.get("person"), failure).await,
    }
}

pub(super) async fn ask(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker).map_err(sorry(&reader))?;
    let removes: Result<Option<PersonId>, Failure> = match form.filled("removes") {
        None => Ok(None),
        Some(id) => {
            id.parse().map(Some).map_err(|_| Refusal::field("removes", Note::new("note-choose")).into())
        }
    };
    let asked = match removes {
        Ok(removes) => actions::ask_change(house, asker, unit, removes, form.get("passphrase")).await,
        Err(failure) => Err(failure),
    };
    match asked {
        Ok(_) => go("/sealed/handlers"),
        Err(failure) => again(&site, &reader, form.get("removes"), failure).await,
    }
}

pub(super) async fn approve(
    State(site): State<Site>,
    reader: Reader,
    Path(opening): Path<Uuid>,
    form: Form,
) -> Answered {
    match actions::approve(&site.house, &reader.visitor.asker, opening, form.get("passphrase")).await {
        Ok(()) => go("/sealed/handlers"),
        Err(failure) => again(&site, &reader, "", failure).await,
    }
}

pub(super) async fn decline(
    State(site): State<Site>,
    reader: Reader,
    Path(opening): Path<Uuid>,
    _form: Form,
) -> Answered {
    actions::decline(&site.house, &reader.visitor.asker, opening).await.map_err(sorry(&reader))?;
    go("/sealed/handlers")
}
