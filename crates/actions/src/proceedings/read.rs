//! Reading proceedings: an office's list, one with all that the law says of it, and as it stood on a past day.

use super::procedure_of;
use crate::{
    cases::ask_office,
    house::{Done, Failure, House},
    rules::Law,
};
use danvan_domain::{
    calendar::Calendar,
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    letters::Letter,
    people::{Person, Role},
    procedures::{self, Done as Act, NextAct, Party, Procedure, Stand},
    proceedings::{Kept, Proceeding, is_of_classifying, parties_of},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::{Day, Moment},
    units::{Level, Unit},
};
use danvan_store::{letters, people, proceedings as store, registers::begun};
use std::{collections::BTreeMap, sync::Arc};

/// A page of an office's proceedings.
pub struct List {
    /// The rows.
    pub rows: Vec<Proceeding>,
    /// How many are open.
    pub open: i64,
    /// How many there are.
    pub all: i64,
}

/// Lists the proceedings of an office, the open ones or all.
///
/// # Errors
/// The refusal of the right to read its letters.
pub async fn list(house: &House, asker: &Asker, unit: UnitId, is_open: bool, page: (i64, i64)) -> Done<List> {
    ask_office(house, asker, Verb::ReadLetter, unit)?;
    Ok(List {
        rows: store::list(&house.store, unit, is_open, page).await?,
        open: store::count(&house.store, unit, true).await?,
        all: store::count(&house.store, unit, false).await?,
    })
}

/// The proceedings of a letter, for whoever may read it.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_letter(house: &House, letter: LetterId) -> Done<Vec<Proceeding>> {
    Ok(store::of_letter(&house.store, letter).await?)
}

/// A proceeding with its acts, where it stands, and the rows that say so.
pub struct Seen {
    /// The proceeding.
    pub proceeding: Proceeding,
    /// What was done.
    pub acts: Vec<Kept>,
    /// Where it stands.
    pub stand: Stand,
    /// The rows of its procedure.
    pub procedure: Procedure,
    /// The working days of then, when it is shown as it stood on a past day.
    pub then: Option<Calendar>,
}

/// A proceeding with everything around it.
pub struct Opened {
    /// The proceeding itself.
    pub seen: Seen,
    /// Others of the same letter.
    pub others: Vec<Proceeding>,
    /// Its letter.
    pub letter: Option<Letter>,
    /// The year and number in the register of what offices began; of a letter's nothing.
    pub number: Option<(i64, i64)>,
    /// As what the reader acts on it.
    pub parties: Vec<Party>,
    /// Whether the reader may act on it.
    pub may_handle: bool,
    /// Who may be on it.
    pub colleagues: Vec<Person>,
    /// Names of everybody who acted on it.
    pub names: BTreeMap<PersonId, String>,
}

impl Opened {
    /// Whether it began with the reception of its letter.
    fn is_intake(&self) -> bool {
        self.letter.as_ref().is_some_and(|letter| letter.intake == Some(self.seen.proceeding.id))
    }

    /// What may be done next in it: without what is done by classifying its letter.
    pub fn next(&self) -> impl Iterator<Item = &NextAct> {
        let is_intake = self.is_intake();
        self.seen.stand.next.iter().filter(move |next| !is_of_classifying(&next.act, is_intake))
    }

    /// Whether its letter is to be classified: it began with it, and it is here and was not withdrawn.
    pub fn to_classify(&self) -> bool {
        let it = &self.seen.proceeding;
        let is_open = self.letter.as_ref().is_some_and(|letter| letter.classified_at.is_none());
        let is_here = match it.stage.as_str() {
            "received" => true,
            "transferred" | "ended" => false,
            // A denunciation that was taken up, or not, needs no more.
            _ => !it.is_sealed,
        };
        self.is_intake() && is_open && is_here
    }
}

/// Opens a proceeding.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none, the refusal of the right to read it.
pub async fn open(house: &House, asker: &Asker, id: ProceedingId) -> Done<Opened> {
    let seen = seen_now(house, asker, id).await?;
    let (facts, today) = (house.facts(), house.today());
    let it = &seen.proceeding;
    let care = facts.care(it.unit, today);
    let level = |unit: UnitId| facts.tree.get(unit).map_or(Level::Commune, Unit::level);
    let parties = parties_of(asker.positions.iter().map(|one| (one, level(one.unit))), &care);
    let (mut others, mut letter) = (Vec::new(), None);
    if let Some(of) = it.letter {
        others = store::of_letter(&house.store, of).await?;
        others.retain(|other| other.id != id);
        letter = letters::get(&house.store, of).await?;
    }
    let mut colleagues = people::at_unit(&house.store, it.unit, Role::CommuneOfficer, today).await?;
    colleagues.extend(people::at_unit(&house.store, it.unit, Role::CommuneLeader, today).await?);
    let names = names_in(house, &seen).await?;
    let may_handle = house.ask(asker, Verb::HandleLetter, it.unit).is_ok();
    let number = begun::number_of(&house.store, id).await?;
    Ok(Opened { others, letter, number, parties, may_handle, colleagues, names, seen })
}

/// A proceeding as it stood at the end of a past day, to be read only: nothing of what came later is with it. What was
/// entered later counts on the day on which it was done.
///
/// # Errors
/// As for [`open`]; a note under `as_of` for a day that is to come, or before it was opened.
pub async fn open_at(house: &House, asker: &Asker, id: ProceedingId, day: Day) -> Done<Opened> {
    let note = |key: &str| Failure::Refused(Refusal::field("as_of", Note::new(key).with("day", day)));
    if house.today() < day {
        return Err(note("proceeding-at-ahead"));
    }
    let end = Moment::at(day.next(), 0, 0).plus_seconds(-1);
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadLetter, it.unit)?;
    if day < it.opened_on {
        return Err(note("proceeding-at-before"));
    }
    let seen = stood_at(house, asker, id, end).await?;
    let letter = match it.letter {
        Some(of) => letters::get(&house.store, of).await?,
        None => None,
    };
    let names = names_in(house, &seen).await?;
    Ok(Opened {
        others: Vec::new(),
        letter,
        number: begun::number_of(&house.store, id).await?,
        parties: Vec::new(),
        may_handle: false,
        colleagues: Vec::new(),
        names,
        seen,
    })
}

/// The names of everybody who acted on it or is on it.
async fn names_in(house: &House, seen: &Seen) -> Done<BTreeMap<PersonId, String>> {
    let mut names = BTreeMap::new();
    for person in seen.acts.iter().filter_map(|kept| kept.person).chain(seen.proceeding.handler) {
        if !names.contains_key(&person)
            && let Some(found) = people::by_id(&house.store, person).await?
        {
            names.insert(person, found.name);
        }
    }
    Ok(names)
}

/// A proceeding as it stood at a moment, by the rules and the days that the house went by then.
///
/// # Errors
/// As for [`open`]; [`Refusal::NotFound`] when nothing was done by then.
pub async fn stood_at(house: &House, asker: &Asker, id: ProceedingId, at: Moment) -> Done<Seen> {
    // The clock goes on while this is read: a moment just asked for would be past already.
    if house.now() <= at {
        return seen_now(house, asker, id).await;
    }
    let proceeding = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadLetter, proceeding.unit)?;
    let mut acts = store::acts(&house.store, id).await?;
    acts.retain(|kept| kept.done.at <= at);
    let last = acts.last().ok_or(Refusal::NotFound)?;
    let mut law = Law::then(house, at).await?;
    let done: Vec<Act> = acts.iter().map(|kept| kept.done.clone()).collect();
    let written = (proceeding.procedure.as_str(), last.edition.as_str());
    let procedure = law.procedure(house, written, &done, at).await?.ok_or(Refusal::NotFound)?;
    let stand = procedures::stand(&procedure, &done, &law.calendar, &law.hours, at)
        .map_err(|refused| refused.refusal)?;
    Ok(Seen { proceeding, acts, stand, procedure: Arc::unwrap_or_clone(procedure), then: Some(law.calendar) })
}

/// A proceeding as it stands now, by the rows it goes by next.
///
/// # Errors
/// As for [`open`].
pub(crate) async fn seen_now(house: &House, asker: &Asker, id: ProceedingId) -> Done<Seen> {
    let proceeding = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadLetter, proceeding.unit)?;
    let (facts, now) = (house.facts(), house.now());
    let acts = store::acts(&house.store, id).await?;
    if acts.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let procedure = procedure_of(house, &facts, &proceeding, &acts, now).await?.into_owned();
    let done: Vec<Act> = acts.iter().map(|kept| kept.done.clone()).collect();
    let stand = procedures::stand(&procedure, &done, &facts.calendar, &facts.hours, now)
        .map_err(|refused| refused.refusal)?;
    Ok(Seen { proceeding, acts, stand, procedure, then: None })
}
