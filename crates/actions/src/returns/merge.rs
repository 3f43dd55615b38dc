//! What a return says while it is written: figures as they are counted now, or rolled up from the returns of the units below;
//! narratives as they were written.

use super::look::look;
use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    returns::{Content, Form, Gathered, Query, Return, Said, Told, gather, roll_up},
    text::in_order,
};
use danvan_store::returns::{self as store, Written, versions};
use std::collections::BTreeMap;

/// A return while it is written.
pub(super) struct Draft {
    /// What it would say if it were submitted now.
    pub(super) content: Content,
    /// What was written, place by place.
    pub(super) written: Vec<Written>,
    /// What the units below wrote, by section.
    pub(super) gathered: BTreeMap<String, Vec<Gathered>>,
    /// The units below whose returns are not there, or wait to be accepted.
    pub(super) missing: Vec<UnitId>,
    /// Those of which a return is in it that nobody has accepted yet.
    pub(super) waiting: Vec<UnitId>,
}

/// The returns of the units below that are put together in one.
async fn parts(house: &House, form: &Form, it: &Return) -> Done<Vec<versions::Part>> {
    let facts = house.facts();
    let mut parts = versions::newest(&house.store, &form.code, it.period.from).await?;
    parts.retain(|part| facts.tree.ancestors(part.about).any(|above| above.id == it.about));
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
    let parts = parts(house, form, it).await?;
    let missing = missing(house, form, it, &parts).await?;
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
    for said in &mut figures {
        let entry = of(&said.code);
        // What nobody counts is written, unless it is rolled up from what others wrote.
        if said.query == Query::Typed && parts.is_empty() {
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
        is_withheld: rolled.is_withheld,
    })
    .collect()
}

/// The units below that owe a return of the form and period and told nothing.
async fn missing(house: &House, form: &Form, it: &Return, parts: &[versions::Part]) -> Done<Vec<UnitId>> {
    let facts = house.facts();
    let all = store::of_period(&house.store, &form.code, it.period.from).await?;
    let below =
        all.into_iter().filter(|one| facts.tree.ancestors(one.about).any(|above| above.id == it.about));
    let left = below.filter(|one| !parts.iter().any(|part| part.id == one.id));
    Ok(left.map(|one| one.about).collect())
}
