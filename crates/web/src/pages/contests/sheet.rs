//! `/contests/rounds/{id}/sheets/{team}/{part}`: a judge's sheet on a phone. Kept, the next one opens.

use super::{draft_kept, draft_of};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, letters::named, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::contests::{mark, sheet_of};
use danvan_domain::{
    contests::{TypedMark, points_text},
    ids::{ContestTeamId, MarkId, RoundId},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/contests/sheet.html")]
struct SheetPage {
    shell: Shell,
    round: RoundId,
    action: String,
    id: String,
    title: String,
    name: String,
    team: String,
    part: String,
    rows: Vec<PointsRow>,
    /// What was given before; empty when nothing was.
    given: String,
    is_over: bool,
    reason: String,
    /// Under which name the device keeps what is being written, and what it kept of the sheet before.
    draft: String,
    kept: Option<String>,
}

/// The points for one criterion.
pub(super) struct PointsRow {
    pub(super) field: String,
    pub(super) name: String,
    pub(super) hint: String,
    pub(super) value: String,
}

/// The rows of a sheet, with what was typed or given.
pub(super) fn rows(
    shell: &Shell,
    part: &danvan_domain::contests::Part,
    form: &Form,
    given: Option<&[i64]>,
) -> Vec<PointsRow> {
    let row = |(at, one): (usize, &danvan_domain::contests::Criterion)| {
        let field = format!("points-{}", one.code);
        let before = given.and_then(|points| points.get(at)).map(|points| points_text(*points));
        PointsRow {
            name: named(shell, &one.name),
            hint: shell.say_one("contest-most", "points", one.points),
            value: form.given(&field).map_or_else(|| before.unwrap_or_default(), str::to_owned),
            field,
        }
    };
    part.criteria.iter().enumerate().map(row).collect()
}

/// The points that were typed, in the order of the sheet.
pub(super) fn typed(part: &danvan_domain::contests::Part, form: &Form) -> TypedMark {
    let points = part.criteria.iter().map(|one| form.get(&format!("points-{}", one.code)).to_owned());
    TypedMark { points: points.collect(), reason: form.get("reason").to_owned() }
}

type At = (Uuid, Uuid, String);

/// `GET /contests/rounds/{id}/sheets/{team}/{part}`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(at): Path<At>) -> Answered {
    page(&site, &reader, StatusCode::OK, &at, &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    (round, team, part): &At,
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let at = (RoundId(*round), ContestTeamId(*team), part.as_str());
    let found = sheet_of(house, asker, at).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let given = found.given.as_ref();
    let page = SheetPage {
        round: found.round.id,
        action: format!("/contests/rounds/{round}/sheets/{team}/{}", found.part.code),
        id: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        title: found.title.clone(),
        name: found.round.name.clone(),
        team: found.team.name.clone(),
        part: named(&shell, &found.part.name),
        rows: rows(&shell, &found.part, form, given.map(|mark| mark.points.as_slice())),
        given: given.map(|mark| points_text(mark.total())).unwrap_or_default(),
        is_over: found.is_over,
        reason: form.get("reason").to_owned(),
        draft: draft_of(*round, &format!("{team}-{}", found.part.code)),
        kept: draft_kept(reader, *round),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /contests/rounds/{id}/sheets/{team}/{part}`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(at): Path<At>,
    form: Form,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let which = (RoundId(at.0), ContestTeamId(at.1), at.2.as_str());
    let found = sheet_of(house, asker, which).await.map_err(sorry(&reader))?;
    let id = MarkId(form.get("id").parse().unwrap_or(Uuid::nil()));
    match mark(house, asker, which, id, &typed(&found.part, &form)).await {
        Ok(()) => {
            let (round, kept) = (at.0, format!("kept={}-{}", at.1, found.part.code));
            go(&match found.next {
                Some((team, part)) => format!("/contests/rounds/{round}/sheets/{team}/{part}?{kept}"),
                None => format!("/contests/rounds/{round}?{kept}"),
            })
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, &at, &form, notes).await
        }
    }
}
