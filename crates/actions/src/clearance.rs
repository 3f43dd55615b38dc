//! Land clearance: a project with its stretches, files that go by their proceedings, boards and worklists.

mod act;
mod board;
mod bring;
mod calls;
mod files;
mod follow;
mod gatherings;
mod holders;
mod one;
mod project;
mod worklist;
mod year;

pub use act::{Chosen, Many, act_on_many, actable};
pub use board::{Board, By, Row, board};
pub use bring::{Brought, Source, keep_sheet, read_sheet};
pub use calls::{answer_call, block, call, enter, link, of_call, strike, unlink};
pub use danvan_reports::{Cell, Sheet};
pub use danvan_store::clearance::{calls::Entered, holders::Need, worklist::Filter};
pub use files::{add_file, places_of};
pub(crate) use follow::{count_anew, follow};
pub use gatherings::{Listed, Wishes, survey, wishes};
pub use holders::{Holding, keep_holder, meet_need, note_need, read_holder};
pub use one::{Linked, Opened, one};
pub use project::{Position, listed, make_project, project};
pub use worklist::{PAGE, Waits, Worklist, worklist};
pub use year::{Counted, Year, year};

use crate::house::{Done, House};
use danvan_domain::{
    clearance::{File, Project},
    events::Event,
    ids::{ProceedingId, ProjectId, UnitId},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, may},
    units::Level,
};
use danvan_store::clearance as store;
use serde_json::Value;
use uuid::Uuid;

/// How much of a project somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    Whole,
    /// What lies in one commune.
    Commune(UnitId),
}

/// A project, and how much of it whoever asks may see: all of it at the office that leads it, or above; in a commune its own files.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right.
async fn reached(house: &House, asker: &Asker, id: ProjectId) -> Done<(Project, Reach)> {
    let project = store::project(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    if house.ask(asker, Verb::ReadClearance, project.unit).is_ok() {
        return Ok((project, Reach::Whole));
    }
    let unit = house.own_unit(asker, Verb::ReadClearance)?;
    // Whoever has a file of it or stands below the office that leads it may see that it is there.
    let (facts, today) = (house.facts(), house.today());
    if facts.tree.is_under(unit, project.unit, today) || store::has_files(&house.store, id, unit).await? {
        return Ok((project, Reach::Commune(unit)));
    }
    may(asker, Verb::ReadClearance, &facts.care(project.unit, today))?;
    Err(Refusal::NotFound.into())
}

/// The commune for which somebody keeps files.
///
/// # Errors
/// The refusal of the right.
fn own_commune(house: &House, asker: &Asker) -> Result<UnitId, Refusal> {
    let unit = house.own_unit(asker, Verb::HandleClearance)?;
    house.ask(asker, Verb::HandleClearance, unit)?;
    let facts = house.facts();
    if facts.tree.get(unit).is_some_and(|unit| unit.level() == Level::Commune) {
        return Ok(unit);
    }
    Err(Refusal::Conflict(Note::new("clearance-no-commune")))
}

/// A file of which whoever asks may do something.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right.
async fn readable(house: &House, asker: &Asker, id: ProceedingId, verb: Verb) -> Done<(File, Project)> {
    let file = store::file(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let project = store::project(&house.store, file.project).await?.ok_or(Refusal::NotFound)?;
    let (facts, today) = (house.facts(), house.today());
    // Who speaks for a file is for the commune that keeps it, and nobody above.
    let care = if verb == Verb::ReadHolder {
        facts.itself(asker, file.unit, today)
    } else {
        facts.care(file.unit, today)
    };
    may(asker, verb, &care)?;
    Ok((file, project))
}

fn event(house: &House, asker: &Asker, kind: &str, (thing, unit): (Uuid, UnitId), payload: Value) -> Event {
    Event { at: house.now(), actor: asker.person, kind: kind.into(), thing, unit: Some(unit), payload }
}
