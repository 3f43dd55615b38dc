//! A brief's letter as a page: every number leads to its note, every note to where its figures are counted.

use crate::{
    pages::documents::paper::{Lead, Paper as Drawn},
    shell::Shell,
};
use danvan_actions::briefs::Paper;
use danvan_domain::briefs::{Measure, Query};

/// The paper of a brief as it is drawn.
pub(super) fn sheet(shell: &Shell, paper: Paper) -> Drawn {
    let lead = |query: &Query| {
        let words = shell.say("brief-note-show");
        counted_at(query).map(|href| Lead { href, words, language: shell.language.word() })
    };
    Drawn { leads: paper.queries.iter().map(lead).collect(), ..Drawn::of(paper.letter) }
}

/// The page that counts the same.
fn counted_at(query: &Query) -> Option<String> {
    let Query { unit, from, to, on, .. } = query;
    let asked = format!("unit={unit}&from={from}&to={to}&on={on}");
    match query.measure {
        Measure::Received | Measure::Heard | Measure::OnTime | Measure::Solved => {
            let topic = query.topic.as_deref().unwrap_or("all");
            Some(format!("/overview?{asked}&topic={topic}"))
        }
        Measure::LettersReceived | Measure::LettersOnTime => Some(format!("/registers/statistics?{asked}")),
        Measure::ReceptionDays | Measure::ReceptionVisits => Some(format!("/registers/receptions?{asked}")),
        Measure::PromisesKept | Measure::PromisesLate => Some("/programmes/promised".into()),
        Measure::Findings => Some("/findings".into()),
        Measure::FindingSeen => query.thing.map(|id| format!("/findings/{id}")),
        Measure::FilesCleared | Measure::LandCleared | Measure::Households | Measure::FilesWaiting => {
            query.thing.map(|id| format!("/clearance/{id}"))
        }
    }
}
