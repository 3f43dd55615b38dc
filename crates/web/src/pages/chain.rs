//! `/chain`: where the log of events ended, day by day, for whoever wants to hold it to account.

use super::{Answered, shell, show, sorry};
use crate::{
    answer::Sorry,
    doors::{Doors, get},
    guard::Reader,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::IntoResponse,
};
use danvan_actions::chain;
use danvan_domain::time::Day;

/// How many days the page lists; each day's file stays for ever.
const DAYS: i64 = 60;

/// The addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new().route("/chain", get(list)).route("/chain/{day}", get(file))
}

#[derive(Template)]
#[template(path = "pages/chain/list.html")]
struct List {
    shell: Shell,
    rows: Vec<Row>,
}

/// One day.
struct Row {
    href: String,
    day: String,
    about: String,
}

async fn list(State(site): State<Site>, reader: Reader) -> Answered {
    let days = chain::published_days(&site.house, DAYS).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let rows = days.into_iter().map(|(day, lanes, events)| Row {
        href: format!("/chain/{day}"),
        day: shell.words.day(day),
        about: shell.say_with("chain-day", &[("events", events.into()), ("lanes", lanes.into())]),
    });
    let page = List { rows: rows.collect(), shell };
    show(&reader, &page)
}

/// A day's heads as a file, as `danvan verify --against` reads it.
async fn file(State(site): State<Site>, reader: Reader, Path(day): Path<String>) -> Answered {
    let lost = || Sorry::lost(reader.language);
    let day: Day = day.parse().map_err(|_| lost())?;
    let heads = chain::published(&site.house, day).await.map_err(sorry(&reader))?.ok_or_else(lost)?;
    let mut response = heads.written().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"danvan-heads-{day}.txt\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
