//! The map of tiles with its legend, and the places with the highest rates beside it.

use super::{
    bar::Click,
    figures::told,
    view::{Drawn, View},
};
use crate::{
    drawing::{
        classes::{Classes, Span},
        dots::{Dots, Place},
        tiles::{Arrangement, Shown, TileMap},
    },
    shell::Shell,
};
use danvan_actions::{
    Facts,
    figures::{Overview, Row, Told},
};
use danvan_domain::ids::UnitId;
use danvan_words::Words;
use std::collections::HashMap;

/// How many places stand in the dot plot.
const MOST_DOTS: usize = 12;

/// One class of the legend.
pub struct Swatch {
    /// The class of the style sheet.
    pub class: String,
    /// Its words.
    pub words: String,
}

/// The map.
pub struct Map {
    /// The tiles.
    pub drawing: TileMap,
    /// What the colours mean.
    pub legend: Vec<Swatch>,
    /// What is shown: a rate or a count.
    pub title: String,
    /// Which count of people the rate stands on; empty for a count.
    pub hint: String,
    /// The ways to draw it, where there are two.
    pub ways: Vec<Click>,
    /// Where the borders are told, when they are to be drawn.
    pub borders: String,
    /// Who says where the borders run, and how sure that is.
    pub source: String,
}

/// Whether the borders of most rows are known, whether any of them is made up, and who says so.
struct Known {
    are_enough: bool,
    are_simulated: bool,
    sources: Vec<String>,
}

impl Known {
    fn of(facts: &Facts, overview: &Overview) -> Self {
        let rows = overview.rows.iter().filter_map(|row| row.unit);
        let borders: Vec<_> = rows.filter_map(|unit| facts.borders.of(unit)).collect();
        let mut sources: Vec<String> = borders.iter().map(|border| border.source.clone()).collect();
        sources.retain(|source| !source.is_empty());
        sources.sort();
        sources.dedup();
        Self {
            are_enough: !borders.is_empty() && borders.len() * 2 >= overview.rows.len(),
            are_simulated: borders.iter().any(|border| border.simulated),
            sources,
        }
    }

    /// Who says where the borders run, and how sure that is.
    fn words(&self, words: &Words) -> String {
        if self.are_simulated {
            words.say("overview-borders-simulated")
        } else if self.sources.is_empty() {
            words.say("overview-borders-unsourced")
        } else {
            words.say_with("overview-borders-source", &[("source", self.sources.join("; ").into())])
        }
    }
}

/// The values of a map: rates where people are known, else counts.
struct Values {
    are_rates: bool,
    by_unit: HashMap<UnitId, (Option<f64>, bool)>,
}

impl Values {
    fn of(overview: &Overview) -> Self {
        let known = |row: &&Row| !matches!(row.figures.rate, Told::Nothing);
        let are_rates = overview.rows.iter().filter(known).count() * 2 > overview.rows.len();
        let value = |row: &Row| {
            if are_rates {
                row.figures.rate.value().map(|rate| rate.estimate.value)
            } else {
                row.figures.received.value().map(|count| *count as f64)
            }
        };
        let is_hidden = |row: &Row| matches!(row.figures.received, Told::Hidden);
        let rows = overview.rows.iter();
        let by_unit = rows.filter_map(|row| Some((row.unit?, (value(row), is_hidden(row))))).collect();
        Self { are_rates, by_unit }
    }
}

impl Map {
    /// The map of an overview.
    pub fn of(
        facts: &Facts,
        shell: &Shell,
        view: &View,
        overview: &Overview,
        arrangement: &Arrangement,
    ) -> Self {
        let words = shell.words;
        let values = Values::of(overview);
        let classes = Classes::of(values.by_unit.values().filter_map(|(value, _)| *value));
        let drawing = TileMap::draw(arrangement, |id| {
            let unit = facts.tree.get(id)?;
            let (value, is_hidden) = values.by_unit.get(&id).copied().unwrap_or((None, false));
            let said = match value {
                Some(value) if values.are_rates => words.say_with(
                    "overview-tile-rate",
                    &[("rate", words.decimal(value, classes.digits.max(1)).into())],
                ),
                Some(value) => words.say_with("overview-tile-count", &[("n", (value as i64).into())]),
                None if is_hidden => words.say("hidden-why"),
                None => words.say("state-unknown"),
            };
            Some(Shown {
                title: format!("{}: {said}", unit.name),
                name: unit.name.clone(),
                href: view.of(&facts.tree, id).here(),
                class: if is_hidden { None } else { Some(value.map_or(0, |value| classes.class(value))) },
                is_current: id == view.unit,
            })
        });
        let some_hidden = values.by_unit.values().any(|(_, is_hidden)| *is_hidden);
        let some_empty =
            values.by_unit.values().any(|(value, hidden)| !hidden && value.is_none_or(|v| v <= 0.0));
        let known = Known::of(facts, overview);
        // Made-up borders are shown to whoever asks for them, real ones to everybody.
        let usual = if known.are_simulated { Drawn::Tiles } else { Drawn::Borders };
        let drawn = if known.are_enough { view.drawn.unwrap_or(usual) } else { Drawn::Tiles };
        let ways = if known.are_enough { Drawn::ALL } else { &[] };
        let way = |way: &Drawn| Click {
            href: view.drawn(*way).href(),
            label: words.of("overview-drawn", way.word()),
            is_current: *way == drawn,
        };
        let source = known.words(words);
        let is_bordered = drawn == Drawn::Borders;
        Self {
            ways: ways.iter().map(way).collect(),
            borders: if is_bordered { format!("/api/v1/boundaries?on={}", view.on) } else { String::new() },
            source: if is_bordered { source } else { String::new() },
            drawing,
            legend: legend(words, &classes, some_empty, some_hidden),
            title: words.say(if values.are_rates { "overview-map" } else { "overview-map-counts" }),
            hint: hint(words, overview, values.are_rates),
        }
    }
}

fn hint(words: &Words, overview: &Overview, are_rates: bool) -> String {
    let vintage = overview.rows.iter().find_map(|row| row.figures.rate.value());
    match vintage {
        Some(rate) if are_rates => {
            words.say_with("overview-map-hint", &[("year", rate.population.vintage.as_str().into())])
        }
        _ => words.say("overview-map-no-people"),
    }
}

fn legend(words: &Words, classes: &Classes, some_empty: bool, some_hidden: bool) -> Vec<Swatch> {
    let write = |value: f64| words.decimal(value, classes.digits);
    let spans = classes.spans().into_iter().filter(|(class, _)| *class > 0 || some_empty);
    let mut legend: Vec<Swatch> = spans
        .map(|(class, span)| Swatch {
            class: format!("q{class}"),
            words: match span {
                Span::Nothing => words.count(0),
                Span::Anything => words.say("overview-legend-any"),
                Span::Below(border) => {
                    words.say_with("overview-legend-below", &[("n", write(border).into())])
                }
                Span::Between(from, to) => format!("{}–{}", write(from), write(to)),
                Span::From(border) => words.say_with("overview-legend-from", &[("n", write(border).into())]),
            },
        })
        .collect();
    if some_hidden {
        legend.push(Swatch { class: "q-hidden".to_owned(), words: words.say("overview-legend-hidden") });
    }
    legend
}

/// The places with the highest rates, each with its interval, and the words for the whole.
pub fn dots(facts: &Facts, words: &Words, view: &View, overview: &Overview) -> (Option<Dots>, String) {
    let mut known: Vec<(&Row, UnitId, danvan_analysis::intervals::Estimate)> = overview
        .rows
        .iter()
        .filter_map(|row| Some((row, row.unit?, row.figures.rate.value()?.estimate)))
        .filter(|(.., estimate)| estimate.value > 0.0)
        .collect();
    if known.len() < 3 {
        return (None, String::new());
    }
    known.sort_by(|a, b| b.2.value.total_cmp(&a.2.value));
    let places: Vec<Place> = known
        .into_iter()
        .take(MOST_DOTS)
        .filter_map(|(row, id, estimate)| {
            let unit = facts.tree.get(id)?;
            let number = |value: f64| words.decimal(value, 1);
            let values = [
                ("rate", number(estimate.value).into()),
                ("from", number(estimate.low).into()),
                ("to", number(estimate.high).into()),
                ("cases", told(words, &row.figures.received).into()),
            ];
            Some(Place {
                name: unit.bare_name().to_owned(),
                href: view.of(&facts.tree, id).href(),
                title: format!("{}: {}", unit.name, words.say_with("overview-dot", &values)),
                estimate,
            })
        })
        .collect();
    let whole = overview.total.figures.rate.value().map(|rate| rate.estimate.value);
    let said = whole.map(|rate| words.say_with("overview-whole", &[("rate", words.decimal(rate, 1).into())]));
    (Some(Dots::draw(&places, whole)), said.unwrap_or_default())
}
