//! Making a programme, and its versions: reviewed, adjusted, supplemented, closed.

use super::{event, open_programme, still_open};
use crate::{
    attachments::attach,
    exchange::ask_led_here,
    house::{Done, House},
};
use danvan_domain::{
    ids::ProgrammeId,
    programmes::{Change, Content, DEEPEST, Programme, TypedProgramme, Version, may_follow, reason},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{self as engine, StoreError, programmes as store};
use serde_json::json;

/// Makes a programme of one's own unit; `photos` are scans of its paper. The same message twice is one programme.
///
/// # Errors
/// The refusal of the right to lead programmes; a note under each field that is wrong; the same id with other words.
pub async fn make(
    house: &House,
    asker: &Asker,
    id: ProgrammeId,
    typed: &TypedProgramme,
    photos: &[String],
) -> Done<ProgrammeId> {
    let unit = house.own_unit(asker, Verb::LeadProgrammes)?;
    house.ask(asker, Verb::LeadProgrammes, unit)?;
    let content = Content::check(typed)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    if let Some(before) = made_before(house, id, &content).await? {
        return Ok(before);
    }
    let now = house.now();
    let it = Programme {
        id,
        unit,
        content: content.clone(),
        version: 1,
        made_at: now,
        ended_at: None,
        end_reason: String::new(),
    };
    let mut change = house.store.begin().await?;
    check_parent(house, &mut change, asker, &it).await?;
    if !keep(house, asker, &mut change, &it).await? {
        drop(change);
        return made_before(house, id, &content).await?.ok_or(StoreError::Taken.into());
    }
    attach(&mut change, id.0, photos, now).await?;
    change.commit().await?;
    Ok(id)
}

/// Writes a new programme into a change, with its first version; false when its id is taken, and then the change is lost.
pub(crate) async fn keep(
    house: &House,
    asker: &Asker,
    change: &mut engine::Change,
    it: &Programme,
) -> Done<bool> {
    let content = &it.content;
    let first = Version {
        number: 1,
        at: it.made_at,
        person: asker.person,
        change: Change::Made,
        why: String::new(),
        content: content.clone(),
    };
    match store::add(change, it, &first).await {
        Err(StoreError::Taken) => return Ok(false),
        written => written?,
    }
    let payload = json!({"kind": content.kind, "from": content.starts_on, "to": content.ends_on});
    change.note(event(house, asker, "programme.made", (it.id.0, it.unit), payload));
    Ok(true)
}

async fn made_before(house: &House, id: ProgrammeId, content: &Content) -> Done<Option<ProgrammeId>> {
    let Some(before) = store::get(&house.store, id).await? else { return Ok(None) };
    if before.content == *content {
        return Ok(Some(id));
    }
    Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
}

/// The programme above must be one that whoever asks may read, and no ring may close.
async fn check_parent(house: &House, change: &mut engine::Change, asker: &Asker, it: &Programme) -> Done<()> {
    let Some(parent) = it.content.parent else { return Ok(()) };
    let above = store::get(&house.store, parent).await?;
    let above = above.ok_or_else(|| Refusal::field("parent", Note::new("note-choose")))?;
    super::ask_to_read(house, asker, above.unit)?;
    let chain = store::above(change, parent, DEEPEST + 1).await?;
    Ok(may_follow(it.id, &chain)?)
}

/// Gives a programme its next version. What was said before stays readable.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead it; a note under each field; when it is closed, when somebody
/// else changed it meanwhile, and when a term would cut off what was promised.
pub async fn change(
    house: &House,
    asker: &Asker,
    (id, from_version): (ProgrammeId, i64),
    (kind, why): (&str, &str),
    typed: &TypedProgramme,
) -> Done<i64> {
    let before = open_programme(house, id).await?;
    house.ask(asker, Verb::LeadProgrammes, before.unit)?;
    let kind = kind.parse::<Change>().ok().filter(|kind| *kind != Change::Made);
    let kind = kind.ok_or_else(|| Refusal::field("change", Note::new("note-choose")))?;
    let why = reason(why)?;
    let content = Content::check(typed)?;
    let mut change = house.store.begin().await?;
    let locked = still_open(&mut change, id).await?;
    if locked.version != from_version {
        return Err(Refusal::Conflict(Note::new("programme-changed-meanwhile")).into());
    }
    ask_led_here(&mut change, id).await?;
    let is_other_kind = content.kind != locked.content.kind;
    if is_other_kind && !store::parties::of_in(&mut change, id).await?.is_empty() {
        return Err(Refusal::field("sort", Note::new("joining-note-kind")).into());
    }
    if store::is_outside(&mut change, id, (content.starts_on, content.ends_on)).await? {
        return Err(Refusal::field("ends_on", Note::new("programme-note-cuts")).into());
    }
    let after = Programme { content: content.clone(), ..before };
    check_parent(house, &mut change, asker, &after).await?;
    let number = locked.version + 1;
    let version = Version { number, at: house.now(), person: asker.person, change: kind, why, content };
    store::set(&mut change, id, &version).await?;
    let payload = json!({"change": kind, "version": number});
    change.note(event(house, asker, "programme.changed", (id.0, after.unit), payload));
    change.commit().await?;
    Ok(number)
}

/// Closes a programme: nothing more is promised or reported in it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead it; without a reason, or when it is closed already.
pub async fn close(house: &House, asker: &Asker, id: ProgrammeId, why: &str) -> Done<()> {
    let it = open_programme(house, id).await?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    let why = reason(why)?;
    let mut change = house.store.begin().await?;
    ask_led_here(&mut change, id).await?;
    if !store::end(&mut change, id, house.now(), &why).await? {
        return Err(Refusal::Conflict(Note::new("programme-closed")).into());
    }
    change.note(event(house, asker, "programme.closed", (id.0, it.unit), json!({"version": it.version})));
    Ok(change.commit().await?)
}
