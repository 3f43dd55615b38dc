//! "My data": everything known under a receipt, and what its holder may ask about it, without an account.

use super::{Answered, names, reading_line, shell, written};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{go, notes_of, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use danvan_actions::{
    Failure,
    cases::Reading,
    data::{
        consents,
        mine::{self, Asking, Known, KnownRequest},
    },
};
use danvan_domain::{
    answers::ReasonList,
    cases::Contact,
    data::{
        consents::ConsentPurpose,
        requests::{PROCEDURE, Right, Subject},
    },
    refusals::{FieldNote, Refusal},
};
use danvan_words::Language;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/receipts/mine.html")]
struct Mine {
    shell: Shell,
    code: String,
    said: Option<String>,
    /// That what could be erased was.
    erased: Option<String>,
    subject: Subject,
    back: String,
    me_too: Option<String>,
    facts: Vec<(String, String)>,
    pictures: Vec<String>,
    internal: Option<String>,
    kept: Vec<(String, String)>,
    seen: Vec<String>,
    consents: Vec<Consent>,
    requests: Vec<Request>,
    rights: Vec<Choice>,
    typed: Typed,
}

#[derive(Default)]
struct Typed {
    right: String,
    words: String,
    name: String,
    address: String,
    phone: String,
    email: String,
}

struct Consent {
    purpose: &'static str,
    words: String,
    state: String,
    stands: bool,
}

struct Request {
    id: Uuid,
    title: String,
    stage: String,
    when: String,
    due: String,
    answer: String,
    is_open: bool,
}

/// The page.
pub(super) async fn show(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    page(&site, &reader, &code, Typed::default(), Vec::new()).await
}

async fn page(site: &Site, reader: &Reader, code: &str, typed: Typed, notes: Vec<FieldNote>) -> Answered {
    let known = mine::known(&site.house, code, &reader.address).await.map_err(sorry(reader))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let shell = shell(site, reader).with_notes(notes);
    let said = match query.get("said") {
        "asked" => Some("mine-asked"),
        "done" => Some("mine-done"),
        "taken-back" => Some("mine-taken-back"),
        _ => None,
    };
    let words = shell.words;
    let facts = site.house.facts();
    let rule = |rule: &danvan_actions::data::retention::Standing| {
        let after = words.of("after", rule.after.word());
        let length = rule.days.map_or_else(
            || after.clone(),
            |days| {
                let values = [("days", i64::from(days).into()), ("after", after.as_str().into())];
                words.say_with("data-retention-days", &values)
            },
        );
        let values = [("source", rule.source.as_str().into()), ("grade", rule.grade.word().into())];
        let says = if shell.language == Language::En { &rule.en } else { &rule.vi };
        (says.clone(), format!("{length} · {}", words.say_with("data-source", &values)))
    };
    let right = |right: &Right| Choice::new(right.word(), words.of("right", right.word()), &typed.right);
    let shown = Mine {
        code: written(code),
        said: said.map(|key| shell.say(key)),
        erased: (known.erased && !known.me_too).then(|| shell.say(erased_key(&known))),
        subject: known.subject,
        back: back(code, known.subject),
        me_too: known.since.map(|since| shell.say_one("mine-me-too", "when", words.moment(since))),
        facts: known_facts(&shell, site, &known),
        pictures: known.pictures.clone(),
        internal: (known.internal_notes > 0).then(|| shell.say_count("mine-internal", known.internal_notes)),
        kept: known.kept.iter().map(rule).collect(),
        seen: seen(&shell, &facts, &known),
        consents: consents(&shell, &known),
        requests: known.requests.iter().map(|one| request(&shell, site, one)).collect(),
        rights: Right::ALL.iter().map(right).collect(),
        typed,
        shell,
    };
    show_with(reader, status, &shown)
}

/// Where the page of the receipt itself stands.
fn back(code: &str, subject: Subject) -> String {
    let room = if subject == Subject::Visit { "/receptions/visits" } else { "/receipts" };
    format!("{room}/{}", written(code))
}

/// What is left once something was erased differs: a name stays with the file of a letter.
const fn erased_key(known: &Known) -> &'static str {
    match known.subject {
        Subject::Case => "mine-erased",
        Subject::Signer if known.contact.name.is_some() => "mine-erased-signer",
        Subject::Signer => "mine-erased",
        Subject::Visit => "mine-erased-visitor",
    }
}

/// What is kept of a letter or a visit, for one who signed or came.
fn more_facts(shell: &Shell, site: &Site, known: &Known) -> Vec<(String, String)> {
    let (house, words) = (site.house.facts(), shell.words);
    let mut facts = Vec::new();
    if let Some(letter) = &known.letter {
        facts.push((shell.say("receipt-letter-number"), format!("{}/{}", letter.number, letter.year)));
        facts.push((shell.say("label-received_on"), words.day(letter.received_on)));
        facts.push((shell.say("receipt-office"), letter.office.clone()));
        facts.push((shell.say("label-signers"), shell.say_count("letter-signers", letter.signers)));
        if !letter.topic.is_empty() {
            facts.push((shell.say("label-topic"), names::topic(&house, &letter.topic, shell.language)));
            facts.push((shell.say("label-place"), letter.place.clone()));
        }
        match &letter.words {
            Some(said) if !said.is_empty() => facts.push((shell.say("mine-said"), said.clone())),
            Some(_) => {}
            None => facts.push((shell.say("mine-said"), shell.say("mine-together"))),
        }
    }
    if let Some(visit) = &known.visit {
        facts.push((shell.say("reception-slip"), words.day(visit.day)));
        facts.push((shell.say("reception-column-number"), visit.number.to_string()));
        facts.push((shell.say("receipt-office"), visit.office.clone()));
        if !visit.words.is_empty() {
            facts.push((shell.say("mine-said"), visit.words.clone()));
        }
    }
    facts
}

fn known_facts(shell: &Shell, site: &Site, known: &Known) -> Vec<(String, String)> {
    let mut facts = more_facts(shell, site, known);
    let mut add = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push((shell.say(key), value));
        }
    };
    if let Some(case) = &known.case {
        add("mine-said", Some(case.words.clone()));
        let house = site.house.facts();
        add("label-topic", Some(names::topic(&house, &case.topic, shell.language)));
        add("label-place", Some(case.place.clone()));
        add("mine-point", case.point.map(|(lat, lon)| format!("{lat}, {lon}")));
        add("receipt-received", Some(shell.words.moment(case.received_at)));
        add("receipt-office", Some(case.office.clone()));
    }
    add("label-name", known.contact.name.clone());
    add("label-address", known.address.clone());
    if known.speaks {
        add("letter-speaks", Some(shell.say("mine-speaks")));
    }
    add("label-phone", known.contact.phone.clone());
    add("label-email", known.contact.email.clone());
    if known.contact.is_empty() {
        add("label-contact", Some(shell.say("mine-contact-none")));
    }
    facts
}

fn seen(shell: &Shell, facts: &danvan_actions::Facts, known: &Known) -> Vec<String> {
    let line = |row: &mine::KnownReading| {
        let reading = Reading {
            at: row.at.micros(),
            unit: row.unit.0,
            reason: row.words.clone(),
            role: row.role.clone(),
            purpose: row.purpose.clone(),
        };
        let list = match known.subject {
            Subject::Case => ReasonList::Reading,
            Subject::Signer => ReasonList::ReadingSigners,
            Subject::Visit => ReasonList::ReadingVisitor,
        };
        reading_line(shell, facts, list, &reading)
    };
    known.readings.iter().map(line).collect()
}

fn consents(shell: &Shell, known: &Known) -> Vec<Consent> {
    let of = |purpose: &ConsentPurpose| {
        let last = known.consents.iter().rev().find(|consent| consent.purpose == purpose.word());
        let stands = last.is_some_and(|consent| consent.withdrawn_at.is_none());
        let state = last.map_or_else(String::new, |consent| match consent.withdrawn_at {
            Some(at) => shell.say_one("mine-withdrawn", "when", shell.words.moment(at)),
            None => shell.say_one("mine-given", "when", shell.words.moment(consent.given_at)),
        });
        // While a consent stands, its own words are shown: those that were agreed to.
        let agreed = last.filter(|_| stands).map(|consent| consent.words.clone());
        let words = agreed.unwrap_or_else(|| consents::words_of(*purpose, shell.language));
        Consent { purpose: purpose.word(), words, state, stands }
    };
    ConsentPurpose::of(known.subject).iter().map(of).collect()
}

fn request(shell: &Shell, site: &Site, one: &KnownRequest) -> Request {
    let facts = site.house.facts();
    let stage = facts.procedures.get(PROCEDURE).and_then(|all| all.stage(&one.stage));
    let name =
        stage.map(|stage| if shell.language == Language::En { &stage.name.en } else { &stage.name.vi });
    let day =
        |due: danvan_domain::time::Moment| shell.say_one("mine-due", "day", shell.words.day_long(due.day()));
    Request {
        id: one.id,
        title: shell.of("right", one.right.word()),
        stage: name.cloned().unwrap_or_default(),
        when: shell.words.moment(one.asked_at),
        due: one.due_at.map(day).unwrap_or_default(),
        answer: one.answer.clone(),
        is_open: one.ended_at.is_none(),
    }
}

/// The holder asks, agrees, withdraws or takes back.
pub(super) async fn say(
    State(site): State<Site>,
    reader: Reader,
    Path(code): Path<String>,
    form: Form,
) -> Answered {
    match spoken(&site, &reader, &code, &form).await {
        Ok(said) => go(&format!("/receipts/{}/mine?said={said}", written(&code))),
        Err(Failure::Refused(Refusal::NotFound)) => Err(Sorry::lost(reader.language)),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let text = |name: &str| form.get(name).to_owned();
            let typed = Typed {
                right: text("right"),
                words: text("words"),
                name: text("name"),
                address: text("address"),
                phone: text("phone"),
                email: text("email"),
            };
            page(&site, &reader, &code, typed, notes).await
        }
    }
}

async fn spoken(site: &Site, reader: &Reader, code: &str, form: &Form) -> Result<&'static str, Failure> {
    let (house, from) = (&site.house, reader.address.as_str());
    let purpose =
        |word: &str| word.parse::<ConsentPurpose>().map_err(|_| Failure::Refused(Refusal::NotFound));
    match form.get("say") {
        "agree" => {
            let purpose = purpose(form.get("purpose"))?;
            let ticked = form.ticked(purpose.word());
            consents::agree(house, code, from, (purpose, reader.language, ticked)).await?;
            Ok("done")
        }
        "withdraw" => {
            consents::withdraw(house, code, from, purpose(form.get("purpose"))?).await?;
            Ok("done")
        }
        "take-back" => {
            let id = form.get("id").parse().map_err(|_| Failure::Refused(Refusal::NotFound))?;
            mine::take_back(house, code, from, id).await?;
            Ok("taken-back")
        }
        _ => {
            let filled = |name: &str| form.filled(name).map(str::to_owned);
            let contact = Contact { name: filled("name"), phone: filled("phone"), email: filled("email") };
            let (right, words) = (form.get("right").into(), form.get("words").into());
            let asking = Asking { right, words, contact, address: filled("address") };
            let request = mine::ask(house, code, from, asking).await?;
            Ok(if request.ended_at.is_some() { "done" } else { "asked" })
        }
    }
}

/// The same for machines.
pub(super) async fn sheet(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    let known = mine::known(&site.house, &code, &reader.address).await.map_err(sorry(&reader))?;
    let mut response = Json(known).into_response();
    let named = format!("attachment; filename=\"danvan-{}.json\"", written(&code));
    if let Ok(value) = HeaderValue::from_str(&named) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
