//! `/programmes/commitments/{id}/report`: one question on a phone: how far it has come, and what shows it.

use super::{aim, board::lost, period_name};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, photos::keep_photos, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    attachments,
    programmes::{Seen, one, report},
};
use danvan_domain::{
    ids::CommitmentId,
    programmes::{Measure, TypedReport},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/report.html")]
struct ReportPage {
    shell: Shell,
    of: CommitmentId,
    what: String,
    aim: String,
    counted: String,
    id: String,
    periods: Vec<Choice>,
    /// For what is done or not.
    answers: Vec<Choice>,
    value: String,
    told: String,
    links: String,
    photos: Vec<String>,
    most: usize,
    needs_evidence: bool,
}

/// `GET /programmes/commitments/{id}/report`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, CommitmentId(id), (&Form::default(), Vec::new()), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: CommitmentId,
    (form, photos): (&Form, Vec<String>),
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let found: Seen = one(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_report {
        return Err(lost(reader));
    }
    let of = &found.now.commitment;
    let shell = shell(site, reader).with_notes(notes);
    let said = form.filled("period").map_or_else(|| found.now.period.from.to_string(), str::to_owned);
    let begun = of.rhythm.periods(of.from, of.to).into_iter().filter(|it| it.from <= house.today());
    let answer = |word: &str, said: &str| Choice::new(word, shell.say(said), form.get("value"));
    let page = ReportPage {
        of: id,
        what: of.what.clone(),
        aim: aim(&shell, &of.indicator, of.rhythm),
        counted: match of.indicator.measure {
            Measure::Share => "%".into(),
            _ => of.indicator.counted.clone(),
        },
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        periods: begun
            .rev()
            .map(|it| Choice::new(it.from.to_string(), period_name(shell.words, of.rhythm, it), &said))
            .collect(),
        answers: match of.indicator.measure {
            Measure::YesNo => vec![answer("yes", "progress-yes"), answer("no", "progress-no")],
            _ => Vec::new(),
        },
        value: form.get("value").to_owned(),
        told: form.get("told").to_owned(),
        links: form.get("links").to_owned(),
        photos,
        most: attachments::MOST,
        needs_evidence: of.needs_evidence,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /programmes/commitments/{id}/report`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, CommitmentId(id));
    one(house, asker, id).await.map_err(sorry(&reader))?;
    let (photos, notes) = keep_photos(&site, &reader, &mut form).await?;
    if !notes.is_empty() {
        return page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (&form, photos), notes).await;
    }
    let typed = TypedReport {
        id: Uuid::parse_str(form.get("id")).ok(),
        period: form.get("period").to_owned(),
        value: form.get("value").to_owned(),
        words: form.get("told").to_owned(),
        photos: photos.clone(),
        links: form.get("links").to_owned(),
    };
    match report(house, asker, id, &typed).await {
        Ok(_) => go(&format!("/programmes/commitments/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (&form, photos), notes).await
        }
    }
}
