//! The table under the map: every place with its figures, how surely they are known, and what belongs to no place.

use super::{
    bar::Click,
    figures::{Number, part, percent, told},
    lists::Lists,
    view::{Sort, View},
};
use danvan_actions::figures::{Figures, Overview, Row, Share, Told};
use danvan_domain::{
    tallies::Counted,
    units::{Level, Quality},
};
use danvan_words::Words;
use std::cmp::Ordering;

/// More rows than this are shown only when asked for.
const LONG: usize = 40;
/// How many of them are shown at first.
const SHOWN: usize = 20;

/// A heading that sorts.
pub struct Heading {
    /// Where it leads, its words, whether it is what the table is sorted by.
    pub click: Click,
    /// Whether its column holds numbers.
    pub is_number: bool,
    /// As `aria-sort` says it; empty for another column.
    pub order: &'static str,
}

/// A row.
pub struct Line {
    /// The place's name.
    pub name: String,
    /// One level down; empty for nowhere.
    pub href: String,
    /// Its numbers in the order of the headings, each with the list of what it counts.
    pub cells: Vec<Number>,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// The word of its quality and its class.
    pub quality: (String, String, String),
}

/// The table.
pub struct Table {
    /// The headings.
    pub headings: Vec<Heading>,
    /// The rows.
    pub lines: Vec<Line>,
    /// What belongs to none of them.
    pub remainder: Option<Line>,
    /// All together.
    pub total: Line,
    /// Which count of people the rates stand on; empty when none is known.
    pub vintage: String,
    /// Where the whole table is, when this is a part.
    pub whole: Option<Click>,
    /// Whether rates are known.
    pub has_rates: bool,
}

/// Whether anything was carried over a reorganisation.
pub fn has_carried(overview: &Overview) -> bool {
    let rows = overview.rows.iter().chain(overview.remainder.as_ref()).chain([&overview.total]);
    rows.into_iter().any(|row| row.quality != Quality::Exact)
}

impl Table {
    /// The table of an overview.
    pub fn of(words: &Words, lists: &Lists<'_>, overview: &Overview) -> Self {
        let (facts, view) = (lists.facts, lists.view);
        let has_rates = overview.rows.iter().any(|row| row.figures.rate.value().is_some());
        let sort = view.sort.unwrap_or(if has_rates { Sort::Rate } else { Sort::Received });
        let mut rows: Vec<&Row> = overview.rows.iter().collect();
        let name = |row: &Row| {
            let unit = row.unit.and_then(|id| facts.tree.get(id));
            unit.map(|unit| danvan_domain::fold::fold(unit.bare_name())).unwrap_or_default()
        };
        rows.sort_by_cached_key(|row| name(row));
        rows.sort_by(|a, b| order(sort, &a.figures, &b.figures));
        let whole = (rows.len() > LONG && !view.whole_table).then(|| Click {
            href: format!("{}#places", view.whole().href()),
            label: words.say_with("overview-all-places", &[("n", rows.len().into())]),
            is_current: false,
        });
        if whole.is_some() {
            rows.truncate(SHOWN);
        }
        let drills = overview.row_level <= Level::Commune;
        let line = |row: &Row, name: String, href: String| line(words, lists, row, (name, href), has_rates);
        let rates = overview.rows.iter().find_map(|row| row.figures.rate.value());
        Self {
            headings: headings(words, view, sort, has_rates),
            lines: rows
                .into_iter()
                .filter_map(|row| {
                    let unit = row.unit.and_then(|id| facts.tree.get(id))?;
                    let href = if drills {
                        view.of(&facts.tree, unit.id).here()
                    } else {
                        format!("/units/{}", unit.id)
                    };
                    Some(line(row, unit.name.clone(), href))
                })
                .collect(),
            remainder: overview
                .remainder
                .as_ref()
                .map(|row| line(row, words.say("overview-remainder"), String::new())),
            total: line(&overview.total, words.say("overview-total"), String::new()),
            vintage: rates
                .map(|rate| {
                    words
                        .say_with("overview-vintage", &[("vintage", rate.population.vintage.as_str().into())])
                })
                .unwrap_or_default(),
            whole,
            has_rates,
        }
    }

    /// How many columns of numbers there are.
    pub fn width(&self) -> usize {
        if self.has_rates { 6 } else { 5 }
    }
}

fn headings(words: &Words, view: &View, sort: Sort, has_rates: bool) -> Vec<Heading> {
    let columns = Sort::ALL.iter().filter(|column| has_rates || **column != Sort::Rate);
    columns
        .map(|column| Heading {
            click: Click {
                href: format!("{}#places", view.sorted(*column).here()),
                label: words.of("overview-column", column.word()),
                is_current: *column == sort,
            },
            is_number: *column != Sort::Name,
            order: match column {
                other if *other != sort => "",
                Sort::Name | Sort::OnTime | Sort::Solved => "ascending",
                _ => "descending",
            },
        })
        .collect()
}

/// What asks for attention first: most cases, refusals and reopenings, least on time and solved. What is not known or
/// hidden stands at the end.
fn order(sort: Sort, a: &Figures, b: &Figures) -> Ordering {
    let share = |share: &Told<Share>| share.value().map(|share| share.estimate.value);
    let value = |figures: &Figures| match sort {
        Sort::Name => None,
        Sort::Received => figures.received.value().map(|count| *count as f64),
        Sort::Rate => figures.rate.value().map(|rate| rate.estimate.value),
        Sort::OnTime => share(&figures.on_time).map(|value| -value),
        Sort::Solved => share(&figures.solved).map(|value| -value),
        Sort::Refused => share(&figures.refused),
        Sort::Reopened => share(&figures.reopened),
    };
    match (value(a), value(b)) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn line(
    words: &Words,
    lists: &Lists<'_>,
    row: &Row,
    (name, href): (String, String),
    has_rates: bool,
) -> Line {
    let figures = &row.figures;
    let received = &figures.received;
    let cell = |text, number: &Told<i64>, measure| Number { text, href: lists.of(row, measure, number) };
    let mut cells = vec![cell(told(words, received), received, Counted::Received)];
    if has_rates {
        let rate = match &figures.rate {
            Told::Value(rate) => words.decimal(rate.estimate.value, 1),
            Told::Hidden => words.say("figure-hidden"),
            Told::Nothing => "–".to_owned(),
        };
        // A rate is the same cases for every 10,000 people.
        cells.push(cell(rate, received, Counted::Received));
    }
    let shares = [
        (&figures.on_time, Counted::OnTime),
        (&figures.solved, Counted::Solved),
        (&figures.refused, Counted::Refused),
        (&figures.reopened, Counted::Reopened),
    ];
    cells.extend(shares.map(|(share, measure)| cell(percent(words, share), &part(share), measure)));
    let quality = row.quality.word();
    Line {
        name,
        href,
        cells,
        is_hidden: row.hidden,
        quality: (words.of("quality", quality), quality.to_owned(), words.of("quality-why", quality)),
    }
}
