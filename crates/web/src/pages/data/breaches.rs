//! The register of breaches.

use super::{Answered, go, holds, names, notes_of, shell, show_with, sorry};
use crate::{
    form::Form,
    guard::Reader,
    shell::{DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::data::breaches::{self as register, Noted};
use danvan_domain::{
    data::breaches::{Breach, notice},
    refusals::FieldNote,
    rights::Verb,
    time::{Day, Moment},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/data/breaches.html")]
struct Breaches {
    shell: Shell,
    intro: String,
    source: String,
    rows: Vec<Row>,
    may_keep: bool,
    typed: Typed,
}

#[derive(Default)]
struct Typed {
    found: String,
    what: String,
    whose: String,
    how_many: String,
    measures: String,
    must_notify: bool,
}

struct Row {
    id: Uuid,
    what: String,
    whose: String,
    measures: String,
    found: String,
    state: String,
    is_late: bool,
    due: Option<DueChip>,
}

/// The register and the form.
pub(super) async fn list(State(site): State<Site>, reader: Reader) -> Answered {
    page(&site, &reader, Typed::default(), Vec::new()).await
}

async fn page(site: &Site, reader: &Reader, typed: Typed, notes: Vec<FieldNote>) -> Answered {
    let all = register::all(&site.house, &reader.visitor.asker).await.map_err(sorry(reader))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (words, law) = (reader.words(), notice(site.house.today()));
    let intro = law.map(|law| words.say_with("data-breaches-intro", &[("hours", law.bounds().1.into())]));
    let source = law.map(|law| {
        let values = [("source", law.source.as_str().into()), ("grade", law.grade.word().into())];
        words.say_with("data-source", &values)
    });
    let shown = Breaches {
        shell: shell(site, reader).with_notes(notes),
        intro: intro.unwrap_or_default(),
        source: source.unwrap_or_default(),
        rows: all.iter().map(|breach| row(site, reader, breach)).collect(),
        may_keep: holds(&reader.visitor.asker, Verb::KeepDataRegister),
        typed,
    };
    show_with(reader, status, &shown)
}

fn row(site: &Site, reader: &Reader, breach: &Breach) -> Row {
    let (facts, words, now) = (site.house.facts(), reader.words(), site.house.now());
    let is_late = breach.is_late(now);
    let hours = breach.due_at.seconds_since(breach.found_at) / 3600;
    let late = |key: &str| words.say_with(key, &[("hours", hours.into())]);
    let state = match (breach.must_notify, breach.notified_at) {
        (false, _) => words.say("data-breach-not-needed"),
        (true, Some(at)) => {
            let values = [("when", words.moment(at).into()), ("notice", breach.notice.as_str().into())];
            let told = words.say_with("data-breach-told-at", &values);
            if is_late { format!("{} · {told}", late("data-breach-late-told")) } else { told }
        }
        (true, None) if is_late => late("data-breach-late"),
        (true, None) => words.say_with("data-breach-due", &[("when", words.moment(breach.due_at).into())]),
    };
    let waits = breach.must_notify && breach.notified_at.is_none();
    Row {
        id: breach.id,
        what: breach.what.clone(),
        whose: match breach.how_many {
            Some(people) => format!("{} · {}", breach.whose, words.count(people)),
            None => breach.whose.clone(),
        },
        measures: breach.measures.clone(),
        found: words.moment(breach.found_at),
        state,
        is_late,
        due: waits.then(|| names::due_full(&facts, words, breach.due_at, now)),
    }
}

/// A moment as people write it: an instant, or day and time in Hanoi.
fn moment_of(text: &str) -> Option<Moment> {
    if let Ok(moment) = text.parse::<Moment>() {
        return Some(moment);
    }
    let (day, time) = text.split_once(['T', ' '])?;
    let (hour, minute) = time.split_once(':')?;
    let day: Day = day.parse().ok()?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then(|| Moment::at(day, hour, minute))
}

/// Notes a breach.
pub(super) async fn note(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let typed = Typed {
        found: form.get("found").trim().to_owned(),
        what: form.get("what").to_owned(),
        whose: form.get("whose").to_owned(),
        how_many: form.get("how_many").trim().to_owned(),
        measures: form.get("measures").to_owned(),
        must_notify: form.ticked("must_notify"),
    };
    let noted = Noted {
        found_at: moment_of(&typed.found),
        what: typed.what.clone(),
        whose: typed.whose.clone(),
        // What is no number is refused as one below nought.
        how_many: (!typed.how_many.is_empty()).then(|| typed.how_many.parse().unwrap_or(-1)),
        measures: typed.measures.clone(),
        must_notify: typed.must_notify,
    };
    match register::note(&site.house, &reader.visitor.asker, noted).await {
        Ok(_) => go("/data/breaches"),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, typed, notes).await
        }
    }
}

/// Notes that the authority was told.
pub(super) async fn notified(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    match register::notified(&site.house, &reader.visitor.asker, id, form.get("notice")).await {
        Ok(()) => go("/data/breaches"),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, Typed::default(), notes).await
        }
    }
}

#[cfg(test)]
mod test {
    use super::moment_of;

    #[test]
    fn moments_are_read_as_people_write_them() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(moment_of(text).map(|moment| moment.to_string()).as_deref(), expected, "{text}");
        };
        check("2026-11-25T14:30", Some("2026-11-25T07:30:00Z"));
        check("2026-11-25 14:30", Some("2026-11-25T07:30:00Z"));
        check("2026-11-25T07:30:00Z", Some("2026-11-25T07:30:00Z"));
        check("2026-11-25T24:30", None);
        check("2026-02-30T10:00", None);
        check("hôm qua", None);
    }
}
