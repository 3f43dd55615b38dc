//! What commands print: lines, tables, and failures in words.

use crate::house::Stop;
use clap::ValueEnum;
use danvan_actions::Failure;
use danvan_domain::refusals::Refusal;
use danvan_words::{Language, Value, Words};
use std::{path::Path, sync::OnceLock};

/// How to print.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns to be read.
    #[default]
    Table,
    /// Comma-separated values with a heading.
    Csv,
    /// JSON.
    Json,
}

/// The language of the command line, chosen once.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Chooses the language for the whole run, before the command line is understood, so that help and refusals speak it too:
/// what was asked for, else what the terminal's locale says, else English.
#[expect(clippy::disallowed_methods, reason = "the program may ask in which language its terminal speaks")]
pub(crate) fn choose_language() {
    let asked = asked_language(std::env::args().skip(1));
    let asked = asked.or_else(|| std::env::var("DANVAN_LANGUAGE").ok()?.parse().ok());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        (!value.is_empty()).then_some(value)
    });
    let spoken = locale.filter(|locale| locale.starts_with("vi")).map_or(Language::En, |_| Language::Vi);
    LANGUAGE.get_or_init(|| asked.unwrap_or(spoken));
}

/// The language that a command line asks for, whatever else it says.
fn asked_language(mut said: impl Iterator<Item = String>) -> Option<Language> {
    while let Some(word) = said.next() {
        let asked = if word == "--language" {
            said.next()
        } else {
            word.strip_prefix("--language=").map(str::to_owned)
        };
        if let Some(asked) = asked {
            return asked.parse().ok();
        }
    }
    None
}

/// The language of the command line.
pub(crate) fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or(Language::En)
}

/// The words of the command line.
pub(crate) fn words() -> &'static Words {
    Words::for_language(language())
}

/// A sentence with its values.
pub(crate) fn sentence(key: &str, values: &[(&str, Value)]) -> String {
    words().say_with(key, values)
}

/// Prints a sentence with its values.
pub(crate) fn tell(key: &str, values: &[(&str, Value)]) {
    say(&sentence(key, values));
}

/// Says a sentence beside what the command prints, so that the two do not mix.
pub(crate) fn tell_beside(key: &str, values: &[(&str, Value)]) {
    say_beside(&sentence(key, values));
}

/// Says something beside what the command prints.
#[expect(clippy::print_stderr, reason = "it must not mix with what the command prints")]
pub(crate) fn say_beside(line: &str) {
    eprintln!("{line}");
}

/// What the system said about a file.
pub(crate) fn file_trouble(file: &Path, error: &std::io::Error) -> Stop {
    let values = [("file", file.display().to_string().into()), ("reason", error.to_string().into())];
    sentence("terminal-file", &values).into()
}

/// More bad lines than this help nobody mend a file.
const MOST_LINES: usize = 50;

/// A failure in words; of a file, one line each: file, line, reason.
pub(crate) fn stop(failure: Failure) -> Stop {
    match failure {
        Failure::Refused(Refusal::Invalid(notes)) => {
            let mut lines: Vec<String> = notes
                .iter()
                .take(MOST_LINES)
                .map(|note| format!("{}: {}", note.field, words().note(&note.note)))
                .collect();
            if notes.len() > MOST_LINES {
                lines.push(sentence("terminal-more", &[("count", (notes.len() - MOST_LINES).into())]));
            }
            format!("{}\n{}", words().say("terminal-refused"), lines.join("\n")).into()
        }
        Failure::Refused(refusal) => words().refusal(&refusal).into(),
        Failure::Broken(error) => error.into(),
    }
}

/// Prints a line; whoever closed the other end of the pipe has read enough.
pub(crate) fn say(line: &str) {
    use std::io::Write;
    let _closed = writeln!(std::io::stdout(), "{line}");
}

/// The heading of a column, as people read it. CSV and JSON keep the name itself, for programs.
pub(crate) fn heading(name: &str) -> String {
    words().of("column", name)
}

/// A cell as people read it: words of our enums by their names, truth as yes or no.
pub(crate) fn shown(name: &str, cell: &str) -> String {
    let words = words();
    let key = match name {
        "kind" => format!("unit-kind-{cell}"),
        "level" => format!("level-{cell}"),
        _ => format!("cell-{name}-{cell}"),
    };
    match cell {
        "true" => words.say("state-yes"),
        "false" => words.say("state-no"),
        _ if !cell.is_empty() && words.has(&key) => words.say(&key),
        _ => cell.to_owned(),
    }
}

/// Prints rows as a table in the reader's language, as CSV or as a JSON list of objects; in JSON an empty cell is null.
pub(crate) fn print(names: &[&str], rows: &[Vec<String>], format: Format) -> Result<(), Stop> {
    match format {
        Format::Json => {
            let object = |row: &Vec<String>| -> serde_json::Value {
                let cells = names.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), typed(name, cell)));
                cells.collect::<serde_json::Map<_, _>>().into()
            };
            let list: Vec<serde_json::Value> = rows.iter().map(object).collect();
            say(&serde_json::to_string_pretty(&list)?);
        }
        Format::Csv => {
            let mut table = csv::Writer::from_writer(Vec::new());
            table.write_record(names)?;
            for row in rows {
                table.write_record(row)?;
            }
            say(String::from_utf8(table.into_inner()?)?.trim_end());
        }
        Format::Table => {
            let headings: Vec<String> = names.iter().map(|name| heading(name)).collect();
            let cells = |row: &Vec<String>| -> Vec<String> {
                names.iter().zip(row).map(|(name, cell)| shown(name, cell)).collect()
            };
            let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
            let width = |at: usize| {
                let cells = rows.iter().map(|row| row[at].chars().count());
                cells.chain([headings[at].chars().count()]).max().unwrap_or(0)
            };
            let widths: Vec<usize> = (0..names.len()).map(width).collect();
            let line = |cells: &[String]| {
                let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
                padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
            };
            say(&line(&headings));
            for row in &rows {
                say(&line(row));
            }
        }
    }
    Ok(())
}

/// Prints what was done: one line of columns, or in JSON one object.
pub(crate) fn print_one(names: &[&str], row: &[String], format: Format) -> Result<(), Stop> {
    if format == Format::Json {
        let cells = names.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), typed(name, cell)));
        say(&serde_json::to_string_pretty(&cells.collect::<serde_json::Map<_, _>>())?);
        return Ok(());
    }
    print(names, &[row.to_vec()], format)
}

/// A cell as JSON: numbers and booleans where the column holds such.
fn typed(name: &str, cell: &str) -> serde_json::Value {
    let number = matches!(
        name,
        "population"
            | "area_km2"
            | "lat"
            | "lon"
            | "share_ppm"
            | "households"
            | "units"
            | "links"
            | "ended"
            | "begun"
            | "cases"
            | "cases_later"
            | "positions"
            | "others"
            | "added"
            | "replaced"
            | "unchanged"
            | "without"
    );
    match cell {
        "" => serde_json::Value::Null,
        "true" => true.into(),
        "false" => false.into(),
        cell if number => serde_json::from_str(cell).unwrap_or_else(|_| cell.into()),
        cell => cell.into(),
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use std::fs;

    /// The program's own source, without its tests: each file's name and text.
    fn sources() -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs") {
                    let text = fs::read_to_string(&path).expect("a file");
                    let own = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                    found.push((path.display().to_string(), own));
                }
            }
        }
        assert!(found.len() > 15, "the source is there");
        found
    }

    /// The quoted strings of a piece of source.
    fn quoted(text: &str) -> impl Iterator<Item = &str> {
        text.split('"').skip(1).step_by(2)
    }

    #[test]
    fn every_column_has_a_heading_in_both_languages() {
        let mut names = Vec::new();
        for (file, text) in sources() {
            // Other constants, and lists that go on, are columns of files for programs.
            let is_units = file.ends_with("read.rs");
            let begins = ["print(&[", "print_one(&[", "let names = [", "let names =\n        ["];
            let constants = ["const COLUMNS: [&str; 18] = [", "const SHORT: [&str; 7] = ["];
            for begin in begins.into_iter().chain(constants.into_iter().filter(|_| is_units)) {
                for rest in text.split(begin).skip(1) {
                    let (list, after) = rest.split_once(']').unwrap_or_default();
                    if !after.starts_with(".into_iter()") {
                        names.extend(quoted(list).map(str::to_owned));
                    }
                }
            }
        }
        assert!(names.len() > 60, "{names:?}");
        for language in Language::ALL {
            for name in &names {
                assert!(
                    Words::for_language(*language).has(&format!("column-{name}")),
                    "column-{name} {language}"
                );
            }
        }
    }

    #[test]
    fn what_is_printed_comes_from_the_word_files() {
        // Columns of a CSV file are names for programs.
        let for_programs = ["topic,place,responsible,valid_from,valid_to"];
        for (file, text) in sources() {
            for call in ["say(", "println!(", "eprintln!(", "print!(", "eprint!("] {
                for rest in text.split(call).skip(1) {
                    let rest = rest.trim_start().trim_start_matches('&').trim_start_matches("format!(");
                    let Some(literal) = rest.trim_start().strip_prefix('"') else { continue };
                    let literal = literal.split('"').next().unwrap_or_default();
                    let is_key =
                        literal.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte));
                    let outside: String =
                        literal.split('{').map(|piece| piece.rsplit('}').next().unwrap_or(piece)).collect();
                    let is_word = outside
                        .replace("\\n", "")
                        .split(|c: char| !c.is_alphabetic())
                        .any(|word| word.chars().count() > 1);
                    let is_allowed =
                        is_key || for_programs.contains(&literal) || literal == "danvan: {error}";
                    assert!(!is_word || is_allowed, "{file}: “{literal}” is in no word file");
                }
            }
        }
    }
}
