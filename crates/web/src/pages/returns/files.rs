//! A return as files: its figures for a spreadsheet, and its paper for Word and as PDF.

use super::show::version_asked;
use crate::{
    guard::Reader,
    pages::{
        Answered,
        overview::file,
        sheets::{self, Ending},
        sorry,
    },
    site::Site,
};
use axum::extract::{Path, State};
use danvan_actions::{
    documents::Format,
    returns::{letter, one, sheet},
};
use danvan_domain::ids::ReturnId;
use uuid::Uuid;

/// `GET /returns/{id}/sheet.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    table(&site, &reader, ReturnId(id), Ending::Csv).await
}

/// `GET /returns/{id}/sheet.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    table(&site, &reader, ReturnId(id), Ending::Xlsx).await
}

async fn table(site: &Site, reader: &Reader, id: ReturnId, ending: Ending) -> Answered {
    let house = &site.house;
    let found = one(house, &reader.visitor.asker, id, version_asked(reader)).await;
    let found = found.map_err(sorry(reader))?;
    let sheet = sheet(&house.facts(), &found, reader.words(), house.now());
    let name = format!("danvan-bao-cao-{}-{}", found.it.form, found.it.period.from);
    sheets::give(site, reader, (&name, ending), &sheet)
}

/// `GET /returns/{id}/paper.docx`.
pub(super) async fn docx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    paper(&site, &reader, ReturnId(id), Format::Docx).await
}

/// `GET /returns/{id}/paper.pdf`.
pub(super) async fn pdf(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    paper(&site, &reader, ReturnId(id), Format::Pdf).await
}

async fn paper(site: &Site, reader: &Reader, id: ReturnId, format: Format) -> Answered {
    let house = &site.house;
    let found = one(house, &reader.visitor.asker, id, version_asked(reader)).await;
    let found = found.map_err(sorry(reader))?;
    let paper = letter(&house.facts(), &found, format).map_err(sorry(reader))?;
    Ok(file(paper.kind, &paper.name, paper.bytes))
}
