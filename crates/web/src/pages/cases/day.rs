//! The end of the day: what was done, what lapses on the next working day.

use super::{
    list::{RowView, row_view},
    names,
    queue::office,
    view::View,
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, shell, show as show_page, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::cases::day_end;

#[derive(Template)]
#[template(path = "pages/cases/day.html")]
struct Day {
    shell: Shell,
    office: String,
    today: String,
    next_day: String,
    done: Vec<RowView>,
    lapsing: Vec<RowView>,
    due: i64,
    late: i64,
    late_href: String,
}

/// `/cases/day`.
pub(super) async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let view = View::read(&query);
    let office = office(&reader, &view)?;
    let end = day_end(&site.house, &reader.visitor.asker, office).await.map_err(sorry(&reader))?;
    let (facts, words, now) = (site.house.facts(), reader.words(), site.house.now());
    let rows = |rows: &[danvan_store::cases::Row]| {
        rows.iter().map(|row| row_view(&facts, words, row, now)).collect::<Vec<_>>()
    };
    let page = Day {
        shell: shell(&site, &reader),
        office: names::unit(&facts, office),
        today: words.day_long(now.day()),
        next_day: words.day_long(end.next_day),
        done: rows(&end.done),
        lapsing: rows(&end.lapsing),
        due: end.due,
        late: end.late,
        late_href: view.list_href(danvan_store::cases::Tab::Late),
    };
    show_page(&reader, &page)
}
