//! Shifts of a team: what is to be done, by whom, who was called, who came, what was handed over; and that nobody is called
//! too often.

use super::skill;
use crate::{
    ids::{MemberId, ProgrammeId, ShiftId, TeamId, UnitId},
    programmes::{Measure, line, nameless, read_value},
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};

words_enum! {
    /// What somebody answered to a call.
    Answer {
        /// They come.
        Yes = "yes",
        /// They cannot.
        No = "no",
    }
}

/// Longest shift, in minutes.
pub const LONGEST_SHIFT: i64 = 12 * 60;
/// How many hours of shifts within seven days are the most when the installation says nothing else. A default of danvan, not of a law.
pub const WEEK_HOURS_DEFAULT: i64 = 24;
/// Seven days, in seconds.
const WEEK: i64 = 7 * 24 * 3600;
/// Longest words of a shift, in characters.
const WHAT_LIMIT: usize = 200;
/// Longest words handed over, in characters.
const HANDOVER_LIMIT: usize = 1000;
/// The most people of one need.
const MOST_PEOPLE: i64 = 200;

/// How many people a shift needs, of one skill or any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The code of the skill; nothing for anybody.
    pub skill: Option<String>,
    /// How many.
    pub many: i64,
}

/// A shift of a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Own id, made by the sender.
    pub id: ShiftId,
    /// Of which campaign.
    pub campaign: ProgrammeId,
    /// Of which team.
    pub team: TeamId,
    /// In whose care: a commune.
    pub unit: UnitId,
    /// What is to be done, and where.
    pub what: String,
    /// When it begins.
    pub from: Moment,
    /// When it ends.
    pub to: Moment,
    /// Whom it needs.
    pub needs: Vec<Need>,
    /// When it was handed over.
    pub closed_at: Option<Moment>,
    /// What the next ones must know.
    pub handover: String,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it begins.
    pub from: Moment,
    /// When it ends.
    pub to: Moment,
}

impl Span {
    /// How many minutes it lasts.
    pub const fn minutes(self) -> i64 {
        self.to.seconds_since(self.from) / 60
    }

    /// Whether both are at some instant.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl Shift {
    /// When it is.
    pub const fn span(&self) -> Span {
        Span { from: self.from, to: self.to }
    }

    /// How many people it needs in all.
    pub fn needed(&self) -> i64 {
        self.needs.iter().map(|need| need.many).sum()
    }

    /// What it still needs when these come, each with what they can do. Whoever can do little is counted first where that
    /// is asked, so that nobody's skill is wasted on what anybody can do.
    pub fn open_needs(&self, coming: &[Vec<String>]) -> Vec<Need> {
        let mut free: Vec<&Vec<String>> = coming.iter().collect();
        free.sort_by_key(|skills| skills.len());
        let mut open = Vec::new();
        let (named, any): (Vec<&Need>, Vec<&Need>) = self.needs.iter().partition(|need| need.skill.is_some());
        for need in named {
            let mut many = need.many;
            free.retain(|skills| {
                let fits = many > 0 && need.skill.as_ref().is_some_and(|skill| skills.contains(skill));
                many -= i64::from(fits);
                !fits
            });
            open.push(Need { skill: need.skill.clone(), many });
        }
        let mut left = i64::try_from(free.len()).unwrap_or(i64::MAX);
        for need in any {
            let taken = need.many.min(left);
            left -= taken;
            open.push(Need { skill: None, many: need.many - taken });
        }
        open.retain(|need| need.many > 0);
        open
    }
}

/// Somebody was called to a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// To which.
    pub shift: ShiftId,
    /// Who.
    pub member: MemberId,
    /// When they were called.
    pub called_at: Moment,
    /// What they answered.
    pub answer: Option<Answer>,
    /// How many minutes they were there; none for who did not come, nothing before the shift was handed over.
    pub minutes: Option<i64>,
}

/// A shift as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedShift {
    /// What is to be done, and where.
    pub what: String,
    /// The day on which it begins.
    pub day: Option<Result<Day, Note>>,
    /// `07:30`.
    pub from: String,
    /// `11:30`; earlier than `from` it is on the next day.
    pub to: String,
    /// Codes of skills, or nothing for anybody, with how many.
    pub needs: Vec<(String, String)>,
}

impl TypedShift {
    /// What was typed, checked: what, when, whom.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self, now: Moment) -> Result<(String, Span, Vec<Need>), Refusal> {
        let mut notes = Notes::default();
        let what = line(&mut notes, "what", &self.what, WHAT_LIMIT);
        if self.what.trim().is_empty() {
            notes.add("what", Note::new("note-required"));
        }
        let day = match &self.day {
            Some(Ok(day)) => Some(*day),
            Some(Err(note)) => {
                notes.add("day", note.clone());
                None
            }
            None => {
                notes.add("day", Note::new("note-day"));
                None
            }
        };
        let from = hour(&mut notes, "begins", &self.from);
        let to = hour(&mut notes, "ends", &self.to);
        let needs = self.needs(&mut notes);
        let span = day.zip(from).zip(to).map(|((day, from), to)| {
            let last = if to <= from { day.next() } else { day };
            Span { from: Moment::at(day, from.0, from.1), to: Moment::at(last, to.0, to.1) }
        });
        if let Some(span) = span {
            if LONGEST_SHIFT < span.minutes() {
                notes.add("ends", Note::new("campaign-note-long-shift").with("hours", LONGEST_SHIFT / 60));
            } else if span.to <= now {
                notes.add("day", Note::new("campaign-note-past-shift"));
            }
        }
        notes.check()?;
        span.map(|span| (what, span, needs)).ok_or_else(|| Refusal::field("day", Note::new("note-day")))
    }

    fn needs(&self, notes: &mut Notes) -> Vec<Need> {
        let mut needs = Vec::new();
        for (at, (code, many)) in (1..).zip(&self.needs) {
            let (code, field) = (code.trim(), format!("many-{at}"));
            if many.trim().is_empty() {
                if !code.is_empty() {
                    notes.add(&field, Note::new("note-required"));
                }
                continue;
            }
            let skill = match code {
                "" => None,
                code if skill(code).is_some() => Some(code.to_owned()),
                _ => {
                    notes.add(&format!("skill-{at}"), Note::new("note-choose"));
                    None
                }
            };
            match read_value(Measure::Count, many) {
                Ok(many) if (1..=MOST_PEOPLE).contains(&many) => needs.push(Need { skill, many }),
                Ok(_) => notes.add(&field, Note::new("campaign-note-range").with("most", MOST_PEOPLE)),
                Err(note) => notes.add(&field, note),
            }
        }
        if needs.is_empty() && self.needs.iter().all(|(_, many)| many.trim().is_empty()) {
            notes.add("many-1", Note::new("campaign-note-nobody-needed"));
        }
        needs
    }
}

/// An hour of the day: `7:30`, `07h30`, `7`.
fn hour(notes: &mut Notes, field: &str, typed: &str) -> Option<(i8, i8)> {
    let typed = typed.trim().to_ascii_lowercase().replace('h', ":");
    let (hour, minute) = typed.split_once(':').unwrap_or((&typed, ""));
    let minute = if minute.is_empty() { "0" } else { minute };
    let read = hour.trim().parse::<i8>().ok().zip(minute.trim().parse::<i8>().ok());
    let read = read.filter(|(hour, minute)| (0..24).contains(hour) && (0..60).contains(minute));
    if read.is_none() {
        notes.add(field, Note::new("campaign-note-hour"));
    }
    read
}

/// The most minutes within any seven days in which a new shift would fall, with the shifts somebody has already.
pub fn heaviest_week(spans: &[Span], new: Span) -> i64 {
    let all = || spans.iter().copied().chain(std::iter::once(new));
    let begins = all().map(|span| span.from);
    let around = begins.filter(|from| *from <= new.from && new.from < from.plus_seconds(WEEK));
    let within = |from: Moment| -> i64 {
        all().filter(|span| from <= span.from && span.from < from.plus_seconds(WEEK)).map(Span::minutes).sum()
    };
    around.map(within).max().unwrap_or(0)
}

/// Whether somebody may be called to a shift besides those they have, with so many hours a week at most.
///
/// # Errors
/// A note: they are elsewhere at that time, or it would be too much.
pub fn may_call(spans: &[Span], new: Span, most_hours: i64) -> Result<(), Note> {
    if spans.iter().any(|span| span.overlaps(new)) {
        return Err(Note::new("campaign-note-elsewhere"));
    }
    let heaviest = heaviest_week(spans, new);
    if most_hours * 60 < heaviest {
        let hours = heaviest / 60 + i64::from(heaviest % 60 > 0);
        return Err(Note::new("campaign-note-too-much").with("hours", hours).with("most", most_hours));
    }
    Ok(())
}

/// How many minutes somebody was at a shift, as typed: `90`, `0` for who did not come; the whole shift when nothing was typed.
///
/// # Errors
/// A note when it is no number or longer than the shift with an hour more.
pub fn attended_minutes(typed: &str, span: Span) -> Result<i64, Note> {
    if typed.trim().is_empty() {
        return Ok(span.minutes());
    }
    let most = span.minutes() + 60;
    match read_value(Measure::Count, typed)? {
        minutes if minutes <= most => Ok(minutes),
        _ => Err(Note::new("campaign-note-minutes").with("most", most)),
    }
}

impl Shift {
    /// What is handed over, cleaned.
    ///
    /// # Errors
    /// A note under `handover`.
    pub fn handed_over(typed: &str) -> Result<String, Refusal> {
        let mut notes = Notes::default();
        let text = nameless(&mut notes, "handover", typed, HANDOVER_LIMIT);
        notes.check()?;
        Ok(text)
    }
}
