//! One proceeding as it stood at the end of a past day, by the rules and the working days of then: to be read only.

use super::{
    next::Issued,
    one::{Back, Clock, Line, by_rules, history, page as present, shown},
};
use crate::{
    guard::Reader,
    pages::{Answered, letters::named, notes_of, shell, show},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::http::StatusCode;
use danvan_actions::{Facts, Failure, proceedings::open_at};
use danvan_domain::{
    ids::ProceedingId,
    refusals::{FieldNote, Refusal},
    time::Moment,
};
use danvan_words::read_day;

#[derive(Template)]
#[template(path = "pages/proceedings/past.html")]
struct Past {
    shell: Shell,
    id: ProceedingId,
    title: String,
    procedure: String,
    stage: String,
    is_sealed: bool,
    day: String,
    facts: Vec<(String, String)>,
    clocks: Vec<Clock>,
    letter: Option<(String, String)>,
    history: Vec<Line>,
}

/// Shows a proceeding as it stood at the end of a day; a day that cannot be shown comes back with the reason.
pub(super) async fn page(site: &Site, reader: &Reader, id: ProceedingId, asked: &str) -> Answered {
    let found = match read_day(asked) {
        Ok(day) => open_at(&site.house, &reader.visitor.asker, id, day).await.map(|opened| (day, opened)),
        Err(note) => Err(Failure::Refused(Refusal::Invalid(vec![FieldNote::new("as_of", note)]))),
    };
    let (day, opened) = match found {
        Ok(found) => found,
        Err(failure) => {
            let notes = notes_of(reader, failure)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return present(site, reader, id, Back { status, notes, ..Back::default() }).await;
        }
    };
    let (facts, shell) = (site.house.facts(), shell(site, reader));
    // What was left of a clock is counted by the days of then, too.
    let calendar = opened.seen.then.as_ref().unwrap_or(&facts.calendar).clone();
    let facts = Facts { calendar, ..(*facts).clone() };
    let at = site.house.now().min(Moment::at(day.next(), 0, 0).plus_seconds(-1));
    let seen = &opened.seen;
    let mut told = vec![(shell.say("proceeding-opened"), shell.words.day(seen.proceeding.opened_on))];
    told.extend(by_rules(&shell, seen, at));
    let page = Past {
        title: seen.proceeding.title.clone(),
        procedure: named(&shell, &seen.procedure.name),
        stage: named(&shell, &seen.stand.stage_name),
        is_sealed: seen.proceeding.is_sealed,
        day: shell.words.day(day),
        facts: told,
        clocks: seen.stand.clocks.iter().rev().map(|clock| shown(&facts, &shell, clock, at)).collect(),
        history: history(&facts, &shell, &opened, &Issued::nothing()),
        letter: opened.letter.map(|it| (format!("/letters/{}", it.id), format!("{}/{}", it.number, it.year))),
        id,
        shell,
    };
    show(reader, &page)
}
