//! The four numbers side by side, and the trend below them.

use super::view::{Compare, View};
use crate::drawing::curves::{self, Spark, Trend};
use danvan_actions::figures::{Figures, Overview, Share, Step, Told};
use danvan_analysis::intervals::{count, distinguishable};
use danvan_domain::time::Day;
use danvan_words::Words;

/// One of the large numbers.
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The number, or two.
    pub value: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// What stands under it.
    pub under: String,
    /// The period before.
    pub before: String,
    /// Its small curve.
    pub spark: Option<Spark>,
}

/// New, on time, solved, refused and reopened: always together, because each alone can be bettered by making another
/// worse.
pub fn figures(words: &Words, view: &View, overview: &Overview) -> Vec<Figure> {
    let (now, before) = (&overview.total.figures, &overview.before);
    let compared = view.compare != Compare::Nothing;
    let table = format!("{}#places", view.href());
    let figure = |key: &str, value, under, before| Figure {
        label: words.say(key),
        value,
        href: table.clone(),
        under,
        before,
        spark: None,
    };
    let earlier = |share: &Told<Share>| match share.value() {
        Some(share) if compared => {
            let share = words.percent(share.estimate.value, 0);
            words.say_with("overview-before", &[("value", share.into())])
        }
        _ => String::new(),
    };
    let received = Figure {
        spark: Some(received_spark(overview)),
        ..figure(
            "figure-new",
            told(words, &now.received),
            if compared { change(words, &now.received, &before.received) } else { String::new() },
            String::new(),
        )
    };
    let interval = now.on_time.value().map_or_else(
        || why_nothing(words, &now.on_time),
        |share| {
            let end = |value: f64| words.percent(value, 0);
            let values = [("from", end(share.estimate.low).into()), ("to", end(share.estimate.high).into())];
            words.say_with("figure-interval", &values)
        },
    );
    let answers = now.solved.value().map_or_else(
        || why_nothing(words, &now.solved),
        |share| words.say_with("figure-answers", &[("n", share.whole.into())]),
    );
    let settled = now.refused.value().map_or_else(
        || why_nothing(words, &now.refused),
        |share| words.say_with("figure-settled", &[("n", share.whole.into())]),
    );
    let both = format!("{} · {}", percent(words, &now.refused), percent(words, &now.reopened));
    vec![
        received,
        figure("figure-on-time", percent(words, &now.on_time), interval, earlier(&before.on_time)),
        figure("figure-satisfied", percent(words, &now.solved), answers, earlier(&before.solved)),
        figure("figure-refused-reopened", both, settled, both_before(words, before, compared)),
    ]
}

/// Refusals and reopenings of the compared period; empty where one is not told.
fn both_before(words: &Words, before: &Figures, compared: bool) -> String {
    match (before.refused.value(), before.reopened.value()) {
        (Some(refused), Some(reopened)) if compared => {
            let both = format!(
                "{} · {}",
                words.percent(refused.estimate.value, 0),
                words.percent(reopened.estimate.value, 0)
            );
            words.say_with("overview-before", &[("value", both.into())])
        }
        _ => String::new(),
    }
}

fn why_nothing<T>(words: &Words, told: &Told<T>) -> String {
    match told {
        Told::Hidden => words.say("hidden-why"),
        _ => words.say("figure-no-answers"),
    }
}

/// A count as a reader may see it.
pub fn told(words: &Words, count: &Told<i64>) -> String {
    match count {
        Told::Nothing => "–".to_owned(),
        Told::Hidden => words.say("figure-hidden"),
        Told::Value(count) => words.count(*count),
    }
}

/// A share as a reader may see it.
pub fn percent(words: &Words, share: &Told<Share>) -> String {
    match share {
        Told::Nothing => "–".to_owned(),
        Told::Hidden => words.say("figure-hidden"),
        Told::Value(share) => words.percent(share.estimate.value, 0),
    }
}

/// How a count changed; said to be a change only where the two intervals do not meet.
pub fn change(words: &Words, now: &Told<i64>, before: &Told<i64>) -> String {
    let (Some(now), Some(before)) = (now.value(), before.value()) else { return String::new() };
    let (now, before) = (u64::try_from(*now).unwrap_or(0), u64::try_from(*before).unwrap_or(0));
    let values = [("before", before.into())];
    if before == 0 || !distinguishable(count(now), count(before)) {
        return words.say_with("overview-change-none", &values);
    }
    let share = now as f64 / before as f64 - 1.0;
    let key = if share > 0.0 { "overview-change-more" } else { "overview-change-less" };
    words.say_with(key, &[("share", words.percent(share.abs(), 0).into()), ("before", before.into())])
}

/// The curve of new cases over the period, in at most thirteen steps of equal length.
pub fn received_spark(overview: &Overview) -> Spark {
    let counts: Vec<Option<i64>> =
        overview.trend.iter().map(|point| point.received.value().copied()).collect();
    Spark::draw(&thinned(&counts), None, false)
}

/// Sums of neighbours, so that a year of weeks or a month of days stays a calm line.
fn thinned(counts: &[Option<i64>]) -> Vec<Option<f64>> {
    let size = counts.len().div_ceil(13).max(1);
    // Whole groups from the end: the first, shorter one would look like a fall.
    let first = counts.len() % size;
    counts[first..]
        .chunks(size)
        .map(|group| group.iter().copied().collect::<Option<Vec<i64>>>().map(|group| sum(&group)))
        .collect()
}

fn sum(counts: &[i64]) -> f64 {
    counts.iter().sum::<i64>() as f64
}

/// The words above the trend.
pub const fn step_key(step: Step) -> &'static str {
    match step {
        Step::Day => "overview-trend-days",
        Step::Week => "overview-trend",
        Step::Month => "overview-trend-months",
    }
}

/// What stands under the trend.
pub fn trend_hint(words: &Words, view: &View, overview: &Overview) -> String {
    if view.compare == Compare::Nothing {
        return words.say("overview-trend-alone");
    }
    let (from, to) = overview.compared;
    words.say_with("overview-trend-compared", &[("from", from.into()), ("to", to.into())])
}

/// The trend: bars of the period, a line of the one it is compared with.
pub fn trend(words: &Words, view: &View, overview: &Overview) -> Trend {
    let compared = view.compare != Compare::Nothing;
    let unsigned = |told: &Told<i64>| told.value().map(|count| u64::try_from(*count).unwrap_or(0));
    let labels = labels(words, overview);
    let steps: Vec<curves::Step> = overview
        .trend
        .iter()
        .zip(labels)
        .map(|(point, label)| {
            let day =
                if overview.step == Step::Month { words.month(point.start) } else { words.day(point.start) };
            curves::Step {
                title: format!("{day}: {}", told(words, &point.received)),
                count: unsigned(&point.received),
                before: if compared { unsigned(&point.before) } else { None },
                label,
            }
        })
        .collect();
    Trend::draw(&steps, |count| words.count(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// Labels at even distances, at most eight of them.
fn labels(words: &Words, overview: &Overview) -> Vec<String> {
    let every = match overview.step {
        Step::Day => 7 * overview.trend.len().div_ceil(56).max(1),
        Step::Week | Step::Month => overview.trend.len().div_ceil(8).max(1),
    };
    let said = |day: Day| match overview.step {
        Step::Day => words.day_short(day),
        Step::Week if overview.trend.len() <= 14 => words.day_short(day),
        Step::Week | Step::Month => format!("{}/{}", day.0.month(), day.0.year()),
    };
    let shown = |at: usize, day: Day| if at.is_multiple_of(every) { said(day) } else { String::new() };
    overview.trend.iter().enumerate().map(|(at, point)| shown(at, point.start)).collect()
}
