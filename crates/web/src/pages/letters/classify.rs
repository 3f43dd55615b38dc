//! The six axes as a form.

use super::{
    choices,
    one::{Back, page},
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, proceedings::late_reason},
    shell::{Choice, Shell},
    site::Site,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::letters::{Classified, classify as decide};
use danvan_domain::{
    ids::LetterId,
    letters::{
        Axes, Branch, Competence, Content, Decided, Disposal, Earlier, Eligibility, Letter, Proposed,
        Signers, propose, propose_after,
    },
    refusals::{Note, Notes, Refusal},
};
use std::str::FromStr;
use uuid::Uuid;

/// What was typed.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub(super) content: String,
    pub(super) parts: Vec<String>,
    pub(super) eligibility: String,
    pub(super) competence: String,
    pub(super) branch: String,
    pub(super) has_originals: bool,
    pub(super) is_sharp: bool,
    pub(super) has_facts: bool,
    pub(super) disposal: String,
    pub(super) ground: String,
    pub(super) office: String,
    pub(super) document: String,
    pub(super) late_reason: String,
    pub(super) late_note: String,
    pub(super) may_erase: bool,
}

/// The form as it is shown.
pub(super) struct Axis {
    pub(super) contents: Vec<Choice>,
    pub(super) parts: Vec<Choice>,
    pub(super) eligibilities: Vec<Choice>,
    pub(super) competences: Vec<Choice>,
    pub(super) branches: Vec<Choice>,
    pub(super) disposals: Vec<Choice>,
    pub(super) is_anonymous: bool,
    pub(super) because: Vec<String>,
    /// Why it is late; nothing to choose while it is not.
    pub(super) late_reasons: Vec<Choice>,
    pub(super) typed: Typed,
}

/// The form of a letter, as it was typed or as a beginning.
pub(super) fn form(shell: &Shell, letter: &Letter, earlier: &[Earlier], typed: Option<Typed>) -> Axis {
    let proposed = propose_after(propose(letter), earlier);
    let because = proposed.because.iter().map(|note| shell.note(note)).collect();
    let typed = typed.unwrap_or_else(|| beginning(&proposed));
    let parts = Content::ALL.iter().filter(|one| **one != Content::Mixed).map(|one| {
        let mut choice = Choice::new(one.word(), shell.of("letter-content", one.word()), "");
        choice.is_chosen = typed.parts.iter().any(|part| part == one.word());
        choice
    });
    Axis {
        contents: choices(shell, "letter-content", Content::ALL, Content::word, &typed.content),
        parts: parts.collect(),
        eligibilities: choices(
            shell,
            "letter-eligibility",
            Eligibility::ALL,
            Eligibility::word,
            &typed.eligibility,
        ),
        competences: choices(
            shell,
            "letter-competence",
            Competence::ALL,
            Competence::word,
            &typed.competence,
        ),
        branches: choices(shell, "letter-branch", Branch::ALL, Branch::word, &typed.branch),
        disposals: choices(shell, "letter-disposal", Disposal::ALL, Disposal::word, &typed.disposal),
        because,
        late_reasons: Vec::new(),
        is_anonymous: letter.class() == Signers::Nobody,
        typed,
    }
}

/// What the house proposes stands in the form; the officer decides.
fn beginning(proposed: &Proposed) -> Typed {
    Typed {
        content: proposed.content.word().into(),
        parts: proposed.parts.iter().map(|part| part.word().to_owned()).collect(),
        eligibility: proposed.eligibility.word().into(),
        disposal: proposed.disposal.word().into(),
        ..Typed::default()
    }
}

fn read(sent: &Form) -> Typed {
    let text = |name: &str| sent.get(name).to_owned();
    Typed {
        content: text("content"),
        parts: sent.all("parts").map(str::to_owned).collect(),
        eligibility: text("eligibility"),
        competence: text("competence"),
        branch: text("branch"),
        has_originals: sent.ticked("has_originals"),
        is_sharp: sent.ticked("is_sharp"),
        has_facts: sent.ticked("has_facts"),
        disposal: text("disposal"),
        ground: text("ground"),
        office: text("office"),
        document: text("document"),
        late_reason: text("late_reason"),
        late_note: text("late_note"),
        may_erase: sent.ticked("erase"),
    }
}

fn chosen<T: FromStr>(notes: &mut Notes, field: &str, word: &str) -> Option<T> {
    word.parse().map_err(|_| notes.add(field, Note::new("note-choose"))).ok()
}

fn classified(typed: &Typed) -> Result<Classified, Refusal> {
    let mut notes = Notes::default();
    let content = chosen(&mut notes, "content", &typed.content);
    let eligibility = chosen(&mut notes, "eligibility", &typed.eligibility);
    let competence = chosen(&mut notes, "competence", &typed.competence);
    let branch = chosen(&mut notes, "branch", &typed.branch);
    let disposal = chosen(&mut notes, "disposal", &typed.disposal);
    notes.check()?;
    let (Some(content), Some(eligibility), Some(competence), Some(branch), Some(disposal)) =
        (content, eligibility, competence, branch, disposal)
    else {
        return Err(Refusal::NotFound);
    };
    // Parts belong to a mixed letter; ticks that stayed on a letter of one content say nothing.
    let parts = if content == Content::Mixed {
        typed.parts.iter().filter_map(|part| part.parse().ok()).collect()
    } else {
        Vec::new()
    };
    let axes = Axes {
        content,
        parts,
        eligibility,
        competence,
        has_originals: typed.has_originals,
        branch,
        is_sharp: typed.is_sharp,
        has_facts: typed.has_facts,
    };
    let decided = Decided {
        disposal,
        ground: typed.ground.clone(),
        document: typed.document.clone(),
        office: typed.office.clone(),
    };
    let late_reason = late_reason(&typed.late_reason, &typed.late_note);
    Ok(Classified { axes, decided, late_reason, may_erase: typed.may_erase })
}

/// `POST /letters/{id}/classify`.
pub(super) async fn classify(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let (typed, id) = (read(&sent), LetterId(id));
    let done = match classified(&typed) {
        Ok(classified) => decide(&site.house, &reader.visitor.asker, id, classified).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        // A transferred letter may be out of the reader's reach now.
        Ok(_) if typed.disposal == Disposal::Transfer.word() => go("/letters"),
        Ok(_) => go(&format!("/letters/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&site, &reader, id, Back { status, typed: Some(typed), notes, ..Back::default() }).await
        }
    }
}
