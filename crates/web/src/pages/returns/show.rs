//! `/returns/{id}`: what it says, where each figure comes from and what it comes to now, its versions, and what is next.

use super::{
    Mark,
    list::title,
    places::{Place, places},
    stage_mark, timing_mark,
};
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, letters::asked, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::returns::{Opened, one};
use danvan_domain::{
    ids::{PersonId, ReturnId},
    returns::{Act, Version},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/returns/show.html")]
struct ShowPage {
    shell: Shell,
    id: ReturnId,
    title: String,
    stage: Mark,
    timing: Option<Mark>,
    facts: Vec<String>,
    /// Why it was sent back or is amended.
    reason: String,
    next: Vec<(String, String, bool)>,
    /// How many things must be mended before it may go up.
    stopping: usize,
    places: Vec<Place>,
    missing: String,
    waiting: String,
    versions: Vec<VersionLine>,
    /// The query of files: the version that is shown.
    query: String,
    /// Whether it was just written in, and what the device kept of that is no longer needed.
    is_kept: bool,
    /// Whether there is anything to read yet.
    is_readable: bool,
}

struct VersionLine {
    href: String,
    name: String,
    when: String,
    who: String,
    why: String,
    verdict: String,
    is_shown: bool,
}

/// The version that an address asks for.
pub(super) fn version_asked(reader: &Reader) -> Option<i64> {
    asked(reader).filled("version").and_then(|said| said.parse().ok())
}

/// `GET /returns/{id}`.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let number = version_asked(&reader);
    let found = one(house, asker, ReturnId(id), number).await.map_err(sorry(&reader))?;
    let (shell, facts, today) = (shell(&site, &reader), house.facts(), house.today());
    let named = |units: &[danvan_domain::ids::UnitId]| {
        units.iter().map(|unit| names::unit(&facts, *unit)).collect::<Vec<_>>().join(", ")
    };
    let it = &found.it;
    let page = ShowPage {
        id: it.id,
        title: title(&facts, &shell, it),
        stage: stage_mark(&shell, it),
        timing: it.due_on.map(|_| timing_mark(&shell, it.timing(today))),
        facts: told(&site, &shell, &found),
        reason: it.reason.clone(),
        next: next(&shell, &found),
        // What was submitted is mended by nobody: only what is being written may have to be.
        stopping: match found.shown {
            None => found.doubts.iter().filter(|doubt| doubt.is_stopping).count(),
            Some(_) => 0,
        },
        places: if found.content.sections.is_empty() {
            Vec::new()
        } else {
            places(&facts, &shell, &found, None)
        },
        missing: named(&found.missing),
        waiting: named(&found.waiting),
        versions: found.versions.iter().rev().map(|one| version_line(&site, &shell, &found, one)).collect(),
        query: found.shown.map(|number| format!("?version={number}")).unwrap_or_default(),
        is_kept: asked(&reader).ticked("kept"),
        is_readable: !found.content.sections.is_empty(),
        shell,
    };
    show(&reader, &page)
}

fn told(site: &Site, shell: &Shell, found: &Opened) -> Vec<String> {
    let (facts, it) = (site.house.facts(), &found.it);
    let mut told = vec![shell.say_one("return-of", "unit", names::unit(&facts, it.about).as_str())];
    if it.unit != it.about {
        told.push(shell.say_one("return-kept-by", "unit", names::unit(&facts, it.unit).as_str()));
    }
    if it.title.is_empty() {
        let counted = [("from", it.counted.0.into()), ("to", it.counted.1.into())];
        told.push(shell.say_with("return-counts", &counted));
    }
    if let Some(due) = it.again_on.or(it.due_on) {
        told.push(shell.say_one("return-due-on", "day", due));
    }
    if let Some(sent) = it.sent_at {
        told.push(shell.say_one("return-sent-at", "when", shell.words.moment(sent)));
    }
    told
}

/// What the reader may do now: address, words, whether it comes next.
fn next(shell: &Shell, found: &Opened) -> Vec<(String, String, bool)> {
    let id = found.it.id;
    let stopping = found.doubts.iter().any(|doubt| doubt.is_stopping);
    let mut next = Vec::new();
    if found.may_write {
        let is_first = stopping || !found.may.contains(&Act::Submit);
        next.push((format!("/returns/{id}/write"), shell.say("return-write"), is_first));
    }
    for act in &found.may {
        let is_next = matches!(act, Act::Submit if !stopping) || matches!(act, Act::Accept);
        let href = format!("/returns/{id}/act?act={act}&version={}", found.it.version);
        next.push((href, shell.of("return-do", act.word()), is_next));
    }
    next
}

fn version_line(site: &Site, shell: &Shell, found: &Opened, version: &Version) -> VersionLine {
    let name = |id: Option<PersonId>| id.and_then(|id| found.names.get(&id).cloned()).unwrap_or_default();
    let who = name(version.person);
    let who = match version.acting_for {
        None => who,
        Some(holder) => {
            let holder = name(Some(holder));
            shell.say_with("return-acting", &[("who", who.into()), ("holder", holder.into())])
        }
    };
    let verdict = version.verdict.as_ref().map(|verdict| {
        let key = if verdict.is_accepted { "return-was-accepted" } else { "return-was-returned" };
        let values =
            [("when", shell.words.moment(verdict.at).into()), ("reason", verdict.reason.as_str().into())];
        shell.say_with(key, &values)
    });
    VersionLine {
        href: format!("/returns/{}?version={}", found.it.id, version.number),
        name: match version.number {
            1 => shell.say("return-first-version"),
            number => shell.say_count("return-version-number", number),
        },
        when: shell.words.moment_short(version.at, site.house.now()),
        who,
        why: version.why.clone(),
        verdict: verdict.unwrap_or_default(),
        is_shown: found.shown == Some(version.number),
    }
}
