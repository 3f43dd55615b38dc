//! What somebody types in a contest, cleaned and checked.

use super::{Part, Rules, Tier, known_rules};
use crate::{
    programmes::{line, nameless},
    refusals::{Note, Notes, Refusal},
    time::Day,
};

/// Longest name, in characters.
const NAME_LIMIT: usize = 160;
/// Longest reason, in characters.
const REASON_LIMIT: usize = 500;
/// The longest part, in seconds.
const LONGEST: i64 = 4 * 3600;

/// A contest as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct TypedContest {
    /// What it is called.
    pub title: String,
    /// The number of its plan.
    pub plan: String,
    /// The word of its rules.
    pub rules: String,
}

/// A name that must be there.
fn name(notes: &mut Notes, field: &str, typed: &str) -> String {
    let name = line(notes, field, typed, NAME_LIMIT);
    if typed.trim().is_empty() {
        notes.add(field, Note::new("note-required"));
    }
    name
}

impl TypedContest {
    /// Title, plan and rules.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<(String, String, Rules), Refusal> {
        let mut notes = Notes::default();
        let title = name(&mut notes, "title", &self.title);
        let plan = line(&mut notes, "plan", &self.plan, NAME_LIMIT);
        let rules = known_rules().iter().find(|rules| rules.code == self.rules.trim());
        if rules.is_none() {
            notes.add("rules", Note::new("note-choose"));
        }
        notes.check()?;
        let rules = rules.cloned().ok_or_else(|| Refusal::field("rules", Note::new("note-choose")))?;
        Ok((title, plan, rules))
    }
}

/// A team as somebody types it; its unit is found by the action.
#[derive(Clone, Debug, Default)]
pub struct TypedTeam {
    /// What it is called.
    pub name: String,
}

impl TypedTeam {
    /// The name of a team, which names no person.
    ///
    /// # Errors
    /// A note under `name`.
    pub fn check(&self) -> Result<String, Refusal> {
        let mut notes = Notes::default();
        let name = name(&mut notes, "name", &self.name);
        if let Some(found) = crate::privacy::names_somebody(&name) {
            notes.add("name", Note::new("note-names-somebody").with("words", &name[found]));
        }
        notes.check()?;
        Ok(name)
    }
}

/// A round as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct TypedRound {
    /// Word of its tier.
    pub tier: String,
    /// What it is called.
    pub name: String,
    /// On which day; an error when it could not be read.
    pub held_on: Option<Result<Day, Note>>,
    /// How many teams go on.
    pub go_on: String,
}

impl TypedRound {
    /// Tier, name, day, and how many go on.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<(Tier, String, Day, i64), Refusal> {
        let mut notes = Notes::default();
        let tier = self.tier.parse::<Tier>().ok();
        if tier.is_none() {
            notes.add("tier", Note::new("note-choose"));
        }
        let name = name(&mut notes, "name", &self.name);
        let held_on = match &self.held_on {
            Some(Ok(day)) => Some(*day),
            Some(Err(note)) => {
                notes.add("held_on", note.clone());
                None
            }
            None => {
                notes.add("held_on", Note::new("note-day"));
                None
            }
        };
        let typed = self.go_on.trim();
        let go_on = if typed.is_empty() { Some(0) } else { typed.parse().ok() };
        let go_on = go_on.filter(|count| (0..=100).contains(count));
        if go_on.is_none() {
            notes.add("go_on", Note::new("contest-note-go-on"));
        }
        notes.check()?;
        match (tier, held_on, go_on) {
            (Some(tier), Some(held_on), Some(go_on)) => Ok((tier, name, held_on, go_on)),
            _ => Err(Refusal::field("tier", Note::new("note-choose"))),
        }
    }
}

/// The points of a sheet as somebody types them, in its order.
#[derive(Clone, Debug, Default)]
pub struct TypedMark {
    /// One for each criterion.
    pub points: Vec<String>,
    /// Why, of a correction.
    pub reason: String,
}

impl TypedMark {
    /// Hundredths of a point for each criterion, and the reason.
    ///
    /// # Errors
    /// A note under each `points-CODE` that is wrong, and under `reason`.
    pub fn check(&self, part: &Part) -> Result<(Vec<i64>, String), Refusal> {
        let mut notes = Notes::default();
        let mut points = Vec::new();
        for (at, criterion) in part.criteria.iter().enumerate() {
            let typed = self.points.get(at).map_or("", String::as_str);
            match hundredths(typed).filter(|points| *points <= criterion.most()) {
                Some(found) => points.push(found),
                None => {
                    let note = Note::new("contest-note-points").with("most", criterion.points);
                    notes.add(&format!("points-{}", criterion.code), note);
                }
            }
        }
        let reason = nameless(&mut notes, "reason", &self.reason, REASON_LIMIT);
        notes.check()?;
        Ok((points, reason))
    }
}

/// Points as people write them, `8`, `8,5` or `8.25`, in hundredths.
fn hundredths(typed: &str) -> Option<i64> {
    let typed = typed.trim().replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || 4 < whole.len() || 2 < part.len() || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

/// Hundredths of a point as people read them: `8,5`.
pub fn points_text(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let text = format!("{whole},{part:02}");
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// How long a part took, as `6:30` or in seconds; nothing when the field is blank.
///
/// # Errors
/// A note under `time`.
pub fn seconds(typed: &str) -> Result<Option<i64>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let parsed = match typed.split_once(':') {
        Some((minutes, seconds)) => minutes
            .parse::<i64>()
            .ok()
            .zip(seconds.parse::<i64>().ok().filter(|seconds| (0..60).contains(seconds)))
            .map(|(minutes, seconds)| minutes.saturating_mul(60) + seconds),
        None => typed.parse().ok(),
    };
    match parsed.filter(|seconds| (0..=LONGEST).contains(seconds)) {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(Refusal::field("time", Note::new("contest-note-time"))),
    }
}

/// A reason, cleaned; it may be empty.
///
/// # Errors
/// A note under `reason`.
pub fn reason(typed: &str) -> Result<String, Refusal> {
    let mut notes = Notes::default();
    let text = nameless(&mut notes, "reason", typed, REASON_LIMIT);
    notes.check()?;
    Ok(text)
}
