//! `/briefs`: what one's unit writes, what was sent to one with what is unread first, and what the unit sent.

use super::title;
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Facts,
    briefs::{Listed, list},
};
use danvan_domain::briefs::Stage;

#[derive(Template)]
#[template(path = "pages/briefs/list.html")]
struct ListPage {
    shell: Shell,
    /// Heading and rows.
    groups: Vec<(String, Vec<Line>)>,
    may_write: bool,
}

struct Line {
    href: String,
    title: String,
    facts: String,
    /// Words, class and sign.
    mark: Option<(String, &'static str, &'static str)>,
}

fn line(facts: &Facts, shell: &Shell, one: &Listed, is_received: bool) -> Line {
    let it = &one.it;
    let mut told = vec![names::unit(facts, it.unit)];
    told.push(match it.sent_at {
        Some(sent) => shell.say_one("brief-sent-at", "when", shell.words.moment(sent)),
        None => shell.say_one("brief-as-of", "when", shell.words.moment(it.read_at)),
    });
    let mark = match (is_received, it.stage, one.opened_at) {
        (true, _, None) => Some((shell.say("brief-unread"), "due soon", "●")),
        (true, _, Some(_)) => Some((shell.say("brief-opened"), "due well", "✓")),
        (false, Stage::Draft, _) => Some((shell.of("brief-stage", it.stage.word()), "due", "·")),
        (false, Stage::Sent, _) => None,
    };
    Line {
        href: format!("/briefs/{}", it.id),
        title: title(facts, shell, it, &one.project),
        facts: told.join(" · "),
        mark,
    }
}

/// `GET /briefs`.
pub(super) async fn show_list(State(site): State<Site>, reader: Reader) -> Answered {
    let found = list(&site.house, &reader.visitor.asker).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), site.house.facts());
    let group = |key: &str, all: &[Listed], is_received: bool| {
        (shell.say(key), all.iter().map(|one| line(&facts, &shell, one, is_received)).collect::<Vec<_>>())
    };
    let mut groups = vec![
        group("briefs-received", &found.received, true),
        group("briefs-drafts", &found.drafts, false),
        group("briefs-sent", &found.sent, false),
    ];
    groups.retain(|(_, lines)| !lines.is_empty());
    let page = ListPage { groups, may_write: found.may_write, shell };
    show(&reader, &page)
}
