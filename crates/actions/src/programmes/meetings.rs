//! Review meetings of a covenant or a coordination programme: minutes and decisions.

use super::{event, open_programme, parties::has_parties, read::readable, still_open};
use crate::{
    exchange::{Standing, standings},
    house::{Done, House},
};
use danvan_domain::{
    ids::{MeetingId, PartyId, ProgrammeId},
    programmes::{
        Party, Programme, Version,
        meetings::{Meeting, TypedMeeting},
    },
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    StoreError,
    programmes::{self as store, meetings, parties},
};
use serde_json::json;

/// Keeps a review meeting with its minutes and decisions; they are never changed. The same message twice is one meeting.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead the programme; a note under each field that is wrong; a conflict when
/// it is closed, or the id stands for another meeting.
pub async fn meet(
    house: &House,
    asker: &Asker,
    (programme, id): (ProgrammeId, MeetingId),
    typed: &TypedMeeting,
) -> Done<MeetingId> {
    let it = open_programme(house, programme).await?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    has_parties(&it)?;
    if id.0.is_nil() {
        return Err(Refusal::field("id", Note::new("note-id")).into());
    }
    let mut change = house.store.begin().await?;
    let locked = still_open(&mut change, programme).await?;
    let all = parties::of_in(&mut change, programme).await?;
    let now: Vec<PartyId> =
        all.iter().filter(|party| party.is_in(locked.version)).map(|one| one.id).collect();
    let by = (asker.person, house.now());
    let meeting = typed.check((id, programme, locked.version), &now, by)?;
    match meetings::add(&mut change, &meeting).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = meetings::get(&house.store, id).await?;
            let is_same = before.is_some_and(|before| {
                (before.programme, before.held_on, &before.minutes)
                    == (programme, meeting.held_on, &meeting.minutes)
            });
            if is_same {
                return Ok(id);
            }
            return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
        }
        added => added?,
    }
    let payload = json!({"meeting": id, "on": meeting.held_on, "decisions": meeting.decisions.len(),
        "version": locked.version});
    change.note(event(house, asker, "programme.met", (programme.0, it.unit), payload));
    change.commit().await?;
    Ok(id)
}

/// A coordination programme with who takes part and what its meetings decided.
pub struct Coordination {
    /// The programme.
    pub programme: Programme,
    /// Every party it ever had, in the order in which they joined.
    pub parties: Vec<Party>,
    /// Its versions, the first one first.
    pub versions: Vec<Version>,
    /// What parties outside promised, as it stands.
    pub outside: Vec<Standing>,
    /// Its meetings, the last one first.
    pub meetings: Vec<Meeting>,
    /// Whether the reader leads it.
    pub may_lead: bool,
}

/// Most meetings of one page: a programme of five years with one a month.
const MOST: i64 = 60;

/// Reads who takes part in a programme and what its meetings decided.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn coordination(house: &House, asker: &Asker, id: ProgrammeId) -> Done<Coordination> {
    let programme = readable(house, asker, id).await?;
    has_parties(&programme)?;
    let is_open = programme.ended_at.is_none();
    Ok(Coordination {
        parties: parties::of(&house.store, id).await?,
        versions: store::versions(&house.store, id).await?,
        outside: standings(house, id).await?,
        meetings: meetings::of(&house.store, id, MOST).await?,
        may_lead: is_open && house.ask(asker, Verb::LeadProgrammes, programme.unit).is_ok(),
        programme,
    })
}
