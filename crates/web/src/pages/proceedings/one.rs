//! One proceeding: where it stands, every clock with its reason, and what the law asks or allows next.

use super::{
    list::{Row, row},
    next::{Act, Issued, acts, others_do},
    past,
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        documents::{Line as Paper, Offer, lines, offers},
        letters::{asked, named},
        shell, show_with, sorry,
    },
    shell::{Choice, DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts,
    documents::{About, papers},
    proceedings::{Opened, Seen, open},
};
use danvan_domain::{
    answers::ReasonList,
    ids::ProceedingId,
    procedures::{ClockStand, ClockState},
    proceedings::is_office,
    refusals::FieldNote,
    time::Moment,
};
use danvan_words::Language;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/proceedings/one.html")]
struct One {
    shell: Shell,
    id: ProceedingId,
    title: String,
    procedure: String,
    stage: String,
    told: Option<String>,
    is_sealed: bool,
    facts: Vec<(String, String)>,
    clocks: Vec<Clock>,
    acts: Vec<Act>,
    waiting: Vec<String>,
    letter: Option<(String, String)>,
    /// Whether the letter that it began with is to be classified.
    to_classify: bool,
    others: Vec<Row>,
    history: Vec<Line>,
    colleagues: Vec<Choice>,
    may_handle: bool,
    /// The letters that fit, those of the act that was just done, and what was issued.
    offers: Vec<Offer>,
    follow: Vec<Offer>,
    papers: Vec<Paper>,
    /// The day that was asked for, when it cannot be shown.
    as_of: String,
}

/// A clock as it is shown.
pub(super) struct Clock {
    pub(super) name: String,
    pub(super) chip: Option<DueChip>,
    pub(super) state: String,
    pub(super) reasons: Vec<String>,
}

/// A line of the history.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) facts: String,
    pub(super) words: Vec<String>,
    /// The documents issued for it, or the letters that may be written for it.
    pub(super) papers: Vec<(String, String)>,
}

/// How the page comes back.
#[derive(Default)]
pub(super) struct Back<'a> {
    pub(super) status: StatusCode,
    pub(super) sent: Option<&'a Form>,
    pub(super) notes: Vec<FieldNote>,
    pub(super) told: Option<String>,
}

/// `GET /proceedings/{id}`, and with `?at=DAY` as it stood then.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let id = ProceedingId(id);
    match asked(&reader).filled("at") {
        Some(day) => past::page(&site, &reader, id, day).await,
        None => page(&site, &reader, id, Back::default()).await,
    }
}

/// Shows a proceeding.
pub(super) async fn page(site: &Site, reader: &Reader, id: ProceedingId, back: Back<'_>) -> Answered {
    let opened = open(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let kept = papers(&site.house, &reader.visitor.asker, &opened).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(back.notes);
    let issued = Issued {
        offers: offers(&shell, About::Proceeding(id), &opened.seen.procedure, &kept),
        papers: lines(&shell, &kept),
    };
    let done = asked(reader).get("did").to_owned();
    let follow = |offer: &&Offer| {
        offer.is_done && offer.act == done && issued.papers.iter().all(|one| one.act != done)
    };
    let (facts, now) = (site.house.facts(), site.house.now());
    let (seen, it) = (&opened.seen, &opened.seen.proceeding);
    let mut told = vec![
        (shell.say("label-unit"), names::unit(&facts, it.unit)),
        (shell.say("proceeding-opened"), shell.words.day(it.opened_on)),
        // What an office began itself has a place, and nobody who signed.
        match it.letter {
            Some(_) => (shell.say("label-signers"), shell.say_count("letter-signers", it.signers)),
            None => (shell.say("label-place"), names::unit(&facts, it.place)),
        },
    ];
    if let Some((year, number)) = opened.number {
        told.push((shell.say("register-opened-number"), format!("{number}/{year}")));
    }
    if let Some(handler) = it.handler.and_then(|handler| opened.names.get(&handler)) {
        told.push((shell.say("proceeding-handler"), handler.clone()));
    }
    told.extend(by_rules(&shell, seen, now));
    let letter = opened.letter.as_ref();
    let letter = letter.map(|it| (format!("/letters/{}", it.id), format!("{}/{}", it.number, it.year)));
    let chosen = it.handler.map(|handler| handler.to_string()).unwrap_or_default();
    let colleagues =
        opened.colleagues.iter().map(|one| Choice::new(one.id.to_string(), one.name.clone(), &chosen));
    let page = One {
        title: it.title.clone(),
        procedure: named(&shell, &seen.procedure.name),
        stage: named(&shell, &seen.stand.stage_name),
        told: back.told,
        is_sealed: it.is_sealed,
        facts: told,
        clocks: seen.stand.clocks.iter().rev().map(|clock| shown(&facts, &shell, clock, now)).collect(),
        acts: acts(&facts, &shell, &opened, (back.sent, &issued), now),
        waiting: others_do(&shell, &opened),
        letter,
        to_classify: opened.may_handle && opened.to_classify(),
        others: opened.others.iter().map(|other| row(&facts, &shell, other)).collect(),
        history: history(&facts, &shell, &opened, &issued),
        follow: issued.offers.iter().filter(follow).cloned().collect(),
        colleagues: colleagues.collect(),
        may_handle: opened.may_handle,
        offers: issued.offers,
        papers: issued.papers,
        as_of: asked(reader).get("at").chars().take(20).collect(),
        id,
        shell,
    };
    show_with(reader, back.status, &page)
}

/// What is recorded about it, and by which edition of the rules it is shown.
pub(super) fn by_rules(shell: &Shell, seen: &Seen, at: Moment) -> Vec<(String, String)> {
    let holding = seen.stand.holding.iter().filter_map(|code| seen.procedure.condition(code, at.day()));
    let holding: Vec<String> = holding.map(|one| named(shell, &one.name)).collect();
    let mut told = Vec::new();
    if !holding.is_empty() {
        told.push((shell.say("proceeding-holding"), holding.join(", ")));
    }
    told.push((shell.say("proceeding-edition"), seen.procedure.edition.clone()));
    told
}

pub(super) fn shown(facts: &Facts, shell: &Shell, clock: &ClockStand, now: Moment) -> Clock {
    // What is nobody's duty, such as legal effect, is never late: its day has simply come.
    let is_duty = clock.due.reason.responsible.parse().is_ok_and(is_office);
    let has_come = clock.state == ClockState::Lapsed && !is_duty;
    let chip = match clock.state {
        ClockState::Running | ClockState::Lapsed if !has_come => {
            Some(names::due_full(facts, shell.words, clock.due.at, now))
        }
        ClockState::Paused => Some(DueChip::paused(shell.words)),
        _ => None,
    };
    let mut reasons = shell.words.why_due(&clock.due.reason);
    if let Some(follows) = clock.follows.filter(|_| clock.state != ClockState::Kept) {
        reasons.push(shell.say_one("law-follows", "lapse", shell.of("lapse", follows.word())));
    }
    if let Some(source) = &clock.transition {
        let values = [("day", clock.law_of.into()), ("source", source.as_str().into())];
        reasons.push(shell.say_with("law-transition", &values));
    }
    if !matches!(clock.due.reason.grade.word(), "A" | "A-") {
        reasons.push(shell.say("law-practice"));
    }
    let state = shell.of("clock-state", clock.state.word());
    let state = match clock.state {
        ClockState::Kept | ClockState::Late | ClockState::Passed => {
            format!("{state} · {}", shell.words.day(clock.due.at.day()))
        }
        _ if has_come => {
            let passed = shell.of("clock-state", ClockState::Passed.word());
            format!("{passed} · {}", shell.words.day(clock.due.at.day()))
        }
        _ => state,
    };
    Clock { name: named(shell, &clock.name), chip, state, reasons }
}

pub(super) fn history(facts: &Facts, shell: &Shell, opened: &Opened, issued: &Issued) -> Vec<Line> {
    let lines = opened.seen.acts.iter().rev().map(|kept| {
        let row = opened.seen.procedure.acts.iter().find(|row| row.code == kept.done.act);
        let mut said = vec![
            shell.words.moment(kept.done.at),
            shell.of("party", kept.done.by.word()),
            names::unit(facts, kept.unit),
        ];
        said.extend(kept.person.and_then(|person| opened.names.get(&person)).cloned());
        let done = &kept.done;
        let mut words = Vec::new();
        for (key, text) in [
            ("label-document", &done.document),
            ("label-office", &done.office),
            ("label-ground", &done.ground),
        ] {
            if !text.is_empty() {
                words.push(format!("{}: {text}", shell.say(key)));
            }
        }
        if !done.forms.is_empty() {
            words.push(format!("{}: {}", shell.say("label-forms"), done.forms.join(", ")));
        }
        if let Some(reason) = &kept.late_reason {
            let code = reason.split_once(':').map_or(reason.as_str(), |(code, _)| code);
            let choice = facts.answers.choices(ReasonList::Late).find(|one| one.code == code);
            let name =
                choice.map_or(code, |one| if shell.language == Language::Vi { &one.vi } else { &one.en });
            words.push(format!("{}: {name}", shell.say("label-late_reason")));
        }
        let of_act = issued
            .papers
            .iter()
            .filter(|paper| paper.act == done.act || done.document.contains(&paper.number));
        let mut papers: Vec<(String, String)> =
            of_act.map(|paper| (paper.href.clone(), format!("{} {}", paper.kind, paper.number))).collect();
        if papers.is_empty() {
            let write =
                |(href, label): (String, String)| (href, shell.say_one("document-write-one", "kind", label));
            let offers = issued.letters_for(&done.act);
            papers = offers.into_iter().map(write).collect();
        }
        Line {
            papers,
            label: row.map_or_else(|| done.act.clone(), |row| named(shell, &row.name)),
            facts: said.join(" · "),
            words,
        }
    });
    lines.collect()
}
