//! Land clearance: projects, boards, worklists, files with their calls and accounts, sheets, wishes, the yearly file.

mod account;
mod acts;
mod board;
mod call;
mod file;
mod fresh;
mod holder;
mod list;
mod sheet;
mod wishes;
mod worklist;
mod year;

use crate::{
    doors::{Doors, get, post},
    shell::Shell,
};
use danvan_words::Language;

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/clearance", get(list::show_list))
        .route("/clearance/new", get(list::fresh).post(list::keep))
        .route("/clearance/{id}", get(board::show_board))
        .route("/clearance/{id}/board.csv", get(board::csv))
        .route("/clearance/{id}/board.xlsx", get(board::xlsx))
        .route("/clearance/{id}/worklist", get(worklist::show_worklist))
        .route("/clearance/{id}/worklist.csv", get(worklist::csv))
        .route("/clearance/{id}/worklist.xlsx", get(worklist::xlsx))
        .route("/clearance/{id}/files/new", get(fresh::fresh).post(fresh::keep))
        .route("/clearance/{id}/acts", get(acts::fresh).post(acts::keep))
        .route("/clearance/{id}/sheet", get(sheet::fresh).post(sheet::read_sheet))
        .route("/clearance/{id}/sheet/keep", post(sheet::keep))
        .route("/clearance/{id}/wishes", get(wishes::show_wishes).post(wishes::keep))
        .route("/clearance/{id}/year", get(year::show_year))
        .route("/clearance/{id}/wishes/{file}", get(wishes::sheet))
        .route("/clearance/{id}/year.csv", get(year::csv))
        .route("/clearance/{id}/year.xlsx", get(year::xlsx))
        .route("/clearance/files/{id}", get(file::show_file))
        .route("/clearance/files/{id}/call", get(call::fresh).post(call::keep))
        .route("/clearance/files/{id}/blocked", post(file::block))
        .route("/clearance/files/{id}/link", post(file::link))
        .route("/clearance/files/{id}/unlink", post(file::unlink))
        .route("/clearance/files/{id}/entries", get(account::fresh).post(account::keep))
        .route("/clearance/files/{id}/holder", get(holder::ask).post(holder::read))
        .route("/clearance/files/{id}/holder/keep", post(holder::keep))
        .route("/clearance/files/{id}/holder/need", post(holder::need))
        .route("/clearance/calls/{id}/answer", get(call::fresh_answer).post(call::keep_answer))
        .route("/clearance/entries/{id}/strike", post(account::strike))
}

/// Square metres as hectares with two digits, rounded.
fn hectares(shell: &Shell, area_m2: i64) -> String {
    let hundredths = (area_m2 + 50) / 100;
    let comma = if shell.language == Language::Vi { ',' } else { '.' };
    format!("{}{comma}{:02}", shell.words.count(hundredths / 100), hundredths % 100)
}

/// How much of a whole a part is, in per cent with one digit; nothing of nothing.
fn share(shell: &Shell, part: i64, whole: i64) -> String {
    if whole <= 0 {
        return String::new();
    }
    // Rounded down, so that what is not done is never said to be.
    let tenths = part.saturating_mul(1_000) / whole;
    let comma = if shell.language == Language::Vi { ',' } else { '.' };
    format!("{}{comma}{} %", tenths / 10, tenths % 10)
}

/// A name in the reader's language.
fn said(shell: &Shell, vi: &str, en: &str) -> String {
    (if shell.language == Language::Vi { vi } else { en }).to_owned()
}

/// What is due of a file, what was paid, what is left.
fn money(shell: &Shell, file: &danvan_domain::clearance::File) -> String {
    let dong = |amount: i64| shell.words.count(amount);
    let values = [
        ("due", dong(file.due).into()),
        ("paid", dong(file.paid).into()),
        ("left", dong(file.due - file.paid).into()),
    ];
    shell.say_with("clearance-money", &values)
}
