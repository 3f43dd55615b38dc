//! A file with everything around it that names nobody.

use super::{Waits, readable, worklist::with_next};
use crate::house::{Done, House};
use danvan_domain::{
    answers::ReasonList,
    clearance::{Call, Entry, Project, Segment},
    ids::{CaseId, LetterId, ProceedingId},
    refusals::Refusal,
    rights::{Asker, Verb},
};
use danvan_store::{
    cases,
    clearance::{self as store, calls, holders},
    letters,
};
use uuid::Uuid;

/// A case or a letter that belongs to a file: its title for whoever may read it, else nothing but that it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its id.
    pub thing: Uuid,
    /// `case` or `letter`.
    pub sort: String,
    /// Its title, for whoever may read it.
    pub title: Option<String>,
}

/// A file with everything around it.
pub struct Opened {
    /// The file, what comes next and what is due.
    pub waits: Waits,
    /// Its project.
    pub project: Project,
    /// Its stretch.
    pub segment: Option<Segment>,
    /// The calls, the last first.
    pub calls: Vec<Call>,
    /// Its account.
    pub entries: Vec<Entry>,
    /// What belongs to it.
    pub linked: Vec<Linked>,
    /// Whether the reader keeps it.
    pub may_handle: bool,
    /// Whether the reader may read who speaks for it.
    pub may_read_holder: bool,
    /// Whether the reader may open its proceeding.
    pub may_read_proceeding: bool,
    /// What keeps it waiting, to choose from: code and name in Vietnamese and English.
    pub reasons: Vec<(String, String, String)>,
}

/// Opens a file.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn one(house: &House, asker: &Asker, id: ProceedingId) -> Done<Opened> {
    let (file, project) = readable(house, asker, id, Verb::ReadClearance).await?;
    let segments = store::segments(&house.store, project.id).await?;
    let mut linked = Vec::new();
    for (thing, sort) in holders::links(&house.store, id).await? {
        linked.push(Linked { title: title_of(house, asker, thing, &sort).await?, thing, sort });
    }
    let facts = house.facts();
    let reasons = facts.answers.choices(ReasonList::Blocked);
    let reasons = reasons.map(|one| (one.code.clone(), one.vi.clone(), one.en.clone())).collect();
    let may = |verb: Verb| house.ask(asker, verb, file.unit).is_ok();
    Ok(Opened {
        segment: segments.into_iter().find(|segment| segment.id == file.segment),
        calls: calls::calls(&house.store, id).await?,
        entries: calls::entries(&house.store, id).await?,
        linked,
        may_handle: may(Verb::HandleClearance),
        may_read_holder: readable(house, asker, id, Verb::ReadHolder).await.is_ok(),
        may_read_proceeding: may(Verb::ReadLetter),
        reasons,
        waits: with_next(house, vec![file]).await?.pop().ok_or(Refusal::NotFound)?,
        project,
    })
}

async fn title_of(house: &House, asker: &Asker, thing: Uuid, sort: &str) -> Done<Option<String>> {
    if sort == "case" {
        let case = cases::get(&house.store, CaseId(thing)).await?;
        let case = case.filter(|case| house.ask(asker, Verb::ReadCase, case.responsible).is_ok());
        return Ok(case.map(|case| case.title));
    }
    let letter = letters::get(&house.store, LetterId(thing)).await?;
    let letter = letter.filter(|letter| !letter.is_sealed);
    let letter = letter.filter(|letter| house.ask(asker, Verb::ReadLetter, letter.unit).is_ok());
    Ok(letter.map(|letter| danvan_domain::text::title_of(&letter.summary)))
}
