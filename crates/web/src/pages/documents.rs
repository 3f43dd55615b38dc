//! Documents: written from what the house knows, issued, printed, the register of numbers, and the templates behind them.

mod draft;
mod issued;
pub(super) mod paper;
mod register;
mod templates;

pub(super) use issued::kept;

use super::{letters::named, overview::file};
use crate::{
    doors::{Doors, get, post},
    shell::Shell,
};
use axum::response::Response;
use danvan_actions::documents::{About, File, Papers};
use danvan_domain::{facts::Grade, procedures::Procedure};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/proceedings/{id}/documents/{kind}", get(draft::of_proceeding).post(draft::about_proceeding))
        .route("/receptions/desk/visits/{id}/documents/{kind}", get(draft::of_visit).post(draft::about_visit))
        .route("/documents/{id}", get(issued::show))
        .route("/documents/{id}/file", get(issued::download))
        .route("/documents/{id}/file.pdf", get(issued::download_pdf))
        .route("/documents/{id}/cancel", post(issued::cancel))
        .route("/documents/paper/{system}", get(paper::style))
        .route("/documents/register", get(register::show))
        .route("/documents/register.xlsx", get(register::xlsx))
        .route("/documents/register.csv", get(register::csv))
        .route("/documents/templates", get(templates::list))
        .dangerous("/documents/templates/{kind}", get(templates::show).post(templates::edit))
}

/// A letter that fits, as a link.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) href: String,
    pub(super) label: String,
    /// The act it belongs to.
    pub(super) act: String,
    /// What that act is called.
    pub(super) act_name: String,
    /// Whether the act was done already.
    pub(super) is_done: bool,
}

/// An issued document as a line.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) day: String,
    pub(super) act: String,
    /// Why its number was cancelled.
    pub(super) cancelled: Option<String>,
}

/// What a document is written about, as the beginning of an address.
fn address(about: About) -> String {
    match about {
        About::Proceeding(id) => format!("/proceedings/{id}"),
        About::Visit(id) => format!("/receptions/desk/visits/{id}"),
    }
}

/// The letters that fit, as links.
pub(super) fn offers(shell: &Shell, about: About, procedure: &Procedure, papers: &Papers) -> Vec<Offer> {
    let offer = |fit: &danvan_domain::documents::Fit| {
        let row = procedure.acts.iter().find(|act| act.code == fit.row.act);
        Offer {
            href: format!("{}/documents/{}?act={}", address(about), fit.row.kind, fit.row.act),
            label: shell.of("document-kind", fit.row.kind.word()),
            act: fit.row.act.clone(),
            act_name: row.map_or_else(|| fit.row.act.clone(), |act| named(shell, &act.name)),
            is_done: fit.is_done,
        }
    };
    papers.fits.iter().map(offer).collect()
}

/// What was issued, as lines.
pub(super) fn lines(shell: &Shell, papers: &Papers) -> Vec<Line> {
    let line = |document: &danvan_actions::documents::Document| Line {
        href: format!("/documents/{}", document.id),
        number: bare_number(&document.number_text).to_owned(),
        kind: shell.of("document-kind", document.kind.word()),
        day: shell.words.day(document.issued_on),
        act: document.act.clone(),
        cancelled: document.cancelled_at.map(|_| document.cancel_reason.clone()),
    };
    papers.issued.iter().map(line).collect()
}

/// An issued document in one line, for whoever it is about: kind, number, day, and whether its number was cancelled.
pub(super) fn told(shell: &Shell, document: &danvan_actions::documents::Document) -> String {
    let kind = shell.of("document-kind", document.kind.word());
    let day = shell.words.day(document.issued_on);
    let line = format!("{kind} {} · {day}", bare_number(&document.number_text));
    let reason = document.cancelled_at.map(|_| document.cancel_reason.as_str());
    reason.map_or(line.clone(), |reason| {
        format!("{line} · {}", shell.say_one("document-cancelled-short", "reason", reason))
    })
}

/// A number without the words before it: `05/TB-UBND`.
pub(super) fn bare_number(text: &str) -> &str {
    text.trim_start_matches("Số").trim_start_matches(':').trim()
}

/// Where something is written, when that was not read in the text of the law itself.
fn source(shell: &Shell, source: &str, grade: Grade) -> Option<String> {
    let is_sure = matches!(grade, Grade::A | Grade::AMinus);
    let values = [("source", source.into()), ("certainty", grade.word().into())];
    (!is_sure).then(|| shell.say_with("document-source", &values))
}

/// A file for somebody to keep.
fn download(kept: File) -> Response {
    file(kept.kind, &kept.name, kept.bytes)
}
