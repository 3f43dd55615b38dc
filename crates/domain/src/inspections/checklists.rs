//! Checklists that danvan comes with: data with source and grade. Whoever plans an inspection may add questions.

use crate::facts::{Grade, read_rows};
use serde::Deserialize;
use std::sync::LazyLock;

/// A question of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Question {
    /// The checklist it stands in.
    pub list: String,
    /// The kind of thing it asks about.
    pub field: String,
    /// What it asks.
    pub question: String,
    /// Where it comes from.
    pub source: String,
    /// How sure that is.
    pub grade: Grade,
}

static QUESTIONS: LazyLock<Vec<Question>> = LazyLock::new(|| {
    let rows = read_rows(include_str!("../../facts/checklists.csv"));
    rows.expect("the checklists danvan comes with are whole").into_iter().map(|(_, row)| row).collect()
});

/// The names of the checklists, each once, in order.
pub fn checklists() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for question in QUESTIONS.iter() {
        if !names.contains(&question.list.as_str()) {
            names.push(&question.list);
        }
    }
    names
}

/// The questions of a checklist; none when there is no such list.
pub fn checklist(name: &str) -> Vec<&'static Question> {
    QUESTIONS.iter().filter(|question| question.list == name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_asks_something_and_says_where_it_comes_from() {
        assert!(!checklists().is_empty());
        for name in checklists() {
            assert!(!checklist(name).is_empty(), "{name}");
        }
        for question in QUESTIONS.iter() {
            assert!(!question.source.is_empty() && !question.field.is_empty(), "{question:?}");
        }
    }
}
