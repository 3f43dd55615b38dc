//! `/initiatives/{id}`: one initiative's whole story, the form of each act, and the consent of whoever stands behind it.

use super::{
    form::{AlikeLine, alike_line},
    hundredths,
    list::class,
    tenths, term,
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        cases::names::{self, paragraphs},
        go, notes_of,
        photos::keep_photos,
        shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts, attachments,
    initiatives::{Seen, act, agree, forget_owner, one, read_owner, withdraw_consent},
};
use danvan_domain::{
    ids::{InitiativeId, PersonId},
    initiatives::{Act, Family, Kind, TypedAct},
    refusals::{FieldNote, Refusal},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/initiatives/one.html")]
struct OnePage {
    shell: Shell,
    id: InitiativeId,
    name: String,
    facts: String,
    stage: String,
    class: &'static str,
    check_due: String,
    /// The nine fields: heading and paragraphs.
    parts: Vec<(String, Vec<String>)>,
    photos: Vec<String>,
    owner: Option<OwnerLine>,
    /// How they may have agreed to be named.
    ways: Vec<Choice>,
    years: Vec<String>,
    acts: Vec<ActLine>,
    points: Option<Points>,
    tree: Vec<BranchLine>,
    alike: Vec<AlikeLine>,
    story: Option<String>,
    /// What the reader may do now: word and name.
    may: Vec<(&'static str, String)>,
    may_judge: bool,
    may_publish: bool,
    may_hide: bool,
    may_adopt: bool,
}

struct OwnerLine {
    /// Empty where it was not read.
    name: String,
    is_named: bool,
    has_agreed: bool,
    may_keep: bool,
}

struct ActLine {
    name: String,
    who: String,
    when: String,
    paper: String,
    said: Vec<String>,
    photos: Vec<String>,
}

/// What judges gave together.
struct Points {
    judges: String,
    total: String,
    between: String,
    passes: bool,
    needs: String,
    rows: Vec<(String, String, i64)>,
}

struct BranchLine {
    href: String,
    name: String,
    facts: String,
    /// How far it stands in.
    indent: String,
    /// The same in a word, counted from 1.
    level: usize,
    is_this: bool,
}

/// `GET /initiatives/{id}`.
pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, StatusCode::OK, InitiativeId(id), (Vec::new(), None)).await
}

/// Shows an initiative; `read` is the name of whoever stands behind it, when it was just read.
async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    id: InitiativeId,
    (notes, read): (Vec<FieldNote>, Option<&str>),
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(notes);
    let facts = site.house.facts();
    let it = &found.initiative;
    let page = OnePage {
        id,
        name: it.content.name.clone(),
        facts: told(&shell, &facts, &found),
        stage: shell.of("initiative-stage", it.stage.word()),
        class: class(it.stage.word()),
        check_due: it
            .check_due_on
            .map(|day| shell.say_one("initiative-check-due", "day", shell.words.day(day)))
            .unwrap_or_default(),
        parts: parts(&shell, &found),
        photos: found.pictures.get(&id.0).cloned().unwrap_or_default(),
        owner: owner(&found, read),
        ways: ways(&shell),
        years: years(&shell, &found),
        acts: found.acts.iter().map(|done| act_line(&shell, &found, done)).collect(),
        points: points(&shell, &found),
        tree: tree(&shell, &facts, &found),
        alike: found.alike.iter().map(|it| alike_line(&shell, &facts, it)).collect(),
        story: found.story.as_ref().map(|story| story.title.clone()),
        may: found.acts_now.iter().map(|act| (act.word(), shell.of("initiative-act", act.word()))).collect(),
        may_judge: found.may_judge,
        may_publish: found.may_publish,
        may_hide: found.may_hide,
        may_adopt: found.may_adopt,
        shell,
    };
    show_with(reader, status, &page)
}

fn told(shell: &Shell, facts: &Facts, found: &Seen) -> String {
    let it = &found.initiative;
    [
        names::unit(facts, it.unit),
        shell.of("initiative-kind", it.content.kind.word()),
        shell.of("initiative-keeper", it.content.keeper.word()),
        term(shell, Family::Field, &it.content.field),
        term(shell, Family::Level, &it.content.level),
    ]
    .join(" · ")
}

fn parts(shell: &Shell, found: &Seen) -> Vec<(String, Vec<String>)> {
    let it = &found.initiative.content;
    let days = format!("{} – {}", shell.words.day(it.starts_on), shell.words.day(it.ends_on));
    let lines = |parts: &[&str]| parts.iter().flat_map(|part| paragraphs(part)).collect::<Vec<_>>();
    let mut all = vec![
        ("initiative-2", lines(&[&it.reason])),
        ("initiative-3", lines(&[&it.objective, &it.criteria])),
        ("initiative-4", lines(&[&it.method])),
        ("initiative-5", lines(&[&it.place, &it.beneficiaries])),
        ("initiative-6", lines(&[&it.lead, &it.coordinate, &it.take_part])),
        ("initiative-7", lines(&[&it.resources, &days])),
        ("initiative-8", lines(&[&it.outputs])),
        ("initiative-9", lines(&[&it.keeping])),
    ];
    if !it.difference.is_empty() {
        all.push(("label-difference", lines(&[&it.difference])));
    }
    all.into_iter().map(|(key, lines)| (shell.say(key), lines)).collect()
}

fn ways(shell: &Shell) -> Vec<Choice> {
    let way = |word: &str, key: &str| Choice::new(word, shell.say(key), "");
    vec![way("paper", "initiative-agreed-paper"), way("in_person", "initiative-agreed-in-person")]
}

fn owner(found: &Seen, read: Option<&str>) -> Option<OwnerLine> {
    if found.initiative.content.kind != Kind::Individual {
        return None;
    }
    let owner = found.owner.as_ref()?;
    Some(OwnerLine {
        name: read.unwrap_or(&owner.name).to_owned(),
        is_named: found.is_named,
        has_agreed: owner.agreed_at.is_some(),
        may_keep: found.may_keep_owner && found.is_named,
    })
}

fn years(shell: &Shell, found: &Seen) -> Vec<String> {
    let year = |it: &danvan_domain::initiatives::InYear| {
        let how = shell.of("initiative-how", it.how.word());
        format!("{}: {how} · {}", it.year, shell.of("initiative-outcome", it.outcome.word()))
    };
    found.years.iter().map(year).collect()
}

fn act_line(shell: &Shell, found: &Seen, done: &danvan_domain::initiatives::Done) -> ActLine {
    let name = |person: PersonId| found.names.get(&person).cloned().unwrap_or_default();
    ActLine {
        name: shell.of("initiative-done", done.act.word()),
        who: done.person.map(name).unwrap_or_default(),
        when: shell.words.moment(done.at),
        paper: done.paper.clone(),
        said: paragraphs(&done.words),
        photos: found.pictures.get(&done.id).cloned().unwrap_or_default(),
    }
}

fn points(shell: &Shell, found: &Seen) -> Option<Points> {
    let sheet = found.initiative.sheet.as_ref()?;
    let needs = [("least", sheet.least_judges.into()), ("points", sheet.passes_at.into())];
    let needs = shell.say_with("initiative-needs", &needs);
    let Some(all) = &found.combined else {
        return Some(Points {
            judges: shell.say_count("initiative-judges", 0_i64),
            total: String::new(),
            between: String::new(),
            passes: false,
            needs,
            rows: sheet.criteria.iter().map(|it| (it.name.clone(), String::new(), it.points)).collect(),
        });
    };
    let means = sheet.criteria.iter().zip(&all.means);
    let (least, most) = (tenths(shell, all.between.0), tenths(shell, all.between.1));
    Some(Points {
        judges: shell.say_count("initiative-judges", all.judges),
        total: hundredths(shell, all.total),
        between: shell.say_with("initiative-between", &[("least", least.into()), ("most", most.into())]),
        passes: all.passes(sheet),
        needs,
        rows: means.map(|(it, mean)| (it.name.clone(), hundredths(shell, *mean), it.points)).collect(),
    })
}

fn tree(shell: &Shell, facts: &Facts, found: &Seen) -> Vec<BranchLine> {
    let line = |branch: &danvan_actions::initiatives::Branch| {
        let it = &branch.initiative;
        let told =
            [names::unit(facts, it.unit), it.year.to_string(), shell.of("initiative-stage", it.stage.word())];
        BranchLine {
            href: format!("/initiatives/{}", it.id),
            name: it.content.name.clone(),
            facts: told.join(" · "),
            indent: "— ".repeat(branch.depth),
            level: branch.depth + 1,
            is_this: it.id == found.initiative.id,
        }
    };
    found.tree.iter().map(line).collect()
}

#[derive(Template)]
#[template(path = "pages/initiatives/act.html")]
struct ActPage {
    shell: Shell,
    id: InitiativeId,
    name: String,
    own: String,
    act: &'static str,
    title: String,
    hint: String,
    remark: String,
    paper: String,
    needs_words: bool,
    takes_paper: bool,
    needs_paper: bool,
    photos: Vec<String>,
    most: usize,
}

/// `GET /initiatives/{id}/act?act=…`: the form of an act that may be done now.
pub(super) async fn form(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let said = super::asked(&reader).get("act").to_owned();
    let shown = (&Form::default(), Vec::new(), Vec::new());
    act_page(&site, &reader, StatusCode::OK, (InitiativeId(id), &said), shown).await
}

async fn act_page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    (id, said): (InitiativeId, &str),
    (form, photos, notes): (&Form, Vec<String>, Vec<FieldNote>),
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    // One that cannot be done now leads to the story, which says what can.
    let Some(act) = said.parse::<Act>().ok().filter(|act| found.acts_now.contains(act)) else {
        return go(&format!("/initiatives/{id}"));
    };
    let shell = shell(site, reader).with_notes(notes);
    let page = ActPage {
        id,
        name: found.initiative.content.name,
        own: form.filled("id").map_or_else(|| site.house.new_id().to_string(), str::to_owned),
        act: act.word(),
        title: shell.of("initiative-act", act.word()),
        hint: shell.of("initiative-hint", act.word()),
        remark: form.get("remark").to_owned(),
        paper: form.get("paper").to_owned(),
        needs_words: act.needs_words(),
        takes_paper: act.takes_paper(),
        needs_paper: act.needs_paper(),
        photos,
        most: attachments::MOST,
        shell,
    };
    show_with(reader, status, &page)
}

/// `POST /initiatives/{id}/act`.
pub(super) async fn do_act(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    mut form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, InitiativeId(id));
    let said = form.get("act").to_owned();
    let Ok(which) = said.parse::<Act>() else {
        return Err(crate::answer::Sorry::lost(reader.language));
    };
    let (photos, notes) = keep_photos(&site, &reader, &mut form).await?;
    if !notes.is_empty() {
        let shown = (&form, photos, notes);
        return act_page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, (id, &said), shown).await;
    }
    let own = Uuid::parse_str(form.get("id")).unwrap_or_default();
    let typed = TypedAct { words: form.get("remark").to_owned(), paper: form.get("paper").to_owned() };
    match act(house, asker, (id, own), which, &typed, &photos).await {
        Ok(()) => go(&format!("/initiatives/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let shown = (&form, photos, notes);
            act_page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, (id, &said), shown).await
        }
    }
}

/// `POST /initiatives/{id}/owner`: their name is read, which is kept; they agreed to be named, they no longer do, or they want to be
/// erased.
pub(super) async fn keep_owner(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (house, asker, id) = (&site.house, &reader.visitor.asker, InitiativeId(id));
    if form.get("do") == "read" {
        let name = read_owner(house, asker, id).await.map_err(sorry(&reader))?;
        return page(&site, &reader, StatusCode::OK, id, (Vec::new(), Some(&name))).await;
    }
    let words = reader.words().say("initiative-consent");
    let done = match form.get("do") {
        "agree" => agree(house, asker, id, form.get("agreed_way"), &words).await,
        "withdraw" => withdraw_consent(house, asker, id).await,
        "forget" => forget_owner(house, asker, id).await,
        _ => Err(Refusal::NotFound.into()),
    };
    match done {
        Ok(()) => go(&format!("/initiatives/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, (notes, None)).await
        }
    }
}
