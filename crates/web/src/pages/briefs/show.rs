//! `/briefs/{id}`: a brief on its paper, who it was sent to, who opened it; and the same for Word.

use super::{sheet::sheet, title};
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, documents::paper::Paper, letters::asked, overview, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    briefs::{Opened, file, one},
    documents::Format,
};
use danvan_domain::{
    briefs::{Opening, Stage},
    ids::BriefId,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/briefs/show.html")]
struct ShowPage {
    shell: Shell,
    id: BriefId,
    title: String,
    facts: Vec<String>,
    paper: Paper,
    /// Address, words, whether it comes next.
    next: Vec<(String, String, bool)>,
    is_kept: bool,
    is_new: bool,
    is_sent: bool,
    is_cancelled: bool,
    corrects: Option<String>,
    corrected: Option<String>,
    openings: Vec<String>,
}

/// `GET /briefs/{id}`.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, BriefId(id)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let is_sent = found.it.stage == Stage::Sent;
    let opening = |opening: &Opening| {
        let values = [
            ("role", shell.of("role", opening.role.word()).into()),
            ("unit", names::unit(&facts, opening.unit).into()),
            ("when", shell.words.moment(opening.at).into()),
        ];
        shell.say_with("brief-opened-at", &values)
    };
    let page = ShowPage {
        id: found.it.id,
        title: title(&facts, &shell, &found.it, &found.project),
        facts: told(&site, &shell, &found),
        next: next(&shell, &found),
        is_kept: asked(&reader).ticked("kept"),
        is_new: found.is_new,
        is_sent,
        is_cancelled: found.is_cancelled,
        corrects: found.it.corrects.map(|id| format!("/briefs/{id}")),
        corrected: found.corrected_by.map(|id| format!("/briefs/{id}")),
        openings: found.openings.iter().map(opening).collect(),
        paper: sheet(&shell, found.paper),
        shell,
    };
    show(&reader, &page)
}

fn told(site: &Site, shell: &Shell, found: &Opened) -> Vec<String> {
    let facts = site.house.facts();
    let mut told = vec![names::unit(&facts, found.it.unit)];
    told.extend(Some(found.number.clone()).filter(|number| !number.is_empty()));
    told.push(shell.say_one("brief-as-of", "when", shell.words.moment(found.it.read_at)));
    if let Some(sent) = found.it.sent_at {
        told.push(shell.say_one("brief-sent-at", "when", shell.words.moment(sent)));
        let units: Vec<String> = found.readers.iter().map(|unit| names::unit(&facts, *unit)).collect();
        told.push(shell.say_one("brief-sent-to", "units", units.join(", ")));
    }
    told
}

fn next(shell: &Shell, found: &Opened) -> Vec<(String, String, bool)> {
    let id = found.it.id;
    match (found.may_write, found.it.stage) {
        (false, _) => Vec::new(),
        (true, Stage::Draft) => vec![
            (format!("/briefs/{id}/send"), shell.say("brief-send"), true),
            (format!("/briefs/{id}/edit"), shell.say("brief-edit"), false),
        ],
        (true, Stage::Sent) => {
            let kind = found.it.kind;
            vec![(format!("/briefs/new?brief_kind={kind}&corrects={id}"), shell.say("brief-correct"), false)]
        }
    }
}

/// `GET /briefs/{id}/paper.docx`.
pub(super) async fn docx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    kept_as(&site, &reader, BriefId(id), Format::Docx).await
}

/// `GET /briefs/{id}/paper.pdf`.
pub(super) async fn pdf(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    kept_as(&site, &reader, BriefId(id), Format::Pdf).await
}

async fn kept_as(site: &Site, reader: &Reader, id: BriefId, format: Format) -> Answered {
    let paper = file(&site.house, &reader.visitor.asker, id, format).await.map_err(sorry(reader))?;
    Ok(overview::file(paper.kind, &paper.name, paper.bytes))
}
