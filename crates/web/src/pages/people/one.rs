//! `/people/{id}`: what an operator sees of somebody and does for them, and `/people/at`: who holds positions at a unit.

use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts, Failure,
    people::{self as actions, Looked},
};
use danvan_domain::{
    ids::{PasskeyId, PersonId, UnitId},
    passwords::GIVEN_DAYS,
    people::{Position, Role},
    refusals::{FieldNote, Note, Refusal},
    time::Moment,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/people/person.html")]
struct OnePerson {
    shell: Shell,
    id: String,
    called: String,
    sign_in: String,
    is_active: bool,
    /// Whether it is the reader: some things are done by another only.
    is_oneself: bool,
    positions: Vec<Held>,
    passkeys: Vec<(String, String, String)>,
    has_app: bool,
    paper_left: i64,
    browsers: usize,
    /// Who they are at providers: its address and what it calls them.
    identities: Vec<(String, String)>,
    /// The provider of sign-ins that is set; empty for none.
    provider: String,
    typed: Typed,
    roles: Vec<Choice>,
}

struct Held {
    id: String,
    what: String,
    days: String,
    who: Option<(String, String)>,
}

#[derive(Default)]
struct Typed {
    subject: String,
    role: String,
    unit: String,
}

fn held(shell: &Shell, facts: &Facts, position: &Position) -> Held {
    let unit = facts.tree.get(position.unit).map(|unit| unit.named().label).unwrap_or_default();
    Held {
        id: position.id.to_string(),
        what: format!("{} · {unit}", shell.of("role", position.role.word())),
        days: super::positions::days(shell, position.from, position.to),
        who: None,
    }
}

async fn page(
    site: &Site,
    reader: &Reader,
    id: PersonId,
    typed: Typed,
    notes: Vec<FieldNote>,
) -> Result<OnePerson, Failure> {
    let Looked { person, positions, passkeys, has_app, paper_left, browsers, identities } =
        actions::look_at(&site.house, &reader.visitor.asker, id).await?;
    let facts = site.house.facts();
    let shell = shell(site, reader).with_notes(notes);
    let (words, now) = (reader.words(), site.house.now());
    let positions = positions.iter().map(|position| held(&shell, &facts, position)).collect();
    let roles =
        Role::ALL.iter().map(|role| Choice::new(role.word(), shell.of("role", role.word()), &typed.role));
    Ok(OnePerson {
        id: person.id.to_string(),
        called: person.name,
        sign_in: person.sign_in,
        is_active: person.active,
        is_oneself: reader.visitor.asker.person == Some(person.id),
        positions,
        passkeys: passkeys
            .into_iter()
            .map(|one| (one.id.to_string(), one.name, words.ago(Moment::from_micros(one.added_at), now)))
            .collect(),
        has_app,
        paper_left,
        browsers,
        identities: identities.into_iter().map(|one| (one.issuer, one.subject)).collect(),
        provider: site.setup.provider.as_ref().map(|one| one.issuer().to_owned()).unwrap_or_default(),
        roles: roles.collect(),
        typed,
        shell,
    })
}

/// The page.
pub(in crate::pages) async fn one(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Answered {
    let page = page(&site, &reader, PersonId(id), Typed::default(), Vec::new()).await;
    show(&reader, &page.map_err(sorry(&reader))?)
}

/// Back to the page after something was done, or the form once more.
async fn then(site: &Site, reader: &Reader, id: Uuid, done: Result<(), Failure>, typed: Typed) -> Answered {
    let Err(failure) = done else { return go(&format!("/people/{id}")) };
    let notes = notes_of(reader, failure)?;
    let page = page(site, reader, PersonId(id), typed, notes).await.map_err(sorry(reader))?;
    show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Gives another position, from today on.
pub(in crate::pages) async fn give(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let typed = Typed { role: text("role"), unit: text("unit"), subject: String::new() };
    let done = given(&site, &reader, PersonId(id), &typed).await;
    then(&site, &reader, id, done, typed).await
}

async fn given(site: &Site, reader: &Reader, id: PersonId, typed: &Typed) -> Result<(), Failure> {
    let role: Role = typed.role.parse().map_err(|_| Refusal::field("role", Note::new("note-choose")))?;
    let unit = unit_of(site, &typed.unit)?;
    let (asker, today) = (&reader.visitor.asker, site.house.today());
    actions::give_position(&site.house, asker, id, role, unit, today).await.map(drop)
}

fn unit_of(site: &Site, text: &str) -> Result<UnitId, Refusal> {
    let found = site.house.facts().tree.resolve(text.trim(), site.house.today()).ok();
    found.ok_or_else(|| Refusal::field("unit", Note::new("note-unknown-place")))
}

/// Links somebody to what the provider calls them.
pub(in crate::pages) async fn link(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let provider = site.setup.provider.as_deref();
    let provider = provider.ok_or_else(|| Sorry::failed(reader.language, Refusal::NotFound.into()))?;
    let typed = Typed { subject: form.get("account").to_owned(), ..Typed::default() };
    let asker = &reader.visitor.asker;
    let done = actions::link(&site.house, asker, PersonId(id), provider.issuer(), &typed.subject).await;
    then(&site, &reader, id, done, typed).await
}

/// Unlinks somebody.
pub(in crate::pages) async fn unlink(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (issuer, subject) = (form.get("issuer"), form.get("subject"));
    let done = actions::unlink(&site.house, &reader.visitor.asker, PersonId(id), issuer, subject).await;
    done.map_err(sorry(&reader))?;
    go(&format!("/people/{id}"))
}

/// Removes a passkey that was lost.
pub(in crate::pages) async fn passkey_lost(
    State(site): State<Site>,
    reader: Reader,
    Path((id, passkey)): Path<(Uuid, Uuid)>,
    _form: Form,
) -> Answered {
    let asker = &reader.visitor.asker;
    let done = actions::remove_lost_passkey(&site.house, asker, PersonId(id), PasskeyId(passkey)).await;
    done.map_err(sorry(&reader))?;
    go(&format!("/people/{id}"))
}

/// Removes an authenticator app that was lost.
pub(in crate::pages) async fn app_lost(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let done = actions::remove_lost_app(&site.house, &reader.visitor.asker, PersonId(id)).await;
    done.map_err(sorry(&reader))?;
    go(&format!("/people/{id}"))
}

/// Signs somebody out everywhere.
pub(in crate::pages) async fn sign_out(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let done = actions::sign_out_everywhere(&site.house, &reader.visitor.asker, PersonId(id)).await;
    done.map_err(sorry(&reader))?;
    go(&format!("/people/{id}"))
}

#[derive(Template)]
#[template(path = "pages/people/given.html")]
struct Given {
    shell: Shell,
    id: String,
    called: String,
    password: String,
    days: i64,
}

/// Gives a password for one use, shown this once.
pub(in crate::pages) async fn give_password(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let password = actions::give_password(house, asker, PersonId(id)).await.map_err(sorry(&reader))?;
    let called = actions::look_at(house, asker, PersonId(id)).await.map_err(sorry(&reader))?.person.name;
    let (shell, id) = (shell(&site, &reader), id.to_string());
    show(&reader, &Given { shell, id, called, password, days: GIVEN_DAYS })
}

/// Lets somebody sign in no longer.
pub(in crate::pages) async fn make_inactive(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let done = actions::set_active(&site.house, &reader.visitor.asker, PersonId(id), false).await;
    done.map_err(sorry(&reader))?;
    go(&format!("/people/{id}"))
}

/// Lets somebody sign in again.
pub(in crate::pages) async fn make_active(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    let done = actions::set_active(&site.house, &reader.visitor.asker, PersonId(id), true).await;
    done.map_err(sorry(&reader))?;
    go(&format!("/people/{id}"))
}

#[derive(Template)]
#[template(path = "pages/people/at.html")]
struct AtUnit {
    shell: Shell,
    asked: String,
    /// The unit's name and who holds what there; nothing before a unit is asked for.
    found: Option<(String, Vec<Held>)>,
    back: String,
}

/// Who holds positions at a unit, today or later.
pub(in crate::pages) async fn at(State(site): State<Site>, reader: Reader) -> Answered {
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let asked: String = query.get("unit").trim().chars().take(80).collect();
    let back = format!("/people/at?unit={}", crate::form::encoded(&asked));
    let shell = shell(&site, &reader);
    if asked.is_empty() {
        actions::may_manage(&site.house, &reader.visitor.asker).map_err(sorry(&reader))?;
        return show(&reader, &AtUnit { shell, asked, found: None, back });
    }
    let unit = match unit_of(&site, &asked) {
        Ok(unit) => unit,
        Err(refusal) => {
            actions::may_manage(&site.house, &reader.visitor.asker).map_err(sorry(&reader))?;
            let shell = shell.with_notes(notes_of(&reader, refusal.into())?);
            let page = AtUnit { shell, asked, found: None, back };
            return show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let rows = actions::positions_at(&site.house, &reader.visitor.asker, unit).await;
    let facts = site.house.facts();
    let row = |(position, person): &(Position, danvan_domain::people::Person)| Held {
        who: Some((person.id.to_string(), person.name.clone())),
        ..held(&shell, &facts, position)
    };
    let rows = rows.map_err(sorry(&reader))?.iter().map(row).collect();
    let name = facts.tree.get(unit).map(|unit| unit.named().label).unwrap_or_default();
    show(&reader, &AtUnit { found: Some((name, rows)), shell, asked, back })
}
