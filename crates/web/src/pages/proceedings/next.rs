//! What may be done next in a proceeding, each act as a form that asks just what it needs; and what was issued for it.

use super::acts::late_reasons;
use crate::{
    form::Form,
    pages::{
        documents::{Line as Paper, Offer},
        letters::named,
    },
    shell::{Choice, Shell},
};
use danvan_actions::{Facts, proceedings::Opened};
use danvan_domain::{
    procedures::{ClockState, Need, NextAct},
    proceedings::is_outside,
    time::Moment,
};

/// An act as a form that asks just what it needs.
pub(super) struct Act {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) source: String,
    pub(super) is_open: bool,
    pub(super) is_outside: bool,
    pub(super) wants: Wants,
    pub(super) grounds: Vec<Choice>,
    pub(super) late_reasons: Vec<Choice>,
    pub(super) typed: Typed,
    /// Letters that belong to it, where its number comes from.
    pub(super) letters: Vec<(String, String)>,
}

/// Which fields an act asks for.
#[derive(Clone, Copy, Default)]
pub(super) struct Wants {
    pub(super) ground: bool,
    pub(super) document: bool,
    pub(super) office: bool,
    pub(super) forms: bool,
    pub(super) amount: bool,
}

/// What was typed into the form of an act.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub(super) on: String,
    pub(super) ground: String,
    pub(super) document: String,
    pub(super) office: String,
    pub(super) forms: String,
    pub(super) amount: String,
    pub(super) late_note: String,
}

/// The letters that fit, and the documents that were issued.
pub(super) struct Issued {
    pub(super) offers: Vec<Offer>,
    pub(super) papers: Vec<Paper>,
}

impl Issued {
    /// Nothing: for what is only read.
    pub(super) const fn nothing() -> Self {
        Self { offers: Vec::new(), papers: Vec::new() }
    }

    /// The newest number that was issued for an act and stands in none yet.
    fn number_for(&self, act: &str, opened: &Opened) -> Option<String> {
        let is_used = |number: &str| opened.seen.acts.iter().any(|kept| kept.done.document.contains(number));
        let fits = |paper: &&Paper| paper.act == act && paper.cancelled.is_none() && !is_used(&paper.number);
        self.papers.iter().rev().find(fits).map(|paper| paper.number.clone())
    }

    /// The letters that may be written for an act.
    pub(super) fn letters_for(&self, act: &str) -> Vec<(String, String)> {
        let offers = self.offers.iter().filter(|offer| offer.act == act);
        offers.map(|offer| (offer.href.clone(), offer.label.clone())).collect()
    }
}

/// The acts that the reader may do or record now.
pub(super) fn acts(
    facts: &Facts,
    shell: &Shell,
    opened: &Opened,
    (sent, issued): (Option<&Form>, &Issued),
    now: Moment,
) -> Vec<Act> {
    if !opened.may_handle {
        return Vec::new();
    }
    let mine =
        |next: &&NextAct| next.who.iter().any(|party| opened.parties.contains(party) || is_outside(*party));
    let next = opened.next().filter(mine);
    next.map(|next| act(facts, shell, opened, next, (sent, issued), now)).collect()
}

fn act(
    facts: &Facts,
    shell: &Shell,
    opened: &Opened,
    next: &NextAct,
    (sent, issued): (Option<&Form>, &Issued),
    now: Moment,
) -> Act {
    let procedure = &opened.seen.procedure;
    let row = procedure.acts.iter().find(|row| row.code == next.act && row.source == next.source);
    let condition =
        row.and_then(|row| row.sets.as_ref()).and_then(|code| procedure.condition(code, now.day()));
    let sent = sent.filter(|sent| sent.get("act") == next.act);
    let text = |name: &str| sent.map(|sent| sent.get(name).to_owned()).unwrap_or_default();
    let listed = condition.map(|one| one.grounds.as_slice()).unwrap_or_default();
    let grounds: Vec<Choice> = listed
        .iter()
        .map(|ground| {
            let mut choice = Choice::new(ground.code.clone(), named(shell, &ground.name), "");
            choice.is_chosen = sent.is_some_and(|sent| sent.all("grounds").any(|one| one == ground.code));
            choice
        })
        .collect();
    let wants = |need| next.needs.contains(&need);
    // Asked only while an office's clock has lapsed; which act stops it the law says when it is done.
    let has_lapsed = opened.seen.stand.clocks.iter().any(|clock| clock.state == ClockState::Lapsed);
    Act {
        code: next.act.clone(),
        label: named(shell, &next.name),
        source: shell.say_with(
            "proceeding-article",
            &[("source", next.source.as_str().into()), ("certainty", next.grade.word().into())],
        ),
        is_open: sent.is_some(),
        is_outside: !next.who.iter().any(|party| opened.parties.contains(party)),
        wants: Wants {
            ground: wants(Need::Ground) || (condition.is_some() && listed.is_empty()),
            document: wants(Need::Document),
            office: wants(Need::Office),
            forms: wants(Need::Forms),
            amount: row.is_some_and(|row| row.extends.is_some()),
        },
        grounds,
        late_reasons: if has_lapsed { late_reasons(facts, shell, &text("late_reason")) } else { Vec::new() },
        typed: typed(sent, || issued.number_for(&next.act, opened)),
        letters: issued.letters_for(&next.act),
    }
}

/// What was typed; before anything was, the number of a document that was issued for the act, as the law asks for it.
fn typed(sent: Option<&Form>, number: impl Fn() -> Option<String>) -> Typed {
    let Some(sent) = sent else {
        return Typed { document: number().unwrap_or_default(), ..Typed::default() };
    };
    let text = |name: &str| sent.get(name).to_owned();
    Typed {
        on: text("on"),
        ground: text("ground"),
        document: text("document"),
        office: text("office"),
        forms: text("forms"),
        amount: text("amount"),
        late_note: text("late_note"),
    }
}

/// What others may do next, so that nobody wonders why a button is not there.
pub(super) fn others_do(shell: &Shell, opened: &Opened) -> Vec<String> {
    let mine =
        |next: &NextAct| next.who.iter().any(|party| opened.parties.contains(party) || is_outside(*party));
    let next = opened.next().filter(|next| !mine(next));
    next.map(|next| {
        let who: Vec<String> = next.who.iter().map(|party| shell.of("party", party.word())).collect();
        format!("{}: {}", named(shell, &next.name), who.join(", "))
    })
    .collect()
}
