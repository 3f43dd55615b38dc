//! `/clearance/{id}`: the board in hectares, households, graves and plots, by stretch, commune or old district.

use super::{hectares, said, share};
use crate::{
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, named},
        sheets::{self, Ending},
        shell, show, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::clearance::{Board, By, Cell, Reach, Row as Counted, Sheet, board};
use danvan_domain::{
    answers::ReasonList,
    clearance::{PROCEDURE, Tally},
    ids::ProjectId,
    rights::Verb,
    time::Day,
    units::Quality,
};
use danvan_words::read_day;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/board.html")]
struct BoardPage {
    shell: Shell,
    id: ProjectId,
    name: String,
    facts: Vec<String>,
    /// What a leader reads first.
    firsts: Vec<(String, String)>,
    views: Vec<(String, String, bool)>,
    by: String,
    heading: String,
    rows: Vec<Row>,
    total: Row,
    reasons: Vec<(String, String, String)>,
    stages: Vec<(String, String)>,
    on: String,
    on_said: String,
    query: String,
    is_whole: bool,
    may_handle: bool,
    has_carried: bool,
}

struct Row {
    name: String,
    href: String,
    quality: String,
    /// Land, households, graves, plots: done of all.
    cells: [String; 4],
    share: String,
    waiting: String,
    blocked: String,
}

/// What is asked of a board by its address.
struct Asked {
    by: By,
    on: Option<Day>,
}

impl Asked {
    fn read(reader: &Reader) -> Self {
        let form = asked(reader);
        Self {
            by: form.get("by").parse().unwrap_or(By::Segment),
            on: form.filled("on").and_then(|said| read_day(said).ok()),
        }
    }
}

async fn read(site: &Site, reader: &Reader, id: Uuid) -> Result<Board, crate::answer::Sorry> {
    let asked = Asked::read(reader);
    let found = board(&site.house, &reader.visitor.asker, ProjectId(id), asked.by, asked.on).await;
    found.map_err(sorry(reader))
}

/// `GET /clearance/{id}`.
pub(super) async fn show_board(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let found = read(&site, &reader, id).await?;
    let shell = shell(&site, &reader);
    let may_handle = site.house.own_unit(&reader.visitor.asker, Verb::HandleClearance).is_ok();
    show(&reader, &page(&site, &shell, &found, may_handle))
}

fn page(site: &Site, shell: &Shell, found: &Board, may_handle: bool) -> BoardPage {
    // Long because a board has many fields.
    let (facts, project) = (site.house.facts(), &found.project);
    let reason = |code: &str| {
        let choice = facts.answers.choices(ReasonList::Blocked).find(|choice| choice.code == code);
        choice.map_or_else(|| code.to_owned(), |choice| said(shell, &choice.vi, &choice.en))
    };
    let procedure = facts.procedures.get(PROCEDURE);
    let stage = |code: &str| {
        let stage = procedure.and_then(|procedure| procedure.stage(code));
        stage.map_or_else(|| code.to_owned(), |stage| named(shell, &stage.name))
    };
    let total = row(shell, String::new(), String::new(), &found.total, Quality::Exact);
    BoardPage {
        id: project.id,
        name: project.name.clone(),
        facts: about(site, shell, found),
        firsts: firsts(shell, &found.total),
        views: By::ALL
            .iter()
            .map(|by| {
                let href = format!("/clearance/{}?by={by}", project.id);
                (href, shell.of("clearance-by", by.word()), *by == found.by)
            })
            .collect(),
        by: found.by.word().to_owned(),
        heading: shell.of("clearance-head", found.by.word()),
        rows: found.rows.iter().map(|one| counted(site, shell, found, one)).collect(),
        total,
        reasons: found
            .reasons
            .iter()
            .map(|(code, sum)| {
                let href = format!("/clearance/{}/worklist?reason={code}", project.id);
                (href, reason(code), shell.words.count(sum.files))
            })
            .collect(),
        stages: found.stages.iter().map(|(code, sum)| (stage(code), shell.words.count(sum.files))).collect(),
        on: shell.words.day(found.on),
        on_said: found.on.to_string(),
        query: format!("by={}&on={}", found.by, found.on),
        is_whole: found.reach == Reach::Whole,
        may_handle,
        has_carried: found.rows.iter().any(|row| row.quality != Quality::Exact),
        shell: shell.clone(),
    }
}

/// What holds of a project, each a sentence.
fn about(site: &Site, shell: &Shell, found: &Board) -> Vec<String> {
    let project = &found.project;
    let mut told = vec![
        shell.say_with(
            "clearance-plan",
            &[("number", project.number.as_str().into()), ("day", project.planned_on.into())],
        ),
        shell.say_one("clearance-area", "area", hectares(shell, project.area_m2).as_str()),
    ];
    if let Some(day) = project.cut_off_on {
        told.push(shell.say_one("clearance-cut-off", "day", day));
    }
    if let Reach::Commune(unit) = found.reach {
        let unit = names::unit(&site.house.facts(), unit);
        told.push(shell.say_one("clearance-only", "unit", unit.as_str()));
    }
    told
}

fn firsts(shell: &Shell, total: &Tally) -> Vec<(String, String)> {
    let waiting = total.all.files - total.cleared.files;
    vec![
        (share(shell, total.cleared.area_m2, total.all.area_m2), shell.say("clearance-first-area")),
        (shell.words.count(waiting), shell.say("clearance-first-waiting")),
        (shell.words.count(total.blocked.files), shell.say("clearance-first-blocked")),
        (shell.words.count(total.all.plots - total.all.plots_given), shell.say("clearance-first-plots")),
    ]
}

fn counted(site: &Site, shell: &Shell, found: &Board, one: &Counted) -> Row {
    let id = found.project.id;
    let facts = site.house.facts();
    let (name, href) = match (one.segment, one.unit) {
        (Some(segment), _) => {
            let name = found.segments.iter().find(|known| known.id == segment);
            (
                name.map(|one| one.name.clone()).unwrap_or_default(),
                format!("/clearance/{id}/worklist?segment={segment}"),
            )
        }
        (None, Some(unit)) => {
            let is_commune =
                found.by == By::Commune && facts.tree.get(unit).is_some_and(|unit| unit.valid_to.is_none());
            let href =
                if is_commune { format!("/clearance/{id}/worklist?unit={unit}") } else { String::new() };
            (names::unit(&facts, unit), href)
        }
        (None, None) => (shell.say("clearance-nowhere"), String::new()),
    };
    row(shell, name, href, &one.tally, one.quality)
}

fn row(shell: &Shell, name: String, href: String, tally: &Tally, quality: Quality) -> Row {
    let of = |done: i64, all: i64| format!("{} / {}", shell.words.count(done), shell.words.count(all));
    Row {
        name,
        href,
        quality: if quality == Quality::Exact { String::new() } else { shell.of("quality", quality.word()) },
        cells: [
            format!("{} / {}", hectares(shell, tally.cleared.area_m2), hectares(shell, tally.all.area_m2)),
            of(tally.cleared.households, tally.all.households),
            of(tally.cleared.graves, tally.all.graves),
            of(tally.all.plots_given, tally.all.plots),
        ],
        share: share(shell, tally.cleared.area_m2, tally.all.area_m2),
        waiting: shell.words.count(tally.all.files - tally.cleared.files),
        blocked: shell.words.count(tally.blocked.files),
    }
}

/// The board as a table for other programs, whole square metres and đồng.
fn table(site: &Site, shell: &Shell, found: &Board) -> Sheet {
    let columns = [
        "files",
        "files_cleared",
        "blocked",
        "area",
        "area_cleared",
        "households",
        "households_cleared",
        "graves",
        "graves_cleared",
        "plots",
        "plots_given",
        "due",
        "paid",
        "quality",
    ];
    let mut heading = vec![shell.of("clearance-head", found.by.word())];
    heading.extend(columns.iter().map(|column| shell.of("clearance-column", column)));
    let line = |name: String, tally: &Tally, quality: Quality| {
        let (all, done) = (tally.all, tally.cleared);
        let mut cells = vec![Cell::Text(name)];
        let numbers = [
            all.files,
            done.files,
            tally.blocked.files,
            all.area_m2,
            done.area_m2,
            all.households,
            done.households,
            all.graves,
            done.graves,
            all.plots,
            all.plots_given,
            all.due,
            all.paid,
        ];
        cells.extend(numbers.map(Cell::Count));
        cells.push(Cell::Text(shell.of("quality", quality.word())));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = found
        .rows
        .iter()
        .map(|one| line(counted(site, shell, found, one).name, &one.tally, one.quality))
        .collect();
    rows.push(line(shell.say("clearance-total"), &found.total, Quality::Exact));
    let address = format!("/clearance/{}?by={}&on={}", found.project.id, found.by, found.on);
    let structure = (shell.say("clearance-structure"), shell.words.day(found.on));
    let about = sheets::about(site, shell, address, [structure]);
    Sheet { title: found.project.name.clone(), about, heading, rows }
}

/// `GET /clearance/{id}/board.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, id, Ending::Csv).await
}

/// `GET /clearance/{id}/board.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, id, Ending::Xlsx).await
}

async fn sheet(site: &Site, reader: &Reader, id: Uuid, ending: Ending) -> Answered {
    let found = read(site, reader, id).await?;
    let sheet = table(site, &shell(site, reader), &found);
    sheets::give(site, reader, (&format!("danvan-gpmb-{}-{}", found.by, found.on), ending), &sheet)
}

/// Choices of a list of reasons in the reader's language.
pub(super) fn reasons(site: &Site, shell: &Shell, list: ReasonList, chosen: &str) -> Vec<Choice> {
    let facts = site.house.facts();
    let choice = |one: &danvan_domain::answers::Choice| {
        Choice::new(one.code.clone(), said(shell, &one.vi, &one.en), chosen)
    };
    facts.answers.choices(list).map(choice).collect()
}
