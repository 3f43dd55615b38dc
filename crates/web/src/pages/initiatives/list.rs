//! `/initiatives`: those of a year, narrowed by what became of them, field, kind, level; and what is to be checked.

use super::{asked, term};
use crate::{
    answer::Sorry,
    form::encoded,
    guard::Reader,
    pages::{Answered, cases::names, shell, show, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Facts,
    initiatives::{Line, Listed, Narrowed, list, to_check},
};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::{Family, Initiative, Kind, Outcome, Term},
    refusals::Refusal,
    rights::Verb,
};

#[derive(Template)]
#[template(path = "pages/initiatives/list.html")]
struct ListPage {
    shell: Shell,
    unit: String,
    year: i64,
    /// The year before and the year after, with where they are listed.
    before: (String, i64),
    after: (String, i64),
    tabs: Vec<Tab>,
    /// What stays while something else is chosen: name and value.
    kept: Vec<(&'static str, String)>,
    areas: Vec<Choice>,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    rows: Vec<Row>,
    next: String,
    may_register: bool,
    may_edit_sheet: bool,
}

struct Tab {
    href: String,
    label: String,
    count: String,
    is_current: bool,
}

/// An initiative as a line.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) facts: String,
    pub(super) stage: String,
    pub(super) class: &'static str,
}

/// The class of a stage's colour; its word stands beside.
pub(super) fn class(stage: &str) -> &'static str {
    match stage {
        "effective" | "rewarded" | "spread" => "due well",
        "declined" | "ineffective" | "stopped" | "withdrawn" => "due late",
        "registered" => "due soon",
        _ => "due",
    }
}

fn row(shell: &Shell, facts: &Facts, line: &Line) -> Row {
    let told = [
        names::unit(facts, UnitId(line.unit)),
        shell.of("initiative-kind", &line.kind),
        shell.of("initiative-keeper", &line.keeper),
        term(shell, Family::Field, &line.field),
    ];
    let kept = (line.how == "kept").then(|| shell.say("initiative-kept"));
    Row {
        href: format!("/initiatives/{}", line.id),
        name: line.name.clone(),
        facts: told.into_iter().chain(kept).collect::<Vec<_>>().join(" · "),
        stage: shell.of("initiative-stage", &line.stage),
        class: class(&line.stage),
    }
}

/// The address of a list with what it is narrowed to.
fn address(unit: Option<&str>, year: i64, narrowed: &Narrowed) -> String {
    let mut address = format!("/initiatives?year={year}");
    let parts = [
        ("unit", unit.unwrap_or_default()),
        ("outcome", narrowed.outcome.as_str()),
        ("field", narrowed.field.as_str()),
        ("model", narrowed.kind.as_str()),
        ("level", narrowed.level.as_str()),
    ];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        address = format!("{address}&{name}={}", encoded(value));
    }
    address
}

/// `GET /initiatives`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let form = asked(&reader);
    let facts = house.facts();
    let lost = || Sorry::lost(reader.language);
    let unit = match form.filled("unit") {
        Some(said) => Some(facts.tree.resolve(said, house.today()).map_err(|_| lost())?),
        None => None,
    };
    let year = match form.filled("year") {
        Some(said) => {
            Some(said.parse::<i64>().ok().filter(|year| (1900..=9999).contains(year)).ok_or_else(lost)?)
        }
        None => None,
    };
    let after = match form.filled("after") {
        Some(said) => Some(said.parse::<InitiativeId>().map_err(|_| lost())?),
        None => None,
    };
    let narrowed = Narrowed {
        outcome: form.get("outcome").to_owned(),
        field: form.get("field").to_owned(),
        kind: form.get("model").to_owned(),
        level: form.get("level").to_owned(),
    };
    let found = list(house, asker, unit, (year, after), &narrowed).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let said = form.filled("unit");
    let page = ListPage {
        unit: names::unit(&facts, found.unit),
        year: found.year,
        before: (address(said, found.year - 1, &narrowed), found.year - 1),
        after: (address(said, found.year + 1, &narrowed), found.year + 1),
        tabs: tabs(&shell, said, &found, &narrowed),
        kept: kept(said, &found, &narrowed),
        areas: terms(&shell, Family::Field, &narrowed.field),
        levels: terms(&shell, Family::Level, &narrowed.level),
        kinds: crate::pages::letters::choices(
            &shell,
            "initiative-kind",
            Kind::ALL,
            Kind::word,
            &narrowed.kind,
        ),
        rows: found.lines.iter().map(|line| row(&shell, &facts, line)).collect(),
        next: found
            .next
            .map(|id| format!("{}&after={id}", address(said, found.year, &narrowed)))
            .unwrap_or_default(),
        may_register: house.own_unit(asker, Verb::RegisterInitiative).is_ok(),
        may_edit_sheet: house.own_unit(asker, Verb::EditSheet).is_ok(),
        shell,
    };
    show(&reader, &page)
}

fn kept(unit: Option<&str>, found: &Listed, narrowed: &Narrowed) -> Vec<(&'static str, String)> {
    let mut kept = vec![("year", found.year.to_string())];
    kept.extend(unit.map(|unit| ("unit", unit.to_owned())));
    kept.extend(Some(("outcome", narrowed.outcome.clone())).filter(|(_, outcome)| !outcome.is_empty()));
    kept
}

pub(super) fn terms(shell: &Shell, family: Family, present: &str) -> Vec<Choice> {
    Term::all(family).map(|term| Choice::new(term.code.clone(), super::name(shell, term), present)).collect()
}

fn tabs(shell: &Shell, unit: Option<&str>, found: &Listed, narrowed: &Narrowed) -> Vec<Tab> {
    let tab = |outcome: &str, label: String, count: i64| Tab {
        href: address(unit, found.year, &Narrowed { outcome: outcome.to_owned(), ..narrowed.clone() }),
        label,
        count: shell.words.count(count),
        is_current: narrowed.outcome == outcome,
    };
    let all = tab("", shell.say("initiative-all"), found.counts.all());
    let others = Outcome::ALL.iter().map(|outcome| {
        let word = outcome.word();
        tab(word, shell.of("initiative-outcome", word), found.counts.number_of("outcome", word))
    });
    std::iter::once(all).chain(others).collect()
}

#[derive(Template)]
#[template(path = "pages/initiatives/check.html")]
struct CheckPage {
    shell: Shell,
    unit: String,
    rows: Vec<Row>,
    next: String,
}

/// `GET /initiatives/check`: what has been carried out for so long that it is to be checked.
pub(super) async fn show_to_check(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let form = asked(&reader);
    let lost = || Sorry::lost(reader.language);
    let after = match form.filled("after") {
        Some(said) => {
            let (day, id) = said.split_once('_').ok_or_else(lost)?;
            Some((day.parse().map_err(|_| lost())?, id.parse().map_err(|_| lost())?))
        }
        None => None,
    };
    let refused = |refusal: Refusal| Sorry::refused(reader.language, &refusal);
    let unit = house.own_unit(asker, Verb::ReadInitiatives).map_err(refused)?;
    let (found, next) = to_check(house, asker, after).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let page = CheckPage {
        unit: names::unit(&facts, unit),
        rows: found.iter().map(|it| due_row(&shell, &facts, it)).collect(),
        next: next.map(|(day, id)| format!("/initiatives/check?after={day}_{id}")).unwrap_or_default(),
        shell,
    };
    show(&reader, &page)
}

fn due_row(shell: &Shell, facts: &Facts, it: &Initiative) -> Row {
    let due = it.check_due_on.map(|day| shell.words.day(day)).unwrap_or_default();
    Row {
        href: format!("/initiatives/{}", it.id),
        name: it.content.name.clone(),
        facts: [names::unit(facts, it.unit), shell.of("initiative-kind", it.content.kind.word())].join(" · "),
        stage: shell.say_one("initiative-check-due", "day", due),
        class: "due late",
    }
}
