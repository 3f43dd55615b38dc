//! The sentences that matter: findings with who is on them and what came back, and where topics rose.

use super::Leads;
use crate::{
    drawing::curves::Spark,
    pages::{
        cases::names,
        findings::said,
        overview::{bar::topic_name, view::View},
    },
    shell::{DueState, Shell},
    site::Site,
};
use danvan_actions::today::{Answer, Asked, Matter, Rise};
use danvan_domain::{
    findings::{Act, State},
    tallies::Counted,
    text::title_of,
    time::Moment,
};
use danvan_words::Words;

/// How many weeks a curve shows.
const WEEKS: usize = 12;

/// A finding that matters.
pub(super) struct MatterView {
    pub(super) sentence: String,
    pub(super) href: String,
    pub(super) spark: Spark,
    /// Who is on it.
    pub(super) who: String,
    /// Their task, where there is one.
    pub(super) task: String,
    /// How it stands: class and words.
    pub(super) chips: Vec<(&'static str, String)>,
    pub(super) answer: Option<AnswerLine>,
    /// What the reader does next: address and words.
    pub(super) next: (String, String),
}

/// What came back.
pub(super) struct AnswerLine {
    pub(super) href: String,
    pub(super) text: String,
}

/// A topic that rose at a place.
pub(super) struct RiseView {
    pub(super) topic: String,
    pub(super) place: String,
    pub(super) rest: String,
    /// The list of what the sentence counts.
    pub(super) list: String,
    pub(super) elsewhere: String,
    /// The topic's figures everywhere.
    pub(super) everywhere: String,
    pub(super) office: String,
    pub(super) spark: Spark,
    pub(super) href: String,
}

/// A finding with who is on it.
pub(super) fn matter(site: &Site, shell: &Shell, it: &Matter) -> MatterView {
    let facts = site.house.facts();
    let id = it.shown.finding.id;
    let may = |act: Act| it.may.contains(&act);
    let ask = |act: Act, key: &str| (format!("/findings/{id}/ask?act={act}"), shell.say(key));
    // Where nobody is on it somebody is to be; else they are asked again.
    let is_taken = it.asked.is_some() || it.shown.finding.state == State::Acted;
    let next = if is_taken && may(Act::Ask) {
        ask(Act::Ask, "leader-ask")
    } else if !is_taken && may(Act::Promise) {
        ask(Act::Promise, "leader-give")
    } else {
        (format!("/findings/{id}"), shell.say("leader-see"))
    };
    let who = match &it.asked {
        Some(asked) => on_it(site, shell, asked),
        None if is_taken => shell.say("leader-elsewhere-done"),
        None => shell.say("leader-nobody"),
    };
    MatterView {
        sentence: said::sentence(shell, &facts, &it.shown),
        href: format!("/findings/{id}"),
        spark: spark(it),
        who,
        task: it
            .asked
            .as_ref()
            .map(|asked| format!("/programmes/commitments/{}", asked.task))
            .unwrap_or_default(),
        chips: it.asked.as_ref().map(|asked| chips(site, shell, asked)).unwrap_or_default(),
        answer: it.asked.as_ref().and_then(|asked| asked.answer.as_ref()).map(|one| answer(site, shell, one)),
        next,
    }
}

/// The last weeks of its curve, below the limit from which on a week stands out.
fn spark(it: &Matter) -> Spark {
    let Some((curve, counts)) = &it.curve else { return Spark::default() };
    let from = counts.len().saturating_sub(WEEKS);
    let counts: Vec<Option<f64>> =
        counts[from..].iter().map(|count| count.map(|count| count as f64)).collect();
    let upper = curve.upper.get(from..).unwrap_or(&[]);
    let limit: Vec<Option<f64>> = upper.iter().map(|limit| limit.filter(|limit| limit.is_finite())).collect();
    Spark::below(&counts, &limit, true)
}

fn on_it(site: &Site, shell: &Shell, asked: &Asked) -> String {
    let Some(first) = asked.units.first() else {
        return shell.say_count("leader-on-it-others", asked.others);
    };
    let name = names::unit(&site.house.facts(), *first);
    shell.say_with("leader-on-it", &[("name", name.into()), ("n", (asked.all() - 1).into())])
}

/// By when it is due, and whether it was answered.
fn chips(site: &Site, shell: &Shell, asked: &Asked) -> Vec<(&'static str, String)> {
    let (all, answered) = (asked.all(), asked.answered);
    if asked.is_kept {
        return vec![("due well", format!("✓ {}", shell.say("leader-kept")))];
    }
    if answered >= all {
        return vec![("due well", format!("✓ {}", shell.say("leader-answered")))];
    }
    let facts = site.house.facts();
    let due = names::due_short(&facts, shell.words, Moment::at(asked.due, 17, 0), site.house.now());
    let words = match due.state {
        DueState::Late => due.words.clone(),
        _ => shell.say_one("leader-due", "day", shell.words.day_short(asked.due)),
    };
    let mut chips = vec![(due.class(), words)];
    if answered > 0 {
        chips.push((
            "due",
            shell.say_with("leader-answered-some", &[("n", answered.into()), ("all", all.into())]),
        ));
    }
    chips
}

/// An answer in one line.
pub(super) fn answer(site: &Site, shell: &Shell, it: &Answer) -> AnswerLine {
    let name = names::unit(&site.house.facts(), it.unit);
    let when = shell.words.moment_short(it.at, site.house.now());
    let key = if it.words.trim().is_empty() { "leader-answer-bare" } else { "leader-answer" };
    let values = [("name", name.into()), ("when", when.into()), ("words", title_of(&it.words).into())];
    AnswerLine { href: format!("/programmes/commitments/{}", it.task), text: shell.say_with(key, &values) }
}

/// A topic that rose.
pub(super) fn rise(leads: &Leads<'_>, words: &Words, view: &View, it: &Rise) -> RiseView {
    let facts = leads.facts;
    let place = facts.tree.get(it.unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let rest = match it.before {
        Some(before) => words.say_with("leader-rose", &[("n", it.now.into()), ("before", before.into())]),
        None => words.say_with("leader-rose-from-few", &[("n", it.now.into())]),
    };
    let elsewhere = if it.elsewhere > 0 {
        words.say_with("leader-elsewhere", &[("n", it.elsewhere.into())])
    } else {
        String::new()
    };
    let curve: Vec<Option<f64>> = it.weeks.iter().map(|count| count.map(|count| count as f64)).collect();
    // The usual level is that of the weeks before the last four.
    let earlier = it.weeks.len().saturating_sub(4);
    let before: Option<Vec<f64>> = curve[..earlier].iter().copied().collect();
    let usual =
        before.filter(|weeks| !weeks.is_empty()).map(|weeks| weeks.iter().sum::<f64>() / weeks.len() as f64);
    let everywhere = View { topic: it.topic.clone(), ..view.clone() };
    let here = everywhere.of(&facts.tree, it.unit);
    RiseView {
        topic: topic_name(&facts.topics, words, &it.topic),
        office: words.say_with("leader-office", &[("name", place.as_str().into())]),
        place,
        rest,
        elsewhere,
        spark: Spark::draw(&curve, usual, true),
        list: leads.list(&here, Counted::Received),
        everywhere: everywhere.href(),
        href: here.href(),
    }
}
