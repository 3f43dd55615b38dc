//! The four numbers side by side, and the trend below them.

use super::{
    bar::{Click, period},
    lists::Lists,
    view::{Compare, View},
};
use crate::drawing::curves::{self, Spark, Trend};
use danvan_actions::figures::{Figures, Overview, Point, Row, Share, Step, Told};
use danvan_analysis::intervals::{count, distinguishable};
use danvan_domain::{tallies::Counted, time::Day};
use danvan_words::Words;

/// A number, and where it leads.
pub struct Number {
    /// The number, with its word where it stands under another.
    pub text: String,
    /// The list of what it counts, or the table; empty for a number that is hidden.
    pub href: String,
}

impl Number {
    /// Words that lead nowhere.
    fn plain(text: String) -> Self {
        Self { text, href: String::new() }
    }

    /// Words that lead somewhere, when there are any.
    fn leading(text: String, to: &str) -> Self {
        Self { href: if text.is_empty() { String::new() } else { to.to_owned() }, text }
    }
}

/// One of the large numbers.
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The number, or two.
    pub values: Vec<Number>,
    /// What stands under it.
    pub under: Number,
    /// Smaller numbers under it.
    pub parts: Vec<Number>,
    /// The period before; it leads to that period's figures.
    pub before: Number,
    /// Its small curve.
    pub spark: Option<Spark>,
}

/// New, on time, solved, refused and reopened: always together, because each alone can be bettered by making another
/// worse.
pub fn figures(words: &Words, lists: &Lists<'_>, overview: &Overview) -> Vec<Figure> {
    let (now, before) = (&overview.total.figures, &overview.before);
    let numbers = Numbers { words, lists, row: &overview.total };
    let compared = lists.view.compare != Compare::Nothing;
    let earlier = |share: &Told<Share>| share_before(words, share, compared);
    let (first, last) = overview.compared;
    let then = lists.view.over(first, last).href();
    let leading = |text: String| Number::leading(text, &then);
    let told_change = if compared { change(words, &now.received, &before.received) } else { String::new() };
    let interval = interval(words, &now.on_time);
    let answers = numbers
        .small("figure-answers", &whole(&now.solved), Counted::Said)
        .unwrap_or_else(|| Number::plain(why_nothing(words, &now.solved)));
    let settled =
        if now.refused.value().is_some() { String::new() } else { why_nothing(words, &now.refused) };
    vec![
        Figure {
            label: words.say("figure-new"),
            values: vec![numbers.large(told(words, &now.received), &now.received, Counted::Received)],
            under: leading(told_change),
            parts: numbers.small("figure-heard", &now.heard, Counted::Heard).into_iter().collect(),
            before: Number::plain(String::new()),
            spark: Some(received_spark(overview)),
        },
        Figure {
            label: words.say("figure-on-time"),
            values: vec![numbers.share(&now.on_time, Counted::OnTime)],
            under: Number::plain(interval),
            parts: numbers.small("figure-late", &rest(&now.on_time), Counted::Late).into_iter().collect(),
            before: leading(earlier(&before.on_time)),
            spark: None,
        },
        Figure {
            label: words.say("figure-satisfied"),
            values: vec![numbers.share(&now.solved, Counted::Solved)],
            under: answers,
            parts: Vec::new(),
            before: leading(earlier(&before.solved)),
            spark: None,
        },
        Figure {
            label: words.say("figure-refused-reopened"),
            values: vec![
                numbers.share(&now.refused, Counted::Refused),
                numbers.share(&now.reopened, Counted::Reopened),
            ],
            under: Number::plain(settled),
            parts: numbers
                .small("figure-settled", &whole(&now.refused), Counted::Settled)
                .into_iter()
                .collect(),
            before: leading(both_before(words, before, compared)),
            spark: None,
        },
    ]
}

/// Numbers of a row with where they lead.
struct Numbers<'a> {
    words: &'a Words,
    lists: &'a Lists<'a>,
    row: &'a Row,
}

impl Numbers<'_> {
    /// A large number: to its list, else to the table; a hidden one nowhere.
    fn large(&self, text: String, number: &Told<i64>, measure: Counted) -> Number {
        let list = self.lists.of(self.row, measure, number);
        let href = match number {
            Told::Hidden => String::new(),
            _ if list.is_empty() => format!("{}#places", self.lists.view.here()),
            _ => list,
        };
        Number { text, href }
    }

    fn share(&self, share: &Told<Share>, measure: Counted) -> Number {
        self.large(percent(self.words, share), &part(share), measure)
    }

    /// A smaller number with its word; nothing when it is not told.
    fn small(&self, key: &str, number: &Told<i64>, measure: Counted) -> Option<Number> {
        let count = *number.value()?;
        let text = self.words.say_with(key, &[("n", count.into())]);
        Some(Number { text, href: self.lists.of(self.row, measure, number) })
    }
}

/// The part of a share.
pub fn part(share: &Told<Share>) -> Told<i64> {
    of_share(share, |share| share.part)
}

fn rest(share: &Told<Share>) -> Told<i64> {
    of_share(share, |share| share.whole - share.part)
}

fn whole(share: &Told<Share>) -> Told<i64> {
    of_share(share, |share| share.whole)
}

fn of_share(share: &Told<Share>, count: impl Fn(&Share) -> i64) -> Told<i64> {
    match share {
        Told::Nothing => Told::Nothing,
        Told::Hidden => Told::Hidden,
        Told::Value(share) => Told::Value(count(share)),
    }
}

fn interval(words: &Words, share: &Told<Share>) -> String {
    let Some(told) = share.value() else { return why_nothing(words, share) };
    let end = |value: f64| words.percent(value, 0);
    let values = [("from", end(told.estimate.low).into()), ("to", end(told.estimate.high).into())];
    words.say_with("figure-interval", &values)
}

/// A share of the compared period; empty where it is not told.
fn share_before(words: &Words, share: &Told<Share>, compared: bool) -> String {
    match share.value() {
        Some(share) if compared => {
            let share = words.percent(share.estimate.value, 0);
            words.say_with("overview-before", &[("value", share.into())])
        }
        _ => String::new(),
    }
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

/// Of what the trend may be drawn: what an outsider may be told as well.
const CURVES: [Counted; 8] = [
    Counted::Received,
    Counted::Heard,
    Counted::Answered,
    Counted::OnTime,
    Counted::Late,
    Counted::Refused,
    Counted::Reopened,
    Counted::Solved,
];

/// The choice of what the trend is drawn of.
pub fn curves(words: &Words, view: &View) -> Vec<Click> {
    CURVES
        .iter()
        .map(|measure| Click {
            href: format!("{}#trend", view.measuring(*measure).here()),
            label: words.of("counted", measure.word()),
            is_current: *measure == view.measure,
        })
        .collect()
}

/// The words above the trend.
pub fn trend_title(words: &Words, view: &View, step: Step) -> String {
    let key = match step {
        Step::Day => "overview-trend-days",
        Step::Week => "overview-trend",
        Step::Month => "overview-trend-months",
    };
    words.say_with(key, &[("what", words.of("counted", view.measure.word()).into())])
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
                title: format!("{day}: {}", told(words, &point.count)),
                count: unsigned(&point.count),
                before: if compared { unsigned(&point.before) } else { None },
                label,
            }
        })
        .collect();
    Trend::draw(&steps, |count| words.count(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// A step of the trend in numbers.
pub struct TrendRow {
    /// When.
    pub when: String,
    /// How many, leading to their list.
    pub count: Number,
}

/// The trend as a table, for whoever does not see the bars, and so that each leads to what it counts.
pub fn trend_rows(words: &Words, lists: &Lists<'_>, overview: &Overview) -> Vec<TrendRow> {
    let points = &overview.trend;
    let ends = points.iter().skip(1).map(|next| next.start.previous()).chain([lists.view.to]);
    let row = |(point, end): (&Point, Day)| TrendRow {
        when: match overview.step {
            Step::Day => words.day(point.start),
            Step::Week => period(words, point.start, end),
            Step::Month => words.month(point.start),
        },
        count: Number {
            text: told(words, &point.count),
            href: lists.between((point.start, end), &point.count),
        },
    };
    points.iter().zip(ends).map(row).collect()
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
