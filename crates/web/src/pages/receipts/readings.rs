//! Who read personal data, as whoever it is about and the office that keeps it are told.

use super::names;
use crate::shell::{Choice, Shell};
use danvan_actions::Facts;
use danvan_domain::{answers::ReasonList, ids::UnitId, time::Moment};
use danvan_words::Language;

/// One reading as whoever it is about sees it: the office and the role, when, and for what out of its list.
pub(in crate::pages) fn reading_line(
    shell: &Shell,
    facts: &Facts,
    list: ReasonList,
    reading: &danvan_actions::cases::Reading,
) -> String {
    let why = reading_purpose(shell, facts, (list, &reading.purpose), &reading.reason);
    let values = [
        ("office", names::unit(facts, UnitId(reading.unit)).into()),
        ("when", shell.words.moment(Moment::from_micros(reading.at)).into()),
        ("why", why.into()),
    ];
    if reading.role.is_empty() {
        return shell.say_with("receipt-seen-line", &values);
    }
    let role = [("role", shell.of("role", &reading.role).into())];
    shell.say_with("mine-seen-line", &[&values[..], &role[..]].concat())
}

/// For what personal data may be read, to choose from.
pub(in crate::pages) fn purposes(
    shell: &Shell,
    facts: &Facts,
    list: ReasonList,
    chosen: &str,
) -> Vec<Choice> {
    let name = |choice: &danvan_domain::answers::Choice| {
        if shell.language == Language::En { choice.en.clone() } else { choice.vi.clone() }
    };
    facts.answers.choices(list).map(|one| Choice::new(one.code.clone(), name(one), chosen)).collect()
}

/// The purpose out of the list, with the words beside it.
fn reading_purpose(shell: &Shell, facts: &Facts, (list, code): (ReasonList, &str), words: &str) -> String {
    let named = |list: ReasonList, code: &str| {
        let choice = facts.answers.choices(list).find(|choice| choice.code == code);
        choice
            .map(|choice| if shell.language == Language::En { choice.en.clone() } else { choice.vi.clone() })
    };
    let purpose = named(list, code);
    // A new code is no reading for a purpose of the list: why it was given, and what was compared.
    let (purpose, words) = match purpose.is_none().then(|| named(ReasonList::NewCode, code)).flatten() {
        Some(why) => (Some(why), named(ReasonList::Identity, words).unwrap_or_default()),
        None => (purpose, words.to_owned()),
    };
    [purpose, Some(words)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(": ")
}
