//! One draft out of many returns: figures rolled up, narratives gathered by section, each with its source.

use super::{Content, Form, RollUp};
use crate::ids::UnitId;
use std::collections::HashSet;

/// What a figure of several returns comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rolled {
    /// The word of the figure.
    pub code: String,
    /// The sum; of a share, of the parts. Nothing where nobody told it, or where each stands for itself.
    pub value: Option<i64>,
    /// Of a share, the sum of the wholes.
    pub of: Option<i64>,
    /// How many returns told it.
    pub told: usize,
}

/// A narrative with the unit that wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// Who wrote it.
    pub unit: UnitId,
    /// What it wrote.
    pub words: String,
}

/// The unit that puts together what another one tells, given the units above that one, the nearest first: the nearest of them
/// that owes a return itself. What a level in between has added up is so not added up a second time.
pub fn put_together_by(above: impl IntoIterator<Item = UnitId>, owing: &HashSet<UnitId>) -> Option<UnitId> {
    above.into_iter().find(|unit| owing.contains(unit))
}

/// The figures of several returns of one form, in its order. A sum is the sum of the parts, a share that of the parts
/// together of the wholes together: it is never a mean of shares, so that what is rolled up twice is what is rolled up once.
pub fn roll_up<'a>(form: &Form, parts: impl IntoIterator<Item = &'a Content> + Clone) -> Vec<Rolled> {
    let rolled = |figure: &super::Figure| {
        let said = || parts.clone().into_iter().filter_map(|content| content.figure(&figure.code));
        let told = || said().filter_map(|one| one.value.map(|value| (value, one.of)));
        let count = told().count();
        let is_rolled = figure.roll_up != RollUp::Apart && 0 < count;
        let whole = told().filter_map(|(_, of)| of).sum::<i64>();
        Rolled {
            code: figure.code.clone(),
            value: is_rolled.then(|| told().map(|(value, _)| value).sum()),
            of: (is_rolled && figure.roll_up == RollUp::Share).then_some(whole),
            told: count,
        }
    };
    form.figures.iter().map(rolled).collect()
}

/// The narratives of a section, each with its unit, in the order of the returns; what is empty is left out.
pub fn gather<'a>(section: &str, parts: impl IntoIterator<Item = (UnitId, &'a Content)>) -> Vec<Gathered> {
    let told = parts.into_iter().map(|(unit, content)| (unit, content.section(section).trim()));
    told.filter(|(_, words)| !words.is_empty())
        .map(|(unit, words)| Gathered { unit, words: words.to_owned() })
        .collect()
}
