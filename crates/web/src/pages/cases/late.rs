//! What is late at this moment: the list behind the leader's number. Above the communes by office, then the cases of one.

use super::{
    list::{RowView, row_view},
    names,
};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, shell, show as show_page, sorry},
    shell::{Pages, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::today::late_now;
use danvan_domain::{ids::UnitId, rights::Verb};

/// How many cases stand on a page.
const SIZE: u64 = 50;

/// An office with how many cases are late there.
struct Office {
    href: String,
    words: String,
    oldest: String,
}

#[derive(Template)]
#[template(path = "pages/cases/late.html")]
struct Late {
    shell: Shell,
    unit: String,
    title: String,
    as_of: String,
    offices: Vec<Office>,
    rows: Vec<RowView>,
    pages: Pages,
    is_leader: bool,
}

/// `/cases/late`.
pub(super) async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let (facts, now, today) = (site.house.facts(), site.house.now(), site.house.today());
    let asker = &reader.visitor.asker;
    let own_unit = || asker.unit_for(Verb::ReadCase).and_then(|unit| facts.tree.today(unit, today));
    let unit: Option<UnitId> = match query.filled("unit") {
        Some(said) => facts.tree.resolve(said, today).ok(),
        None => own_unit(),
    };
    // Whoever is not signed in is asked to; nobody learns which units there are not.
    let unit = match unit {
        Some(unit) => unit,
        None if asker.person.is_none() => {
            return Err(Sorry::refused(reader.language, &danvan_domain::refusals::Refusal::SignInFirst)
                .then(&reader.path));
        }
        None => return Err(Sorry::lost(reader.language)),
    };
    let own = query.ticked("own");
    let number: u64 = query.get("page").parse().unwrap_or(1).clamp(1, 100_000);
    let page = (SIZE.cast_signed(), ((number - 1) * SIZE).cast_signed());
    let late = late_now(&site.house, asker, (unit, own), page).await.map_err(sorry(&reader))?;
    let words = reader.words();
    let offices = late.offices.iter().map(|office| {
        let days = now.day().days_since(office.oldest.day()).max(1);
        let days = words.say_with("due-late-days", &[("n", days.into())]);
        let values = [("name", names::unit(&facts, office.unit).into()), ("n", office.cases.into())];
        Office {
            href: format!("/cases/late?unit={}&own=yes", office.unit),
            words: words.say_with("leader-late-at", &values),
            oldest: words.say_with("leader-late-oldest", &[("late", days.into())]),
        }
    });
    let mut address = format!("/cases/late?unit={unit}");
    if own {
        address.push_str("&own=yes");
    }
    let total = if late.offices.is_empty() { u64::try_from(late.total).unwrap_or(0) } else { 0 };
    let page = Late {
        shell: shell(&site, &reader),
        unit: names::unit(&facts, unit),
        title: words.say_with("leader-late-count", &[("n", late.total.into())]),
        as_of: words.say_with("state-as-of", &[("time", words.moment_short(now, now).into())]),
        offices: offices.collect(),
        rows: late.cases.iter().map(|row| row_view(&facts, words, row, now)).collect(),
        pages: Pages { page: number, size: SIZE, total, address },
        is_leader: asker.unit_for(Verb::ReadBrief).is_some(),
    };
    show_page(&reader, &page)
}
