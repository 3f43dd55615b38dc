//! `/people`: who may sign in, and as what; adding somebody with a first position.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    people::{MOST_LISTED, add_person_at, find_people},
};
use danvan_domain::{
    ids::UnitId,
    people::Role,
    refusals::{FieldNote, Note, Refusal},
};

#[derive(Template)]
#[template(path = "pages/people/people.html")]
struct People {
    shell: Shell,
    query: String,
    rows: Vec<Row>,
    is_full: bool,
    added: String,
    typed: Typed,
    roles: Vec<Choice>,
}

struct Row {
    id: String,
    display: String,
    sign_in: String,
    active: bool,
    positions: Vec<String>,
}

/// What was typed into the form; the password never comes back.
#[derive(Default)]
struct Typed {
    sign_in: String,
    full_name: String,
    role: String,
    unit: String,
}

/// The list and the form.
pub(in crate::pages) async fn people(State(site): State<Site>, reader: Reader) -> Answered {
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let page = page(&site, &reader, &asked, Typed::default(), Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

/// Adds somebody.
pub(in crate::pages) async fn add(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let typed = Typed {
        sign_in: form.get("sign_in").to_owned(),
        full_name: form.get("name").to_owned(),
        role: form.get("role").to_owned(),
        unit: form.get("unit").to_owned(),
    };
    match add_with_position(&site, &reader, &typed, form.get("password")).await {
        Ok(()) => go(&format!("/people?q={0}&added={0}", plain(&typed.sign_in))),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let nothing = Form::default();
            let page = page(&site, &reader, &nothing, typed, notes).await.map_err(sorry(&reader))?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn add_with_position(
    site: &Site,
    reader: &Reader,
    typed: &Typed,
    password: &str,
) -> Result<(), Failure> {
    let house = &site.house;
    let asker = &reader.visitor.asker;
    let role: Role = typed.role.parse().map_err(|_| Refusal::field("role", Note::new("note-choose")))?;
    let unit: UnitId = house
        .facts()
        .tree
        .resolve(typed.unit.trim(), house.today())
        .ok()
        .ok_or_else(|| Refusal::field("unit", Note::new("note-unknown-place")))?;
    let who = (typed.sign_in.as_str(), typed.full_name.as_str(), password);
    add_person_at(house, asker, who, (role, unit, house.today())).await.map(drop)
}

/// What may stand in an address without being written otherwise.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || ".-_".contains(*letter))
        .collect()
}

async fn page(
    site: &Site,
    reader: &Reader,
    asked: &Form,
    typed: Typed,
    notes: Vec<FieldNote>,
) -> Result<People, Failure> {
    let query = asked.get("q").chars().take(80).collect::<String>();
    let found = find_people(&site.house, &reader.visitor.asker, &query).await?;
    let facts = site.house.facts();
    let shell = shell(site, reader).with_notes(notes);
    let is_full = i64::try_from(found.len()).is_ok_and(|count| count == MOST_LISTED);
    let rows = found
        .into_iter()
        .map(|(person, positions)| Row {
            id: person.id.to_string(),
            display: person.name,
            sign_in: person.sign_in,
            active: person.active,
            positions: positions
                .iter()
                .map(|position| {
                    let unit =
                        facts.tree.get(position.unit).map(|unit| unit.name.as_str()).unwrap_or_default();
                    format!("{} · {unit}", shell.of("role", position.role.word()))
                })
                .collect(),
        })
        .collect();
    let roles =
        Role::ALL.iter().map(|role| Choice::new(role.word(), shell.of("role", role.word()), &typed.role));
    let roles = roles.collect();
    Ok(People { query, rows, is_full, added: plain(asked.get("added")), typed, roles, shell })
}
