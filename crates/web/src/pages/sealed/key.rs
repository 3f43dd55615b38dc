//! A handler makes their key.

use crate::{
    form::Form,
    guard::Reader,
    pages::{
        Answered, go, letters::asked as asked_of, notes_of, people::prove_before, shell, show, show_with,
        sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{Failure, sealed as actions};
use danvan_domain::{
    refusals::{FieldNote, Note},
    sealed::PASSPHRASE_CHARACTERS,
};

#[derive(Template)]
#[template(path = "pages/sealed/key.html")]
struct Page {
    shell: Shell,
    has_key: bool,
    /// Whether the passphrase of the key they have is asked for.
    needs_old: bool,
    least: usize,
    /// How many passkeys open the key; nothing where none can be asked.
    locks: Option<String>,
    /// Whether one was just added.
    is_added: bool,
}

async fn page(site: &Site, reader: &Reader, notes: Vec<FieldNote>) -> Result<Page, Failure> {
    actions::unit_of(&site.house, &reader.visitor.asker)?;
    let has_key = actions::has_key(&site.house, &reader.visitor.asker).await?;
    let needs_old = actions::needs_old(&site.house, &reader.visitor.asker).await?;
    let shell = shell(site, reader).with_notes(notes);
    let asked = match site.party {
        Some(_) => actions::passkey_question(&site.house, &reader.visitor.asker).await?,
        None => None,
    };
    let count = |locks: usize| i64::try_from(locks).unwrap_or(i64::MAX);
    Ok(Page {
        locks: asked.map(|asked| shell.say_count("seal-passkey-locks", count(asked.locks))),
        is_added: asked_of(reader).ticked("added"),
        shell,
        has_key,
        needs_old,
        least: PASSPHRASE_CHARACTERS,
    })
}

pub(super) async fn form(State(site): State<Site>, reader: Reader) -> Answered {
    let page = page(&site, &reader, Vec::new()).await.map_err(sorry(&reader))?;
    prove_before(&site, &reader).unwrap_or_else(|| show(&reader, &page))
}

pub(super) async fn make(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let has_key = actions::has_key(house, asker).await.map_err(sorry(&reader))?;
    let notes = if has_key && !form.ticked("replace") {
        vec![FieldNote::new("replace", Note::new("note-seal-key-replace"))]
    } else {
        let (passphrase, again) = (form.get("passphrase"), form.get("again"));
        let made = match form.given("old") {
            Some(old) => actions::replace_key(house, asker, old, passphrase, again).await,
            None => actions::make_key(house, asker, passphrase, again).await,
        };
        match made {
            Ok(()) => return go("/sealed"),
            Err(failure) => notes_of(&reader, failure)?,
        }
    };
    again(&site, &reader, notes).await
}

/// The page again, with what is wrong.
pub(super) async fn again(site: &Site, reader: &Reader, notes: Vec<FieldNote>) -> Answered {
    let page = page(site, reader, notes).await.map_err(sorry(reader))?;
    show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
