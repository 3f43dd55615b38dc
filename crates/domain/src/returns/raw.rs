//! A file of a form as it is written, before anything in it is believed.

use super::{
    forms::{Figure, Form, Query, RollUp, Rule, Section},
    periods::{AT_END, DayRule, Rhythm},
};
use crate::{
    facts::{Fault, Grade},
    procedures::{FileFault, Name},
    programmes::Period,
    refusals::Note,
    time::Day,
    topics::Topics,
    units::Level,
};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// In so many periods from the beginning of this year on due days are looked at: months of every length, and a leap year.
const SAMPLED: i16 = 2027;
const SAMPLES: usize = 24;

/// The line of a place in a text, from 1.
pub(super) fn line_of(text: &str, at: usize) -> u64 {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() as u64
}

pub(super) type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    pub(super) form: RawHead,
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
pub(super) struct RawHead {
    pub(super) code: Word,
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

pub(super) struct Raw<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) raw: RawFile,
}

impl Raw<'_> {
    /// The form of this file; what is wrong with it is added to the faults.
    pub(super) fn form(&self, all: &[Raw<'_>], faults: &mut Vec<FileFault>) -> Form {
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
        self.look_at_days(&form, faults);
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
        if form.source.is_empty() || form.sections.is_empty() {
            self.fault(faults, self.raw.form.code.span().start, Note::new("return-fact-source"));
        }
    }

    /// What is wrong with the due days of this file. A return is submitted once its last counted day has passed; in no period
    /// may it be due before.
    fn look_at_days(&self, form: &Form, faults: &mut Vec<FileFault>) {
        let first = Day::new(SAMPLED, 1, 1).map(|day| form.rhythm.period_of(day));
        let periods: Vec<Period> =
            std::iter::successors(first, |period| Some(form.rhythm.after(*period))).take(SAMPLES).collect();
        for due in &self.raw.due {
            let (day, rule) = (due.day.get_ref(), due.rule());
            let is_early = |period: &Period| rule.of(*period) <= form.until.of(*period);
            let note = if !(0..=31).contains(day) {
                Note::new("return-fact-day").with("day", day)
            } else if form.rhythm != Rhythm::Quick && periods.iter().any(is_early) {
                Note::new("return-fact-early").with("day", day)
            } else {
                continue;
            };
            self.fault(faults, due.day.span().start, note);
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
