//! Who takes part in a covenant or a coordination programme: units of the house, and bodies outside it by name.

use super::{Kind, TITLE_LIMIT, line, nameless};
use crate::{
    ids::{PartyId, ProgrammeId, UnitId},
    refusals::{Note, Notes, Refusal},
    words_enum,
};

words_enum! {
    /// What sort of body takes part.
    Sort {
        /// A unit of this house.
        Unit = "unit",
        /// An authority: chính quyền, sở, ngành.
        Authority = "authority",
        /// The police: công an.
        Police = "police",
        /// The army: quân sự.
        Army = "army",
        /// The Fatherland Front and its organisations.
        Front = "front",
        /// A committee of another province, which may have a danvan of its own.
        Province = "province",
    }
}

words_enum! {
    /// Whether it leads or joins.
    Place {
        /// It leads: chủ trì.
        Leads = "leads",
        /// It joins: phối hợp.
        Joins = "joins",
    }
}

/// How many may take part at once.
pub const MOST_PARTIES: usize = 40;

/// Who takes part, in which versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Own id, made by the sender.
    pub id: PartyId,
    /// In which programme.
    pub programme: ProgrammeId,
    /// The unit, where it is one of this house; as it was called when it joined.
    pub unit: Option<UnitId>,
    /// The name of a body outside the house; empty for a unit.
    pub name: String,
    /// What sort of body.
    pub sort: Sort,
    /// Whether it leads.
    pub place: Place,
    /// What it does in it.
    pub duty: String,
    /// The version it joined with.
    pub since: i64,
    /// The first version without it.
    pub until: Option<i64>,
}

impl Party {
    /// Whether it takes part in a version.
    pub fn is_in(&self, version: i64) -> bool {
        self.since <= version && self.until.is_none_or(|until| version < until)
    }
}

/// A party as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedParty {
    /// Word of its sort.
    pub sort: String,
    /// Name, code or id of a unit of the house; empty for others.
    pub unit: String,
    /// The name of a body outside; empty for a unit.
    pub name: String,
    /// Word of its place.
    pub place: String,
    /// What it does in it.
    pub duty: String,
}

impl TypedParty {
    /// What was typed, cleaned and checked; `unit` is what the house found under the typed name.
    ///
    /// # Errors
    /// A note under each field that is wrong. A covenant is among units, so that each can sign.
    pub fn check(
        &self,
        (id, programme, version): (PartyId, ProgrammeId, i64),
        kind: Kind,
        unit: Option<Result<UnitId, Note>>,
    ) -> Result<Party, Refusal> {
        let mut notes = Notes::default();
        let sort = self.sort.parse::<Sort>().ok();
        if sort.is_none() {
            notes.add("party_sort", Note::new("note-choose"));
        }
        let place = self.place.parse::<Place>().ok();
        if place.is_none() {
            notes.add("place", Note::new("note-choose"));
        }
        let duty = nameless(&mut notes, "duty", &self.duty, 1000);
        let mut name = String::new();
        let mut found = None;
        if sort == Some(Sort::Unit) {
            match unit {
                Some(Ok(unit)) => found = Some(unit),
                Some(Err(note)) => notes.add("party_unit", note),
                None => notes.add("party_unit", Note::new("note-required")),
            }
        } else {
            name = nameless(&mut notes, "name", &self.name, TITLE_LIMIT);
            name = line(&mut notes, "name", &name, TITLE_LIMIT);
            if self.name.trim().is_empty() {
                notes.add("name", Note::new("note-required"));
            }
            if kind == Kind::Covenant && sort.is_some() {
                notes.add("party_sort", Note::new("covenant-note-units-only"));
            }
        }
        notes.check()?;
        match (sort, place) {
            (Some(sort), Some(place)) => {
                Ok(Party { id, programme, unit: found, name, sort, place, duty, since: version, until: None })
            }
            _ => Err(Refusal::field("party_sort", Note::new("note-choose"))),
        }
    }
}
