//! `/inspections`: those a unit leads, or those it is the object of.

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
    inspections::{Of, list},
};
use danvan_domain::{ids::InspectionId, inspections::Inspection, rights::Verb, time::Moment};

#[derive(Template)]
#[template(path = "pages/inspections/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Line>,
    is_of_own: bool,
    may_lead: bool,
    more: Option<String>,
}

/// An inspection as a line.
pub(super) struct Line {
    href: String,
    title: String,
    facts: String,
    stage: String,
    class: &'static str,
    sign: &'static str,
}

/// A stage by its word, the class of its colour and its sign.
pub(super) fn mark(
    shell: &Shell,
    it: &Inspection,
    today: danvan_domain::time::Day,
) -> (String, &'static str, &'static str) {
    let word = shell.of("inspection-stage", it.stage.word());
    if it.is_answer_late(today) {
        return (word, "due late", "!");
    }
    match it.stage {
        stage if stage.is_over() => (word, "due well", "✓"),
        danvan_domain::inspections::Stage::Concluded => (word, "due soon", "→"),
        _ => (word, "due", "·"),
    }
}

fn line(shell: &Shell, facts: &Facts, it: &Inspection, of: Of, today: danvan_domain::time::Day) -> Line {
    let (stage, class, sign) = mark(shell, it, today);
    let other = match of {
        Of::Inspecting => it.inspected,
        Of::Inspected => it.unit,
    };
    let told = [
        names::unit(facts, other),
        shell.of("inspection-kind", it.kind.word()),
        format!("{} – {}", shell.words.day(it.from), shell.words.day(it.to)),
    ];
    Line {
        href: format!("/inspections/{}", it.id),
        title: it.subject.clone(),
        facts: told.join(" · "),
        stage,
        class,
        sign,
    }
}

/// `GET /inspections`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let form = asked(&reader);
    let of = if form.filled("of").is_some() { Of::Inspected } else { Of::Inspecting };
    let after = form
        .filled("after")
        .and_then(|said| said.split_once('_'))
        .and_then(|(at, id)| Some((Moment::from_micros(at.parse().ok()?), id.parse::<InspectionId>().ok()?)));
    let (found, more) = list(house, asker, of, after).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let which = if of == Of::Inspected { "of=own&" } else { "" };
    let page = ListPage {
        rows: found.iter().map(|it| line(&shell, &facts, it, of, house.today())).collect(),
        is_of_own: of == Of::Inspected,
        may_lead: house.own_unit(asker, Verb::LeadInspections).is_ok(),
        more: found
            .last()
            .filter(|_| more)
            .map(|last| format!("/inspections?{which}after={}_{}", last.moved_at.micros(), last.id)),
        shell,
    };
    show(&reader, &page)
}
