//! Words ready to answer with, and the reasons that must be chosen: data that an installation may change.

use crate::{
    facts::{Fault, embedded, read_rows},
    refusals::{Note, Refusal},
    topics::{ALL, Topics},
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, sync::LazyLock};

/// A public answer with places to fill in, written `{place}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerTemplate {
    /// How it is chosen.
    pub code: String,
    /// The topic it fits, with all below it; [`ALL`] fits every one.
    pub topic: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

words_enum! {
    /// What a reason is chosen for.
    ReasonList {
        /// Why a case is not taken.
        Refusal = "refusal",
        /// Why an answer is late ("Trễ vì sao").
        Late = "late",
        /// Why a clock stands still.
        Pause = "pause",
        /// Why more time is granted.
        Extension = "extension",
        /// For what is read how to reach whoever asked a case.
        Reading = "reading",
        /// For what is read who signed a letter.
        ReadingSigners = "reading_letter",
        /// For what is read who came to a reception.
        ReadingVisitor = "reading_visit",
        /// Why somebody who signed, or came to a reception, is given a new code.
        NewCode = "new_code",
        /// Which document was compared to know who they are.
        Identity = "identity",
        /// For what is read who speaks for a clearance file.
        ReadingHolder = "reading_holder",
        /// What keeps a clearance file waiting.
        Blocked = "blocked",
        /// What people on the land wish, as topics that are counted.
        Wish = "wish",
        /// What a household needs while it moves.
        Need = "need",
    }
}

/// A reason to choose from a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// For what it is chosen.
    pub list: ReasonList,
    /// How it is stored.
    pub code: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// Whether some words must go with it.
    pub note_required: bool,
    /// Whether it may only be chosen as far as whoever it is about agreed.
    #[serde(default)]
    pub consent: bool,
}

/// All templates and reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    templates: Vec<AnswerTemplate>,
    choices: Vec<Choice>,
}

static FACTS: LazyLock<Answers> = LazyLock::new(|| {
    let templates = include_str!("../facts/answer_templates.csv");
    let choices = include_str!("../facts/reasons.csv");
    embedded("answers", Answers::read(templates, choices, Topics::facts()))
});

impl Answers {
    /// The templates and reasons danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Templates and reasons from two CSV texts.
    ///
    /// # Errors
    /// Malformed lines, codes that stand twice, unknown topics, and templates whose languages ask for different things.
    pub fn read(templates: &str, choices: &str, topics: &Topics) -> Result<Self, Vec<Fault>> {
        let templates: Vec<(u64, AnswerTemplate)> = read_rows(templates)?;
        let choices: Vec<(u64, Choice)> = read_rows(choices)?;
        let (mut faults, mut seen) = (Vec::new(), HashSet::new());
        for (line, template) in &templates {
            let mut refuse =
                |key: &str| faults.push(Fault::at(*line, Note::new(key).with("code", &template.code)));
            if !seen.insert(template.code.as_str()) {
                refuse("answer-twice");
            }
            if template.topic != ALL && topics.get(&template.topic).is_none() {
                refuse("answer-topic");
            }
            if blanks(&template.vi).collect::<HashSet<_>>() != blanks(&template.en).collect() {
                refuse("answer-blanks");
            }
        }
        let mut seen = HashSet::new();
        for (line, choice) in &choices {
            if !seen.insert((choice.list, choice.code.as_str())) {
                faults.push(Fault::at(*line, Note::new("reason-twice").with("code", &choice.code)));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let templates = templates.into_iter().map(|(_, template)| template).collect();
        Ok(Self { templates, choices: choices.into_iter().map(|(_, choice)| choice).collect() })
    }

    /// The templates that fit a topic: those made for it or what stands above it first, those for every topic last.
    pub fn templates(&self, topics: &Topics, topic: &str) -> Vec<&AnswerTemplate> {
        let own = topics.get(topic).map(|topic| topic.code.as_str());
        let mut path: Vec<&str> = own.into_iter().chain(topics.ancestors(topic)).collect();
        if path.is_empty() {
            path.push(ALL);
        }
        let rank = |template: &&AnswerTemplate| path.iter().position(|code| *code == template.topic);
        let mut fitting: Vec<&AnswerTemplate> =
            self.templates.iter().filter(|template| rank(template).is_some()).collect();
        fitting.sort_by_key(rank);
        fitting
    }

    /// The template with a code.
    pub fn template(&self, code: &str) -> Option<&AnswerTemplate> {
        self.templates.iter().find(|template| template.code == code)
    }

    /// The reasons of a list, in order.
    pub fn choices(&self, list: ReasonList) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(move |choice| choice.list == list)
    }

    /// The reason that was chosen, with the words that it needs.
    ///
    /// # Errors
    /// Refuses under `reason` what is not on the list, and under `note` when words are missing.
    pub fn chosen(&self, list: ReasonList, code: &str, note: &str) -> Result<&Choice, Refusal> {
        let Some(choice) = self.choices(list).find(|choice| choice.code == code) else {
            return Err(Refusal::field("reason", Note::new("reason-required")));
        };
        if choice.note_required && note.trim().is_empty() {
            return Err(Refusal::field("note", Note::new("reason-note-required")));
        }
        Ok(choice)
    }
}

/// A template's text with what is known put in. What is not known stays as `…` for the writer to fill in.
pub fn fill(template: &str, known: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = known.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        filled.push_str(value.filter(|value| !value.is_empty()).unwrap_or("…"));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn blanks(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod test {
    use super::*;

    fn key(refusal: &Refusal) -> (&str, &str) {
        match refusal {
            Refusal::Invalid(fields) => (&fields[0].field, &fields[0].note.key),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn templates_of_the_topic_come_before_those_for_all() {
        let codes = |topic: &str| {
            let fitting = Answers::facts().templates(Topics::facts(), topic);
            fitting.into_iter().map(|template| template.code.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(codes("environment.waste")[..2], ["waste_collected", "fixed"]);
        assert_eq!(codes("power.lighting")[0], "lamps_mended");
        assert_eq!(codes("school.fees")[0], "fixed");
        assert_eq!(codes("nothing"), codes("other"));
        for code in ["fixed", "scheduled", "more_needed", "not_competent"] {
            assert!(codes("other").contains(&code), "{code}");
        }
    }

    #[test]
    fn blanks_are_filled_or_left_to_be_seen() {
        let check = |template: &str, expected: &str| {
            assert_eq!(fill(template, &[("place", "ngõ {3}"), ("day", "")]), expected);
        };
        check("Tại {place} ngày {day}.", "Tại ngõ {3} ngày ….");
        check("{who}", "…");
        check("không có gì", "không có gì");
        check("lỡ tay {place", "lỡ tay {place");
    }

    #[test]
    fn a_reason_must_be_on_the_list_and_bring_its_words() {
        let chosen = |list, code, note| Answers::facts().chosen(list, code, note);
        assert_eq!(chosen(ReasonList::Late, "weather", "").expect("a reason").en, "Weather or disaster");
        assert!(chosen(ReasonList::Late, "other", "Chờ họp tổ").is_ok());
        let refused = |list, code| chosen(list, code, " ").expect_err("a refusal");
        assert_eq!(key(&refused(ReasonList::Late, "other")), ("note", "reason-note-required"));
        assert_eq!(key(&refused(ReasonList::Late, "state_secret")), ("reason", "reason-required"));
        assert_eq!(key(&refused(ReasonList::Refusal, "")), ("reason", "reason-required"));
        for list in ReasonList::ALL {
            assert!(Answers::facts().choices(*list).count() >= 4, "{list}");
        }
    }

    #[test]
    fn bad_answers_are_refused_with_their_lines() {
        let check = |rows: &str, line, expected: &str| {
            let templates = format!("code,topic,vi,en\n{rows}");
            let choices = "list,code,vi,en,note_required\n";
            let faults = Answers::read(&templates, choices, Topics::facts()).expect_err("a fault");
            assert_eq!((faults[0].line, faults[0].note.key.as_str()), (line, expected));
        };
        check("a,all,x,x\na,all,y,y\n", 3, "answer-twice");
        check("a,nothing,x,x\n", 2, "answer-topic");
        check("a,all,{day},{place}\n", 2, "answer-blanks");
        let twice = "list,code,vi,en,note_required\nlate,a,x,x,false\nlate,a,x,x,false\n";
        let faults = Answers::read("code,topic,vi,en\n", twice, Topics::facts()).expect_err("a fault");
        assert_eq!((faults[0].line, faults[0].note.key.as_str()), (3, "reason-twice"));
    }
}
