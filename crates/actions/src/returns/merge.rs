//! What a return says while it is written: figures as they are counted now, or rolled up from the returns of the units below;
//! narratives as they were written.

use super::{look::look, small::gives_away};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{ReturnId, UnitId},
    returns::{Content, Form, Gathered, Query, Return, RollUp, Said, Told, gather, put_together_by, roll_up},
    text::in_order,
};
use danvan_store::returns::{self as store, Written, versions};
use std::collections::{BTreeMap, HashSet};

/// A return while it is written.
pub(super) struct Draft {
    /// What it would say if it were submitted now.
    pub(super) content: Content,
    /// What was written, place by place.
    pub(super) written: Vec<Written>,
    /// What the units below wrote, by section.
    pub(super) gathered: BTreeMap<String, Vec<Gathered>>,
    /// The units below that told nothing, or whose return was sent back.
    pub(super) missing: Vec<UnitId>,
    /// Those of which a return is in it that nobody has accepted yet.
    pub(super) waiting: Vec<UnitId>,
}

/// The returns that are put together in one: those of units below, between which and it no other unit owes one.
async fn below(house: &House, form: &Form, it: &Return) -> Done<Vec<Return>> {
    let facts = house.facts();
    let mut all = store::of_period(&house.store, &form.code, it.period.from).await?;
    let owing: HashSet<UnitId> = all.iter().map(|one| one.about).collect();
    let goes_to = |about: UnitId| put_together_by(facts.tree.ancestors(about).map(|above| above.id), &owing);
    all.retain(|one| goes_to(one.about) == Some(it.about));
    Ok(all)
}

/// What was told in them.
async fn parts(house: &House, form: &Form, it: &Return, below: &[Return]) -> Done<Vec<versions::Part>> {
    let facts = house.facts();
    let below: HashSet<ReturnId> = below.iter().map(|one| one.id).collect();
    let mut parts = versions::newest(&house.store, &form.code, it.period.from).await?;
    parts.retain(|part| below.contains(&part.id));
    parts.sort_by_cached_key(|part| {
        (facts.tree.get(part.about).map(|unit| in_order(unit.bare_name())), part.id)
    });
    Ok(parts)
}

/// What a return would say now.
pub(super) async fn draft(house: &House, form: &Form, it: &Return, written: Vec<Written>) -> Done<Draft> {
    let is_merged = form.is_merged_at(it.level);
    if !is_merged {
        let figures = look(house, form, it.about, it.counted).await?;
        return Ok(put_together(form, (figures, written), &[], Vec::new()));
    }
    let below = below(house, form, it).await?;
    let parts = parts(house, form, it, &below).await?;
    let left = below.iter().filter(|one| !parts.iter().any(|part| part.id == one.id));
    let missing = left.map(|one| one.about).collect();
    let mut draft = put_together(form, (rolled(house, form, it, &parts), written), &parts, missing);
    draft.waiting = parts.iter().filter(|part| !part.is_accepted).map(|part| part.about).collect();
    Ok(draft)
}

/// Figures with what was written under them and beside them, and what the units below wrote.
fn put_together(
    form: &Form,
    (mut figures, written): (Vec<Said>, Vec<Written>),
    parts: &[versions::Part],
    missing: Vec<UnitId>,
) -> Draft {
    let of = |code: &str| written.iter().find(|one| one.entry.code == code).map(|one| &one.entry);
    for (figure, said) in form.figures.iter().zip(&mut figures) {
        let entry = of(&said.code);
        // What nobody counts is written, unless it is rolled up from what others wrote.
        let is_own = parts.is_empty() || figure.roll_up == RollUp::Apart;
        if said.query == Query::Typed && is_own {
            said.value = said.value.or(entry.and_then(|entry| entry.value));
        }
        said.remark = entry.map(|entry| entry.words.clone()).unwrap_or_default();
    }
    let section = |code: &str| Told {
        code: code.to_owned(),
        words: of(code).map(|entry| entry.words.clone()).unwrap_or_default(),
    };
    let content = Content {
        figures,
        sections: form.sections.iter().map(|one| section(&one.code)).collect(),
        sources: parts.iter().map(|part| part.about).collect(),
    };
    let told = || parts.iter().map(|part| (part.about, &part.content));
    let gathered = form.sections.iter().map(|one| (one.code.clone(), gather(&one.code, told()))).collect();
    Draft { content, written, gathered, missing, waiting: Vec::new() }
}

fn rolled(house: &House, form: &Form, it: &Return, parts: &[versions::Part]) -> Vec<Said> {
    let (from, to) = it.counted;
    let rolled = roll_up(form, parts.iter().map(|part| &part.content));
    let said = form.figures.iter().zip(rolled);
    said.map(|(figure, rolled)| Said {
        code: rolled.code,
        value: rolled.value,
        of: rolled.of,
        query: figure.query,
        topic: figure.topic.clone(),
        from,
        to,
        on: to.min(house.today()),
        remark: String::new(),
        is_withheld: figure.query.is_protected()
            && gives_away(parts.iter().filter_map(|part| part.content.figure(&figure.code))),
    })
    .collect()
}
