//! The forms of returns: files of sections, figures with what is asked for each, rules between figures, and due days.
//! An installation's own file of the same word stands in the place of ours.

use super::periods::{AT_END, DayRule, Rhythm};
use crate::{
    calendar::Calendar,
    facts::{Fault, Grade},
    procedures::{FileFault, Name},
    programmes::Period,
    refusals::Note,
    time::Day,
    topics::Topics,
    units::Level,
    words_enum,
};
use serde::Deserialize;
use std::{collections::BTreeSet, sync::LazyLock};
use toml::Spanned;

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
    const fn has_topic(self) -> bool {
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

/// The line of a place in a text, from 1.
fn line_of(text: &str, at: usize) -> u64 {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() as u64
}

type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    form: RawHead,
    #[serde(default)]
    due: Vec<RawDue>,
    #[serde(default)]
    sections: Vec<RawSection>,
    #[serde(default)]
    figures: Vec<RawFigure>,
    #[serde(default)]
    rules: Vec<Spanned<Rule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHead {
    code: Word,
    vi: String,
    en: String,
    rhythm: Rhythm,
    /// Sections, figures and rules of another form come before its own.
    like: Option<Word>,
    until: Option<DayRule>,
    #[serde(default = "three")]
    again_days: u16,
    #[serde(default = "double")]
    usual: i64,
    source: String,
    grade: Grade,
}

const fn three() -> u16 {
    3
}

const fn double() -> i64 {
    200
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDue {
    level: Level,
    month: i64,
    day: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    code: Word,
    vi: String,
    en: String,
    #[serde(default)]
    hint_vi: String,
    #[serde(default)]
    hint_en: String,
    #[serde(default)]
    required: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFigure {
    code: Word,
    section: Word,
    vi: String,
    en: String,
    query: Query,
    topic: Option<Word>,
    #[serde(default)]
    apart: bool,
    #[serde(default)]
    required: bool,
}

struct Raw<'a> {
    file: &'a str,
    text: &'a str,
    raw: RawFile,
}

impl Raw<'_> {
    fn form(&self, all: &[Raw<'_>], faults: &mut Vec<FileFault>) -> Form {
        let head = &self.raw.form;
        let mut form = Form {
            code: head.code.get_ref().clone(),
            name: Name { vi: head.vi.clone(), en: head.en.clone() },
            rhythm: head.rhythm,
            until: head.until.unwrap_or(AT_END),
            due: self.raw.due.iter().map(|due| (due.level, due.rule())).collect(),
            again_days: head.again_days.max(1),
            usual: head.usual.max(100),
            source: head.source.clone(),
            grade: head.grade,
            sections: Vec::new(),
            figures: Vec::new(),
            rules: Vec::new(),
        };
        if let Some(like) = &head.like {
            match all.iter().find(|other| other.raw.form.code.get_ref() == like.get_ref()) {
                // One step only: a form that is like another that is like a third would hide where a row comes from.
                Some(other) if other.raw.form.like.is_none() => other.rows(&mut form),
                _ => self.fault(faults, like.span().start, unknown(like.get_ref())),
            }
        }
        self.rows(&mut form);
        self.look(&form, faults);
        form
    }

    /// Adds the rows of this file.
    fn rows(&self, form: &mut Form) {
        form.sections.extend(self.raw.sections.iter().map(|one| Section {
            code: one.code.get_ref().clone(),
            name: Name { vi: one.vi.clone(), en: one.en.clone() },
            hint: Name { vi: one.hint_vi.clone(), en: one.hint_en.clone() },
            is_required: one.required,
        }));
        form.figures.extend(self.raw.figures.iter().map(|one| Figure {
            code: one.code.get_ref().clone(),
            section: one.section.get_ref().clone(),
            name: Name { vi: one.vi.clone(), en: one.en.clone() },
            query: one.query,
            topic: one.topic.as_ref().map(|topic| topic.get_ref().clone()),
            roll_up: match (one.apart, one.query.is_share()) {
                (true, _) => RollUp::Apart,
                (false, true) => RollUp::Share,
                (false, false) => RollUp::Sum,
            },
            is_required: one.required,
        }));
        form.rules.extend(self.raw.rules.iter().map(|rule| rule.get_ref().clone()));
    }

    /// What is wrong with the rows of this file.
    fn look(&self, form: &Form, faults: &mut Vec<FileFault>) {
        let sections: BTreeSet<&str> = form.sections.iter().map(|one| one.code.as_str()).collect();
        let figures: BTreeSet<&str> = form.figures.iter().map(|one| one.code.as_str()).collect();
        let all: Vec<&str> = sections.iter().chain(&figures).copied().collect();
        let codes =
            self.raw.sections.iter().map(|one| &one.code).chain(self.raw.figures.iter().map(|one| &one.code));
        for code in codes.chain([&self.raw.form.code]) {
            let word = code.get_ref();
            let is_plain = !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
            if !is_plain {
                self.fault(faults, code.span().start, Note::new("return-fact-word").with("word", word));
            }
            let times = form.sections.iter().filter(|one| one.code == *word).count()
                + form.figures.iter().filter(|one| one.code == *word).count();
            if 1 < times || 1 < all.iter().filter(|other| *other == word).count() {
                self.fault(faults, code.span().start, Note::new("return-fact-twice").with("word", word));
            }
        }
        for figure in &self.raw.figures {
            if !sections.contains(figure.section.get_ref().as_str()) {
                self.fault(faults, figure.section.span().start, unknown(figure.section.get_ref()));
            }
            if let Some(topic) = &figure.topic
                && (!figure.query.has_topic() || Topics::facts().get(topic.get_ref()).is_none())
            {
                self.fault(faults, topic.span().start, unknown(topic.get_ref()));
            }
        }
        for rule in &self.raw.rules {
            let named = std::iter::once(&rule.get_ref().whole).chain(&rule.get_ref().parts);
            for word in named.filter(|word| !figures.contains(word.as_str())) {
                self.fault(faults, rule.span().start, unknown(word));
            }
        }
        for due in self.raw.due.iter().filter(|due| !(0..=31).contains(due.day.get_ref())) {
            self.fault(
                faults,
                due.day.span().start,
                Note::new("return-fact-day").with("day", due.day.get_ref()),
            );
        }
        if form.source.is_empty() || form.sections.is_empty() {
            self.fault(faults, self.raw.form.code.span().start, Note::new("return-fact-source"));
        }
    }

    fn fault(&self, faults: &mut Vec<FileFault>, at: usize, note: Note) {
        faults.push(FileFault { file: self.file.to_owned(), fault: Fault::at(line_of(self.text, at), note) });
    }
}

impl RawDue {
    fn rule(&self) -> DayRule {
        DayRule { month: self.month, day: *self.day.get_ref() }
    }
}

fn unknown(word: &str) -> Note {
    Note::new("return-fact-unknown").with("word", word)
}
