//! A leader's two minutes: what matters and who is on it, what is late, what residents say, what changed since last time.

mod late;
mod matters;
mod seen;

use super::{
    Answered,
    overview::{
        figures::{change, percent, told},
        view::{self, Compare, View},
    },
    proceedings::deadlines::{Told, ToldLine, foretold, told_lines},
    programmes::list::{Reminder, reminders},
    shell, show, sorry,
};
use crate::{
    answer::Sorry,
    doors::{Doors, get},
    guard::Reader,
    pages::letters::asked,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::HeaderMap};
use danvan_actions::{
    Facts, House,
    figures::may_list,
    today::{Glance, Span, glance},
};
use danvan_domain::{
    ids::UnitId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    tallies::Counted,
    topics::ALL,
};
use danvan_words::Words;
use late::LateView;
use matters::{AnswerLine, MatterView, RiseView};
use seen::Seen;

/// The address of this room.
pub(super) fn routes() -> Doors {
    Doors::new().route("/today", get(today))
}

/// A sentence with a number, and where it leads; nowhere where the address is empty.
struct Line {
    label: String,
    text: String,
    href: String,
}

#[derive(Template)]
#[template(path = "pages/today/today.html")]
struct Today {
    shell: Shell,
    unit: String,
    day: String,
    title: String,
    matters: Vec<MatterView>,
    rises_title: String,
    rises: Vec<RiseView>,
    late: LateView,
    /// The times that may be chosen: address, words, whether it is the one shown.
    spans: Vec<(String, String, bool)>,
    days: String,
    solved: Line,
    changed: String,
    changes: Vec<Line>,
    since: String,
    news: Vec<Line>,
    answers: Vec<AnswerLine>,
    overview: String,
    as_of: String,
    told: Vec<ToldLine>,
    reminders: Vec<Reminder>,
    foretold: Told,
}

/// `GET /today?period=`.
async fn today(State(site): State<Site>, reader: Reader, headers: HeaderMap) -> Answered {
    let asker = &reader.visitor.asker;
    let unit = unit_of(&reader)?;
    let (facts, now) = (site.house.facts(), site.house.now());
    // A position outlives the unit it was given at: what stands for it is meant.
    let unit = facts.tree.today(unit, site.house.today()).unwrap_or(unit);
    let span = asked(&reader).get("period").parse().unwrap_or(Span::Week);
    let seen = Seen::read(&site, &reader, &headers, now);
    let found = glance(&site.house, asker, unit, (span, seen.since(now))).await.map_err(sorry(&reader))?;
    let leads = Leads { house: &site.house, asker, facts: &facts };
    let shell = shell(&site, &reader);
    let told = told_lines(&site, &reader, &shell).await?;
    let foretold = foretold(&site.house, asker, &shell, unit).await;
    let mut reminders = reminders(&site, &reader, &shell).await?;
    let page = page(&site, &leads, shell, &found, (span, &seen));
    // What is told as late is not told twice.
    reminders.retain(|one| !page.late.has(&one.href));
    let page = Today { told, reminders, foretold, ..page };
    let mut answer = show(&reader, &page)?;
    seen.keep(&site, &mut answer, now);
    Ok(answer)
}

/// The unit whose page the reader reads.
fn unit_of(reader: &Reader) -> Result<UnitId, Sorry> {
    let asker = &reader.visitor.asker;
    asker.unit_for(Verb::ReadBrief).ok_or_else(|| {
        let who = || reader.words().say("leader-who");
        let refusal = match asker.person {
            None => Refusal::SignInFirst,
            Some(_) => Refusal::NotAllowed(Note::new("refusal-not-allowed-who").with("who", who())),
        };
        Sorry::refused(reader.language, &refusal)
    })
}

/// Where numbers lead for whoever reads.
struct Leads<'a> {
    house: &'a House,
    asker: &'a Asker,
    facts: &'a Facts,
}

impl Leads<'_> {
    /// The list of what a number of a view counts; its figures for whoever may not read the list.
    fn list(&self, view: &View, measure: Counted) -> String {
        if may_list(self.house, self.asker, view.unit, measure) {
            view.list_href(&self.facts.tree, view.unit, measure)
        } else {
            view.href()
        }
    }
}

fn page(site: &Site, leads: &Leads<'_>, shell: Shell, found: &Glance, (span, seen): (Span, &Seen)) -> Today {
    let (words, facts, now) = (shell.words, leads.facts, site.house.now());
    let name = facts.tree.get(found.unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let view = View {
        unit: found.unit,
        from: found.period.0,
        to: found.period.1,
        topic: ALL.to_owned(),
        on: now.day(),
        compare: Compare::Previous,
        sort: None,
        whole_table: false,
        measure: Counted::Received,
        drawn: None,
        said: view::said(&facts.tree, found.unit, now.day()),
    };
    let four_weeks = view.over(found.four_weeks.0, found.four_weeks.1);
    let days = [("from", words.day(found.period.0).into()), ("to", words.day(found.period.1).into())];
    let all = found.matters.len() + found.rises.len();
    Today {
        unit: name,
        day: words.day_long(now.day()),
        title: words.say_with("leader-title-count", &[("n", all.into())]),
        matters: found.matters.iter().map(|matter| matters::matter(site, &shell, matter)).collect(),
        rises_title: words.say_with("leader-rises", &[("n", found.matters.len().into())]),
        rises: found.rises.iter().map(|rise| matters::rise(leads, words, &four_weeks, rise)).collect(),
        late: late::view(site, &shell, found),
        spans: spans(&shell, span),
        days: words.say_with("leader-days", &days),
        solved: Line {
            label: String::new(),
            text: solved(words, found),
            href: if found.figures.solved.value().is_some() {
                leads.list(&view, Counted::Solved)
            } else {
                String::new()
            },
        },
        changed: words.say_with("leader-changed", &[("span", span.word().into())]),
        changes: changes(leads, words, &view, found),
        since: seen.said(&shell, now),
        news: news(&shell, found),
        answers: found.answers.iter().map(|answer| matters::answer(site, &shell, answer)).collect(),
        overview: view.href(),
        told: Vec::new(),
        reminders: Vec::new(),
        foretold: Told::default(),
        as_of: words.say_with("state-as-of", &[("time", words.moment_short(now, now).into())]),
        shell,
    }
}

/// The times that may be chosen, as plain links.
fn spans(shell: &Shell, present: Span) -> Vec<(String, String, bool)> {
    let one = |span: &Span| {
        (format!("/today?period={}", span.word()), shell.of("leader-span", span.word()), *span == present)
    };
    Span::ALL.iter().map(one).collect()
}

/// What is new since last time, in numbers.
fn news(shell: &Shell, found: &Glance) -> Vec<Line> {
    let line = |key: &str, count: i64, href: &str| Line {
        label: shell.say(key),
        text: shell.words.count(count),
        href: href.to_owned(),
    };
    let fresh = i64::try_from(found.fresh).unwrap_or(i64::MAX);
    vec![line("leader-fresh", fresh, "/findings"), line("leader-newly", found.promises.newly, "/deadlines")]
}

fn solved(words: &Words, found: &Glance) -> String {
    let Some(now) = found.figures.solved.value() else { return words.say("leader-solved-nothing") };
    let hundred = |share: f64| (share * 100.0).round() as i64;
    let share = hundred(now.estimate.value);
    match found.before.solved.value() {
        Some(before) => words.say_with(
            "leader-satisfied-text",
            &[
                ("n", share.into()),
                ("before", hundred(before.estimate.value).into()),
                ("answers", now.whole.into()),
            ],
        ),
        None => words.say_with("leader-solved-alone", &[("n", share.into()), ("answers", now.whole.into())]),
    }
}

fn changes(leads: &Leads<'_>, words: &Words, view: &View, found: &Glance) -> Vec<Line> {
    let (now, before) = (&found.figures, &found.before);
    let from_to = |now: String, before: String| {
        words.say_with("leader-from-to", &[("now", now.into()), ("before", before.into())])
    };
    let line = |key: &str, measure: Counted, text: String| Line {
        label: words.say(key),
        text,
        href: leads.list(view, measure),
    };
    let received =
        format!("{} · {}", told(words, &now.received), change(words, &now.received, &before.received));
    let on_time = from_to(percent(words, &now.on_time), percent(words, &before.on_time));
    let heard = from_to(told(words, &now.heard), told(words, &before.heard));
    vec![
        line("figure-new", Counted::Received, received),
        line("figure-on-time", Counted::OnTime, on_time),
        line("leader-heard", Counted::Heard, heard),
    ]
}
