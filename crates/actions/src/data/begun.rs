//! What an office began on its own loses its words when the time of keeping is over. Its number, day, procedure and acts
//! stay in the register, with a mark where something was written; what was issued follows the rule of documents.

use super::erase::Counted;
use crate::{
    house::{Done, House},
    letters::{hushed, without_words},
};
use danvan_domain::{events::Event, ids::ProceedingId, proceedings::Kept, rights::Asker};
use danvan_store::{
    Change,
    clearance::{calls, holders},
    proceedings,
    registers::begun,
};
use danvan_words::{Language, Words};
use serde_json::json;
use uuid::Uuid;

/// Erases the words of what an office began.
pub(super) async fn erase(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    id: Uuid,
    counted: &mut Counted,
) -> Done<()> {
    let id = ProceedingId(id);
    let Some(mut it) = proceedings::lock(change, id).await? else { return Ok(()) };
    let Some((year, number)) = begun::number_within(change, id).await? else { return Ok(()) };
    let facts = house.facts();
    let mark = Words::for_language(Language::Vi).say("data-erased-mark");
    counted.add("proceedings", 1);
    for kept in proceedings::acts_within(change, id).await? {
        let late_reason = kept.late_reason.as_deref().map(without_words);
        if kept.done.written().next().is_none() && late_reason == kept.late_reason {
            continue;
        }
        let done = hushed(&facts, kept.done.clone(), &mark);
        proceedings::hush_act(change, &Kept { done, late_reason, ..kept }).await?;
        counted.add("grounds", 1);
    }
    // A clearance file loses who spoke for it, what they needed and what was said at calls; land and figures stay.
    let forgotten = holders::forget(change, id).await? + calls::hush(change, id).await?;
    counted.add("holders", forgotten);
    it.title = format!("{number}/{year}");
    proceedings::save(change, &it).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "proceeding.erased".into(),
        thing: id.0,
        unit: Some(it.unit),
        payload: json!({}),
    });
    Ok(())
}
