//! A proceeding begins, inside the change of whatever it begins with.

use super::computed;
use crate::house::{Done, House};
use danvan_domain::{
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    procedures::{self, Done as Act, Party},
    proceedings::{Kept, Proceeding},
    refusals::Refusal,
    rights::Asker,
    time::Moment,
};
use danvan_store::{Change, deadlines, proceedings as store};

/// What a proceeding begins with.
pub(crate) struct Opening {
    /// Its id.
    pub(crate) id: ProceedingId,
    /// The letter it is opened on.
    pub(crate) letter: Option<LetterId>,
    /// The proceeding it comes out of.
    pub(crate) parent: Option<ProceedingId>,
    /// The procedure.
    pub(crate) procedure: String,
    /// The office that has it.
    pub(crate) unit: UnitId,
    /// Who is on it.
    pub(crate) handler: Option<PersonId>,
    /// Where.
    pub(crate) place: UnitId,
    /// What it is about.
    pub(crate) topic: String,
    /// Its number and first words.
    pub(crate) title: String,
    /// How many signed.
    pub(crate) signers: i64,
    /// Whether its words are in the sealed compartment.
    pub(crate) is_sealed: bool,
    /// What was done, the act that opens it first.
    pub(crate) acts: Vec<Act>,
}

impl Opening {
    /// An opening act, as it is recorded for the office.
    pub(crate) fn act(code: &str, at: Moment, by: Party, ground: &str) -> Act {
        Act { ground: ground.to_owned(), ..Act::new(code, at, by) }
    }
}

/// Opens a proceeding within a change: its acts, its deadlines and an event for each act.
///
/// # Errors
/// The refusal of the law, [`Refusal::NotFound`] when there is no such procedure, and when the store cannot write.
pub(crate) async fn open_within(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    opening: Opening,
) -> Done<Proceeding> {
    let (facts, now) = (house.facts(), house.now());
    let procedure = facts.procedures.get(&opening.procedure).ok_or(Refusal::NotFound)?;
    let mut done: Vec<Act> = Vec::new();
    let mut stand = None;
    for act in &opening.acts {
        stand = Some(procedures::check(procedure, &done, act, &facts.calendar, &facts.hours, now)?);
        done.push(act.clone());
    }
    let (Some(stand), Some(first), Some(last)) = (stand, done.first(), opening.acts.last()) else {
        return Err(Refusal::NotFound.into());
    };
    let mut it = Proceeding {
        id: opening.id,
        letter: opening.letter,
        parent: opening.parent,
        procedure: opening.procedure,
        edition: procedure.edition.clone(),
        unit: opening.unit,
        handler: opening.handler,
        place: opening.place,
        topic: opening.topic,
        title: opening.title,
        signers: opening.signers,
        is_sealed: opening.is_sealed,
        opened_at: first.at,
        opened_on: first.at.day(),
        stage: String::new(),
        ended_at: None,
        seen_at: now,
    };
    let rows = computed(&facts, &mut it, procedure, &stand, last, now);
    store::keep_edition(change, procedure, now).await?;
    store::add(change, &it).await?;
    for (position, done) in (0..).zip(done) {
        let kept = Kept {
            proceeding: it.id,
            position,
            done,
            late_reason: None,
            person: asker.person,
            unit: it.unit,
            recorded_at: now,
            edition: it.edition.clone(),
        };
        store::add_act(change, &kept).await?;
        change.note(it.event(&kept));
    }
    deadlines::rewrite(change, it.id.0, &rows).await?;
    Ok(it)
}
