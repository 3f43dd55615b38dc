//! Templates of letters: which hold here, one edited with the names it may say, tried with made-up data, its versions.

use super::paper::Paper;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered, cases::names::unit as unit_name, go, letters::asked, shell, show as show_page, show_with,
        sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::documents::{Current, Edited, Letter, all, current, preview, restore, save, versions};
use danvan_domain::{
    documents::{
        Documents, Kind,
        names::{self, Filled, Shape},
    },
    facts::Fault,
    ids::UnitId,
    refusals::{Note, Refusal},
    rights::Verb,
};
use danvan_words::{Language, Words};

#[derive(Template)]
#[template(path = "pages/documents/templates.html")]
struct List {
    shell: Shell,
    unit: String,
    rows: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "pages/documents/template.html")]
struct One {
    shell: Shell,
    unit: String,
    kind: String,
    action: String,
    holds: String,
    source: Option<String>,
    body: String,
    faults: Vec<String>,
    told: Option<String>,
    names: Vec<Known>,
    versions: Vec<Version>,
    has_own: bool,
    paper: Option<Paper>,
    style: &'static str,
}

/// A name that a template may say.
struct Known {
    name: &'static str,
    shape: String,
    filled: String,
    meaning: String,
    gloss: String,
}

/// A version that was kept.
struct Version {
    href: String,
    label: String,
    is_default: bool,
}

/// The unit whose templates a reader edits.
fn own(reader: &Reader) -> Result<UnitId, Sorry> {
    let asker = &reader.visitor.asker;
    let refused = |refusal: &Refusal| Sorry::refused(reader.language, refusal).then(&reader.path);
    if asker.person.is_none() {
        return Err(refused(&Refusal::SignInFirst));
    }
    let note = Note::new("refusal-not-allowed").with("verb", Verb::EditTemplates);
    asker.unit_for(Verb::EditTemplates).ok_or_else(|| refused(&Refusal::NotAllowed(note)))
}

/// Whose template holds.
fn holds(site: &Site, shell: &Shell, own: UnitId, current: &Current) -> String {
    match current.unit {
        None => shell.say("document-template-default"),
        Some(unit) if unit == own => shell.say_count("document-template-own", current.version),
        Some(unit) => shell.say_one("document-template-above", "unit", unit_name(&site.house.facts(), unit)),
    }
}

/// `GET /documents/templates`.
pub(super) async fn list(State(site): State<Site>, reader: Reader) -> Answered {
    let unit = own(&reader)?;
    let found = all(&site.house, &reader.visitor.asker, unit).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let row = |(kind, current): &(Kind, Current)| {
        let href = format!("/documents/templates/{kind}");
        (href, shell.of("document-kind", kind.word()), holds(&site, &shell, unit, current))
    };
    let page =
        List { unit: unit_name(&site.house.facts(), unit), rows: found.iter().map(row).collect(), shell };
    show_page(&reader, &page)
}

/// How the page comes back.
#[derive(Default)]
struct Back {
    status: StatusCode,
    typed: Option<String>,
    faults: Vec<Fault>,
    told: Option<&'static str>,
    letter: Option<Letter>,
}

fn kind_of(reader: &Reader, word: &str) -> Result<Kind, Sorry> {
    word.parse().map_err(|_| Sorry::lost(reader.language))
}

/// `GET /documents/templates/{kind}`; `?version=` shows an earlier one.
pub(super) async fn show(State(site): State<Site>, reader: Reader, Path(kind): Path<String>) -> Answered {
    let kind = kind_of(&reader, &kind)?;
    let told = match asked(&reader).get("said") {
        "kept" => Some("document-template-kept"),
        "restored" => Some("document-template-restored"),
        _ => None,
    };
    page(&site, &reader, kind, Back { told, ..Back::default() }).await
}

/// `POST /documents/templates/{kind}`.
pub(super) async fn edit(
    State(site): State<Site>,
    reader: Reader,
    Path(kind): Path<String>,
    sent: Form,
) -> Answered {
    let (kind, unit) = (kind_of(&reader, &kind)?, own(&reader)?);
    let (house, asker, body) = (&site.house, &reader.visitor.asker, sent.get("body"));
    let faulty = |faults: Vec<Fault>| Back {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        typed: Some(body.to_owned()),
        faults,
        ..Back::default()
    };
    let back = match sent.get("go") {
        "restore" => {
            restore(house, asker, unit, kind).await.map_err(sorry(&reader))?;
            return go(&format!("/documents/templates/{kind}?said=restored"));
        }
        "look" => match preview(house, asker, (unit, kind), body).map_err(sorry(&reader))? {
            Ok(letter) => Back { typed: Some(body.to_owned()), letter: Some(letter), ..Back::default() },
            Err(faults) => faulty(faults),
        },
        _ => match save(house, asker, (unit, kind), body).await.map_err(sorry(&reader))? {
            Ok(()) => return go(&format!("/documents/templates/{kind}?said=kept")),
            Err(faults) => faulty(faults),
        },
    };
    page(&site, &reader, kind, back).await
}

async fn page(site: &Site, reader: &Reader, kind: Kind, back: Back) -> Answered {
    let unit = own(reader)?;
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let present = current(house, unit, kind).await.map_err(sorry(reader))?;
    let kept = versions(house, asker, unit, kind).await.map_err(sorry(reader))?;
    let shell = shell(site, reader);
    let wanted: Option<i64> = asked(reader).get("version").parse().ok();
    let earlier = kept.iter().find(|version| Some(version.version) == wanted && !version.body.is_empty());
    let body = back.typed.or_else(|| earlier.map(|version| version.body.clone()));
    let has_faults = !back.faults.is_empty();
    // Nothing to be seen of a template with faults; else as it stands, or as it was typed.
    let letter = match back.letter {
        None if !has_faults && body.is_none() => {
            preview(house, asker, (unit, kind), &present.body).map_err(sorry(reader))?.ok()
        }
        letter => letter,
    };
    let facts = house.facts();
    let system = facts.tree.get(unit).map(|unit| Documents::facts().system_of(unit));
    let row = Documents::facts().kind(kind);
    let fault = |fault: &Fault| {
        let values = [("line", fault.line.into()), ("what", shell.note(&fault.note).into())];
        shell.say_with("document-template-fault", &values)
    };
    let page = One {
        unit: unit_name(&facts, unit),
        kind: shell.of("document-kind", kind.word()),
        action: format!("/documents/templates/{kind}"),
        holds: holds(site, &shell, unit, &present),
        source: super::source(&shell, &row.source, row.grade),
        faults: back.faults.iter().map(fault).collect(),
        told: back.told.map(|key| shell.say(key)),
        names: known(&shell, kind),
        versions: kept.iter().map(|version| shown(&shell, kind, version)).collect(),
        has_own: present.unit == Some(unit),
        style: system.map_or("state", danvan_domain::documents::System::word),
        body: body.unwrap_or(present.body),
        paper: letter.map(Paper::of),
        shell,
    };
    show_with(reader, back.status, &page)
}

/// The names that a kind of letter knows, with what each means in both languages.
fn known(shell: &Shell, kind: Kind) -> Vec<Known> {
    let other = if shell.language == Language::Vi { Language::En } else { Language::Vi };
    let known = |name: &names::Name| Known {
        name: name.name,
        shape: shell.say(match name.shape {
            Shape::Line => "document-shape-line",
            Shape::Text => "document-shape-text",
            Shape::Day => "document-shape-day",
            Shape::List => "document-shape-list",
        }),
        filled: shell.say(match name.filled {
            Filled::House => "document-filled-house",
            Filled::Asked => "document-filled-asked",
            Filled::Optional => "document-filled-optional",
        }),
        meaning: shell.of("document-name", name.name),
        gloss: Words::for_language(other).of("document-name", name.name),
    };
    names::of(kind).map(known).collect()
}

fn shown(shell: &Shell, kind: Kind, version: &Edited) -> Version {
    let when = shell.words.moment(version.at);
    let values =
        [("n", version.version.into()), ("when", when.into()), ("who", version.person.as_str().into())];
    let is_default = version.body.is_empty();
    let key = if is_default { "document-version-restored" } else { "document-version" };
    Version {
        href: format!("/documents/templates/{kind}?version={}", version.version),
        label: shell.say_with(key, &values),
        is_default,
    }
}
