//! The recovery key: made once before a witness and handed out on paper; typed from paper when passphrases are lost.

use super::handlers::{address, asked, called, unit_of};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, notes_of, people::prove_before, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    sealed::{self as actions, Recovered, Recovery},
};
use danvan_domain::{ids::UnitId, refusals::FieldNote, rights::Verb, sealed::MOST_KEEPERS, time::Moment};
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "pages/sealed/recovery.html")]
struct Make {
    shell: Shell,
    about: About,
    is_there: bool,
    needed: String,
    count: String,
    witness: String,
}

#[derive(Template)]
#[template(path = "pages/sealed/shares.html")]
struct Shares {
    shell: Shell,
    /// Where the handlers are.
    handlers: String,
    unit: String,
    day: String,
    needed: i64,
    shares: Vec<Zeroizing<String>>,
}

#[derive(Template)]
#[template(path = "pages/sealed/recover.html")]
struct Paper {
    shell: Shell,
    about: About,
    /// The sets of shares that are good for something, with what each opens.
    sets: Vec<String>,
    done: Option<Recovered>,
}

/// Whose recovery key it is.
struct About {
    unit: String,
    name: String,
    /// Where its handlers are.
    handlers: String,
}

/// The unit whose recovery key the reader makes; handlers who are no leaders have no business here.
async fn naming_unit(site: &Site, reader: &Reader, form: &Form) -> Result<UnitId, Failure> {
    let asker = &reader.visitor.asker;
    let unit = unit_of(site, reader, form).await?;
    site.house.ask(asker, Verb::NameSealHandlers, actions::unit_of(&site.house, asker)?)?;
    Ok(unit)
}

async fn about(site: &Site, reader: &Reader, shell: &Shell, unit: UnitId) -> Result<About, Failure> {
    let all = actions::compartments(&site.house, &reader.visitor.asker).await?;
    let name = all.iter().find(|one| one.unit == unit).map(|one| called(shell, one)).unwrap_or_default();
    Ok(About { unit: unit.to_string(), name, handlers: address(unit) })
}

async fn make_page(
    site: &Site,
    reader: &Reader,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Result<Make, Failure> {
    let unit = naming_unit(site, reader, form).await?;
    let shell = shell(site, reader).with_notes(notes);
    let or = |name: &str, otherwise: &str| form.filled(name).unwrap_or(otherwise).to_owned();
    Ok(Make {
        about: about(site, reader, &shell, unit).await?,
        shell,
        is_there: actions::recovery_of(&site.house, unit).await?.is_some(),
        needed: or("needed", "3"),
        count: or("count", "5"),
        witness: or("witness", ""),
    })
}

pub(super) async fn form(State(site): State<Site>, reader: Reader) -> Answered {
    let page = make_page(&site, &reader, &asked(&reader), Vec::new()).await.map_err(sorry(&reader))?;
    prove_before(&site, &reader).unwrap_or_else(|| show(&reader, &page))
}

pub(super) async fn make(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = unit_of(&site, &reader, &form).await.map_err(sorry(&reader))?;
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
            let (shell, handlers, needed) = (shell(&site, &reader), address(unit), numbers.0.into());
            show(&reader, &Shares { shell, handlers, unit: name, day, needed, shares })
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = make_page(&site, &reader, &form, notes).await.map_err(sorry(&reader))?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// A set of shares: when it was made, how many are needed, and how many seals it opens.
fn set(shell: &Shell, one: &Recovery) -> String {
    let when = shell.words.moment(Moment::from_micros(one.made_at));
    let values = [
        ("when", when.as_str().into()),
        ("needed", one.needed.into()),
        ("count", one.shares.into()),
        ("seals", one.seals.into()),
    ];
    shell.say_with("seal-recover-set", &values)
}

async fn paper_page(
    site: &Site,
    reader: &Reader,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Result<Paper, Failure> {
    let unit = naming_unit(site, reader, form).await?;
    let shell = shell(site, reader).with_notes(notes);
    let sets = actions::recoveries_of(&site.house, unit).await?;
    let sets = sets.iter().map(|one| set(&shell, one)).collect();
    let about = about(site, reader, &shell, unit).await?;
    Ok(Paper { shell, about, sets, done: None })
}

pub(super) async fn paper(State(site): State<Site>, reader: Reader) -> Answered {
    let page = paper_page(&site, &reader, &asked(&reader), Vec::new()).await.map_err(sorry(&reader))?;
    prove_before(&site, &reader).unwrap_or_else(|| show(&reader, &page))
}

/// Shares are never written back into a page: what was mistyped is typed again.
pub(super) async fn recover(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = unit_of(&site, &reader, &form).await.map_err(sorry(&reader))?;
    let typed: Vec<Zeroizing<String>> =
        form.get("shares").lines().map(|line| Zeroizing::new(line.to_owned())).collect();
    let (status, notes, done) = match actions::recover(house, asker, unit, &typed).await {
        Ok(done) => (StatusCode::OK, Vec::new(), Some(done)),
        Err(failure) => (StatusCode::UNPROCESSABLE_ENTITY, notes_of(&reader, failure)?, None),
    };
    let page = paper_page(&site, &reader, &form, notes).await.map_err(sorry(&reader))?;
    show_with(&reader, status, &Paper { done, ..page })
}
