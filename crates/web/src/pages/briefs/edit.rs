//! `/briefs/{id}/edit`: an officer's own words in every section, and which sentences stay.

use super::title;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    briefs::{Opened, Saying, one, refresh, write},
    documents::notes::uncalled,
    returns::name_of,
};
use danvan_domain::{
    briefs::{Outlines, SectionFact, Stage},
    ids::BriefId,
    refusals::FieldNote,
    time::Moment,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/briefs/edit.html")]
struct EditPage {
    shell: Shell,
    id: BriefId,
    title: String,
    as_of: String,
    places: Vec<Place>,
    /// When the draft was last written, in microseconds: what somebody else writes from then on is not written over.
    seen: i64,
}

struct Place {
    name: String,
    hint: String,
    field: String,
    words: String,
    sentences: Vec<SentenceLine>,
}

struct SentenceLine {
    field: String,
    words: String,
    stays: bool,
}

/// `GET /briefs/{id}/edit`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, BriefId(id), None, Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: BriefId,
    again: Option<(&Form, Option<Moment>)>,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_write || found.it.stage != Stage::Draft {
        return Err(Sorry::lost(reader.language));
    }
    let (facts, shell) = (site.house.facts(), shell(site, reader).with_notes(notes));
    let typed = again.map(|(form, _)| form);
    let mut saying = Saying::new(&facts, shell.words);
    let sections = &Outlines::facts().of(found.it.kind).sections;
    let page = EditPage {
        id,
        title: title(&facts, &shell, &found.it, &found.project),
        as_of: shell.say_one("brief-as-of", "when", shell.words.moment(found.it.read_at)),
        places: sections.iter().map(|fact| place(&shell, &mut saying, &found, fact, typed)).collect(),
        seen: again.and_then(|(_, seen)| seen).unwrap_or(found.it.changed_at).micros(),
        shell,
    };
    show_with(reader, status, &page)
}

fn place(
    shell: &Shell,
    saying: &mut Saying<'_>,
    found: &Opened,
    fact: &SectionFact,
    typed: Option<&Form>,
) -> Place {
    let field = format!("words-{}", fact.code);
    let sentences = found.it.content.section(&fact.code).map_or(&[][..], |section| &section.sentences);
    let line = |sentence| {
        let said = saying.sentence(sentence);
        let field = format!("say-{}", said.code);
        let stays = match typed {
            Some(form) => form.ticked(&field),
            None => !found.it.written.left_out.contains(&said.code),
        };
        // The calls of notes are for the paper.
        let words = uncalled(&said.words, saying.queries.len());
        SentenceLine { field, words, stays }
    };
    Place {
        name: name_of(shell.words, &fact.name),
        hint: name_of(shell.words, &fact.hint),
        words: typed.map_or_else(|| found.it.written.section(&fact.code), |form| form.get(&field)).to_owned(),
        sentences: sentences.iter().map(line).collect(),
        field,
    }
}

/// `POST /briefs/{id}/edit`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, BriefId(id));
    let seen = Moment::from_micros(form.get("seen").parse().unwrap_or(0));
    match write(house, asker, id, form.pairs(), seen).await {
        Ok(()) if form.get("then") == "refresh" => {
            refresh(house, asker, id).await.map_err(sorry(&reader))?;
            go(&format!("/briefs/{id}/edit"))
        }
        Ok(()) => go(&format!("/briefs/{id}?kept=yes")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            // Once it was told that somebody else wrote, it may be written over. Of another fault the form comes back as it was shown.
            let is_told = notes.iter().any(|one| one.note.key == "brief-note-meanwhile");
            let again = Some((&form, (!is_told).then_some(seen)));
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, again, notes).await
        }
    }
}
