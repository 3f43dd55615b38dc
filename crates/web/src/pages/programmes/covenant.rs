//! `/programmes/{id}/covenant`: a covenant's parties and articles, what each party says of them, and the signatures.

use super::{
    list::line,
    parties::{PartyLine, party_line},
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use danvan_actions::{
    Facts,
    programmes::{Covenant, Stand, TypedAnswer, answer_article, covenant, drop_article, sign, text_of},
};
use danvan_domain::{
    ids::{ArticleId, PartyId, ProgrammeId},
    programmes::Party,
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/covenant.html")]
struct CovenantPage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    facts: String,
    closed: Option<String>,
    version: i64,
    parties: Vec<PartyLine>,
    articles: Vec<ArticleLine>,
    /// What is missing before anybody may sign.
    missing: Option<String>,
    /// Since when it is sealed.
    sealed: Option<String>,
    signatures: Vec<String>,
    /// Parties for which the reader signs: id and name.
    to_sign: Vec<(String, String)>,
    deeds: Vec<(i64, String, Option<String>)>,
    text: String,
    hash: String,
    may_write: bool,
    may_lead: bool,
    new_article: String,
}

struct ArticleLine {
    id: String,
    number: i64,
    revision: i64,
    title: String,
    body: Vec<String>,
    stands: Vec<StandLine>,
    /// Parties for which the reader says something: id and name.
    to_answer: Vec<(String, String)>,
    reason: String,
}

struct StandLine {
    party: String,
    sign: &'static str,
    class: &'static str,
    word: String,
    why: String,
}

fn called(facts: &Facts, party: &Party) -> String {
    party.unit.map_or_else(|| party.name.clone(), |unit| names::unit(facts, unit))
}

/// `GET /programmes/{id}/covenant`.
pub(super) async fn show_covenant(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Answered {
    page(&site, &reader, StatusCode::OK, ProgrammeId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProgrammeId,
    typed: Option<(ArticleId, &Form)>,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let found = covenant(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let is_signed = !found.signatures.is_empty();
    let moment = |at| shell.words.moment_short(at, house.now());
    let signed = |party: &PartyId| found.signatures.iter().any(|one| one.party == *party);
    let name_of = |party: &PartyId| {
        let found = found.parties.iter().find(|one| one.id == *party);
        found.map(|party| called(&facts, party)).unwrap_or_default()
    };
    let to_sign = found.heads.iter().filter(|party| found.missing.is_none() && !signed(party));
    let signatures = found.signatures.iter().map(|one| {
        let (unit, role) = (name_of(&one.party), shell.of("role", one.role.word()));
        [unit, one.name.clone(), role, moment(one.at)].join(" · ")
    });
    let page = CovenantPage {
        id,
        title: found.programme.content.title.clone(),
        facts: line(&shell, &facts, &found.programme).facts,
        closed: found.programme.ended_at.map(|_| found.programme.end_reason.clone()),
        version: found.programme.version,
        parties: found.parties.iter().map(|party| party_line(&shell, &facts, party)).collect(),
        articles: articles(&shell, &facts, &found, is_signed, typed),
        missing: found.missing.as_ref().map(|note| shell.note(note)),
        sealed: found.sealed_at.map(moment),
        signatures: signatures.collect(),
        to_sign: to_sign.map(|party| (party.to_string(), name_of(party))).collect(),
        deeds: found
            .deeds
            .iter()
            .map(|deed| (deed.version, deed.hash.clone(), deed.sealed_at.map(moment)))
            .collect(),
        text: found.text.clone(),
        hash: found.hash.clone(),
        may_write: found.may_lead && !is_signed,
        may_lead: found.may_lead,
        new_article: house.new_id().to_string(),
        shell,
    };
    show_with(reader, status, &page)
}

fn articles(
    shell: &Shell,
    facts: &Facts,
    found: &Covenant,
    is_signed: bool,
    typed: Option<(ArticleId, &Form)>,
) -> Vec<ArticleLine> {
    let own = |party: &&Party| !is_signed && found.speaks_for.contains(&party.id);
    let to_answer: Vec<(String, String)> =
        found.parties.iter().filter(own).map(|one| (one.id.to_string(), called(facts, one))).collect();
    let line = |(article, stands): &(danvan_domain::programmes::covenants::Article, Vec<Stand>)| {
        let stands = found.parties.iter().zip(stands);
        let typed = typed.filter(|(id, _)| *id == article.id).map(|(_, form)| form.get("reason").to_owned());
        ArticleLine {
            id: article.id.to_string(),
            number: article.number,
            revision: article.revision,
            title: article.title.clone(),
            body: names::paragraphs(&article.body),
            stands: stands.map(|(party, stand)| stand_line(shell, called(facts, party), stand)).collect(),
            to_answer: to_answer.clone(),
            reason: typed.unwrap_or_default(),
        }
    };
    found.articles.iter().map(line).collect()
}

fn stand_line(shell: &Shell, party: String, stand: &Stand) -> StandLine {
    let (sign, class, key, why) = match stand {
        Stand::Silent => ("·", "due", "covenant-silent", String::new()),
        Stand::Agrees => ("✓", "due well", "covenant-agrees", String::new()),
        Stand::Objects(why) => ("✗", "due late", "covenant-objects", why.clone()),
    };
    StandLine { party, sign, class, word: shell.say(key), why }
}

/// `POST /programmes/{id}/articles/{article}/answer`.
pub(super) async fn answer_one(
    State(site): State<Site>,
    reader: Reader,
    Path((id, article)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    let (id, article) = (ProgrammeId(id), ArticleId(article));
    let typed = TypedAnswer {
        answer: form.get("answer").to_owned(),
        reason: form.get("reason").to_owned(),
        revision: form.get("revision").parse().unwrap_or(0),
    };
    let party = PartyId(form.get("party").parse().unwrap_or_default());
    match answer_article(&site.house, &reader.visitor.asker, (id, article, party), &typed).await {
        Ok(()) => go(&format!("/programmes/{id}/covenant#article-{article}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let typed = Some((article, &form));
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, typed, notes).await
        }
    }
}

/// `POST /programmes/{id}/articles/{article}/drop`.
pub(super) async fn drop_one(
    State(site): State<Site>,
    reader: Reader,
    Path((id, article)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    let (id, article) = (ProgrammeId(id), ArticleId(article));
    match drop_article(&site.house, &reader.visitor.asker, id, article, form.get("reason")).await {
        Ok(()) => go(&format!("/programmes/{id}/covenant")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, None, notes).await
        }
    }
}

/// `POST /programmes/{id}/sign`: whoever signs has just proved who they are.
pub(super) async fn sign_it(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ProgrammeId(id);
    let party = PartyId(form.get("party").parse().unwrap_or_default());
    let read = (form.get("version").parse().unwrap_or(0), form.get("hash"));
    match sign(&site.house, &reader.visitor, (id, party), read).await {
        Ok(()) => go(&format!("/programmes/{id}/covenant#signatures")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, None, notes).await
        }
    }
}

/// `GET /programmes/{id}/text`: the text to the byte, so that anybody can hash it; `?version=` for an earlier one.
pub(super) async fn show_text(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let version = super::asked(&reader).filled("version").and_then(|said| said.parse().ok());
    let text = text_of(&site.house, &reader.visitor.asker, ProgrammeId(id), version).await;
    let mut response = text.map_err(sorry(&reader))?.into_response();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    Ok(response)
}
