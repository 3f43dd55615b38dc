//! `/findings/{id}`: the sentence, the curve with its limits, the map, what is behind it, and what may be done.

use super::{
    map::{Map, map},
    said,
};
use crate::{
    drawing::curves::{self, Trend},
    guard::Reader,
    pages::{Answered, cases::names, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    figures::may_list,
    findings::{Opened, one},
};
use danvan_domain::{
    findings::{Act, Done, Finding, Place},
    ids::FindingId,
    tallies::Counted,
    topics::ALL,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/findings/show.html")]
struct ShowPage {
    shell: Shell,
    id: Uuid,
    title: String,
    sentence: String,
    rare: String,
    facts: String,
    mark: (String, &'static str, &'static str),
    how: String,
    next: Vec<(String, String, bool)>,
    trend: Trend,
    trend_title: String,
    trend_rows: Vec<CurveRow>,
    /// Whether any week of it can be drawn.
    is_drawn: bool,
    /// Whether weeks of it are left out because few would show.
    has_few: bool,
    /// Whether there is a curve that this reader may not see.
    is_curve_kept: bool,
    map: Option<Map>,
    places: Vec<PlaceRow>,
    others: usize,
    counts_voices: bool,
    /// The topics that rise together: name, and the list of cases behind it where the reader may read that.
    together: Vec<(String, String)>,
    promise: Option<String>,
    earlier: Vec<Earlier>,
    acts: Vec<ActLine>,
}

/// A week of the curve in numbers.
pub(super) struct CurveRow {
    when: String,
    count: String,
    expected: String,
    upper: String,
}

struct PlaceRow {
    name: String,
    observed: String,
    expected: String,
    /// What is behind the number: address and words.
    behind: Vec<(String, String)>,
}

struct Earlier {
    href: String,
    when: String,
    done: String,
}

struct ActLine {
    what: String,
    when: String,
    words: Vec<String>,
    commitment: Option<String>,
}

/// `GET /findings/{id}`.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = one(house, asker, FindingId(id)).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let (facts, it) = (house.facts(), &found.shown.finding);
    let (trend, trend_rows) = curve(&shell, &found);
    let map = map(&site, &shell, &found).await;
    let page = ShowPage {
        id,
        title: if !it.topics().is_empty() {
            shell.say("finding-together")
        } else if it.topic == ALL {
            shell.of("finding-kind", it.kind.word())
        } else {
            said::topic(&shell, &facts, &it.topic)
        },
        sentence: said::sentence(&shell, &facts, &found.shown),
        rare: said::rare(&shell, it),
        facts: said::facts_of(&shell, it, house.today()),
        mark: said::mark(&shell, it.state),
        how: shell.say(&format!("finding-how-{}", it.method.word())),
        next: next(&shell, it, &found.may),
        trend_title: shell.say("finding-curve-label"),
        is_drawn: is_drawn(&found),
        has_few: found.curve.as_ref().is_some_and(|(_, counts)| counts.contains(&None)),
        is_curve_kept: it.curve.is_some() && found.curve.is_none(),
        trend,
        trend_rows,
        map,
        places: found.rows.iter().map(|row| place_row(&site, &reader, &shell, it, row)).collect(),
        others: found.shown.others,
        counts_voices: it.kind.is_of_voices(),
        together: together(&site, &reader, &shell, &found),
        promise: it.promise.map(|id| format!("/programmes/commitments/{id}")),
        earlier: found.earlier.iter().map(|(it, acts)| earlier(&shell, it, acts)).collect(),
        acts: found.acts.iter().map(|act| act_line(&site, &shell, act)).collect(),
        shell,
    };
    show(&reader, &page)
}

/// What the reader may do now.
fn next(shell: &Shell, it: &Finding, may: &[Act]) -> Vec<(String, String, bool)> {
    let one = |act: &Act| {
        let form = if matches!(act, Act::Ask | Act::Promise) { "ask" } else { "act" };
        (
            format!("/findings/{}/{form}?act={act}", it.id),
            shell.of("finding-do", act.word()),
            matches!(act, Act::Ask),
        )
    };
    may.iter().map(one).collect()
}

/// Whether any week of its curve can be drawn for this reader.
pub(super) fn is_drawn(found: &Opened) -> bool {
    found.curve.as_ref().is_some_and(|(_, counts)| counts.iter().any(Option::is_some))
}

/// Bars of the weeks, the limit above them as a line, and the same as a table.
pub(super) fn curve(shell: &Shell, found: &Opened) -> (Trend, Vec<CurveRow>) {
    let Some((curve, counts)) = &found.curve else { return (Trend::default(), Vec::new()) };
    let Some(from) = curve.from else { return (Trend::default(), Vec::new()) };
    let words = shell.words;
    let few = || shell.say("finding-few");
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| words.decimal(value, 1));
    let (mut steps, mut rows) = (Vec::new(), Vec::new());
    for (at, count) in counts.iter().enumerate() {
        let day = from.plus_days(curve.step * i64::try_from(at).unwrap_or(0));
        let upper = curve.upper.get(at).copied().flatten();
        let told = count.map_or_else(few, |count| words.count(count));
        steps.push(curves::Step {
            title: format!("{}: {told}", words.day(day)),
            count: count.and_then(|count| u64::try_from(count).ok()),
            before: upper.filter(|upper| upper.is_finite()).map(|upper| upper.max(0.0).round() as u64),
            label: if at % 8 == 0 { words.day_short(day) } else { String::new() },
        });
        rows.push(CurveRow {
            when: words.day(day),
            count: told,
            expected: number(curve.expected.get(at).copied().flatten()),
            upper: number(upper),
        });
    }
    let trend = Trend::draw(&steps, |count| words.count(i64::try_from(count).unwrap_or(i64::MAX)));
    (trend, rows)
}

/// A place with its numbers, and the lists behind them where the reader may read those.
fn place_row(
    site: &Site,
    reader: &Reader,
    shell: &Shell,
    it: &Finding,
    (place, observed): &(Place, Option<i64>),
) -> PlaceRow {
    let (house, facts) = (&site.house, site.house.facts());
    let (from, to, on) = (it.days.0, it.days.1, house.today());
    let list = |counted: Counted, key: &str| {
        // Of topics that rise together each has a list of its own.
        let may = it.kind.is_of_voices()
            && it.topics().is_empty()
            && may_list(house, &reader.visitor.asker, place.place, counted);
        let (unit, topic, measure) = (place.place, &it.topic, counted.word());
        let href =
            format!("/cases/list?unit={unit}&from={from}&to={to}&topic={topic}&on={on}&measure={measure}");
        may.then(|| (href, shell.say(key)))
    };
    let behind = [(Counted::Heard, "finding-behind-heard"), (Counted::Received, "finding-behind-cases")];
    PlaceRow {
        name: names::place(&facts, place.place, house.today()),
        observed: observed.map_or_else(|| shell.say("finding-few"), |count| shell.words.count(count)),
        expected: shell.words.decimal(place.expected, 1),
        behind: behind.into_iter().filter_map(|(counted, key)| list(counted, key)).collect(),
    }
}

/// The topics that rise together at a place, each with its cases.
fn together(site: &Site, reader: &Reader, shell: &Shell, found: &Opened) -> Vec<(String, String)> {
    let (house, facts, it) = (&site.house, site.house.facts(), &found.shown.finding);
    let place = found.shown.places.first().map(|place| place.place);
    let listed = place.filter(|place| may_list(house, &reader.visitor.asker, *place, Counted::Received));
    let (from, to, on) = (it.days.0, it.days.1, house.today());
    let href = |topic: &String| {
        let list = |unit| {
            format!("/cases/list?unit={unit}&from={from}&to={to}&topic={topic}&on={on}&measure=received")
        };
        listed.map(list).unwrap_or_default()
    };
    said::topics(shell, &facts, it).into_iter().zip(it.topics().iter().map(href)).collect()
}

/// An earlier one, with what was done then.
fn earlier(shell: &Shell, it: &Finding, acts: &[Done]) -> Earlier {
    let done: Vec<String> = acts.iter().map(|act| did(shell, act)).collect();
    Earlier {
        href: format!("/findings/{}", it.id),
        when: format!("{} – {}", shell.words.day(it.first_seen), shell.words.day(it.last_seen)),
        done: if done.is_empty() { shell.of("finding-state", it.state.word()) } else { done.join("; ") },
    }
}

/// What was done, with its reason.
fn did(shell: &Shell, act: &Done) -> String {
    let what = shell.of("finding-did", act.act.word());
    match act.reason {
        Some(reason) => format!("{what}: {}", shell.of("finding-reason", reason.word())),
        None => what,
    }
}

fn act_line(site: &Site, shell: &Shell, act: &Done) -> ActLine {
    let unit = act.unit.map(|unit| names::unit(&site.house.facts(), unit));
    let when = shell.words.moment_short(act.at, site.house.now());
    ActLine {
        what: did(shell, act),
        when: unit.map_or_else(|| when.clone(), |unit| format!("{when} · {unit}")),
        words: act.words.lines().map(str::to_owned).collect(),
        commitment: act.commitment.map(|id| format!("/programmes/commitments/{id}")),
    }
}
