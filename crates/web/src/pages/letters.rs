//! Letters: an office's log, receiving one, one letter with its classification.

mod classify;
mod form;
mod list;
mod one;
mod people;
mod same;

pub(super) use list::first_words;
pub(super) use one::named;

use crate::{
    doors::{Doors, get, post},
    guard::Reader,
    shell::{Choice, Shell},
};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/letters", get(list::show_log))
        .route("/letters/new", get(form::fresh).post(form::receive))
        .route("/letters/{id}", get(one::show))
        .route("/letters/{id}/classify", post(classify::classify))
        .route("/letters/{id}/signers", post(people::signers))
        .route("/letters/{id}/people", post(people::add))
        .route("/letters/{id}/receipts", post(people::hand_out))
        .route("/letters/{id}/receipts/anew", post(people::renew))
        .route("/letters/{id}/same", post(same::judge))
        .route("/letters/{id}/part", post(same::leave))
}

/// The value of a field of the page's address.
pub(super) fn asked(reader: &Reader) -> crate::form::Form {
    crate::form::Form::read(reader.path.split_once('?').map_or("", |(_, query)| query))
}

/// The words of an enum as choices.
pub(super) fn choices<T: Copy>(
    shell: &Shell,
    family: &str,
    all: &[T],
    word: fn(T) -> &'static str,
    present: &str,
) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(word(*one), shell.of(family, word(*one)), present)).collect()
}
