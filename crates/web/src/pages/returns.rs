//! Periodic returns: what a unit owes, one of them whole, writing it, what is done with it, and the board of the level above.

mod act;
mod board;
mod files;
mod list;
mod places;
mod quick;
mod show;
mod write;

use crate::{
    doors::{Doors, get},
    shell::Shell,
};
use danvan_domain::returns::{Return, Stage, Timing};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/returns", get(list::show_list))
        .route("/returns/board", get(board::show_board))
        .route("/returns/board.csv", get(board::csv))
        .route("/returns/board.xlsx", get(board::xlsx))
        .route("/returns/quick", get(quick::fresh).post(quick::keep))
        .route("/returns/{id}", get(show::show_one))
        .route("/returns/{id}/write", get(write::fresh).post(write::keep))
        .route("/returns/{id}/act", get(act::fresh).post(act::keep))
        .route("/returns/{id}/sheet.csv", get(files::csv))
        .route("/returns/{id}/sheet.xlsx", get(files::xlsx))
        .route("/returns/{id}/paper.docx", get(files::docx))
        .route("/returns/{id}/paper.pdf", get(files::pdf))
}

/// Words, class and sign.
type Mark = (String, &'static str, &'static str);

/// A return's stage by its word, colour and sign.
fn stage_mark(shell: &Shell, it: &Return) -> Mark {
    let word = shell.of("return-stage", it.stage.word());
    match it.stage {
        Stage::Draft => (word, "due", "·"),
        Stage::Submitted => (word, "due soon", "→"),
        Stage::Returned => (word, "due late", "!"),
        Stage::Accepted => (word, "due well", "✓"),
        Stage::Amending => (word, "due soon", "✎"),
    }
}

/// How a return stands against its day, by word, colour and sign.
fn timing_mark(shell: &Shell, timing: Timing) -> Mark {
    let word = shell.of("return-timing", timing.word());
    match timing {
        Timing::InTime => (word, "due well", "✓"),
        Timing::Late => (word, "due soon", "▽"),
        Timing::Waiting => (word, "due", "·"),
        Timing::Missing => (word, "due late", "✗"),
    }
}
