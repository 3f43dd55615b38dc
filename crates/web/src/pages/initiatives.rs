//! Initiatives (Dân vận khéo): lists, registering, one initiative's whole story, points, statistics, the public catalogue.

mod catalogue;
mod form;
mod list;
mod one;
mod points;
mod statistics;
mod story;

use crate::{
    doors::{Doors, get, post},
    guard::Reader,
    shell::Shell,
};
use danvan_domain::initiatives::{Family, Term};
use danvan_words::Language;

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/initiatives", get(list::show_list))
        .route("/initiatives/check", get(list::show_to_check))
        .route("/initiatives/statistics", get(statistics::show_statistics))
        .route("/initiatives/statistics/{file}", get(statistics::sheet))
        .route("/initiatives/sheet", get(points::show_sheet).post(points::edit_one))
        .route("/initiatives/new", get(form::fresh).post(form::register_one))
        .route("/initiatives/catalogue", get(catalogue::show_all))
        .route("/initiatives/catalogue/{id}", get(catalogue::show_told))
        .route("/initiatives/catalogue/{id}/pictures/{hash}", get(catalogue::picture))
        .route("/initiatives/catalogue/{id}/pictures/{hash}/small", get(catalogue::small_picture))
        .route("/initiatives/{id}", get(one::show_one))
        .route("/initiatives/{id}/act", get(one::form).post(one::do_act))
        .route("/initiatives/{id}/points", get(points::fresh).post(points::give))
        .route("/initiatives/{id}/story", get(story::fresh).post(story::publish_one))
        .route("/initiatives/{id}/hide", post(story::hide_one))
        .route("/initiatives/{id}/owner", post(one::keep_owner))
}

/// The name of a field of life, a level or a criterion in the reader's language; the code itself where nobody knows it.
fn term(shell: &Shell, family: Family, code: &str) -> String {
    Term::get(family, code).map_or_else(|| code.to_owned(), |term| name(shell, term))
}

fn name(shell: &Shell, term: &Term) -> String {
    match shell.language {
        Language::Vi => term.vi.clone(),
        Language::En => term.en.clone(),
    }
}

/// The value of a field of the page's address.
fn asked(reader: &Reader) -> crate::form::Form {
    super::letters::asked(reader)
}

/// Points in tenths, as people read them: `85,5`.
fn tenths(shell: &Shell, tenths: i64) -> String {
    shell.words.decimal(tenths as f64 / 10.0, u8::from(tenths % 10 != 0))
}

/// Points in hundredths, as people read them: `62,75`.
fn hundredths(shell: &Shell, hundredths: i64) -> String {
    let digits = match hundredths % 100 {
        0 => 0,
        rest if rest % 10 == 0 => 1,
        _ => 2,
    };
    shell.words.decimal(hundredths as f64 / 100.0, digits)
}
