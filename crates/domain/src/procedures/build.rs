//! From what is written in the files to rows that may be believed. Everything wrong is named at once.

use super::{
    FileFault, LARGEST_AMOUNT, Rule, TimeUnit,
    rows::{
        Act, Bound, Condition, Extending, Ground, Lapse, Name, Need, Opener, Party, Place, Procedure,
        Settling, Stage, Step, Term, Transition, Validity,
    },
    sheet::{RawAct, RawCondition, RawExtension, RawRule, RawTransition, Sheet, Word},
};
use crate::{
    facts::{Fault, Grade},
    procedures::AmountBy,
    refusals::Note,
    time::Day,
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt::Display};
use toml::{Spanned, value::Datetime};

/// The words that rows of one procedure may use to name each other.
struct Known {
    stages: BTreeSet<String>,
    steps: BTreeSet<String>,
    conditions: BTreeSet<String>,
    acts: BTreeSet<String>,
    subjects: BTreeSet<String>,
}

impl Known {
    fn of(sheets: &[Sheet<'_>]) -> Self {
        let files = || sheets.iter().map(|sheet| &sheet.raw);
        let word = |word: &Word| word.get_ref().clone();
        Self {
            stages: files().flat_map(|raw| &raw.stages).map(|stage| word(&stage.code)).collect(),
            steps: files().flat_map(|raw| &raw.steps).map(|step| word(&step.code)).collect(),
            conditions: files().flat_map(|raw| &raw.conditions).map(|row| word(&row.code)).collect(),
            acts: files().flat_map(|raw| &raw.acts).map(|act| word(&act.act)).collect(),
            subjects: files()
                .flat_map(|raw| {
                    let acts = raw.acts.iter().filter_map(|act| act.subject.clone());
                    acts.chain(raw.steps.iter().filter_map(|step| step.subject.clone()))
                })
                .collect(),
        }
    }
}

/// Reads the rows of one file and gathers what is wrong with them.
struct Reader<'a> {
    sheet: &'a Sheet<'a>,
    known: &'a Known,
    faults: &'a mut Vec<FileFault>,
}

/// Builds one procedure from its file and the files that amend it.
pub(super) fn procedure(sheets: &[Sheet<'_>], faults: &mut Vec<FileFault>) -> Procedure {
    let known = Known::of(sheets);
    let mut digest = Sha256::new();
    let mut built = Procedure {
        code: String::new(),
        name: Name::default(),
        edition: String::new(),
        opened_by: None,
        stages: Vec::new(),
        steps: Vec::new(),
        conditions: Vec::new(),
        acts: Vec::new(),
        terms: Vec::new(),
        transitions: Vec::new(),
    };
    for sheet in sheets {
        digest.update(sheet.text);
        Reader { sheet, known: &known, faults }.read_into(&mut built);
    }
    built.edition = digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    built
}

impl Reader<'_> {
    fn read_into(&mut self, built: &mut Procedure) {
        let raw = &self.sheet.raw;
        self.named_once(raw.stages.iter().map(|stage| &stage.code));
        self.named_once(raw.steps.iter().map(|step| &step.code));
        if !raw.procedure.amends {
            built.code.clone_from(raw.procedure.code.get_ref());
            built.name = self.name(&raw.procedure.code, &raw.procedure.vi, &raw.procedure.en);
        }
        if let Some(word) = &raw.procedure.opened_by {
            built.opened_by = self.word(word, Opener::ALL);
        }
        for stage in &raw.stages {
            let name = self.name(&stage.code, &stage.vi, &stage.en);
            let row = Stage {
                code: stage.code.get_ref().clone(),
                name,
                last: stage.last,
                public: stage.public,
                permanent: stage.permanent,
            };
            built.stages.retain(|other| other.code != row.code);
            built.stages.push(row);
        }
        for step in &raw.steps {
            let name = self.name(&step.code, &step.vi, &step.en);
            let row = Step { code: step.code.get_ref().clone(), name, subject: step.subject.clone() };
            built.steps.retain(|other| other.code != row.code);
            built.steps.push(row);
        }
        let conditions: Vec<_> = raw.conditions.iter().map(|raw| self.condition(raw)).collect();
        built.conditions.retain(|old| !conditions.iter().any(|new| new.code == old.code));
        built.conditions.extend(conditions);
        let acts: Vec<_> = raw.acts.iter().filter_map(|raw| self.act(raw)).collect();
        built.acts.retain(|old| !acts.iter().any(|new| new.code == old.code));
        built.acts.extend(acts);
        let code = raw.procedure.code.get_ref();
        let terms: Vec<_> = raw.rules.iter().filter_map(|raw| self.term(code, raw)).collect();
        built.terms.retain(|old| !terms.iter().any(|new| new.rule.step == old.rule.step));
        built.terms.extend(terms);
        let transitions = raw.transitions.iter().filter_map(|raw| self.transition(raw));
        built.transitions.extend(transitions.collect::<Vec<_>>());
        built.transitions.sort_by_key(|change| change.on);
    }

    /// Two rows of one name in one file: nobody could say which is meant.
    fn named_once<'w>(&mut self, words: impl Iterator<Item = &'w Word>) {
        let mut seen = BTreeSet::new();
        for word in words.filter(|word| !seen.insert(word.get_ref().as_str())) {
            self.fault(word, Note::new("fact-code-twice").with("code", word.get_ref()));
        }
    }

    fn fault<T>(&mut self, at: &Spanned<T>, note: Note) {
        let line = self.sheet.line(&at.span());
        self.faults.push(FileFault { file: self.sheet.file.to_owned(), fault: Fault::at(line, note) });
    }

    fn place<T>(&self, at: &Spanned<T>) -> Place {
        Place { file: self.sheet.file.to_owned(), line: self.sheet.line(&at.span()) }
    }

    fn name(&mut self, code: &Word, vi: &str, en: &str) -> Name {
        if vi.trim().is_empty() || en.trim().is_empty() {
            self.fault(code, Note::new("fact-name").with("code", code.get_ref()));
        }
        Name { vi: vi.trim().to_owned(), en: en.trim().to_owned() }
    }

    /// One of a fixed set of words.
    fn word<T: Copy + Display>(&mut self, given: &Word, allowed: &[T]) -> Option<T> {
        let found = allowed.iter().find(|one| one.to_string() == *given.get_ref()).copied();
        if found.is_none() {
            self.unknown(given, allowed.iter().map(ToString::to_string));
        }
        found
    }

    fn all<T: Copy + Display>(&mut self, given: &[Word], allowed: &[T]) -> Vec<T> {
        given.iter().filter_map(|word| self.word(word, allowed)).collect()
    }

    /// A word that another row of the procedure has declared.
    fn declared(&mut self, given: &Word, allowed: &BTreeSet<String>) -> String {
        if !allowed.contains(given.get_ref()) {
            self.unknown(given, allowed.iter().cloned());
        }
        given.get_ref().clone()
    }

    fn declare_all<C: FromIterator<String>>(&mut self, given: &[Word], allowed: &BTreeSet<String>) -> C {
        given.iter().map(|word| self.declared(word, allowed)).collect()
    }

    fn unknown(&mut self, given: &Word, allowed: impl Iterator<Item = String>) {
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        self.fault(given, Note::new("fact-word").with("code", given.get_ref()).with("allowed", allowed));
    }

    fn day(&mut self, given: &Spanned<Datetime>) -> Option<Day> {
        let day = given.get_ref().to_string().parse().ok();
        if day.is_none() {
            self.fault(given, Note::new("fact-day").with("code", given.get_ref()));
        }
        day
    }

    fn validity(&mut self, from: Option<&Spanned<Datetime>>, to: Option<&Spanned<Datetime>>) -> Validity {
        let validity =
            Validity { from: from.and_then(|day| self.day(day)), to: to.and_then(|day| self.day(day)) };
        if let (Some(first), Some(last), Some(at)) = (validity.from, validity.to, to)
            && last < first
        {
            self.fault(at, Note::new("fact-days-backwards"));
        }
        validity
    }

    fn number(&mut self, given: &Spanned<i64>) -> u16 {
        let number = u16::try_from(*given.get_ref()).ok().filter(|n| (1..=LARGEST_AMOUNT).contains(n));
        number.unwrap_or_else(|| {
            self.fault(given, Note::new("fact-amount").with("amount", given.get_ref()));
            1
        })
    }

    fn source(&mut self, code: &Word, source: Option<&String>) -> String {
        let source = source.map(|source| source.trim().to_owned()).unwrap_or_default();
        if source.is_empty() {
            self.fault(code, Note::new("fact-no-source").with("code", code.get_ref()));
        }
        source
    }

    fn grade(&mut self, grade: &Word) -> Grade {
        self.word(grade, Grade::ALL).unwrap_or(Grade::Open)
    }

    fn condition(&mut self, raw: &RawCondition) -> Condition {
        Condition {
            code: raw.code.get_ref().clone(),
            name: self.name(&raw.code, &raw.vi, &raw.en),
            grounds: raw
                .grounds
                .iter()
                .map(|ground| Ground {
                    code: ground.code.clone(),
                    name: Name { vi: ground.vi.clone(), en: ground.en.clone() },
                })
                .collect(),
            validity: self.validity(raw.valid_from.as_ref(), raw.valid_to.as_ref()),
            source: self.source(&raw.code, raw.source.as_ref()),
            grade: self.grade(&raw.grade),
        }
    }

    fn act(&mut self, raw: &RawAct) -> Option<Act> {
        let known = self.known;
        let before = self.faults.len();
        let act = Act {
            code: raw.act.get_ref().clone(),
            name: self.name(&raw.act, &raw.vi, &raw.en),
            from: self.declare_all(&raw.from, &known.stages),
            to: raw.to.as_ref().map(|to| self.declared(to, &known.stages)),
            who: self.all(&raw.who, Party::ALL),
            needs: self.all(&raw.needs, Need::ALL),
            after: self.declare_all(&raw.after, &known.acts),
            after_lapse: raw.after_lapse.as_ref().map(|step| self.declared(step, &known.steps)),
            when: self.declare_all(&raw.when, &known.conditions),
            times: raw.times.as_ref().map(|times| self.number(times)),
            sets: raw.sets.as_ref().map(|code| self.declared(code, &known.conditions)),
            extends: raw.extends.as_ref().map(|step| self.declared(step, &known.steps)),
            pauses: self.declare_all(&raw.pauses, &known.steps),
            resumes: self.declare_all(&raw.resumes, &known.steps),
            settling: raw.settling.as_ref().and_then(|word| self.word(word, Settling::ALL)),
            subject: raw.subject.clone(),
            validity: self.validity(raw.valid_from.as_ref(), raw.valid_to.as_ref()),
            source: self.source(&raw.act, raw.source.as_ref()),
            grade: self.grade(&raw.grade),
            place: self.place(&raw.act),
        };
        if act.who.is_empty() && self.faults.len() == before {
            self.fault(&raw.act, Note::new("fact-nobody").with("code", &act.code));
        }
        (self.faults.len() == before).then_some(act)
    }

    fn extension(&mut self, step: &Word, raw: &RawExtension) -> Extending {
        let known = self.known;
        Extending {
            when: self.declare_all(&raw.when, &known.conditions),
            amount: self.number(&raw.amount),
            times: self.number(&raw.times),
            source: self.source(step, raw.source.as_ref()),
            grade: self.grade(&raw.grade),
        }
    }

    fn term(&mut self, procedure: &str, raw: &RawRule) -> Option<Term> {
        let known = self.known;
        let before = self.faults.len();
        let validity = self.validity(raw.valid_from.as_ref(), raw.valid_to.as_ref());
        let rule = Rule {
            procedure: procedure.to_owned(),
            step: self.declared(&raw.step, &known.steps),
            start_event: self.start(raw),
            amount: self.number(&raw.amount),
            amount_by: raw.amount_by.as_ref().and_then(|word| self.word(word, AmountBy::ALL)),
            unit: self.word(&raw.unit, TimeUnit::ALL).unwrap_or(TimeUnit::CalendarDay),
            valid_from: validity.from,
            valid_to: validity.to,
            source: self.source(&raw.step, raw.source.as_ref()),
            grade: self.grade(&raw.grade),
            responsible: self.word(&raw.responsible, Party::ALL).map(|p| p.to_string()).unwrap_or_default(),
        };
        let bound = raw.bound.as_ref().map_or(Some(Bound::AtMost), |word| self.word(word, Bound::ALL));
        let when = self.declare_all(&raw.when, &known.conditions);
        let ends = self.declare_all(&raw.ends, &known.acts);
        let extensions = raw.extensions.iter().map(|row| self.extension(&raw.step, row)).collect();
        let lapses = self.word(&raw.lapses, Lapse::ALL);
        let term = Term {
            starts_by_lapse: raw.start_lapse.as_ref().map(|step| step.get_ref().clone()),
            rule,
            bound: bound?,
            when,
            ends,
            extensions,
            lapses: lapses?,
            place: self.place(&raw.step),
        };
        (self.faults.len() == before).then_some(term)
    }

    /// What starts a clock: an act, or the lapse of another clock.
    fn start(&mut self, raw: &RawRule) -> String {
        let known = self.known;
        match (&raw.start, &raw.start_lapse) {
            (Some(act), None) => self.declared(act, &known.acts),
            (None, Some(step)) => format!("{}_lapsed", self.declared(step, &known.steps)),
            _ => {
                self.fault(&raw.step, Note::new("fact-rule-start").with("code", raw.step.get_ref()));
                String::new()
            }
        }
    }

    fn transition(&mut self, raw: &RawTransition) -> Option<Transition> {
        let known = self.known;
        let on = self.day(&raw.on)?;
        let new_for = self.declare_all(&raw.new_for, &known.subjects);
        if raw.source.as_ref().is_none_or(|source| source.trim().is_empty()) {
            self.fault(&raw.on, Note::new("fact-no-source").with("code", on));
        }
        let source = raw.source.clone().unwrap_or_default();
        Some(Transition { on, new_for, source, grade: self.grade(&raw.grade) })
    }
}
