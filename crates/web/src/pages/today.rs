//! A leader's two minutes: three sentences that matter, what is late, what residents say, what changed.

use super::{
    Answered,
    overview::{
        bar::topic_name,
        figures::{change, percent, told},
        view::{self, Compare, View},
    },
    proceedings::deadlines::{Told, ToldLine, foretold, told_lines},
    programmes::list::{Reminder, reminders},
    shell, show, sorry,
};
use crate::{answer::Sorry, doors::Doors, drawing::curves::Spark, guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::{extract::State, routing::get};
use danvan_actions::{
    Facts, House,
    figures::{Brief, Late, Matter, brief, may_list},
};
use danvan_domain::{
    ids::UnitId,
    refusals::Refusal,
    rights::{Asker, Verb},
    tallies::Counted,
    time::Moment,
    topics::ALL,
};
use danvan_words::Words;

/// The address of this room.
pub(super) fn routes() -> Doors {
    Doors::new().route("/today", get(today))
}

/// One of the sentences that matter.
struct Said {
    topic: String,
    place: String,
    rest: String,
    /// The list of what the sentence counts.
    list: String,
    elsewhere: String,
    /// The topic's figures everywhere.
    everywhere: String,
    office: String,
    spark: Spark,
    href: String,
}

/// A sentence with a number, and where it leads.
struct Line {
    label: String,
    text: String,
    href: String,
}

/// One line of what is late.
struct LateLine {
    href: String,
    words: String,
    chip: String,
}

#[derive(Template)]
#[template(path = "pages/today/today.html")]
struct Today {
    shell: Shell,
    unit: String,
    day: String,
    title: String,
    matters: Vec<Said>,
    late: Vec<LateLine>,
    late_title: String,
    late_rest: String,
    late_href: String,
    solved: Line,
    changes: Vec<Line>,
    overview: String,
    as_of: String,
    told: Vec<ToldLine>,
    reminders: Vec<Reminder>,
    foretold: Told,
}

async fn today(State(site): State<Site>, reader: Reader) -> Answered {
    let asker = &reader.visitor.asker;
    let Some(unit) = asker.unit_for(Verb::ReadBrief) else {
        let refusal = if asker.person.is_none() {
            Refusal::SignInFirst
        } else {
            let who = reader.words().say("leader-who");
            Refusal::NotAllowed(
                danvan_domain::refusals::Note::new("refusal-not-allowed-who").with("who", who),
            )
        };
        return Err(Sorry::refused(reader.language, &refusal));
    };
    let facts = site.house.facts();
    // A position outlives the unit it was given at: what stands for it is meant.
    let unit = facts.tree.today(unit, site.house.today()).unwrap_or(unit);
    let brief = brief(&site.house, asker, unit).await.map_err(sorry(&reader))?;
    let leads = Leads { house: &site.house, asker, facts: &facts };
    let shell = shell(&site, &reader);
    let told = told_lines(&site, &reader, &shell).await?;
    let foretold = foretold(&site.house, asker, &shell, unit).await;
    let reminders = reminders(&site, &reader, &shell).await?;
    let page = Today { told, reminders, foretold, ..page(&leads, shell, &brief, site.house.now()) };
    show(&reader, &page)
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

fn page(leads: &Leads<'_>, shell: Shell, brief: &Brief, now: Moment) -> Today {
    let (words, facts) = (shell.words, leads.facts);
    let name = |unit: UnitId| facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let view = View {
        unit: brief.unit,
        from: brief.period.0,
        to: brief.period.1,
        topic: ALL.to_owned(),
        on: now.day(),
        compare: Compare::Previous,
        sort: None,
        whole_table: false,
        measure: Counted::Received,
        drawn: None,
        said: view::said(&facts.tree, brief.unit, now.day()),
    };
    let matters: Vec<Said> = brief.matters.iter().map(|matter| said(leads, words, &view, matter)).collect();
    let late = late(words, brief, &name, now);
    let late_rest = brief.late_cases.saturating_sub(counted(brief));
    Today {
        unit: name(brief.unit),
        day: words.day_long(now.day()),
        title: words.say_with("leader-title-count", &[("n", matters.len().into())]),
        matters,
        late_title: words.say_with("leader-late-count", &[("n", brief.late_cases.into())]),
        late_rest: if late_rest > 0 && !late.is_empty() {
            words.say_with("leader-late-rest", &[("n", late_rest.into())])
        } else {
            String::new()
        },
        late,
        late_href: format!("/cases/late?unit={}", brief.unit),
        solved: Line {
            label: String::new(),
            text: solved(words, brief),
            href: if brief.figures.solved.value().is_some() {
                leads.list(&view, Counted::Solved)
            } else {
                String::new()
            },
        },
        changes: changes(leads, words, &view.over(brief.week.0, brief.week.1), brief),
        overview: view.href(),
        told: Vec::new(),
        reminders: Vec::new(),
        foretold: Told::default(),
        as_of: words.say_with("state-as-of", &[("time", words.moment_short(now, now).into())]),
        shell,
    }
}

fn said(leads: &Leads<'_>, words: &Words, view: &View, matter: &Matter) -> Said {
    let facts = leads.facts;
    let unit = facts.tree.get(matter.unit);
    let place = unit.map(|unit| unit.name.clone()).unwrap_or_default();
    let rest = match matter.before {
        Some(before) => words.say_with("leader-rose", &[("n", matter.now.into()), ("before", before.into())]),
        None => words.say_with("leader-rose-from-few", &[("n", matter.now.into())]),
    };
    let elsewhere = if matter.elsewhere > 0 {
        words.say_with("leader-elsewhere", &[("n", matter.elsewhere.into())])
    } else {
        String::new()
    };
    let curve: Vec<Option<f64>> = matter.weeks.iter().map(|count| count.map(|count| count as f64)).collect();
    // The usual level is that of the weeks before the last four.
    let earlier = matter.weeks.len().saturating_sub(4);
    let before: Option<Vec<f64>> = curve[..earlier].iter().copied().collect();
    let usual =
        before.filter(|weeks| !weeks.is_empty()).map(|weeks| weeks.iter().sum::<f64>() / weeks.len() as f64);
    let everywhere = View { topic: matter.topic.clone(), ..view.clone() };
    let here = everywhere.of(&facts.tree, matter.unit);
    Said {
        topic: topic_name(&facts.topics, words, &matter.topic),
        office: words.say_with("leader-office", &[("name", place.as_str().into())]),
        place,
        rest,
        elsewhere,
        spark: Spark::draw(&curve, usual, true),
        list: leads.list(&here, Counted::Received),
        everywhere: everywhere.href(),
        href: here.href(),
    }
}

fn counted(brief: &Brief) -> i64 {
    match &brief.late {
        Late::Offices(offices) => offices.iter().map(|office| office.cases).sum(),
        Late::Cases(rows) => i64::try_from(rows.len()).unwrap_or(i64::MAX),
    }
}

fn late(words: &Words, brief: &Brief, name: &impl Fn(UnitId) -> String, now: Moment) -> Vec<LateLine> {
    let days = |due: Moment| {
        words.say_with("due-late-days", &[("n", now.day().days_since(due.day()).max(1).into())])
    };
    match &brief.late {
        Late::Offices(offices) => offices
            .iter()
            .map(|office| LateLine {
                href: format!("/cases/late?unit={}&own=yes", office.unit),
                words: words.say_with(
                    "leader-late-at",
                    &[("name", name(office.unit).into()), ("n", office.cases.into())],
                ),
                chip: words.say_with("leader-late-oldest", &[("late", days(office.oldest).into())]),
            })
            .collect(),
        Late::Cases(rows) => rows
            .iter()
            .map(|row| LateLine {
                href: format!("/cases/{}", row.id),
                words: row.title.clone(),
                chip: days(row.due_at),
            })
            .collect(),
    }
}

fn solved(words: &Words, brief: &Brief) -> String {
    let Some(now) = brief.figures.solved.value() else { return words.say("leader-solved-nothing") };
    let hundred = |share: f64| (share * 100.0).round() as i64;
    let share = hundred(now.estimate.value);
    match brief.before.solved.value() {
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

fn changes(leads: &Leads<'_>, words: &Words, week: &View, brief: &Brief) -> Vec<Line> {
    let (now, before) = (&brief.this_week, &brief.last_week);
    let from_to = |now: String, before: String| {
        words.say_with("leader-from-to", &[("now", now.into()), ("before", before.into())])
    };
    let line = |key: &str, measure: Counted, text: String| Line {
        label: words.say(key),
        text,
        href: leads.list(week, measure),
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
