//! `/campaigns/{id}/teams/new`: teams formed over the households of a place.

use super::unit_name;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::asked, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::campaigns::{After, commune, form};
use danvan_domain::{
    campaigns::{TypedTeams, USUAL_TEAM},
    ids::{ProgrammeId, UnitId},
    refusals::FieldNote,
    rights::Verb,
    units::Level,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/campaigns/teams.html")]
struct TeamsPage {
    shell: Shell,
    id: ProgrammeId,
    sent: String,
    title: String,
    places: Vec<Choice>,
    /// Households, each, covers.
    typed: [String; 3],
    usual: i64,
    without: String,
    back: String,
}

/// `GET /campaigns/{id}/teams/new`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let form = asked(&reader);
    page(&site, &reader, StatusCode::OK, ProgrammeId(id), &form, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProgrammeId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker, today) = (&site.house, &reader.visitor.asker, site.house.today());
    let own = house.own_unit(asker, Verb::KeepRosters).map_err(|refusal| sorry(reader)(refusal.into()))?;
    let facts = house.facts();
    let own = facts.tree.at_or_above(own, Level::Commune).map(|unit| unit.id);
    let Some(own) = own else { return Err(Sorry::lost(reader.language)) };
    let days = (today, today);
    let found = commune(house, asker, (id, own), After::default(), days).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let mut places = vec![Choice::new(own.to_string(), unit_name(&facts, own), form.get("place"))];
    let villages = facts.tree.children(own, today).filter(|unit| unit.level() == Level::Village);
    let mut villages: Vec<(UnitId, String)> = villages.map(|unit| (unit.id, unit.name.clone())).collect();
    villages.sort_by_cached_key(|(_, name)| danvan_domain::text::in_order(name));
    places
        .extend(villages.into_iter().map(|(id, name)| Choice::new(id.to_string(), name, form.get("place"))));
    let page = TeamsPage {
        id,
        sent: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        title: found.campaign.content.title.clone(),
        places,
        typed: ["households", "each", "covers"].map(|name| form.get(name).to_owned()),
        usual: USUAL_TEAM,
        without: shell.words.count(found.counts.households_without()),
        back: format!("/campaigns/{id}/communes/{own}"),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /campaigns/{id}/teams/new`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let text = |name: &str| sent.get(name).to_owned();
    let typed = TypedTeams { households: text("households"), each: text("each"), covers: text("covers") };
    let campaign = ProgrammeId(id);
    let own = Uuid::parse_str(sent.get("id")).unwrap_or_default();
    let asker = &reader.visitor.asker;
    match form(&site.house, asker, (own, campaign), sent.get("place"), &typed).await {
        Ok(_) => {
            let facts = site.house.facts();
            let place = facts.tree.resolve(sent.get("place"), site.house.today()).ok();
            let commune = place.and_then(|place| facts.tree.at_or_above(place, Level::Commune));
            go(&commune.map_or_else(
                || format!("/campaigns/{id}"),
                |unit| format!("/campaigns/{id}/communes/{}", unit.id),
            ))
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, campaign, &sent, notes).await
        }
    }
}
