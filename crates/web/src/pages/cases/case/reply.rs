//! The answer box: ready answers, why it is late, and what whoever asked will see.

use super::{Typed, names};
use crate::shell::Choice;
use danvan_actions::{Facts, cases::Opened};
use danvan_domain::{
    answers::{ReasonList, fill},
    time::Moment,
};
use danvan_words::{Language, Words};

/// The answer box and the box for refusing.
pub(crate) struct Reply {
    pub(crate) body: String,
    pub(crate) close: bool,
    pub(crate) templates: Vec<Choice>,
    pub(crate) receipts: i64,
    pub(crate) is_late: bool,
    pub(crate) late_reasons: Vec<Choice>,
    pub(crate) late_words: String,
    pub(crate) preview: Option<Vec<String>>,
    pub(crate) office: String,
    pub(crate) refuse_reasons: Vec<Choice>,
    pub(crate) refuse_body: String,
    pub(crate) refuse_late_reasons: Vec<Choice>,
    pub(crate) refuse_late_words: String,
    /// When the case was last seen, µs: what was said after it comes back before an answer goes out.
    pub(crate) seen: i64,
    pub(crate) language: String,
}

/// Puts the boxes together from what was typed.
pub(crate) fn reply(facts: &Facts, words: &Words, opened: &Opened, typed: &Typed<'_>, now: Moment) -> Reply {
    let case = &opened.case;
    let mut body = typed.value("answer", "body");
    if let Some(ready) = typed.template.and_then(|code| filled(facts, opened, code, now)) {
        if !body.trim().is_empty() {
            body = format!("{}\n\n", body.trim_end());
        }
        body.push_str(&ready);
    }
    Reply {
        preview: typed.preview.then(|| names::paragraphs(&body)),
        body,
        close: typed.act == "answer" && typed.form.is_some_and(|form| form.ticked("close")),
        templates: templates(facts, words, &case.topic),
        receipts: opened.receipts(),
        is_late: case.is_late(now),
        late_reasons: reasons(facts, words, ReasonList::Late, &typed.value("answer", "late_reason")),
        late_words: typed.value("answer", "late_note"),
        office: names::unit(facts, case.responsible),
        refuse_reasons: reasons(facts, words, ReasonList::Refusal, &typed.value("refuse", "reason")),
        refuse_body: typed.value("refuse", "body"),
        refuse_late_reasons: reasons(facts, words, ReasonList::Late, &typed.value("refuse", "late_reason")),
        refuse_late_words: typed.value("refuse", "late_note"),
        seen: now.micros(),
        language: case.language.clone(),
    }
}

/// The reasons of a list, the chosen one marked.
pub(super) fn reasons(facts: &Facts, words: &Words, list: ReasonList, chosen: &str) -> Vec<Choice> {
    let label =
        |vi: &str, en: &str| if words.language == Language::Vi { vi.to_owned() } else { en.to_owned() };
    let choices = facts.answers.choices(list);
    choices.map(|choice| Choice::new(&choice.code, label(&choice.vi, &choice.en), chosen)).collect()
}

/// The ready answers that fit a topic; one without a name is called by its first words.
fn templates(facts: &Facts, words: &Words, topic: &str) -> Vec<Choice> {
    let fitting = facts.answers.templates(&facts.topics, topic);
    fitting
        .into_iter()
        .map(|template| {
            let key = format!("template-{}", template.code);
            let text = if words.language == Language::Vi { &template.vi } else { &template.en };
            let first = || text.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
            let label = if words.has(&key) { words.say(&key) } else { first() };
            Choice::new(&template.code, label, "")
        })
        .collect()
}

/// A ready answer in the language of whoever asked, with what is known filled in.
fn filled(facts: &Facts, opened: &Opened, code: &str, now: Moment) -> Option<String> {
    let template = facts.answers.template(code)?;
    let case = &opened.case;
    let language = if case.language == "en" { Language::En } else { Language::Vi };
    let text = if language == Language::Vi { &template.vi } else { &template.en };
    let day = Words::for_language(language).day(now.day());
    let (office, place) = (names::unit(facts, case.responsible), names::place(facts, case.place, now.day()));
    Some(fill(text, &[("office", &office), ("place", &place), ("day", &day)]))
}
