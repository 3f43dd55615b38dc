//! The table as CSV, with the question in the file, so that a sheet found later still says what it shows.

use super::{Figures, Overview, Row, Share, Told};
use crate::house::Facts;
use danvan_domain::{ids::UnitId, units::Unit};
use std::fmt::Write;

const HEADING: &str = "code,name,received,rate_per_10000,rate_low,rate_high,population,population_vintage,\
on_time,on_time_of,solved,solved_of,refused,refused_of,reopened,reopened_of,heard,quality,hidden";

/// Writes the table with its question above it, each line of which begins with `#`. UTF-8 with a mark, because
/// spreadsheets ask for one.
pub fn csv(facts: &Facts, overview: &Overview) -> String {
    let mut text = String::from("\u{feff}");
    let question = &overview.question;
    let unit = facts.tree.get(question.unit);
    let lines = [
        ("unit", unit.map_or_else(String::new, |unit| unit.named().label)),
        ("unit_id", question.unit.to_string()),
        ("from", question.from.to_string()),
        ("to", question.to.to_string()),
        ("topic", question.topic.clone()),
        ("on_structure", question.on_structure.to_string()),
        ("small_counts_hidden", overview.protected.to_string()),
        ("simulated", facts.simulated.to_string()),
    ];
    for (name, value) in lines {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "# {name},{}", quoted(&value));
    }
    let _ = writeln!(text, "{HEADING}");
    for row in &overview.rows {
        line(&mut text, row, row.unit.and_then(|id: UnitId| facts.tree.get(id)), "");
    }
    if let Some(rest) = &overview.remainder {
        line(&mut text, rest, None, "(remainder)");
    }
    line(&mut text, &overview.total, None, "(total)");
    text
}

fn line(text: &mut String, row: &Row, unit: Option<&Unit>, name: &str) {
    let figures = &row.figures;
    let mut cells = vec![
        unit.and_then(|unit| unit.code.clone()).unwrap_or_default(),
        unit.map_or_else(|| name.to_owned(), |unit| unit.name.clone()),
        told(&figures.received),
    ];
    cells.extend(rate(figures));
    for share in [&figures.on_time, &figures.solved, &figures.refused, &figures.reopened] {
        cells.extend(parts(share));
    }
    cells.push(told(&figures.heard));
    cells.push(row.quality.to_string());
    cells.push(row.hidden.to_string());
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    let _ = writeln!(text, "{}", cells.join(","));
}

fn told(count: &Told<i64>) -> String {
    count.value().map_or_else(String::new, ToString::to_string)
}

fn parts(share: &Told<Share>) -> [String; 2] {
    share.value().map_or_else(Default::default, |share| [share.part.to_string(), share.whole.to_string()])
}

fn rate(figures: &Figures) -> [String; 5] {
    figures.rate.value().map_or_else(Default::default, |rate| {
        let number = |value: f64| format!("{value:.3}");
        [
            number(rate.estimate.value),
            number(rate.estimate.low),
            number(rate.estimate.high),
            rate.population.people.to_string(),
            rate.population.vintage.clone(),
        ]
    })
}

/// A cell in quotes where it needs them; one that a spreadsheet would run as a formula begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_safe_to_open() {
        for (cell, expected) in [
            ("Ba Đình", "Ba Đình"),
            ("a, b", "\"a, b\""),
            ("the \"old\" ward", "\"the \"\"old\"\" ward\""),
            ("=1+1", "'=1+1"),
        ] {
            assert_eq!(quoted(cell), expected);
        }
    }
}
