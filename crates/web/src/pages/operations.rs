//! How the house is, for whoever operates it: what is well, what is parked, when it was last kept.

use super::{Answered, go, shell, show, sorry};
use crate::{
    doors::{Doors, get, post},
    form::Form,
    guard::Reader,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::operations::{self, Head, Measured, Parked};
use uuid::Uuid;

/// Addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new().route("/operations", get(look)).route("/operations/jobs/{id}/again", post(again))
}

#[derive(Template)]
#[template(path = "pages/operations/operations.html")]
struct Operations {
    shell: Shell,
    ill: i64,
    findings: Vec<Line>,
    measured: Measured,
    heads: Vec<Head>,
    jobs: Vec<JobRow>,
}

struct Line {
    well: bool,
    says: String,
}

struct JobRow {
    job: Parked,
    due: String,
}

/// The page.
async fn look(State(site): State<Site>, reader: Reader) -> Answered {
    let asker = &reader.visitor.asker;
    let health = operations::examine(&site.house, asker, false).await.map_err(sorry(&reader))?;
    let parked = operations::parked(&site.house, asker).await.map_err(sorry(&reader))?;
    let (words, now) = (reader.words(), site.house.now());
    let findings: Vec<Line> = health
        .findings
        .iter()
        .map(|finding| Line { well: finding.well, says: words.note(&finding.note) })
        .collect();
    let page = Operations {
        shell: shell(&site, &reader),
        ill: findings.iter().map(|line| i64::from(!line.well)).sum(),
        findings,
        heads: health.measured.chain.clone(),
        measured: health.measured,
        jobs: parked.into_iter().map(|job| JobRow { due: words.ago(job.due, now), job }).collect(),
    };
    show(&reader, &page)
}

/// Lets a parked job try again.
async fn again(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>, _form: Form) -> Answered {
    operations::try_again(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    go("/operations")
}
