//! `/programmes`: the programmes a unit reads; what it promised; one's own tasks; what waits for a verdict.

use super::{aim, asked, come, days, mark, period_name};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::programmes::{Promised, Telling, list, mine, promised, reminded, see, to_verify};
use danvan_domain::{
    programmes::{Commitment, Programme},
    refusals::Refusal,
    rights::Verb,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<ProgrammeLine>,
    with_past: bool,
    may_lead: bool,
    may_report: bool,
    /// Rooms beside this one that the reader may enter: address and key of the title.
    beside: Vec<(&'static str, &'static str)>,
    waiting: Option<usize>,
    reminders: Vec<Reminder>,
}

/// The rooms in which what was promised is carried out or told, each with the right to enter it.
const BESIDE: [(Verb, &str, &str); 5] = [
    (Verb::ReadProgrammes, "/campaigns", "campaigns-title"),
    (Verb::ReadReturns, "/returns", "returns-title"),
    (Verb::ReadInspections, "/inspections", "inspections-title"),
    (Verb::ReadClearance, "/clearance", "clearance-title"),
    (Verb::ReadContests, "/contests", "contests-title"),
];

/// Something promised that the reader was told of.
pub(in crate::pages) struct Reminder {
    pub(in crate::pages) id: String,
    pub(in crate::pages) href: String,
    pub(in crate::pages) what: String,
    pub(in crate::pages) facts: String,
    pub(in crate::pages) is_late: bool,
}

/// What the reader was told of and has not seen.
pub(in crate::pages) async fn reminders(
    site: &Site,
    reader: &Reader,
    shell: &Shell,
) -> Result<Vec<Reminder>, Sorry> {
    let house = &site.house;
    let told = reminded(house, &reader.visitor.asker).await.map_err(sorry(reader))?;
    let (facts, today) = (house.facts(), house.today());
    let reminder = |(telling, of): (Telling, Commitment)| {
        let until = shell.say_one("progress-until", "day", shell.words.day(telling.due_on));
        Reminder {
            id: telling.id.to_string(),
            href: format!("/programmes/commitments/{}", of.id),
            what: of.what,
            facts: format!("{} · {until}", names::unit(&facts, of.unit)),
            is_late: telling.due_on < today,
        }
    };
    Ok(told.into_iter().take(MOST_REMINDERS).map(reminder).collect())
}

/// How many reminders a page shows.
const MOST_REMINDERS: usize = 8;

/// A programme as a line.
pub(super) struct ProgrammeLine {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) facts: String,
    pub(super) is_over: bool,
}

pub(super) fn line(shell: &Shell, facts: &danvan_actions::Facts, it: &Programme) -> ProgrammeLine {
    let kind = shell.of("programme-kind", it.content.kind.word());
    let owner = names::unit(facts, it.unit);
    let term = days(shell.words, it.content.starts_on, it.content.ends_on);
    let told = [kind, it.content.number.clone(), owner, term];
    let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
    ProgrammeLine {
        href: format!("/programmes/{}", it.id),
        title: it.content.title.clone(),
        facts: told.join(" · "),
        is_over: it.ended_at.is_some(),
    }
}

/// `GET /programmes`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let with_past = asked(&reader).filled("all").is_some();
    let found = list(house, asker, with_past).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let waiting = match house.own_unit(asker, Verb::VerifyProgress) {
        Ok(_) => Some(to_verify(house, asker).await.map_err(sorry(&reader))?.len()),
        Err(_) => None,
    };
    let reminders = reminders(&site, &reader, &shell).await?;
    let page = ListPage {
        reminders,
        rows: found.iter().map(|it| line(&shell, &facts, it)).collect(),
        with_past,
        may_lead: house.own_unit(asker, Verb::LeadProgrammes).is_ok(),
        may_report: house.own_unit(asker, Verb::ReportProgress).is_ok(),
        beside: BESIDE
            .iter()
            .filter(|(verb, ..)| house.own_unit(asker, *verb).is_ok())
            .map(|(_, href, key)| (*href, *key))
            .collect(),
        waiting,
        shell,
    };
    show(&reader, &page)
}

/// `POST /programmes/told/{id}`: the reader has seen it.
pub(super) async fn see_one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    see(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    go("/programmes")
}

#[derive(Template)]
#[template(path = "pages/programmes/promised.html")]
struct PromisedPage {
    shell: Shell,
    title: String,
    unit: String,
    empty: (String, String),
    rows: Vec<PromisedLine>,
    /// Whether the lines lead to the form of a report.
    is_mine: bool,
    /// Whether the reader writes down days of a campaign's teams.
    may_log: bool,
}

/// Something promised, as a line.
pub(in crate::pages) struct PromisedLine {
    pub(in crate::pages) href: String,
    pub(in crate::pages) report: String,
    pub(in crate::pages) what: String,
    pub(in crate::pages) aim: String,
    pub(in crate::pages) period: String,
    pub(in crate::pages) until: String,
    pub(in crate::pages) come: String,
    pub(in crate::pages) missed: usize,
    pub(in crate::pages) sign: &'static str,
    pub(in crate::pages) state: String,
    pub(in crate::pages) class: &'static str,
}

pub(in crate::pages) fn promised_line(shell: &Shell, one: &Promised) -> PromisedLine {
    let it = &one.commitment;
    let mark = mark(shell, one.state);
    PromisedLine {
        href: format!("/programmes/commitments/{}", it.id),
        report: format!("/programmes/commitments/{}/report", it.id),
        what: it.what.clone(),
        aim: aim(shell, &it.indicator, it.rhythm),
        period: period_name(shell.words, it.rhythm, one.period),
        until: shell.words.day(one.period.to),
        come: come(shell, &it.indicator, (one.claimed, one.proven)),
        missed: one.missed,
        sign: mark.sign,
        state: mark.word,
        class: mark.class,
    }
}

/// `GET /programmes/mine`: what whoever reads has to report on.
pub(super) async fn show_mine(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = mine(house, asker).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let page = PromisedPage {
        title: shell.say("programme-mine"),
        unit: shell.unit.clone().unwrap_or_default(),
        empty: (shell.say("programme-mine-none"), shell.say("programme-mine-none-text")),
        rows: found.iter().map(|one| promised_line(&shell, one)).collect(),
        is_mine: true,
        may_log: house.own_unit(asker, Verb::LogTeamDay).is_ok(),
        shell,
    };
    show(&reader, &page)
}

/// `GET /programmes/promised`: what a unit promised; the reader's own without another.
pub(super) async fn show_promised(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (facts, today) = (house.facts(), house.today());
    let refused = |refusal: Refusal| Sorry::refused(reader.language, &refusal);
    let unit = match asked(&reader).filled("unit") {
        Some(said) => facts.tree.resolve(said, today).map_err(|_| Sorry::lost(reader.language))?,
        None => house.own_unit(asker, Verb::ReadProgrammes).map_err(refused)?,
    };
    let found = promised(house, asker, unit).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let page = PromisedPage {
        title: shell.say("programme-promised"),
        unit: names::unit(&facts, unit),
        empty: (shell.say("programme-promised-none"), shell.say("programme-promised-none-text")),
        rows: found.iter().map(|one| promised_line(&shell, one)).collect(),
        is_mine: false,
        may_log: false,
        shell,
    };
    show(&reader, &page)
}

#[derive(Template)]
#[template(path = "pages/programmes/waiting.html")]
struct WaitingPage {
    shell: Shell,
    rows: Vec<Waiting>,
}

struct Waiting {
    href: String,
    unit: String,
    what: String,
    facts: String,
}

/// `GET /programmes/verify`: what waits for a verdict of whoever reads.
pub(super) async fn show_waiting(State(site): State<Site>, reader: Reader) -> Answered {
    let found = to_verify(&site.house, &reader.visitor.asker).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let row =
        |(report, of): &(danvan_domain::programmes::Report, danvan_domain::programmes::Commitment)| Waiting {
            href: format!("/programmes/commitments/{}#report-{}", of.id, report.id),
            unit: names::unit(&facts, of.unit),
            what: of.what.clone(),
            facts: [
                super::number(shell.words, &of.indicator, report.value),
                shell.say_count("progress-evidence", report.evidence),
                shell.words.moment_short(report.at, site.house.now()),
            ]
            .join(" · "),
        };
    let page = WaitingPage { rows: found.iter().map(row).collect(), shell };
    show(&reader, &page)
}
