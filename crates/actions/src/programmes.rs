//! Programmes: making and reviewing them, promising and sharing out, reporting, verifying, and what all of it comes to.

mod bring;
mod compare;
mod covenants;
mod fill;
mod forecast;
mod make;
mod meetings;
mod parties;
mod promise;
mod read;
mod remind;
mod report;
mod roll;
mod share;
mod task;

pub use bring::bring;
pub use compare::{Beside, Side, compare};
pub(crate) use covenants::hash_of;
pub use covenants::{
    Covenant, SignedBy, Stand, TypedAnswer, answer_article, covenant, drop_article, sign, text_of,
    write_article,
};
pub use danvan_store::programmes::tellings::Telling;
pub use fill::fill;
pub use forecast::Foretold;
pub(crate) use forecast::at_risk;
pub(crate) use make::keep as keep_programme;
pub use make::{change, close, make};
pub use meetings::{Coordination, coordination, meet};
pub use parties::{join, leave};
pub(crate) use promise::keep as keep_commitment;
pub(crate) use promise::withdraw_in;
pub use promise::{promise, withdraw};
pub use read::{
    Board, Cell, Line, Opened, Promised, Seen, Shown, board, list, mine, one, promised, report_of, to_verify,
    units_below, versions,
};
pub(crate) use read::{ended_late, kept_in, standing_of, standing_of_some};
pub use remind::{remind, reminded, see};
pub use report::{judge, report};
pub(crate) use roll::own as own_figure;
pub use share::{TypedSharing, share};
pub(crate) use task::Task;
pub use task::{TypedTask, give_task, units_for_task};

use crate::house::House;
use danvan_domain::{
    events::Event,
    ids::{CommitmentId, ProgrammeId, ReportId, UnitId},
    programmes::{Commitment, Programme},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
};
use danvan_store::{Change, programmes as store};
use serde_json::Value;
use uuid::Uuid;

/// Asks whether somebody may read the programmes of a unit: whoever may above it, and whoever works below it.
///
/// # Errors
/// The refusal of the right to read programmes there.
pub fn ask_to_read(house: &House, asker: &Asker, owner: UnitId) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let mut care = facts.care(owner, today);
    let below = asker.positions.iter().map(|position| position.unit);
    care.extend(below.filter(|unit| facts.care(*unit, today).contains(&owner)).collect::<Vec<_>>());
    may(asker, Verb::ReadProgrammes, &care)
}

/// Asks whether somebody may read a programme: as [`ask_to_read`] at its own unit, at a unit that takes part in it, or
/// anywhere once it is a sealed covenant, which all may read.
pub(crate) async fn ask_to_read_it(house: &House, asker: &Asker, it: &Programme) -> crate::Done<()> {
    let Err(refusal) = ask_to_read(house, asker, it.unit) else { return Ok(()) };
    if parties::has_parties(it).is_err() {
        return Err(refusal.into());
    }
    let taking_part = danvan_store::programmes::parties::of(&house.store, it.id).await?;
    let units = taking_part.iter().filter(|party| party.is_in(it.version)).filter_map(|party| party.unit);
    if units.into_iter().any(|unit| ask_to_read(house, asker, unit).is_ok()) {
        return Ok(());
    }
    let deeds = danvan_store::programmes::covenants::deeds(&house.store, it.id).await?;
    if deeds.iter().any(|deed| deed.version == it.version && deed.sealed_at.is_some()) {
        let own: Vec<UnitId> = asker.positions.iter().map(|position| position.unit).collect();
        return Ok(may(asker, Verb::ReadProgrammes, &own)?);
    }
    Err(refusal.into())
}

/// Asks whether somebody reports for a unit: only its own people do.
///
/// # Errors
/// The refusal of the right.
fn ask_own(house: &House, asker: &Asker, unit: UnitId) -> Result<(), Refusal> {
    may(asker, Verb::ReportProgress, &house.facts().itself(asker, unit, house.today()))
}

/// Asks whether somebody may verify what a unit reports: from above it, or as the checker who was named. Where
/// somebody stands above it, nobody of the unit itself does.
///
/// # Errors
/// The refusal of the right.
fn ask_above(house: &House, asker: &Asker, of: &Commitment) -> Result<(), Refusal> {
    let (facts, today) = (house.facts(), house.today());
    let own = facts.itself(asker, of.unit, today);
    let above: Vec<UnitId> =
        facts.care(of.unit, today).into_iter().filter(|unit| !own.contains(unit)).collect();
    let is_named = asker.person.is_some() && asker.person == of.checker;
    // Above the city stands nobody: there a colleague who was named does, who did not report it.
    if is_named && (above.is_empty() || may(asker, Verb::ReportProgress, &own).is_err()) {
        return Ok(());
    }
    may(asker, Verb::VerifyProgress, &above)
}

/// A programme that is not closed.
async fn open_programme(house: &House, id: ProgrammeId) -> crate::Done<Programme> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    if it.ended_at.is_some() {
        return Err(Refusal::Conflict(Note::new("programme-closed")).into());
    }
    Ok(it)
}

/// A programme that is not closed, locked until the end of the change: nobody closes or cuts it meanwhile.
pub(crate) async fn still_open(change: &mut Change, id: ProgrammeId) -> crate::Done<Programme> {
    let it = store::lock(change, id).await?.ok_or(Refusal::NotFound)?;
    if it.ended_at.is_some() {
        return Err(Refusal::Conflict(Note::new("programme-closed")).into());
    }
    Ok(it)
}

/// A commitment with its programme.
async fn with_programme(house: &House, id: CommitmentId) -> crate::Done<(Commitment, Programme)> {
    let of = store::commitment(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let programme = store::get(&house.store, of.programme).await?.ok_or(Refusal::NotFound)?;
    Ok((of, programme))
}

/// Whose programme a thing belongs to: a programme, or a report on something promised in one.
pub(crate) async fn owner_of(house: &House, thing: Uuid) -> crate::Done<Option<UnitId>> {
    if let Some(programme) = store::get(&house.store, ProgrammeId(thing)).await? {
        return Ok(Some(programme.unit));
    }
    let Some(report) = store::report(&house.store, ReportId(thing)).await? else { return Ok(None) };
    let (_, programme) = with_programme(house, report.commitment).await?;
    Ok(Some(programme.unit))
}

fn event(house: &House, asker: &Asker, kind: &str, (thing, unit): (Uuid, UnitId), payload: Value) -> Event {
    Event { at: house.now(), actor: asker.person, kind: kind.into(), thing, unit: Some(unit), payload }
}
