//! `/findings`: what stands out, what matters most first, and how often each method was right.

use super::said;
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, letters::asked, shell, show, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State as Of;
use danvan_actions::{
    Facts,
    findings::{Listed, Record, Shown, Wanted, list, record, run_now},
};
use danvan_domain::{findings::State, ids::UnitId, rights::Verb, time::Day, units::Level};

#[derive(Template)]
#[template(path = "pages/findings/list.html")]
struct ListPage {
    shell: Shell,
    lead: String,
    rows: Vec<Line>,
    states: Vec<(String, String, bool)>,
    state: String,
    topics: Vec<Choice>,
    units: Vec<Choice>,
    may_run: bool,
    /// Whether anything was ever looked at.
    was_looked: bool,
    records: Vec<RecordLine>,
}

struct Line {
    href: String,
    sentence: String,
    facts: String,
    rare: String,
    mark: (String, &'static str, &'static str),
}

/// The record of a method, as words.
struct RecordLine {
    method: String,
    cells: [String; 6],
}

/// `GET /findings`.
pub(super) async fn show_list(Of(site): Of<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (form, facts) = (asked(&reader), house.facts());
    let wanted = wanted(&form);
    let found = list(house, asker, &wanted).await.map_err(sorry(&reader))?;
    let records = record(house, asker).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let own = house.own_unit(asker, Verb::ReadFindings).ok();
    let page = ListPage {
        lead: lead(&shell, &found),
        rows: found.rows.iter().map(|row| line(&shell, &facts, row, house.today())).collect(),
        states: states(&shell, wanted.state),
        state: wanted.state.word().to_owned(),
        topics: topics(&shell, &facts, &found, wanted.topic.as_deref().unwrap_or_default()),
        units: own.map(|own| units(&facts, own, wanted.unit, house.today())).unwrap_or_default(),
        may_run: found.may_run,
        was_looked: found.night.is_some(),
        records: records.iter().map(|one| record_line(&shell, one)).collect(),
        shell,
    };
    show(&reader, &page)
}

/// `POST /findings/run`: the counts are looked at now.
pub(super) async fn run(Of(site): Of<Site>, reader: Reader, _form: Form) -> Answered {
    run_now(&site.house, &reader.visitor.asker).await.map_err(sorry(&reader))?;
    go("/findings")
}

fn wanted(form: &Form) -> Wanted {
    Wanted {
        state: form.get("state").parse().unwrap_or(State::Open),
        topic: form.filled("topic").map(str::to_owned),
        unit: form.filled("unit").and_then(|unit| unit.parse().ok()),
    }
}

/// When the counts were looked at last, and what that came to.
fn lead(shell: &Shell, found: &Listed) -> String {
    let Some(night) = &found.night else { return shell.say("findings-never") };
    shell.say_with(
        "findings-night",
        &[
            ("day", shell.words.day(night.day).into()),
            ("tests", night.tests.into()),
            ("stories", night.stories.into()),
        ],
    )
}

fn line(shell: &Shell, facts: &Facts, row: &Shown, today: Day) -> Line {
    let it = &row.finding;
    Line {
        href: format!("/findings/{}", it.id),
        sentence: said::sentence(shell, facts, row),
        facts: said::facts_of(shell, it, today),
        rare: said::rare(shell, it),
        mark: said::mark(shell, it.state),
    }
}

/// The states as links, each with whether it is the one shown.
fn states(shell: &Shell, present: State) -> Vec<(String, String, bool)> {
    let one = |state: &State| {
        let href = match state {
            State::Open => "/findings".to_owned(),
            state => format!("/findings?state={}", state.word()),
        };
        (href, shell.of("finding-state", state.word()), *state == present)
    };
    State::ALL.iter().map(one).collect()
}

fn topics(shell: &Shell, facts: &Facts, found: &Listed, present: &str) -> Vec<Choice> {
    let all = Choice::new("", shell.say("findings-any-topic"), present);
    let one = |code: &String| Choice::new(code.clone(), said::topic(shell, facts, code), present);
    std::iter::once(all).chain(found.topics.iter().map(one)).collect()
}

/// The communes of whoever looks after more than one.
fn units(facts: &Facts, own: UnitId, present: Option<UnitId>, today: Day) -> Vec<Choice> {
    if facts.tree.get(own).is_none_or(|unit| unit.level() >= Level::Commune) {
        return Vec::new();
    }
    let present = present.map(|unit| unit.to_string()).unwrap_or_default();
    let communes =
        facts.tree.at_level(Level::Commune, today).filter(|it| facts.tree.is_under(it.id, own, today));
    let mut all: Vec<Choice> =
        communes.map(|it| Choice::new(it.id.to_string(), names::unit(facts, it.id), &present)).collect();
    all.sort_by_cached_key(|choice| danvan_domain::text::in_order(&choice.label));
    all
}

/// Told, real, put aside; the share that was real; false alarms a week; days ahead or after; and the same of a trial.
fn record_line(shell: &Shell, one: &Record) -> RecordLine {
    let words = shell.words;
    let count = |count: usize| words.count(i64::try_from(count).unwrap_or(i64::MAX));
    let nothing = || "–".to_owned();
    let precision = one.precision.map(|share| {
        let ends = [share.low, share.high].map(|end| words.percent(end, 0));
        shell.say_with(
            "findings-share",
            &[
                ("share", words.percent(share.value, 0).into()),
                ("low", ends[0].clone().into()),
                ("high", ends[1].clone().into()),
            ],
        )
    });
    let lead = one.lead_days.map(|days| {
        let key = if days < 0 { "findings-days-after" } else { "findings-days-ahead" };
        shell.say_count(key, days.abs())
    });
    let trial = one.trial.as_ref().filter(|trial| trial.planted > 0).map(|trial| {
        shell.say_with(
            "findings-trial",
            &[
                ("found", trial.found.into()),
                ("planted", trial.planted.into()),
                ("delay", words.decimal(trial.delay.unwrap_or(0.0), 0).into()),
                ("told", words.decimal(trial.told as f64 / trial.weeks.max(1.0), 1).into()),
            ],
        )
    });
    RecordLine {
        method: shell.of("finding-method", one.method.word()),
        cells: [
            count(one.told),
            shell.say_with(
                "findings-judged",
                &[("real", count(one.real).into()), ("dismissed", count(one.dismissed).into())],
            ),
            precision.unwrap_or_else(nothing),
            one.false_a_week.map_or_else(nothing, |rate| words.decimal(rate, 2)),
            lead.unwrap_or_else(nothing),
            trial.unwrap_or_else(nothing),
        ],
    }
}
