//! Facts that are data: rows with a source and a grade, read from CSV, embedded or brought by an installation.

use crate::{refusals::Note, words_enum};
use serde::de::DeserializeOwned;

words_enum! {
    /// How sure a fact is.
    Grade {
        /// Read in the text of the law or in official data.
        A = "A",
        /// As A, derived by a rule or read in a copy.
        AMinus = "A-",
        /// From the press, a provincial site or a practice document.
        B = "B",
        /// As B, inferred from what was reported.
        BMinus = "B-",
        /// General knowledge, or a default that each installation may change.
        C = "C",
        /// Not known yet: used provisionally, and said to be so.
        Open = "?",
    }
}

/// What is wrong with one line of a file of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line in the file, counting its heading as line 1.
    pub line: u64,
    /// What is wrong, as a sentence of the word files.
    pub note: Note,
}

impl Fault {
    /// A fault at a line.
    pub fn at(line: u64, note: Note) -> Self {
        Self { line, note }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.note.key)?;
        self.note.args.iter().try_for_each(|(name, value)| write!(f, ", {name} {value:?}"))
    }
}

/// Reads rows from CSV whose heading names the fields of `T`, each with its line.
///
/// # Errors
/// Every malformed line, so that somebody mending a file sees all of them at once.
pub fn read_rows<T: DeserializeOwned>(text: &str) -> Result<Vec<(u64, T)>, Vec<Fault>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let malformed = |line: u64, error: &csv::Error| {
        Fault::at(line, Note::new("fact-malformed").with("reason", reason(error)))
    };
    let headings = reader.headers().cloned().map_err(|error| vec![malformed(1, &error)])?;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut lines = Lines { text: text.as_bytes(), read: 0, line: 1 };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = lines.of(record.position());
                match record.deserialize(Some(&headings)) {
                    Ok(row) => rows.push((line, row)),
                    Err(error) => faults.push(malformed(line, &error)),
                }
            }
            Err(error) => faults.push(malformed(lines.of(error.position()), &error)),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Counts lines as editors do. The reader's own count stands on the line end before a record when lines end in CR LF
/// or are empty.
struct Lines<'a> {
    text: &'a [u8],
    read: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.read);
        while let Some(letter) = self.text.get(self.read)
            && (self.read < start || matches!(letter, b'\r' | b'\n'))
        {
            self.line += u64::from(*letter == b'\n');
            self.read += 1;
        }
        self.line
    }
}

/// What the reader says, without its own count of lines.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} fields instead of {expected_len}")
        }
        _ => error.to_string(),
    }
}

/// The embedded facts were tested when the program was built, so a fault in them is a bug.
pub(crate) fn embedded<T>(name: &str, built: Result<T, Vec<Fault>>) -> T {
    built.unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("embedded {name}: {}", lines.join("; "))
    })
}

#[cfg(test)]
mod test {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Pair {
        word: Grade,
        count: Option<u16>,
    }

    #[test]
    fn rows_keep_their_lines_and_blanks_are_nothing() {
        let rows: Vec<(u64, Pair)> = read_rows("\u{feff}word,count\nA-, 3\n?,\n").expect("rows");
        assert_eq!(
            rows,
            [(2, Pair { word: Grade::AMinus, count: Some(3) }), (3, Pair { word: Grade::Open, count: None })]
        );
    }

    #[test]
    fn lines_are_counted_as_editors_do() {
        for text in
            ["word,count\r\n\r\nA,1\r\nB,2\r\n", "word,count\n\nA,1\nB,2", "word,count\n\n\"A\",1\nB,2\n\n"]
        {
            let rows: Vec<(u64, Pair)> = read_rows(text).expect("rows");
            assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4], "{text:?}");
        }
    }

    #[test]
    fn every_malformed_line_is_named() {
        let faults = read_rows::<Pair>("word,count\nZ,1\nA,1\nA,-1\nA\n").expect_err("faults");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 4, 5]);
        assert!(faults.iter().all(|fault| fault.note.key == "fact-malformed"));
    }
}
