//! What is done in a proceeding. A refused act brings back what was typed, with the article.

use super::one::{Back, page};
use crate::{
    answer::Sorry,
    form::{Form, encoded},
    guard::Reader,
    pages::{Answered, go, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts, Failure,
    proceedings::{self as actions, Doing},
    sealed::left_behind,
};
use danvan_domain::{
    answers::ReasonList,
    ids::ProceedingId,
    proceedings::Proceeding,
    refusals::{Note, Refusal},
    rights::Verb,
};
use danvan_words::Language;
use uuid::Uuid;

/// Why something is late as it was chosen, with the words to it.
pub(in crate::pages) fn late_reason(code: &str, words: &str) -> String {
    match (code.trim(), words.trim()) {
        ("", _) => String::new(),
        (code, "") => code.to_owned(),
        (code, words) => format!("{code}: {words}"),
    }
}

/// Why something may be late, to choose from.
pub(in crate::pages) fn late_reasons(facts: &Facts, shell: &Shell, chosen: &str) -> Vec<Choice> {
    let reasons = facts.answers.choices(ReasonList::Late).map(|choice| {
        let label = if shell.language == Language::Vi { &choice.vi } else { &choice.en };
        Choice::new(choice.code.clone(), label.clone(), chosen)
    });
    reasons.collect()
}

/// What was filled in of an act.
pub(in crate::pages) fn doing(sent: &Form) -> Doing {
    let text = |name: &str| sent.get(name).to_owned();
    Doing {
        act: text("act"),
        on: text("on"),
        ground: text("ground"),
        grounds: sent.all("grounds").map(str::to_owned).collect(),
        document: text("document"),
        office: text("office"),
        parts: sent.all("parts").map(str::to_owned).collect(),
        forms: sent
            .get("forms")
            .split([',', ';'])
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect(),
        amount: text("amount"),
        late_reason: late_reason(sent.get("late_reason"), sent.get("late_note")),
    }
}

/// `POST /proceedings/{id}/act`.
pub(super) async fn act(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let id = ProceedingId(id);
    match actions::act(&site.house, &reader.visitor.asker, id, doing(&sent)).await {
        // What stands under seal does not go by itself: two handlers hand it over.
        Ok(it) if sent.get("act") == "transfer" && it.is_sealed => sent_on(&site, &reader, &it).await,
        // A transferred proceeding may be out of the reader's reach now.
        Ok(it) if site.house.ask(&reader.visitor.asker, Verb::ReadLetter, it.unit).is_err() => {
            go("/proceedings")
        }
        // The page offers the letter that belongs to what was done.
        Ok(_) => go(&format!("/proceedings/{id}?did={}", encoded(sent.get("act")))),
        Err(failure) => refused(&site, &reader, id, &sent, failure).await,
    }
}

/// On to the seal that was left behind, for those who handle it; else as any proceeding that was sent on.
async fn sent_on(site: &Site, reader: &Reader, it: &Proceeding) -> Answered {
    let asker = &reader.visitor.asker;
    if let Some(letter) = it.letter
        && let Some(seal) = left_behind(&site.house, asker, letter).await.map_err(sorry(reader))?
    {
        return go(&format!("/sealed/{seal}"));
    }
    if site.house.ask(asker, Verb::ReadLetter, it.unit).is_err() {
        return go("/proceedings");
    }
    go(&format!("/proceedings/{}?did=transfer", it.id))
}

/// `POST /proceedings/{id}/assign`.
pub(super) async fn assign(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let id = ProceedingId(id);
    let done = match sent.get("to").parse() {
        Ok(to) => actions::assign(&site.house, &reader.visitor.asker, id, to).await,
        Err(_) => Err(Refusal::field("to", Note::new("note-choose")).into()),
    };
    match done {
        Ok(()) => go(&format!("/proceedings/{id}")),
        Err(failure) => refused(&site, &reader, id, &sent, failure).await,
    }
}

async fn refused(site: &Site, reader: &Reader, id: ProceedingId, sent: &Form, failure: Failure) -> Answered {
    let back = match failure {
        Failure::Refused(Refusal::Invalid(notes)) => {
            Back { status: StatusCode::UNPROCESSABLE_ENTITY, sent: Some(sent), notes, told: None }
        }
        Failure::Refused(Refusal::Conflict(note)) => {
            let told = Some(reader.words().note(&note));
            Back { status: StatusCode::CONFLICT, sent: Some(sent), notes: Vec::new(), told }
        }
        Failure::Refused(Refusal::NotAllowed(note)) if note.key == "law-who" => {
            let told = Some(reader.words().note(&note));
            Back { status: StatusCode::FORBIDDEN, sent: Some(sent), notes: Vec::new(), told }
        }
        other => return Err(Sorry::failed(reader.language, other)),
    };
    page(site, reader, id, back).await
}
