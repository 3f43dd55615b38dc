//! One observation: what was heard, every wording, what came of it; taking it back; making a case of it.

use super::{View, asked, names, severity};
use crate::{
    form::Form,
    guard::Reader,
    pages::{self, Answered, go, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::observations::{self as actions, Asks, Opened};
use danvan_domain::{cases::Contact, ids::ObservationId, refusals::FieldNote};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/observations/one.html")]
struct OnePage {
    shell: Shell,
    id: String,
    is_saved: bool,
    topic: String,
    place: String,
    severity: Choice,
    felt: String,
    note: Vec<String>,
    noted: String,
    author: Option<String>,
    edits: i64,
    is_own: bool,
    is_withdrawn: bool,
    may_change: bool,
    may_raise: bool,
    pictures: Vec<String>,
    cases: Vec<CaseRow>,
    versions: Vec<VersionRow>,
    case_id: String,
    ask: String,
    who: String,
    phone: String,
}

/// A case that grew from it.
struct CaseRow {
    title: String,
    came: String,
    due: String,
    href: String,
    receipt: String,
}

/// One wording.
struct VersionRow {
    when: String,
    severity: Choice,
    facts: String,
    note: Vec<String>,
}

/// The page.
pub(super) async fn show(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ObservationId(id), &Form::default(), vec![]).await
}

/// Takes it back.
pub(super) async fn withdraw(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let id = ObservationId(id);
    actions::withdraw(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    go(&format!("/observations/{id}"))
}

/// Makes a case of it and goes to its receipt, to be shown or printed.
pub(super) async fn raise(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ObservationId(id);
    let text = |name: &str| Some(form.get(name).to_owned());
    let asks = Asks {
        id: Uuid::parse_str(form.get("case")).ok(),
        body: form.get("ask").to_owned(),
        language: reader.language.word().into(),
        urgent: false,
        contact: Contact { name: text("name"), phone: text("phone"), email: None },
    };
    match actions::raise_case(&site.house, &reader.visitor.asker, id, asks).await {
        Ok(received) => go(&format!("/receipts/{}", received.receipt)),
        Err(failure) => {
            let named = |note: FieldNote| match note.field.as_str() {
                "body" => FieldNote::new("ask", note.note),
                _ => note,
            };
            let notes = notes_of(&reader, failure)?.into_iter().map(named).collect();
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, &form, notes).await
        }
    }
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ObservationId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let opened = actions::open(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let facts = house.facts();
    let view = View { facts: &facts, shell: &shell, today: house.today(), now: house.now() };
    let words = view.words();
    let heard = &opened.observation.heard;
    let versions = if opened.versions.len() > 1 { versions(&view, &opened) } else { Vec::new() };
    let case_id = form.filled("case").map_or_else(|| house.new_id().to_string(), str::to_owned);
    let page = OnePage {
        id: id.to_string(),
        is_saved: asked(reader).ticked("saved"),
        topic: names::topic(&facts, &heard.topic, shell.language),
        place: names::place(&facts, heard.place, house.today()),
        severity: severity(&shell, heard.severity),
        felt: view.felt(heard),
        note: names::paragraphs(&heard.note),
        noted: words.moment(opened.observation.noted_at),
        author: opened.author.clone().filter(|_| !opened.is_own),
        edits: opened.observation.edits,
        is_own: opened.is_own,
        is_withdrawn: opened.observation.withdrawn_at.is_some(),
        may_change: opened.may_change,
        may_raise: opened.may_raise,
        pictures: opened.pictures.clone(),
        cases: cases(&view, &opened),
        versions,
        case_id,
        ask: form.get("ask").to_owned(),
        who: form.get("name").to_owned(),
        phone: form.get("phone").to_owned(),
        shell,
    };
    match status {
        StatusCode::OK => pages::show(reader, &page),
        other => show_with(reader, other, &page),
    }
}

fn cases(view: &View<'_>, opened: &Opened) -> Vec<CaseRow> {
    let row = |grown: &actions::Grown| {
        // The receipt opens the case for whoever holds it, so it is shown only to whoever was given it.
        let receipt = if opened.is_own { grown.receipt.clone() } else { String::new() };
        let href = if opened.may_read_cases {
            format!("/cases/{}", grown.case)
        } else if opened.is_own {
            format!("/receipts/{}", grown.receipt)
        } else {
            String::new()
        };
        let due = names::due_full(view.facts, view.words(), grown.due_at, view.now).words;
        CaseRow {
            title: grown.title.clone(),
            came: view.came(grown),
            due: if grown.stage.is_open() { due } else { String::new() },
            href,
            receipt,
        }
    };
    opened.grown.iter().map(row).collect()
}

fn versions(view: &View<'_>, opened: &Opened) -> Vec<VersionRow> {
    let row = |version: &danvan_domain::observations::Version| {
        let heard = &version.heard;
        let topic = names::topic(view.facts, &heard.topic, view.shell.language);
        let place = names::place(view.facts, heard.place, view.today);
        VersionRow {
            when: view.words().moment(version.at),
            severity: severity(view.shell, heard.severity),
            facts: [topic, place, view.felt(heard)].join(" · "),
            note: names::paragraphs(&heard.note),
        }
    };
    opened.versions.iter().map(row).collect()
}
