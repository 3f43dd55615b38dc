//! `/clearance/{id}/acts`: one act of the law in all files of a commune that stand in a stage: a notice, a posting, a meeting with
//! its counts.

use crate::{
    form::Form,
    guard::Reader,
    pages::{
        Answered, go,
        letters::{asked, named},
        notes_of,
        proceedings::{doing, late_reasons},
        shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    clearance::{Many, act_on_many, actable, project},
    proceedings::Doing,
};
use danvan_domain::{
    clearance::TypedCounts,
    ids::{MeetingId, ProjectId, SegmentId},
    procedures::Need,
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/acts.html")]
struct Page {
    shell: Shell,
    id: ProjectId,
    name: String,
    /// The id that a meeting will have: the same form twice is one.
    meeting: String,
    acts: Vec<Choice>,
    segments: Vec<Choice>,
    /// Day, paper, forms, ground, and of a meeting present, women, agree, disagree, others, words.
    typed: [String; 10],
    /// In how many it is done.
    done: Option<usize>,
    /// In which it is not, and why.
    refused: Vec<(String, String)>,
    wants_forms: bool,
    late_reasons: Vec<Choice>,
    late_note: String,
}

/// `GET /clearance/{id}/acts`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let form = asked(&reader);
    // In how many files it was done, after a form that was done in all.
    let done = form.filled("done").and_then(|said| said.parse().ok());
    let many = done.map(|done| Many { done, refused: Vec::new() });
    page(&site, &reader, (StatusCode::OK, ProjectId(id)), &form, Vec::new(), many).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    (status, id): (StatusCode, ProjectId),
    form: &Form,
    notes: Vec<FieldNote>,
    many: Option<Many>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (_, all) = actable(house, asker, id).await.map_err(sorry(reader))?;
    let (found, segments, _) = project(house, asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let label = |one: &danvan_actions::clearance::Chosen| {
        shell.say_with(
            "clearance-act-choice",
            &[
                ("act", named(&shell, &one.act_name).into()),
                ("stage", named(&shell, &one.stage_name).into()),
                ("n", one.files.into()),
            ],
        )
    };
    let refused = many.iter().flat_map(|many| &many.refused);
    let page = Page {
        id,
        name: found.name,
        meeting: form.filled("id").map_or_else(|| house.new_id().to_string(), str::to_owned),
        acts: all
            .iter()
            .map(|one| Choice::new(format!("{}:{}", one.stage, one.act), label(one), form.get("act")))
            .collect(),
        segments: segments
            .iter()
            .map(|one| Choice::new(one.id.to_string(), one.name.clone(), form.get("segment")))
            .collect(),
        typed: [
            "on", "document", "forms", "ground", "came", "women", "agree", "disagree", "others", "remarks",
        ]
        .map(|name| form.get(name).to_owned()),
        refused: refused.map(|(number, refusal)| (number.clone(), shell.words.refusal(refusal))).collect(),
        done: many.as_ref().map(|many| many.done),
        late_reasons: late_reasons(&house.facts(), &shell, form.get("late_reason")),
        late_note: form.get("late_note").to_owned(),
        wants_forms: all.iter().any(|one| one.needs.contains(&Need::Forms)),
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /clearance/{id}/acts`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let text = |name: &str| form.get(name).to_owned();
    let (stage, act) = form.get("act").split_once(':').unwrap_or_default();
    let doing = Doing { act: act.to_owned(), ..doing(&form) };
    let counts = TypedCounts {
        present: text("came"),
        women: text("women"),
        agree: text("agree"),
        disagree: text("disagree"),
        other: text("others"),
        words: text("remarks"),
    };
    let segment = form.filled("segment").and_then(|said| said.parse::<SegmentId>().ok());
    let id = ProjectId(id);
    let meeting = MeetingId(Uuid::parse_str(form.get("id")).unwrap_or_default());
    let of = (stage, segment);
    match act_on_many(&site.house, &reader.visitor.asker, id, of, &doing, (meeting, &counts)).await {
        Ok(many) if many.refused.is_empty() => go(&format!("/clearance/{id}/acts?done={}", many.done)),
        // What was typed stays, so that the same may be sent again once what hinders is gone.
        Ok(many) => page(&site, &reader, (StatusCode::OK, id), &form, Vec::new(), Some(many)).await,
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, (StatusCode::UNPROCESSABLE_ENTITY, id), &form, notes, None).await
        }
    }
}
