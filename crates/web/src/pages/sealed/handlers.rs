//! Who handles the seals of a unit, and how they come and go: of the reader's office, and of each unit that has ended and
//! for which it stands.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show, show_with, sorry},
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
    sealed::{self as actions, Compartment, HandlerRow, OpeningLine},
};
use danvan_domain::{
    ids::{PersonId, UnitId},
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
    /// Whose seals are shown.
    unit: String,
    title: String,
    /// Every compartment that the office looks after; none when there is only its own.
    shelves: Vec<Shelf>,
    rows: Vec<HandlerRow>,
    may_name: bool,
    typed: String,
    /// None for somebody who is no handler.
    change: Option<Change>,
    removable: Vec<Choice>,
    /// Those whose key the reader may end.
    forgetful: Vec<Choice>,
    recovery: Option<String>,
}

/// A compartment in the list of them.
struct Shelf {
    href: String,
    name: String,
    stands: String,
    is_current: bool,
}

/// The unit whose seals an address or a form means: the office's own when none is named.
pub(super) async fn unit_of(site: &Site, reader: &Reader, form: &Form) -> Result<UnitId, Failure> {
    let named = form.filled("unit").map(|unit| unit.parse().map_err(|_| Refusal::NotFound)).transpose()?;
    actions::compartment_of(&site.house, &reader.visitor.asker, named).await
}

/// What an address asks for.
pub(super) fn asked(reader: &Reader) -> Form {
    Form::read(reader.path.split_once('?').map_or("", |(_, query)| query))
}

/// Where the handlers of a unit are shown.
pub(super) fn address(unit: UnitId) -> String {
    format!("/sealed/handlers?unit={unit}")
}

/// What a compartment is called.
pub(super) fn called(shell: &Shell, compartment: &Compartment) -> String {
    match compartment.ended_on {
        None => compartment.name.clone(),
        Some(day) => {
            let day = shell.words.day(day);
            let values = [("unit", compartment.name.as_str().into()), ("day", day.as_str().into())];
            shell.say_with("seal-compartment-ended", &values)
        }
    }
}

fn shelf(shell: &Shell, compartment: &Compartment, shown: UnitId) -> Shelf {
    let recovery =
        if compartment.ready.has_recovery { "seal-ready-recovery" } else { "seal-ready-no-recovery" };
    let stands = [
        shell.say_count("seal-compartment-seals", compartment.seals),
        shell.say_count("seal-ready-handlers", compartment.ready.handlers),
        shell.say(recovery),
    ];
    Shelf {
        href: address(compartment.unit),
        name: called(shell, compartment),
        stands: stands.join(" "),
        is_current: compartment.unit == shown,
    }
}

struct Change {
    waiting: Option<Waiting>,
}

struct Waiting {
    id: Uuid,
    says: String,
    may_answer: bool,
}

async fn page(
    site: &Site,
    reader: &Reader,
    form: &Form,
    typed: &str,
    notes: Vec<FieldNote>,
) -> Result<Page, Failure> {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = unit_of(site, reader, form).await?;
    let shell = shell(site, reader).with_notes(notes);
    let compartments = actions::compartments(house, asker).await?;
    let shown = compartments.iter().find(|one| one.unit == unit);
    let title = shown.map_or_else(|| names::unit(&house.facts(), unit), |one| called(&shell, one));
    let shelves = match &compartments[..] {
        [only] if only.unit == unit => Vec::new(),
        all => all.iter().map(|one| shelf(&shell, one, unit)).collect(),
    };
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
    let with_keys = rows.iter().filter(|row| may_name && row.has_key);
    let mut forgetful: Vec<Choice> = Vec::new();
    forgetful.extend(with_keys.map(|row| Choice::new(row.person.to_string(), row.name.as_str(), "")));
    let (unit, typed) = (unit.to_string(), typed.to_owned());
    Ok(Page { unit, title, shelves, rows, may_name, typed, change, removable, forgetful, recovery, shell })
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
    let page = page(&site, &reader, &asked(&reader), "", Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

async fn again(site: &Site, reader: &Reader, form: &Form, typed: &str, failure: Failure) -> Answered {
    let notes = notes_of(reader, failure)?;
    let page = page(site, reader, form, typed, notes).await.map_err(sorry(reader))?;
    show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Back to the compartment that a form was of.
async fn back(site: &Site, reader: &Reader, form: &Form) -> Answered {
    let unit = unit_of(site, reader, form).await.map_err(sorry(reader))?;
    go(&address(unit))
}

pub(super) async fn name(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let unit = unit_of(&site, &reader, &form).await.map_err(sorry(&reader))?;
    match actions::name_handler(&site.house, &reader.visitor.asker, unit, form.get("person")).await {
        Ok(_) => go(&address(unit)),
        Err(failure) => again(&site, &reader, &form, form.get("person"), failure).await,
    }
}

/// Ends the key of somebody who forgot its passphrase.
pub(super) async fn end_key(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = unit_of(&site, &reader, &form).await.map_err(sorry(&reader))?;
    let ended = match form.get("forgot").parse() {
        Ok(person) => actions::end_key(house, asker, unit, person).await,
        Err(_) => Err(Refusal::field("forgot", Note::new("note-choose")).into()),
    };
    match ended {
        Ok(()) => go(&address(unit)),
        Err(failure) => again(&site, &reader, &form, "", failure).await,
    }
}

pub(super) async fn ask(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = unit_of(&site, &reader, &form).await.map_err(sorry(&reader))?;
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
        Ok(_) => go(&address(unit)),
        Err(failure) => again(&site, &reader, &form, form.get("removes"), failure).await,
    }
}

pub(super) async fn approve(
    State(site): State<Site>,
    reader: Reader,
    Path(opening): Path<Uuid>,
    form: Form,
) -> Answered {
    match actions::approve(&site.house, &reader.visitor.asker, opening, form.get("passphrase")).await {
        Ok(()) => back(&site, &reader, &form).await,
        Err(failure) => again(&site, &reader, &form, "", failure).await,
    }
}

pub(super) async fn decline(
    State(site): State<Site>,
    reader: Reader,
    Path(opening): Path<Uuid>,
    form: Form,
) -> Answered {
    actions::decline(&site.house, &reader.visitor.asker, opening).await.map_err(sorry(&reader))?;
    back(&site, &reader, &form).await
}
