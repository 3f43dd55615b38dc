//! `/clearance/{id}/year`: the yearly file, question by question, each number with where it comes from. It prints.

use super::{board::reasons, hectares, share};
use crate::{
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::{asked, named},
        sheets::{self, Ending},
        shell, show, sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::clearance::{Cell, Counted, Sheet, Year, year};
use danvan_domain::{
    answers::ReasonList,
    clearance::{Meeting, PROCEDURE},
    ids::ProjectId,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/year.html")]
struct YearPage {
    shell: Shell,
    id: ProjectId,
    name: String,
    year: i16,
    year_value: i64,
    parts: Vec<Part>,
    meetings: Vec<MeetingLine>,
    /// How many meetings are not listed.
    more: i64,
}

/// A question with its numbers.
struct Part {
    title: String,
    /// What, how much, and where that comes from.
    lines: Vec<[String; 3]>,
}

struct MeetingLine {
    when: String,
    act: String,
    unit: String,
    paper: String,
    /// Came, women, agreed, disagreed, otherwise, files.
    counts: [String; 6],
}

fn wanted(site: &Site, reader: &Reader) -> i16 {
    let form = asked(reader);
    form.filled("year").and_then(|said| said.parse().ok()).unwrap_or_else(|| site.house.today().0.year())
}

async fn read(site: &Site, reader: &Reader, id: Uuid) -> Result<Year, crate::answer::Sorry> {
    let wanted = wanted(site, reader);
    year(&site.house, &reader.visitor.asker, ProjectId(id), wanted).await.map_err(sorry(reader))
}

/// `GET /clearance/{id}/year`.
pub(super) async fn show_year(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let found = read(&site, &reader, id).await?;
    let shell = shell(&site, &reader);
    let page = YearPage {
        id: found.project.id,
        name: found.project.name.clone(),
        year: found.days.0.0.year(),
        year_value: i64::from(found.days.0.0.year()),
        parts: parts(&site, &shell, &found),
        meetings: found.meetings.iter().map(|(one, told)| meeting(&site, &shell, one, *told)).collect(),
        more: more(&found),
        shell,
    };
    show(&reader, &page)
}

/// How many meetings of the year are not listed.
fn more(found: &Year) -> i64 {
    found.met - i64::try_from(found.meetings.len()).unwrap_or(i64::MAX)
}

/// A count of people as it may be told.
fn people(shell: &Shell, count: Option<i64>) -> String {
    count.map_or_else(|| shell.say("clearance-kept-back"), |count| shell.words.count(count))
}

fn meeting(site: &Site, shell: &Shell, it: &Meeting, told: Counted) -> MeetingLine {
    let facts = site.house.facts();
    let act = facts.procedures.get(PROCEDURE).and_then(|one| one.acts.iter().find(|act| act.code == it.act));
    let opinion = |at: usize| people(shell, told.opinions.map(|all| all[at]));
    MeetingLine {
        when: shell.words.day(it.on),
        act: act.map_or_else(|| it.act.clone(), |act| named(shell, &act.name)),
        unit: names::unit(&facts, it.unit),
        paper: it.paper.clone(),
        counts: [
            people(shell, told.present),
            people(shell, told.women),
            opinion(0),
            opinion(1),
            opinion(2),
            shell.words.count(it.files),
        ],
    }
}

/// The questions in order, with their numbers.
fn parts(site: &Site, shell: &Shell, found: &Year) -> Vec<Part> {
    // Long because a yearly file asks many things.
    let count = |number: i64| shell.words.count(number);
    let dong = |amount: i64| shell.say_one("clearance-dong", "amount", count(amount).as_str());
    let board = format!("/clearance/{}", found.project.id);
    let days = format!("{} – {}", shell.words.day(found.days.0), shell.words.day(found.days.1));
    let line = |what: String, much: String, query: String| [what, much, query];
    let cut_off = found
        .project
        .cut_off_on
        .map_or_else(|| shell.say("clearance-no-cut-off"), |day| shell.words.day(day));
    let plan = shell.say_with(
        "clearance-plan",
        &[("number", found.project.number.as_str().into()), ("day", found.project.planned_on.into())],
    );
    let entered = |is_due: bool| {
        let lines = found.entered.iter().filter(|one| one.sort.is_due() == is_due);
        lines
            .map(|one| {
                let amount = if one.sort == danvan_domain::clearance::Sort::Plot {
                    count(one.amount)
                } else {
                    dong(one.amount)
                };
                let files = shell.say_count("clearance-of-files", one.files);
                line(
                    shell.of("clearance-entry", one.sort.word()),
                    format!("{amount} · {files}"),
                    days.clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    let needs = reasons(site, shell, ReasonList::Need, "");
    let need = |code: &str| {
        needs.iter().find(|one| one.value == code).map_or_else(|| code.to_owned(), |one| one.label.clone())
    };
    let (all, cleared) = (found.tally.all, found.tally.cleared);
    let part = |key: &str, lines: Vec<[String; 3]>| Part { title: shell.of("clearance-year", key), lines };
    vec![
        part("cut_off", vec![line(shell.say("clearance-cut-off-day"), cut_off, plan)]),
        part("entitlements", entered(true)),
        part("payments", entered(false)),
        part(
            "consultation",
            vec![
                line(shell.say("clearance-year-meetings"), count(found.met), days.clone()),
                line(
                    shell.say("clearance-year-calls"),
                    format!(
                        "{} · {}",
                        count(found.calls.0),
                        shell.say_count("clearance-of-files", found.calls.1)
                    ),
                    days,
                ),
            ],
        ),
        part(
            "grievances",
            found
                .grievances
                .iter()
                .map(|(sort, things, files)| {
                    let much =
                        format!("{} · {}", count(*things), shell.say_count("clearance-of-files", *files));
                    // No page lists them, so that there is no source to name.
                    line(shell.of("clearance-linked", sort), much, String::new())
                })
                .collect(),
        ),
        part(
            "support",
            found
                .needs
                .iter()
                .map(|(code, files, met)| {
                    let much = match (files, met) {
                        (Some(files), Some(met)) => shell.say_with(
                            "clearance-need-met",
                            &[("met", (*met).into()), ("files", (*files).into())],
                        ),
                        (Some(files), None) => shell.say_count("clearance-need-of", *files),
                        (None, _) => shell.say("clearance-few"),
                    };
                    line(need(code), much, String::new())
                })
                .collect(),
        ),
        part(
            "land",
            vec![
                line(
                    shell.say("clearance-first-area"),
                    format!(
                        "{} / {} ha · {}",
                        hectares(shell, cleared.area_m2),
                        hectares(shell, all.area_m2),
                        share(shell, cleared.area_m2, all.area_m2)
                    ),
                    board.clone(),
                ),
                line(
                    shell.say("clearance-first-waiting"),
                    count(all.files - cleared.files),
                    format!("{board}/worklist"),
                ),
                line(shell.say("clearance-first-plots"), count(all.plots - all.plots_given), board.clone()),
                line(
                    shell.say("clearance-left-to-pay"),
                    dong(all.due - all.paid),
                    format!("{board}/board.csv"),
                ),
            ],
        ),
    ]
}

/// `GET /clearance/{id}/year.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, id, Ending::Csv).await
}

/// `GET /clearance/{id}/year.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    sheet(&site, &reader, id, Ending::Xlsx).await
}

async fn sheet(site: &Site, reader: &Reader, id: Uuid, ending: Ending) -> Answered {
    let found = read(site, reader, id).await?;
    let shell = shell(site, reader);
    let year = found.days.0.0.year();
    let mut rows = Vec::new();
    for part in parts(site, &shell, &found) {
        for [what, much, query] in part.lines {
            rows.push([part.title.clone(), what, much, query].map(Cell::Text).to_vec());
        }
    }
    for (one, told) in &found.meetings {
        let line = meeting(site, &shell, one, *told);
        let [present, women, agree, disagree, other, _] = line.counts;
        let counts = shell.say_with(
            "clearance-counts",
            &[
                ("present", present.into()),
                ("women", women.into()),
                ("agree", agree.into()),
                ("disagree", disagree.into()),
                ("other", other.into()),
            ],
        );
        let what = [line.act, line.unit, line.when].join(" · ");
        rows.push(
            [shell.of("clearance-year", "consultation"), what, counts, line.paper].map(Cell::Text).to_vec(),
        );
    }
    let more =
        (0 < more(&found)).then(|| (shell.say_count("clearance-meetings-more", more(&found)), String::new()));
    let about = sheets::about(site, &shell, format!("/clearance/{id}/year?year={year}"), more);
    let sheet = Sheet {
        title: shell.say_with(
            "clearance-year-of",
            &[("name", found.project.name.as_str().into()), ("year", i64::from(year).into())],
        ),
        about,
        heading: ["question", "what", "much", "query"]
            .iter()
            .map(|one| shell.of("clearance-column", one))
            .collect(),
        rows,
    };
    sheets::give(site, reader, (&format!("danvan-gpmb-{year}"), ending), &sheet)
}
