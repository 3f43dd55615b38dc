//! Reading returns: the list of a unit, one of them whole.

use super::{
    act::BEFORE,
    ask_above, ask_own, form_of,
    look::look,
    merge,
    small::{heard, is_small},
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{PersonId, ReturnId, UnitId},
    refusals::Refusal,
    returns::{Act, Content, Doubt, Form, Gathered, Return, Said, Version, check},
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{
    people,
    returns::{self as store, Written, versions},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A page of a list.
const PAGE: usize = 50;

/// The returns a unit answers for, the newest period first; fifty a page, after a place. Whether there are more is said
/// beside.
///
/// # Errors
/// The refusal of the right to read returns.
pub async fn list(house: &House, asker: &Asker, after: Option<(Day, ReturnId)>) -> Done<(Vec<Return>, bool)> {
    let unit = house.own_unit(asker, Verb::ReadReturns)?;
    let day = after.map_or_else(|| "9999-99-99".to_owned(), |(day, _)| day.to_string());
    let id = after.map_or(ReturnId(Uuid::max()), |(_, id)| id);
    let mut found = store::of_unit(&house.store, unit, (&day, id), PAGE as i64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    Ok((found, more))
}

/// A figure as it may be shown to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nobody knows it.
    Unknown,
    /// It would point to few residents, and stays with its unit.
    Kept,
    /// A number.
    Count(i64),
    /// A part of a whole.
    Share(i64, i64),
}

impl Shown {
    /// A figure for somebody who reads small counts of its unit, or does not.
    pub fn of(said: &Said, reads_small: bool) -> Self {
        let Some(value) = said.value else { return Self::Unknown };
        if said.is_withheld || said.query.is_protected() && !reads_small && is_small(value, said.of) {
            return Self::Kept;
        }
        match said.of {
            Some(whole) => Self::Share(value, whole),
            None => Self::Count(value),
        }
    }
}

/// A return with everything about it.
pub struct Opened {
    /// The return.
    pub it: Return,
    /// Its form.
    pub form: Form,
    /// What it says: what was submitted in the version that is asked for, or what it would say if it were submitted now.
    pub content: Content,
    /// The number of that version; nothing while it is written.
    pub shown: Option<i64>,
    /// What the figures of what was submitted come to now.
    pub live: Vec<Said>,
    /// Every version, the first one first.
    pub versions: Vec<Version>,
    /// What was written, place by place, while it is written.
    pub written: Vec<Written>,
    /// What is doubtful in it.
    pub doubts: Vec<Doubt>,
    /// What the units below wrote, by section, while it is written.
    pub gathered: BTreeMap<String, Vec<Gathered>>,
    /// The units below that told nothing.
    pub missing: Vec<UnitId>,
    /// The units below whose returns nobody has accepted yet.
    pub waiting: Vec<UnitId>,
    /// Whether the reader may see small counts of residents' matters.
    pub reads_small: bool,
    /// Whether the reader writes in it now.
    pub may_write: bool,
    /// What the reader may do now.
    pub may: Vec<Act>,
    /// The names of whoever submitted its versions, and of those for whom they acted.
    pub names: BTreeMap<PersonId, String>,
    /// When this was read.
    pub read_at: Moment,
}

/// Opens a return: the version with a number, or as it stands.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn one(house: &House, asker: &Asker, id: ReturnId, number: Option<i64>) -> Done<Opened> {
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::ReadReturns, it.unit)?;
    let form = form_of(house, &it)?;
    let all = versions::all(&house.store, id).await?;
    let is_own = ask_own(house, asker, Verb::WriteReturn, &it).is_ok();
    // What is being written is seen by whoever writes it; from above, what was submitted last.
    let number = match number {
        None if it.stage.is_written() && is_own => None,
        None => all.last().map(|version| version.number),
        asked => asked,
    };
    let find = |number: i64| all.iter().find(|one| one.number == number).ok_or(Refusal::NotFound);
    let chosen = number.map(find).transpose()?;
    let is_merged = form.is_merged_at(it.level);
    let before = versions::before(&house.store, it.about, &form.code, it.period.from, BEFORE).await?;
    let reads_small = is_merged || house.ask(asker, Verb::ReadOwnFigures, it.about).is_ok();
    let mut opened = Opened {
        content: Content::default(),
        shown: number,
        live: Vec::new(),
        written: Vec::new(),
        doubts: Vec::new(),
        gathered: BTreeMap::new(),
        missing: Vec::new(),
        waiting: Vec::new(),
        reads_small,
        may_write: is_own && it.stage.is_written(),
        may: may(house, asker, &it, &form),
        names: names(house, &all).await?,
        read_at: house.now(),
        versions: Vec::new(),
        form,
        it,
    };
    match chosen {
        Some(version) => {
            opened.content = version.content.clone();
            if reads_small && !is_merged {
                opened.live = look(house, &opened.form, opened.it.about, opened.it.counted).await?;
            }
        }
        None if is_own => {
            let written = store::entries(&house.store, id).await?;
            let draft = merge::draft(house, &opened.form, &opened.it, written).await?;
            opened.content = draft.content;
            (opened.written, opened.gathered) = (draft.written, draft.gathered);
            (opened.missing, opened.waiting) = (draft.missing, draft.waiting);
        }
        // From above, nothing of a draft is seen before it was submitted.
        None => {}
    }
    if is_own || opened.shown.is_some() {
        let doubts = check(&opened.form, &opened.content, &before);
        opened.doubts = heard(doubts, (&opened.content, &before), (reads_small, is_merged));
    }
    opened.versions = all;
    Ok(opened)
}

/// Who submitted, and for whom.
async fn names(house: &House, versions: &[Version]) -> Done<BTreeMap<PersonId, String>> {
    let mut names = BTreeMap::new();
    let ids: Vec<PersonId> = versions.iter().flat_map(|one| [one.person, one.acting_for]).flatten().collect();
    for id in ids {
        if !names.contains_key(&id)
            && let Some(person) = people::by_id(&house.store, id).await?
        {
            names.insert(id, person.name);
        }
    }
    Ok(names)
}

fn may(house: &House, asker: &Asker, it: &Return, form: &Form) -> Vec<Act> {
    let is_counting = form.still_counting(it, house.today()).is_some();
    let is_top = super::above(house, it.unit).is_none();
    let is_allowed = |act: &Act| match act {
        Act::Submit if is_counting => false,
        Act::Submit | Act::Amend => ask_own(house, asker, Verb::SubmitReturn, it).is_ok(),
        Act::Accept | Act::Return => ask_above(house, asker, it).is_ok(),
    };
    let now = Act::ALL.iter().copied().filter(|act| it.stage.after(*act, is_top).is_some());
    now.filter(is_allowed).collect()
}
