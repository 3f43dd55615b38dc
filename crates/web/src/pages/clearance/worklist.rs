//! `/clearance/{id}/worklist`: what is not handed over, by what keeps it waiting, the longest waiting first, with the next act.

use super::{board::reasons, hectares, said};
use crate::{
    form::encoded,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, named},
        sheets::{self, Ending},
        shell, show, sorry,
    },
    shell::{Choice, DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::clearance::{Cell, Filter, PAGE, Reach, Sheet, Waits, Worklist, worklist};
use danvan_domain::{
    answers::ReasonList,
    clearance::PROCEDURE,
    ids::{ProceedingId, ProjectId},
    time::Moment,
};
use uuid::Uuid;

/// Most files of a table.
const MOST: usize = 20_000;

#[derive(Template)]
#[template(path = "pages/clearance/worklist.html")]
struct Page {
    shell: Shell,
    id: ProjectId,
    name: String,
    reasons: Vec<Choice>,
    segments: Vec<Choice>,
    stages: Vec<Choice>,
    unit: String,
    unit_name: String,
    is_blocked: bool,
    rows: Vec<Row>,
    query: String,
    next: Option<String>,
}

struct Row {
    href: String,
    number: String,
    facts: String,
    reason: String,
    since: String,
    stage: String,
    next: String,
    due: Option<DueChip>,
}

/// What is asked of a worklist by its address.
struct Asked {
    filter: Filter,
    after: Option<(Moment, ProceedingId)>,
}

impl Asked {
    fn read(reader: &Reader) -> Self {
        let form = asked(reader);
        let after = form.filled("after").and_then(|said| said.split_once('_')).and_then(|(at, id)| {
            Some((Moment::from_micros(at.parse().ok()?), id.parse::<ProceedingId>().ok()?))
        });
        let filter = Filter {
            unit: form.filled("unit").and_then(|said| said.parse().ok()),
            segment: form.filled("segment").and_then(|said| said.parse().ok()),
            stage: form.filled("stage").map(str::to_owned),
            reason: form.filled("reason").map(str::to_owned),
            is_blocked: form.ticked("blocked"),
        };
        Self { filter, after }
    }

    fn query(&self) -> String {
        let it = &self.filter;
        let mut parts = Vec::new();
        parts.extend(it.unit.map(|unit| format!("unit={unit}")));
        parts.extend(it.segment.map(|segment| format!("segment={segment}")));
        parts.extend(it.stage.as_ref().map(|stage| format!("stage={}", encoded(stage))));
        parts.extend(it.reason.as_ref().map(|reason| format!("reason={}", encoded(reason))));
        parts.extend(it.is_blocked.then(|| "blocked=yes".to_owned()));
        parts.join("&")
    }
}

async fn read(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    (asked, most): (&Asked, usize),
) -> Result<Worklist, crate::answer::Sorry> {
    let after = (asked.after, most);
    let found = worklist(&site.house, &reader.visitor.asker, ProjectId(id), &asked.filter, after).await;
    found.map_err(sorry(reader))
}

/// `GET /clearance/{id}/worklist`.
pub(super) async fn show_worklist(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Answered {
    let asked = Asked::read(&reader);
    let found = read(&site, &reader, id, (&asked, PAGE)).await?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let filter = &asked.filter;
    let segment = filter.segment.map(|id| id.to_string()).unwrap_or_default();
    let unit = match found.reach {
        Reach::Commune(unit) => Some(unit),
        Reach::Whole => filter.unit,
    };
    let stages = facts.procedures.get(PROCEDURE).map(|procedure| &procedure.stages[..]).unwrap_or_default();
    let stage = filter.stage.clone().unwrap_or_default();
    let mut query = asked.query();
    if !query.is_empty() {
        query.push('&');
    }
    let page = Page {
        id: found.project.id,
        name: found.project.name.clone(),
        reasons: reasons(&site, &shell, ReasonList::Blocked, filter.reason.as_deref().unwrap_or_default()),
        segments: found
            .segments
            .iter()
            .map(|one| Choice::new(one.id.to_string(), one.name.clone(), &segment))
            .collect(),
        stages: stages
            .iter()
            .map(|one| Choice::new(one.code.clone(), named(&shell, &one.name), &stage))
            .collect(),
        unit: filter.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        unit_name: unit.map(|unit| names::unit(&facts, unit)).unwrap_or_default(),
        is_blocked: filter.is_blocked,
        rows: found.rows.iter().map(|one| row(&site, &shell, &found, one)).collect(),
        next: found.next.map(|(at, id)| {
            format!("/clearance/{}/worklist?{query}after={}_{id}", found.project.id, at.micros())
        }),
        query,
        shell: shell.clone(),
    };
    show(&reader, &page)
}

/// The name of what keeps a file waiting.
pub(super) fn reason_name(site: &Site, shell: &Shell, code: &str) -> String {
    let facts = site.house.facts();
    let choice = facts.answers.choices(ReasonList::Blocked).find(|choice| choice.code == code);
    choice.map_or_else(|| code.to_owned(), |choice| said(shell, &choice.vi, &choice.en))
}

/// The name of a stage.
pub(super) fn stage_name(site: &Site, shell: &Shell, code: &str) -> String {
    let facts = site.house.facts();
    let stage = facts.procedures.get(PROCEDURE).and_then(|procedure| procedure.stage(code));
    stage.map_or_else(|| code.to_owned(), |stage| named(shell, &stage.name))
}

fn row(site: &Site, shell: &Shell, found: &Worklist, one: &Waits) -> Row {
    let (facts, now) = (site.house.facts(), site.house.now());
    let it = &one.file;
    let segment = found.segments.iter().find(|segment| segment.id == it.segment);
    let parts = [
        shell.of("clearance-kind", it.kind.word()),
        names::unit(&facts, it.place),
        segment.map(|segment| segment.name.clone()).unwrap_or_default(),
        shell.say_one("clearance-ha", "area", hectares(shell, it.area_m2).as_str()),
    ];
    let days = now.day().days_since(it.waiting_since.day());
    Row {
        href: format!("/clearance/files/{}", it.id),
        number: it.number.clone(),
        facts: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        reason: if it.reason.is_empty() { String::new() } else { reason_name(site, shell, &it.reason) },
        since: shell.say_count("clearance-waits", days),
        stage: stage_name(site, shell, &it.stage),
        next: one.next.iter().map(|name| named(shell, name)).collect::<Vec<_>>().join(" · "),
        due: one.due.as_ref().map(|due| names::due_short(&facts, shell.words, due.due_at, now)),
    }
}

async fn table(site: &Site, reader: &Reader, id: Uuid) -> Result<Sheet, crate::answer::Sorry> {
    let asked = Asked::read(reader);
    let found = read(site, reader, id, (&asked, MOST)).await?;
    let (shell, facts) = (shell(site, reader), site.house.facts());
    let columns = [
        "number",
        "kind",
        "place",
        "segment",
        "stage",
        "reason",
        "since",
        "area",
        "households",
        "graves",
        "next",
        "due_on",
    ];
    let line = |one: &Waits| {
        let it = &one.file;
        let segment = found.segments.iter().find(|segment| segment.id == it.segment);
        vec![
            Cell::text(it.number.clone()),
            Cell::Text(shell.of("clearance-kind", it.kind.word())),
            Cell::Text(names::unit(&facts, it.place)),
            Cell::text(segment.map(|one| one.name.clone()).unwrap_or_default()),
            Cell::Text(stage_name(site, &shell, &it.stage)),
            Cell::text(if it.reason.is_empty() {
                String::new()
            } else {
                reason_name(site, &shell, &it.reason)
            }),
            Cell::Day(it.waiting_since.day()),
            Cell::Count(it.area_m2),
            Cell::Count(it.households),
            Cell::Count(it.graves),
            Cell::Text(one.next.iter().map(|name| named(&shell, name)).collect::<Vec<_>>().join("; ")),
            one.due.as_ref().map_or(Cell::Empty, |due| Cell::Day(due.due_at.day())),
        ]
    };
    let cut = (shell.say("clearance-cut"), shell.words.count(i64::try_from(MOST).unwrap_or(i64::MAX)));
    let address = format!("/clearance/{id}/worklist?{}", asked.query());
    let about = sheets::about(site, &shell, address, found.next.is_some().then_some(cut));
    Ok(Sheet {
        title: shell.say_one("clearance-worklist-of", "name", found.project.name.as_str()),
        about,
        heading: columns.iter().map(|column| shell.of("clearance-column", column)).collect(),
        rows: found.rows.iter().map(line).collect(),
    })
}

/// `GET /clearance/{id}/worklist.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, id, Ending::Csv).await
}

/// `GET /clearance/{id}/worklist.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, id, Ending::Xlsx).await
}

async fn sheet(site: &Site, reader: &Reader, id: Uuid, ending: Ending) -> Answered {
    let sheet = table(site, reader, id).await?;
    sheets::give(site, reader, (&format!("danvan-gpmb-vuong-mac-{}", site.house.today()), ending), &sheet)
}
