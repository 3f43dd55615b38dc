//! `/returns`: what a unit owes and what it has told, the newest period first.

use super::{Mark, stage_mark, timing_mark};
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, letters::asked, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Facts,
    returns::{list, name_of, period_name},
};
use danvan_domain::{
    ids::ReturnId,
    returns::{Return, Timing},
    rights::Verb,
    time::Day,
};

#[derive(Template)]
#[template(path = "pages/returns/list.html")]
struct ListPage {
    shell: Shell,
    /// What is still to be written or sent again.
    owed: Vec<Line>,
    told: Vec<Line>,
    may_write: bool,
    may_review: bool,
    more: Option<String>,
}

struct Line {
    href: String,
    title: String,
    facts: String,
    stage: Mark,
    timing: Option<Mark>,
}

/// The name of a return: its form and period, and what a quick report is about.
pub(super) fn title(facts: &Facts, shell: &Shell, it: &Return) -> String {
    let Some(form) = facts.forms.get(&it.form) else { return it.form.clone() };
    let name = format!(
        "{} · {}",
        name_of(shell.words, &form.name),
        period_name(shell.words, form.rhythm, it.period)
    );
    if it.title.is_empty() { name } else { format!("{} ({name})", it.title) }
}

fn line(facts: &Facts, shell: &Shell, it: &Return, today: Day) -> Line {
    let due = it.again_on.or(it.due_on);
    let mut told = Vec::new();
    // What a unit took over tells of another unit than itself.
    if it.about != it.unit {
        told.push(names::unit(facts, it.about));
    }
    told.extend(due.map(|due| shell.say_one("return-due-on", "day", due)));
    let timing = it.timing(today);
    Line {
        href: format!("/returns/{}", it.id),
        title: title(facts, shell, it),
        facts: told.join(" · "),
        stage: stage_mark(shell, it),
        timing: (it.due_on.is_some() && timing != Timing::Waiting).then(|| timing_mark(shell, timing)),
    }
}

/// `GET /returns`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let after = asked(&reader).filled("after").and_then(|said| {
        let (day, id) = said.split_once('_')?;
        Some((day.parse::<Day>().ok()?, id.parse::<ReturnId>().ok()?))
    });
    let (found, more) = list(house, asker, after).await.map_err(sorry(&reader))?;
    let (shell, facts, today) = (shell(&site, &reader), house.facts(), house.today());
    let lines = |is_owed: bool| {
        let some = found.iter().filter(|it| it.stage.is_written() == is_owed);
        some.map(|it| line(&facts, &shell, it, today)).collect::<Vec<_>>()
    };
    let page = ListPage {
        owed: lines(true),
        told: lines(false),
        may_write: house.own_unit(asker, Verb::WriteReturn).is_ok(),
        may_review: house.own_unit(asker, Verb::ReviewReturns).is_ok(),
        more: found
            .last()
            .filter(|_| more)
            .map(|last| format!("/returns?after={}_{}", last.period.from, last.id)),
        shell,
    };
    show(&reader, &page)
}
