//! What somebody can do that is of use to a campaign: a short list that is data. It never says what a person is or thinks.

use crate::{facts::read_rows, fold::fold};
use serde::Deserialize;
use std::sync::LazyLock;

/// One skill.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Skill {
    /// Its code.
    pub code: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

static SKILLS: LazyLock<Vec<Skill>> = LazyLock::new(|| {
    let rows = read_rows(include_str!("../../facts/skills.csv"));
    rows.expect("the skills danvan comes with are whole").into_iter().map(|(_, row)| row).collect()
});

/// Every skill, in the order in which they are offered.
pub fn skills() -> &'static [Skill] {
    &SKILLS
}

/// The skill of a code.
pub fn skill(code: &str) -> Option<&'static Skill> {
    SKILLS.iter().find(|skill| skill.code == code)
}

/// The skill that somebody wrote: its code or its name in either language, with or without signs.
pub fn skill_said(said: &str) -> Option<&'static Skill> {
    let said = fold(said.trim());
    SKILLS.iter().find(|skill| [&skill.code, &skill.vi, &skill.en].into_iter().any(|name| fold(name) == said))
}
