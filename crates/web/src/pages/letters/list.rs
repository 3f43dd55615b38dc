//! `/letters`: the log of an office.

use super::asked;
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{Answered, cases::names, shell, show, sorry},
    shell::{Pages, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::letters::{list, own_office};
use danvan_domain::letters::Letter;

/// How many letters stand on a page.
const SIZE: u64 = 30;

#[derive(Template)]
#[template(path = "pages/letters/list.html")]
struct Log {
    shell: Shell,
    unit: String,
    fresh: i64,
    all: i64,
    is_all: bool,
    rows: Vec<Row>,
    pages: Pages,
}

/// A letter as a line.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) facts: String,
    pub(super) is_alert: bool,
}

/// The first words of a letter, or that they were erased.
pub(in crate::pages) fn first_words(shell: &Shell, letter: &Letter) -> String {
    if letter.summary.is_empty() {
        return shell.say("data-erased-title");
    }
    danvan_domain::text::title_of(&letter.summary)
}

/// A letter as a line.
pub(super) fn row(shell: &Shell, letter: &Letter) -> Row {
    let number = format!("{}/{}", letter.number, letter.year);
    let title = if letter.is_sealed {
        shell.say_one("letter-sealed-title", "code", number)
    } else {
        format!("{number} · {}", first_words(shell, letter))
    };
    let became = match letter.disposal.filter(|_| letter.classified_at.is_some()) {
        Some(disposal) => Some(shell.of("letter-disposal", disposal.word())),
        // What is sealed is a denunciation; there is nothing more to classify.
        None => (!letter.is_sealed).then(|| shell.say("letter-unclassified")),
    };
    let signers = shell.say_count("letter-signers", letter.signers);
    let mut facts =
        vec![shell.words.day(letter.received_on), shell.of("letter-way", letter.way.word()), signers];
    facts.extend(became);
    Row {
        href: format!("/letters/{}", letter.id),
        title,
        facts: facts.join(" · "),
        is_alert: letter.is_alert(),
    }
}

/// `GET /letters`.
pub(super) async fn show_log(State(site): State<Site>, reader: Reader) -> Answered {
    let (site, reader) = (&site, &reader);
    let query = asked(reader);
    let is_all = query.get("tab") == "all";
    let page = query.get("page").parse::<u64>().unwrap_or(1).clamp(1, 100_000);
    let own =
        || own_office(&reader.visitor.asker).map_err(|refusal| Sorry::refused(reader.language, &refusal));
    let unit = query.get("unit").parse().map_or_else(|_| own(), Ok)?;
    let size = i64::try_from(SIZE).unwrap_or(30);
    let from = i64::try_from((page - 1) * SIZE).unwrap_or(0);
    let found = list(&site.house, &reader.visitor.asker, unit, is_all, (size, from)).await;
    let found = found.map_err(sorry(reader))?;
    let shell = shell(site, reader);
    let facts = site.house.facts();
    let total = u64::try_from(if is_all { found.all } else { found.fresh }).unwrap_or(0);
    let tab = if is_all { "all" } else { "fresh" };
    let address = format!("/letters?tab={tab}&unit={unit}");
    let rows = found.rows.iter().map(|letter| row(&shell, letter)).collect();
    let page = Log {
        unit: names::unit(&facts, unit),
        fresh: found.fresh,
        all: found.all,
        is_all,
        rows,
        pages: Pages { page, size: SIZE, total, address },
        shell,
    };
    show(reader, &page)
}
