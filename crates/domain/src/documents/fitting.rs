//! Which letter belongs to which act of a procedure, and which fit a proceeding as it stands.

use super::Kind;
use crate::facts::{Grade, embedded, read_rows};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A letter that belongs to an act: a row of `facts/document_acts.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Belonging {
    /// The procedure.
    pub procedure: String,
    /// The act, a word of the procedure.
    pub act: String,
    /// The letter.
    pub kind: Kind,
    /// The steps whose last day the letter says, parted by `|`; empty for none.
    pub due: String,
    /// Which rule says so.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

static FACTS: LazyLock<Vec<Belonging>> = LazyLock::new(|| {
    let rows = read_rows::<Belonging>(include_str!("../../facts/document_acts.csv"));
    embedded("document acts", rows.map(|rows| rows.into_iter().map(|(_, row)| row).collect()))
});

impl Belonging {
    /// Every row danvan comes with.
    pub fn facts() -> &'static [Self] {
        &FACTS
    }

    /// Whether the letter says by when a step is due.
    pub fn says_due_of(&self, step: &str) -> bool {
        self.due.split('|').any(|one| one == step)
    }
}

/// A letter that fits, with the act it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Which row says so.
    pub row: &'static Belonging,
    /// Whether its act was done; else it may be done next, and asks for the letter's number.
    pub is_done: bool,
}

/// The letters that fit: of acts that may be done next in their order, then of acts that were done, latest first. Each
/// stands once.
pub fn fitting(procedure: &str, done: &[&str], next: &[&str]) -> Vec<Fit> {
    let of = |act: &str| {
        let rows = Belonging::facts().iter();
        rows.filter(|row| row.procedure == procedure && row.act == act).collect::<Vec<_>>()
    };
    let ahead = next.iter().map(|act| (*act, false));
    let behind = done.iter().rev().map(|act| (*act, true));
    let mut fits: Vec<Fit> = Vec::new();
    for (act, is_done) in ahead.chain(behind) {
        for row in of(act) {
            if !fits.iter().any(|fit| fit.row == row) {
                fits.push(Fit { row, is_done });
            }
        }
    }
    fits
}

/// An article as a letter says it, in place of the short form of the facts: `NĐ 124/2020 Đ16 k1` becomes
/// `Nghị định 124/2020 Điều 16 khoản 1`.
pub fn article_in_words(source: &str) -> String {
    let begins_with_digit = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
    let word = |word: &str| {
        let bare = word.trim_start_matches('(');
        let opening = &word[..word.len() - bare.len()];
        let said = match bare {
            "NĐ" => "Nghị định".to_owned(),
            "TT" => "Thông tư".to_owned(),
            "NQ" => "Nghị quyết".to_owned(),
            "QĐ" => "Quyết định".to_owned(),
            _ => match (bare.strip_prefix('Đ'), bare.strip_prefix('k')) {
                (Some(number), _) if begins_with_digit(number) => format!("Điều {number}"),
                (_, Some(number)) if begins_with_digit(number) => format!("khoản {number}"),
                _ => bare.to_owned(),
            },
        };
        format!("{opening}{said}")
    };
    source.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The numbers between the first and the last that are missing, for whoever checks a register.
pub fn gaps(numbers: &[i64]) -> Vec<i64> {
    let last = numbers.iter().copied().max().unwrap_or(0);
    (1..=last).filter(|number| !numbers.contains(number)).collect()
}
