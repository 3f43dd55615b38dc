//! What is doubtful in a return before it goes up: missing, far from its own past, not adding up. What can be explained
//! is let pass once somebody has written why under the figure.

use super::{Content, Figure, Form, Query, RuleKind, Said};
use crate::refusals::Note;

/// Of fewer returns before, nothing is said about what is usual.
const FEWEST_BEFORE: usize = 3;
/// A difference of less is no reason to ask.
const SMALLEST: i64 = 5;

/// Something doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The section or figure.
    pub code: String,
    /// The figures of which the note tells numbers.
    pub tells: Vec<String>,
    /// Whether the return cannot go up before it is mended or explained.
    pub is_stopping: bool,
    /// What is doubtful, and what to do.
    pub note: Note,
}

/// Everything doubtful in what a return says, given what the same unit told before in the same form.
pub fn check(form: &Form, content: &Content, before: &[Content]) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for section in &form.sections {
        if section.is_required && content.section(&section.code).trim().is_empty() {
            doubts.push(stopping(&section.code, Note::new("return-doubt-section")));
        }
    }
    for figure in &form.figures {
        doubts.extend(missing(figure, content));
        doubts.extend(unusual(form, figure, content, before));
    }
    for rule in &form.rules {
        doubts.extend(not_holding(form, rule, content));
    }
    doubts
}

fn stopping(code: &str, note: Note) -> Doubt {
    Doubt { code: code.to_owned(), tells: Vec::new(), is_stopping: true, note }
}

/// What must be explained stops a return until something is written under the figure.
fn to_explain(said: &Said, tells: Vec<String>, note: Note) -> Doubt {
    Doubt { code: said.code.clone(), tells, is_stopping: said.remark.trim().is_empty(), note }
}

fn missing(figure: &Figure, content: &Content) -> Option<Doubt> {
    let said = content.figure(&figure.code);
    if said.is_some_and(|said| said.value.is_some()) {
        return None;
    }
    if figure.query == Query::Typed {
        return figure.is_required.then(|| stopping(&figure.code, Note::new("return-doubt-number")));
    }
    // A share of nothing is nothing; what should have been counted and was not must be told.
    let is_asked = figure.is_required && !figure.query.is_share();
    let note = || Note::new("return-doubt-uncounted");
    is_asked.then(|| match said {
        Some(said) => to_explain(said, Vec::new(), note()),
        None => stopping(&figure.code, note()),
    })
}

/// A figure as one number: a count itself, a share in hundredths of a per cent.
fn number(said: &Said) -> Option<i64> {
    match (said.value, said.of) {
        (Some(value), None) => Some(value),
        (Some(part), Some(whole)) if 0 < whole => Some(part.saturating_mul(10_000) / whole),
        _ => None,
    }
}

fn unusual(form: &Form, figure: &Figure, content: &Content, before: &[Content]) -> Option<Doubt> {
    let said = content.figure(&figure.code)?;
    let now = number(said)?;
    let past: Vec<i64> = before.iter().filter_map(|one| number(one.figure(&figure.code)?)).collect();
    if past.len() < FEWEST_BEFORE {
        return None;
    }
    let (least, most) = (*past.iter().min()?, *past.iter().max()?);
    let above = now > most.saturating_mul(form.usual) / 100 && now - most >= SMALLEST;
    let below = now < least.saturating_mul(100) / form.usual && least - now >= SMALLEST;
    if !above && !below {
        return None;
    }
    let is_share = figure.query.is_share();
    let key = if is_share { "return-doubt-unusual-share" } else { "return-doubt-unusual" };
    // A share is told in whole per cent.
    let told = |number: i64| if is_share { number / 100 } else { number };
    let note = Note::new(key).with("least", told(least)).with("most", told(most)).with("many", past.len());
    Some(to_explain(said, vec![said.code.clone()], note))
}

fn not_holding(form: &Form, rule: &super::Rule, content: &Content) -> Option<Doubt> {
    let said = content.figure(&rule.whole)?;
    let whole = said.value?;
    let parts: Vec<i64> =
        rule.parts.iter().filter_map(|code| content.figure(code).and_then(|part| part.value)).collect();
    // What is missing is said by itself.
    if parts.len() < rule.parts.len() {
        return None;
    }
    let holds = match rule.kind {
        RuleKind::AddsUp => parts.iter().sum::<i64>() == whole,
        RuleKind::AtMost => parts.iter().all(|part| *part <= whole),
    };
    if holds {
        return None;
    }
    let name = |code: &str| {
        form.figures.iter().find(|one| one.code == code).map_or(code, |one| one.name.vi.as_str()).to_owned()
    };
    let key = match rule.kind {
        RuleKind::AddsUp => "return-doubt-adds-up",
        RuleKind::AtMost => "return-doubt-at-most",
    };
    let named: Vec<String> = rule.parts.iter().map(|code| name(code)).collect();
    let note = Note::new(key).with("whole", whole).with("sum", parts.iter().sum::<i64>());
    let tells = std::iter::once(&rule.whole).chain(&rule.parts).cloned().collect();
    Some(to_explain(said, tells, note.with("parts", named.join(", "))))
}
