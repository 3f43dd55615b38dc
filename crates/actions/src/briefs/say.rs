//! A brief's figures in words. A number is followed by the call of its note, `⟦1⟧`.

use crate::house::Facts;
use danvan_domain::{
    answers::ReasonList,
    briefs::{Arg, Brief, Kind, Known, Measure, Outlines, Query, Quoted, Sentence},
    ids::UnitId,
    returns::Rhythm,
    topics::ALL,
};
use danvan_words::{Language, Value, Words};

/// A name of the facts in a language.
pub(super) fn named(words: &Words, name: &danvan_domain::procedures::Name) -> String {
    match words.language {
        Language::Vi => name.vi.clone(),
        Language::En => name.en.clone(),
    }
}

/// What a brief is called: its kind with its period, and its topic or project.
pub fn name(facts: &Facts, words: &Words, it: &Brief, project: &str) -> String {
    let kind = named(words, &Outlines::facts().of(it.kind).name);
    let about = if it.topic.is_empty() { project.to_owned() } else { topic(facts, words, &it.topic) };
    let parts = [kind, about, period(words, it)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The days of a brief: a whole month or quarter by its name, others as they are.
pub(super) fn period(words: &Words, it: &Brief) -> String {
    let whole = match it.kind {
        Kind::Quarter => Some(Rhythm::Quarter),
        Kind::Month | Kind::Topic | Kind::Project => Some(Rhythm::Month),
        Kind::Quick | Kind::Week => None,
    };
    match whole.filter(|rhythm| rhythm.period_of(it.period.from) == it.period) {
        Some(rhythm) => crate::returns::period_name(words, rhythm, it.period),
        None => days(words, &it.period.from, &it.period.to),
    }
}

fn days(words: &Words, from: &danvan_domain::time::Day, to: &danvan_domain::time::Day) -> String {
    if from == to { words.day(*from) } else { format!("{} – {}", words.day(*from), words.day(*to)) }
}

fn topic(facts: &Facts, words: &Words, code: &str) -> String {
    if code == ALL {
        return words.say("brief-all-topics");
    }
    let Some(topic) = facts.topics.get(code) else { return code.to_owned() };
    match words.language {
        Language::Vi => topic.vi.clone(),
        Language::En => topic.en.clone(),
    }
}

/// Why files of a project wait.
fn reason(facts: &Facts, words: &Words, code: &str) -> String {
    let Some(choice) = facts.answers.choices(ReasonList::Blocked).find(|choice| choice.code == code) else {
        return code.to_owned();
    };
    match words.language {
        Language::Vi => choice.vi.clone(),
        Language::En => choice.en.clone(),
    }
}

fn unit(facts: &Facts, id: UnitId) -> String {
    facts.tree.get(id).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// What somebody typed: it calls no note, so that nobody gives a number of their own a source.
pub(super) fn typed(text: &str) -> String {
    text.replace('⟦', "[").replace('⟧', "]")
}

/// A sentence with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its word in the brief.
    pub code: String,
    /// What it says.
    pub words: String,
}

/// Says figures in one language, and keeps what was asked for each as notes: the same question has the same note.
pub struct Saying<'a> {
    facts: &'a Facts,
    words: &'a Words,
    /// What was asked, in the order of the notes.
    pub queries: Vec<Query>,
}

impl<'a> Saying<'a> {
    /// Begins without notes.
    pub const fn new(facts: &'a Facts, words: &'a Words) -> Self {
        Self { facts, words, queries: Vec::new() }
    }

    /// The call of the note of a question.
    pub(super) fn call(&mut self, query: &Query) -> String {
        let at = self.queries.iter().position(|known| known == query).unwrap_or_else(|| {
            self.queries.push(query.clone());
            self.queries.len() - 1
        });
        format!("⟦{}⟧", at + 1)
    }

    /// A number without its note.
    pub(super) fn number(&self, known: Known, measure: Measure) -> String {
        let words = self.words;
        let amount = |number: i64| match measure {
            // Land is told in hectares.
            Measure::LandCleared => words.decimal(number as f64 / 10_000.0, 2),
            _ => words.count(number),
        };
        match known {
            Known::Nothing => "–".to_owned(),
            Known::Hidden => words.say("brief-few"),
            Known::Count(count) => amount(count),
            Known::Share(part, whole) => format!(
                "{} ({}/{})",
                words.percent(part as f64 / whole.max(1) as f64, 1),
                amount(part),
                amount(whole)
            ),
        }
    }

    /// A number with the call of its note. What is not told as a number has none.
    pub(super) fn quoted(&mut self, quoted: &Quoted) -> String {
        let said = self.number(quoted.known, quoted.query.measure);
        match quoted.known {
            Known::Count(_) | Known::Share(..) => said + &self.call(&quoted.query),
            Known::Hidden | Known::Nothing => said,
        }
    }

    /// What stands at a place that is no number.
    pub(super) fn arg(&mut self, arg: &Arg) -> String {
        let (facts, words) = (self.facts, self.words);
        match arg {
            Arg::Number(quoted) => self.quoted(quoted),
            Arg::Topic(code) => topic(facts, words, code),
            Arg::Units(units) => units.iter().map(|id| unit(facts, *id)).collect::<Vec<_>>().join(", "),
            Arg::Name(name) => typed(name),
            Arg::Change(change) => change.word().to_owned(),
            Arg::Reason(code) => reason(facts, words, code),
        }
    }

    /// A sentence.
    pub fn sentence(&mut self, sentence: &Sentence) -> Said {
        let args: Vec<(&str, Value)> =
            sentence.args.iter().map(|(name, arg)| (name.as_str(), self.arg(arg).into())).collect();
        Said { code: sentence.code.clone(), words: self.words.say_with(&sentence.key, &args) }
    }

    /// The notes: what was counted, where, about what, on which days, on the structure of which day.
    pub fn notes(&self) -> Vec<String> {
        self.queries.iter().map(|query| self.note(query)).collect()
    }

    fn note(&self, query: &Query) -> String {
        let (facts, words) = (self.facts, self.words);
        let mut about = vec![words.of("brief-measure", query.measure.word())];
        about.push(unit(facts, query.unit));
        about.extend(query.topic.as_ref().map(|code| topic(facts, words, code)));
        about.extend(query.reason.as_ref().map(|code| reason(facts, words, code)));
        let values = [
            ("what", Value::from(about.join(", "))),
            ("days", days(words, &query.from, &query.to).into()),
            ("on", query.on.into()),
        ];
        words.say_with("brief-note", &values)
    }
}
