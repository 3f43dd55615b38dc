//! What the overview draws, as files: the map, the trend and the places. Whoever may see the page may keep them.

use super::{
    arrange, asked_file,
    bar::{period, topic_name},
    figures, file, file_name,
    map::{self, Map},
    view::View,
};
use crate::{
    answer::Sorry,
    drawing::files::{Drawing, Figure, Kind, asked},
    guard::Reader,
    pages::{Answered, shell},
    shell::Shell,
    site::Site,
};
use axum::extract::{Path, State};
use danvan_actions::{Facts, figures::png};
use danvan_domain::time::Moment;

/// `GET /overview.svg`: the map, where it has always been.
pub(super) async fn svg(State(site): State<Site>, reader: Reader) -> Answered {
    answer(&site, &reader, "map", Kind::Svg).await
}

/// `GET /overview/drawings/{file}`: `map`, `trend` or `places`, as `.svg` or `.png`.
pub(super) async fn one(State(site): State<Site>, reader: Reader, Path(name): Path<String>) -> Answered {
    let (what, kind) = asked(&name).ok_or_else(|| Sorry::lost(reader.language))?;
    answer(&site, &reader, what, kind).await
}

async fn answer(site: &Site, reader: &Reader, what: &str, kind: Kind) -> Answered {
    let (facts, view, overview) = asked_file(site, reader).await?;
    let shell = shell(site, reader);
    let lost = || Sorry::lost(reader.language);
    let topic = topic_name(&facts.topics, shell.words, &view.topic);
    let (title, hint, figure) = match what {
        "map" => {
            let arrangement = arrange(site, &facts, &overview).await.ok_or_else(lost)?;
            let map = Map::of(&facts, &shell, &view, &overview, &arrangement);
            let legend = map.legend.into_iter().map(|swatch| (swatch.class, swatch.words)).collect();
            (map.title, map.hint, Figure::Map(map.drawing, legend))
        }
        "trend" => (
            figures::trend_title(shell.words, &view, overview.step),
            figures::trend_hint(shell.words, &view, &overview),
            Figure::Trend(figures::trend(shell.words, &view, &overview)),
        ),
        "places" => {
            let (dots, whole) = map::dots(&facts, shell.words, &view, &overview);
            let dots = dots.ok_or_else(lost)?;
            let title = shell.say_count("overview-highest", dots.rows.len());
            (title, shell.say("overview-intervals-hint"), Figure::Dots(dots, whole))
        }
        _ => return Err(lost()),
    };
    let under = under(&facts, &shell, &view, hint, site.house.now());
    let drawing = Drawing { title: format!("{topic} · {title}"), under, figure };
    let name = format!("{}.{what}", file_name(&facts, &view));
    let name = name.strip_suffix(&format!(".{what}")).unwrap_or(&name);
    kept(reader, &drawing, kind, &format!("{name}-{what}")).await
}

/// A drawing as a file. Pixels take a moment, so that they are made aside.
pub(in crate::pages) async fn kept(reader: &Reader, drawing: &Drawing, kind: Kind, name: &str) -> Answered {
    let broken = |error: String| {
        tracing::error!(%error, "a drawing could not be made");
        Sorry::broken(reader.language)
    };
    let svg = drawing.svg().map_err(|error| broken(error.to_string()))?;
    if kind == Kind::Svg {
        return Ok(file("image/svg+xml", &format!("{name}.svg"), svg));
    }
    let width = drawing.pixels();
    let drawn = tokio::task::spawn_blocking(move || png(&svg, width)).await;
    let bytes = drawn.map_err(|error| broken(error.to_string()))?;
    Ok(file("image/png", &format!("{name}.png"), bytes.map_err(|error| broken(error.to_string()))?))
}

/// What was asked: whose, when, on which day's structure, and who says so.
fn under(facts: &Facts, shell: &Shell, view: &View, hint: String, now: Moment) -> Vec<String> {
    let words = shell.words;
    let unit = facts.tree.get(view.unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let mut under = vec![
        format!("{unit} · {}", period(words, view.from, view.to)),
        format!("{} {}", words.say("overview-structure"), words.day(view.on)),
        hint,
        words.say_with("drawing-source", &[("at", words.moment(now).into())]),
    ];
    if facts.simulated {
        under.push(words.say("ribbon-simulated"));
    }
    under
}
