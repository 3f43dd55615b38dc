//! Signing in through another provider: leaving for it, and coming back. A form may not lead to another host (the content
//! policy says so, also after a redirect), so a page of ours leads on by itself and by a link.

use super::sign_in;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    people::{self as actions, Brought, Came, Provider, Visitor},
};
use danvan_domain::refusals::Refusal;

#[derive(Template)]
#[template(path = "pages/people/leave.html")]
struct Leave {
    shell: Shell,
    address: String,
    host: String,
}

#[derive(Template)]
#[template(path = "pages/people/proved.html")]
struct Proved {
    shell: Shell,
}

fn provider<'a>(site: &'a Site, reader: &Reader) -> Result<&'a Provider, Sorry> {
    let lost = || Sorry::failed(reader.language, Refusal::NotFound.into());
    site.setup.provider.as_deref().ok_or_else(lost)
}

/// Where the provider sends browsers back to.
fn back(site: &Site) -> String {
    format!("{}/sign-in/provider/back", site.setup.public_url.trim_end_matches('/'))
}

async fn leave(
    site: &Site,
    reader: &Reader,
    visitor: Option<&Visitor>,
    next: &str,
) -> Result<Leave, Failure> {
    let provider = provider(site, reader).map_err(|_| Refusal::NotFound)?;
    let paths = (next, &*back(site));
    let address = actions::to_provider(&site.house, provider, visitor, &reader.form_secret, paths).await?;
    Ok(Leave { shell: shell(site, reader), address, host: provider.host().to_owned() })
}

/// Leaves to sign in.
pub(in crate::pages) async fn sign_in(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let next = sign_in::own_path(form.get("next"));
    match leave(&site, &reader, None, &next).await {
        Ok(page) => show(&reader, &page),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            sign_in::refused(&site, &reader, notes, None, (String::new(), next, None))
        }
    }
}

/// Leaves to prove who sits there; in a window of its own, so that what was typed stays where it is.
pub(in crate::pages) async fn prove(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    let page = leave(&site, &reader, Some(&reader.visitor), "/").await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

/// Comes back.
pub(in crate::pages) async fn come_back(State(site): State<Site>, reader: Reader) -> Answered {
    let provider = provider(&site, &reader)?;
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let brought = Brought {
        state: query.get("state"),
        code: query.get("code"),
        error: query.get("error"),
        issuer: query.get("iss"),
    };
    let (back, from) = (back(&site), sign_in::from(&reader));
    let browser = (reader.form_secret.as_str(), back.as_str());
    let came = actions::from_provider(&site.house, provider, &reader.visitor, browser, brought, from).await;
    // The page must not carry the code on, neither in its form nor in a link to itself.
    let reader = Reader { path: "/sign-in".to_owned(), ..reader.clone() };
    match came {
        Ok(Came::Entered(came, next)) => {
            sign_in::on(&site, &reader, came, (sign_in::own_path(&next), None)).await
        }
        Ok(Came::Proved) => show(&reader, &Proved { shell: shell(&site, &reader) }),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            if reader.visitor.person.is_some() {
                let page = Proved { shell: shell(&site, &reader).with_notes(notes) };
                return show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page);
            }
            sign_in::refused(&site, &reader, notes, None, (String::new(), "/".to_owned(), None))
        }
    }
}
