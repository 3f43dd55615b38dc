//! The forms of returns: files of sections, figures with what is asked for each, rules between figures, and due days.
//! An installation's own file of the same word stands in the place of ours.

use super::{
    Return,
    periods::{DayRule, Rhythm},
    raw::{Raw, RawFile, line_of},
};
use crate::{
    calendar::Calendar,
    facts::{Fault, Grade},
    procedures::{FileFault, Name},
    programmes::Period,
    refusals::Note,
    time::Day,
    units::Level,
    words_enum,
};
use serde::Deserialize;
use std::sync::LazyLock;

words_enum! {
    /// What is asked of danvan for a figure.
    Query {
        /// Nobody counts it: the unit writes it.
        Typed = "typed",
        /// Cases that came in.
        CasesReceived = "cases_received",
        /// Of cases answered or refused, those in time.
        CasesOnTime = "cases_on_time",
        /// Of cases of which somebody said so, those that were solved.
        CasesSolved = "cases_solved",
        /// Observations of teams.
        Observations = "observations",
        /// Letters that came in.
        LettersReceived = "letters_received",
        /// Letters that were settled or passed on.
        LettersSettled = "letters_settled",
        /// Of those, the ones of which no clock had lapsed.
        LettersOnTime = "letters_on_time",
        /// Days on which citizens were received.
        ReceptionDays = "reception_days",
        /// Visits on such days.
        ReceptionVisits = "reception_visits",
        /// Of what was promised in programmes for these days, what was kept.
        CommitmentsKept = "commitments_kept",
        /// Inspections that were concluded.
        Inspections = "inspections",
        /// Initiatives that ran in the year.
        Initiatives = "initiatives",
    }
}

impl Query {
    /// Whether its answer is a share.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::CasesOnTime | Self::CasesSolved | Self::LettersOnTime | Self::CommitmentsKept)
    }

    /// Whether a small answer would point to few residents, and stays with the unit.
    pub const fn is_protected(self) -> bool {
        !matches!(
            self,
            Self::Typed | Self::ReceptionDays | Self::CommitmentsKept | Self::Inspections | Self::Initiatives
        )
    }

    /// Whether it can be asked about one topic.
    pub(super) const fn has_topic(self) -> bool {
        matches!(self, Self::CasesReceived | Self::CasesOnTime | Self::CasesSolved | Self::Observations)
    }
}

words_enum! {
    /// What a figure of several units comes to.
    RollUp {
        /// Their sum.
        Sum = "sum",
        /// The parts together of the wholes together, never a mean of shares.
        Share = "share",
        /// Nothing: each stands for itself.
        Apart = "apart",
    }
}

words_enum! {
    /// What must hold between figures.
    RuleKind {
        /// The parts add up to the whole.
        AddsUp = "adds_up",
        /// Each part is at most the whole.
        AtMost = "at_most",
    }
}

/// A part of a return with a heading; it may hold figures and a narrative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its word.
    pub code: String,
    /// Its heading.
    pub name: Name,
    /// What is written here.
    pub hint: Name,
    /// Whether something must be written.
    pub is_required: bool,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its word.
    pub code: String,
    /// The section it stands in.
    pub section: String,
    /// Its name.
    pub name: Name,
    /// What is asked for it.
    pub query: Query,
    /// About which topic with everything below it.
    pub topic: Option<String>,
    /// What several units' come to.
    pub roll_up: RollUp,
    /// Whether it must be told.
    pub is_required: bool,
}

/// What must hold between figures.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What must hold.
    pub kind: RuleKind,
    /// The figure on the one side.
    pub whole: String,
    /// The figures on the other.
    pub parts: Vec<String>,
}

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its word.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// How often it is owed.
    pub rhythm: Rhythm,
    /// The last day that is counted for a period.
    pub until: DayRule,
    /// Who owes it, and by when.
    pub due: Vec<(Level, DayRule)>,
    /// How many working days a unit has when it was sent back.
    pub again_days: u16,
    /// In per cent, how far a figure may lie above the largest, or below the smallest, of its own past.
    pub usual: i64,
    /// Where it comes from.
    pub source: String,
    /// How sure that is.
    pub grade: Grade,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// Its figures, in order.
    pub figures: Vec<Figure>,
    /// What must hold between figures.
    pub rules: Vec<Rule>,
}

impl Form {
    /// The first and the last day that are counted for a period: from the day after those of the period before, so that no
    /// day is counted twice and none is left out.
    pub fn counted(&self, period: Period) -> (Day, Day) {
        if self.rhythm == Rhythm::Quick {
            return (period.from, period.to);
        }
        (self.until.of(self.rhythm.before(period)).next(), self.until.of(period))
    }

    /// By when a unit of a level owes it for a period: a day on which offices work. Nothing when that level does not.
    pub fn due_on(&self, period: Period, level: Level, calendar: &Calendar) -> Option<Day> {
        let (_, rule) = self.due.iter().find(|(owes, _)| *owes == level)?;
        Some(calendar.working_day_from(rule.of(period)))
    }

    /// The last day that a return counts, while it has not passed: what is still to happen then would be told by nobody, so
    /// that it is not submitted before. A quick report does not wait.
    pub fn still_counting(&self, it: &Return, today: Day) -> Option<Day> {
        (self.rhythm != Rhythm::Quick && today <= it.counted.1).then_some(it.counted.1)
    }

    /// Whether a unit of a level puts together what the units below tell.
    pub fn is_merged_at(&self, level: Level) -> bool {
        self.due.iter().any(|(owes, _)| level < *owes)
    }

    /// The figures of a section.
    pub fn figures_of<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a Figure> {
        self.figures.iter().filter(move |figure| figure.section == section)
    }
}

/// All forms of an installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms(Vec<Form>);

macro_rules! forms {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../facts/returns/", $name)))),*]
    };
}

/// The files danvan comes with, by name. A new form is one line here and one file.
pub const FORMS: &[(&str, &str)] =
    forms!["month.toml", "quarter.toml", "half_year.toml", "year.toml", "quick.toml"];

static FACTS: LazyLock<Forms> = LazyLock::new(|| {
    Forms::read(FORMS.iter().copied()).unwrap_or_else(|faults| panic!("embedded returns: {faults:?}"))
});

impl Forms {
    /// The forms danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// All of them, in order.
    pub fn all(&self) -> &[Form] {
        &self.0
    }

    /// A form by its word.
    pub fn get(&self, code: &str) -> Option<&Form> {
        self.0.iter().find(|form| form.code == code)
    }

    /// Forms from the texts of files, each with its name; a later file of the same word stands in the place of an earlier.
    ///
    /// # Errors
    /// Everything that is wrong, with file and line.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<FileFault>> {
        let (mut raws, mut faults) = (Vec::<Raw<'a>>::new(), Vec::new());
        for (file, text) in files {
            match toml::from_str::<RawFile>(text) {
                Ok(raw) => {
                    raws.retain(|other| other.raw.form.code.get_ref() != raw.form.code.get_ref());
                    raws.push(Raw { file, text, raw });
                }
                Err(error) => {
                    let line = error.span().map_or(1, |span| line_of(text, span.start));
                    let note = Note::new("fact-malformed").with("reason", error.message());
                    faults.push(FileFault { file: file.to_owned(), fault: Fault::at(line, note) });
                }
            }
        }
        let forms = raws.iter().map(|raw| raw.form(&raws, &mut faults)).collect();
        if faults.is_empty() { Ok(Self(forms)) } else { Err(faults) }
    }
}
