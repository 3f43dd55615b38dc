//! Briefs: those of a unit and those sent to it, drafting one from figures, writing on it, sending it, reading it on paper.

mod edit;
mod fresh;
mod list;
mod send;
mod sheet;
mod show;

use crate::{
    doors::{Doors, get},
    shell::Shell,
};
use danvan_actions::{Facts, briefs::name};
use danvan_domain::briefs::Brief;

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/briefs", get(list::show_list))
        .route("/briefs/new", get(fresh::fresh).post(fresh::keep))
        .route("/briefs/{id}", get(show::show_one))
        .route("/briefs/{id}/edit", get(edit::fresh).post(edit::keep))
        .route("/briefs/{id}/send", get(send::fresh).post(send::keep))
        .route("/briefs/{id}/paper.docx", get(show::docx))
        .route("/briefs/{id}/paper.pdf", get(show::pdf))
}

/// What a brief is called in the reader's language.
fn title(facts: &Facts, shell: &Shell, it: &Brief, project: &str) -> String {
    name(facts, shell.words, it, project)
}
