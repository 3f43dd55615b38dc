//! The register: the inventory made from the schema, what is past its time, certificates of erasure.

use super::{Answered, go, holds, notes_of, shell, show, show_with, sorry};
use crate::{form::Form, guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::data::{self, Certificate, Row, retention as rules};
use danvan_domain::{
    refusals::{FieldNote, Note, Refusal},
    rights::Verb,
};
use danvan_words::{Language, Words};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/data/inventory.html")]
struct Inventory {
    shell: Shell,
    intro: String,
    categories: Vec<Category>,
}

struct Category {
    name: String,
    is_sensitive: bool,
    facts: Vec<(String, String)>,
}

/// The inventory, category by category.
pub(super) async fn inventory(State(site): State<Site>, reader: Reader) -> Answered {
    let found = data::inventory(&site.house, &reader.visitor.asker).await.map_err(sorry(&reader))?;
    let words = reader.words();
    let values = [
        ("day", found.made_on.into()),
        ("personal", found.personal.into()),
        ("columns", found.columns.into()),
    ];
    let page = Inventory {
        shell: shell(&site, &reader),
        intro: words.say_with("data-inventory-intro", &values),
        categories: found.categories.iter().map(|row| category(words, row)).collect(),
    };
    show(&reader, &page)
}

fn category(words: &Words, row: &Row) -> Category {
    let about = &row.about;
    let recipients: Vec<String> = about.recipients.iter().map(|role| words.of("role", role.word())).collect();
    let safeguards: Vec<String> =
        about.safeguards.iter().map(|one| words.of("safeguard", one.word())).collect();
    let or = |list: Vec<String>, key: &str, between: &str| {
        if list.is_empty() { words.say(key) } else { list.join(between) }
    };
    let place = |held: &data::Held| match held.column {
        "" => held.table.to_owned(),
        column => format!("{}.{column}", held.table),
    };
    let held: Vec<String> = row.held.iter().map(place).collect();
    let facts = [
        ("data-whose", words.of("whose", about.whose.word())),
        ("data-purpose", words.of("purpose", about.purpose.word())),
        ("data-ground", words.of("ground", about.ground.word())),
        ("data-recipients", or(recipients, "data-recipients-nobody", ", ")),
        ("data-safeguards", or(safeguards, "data-safeguards-none", "; ")),
        ("data-retention-rule", kept(words, &row.kept)),
        ("data-where", held.join(", ")),
    ];
    Category {
        name: words.of("category", row.category.word()),
        is_sensitive: about.sensitive,
        facts: facts.into_iter().map(|(key, value)| (words.say(key), value)).collect(),
    }
}

/// A rule in one sentence, with its source and grade.
fn kept(words: &Words, rule: &rules::Standing) -> String {
    format!("{} · {}", length(words, rule), source(words, rule))
}

fn length(words: &Words, rule: &rules::Standing) -> String {
    let after = words.of("after", rule.after.word());
    let Some(days) = rule.days else { return after };
    let said =
        words.say_with("data-retention-days", &[("days", i64::from(days).into()), ("after", after.into())]);
    if rule.own { format!("{said} {}", words.say("data-retention-own")) } else { said }
}

fn source(words: &Words, rule: &rules::Standing) -> String {
    let values = [("source", rule.source.as_str().into()), ("grade", rule.grade.word().into())];
    words.say_with("data-source", &values)
}

#[derive(Template)]
#[template(path = "pages/data/retention.html")]
struct Retention {
    shell: Shell,
    done: Option<String>,
    rules: Vec<Rule>,
    is_nothing: bool,
    may_keep: bool,
    certificates: Vec<(String, String, String)>,
}

struct Rule {
    says: String,
    length: String,
    due: String,
    source: String,
}

/// What is past its time today, and what was erased before.
pub(super) async fn retention(State(site): State<Site>, reader: Reader) -> Answered {
    let page = page(&site, &reader, Vec::new()).await?;
    show(&reader, &page)
}

async fn page(
    site: &Site,
    reader: &Reader,
    notes: Vec<FieldNote>,
) -> Result<Retention, crate::answer::Sorry> {
    let asker = &reader.visitor.asker;
    let due = rules::preview(&site.house, asker).await.map_err(sorry(reader))?;
    let made = data::certificates(&site.house, asker).await.map_err(sorry(reader))?;
    let words = reader.words();
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let done = match asked.get("done") {
        "some" => Some(words.say("data-retention-done")),
        "nothing" => Some(words.say("data-retention-nothing")),
        _ => None,
    };
    let rule = |one: &rules::Due| Rule {
        says: if words.language == Language::Vi { one.rule.vi.clone() } else { one.rule.en.clone() },
        length: length(words, &one.rule),
        due: words
            .say_with("data-retention-due", &[("day", one.before.into()), ("things", one.things.into())]),
        source: source(words, &one.rule),
    };
    Ok(Retention {
        shell: shell(site, reader).with_notes(notes),
        done,
        is_nothing: due.iter().all(|one| one.things == 0),
        rules: due.iter().map(rule).collect(),
        may_keep: holds(asker, Verb::KeepDataRegister),
        certificates: made.iter().map(|made| line(words, made)).collect(),
    })
}

fn line(words: &Words, made: &Certificate) -> (String, String, String) {
    let rule = words.of("rule", &made.rule);
    let says = words.say_with("data-erasure-line", &[("rule", rule.into()), ("things", made.things.into())]);
    (format!("/data/erasures/{}", made.id), says, words.moment(made.at))
}

/// Erases what is past its time, once somebody says that they have read the preview.
pub(super) async fn erase(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let erased = if form.ticked("sure") {
        rules::run(&site.house, &reader.visitor.asker).await
    } else {
        Err(Refusal::field("sure", Note::new("data-retention-tick")).into())
    };
    match erased {
        Ok(made) if made.is_empty() => go("/data/retention?done=nothing"),
        Ok(_) => go("/data/retention?done=some"),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = page(&site, &reader, notes).await?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Template)]
#[template(path = "pages/data/certificate.html")]
struct Shown {
    shell: Shell,
    facts: Vec<(String, String)>,
    ids: Vec<String>,
}

/// What certificates count, and the sentence of each.
const COUNTED: &[(&str, &str)] = &[
    ("letters", "erased-letters"),
    ("signers", "erased-signers"),
    ("grounds", "erased-grounds"),
    ("cases", "erased-cases"),
    ("entries", "erased-entries"),
    ("contacts", "erased-contacts"),
    ("supporters", "erased-supporters"),
    ("pictures", "erased-pictures"),
    ("wordings", "erased-wordings"),
    ("purposes", "erased-purposes"),
    ("documents", "erased-documents"),
    ("visits", "erased-visits"),
    ("exemplars", "erased-exemplars"),
    ("members", "erased-members"),
    ("proceedings", "erased-proceedings"),
    ("signer_contacts", "erased-signer_contacts"),
    ("visitors", "erased-visitors"),
    ("holders", "erased-holders"),
];

/// One certificate.
pub(super) async fn certificate(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let made = data::certificate(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    let words = reader.words();
    let counted = |(what, key): &(&str, &str)| {
        let n = i64::try_from(*made.counts.get(*what)?).unwrap_or(i64::MAX);
        Some(words.say_with(key, &[("n", n.into())]))
    };
    let counts: Vec<String> = COUNTED.iter().filter_map(counted).collect();
    let backups = match made.kept_in_backups_until {
        Some(day) => words.say_with("data-erasure-backups-until", &[("day", day.into())]),
        None => words.say("data-erasure-backups-none"),
    };
    let facts = [
        ("data-erasure-when", words.moment(made.at)),
        ("data-erasure-rule", words.of("rule", &made.rule)),
        ("data-erasure-basis", made.basis.clone()),
        ("data-erasure-things", words.count(made.things)),
        ("data-erasure-counts", counts.join("; ")),
        ("data-erasure-digest", made.digest.clone()),
        ("data-erasure-backups", backups),
    ];
    let page = Shown {
        shell: shell(&site, &reader),
        facts: facts.into_iter().map(|(key, value)| (words.say(key), value)).collect(),
        ids: made.ids,
    };
    show(&reader, &page)
}
