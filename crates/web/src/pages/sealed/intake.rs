//! A denunciation comes in: what is typed and scanned is closed as it is saved. The form is kept by no draft and by no
//! answer of ours but its own.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    sealed::{self as actions, Sealing},
};
use danvan_domain::{refusals::FieldNote, sealed::Contents};
use uuid::Uuid;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "pages/sealed/new.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    contents: Contents,
    extract: Zeroizing<String>,
    is_ready: bool,
    most: usize,
    megabytes: usize,
}

async fn page(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    contents: Contents,
    extract: Zeroizing<String>,
    notes: Vec<FieldNote>,
) -> Result<Page, Failure> {
    let unit = actions::unit_of(&site.house, &reader.visitor.asker)?;
    Ok(Page {
        shell: shell(site, reader).with_notes(notes),
        id,
        contents,
        extract,
        is_ready: actions::ready(&site.house, unit).await?.is_whole(),
        most: danvan_domain::sealed::contents::MOST_SCANS,
        megabytes: danvan_domain::sealed::contents::SCANS_LIMIT / 1024 / 1024,
    })
}

pub(super) async fn form(State(site): State<Site>, reader: Reader) -> Answered {
    let (id, nothing) = (site.house.new_id(), Zeroizing::default());
    let page = page(&site, &reader, id, Contents::default(), nothing, Vec::new()).await;
    show(&reader, &page.map_err(sorry(&reader))?)
}

fn typed(form: &Form) -> Contents {
    let field = |name: &str| Zeroizing::new(form.get(name).to_owned());
    Contents {
        name: field("name"),
        contacts: field("contacts"),
        address: field("address"),
        text: field("letter"),
        measures: field("measures"),
        scans: Vec::new(),
    }
}

pub(super) async fn send(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker).map_err(sorry(&reader))?;
    let thing = form.get("id").parse().unwrap_or_default();
    let extract = Zeroizing::new(form.get("extract").to_owned());
    let mut contents = typed(&form);
    let notes = match contents.add_scans(form.pictures.iter().map(|bytes| &bytes[..])) {
        Err(note) => vec![FieldNote::new("scans", note)],
        Ok(()) => {
            let sealing = Sealing { thing, unit, contents, extract: extract.clone() };
            match actions::seal(house, asker, sealing).await {
                Ok(sealed) => return go(&format!("/sealed/{}?sealed=yes", sealed.id)),
                Err(failure) => notes_of(&reader, failure)?,
            }
        }
    };
    let page = page(&site, &reader, thing, typed(&form), extract, notes).await.map_err(sorry(&reader))?;
    show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
