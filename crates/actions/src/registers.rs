//! Registers: the book of letters and its statistics, for any unit, period and day's structure. They follow what is done
//! in proceedings; a page reads sums.

mod begun;
mod begun_sheets;
mod book;
mod keep;
mod lists;
mod protection;
mod reception_sheets;
mod receptions;
mod sheets;
mod statistics;

pub use begun::{
    BEGUN_COLUMNS, Begun, BegunCounts, BegunLine, BegunPage, BegunStatistics, begun, begun_statistics,
};
pub use begun_sheets::{begun_book_sheet, begun_sheet, procedure_name};
pub use book::{Book, Entry, book};
pub use keep::{follow_from_here, keep, rebuild};
pub(crate) use keep::{keep_changed, keep_within, spells_of, touched};
pub use lists::{Line, Listed, Which, listed};
pub use reception_sheets::{month_name, received_sheet, receptions_sheet};
pub use receptions::{COLUMNS, Counts, Received, Receptions, received, receptions};
pub use sheets::{book_sheet, key_name, list_sheet, statistics_sheet};
pub use statistics::{Question, Row, Statistics, Table, may_list, statistics};

use crate::house::Facts;
use danvan_domain::{answers::ReasonList, procedures::Name};
use danvan_words::{Language, Words};

/// The most rows that go into one file; how many there are in all is said above them.
pub const MOST_ROWS: i64 = 5_000;

/// Why something was late, as the list says it; empty for no reason.
pub fn reason_name(facts: &Facts, language: Language, code: &str) -> String {
    let reason = facts.answers.choices(ReasonList::Late).find(|choice| choice.code == code);
    let name =
        reason.map(|choice| if language == Language::En { choice.en.clone() } else { choice.vi.clone() });
    name.unwrap_or_else(|| code.to_owned())
}

/// A procedure and its stage as a stage's key says them, `procedure.stage`.
pub fn stage_name(facts: &Facts, words: &Words, key: &str) -> String {
    let named = |name: &Name| if words.language == Language::En { name.en.clone() } else { name.vi.clone() };
    let (procedure, stage) = key.split_once('.').unwrap_or((key, ""));
    let Some(procedure) = facts.procedures.get(procedure) else { return key.to_owned() };
    let stage = procedure.stage(stage).map(|stage| named(&stage.name)).unwrap_or_default();
    format!("{}: {stage}", named(&procedure.name))
}
