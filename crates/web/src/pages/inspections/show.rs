//! `/inspections/{id}`: where it stands, what comes next, the checklist with what was found, and every act.

use super::list::mark;
use crate::{
    guard::Reader,
    pages::{Answered, cases::names, programmes::promised_line, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::inspections::{Opened, one};
use danvan_domain::{
    ids::InspectionId,
    inspections::{Act, Item, Outcome},
};
use danvan_store::attachments::Picture;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/inspections/show.html")]
struct ShowPage {
    shell: Shell,
    subject: String,
    /// Stage, class, sign.
    mark: (String, &'static str, &'static str),
    facts: Vec<String>,
    /// Address, words, whether it is the one that comes next.
    next: Vec<(String, String, bool)>,
    fields: Vec<Field>,
    /// How many questions were looked at, and how many there are.
    looked: (usize, usize),
    is_looked_at: bool,
    remedies: Vec<Remedy>,
    programme: Option<String>,
    acts: Vec<ActLine>,
}

/// The questions of one kind of thing.
struct Field {
    name: String,
    items: Vec<ItemLine>,
}

struct ItemLine {
    id: String,
    question: String,
    answer: String,
    outcome: String,
    class: &'static str,
    told: String,
    photos: Vec<String>,
    /// Where its finding is typed, for whoever may now.
    form: Option<String>,
}

struct Remedy {
    href: String,
    what: String,
    until: String,
    state: String,
    class: &'static str,
    sign: &'static str,
}

struct ActLine {
    what: String,
    when: String,
    words: Vec<String>,
    paper: String,
    photos: Vec<String>,
}

/// `GET /inspections/{id}`.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let found = one(house, asker, InspectionId(id)).await.map_err(sorry(&reader))?;
    let (shell, today) = (shell(&site, &reader), house.today());
    let it = &found.inspection;
    let looked = found.items.iter().filter(|(item, _)| item.outcome.is_some()).count();
    let remedies = found.remedies.iter().map(|one| {
        let line = promised_line(&shell, one);
        Remedy {
            href: line.href,
            what: line.what,
            until: line.until,
            state: line.state,
            class: line.class,
            sign: line.sign,
        }
    });
    let page = ShowPage {
        subject: it.subject.clone(),
        mark: mark(&shell, it, today),
        facts: told(&site, &shell, &found),
        next: next(&shell, &found),
        fields: fields(&shell, &found),
        looked: (looked, found.items.len()),
        is_looked_at: looked > 0 || found.may_look,
        remedies: remedies.collect(),
        programme: it.remedies.map(|id| format!("/programmes/{id}")),
        acts: found.acts.iter().map(|act| act_line(&site, &shell, act)).collect(),
        shell,
    };
    show(&reader, &page)
}

/// What holds of it, each a sentence.
fn told(site: &Site, shell: &Shell, found: &Opened) -> Vec<String> {
    let (facts, it) = (site.house.facts(), &found.inspection);
    let unit = |unit| names::unit(&facts, unit);
    let mut told = vec![
        shell.of("inspection-kind", it.kind.word()),
        shell.say_one("inspection-by", "unit", unit(it.unit).as_str()),
        shell.say_one("inspection-of", "unit", unit(it.inspected).as_str()),
        format!("{} – {}", shell.words.day(it.from), shell.words.day(it.to)),
    ];
    if !it.plan.is_empty() {
        told.push(shell.say_one("inspection-plan", "plan", it.plan.as_str()));
    }
    if let Some(due) = it.answer_due_on {
        let key = if it.is_answer_late(site.house.today()) {
            "inspection-answer-late"
        } else {
            "inspection-answer-due"
        };
        told.push(shell.say_one(key, "day", shell.words.day(due)));
    }
    told
}

/// What the reader may do now; what usually comes next first.
fn next(shell: &Shell, found: &Opened) -> Vec<(String, String, bool)> {
    let id = found.inspection.id;
    let href = |act: Act| match act {
        Act::Answer => format!("/inspections/{id}/answer"),
        Act::Conclude => format!("/inspections/{id}/conclude"),
        act => format!("/inspections/{id}/act?act={act}"),
    };
    let is_main = |act: Act| !matches!(act, Act::CallOff | Act::Object);
    let one = |act: &Act| (href(*act), shell.of("inspection-do", act.word()), is_main(*act));
    found.may.iter().map(one).collect()
}

/// The checklist, the questions of one kind together.
fn fields(shell: &Shell, found: &Opened) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (item, photos) in &found.items {
        let line = item_line(shell, found, item, photos);
        match fields.iter_mut().find(|field| field.name == item.field) {
            Some(field) => field.items.push(line),
            None => fields.push(Field { name: item.field.clone(), items: vec![line] }),
        }
    }
    fields
}

fn item_line(shell: &Shell, found: &Opened, item: &Item, photos: &[Picture]) -> ItemLine {
    ItemLine {
        id: item.id.to_string(),
        question: item.question.clone(),
        answer: item.answer.clone(),
        outcome: item.outcome.map(|it| shell.of("inspection-outcome", it.word())).unwrap_or_default(),
        class: match item.outcome {
            Some(Outcome::Met) => "due well",
            Some(Outcome::Shortcoming) => "due soon",
            Some(Outcome::Violation) => "due late",
            Some(Outcome::NotApplicable) | None => "due",
        },
        told: item.told.clone(),
        photos: photos.iter().map(|picture| picture.hash.clone()).collect(),
        form: found.may_look.then(|| format!("/inspections/{}/items/{}", found.inspection.id, item.id)),
    }
}

fn act_line(
    site: &Site,
    shell: &Shell,
    (act, photos): &(danvan_domain::inspections::Done, Vec<Picture>),
) -> ActLine {
    let day = act.paper_on.map(|on| shell.words.day(on));
    ActLine {
        what: shell.of("inspection-did", act.act.word()),
        when: shell.words.moment_short(act.at, site.house.now()),
        words: act.words.lines().map(str::to_owned).collect(),
        paper: match (act.paper.is_empty(), day) {
            (true, _) => String::new(),
            (false, None) => act.paper.clone(),
            (false, Some(day)) => format!("{} · {day}", act.paper),
        },
        photos: photos.iter().map(|picture| picture.hash.clone()).collect(),
    }
}
