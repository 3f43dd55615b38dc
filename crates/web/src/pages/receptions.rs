//! Reception of citizens: the days to come, booking without account, and the receipt of a booking.

mod contact;
mod desk;
mod paper;

use super::{Answered, documents, go, notes_of, shell, show, show_with, sorry};
use crate::{
    answer::Sorry,
    doors::{Doors, get, post},
    form::Form,
    guard::Reader,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use danvan_actions::{
    Facts,
    documents::told_of_visit,
    receptions::{Days, Opened, Place, Published, book, days, follow, one_day},
};
use danvan_domain::{ids::UnitId, receptions::Booking, refusals::FieldNote};
use danvan_words::Words;
use uuid::Uuid;

/// The addresses of this room.
pub(super) fn routes() -> Doors {
    let receipts = Doors::new()
        .route("/receptions/visits/{code}", get(slip))
        .around(|routes| routes.layer(middleware::from_fn(tell_nobody)));
    Doors::new()
        .route("/receptions", get(list))
        .route("/receptions/book/{id}", get(form).post(send))
        .route("/receptions/desk", get(desk::show_desk).post(desk::add_day))
        .route("/receptions/desk/days/{id}", get(desk::show_day).post(desk::call_off))
        .route("/receptions/desk/visits/{id}", get(desk::show_visit).post(desk::do_act))
        .route("/receptions/desk/visits/{id}/paper", get(paper::show_paper))
        .route("/receptions/desk/visits/{id}/receipt", post(contact::renew))
        .route("/receptions/desk/visits/{id}/contact", post(contact::read_contact))
        .route("/receptions/desk/visits/{id}/people", post(desk::count))
        .route("/receptions/desk/visits/{id}/promise", post(desk::add_promise))
        .route("/receptions/desk/promises/{id}", post(desk::answer_promise))
        .merge(receipts)
}

/// The address of a receipt opens the visit, so that it is told to nobody.
async fn tell_nobody(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// The name of an office.
fn office_name(facts: &Facts, unit: UnitId) -> String {
    facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// A reception day as a list shows it.
struct DayLine {
    id: Uuid,
    office: String,
    when: String,
    place: String,
    host: String,
    left: i64,
    called_off: Option<String>,
}

fn day_line(facts: &Facts, words: &Words, one: &Published) -> DayLine {
    let day = &one.day;
    let when = [("day", words.day_long(day.day).into()), ("time", day.begins.clone().into())];
    DayLine {
        id: day.id,
        office: office_name(facts, day.unit),
        when: words.say_with("reception-when", &when),
        place: day.place.clone(),
        host: day.host.clone(),
        left: (day.seats - one.taken).max(0),
        called_off: day.cancelled_at.map(|_| day.cancel_reason.clone()),
    }
}

#[derive(Template)]
#[template(path = "pages/receptions/list.html")]
struct List {
    shell: Shell,
    query: String,
    lines: Vec<DayLine>,
    pages: Pages,
}

/// Where a list that does not fit begins and goes on; empty where it does not.
#[derive(Default)]
struct Pages {
    first: String,
    next: String,
}

impl Pages {
    /// The pages of a list under an address that ends with `?` or `&`.
    fn of(days: &Days, address: &str, goes_on: bool) -> Self {
        let next = days.next.as_ref().map(|place| format!("{address}after={place}"));
        let first = if goes_on { address.trim_end_matches(['?', '&']).to_owned() } else { String::new() };
        Self { first, next: next.unwrap_or_default() }
    }
}

/// The place behind which a list goes on, as the address says it.
fn behind(reader: &Reader, asked: &Form) -> Result<Option<Place>, Sorry> {
    let place = asked.filled("after").map(str::parse).transpose();
    place.map_err(|refusal| Sorry::refused(reader.language, &refusal))
}

/// The days to come, of every office or of those whose name holds some words.
async fn list(State(site): State<Site>, reader: Reader) -> Answered {
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let query: String = asked.get("q").trim().chars().take(100).collect();
    let facts = site.house.facts();
    let place = behind(&reader, &asked)?;
    let goes_on = place.is_some();
    let found = days(&site.house, &query, place).await.map_err(sorry(&reader))?;
    let lines = found.rows.iter().map(|one| day_line(&facts, reader.words(), one)).collect();
    let address = if query.is_empty() {
        "/receptions?".to_owned()
    } else {
        format!("/receptions?q={}&", crate::form::encoded(&query))
    };
    let pages = Pages::of(&found, &address, goes_on);
    show(&reader, &List { shell: shell(&site, &reader), query, lines, pages })
}

#[derive(Template)]
#[template(path = "pages/receptions/book.html")]
struct Book {
    shell: Shell,
    day: DayLine,
    id: String,
    visitor: String,
    phone: String,
    subject: String,
    online: bool,
}

async fn form(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let page = booking_page(&site, &reader, id, &Form::default(), Vec::new()).await?;
    show(&reader, &page)
}

async fn booking_page(
    site: &Site,
    reader: &Reader,
    day: Uuid,
    typed: &Form,
    notes: Vec<FieldNote>,
) -> Result<Book, Sorry> {
    let found = one_day(&site.house, day).await.map_err(sorry(reader))?;
    let id = typed.filled("id").map_or_else(|| site.house.new_id().to_string(), str::to_owned);
    Ok(Book {
        day: day_line(&site.house.facts(), reader.words(), &found),
        id,
        visitor: typed.get("name").to_owned(),
        phone: typed.get("phone").to_owned(),
        subject: typed.get("subject").to_owned(),
        online: typed.ticked("online"),
        shell: shell(site, reader).with_notes(notes),
    })
}

/// Books; the receipt is shown once it is on disk.
async fn send(State(site): State<Site>, reader: Reader, Path(day): Path<Uuid>, form: Form) -> Answered {
    let id = form.get("id").parse().ok();
    let typed = (form.get("name"), form.get("phone"), form.get("subject"));
    let booked = match Booking::check(id, day, typed, form.ticked("online")) {
        Ok(booking) => book(&site.house, &booking).await,
        Err(refusal) => Err(refusal.into()),
    };
    match booked {
        Ok(visit) => go(&format!("/receptions/visits/{}?new=yes", visit.receipt)),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = booking_page(&site, &reader, day, &form, notes).await?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// A promise as a page shows it.
struct PromiseLine {
    id: Uuid,
    what: String,
    who: String,
    until: String,
    is_late: bool,
    answer: Option<String>,
    visit: Uuid,
}

fn promise_line(
    words: &Words,
    one: &danvan_domain::receptions::Commitment,
    today: danvan_domain::time::Day,
) -> PromiseLine {
    PromiseLine {
        id: one.id,
        what: one.what.clone(),
        who: one.who.clone(),
        until: words.day(one.until),
        is_late: one.is_late(today),
        answer: one.answered_at.map(|_| one.answer.clone()),
        visit: one.visit,
    }
}

#[derive(Template)]
#[template(path = "pages/receptions/slip.html")]
struct Slip {
    shell: Shell,
    is_new: bool,
    code: String,
    number: i64,
    day: DayLine,
    stage: String,
    why: Vec<String>,
    papers: Vec<String>,
    /// What was issued about it, and by which rule it is kept.
    issued: Vec<String>,
    kept: String,
    promises: Vec<PromiseLine>,
}

/// The receipt of a booking: when, which number, where it stands, what was promised.
async fn slip(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    let opened = follow(&site.house, &code, &reader.address).await.map_err(sorry(&reader))?;
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let (facts, words, today) = (site.house.facts(), reader.words(), site.house.today());
    let Opened { visit, day, done, stand, commitments, .. } = opened;
    let published = Published { day, taken: 0 };
    let papers = done.iter().filter(|act| !act.document.is_empty() || !act.ground.is_empty());
    let paper = |act: &danvan_domain::procedures::Done| {
        let said = [act.document.as_str(), act.ground.as_str()];
        let said = said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
        format!("{}: {said}", words.moment(act.at))
    };
    let told = told_of_visit(&site.house, visit.id).await.map_err(sorry(&reader))?;
    let around = shell(&site, &reader);
    let page = Slip {
        issued: told.iter().map(|document| documents::told(&around, document)).collect(),
        kept: documents::kept(&around),
        is_new: asked.ticked("new"),
        code: visit.receipt,
        number: visit.number,
        day: day_line(&facts, words, &published),
        stage: name_of(words, &stand.stage_name).to_owned(),
        why: stand.because.iter().map(|note| words.note(note)).collect(),
        papers: papers.map(paper).collect(),
        promises: commitments.iter().map(|one| promise_line(words, one, today)).collect(),
        shell: around,
    };
    show(&reader, &page)
}

/// A name in the reader's language.
fn name_of<'a>(words: &Words, name: &'a danvan_domain::procedures::Name) -> &'a str {
    if words.language == danvan_words::Language::Vi { &name.vi } else { &name.en }
}
