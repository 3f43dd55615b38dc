//! Sending: the brief takes the next number of its unit's own register and goes to the units that were chosen, in one change. From then
//! on nothing in it changes.

use super::{ask_to_write, event, locked, paper, write::open};
use crate::{
    documents::{Entry, number_within},
    house::{Done, House},
};
use danvan_domain::{
    briefs::{Brief, Reach, Stage},
    documents::Kind,
    ids::{BriefId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Moment,
};
use danvan_store::briefs as store;
use serde_json::json;
use uuid::Uuid;

/// The namespace of ids of documents: the same brief is one document, however often it is sent.
const NAMESPACE: Uuid = Uuid::from_u128(0x7b1d_90c4_2e63_4f0a_8c55_19d7_3ab2_e604);

/// The units a brief may go to: its own, and where small counts are not in it those above.
pub fn may_go_to(house: &House, it: &Brief) -> Vec<UnitId> {
    let (facts, today) = (house.facts(), house.today());
    let own = facts.tree.today(it.unit, today).unwrap_or(it.unit);
    let mut all = vec![own];
    if it.reach == Reach::Above {
        all.extend(facts.tree.ancestors(own).map(|above| above.id));
    }
    all
}

/// Sends a brief as it was last seen to units. Sent twice, it is sent once.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to write it; a note under `readers` for no unit or one it may not go to; when
/// somebody wrote in it since `seen`, or it was sent to others.
pub async fn send(house: &House, asker: &Asker, id: BriefId, to: &[String], seen: Moment) -> Done<()> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_write(house, asker, it.unit)?;
    let to = chosen(house, &it, to)?;
    if it.stage == Stage::Sent {
        return before(house, &it, &to).await;
    }
    let now = house.now();
    let letter = paper::compose(house, &it, &to, true, now.day()).await?.letter;
    let mut change = house.store.begin().await?;
    let mut locked = locked(&mut change, id).await?;
    open(&locked)?;
    if seen < locked.changed_at || locked != it {
        return Err(Refusal::field("readers", Note::new("brief-note-meanwhile")).into());
    }
    let entry = Entry {
        id: Uuid::new_v5(&NAMESPACE, id.0.as_bytes()),
        thing: id.0,
        kind: Kind::Brief,
        unit: it.unit,
        act: "",
    };
    let document = number_within(house, asker, &mut change, entry, letter).await?;
    (locked.stage, locked.document, locked.sent_at) = (Stage::Sent, Some(document.id), Some(now));
    if !store::set(&mut change, &locked).await? {
        return Err(Refusal::Conflict(Note::new("brief-note-sent")).into());
    }
    for unit in &to {
        store::send_to(&mut change, id, *unit, now).await?;
    }
    let payload = json!({"document": document.id, "to": to});
    change.note(event(house, asker, "brief.sent", &it, payload));
    change.commit().await?;
    Ok(())
}

/// The units that were chosen, of those it may go to.
fn chosen(house: &House, it: &Brief, typed: &[String]) -> Result<Vec<UnitId>, Refusal> {
    let may = may_go_to(house, it);
    let mut to: Vec<UnitId> = Vec::new();
    for one in typed.iter().map(|one| one.trim()).filter(|one| !one.is_empty()) {
        let unit = one.parse::<UnitId>().ok().filter(|unit| may.contains(unit));
        let unit = unit.ok_or_else(|| Refusal::field("readers", Note::new("note-choose")))?;
        if !to.contains(&unit) {
            to.push(unit);
        }
    }
    if to.is_empty() {
        return Err(Refusal::field("readers", Note::new("brief-note-nobody")));
    }
    Ok(to)
}

/// What was sent already to the same units.
async fn before(house: &House, it: &Brief, to: &[UnitId]) -> Done<()> {
    let mut to = to.to_vec();
    let mut sent = store::readers(&house.store, it.id).await?;
    to.sort_unstable();
    sent.sort_unstable();
    if to == sent { Ok(()) } else { Err(Refusal::Conflict(Note::new("brief-note-sent")).into()) }
}
