//! What the reader is told of, and what the pace says of the coming days.

use super::lines::{said, step_name};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{Answered, cases::names, go, sorry},
    shell::{DueChip, Shell},
    site::Site,
};
use axum::extract::{Path, State};
use danvan_actions::{
    House,
    deadlines::{
        Row,
        forecast::{self, Foretold},
        ladder,
    },
};
use danvan_domain::{ids::UnitId, rights::Asker};
use uuid::Uuid;

/// What somebody is told of.
pub(crate) struct ToldLine {
    /// Where it is said that it was seen.
    pub(crate) see: String,
    /// Where it is opened.
    pub(crate) href: String,
    /// The step and what it is of.
    pub(crate) title: String,
    /// How it stands.
    pub(crate) due: DueChip,
    /// Why the reader is told, with its grade.
    pub(crate) why: String,
}

/// What the pace says, in a sentence; empty when nothing was reckoned yet.
#[derive(Default)]
pub(crate) struct Told {
    /// The sentence.
    pub(crate) says: String,
    /// Its record.
    pub(crate) record: String,
}

/// What the reader is told of.
pub(crate) async fn told_lines(site: &Site, reader: &Reader, shell: &Shell) -> Result<Vec<ToldLine>, Sorry> {
    let (facts, now) = (site.house.facts(), site.house.now());
    let all = ladder::told(&site.house, &reader.visitor.asker).await.map_err(sorry(reader))?;
    let line = |one: ladder::Seen| {
        let it = &one.telling;
        let step = step_name(&facts, shell, &it.procedure, &it.step);
        let rung = facts.ladder.of(&it.procedure).into_iter();
        let rung = rung.into_iter().find(|rung| rung.working_days == it.rung && rung.told == it.told);
        let key = if it.rung <= 0 { "deadlines-told-before" } else { "deadlines-told-after" };
        let grade = rung.map(|rung| rung.grade.word()).unwrap_or_default();
        let values = [("n", it.rung.abs().into()), ("grade", grade.into())];
        let (href, title) = said((&facts, shell), &step, (it.thing, &one.thing));
        ToldLine {
            see: format!("/deadlines/told/{}", it.id),
            href: if one.may_open { href } else { "/deadlines".to_owned() },
            title,
            due: names::due_short(&facts, shell.words, it.due_at, now),
            why: shell.say_with(key, &values),
        }
    };
    Ok(all.into_iter().map(line).collect())
}

/// A late duty as a line: where it is opened, what it is and who owes it, how late.
pub(crate) fn late_line(site: &Site, shell: &Shell, row: &Row) -> (String, String, DueChip) {
    let (facts, now) = (site.house.facts(), site.house.now());
    let it = &row.deadline;
    let step = step_name(&facts, shell, &it.procedure, &it.step);
    let (href, title) = said((&facts, shell), &step, (it.thing, &row.thing));
    let href = if row.may_open { href } else { format!("/deadlines?unit={}", it.unit) };
    let title = format!("{}: {title}", names::unit(&facts, it.unit));
    (href, title, names::due_short(&facts, shell.words, it.due_at, now))
}

/// What the pace of a unit says.
pub(crate) async fn foretold(house: &House, asker: &Asker, shell: &Shell, unit: UnitId) -> Told {
    match forecast::foretold(house, asker, unit).await {
        Ok(Some(found)) => said_of(shell, &found),
        // A page is not worth losing for a forecast.
        _ => Told::default(),
    }
}

fn said_of(shell: &Shell, found: &Foretold) -> Told {
    let Some((low, likely, high)) = found.said else {
        return Told { says: shell.say("deadlines-forecast-little"), record: String::new() };
    };
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX).into();
    let days = [("from", found.from.into()), ("to", found.to.into())];
    let says = if found.due == 0 {
        shell.say_with("deadlines-forecast-none", &days)
    } else {
        let values = [
            ("kept", count(found.kept)),
            ("due", count(found.due)),
            ("likely", count(likely)),
            ("low", count(low)),
            ("high", count(high)),
        ];
        shell.say_with("deadlines-forecast", &[&values[..], &days[..]].concat())
    };
    let (held, told) = found.record();
    let record = if told == 0 {
        String::new()
    } else {
        shell.say_with("deadlines-forecast-record", &[("held", held.into()), ("told", told.into())])
    };
    Told { says, record }
}

/// `POST /deadlines/told/{id}`: the reader has seen it.
pub(in crate::pages::proceedings) async fn see(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _: crate::form::Form,
) -> Answered {
    ladder::see(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    go("/deadlines")
}
