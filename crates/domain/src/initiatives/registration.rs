//! Registering: the nine fields of the form, whose it is, on whose list it stands.

use super::terms::{Family, Term};
use crate::{
    privacy,
    programmes::{line, nameless},
    refusals::{Note, Notes, Refusal},
    text::clean_line,
    time::Day,
    words_enum,
};
use serde::{Deserialize, Serialize};

words_enum! {
    /// Whose an initiative is.
    Kind {
        /// Of a group: mô hình.
        Collective = "collective",
        /// Of one person: điển hình.
        Individual = "individual",
    }
}

words_enum! {
    /// On whose list it stands; nobody registers on one what stands on another.
    Keeper {
        /// The Party cell.
        Cell = "cell",
        /// The Fatherland Front.
        Front = "front",
        /// An association: women, farmers, veterans, youth, the elderly.
        Association = "association",
        /// An agency, a school, another body.
        Agency = "agency",
    }
}

/// Longest name, in characters.
const NAME_LIMIT: usize = 200;
/// Longest text of one field, in characters.
const TEXT_LIMIT: usize = 4000;
/// Longest line of one field, in characters.
const LINE_LIMIT: usize = 300;
/// Longest time an initiative may be planned for, in days: six years.
const LONGEST: i64 = 6 * 366;

/// What was registered. The comments number the nine fields of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Whose it is.
    pub kind: Kind,
    /// On whose list it stands.
    pub keeper: Keeper,
    /// Code of the field of life.
    pub field: String,
    /// Code of the level.
    pub level: String,
    /// 1. What it is called.
    pub name: String,
    /// 2. The situation, and why it is needed.
    pub reason: String,
    /// 3. What it is to reach.
    pub objective: String,
    /// 3. By what one sees that it was reached.
    pub criteria: String,
    /// 4. What is done, and how.
    pub method: String,
    /// 5. Where.
    pub place: String,
    /// 5. Who gains by it.
    pub beneficiaries: String,
    /// 6. Who leads.
    pub lead: String,
    /// 6. Who coordinates.
    pub coordinate: String,
    /// 6. Who takes part.
    pub take_part: String,
    /// 7. With what means.
    pub resources: String,
    /// 7. First day.
    pub starts_on: Day,
    /// 7. Last day.
    pub ends_on: Day,
    /// 8. What will be there that can be verified.
    pub outputs: String,
    /// 9. How it is kept and spread.
    pub keeping: String,
    /// How it differs from those that are like it; empty where none was.
    pub difference: String,
}

/// An initiative as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedRegistration {
    /// Word of its kind.
    pub kind: String,
    /// Word of the list.
    pub keeper: String,
    /// Code of the field of life.
    pub field: String,
    /// Code of the level.
    pub level: String,
    /// Its name.
    pub name: String,
    /// Situation and reason.
    pub reason: String,
    /// Objective.
    pub objective: String,
    /// Criteria.
    pub criteria: String,
    /// Content and method.
    pub method: String,
    /// Place.
    pub place: String,
    /// Beneficiaries.
    pub beneficiaries: String,
    /// Who leads.
    pub lead: String,
    /// Who coordinates.
    pub coordinate: String,
    /// Who takes part.
    pub take_part: String,
    /// Resources.
    pub resources: String,
    /// First day; an error when it could not be read.
    pub starts_on: Option<Result<Day, Note>>,
    /// Last day.
    pub ends_on: Option<Result<Day, Note>>,
    /// Outputs.
    pub outputs: String,
    /// Keeping and spreading.
    pub keeping: String,
    /// How it differs from those that are like it.
    pub difference: String,
    /// Who stands behind an initiative of one person; read by [`owner_name`].
    pub owner: String,
}

impl Registration {
    /// What was typed, cleaned and checked on a day. What is written about the initiative names nobody.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(typed: &TypedRegistration, today: Day) -> Result<Self, Refusal> {
        // Long because it is a table: every field of the form.
        let mut notes = Notes::default();
        let kind = typed.kind.parse::<Kind>().ok();
        let keeper = typed.keeper.parse::<Keeper>().ok();
        let field = Term::on(Family::Field, today).find(|term| term.code == typed.field);
        let level = Term::on(Family::Level, today).find(|term| term.code == typed.level);
        let chosen = [
            ("model", kind.is_some()),
            ("keeper", keeper.is_some()),
            ("field", field.is_some()),
            ("level", level.is_some()),
        ];
        for (name, _) in chosen.into_iter().filter(|(_, is_chosen)| !is_chosen) {
            notes.add(name, Note::new("note-choose"));
        }
        let name = needed(&mut notes, "name", &typed.name, NAME_LIMIT);
        let mut text = |field: &str, typed: &str| needed(&mut notes, field, typed, TEXT_LIMIT);
        let reason = text("situation", &typed.reason);
        let objective = text("objective", &typed.objective);
        let criteria = text("criteria", &typed.criteria);
        let method = text("method", &typed.method);
        let outputs = text("outputs", &typed.outputs);
        let keeping = text("keeping", &typed.keeping);
        let mut short = |field: &str, typed: &str| needed(&mut notes, field, typed, LINE_LIMIT);
        let place = short("place", &typed.place);
        let beneficiaries = short("beneficiaries", &typed.beneficiaries);
        let lead = short("lead", &typed.lead);
        let resources = short("resources", &typed.resources);
        let coordinate = nameless(&mut notes, "coordinate", &typed.coordinate, LINE_LIMIT);
        let take_part = nameless(&mut notes, "take_part", &typed.take_part, LINE_LIMIT);
        let difference = nameless(&mut notes, "difference", &typed.difference, TEXT_LIMIT);
        let term = term(&mut notes, typed);
        if let Some(kind) = kind
            && let Err(Refusal::Invalid(fault)) = owner_name(kind, &typed.owner)
        {
            fault.into_iter().for_each(|fault| notes.add("owner", fault.note));
        }
        notes.check()?;
        let (Some(kind), Some(keeper), Some(field), Some(level), Some((starts_on, ends_on))) =
            (kind, keeper, field, level, term)
        else {
            return Err(Refusal::field("model", Note::new("note-choose")));
        };
        let (field, level) = (field.code.clone(), level.code.clone());
        Ok(Self {
            kind,
            keeper,
            field,
            level,
            name,
            reason,
            objective,
            criteria,
            method,
            place,
            beneficiaries,
            lead,
            coordinate,
            take_part,
            resources,
            starts_on,
            ends_on,
            outputs,
            keeping,
            difference,
        })
    }

    /// The texts by which it is compared with others.
    pub fn compared(&self) -> [&str; 4] {
        [&self.objective, &self.criteria, &self.method, &self.outputs]
    }
}

/// A text that must be there and names nobody.
fn needed(notes: &mut Notes, field: &str, typed: &str, limit: usize) -> String {
    if typed.trim().is_empty() {
        notes.add(field, Note::new("note-required"));
        return String::new();
    }
    if limit <= LINE_LIMIT {
        let text = line(notes, field, typed, limit);
        if let Some(found) = privacy::names_somebody(&text) {
            notes.add(field, Note::new("note-names-somebody").with("words", &text[found]));
        }
        return text;
    }
    nameless(notes, field, typed, limit)
}

/// The days, when both could be read and follow each other.
fn term(notes: &mut Notes, typed: &TypedRegistration) -> Option<(Day, Day)> {
    let mut days = [None, None];
    let given = [("starts_on", &typed.starts_on), ("ends_on", &typed.ends_on)];
    for (day, (field, given)) in days.iter_mut().zip(given) {
        match given {
            Some(Ok(read)) => *day = Some(*read),
            Some(Err(note)) => notes.add(field, note.clone()),
            None => notes.add(field, Note::new("note-day")),
        }
    }
    let (from, to) = (days[0]?, days[1]?);
    if to < from {
        notes.add("ends_on", Note::new("note-days-reversed"));
    } else if LONGEST < to.days_since(from) {
        notes.add("ends_on", Note::new("initiative-note-long"));
    }
    Some((from, to))
}

/// Who stands behind an initiative of one person, cleaned; nobody behind one of a group.
///
/// # Errors
/// A note under `owner` when a name is missing, or stands where none belongs.
pub fn owner_name(kind: Kind, typed: &str) -> Result<Option<String>, Refusal> {
    let wrong = |note: Note| Refusal::field("owner", note);
    let name = clean_line(typed, 80).map_err(|fault| wrong(fault.into()))?;
    match (kind, name.is_empty()) {
        (Kind::Collective, true) => Ok(None),
        (Kind::Collective, false) => Err(wrong(Note::new("initiative-note-no-owner"))),
        (Kind::Individual, true) => Err(wrong(Note::new("initiative-note-owner"))),
        (Kind::Individual, false) => Ok(Some(privacy::mask(&name).text)),
    }
}
