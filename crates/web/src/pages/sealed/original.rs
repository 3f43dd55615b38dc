//! The original of a seal, in the answer to a passphrase and nowhere else, and what is written while it is open.

use super::one::again;
use crate::{
    answer::{Sorry, status_of},
    form::Form,
    guard::Reader,
    pages::{Answered, go, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use danvan_actions::{Failure, sealed as actions};
use danvan_domain::{
    refusals::{FieldNote, Refusal},
    sealed::{Contents, Reason},
};
use uuid::Uuid;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "pages/sealed/original.html")]
struct Original {
    shell: Shell,
    id: Uuid,
    opening: Uuid,
    contents: Contents,
    scans: Vec<Shown>,
    extract: Zeroizing<String>,
    /// What is typed as measures; none when it was opened for something else.
    measures: Option<Zeroizing<String>>,
}

/// A page of the letter within the page, so that it is asked for by no second request.
struct Shown {
    is_picture: bool,
    data: Zeroizing<String>,
}

fn shown(contents: &Contents) -> Vec<Shown> {
    let scan = |scan: &danvan_domain::sealed::Scan| Shown {
        is_picture: scan.kind.starts_with("image/"),
        data: format!("data:{};base64,{}", scan.kind, STANDARD.encode(&scan.bytes[..])).into(),
    };
    contents.scans.iter().map(scan).collect()
}

/// What is written while an original is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Extract,
    Measures,
}

impl Writing {
    /// The name of its field, which is the end of its address too.
    const fn field(self) -> &'static str {
        match self {
            Self::Extract => "extract",
            Self::Measures => "measures",
        }
    }

    /// The key of what its field is called.
    const fn label(self) -> &'static str {
        match self {
            Self::Extract => "seal-extract",
            Self::Measures => "seal-measures",
        }
    }
}

/// The original, with what was typed into one of its forms.
async fn original(
    site: &Site,
    reader: &Reader,
    (id, opening): (Uuid, Uuid),
    passphrase: &str,
    typed: Option<(Writing, Zeroizing<String>)>,
    notes: Vec<FieldNote>,
) -> Result<Original, Failure> {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let view = actions::view(house, asker, id).await?;
    let contents = actions::read_original(house, asker, opening, passphrase).await?;
    let protects = view.openings.iter().any(|one| one.id == opening && one.reason == Reason::ProtectAuthor);
    let mut page = Original {
        shell: shell(site, reader).with_notes(notes),
        id,
        opening,
        scans: shown(&contents),
        extract: Zeroizing::default(),
        measures: protects.then(|| contents.measures.clone()),
        contents,
    };
    match typed {
        Some((Writing::Extract, typed)) => page.extract = typed,
        Some((Writing::Measures, typed)) => page.measures = page.measures.map(|_| typed),
        None => {}
    }
    Ok(page)
}

pub(super) async fn read(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    match original(&site, &reader, (id, opening), form.get("passphrase"), None, Vec::new()).await {
        Ok(page) => show(&reader, &page),
        Err(failure) => again(&site, &reader, id, "", failure).await,
    }
}

/// Writes the working copy.
pub(super) async fn write_extract(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    let (extract, passphrase) = (Zeroizing::new(form.get("extract").to_owned()), form.get("passphrase"));
    let asker = &reader.visitor.asker;
    match actions::write_extract(&site.house, asker, opening, &extract, passphrase).await {
        Ok(()) => go(&format!("/sealed/{id}")),
        Err(failure) => {
            refused(&site, &reader, (id, opening), passphrase, (Writing::Extract, extract), failure).await
        }
    }
}

/// Writes status and measures of the author's protection.
pub(super) async fn write_measures(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    let (measures, passphrase) = (Zeroizing::new(form.get("measures").to_owned()), form.get("passphrase"));
    let asker = &reader.visitor.asker;
    match actions::write_measures(&site.house, asker, opening, &measures, passphrase).await {
        Ok(()) => go(&format!("/sealed/{id}")),
        Err(failure) => {
            refused(&site, &reader, (id, opening), passphrase, (Writing::Measures, measures), failure).await
        }
    }
}

#[derive(Template)]
#[template(path = "pages/sealed/typed.html")]
struct Typed {
    shell: Shell,
    id: Uuid,
    opening: Uuid,
    field: &'static str,
    label: String,
    typed: Zeroizing<String>,
    /// Why it cannot be taken here any more, when that is so.
    says: Option<String>,
}

/// What was written cannot be taken. Nothing of it is lost: with the right passphrase the original is shown again with it,
/// one more reading in the log; otherwise it stands alone, to be sent again or to be copied.
async fn refused(
    site: &Site,
    reader: &Reader,
    (id, opening): (Uuid, Uuid),
    passphrase: &str,
    (writing, typed): (Writing, Zeroizing<String>),
    failure: Failure,
) -> Answered {
    let (status, notes, says) = match failure {
        Failure::Refused(Refusal::Invalid(notes)) => {
            if notes.iter().all(|note| note.field != "passphrase") {
                let typed = Some((writing, typed));
                let page = original(site, reader, (id, opening), passphrase, typed, notes).await;
                let page = page.map_err(sorry(reader))?;
                return show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page);
            }
            (StatusCode::UNPROCESSABLE_ENTITY, notes, None)
        }
        Failure::Refused(refusal @ (Refusal::Conflict(_) | Refusal::TooMany { .. })) => {
            let says = Sorry::refused(reader.language, &refusal).message().to_owned();
            (status_of(&refusal), Vec::new(), Some(says))
        }
        other => return Err(sorry(reader)(other)),
    };
    let shell = shell(site, reader).with_notes(notes);
    let field = writing.field();
    let label = shell.say(writing.label());
    show_with(reader, status, &Typed { shell, id, opening, field, label, typed, says })
}
