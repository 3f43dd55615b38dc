//! What a file is entitled to and was given, meetings with what people said, surveys of wishes, and what the law has next.

use super::typed::{past_day, text, whole_number};
use crate::{
    ids::{MeetingId, PersonId, ProceedingId, ProjectId, SegmentId, UnitId},
    procedures::{Act, Procedure},
    programmes::line,
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
    words_enum,
};
use uuid::Uuid;

/// The largest amount of one entry: ten thousand billion đồng.
const MOST_MONEY: i64 = 10_000_000_000_000;
/// Most people of one count.
const MOST_PEOPLE: i64 = 1_000_000;
/// Longest number of a paper.
const PAPER: usize = 60;
/// Longest words.
const WORDS: usize = 2000;

words_enum! {
    /// What an entry of a file's account is.
    Sort {
        /// Due for the land.
        Land = "land",
        /// Due for a house or another building.
        House = "house",
        /// Due for crops and animals.
        Crops = "crops",
        /// Support for work, training, living.
        Support = "support",
        /// Due for moving, of graves and works too.
        Moving = "moving",
        /// Due for anything else.
        Other = "other",
        /// Paid out.
        Paid = "paid",
        /// A resettlement plot that was given.
        Plot = "plot",
    }
}

impl Sort {
    /// Whether it says what is due, in đồng.
    pub const fn is_due(self) -> bool {
        !matches!(self, Self::Paid | Self::Plot)
    }
}

/// An entry of a file's account: what is due by the approved plan, what was paid, which plot was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Own id, made by the sender.
    pub id: Uuid,
    /// Of which file.
    pub file: ProceedingId,
    /// What it is.
    pub sort: Sort,
    /// Đồng; of a plot, how many.
    pub amount: i64,
    /// The day of its paper.
    pub on: Day,
    /// The number of its paper.
    pub paper: String,
    /// When it was written down.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
    /// When it was struck out as a mistake; it then counts nowhere.
    pub struck_at: Option<Moment>,
}

/// An entry as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct TypedEntry {
    /// Word of its sort.
    pub sort: String,
    /// Đồng, or how many plots.
    pub amount: String,
    /// The day of its paper.
    pub on: Option<Result<Day, Note>>,
    /// Its number.
    pub paper: String,
}

impl TypedEntry {
    /// The entry, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(
        &self,
        (id, file): (Uuid, ProceedingId),
        person: Option<PersonId>,
        at: Moment,
    ) -> Result<Entry, Refusal> {
        let mut notes = Notes::default();
        if id.is_nil() {
            notes.add("id", Note::new("note-id"));
        }
        let sort = self.sort.parse::<Sort>().ok();
        if sort.is_none() {
            notes.add("entry_sort", Note::new("note-choose"));
        }
        let amount = counted(&mut notes, "dong", &self.amount, MOST_MONEY);
        if amount == Some(0) {
            notes.add("dong", Note::new("clearance-note-amount"));
        }
        let on = past_day(&mut notes, "on", self.on.as_ref(), at.day());
        let paper = line(&mut notes, "paper_number", &self.paper, PAPER);
        if paper.is_empty() {
            notes.add("paper_number", Note::new("note-required"));
        }
        notes.check()?;
        match (sort, amount, on) {
            (Some(sort), Some(amount), Some(on)) => {
                Ok(Entry { id, file, sort, amount, on, paper, at, person, struck_at: None })
            }
            _ => Err(Refusal::field("entry_sort", Note::new("note-choose"))),
        }
    }
}

/// A whole number in a field; nothing with a note when it is none, or too large.
fn counted(notes: &mut Notes, field: &str, said: &str, largest: i64) -> Option<i64> {
    match whole_number(said) {
        Some(number) if number <= largest => return Some(number),
        Some(_) => notes.add(field, Note::new("clearance-note-large")),
        None => {
            let said: String = said.trim().chars().take(40).collect();
            notes.add(field, Note::new("clearance-note-whole").with("said", said));
        }
    }
    None
}

/// Whether an act is done in a meeting whose counts are kept.
pub fn has_meeting(act: &str) -> bool {
    matches!(act, "meet" | "take_opinions" | "open_dialogue")
}

/// What was counted in a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many came.
    pub present: i64,
    /// How many of them were women.
    pub women: i64,
    /// How many agreed.
    pub agree: i64,
    /// How many disagreed.
    pub disagree: i64,
    /// How many said something else.
    pub other: i64,
}

/// A meeting with the people on the land.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Own id.
    pub id: MeetingId,
    /// Of which project.
    pub project: ProjectId,
    /// On which stretch; nothing when on several.
    pub segment: Option<SegmentId>,
    /// The commune that held it.
    pub unit: UnitId,
    /// The act of the law that was done in it.
    pub act: String,
    /// The day.
    pub on: Day,
    /// The number of its minutes.
    pub paper: String,
    /// What was counted.
    pub counts: Counts,
    /// What was said, without names.
    pub words: String,
    /// Of how many files it was an act.
    pub files: i64,
    /// When it was written down.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
}

/// The counts of a meeting as somebody types them.
#[derive(Clone, Debug, Default)]
pub struct TypedCounts {
    /// How many came.
    pub present: String,
    /// Women among them.
    pub women: String,
    /// Agreed.
    pub agree: String,
    /// Disagreed.
    pub disagree: String,
    /// Said something else.
    pub other: String,
    /// What was said.
    pub words: String,
}

impl TypedCounts {
    /// The counts and words, checked: nobody is counted twice.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<(Counts, String), Refusal> {
        let mut notes = Notes::default();
        let mut one = |field: &str, said: &str| counted(&mut notes, field, said, MOST_PEOPLE).unwrap_or(0);
        let counts = Counts {
            present: one("came", &self.present),
            women: one("women", &self.women),
            agree: one("agree", &self.agree),
            disagree: one("disagree", &self.disagree),
            other: one("others", &self.other),
        };
        if counts.present == 0 && self.present.trim().is_empty() {
            notes.add("came", Note::new("note-required"));
        }
        if counts.present < counts.women {
            notes.add("women", Note::new("clearance-note-women"));
        }
        if counts.present < counts.agree + counts.disagree + counts.other {
            notes.add("agree", Note::new("clearance-note-opinions"));
        }
        let words = text(&mut notes, "remarks", &self.words, WORDS, false);
        notes.check()?;
        Ok((counts, words))
    }
}

/// A survey of wishes: how many were asked, and how many named each topic. It holds nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Own id, made by the sender.
    pub id: Uuid,
    /// Of which project.
    pub project: ProjectId,
    /// The commune that asked.
    pub unit: UnitId,
    /// The day.
    pub on: Day,
    /// How many households were asked.
    pub asked: i64,
    /// How many answered.
    pub answered: i64,
    /// How many named each topic of the list.
    pub wishes: Vec<(String, i64)>,
    /// When it was written down.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
}

/// A survey as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct TypedSurvey {
    /// The day.
    pub on: Option<Result<Day, Note>>,
    /// How many were asked.
    pub asked: String,
    /// How many answered.
    pub answered: String,
    /// Each topic's code with how many named it.
    pub wishes: Vec<(String, String)>,
}

impl TypedSurvey {
    /// The survey, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong: `wish-` and its code for a topic.
    pub fn check(
        &self,
        (id, project, unit): (Uuid, ProjectId, UnitId),
        person: Option<PersonId>,
        at: Moment,
    ) -> Result<Survey, Refusal> {
        let mut notes = Notes::default();
        if id.is_nil() {
            notes.add("id", Note::new("note-id"));
        }
        let on = past_day(&mut notes, "on", self.on.as_ref(), at.day());
        let asked = counted(&mut notes, "households_asked", &self.asked, MOST_PEOPLE).unwrap_or(0);
        let answered = counted(&mut notes, "households_answered", &self.answered, MOST_PEOPLE).unwrap_or(0);
        if asked == 0 {
            notes.add("households_asked", Note::new("note-required"));
        }
        if asked < answered {
            notes.add("households_answered", Note::new("clearance-note-answered"));
        }
        let mut wishes = Vec::new();
        for (code, said) in &self.wishes {
            let field = format!("wish-{code}");
            let many = counted(&mut notes, &field, said, MOST_PEOPLE).unwrap_or(0);
            if answered < many {
                notes.add(&field, Note::new("clearance-note-wish"));
            }
            if many > 0 {
                wishes.push((code.clone(), many));
            }
        }
        notes.check()?;
        let on = on.unwrap_or_else(|| at.day());
        Ok(Survey { id, project, unit, on, asked, answered, wishes, at, person })
    }
}

/// The acts that come next in a stage: those that stop a running clock of an office, else those that lead on. `running` are
/// the steps whose clocks run.
pub fn next_acts<'a>(procedure: &'a Procedure, stage: &str, running: &[&str], on: Day) -> Vec<&'a Act> {
    let here = |act: &&Act| act.from.iter().any(|from| from == stage) && act.validity.holds_on(on);
    let ends = |act: &&Act| {
        let of = |term: &&crate::procedures::Term| running.contains(&term.rule.step.as_str());
        procedure.terms.iter().filter(of).any(|term| term.ends.contains(&act.code))
    };
    let stopping: Vec<&Act> = procedure.acts.iter().filter(here).filter(ends).collect();
    if !stopping.is_empty() {
        return stopping;
    }
    let leads = |act: &&Act| act.to.as_deref().is_some_and(|to| to != stage);
    procedure.acts.iter().filter(here).filter(leads).collect()
}
