//! Heads of the event log, as they are published: where each lane ended on a day, and with which hash. Whoever keeps one
//! can tell later whether the log still holds it.

use crate::time::Day;
use std::fmt::{self, Write};

/// The first words of a file of heads.
const TITLE: &str = "danvan chain heads 1";

/// Where a lane ended.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// Which chain.
    pub lane: i64,
    /// The position of its last event, from 1.
    pub position: i64,
    /// The hash of that event: 64 hexadecimal digits in lower case.
    pub hash: String,
}

/// Where every lane ended on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heads {
    /// The day on which they were read.
    pub day: Day,
    /// One a lane, by its number.
    pub heads: Vec<Head>,
}

/// Why a file is none of heads: the line, from 1, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which line.
    pub line: usize,
    /// What should stand there.
    pub expected: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: expected {}", self.line, self.expected)
    }
}

impl Heads {
    /// The file: its title, the day, and a line a lane of number, position and hash.
    pub fn written(&self) -> String {
        let mut text = format!("{TITLE}\nday {}\n", self.day);
        for head in &self.heads {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{} {} {}", head.lane, head.position, head.hash);
        }
        text
    }

    /// Reads such a file. Nothing is guessed: a line that is cut short makes the whole file unreadable.
    ///
    /// # Errors
    /// The first line that is not as it should be.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let mut lines = (1..).zip(text.lines().map(str::trim_end));
        let (_, title) = lines.next().unwrap_or((1, ""));
        if title != TITLE {
            return Err(Unreadable { line: 1, expected: TITLE });
        }
        let day = lines.next().and_then(|(_, line)| line.strip_prefix("day ")?.parse().ok());
        let day = day.ok_or(Unreadable { line: 2, expected: "day YYYY-MM-DD" })?;
        let mut heads: Vec<Head> = Vec::new();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
            let unreadable = Unreadable { line: number, expected: "LANE POSITION HASH, lanes in order" };
            let head = head(line).ok_or_else(|| unreadable.clone())?;
            if heads.last().is_some_and(|last| last.lane >= head.lane) {
                return Err(unreadable);
            }
            heads.push(head);
        }
        if heads.is_empty() {
            return Err(Unreadable { line: 3, expected: "LANE POSITION HASH" });
        }
        Ok(Self { day, heads })
    }
}

fn head(line: &str) -> Option<Head> {
    let mut parts = line.split(' ');
    let (lane, position, hash) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_head = is_hash && position > 0 && parts.next().is_none();
    is_head.then(|| Head { lane, position, hash: hash.to_owned() })
}

#[cfg(test)]
mod test {
    use super::*;

    fn heads() -> Heads {
        let hash = |letter: &str| letter.repeat(64);
        let head = |lane, position, letter| Head { lane, position, hash: hash(letter) };
        Heads { day: Day::new(2026, 10, 5).expect("a day"), heads: vec![head(1, 12, "a"), head(4, 7, "0")] }
    }

    #[test]
    fn a_file_reads_back_as_it_was_written() {
        let text = heads().written();
        assert_eq!(Heads::read(&text), Ok(heads()));
        assert_eq!(Heads::read(&text.replace('\n', "\r\n")), Ok(heads()), "as a mail program sends it");
    }

    #[test]
    fn a_file_that_was_cut_or_changed_in_shape_is_refused_with_its_line() {
        let text = heads().written();
        let check = |text: &str, line: usize| {
            assert_eq!(Heads::read(text).map_err(|error| error.line), Err(line), "{text}");
        };
        check("", 1);
        check("something else\n", 1);
        check(TITLE, 2);
        check(&format!("{TITLE}\nday 2026-02-30\n"), 2);
        check(&format!("{TITLE}\nday 2026-10-05\n"), 3);
        check(&text[..text.len() - 2], 4);
        check(&text.replace("4 7", "1 7"), 4);
        check(&text.replace("4 7", "4 0"), 4);
        check(&text.replace("aa", "AA"), 3);
        check(&format!("{text}5 1\n"), 5);
    }
}
