//! `/campaigns/{id}/join`: whoever wants to help says so without an account, agrees by their own hand, and holds a code.

use super::{Tick, ticks, typed_member, unit_name};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    campaigns::{Joinable, join, joinable},
    data::consents::words_of,
};
use danvan_domain::{
    data::consents::ConsentPurpose,
    ids::{MemberId, ProgrammeId},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/campaigns/join.html")]
struct JoinPage {
    shell: Shell,
    id: ProgrammeId,
    sent: String,
    title: String,
    aims: Vec<String>,
    until: String,
    places: Vec<Choice>,
    name: String,
    phone: String,
    skills: Vec<Tick>,
    times: Vec<Tick>,
    /// What becomes of what is kept.
    kept: String,
    consent: String,
    agrees: bool,
}

/// `GET /campaigns/{id}/join`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, ProgrammeId(id), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProgrammeId,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let Joinable { campaign, communes, kept_days } = joinable(house, id).await.map_err(sorry(reader))?;
    if communes.is_empty() {
        return Err(Sorry::lost(reader.language));
    }
    let (shell, facts, typed) = (shell(site, reader).with_notes(notes), house.facts(), typed_member(form));
    let (skills, times) = ticks(&shell, &typed);
    // Nobody stands for the first commune of the list because they chose none.
    let nothing = (communes.len() > 1).then(|| Choice::new("", shell.say("field-choose"), "-"));
    let places = communes
        .into_iter()
        .map(|unit| Choice::new(unit.to_string(), unit_name(&facts, unit), form.get("place")));
    let page = JoinPage {
        id,
        sent: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        title: campaign.content.title.clone(),
        aims: campaign.content.aims.lines().map(str::to_owned).collect(),
        until: shell.words.day(campaign.content.ends_on),
        places: nothing.into_iter().chain(places).collect(),
        name: typed.name,
        phone: typed.phone,
        skills,
        times,
        kept: shell.say_count("campaign-join-kept", i64::from(kept_days)),
        consent: words_of(ConsentPurpose::Roster, shell.language),
        agrees: form.ticked("agrees"),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /campaigns/{id}/join`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let campaign = ProgrammeId(id);
    let own = MemberId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    let agreed = (form.ticked("agrees"), reader.language);
    let (typed, place, from) = (typed_member(&form), form.get("place"), reader.address.as_str());
    match join(&site.house, (own, campaign), place, &typed, agreed, from).await {
        Ok(code) => go(&format!("/campaigns/own/{code}?new=yes")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, campaign, &form, notes).await
        }
    }
}
