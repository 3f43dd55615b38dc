//! `/contests/rounds/{id}/board`: the board of the hall, which renews itself without script; and the results as files.

use super::{Mark, stage_mark};
use crate::{
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, named},
        overview::file,
        sheets::{self, Ending},
        shell, show, sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue},
};
use danvan_actions::{
    Facts,
    contests::{Line, Results, board, results_letter, results_sheet},
    documents::Format,
};
use danvan_domain::{
    contests::{Contest, Stage, points_text},
    ids::RoundId,
};
use uuid::Uuid;

/// After how many seconds the board renews itself.
const EVERY: &str = "10";

#[derive(Template)]
#[template(path = "pages/contests/board.html")]
struct BoardPage {
    shell: Shell,
    id: RoundId,
    title: String,
    name: String,
    stage: Mark,
    headings: Vec<String>,
    lines: Vec<Vec<String>>,
    is_live: bool,
    renews: bool,
    as_of: String,
}

/// The results as a table: place, team, unit, each part, in all, what decided a tie.
pub(super) fn table(
    shell: &Shell,
    facts: &Facts,
    contest: &Contest,
    results: &Results,
) -> (Vec<String>, Vec<Vec<String>>) {
    let mut headings = ["contest-rank", "contest-team", "contest-unit"].map(|key| shell.say(key)).to_vec();
    headings.extend(contest.rules.parts.iter().map(|part| named(shell, &part.name)));
    headings.extend(["contest-total", "contest-decided"].map(|key| shell.say(key)));
    let decided = |line: &Line| match line.decided_by.as_deref() {
        None => String::new(),
        Some(by) => match contest.rules.part(by) {
            Some(part) => named(shell, &part.name),
            None => shell.say("contest-by-lot"),
        },
    };
    let row = |line: &Line| {
        let mut cells =
            vec![line.rank.to_string(), line.team.name.clone(), names::unit(facts, line.team.unit)];
        cells.extend(line.score.parts.iter().map(|part| match part {
            Some(score) => points_text(score.score),
            None => "–".to_owned(),
        }));
        cells.push(points_text(line.score.total));
        cells.push(decided(line));
        cells
    };
    (headings, results.lines.iter().map(row).collect())
}

/// `GET /contests/rounds/{id}/board`; with `still=1` it does not renew itself.
pub(super) async fn show_board(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let (round, contest, found) = board(&site.house, RoundId(id)).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let (headings, lines) = table(&shell, &facts, &contest, &found);
    let is_live = round.stage != Stage::Published;
    let renews = is_live && asked(&reader).filled("still").is_none();
    let page = BoardPage {
        id: round.id,
        title: contest.title.clone(),
        name: round.name.clone(),
        stage: stage_mark(&shell, &round),
        headings,
        lines,
        is_live,
        renews,
        as_of: shell.words.time(site.house.now()),
        shell,
    };
    let mut response = show(&reader, &page)?;
    if renews {
        // Works without script, and the page says how to stop it.
        response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static(EVERY));
    }
    Ok(response)
}

/// `GET /contests/rounds/{id}/results.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, RoundId(id), Ending::Csv).await
}

/// `GET /contests/rounds/{id}/results.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, RoundId(id), Ending::Xlsx).await
}

async fn sheet(site: &Site, reader: &Reader, id: RoundId, ending: Ending) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let sheet = results_sheet(house, asker, id, reader.words()).await.map_err(sorry(reader))?;
    sheets::give(site, reader, ("danvan-ket-qua-hoi-thi", ending), &sheet)
}

/// `GET /contests/rounds/{id}/results.docx`.
pub(super) async fn docx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    paper(&site, &reader, RoundId(id), Format::Docx).await
}

/// `GET /contests/rounds/{id}/results.pdf`.
pub(super) async fn pdf(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    paper(&site, &reader, RoundId(id), Format::Pdf).await
}

async fn paper(site: &Site, reader: &Reader, id: RoundId, format: Format) -> Answered {
    let paper =
        results_letter(&site.house, &reader.visitor.asker, id, format).await.map_err(sorry(reader))?;
    Ok(file(paper.kind, &paper.name, paper.bytes))
}
