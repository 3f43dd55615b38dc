//! A letter loses its words and its signers when the time of keeping is over. Its number, day and disposal stay in the log,
//! its acts stay with a mark where something was written, and what the register counts stays.

use super::erase::Counted;
use crate::{
    house::{Done, House},
    letters::{hushed, without_words},
};
use danvan_domain::{
    events::Event,
    ids::{LetterId, ProceedingId},
    proceedings::Kept,
    rights::Asker,
};
use danvan_store::{
    Change,
    data::{self as store, letters as erasing},
    letters, proceedings,
};
use danvan_words::{Language, Words};
use serde_json::json;
use uuid::Uuid;

/// What has to be looked after once the change is committed.
#[derive(Default)]
pub(super) struct After {
    /// Pictures to be forgotten.
    pub(super) pictures: Vec<String>,
    /// Proceedings whose numbers in the register follow.
    pub(super) proceedings: Vec<ProceedingId>,
}

/// Erases the words of a letter.
pub(super) async fn erase(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    id: Uuid,
    counted: &mut Counted,
) -> Done<After> {
    let id = LetterId(id);
    let Some(letter) = letters::lock(change, id).await? else { return Ok(After::default()) };
    let (facts, mut after) = (house.facts(), After::default());
    let mark = Words::for_language(Language::Vi).say("data-erased-mark");
    counted.add("letters", 1);
    for mut it in proceedings::of_letter_within(change, id).await? {
        for kept in proceedings::acts_within(change, it.id).await? {
            let late_reason = kept.late_reason.as_deref().map(without_words);
            if kept.done.written().next().is_none() && late_reason == kept.late_reason {
                continue;
            }
            let done = hushed(&facts, kept.done.clone(), &mark);
            proceedings::hush_act(change, &Kept { done, late_reason, ..kept }).await?;
            counted.add("grounds", 1);
        }
        it.title = format!("{}/{}", letter.number, letter.year);
        proceedings::save(change, &it).await?;
        after.proceedings.push(it.id);
    }
    let (signers, purposes) = erasing::drop_letter(change, id).await?;
    counted.add("signers", signers);
    counted.add("purposes", purposes);
    after.pictures = store::detach(change, id.0).await?;
    counted.add("pictures", after.pictures.len() as u64);
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "letter.erased".into(),
        thing: id.0,
        unit: Some(letter.unit),
        payload: json!({}),
    });
    Ok(after)
}
