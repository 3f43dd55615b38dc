//! Why a file is refused, in words that name its row and its column.

use crate::{house::Stop, terminal::sentence};
use danvan_analysis::refusal::{Column, Refusal, Wrong};

/// A refusal in words, with the file's own names of its columns.
pub(super) fn said(file: &str, refusal: &Refusal, name: impl Fn(&Column) -> String) -> Stop {
    let none = String::new;
    let date = name(&Column::Date);
    let column = refusal.column.as_ref().map_or(date, &name);
    let (kind, value, other) = match &refusal.wrong {
        Wrong::TooShort { rows, needed } => {
            let kind = if refusal.column.is_some() { "too-short-of" } else { "too-short" };
            (kind, rows.to_string(), needed.to_string())
        }
        Wrong::Negative { value } => ("negative", value.to_string(), none()),
        Wrong::TooLarge { value } => ("too-large", value.to_string(), none()),
        Wrong::Gap { expected, found } => ("gap", found.to_string(), expected.to_string()),
        Wrong::Twice { value } => ("twice", value.clone(), none()),
        Wrong::OutOfOrder { date } => ("order", date.to_string(), none()),
        Wrong::OffStep { date, .. } => ("step", date.to_string(), none()),
        Wrong::UnknownStep { days } => ("no-step", days.to_string(), none()),
        Wrong::AllZero { rows } => ("zero", rows.to_string(), none()),
        Wrong::Constant { rows, count } => ("constant", rows.to_string(), count.to_string()),
        Wrong::Length { found, expected } => ("length", found.to_string(), expected.to_string()),
        Wrong::Value { value } => ("value", value.to_string(), none()),
        Wrong::CountWithoutEffort { count } => ("effort", count.to_string(), none()),
        Wrong::TooLittleHistory { first } => ("history", none(), first.to_string()),
        Wrong::NothingToWatch { rows, .. } => ("nothing", rows.to_string(), none()),
        Wrong::Choice { option, value, .. } => {
            let (option, value) = (option.replace('_', "-"), value.map(|value| value.to_string()));
            return of(file, ("option", value.unwrap_or_default(), none()), 0, option);
        }
        Wrong::NotAdjustable => ("influence", none(), none()),
        Wrong::NoConvergence => ("curve", none(), none()),
        Wrong::NoBase => ("no-base", none(), none()),
        Wrong::NoBottom => ("no-bottom", none(), none()),
        Wrong::Singular => ("singular", none(), none()),
        _ => ("other", none(), refusal.to_string()),
    };
    of(file, (kind, value, other), refusal.row.unwrap_or(0), column)
}

fn of(file: &str, (kind, value, other): (&str, String, String), row: usize, column: String) -> Stop {
    let values = [
        ("file", file.into()),
        ("kind", kind.into()),
        ("row", row.into()),
        ("column", column.into()),
        ("value", value.into()),
        ("other", other.into()),
    ];
    sentence("analysis-series", &values).into()
}
