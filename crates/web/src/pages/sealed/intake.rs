//! A denunciation comes in: its row in the log and its seal are one act, and what is typed and scanned is closed as it is
//! saved. The form is kept by no draft and by no answer of ours but its own.

use super::{WHOLE, told};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::choices, shell, show, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    letters::{Incoming, receive_sealed, seal_letter},
    sealed as actions,
};
use danvan_domain::{
    ids::{LetterId, UnitId},
    letters::Way,
    refusals::FieldNote,
    sealed::Contents,
};
use uuid::Uuid;
use zeroize::Zeroizing;

/// What the log keeps of a denunciation: nothing of what it says.
#[derive(Clone, Default)]
pub(in crate::pages) struct Desk {
    pub(in crate::pages) id: Uuid,
    pub(in crate::pages) way: String,
    pub(in crate::pages) forwarded_by: String,
    pub(in crate::pages) received_on: String,
    pub(in crate::pages) written_on: String,
    pub(in crate::pages) signers: String,
    /// The visit at which it was told.
    pub(in crate::pages) visit: Option<Uuid>,
    /// The letter whose row stands in the log already.
    pub(in crate::pages) letter: Option<LetterId>,
}

impl Desk {
    fn read(form: &Form) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        Self {
            id: form.get("id").parse().unwrap_or_default(),
            way: text("way"),
            forwarded_by: text("forwarded_by"),
            received_on: text("received_on"),
            written_on: text("written_on"),
            signers: text("signers"),
            visit: form.get("visit").parse().ok(),
            letter: form.get("of").parse().ok().map(LetterId),
        }
    }

    fn incoming(&self, unit: UnitId) -> Incoming {
        Incoming {
            id: Some(self.id),
            unit: Some(unit),
            way: self.way.clone(),
            forwarded_by: self.forwarded_by.clone(),
            received_on: self.received_on.clone(),
            written_on: self.written_on.clone(),
            is_denunciation: true,
            signers: self.signers.clone(),
            visit: self.visit,
            ..Incoming::default()
        }
    }
}

#[derive(Template)]
#[template(path = "pages/sealed/new.html")]
struct Page {
    shell: Shell,
    desk: Desk,
    ways: Vec<Choice>,
    contents: Contents,
    extract: Zeroizing<String>,
    is_ready: bool,
    most: usize,
    megabytes: usize,
}

async fn page(
    site: &Site,
    reader: &Reader,
    desk: Desk,
    contents: Contents,
    extract: Zeroizing<String>,
    notes: Vec<FieldNote>,
) -> Result<Page, Failure> {
    let unit = actions::unit_of(&site.house, &reader.visitor.asker)?;
    let shell = shell(site, reader).with_notes(notes);
    Ok(Page {
        ways: choices(&shell, "letter-way", Way::ALL, Way::word, &desk.way),
        desk,
        contents,
        extract,
        is_ready: actions::ready(&site.house, unit).await?.is_whole(),
        most: danvan_domain::sealed::contents::MOST_SCANS,
        megabytes: danvan_domain::sealed::contents::SCANS_LIMIT / 1024 / 1024,
        shell,
    })
}

/// The form as it begins: of a letter in the log, or of a new one.
pub(super) async fn form(State(site): State<Site>, reader: Reader) -> Answered {
    let asked = crate::pages::letters::asked(&reader);
    let desk = Desk {
        id: site.house.new_id(),
        way: Way::HandedIn.word().into(),
        received_on: reader.words().day(site.house.today()),
        signers: "1".into(),
        letter: asked.get("of").parse().ok().map(LetterId),
        ..Desk::default()
    };
    let page = page(&site, &reader, desk, Contents::default(), Zeroizing::default(), Vec::new()).await;
    show(&reader, &page.map_err(sorry(&reader))?)
}

/// The form once somebody at the desk said that it is a denunciation, with what they had typed.
pub(in crate::pages) async fn from_desk(
    site: &Site,
    reader: &Reader,
    desk: Desk,
    contents: Contents,
) -> Answered {
    let page = page(site, reader, desk, contents, Zeroizing::default(), Vec::new()).await;
    show(reader, &page.map_err(sorry(reader))?)
}

fn typed(form: &Form) -> Contents {
    let field = |name: &str| Zeroizing::new(form.get(name).to_owned());
    Contents {
        name: field("name"),
        contacts: field("contacts"),
        address: field("address"),
        text: field("letter"),
        measures: field("measures"),
        scans: Vec::new(),
    }
}

pub(super) async fn send(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker).map_err(sorry(&reader))?;
    let desk = Desk::read(&form);
    let extract = Zeroizing::new(form.get("extract").to_owned());
    let mut contents = typed(&form);
    let notes = match contents.add_scans(form.pictures.iter().map(|bytes| &bytes[..])) {
        Err(note) => vec![FieldNote::new("scans", note)],
        Ok(()) => {
            let sealed = match desk.letter {
                Some(letter) => seal_letter(house, asker, letter, contents, extract.clone()).await,
                None => receive_sealed(house, asker, desk.incoming(unit), contents, extract.clone())
                    .await
                    .map(|(_, sealed)| sealed),
            };
            match sealed {
                Ok(sealed) => return go(&format!("/sealed/{}?sealed=yes", sealed.id)),
                Err(failure) => told(&reader, failure)?,
            }
        }
    };
    let is_whole = notes.iter().any(|note| note.field == WHOLE);
    let status = if is_whole { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page(&site, &reader, desk, typed(&form), extract, notes).await.map_err(sorry(&reader))?;
    show_with(&reader, status, &page)
}
