//! Registers: what an office has in its book, and what its statistics count.
//!
//! What is counted is a *spell*: one office's having of one matter, from the day it came to it until the day it was
//! settled there or went on. A transferred letter is therefore one spell of each office, and at every office and for
//! every kind what was there plus what came equals what was settled plus what stays.

use crate::{
    ids::{ProceedingId, UnitId},
    letters::{Content, Letter},
    procedures::{Act, Bound, ClockMoment, ClockState, Procedure, Settling},
    proceedings::{Kept, Proceeding, is_office},
    time::{Day, Moment},
    words_enum,
};

mod cells;

pub use cells::{Aspect, Cell, Family, Figures, Grain, MEASURES, Measure, cells};

words_enum! {
    /// What is counted apart.
    Kind {
        /// Received, and nobody has said yet what it is.
        Unclassified = "unclassified",
        /// A petition.
        Petition = "petition",
        /// A complaint at the first level.
        Complaint = "complaint",
        /// The same at the second level.
        SecondComplaint = "second_complaint",
        /// A complaint about discipline, at the first level.
        Discipline = "disciplinary_complaint",
        /// The same at the second level.
        SecondDiscipline = "second_disciplinary_complaint",
        /// Feedback on administrative rules.
        RuleFeedback = "rule_feedback",
        /// Several contents in one letter that was not split here.
        Mixed = "mixed",
        /// A denunciation. It stands in no sum beside the others.
        Denunciation = "denunciation",
        /// A denunciation that was brought again.
        RepeatDenunciation = "repeat_denunciation",
    }
}

impl Kind {
    /// Whether it is a denunciation, which is told only where it points to nobody.
    pub const fn is_denunciation(self) -> bool {
        matches!(self, Self::Denunciation | Self::RepeatDenunciation)
    }

    const fn of_content(content: Content) -> Self {
        match content {
            Content::Petition => Self::Petition,
            Content::Complaint => Self::Complaint,
            Content::DisciplinaryComplaint => Self::Discipline,
            Content::Denunciation => Self::Denunciation,
            Content::RuleFeedback => Self::RuleFeedback,
            Content::Mixed => Self::Mixed,
        }
    }

    /// The same at the second level, or brought again.
    const fn second(self) -> Self {
        match self {
            Self::Complaint => Self::SecondComplaint,
            Self::Discipline => Self::SecondDiscipline,
            Self::Denunciation => Self::RepeatDenunciation,
            other => other,
        }
    }

    /// Whether the city settles it.
    const fn is_second(self) -> bool {
        matches!(self, Self::SecondComplaint | Self::SecondDiscipline | Self::RepeatDenunciation)
    }
}

words_enum! {
    /// How a spell ended.
    Outcome {
        /// Decided, concluded or answered.
        Settled = "settled",
        /// Whoever brought it took it back.
        Withdrawn = "withdrawn",
        /// Not accepted, in writing.
        Refused = "refused",
        /// Its sender was told where to turn.
        Guided = "guided",
        /// Kept without processing.
        Archived = "archived",
        /// Another office has it.
        Transferred = "transferred",
        /// To inspection, to a Party body, or to the body that answers for a rule.
        Forwarded = "forwarded",
        /// Its parts go on as matters of their own.
        Split = "split",
        /// It went to the next level or to court before it was decided.
        Undecided = "undecided",
    }
}

impl Outcome {
    fn of(act: &str) -> Self {
        match act {
            "withdraw" => Self::Withdrawn,
            "refuse" | "refuse_second" | "not_handle" => Self::Refused,
            "guide" => Self::Guided,
            "archive" => Self::Archived,
            "transfer" => Self::Transferred,
            "forward_party" | "to_inspection" | "pass" => Self::Forwarded,
            "split" | "move" => Self::Split,
            "complain_second" | "denounce_again" | "sue" => Self::Undecided,
            _ => Self::Settled,
        }
    }
}

/// One office's having of one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The proceeding.
    pub proceeding: ProceedingId,
    /// Its place among the proceeding's spells, from 0.
    pub position: i64,
    /// The office.
    pub unit: UnitId,
    /// What it is.
    pub kind: Kind,
    /// Which branch it concerns, a word of [`crate::letters::Branch`]; empty while nobody has said.
    pub branch: String,
    /// The day on which it came to the office.
    pub begun_on: Day,
    /// The day on which it was settled there or went on.
    pub ended_on: Option<Day>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The day on which the first of the office's own clocks lapsed.
    pub late_on: Option<Day>,
    /// Why it was late, the word of the list; empty when nobody said.
    pub late_reason: String,
    /// The day on which it went to the second level, or was brought again.
    pub appealed_on: Option<Day>,
    /// `procedure.stage` while it is here; empty once it ended.
    pub stage: String,
}

/// What spells follow from.
pub struct Basis<'a> {
    /// The proceeding.
    pub proceeding: &'a Proceeding,
    /// Its letter, where it has one.
    pub letter: Option<&'a Letter>,
    /// Whether proceedings of their own came out of it.
    pub has_parts: bool,
    /// What was done.
    pub acts: &'a [Kept],
    /// The rows that it goes by.
    pub procedure: &'a Procedure,
    /// Its clocks.
    pub clocks: &'a [ClockMoment<'a>],
    /// The city above its office.
    pub city: Option<UnitId>,
}

/// A spell under way.
struct Open {
    unit: UnitId,
    kind: Kind,
    from: Moment,
    late_reason: Option<String>,
}

/// The spells of a proceeding, in order. None of what is counted elsewhere: a procedure that is no letter's, and the last
/// of an intake whose contents became proceedings of their own; an office that sent it on before has had it all the same.
pub fn spells(basis: &Basis<'_>) -> Vec<Spell> {
    let Some(first_kind) = kind(basis) else { return Vec::new() };
    let (mut found, mut open, mut stage) = (Vec::<Spell>::new(), None::<Open>, String::new());
    for (at, kept) in basis.acts.iter().enumerate() {
        let Some(row) = row_of(basis.procedure, kept, &stage) else { continue };
        if let Some(open) = &mut open
            && open.late_reason.is_none()
        {
            open.late_reason.clone_from(&kept.late_reason);
        }
        let to = row.to.as_deref().unwrap_or(&stage).to_owned();
        let is_last = row.to.is_some() && basis.procedure.stage(&to).is_some_and(|stage| stage.last);
        let (is_transfer, is_second) = (row.code == "transfer", goes_on(&row.code));
        let ends = row.settling == Some(Settling::Ends) || is_last || is_transfer || is_second;
        let giver = open.as_ref().map(|open| open.unit);
        if ends && let Some(open) = open.take() {
            found.push(ended(basis, found.len(), open, kept));
        }
        if is_second && let Some(first) = found.iter_mut().rev().find(|spell| !spell.kind.is_second()) {
            first.appealed_on = Some(kept.done.at.day());
        }
        let is_given = is_transfer && giver.is_some_and(|giver| office_after(basis, at) != giver);
        let comes = row.to.is_some() && RECEIVED.contains(&to.as_str());
        if open.is_none() && (comes || is_given) {
            let kind = if to == RECEIVED[0] || is_given { first_kind } else { first_kind.second() };
            let office = if at == 0 { kept.unit } else { office_after(basis, at) };
            let unit = if kind.is_second() { basis.city.unwrap_or(office) } else { office };
            open = Some(Open { unit, kind, from: kept.done.at, late_reason: None });
        }
        stage = to;
    }
    if let Some(open) = open {
        found.push(running(basis, found.len(), open));
    }
    if basis.has_parts {
        found.retain(|spell| spell.outcome != Some(Outcome::Split));
    }
    found
}

/// The stages in which an office has received a matter and not yet taken it up.
const RECEIVED: [&str; 3] = ["received", "second_received", "again_received"];

/// Whether an act takes a matter to the second level, or brings a denunciation again.
fn goes_on(act: &str) -> bool {
    matches!(act, "complain_second" | "denounce_again")
}

/// What a proceeding is counted as at the first level. Content decides: an intake that stays one is what its letter was
/// found to be.
fn kind(basis: &Basis<'_>) -> Option<Kind> {
    let own = match basis.proceeding.procedure.as_str() {
        "petition" => Kind::Petition,
        "complaint" => Kind::Complaint,
        "disciplinary_complaint" => Kind::Discipline,
        "denunciation" => Kind::Denunciation,
        "rule_feedback" => Kind::RuleFeedback,
        _ => return None,
    };
    if own != Kind::Petition || basis.proceeding.parent.is_some() {
        return Some(own);
    }
    if basis.proceeding.is_sealed {
        return Some(Kind::Denunciation);
    }
    let Some(letter) = basis.letter else { return Some(own) };
    Some(letter.axes.as_ref().map_or(Kind::Unclassified, |axes| Kind::of_content(axes.content)))
}

/// The row of the procedure by which something was done in a stage.
fn row_of<'a>(procedure: &'a Procedure, kept: &Kept, stage: &str) -> Option<&'a Act> {
    let rows = || procedure.acts.iter().filter(|row| row.code == kept.done.act);
    let fits = |row: &&Act| row.from.is_empty() || row.from.iter().any(|one| one == stage);
    let day = kept.done.at.day();
    let holds = |row: &&Act| {
        row.validity.from.is_none_or(|first| first <= day) && row.validity.to.is_none_or(|last| day <= last)
    };
    rows().filter(fits).find(holds).or_else(|| rows().find(fits)).or_else(|| rows().next())
}

/// The office that has a proceeding after an act: whoever gives it on next, or whoever has it now.
fn office_after(basis: &Basis<'_>, at: usize) -> UnitId {
    let next = basis.acts[at + 1..].iter().find(|kept| kept.done.act == "transfer");
    next.map_or(basis.proceeding.unit, |kept| kept.unit)
}

fn begun(basis: &Basis<'_>, position: usize, open: &Open) -> Spell {
    let branch = basis.letter.and_then(|letter| letter.axes.as_ref()).map(|axes| axes.branch.word());
    Spell {
        proceeding: basis.proceeding.id,
        position: i64::try_from(position).unwrap_or(i64::MAX),
        unit: open.unit,
        kind: open.kind,
        branch: branch.unwrap_or_default().to_owned(),
        begun_on: open.from.day(),
        ended_on: None,
        outcome: None,
        late_on: None,
        late_reason: String::new(),
        appealed_on: None,
        stage: String::new(),
    }
}

fn ended(basis: &Basis<'_>, position: usize, open: Open, by: &Kept) -> Spell {
    let late_on = late(basis, open.from, Some(by.done.at));
    let reason = open.late_reason.as_deref().or(by.late_reason.as_deref()).unwrap_or_default();
    let reason = reason.split_once(':').map_or(reason, |(code, _)| code).trim();
    Spell {
        ended_on: Some(by.done.at.day()),
        outcome: Some(Outcome::of(&by.done.act)),
        late_on,
        late_reason: if late_on.is_some() { reason.to_owned() } else { String::new() },
        ..begun(basis, position, &open)
    }
}

fn running(basis: &Basis<'_>, position: usize, open: Open) -> Spell {
    Spell {
        late_on: late(basis, open.from, None),
        stage: format!("{}.{}", basis.proceeding.procedure, basis.proceeding.stage),
        ..begun(basis, position, &open)
    }
}

/// The day on which the first of the office's own clocks of a spell lapsed: those that began in it and bind an office.
fn late(basis: &Basis<'_>, from: Moment, until: Option<Moment>) -> Option<Day> {
    let binds = |clock: &&ClockMoment<'_>| {
        let party = clock.responsible.parse().ok();
        clock.bound == Bound::AtMost && party.is_some_and(is_office)
    };
    let in_it =
        |clock: &&ClockMoment<'_>| from <= clock.start && until.is_none_or(|until| clock.start < until);
    let lapsed = |clock: &&ClockMoment<'_>| {
        matches!(clock.state, ClockState::Late | ClockState::Lapsed)
            && until.is_none_or(|until| clock.due_at < until)
    };
    let clocks = basis.clocks.iter().filter(in_it).filter(binds).filter(lapsed);
    clocks.map(|clock| clock.due_at.day()).min()
}

#[cfg(test)]
mod tests;
