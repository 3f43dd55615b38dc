//! Registers: the book of letters, its statistics, the list behind each of their numbers, receptions, and what offices began. The address holds what is
//! asked, so that a link shares it.

mod begun;
mod book;
mod list;
mod receptions;
mod statistics;
mod view;

use super::{
    Answered,
    sheets::{self, Ending, Sheet},
};
use crate::{
    doors::{Doors, get},
    guard::Reader,
    site::Site,
};
use view::View;

/// The addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/registers", get(book::show_book))
        .route("/registers.xlsx", get(book::xlsx))
        .route("/registers.csv", get(book::csv))
        .route("/registers/statistics", get(statistics::show_statistics))
        .route("/registers/statistics.xlsx", get(statistics::xlsx))
        .route("/registers/statistics.csv", get(statistics::csv))
        .route("/registers/receptions", get(receptions::show_receptions))
        .route("/registers/receptions.xlsx", get(receptions::xlsx))
        .route("/registers/receptions.csv", get(receptions::csv))
        .route("/registers/receptions/book.xlsx", get(receptions::book_xlsx))
        .route("/registers/receptions/book.csv", get(receptions::book_csv))
        .route("/registers/begun", get(begun::show_begun))
        .route("/registers/begun.xlsx", get(begun::xlsx))
        .route("/registers/begun.csv", get(begun::csv))
        .route("/registers/begun/book.xlsx", get(begun::book_xlsx))
        .route("/registers/begun/book.csv", get(begun::book_csv))
        .route("/registers/list", get(list::show_list))
        .route("/registers/list.xlsx", get(list::xlsx))
        .route("/registers/list.csv", get(list::csv))
}

/// A sheet as the file that was asked for.
fn sheet_file(
    site: &Site,
    reader: &Reader,
    view: &View,
    (begins, sheet, kind): (&str, &Sheet, Ending),
) -> Answered {
    sheets::give(site, reader, (&view.file_name(&site.house.facts(), begins), kind), sheet)
}
