//! `/contests`: those of one's unit and above it, and the rounds on whose jury one sits.

use super::{RoundLine, round_line};
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::contests::{list, my_rounds};
use danvan_domain::rights::Verb;

#[derive(Template)]
#[template(path = "pages/contests/list.html")]
struct ListPage {
    shell: Shell,
    mine: Vec<RoundLine>,
    /// Address, title, who holds it, whether it is over.
    rows: Vec<(String, String, String, bool)>,
    /// What is said where older ones are left out.
    newest_of: Option<String>,
    may_lead: bool,
}

/// `GET /contests`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (found, newest_of) = list(house, asker).await.map_err(sorry(&reader))?;
    let mine = my_rounds(house, asker).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let page = ListPage {
        mine: mine
            .iter()
            .map(|(round, title)| round_line(&shell, round, format!("{title} · {}", round.name)))
            .collect(),
        rows: found
            .iter()
            .map(|it| {
                let held = shell.say_one("contest-held-by", "unit", names::unit(&facts, it.unit).as_str());
                (format!("/contests/{}", it.id), it.title.clone(), held, it.ended_at.is_some())
            })
            .collect(),
        newest_of: newest_of.map(|newest| shell.say_count("contests-newest", newest)),
        may_lead: house.own_unit(asker, Verb::LeadContests).is_ok(),
        shell,
    };
    show(&reader, &page)
}
