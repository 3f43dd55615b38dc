//! Signing in, with a second factor where there is one, and proving once more who sits there. What was typed into another
//! form travels through all of it and comes back.

use crate::{
    again::Held,
    form::Form,
    guard::{DEVICE_COOKIE, Reader, SESSION_COOKIE, set_cookie},
    pages::{Answered, go, is_own_path, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use danvan_actions::{
    Failure,
    people::{self as actions, Entered, Knock, SignedIn},
};
use danvan_domain::refusals::{FieldNote, Note, Refusal};

/// For how long a browser is known again, in seconds.
const KNOWN_SECONDS: i64 = 365 * 86_400;

/// Ways in beside the password.
struct Ways {
    /// Whether passkeys are made at this address.
    passkeys: bool,
    /// The host of another provider; empty for none.
    provider: String,
}

impl Ways {
    fn of(site: &Site) -> Self {
        let provider = site.setup.provider.as_ref().map(|provider| provider.host().to_owned());
        Self { passkeys: site.party.is_some(), provider: provider.unwrap_or_default() }
    }
}

#[derive(Template)]
#[template(path = "pages/people/sign_in.html")]
struct SignIn {
    shell: Shell,
    sign_in: String,
    next: String,
    /// Whether a session has ended in this browser.
    has_ended: bool,
    /// What was typed into another form before the session ended.
    held: Option<Held>,
    ways: Ways,
}

/// A password was right and wants a second factor.
pub(super) struct Factor {
    /// What stands for the password.
    pub(super) ticket: String,
    /// Whether a passkey may be the factor.
    pub(super) has_passkey: bool,
}

#[derive(Template)]
#[template(path = "pages/people/code.html")]
struct Code {
    shell: Shell,
    factor: Factor,
    next: String,
    held: Option<Held>,
}

/// A password was right, but given by somebody else.
#[derive(Template)]
#[template(path = "pages/people/own.html")]
struct Own {
    shell: Shell,
    /// What stands for the given password.
    ticket: String,
    next: String,
    held: Option<Held>,
}

#[derive(Template)]
#[template(path = "pages/people/again.html")]
struct Again {
    shell: Shell,
    held: Held,
}

#[derive(Template)]
#[template(path = "pages/people/prove.html")]
struct Prove {
    shell: Shell,
    held: Held,
    has_passkey: bool,
    /// The host of another provider at which they may prove it; empty for none.
    provider: String,
}

pub(super) fn from(reader: &Reader) -> Knock<'_> {
    Knock { address: &reader.address, device: &reader.device, known: reader.known_device.as_deref() }
}

/// The form.
pub(in crate::pages) async fn sign_in_form(State(site): State<Site>, reader: Reader) -> Answered {
    let query = reader.path.split_once('?').map_or("", |(_, query)| query);
    let next = own_path(Form::read(query).get("next"));
    let shell = shell(&site, &reader);
    let ways = Ways::of(&site);
    let has_ended = reader.visitor.has_ended;
    show(&reader, &SignIn { shell, sign_in: String::new(), next, has_ended, held: None, ways })
}

/// A path of this site, so that signing in never leads elsewhere.
pub(super) fn own_path(path: &str) -> String {
    if is_own_path(path) { path.to_owned() } else { "/".to_owned() }
}

/// Signs in. What was typed before the session ended comes back, to be sent by its own button.
pub(in crate::pages) async fn sign_in(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (name, next) = (form.get("name").to_owned(), own_path(form.get("next")));
    let held = Held::carried_by(&form);
    match actions::sign_in(&site.house, &name, form.get("password"), from(&reader)).await {
        Ok(came) => on(&site, &reader, came, (next, held)).await,
        Err(failure) => refused(&site, &reader, notes_of(&reader, failure)?, None, (name, next, held)),
    }
}

/// Goes on with whoever came so far: in, or to what is wanted next.
pub(super) async fn on(
    site: &Site,
    reader: &Reader,
    came: Entered,
    (next, held): (String, Option<Held>),
) -> Answered {
    match came {
        Entered::In(signed_in) => entered(site, reader, &signed_in, &next, held).await,
        Entered::FactorWanted { ticket, has_passkey } => {
            let factor = Factor { ticket, has_passkey: has_passkey && site.party.is_some() };
            show(reader, &Code { shell: shell(site, reader), factor, next, held })
        }
        Entered::PasswordWanted { ticket } => {
            show(reader, &Own { shell: shell(site, reader), ticket, next, held })
        }
    }
}

/// Goes on with a password of one's own in place of the one that was given.
pub(in crate::pages) async fn own_password(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (ticket, next) = (form.get("ticket").to_owned(), own_path(form.get("next")));
    let held = Held::carried_by(&form);
    match actions::choose_password(&site.house, &ticket, form.get("new_password"), from(&reader)).await {
        Ok(came) => on(&site, &reader, came, (next, held)).await,
        Err(Failure::Refused(Refusal::SignInFirst)) => too_late(&site, &reader, next, held),
        Err(failure) => {
            let shell = shell(&site, &reader).with_notes(notes_of(&reader, failure)?);
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &Own { shell, ticket, next, held })
        }
    }
}

/// The form once more, with what is wrong with it: the one of the second factor when the password was right.
pub(super) fn refused(
    site: &Site,
    reader: &Reader,
    notes: Vec<FieldNote>,
    factor: Option<Factor>,
    (sign_in, next, held): (String, String, Option<Held>),
) -> Answered {
    let shell = shell(site, reader).with_notes(notes);
    let ways = Ways::of(site);
    match factor {
        Some(factor) => {
            show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &Code { shell, factor, next, held })
        }
        None => {
            let has_ended = reader.visitor.has_ended;
            let page = SignIn { shell, sign_in, next, has_ended, held, ways };
            show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The form from its beginning, because the password was given too long ago.
pub(super) fn too_late(site: &Site, reader: &Reader, next: String, held: Option<Held>) -> Answered {
    let note = FieldNote::new("password", Note::new("sign-in-again"));
    refused(site, reader, vec![note], None, (String::new(), next, held))
}

/// Goes on with a code of the second factor.
pub(in crate::pages) async fn code(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (ticket, next) = (form.get("ticket").to_owned(), own_path(form.get("next")));
    let held = Held::carried_by(&form);
    match actions::sign_in_with_code(&site.house, &ticket, form.get("code"), from(&reader)).await {
        Ok(signed_in) => entered(&site, &reader, &signed_in, &next, held).await,
        Err(Failure::Refused(Refusal::SignInFirst)) => too_late(&site, &reader, next, held),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let factor = Factor { ticket, has_passkey: form.ticked("has_passkey") && site.party.is_some() };
            refused(&site, &reader, notes, Some(factor), (String::new(), next, held))
        }
    }
}

pub(super) async fn entered(
    site: &Site,
    reader: &Reader,
    signed_in: &SignedIn,
    next: &str,
    held: Option<Held>,
) -> Answered {
    let seconds = signed_in.ends_at.seconds_since(site.house.now());
    let mut response = match held {
        None => Redirect::to(next).into_response(),
        Some(held) => {
            let visitor = actions::recognise(&site.house, &signed_in.token).await.map_err(sorry(reader))?;
            given_back(site, &Reader { visitor, path: "/".to_owned(), ..reader.clone() }, held)?
        }
    };
    keep(&mut response, &set_cookie(site, SESSION_COOKIE, &signed_in.token, Some(seconds)));
    keep(&mut response, &set_cookie(site, DEVICE_COOKIE, &signed_in.device, Some(KNOWN_SECONDS)));
    Ok(response)
}

/// The page that holds what was typed before, with the button that sends it.
fn given_back(site: &Site, reader: &Reader, held: Held) -> Answered {
    show(reader, &Again { shell: shell(site, reader), held: held.sendable(true) })
}

/// Proves once more who sits there, and gives back what was about to be done.
pub(in crate::pages) async fn prove(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let done = actions::prove(&site.house, &reader.visitor, form.get("password"), from(&reader)).await;
    proved(&site, &reader, done, Held::carried_by(&form))
}

/// Gives back what was about to be done, or asks once more who sits there.
pub(super) fn proved(
    site: &Site,
    reader: &Reader,
    done: Result<(), Failure>,
    held: Option<Held>,
) -> Answered {
    match done {
        Ok(()) => match held {
            // What was typed there is kept nowhere: the form is shown again.
            Some(held) if held.is_bare() => go(form_page(&held.to)),
            Some(held) => given_back(site, reader, held),
            None => Ok(Redirect::to("/").into_response()),
        },
        Err(failure) => {
            let notes = notes_of(reader, failure)?;
            let page = prove_page(site, reader, held.unwrap_or_default());
            let page = Prove { shell: page.shell.with_notes(notes), ..page };
            show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The page whose form is sent to an address of the sealed compartment.
fn form_page(to: &str) -> &str {
    match to.split_once("/handlers/") {
        Some((before, _)) => &to[..before.len() + "/handlers".len()],
        None => to.strip_suffix("/hand-over").unwrap_or(to),
    }
}

/// The question who sits there, before a form is shown whose answer could not be kept while it is asked; nothing for
/// whoever proved it of late.
pub(in crate::pages) fn prove_before(site: &Site, reader: &Reader) -> Option<Answered> {
    (!reader.visitor.is_proved).then(|| show(reader, &prove_page(site, reader, Held::at(&reader.path))))
}

fn prove_page(site: &Site, reader: &Reader, held: Held) -> Prove {
    let has_passkey = reader.visitor.has_passkey && site.party.is_some();
    let provider = Ways::of(site).provider;
    Prove { shell: shell(site, reader), held, has_passkey, provider }
}

/// The answer to a dangerous act whose sender must prove first who they are; it holds what was typed.
pub(crate) fn prove_instead(site: &Site, reader: &Reader, held: &Held) -> Option<Response> {
    show_with(reader, StatusCode::FORBIDDEN, &prove_page(site, reader, held.clone())).ok()
}

/// The answer to a form whose sender must sign in first: the sign-in form, which carries what was typed. Nothing when
/// signing in does not help.
pub(crate) fn sign_in_instead(
    site: &Site,
    reader: &Reader,
    held: &Held,
    status: StatusCode,
) -> Option<Response> {
    let path = held.to.split('?').next();
    let is_sign_in = matches!(
        path,
        Some(
            "/sign-in"
                | "/sign-in/code"
                | "/sign-in/password"
                | "/sign-in/passkey"
                | "/prove"
                | "/prove/passkey"
        )
    );
    let shell = shell(site, reader);
    let (ways, has_ended) = (Ways::of(site), reader.visitor.has_ended);
    let page = match status {
        StatusCode::UNAUTHORIZED => {
            let held = if is_sign_in { held.passed_on() } else { Some(held.clone()) };
            SignIn { shell, sign_in: String::new(), next: "/".to_owned(), has_ended, held, ways }
        }
        StatusCode::FORBIDDEN if is_sign_in => {
            let note = FieldNote::new("password", Note::new("sign-in-again"));
            let (sign_in, next) = (held.value("name").to_owned(), own_path(held.value("next")));
            let (shell, held) = (shell.with_notes(vec![note]), held.passed_on());
            SignIn { shell, sign_in, next, has_ended, held, ways }
        }
        _ => return None,
    };
    show_with(reader, status, &page).ok()
}

/// Adds a cookie to an answer.
pub(super) fn keep(response: &mut Response, line: &str) {
    if let Ok(value) = HeaderValue::from_str(line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
