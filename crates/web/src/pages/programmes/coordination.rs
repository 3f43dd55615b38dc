//! `/programmes/{id}/coordination`: who leads and who joins, review meetings with minutes and decisions, adjustments.

use super::{
    aim,
    board::lost,
    come,
    list::line,
    mark,
    parties::{PartyLine, party_line},
    period_name,
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    exchange::Standing,
    programmes::{coordination, meet},
};
use danvan_domain::{
    ids::{MeetingId, PartyId, ProgrammeId},
    programmes::{
        Kind, Party,
        meetings::{Meeting, TypedMeeting},
    },
    refusals::FieldNote,
};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/coordination.html")]
struct CoordinationPage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    facts: String,
    closed: Option<String>,
    parties: Vec<PartyLine>,
    left: Vec<PartyLine>,
    versions: Vec<String>,
    outside: Vec<OutsideLine>,
    meetings: Vec<MeetingLine>,
    is_covenant: bool,
    may_lead: bool,
}

/// What a party outside promised, as a line.
struct OutsideLine {
    party: String,
    what: String,
    aim: String,
    come: String,
    period: String,
    sign: &'static str,
    class: &'static str,
    state: String,
}

fn outside_line(shell: &Shell, called: &Names, it: &Standing) -> OutsideLine {
    let (of, mark) = (&it.promised, mark(shell, it.state));
    OutsideLine {
        party: called.get(&of.party).cloned().unwrap_or_default(),
        what: of.what.clone(),
        aim: aim(shell, &of.indicator, of.rhythm),
        come: come(shell, &of.indicator, (it.claimed, it.proven)),
        period: period_name(shell.words, of.rhythm, it.period),
        sign: mark.sign,
        class: mark.class,
        state: mark.word,
    }
}

struct MeetingLine {
    day: String,
    place: String,
    version: i64,
    present: String,
    minutes: Vec<String>,
    decisions: Vec<DecisionLine>,
}

struct DecisionLine {
    words: String,
    about: String,
}

/// The name of each party, by its id.
type Names = BTreeMap<PartyId, String>;

fn meeting_line(shell: &Shell, called: &Names, it: &Meeting) -> MeetingLine {
    let name = |id: &PartyId| called.get(id).cloned().unwrap_or_default();
    let decision = |one: &danvan_domain::programmes::meetings::Decision| {
        let who = one.party.as_ref().map_or_else(|| shell.say("meeting-all"), name);
        let until = one.due_on.map(|day| shell.say_one("progress-until", "day", shell.words.day(day)));
        let about: Vec<String> = std::iter::once(who).chain(until).collect();
        DecisionLine { words: one.words.clone(), about: about.join(" · ") }
    };
    MeetingLine {
        day: shell.words.day(it.held_on),
        place: it.place.clone(),
        version: it.version,
        present: it.present.iter().map(name).collect::<Vec<_>>().join(", "),
        minutes: names::paragraphs(&it.minutes),
        decisions: it.decisions.iter().map(decision).collect(),
    }
}

/// `GET /programmes/{id}/coordination`.
pub(super) async fn show_coordination(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Answered {
    let (house, id) = (&site.house, ProgrammeId(id));
    let found = coordination(house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    let (shell, facts) = (shell(&site, &reader), house.facts());
    let it = &found.programme;
    let all = |is_in: bool| -> Vec<PartyLine> {
        let some = found.parties.iter().filter(|party| party.is_in(it.version) == is_in);
        some.map(|party| party_line(&shell, &facts, party)).collect()
    };
    let called: Names =
        found.parties.iter().map(|one| (one.id, party_line(&shell, &facts, one).name)).collect();
    let version = |one: &danvan_domain::programmes::Version| {
        let change = shell.of("programme-change", one.change.word());
        let when = shell.words.moment_short(one.at, house.now());
        let told = [format!("{}. {change}", one.number), when, one.why.clone()];
        told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let page = CoordinationPage {
        id,
        title: it.content.title.clone(),
        facts: line(&shell, &facts, it).facts,
        closed: it.ended_at.map(|_| it.end_reason.clone()),
        parties: all(true),
        left: all(false),
        versions: found.versions.iter().rev().map(version).collect(),
        outside: found.outside.iter().map(|one| outside_line(&shell, &called, one)).collect(),
        meetings: found.meetings.iter().map(|one| meeting_line(&shell, &called, one)).collect(),
        is_covenant: it.content.kind == Kind::Covenant,
        may_lead: found.may_lead,
        shell,
    };
    show(&reader, &page)
}

/// How many decisions the form has room for at once.
const ROOM: usize = 6;

#[derive(Template)]
#[template(path = "pages/programmes/meeting.html")]
struct MeetingPage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    new_id: String,
    /// Day, place, minutes.
    typed: [String; 3],
    /// Id, name, whether it was there.
    parties: Vec<(String, String, bool)>,
    /// Words, the id of a party, a day.
    decisions: Vec<(String, String, String)>,
}

/// `GET /programmes/{id}/meetings`.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    meeting_page(&site, &reader, StatusCode::OK, ProgrammeId(id), None, Vec::new()).await
}

async fn meeting_page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: ProgrammeId,
    form: Option<&Form>,
    notes: Vec<FieldNote>,
) -> Answered {
    let house = &site.house;
    let found = coordination(house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    if !found.may_lead {
        return Err(lost(reader));
    }
    let (shell, facts) = (shell(site, reader).with_notes(notes), house.facts());
    let text = |name: &str| form.map(|form| form.get(name).to_owned()).unwrap_or_default();
    let there: Vec<&str> = form.iter().flat_map(|form| form.all("present")).collect();
    let in_it: Vec<&Party> =
        found.parties.iter().filter(|party| party.is_in(found.programme.version)).collect();
    let own = text("id");
    let mut decisions = form.map(typed_decisions).unwrap_or_default();
    decisions.resize(ROOM.max(decisions.len()), Default::default());
    let page = MeetingPage {
        id,
        title: found.programme.content.title.clone(),
        new_id: if own.is_empty() { house.new_id().to_string() } else { own },
        typed: ["held_on", "meeting_place", "minutes"].map(text),
        parties: in_it
            .into_iter()
            .map(|party| {
                let said = party.id.to_string();
                let is_there = form.is_none() || there.contains(&said.as_str());
                (said, party_line(&shell, &facts, party).name, is_there)
            })
            .collect(),
        decisions,
        shell,
    };
    show_with(reader, status, &page)
}

fn typed_decisions(form: &Form) -> Vec<(String, String, String)> {
    let columns =
        ["decision", "decision_party", "decision_due"].map(|name| form.all(name).collect::<Vec<_>>());
    let cell = |column: &[&str], at: usize| column.get(at).copied().unwrap_or_default().to_owned();
    let [words, parties, days] = &columns;
    (0..words.len()).map(|at| (cell(words, at), cell(parties, at), cell(days, at))).collect()
}

/// `POST /programmes/{id}/meetings`.
pub(super) async fn keep(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ProgrammeId(id);
    let decisions = typed_decisions(&form).into_iter();
    let typed = TypedMeeting {
        held_on: form.day("held_on"),
        place: form.get("meeting_place").to_owned(),
        minutes: form.get("minutes").to_owned(),
        present: form.all("present").map(str::to_owned).collect(),
        decisions: decisions
            .map(|(words, party, due)| {
                let due = Some(due.trim()).filter(|due| !due.is_empty()).map(danvan_words::read_day);
                (words, party, due)
            })
            .collect(),
    };
    let meeting = MeetingId(form.get("id").parse().unwrap_or_default());
    match meet(&site.house, &reader.visitor.asker, (id, meeting), &typed).await {
        Ok(_) => go(&format!("/programmes/{id}/coordination")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            meeting_page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(&form), notes).await
        }
    }
}
