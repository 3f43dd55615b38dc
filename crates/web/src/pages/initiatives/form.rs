//! `/initiatives/new`: the nine fields; where others are alike, they are shown with the sentences that say the same.

use super::{asked, list::terms, term};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered, cases::names, go, letters::choices, notes_of, photos::keep_photos, shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    attachments,
    initiatives::{Alike, like, register, similar, units_for},
};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::{Family, Keeper, Kind, Registration, Term, TypedRegistration},
    refusals::{FieldNote, Refusal},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The fields that are typed, as they stand in the form.
const FIELDS: [&str; 17] = [
    "name",
    "situation",
    "objective",
    "criteria",
    "method",
    "place",
    "beneficiaries",
    "lead",
    "coordinate",
    "take_part",
    "resources",
    "starts_on",
    "ends_on",
    "outputs",
    "keeping",
    "difference",
    "owner",
];

#[derive(Template)]
#[template(path = "pages/initiatives/new.html")]
struct NewPage {
    shell: Shell,
    id: String,
    /// What was typed, by field.
    typed: BTreeMap<&'static str, String>,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    keepers: Vec<Choice>,
    areas: Vec<Choice>,
    levels: Vec<Choice>,
    /// What it adopts: id and name.
    adopts: Option<(String, String)>,
    alike: Vec<AlikeLine>,
    photos: Vec<String>,
    most: usize,
}

impl NewPage {
    fn typed(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }
}

/// Another that is like the one at hand.
pub(super) struct AlikeLine {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) facts: String,
    pub(super) share: String,
    pub(super) pairs: Vec<(String, String)>,
}

pub(super) fn alike_line(shell: &Shell, facts: &danvan_actions::Facts, it: &Alike) -> AlikeLine {
    let other = &it.other;
    let told = [
        names::unit(facts, other.unit),
        shell.of("initiative-keeper", other.content.keeper.word()),
        term(shell, Family::Field, &other.content.field),
        other.year.to_string(),
        shell.of("initiative-stage", other.stage.word()),
    ];
    let share = if it.pairs.is_empty() {
        shell.say("initiative-same-name")
    } else {
        shell.say_one("initiative-same-share", "share", shell.words.percent(it.share, 0))
    };
    AlikeLine {
        href: format!("/initiatives/{}", other.id),
        name: other.content.name.clone(),
        facts: told.join(" · "),
        share,
        pairs: it.pairs.clone(),
    }
}

fn typed(form: &Form) -> TypedRegistration {
    let text = |name: &str| form.get(name).to_owned();
    TypedRegistration {
        kind: text("model"),
        keeper: text("keeper"),
        field: text("field"),
        level: text("level"),
        name: text("name"),
        reason: text("situation"),
        objective: text("objective"),
        criteria: text("criteria"),
        method: text("method"),
        place: text("place"),
        beneficiaries: text("beneficiaries"),
        lead: text("lead"),
        coordinate: text("coordinate"),
        take_part: text("take_part"),
        resources: text("resources"),
        starts_on: form.day("starts_on"),
        ends_on: form.day("ends_on"),
        outputs: text("outputs"),
        keeping: text("keeping"),
        difference: text("difference"),
        owner: text("owner"),
    }
}

/// What another initiative says, as it would be typed. Place and days are one's own.
fn as_typed(it: &Registration) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("name", it.name.clone()),
        ("objective", it.objective.clone()),
        ("criteria", it.criteria.clone()),
        ("method", it.method.clone()),
        ("beneficiaries", it.beneficiaries.clone()),
        ("resources", it.resources.clone()),
        ("outputs", it.outputs.clone()),
        ("keeping", it.keeping.clone()),
    ])
}

/// What stands in the form when it is shown.
struct Shown<'a> {
    form: &'a Form,
    photos: Vec<String>,
    notes: Vec<FieldNote>,
}

/// `GET /initiatives/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    let shown = Shown { form: &Form::default(), photos: Vec::new(), notes: Vec::new() };
    page(&site, &reader, StatusCode::OK, shown, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    Shown { form, photos, notes }: Shown<'_>,
    alike: Vec<Alike>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let refused = |refusal: Refusal| Sorry::refused(reader.language, &refusal);
    let units = units_for(house, asker).map_err(refused)?;
    let shell = shell(site, reader).with_notes(notes);
    let (facts, today) = (house.facts(), house.today());
    let mut typed: BTreeMap<&str, String> = FIELDS.map(|name| (name, form.get(name).to_owned())).into();
    let address = asked(reader);
    let from = form.filled("adopted_from").or_else(|| address.filled("like"));
    let mut adopts = None;
    if let Some(id) = from.and_then(|said| said.parse::<InitiativeId>().ok()) {
        let (content, may_be_adopted) = like(house, asker, id).await.map_err(sorry(reader))?;
        if form.filled("id").is_none() {
            typed.extend(as_typed(&content));
        }
        adopts = may_be_adopted.then(|| (id.to_string(), content.name));
    }
    let chosen_unit = form.filled("unit").unwrap_or_default();
    let unit = |unit: &UnitId| Choice::new(unit.to_string(), names::unit(&facts, *unit), chosen_unit);
    let levels = Term::on(Family::Level, today);
    let page = NewPage {
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        units: units.iter().map(unit).collect(),
        kinds: choices(&shell, "initiative-kind", Kind::ALL, Kind::word, form.get("model")),
        keepers: choices(&shell, "initiative-keeper", Keeper::ALL, Keeper::word, form.get("keeper")),
        areas: terms(&shell, Family::Field, form.get("field")),
        levels: levels
            .map(|term| Choice::new(term.code.clone(), super::name(&shell, term), form.get("level")))
            .collect(),
        alike: alike.iter().map(|it| alike_line(&shell, &facts, it)).collect(),
        adopts,
        typed,
        photos,
        most: attachments::MOST,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /initiatives/new`.
pub(super) async fn register_one(State(site): State<Site>, reader: Reader, mut form: Form) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let refused = |refusal: Refusal| Sorry::refused(reader.language, &refusal);
    units_for(house, asker).map_err(refused)?;
    let (photos, notes) = keep_photos(&site, &reader, &mut form).await?;
    if !notes.is_empty() {
        let shown = Shown { form: &form, photos, notes };
        return page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, shown, Vec::new()).await;
    }
    let id = InitiativeId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    let which = (id, form.get("unit"), form.get("adopted_from"));
    match register(house, asker, which, &typed(&form), &photos).await {
        Ok(id) => go(&format!("/initiatives/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let alike = alike(&site, &reader, &form, &notes).await?;
            let shown = Shown { form: &form, photos, notes };
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, shown, alike).await
        }
    }
}

/// What is like what was typed, when that is what was noted.
async fn alike(site: &Site, reader: &Reader, form: &Form, notes: &[FieldNote]) -> Result<Vec<Alike>, Sorry> {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let is_noted = notes.iter().any(|note| note.note.key == "initiative-note-alike");
    let Ok(content) = Registration::check(&typed(form), house.today()) else { return Ok(Vec::new()) };
    let refused = |refusal: Refusal| Sorry::refused(reader.language, &refusal);
    let own = units_for(house, asker).map_err(refused)?;
    let unit = form.filled("unit").and_then(|said| said.parse().ok()).or_else(|| own.first().copied());
    match unit.filter(|_| is_noted) {
        Some(unit) => {
            let but = form.filled("adopted_from").and_then(|said| said.parse().ok());
            similar(house, asker, unit, &content, but).await.map_err(sorry(reader))
        }
        None => Ok(Vec::new()),
    }
}
