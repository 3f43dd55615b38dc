//! What a reader chose to see of the deadlines, and the addresses that keep it.

use crate::{form::Form, pages::overview::view::said};
use danvan_actions::{
    Facts,
    deadlines::{Key, Part, Wanted, Whose},
};
use danvan_domain::{
    ids::{PersonId, UnitId},
    refusals::{Note, Refusal},
    rights::Asker,
    time::Day,
    units::Level,
};

/// What was chosen.
pub(super) struct View {
    /// Whose deadlines.
    pub(super) whose: Whose,
    /// The office.
    pub(super) unit: UnitId,
    /// Whether the reader works for the whole city.
    pub(super) is_city: bool,
    /// How many days the stretch lasts.
    pub(super) days: i64,
    /// The one list that is read on.
    pub(super) list: Option<(Part, Option<Key>)>,
    /// The address of all of it, with every choice but the list.
    address: String,
}

impl View {
    /// Reads an address.
    pub(super) fn read(
        query: &Form,
        facts: &Facts,
        asker: &Asker,
        (own, today): (UnitId, Day),
    ) -> Result<Self, Refusal> {
        let is_city = facts.tree.get(own).is_some_and(|unit| unit.level() == Level::City);
        let chosen = query.filled("unit").and_then(|said| facts.tree.resolve(said, today).ok());
        let unit = chosen.unwrap_or(own);
        let person = query.get("person").parse().ok().map(PersonId);
        let (whose, word) = match (query.get("whose"), asker.person, person) {
            (_, _, Some(person)) => (Whose::Person(person), format!("unit&person={person}")),
            ("mine", Some(me), _) => (Whose::Person(me), "mine".to_owned()),
            ("city", ..) if is_city && chosen.is_none() => (Whose::Everybody, "city".to_owned()),
            _ => (Whose::Unit(unit), "unit".to_owned()),
        };
        let days = if query.get("days") == "31" { 31 } else { 7 };
        let unit_said = chosen.map(|unit| format!("&unit={}", said(&facts.tree, unit, today)));
        let address = format!("/deadlines?whose={word}{}&days={days}", unit_said.unwrap_or_default());
        Ok(Self { whose, unit, is_city, days, list: list(query)?, address })
    }

    /// What the house is asked.
    pub(super) const fn wanted(&self) -> Wanted {
        Wanted { whose: self.whose, unit: self.unit, days: self.days, list: self.list }
    }

    /// The day whose list is shown.
    pub(super) const fn day(&self) -> Option<Day> {
        match self.list {
            Some((Part::Day(day), _)) => Some(day),
            _ => None,
        }
    }

    /// The address of all of it.
    pub(super) fn whole(&self) -> String {
        self.address.clone()
    }

    /// The address of a list, from its first row or behind one.
    pub(super) fn list_href(&self, part: Part, after: Option<Key>) -> String {
        let word = word(part);
        let list = match part {
            Part::Late | Part::Coming => format!("list={word}"),
            Part::Day(day) => format!("day={day}"),
        };
        let after = after.map(|key| format!("&after={key}")).unwrap_or_default();
        format!("{}&{list}{after}#{word}", self.address)
    }
}

/// The word of a list, which is also where it stands on its page.
pub(super) const fn word(part: Part) -> &'static str {
    match part {
        Part::Late => "late",
        Part::Coming => "coming",
        Part::Day(_) => "day",
    }
}

/// The list that is asked for, when it is one. A place that cannot be read is refused: the first rows in its stead would
/// look like those that were asked for.
fn list(query: &Form) -> Result<Option<(Part, Option<Key>)>, Refusal> {
    let part = match (query.filled("day"), query.get("list")) {
        (Some(day), _) => {
            Some(Part::Day(danvan_words::read_day(day).map_err(|note| Refusal::field("day", note))?))
        }
        (None, "late") => Some(Part::Late),
        (None, "coming") => Some(Part::Coming),
        _ => None,
    };
    let after = query.filled("after").map(str::parse).transpose()?;
    match (part, after) {
        (None, Some(_)) => Err(Refusal::field("after", Note::new("note-list-place"))),
        (part, after) => Ok(part.map(|part| (part, after))),
    }
}
