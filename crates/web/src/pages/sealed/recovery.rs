//! The recovery key: made once before a witness and handed out on paper; typed from paper when passphrases are lost.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{Failure, sealed as actions};
use danvan_domain::{ids::UnitId, refusals::FieldNote, rights::Verb, sealed::MOST_KEEPERS};
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "pages/sealed/recovery.html")]
struct Make {
    shell: Shell,
    is_there: bool,
    needed: String,
    count: String,
    witness: String,
}

#[derive(Template)]
#[template(path = "pages/sealed/shares.html")]
struct Shares {
    shell: Shell,
    unit: String,
    day: String,
    needed: i64,
    shares: Vec<Zeroizing<String>>,
}

#[derive(Template)]
#[template(path = "pages/sealed/recover.html")]
struct Paper {
    shell: Shell,
    needed: Option<i64>,
    done: Option<usize>,
}

/// The unit whose recovery key the reader makes; handlers who are no leaders have no business here.
fn naming_unit(site: &Site, reader: &Reader) -> Result<UnitId, Failure> {
    let asker = &reader.visitor.asker;
    let unit = actions::unit_of(&site.house, asker)?;
    site.house.ask(asker, Verb::NameSealHandlers, unit)?;
    Ok(unit)
}

async fn make_page(
    site: &Site,
    reader: &Reader,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Result<Make, Failure> {
    let unit = naming_unit(site, reader)?;
    let or = |name: &str, otherwise: &str| form.filled(name).unwrap_or(otherwise).to_owned();
    Ok(Make {
        shell: shell(site, reader).with_notes(notes),
        is_there: actions::recovery_of(&site.house, unit).await?.is_some(),
        needed: or("needed", "3"),
        count: or("count", "5"),
        witness: or("witness", ""),
    })
}

pub(super) async fn form(State(site): State<Site>, reader: Reader) -> Answered {
    let page = make_page(&site, &reader, &Form::default(), Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

pub(super) async fn make(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker).map_err(sorry(&reader))?;
    // What is no number protects nothing, and is told so by the same note.
    let number = |name: &str| {
        form.get(name).trim().parse::<u8>().unwrap_or(if name == "count" { MOST_KEEPERS + 1 } else { 0 })
    };
    let numbers = (number("needed"), number("count"));
    let made =
        actions::make_recovery(house, asker, unit, numbers, form.get("witness"), form.get("passphrase"));
    match made.await {
        Ok(shares) => {
            let name = house.facts().tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
            let day = reader.words().day(house.today());
            show(
                &reader,
                &Shares { shell: shell(&site, &reader), unit: name, day, needed: numbers.0.into(), shares },
            )
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = make_page(&site, &reader, &form, notes).await.map_err(sorry(&reader))?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn paper_page(site: &Site, reader: &Reader, notes: Vec<FieldNote>) -> Result<Paper, Failure> {
    let unit = naming_unit(site, reader)?;
    let needed = actions::recovery_of(&site.house, unit).await?.map(|kept| kept.needed);
    Ok(Paper { shell: shell(site, reader).with_notes(notes), needed, done: None })
}

pub(super) async fn paper(State(site): State<Site>, reader: Reader) -> Answered {
    let page = paper_page(&site, &reader, Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

/// Shares are never written back into a page: what was mistyped is typed again.
pub(super) async fn recover(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker).map_err(sorry(&reader))?;
    let typed: Vec<Zeroizing<String>> =
        form.get("shares").lines().map(|line| Zeroizing::new(line.to_owned())).collect();
    let (status, notes, done) = match actions::recover(house, asker, unit, &typed).await {
        Ok(count) => (StatusCode::OK, Vec::new(), Some(count)),
        Err(failure) => (StatusCode::UNPROCESSABLE_ENTITY, notes_of(&reader, failure)?, None),
    };
    let page = paper_page(&site, &reader, notes).await.map_err(sorry(&reader))?;
    show_with(&reader, status, &Paper { done, ..page })
}
