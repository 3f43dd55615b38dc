//! Small things that many pages show: choices, due chips, pages of a list.

use danvan_domain::time::Moment;
use danvan_words::{Left, LeftUnit, Words};

/// One of several values of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// The severity whose shape stands before the label, 1 to 4; 0 for none.
    pub severity: u8,
    /// The word of the drawing before the label, as topics name it; empty for none.
    pub icon: String,
}

impl Choice {
    /// A value with its label; chosen when it is the present one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, present: &str) -> Self {
        let value = value.into();
        let is_chosen = value == present;
        Self { value, label: label.into(), is_chosen, severity: 0, icon: String::new() }
    }

    /// The same with a topic's drawing.
    #[must_use]
    pub fn with_icon(mut self, icon: &str) -> Self {
        self.icon = icon.to_owned();
        self
    }

    /// The same with the shape of a severity, 1 to 4.
    #[must_use]
    pub fn with_severity(mut self, severity: u8) -> Self {
        self.severity = severity;
        self
    }
}

/// What a due day asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// Nothing yet.
    Quiet,
    /// Attention today or tomorrow.
    Soon,
    /// It has passed.
    Late,
    /// It was kept.
    Well,
    /// The clock stands still.
    Paused,
}

/// A due day as it stands in a row or above a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueChip {
    /// What it asks for.
    pub state: DueState,
    /// Its words.
    pub words: String,
}

impl DueChip {
    /// The few words of a row.
    pub fn short(words: &Words, left: Left, due: Moment, now: Moment) -> Self {
        Self { state: state_of(left), words: words.relative_due_short(left, due, now) }
    }

    /// The whole sentence above a case.
    pub fn full(words: &Words, left: Left, due: Moment, now: Moment) -> Self {
        Self { state: state_of(left), words: words.relative_due(left, due, now) }
    }

    /// What was answered on time: `sớm 2 ngày làm việc`.
    pub fn well(words: &Words, working_days_early: i64) -> Self {
        Self { state: DueState::Well, words: words.earliness(working_days_early) }
    }

    /// A clock that stands still.
    pub fn paused(words: &Words) -> Self {
        Self { state: DueState::Paused, words: words.say("due-paused") }
    }

    /// The class of the style sheet.
    pub fn class(&self) -> &'static str {
        match self.state {
            DueState::Quiet => "due",
            DueState::Soon => "due soon",
            DueState::Late => "due late",
            DueState::Well => "due well",
            DueState::Paused => "due paused",
        }
    }
}

/// Soon is the last working day or eight working hours.
fn state_of(left: Left) -> DueState {
    let soon = match left.unit {
        LeftUnit::WorkingHours => 8,
        LeftUnit::WorkingDays | LeftUnit::Days => 1,
    };
    if left.is_late {
        DueState::Late
    } else if left.amount <= soon {
        DueState::Soon
    } else {
        DueState::Quiet
    }
}

/// Where the reader is in a long list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The page shown, from 1.
    pub page: u64,
    /// How many stand on a page.
    pub size: u64,
    /// How many there are in all.
    pub total: u64,
    /// The list's address with everything but the page's number: `/cases?box=due`.
    pub address: String,
}

impl Pages {
    /// How many pages there are, at least one.
    pub fn count(&self) -> u64 {
        self.total.div_ceil(self.size.max(1)).max(1)
    }

    /// The number of the first thing shown, 0 when there is none.
    pub fn first(&self) -> u64 {
        if self.total == 0 { 0 } else { (self.page.saturating_sub(1)) * self.size + 1 }
    }

    /// The number of the last thing shown.
    pub fn last(&self) -> u64 {
        self.page.saturating_mul(self.size).min(self.total)
    }

    /// The address of the page before, if there is one.
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.href(self.page - 1))
    }

    /// The address of the next page, if there is one.
    pub fn following(&self) -> Option<String> {
        (self.page < self.count()).then(|| self.href(self.page + 1))
    }

    fn href(&self, page: u64) -> String {
        let join = if self.address.contains('?') { '&' } else { '?' };
        format!("{}{join}page={page}", self.address)
    }
}
