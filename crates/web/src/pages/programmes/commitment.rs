//! `/programmes/commitments/{id}`: one commitment's whole story, and the verdict on its reports.

use super::{
    aim,
    list::{PromisedLine, promised_line},
    number, period_name,
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        cases::names::{self, paragraphs},
        go, notes_of, shell, show_with, sorry,
    },
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts,
    programmes::{Seen, Shown, judge, one, report_of, withdraw},
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, ReportId, UnitId},
    programmes::left,
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/commitment.html")]
struct StoryPage {
    shell: Shell,
    id: CommitmentId,
    programme: ProgrammeId,
    programme_title: String,
    above: Vec<(String, String)>,
    unit: String,
    /// The unit that promised it, where another keeps it now.
    promised_by: String,
    now: PromisedLine,
    facts: Vec<String>,
    fills_itself: String,
    foretold: String,
    taken_back: Option<String>,
    parts: usize,
    left: Option<String>,
    reports: Vec<ReportLine>,
    may_report: bool,
    may_share: bool,
    may_withdraw: bool,
    reason: String,
    /// On which report a verdict came back with notes.
    judging: String,
}

struct ReportLine {
    id: String,
    value: String,
    period: String,
    who: String,
    when: String,
    told: Vec<String>,
    photos: Vec<String>,
    links: Vec<(String, String)>,
    has_nothing: bool,
    verdict: Option<Verdict>,
    may_judge: bool,
}

struct Verdict {
    sign: &'static str,
    class: &'static str,
    words: String,
    reason: String,
}

/// `GET /programmes/commitments/{id}`.
pub(super) async fn show_story(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    story(&site, &reader, StatusCode::OK, CommitmentId(id), (None, ""), Vec::new()).await
}

async fn story(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: CommitmentId,
    (judging, reason): (Option<ReportId>, &str),
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let facts = site.house.facts();
    let of = &found.now.commitment;
    let name = |unit: UnitId| names::unit(&facts, unit);
    let targets: Vec<i64> = found.below.iter().map(|it| it.indicator.target).collect();
    let left = left(&of.indicator, &targets).filter(|left| *left != 0 && !found.below.is_empty());
    let page = StoryPage {
        id,
        programme: found.programme.id,
        programme_title: found.programme.content.title.clone(),
        above: found
            .above
            .iter()
            .map(|it| (format!("/programmes/commitments/{}", it.id), name(it.unit)))
            .collect(),
        unit: name(of.unit),
        promised_by: if of.unit == of.promised_by { String::new() } else { name(of.promised_by) },
        now: promised_line(&shell, &found.now),
        facts: told(&shell, &found),
        fills_itself: of
            .indicator
            .source
            .map(|source| shell.of("progress-source", source.word()))
            .unwrap_or_default(),
        foretold: foretold(&shell, &found),
        taken_back: of.ended_at.map(|_| of.end_reason.clone()),
        parts: found.below.len(),
        left: left.map(|left| number(shell.words, &of.indicator, left)),
        reports: found.reports.iter().map(|it| report_line(&shell, &facts, &found, it)).collect(),
        may_report: found.may_report,
        may_share: found.may_share,
        may_withdraw: found.may_withdraw,
        reason: reason.to_owned(),
        judging: judging.map(|id| id.to_string()).unwrap_or_default(),
        shell,
    };
    show_with(reader, status, &page)
}

/// What holds of a commitment, each a sentence.
fn told(shell: &Shell, found: &Seen) -> Vec<String> {
    let of = &found.now.commitment;
    let mut told = vec![aim(shell, &of.indicator, of.rhythm)];
    if of.indicator.baseline > 0 {
        let value = number(shell.words, &of.indicator, of.indicator.baseline);
        told.push(shell.say_one("progress-baseline", "value", value.as_str()));
    }
    told.push(super::days(shell.words, of.from, of.to));
    if of.needs_evidence {
        told.push(shell.say("progress-needs-evidence"));
    }
    if of.weight != 1 {
        told.push(shell.say_count("progress-weighs", of.weight));
    }
    if !found.below.is_empty() {
        told.push(shell.of("progress-adds-up", of.indicator.adds_up.word()));
    }
    if let Some(value) = found.now.claimed {
        // In hundredths of a per cent.
        let way = of.indicator.way(value) as f64 / 10_000.0;
        told.push(shell.say_one("progress-way", "share", shell.words.percent(way, 0).as_str()));
    }
    told
}

/// What the pace says, as a sentence; empty where it was not asked.
fn foretold(shell: &Shell, found: &Seen) -> String {
    let Some(it) = found.foretold else { return String::new() };
    let Some((low, likely, high)) = it.said else { return shell.say("progress-foretold-little") };
    let target = found.now.commitment.indicator.target;
    let key = if target <= low {
        "progress-foretold-reaches"
    } else if high < target {
        "progress-foretold-misses"
    } else {
        "progress-foretold-open"
    };
    let values = [
        ("day", shell.words.day(it.on).into()),
        ("low", low.into()),
        ("likely", likely.into()),
        ("high", high.into()),
        ("target", target.into()),
    ];
    shell.say_with(key, &values)
}

fn report_line(shell: &Shell, facts: &Facts, found: &Seen, shown: &Shown) -> ReportLine {
    let (it, of) = (&shown.report, &found.now.commitment);
    let name = |person| found.names.get(&person).cloned().unwrap_or_default();
    let period = of.rhythm.periods(of.from, of.to).into_iter().find(|period| period.from == it.period);
    let verdict = it.verdict.as_ref().map(|verdict| {
        let key = match (verdict.is_accepted, verdict.by) {
            (true, None) => "progress-known",
            (true, Some(_)) => "progress-accepted",
            (false, _) => "progress-returned",
        };
        let by = verdict.by.map(name).unwrap_or_default();
        let values = [("by", by.into()), ("when", shell.words.moment(verdict.at).into())];
        Verdict {
            sign: if verdict.is_accepted { "✓" } else { "↩" },
            class: if verdict.is_accepted { "due well" } else { "due late" },
            words: shell.say_with(key, &values),
            reason: verdict.reason.clone(),
        }
    });
    let links = shown.links.iter().map(|(thing, kind)| {
        use danvan_domain::programmes::Evidence::{Case, Observation};
        let href = match kind {
            Case => format!("/cases/{thing}"),
            Observation => format!("/observations/{thing}"),
        };
        (href, shell.of("progress-link", kind.word()))
    });
    let who = [names::unit(facts, it.unit), it.person.map(name).unwrap_or_default()];
    ReportLine {
        id: it.id.to_string(),
        value: number(shell.words, &of.indicator, it.value),
        period: period.map(|period| period_name(shell.words, of.rhythm, period)).unwrap_or_default(),
        who: who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        when: shell.words.moment(it.at),
        told: paragraphs(&it.words),
        photos: shown.pictures.iter().map(|picture| picture.hash.clone()).collect(),
        links: links.collect(),
        has_nothing: it.evidence == 0 && it.person.is_some(),
        verdict,
        may_judge: shown.may_judge,
    }
}

/// `POST /programmes/reports/{id}`: accepted, or returned with a reason.
pub(super) async fn give_verdict(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, ReportId(id));
    let is_accepted = form.get("verdict") == "accept";
    let of = report_of(house, asker, id).await.map_err(sorry(&reader))?;
    match judge(house, asker, id, is_accepted, form.get("reason")).await {
        Ok(()) => go(&format!("/programmes/commitments/{of}#report-{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let typed = (Some(id), form.get("reason"));
            story(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, of, typed, notes).await
        }
    }
}

/// `POST /programmes/commitments/{id}/withdraw`.
pub(super) async fn take_back(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = CommitmentId(id);
    match withdraw(&site.house, &reader.visitor.asker, id, form.get("reason")).await {
        Ok(()) => go(&format!("/programmes/commitments/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let typed = (None, form.get("reason"));
            story(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, typed, notes).await
        }
    }
}
