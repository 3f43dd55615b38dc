//! The paper of a visit, to be printed and signed: minutes of a reception, in person or online, or the written refusal.
//! Who came is written by hand: their name is read elsewhere, and that is kept.

use super::{
    super::{Answered, shell, show, sorry},
    DayLine, PromiseLine, day_line,
    desk::subject_of,
    name_of, promise_line,
};
use crate::{guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::receptions::{Opened, Published, open};
use danvan_domain::receptions::PROCEDURE;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/receptions/paper.html")]
struct Paper {
    shell: Shell,
    id: Uuid,
    number: i64,
    day: DayLine,
    subject: String,
    is_refusal: bool,
    is_online: bool,
    /// What was done: when, what, with which paper, why, under which article.
    acts: Vec<Line>,
    promises: Vec<PromiseLine>,
}

struct Line {
    when: String,
    what: String,
    ground: String,
    article: String,
}

/// `GET /receptions/desk/visits/{id}/paper`.
pub(super) async fn show_paper(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let opened = open(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    let Opened { visit, day, done, commitments, .. } = opened;
    let (facts, words, today) = (site.house.facts(), reader.words(), site.house.today());
    let shell = shell(&site, &reader);
    let procedure = facts.procedures.get(PROCEDURE);
    let acts = done.iter().map(|act| {
        let row = procedure.and_then(|one| one.acts.iter().find(|row| row.code == act.act));
        let name = row.map_or(act.act.as_str(), |row| name_of(words, &row.name));
        let what =
            if act.document.is_empty() { name.to_owned() } else { format!("{name}, {}", act.document) };
        let article = row.map_or_else(String::new, |row| {
            let values = [("source", row.source.as_str().into()), ("certainty", row.grade.word().into())];
            shell.say_with("proceeding-article", &values)
        });
        Line { when: words.moment(act.at), what, ground: act.ground.clone(), article }
    });
    let page = Paper {
        id,
        number: visit.number,
        is_refusal: visit.stage == "refused",
        is_online: done.iter().any(|act| act.act == "announce_online"),
        acts: acts.collect(),
        promises: commitments.iter().map(|one| promise_line(words, one, today)).collect(),
        subject: subject_of(words, visit.subject),
        day: day_line(&facts, words, &Published { day, taken: 0 }),
        shell,
    };
    show(&reader, &page)
}
