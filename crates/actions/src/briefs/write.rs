//! Writing in a draft, and reading its figures anew.

use super::{ask::Ask, ask_to_write, event, locked, parts};
use crate::house::{Done, House};
use danvan_domain::{
    briefs::{Brief, Outlines, Stage, Written},
    ids::BriefId,
    refusals::{Note, Refusal},
    rights::Asker,
    time::Moment,
};
use danvan_store::{Change, briefs as store};
use serde_json::json;

/// What may still be written.
pub(super) fn open(it: &Brief) -> Result<(), Refusal> {
    match it.stage {
        Stage::Draft => Ok(()),
        Stage::Sent => Err(Refusal::Conflict(Note::new("brief-note-sent"))),
    }
}

async fn save(change: &mut Change, it: &Brief) -> Done<()> {
    if store::set(change, it).await? {
        return Ok(());
    }
    Err(Refusal::Conflict(Note::new("brief-note-sent")).into())
}

/// Keeps what was typed in a draft: narratives, and which sentences stay. `seen` is when the draft that comes back was last
/// written: what somebody else wrote since then is not written over.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to write it; when it was sent; a note under each field that is wrong, or under
/// the first one when somebody else wrote meanwhile.
pub async fn write(
    house: &House,
    asker: &Asker,
    id: BriefId,
    typed: &[(String, String)],
    seen: Moment,
) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_write(house, asker, it.unit)?;
    let outline = Outlines::facts().of(it.kind);
    let said = |name: &str| typed.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let mut change = house.store.begin().await?;
    let mut it = locked(&mut change, id).await?;
    open(&it)?;
    let written = Written::read(&it.content, outline, said)?;
    if written == it.written {
        return Ok(());
    }
    if seen < it.changed_at {
        let field = outline.sections.first().map_or("words", |section| section.code.as_str());
        return Err(Refusal::field(&format!("words-{field}"), Note::new("brief-note-meanwhile")).into());
    }
    it.written = written;
    it.changed_at = house.now();
    save(&mut change, &it).await?;
    let sections: Vec<&String> = it.written.words.keys().collect();
    change.note(event(house, asker, "brief.written", &it, json!({"sections": sections})));
    change.commit().await?;
    Ok(())
}

/// Reads the figures of a draft anew; what was written in it stays.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to write it; when it was sent.
pub async fn refresh(house: &House, asker: &Asker, id: BriefId) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_write(house, asker, it.unit)?;
    open(&it)?;
    let content = parts::content(&Ask::of(house, asker, &it)).await?;
    let mut change = house.store.begin().await?;
    let mut it = locked(&mut change, id).await?;
    open(&it)?;
    it.content = content;
    it.read_at = house.now();
    it.changed_at = it.read_at;
    save(&mut change, &it).await?;
    change.note(event(house, asker, "brief.refreshed", &it, json!({})));
    change.commit().await?;
    Ok(())
}
