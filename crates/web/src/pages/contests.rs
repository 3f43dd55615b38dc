//! Contests: lists, one of them, a round for whoever runs it, a judge's sheets, the board of the hall, the results.

mod board;
mod list;
mod new;
mod one;
mod paper;
mod round;
mod sheet;

use crate::{
    doors::{Doors, get},
    guard::Reader,
    pages::letters::asked,
    shell::Shell,
};
use danvan_domain::contests::{Round, Stage};
use uuid::Uuid;

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/contests", get(list::show_list))
        .route("/contests/new", get(new::fresh).post(new::keep))
        .route("/contests/{id}", get(one::show_one).post(one::keep))
        .route("/contests/rounds/{id}", get(round::show_one).post(round::keep))
        .route("/contests/rounds/{id}/board", get(board::show_board))
        .route("/contests/rounds/{id}/results.csv", get(board::csv))
        .route("/contests/rounds/{id}/results.xlsx", get(board::xlsx))
        .route("/contests/rounds/{id}/results.docx", get(board::docx))
        .route("/contests/rounds/{id}/results.pdf", get(board::pdf))
        .route("/contests/rounds/{id}/paper", get(paper::fresh).post(paper::keep))
        .route("/contests/rounds/{id}/sheets/{team}/{part}", get(sheet::fresh).post(sheet::keep))
}

/// Words, class and sign.
type Mark = (String, &'static str, &'static str);

/// How far a round has come, by word, colour and sign.
fn stage_mark(shell: &Shell, round: &Round) -> Mark {
    let word = shell.of("contest-stage", round.stage.word());
    match round.stage {
        Stage::Planned => (word, "due", "·"),
        Stage::Open => (word, "due soon", "→"),
        Stage::Closed => (word, "due", "■"),
        Stage::Published => (word, "due well", "✓"),
    }
}

/// Under which name a device keeps what is being written on a sheet; `of` is its team and part.
fn draft_of(round: Uuid, of: &str) -> String {
    format!("sheet-{round}-{of}")
}

/// What a device kept of the sheet that came in just before this page, which names it; it is no longer needed.
fn draft_kept(reader: &Reader, round: Uuid) -> Option<String> {
    let form = asked(reader);
    let of = form.filled("kept")?;
    let is_plain = of.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    is_plain.then(|| draft_of(round, of))
}

/// A round as a line of a list.
struct RoundLine {
    href: String,
    title: String,
    facts: String,
    stage: Mark,
}

fn round_line(shell: &Shell, round: &Round, title: String) -> RoundLine {
    RoundLine {
        href: format!("/contests/rounds/{}", round.id),
        title,
        facts: format!(
            "{} · {}",
            shell.of("contest-tier", round.tier.word()),
            shell.words.day(round.held_on)
        ),
        stage: stage_mark(shell, round),
    }
}
