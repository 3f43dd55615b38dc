//! A letter, for one who signed it: its number, how far it has come and what was written about it.

use super::{Answered, names, reading_line, shell, written};
use crate::{
    guard::Reader,
    pages::{self, documents::bare_number, letters::named, sorry},
    shell::{DueChip, Shell},
    site::Site,
};
use askama::Template;
use danvan_actions::letters::{Followed, follow};
use danvan_domain::{answers::ReasonList, proceedings::Proceeding, time::Moment};

#[derive(Template)]
#[template(path = "pages/receipts/signed.html")]
struct Signed {
    shell: Shell,
    code: String,
    halves: (String, String),
    number: String,
    facts: Vec<(String, String)>,
    running: Vec<Running>,
    notices: Vec<String>,
    readings: Vec<String>,
}

struct Running {
    name: String,
    stage: String,
    due: Option<(String, DueChip)>,
}

/// The page.
pub(super) async fn show(site: &Site, reader: &Reader, code: &str) -> Answered {
    let followed = follow(&site.house, code, &reader.address).await.map_err(sorry(reader))?;
    pages::show(reader, &page(site, reader, code, &followed))
}

fn page(site: &Site, reader: &Reader, code: &str, followed: &Followed) -> Signed {
    let (facts, today, shell) = (site.house.facts(), site.house.today(), shell(site, reader));
    let letter = &followed.letter;
    let code = written(code);
    let (left, right) = code.split_at(code.len().min(9));
    let mut told = vec![
        (shell.say("label-received_on"), shell.words.day(letter.received_on)),
        (shell.say("receipt-office"), names::unit(&facts, letter.unit)),
    ];
    if !letter.topic.is_empty() {
        told.push((shell.say("label-topic"), names::topic(&facts, &letter.topic, shell.language)));
        told.push((shell.say("label-place"), names::place(&facts, letter.place, today)));
    }
    if let Some(disposal) = letter.disposal.filter(|_| letter.classified_at.is_some()) {
        told.push((shell.say("label-disposal"), shell.of("letter-disposal", disposal.word())));
    }
    let running = |(it, due_at): &(Proceeding, Option<Moment>)| {
        let procedure = facts.procedures.get(&it.procedure);
        let stage = procedure.and_then(|one| one.stage(&it.stage));
        let due = due_at.map(|at| {
            (shell.words.day_long(at.day()), names::due_full(&facts, shell.words, at, site.house.now()))
        });
        Running {
            name: procedure.map(|one| named(&shell, &one.name)).unwrap_or_default(),
            stage: stage.map(|one| named(&shell, &one.name)).unwrap_or_default(),
            due,
        }
    };
    Signed {
        halves: (left.to_owned(), right.trim_start_matches('-').to_owned()),
        number: format!("{}/{}", letter.number, letter.year),
        running: followed.proceedings.iter().map(running).collect(),
        notices: followed
            .notices
            .iter()
            .map(|one| {
                let kind = shell.of("document-kind", one.kind.word());
                format!("{kind} {} · {}", bare_number(&one.number_text), shell.words.day(one.issued_on))
            })
            .collect(),
        readings: followed
            .readings
            .iter()
            .map(|one| reading_line(&shell, &facts, ReasonList::ReadingSigners, one))
            .collect(),
        facts: told,
        code,
        shell,
    }
}
