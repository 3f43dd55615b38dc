//! What somebody types of an inspection, cleaned and checked.

use super::{Act, Kind, Outcome, Question, checklist};
use crate::{
    programmes::{line, nameless},
    refusals::{Note, Notes, Refusal},
    text::clean_line,
    time::Day,
};

/// Most questions of one checklist.
const MOST_ITEMS: usize = 100;
/// Most things to be mended after one inspection.
const MOST_REMEDIES: usize = 60;
/// Longest text, in characters.
const TEXT_LIMIT: usize = 4000;
/// Longest question, in characters.
const QUESTION_LIMIT: usize = 400;
/// Longest name of a field, in characters.
const FIELD_LIMIT: usize = 80;
/// The longest work at a unit, in days.
const LONGEST: i64 = 366;

/// An inspection as somebody puts it into the plan.
#[derive(Clone, Debug, Default)]
pub struct TypedPlan {
    /// Word of its kind.
    pub kind: String,
    /// About what.
    pub subject: String,
    /// The number of the plan.
    pub plan: String,
    /// First day of the work; an error when it could not be read.
    pub from: Option<Result<Day, Note>>,
    /// Last day.
    pub to: Option<Result<Day, Note>>,
    /// The checklist to begin with; may be empty.
    pub list: String,
    /// More questions, a line each, `field: question`.
    pub questions: String,
}

/// What was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What is done.
    pub kind: Kind,
    /// About what.
    pub subject: String,
    /// The number of the plan.
    pub plan: String,
    /// The days of the work, both included.
    pub days: (Day, Day),
    /// The questions, each with the field it asks about.
    pub questions: Vec<(String, String)>,
}

impl TypedPlan {
    /// What was typed, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<Planned, Refusal> {
        let mut notes = Notes::default();
        let kind = self.kind.parse::<Kind>().ok();
        if kind.is_none() {
            notes.add("inspection_kind", Note::new("note-choose"));
        }
        let subject = nameless(&mut notes, "subject", &self.subject, QUESTION_LIMIT);
        if self.subject.trim().is_empty() {
            notes.add("subject", Note::new("note-required"));
        }
        let plan = line(&mut notes, "plan", &self.plan, FIELD_LIMIT);
        let from = required_day(&mut notes, "from", self.from.as_ref());
        let to = required_day(&mut notes, "to", self.to.as_ref());
        if let (Some(from), Some(to)) = (from, to) {
            if to < from {
                notes.add("to", Note::new("note-days-reversed"));
            } else if LONGEST < to.days_since(from) {
                notes.add("to", Note::new("inspection-note-long"));
            }
        }
        let questions = self.questions(&mut notes);
        notes.check()?;
        match (kind, from, to) {
            (Some(kind), Some(from), Some(to)) => {
                Ok(Planned { kind, subject, plan, days: (from, to), questions })
            }
            _ => Err(Refusal::field("inspection_kind", Note::new("note-choose"))),
        }
    }

    /// The questions of the chosen checklist, and those typed.
    fn questions(&self, notes: &mut Notes) -> Vec<(String, String)> {
        let known = checklist(self.list.trim());
        if known.is_empty() && !self.list.trim().is_empty() {
            notes.add("list", Note::new("note-choose"));
        }
        let whole = |question: &Question| (question.field.clone(), question.question.clone());
        let mut all: Vec<(String, String)> = known.into_iter().map(whole).collect();
        for (number, typed) in (1..).zip(self.questions.lines().filter(|line| !line.trim().is_empty())) {
            let parts = typed.split_once(':').map(|(field, asks)| (field.trim(), asks.trim()));
            let cleaned = parts
                .filter(|(field, asks)| !field.is_empty() && !asks.is_empty())
                .map(|(field, asks)| (clean_line(field, FIELD_LIMIT), clean_line(asks, QUESTION_LIMIT)));
            match cleaned {
                Some((Ok(field), Ok(asks))) => all.push((field, asks)),
                Some((Err(fault), _) | (_, Err(fault))) => notes.add("questions", fault.into()),
                None => notes
                    .add("questions", Note::new("inspection-note-question").with("line", i64::from(number))),
            }
        }
        if all.is_empty() && self.list.trim().is_empty() && self.questions.trim().is_empty() {
            notes.add("questions", Note::new("inspection-note-no-question"));
        }
        if MOST_ITEMS < all.len() {
            notes.add("questions", Note::new("inspection-note-many").with("most", MOST_ITEMS));
        }
        all
    }
}

/// A day that must be there.
fn required_day(notes: &mut Notes, field: &str, typed: Option<&Result<Day, Note>>) -> Option<Day> {
    match typed {
        Some(Ok(day)) => Some(*day),
        Some(Err(note)) => {
            notes.add(field, note.clone());
            None
        }
        None => {
            notes.add(field, Note::new("note-day"));
            None
        }
    }
}

/// A paper and words as somebody typed them for an act.
#[derive(Clone, Debug, Default)]
pub struct TypedPaper {
    /// What is said.
    pub words: String,
    /// The paper's number.
    pub number: String,
    /// The paper's day.
    pub on: Option<Result<Day, Note>>,
}

/// What is said in an act, and its paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// What is said.
    pub words: String,
    /// The paper's number.
    pub number: String,
    /// The paper's day.
    pub on: Option<Day>,
}

/// What was typed for an act, cleaned and checked.
///
/// # Errors
/// A note under each field that is wrong.
pub fn told(act: Act, typed: &TypedPaper, today: Day) -> Result<Paper, Refusal> {
    let mut notes = Notes::default();
    let words = nameless(&mut notes, "words", &typed.words, TEXT_LIMIT);
    if act.needs_words() && typed.words.trim().is_empty() {
        let why = if act == Act::CallOff { "note-say-why" } else { "note-required" };
        notes.add("words", Note::new(why));
    }
    let mut paper = Paper { words, ..Paper::default() };
    if act.has_paper() {
        paper.number = line(&mut notes, "number", &typed.number, FIELD_LIMIT);
        if typed.number.trim().is_empty() {
            notes.add("number", Note::new("note-required"));
        }
        paper.on = required_day(&mut notes, "on", typed.on.as_ref());
        if paper.on.is_some_and(|on| today < on) {
            notes.add("on", Note::new("inspection-note-future"));
        }
    }
    notes.check()?;
    Ok(paper)
}

/// By when the unit answers the outline.
///
/// # Errors
/// A note under `answer_due_on`: no day, or one that has passed.
pub fn answer_due(typed: Option<&Result<Day, Note>>, today: Day) -> Result<Day, Refusal> {
    let mut notes = Notes::default();
    let due = required_day(&mut notes, "answer_due_on", typed);
    if due.is_some_and(|due| due < today) {
        notes.add("answer_due_on", Note::new("inspection-note-past"));
    }
    notes.check()?;
    due.ok_or_else(|| Refusal::field("answer_due_on", Note::new("note-day")))
}

/// What was found of one item, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedFinding {
    /// Word of the outcome.
    pub outcome: String,
    /// What was seen.
    pub told: String,
}

impl TypedFinding {
    /// The outcome and what was seen; what is found to be wrong must be said.
    ///
    /// # Errors
    /// A note under `outcome` or `told`.
    pub fn check(&self) -> Result<(Outcome, String), Refusal> {
        let mut notes = Notes::default();
        let outcome = self.outcome.parse::<Outcome>().ok();
        if outcome.is_none() {
            notes.add("outcome", Note::new("note-choose"));
        }
        let told = nameless(&mut notes, "told", &self.told, TEXT_LIMIT);
        if outcome.is_some_and(Outcome::is_found) && self.told.trim().is_empty() {
            notes.add("told", Note::new("inspection-note-told"));
        }
        notes.check()?;
        outcome
            .map(|outcome| (outcome, told))
            .ok_or_else(|| Refusal::field("outcome", Note::new("note-choose")))
    }
}

/// Something to be mended, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedRemedy {
    /// What.
    pub what: String,
    /// By when.
    pub on: Option<Result<Day, Note>>,
}

/// Something to be mended by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What.
    pub what: String,
    /// By when.
    pub on: Day,
}

/// What is to be mended; rows without any word are left out. `found` is whether anything was found to be wrong: then
/// something must be mended. A note stands under `remedy-1`, `due-1` and so on, by the row as it was typed.
///
/// # Errors
/// A note under each row that is wrong; when nothing is to be mended though something was found.
pub fn remedies(typed: &[TypedRemedy], found: bool, today: Day) -> Result<Vec<Remedy>, Refusal> {
    let mut notes = Notes::default();
    let mut all = Vec::new();
    let is_blank = |row: &TypedRemedy| row.what.trim().is_empty() && row.on.is_none();
    for (number, row) in (1..).zip(typed) {
        if is_blank(row) {
            continue;
        }
        let (field, due) = (format!("remedy-{number}"), format!("due-{number}"));
        let what = nameless(&mut notes, &field, &row.what, 300);
        if row.what.trim().is_empty() {
            notes.add(&field, Note::new("note-required"));
        }
        let on = required_day(&mut notes, &due, row.on.as_ref());
        if on.is_some_and(|on| on < today) {
            notes.add(&due, Note::new("inspection-note-past"));
        }
        all.extend(on.map(|on| Remedy { what, on }));
    }
    if found && typed.iter().all(is_blank) {
        notes.add("remedy-1", Note::new("inspection-note-mend"));
    }
    if MOST_REMEDIES < all.len() {
        notes.add("remedy-1", Note::new("inspection-note-remedies-many").with("most", MOST_REMEDIES));
    }
    notes.check()?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn fields(refused: &Refusal) -> Vec<String> {
        match refused {
            Refusal::Invalid(notes) => notes.iter().map(|note| note.field.clone()).collect(),
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn a_plan_is_whole_or_says_what_lacks() {
        let whole = TypedPlan {
            kind: "inspection".into(),
            subject: "Thực hiện quy chế dân vận".into(),
            from: Some(Ok(day("2026-10-05"))),
            to: Some(Ok(day("2026-10-09"))),
            questions: "Công khai: Có niêm yết đủ không?\n\nTiếp dân: Có đúng lịch không?".into(),
            ..TypedPlan::default()
        };
        let questions = whole.check().expect("whole").questions;
        assert_eq!(questions.len(), 2);
        assert_eq!(questions[0], ("Công khai".into(), "Có niêm yết đủ không?".into()));
        let check = |change: fn(&mut TypedPlan), expected: &[&str]| {
            let mut typed = whole.clone();
            change(&mut typed);
            assert_eq!(fields(&typed.check().expect_err("refused")), expected);
        };
        check(|typed| typed.kind = "raid".into(), &["inspection_kind"]);
        check(|typed| typed.subject.clear(), &["subject"]);
        check(|typed| typed.to = typed.from.clone().map(|_| Ok(day("2026-10-01"))), &["to"]);
        check(|typed| typed.to = Some(Ok(day("2028-10-01"))), &["to"]);
        check(|typed| typed.from = None, &["from"]);
        check(|typed| typed.questions.clear(), &["questions"]);
        check(|typed| typed.questions = "không có dấu hai chấm".into(), &["questions"]);
        check(|typed| typed.list = "none".into(), &["list"]);
        check(|typed| typed.questions = "A: b\n".repeat(101), &["questions"]);
    }

    #[test]
    fn what_is_wrong_must_be_said_and_mended() {
        let finding = |outcome: &str, told: &str| TypedFinding { outcome: outcome.into(), told: told.into() };
        assert!(finding("met", "").check().is_ok());
        assert_eq!(fields(&finding("violation", " ").check().expect_err("refused")), ["told"]);
        assert_eq!(fields(&finding("", "").check().expect_err("refused")), ["outcome"]);
        let today = day("2026-10-10");
        let row =
            |what: &str, on: Option<&str>| TypedRemedy { what: what.into(), on: on.map(|on| Ok(day(on))) };
        let check = |rows: &[TypedRemedy], found: bool, expected: &[&str]| match remedies(rows, found, today)
        {
            Ok(_) => assert!(expected.is_empty(), "{rows:?}"),
            Err(refused) => assert_eq!(fields(&refused), expected, "{rows:?}"),
        };
        check(&[], false, &[]);
        check(&[row("", None)], true, &["remedy-1"]);
        check(&[row("", None), row("Niêm yết lại", Some("2026-10-30"))], true, &[]);
        check(&[row("Niêm yết lại", None)], true, &["due-1"]);
        check(&[row("", Some("2026-10-30"))], true, &["remedy-1"]);
        check(&[row("Niêm yết lại", Some("2026-10-09"))], true, &["due-1"]);
    }

    #[test]
    fn an_act_says_what_it_must() {
        let today = day("2026-10-10");
        let paper = |words: &str, number: &str, on: Option<&str>| TypedPaper {
            words: words.into(),
            number: number.into(),
            on: on.map(|on| Ok(day(on))),
        };
        let check = |act: Act, typed: &TypedPaper, expected: &[&str]| match told(act, typed, today) {
            Ok(_) => assert!(expected.is_empty(), "{act} {typed:?}"),
            Err(refused) => assert_eq!(fields(&refused), expected, "{act} {typed:?}"),
        };
        check(Act::Begin, &paper("", "", None), &[]);
        check(Act::Decide, &paper("", "12-QĐ/BDV", Some("2026-10-01")), &[]);
        check(Act::Decide, &paper("", "", None), &["number", "on"]);
        check(Act::Decide, &paper("", "12-QĐ/BDV", Some("2026-10-11")), &["on"]);
        check(Act::Minute, &paper("", "", None), &["words"]);
        check(Act::CallOff, &paper("", "", None), &["words"]);
    }
}
