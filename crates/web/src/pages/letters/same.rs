//! Beside a letter: those that an officer linked with it, and those that may say the same.

use super::{
    list::row,
    one::{Back, page},
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of},
    shell::Shell,
    site::Site,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts,
    letters::{Alike, Likes, Other, differ, link, part},
};
use danvan_domain::{
    ids::LetterId,
    procedures::Limits,
    refusals::{Note, Refusal},
    time::Day,
};
use uuid::Uuid;

/// Another letter as a line.
pub(super) struct Line {
    pub(super) id: LetterId,
    /// Where it is read; none when it is another office's.
    pub(super) href: Option<String>,
    pub(super) title: String,
    pub(super) facts: String,
    /// How alike, when it is only proposed.
    pub(super) share: String,
    /// Words on which both agree.
    pub(super) words: Vec<String>,
}

/// The likes of a letter.
pub(super) struct Beside {
    pub(super) linked: Vec<Line>,
    pub(super) proposed: Vec<Line>,
    /// How many signed all of them, once that makes a group.
    pub(super) group: Option<String>,
    pub(super) may_judge: bool,
}

fn line(facts: &Facts, shell: &Shell, other: &Other) -> Line {
    let office = names::unit(facts, other.unit);
    let (title, told) = match &other.letter {
        Some(letter) => {
            let own = row(shell, letter);
            (own.title, own.facts)
        }
        None => {
            let number = format!("{}/{}", other.number, other.year);
            (shell.say_one("letter-elsewhere", "code", number.as_str()), shell.words.day(other.received_on))
        }
    };
    Line {
        id: other.id,
        href: other.letter.as_ref().map(|letter| format!("/letters/{}", letter.id)),
        title,
        facts: format!("{office} · {told}"),
        share: String::new(),
        words: Vec::new(),
    }
}

fn proposed(facts: &Facts, shell: &Shell, alike: &Alike) -> Line {
    let share = shell.words.percent(alike.share, 0);
    Line {
        share: shell.say_one("letter-alike", "share", share.as_str()),
        words: alike.words.clone(),
        ..line(facts, shell, &alike.other)
    }
}

/// The likes of a letter in the reader's words.
pub(super) fn beside(facts: &Facts, shell: &Shell, likes: &Likes, may_judge: bool, today: Day) -> Beside {
    let is_group = !likes.linked.is_empty() && Limits::facts().is_group(likes.signers, today);
    Beside {
        linked: likes.linked.iter().map(|other| line(facts, shell, other)).collect(),
        proposed: likes.proposed.iter().map(|alike| proposed(facts, shell, alike)).collect(),
        group: is_group.then(|| shell.say_count("letter-group-together", likes.signers)),
        may_judge,
    }
}

/// `POST /letters/{id}/same`: the officer says whether another letter is the same content.
pub(super) async fn judge(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, LetterId(id));
    let other = sent.get("other").parse().map(LetterId);
    let done = match (other, sent.get("say")) {
        (Ok(other), "same") => link(house, asker, id, other).await,
        (Ok(other), "differs") => differ(house, asker, id, other).await,
        (Ok(_), _) => Err(Refusal::field("say", Note::new("note-choose")).into()),
        (Err(_), _) => Err(Refusal::NotFound.into()),
    };
    answered(&site, &reader, id, done).await
}

/// `POST /letters/{id}/part`: a letter leaves those that it was linked with.
pub(super) async fn leave(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _sent: Form,
) -> Answered {
    let id = LetterId(id);
    let done = part(&site.house, &reader.visitor.asker, id).await;
    answered(&site, &reader, id, done).await
}

async fn answered(
    site: &Site,
    reader: &Reader,
    id: LetterId,
    done: Result<(), danvan_actions::Failure>,
) -> Answered {
    match done {
        Ok(()) => go(&format!("/letters/{id}#likes")),
        Err(failure) => {
            let notes = notes_of(reader, failure)?;
            page(
                site,
                reader,
                id,
                Back { status: StatusCode::UNPROCESSABLE_ENTITY, notes, ..Back::default() },
            )
            .await
        }
    }
}
