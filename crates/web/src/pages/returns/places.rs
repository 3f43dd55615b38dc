//! The places of a return as a page shows them: sections with their figures, narratives and doubts.

use crate::{form::Form, pages::cases::names, shell::Shell};
use danvan_actions::{
    Facts,
    returns::{Opened, figure_text, name_of},
};
use danvan_domain::{
    programmes::Period,
    returns::{Query, RollUp, Said, Section},
};

/// A section.
pub(super) struct Place {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) hint: String,
    pub(super) is_required: bool,
    /// The field of its narrative.
    pub(super) field: String,
    /// What is written, and the same by paragraphs.
    pub(super) words: String,
    pub(super) paragraphs: Vec<String>,
    pub(super) doubts: Vec<DoubtLine>,
    pub(super) figures: Vec<FigureLine>,
    /// What the units below wrote, each with its unit.
    pub(super) gathered: Vec<(String, Vec<String>)>,
}

/// Something doubtful, and whether it stops the return.
pub(super) struct DoubtLine {
    pub(super) says: String,
    pub(super) is_stopping: bool,
}

/// A figure.
pub(super) struct FigureLine {
    pub(super) name: String,
    pub(super) value: String,
    /// What it comes to now, where that is another number than was told.
    pub(super) live: Option<String>,
    /// What was asked for it.
    pub(super) why: String,
    /// Where it is counted.
    pub(super) href: Option<String>,
    pub(super) is_typed: bool,
    /// The fields of its number and of the remark under it.
    pub(super) fields: [String; 2],
    pub(super) typed: String,
    pub(super) remark: String,
    pub(super) doubts: Vec<DoubtLine>,
}

/// The most characters of what the units below wrote that a narrative begins with.
const MOST_GATHERED: usize = 7_500;

/// The sections of a return; `form` is what was typed and comes back.
pub(super) fn places(facts: &Facts, shell: &Shell, opened: &Opened, form: Option<&Form>) -> Vec<Place> {
    opened.form.sections.iter().map(|section| place(facts, shell, opened, section, form)).collect()
}

fn doubts(shell: &Shell, opened: &Opened, code: &str) -> Vec<DoubtLine> {
    let of = opened.doubts.iter().filter(|doubt| doubt.code == code);
    of.map(|doubt| DoubtLine { says: shell.note(&doubt.note), is_stopping: doubt.is_stopping }).collect()
}

fn place(facts: &Facts, shell: &Shell, opened: &Opened, section: &Section, form: Option<&Form>) -> Place {
    let field = format!("words-{}", section.code);
    let gathered: Vec<(String, Vec<String>)> = opened
        .gathered
        .get(&section.code)
        .map(|all| {
            all.iter().map(|one| (names::unit(facts, one.unit), names::paragraphs(&one.words))).collect()
        })
        .unwrap_or_default();
    let written = opened.content.section(&section.code);
    let is_fresh = !opened.written.iter().any(|one| one.entry.code == section.code);
    let words = match form {
        Some(form) => form.get(&field).to_owned(),
        None if is_fresh && opened.may_write => beginning(&gathered),
        None => written.to_owned(),
    };
    Place {
        name: name_of(shell.words, &section.name),
        hint: name_of(shell.words, &section.hint),
        is_required: section.is_required,
        paragraphs: names::paragraphs(written),
        doubts: doubts(shell, opened, &section.code),
        figures: figures(facts, shell, opened, &section.code, form),
        code: section.code.clone(),
        gathered,
        field,
        words,
    }
}

/// What the units below wrote, as the beginning of one's own narrative; nothing when it is too long to begin with.
fn beginning(gathered: &[(String, Vec<String>)]) -> String {
    let line = |(unit, told): &(String, Vec<String>)| format!("– {unit}: {}", told.join(" "));
    let all = gathered.iter().map(line).collect::<Vec<_>>().join("\n");
    if all.chars().count() <= MOST_GATHERED { all } else { String::new() }
}

fn figures(
    facts: &Facts,
    shell: &Shell,
    opened: &Opened,
    section: &str,
    form: Option<&Form>,
) -> Vec<FigureLine> {
    let line = |figure: &danvan_domain::returns::Figure| {
        let said = opened.content.figure(&figure.code)?;
        let fields = [format!("value-{}", figure.code), format!("remark-{}", figure.code)];
        let text = |said: &Said| figure_text(shell.words, said, opened.reads_small);
        let now = opened.live.iter().find(|live| live.code == figure.code && live.query != Query::Typed);
        let differs = now.filter(|live| (live.value, live.of) != (said.value, said.of));
        let is_merged = !opened.content.sources.is_empty();
        Some(FigureLine {
            name: name_of(shell.words, &figure.name),
            value: text(said),
            live: differs.map(text),
            why: why(facts, shell, opened, said),
            href: if is_merged { None } else { counted_at(opened, said) },
            is_typed: figure.query == Query::Typed
                && (figure.roll_up == RollUp::Apart || !opened.form.is_merged_at(opened.it.level)),
            typed: match form {
                Some(form) => form.get(&fields[0]).to_owned(),
                None => said.value.map(|value| value.to_string()).unwrap_or_default(),
            },
            remark: match form {
                Some(form) => form.get(&fields[1]).to_owned(),
                None => said.remark.clone(),
            },
            doubts: doubts(shell, opened, &figure.code),
            fields,
        })
    };
    opened.form.figures_of(section).filter_map(line).collect()
}

/// What was asked for a figure, in a sentence: what, about which topic, in which days, on which structure.
fn why(facts: &Facts, shell: &Shell, opened: &Opened, said: &Said) -> String {
    let mut query = shell.of("return-query", said.query.word());
    if let Some(topic) = &said.topic {
        query = format!("{query} ({})", names::topic(facts, topic, shell.language));
    }
    if !opened.content.sources.is_empty() {
        let units = opened.content.sources.len();
        return shell.say_with("return-why-merged", &[("query", query.into()), ("n", units.into())]);
    }
    let values =
        [("query", query.into()), ("from", said.from.into()), ("to", said.to.into()), ("on", said.on.into())];
    shell.say_with("return-why", &values)
}

/// The page that counts the same.
fn counted_at(opened: &Opened, said: &Said) -> Option<String> {
    let Period { from, to } = Period { from: said.from, to: said.to };
    let asked = format!("unit={}&from={from}&to={to}&on={}", opened.it.about, said.on);
    match said.query {
        Query::CasesReceived | Query::CasesOnTime | Query::CasesSolved | Query::Observations => {
            let topic = said.topic.as_deref().unwrap_or("all");
            Some(format!("/overview?{asked}&topic={topic}"))
        }
        Query::LettersReceived | Query::LettersSettled | Query::LettersOnTime => {
            Some(format!("/registers/statistics?{asked}"))
        }
        Query::ReceptionDays | Query::ReceptionVisits => Some(format!("/registers/receptions?{asked}")),
        Query::CommitmentsKept => Some("/programmes/promised".into()),
        Query::Inspections => Some("/inspections".into()),
        Query::Initiatives => Some("/initiatives/statistics".into()),
        Query::Typed => None,
    }
}
