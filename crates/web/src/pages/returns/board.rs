//! `/returns/board`: who has told what is owed, how complete, and when.

use super::{Mark, stage_mark, timing_mark};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        letters::asked,
        sheets::{self, Ending},
        shell, show, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Facts,
    returns::{Board, Line, board, board_sheet, name_of, period_name},
};
use danvan_domain::{returns::Timing, time::Day};

#[derive(Template)]
#[template(path = "pages/returns/board.html")]
struct BoardPage {
    shell: Shell,
    forms: Vec<Choice>,
    periods: Vec<Choice>,
    title: String,
    /// How many stand how, by words.
    summary: Vec<(Mark, String)>,
    rows: Vec<RowLine>,
    is_quick: bool,
    /// What is said where older ones are left out.
    newest_of: Option<String>,
    query: String,
}

struct RowLine {
    href: String,
    unit: String,
    title: String,
    stage: Mark,
    timing: Mark,
    filled: String,
    due: String,
    sent: String,
}

async fn asked_board(site: &Site, reader: &Reader) -> Result<(Board, String), Sorry> {
    let form = asked(reader);
    let facts = site.house.facts();
    // Without a choice, the form that comes most often.
    let first = facts.forms.all().first().map_or("", |form| form.code.as_str());
    let code = form.filled("form").unwrap_or(first).to_owned();
    let from: Option<Day> = form.filled("from").and_then(|said| said.parse().ok());
    let found = board(&site.house, &reader.visitor.asker, &code, from).await.map_err(sorry(reader))?;
    let query = format!("form={}&from={}", found.form.code, found.period.from);
    Ok((found, query))
}

/// `GET /returns/board`.
pub(super) async fn show_board(State(site): State<Site>, reader: Reader) -> Answered {
    let (found, query) = asked_board(&site, &reader).await?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let (form, words) = (&found.form, shell.words);
    let chosen = found.period.from.to_string();
    let period = |period| period_name(words, form.rhythm, period);
    let count = |timing: &Timing| found.summary.get(timing).copied().unwrap_or(0);
    let page = BoardPage {
        forms: facts
            .forms
            .all()
            .iter()
            .map(|one| Choice::new(one.code.clone(), name_of(words, &one.name), &form.code))
            .collect(),
        periods: found
            .periods
            .iter()
            .map(|one| Choice::new(one.from.to_string(), period(*one), &chosen))
            .collect(),
        title: format!("{} · {}", name_of(words, &form.name), period(found.period)),
        summary: Timing::ALL
            .iter()
            .map(|timing| (timing_mark(&shell, *timing), words.count(count(timing) as i64)))
            .collect(),
        rows: found.lines.iter().map(|line| row(&facts, &shell, line)).collect(),
        is_quick: form.due.is_empty(),
        newest_of: found.newest_of.map(|newest| shell.say_count("returns-newest", newest)),
        query,
        shell,
    };
    show(&reader, &page)
}

fn row(facts: &Facts, shell: &Shell, line: &Line) -> RowLine {
    let it = &line.it;
    RowLine {
        href: format!("/returns/{}", it.id),
        unit: names::unit(facts, it.about),
        title: it.title.clone(),
        stage: stage_mark(shell, it),
        timing: timing_mark(shell, line.timing),
        filled: format!("{}/{}", line.filled, line.needed),
        due: it.again_on.or(it.due_on).map(|due| shell.words.day(due)).unwrap_or_default(),
        sent: it.sent_at.map(|sent| shell.words.day(sent.day())).unwrap_or_default(),
    }
}

/// `GET /returns/board.csv`.
pub(super) async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Csv).await
}

/// `GET /returns/board.xlsx`.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Xlsx).await
}

async fn sheet(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let (found, _) = asked_board(site, reader).await?;
    let sheet = board_sheet(&site.house.facts(), &found, reader.words(), site.house.now());
    let name = format!("danvan-bang-bao-cao-{}-{}", found.form.code, found.period.from);
    sheets::give(site, reader, (&name, ending), &sheet)
}
